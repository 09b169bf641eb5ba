"""The languages of the window: which there are, and how the program is made to speak one."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from gyga_desk import places

OWN = "zh_CN"
"""What the program's texts are written in."""
ENGLISH = "en"
_NAMES = {OWN: "中文", ENGLISH: "English"}
_LOCALES = {
    OWN: QLocale(QLocale.Language.Chinese, QLocale.Country.China),
    ENGLISH: QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}
_QTS = {OWN: "qtbase_zh_CN"}
"""Qt's own buttons and file windows; Qt itself is written in English."""


def tr(text: str) -> str:
    """A text outside any class; `lupdate` puts those under no name."""
    return QCoreApplication.translate("", text)


def languages() -> list[tuple[str, str]]:
    """Languages to choose from, each with its own name for itself."""
    return list(_NAMES.items())


def spoken() -> str:
    """The language the program speaks now."""
    return ENGLISH if QLocale().language() == QLocale.Language.English else OWN


def speak(app: QCoreApplication, language: str) -> None:
    """From now on; what stands on the screen already keeps its words until it is made anew."""
    chosen = language if language in _NAMES else OWN
    for held in app.findChildren(QTranslator):
        app.removeTranslator(held)
        held.deleteLater()
    QLocale.setDefault(_LOCALES[chosen])
    if chosen in _QTS:
        _install(app, _QTS[chosen], QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    if chosen != OWN:
        _install(app, f"gyga_{chosen}", str(places.resources() / "translations"))


def _install(app: QCoreApplication, file: str, folder: str) -> None:
    made = QTranslator(app)
    if made.load(file, folder):
        app.installTranslator(made)
