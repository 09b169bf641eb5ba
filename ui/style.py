"""Colours, spacing and the few lines of style sheet; everything that looks alike looks alike because of this file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

# Spacing is a grid of eight pixels; half a step inside a control.
HALF, GAP, MARGIN = 4, 8, 16
ROW, CONTROL, BAR = 32, 30, 48
CELL = 11  # from a cell's edge to its text: padding and the focus frame
NAV_WIDTH = 168


class Tone(StrEnum):
    """What a badge or a message means; always shown with words, never by colour alone."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    INFO = "info"
    QUIET = "quiet"


@dataclass(frozen=True)
class Colours:
    """One scheme. `ink` is text, `soft` is text of less weight, `line` a hairline, `accent` the one strong colour."""

    window: str
    base: str
    raised: str
    ink: str
    soft: str
    faint: str
    line: str
    edge: str
    hover: str
    picked: str
    accent: str
    on_accent: str
    accent_hover: str
    tones: dict[Tone, tuple[str, str]]
    """Text and background of each tone."""


LIGHT = Colours(
    window="#F4F6F8",
    base="#FFFFFF",
    raised="#FBFCFD",
    ink="#1C2733",
    soft="#55626F",
    faint="#8A96A3",
    line="#DFE4EA",
    edge="#C3CCD6",
    hover="#EBF0F5",
    picked="#DCE8F3",
    accent="#1F4E79",
    on_accent="#FFFFFF",
    accent_hover="#2A6299",
    tones={
        Tone.GOOD: ("#1A6B3A", "#E1F3E8"),
        Tone.WARN: ("#8A5200", "#FDEFD3"),
        Tone.BAD: ("#A61E1E", "#FBE4E3"),
        Tone.INFO: ("#1F4E79", "#E0EBF6"),
        Tone.QUIET: ("#4C5966", "#E8ECF0"),
    },
)
DARK = Colours(
    window="#1B2027",
    base="#222831",
    raised="#272E38",
    ink="#E4E9EF",
    soft="#A9B4C0",
    faint="#7C8895",
    line="#353E4A",
    edge="#4A5563",
    hover="#2C3541",
    picked="#2B4560",
    accent="#6FA8DC",
    on_accent="#10202F",
    accent_hover="#8BBBE6",
    tones={
        Tone.GOOD: ("#8BD8A8", "#1E3A2A"),
        Tone.WARN: ("#F0C277", "#42331A"),
        Tone.BAD: ("#F2A09C", "#472625"),
        Tone.INFO: ("#9CC6EC", "#22384D"),
        Tone.QUIET: ("#B8C2CC", "#333C47"),
    },
)


LOOK = "look"
"""The application's property that says `light` or `dark` where the person does not want the system's scheme."""
_POINTS = 10
"""The size of text that the figures of this file are for."""


def colours() -> Colours:
    """The scheme in use: what the person chose, else the system's."""
    app = QGuiApplication.instance()
    chosen = app.property(LOOK) if app else None
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return DARK if (chosen == "dark" if chosen in ("light", "dark") else dark) else LIGHT


def scaled(pixels: int) -> int:
    """A height or width that holds text, at the size text has now."""
    points = QGuiApplication.font().pointSizeF()
    return max(pixels, round(pixels * points / _POINTS))


def palette(scheme: Colours) -> QPalette:
    """Every role Fusion draws with, so that no control keeps a colour of the other scheme."""
    roles = QPalette.ColorRole
    made = QPalette()
    for role, colour in {
        roles.Window: scheme.window,
        roles.Base: scheme.base,
        roles.AlternateBase: scheme.raised,
        roles.Button: scheme.raised,
        roles.WindowText: scheme.ink,
        roles.Text: scheme.ink,
        roles.ButtonText: scheme.ink,
        roles.BrightText: scheme.on_accent,
        roles.PlaceholderText: scheme.faint,
        roles.Highlight: scheme.picked,
        roles.HighlightedText: scheme.ink,
        roles.Link: scheme.accent,
        roles.LinkVisited: scheme.accent,
        roles.ToolTipBase: scheme.base,
        roles.ToolTipText: scheme.ink,
        roles.Light: scheme.base,
        roles.Midlight: scheme.line,
        roles.Mid: scheme.edge,
        roles.Dark: scheme.edge,
        roles.Shadow: scheme.edge,
        roles.Accent: scheme.accent,
    }.items():
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(scheme.faint))
    return made


