"""A store of every released format opens for ever, passes verification and gives the same standings."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from gyga_desk.operations.backups import folder_of
from gyga_desk.operations.history import verify_store
from gyga_desk.operations.session import open_session
from gyga_desk.store import schema
from tests.fixtures.stores.make import ADMIN, HERE, PASSWORD, told

RELEASED = sorted(p.name.removesuffix(".gyga.gz") for p in HERE.glob("*.gyga.gz"))


def test_every_format_up_to_the_present_has_its_store() -> None:
    assert list(map(int, RELEASED)) == list(range(1, schema.FORMAT + 1))


@pytest.mark.parametrize("format_", RELEASED)
def test_it_opens_passes_and_stands_as_it_stood(format_: str, tmp_path: Path) -> None:
    """Where format 1 fails before its release, the schema was changed: see `tests/fixtures/stores/make.py`."""
    path = tmp_path / "old.gyga"
    path.write_bytes(gzip.decompress((HERE / f"{format_}.gyga.gz").read_bytes()))
    assert verify_store(path).ok
    expected = json.loads((HERE / f"{format_}.json").read_text(encoding="utf-8"))
    assert told(path) == expected
    session = open_session(path, ADMIN, PASSWORD)
    session.close()
    assert told(path) == expected and not list(folder_of(path).glob("*升级*"))
