"""Operations, undo and redo, and the chain: held against a model that knows nothing of tables or digests."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyga_desk.errors import Cancelled, Refused, StoreError, UndoConflict
from gyga_desk.model import Change
from gyga_desk.store import journal, schema, writes
from tests.core.store.records import AT, CHAIR, EARLIER, OPEN, REVIEWER, SEALED, case_row, fill, state_of, unguarded

FORGOTTEN = "sha256:" + "0" * 64


@cache
def blank() -> bytes:
    made = sqlite3.connect(":memory:", isolation_level=None)
    schema.build(made)
    try:
        return made.serialize()
    finally:
        made.close()


def fresh() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.deserialize(blank())
    db.execute("PRAGMA foreign_keys = ON")
    return db


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    opened = fresh()
    yield opened
    opened.close()


def do(
    db: sqlite3.Connection, name: str = "改", actor: str = "甲", *, seals: bool = False, **values: str | None
) -> int:
    """One operation that sets each key of `meta`, or takes it away."""
    with journal.opened(db, name, actor, AT, seals=seals) as number:
        for key, value in values.items():
            if value is None:
                writes.drop(db, "meta", key=key)
            else:
                writes.put(db, "meta", {"key": key, "value": value})
    return number


def values(db: sqlite3.Connection) -> dict[str, str]:
    return dict(db.execute("SELECT key, value FROM meta").fetchall())


# against a model

ACTORS = st.sampled_from(["甲", "乙"])
EDITS = st.dictionaries(st.sampled_from("abc"), st.sampled_from([None, "1", "2", "三"]), max_size=2)
STEPS = st.lists(
    st.tuples(st.sampled_from(["do"] * 4 + ["undo"] * 3 + ["redo"] * 2 + ["seal"]), ACTORS, EDITS), max_size=20
)
Diff = dict[str, tuple[str | None, str | None]]


class Model:
    """What people expect: two stacks a person, a seal that empties them all, and no undo over somebody's later change."""

    def __init__(self) -> None:
        self.state: dict[str, str | None] = {}
        self.stacks: dict[str, tuple[list[Diff], list[Diff]]] = {"甲": ([], []), "乙": ([], [])}

    def do(self, actor: str, edit: dict[str, str | None]) -> None:
        before = {k: (self.state.get(k), v) for k, v in edit.items()}
        self.stacks[actor][0].append({k: pair for k, pair in before.items() if pair[0] != pair[1]})
        self.stacks[actor][1].clear()
        self.state |= edit

    def seal(self, edit: dict[str, str | None]) -> None:
        self.state |= edit
        for undoable, redoable in self.stacks.values():
            undoable.clear()
            redoable.clear()

    def turn(self, actor: str, word: str) -> type[Exception] | None:
        """Undo or redo; what it is refused with, if it is."""
        source, target = self.stacks[actor] if word == "undo" else self.stacks[actor][::-1]
        if not source:
            return Refused
        old, new = (0, 1) if word == "undo" else (1, 0)
        if any(self.state.get(k) != pair[new] for k, pair in source[-1].items()):
            return UndoConflict
        self.state |= {k: pair[old] for k, pair in source[-1].items()}
        target.append(source.pop())
        return None

    def seen(self) -> dict[str, str]:
        return {k: v for k, v in self.state.items() if v is not None}


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_any_sequence_does_what_people_expect_and_keeps_the_chain(
    steps: list[tuple[str, str, dict[str, str | None]]],
) -> None:
    db, model = fresh(), Model()
    for word, actor, edit in steps:
        head = journal.head(db)
        refused = None
        if word in ("do", "seal"):
            model.do(actor, edit) if word == "do" else model.seal(edit)
            do(db, actor=actor, seals=word == "seal", **edit)
        elif refused := model.turn(actor, word):
            with pytest.raises(refused) as caught:
                (journal.undo if word == "undo" else journal.redo)(db, actor, AT)
            assert caught.type is refused
        else:
            (journal.undo if word == "undo" else journal.redo)(db, actor, AT)
        assert values(db) == model.seen()
        assert (journal.head(db) == head) is bool(refused)
        for person, expected in model.stacks.items():
            assert [len(stack) for stack in journal.stacks(db, person)] == [len(stack) for stack in expected]
    assert journal.check(db) == []
    db.close()