def sheet(scheme: Colours, arrows: str) -> str:
    """The style sheet; `arrows` is the folder of the few pictures it names. Widgets take part by the dynamic property `kind`, see `ui.widgets`."""
    points = QGuiApplication.font().pointSizeF()
    control = scaled(CONTROL)
    check = "check-dark" if scheme is DARK else "check"
    return f"""
QToolTip {{ background: {scheme.base}; color: {scheme.ink}; border: 1px solid {scheme.edge}; padding: 4px 6px; }}
QLabel[kind="title"] {{ font-size: {points * 1.5:.1f}pt; font-weight: bold; }}
QLabel[kind="heading"] {{ font-size: {points * 1.125:.1f}pt; font-weight: bold; }}
QLabel[kind="figure"] {{ font-size: {points * 1.65:.1f}pt; font-weight: bold; }}
QLabel[kind="soft"] {{ color: {scheme.soft}; }}
QLabel[kind="accent"] {{ color: {scheme.accent}; font-weight: bold; }}
QLabel[kind="error"] {{ color: {scheme.tones[Tone.BAD][0]}; }}
QFrame[kind="card"] {{ background: {scheme.base}; border: 1px solid {scheme.line}; border-radius: 6px; }}
QFrame[kind="top"] {{ background: {scheme.base}; border: none; border-bottom: 1px solid {scheme.line}; }}
QFrame[kind="side"] {{ background: {scheme.base}; border: none; border-right: 1px solid {scheme.line}; }}
QFrame[kind="line"] {{ background: {scheme.line}; border: none; }}
QFrame[kind="drop"] {{ background: {scheme.base}; border: 1px dashed {scheme.edge}; border-radius: 6px; }}
QFrame[kind="drop"][over="true"] {{ background: {scheme.picked}; border: 1px dashed {scheme.accent}; }}
QPushButton, QToolButton[kind="button"] {{ background: {scheme.base}; color: {scheme.ink};
  border: 1px solid {scheme.edge}; border-radius: 4px; padding: 0 14px; min-height: {control - 2}px; }}
QPushButton:hover, QToolButton[kind="button"]:hover {{ background: {scheme.hover}; }}
QPushButton:pressed, QToolButton[kind="button"]:pressed {{ background: {scheme.picked}; }}
QPushButton:focus, QToolButton[kind="button"]:focus {{ border: 1px solid {scheme.accent};
  background: {scheme.hover}; }}
QPushButton:disabled, QToolButton[kind="button"]:disabled {{ color: {scheme.faint}; background: {scheme.window};
  border-color: {scheme.line}; }}
QPushButton[kind="primary"] {{ background: {scheme.accent}; color: {scheme.on_accent}; border-color: {scheme.accent};
  font-weight: bold; }}
QPushButton[kind="primary"]:hover {{ background: {scheme.accent_hover}; }}
QPushButton[kind="primary"]:focus {{ border: 1px solid {scheme.ink}; background: {scheme.accent_hover}; }}
QPushButton[kind="primary"]:disabled {{ background: {scheme.line}; color: {scheme.faint};
  border-color: {scheme.line}; }}
QPushButton[kind="choice"] {{ text-align: left; padding: 0 10px; }}
QPushButton[kind="choice"]:checked {{ background: {scheme.picked}; border-color: {scheme.accent}; font-weight: bold; }}
QPushButton[kind="link"] {{ background: transparent; border: 1px solid transparent; color: {scheme.accent};
  padding: 0 2px; }}
QPushButton[kind="link"]:hover {{ text-decoration: underline; }}
QPushButton[kind="link"]:focus {{ border: 1px solid {scheme.accent}; background: transparent; }}
QPushButton[kind="link"]:disabled {{ color: {scheme.faint}; }}
QToolButton[kind="button"] {{ padding: 0 10px; min-height: {control - 6}px; }}
QToolButton[kind="button"]::menu-indicator {{ image: none; }}
QToolButton[kind="nav"] {{ background: transparent; color: {scheme.soft}; border: none;
  border-left: 3px solid transparent; padding: 0 12px; min-height: {scaled(38)}px; text-align: left; }}
QToolButton[kind="nav"]:hover {{ background: {scheme.hover}; color: {scheme.ink}; }}
QToolButton[kind="nav"]:focus {{ background: {scheme.hover}; border: 1px solid {scheme.accent};
  border-left: 3px solid {scheme.accent}; }}
QToolButton[kind="nav"]:checked {{ background: {scheme.tones[Tone.INFO][1]}; color: {scheme.accent};
  border-left: 3px solid {scheme.accent}; font-weight: bold; }}
QLineEdit, QComboBox, QSpinBox, QDateEdit, QDoubleSpinBox {{ min-height: {control - 2}px; padding: 0 8px;
  background: {scheme.base}; border: 1px solid {scheme.edge}; border-radius: 4px; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url("{arrows}/down.svg"); width: 10px; height: 10px; }}
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {{ border: none;
  width: 20px; }}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{ image: url("{arrows}/up.svg"); width: 10px; height: 10px; }}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{ image: url("{arrows}/down.svg"); width: 10px; height: 10px; }}
QComboBox QAbstractItemView {{ background: {scheme.base}; border: 1px solid {scheme.edge}; padding: 4px 0;
  outline: none; }}
QComboBox QAbstractItemView::item {{ min-height: {scaled(28)}px; padding: 0 8px; }}
QPlainTextEdit, QTextEdit {{ background: {scheme.base}; border: 1px solid {scheme.edge}; border-radius: 4px;
  padding: 4px; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus, QDoubleSpinBox:focus, QPlainTextEdit:focus,
QTextEdit:focus {{ border: 1px solid {scheme.accent}; }}
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDateEdit:disabled {{ background: {scheme.window}; color: {scheme.faint}; }}
QTableView {{ gridline-color: {scheme.line}; }}
QTableView, QTreeView, QListView {{ background: {scheme.base}; border: 1px solid {scheme.line};
  border-radius: 4px; outline: none; }}
QTableView:focus, QTreeView:focus, QListView:focus, QTextBrowser:focus {{ border: 1px solid {scheme.accent}; }}
QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {scheme.faint}; border-radius: 3px;
  background: {scheme.base}; }}
QCheckBox::indicator:checked {{ background: {scheme.accent}; border-color: {scheme.accent};
  image: url("{arrows}/{check}.svg"); }}
QCheckBox:focus, QRadioButton:focus {{ text-decoration: underline; }}
QTableView::item {{ padding: 0 8px; border-bottom: 1px solid {scheme.line}; }}
QTableView[kind="sheet"]::item {{ border-bottom: none; padding: 0 6px; }}
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected {{ background: {scheme.picked};
  color: {scheme.ink}; }}
QHeaderView {{ background: {scheme.raised}; border: none; }}
QHeaderView::section {{ background: {scheme.raised}; color: {scheme.soft}; border: none;
  border-bottom: 1px solid {scheme.edge}; padding: 6px {CELL}px; }}
QTableView[kind="low"] QHeaderView::section {{ padding: 1px {CELL}px; }}
QTableCornerButton::section {{ background: {scheme.raised}; border: none; }}
QSplitter::handle {{ background: transparent; }}
QProgressBar {{ background: {scheme.line}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {scheme.accent}; border-radius: 3px; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {scheme.line}; }}
QTabBar::tab {{ background: transparent; color: {scheme.soft}; padding: 7px 4px; margin-right: 20px;
  border: none; border-bottom: 2px solid transparent; }}
QTabBar::tab:hover {{ color: {scheme.ink}; }}
QTabBar::tab:focus {{ border: 1px solid {scheme.accent}; border-bottom-width: 2px; }}
QTabBar::tab:selected {{ color: {scheme.accent}; font-weight: bold; border-bottom: 2px solid {scheme.accent}; }}
QMenu {{ background: {scheme.base}; border: 1px solid {scheme.edge}; padding: 4px 0; }}
QMenu::item {{ padding: 6px 32px 6px 24px; }}
QMenu::item:selected {{ background: {scheme.picked}; color: {scheme.ink}; }}
QMenu::item:disabled {{ color: {scheme.faint}; }}
QMenu::separator {{ height: 1px; background: {scheme.line}; margin: 4px 0; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget[kind="canvas"] {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 1px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 1px; }}
QScrollBar::handle {{ background: {scheme.edge}; border-radius: 4px; min-height: 28px; min-width: 28px; }}
QScrollBar::handle:hover {{ background: {scheme.faint}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
""" + "".join(
        f'QLabel[badge="{tone}"] {{ color: {ink}; background: {ground}; border-radius: 4px; padding: 2px 8px; }}\n'
        f'QFrame[strip="{tone}"] {{ background: {ground}; border: none; border-radius: 4px; }}\n'
        f'QFrame[strip="{tone}"] QLabel {{ color: {ink}; }}\n'
        f'QPushButton[tone="{tone}"]:checked {{ color: {ink}; background: {ground}; border-color: {ink};'
        f" font-weight: bold; }}\n"
        for tone, (ink, ground) in scheme.tones.items()
    )
