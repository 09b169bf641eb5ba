"""English complete and Chinese complete: every text has its other language, and no page shows the wrong one by accident."""

from __future__ import annotations

import ast
import dataclasses
import functools
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gyga_desk import places
from gyga_desk.errors import DeskError, Refused
from gyga_desk.operations.sheets.kinds import KINDS
from gyga_desk.store import reads
from tests import translations
from tests.translations import COMPILED, CORE, HAN, ROOT, WINDOW
from tests.ui.cut import cut_off
from ui import dialogs, languages, said
from ui.actions import ACTIONS
from ui.app import wear
from ui.frame import ENTRIES, Frame
from ui.languages import ENGLISH, OWN
from ui.signin import SignIn
from ui.window import Window

Enter = Callable[[Path, str], Frame]
NAMES = sorted({entry.name for entry in ENTRIES})
CALLS = {"tr", "translate", "QT_TRANSLATE_NOOP", *translations.ERRORS}
NOT_SAID = {
    "derivation": {"待核"},  # looked for in a sentence of the core
    "languages": {"中文"},  # its own name for itself
    "settings_copies": {"手动"},  # goes into the name of a copy
    "review_evidence": {" 申报数据"},  # goes into the record
    "sending": {"导出 "},  # likewise
    "shown": {"一二三四五六七八九"},
    "words": {"〇一二三四五六七八九"},
    "frame": {entry.help for entry in ENTRIES},  # places in the manual, which is Chinese
}
"""Chinese in the shell's code that no person reads as it stands."""


@pytest.fixture
def english(qapp: QApplication) -> Iterator[None]:
    languages.speak(qapp, ENGLISH)
    yield
    languages.speak(qapp, OWN)


# The two files of words.


def test_every_text_of_the_window_has_english_and_no_other_is_kept(tmp_path: Path) -> None:
    found = Path(shutil.copy(WINDOW, tmp_path))
    translations.update(found)
    assert [(context, text) for context, text, done in translations.messages(found) if not done] == []
    assert list(translations.messages(found)) == list(translations.messages(WINDOW))


def test_a_new_text_would_be_found_missing(tmp_path: Path) -> None:
    found, code = Path(shutil.copy(WINDOW, tmp_path)), tmp_path / "code"
    code.mkdir()
    (code / "new.py").write_text(
        'class New:\n    def f(self):\n        return self.tr("新的一句话")\n', encoding="utf-8"
    )
    translations.update(found, code)
    assert [(context, text) for context, text, done in translations.messages(found) if not done] == [
        ("New", "新的一句话")
    ]


def test_every_sentence_of_the_core_has_english_and_no_other_is_kept() -> None:
    assert list(translations.read_core()) == list(translations.core_templates())


def test_the_compiled_words_are_those_written(tmp_path: Path) -> None:
    translations.compile_to(tmp_path / "x.qm")
    assert (tmp_path / "x.qm").read_bytes() == COMPILED.read_bytes()


PAIRS = [(text, done) for _, text, done in translations.messages(WINDOW)] + list(translations.read_core().items())


def fields(text: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name is not None}


def test_facts_and_keys_are_kept_and_every_sign_is_narrow() -> None:
    said_otherwise = [(own, other) for own, other in PAIRS if own != other]
    assert [pair for pair in said_otherwise if fields(pair[0]) != fields(pair[1])] == []
    assert [pair for pair in said_otherwise if keys(pair[0]) != keys(pair[1])] == []
    wide = re.compile(r"[“”‘’…，。；：（）、？！]")
    assert [pair for pair in said_otherwise if wide.search(pair[1])] == []
    assert len(said_otherwise) > 2000


def keys(text: str) -> list[str]:
    return [key.upper() for key in re.findall(r"&(\w)", text)]


def test_english_uses_chinese_for_what_is_law_or_a_mark_in_a_workbook_alone() -> None:
    allowed = re.compile(r"第八条\([一二三四五六]\)|网信算备|[“\"][^\"”]*[\"”]|是|否|不适用|待核|受理|公示|拨付|[甲乙]")
    mixed = {other for own, other in PAIRS if own != other and HAN.search(allowed.sub("", other))}
    assert mixed == set()


