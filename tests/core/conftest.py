"""What the core's tests share: the edition of 2024 as it stands in the files, alone and with the sample guide over it."""

from __future__ import annotations

import pytest

from gyga_desk import places
from gyga_desk.policy import Edition
from gyga_desk.policy.load import load_edition, read_folder

FOLDER = places.resources() / "policy" / "2024"


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """The edition's files by name, the guide left out; a test that changes one copies the mapping first."""
    return read_folder(FOLDER)


@pytest.fixture(scope="session")
def guide_text() -> str:
    return (FOLDER / "guide-sample.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def edition(texts: dict[str, str], guide_text: str) -> Edition:
    """The policy with the sample guide."""
    return load_edition(texts, guide_text)


@pytest.fixture(scope="session")
def bare_edition(texts: dict[str, str]) -> Edition:
    """The policy alone: what it leaves open is unset."""
    return load_edition(texts)
