"""What an attachment is: its kind by its first bytes, its pages, what in it would act by itself, and its pages as pictures.

A file from outside is taken apart in a process of its own (`attached_child`), within limits; here its bytes only travel.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from gyga_desk.errors import PaperError
from gyga_desk.formats.preview import Image

HIDDEN_WORD = "--look-at-attachment"
"""The frozen program's first word for the process; `gyga_desk.__main__` hands the rest to `attached_child.main`."""
MOST_BYTES = 50 << 20
MOST_PAGES = 500
MOST_PIXELS = 60_000_000
"""Of a picture as it lies in the file."""
_MOST_SECONDS = 60
_HEAD = 1 << 20

_KINDS = "，请附 PDF、PNG 或 JPEG 文件"
TOO_LARGE = "附件“{name}”有 {size} MB，超过 {most} MB 的上限；请压缩或分成几个文件再附。"
FOREIGN = "附件“{name}”不是 PDF 或图片" + _KINDS + "。"
BROKEN = "附件“{name}”内容已损坏或异常庞大，无法显示；请重新扫描或另存后再附。"
LOCKED = "附件“{name}”有打开口令，无法核对；请去掉口令后再附。"
LONG = "附件“{name}”有 {pages} 页，超过 {most} 页的上限；请分成几个文件再附。"
VAST = "附件“{name}”是 {width}×{height} 像素的图片，超过上限；请缩小后再附。"


class Kind(StrEnum):
    """What can be attached."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"


class Act(StrEnum):
    """What in a PDF would act by itself, or carries more than pages; the desk never runs it, and says that it is there."""

    SCRIPT = "script"
    LAUNCH = "launch"
    SEND = "send"
    FILES = "files"
    MEDIA = "media"

    @property
    def label(self) -> str:
        return _ACTS[self]


_ACTS = {
    Act.SCRIPT: "含脚本", Act.LAUNCH: "会启动其他程序", Act.SEND: "会向外发送或打开其他文件", Act.FILES: "内藏其他文件", Act.MEDIA: "含音视频或立体模型",
}  # fmt: skip


@dataclass(frozen=True)
class Looked:
    """What a look at a file's bytes tells."""

    kind: Kind
    pages: int
    acts: tuple[Act, ...]


def look(data: bytes, name: str) -> Looked:
    """Kind, pages and acts of a file that may be attached; raises `PaperError` with one sentence for any other."""
    if len(data) > MOST_BYTES:
        raise PaperError(TOO_LARGE, name=name, size=len(data) >> 20, most=MOST_BYTES >> 20)
    kind = tell_kind(data)
    if kind is None:
        raise PaperError(FOREIGN, name=name)
    if kind is not Kind.PDF:
        _check_picture(data, kind, name)
        return Looked(kind, 1, ())
    told = json.loads(_ask(["look"], data, name))
    if told.get("locked"):
        raise PaperError(LOCKED, name=name)
    if told["pages"] > MOST_PAGES:
        raise PaperError(LONG, name=name, pages=told["pages"], most=MOST_PAGES)
    return Looked(kind, told["pages"], tuple(Act(a) for a in told["acts"]))


def draw(data: bytes, page: int, width: int, name: str) -> Image:
    """One page of a PDF, counted from 0, as wide as asked for in pixels, drawn in the other process."""
    told = _ask(["draw", str(page), str(width)], data, name)
    head, _, rgba = told.partition(b"\n")
    size = json.loads(head)
    return Image(size["width"], size["height"], rgba)


def tell_kind(data: bytes) -> Kind | None:
    """By the first bytes, never by the name."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    return Kind.PDF if b"%PDF-" in data[:1024] else None


def _check_picture(data: bytes, kind: Kind, name: str) -> None:
    size = _png_size(data) if kind is Kind.PNG else _jpeg_size(data)
    if size is None or 0 in size:
        raise PaperError(BROKEN, name=name)
    if size[0] * size[1] > MOST_PIXELS:
        raise PaperError(VAST, name=name, width=size[0], height=size[1])


def _png_size(data: bytes) -> tuple[int, int] | None:
    if data[12:16] != b"IHDR" or len(data) < 24:
        return None
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """From the frame header; the segments before it are stepped over."""
    at = 2
    while at + 9 < min(len(data), _HEAD):
        if data[at] != 0xFF:
            return None
        mark, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if mark == 0xFF:
            at += 1
        elif 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        else:
            at += 2 + length
    return None


def _ask(words: list[str], data: bytes, name: str) -> bytes:
    """What the other process says; its death, whatever way, is one sentence here."""
    command = (
        [sys.executable, HIDDEN_WORD]
        if getattr(sys, "frozen", False)
        else [sys.executable, "-P", "-m", "gyga_desk.formats.attached_child"]
    )
    root, known = str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH")
    environment = {**os.environ, "PYTHONPATH": root + (os.pathsep + known if known else "")}
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [*command, *words], input=data, capture_output=True, env=environment, timeout=_MOST_SECONDS, check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
    except subprocess.TimeoutExpired as fault:
        raise PaperError(BROKEN, name=name) from fault
    if done.returncode != 0 or not done.stdout:
        error = PaperError(BROKEN, name=name)
        error.add_note(done.stderr[-2_000:].decode("utf-8", "replace"))
        raise error
    return done.stdout
