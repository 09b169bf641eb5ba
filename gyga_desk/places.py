"""Where the program's resources and the person's data lie, from a source tree, a wheel or a frozen folder."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def resources() -> Path:
    """The folder with `policy/`, `fonts/`, `icons/`, `help/`, `pictures/` and `demo/`."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "resources"
    packed = _PACKAGE / "_resources"
    return packed if packed.is_dir() else _PACKAGE.parent / "resources"


def user_data() -> Path:
    """The person's own folder for stores, made on first use."""
    return Path(platformdirs.user_data_dir("gyga-desk", appauthor=False, ensure_exists=True))


def default_store() -> Path:
    """The store opened when none is named."""
    return user_data() / "year.gyga"
