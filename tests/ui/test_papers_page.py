"""The page 文书: printed from the seal, looked at, signed, verified, registered by its code, made void with a reason."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from PIL import Image as Picture
from PySide6.QtCore import QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from gyga_desk.model import Declared, PaperState
from gyga_desk.operations import marks, papers, review
from gyga_desk.operations.dossier import make_dossier
from gyga_desk.operations.session import open_session
from gyga_desk.rules.items import items_of
from gyga_desk.store import reads
from tests.core.formats_pdf.scanned import as_pdf, photographs
from tests.core.soft_token import PIN, Box, fresh, library
from tests.ui import years
from ui import dialogs
from ui.frame import Frame
from ui.jobs import Jobs
from ui.key_tools import KeyButton
from ui.pages.papers import PapersPage

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]
WORDS = "miyao-2025-koulin"


def page_of(frame: Frame) -> PapersPage:
    frame.open("papers")
    page = frame.pages["papers"]
    assert isinstance(page, PapersPage)
    return page


def press(qtbot: QtBot, button: object, page: PapersPage, settle: Settle) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)


@pytest.fixture(scope="module")
def sealed_once(made_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(made_year, tmp_path_factory.mktemp("sealed")))
    years.seal(path, 5)
    return path


@pytest.fixture
def sealed(sealed_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sealed_once, tmp_path))


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the person chooses."""
    folder = tmp_path / "文书"
    folder.mkdir()
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_: folder)
    return folder


def test_without_a_decision_the_page_says_where_papers_come_from(qtbot: QtBot, enter: Enter, year: Path) -> None:
    frame = enter(year, years.CLERK)
    page = page_of(frame)
    assert page.nothing.isVisible()
    assert not page.all.isEnabled()
    qtbot.mouseClick(page.nothing.findChild(type(page.all)), Qt.MouseButton.LeftButton)
    assert frame.current == "decision"


def test_every_supported_case_is_listed_unprinted(enter: Enter, sealed: Path) -> None:
    page = page_of(enter(sealed, years.CLERK))
    assert page.measure.number == 5
    assert [one.case for one in page.list.rows.rows] == papers.supported(page.ctx.reader, page.ctx.edition, 5, 2025)
    assert {page.list.rows.index(at, 4).data() for at in range(20)} == {"未打印"}


def test_the_preview_shows_the_paper_of_the_case(qtbot: QtBot, enter: Enter, sealed: Path) -> None:
    page = page_of(enter(sealed, years.CLERK))
    qtbot.waitUntil(lambda: bool(page.view.pages.images), timeout=20_000)
    images = page.view.pages.images
    assert page.view.what.text() == f"共 {len(images)} 页"
    assert abs(images[0].width() * 297 - images[0].height() * 210) < images[0].height()
    shades = {
        images[0].pixelColor(x, y).lightness()
        for x in range(0, images[0].width(), 7)
        for y in range(0, images[0].height(), 7)
    }
    assert len(shades) > 2
    before = page.view.pages.column.itemAt(0).widget().pixmap().width()
    for _ in range(4):
        qtbot.mouseClick(page.view.larger, Qt.MouseButton.LeftButton)
    assert page.view.pages.column.itemAt(0).widget().pixmap().width() > before
    assert not page.view.larger.isEnabled()


def test_chosen_papers_are_printed_into_the_folder(
    qtbot: QtBot,
    enter: Enter,
    sealed: Path,
    settle: Settle,
    out: Path,
) -> None:
    page = page_of(enter(sealed, years.CLERK))
    page.list.pick(page.list.rows.rows[2].case)
    one = page.list.current()
    press(qtbot, page.one, page, settle)
    files = list(out.iterdir())
    assert len(files) == 1
    words = subprocess.run(["pdftotext", "-layout", files[0], "-"], capture_output=True, text=True, check=True).stdout
    assert one.applicant in words
    current = page.list.current()
    assert current.case == one.case
    assert current.paper.state is PaperState.PRINTED
    assert page.card.values["code"].text() == current.paper.code
    assert current.paper.code in words
    assert "1 份文书" in page.notice.sentence.text()


def test_all_papers_are_printed_at_once(qtbot: QtBot, enter: Enter, sealed: Path, settle: Settle, out: Path) -> None:
    page = page_of(enter(sealed, years.CLERK))
    press(qtbot, page.all, page, settle)
    assert len(list(out.glob("*.pdf"))) == len(page.list.rows.rows) == 20
    assert {page.list.rows.index(at, 4).data() for at in range(20)} == {"已打印"}


