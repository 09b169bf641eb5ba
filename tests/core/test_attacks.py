"""What the sqlite3 shell can do to a file, and what verification says to each: alone, and with an anchor from outside.

Every attack is made on a copy of the demonstration's store, with foreign keys, checks and triggers as the shell has them
or taken off and put back. `BLOCKED` means that the database itself refuses.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from gyga_desk.formats import seal
from gyga_desk.operations import checkpoints
from gyga_desk.operations.checkpoints import Anchor, anchor_of
from gyga_desk.operations.demo import Demo
from gyga_desk.operations.history import verify_store
from gyga_desk.operations.session import open_session
from gyga_desk.store import journal, open_reader
from tests.core.store.records import plain, unguarded

Shell = Callable[[Path], None]


@dataclass(frozen=True)
class Attack:
    """What is done, and the codes that verification must say: without an anchor, and with one of the moment before."""

    name: str
    run: Shell
    alone: frozenset[str]
    anchored: frozenset[str]


def shell(path: Path, *statements: str) -> None:
    db = plain(path)
    try:
        for statement in statements:
            db.execute(statement)
    finally:
        db.close()


def blocked(statement: str) -> Shell:
    def run(path: Path) -> None:
        with pytest.raises(sqlite3.DatabaseError):
            shell(path, statement)

    return run


def off(*statements: str) -> Shell:
    """With every trigger taken off, and put back at the end."""

    def run(path: Path) -> None:
        with unguarded(path) as db:
            db.execute("PRAGMA ignore_check_constraints = ON")
            for statement in statements:
                db.execute(statement)

    return run


def restamp(path: Path) -> None:
    """Rewrites one sealed amount in table and journal, and the whole chain after it: everything inside the file agrees."""
    with unguarded(path) as db:
        row = db.execute(
            "SELECT case_id, decision FROM sealed_case WHERE amount_fen > 0 ORDER BY case_id LIMIT 1"
        ).fetchone()
        db.execute("UPDATE sealed_case SET amount_fen = amount_fen + 1 WHERE case_id = ? AND decision = ?", row)
        key = db.execute("SELECT json_array(?, ?)", row).fetchone()[0]
        seq, after = db.execute(
            "SELECT seq, after FROM op_row WHERE tbl = 'sealed_case' AND key = ? ORDER BY seq DESC", (key,)
        ).fetchone()
        held = json.loads(after)
        held["amount_fen"] += 1
        db.execute(
            "UPDATE op_row SET after = ? WHERE seq = ?",
            (json.dumps(held, ensure_ascii=False, separators=(",", ":")), seq),
        )
        rechain(db)


def rechain(db: sqlite3.Connection) -> None:
    for op in journal.operations(db):
        db.execute("UPDATE op SET digest = ? WHERE id = ?", (journal.digest_of(db, op.id), op.id))


def restamp_without_marks(path: Path) -> None:
    """The same, and the signed checkpoints taken out with every trace of them."""
    with unguarded(path) as db:
        db.execute("DELETE FROM checkpoint")
        db.execute("DELETE FROM op_row WHERE tbl = 'checkpoint'")
    restamp(path)


def restamp_with_own_key(path: Path) -> None:
    """The same, and the checkpoints signed anew with the attacker's own key."""
    restamp(path)
    mine = seal.AccountKey(hashlib.sha256(b"mine").digest())
    with unguarded(path) as db:
        store = db.execute("SELECT value FROM meta WHERE key = 'id'").fetchone()[0]
        for op, person in db.execute("SELECT op, person FROM checkpoint ORDER BY op").fetchall():
            head = db.execute("SELECT digest FROM op WHERE id = ?", (op - 1,)).fetchone()[0]
            signature = mine.sign(checkpoints.DOMAIN, f"{store}:{op}:{head}".encode()).hex()
            row = {"op": op, "head": head, "person": person, "key": mine.public.text, "signature": signature}
            db.execute("UPDATE checkpoint SET head = :head, key = :key, signature = :signature WHERE op = :op", row)
            image = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
            db.execute("UPDATE op_row SET after = ? WHERE tbl = 'checkpoint' AND key = json_array(?)", (image, op))
            rechain(db)


