"""Verification: whatever is changed in a file past the program is named, with table, row and field."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gyga_desk.errors import StoreError
from gyga_desk.store import check_store, schema
from tests.core.store.records import (
    AT,
    OPEN,
    REVIEWER,
    case_row,
    decision_row,
    insert,
    make_store,
    plain,
    sealed_row,
    slot_row,
    unguarded,
)

TABLES = tuple(schema.JOURNALED)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("check") / "year.gyga")


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path))


def found_in(path: Path) -> list[tuple[str, str]]:
    found = [(d.code, d.sentence) for d in check_store(path)]
    assert all(sentence.endswith("。") and "\n" not in sentence for _, sentence in found)
    return found


def shown(key: list[object]) -> str:
    return f"（{'、'.join(map(str, key))}）"


def columns_of(db: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    return [(name, kind) for name, kind in db.execute(f"SELECT name, type FROM pragma_table_info('{table}')")]


def key_of(db: sqlite3.Connection, table: str) -> list[object]:
    return list(
        db.execute(f"SELECT {', '.join(schema.JOURNALED[table])} FROM {table} ORDER BY rowid LIMIT 1").fetchone()
    )


def test_a_store_nobody_has_touched_is_sound(path: Path) -> None:
    assert check_store(path) == []


@pytest.mark.parametrize("table", TABLES)
def test_a_changed_cell_is_named_with_table_row_and_field(path: Path, table: str) -> None:
    with unguarded(path) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        field, kind = next(c for c in reversed(columns_of(db, table)) if c[0] not in schema.JOURNALED[table])
        key = key_of(db, table)
        value = f"COALESCE({field}, 0) + 1" if kind == "INTEGER" else f"{field} || '改'"
        db.execute(f"UPDATE {table} SET {field} = {value} WHERE rowid = (SELECT MIN(rowid) FROM {table})")
    changed = [sentence for code, sentence in found_in(path) if code == "row-changed"]
    assert len(changed) == 1
    for words in (f"表 {table} ", shown(key), f"：{field}。"):
        assert words in changed[0]


@pytest.mark.parametrize("table", TABLES)
def test_a_removed_row_is_named(path: Path, table: str) -> None:
    with unguarded(path) as db:
        key = key_of(db, table)
        db.execute(f"DELETE FROM {table} WHERE rowid = (SELECT MIN(rowid) FROM {table})")
    (sentence,) = [sentence for code, sentence in found_in(path) if code == "row-missing"]
    assert f"表 {table} " in sentence and shown(key) in sentence


ADDED = {
    "cases": case_row(9),
    "decision": decision_row(9),
    "slot": slot_row(9, 2),
    "sealed_case": sealed_row(2),
    "voucher": {
        "number": "Q2025-0009",
        "case_id": OPEN,
        "year": 2025,
        "fen": 1,
        "from_on": "2025-08-01",
        "until_on": "2026-07-31",
        "at": AT,
        "person": REVIEWER,
    },
}


@pytest.mark.parametrize("table", TABLES)
def test_an_added_row_is_named(path: Path, table: str) -> None:
    with unguarded(path) as db:
        db.row_factory = sqlite3.Row
        row = ADDED.get(table) or dict(db.execute(f"SELECT * FROM {table} LIMIT 1").fetchone())
        last = schema.JOURNALED[table][-1]
        if table not in ADDED:
            row[last] = row[last] + 5 if isinstance(row[last], int) else f"{row[last]}加"
        insert(db, table, row)
    (sentence,) = [sentence for code, sentence in found_in(path) if code == "row-added"]
    assert f"表 {table} " in sentence and shown([row[k] for k in schema.JOURNALED[table]]) in sentence


def test_a_reference_to_nothing_is_named(path: Path) -> None:
    with unguarded(path) as db:
        db.execute("DELETE FROM batch")
    assert ("reference-broken", "表 cases 有记录指向不存在的 batch。") in found_in(path)


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TRIGGER guard_decision_update",
        "DROP TRIGGER journal_mark_insert",
        "DROP INDEX paper_by_case",
        "CREATE TABLE extra(x)",
        "CREATE VIEW sums AS SELECT 1",
        "CREATE TRIGGER extra AFTER INSERT ON mark BEGIN SELECT 1; END",
        "ALTER TABLE meta ADD COLUMN extra TEXT",
    ],
)
def test_a_changed_shape_is_named(path: Path, sql: str) -> None:
    db = plain(path)
    db.execute(sql)
    db.close()
    assert "shape-changed" in [code for code, _ in found_in(path)]


def test_a_trigger_that_only_looks_the_same_is_named(path: Path) -> None:
    db = plain(path)
    (sql,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'guard_decision_update'").fetchone()
    db.execute("DROP TRIGGER guard_decision_update")
    db.execute(sql.replace("BEFORE UPDATE ON", "BEFORE UPDATE OF body ON"))
    db.close()
    assert [code for code, _ in found_in(path)] == ["shape-changed"]


def test_a_row_and_its_image_changed_alike_break_the_chain(path: Path) -> None:
    with unguarded(path) as db:
        db.execute("UPDATE mark SET points = '99' WHERE case_id = ?", (OPEN,))
        image = json.loads(
            db.execute("SELECT after FROM op_row WHERE tbl = 'mark' ORDER BY seq DESC LIMIT 1").fetchone()[0]
        )
        written = json.dumps({**image, "points": "99"}, ensure_ascii=False, separators=(",", ":"))
        db.execute(
            "UPDATE op_row SET after = ? WHERE seq = (SELECT MAX(seq) FROM op_row WHERE tbl = 'mark')", (written,)
        )
    assert [code for code, _ in found_in(path)] == ["op-changed"]


def test_text_that_is_no_text_any_more_is_named_by_its_row(path: Path) -> None:
    data = path.read_bytes()
    assert data.count("散列".encode()) >= 2
    place = data.index("散列".encode())
    path.write_bytes(data[:place] + b"\xff\xfe" + data[place + 2 :])
    codes = {code for code, _ in found_in(path)}
    assert codes & {"row-changed", "op-changed"}


@pytest.mark.parametrize("broken", ["{", "[1]", "null", ""])
def test_an_image_that_cannot_be_read_is_a_finding_too(path: Path, broken: str) -> None:
    with unguarded(path) as db:
        db.execute("UPDATE op_row SET after = ? WHERE tbl = 'meta'", (broken,))
    assert [code for code, _ in found_in(path)] == ["op-changed", "row-changed"]


@pytest.mark.parametrize("broken", ["{", "3"])
def test_a_key_that_cannot_be_read_is_a_finding_too(path: Path, broken: str) -> None:
    with unguarded(path) as db:
        db.execute("UPDATE op_row SET key = ? WHERE tbl = 'meta'", (broken,))
    found = found_in(path)
    assert [code for code, _ in found] == ["op-changed", "row-added", "row-missing"] or [code for code, _ in found] == [
        "op-changed",
        "row-missing",
        "row-added",
    ]
    assert any(f"（{broken}）" in sentence for _, sentence in found)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.data())
def test_any_damage_is_found_or_refused_and_never_a_crash(path: Path, made: Path, data: st.DataObject) -> None:
    whole = bytearray(made.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    cut = data.draw(st.integers(0, len(whole)) | st.just(len(whole)) | st.just(len(whole)))
    path.write_bytes(whole[:cut])
    with suppress(StoreError):
        found_in(path)


def wipe(path: Path, name: str) -> None:
    """Zeros where a table or an index begins."""
    with closing(sqlite3.connect(path)) as db:
        ((page,),) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,))
    whole = bytearray(path.read_bytes())
    whole[4096 * (page - 1) : 4096 * page] = bytes(4096)
    path.write_bytes(whole)


@pytest.mark.parametrize("name", ["person", "cases", "sqlite_autoindex_cases_1", "op_row", "op_row_by_key"])
def test_a_page_wiped_out_is_a_damaged_file(path: Path, name: str) -> None:
    wipe(path, name)
    assert [code for code, _ in found_in(path)] == ["file-damaged"]


def test_where_what_is_read_first_is_wiped_out_the_file_is_refused(path: Path) -> None:
    wipe(path, "sqlite_autoindex_meta_1")
    with pytest.raises(StoreError, match="已损坏"):
        found_in(path)
