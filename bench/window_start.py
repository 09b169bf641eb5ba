"""One start of one program in a process of its own: from the process's birth to the first page painted on the screen.

Runs by itself in another program's environment too, so it uses nothing of ours unless asked to.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def since_birth_ms() -> float:
    """Since the system made this process, the interpreter's own start included."""
    ticks = int(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
    up = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    return (up - ticks / os.sysconf("SC_CLK_TCK")) * 1000


def tell_and_end(*_: Any) -> None:
    print(f"painted {since_birth_ms():.0f}", flush=True)
    os._exit(0)


def watch(core: Any, least: int) -> Any:
    """An event filter that ends the process once a top window of some size has been painted."""

    class Watch(core.QObject):  # type: ignore[misc]
        def eventFilter(self, watched: Any, event: Any) -> bool:  # noqa: N802 - Qt asks
            if (
                event.type() == core.QEvent.Type.Paint
                and getattr(watched, "isWindow", lambda: False)()
                and watched.width() >= least
            ):
                core.QTimer.singleShot(0, tell_and_end)  # after this frame
            return False

    return Watch()


def minimal() -> None:
    """A main window with a table, a tree and a tool bar, and nothing behind it."""
    from PySide6 import QtCore, QtWidgets

    app = QtWidgets.QApplication([])
    window = QtWidgets.QMainWindow()
    window.resize(1366, 728)
    bar = window.addToolBar("")
    for name in ("a", "b", "c", "d"):
        bar.addAction(name)
    split = QtWidgets.QSplitter()
    table, tree = QtWidgets.QTableWidget(50, 8), QtWidgets.QTreeWidget()
    for n in range(50):
        tree.addTopLevelItem(QtWidgets.QTreeWidgetItem([str(n)]))
        for m in range(8):
            table.setItem(n, m, QtWidgets.QTableWidgetItem(f"{n} {m}"))
    split.addWidget(tree)
    split.addWidget(table)
    window.setCentralWidget(split)
    held = watch(QtCore, 300)
    app.installEventFilter(held)
    window.show()
    app.exec()


def ours() -> None:
    from PySide6 import QtCore

    import ui.app as program

    make = program.make_application

    def make_watched(*words: Any) -> Any:
        app = make(*words)
        app.setProperty("watch", 1)
        ours.held = watch(QtCore, 300)  # type: ignore[attr-defined]
        app.installEventFilter(ours.held)  # type: ignore[attr-defined]
        return app

    program.make_application = make_watched
    program.main()


def vorta() -> None:
    from PyQt6 import QtCore, QtWidgets

    make: Callable[..., None] = QtWidgets.QApplication.__init__
    held: list[Any] = []

    def make_watched(self: Any, *words: Any, **more: Any) -> None:
        make(self, *words, **more)
        held.append(watch(QtCore, 300))
        self.installEventFilter(held[0])

    QtWidgets.QApplication.__init__ = make_watched
    sys.argv = ["vorta"]
    from vorta.__main__ import main

    main()


if __name__ == "__main__":
    {"minimal": minimal, "ours": ours, "vorta": vorta}[sys.argv[1]]()
