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

from gyga_desk import places
from gyga_desk.formats import seal
from gyga_desk.operations import attachments, checkpoints
from gyga_desk.operations.checkpoints import Anchor, anchor_of
from gyga_desk.operations.demo import PASSWORD, Demo
from gyga_desk.operations.history import verify_store
from gyga_desk.operations.session import open_session
from gyga_desk.store import journal, open_reader
from tests.core.papers import png
from tests.core.store.records import plain, unguarded

Shell = Callable[[Path], None]


@dataclass(frozen=True)
class Attack:
    """What is done, and the codes that verification must say: without an anchor, and with one of the moment before.

    `name` is what the manual's table calls it.
    """

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
    def stopped(path: Path) -> None:
        with pytest.raises(sqlite3.DatabaseError):
            shell(path, statement)

    return stopped


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


def restamp_with_stolen_key(path: Path) -> None:
    """The same, and the checkpoints signed anew by one who has the second person's password."""
    restamp(path)
    with unguarded(path) as db:
        store = db.execute("SELECT value FROM meta WHERE key = 'id'").fetchone()[0]
        for op, person in db.execute("SELECT op, person FROM checkpoint ORDER BY op").fetchall():
            slot = db.execute("SELECT slot FROM person WHERE name = ?", (person,)).fetchone()[0]
            stolen = seal.unlock_key(slot, PASSWORD)
            head = db.execute("SELECT digest FROM op WHERE id = ?", (op - 1,)).fetchone()[0]
            signature = stolen.sign(checkpoints.DOMAIN, f"{store}:{op}:{head}".encode()).hex()
            row = {"op": op, "head": head, "person": person, "key": stolen.public.text, "signature": signature}
            db.execute("UPDATE checkpoint SET head = :head, signature = :signature WHERE op = :op", row)
            image = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
            db.execute("UPDATE op_row SET after = ? WHERE tbl = 'checkpoint' AND key = json_array(?)", (image, op))
            rechain(db)


def raise_role(path: Path) -> None:
    """Somebody's role in the table, in the step that made the account, and in the whole chain after it."""
    with unguarded(path) as db:
        db.execute("UPDATE person SET role = 'chair' WHERE name = '审核员'")
        db.execute(
            "UPDATE op_row SET after = json_set(after, '$.role', 'chair') WHERE tbl = 'person' AND key = json_array('审核员')"
        )
        rechain(db)


def swap_files(path: Path) -> None:
    """The bytes of two attachments, each under the other's name."""
    first, second = sorted(path.with_name(f"{path.name}.files").iterdir())
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)


def lose_file(path: Path) -> None:
    min(path.with_name(f"{path.name}.files").iterdir()).unlink()


def loosen_check(path: Path) -> None:
    """A limit taken out of a table's definition, through the one door that SQLite leaves open for repairs."""
    shell(
        path,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, ', CHECK(measure <> 3 OR number <= 10)', '') WHERE name = 'slot'",
    )


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


SLOTS = (
    "CREATE TEMP TABLE two AS SELECT rowid AS r, case_id AS c FROM slot ORDER BY rowid LIMIT 2",
    "UPDATE slot SET case_id = '-' || case_id WHERE rowid IN (SELECT r FROM two)",
    "UPDATE slot SET case_id = (SELECT t.c FROM two t WHERE t.r <> slot.rowid) WHERE rowid IN (SELECT r FROM two)",
)
CONTENTS = (
    "CREATE TEMP TABLE two AS SELECT rowid AS r, body AS b FROM sealed_content ORDER BY rowid LIMIT 2",
    "UPDATE sealed_content SET body = (SELECT t.b FROM two t WHERE t.r <> sealed_content.rowid) WHERE rowid IN (SELECT r FROM two)",
)


def same(name: str, run: Shell, *words: str) -> Attack:
    """What shows inside the file itself shows with an anchor too, and no more."""
    return Attack(name, run, codes(*words), codes(*words))


