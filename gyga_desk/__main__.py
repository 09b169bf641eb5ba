"""The one program: a command line where a command is named, the window where none is."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from gyga_desk.formats import attached, child, reading


def main() -> int:
    """Runs the program's own words; the reading process and the window are reached from here alone."""
    words = sys.argv[1:]
    if words[:1] == [child.HIDDEN_WORD]:
        return reading.main(words[1:])
    if words[:1] == [attached.HIDDEN_WORD]:
        from gyga_desk.formats import attached_child

        return attached_child.main(words[1:])
    from gyga_desk.commands.app import run

    return run(words, open_window)


def open_window(store: Path | None = None) -> int:
    """The window on a store; the shell is named only here, so that the core runs without it."""
    shell = importlib.import_module("ui.app")
    return int(shell.main(store=store))


if __name__ == "__main__":
    sys.exit(main())
