"""The same year on an encrypted store: every test of decisions, and one way through each other room, where the file is SQLCipher's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gyga_desk.operations import at_rest
from gyga_desk.store.dialect import MAGIC, is_encrypted, slots_of
from tests.core.test_commands_decide import *  # noqa: F403 - every test of decisions, on the fixtures below
from tests.core.test_commands_intake import (  # noqa: F401 - the same, for what comes in
    edited,
    test_a_changed_row_is_counted_and_journaled_and_the_others_are_left,
    test_recusal_blank_and_zero_are_three_things,
    test_the_messy_batch_holds_what_is_wrong_and_stores_nothing,
    test_the_sample_batch_is_taken_in_whole,
)
from tests.core.test_exchange import (  # noqa: F401 - for two machines and a stick
    away,
    parted,
    test_a_person_settles_it_once_and_for_all,
    test_an_assignment_makes_the_reviewers_machine_and_a_reply_brings_the_answers_home,
    test_two_peoples_replies_come_in_any_order,
)
from tests.headless import ADMIN, CHAIR, CLERK, MEETING, OBSERVER, Desk, password_of


def encrypt(store: Path) -> Path:
    """The store encrypted in place by its administrator and the observer."""
    at_rest.encrypt(store, ADMIN, password_of(ADMIN), OBSERVER, password_of(OBSERVER))
    shutil.rmtree(store.with_name(f"{store.name}.backups"))
    return store


def _copy(store: Path, folder: Path) -> Desk:
    shutil.copy(slots_of(store), folder)
    copied = Path(shutil.copy(store, folder))
    assert is_encrypted(copied) and copied.read_bytes()[:16] != MAGIC
    return Desk(copied)


@pytest.fixture(scope="module")
def _locked(tmp_path_factory: pytest.TempPathFactory, _office: Path, _filed: Path, _reviewed: Path) -> dict[str, Path]:
    made = {"office": _office, "filed": _filed, "reviewed": _reviewed}
    return {name: encrypt(Path(shutil.copy(store, tmp_path_factory.mktemp(name)))) for name, store in made.items()}


@pytest.fixture
def office(tmp_path: Path, _locked: dict[str, Path]) -> Desk:
    """Overrides the plain one."""
    return _copy(_locked["office"], tmp_path)


@pytest.fixture
def filed(tmp_path: Path, _locked: dict[str, Path]) -> Desk:
    """Overrides the plain one."""
    return _copy(_locked["filed"], tmp_path)


@pytest.fixture
def reviewed(tmp_path: Path, _locked: dict[str, Path]) -> Desk:
    """Overrides the plain one."""
    return _copy(_locked["reviewed"], tmp_path)


def test_a_paper_is_printed_from_it_and_holds(reviewed: Desk, tmp_path: Path) -> None:
    reviewed.ok("decide", "propose", "--measure", "6", "--year", "2025", who=CLERK)
    seal = ("decide", "seal", "--measure", "6", "--year", "2025", "--with", OBSERVER, *MEETING)
    reviewed.ok(*seal, who=CHAIR, second=OBSERVER)
    (sheet,) = (Path(p["path"]) for p in reviewed.ok("print", "approval", "2025-M6-0003", "--out", tmp_path, who=CLERK))
    printed = sheet.read_bytes()
    sheet.unlink()
    reviewed.ok("print", "approval", "2025-M6-0003", "--out", tmp_path, who=CLERK)
    assert sheet.read_bytes() == printed
    assert reviewed.ok("verify", sheet, who=CLERK)["ok"] and reviewed.ok("verify", reviewed.store, who=CLERK)["ok"]
