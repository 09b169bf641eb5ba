"""The application: fonts, colours, language, the crash window, and the one window; `main` starts it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

import gyga_desk
from gyga_desk import places
from ui import dialogs, icons, style
from ui.jobs import Jobs
from ui.report import report_of
from ui.settings import Settings
from ui.window import Window

_FONTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
_POINTS = 10


def main(argv: Sequence[str] | None = None, *, store: Path | None = None, settings: Path | None = None) -> int:
    """Open the window on a store (or on the one used last) and return when it is closed."""
    app = make_application(argv)
    jobs = Jobs()
    window = Window(jobs, Settings(settings), store)
    sys.excepthook = lambda kind, error, trace: _crashed(window, kind, error, trace)
    window.show_at_last_place()
    try:
        return app.exec()
    finally:
        sys.excepthook = sys.__excepthook__


def make_application(argv: Sequence[str] | None = None) -> QApplication:
    """The application, dressed; the one that exists already if there is one."""
    held = QApplication.instance()
    app = held if isinstance(held, QApplication) else QApplication(list(argv or ["gyga-desk"]))
    app.setApplicationName("gyga-desk")
    app.setApplicationVersion(gyga_desk.__version__)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    app.setStyle("Fusion")
    _install_fonts(app)
    _install_words(app)
    _dress(app)
    app.styleHints().colorSchemeChanged.connect(lambda: _dress(app))
    return app


def _install_fonts(app: QApplication) -> None:
    """The bundled face, so that no machine shows boxes for Chinese and every machine shows the same page."""
    families: list[str] = []
    for name in _FONTS:
        at = QFontDatabase.addApplicationFont(str(places.resources() / "fonts" / name))
        families += QFontDatabase.applicationFontFamilies(at) if at >= 0 else []
    font = QFont(families[:1] or app.font().families())
    font.setPointSize(_POINTS)
    app.setFont(font)


def _install_words(app: QApplication) -> None:
    """Qt's own buttons and file windows in Chinese."""
    words = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if words.load("qtbase_zh_CN", folder):
        app.installTranslator(words)


def _dress(app: QApplication) -> None:
    scheme = style.colours()
    app.setPalette(style.palette(scheme))
    app.setStyleSheet(style.sheet(scheme, (places.resources() / "icons").as_posix()))
    app.setWindowIcon(icons.icon("app", scheme.accent))


def _crashed(window: Window, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A bug on the screen's thread."""
    sys.__excepthook__(kind, error, trace)
    dialogs.crash(window, report_of(error))
