"""Rows put into an operation: what is equal is left alone, so the journal says only what changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from gyga_desk.store import journal, schema, writes
from tests.core.store.records import AT, person


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(":memory:", isolation_level=None)
    schema.build(opened)
    with journal.opened(opened, "改", "甲", AT):
        yield opened
    opened.close()


def journaled(db: sqlite3.Connection) -> list[tuple[str, bool, bool]]:
    return [
        (key, bool(before), bool(after))
        for key, before, after in db.execute("SELECT key, before, after FROM op_row ORDER BY seq")
    ]


def test_put_adds_then_changes_then_leaves_alone(db: sqlite3.Connection) -> None:
    writes.put(db, "person", person("甲", "clerk"))
    writes.put(db, "person", person("甲", "clerk"))
    writes.put(db, "person", person("甲", "chair"))
    assert db.execute("SELECT name, role FROM person").fetchall() == [("甲", "chair")]
    assert journaled(db) == [('["甲"]', False, True), ('["甲"]', True, True)]


def test_put_changes_only_the_columns_it_names(db: sqlite3.Connection) -> None:
    writes.add(db, "person", person("甲", "clerk"))
    writes.put(db, "person", {"name": "甲", "active": 0})
    assert db.execute("SELECT role, active FROM person").fetchone() == ("clerk", 0)


def test_add_refuses_what_exists(db: sqlite3.Connection) -> None:
    writes.add(db, "person", person("甲", "clerk"))
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        writes.add(db, "person", person("甲", "chair"))


def test_many_come_from_a_generator(db: sqlite3.Connection) -> None:
    writes.add_many(db, "meta", ("key", "value"), ((str(n), "x") for n in range(50)))
    assert len(journaled(db)) == 50


def test_drop_says_how_many_there_were(db: sqlite3.Connection) -> None:
    writes.add_many(db, "meta", ("key", "value"), [("a", "1"), ("b", "1"), ("c", "2")])
    assert writes.drop(db, "meta", value="1") == 2
    assert writes.drop(db, "meta", key="a", value="1") == 0
    assert db.execute("SELECT key FROM meta").fetchall() == [("c",)]