@settings(max_examples=30, deadline=None)
@given(EDITS, EDITS)
def test_undo_takes_back_and_redo_puts_back(first: dict[str, str | None], second: dict[str, str | None]) -> None:
    db = fresh()
    do(db, **first)
    before = state_of(db)
    do(db, "第二步", **second)
    after = state_of(db)
    for _ in range(2):
        assert journal.undo(db, "甲", AT).name == "撤销：第二步"
        assert state_of(db) == before
        assert journal.redo(db, "甲", AT).name == "重做：第二步"
        assert state_of(db) == after
    assert journal.check(db) == []
    db.close()


# one operation


def broken_off(db: sqlite3.Connection, fault: BaseException, last: str = "SELECT 1") -> None:
    with journal.opened(db, "改", "甲", AT):
        writes.put(db, "meta", {"key": "a", "value": "2"})
        db.execute(last)
        raise fault


def test_an_operation_is_all_or_nothing(db: sqlite3.Connection) -> None:
    do(db, a="1")
    head = journal.head(db)
    for fault in (ValueError("一行有错"), Cancelled(), KeyboardInterrupt()):
        with pytest.raises(type(fault)) as caught:
            broken_off(db, fault)
        assert caught.value is fault
        assert caught.value.__cause__ is None
        assert (values(db), journal.head(db), db.in_transaction) == ({"a": "1"}, head, False)
    do(db, a="2")
    assert journal.check(db) == []


def test_operations_do_not_nest(db: sqlite3.Connection) -> None:
    with pytest.raises(RuntimeError, match="nest"), journal.opened(db, "外", "甲", AT):
        do(db, a="1")
    assert (values(db), journal.operations(db)) == ({}, [])


def test_a_body_that_ended_the_transaction_itself_leaves_nothing(db: sqlite3.Connection) -> None:
    with pytest.raises(ValueError, match="中断"):
        broken_off(db, ValueError("中断"), "ROLLBACK")
    assert (values(db), journal.operations(db)) == ({}, [])


def test_what_a_guard_refuses_is_a_sentence(db: sqlite3.Connection) -> None:
    with journal.opened(db, "建立", "甲", AT):
        fill(db)
    with pytest.raises(Refused, match="已封存") as caught, journal.opened(db, "改", "甲", AT):
        db.execute("DELETE FROM answer")
    assert str(caught.value).endswith("。")
    assert isinstance(caught.value.__cause__, sqlite3.IntegrityError)


def test_what_only_a_fault_of_ours_can_break_stays_a_fault(db: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"), journal.opened(db, "改", "甲", AT):
        writes.add(db, "person", {"name": "", "role": "chair", "password": "", "active": 1})


def test_a_record_that_cannot_be_written_now_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "busy.db"
    path.write_bytes(blank())
    mine, other = (sqlite3.connect(path, isolation_level=None, timeout=0) for _ in range(2))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="没有任何改动"):
        do(mine, a="1")
    other.execute("ROLLBACK")
    assert do(mine, a="1") == 1
    mine.close()
    other.close()


# the chain


def test_the_head_is_the_newest_operations_digest(db: sqlite3.Connection) -> None:
    assert journal.head(db) == FORGOTTEN
    do(db, a="1")
    first = journal.head(db)
    with journal.opened(db, "改", "甲", AT):
        assert journal.head_before(db) == first
        assert journal.head(db) == ""
    assert journal.operations(db)[-1].digest == journal.head(db) != first


def test_before_the_first_operation_there_is_the_start(db: sqlite3.Connection) -> None:
    with journal.opened(db, "改", "甲", AT):
        assert journal.head_before(db) == FORGOTTEN


