"""Scans of papers that come back: which paper each page is, read from the code in its foot.

The library that reads the codes is an optional extra; without it the code is typed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gyga_desk.errors import PaperError
from gyga_desk.formats import preview
from gyga_desk.progress import Progress, silent

KINDS = frozenset({".pdf", ".png", ".jpg", ".jpeg"})
_DPI = (150, 300)
"""Most scans can be read at the first; what cannot is drawn finer."""
_MOST_PAGES = 2_000
_SAID = re.compile(r"GYGA1:([^:\s]{1,60}):([0-9A-Z-]{8,20})")


@dataclass(frozen=True)
class Scanned:
    """One paper found in a scan, by the code in its foot, and the pages that bear it, from 1."""

    number: str
    code: str
    pages: tuple[int, ...]


@dataclass(frozen=True)
class Scan:
    """What a scan holds."""

    papers: tuple[Scanned, ...]
    """In the order of their first pages."""
    unread: tuple[int, ...]
    """Pages on which no code was found."""


def read_scan(data: bytes, name: str, progress: Progress = silent) -> Scan:
    """Each paper of a scan (PDF, PNG or JPEG); pages with one code are one paper, wherever they lie."""
    _need_reader()
    found: dict[tuple[str, str], list[int]] = {}
    unread = []
    for page, said in enumerate(_pages(data, name, progress), 1):
        for one in said:
            found.setdefault(one, []).append(page)
        if not said:
            unread.append(page)
    papers = tuple(Scanned(number, code, tuple(pages)) for (number, code), pages in found.items())
    return Scan(papers, tuple(unread))


def _need_reader() -> None:
    try:
        import zxingcpp  # noqa: F401 - only whether it is there
    except ImportError as fault:
        raise PaperError(
            "本机没有安装扫描件识别组件；请输入纸上的校验码登记，或请管理员安装 gyga-desk[scan]。"
        ) from fault


def _pages(data: bytes, name: str, progress: Progress) -> Iterator[set[tuple[str, str]]]:
    """The codes of each page, as (number, code)."""
    if not data.lstrip()[:5].startswith(b"%PDF"):
        yield _read(_picture(data, name))
        return
    count = preview.count_pages(data)
    if count > _MOST_PAGES:
        raise PaperError(
            "{name} 有{count}页，一次最多登记{most}页；请分开后再登记。", name=name, count=count, most=_MOST_PAGES
        )
    for page in range(count):
        progress(page + 1, count, "识别扫描件")
        yield _read_page(data, page)


def _read_page(data: bytes, page: int) -> set[tuple[str, str]]:
    from PIL import Image

    for dpi in _DPI:
        drawn = preview.draw_page(data, page, dpi)
        found = _read(Image.frombytes("RGBA", (drawn.width, drawn.height), drawn.rgba).convert("L"))
        if found:
            return found
    return set()


def _picture(data: bytes, name: str) -> Any:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > 4 * preview.MOST_PIXELS:
                raise _too_large(name)
            return opened.convert("L")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise _too_large(name) from fault
    except (UnidentifiedImageError, OSError, ValueError) as fault:
        raise PaperError("{name} 不是完整的 PDF、PNG 或 JPEG 文件；请重新扫描。", name=name) from fault


def _too_large(name: str) -> PaperError:
    return PaperError("{name} 的图片太大；请按 300 dpi 以下重新扫描。", name=name)


def _read(picture: Any) -> set[tuple[str, str]]:
    """Every code of ours in a picture; what else is printed there is somebody else's."""
    import zxingcpp

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return {said.group(1, 2) for one in found if (said := _SAID.fullmatch(one.text))}
