"""A distrustful zip: parts are admitted before anything is unpacked, and counted while they are."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from gyga_desk.errors import WorkbookError

MEGABYTE = 1 << 20
MOST_PARTS = 2_000
MOST_PART = 256 * MEGABYTE
MOST_TOTAL = 512 * MEGABYTE
RATIO = 200
"""A part that unpacks to more than this many times its size is a trap, once it is larger than `RATIO_FROM`."""
RATIO_FROM = 8 * MEGABYTE
CHUNK = MEGABYTE

BROKEN = "文件“{name}”已损坏或不完整（{detail}），无法读取。请重新复制一份，或用表格软件打开后另存为 .xlsx 再试。"
HUGE = "文件“{name}”解开后异常庞大（{detail}），已停止读取。请只保留申报数据，另存为新的 .xlsx 再试。"
LOCKED = "文件“{name}”设有打开密码，无法读取。请用表格软件打开，取消密码后另存为 .xlsx 再试。"
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


class Parts:
    """The named parts of a zip file, each checked before and while it is unpacked."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self._infos = self._admit(self._zip.infolist(), len(data))
        except _ZIP_FAULTS as fault:
            raise WorkbookError(BROKEN, detail="压缩结构不完整") from fault

    @property
    def names(self) -> frozenset[str]:
        """Every part's name in lower case, the way parts are compared."""
        return frozenset(self._infos)

    def read(self, name: str, limit: int = MOST_PART) -> bytes:
        """One whole part."""
        if self._find(name).file_size > limit:
            raise WorkbookError(HUGE, detail=f"{name} 过大")
        return b"".join(self.stream(name))

    def size(self, name: str) -> int:
        """The part's unpacked size, as declared; `stream` refuses a false one."""
        return self._find(name).file_size

    def stream(self, name: str) -> Iterator[bytes]:
        """The part's content in pieces; a wrong checksum or a false size is refused."""
        info = self._find(name)
        left = info.file_size
        try:
            with self._zip.open(info) as part:
                while piece := part.read(CHUNK):
                    left -= len(piece)
                    yield piece
        except _ZIP_FAULTS as fault:
            raise WorkbookError(BROKEN, detail=f"{name} 无法解开") from fault
        if left:
            raise WorkbookError(BROKEN, detail=f"{name} 的长度不符")

    def _find(self, name: str) -> zipfile.ZipInfo:
        info = self._infos.get(name.lower())
        if info is None:
            raise WorkbookError(BROKEN, detail=f"缺少 {name}")
        return info

    @staticmethod
    def _admit(infos: list[zipfile.ZipInfo], size: int) -> dict[str, zipfile.ZipInfo]:
        if len(infos) > MOST_PARTS:
            raise WorkbookError(HUGE, detail=f"内含 {len(infos)} 个部件")
        if sum(info.file_size for info in infos) > MOST_TOTAL:
            raise WorkbookError(HUGE, detail="总量超过 512 MB")
        _refuse_overlaps(infos, size)
        found: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = info.filename.replace("\\", "/")
            if name.endswith("/"):
                continue
            _refuse_part(info, name)
            if name.lower() in found:
                raise WorkbookError(BROKEN, detail=f"{name} 重复出现")
            found[name.lower()] = info
        return found


def _refuse_part(info: zipfile.ZipInfo, name: str) -> None:
    if info.flag_bits & 0x1:
        raise WorkbookError(LOCKED)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise WorkbookError(BROKEN, detail=f"{name} 的压缩方式不认识")
    if name.startswith("/") or ":" in name or "\0" in name or ".." in name.split("/"):
        raise WorkbookError(BROKEN, detail="部件名称不合规")
    if info.file_size > MOST_PART:
        raise WorkbookError(HUGE, detail=f"{name} 超过 256 MB")
    if info.file_size > RATIO_FROM and info.file_size > RATIO * max(info.compress_size, 1):
        raise WorkbookError(HUGE, detail=f"{name} 压缩比异常")


def _refuse_overlaps(infos: list[zipfile.ZipInfo], size: int) -> None:
    """Two parts that share bytes of the file are a way to hide a bomb."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise WorkbookError(BROKEN, detail="部件互相重叠")
        end = info.header_offset + 30 + info.compress_size
    if end > size:
        raise WorkbookError(BROKEN, detail="文件被截断")