@pytest.mark.parametrize("file", sorted((ROOT / "ui").rglob("*.py")), ids=lambda file: file.stem)
def test_every_chinese_text_of_the_shell_can_be_said_in_english(file: Path) -> None:
    tree, aside = ast.parse(file.read_text(encoding="utf-8")), set[int]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            aside.add(id(node.value))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in CALLS:
            aside |= {id(part) for arg in node.args for part in ast.walk(arg)}
    found = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside
    }
    assert {text for text in found if HAN.search(text)} <= NOT_SAID.get(file.stem, set())


def test_there_is_one_tr_for_texts_outside_classes() -> None:
    """`lupdate` puts them under no name, so a `tr` with a name of its own would find nothing."""
    defined = [
        file.stem
        for file in (ROOT / "ui").rglob("*.py")
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name == "tr"
    ]
    assert defined == ["languages"]


# The core's sentences, read back.


@pytest.mark.parametrize(
    ("chinese", "told"),
    [
        ("审核通过", "Passed"),
        ("还有 3 项核对未答复（3.1、3.2、3.3）。", "3 checks not answered (3.1, 3.2, 3.3)."),
        ("待核：项目已上线使用", "To check: 项目已上线使用"),
        ("撤销：导入申报表", "Undo: Import workbook"),
        ("封存决定 措施6 2025年", "Seal decision measure 6, 2025"),
        ("交易明细 3 笔均在 2025 年内，与填报一致。", "3 transactions, all in 2025, agree with what is stated."),
        ("3,000.00 元", "3,000.00 yuan"),
        ("贵州某某科技有限公司", "贵州某某科技有限公司"),
        ("智能客服、营销系统", "智能客服、营销系统"),
        ("2025-M3-0001", "2025-M3-0001"),
    ],
)
def test_a_sentence_of_the_core_is_said_in_english(english: None, chinese: str, told: str) -> None:
    assert said.said(chinese) == told


def test_a_refusal_is_said_in_english_with_its_facts(english: None) -> None:
    error = Refused("{case} 的决定已封存，评分不能再改动；确需改动，须由主任和第二人重新开启。", case="2025-M3-0001")
    assert said.sentence(error).startswith("The decision on 2025-M3-0001 is sealed")


def test_chinese_says_what_the_core_says() -> None:
    assert said.said("还有 3 项核对未答复（3.1）。") == "还有 3 项核对未答复（3.1）。"
    assert said.sentence(Refused("{name} 已封存。", name="措施三")) == "措施三 已封存。"
    assert said.joined(["审核通过", "备选"], "；") == "审核通过；备选"


def test_sentences_side_by_side_are_told_one_by_one(english: None) -> None:
    assert said.joined(["审核通过", "备选"], "；") == "Passed; Reserve"
    assert said.said("审核通过；备选") == "Passed; Reserve"


# The pages in English.


def shown(whole: QWidget) -> Iterator[str]:
    """Whatever a person reads or hears of a widget and what is in it."""
    for one in [whole, *whole.findChildren(QWidget)]:
        if not one.isVisible():
            continue
        yield from (one.toolTip(), one.accessibleName(), one.accessibleDescription())
        if isinstance(one, QLabel | QAbstractButton | QLineEdit):
            yield one.text()
        if isinstance(one, QLineEdit):
            yield one.placeholderText()
        if isinstance(one, QComboBox):
            yield from (one.itemText(at) for at in range(one.count()))
        if isinstance(one, QTabWidget):
            yield from (one.tabText(at) for at in range(one.count()))
        if isinstance(one, QAbstractItemView) and one.model():
            yield from cells(one)
    yield from (action.text() for action in whole.findChildren(QAction))


def cells(view: QAbstractItemView) -> Iterator[str]:
    model, role = view.model(), Qt.ItemDataRole
    for column in range(model.columnCount()):
        if isinstance(view, QTableView):
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(min(model.rowCount(), 30)):
            yield from (str(model.index(row, column).data(kind) or "") for kind in (role.DisplayRole, role.ToolTipRole))


