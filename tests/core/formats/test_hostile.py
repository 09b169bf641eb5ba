"""Files made to break their reader, each through the real command: three statuses, one sentence, and little memory.

What each takes in seconds is measured by `python -m bench.hostile`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.headless import ADMIN, CLERK, PEOPLE, Desk, password_of, speak
from tests.measured import run_measured
from tests.nasty import nasty_files
from tests.offices import set_people

MEMORY = 500_000_000


@pytest.fixture(scope="session")
def empty_year(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A store in which nothing has happened yet, with a clerk."""
    store = tmp_path_factory.mktemp("hostile") / "2025.gyga"
    secret = {"GYGA_PASSWORD": password_of(CLERK)}
    assert speak("--store", store, "init", "--guide", "sample", "--admin", CLERK, env=secret).status == 0
    set_people(store, CLERK, {CLERK: PEOPLE[ADMIN]}, password_of)
    return Desk(store)


@pytest.mark.parametrize("name", nasty_files())
def test_a_nasty_file_ends_in_a_sentence(name: str, empty_year: Desk, tmp_path: Path) -> None:
    nasty = nasty_files()[name]
    path = tmp_path / f"{name}{nasty.suffix}"
    path.write_bytes(nasty.make())
    before = empty_year.store.read_bytes()
    took = run_measured(
        "--store", empty_year.store, "--as", CLERK, "import", path, "--dry-run", "--json", env=empty_year.secrets(CLERK)
    )
    said = took.said.err if took.said.status == 2 else took.said.out
    assert (took.said.status, nasty.word in said) == (nasty.status, True), said[:2_000]
    assert took.memory < MEMORY
    assert empty_year.store.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == [path.name], "nothing was unpacked anywhere"
