"""The index of single characters: what it finds, and that it follows every change of the cases and is none of the record."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from gyga_desk.store import Store, check_store, journal, open_reader, reads, search, writes

CASE = {
    "matter": "", "district": "云岩区", "sheet": "表", "row": 2, "facts": '{"seller":["蜀都算力",null,"C2",""]}', "digest": "",
}  # fmt: skip
NAMES = ("贵阳数博智算科技有限公司", "贵州大数据（集团）有限公司", "Ａ－Ｉ Lab 实验室")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.create(tmp_path / "年.gyga")
    with store.operation("建立", "周岩", "2025-03-01T09:00:00+08:00"):
        batch = ("id", "file", "digest", "edition", "guide", "at", "person", "accepted", "held", "report")
        writes.add(store.db, "batch", dict.fromkeys(batch, "") | {"id": "B1", "accepted": 0, "held": 0})
        for number, name in enumerate(NAMES, 1):
            add(store.db, number, name)
    yield store
    store.close()


def add(db: sqlite3.Connection, number: int, name: str) -> None:
    own = {"id": f"2025-M3-{number:04d}", "measure": 3, "year": 2025, "number": number, "batch": "B1"}
    named = {"applicant": name, "title": f"第{number}号示范场景", "credit_code": f"91520100MA{number:08d}"}
    writes.add(db, "cases", CASE | own | named)


def found(db: sqlite3.Connection, text: str) -> list[int]:
    return [int(case.id[-4:]) for case in reads.cases(db, search=text)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("贵", [1, 2]), ("数", [1, 2]), ("数博", [1]), ("大数据", [2]), ("有限公司", [1, 2]), ("博数", []), ("司第", []),
        ("示范", [1, 2, 3]), ("2号", [2]), ("(集团)", [2]), ("（集团", [2]), ("ai", []), ("A-I", [3]), ("a-i lab", [3]), ("ailab", []),
        ("MA00000002", [2]), ("m3-0003", [3]), ("  ", [1, 2, 3]), ("数 博", [1]), ('"', []), ("OR", []), ("*", []), ("蜀都", [1, 2, 3]),
    ],
)  # fmt: skip
def test_any_number_of_characters_is_found_where_it_stands(store: Store, text: str, numbers: list[int]) -> None:
    assert found(store.db, text) == numbers


def test_a_search_keeps_to_measure_and_year(store: Store) -> None:
    assert reads.cases(store.db, 4, 2025, "贵") == reads.cases(store.db, 3, 2024, "贵") == []
    assert len(reads.cases(store.db, 3, 2025, "贵")) == 2


def test_the_index_follows_change_removal_undo_and_redo(store: Store) -> None:
    with store.operation("更名", "周岩", "2025-03-02T09:00:00+08:00"):
        writes.put(store.db, "cases", {"id": "2025-M3-0001", "applicant": "遵义云图科技有限公司"})
        writes.put(store.db, "cases", {"id": "2025-M3-0001", "applicant": "遵义星河科技有限公司"})
        writes.drop(store.db, "cases", id="2025-M3-0002")
        add(store.db, 4, "贵安新来有限公司")
        writes.put(store.db, "cases", {"id": "2025-M3-0004", "title": "改过的题目"})
    after = {"数博": [], "云图": [], "星河": [1], "大数据": [], "新来": [4], "改过": [4], "第4号": []}
    assert {text: found(store.db, text) for text in after} == after
    journal.undo(store.db, "周岩", "2025-03-03T09:00:00+08:00")
    before = {"数博": [1], "星河": [], "大数据": [2], "新来": [], "改过": []}
    assert {text: found(store.db, text) for text in before} == before
    journal.redo(store.db, "周岩", "2025-03-04T09:00:00+08:00")
    assert {text: found(store.db, text) for text in after} == after


def test_what_is_rolled_back_is_not_found(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        add_twice(store, "无此一家有限公司")
    assert found(store.db, "无此") == []


def add_twice(store: Store, name: str) -> None:
    with store.operation("再收", "周岩", "2025-03-02T09:00:00+08:00"):
        add(store.db, 5, name)
        add(store.db, 5, name)


def test_a_missing_index_is_drawn_anew_when_the_store_is_opened(store: Store) -> None:
    store.db.execute("INSERT INTO search(search) VALUES('delete-all')")
    assert store.db.execute("SELECT COUNT(*) FROM search WHERE search MATCH '数'").fetchone()[0] == 0
    assert found(store.db, "数博") == [1]  # looked through, without the index
    path = store.path.with_name("重开.gyga")
    store.back_up(path)
    opened = Store.open(path)
    try:
        assert opened.db.execute("SELECT COUNT(*) FROM search WHERE search MATCH '数'").fetchone()[0] == 2
    finally:
        opened.close()


def test_a_damaged_index_hides_nothing_and_is_no_damage_to_the_record(store: Store) -> None:
    store.db.execute("DELETE FROM search_data")
    assert found(store.db, "数博") == [1]
    assert check_store(store.path) == []


def test_the_index_is_found_by_readers_and_kept_in_copies(store: Store, tmp_path: Path) -> None:
    store.back_up(tmp_path / "副本.gyga")
    reader = open_reader(tmp_path / "副本.gyga")
    assert found(reader, "数博") == [1]
    assert (
        reader.execute("SELECT COUNT(*) FROM search WHERE search MATCH ?", (search.phrase("数博"),)).fetchone()[0] == 1
    )
    reader.close()


def test_a_trigger_on_the_index_is_a_changed_structure(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "年.gyga")
    store.db.execute("CREATE TRIGGER search_x AFTER INSERT ON search_data BEGIN DELETE FROM paper; END")
    store.close()
    assert "shape-changed" in [damage.code for damage in check_store(store.path)]