def law(one: object) -> Iterator[str]:
    """Every text of the edition and its guide."""
    if isinstance(one, str):
        yield one
    elif isinstance(one, dict):
        yield from (text for pair in one.items() for part in pair for text in law(part))
    elif isinstance(one, tuple | list | frozenset):
        yield from (text for part in one for text in law(part))
    elif dataclasses.is_dataclass(one):
        yield from (text for field in dataclasses.fields(one) for text in law(getattr(one, field.name)))


def people_said(frame: Frame) -> Iterator[str]:
    """What people and applicants wrote, and the names of papers."""
    db = frame.ctx.reader
    yield from (one.name for one in reads.people(db))
    yield from (kind.title for kind in KINDS)
    yield from ("中文", "（样例，非官方文件）")
    for case in reads.cases(db):
        yield from (case.applicant, case.title, case.district, case.sheet, case.file)
        for fact in case.facts.values():
            yield from (fact.raw, fact.header, str(fact.value))


def left_chinese(whole: QWidget, kept: list[str]) -> list[str]:
    """What is neither English nor law nor a person's own words."""
    found = []
    for text in dict.fromkeys(shown(whole)):
        rest = re.sub(r"\S*…|: [是否无]$", "", text)  # a name cut short, and a cell as it was written
        for known in kept:
            rest = rest.replace(known, "") if known in rest else rest
        if HAN.search(rest):
            found.append(text)
    return found


def kept_chinese(frame: Frame) -> list[str]:
    texts = {text for text in (*law(frame.ctx.edition), *people_said(frame)) if HAN.search(text)}
    lines = {line.strip() for text in texts for line in text.splitlines()}
    return sorted((text for text in texts | lines if len(text) > 1), key=len, reverse=True)


@pytest.mark.parametrize("person", ["李经办", "赵主任", "王审核", "陈管理"])
def test_no_chinese_by_accident(english: None, qtbot: QtBot, enter: Enter, year: Path, person: str) -> None:
    frame = enter(year, person)
    kept = kept_chinese(frame)
    found = {}
    for entry in frame.entries:
        frame.open(entry.name)
        qtbot.waitUntil(lambda: not frame.ctx.jobs.busy, timeout=60_000)
        for tabs in frame.pages[entry.name].findChildren(QTabWidget):
            for at in range(tabs.count()):
                tabs.setCurrentIndex(at)
                found |= dict.fromkeys(left_chinese(frame, kept), entry.name)
        found |= dict.fromkeys(left_chinese(frame, kept), entry.name)
    assert found == {}


def test_the_sign_in_is_english_too(
    english: None, open_window: Callable[[Path | None], Window], store: Path, tmp_path: Path
) -> None:
    names = ["周审核", "孙监督", "李经办", "王审核", "赵主任", "陈管理", "中文"]
    assert left_chinese(open_window(store), names) == []
    assert left_chinese(open_window(tmp_path / "none.gyga"), names) == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut_off_in_english(english: None, qtbot: QtBot, enter: Enter, year: Path, name: str) -> None:
    frame = enter(year, "赵主任" if name in ("decision", "review") else "李经办")
    frame.open(name)
    qtbot.waitUntil(frame.pages[name].isVisible)
    frame.grab()
    assert cut_off(frame) == []


def test_keys_are_one_for_each_act_of_a_page_in_english(english: None, enter: Enter, year: Path) -> None:
    frame = enter(year, "赵主任")
    for entry in frame.entries:
        frame.open(entry.name)
        found = [key for text in dict.fromkeys(shown(frame.pages[entry.name])) for key in keys(text)]
        assert len(found) == len(set(found)), entry.name


# The windows that ask.


ASKING = [one for one in ACTIONS if one.name not in {"", *(
    ["undo", "redo", "find", "reload", "verify", "lock", "switch_person", "help", "changes", "close", "review.explain"]
)}]  # fmt: skip
LATIN = frozenset(
    [
        "xlsx",
        "xlsm",
        "xlsb",
        "xls",
        "csv",
        "txt",
        "et",
        "ods",
        "htm",
        "html",
        "gyga",
        "gygap",
        "toml",
        "yyyy",
        "png",
        "jpg",
        "jpeg",
        "PDF",
        "KB",
        "M1",
        "M3",
    ]  # endings and units
)