def test_no_folder_no_paper(
    qtbot: QtBot,
    enter: Enter,
    sealed: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(enter(sealed, years.CLERK))
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_: None)
    press(qtbot, page.all, page, settle)
    assert reads.papers(page.ctx.reader) == []


def test_a_paper_is_registered_by_the_code_on_it_alone(
    qtbot: QtBot,
    enter: Enter,
    sealed: Path,
    settle: Settle,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(enter(sealed, years.CLERK))
    assert not page.register.isEnabled()
    press(qtbot, page.one, page, settle)
    code = page.list.current().paper.code
    refused: list[str] = []
    monkeypatch.setattr(dialogs, "refuse", lambda _, error: refused.append(str(error)))
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: {"code": "0000-0000-0000"})
    press(qtbot, page.register, page, settle)
    assert "校验码不对" in refused[0]
    assert page.list.current().paper.state is PaperState.PRINTED
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: {"code": code.lower().replace("-", " ")})
    press(qtbot, page.register, page, settle)
    assert page.list.current().paper.state is PaperState.REGISTERED
    assert page.card.badge.text() == "已登记"
    assert not page.register.isEnabled()
    assert list(out.iterdir())


def test_a_void_paper_says_why_and_the_next_one_replaces_it(
    qtbot: QtBot,
    enter: Enter,
    sealed: Path,
    settle: Settle,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(enter(sealed, years.CLERK))
    press(qtbot, page.one, page, settle)
    first = page.list.current().paper.number
    monkeypatch.setattr(dialogs, "ask_text", lambda *_: "纸张污损")
    press(qtbot, page.void, page, settle)
    assert page.card.badge.text() == "已作废"
    assert page.card.values["reason"].text() == "纸张污损"
    assert not page.sign.isEnabled()
    press(qtbot, page.one, page, settle)
    current = page.list.current().paper
    assert current.number != first
    assert current.replaces == first
    assert page.card.values["replaces"].text() == first
    assert len(list(out.iterdir())) == 2


def make_key(
    enter: Enter,
    settle: Settle,
    store: Path,
    out: Path,
    person: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """The administrator makes the root and a person's key, by the page's own button; then signs out."""
    frame = enter(store, "陈管理")
    button = page_of(frame).findChild(KeyButton)
    assert button.isVisible()
    key = out.parent / f"{person}.p12"
    monkeypatch.setattr(dialogs, "save_file", lambda *_: key)
    monkeypatch.setattr(
        dialogs, "ask_form", lambda *_: {"words": WORDS, "again": WORDS, "root": WORDS, "person": person}
    )
    for action in (button.root, button.key):
        button.menu().aboutToShow.emit()
        assert action.isEnabled()
        action.trigger()
        settle(frame.ctx.jobs)
    button.menu().aboutToShow.emit()
    assert not button.root.isEnabled()
    assert [one.kind for one in reads.certificates(frame.ctx.reader)] == ["root", "person"]
    frame.window().close()
    return key


def test_a_paper_is_signed_and_the_signature_found_good(
    qtbot: QtBot,
    enter: Enter,
    sealed: Path,
    settle: Settle,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = make_key(enter, settle, sealed, out, years.CHAIR, monkeypatch)
    page = page_of(enter(sealed, years.CHAIR))
    press(qtbot, page.one, page, settle)
    pdf = next(out.iterdir())
    monkeypatch.setattr(dialogs, "open_file", lambda _, title, *__: key if "密钥" in title else pdf)
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: {"words": WORDS})
    press(qtbot, page.sign, page, settle)
    assert [one.person for one in page.list.current().signatures] == [years.CHAIR]
    assert years.CHAIR in page.card.values["signed"].text()
    told = subprocess.run(["pdfsig", "-nocert", pdf], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told
    press(qtbot, page.check, page, settle)
    assert page.found.badge.text() == "核验通过"
    assert [(one.ok, one.name) for one in page.found.list.rows.rows] == [(True, years.CHAIR)]


def test_chosen_papers_and_all_that_wait_are_signed_with_one_key(
    qtbot: QtBot, enter: Enter, sealed: Path, settle: Settle, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = make_key(enter, settle, sealed, out, years.CHAIR, monkeypatch)
    page, asked = page_of(enter(sealed, years.CHAIR)), list[str]()
    monkeypatch.setattr(dialogs, "open_file", lambda _, title, *__: asked.append(title) or key)
    monkeypatch.setattr(dialogs, "ask_form", lambda _, __, intro, *___: asked.append(intro) or {"words": WORDS})
    press(qtbot, page.every, page, settle)
    assert page.notice.sentence.text() == "本年度没有等待您签名的文书。" and not asked
    choose_rows(page, 4)
    press(qtbot, page.one, page, settle)
    printed = {path: path.read_bytes() for path in out.glob("*.pdf")}
    choose_rows(page, 3)
    stop = StopAtFirst(page.ctx.jobs)
    page.ctx.jobs.progressed.connect(stop.hear, Qt.ConnectionType.DirectConnection)
    press(qtbot, page.sign, page, settle)
    page.ctx.jobs.progressed.disconnect(stop.hear)
    assert len(asked) == 2 and "3 份文书" in asked[0], "the key is asked for once"
    assert found_on(page) == ["✗ 未签名", "✗ 未签名", "✓ 已签名"]
    assert {one.sentence for one in page.found.list.rows.rows[:2]} == {"按您的要求停止，这一份没有签。"}
    assert sum(path.read_bytes() == data for path, data in printed.items()) == 3, "the rest is as it was printed"
    assert sum(len(one.signatures) for one in page.list.rows.rows) == 1
    page.files.clear()  # as after a new start of the program: the folder is asked for
    press(qtbot, page.every, page, settle)
    assert found_on(page) == ["✓ 已签名"] * 3 and page.found.badge.text() == "已签名 3 份"
    assert [len(one.signatures) for one in page.list.rows.rows[:5]] == [1, 1, 1, 1, 0]
    for pdf in printed:
        told = subprocess.run(["pdfsig", "-nocert", pdf], capture_output=True, text=True, check=False).stdout
        assert "Signature is Valid" in told


def found_on(page: PapersPage) -> list[str]:
    return [one.word for one in page.found.list.rows.rows]


def choose_rows(page: PapersPage, count: int) -> None:
    """The first so many."""
    page.list.clearSelection()
    mode = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for at in range(count):
        page.list.selectionModel().select(page.list.rows.index(at, 0), mode)


class StopAtFirst:
    """Presses 停止 as soon as the first paper is begun."""

    def __init__(self, jobs: Jobs) -> None:
        self.jobs = jobs

    def hear(self, done: int, total: int, what: str) -> None:
        if what.startswith("签署") and done == 0:
            self.jobs.stop()


def test_a_dossier_is_checked_against_the_record(
    qtbot: QtBot, enter: Enter, sealed: Path, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, other = tmp_path / "案卷.zip", tmp_path / "改过.zip"
    session = open_session(sealed, years.CLERK, years.PASSWORD)
    make_dossier(session, archive, papers.supported(session.db, session.edition, 5, 2025)[0])
    session.close()
    monkeypatch.setattr(dialogs, "open_file", lambda *_: other if other.exists() else archive)
    page = page_of(enter(sealed, years.OBSERVER))
    press(qtbot, page.check, page, settle)
    rows = page.found.list.rows.rows
    assert page.found.badge.text() == "核验通过" and all(one.ok for one in rows)
    assert "摘要与数据文件逐一相符" in rows[-1].sentence
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(other, "w") as cut:
        for name in whole.namelist()[1:]:
            cut.writestr(name, whole.read(name))
    press(qtbot, page.check, page, settle)
    assert page.found.badge.text() == "核验不通过" and not page.found.list.rows.rows[0].ok


def test_a_paper_is_signed_with_a_hardware_token(
    qtbot: QtBot,
    enter: Enter,
    sealed: Path,
    settle: Settle,
    out: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = make_key(enter, settle, sealed, out, years.CHAIR, monkeypatch)
    box = Box(tmp_path / "介质")
    box.prepare()
    monkeypatch.setenv("SOFTHSM2_CONF", str(box.conf))
    certificate = pkcs12.load_key_and_certificates(key.read_bytes(), WORDS.encode())[1]
    assert certificate is not None
    box.add("主任")
    box.put_key("主任", key.read_bytes(), WORDS, "a1")
    box.put_certificate("主任", certificate.public_bytes(Encoding.DER), "a1")
    fresh(library())
    page = page_of(enter(sealed, years.CHAIR))
    press(qtbot, page.one, page, settle)
    asked = []
    monkeypatch.setattr(dialogs, "open_file", lambda _, title, *__: asked.append(title) or library())
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: {"with": "token", "label": "主任", "words": PIN})
    press(qtbot, page.sign, page, settle)
    assert [one.person for one in page.list.current().signatures] == [years.CHAIR]
    assert not page.sign.isEnabled(), "nobody signs twice"
    assert asked == ["选择硬件介质的驱动库"]
    assert page.ctx.settings.token_library == str(library())
    assert page.ctx.settings.sign_with == "token"


def test_the_way_of_signing_is_chosen_in_one_form(qtbot: QtBot, enter: Enter, sealed: Path) -> None:
    from ui import sign_key

    page = page_of(enter(sealed, years.CHAIR))
    forms = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dialogs, "ask_form", lambda _, __, intro, fields, ___: forms.append((intro, fields)))
        assert sign_key.ask_key(page, page.ctx, "表.pdf") is None
    [(intro, fields)] = forms
    assert "表.pdf" in intro
    assert [shown for _, shown in fields[0].choices] == ["密钥文件（.p12、.pfx）", "硬件介质（USB Key、智能卡）"]
    assert [field.required for field in fields] == [True, True, False]


def test_a_scan_is_registered_by_button_and_by_dropping_it(
    qtbot: QtBot,
    enter: Enter,
    sealed: Path,
    settle: Settle,
    out: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(enter(sealed, years.CLERK))
    press(qtbot, page.all, page, settle)
    first, second = (path.read_bytes() for path in sorted(out.iterdir())[:2])
    scan = tmp_path / "扫描.pdf"
    scan.write_bytes(as_pdf(photographs(first, 150), 150))
    monkeypatch.setattr(dialogs, "open_file", lambda *_: scan)
    press(qtbot, page.scan, page, settle)
    assert page.found.badge.text() == "已登记 1 份"
    assert [one.word for one in page.found.list.rows.rows] == ["✓ 已登记"]
    scan.write_bytes(as_pdf([Picture.new("L", (800, 900), 255), *photographs(second, 150)[1:]], 150))
    page.drop.dropped.emit(scan)
    settle(page.ctx.jobs)
    assert [(one.ok, one.word) for one in page.found.list.rows.rows] == [(True, "✓ 已登记"), (False, "✗ 未读出")]
    assert "漏扫" in page.found.list.rows.rows[0].sentence
    states = [one.paper.state for one in page.list.rows.rows]
    assert states.count(PaperState.REGISTERED) == 2


@pytest.mark.parametrize(("name", "may"), [(years.CHAIR, False), (years.CLERK, True)])
def test_who_does_not_register_is_offered_no_scan(enter: Enter, sealed: Path, name: str, may: bool) -> None:
    assert page_of(enter(sealed, name)).scan.isVisible() is may


def test_a_file_that_was_changed_is_found_out(
    qtbot: QtBot,
    enter: Enter,
    sealed: Path,
    settle: Settle,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(enter(sealed, years.CLERK))
    press(qtbot, page.one, page, settle)
    pdf = next(out.iterdir())
    monkeypatch.setattr(dialogs, "open_file", lambda *_: pdf)
    press(qtbot, page.check, page, settle)
    assert page.found.badge.text() == "核验通过"
    assert "没有电子签名" in page.found.list.rows.rows[0].sentence
    pdf.write_bytes(pdf.read_bytes().replace(b"%%EOF", b"%%EOF\n% more"))
    press(qtbot, page.check, page, settle)
    assert page.found.badge.text() == "核验不通过"
    assert not any(one.ok for one in page.found.list.rows.rows)


@pytest.mark.parametrize(
    ("name", "prints", "signs"),
    [
        (years.CLERK, True, True),
        (years.CHAIR, True, True),
        (years.REVIEWER, False, True),
        (years.OBSERVER, False, False),
    ],
)
def test_who_may_what(
    qtbot: QtBot,
    enter: Enter,
    sealed_once: Path,
    tmp_path: Path,
    settle: Settle,
    name: str,
    prints: bool,
    signs: bool,
) -> None:
    path = Path(shutil.copy(sealed_once, tmp_path))
    years.print_one(path, 5, tmp_path / "out")
    page = page_of(enter(path, name))
    assert page.all.isEnabled() is prints
    assert page.sign.isEnabled() is signs
    assert page.register.isEnabled() is (name == years.CLERK)
    assert page.void.isEnabled() is prints
    assert not page.findChild(KeyButton).isVisible()


def choose(page: PapersPage, kind: str) -> None:
    page.kind.setCurrentIndex(page.kind.findData(kind))
    page.kind.activated.emit(page.kind.currentIndex())


def test_every_kind_says_what_can_be_printed_now(enter: Enter, sealed: Path) -> None:
    page = page_of(enter(sealed, years.CLERK))
    counts = {}
    for kind in page.kinds:
        choose(page, kind)
        counts[kind] = len(page.list.rows.rows)
        assert page.nothing.isVisible() is (counts[kind] == 0)
        assert page.kinds[kind].when in page.nothing.sentence.text()
        assert page.tables.isVisible() is (page.kinds[kind].tables is not None)
    assert (counts["approval"], counts["recusal"], counts["minutes"], counts["public-list"]) == (20, 1, 1, 1)
    assert (counts["score-table"], counts["payment"], counts["vouchers"]) == (0, 0, 0)


def test_who_reviews_is_not_offered_the_marks_of_others(enter: Enter, year: Path) -> None:
    """The kinds are there, but no paper of a case that the reviewer has still to mark."""
    page = page_of(enter(year, years.REVIEWER))
    page.measure.choose(3)
    for kind in ("opinions", "score-table"):
        page.kind.setCurrentIndex(page.kind.findData(kind))
        page.refresh()
        assert page.list.rows.rows == []


def test_who_reviews_is_not_offered_the_marks_of_others_before_their_own_are_in(enter: Enter, year: Path) -> None:
    mark_all(year, "周审核")
    mark_all(year, years.REVIEWER, but=1)
    page = page_of(enter(year, years.REVIEWER))
    assert marked(page) == {"score-sheet": {years.REVIEWER}, "opinions": {years.REVIEWER}, "score-table": set()}
    page.window().close()
    mark_all(year, years.REVIEWER)
    both = {years.REVIEWER, "周审核"}
    page = page_of(enter(year, years.REVIEWER))
    assert marked(page) == {"score-sheet": both, "opinions": both, "score-table": {""}}


def mark_all(path: Path, name: str, *, but: int = 0) -> None:
    """Every item of measure 3's first case in that person's name, but the last few."""
    session = open_session(path, name, years.PASSWORD)
    review.declare_conflict(session, "2025-M3-0001", Declared.NONE)
    items = items_of(session.edition.measures[2].rubric)
    for item in items[: len(items) - but]:
        marks.give_mark(session, "2025-M3-0001", item.id, item.points - 1)
    session.close()


def marked(page: PapersPage) -> dict[str, set[str]]:
    """Whose papers with marks are in the list, by kind; the empty forms left out."""
    page.measure.choose(3)
    found = {}
    for kind in ("score-sheet", "opinions", "score-table"):
        choose(page, kind)
        rows = page.list.rows.rows
        found[kind] = {one.subject.who for one in rows if one.subject.who or not one.subject.case}
    return found


def test_a_list_is_printed_with_its_number_and_as_a_workbook(
    qtbot: QtBot, enter: Enter, sealed: Path, settle: Settle, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(enter(sealed, years.CLERK))
    choose(page, "public-list")
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: {"number": "筑数公〔2025〕5号", "paper": "red"})
    press(qtbot, page.how, page, settle)
    page.tables.setChecked(True)
    press(qtbot, page.all, page, settle)
    assert sorted(file.suffix for file in out.iterdir()) == [".pdf", ".xlsx"]
    words = subprocess.run(
        ["pdftotext", next(out.glob("*.pdf")), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "筑数公〔2025〕5号" in words
    assert page.list.current().paper.number == "GS-2025-M5-1"


def declarations(enter: Enter, store: Path) -> PapersPage:
    page = page_of(enter(store, years.CLERK))
    page.measure.choose(4)
    choose(page, "recusal")
    return page


def test_a_paper_whose_content_changed_no_longer_holds(
    qtbot: QtBot, enter: Enter, year: Path, settle: Settle, out: Path
) -> None:
    years.answer_all(year, 4)
    page = declarations(enter, year)
    press(qtbot, page.all, page, settle)
    first = page.list.current().paper
    page.window().close()
    session = open_session(year, years.REVIEWER, years.PASSWORD)
    review.declare_conflict(session, "2025-M4-0001", Declared.DECLARED, "曾任该单位顾问")
    session.close()
    page = declarations(enter, year)
    assert page.card.badge.text() == "已失效"
    assert "重新打印" in page.card.values["reason"].text()
    assert not page.register.isEnabled()
    assert not page.sign.isEnabled()
    press(qtbot, page.all, page, settle)
    assert page.list.current().paper.replaces == first.number
    assert page.card.badge.text() == "已打印"
