"""Undo, redo, verification and backups."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from gyga_desk.errors import StoreError
from gyga_desk.model import Change
from gyga_desk.operations import Done, Session, attachments, checkpoints
from gyga_desk.operations.checkpoints import Anchor
from gyga_desk.operations.papers import VerifyFinding, VerifyResult
from gyga_desk.store import check_file, check_store, codec, journal, open_reader


def undo(session: Session) -> Done[str]:
    """Takes back the signed-in person's newest operation."""
    op = journal.undo(session.db, session.person.name, session.clock().isoformat())
    return Done(op.name, session.follow(journal.change_of(session.db, op.id)), op.name)


def redo(session: Session) -> Done[str]:
    """Puts back what the signed-in person took back last."""
    op = journal.redo(session.db, session.person.name, session.clock().isoformat())
    return Done(op.name, session.follow(journal.change_of(session.db, op.id)), op.name)


def verify_store(path: Path, anchor: Anchor | None = None, key: bytes | None = None) -> VerifyResult:
    """The file, its schema, its references, its journal, every sealed decision and signed checkpoint.

    `anchor` is from paper, a stick or another machine; this machine's own note is used too. Writes nothing, and
    needs no account, but for an encrypted store its `key`.
    """
    check_file(path, key)
    damage = [VerifyFinding(d.code, d.sentence) for d in check_store(path, key)]
    if not any(d.code in {"file-damaged", "shape-changed"} for d in damage):
        db = open_reader(path, key)
        try:
            damage += _check_seals(db) + _check_marks(path, db, anchor) + _check_files(path, db, key)
        finally:
            db.close()
    return VerifyResult(not damage, tuple(damage))


def _check_marks(path: Path, db: sqlite3.Connection, anchor: Anchor | None) -> list[VerifyFinding]:
    """Signed checkpoints, and what anchors outside the file know."""
    damage = list(checkpoints.check(db))
    own = checkpoints.remembered(path, db)
    for where, held in (("本机", own), ("所给", anchor)):
        damage += checkpoints.against(db, held, where) if held else ()
    return [VerifyFinding(d.code, d.sentence) for d in damage]


def _check_files(path: Path, db: sqlite3.Connection, key: bytes | None) -> list[VerifyFinding]:
    """The attachments that lie beside the file, each against its digest."""
    return [VerifyFinding(d.code, d.sentence) for d in attachments.check(path, db, key)]


def _check_seals(db: sqlite3.Connection) -> list[VerifyFinding]:
    """Each sealed text against its digest; what was reopened too, since it stays on record."""
    rows = db.execute("SELECT id, body, digest FROM decision ORDER BY id")
    bad = [
        d for d, body, digest in rows if codec.digest(body) != digest
    ]  # read as text: it may be no standing any more
    return [VerifyFinding("seal-broken", f"决定 {d} 的内容与封存时不一致。") for d in bad]


def back_up(session: Session, out: Path) -> Done[Path]:
    """A whole copy of the store with its attachments beside it; refuses a file that exists."""
    if not out.parent.is_dir():
        raise StoreError("文件夹 {folder} 不存在；请先建立它，或换一个位置。", folder=str(out.parent))
    session.store.back_up(out)
    attachments.carry(session.db, session.store.path, out)
    return Done(out, Change(), "备份")