def parts_of(asked: object) -> Iterator[str]:
    """Every text in what a window that asks is given, folders and suggested names of files left out."""
    if isinstance(asked, dialogs.Field):
        yield from (asked.title, asked.hint, *(shown for _, shown in asked.choices))
    elif isinstance(asked, DeskError):
        yield said.sentence(asked)
    elif isinstance(asked, str) and "/" not in asked:
        yield asked
    elif isinstance(asked, list | tuple):
        yield from (text for part in asked for text in parts_of(part))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the windows that ask would have said; each is turned back."""
    texts: list[str] = []
    for name in ("refuse", "show", "confirm", "ask_form", "ask_text", "open_file", "save_file", "choose_folder"):
        monkeypatch.setattr(dialogs, name, lambda _, *given, **__: texts.extend(parts_of(given)))
    return texts


def ask_all(frame: Frame) -> None:
    for action in ASKING:
        if frame.ctx.person.role in action.who and (not action.page or action.page in frame.nav.buttons):
            action.run(frame.host)


@pytest.mark.parametrize("person", ["李经办", "陈管理"])
def test_what_is_asked_is_asked_in_english(
    english: None, asked: list[str], enter: Enter, year: Path, person: str
) -> None:
    frame = enter(year, person)
    ask_all(frame)
    kept = kept_chinese(frame)
    assert len(asked) > 15
    assert [text for text in asked if HAN.search(functools.reduce(lambda one, k: one.replace(k, ""), kept, text))] == []


@pytest.mark.parametrize("person", ["李经办", "陈管理"])
def test_what_is_asked_in_chinese_has_no_english_by_accident(
    asked: list[str], enter: Enter, year: Path, person: str
) -> None:
    ask_all(enter(year, person))
    words = {word for text in asked for word in re.findall(r"[A-Za-z][A-Za-z0-9]+", text)}
    assert len(asked) > 15
    assert words - LATIN == set()


# Changing over.


def test_the_language_is_changed_at_once_and_kept(qtbot: QtBot, qapp: QApplication, enter: Enter, store: Path) -> None:
    frame = enter(store, "李经办")
    window = frame.window()
    assert isinstance(window, Window)
    window.look_changed.connect(lambda: wear(qapp, window.settings))
    frame.open("settings")
    box = frame.pages["settings"].look.language  # type: ignore[attr-defined]
    assert [box.itemText(at) for at in range(box.count())] == ["中文", "English"]
    box.setCurrentIndex(1)
    box.activated.emit(1)
    qtbot.waitUntil(lambda: window.frame is not None and window.frame is not frame)
    assert window.frame is not None
    assert window.frame.nav.buttons["review"].text().strip() == "Review"
    assert window.frame.current == "settings"
    assert window.settings.language == ENGLISH and languages.spoken() == ENGLISH
    languages.speak(qapp, OWN)


def test_the_language_is_changed_on_the_sign_in_page(
    qapp: QApplication, open_window: Callable[[Path | None], Window], tmp_path: Path
) -> None:
    window = open_window(tmp_path / "none.gyga")
    window.look_changed.connect(lambda: wear(qapp, window.settings))
    other = next(one for one in window.findChildren(QAbstractButton) if one.text() == "English")
    other.click()
    sign_in = window.centralWidget()
    assert isinstance(sign_in, SignIn)
    assert sign_in.enter.text() == "Sign in"
    assert "中文" in [one.text() for one in sign_in.findChildren(QAbstractButton)]
    languages.speak(qapp, OWN)


def test_an_unknown_language_is_chinese(qapp: QApplication) -> None:
    languages.speak(qapp, "fr")
    assert languages.spoken() == OWN
    assert languages.tr("取消") == "取消"


def test_the_words_travel_with_the_program() -> None:
    folder = places.resources() / "translations"
    assert {file.name for file in folder.iterdir()} == {WINDOW.name, COMPILED.name, CORE.name}