ATTACKS = [
    same("改已封存的金额", blocked(AMOUNT)),
    same("删已封存的行", blocked("DELETE FROM sealed_case")),
    same("以同号的新行盖掉已封存的行", blocked("INSERT OR REPLACE INTO sealed_case SELECT * FROM sealed_case")),
    same("改或盖掉决定", blocked("UPDATE OR REPLACE decision SET digest = ''")),
    same("加第十一个名额", blocked("INSERT INTO slot SELECT measure, year, 11, case_id, decision FROM slot LIMIT 1")),
    same("不经办理直接改答复", blocked("UPDATE answer SET answer = 'no'")),
    same("改操作记录", blocked("UPDATE op SET actor = '别人'")),
    same("删操作记录", blocked("DELETE FROM op_row")),
    same("把金额改成文字", blocked("UPDATE sealed_case SET amount_fen = '多'")),
    same("拆掉保护改金额，再把保护装回", off(AMOUNT), "row-changed"),
    same("同法改答复", off("UPDATE answer SET answer = 'no' WHERE answer = 'yes'"), "row-changed"),
    same("同法改登录口令", off("UPDATE person SET password = 'x'"), "row-changed"),
    same("同法提升人员的岗位", off("UPDATE person SET role = 'chair' WHERE name = '审核员'"), "row-changed"),
    same("同法改设置（申报指南的摘要）", off("UPDATE meta SET value = 'sha256:0' WHERE key = 'guide_digest'"), "row-changed"),
    same("同法改政策文本", off("UPDATE edition_text SET text = text || ' '"), "row-changed"),
    same("同法把文书改成作废", off("UPDATE paper SET state = 'void', reason = '改'"), "row-changed"),
    same("同法对换两个名额", off("PRAGMA defer_foreign_keys = ON", *SLOTS), "row-changed"),
    same("同法对换两个项目的封存内容", off(*CONTENTS), "row-changed"),
    same("同法改封存的决定原文", off("UPDATE decision SET body = replace(body, '\"spent_fen\"', '\"spent_fen \"')"), "row-changed", "seal-broken"),
    same("同法加一行没人办过的声明", off("INSERT INTO conflict SELECT case_id, '外人', declared, reason, at FROM conflict LIMIT 1"), "row-added"),
    same("同法删一行评分", off("DELETE FROM mark WHERE rowid = (SELECT MIN(rowid) FROM mark)"), "row-missing"),
    same("同法删掉签记", off("DELETE FROM checkpoint"), "row-missing", "checkpoint-missing"),
    same("改操作记录里的姓名", off("UPDATE op SET actor = '别人' WHERE id = 3"), "op-changed"),
    same("改操作记录里的时间", off("UPDATE op SET at = '2025-01-01T09:00:00+08:00' WHERE id = 3"), "op-changed"),
    same("抽掉中间的一步", off("DELETE FROM op WHERE id = 3"), "op-missing", "reference-broken"),
    same("拆掉一道保护", drop_trigger, "shape-changed"),
    same("装进一个触发器", sneak_trigger, "shape-changed"),
    same("拆掉名额的上限", loosen_check, "shape-changed"),
    same("对换两份材料的文件", swap_files, "attachment-changed"),
    same("删掉一份材料的文件", lose_file, "attachment-missing"),
    Attack("表、记录和全部摘要一起重写", restamp, codes("checkpoint-broken"), codes("checkpoint-broken", "forked")),
    Attack("同法提升岗位", raise_role, codes("checkpoint-broken"), codes("checkpoint-broken", "forked")),
    Attack("同法，并抹掉全部签记", restamp_without_marks, codes("checkpoint-missing"), codes("checkpoint-missing", "forked")),
    Attack("同法，用自己的密钥重签", restamp_with_own_key, codes("checkpoint-forged"), codes("checkpoint-forged", "forked")),
    Attack("同法，用窃得口令的第二人的密钥重签", restamp_with_stolen_key, NOTHING, codes("forked")),
    Attack("截去末尾的一步", cut_tail, NOTHING, codes("rolled-back")),
]  # fmt: skip
SAID = {
    "row-changed": "行与记录不符", "row-added": "有没人办过的行", "row-missing": "有行不见了", "op-changed": "记录被改动", "op-missing": "记录缺步",
    "reference-broken": "引用断开", "shape-changed": "结构被改动", "seal-broken": "封存内容被改动", "checkpoint-broken": "与签记不符",
    "checkpoint-missing": "签记不见了", "checkpoint-forged": "签记不是本人的", "attachment-changed": "材料被改动",
    "attachment-missing": "材料不见了", "rolled-back": "被换成旧的或截短", "forked": "历史被改写",
}  # fmt: skip


def told_in_words(found: frozenset[str], *, stopped: bool) -> str:
    words = [said for code, said in SAID.items() if code in found]
    return "、".join(words) or ("写不进去" if stopped else "查不出")


def test_the_manual_has_the_whole_table() -> None:
    manual = (places.resources() / "help" / "admin.md").read_text(encoding="utf-8")
    for attack in ATTACKS:
        stopped = attack.run.__name__ == "stopped"
        cells = [told_in_words(found, stopped=stopped) for found in (attack.alone, attack.anchored)]
        assert f"| {attack.name} | {cells[0]} | {cells[1]} |" in manual


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
    for name, width in (("现场.png", 40), ("发票.png", 60)):
        attachments.attach(session, case, png(path.with_name(name), width))
    with session.store.operation("回避声明", "审核员", "2025-09-01T09:00:00+08:00"):
        session.db.execute("INSERT INTO conflict VALUES(?, ?, ?, ?, ?)", (case, "审核员戊", *row[2:]))
    anchor = anchor_of(session.db)
    session.store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    session.store.close()
    return path, anchor


def told(path: Path, anchor: Anchor | None = None) -> frozenset[str]:
    found = verify_store(path, anchor)
    assert all(f.sentence.endswith("。") for f in found.findings)
    assert found.ok == (not found.findings)
    return frozenset(f.code for f in found.findings)


def copied(store: Path, folder: Path) -> Path:
    """The store with its attachments."""
    shutil.copytree(store.with_name(f"{store.name}.files"), folder / f"{store.name}.files")
    return Path(shutil.copy(store, folder))


@pytest.mark.parametrize("attack", ATTACKS, ids=[a.name for a in ATTACKS])
def test_what_verification_says(attack: Attack, target: tuple[Path, Anchor], tmp_path: Path) -> None:
    path = copied(target[0], tmp_path)
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
