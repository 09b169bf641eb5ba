"""Where the table stands on a sheet: whose sheet it is, its header rows, and which column is which."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.model import Column


@dataclass(frozen=True)
class SheetPlan:
    """What the edition expects of one measure's sheet: its accepted names and its columns."""

    measure: int
    names: tuple[str, ...]
    columns: tuple[Column, ...]
