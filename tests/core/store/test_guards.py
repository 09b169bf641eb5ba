"""What the database itself refuses, to any program: here to a plain connection that knows the door and opens it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from gyga_desk.store import schema
from gyga_desk.store.writes import Row
from tests.core.store.records import (
    AT,
    CHAIR,
    DECISION,
    OPEN,
    SEALED,
    SECOND,
    case_row,
    decision_row,
    forged,
    insert,
    make_store,
    plain,
    sealed_row,
    slot_row,
    state_of,
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One store for all; each test's transaction is rolled back."""
    return make_store(tmp_path_factory.mktemp("guards") / "year.gyga")


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    connection = plain(path)
    before = state_of(connection)
    yield connection
    assert state_of(connection) == before
    connection.close()


def refused(db: sqlite3.Connection, sql: str, values: tuple[object, ...] = (), words: str = "") -> None:
    with forged(db), pytest.raises(sqlite3.IntegrityError, match=words):
        db.execute(sql, values)


def refused_row(
    db: sqlite3.Connection, table: str, row: dict[str, str | int | None], words: str, verb: str = "INSERT"
) -> None:
    with forged(db), pytest.raises(sqlite3.IntegrityError, match=words):
        insert(db, table, row, verb)


# the door


@pytest.mark.parametrize("table", schema.JOURNALED)
def test_no_row_is_written_outside_an_operation(db: sqlite3.Connection, table: str) -> None:
    column = schema.JOURNALED[table][0]
    for sql in (
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}", f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}",
    ):  # fmt: skip
        # A guard of the table's own may speak first; one of them does.
        with pytest.raises(sqlite3.IntegrityError, match=r"[\u4e00-\u9fff]{6}"):
            db.execute(sql)


@pytest.mark.parametrize("way", ["INSERT", "INSERT OR IGNORE", "INSERT OR REPLACE", "INSERT OR FAIL"])
def test_no_new_row_comes_in_outside_an_operation(db: sqlite3.Connection, way: str) -> None:
    case = case_row(3)
    for table, row in (("meta", {"key": "new", "value": "x"}), ("cases", case)):
        before = db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()
        with pytest.raises(sqlite3.IntegrityError, match="只能由本程序的操作写入"):
            db.execute(f"{way} INTO {table}({', '.join(row)}) VALUES({', '.join('?' * len(row))})", list(row.values()))
        assert db.execute(f"SELECT COUNT(*) FROM {table}").fetchone() == before


def test_an_open_door_lets_an_ordinary_row_in(db: sqlite3.Connection) -> None:
    """So that the refusals below are the guards' and not the door's."""
    with forged(db):
        insert(db, "meta", {"key": "new", "value": "x"})
        insert(db, "cases", case_row(3))
        db.execute("UPDATE answer SET answer = 'no' WHERE case_id = ?", (OPEN,))
        db.execute("DELETE FROM mark WHERE case_id = ?", (OPEN,))
        written = db.execute(
            "SELECT tbl, before IS NULL, after IS NULL FROM op_row WHERE op = (SELECT op FROM door) ORDER BY seq"
        ).fetchall()
    assert written == [("meta", 1, 0), ("cases", 1, 0), ("answer", 0, 0), ("mark", 0, 1)]


# ten a year


def with_cases(db: sqlite3.Connection, numbers: range) -> None:
    for number in numbers:
        insert(db, "cases", case_row(number))


def test_measure_three_has_ten_slots_a_year_and_no_eleventh(db: sqlite3.Connection) -> None:
    with forged(db):
        with_cases(db, range(3, 14))
        for number in range(2, 11):
            insert(db, "slot", slot_row(number, number + 1))
        assert db.execute("SELECT COUNT(*) FROM slot WHERE year = 2025").fetchone()[0] == 10
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            insert(db, "slot", slot_row(11, 12))
        for number in range(1, 11):
            with pytest.raises(sqlite3.IntegrityError, match="入选名额"):
                insert(db, "slot", slot_row(number, 12), "INSERT OR REPLACE")


@pytest.mark.parametrize("number", [0, -1, 11])
def test_a_slot_outside_one_to_ten_is_refused(db: sqlite3.Connection, number: int) -> None:
    refused_row(db, "slot", slot_row(number, 2), "CHECK")


