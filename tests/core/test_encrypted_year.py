"""The same year on an encrypted store: every test of decisions, run again where the file is SQLCipher's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gyga_desk.operations import at_rest
from gyga_desk.store.dialect import MAGIC, is_encrypted, slots_of
from tests.core.test_commands_decide import *  # noqa: F403 - every test of decisions, on the fixtures below
from tests.headless import ADMIN, OBSERVER, Desk, password_of


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
