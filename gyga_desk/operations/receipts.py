"""Receipts of packages that went out or came in, as a paper both ends keep; drawn from the record, the same every time."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from gyga_desk.errors import PackageError, Refused
from gyga_desk.formats import seal
from gyga_desk.formats.pdf import handover
from gyga_desk.formats.pdf.document import Head, code_of, draw
from gyga_desk.formats.pdf.handover import Handover
from gyga_desk.model import Change
from gyga_desk.operations import Done, Session, files
from gyga_desk.operations.packing import TITLES, PackageRow, packages
from gyga_desk.operations.sheets.source import UNIT, moment
from gyga_desk.rules.merging import Move
from gyga_desk.store import reads

_SHORTEST = 6
_NAMES = {
    "cases": "项目", "files": "材料", "rows": "答复、声明和评分", **{m.value: f"答复、声明和评分：{m.label}" for m in Move},
    "refused": "不能收取的", "stale": "按旧的申报内容答复、须再核的",
}  # fmt: skip


def find(db: sqlite3.Connection, which: str) -> PackageRow:
    """One package by its digest or the beginning of it; raises `Refused`."""
    digits = which.removeprefix("sha256:").lower()
    found = [p for p in packages(db) if p.digest.removeprefix("sha256:").startswith(digits)]
    if len(digits) < _SHORTEST or len(found) != 1:
        raise Refused("没有摘要为“{which}”的交换包，或不止一个；请用往来记录中的摘要指明。", which=which)
    return found[0]


def receipt(db: sqlite3.Connection, one: PackageRow) -> Handover:
    """What the receipt of a package shows."""
    sent = one.way == "sent"
    head = Head(
        UNIT, f"{'JF' if sent else 'JS'}-{one.number}-{one.digest.removeprefix('sha256:')[:8].upper()}",
        basis="依据交换记录打印，与封装和收取时程序显示的摘要一致",
    )  # fmt: skip
    sender, receiver = (one.by, one.other) if sent else (one.other, one.by)
    return Handover(
        head, f"{TITLES.get(one.kind, one.kind)}第 {one.number} 号", "发出" if sent else "收取", sender, receiver, one.by, moment(one.at),
        reads.meta(db)["id"], one.digest, _fingerprint(db, sender),
        tuple((_NAMES[name], one.counts[name]) for name in _NAMES if name in one.counts),
    )  # fmt: skip


def draw_receipt(db: sqlite3.Connection, one: PackageRow) -> tuple[bytes, str]:
    """The receipt as a PDF, and the code at its foot."""
    shown = receipt(db, one)
    return draw(shown, handover.compose), code_of(shown)


def write_receipt(session: Session, one: PackageRow, out: Path) -> Done[str]:
    """The receipt in a file; gives its code. The record stays as it is."""
    data, code = draw_receipt(session.db, one)
    files.write_new(out, data)
    return Done(code, Change(), "打印收发凭单")


def _fingerprint(db: sqlite3.Connection, name: str) -> str:
    try:
        return seal.read_public(reads.account_key(db, name).public).fingerprint
    except PackageError:
        return ""