def test_a_case_holds_one_slot(db: sqlite3.Connection) -> None:
    refused_row(db, "slot", slot_row(2, 1), "入选名额|UNIQUE")


def test_a_slot_moves_and_goes_only_with_a_reopening(db: sqlite3.Connection) -> None:
    for sql in ("UPDATE slot SET number = 2", f"UPDATE OR REPLACE slot SET case_id = '{OPEN}'", "DELETE FROM slot"):
        refused(db, sql, words="入选名额|主键")
    with forged(db):
        reopen(db)
        db.execute("DELETE FROM slot")
        insert(db, "slot", slot_row(1, 2))


def reopen(db: sqlite3.Connection) -> None:
    insert(db, "reopening", {"decision": DECISION, "person": CHAIR, "second": SECOND, "reason": "算错", "at": AT})


def test_a_slot_belongs_to_its_decisions_measure_and_year(db: sqlite3.Connection) -> None:
    refused_row(db, "slot", slot_row(2, 2, decision="2025-M2-D1"), "不属于同一措施")
    refused_row(db, "slot", slot_row(2, 2, year=2024), "不属于同一措施")
    refused_row(db, "slot", slot_row(12, 2, measure=2), "不属于同一措施")


# sealed standings


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sealed_case SET amount_fen = 1",
        f"UPDATE OR REPLACE sealed_case SET case_id = '{OPEN}'",
        "DELETE FROM sealed_case",
    ],
)
def test_a_sealed_standing_cannot_change(db: sqlite3.Connection, sql: str) -> None:
    refused(db, sql, words="已封存的结果不能改动|主键不能改动")


@pytest.mark.parametrize("change", [{}, {"case_id": OPEN}, {"number": 2}], ids=["itself", "its number", "its case"])
def test_a_sealed_standing_is_not_replaced(db: sqlite3.Connection, change: dict[str, str | int | None]) -> None:
    """The total is chosen so that it adds up: nothing but the guard stands in the way."""
    refused_row(db, "sealed_case", sealed_row(1, 5, 105) | change, "已封存的结果不能改动", "INSERT OR REPLACE")


@pytest.mark.parametrize(
    ("table", "words"), [("decision", "已封存的决定"), ("sealed_content", "已封存的内容"), ("reopening", "重新开启的记录"), ("printing", "打印记录")],
)  # fmt: skip
def test_what_stands_for_ever(db: sqlite3.Connection, table: str, words: str) -> None:
    column = db.execute(f"SELECT name FROM pragma_table_info('{table}') ORDER BY pk, cid LIMIT 1").fetchone()[0]
    for sql in (
        f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}", f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    ):  # fmt: skip
        refused(db, sql, words=words)


def test_a_decision_is_not_replaced_by_one_of_its_number(db: sqlite3.Connection) -> None:
    refused_row(db, "decision", decision_row() | {"id": "2025-M3-D9"}, "已封存的决定", "INSERT OR REPLACE")


def test_a_decision_has_two_people_a_meeting_and_a_number(db: sqlite3.Connection) -> None:
    for change in ({"second": CHAIR}, {"meeting": ""}, {"minutes": ""}):
        refused_row(db, "decision", decision_row(2) | change, "CHECK")


@pytest.mark.parametrize("table", ["answer", "mark", "conflict"])
def test_what_a_sealed_standing_was_made_of_is_frozen(db: sqlite3.Connection, table: str) -> None:
    where = f"WHERE case_id = '{SEALED}'"
    for sql in (
        f"UPDATE {table} SET at = 'x' {where}", f"DELETE FROM {table} {where}", f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} {where}",
    ):  # fmt: skip
        refused(db, sql, words="已封存")


@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE", "INSERT"])
@pytest.mark.parametrize(
    "change",
    [
        {"id": SEALED},
        {"id": "2025-M3-0009", "number": 1},
        {"id": "2025-M3-0009", "credit_code": "91520100MA00000001", "matter": "事项1"},
    ],
    ids=["its id", "its number", "its matter"],
)
def test_a_sealed_case_is_not_replaced(db: sqlite3.Connection, change: dict[str, str | int | None], verb: str) -> None:
    refused_row(db, "cases", case_row(9) | change, "已封存", verb)


