"""The one program: a command line where a command is named, the window where none is."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from gyga_desk.formats import attached, child, reading

STORE, PACKAGE = ".gyga", ".gygap"


def main() -> int:
    """Runs the program's own words; the reading process and the window are reached from here alone."""
    words = sys.argv[1:]
    _no_dump()
    if words[:1] == [child.HIDDEN_WORD]:
        return reading.main(words[1:])
    if words[:1] == [attached.HIDDEN_WORD]:
        from gyga_desk.formats import attached_child

        return attached_child.main(words[1:])
    if len(words) == 1 and Path(words[0]).suffix.lower() in (STORE, PACKAGE) and Path(words[0]).is_file():
        return open_file(Path(words[0]).resolve())
    from gyga_desk.commands.app import run

    return run(words, open_window)


def _no_dump() -> None:
    """A crash leaves no picture of the memory on the disk: keys, passwords and the record's facts are in it."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def open_file(path: Path) -> int:
    """What a double click on one of our files does."""
    return open_window(package=path) if path.suffix.lower() == PACKAGE else open_window(path)


def open_window(store: Path | None = None, package: Path | None = None) -> int:
    """The window on a store, or with a package to be taken in; the shell is named only here, so that the core runs without it."""
    shell = importlib.import_module("ui.app")
    return int(shell.main(store=store, package=package))


if __name__ == "__main__":
    sys.exit(main())
