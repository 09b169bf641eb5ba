"""Files made to break their reader, each through the real command: three statuses, one sentence, and little time and memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from gyga_desk import places
from tests.headless import CLERK, Desk, password_of, speak
from tests.measured import Took, run_measured
from tests.nasty import nasty_files

TIMES, MEMORY = 6, 500_000_000


@pytest.fixture(scope="session")
def empty_year(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A store in which nothing has happened yet, with a clerk."""
    store = tmp_path_factory.mktemp("hostile") / "2025.gyga"
    secret = {"GYGA_PASSWORD": password_of(CLERK)}
    assert speak("--store", store, "init", "--guide", "sample", "--admin", CLERK, env=secret).status == 0
    return Desk(store)


def tried(desk: Desk, path: Path) -> Took:
    """What one file costs where it is only looked at."""
    words = ("--store", desk.store, "--as", CLERK, "import", path, "--dry-run", "--json")
    return run_measured(*words, env=desk.secrets(CLERK))


@pytest.fixture(scope="session")
def usual(empty_year: Desk) -> float:
    """Seconds of the processor that an honest workbook of a hundred rows takes on this machine, start of the program included."""
    return tried(empty_year, places.resources() / "demo" / "batch-2025-clean.xlsx").processor


@pytest.mark.parametrize("name", nasty_files())
def test_a_nasty_file_ends_in_a_sentence(name: str, empty_year: Desk, usual: float, tmp_path: Path) -> None:
    nasty = nasty_files()[name]
    path = tmp_path / f"{name}{nasty.suffix}"
    path.write_bytes(nasty.make())
    before = empty_year.store.read_bytes()
    took = tried(empty_year, path)
    said = took.said.err if took.said.status == 2 else took.said.out
    assert (took.said.status, nasty.word in said) == (nasty.status, True), said[:2_000]
    assert took.processor < TIMES * usual, "the processor's own seconds, by those of an honest file on the same machine"
    assert took.memory < MEMORY
    assert empty_year.store.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == [path.name], "nothing was unpacked anywhere"