def test_a_digest_covers_the_one_before_the_header_and_every_row(db: sqlite3.Connection) -> None:
    """The form itself, worked out once more: papers carry these digests, so it never changes."""
    do(db, "第一步", a="1", b="二")
    do(db, "第二步", a="3", b=None)
    previous = FORGOTTEN
    rows = {
        1: [
            (1, "meta", '["a"]', None, '{"key":"a","value":"1"}'),
            (2, "meta", '["b"]', None, '{"key":"b","value":"二"}'),
        ],
        2: [
            (3, "meta", '["a"]', '{"key":"a","value":"1"}', '{"key":"a","value":"3"}'),
            (4, "meta", '["b"]', '{"key":"b","value":"二"}', None),
        ],
    }
    for op in journal.operations(db):
        header = json.dumps([op.id, op.uid, op.name, "甲", AT, None, 0], ensure_ascii=False)
        parts = [previous, header, *("\0" if part is None else str(part) for row in rows[op.id] for part in row)]
        body = b"".join(f"{len(p.encode())}:".encode() + p.encode() for p in parts)
        assert op.digest == previous_of(body)
        previous = op.digest


def previous_of(body: bytes) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def test_a_change_names_its_tables_and_cases(db: sqlite3.Connection) -> None:
    with journal.opened(db, "建立", "甲", AT) as number:
        fill(db)
    change = journal.change_of(db, number)
    assert change == Change(frozenset(schema.JOURNALED), frozenset({SEALED, OPEN, *EARLIER}))
    assert journal.change_of(db, do(db, a="1")) == Change(frozenset({"meta"}), frozenset())


# undo


def test_there_is_nothing_to_undo_or_redo_at_first(db: sqlite3.Connection) -> None:
    for turn in (journal.undo, journal.redo):
        with pytest.raises(Refused) as caught:
            turn(db, "甲", AT)
        assert str(caught.value).startswith("没有可以")


def test_one_undoes_ones_own(db: sqlite3.Connection) -> None:
    do(db, "甲的", "甲", a="1")
    do(db, "乙的", "乙", b="1")
    assert journal.undo(db, "甲", AT).name == "撤销：甲的"
    assert values(db) == {"b": "1"}


def test_a_later_change_by_another_is_not_run_over(db: sqlite3.Connection) -> None:
    do(db, "甲的", "甲", a="1", b="1")
    do(db, "乙的", "乙", b="2")
    head = journal.head(db)
    with pytest.raises(UndoConflict, match="甲的"):
        journal.undo(db, "甲", AT)
    assert (values(db), journal.head(db)) == ({"a": "1", "b": "2"}, head)
    journal.undo(db, "乙", AT)
    journal.undo(db, "甲", AT)
    assert values(db) == {}


def test_a_seal_ends_everybodys_undo(db: sqlite3.Connection) -> None:
    do(db, actor="甲", a="1")
    do(db, actor="乙", b="1")
    journal.undo(db, "乙", AT)
    do(db, "封存", "主任", seals=True)
    for actor in ("甲", "乙", "主任"):
        assert journal.stacks(db, actor) == ([], [])
    do(db, actor="甲", a="2")
    journal.undo(db, "甲", AT)
    assert values(db) == {"a": "1"}


def test_undo_survives_the_years(db: sqlite3.Connection) -> None:
    """The stacks are read from the journal: another connection, another day, the same."""
    do(db, "第一步", a="1")
    do(db, "第二步", a="2")
    journal.undo(db, "甲", AT)
    again = sqlite3.connect(":memory:", isolation_level=None)
    again.deserialize(db.serialize())
    undoable, redoable = journal.stacks(again, "甲")
    assert ([o.name for o in undoable], [o.name for o in redoable]) == (["第一步"], ["撤销：第二步"])
    assert [journal.plain_name(o) for o in redoable] == ["第二步"]
    again.close()


