"""The recovery sheet as a file to print; what it says stands nowhere else."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from gyga_desk.formats.pdf.document import Head, draw
from gyga_desk.formats.pdf.recovery import Recovery, compose
from gyga_desk.operations import files
from gyga_desk.operations.at_rest import RecoverySheet

_UNIT = "贵阳贵安人工智能政策评审办公室"


def write(sheet: RecoverySheet, out: Path) -> Path:
    """A page for each of the two who keep a half; refuses a file that exists."""
    files.write_new(out, content(sheet))
    return out


def content(sheet: RecoverySheet) -> bytes:
    made = datetime.fromisoformat(sheet.made)
    number = f"HF-{made:%Y%m%d%H%M%S}"
    said = f"{made.year}年{made.month}月{made.day}日 {made:%H:%M}"
    return draw(Recovery(Head(_UNIT, number), sheet.store, said, sheet.first, sheet.second), compose)