def cut_tail(path: Path) -> None:
    """Takes the newest operation and its rows away: what is left is a sound, older record."""
    with unguarded(path) as db:
        (op,) = db.execute("SELECT MAX(id) FROM op").fetchone()
        rows = db.execute("SELECT tbl, key, before, after FROM op_row WHERE op = ? ORDER BY seq DESC", (op,)).fetchall()
        for table, key, _, __ in rows:
            assert table == "conflict"
            db.execute("DELETE FROM conflict WHERE case_id = ? AND person = ?", json.loads(key))
        db.execute("DELETE FROM op_row WHERE op = ?", (op,))
        db.execute("DELETE FROM op WHERE id = ?", (op,))


def sneak_trigger(path: Path) -> None:
    shell(path, "CREATE TRIGGER helpful AFTER INSERT ON answer BEGIN SELECT 1; END")


def drop_trigger(path: Path) -> None:
    (name,) = (
        plain(path)
        .execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_decision%'")
        .fetchone()[:1]
    )
    shell(path, f"DROP TRIGGER {name}")


def hex_edit(path: Path) -> None:
    """One character of a sealed text, in a hex editor."""
    db = plain(path)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (body,) = db.execute("SELECT meeting FROM decision LIMIT 1").fetchone()
    db.close()
    data, word = bytearray(path.read_bytes()), body.encode()
    place = data.rindex(word)
    data[place : place + 3] = "假".encode()
    path.write_bytes(data)


def codes(*words: str) -> frozenset[str]:
    return frozenset(words)


ROW, NOTHING = codes("row-changed"), codes()
AMOUNT = "UPDATE sealed_case SET amount_fen = amount_fen + 1 WHERE amount_fen > 0"
ATTACKS = [
    Attack("update a sealed amount", blocked(AMOUNT), NOTHING, NOTHING),
    Attack("delete a sealed row", blocked("DELETE FROM sealed_case"), NOTHING, NOTHING),
    Attack("replace a sealed row", blocked("INSERT OR REPLACE INTO sealed_case SELECT * FROM sealed_case"), NOTHING, NOTHING),
    Attack("update or replace a decision", blocked("UPDATE OR REPLACE decision SET digest = ''"), NOTHING, NOTHING),
    Attack("an eleventh place", blocked("INSERT INTO slot SELECT measure, year, 11, case_id, decision FROM slot LIMIT 1"), NOTHING, NOTHING),
    Attack("write past every operation", blocked("UPDATE answer SET answer = 'no'"), NOTHING, NOTHING),
    Attack("change the journal", blocked("UPDATE op SET actor = '别人'"), NOTHING, NOTHING),
    Attack("delete from the journal", blocked("DELETE FROM op_row"), NOTHING, NOTHING),
    Attack("text in an amount", blocked("UPDATE sealed_case SET amount_fen = '多'"), NOTHING, NOTHING),
    Attack("an amount, the triggers off and on again", off(AMOUNT), ROW, ROW),
    Attack("an answer, the triggers off and on again", off("UPDATE answer SET answer = 'no' WHERE answer = 'yes'"), ROW, ROW),
    Attack("a password hash", off("UPDATE person SET password = 'x'"), ROW, ROW),
    Attack("a row nobody wrote", off("INSERT INTO conflict SELECT case_id, '外人', declared, reason, at FROM conflict LIMIT 1"),
           codes("row-added"), codes("row-added")),
    Attack("a row gone", off("DELETE FROM mark WHERE rowid = (SELECT MIN(rowid) FROM mark)"), codes("row-missing"), codes("row-missing")),
    Attack("a name in the journal", off("UPDATE op SET actor = '别人' WHERE id = 3"), codes("op-changed"), codes("op-changed")),
    Attack("an operation out of the middle", off("DELETE FROM op WHERE id = 3"), codes("op-missing", "reference-broken"),
           codes("op-missing", "reference-broken")),
    Attack("a trigger dropped", drop_trigger, codes("shape-changed"), codes("shape-changed")),
    Attack("a trigger sneaked in", sneak_trigger, codes("shape-changed"), codes("shape-changed")),
    Attack("table, journal and chain rewritten", restamp, codes("checkpoint-broken"), codes("checkpoint-broken", "forked")),
    Attack("the same without the checkpoints", restamp_without_marks, codes("checkpoint-missing"), codes("checkpoint-missing", "forked")),
    Attack("the same, signed with another key", restamp_with_own_key, codes("checkpoint-forged"), codes("checkpoint-forged", "forked")),
    Attack("the tail cut off", cut_tail, NOTHING, codes("rolled-back")),
]  # fmt: skip