def intake(db: sqlite3.Connection) -> None:
    with journal.opened(db, "导入", "甲", AT):
        writes.add(db, "person", {"name": REVIEWER, "role": "reviewer", "password": "", "active": 1})
        columns = ("id", "file", "digest", "edition", "guide", "at", "person", "accepted", "held", "report")
        writes.add_many(db, "batch", columns, [("2025-B001", "申报.xlsx", "", "", "", AT, "甲", 2, 0, "[]")])
        writes.add_many(db, "cases", tuple(case_row(1)), (tuple(case_row(n).values()) for n in range(1, 30)))


def answer(db: sqlite3.Connection, actor: str = "乙") -> None:
    with journal.opened(db, "答复", actor, AT):
        writes.add(db, "answer", {
            "case_id": SEALED, "check_id": "3.4", "person": REVIEWER, "answer": "yes", "note": "", "reduce_fen": None, "at": AT, "facts": "",
        })  # fmt: skip


def test_an_import_is_undone_and_redone_whole(db: sqlite3.Connection) -> None:
    empty = state_of(db)
    intake(db)
    full = state_of(db)
    assert len(full["cases"]) == 29
    journal.undo(db, "甲", AT)
    assert state_of(db) == empty
    journal.redo(db, "甲", AT)
    assert state_of(db) == full
    assert journal.check(db) == []


def test_a_row_touched_more_than_once_goes_back_step_by_step(db: sqlite3.Connection) -> None:
    do(db, a="1")
    before = state_of(db)
    with journal.opened(db, "反复", "甲", AT):
        for value in ("2", "3"):
            writes.put(db, "meta", {"key": "a", "value": value})
        writes.drop(db, "meta", key="a")
        writes.add(db, "meta", {"key": "a", "value": "4"})
    journal.undo(db, "甲", AT)
    assert state_of(db) == before
    journal.redo(db, "甲", AT)
    assert values(db) == {"a": "4"}
    assert journal.check(db) == []


def test_an_import_that_others_build_on_is_not_undone(db: sqlite3.Connection) -> None:
    intake(db)
    answer(db)
    before, head = state_of(db), journal.head(db)
    with pytest.raises(UndoConflict, match="导入"):
        journal.undo(db, "甲", AT)
    assert (state_of(db), journal.head(db), db.in_transaction) == (before, head, False)
    journal.undo(db, "乙", AT)
    journal.undo(db, "甲", AT)
    assert db.execute("SELECT COUNT(*) FROM cases").fetchone()[0] == 0


def test_an_answer_to_what_was_sealed_since_is_not_undone(db: sqlite3.Connection) -> None:
    with journal.opened(db, "建立", "甲", AT):
        fill(db)
    with journal.opened(db, "改答复", "乙", AT):
        db.execute("UPDATE answer SET answer = 'no' WHERE case_id = ?", (OPEN,))
    with journal.opened(db, "封存", "主任", AT):
        writes.add(db, "sealed_case", {
            "case_id": OPEN, "decision": "2025-M3-D1", "measure": 3, "year": 2025, "number": 2, "outcome": "rejected", "amount_fen": 0,
            "total_fen": 100, "pool_fen": None,
        })  # fmt: skip
    with pytest.raises(Refused, match="已封存"):
        journal.undo(db, "乙", AT)


# verification

