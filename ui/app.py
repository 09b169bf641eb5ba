"""The application: fonts, colours, language, the crash window, and the one window; `main` starts it."""

from __future__ import annotations

import faulthandler
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

import gyga_desk
from gyga_desk import places
from ui import icons, languages, report, style
from ui.jobs import Jobs
from ui.settings import PERCENT, Settings
from ui.window import Window

_FONTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
_POINTS = 10
"""The least size of text; where the system asks for larger text, it is larger."""
_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}


def main(
    argv: Sequence[str] | None = None,
    *,
    store: Path | None = None,
    settings: Path | None = None,
    package: Path | None = None,
) -> int:
    """Open the window on a store (or on the one used last) and return when it is closed.

    A `package` is looked into as soon as somebody has signed in.
    """
    kept = Settings(settings)
    app = make_application(argv, kept)
    jobs = Jobs()
    window = Window(jobs, kept, store, package)
    window.look_changed.connect(lambda: wear(app, kept))
    sys.excepthook = lambda kind, error, trace: _crashed(window, kind, error, trace)
    hard = _watch_for_hard_ends()
    window.show_at_last_place()
    try:
        return app.exec()
    finally:
        sys.excepthook = sys.__excepthook__
        faulthandler.disable()
        if hard is not None:
            hard.close()


def make_application(argv: Sequence[str] | None = None, settings: Settings | None = None) -> QApplication:
    """The application, dressed; the one that exists already if there is one."""
    held = QApplication.instance()
    app = held if isinstance(held, QApplication) else QApplication(list(argv or ["gyga-desk"]))
    app.setApplicationName("gyga-desk")
    app.setApplicationVersion(gyga_desk.__version__)
    app.setStyle("Fusion")
    wear(app, settings)
    return app


def wear(app: QApplication, settings: Settings | None) -> None:
    """The language, the look and the size of text that the person chose; the system's look where they chose none."""
    languages.speak(app, settings.language if settings else languages.OWN)
    look = settings.look if settings else "system"
    app.setProperty(style.LOOK, look)
    app.styleHints().setColorScheme(_SCHEMES.get(look, Qt.ColorScheme.Unknown))
    _install_fonts(app, settings.text_percent if settings else PERCENT)
    _dress(app)


def _install_fonts(app: QApplication, percent: int) -> None:
    """The bundled face, so that no machine shows boxes for Chinese and every machine shows the same page."""
    families: list[str] = []
    for name in _FONTS:
        at = QFontDatabase.addApplicationFont(str(places.resources() / "fonts" / name))
        families += QFontDatabase.applicationFontFamilies(at) if at >= 0 else []
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font = QFont(families[:1] or system.families())
    font.setPointSizeF(max(_POINTS, system.pointSizeF()) * max(percent, PERCENT // 2) / PERCENT)
    app.setFont(font)


def _dress(app: QApplication) -> None:
    scheme = style.colours()
    app.setPalette(style.palette(scheme))
    app.setStyleSheet(style.sheet(scheme, (places.resources() / "icons").as_posix()))
    app.setWindowIcon(icons.icon("app", scheme.accent))


def _watch_for_hard_ends() -> TextIO | None:
    """Where a fault of a library below Python writes which of our functions ran; names of functions and no values."""
    try:
        file = report.hard_file().open("w", encoding="utf-8")
    except OSError:
        return None
    faulthandler.enable(file)
    return file


def _crashed(window: Window, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A bug on the screen's thread."""
    sys.__excepthook__(kind, error, trace)
    window.tell_crash(error)