@pytest.fixture(scope="module")
def target(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Anchor]:
    """A store with sealed decisions, one more step after the last seal, and the anchor of that moment."""
    path = Path(shutil.copy(demo.store, tmp_path_factory.mktemp("attacked")))
    session = open_session(path, "审核员", demo.password)
    with session.store.operation("回避声明", "审核员", "2025-09-01T09:00:00+08:00"):
        case = session.db.execute(
            "SELECT id FROM cases WHERE id NOT IN (SELECT case_id FROM sealed_case) LIMIT 1"
        ).fetchone()[0]
        row = (case, "审核员丁", "none", "", "2025-09-01T09:00:00+08:00")
        session.db.execute("INSERT INTO conflict VALUES(?, ?, ?, ?, ?)", row)
    anchor = anchor_of(session.db)
    session.store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    session.store.close()
    return path, anchor


def told(path: Path, anchor: Anchor | None = None) -> frozenset[str]:
    found = verify_store(path, anchor)
    assert all(f.sentence.endswith("。") for f in found.findings)
    assert found.ok == (not found.findings)
    return frozenset(f.code for f in found.findings)


@pytest.mark.parametrize("attack", ATTACKS, ids=[a.name for a in ATTACKS])
def test_what_verification_says(attack: Attack, target: tuple[Path, Anchor], tmp_path: Path) -> None:
    path = Path(shutil.copy(target[0], tmp_path))
    attack.run(path)
    assert (told(path), told(path, target[1])) == (attack.alone, attack.anchored)


def test_an_older_copy_put_back_shows_against_this_machines_own_note(demo: Demo, tmp_path: Path) -> None:
    path = Path(shutil.copy(demo.store, tmp_path))
    older = path.read_bytes()
    session = open_session(path, "审核员", demo.password)
    with session.store.operation("一步", "审核员", "2025-09-01T09:00:00+08:00"):
        pass
    session.close()
    for tail in ("-wal", "-shm"):
        path.with_name(path.name + tail).unlink(missing_ok=True)
    path.write_bytes(older)
    assert told(path) == {"rolled-back"}
    session = open_session(path, "审核员", demo.password)
    assert "旧的副本" in session.warning
    session.close()
    assert told(path) == {"rolled-back"}, "opening it does not wipe the evidence"
    assert told(Path(shutil.copy(path, tmp_path / "别处.gyga"))) == NOTHING, (
        "a backup elsewhere is no older copy put back"
    )


def test_two_copies_that_went_apart_show_against_each_others_anchors(demo: Demo, tmp_path: Path) -> None:
    found = []
    for name in ("甲", "乙"):
        path = Path(shutil.copy(demo.store, tmp_path / f"{name}.gyga"))
        session = open_session(path, "审核员", demo.password)
        with session.store.operation(name, "审核员", "2025-09-01T09:00:00+08:00"):
            pass
        found.append((path, anchor_of(session.db)))
        session.store.close()
    (here, mine), (there, theirs) = found
    assert (told(here, mine), told(here, theirs), told(there, mine)) == (NOTHING, codes("forked"), codes("forked"))


def test_an_anchor_is_read_from_a_file_or_from_paper(demo: Demo, tmp_path: Path) -> None:
    db = open_reader(demo.store)
    held = checkpoints.write_anchor(db, tmp_path / "锚点.txt")
    db.close()
    assert checkpoints.read_anchor(str(tmp_path / "锚点.txt")).text == held.text
    short = f"{held.store}:{held.steps}:{held.head[:23]}"
    assert told(demo.store, checkpoints.read_anchor(short)) == NOTHING
    other = f"{'0' * 32}:{held.steps}:{held.head}"
    assert told(demo.store, checkpoints.read_anchor(other)) == {"anchor-foreign"}


def test_one_character_in_a_hex_editor_is_seen_wherever_it_stands(target: tuple[Path, Anchor], tmp_path: Path) -> None:
    """The word stands in a table and in the journal; which of the two bytes is hit depends on where SQLite put them."""
    path = Path(shutil.copy(target[0], tmp_path))
    hex_edit(path)
    assert told(path) & {"row-changed", "op-changed", "seal-broken"}