@pytest.mark.parametrize(
    "sql",
    [
        f"UPDATE cases SET facts = '[]' WHERE id = '{SEALED}'",
        f"DELETE FROM cases WHERE id = '{SEALED}'",
        f"UPDATE OR REPLACE cases SET number = 1 WHERE id = '{OPEN}'",
        f"UPDATE OR REPLACE cases SET credit_code = '91520100MA00000001', matter = '事项1' WHERE id = '{OPEN}'",
    ],
)
def test_a_sealed_case_keeps_its_facts_and_its_place(db: sqlite3.Connection, sql: str) -> None:
    refused(db, sql, words="已封存")


def test_an_open_case_may_still_change(db: sqlite3.Connection) -> None:
    with forged(db):
        db.execute("UPDATE cases SET facts = '[]', number = 7 WHERE id = ?", (OPEN,))
        insert(db, "cases", case_row(8))
        assert db.execute("SELECT number FROM cases WHERE year = 2025 ORDER BY number").fetchall() == [(1,), (7,), (8,)]


# the pool


def test_a_selected_case_needs_its_slot(db: sqlite3.Connection) -> None:
    refused_row(db, "sealed_case", sealed_row(2, outcome="selected"), "名额")
    with forged(db):
        insert(db, "slot", slot_row(2, 2))
        insert(db, "sealed_case", sealed_row(2, outcome="selected"))


@pytest.mark.parametrize("total", [100, 199, 201, 0])
def test_the_running_total_adds_up(db: sqlite3.Connection, total: int) -> None:
    refused_row(db, "sealed_case", sealed_row(2, total=total), "累计金额")


def test_a_negative_amount_is_refused(db: sqlite3.Connection) -> None:
    refused_row(db, "sealed_case", sealed_row(2, -50, 50), "CHECK")


def test_a_pool_cannot_go_under(db: sqlite3.Connection) -> None:
    with forged(db):
        insert(db, "decision", decision_row(1, 6))
        for number in (1, 2, 3):
            insert(db, "cases", case_row(number, 6))
        pool = {"measure": 6, "decision": "2025-M6-D1", "pool_fen": 300, "outcome": "awarded"}
        insert(db, "sealed_case", sealed_row(1, 200, case_id="2025-M6-0001", **pool))
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            insert(db, "sealed_case", sealed_row(2, 101, 301, case_id="2025-M6-0002", **pool))
        for other in (None, 400, 299):
            with pytest.raises(sqlite3.IntegrityError, match="年度资金"):
                insert(db, "sealed_case", sealed_row(2, 1, 201, case_id="2025-M6-0002", **(pool | {"pool_fen": other})))
        insert(db, "sealed_case", sealed_row(2, 100, 300, case_id="2025-M6-0002", **pool))
        insert(db, "sealed_case", sealed_row(3, 0, 300, case_id="2025-M6-0003", **pool))


def test_what_vouchers_gave_back_is_sealed_again_and_no_more(db: sqlite3.Connection) -> None:
    pool = {"measure": 1, "decision": "2025-M1-D1", "pool_fen": 300, "outcome": "awarded"}
    voucher: Row = {"number": "Q1", "case_id": "2025-M1-0001", "year": 2025, "fen": 200, "from_on": "2025-08-01", "until_on": "2026-07-31",
                    "at": AT, "person": CHAIR}  # fmt: skip
    entry = {"voucher": "Q1", "on_day": "2025-09-01", "contract": "", "note": "", "at": AT, "person": CHAIR}
    with forged(db):
        insert(db, "decision", decision_row(1, 1))
        for number in (1, 2):
            insert(db, "cases", case_row(number, 1))
        insert(db, "sealed_case", sealed_row(1, 200, case_id="2025-M1-0001", **pool))
        insert(db, "voucher", voucher)
        insert(db, "voucher_entry", entry | {"seq": 1, "kind": "use", "fen": 50})
        insert(db, "voucher_entry", entry | {"seq": 2, "kind": "lapse", "fen": 150})
        second = {"case_id": "2025-M1-0002", **pool}
        for back in (0, 149, 151, 200):
            with pytest.raises(sqlite3.IntegrityError, match="智算券的登记"):
                insert(db, "sealed_case", sealed_row(2, 100, 300, back_fen=back, **second))
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            insert(db, "sealed_case", sealed_row(2, 251, 451, back_fen=150, **second))
        insert(db, "sealed_case", sealed_row(2, 250, 450, back_fen=150, **second))
        with pytest.raises(sqlite3.IntegrityError, match="另行封存支持"):
            db.execute("DELETE FROM voucher_entry WHERE voucher = 'Q1' AND seq = 2")