TAMPERED = [
    ("UPDATE op SET actor = '别人' WHERE id = 2", "op-changed", "第 2 步"),
    ("UPDATE op SET at = 'x' WHERE id = 2", "op-changed", "第 2 步"),
    ("UPDATE op SET seals = 1 WHERE id = 2", "op-changed", "第 2 步"),
    ("UPDATE op SET reverts = 1 WHERE id = 2", "op-changed", "第 2 步"),
    ("UPDATE op SET digest = (SELECT digest FROM op WHERE id = 1) WHERE id = 2", "op-changed", "第 2 步"),
    ('UPDATE op_row SET after = \'{"key":"b","value":"9"}\' WHERE op = 2', "op-changed", "第 2 步"),
    ("UPDATE op_row SET before = '{}' WHERE op = 2", "op-changed", "第 2 步"),
    ("UPDATE op_row SET op = 1 WHERE op = 2", "op-changed", "第 1 步"),
    ("UPDATE op_row SET seq = seq + 100 WHERE op = 2", "op-changed", "第 2 步"),
    ("UPDATE op_row SET op = 3 WHERE op = 2", "op-changed", "第 2 步"),
    ("DELETE FROM op_row WHERE op = 2", "op-changed", "第 2 步"),
    ("DELETE FROM op WHERE id = 2", "op-missing", "第 2 步"),
    ("UPDATE op SET id = 9 WHERE id = 3", "op-missing", "第 3 步"),
    (
        'INSERT INTO op_row(op, tbl, key, before, after) VALUES(9, \'meta\', \'["a"]\', NULL, \'{"key":"a","value":"1"}\')',
        "op-row-stray",
        "1 条",
    ),
]


def three_steps(path: Path) -> Path:
    path.write_bytes(blank())
    db = sqlite3.connect(path, isolation_level=None)
    for key in "abc":
        do(db, f"改{key}", **{key: "1"})
    db.close()
    return path


@pytest.mark.parametrize(("sql", "code", "words"), TAMPERED)
def test_an_altered_journal_breaks_at_the_step(tmp_path: Path, sql: str, code: str, words: str) -> None:
    path = three_steps(tmp_path / "year.db")
    with unguarded(path) as db:
        assert journal.check(db) == []
        assert db.execute(sql).rowcount == 1
        found = journal.check(db)
    assert found[0].code == code
    assert words in found[0].sentence
    assert found[0].sentence.endswith("。")


def test_cutting_the_newest_steps_off_shows_in_the_tables(tmp_path: Path) -> None:
    """The chain of what is left holds; the rows that the cut steps wrote have nobody any more."""
    path = three_steps(tmp_path / "year.db")
    with unguarded(path) as db:
        db.execute("DELETE FROM op_row WHERE op = 3")
        db.execute("DELETE FROM op WHERE id = 3")
        assert [(d.code, "meta" in d.sentence and "c" in d.sentence) for d in journal.check(db)] == [
            ("row-added", True)
        ]


def test_verification_says_how_far_it_is(db: sqlite3.Connection) -> None:
    for value in "123":
        do(db, a=value)
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int, what: str = "") -> None:
        told.append((done, total))

    journal.check(db, tell)
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_verification_can_be_stopped(db: sqlite3.Connection) -> None:
    do(db, a="1")

    def stop(done: int, total: int, what: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        journal.check(db, stop)


def test_a_person_who_only_undoes_has_only_a_redo(db: sqlite3.Connection) -> None:
    do(db, "改", CHAIR, a="1")
    undone = journal.undo(db, CHAIR, AT)
    assert (undone.reverts, undone.actor, undone.seals) == (1, CHAIR, False)
    assert [len(stack) for stack in journal.stacks(db, CHAIR)] == [0, 1]


def test_an_operation_that_is_not_the_newest_is_taken_back_under_its_own_name(db: sqlite3.Connection) -> None:
    first = do(db, "甲改", "甲", one="1")
    do(db, "乙改", "乙", two="2")
    op = journal.take_back(db, first, "退回", "丙", AT)
    assert (op.name, op.actor) == ("退回", "丙")
    assert values(db) == {"two": "2"}
    assert journal.check(db) == []


def test_what_was_changed_since_is_not_taken_back(db: sqlite3.Connection) -> None:
    first = do(db, "甲改", "甲", one="1")
    do(db, "乙改", "乙", one="2")
    with pytest.raises(UndoConflict, match="又有改动"):
        journal.take_back(db, first, "退回", "丙", AT)
    assert values(db) == {"one": "2"}
