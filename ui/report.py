"""What a developer needs after a crash, and no fact of the record: versions, places in the code, the kind of fault."""

from __future__ import annotations

import platform
import traceback
from pathlib import Path

import PySide6

import gyga_desk

_REPORT_FRAMES = 40


def report_of(error: BaseException) -> str:
    """The fault's message is left out on purpose: it may quote a cell."""
    lines = [
        f"gyga-desk {gyga_desk.__version__} · Python {platform.python_version()} · PySide6 {PySide6.__version__}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
        "",
    ]
    fault: BaseException | None = error
    while fault is not None:
        frames = traceback.extract_tb(fault.__traceback__)[-_REPORT_FRAMES:]
        lines += [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        lines += [type(fault).__qualname__, ""]
        fault = fault.__cause__ or fault.__context__
    return "\n".join(lines)