def test_what_nobody_was_given_again_may_be_taken_off_the_record(db: sqlite3.Connection) -> None:
    with forged(db):
        db.execute(
            "INSERT INTO voucher_entry SELECT voucher, 2, 'lapse', 40, on_day, contract, note, at, person FROM voucher_entry"
        )
        db.execute("DELETE FROM voucher_entry WHERE seq = 2")


def test_a_standing_belongs_to_its_decisions_measure_and_year(db: sqlite3.Connection) -> None:
    refused_row(db, "sealed_case", sealed_row(2, decision="2025-M2-D1"), "不属于同一措施")
    refused_row(db, "sealed_case", sealed_row(1, measure=2, case_id=OPEN), "不属于同一措施")
    refused_row(db, "sealed_case", sealed_row(2, case_id="没有"), "不属于同一措施")


# the journal


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE op SET actor = '别人' WHERE id = 1",
        "UPDATE op SET digest = 'sha256:0' WHERE id = 1",
        "DELETE FROM op WHERE id = 1",
        "INSERT OR REPLACE INTO op SELECT * FROM op WHERE id = 1",
        "INSERT OR REPLACE INTO op SELECT id + 2, uid, name, actor, at, reverts, seals, '' FROM op WHERE id = 1",
        "INSERT INTO op VALUES(9, 'u', '改', '外人', 't', NULL, 0, '')",
        "INSERT INTO op VALUES(3, 'u', '改', '外人', 't', NULL, 0, 'sha256:0')",
        "UPDATE op_row SET after = NULL WHERE seq = 1",
        "DELETE FROM op_row WHERE seq = 1",
        "INSERT OR REPLACE INTO op_row SELECT * FROM op_row WHERE seq = 1",
        "INSERT OR REPLACE INTO op_row SELECT seq, 2, tbl, key, before, after FROM op_row WHERE seq = 1",
        "INSERT INTO op_row(op, tbl, key, before, after) VALUES(1, 'meta', '[]', NULL, NULL)",
    ],
)
def test_the_journal_only_grows(db: sqlite3.Connection, sql: str) -> None:
    refused(db, sql, words="操作记录不能改动或删除")


def test_a_row_keeps_its_key(db: sqlite3.Connection) -> None:
    refused(db, "UPDATE meta SET key = 'other'", words="主键不能改动")
    refused(db, "UPDATE mark SET expert = '专家二' WHERE case_id = ?", (OPEN,), words="主键不能改动")


# what a cell may hold


@pytest.mark.parametrize(
    "sql",
    [
        f"UPDATE answer SET answer = 'maybe' WHERE case_id = '{OPEN}'",
        f"UPDATE answer SET reduce_fen = -1 WHERE case_id = '{OPEN}'",
        f"UPDATE mark SET points = NULL WHERE case_id = '{OPEN}'",
        f"UPDATE mark SET state = 'recused' WHERE case_id = '{OPEN}'",
        f"UPDATE mark SET state = 'kind' WHERE case_id = '{OPEN}'",
        "UPDATE person SET role = 'king'",
        "UPDATE person SET active = 2",
        "UPDATE paper SET state = 'lost'",
        "UPDATE batch SET accepted = 'many'",
        "UPDATE batch SET accepted = 1.5",
        "UPDATE meta SET value = x'00'",
    ],
)
def test_a_cell_holds_only_what_it_may(db: sqlite3.Connection, sql: str) -> None:
    refused(db, sql, words="CHECK|cannot store")
