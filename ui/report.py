"""What a developer needs after a crash, and no fact of the record: versions, places in the code, the kind of fault."""

from __future__ import annotations

import traceback
from pathlib import Path

import PySide6

import gyga_desk
from gyga_desk import places

_REPORT_FRAMES = 40
_KEPT = 20


def report_of(error: BaseException) -> str:
    """The fault's message is left out on purpose: it may quote a cell."""
    lines = [_versions(), ""]
    fault: BaseException | None = error
    while fault is not None:
        frames = traceback.extract_tb(fault.__traceback__)[-_REPORT_FRAMES:]
        lines += [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        lines += [type(fault).__qualname__, ""]
        fault = fault.__cause__ or fault.__context__
    return "\n".join(lines)


def keep(report: str) -> Path | None:
    """The report as a file, so that it can be sent later; the oldest are let go. None where it cannot be written."""
    from datetime import datetime

    out = folder() / f"{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}.txt"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(report, encoding="utf-8")
        for old in sorted(folder().glob("*.txt"))[:-_KEPT]:
            old.unlink()
    except OSError:
        return None
    return out


def folder() -> Path:
    return places.user_data() / "reports"


def hard_file() -> Path:
    """Where a fault below Python is written while the program runs; empty if there was none."""
    return places.user_data() / "hard-end.log"


def left_by_last_run() -> str:
    """The report of a hard end of the last run, or an empty text; to be asked before the file is opened anew."""
    try:
        lines = hard_file().read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    # A line names a file by its whole path, which may tell who sits at the machine.
    said = [_without_folder(line) for line in lines if line.strip()]
    return "\n".join([_versions(), "", *said]) if said else ""


def _without_folder(line: str) -> str:
    start, quote, rest = line.partition('"')
    path, end, more = rest.partition('"')
    return f"{start}{Path(path).name}{more}" if quote and end else line


def _versions() -> str:
    import platform  # seldom told, and not small

    return (
        f"gyga-desk {gyga_desk.__version__} · Python {platform.python_version()} · PySide6 {PySide6.__version__}\n"
        f"{platform.system()} {platform.release()} {platform.machine()}"
    )
