"""What travels between machines: a zip with a manifest, digests and the sender's signature; trusted in nothing until proven.

The same content gives the same bytes. Entries are read by the names the manifest lists and never written out by them.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from gyga_desk.errors import PackageError
from gyga_desk.formats import seal
from gyga_desk.formats.seal import AccountKey, PublicKey

FORMAT = 1
DOMAIN = "package"
MOST_BYTES = 200 << 20
MOST_ENTRY = 64 << 20
MOST_FILES = 20_000
_MANIFEST, _SIGNATURE = "manifest.json", "manifest.sig"
_NAME = re.compile(r"(?:[a-z]{1,20}\.json|files/[0-9a-f]{64})")
"""The only names there are: records, and attachments by digest."""
_FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)
"""What Python's zipfile raises over bytes that are no sound archive."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Package:
    """An opened package: who says what, and the contents by name, each as its digest has it."""

    kind: str
    sender: str
    key: PublicKey
    head: Mapping[str, str]
    """What else the sender says of it: store, year, number, the one before, times."""
    files: Mapping[str, bytes]
    digest: str
    """sha256 over the manifest: the package's own name, printed on the receipt."""

    def record(self, name: str) -> object:
        """The JSON of a record; raises `PackageError` where it is not there or not JSON."""
        try:
            return json.loads(self.files[name])
        except (KeyError, ValueError, RecursionError) as fault:
            raise PackageError("交换包里的 {name} 缺失或读不出来；请发送方重新封装。", name=name) from fault


def write(
    kind: str, sender: str, key: AccountKey, head: Mapping[str, str], files: Mapping[str, bytes]
) -> tuple[bytes, str]:
    """The package's bytes and its digest; the same content gives the same bytes."""
    for name in files:
        if not _NAME.fullmatch(name):
            raise ValueError(name)
    listed = {name: {"size": len(files[name]), "digest": _digest(files[name])} for name in sorted(files)}
    manifest = _dump({
        "format": FORMAT, "kind": kind, "sender": sender, "key": key.public.text, "head": dict(head), "files": listed,
    })  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in (
            (_MANIFEST, manifest),
            (_SIGNATURE, key.sign(DOMAIN, manifest)),
            *((n, files[n]) for n in sorted(files)),
        ):
            archive.writestr(_entry(name), data, compresslevel=6)
    return out.getvalue(), _digest(manifest)


def read(data: bytes) -> Package:
    """A package whose every byte is accounted for; raises `PackageError` with the reason.

    Who the sender is and whether they may say this is for the caller to judge, by `sender` and `key`.
    """
    if len(data) > MOST_BYTES:
        raise PackageError("交换包超过 {most} MB，不予读取；请发送方分开封装。", most=MOST_BYTES >> 20)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = _entries(archive)
            manifest = _read(archive, entries.pop(_MANIFEST), 16 << 20)
            signature = _read(archive, entries.pop(_SIGNATURE), 64)
            return _open(archive, entries, manifest, signature)
    except KeyError as fault:
        raise PackageError("交换包缺少清单或签名；请发送方重新封装。") from fault
    except _FAULTS as fault:
        raise _broken() from fault


@dataclass(frozen=True)
class _Manifest:
    format: int
    kind: str
    sender: str
    key: str
    head: dict[str, str]
    files: dict[str, object]


def _open(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], raw: bytes, signature: bytes) -> Package:
    said = _manifest(raw)
    key = seal.read_public(said.key)
    if not seal.holds(key, DOMAIN, raw, signature):
        raise PackageError("交换包的签名与内容不符，可能被改动过；请发送方重新封装。")
    if said.format != FORMAT:
        raise PackageError("交换包由更新版本的程序制作（格式 {found}）；请先升级本程序。", found=said.format)
    if set(said.files) != set(entries):
        raise PackageError("交换包里的文件与清单不一致；请发送方重新封装。")
    files = {name: _checked(archive, entries[name], listed) for name, listed in sorted(said.files.items())}
    return Package(said.kind, said.sender, key, said.head, files, _digest(raw))


def _manifest(data: bytes) -> _Manifest:
    """The manifest, if it is written exactly as we write it: one text, one meaning."""
    try:
        said = json.loads(data)
        canonical = _dump(said) == data
    except (ValueError, RecursionError) as fault:
        raise _broken() from fault
    shape = {"format": int, "kind": str, "sender": str, "key": str, "head": dict, "files": dict}
    if not canonical or not isinstance(said, dict) or set(said) != set(shape):
        raise _broken()
    if not all(isinstance(said[name], kind) for name, kind in shape.items()):
        raise _broken()
    if not all(isinstance(value, str) for value in said["head"].values()):
        raise _broken()
    return _Manifest(**said)


def _entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    infos = archive.infolist()
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_BYTES:
        raise PackageError("交换包展开后过大，不予读取；请发送方分开封装。")
    for info in infos:
        plain = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) and not info.flag_bits & 1
        known = info.filename in (_MANIFEST, _SIGNATURE) or _NAME.fullmatch(info.filename)
        if info.orig_filename in found or info.filename in found or not plain or not known:
            raise PackageError(
                "交换包里有不该有的文件（{name}）；请勿使用，并联系发送方。", name=_shown(info.orig_filename)
            )
        found[info.filename] = info
    return found


def _checked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, listed: object) -> bytes:
    data = _read(archive, info, MOST_ENTRY)
    if listed != {"size": len(data), "digest": _digest(data)}:
        raise PackageError("交换包里的 {name} 与清单的摘要不符，可能被改动过；请发送方重新封装。", name=info.filename)
    return data


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """No more than the limit, whatever the entry says of its size; zipfile checks the CRC."""
    with archive.open(info) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise PackageError("交换包里的 {name} 过大，不予读取；请发送方分开封装。", name=_shown(info.filename))
    return data


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
    return info


def _broken() -> PackageError:
    return PackageError("交换包不完整或被改动过，读不出来；请重新复制，或请发送方重新封装。")


def _shown(name: str) -> str:
    return re.sub(r"[^\w./-]", "?", name)[:60]


def _digest(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
