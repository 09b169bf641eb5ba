"""How times, money, measures and outcomes are written on the screen, the same on every page."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from gyga_desk.model import Outcome
from gyga_desk.money import write_yuan
from ui.languages import OWN, spoken, tr
from ui.style import Tone

NOTHING = "—"

_TONES = {
    Outcome.PENDING: Tone.WARN,
    Outcome.ELIGIBLE: Tone.INFO,
    Outcome.SUPPLEMENT: Tone.WARN,
    Outcome.REJECTED: Tone.BAD,
    Outcome.RECUSED: Tone.WARN,
    Outcome.SELECTED: Tone.GOOD,
    Outcome.RESERVE: Tone.INFO,
    Outcome.NOT_SELECTED: Tone.QUIET,
    Outcome.AWARDED: Tone.GOOD,
    Outcome.OUT_OF_POOL: Tone.QUIET,
    Outcome.REFERRED: Tone.GOOD,
}


def outcome_tone(outcome: Outcome) -> Tone:
    return _TONES[outcome]


def yuan(fen: int | None) -> str:
    """`4,213,000.00`; a dash where the figure is not known, which is never zero."""
    return NOTHING if fen is None else write_yuan(fen)


def when(at: str) -> str:
    """`2025-07-01T14:03:22+08:00` → `2025-07-01 14:03:22`, in this machine's time."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def shown_path(path: Path) -> str:
    """A place on this machine, short where it is in the person's own folder and the system knows `~` for that."""
    home = Path.home()
    if sys.platform != "win32" and path.is_relative_to(home):
        return f"~/{path.relative_to(home)}"
    return str(path)


def measure_title(number: int) -> str:
    """`3` → `措施三`, in English `Measure 3`."""
    shown = "〇一二三四五六七八九"[number] if spoken() == OWN else str(number)
    return tr("措施{number}").format(number=shown)
