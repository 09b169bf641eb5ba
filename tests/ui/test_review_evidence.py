"""The page 审核 beyond the checklist: files kept and looked at, earlier cases, two people's answers, the queue by words and order."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gyga_desk.model import Answer, Declared
from gyga_desk.operations import attachments, lists, review
from gyga_desk.operations.session import open_session
from gyga_desk.store import reads
from gyga_desk.store.attachments import attachments as kept
from gyga_desk.store.lists import AWARDS
from tests.core import papers
from tests.ui import years
from ui import dialogs
from ui.attachments_view import AttachmentPanel
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.review import ReviewPage

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]
CASE, NEXT = "2025-M3-0001", "2025-M3-0002"


def page_of(frame: Frame, case: str = CASE) -> ReviewPage:
    frame.open("review")
    page = frame.pages["review"]
    assert isinstance(page, ReviewPage)
    page.show_case(case)
    return page


def files_of(page: ReviewPage) -> AttachmentPanel:
    page.evidence.setCurrentWidget(page.evidence.files)
    return page.evidence.files


def drop(panel: AttachmentPanel, *paths: Path) -> bool:
    """Lets files go over the panel; False where it would not take them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    come = QDragEnterEvent(panel.rect().center(), Qt.DropAction.CopyAction, mime, buttons, keys)
    come.ignore()
    QApplication.sendEvent(panel, come)
    if come.isAccepted():
        gone = QDropEvent(QPointF(panel.rect().center()), Qt.DropAction.CopyAction, mime, buttons, keys)
        QApplication.sendEvent(panel, gone)
    return come.isAccepted()


def shown(page: ReviewPage, panel: AttachmentPanel, qtbot: QtBot, settle: Settle) -> tuple[int, int]:
    """The size of the picture that is on the screen."""
    settle(page.ctx.jobs)
    qtbot.waitUntil(lambda: bool(panel.pages.images), timeout=20_000)
    image = panel.pages.images[0]
    return image.width(), image.height()


def test_files_are_dropped_kept_and_shown_page_by_page(
    qtbot: QtBot, enter: Enter, year: Path, tmp_path: Path, settle: Settle
) -> None:
    page = page_of(enter(year, years.REVIEWER))
    panel = files_of(page)
    assert "拖到这里" in panel.list.empty and not panel.out.isEnabled()
    assert drop(panel, papers.pdf(tmp_path / "合同.pdf", 3), papers.png(tmp_path / "现场.png", 40, 30))
    assert shown(page, panel, qtbot, settle)
    held = kept(page.ctx.reader, CASE)
    assert {one.name for one in held} == {"合同.pdf", "现场.png"}
    assert [one.name for one in panel.list.rows.rows] == [one.name for one in held]
    assert "2" in page.evidence.tabText(1)
    panel.list.pick(next(one.digest for one in held if one.kind == "pdf"))
    qtbot.waitUntil(lambda: bool(panel.pages.images) and panel.pages.images[0].width() == 1400, timeout=20_000)
    assert panel.where.text() == "1 / 3" and not panel.back.isEnabled()
    panel.pages.setFocus()
    qtbot.keyClick(panel.pages, Qt.Key.Key_PageDown)
    assert shown(page, panel, qtbot, settle)[0] == 1400
    assert panel.where.text() == "2 / 3" and panel.back.isEnabled()
    panel.list.pick(next(one.digest for one in held if one.kind == "png"))
    qtbot.waitUntil(lambda: bool(panel.pages.images) and panel.pages.images[0].width() == 40, timeout=20_000)
    assert panel.pages.images[0].pixelColor(5, 5).name() == "#c01010"


def test_what_cannot_be_attached_is_not_taken(
    enter: Enter, year: Path, tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(enter(year, years.REVIEWER))
    panel, told = files_of(page), []
    text = tmp_path / "说明.txt"
    text.write_text("说明", encoding="utf-8")
    assert not drop(panel, text) and not drop(panel, papers.pdf(tmp_path / "a.pdf"), text)
    monkeypatch.setattr(dialogs, "refuse", lambda _, error: told.append(str(error)))
    fake = tmp_path / "假.pdf"
    fake.write_bytes(b"MZ")
    assert drop(panel, fake)
    settle(page.ctx.jobs)
    assert "不是 PDF 或图片" in told[0] and kept(page.ctx.reader, CASE) == []


def test_who_only_looks_attaches_nothing(enter: Enter, year: Path, tmp_path: Path) -> None:
    page = page_of(enter(year, years.OBSERVER))
    panel = files_of(page)
    assert not panel.add.isEnabled() and not drop(panel, papers.pdf(tmp_path / "a.pdf"))


@pytest.fixture
def with_harm(year: Path, tmp_path: Path) -> Path:
    session = open_session(year, years.CLERK, years.PASSWORD)
    attachments.attach(session, CASE, papers.harmful(tmp_path / "坏.pdf", "script"))
    session.close()
    return year


def test_a_file_that_would_act_is_shown_with_a_warning_and_copied_out_only_over_one(
    qtbot: QtBot, enter: Enter, with_harm: Path, tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(enter(with_harm, years.REVIEWER))
    panel = files_of(page)
    assert shown(page, panel, qtbot, settle)
    assert "含脚本" in panel.warning.sentence.text() and "不执行" in panel.warning.sentence.text()
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "confirm", lambda _w, _t, text, _y: asked.append(text))
    panel.copy.click()
    assert "查毒" in asked[0]
    monkeypatch.setattr(dialogs, "confirm", lambda *_: True)
    monkeypatch.setattr(dialogs, "save_file", lambda *_: tmp_path / "另存.pdf")
    panel.copy.click()
    settle(page.ctx.jobs)
    assert (tmp_path / "另存.pdf").read_bytes() == (tmp_path / "坏.pdf").read_bytes()


def test_taking_a_file_out_asks_why_and_undo_brings_it_back(
    qtbot: QtBot, enter: Enter, with_harm: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = enter(with_harm, years.CLERK)
    page = page_of(frame)
    panel = files_of(page)
    assert shown(page, panel, qtbot, settle)
    monkeypatch.setattr(dialogs, "ask_text", lambda *_: "附错了项目")
    panel.out.click()
    settle(page.ctx.jobs)
    assert panel.list.rows.rows == [] and not panel.pages.images
    frame.top.undo.defaultAction().trigger()
    settle(page.ctx.jobs)
    assert [one.name for one in panel.list.rows.rows] == ["坏.pdf"]


def test_a_file_that_is_gone_says_where_it_should_lie(
    qtbot: QtBot, enter: Enter, with_harm: Path, settle: Settle
) -> None:
    shutil.rmtree(with_harm.with_name(f"{with_harm.name}.files"))
    page = page_of(enter(with_harm, years.REVIEWER))
    panel = files_of(page)
    settle(page.ctx.jobs)
    qtbot.waitUntil(lambda: "从备份找回" in panel.said.text())
    assert not panel.pages.images


def test_what_an_applicant_had_before_is_told(
    qtbot: QtBot, enter: Enter, year: Path, tmp_path: Path, settle: Settle
) -> None:
    session = open_session(year, years.CLERK, years.PASSWORD)
    case = reads.case(session.db, CASE)
    table = tmp_path / "历年.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([
            ["企业名称", "统一社会信用代码", "资金名称", "文号", "项目名称", "年度", "拨付金额(万元)"],
            [case.applicant, case.credit_code, "省大数据专项资金", "黔数〔2024〕9号", "另一事项", "2024", "60"],
        ])  # fmt: skip
    lists.import_list(session, lists.preview_list(session.db, AWARDS, table, session.clock().date()))
    session.close()
    page = page_of(enter(year, years.REVIEWER))
    earlier = page.evidence.earlier
    page.evidence.setCurrentWidget(earlier)
    qtbot.waitUntil(lambda: bool(earlier.list.rows.rows), timeout=20_000)
    (line,) = earlier.list.rows.rows  # the case itself is not told as another one
    assert (line.year, line.matter, line.awarded_fen) == (2024, "另一事项", 60_000_000)
    assert "600,000.00" in earlier.told.text()
    page.show_case(NEXT)
    qtbot.waitUntil(lambda: "没有该单位" in earlier.list.empty, timeout=20_000)
    assert earlier.list.rows.rows == [] and earlier.told.text() == ""


def test_the_evidence_takes_the_room_and_gives_it_back_by_one_key(qtbot: QtBot, enter: Enter, year: Path) -> None:
    page = page_of(enter(year, years.REVIEWER))
    before = page.evidence.width()
    qtbot.keyClick(page.checks, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.evidence.width() > before + 150)
    assert not page.queue.isVisible() and page.checks.isVisible()
    qtbot.keyClick(page.checks, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.queue.isVisible() and page.queue.search.hasFocus())


@pytest.fixture
def apart(year: Path) -> Path:
    """Two reviewers who do not agree on G5."""
    for person, answer, note in (("周审核", Answer.NO, "财务制度未盖章"), (years.REVIEWER, Answer.YES, "")):
        session = open_session(year, person, years.PASSWORD)
        review.declare_conflict(session, CASE, Declared.NONE)
        review.answer_check(session, CASE, "G5", answer, note)
        session.close()
    return year


def test_two_peoples_answers_stand_side_by_side_and_a_difference_is_marked(enter: Enter, apart: Path) -> None:
    page = page_of(enter(apart, years.REVIEWER))
    page.checks.pick("G5")
    first, second = page.detail.said.text().splitlines()
    assert first.startswith(f"{years.REVIEWER}（本人）") and "“是”" in first
    assert second.startswith("周审核") and "“否”" in second and "财务制度未盖章" in second
    assert page.detail.apart.text() == "意见不一，按“否”计" and "意见不一 1" in page.left.text()
    assert "意见不一" in page.checks.rows.data(page.checks.currentIndex())
    page.checks.pick("G6")
    assert not page.detail.apart.isVisible()


def test_who_steps_aside_no_longer_differs(enter: Enter, apart: Path) -> None:
    session = open_session(apart, "周审核", years.PASSWORD)
    review.declare_conflict(session, CASE, Declared.DECLARED, "曾任顾问")
    session.close()
    page = page_of(enter(apart, years.REVIEWER))
    page.checks.pick("G5")
    assert "已回避，不计" in page.detail.said.text() and not page.detail.apart.isVisible()


def choose(page: ReviewPage, box: str, key: str) -> list[str]:
    field = getattr(page.queue, box)
    field.setCurrentIndex(field.findData(key))
    field.activated.emit(field.currentIndex())
    return [one.case for one in page.queue.list.rows.rows]


def test_the_queue_is_put_in_order_and_searched_key_by_key(qtbot: QtBot, enter: Enter, apart: Path) -> None:
    page = page_of(enter(apart, years.REVIEWER), NEXT)
    assert choose(page, "order", "differs")[0] == CASE
    choose(page, "order", "sum")
    sums = [one.entitled_fen or 0 for one in page.queue.list.rows.rows]
    assert sums == sorted(sums, reverse=True) and len(set(sums)) > 1
    assert choose(page, "state", "differs") == [CASE]
    choose(page, "state", "")
    case = reads.case(page.ctx.reader, "2025-M3-0007")
    word = next(f.raw for f in case.facts.values() if len(f.raw) > 6)[1:3]
    page.queue.search.setText(f"{word} {case.credit_code[:9]}")
    found = [one.case for one in page.queue.list.rows.rows]
    assert case.id in found and len(found) < 24
    wanted = [
        c.id for c in reads.cases(page.ctx.reader, 3, 2025)
        if all(w.lower() in "\n".join((c.id, c.applicant, c.credit_code, c.title, c.district, *(f.raw for f in c.facts.values()))).lower()
               for w in (word, case.credit_code[:9]))
    ]  # fmt: skip
    assert sorted(found) == wanted


def test_the_next_case_with_something_open_is_one_key_away(qtbot: QtBot, enter: Enter, year: Path) -> None:
    years.answer_all(year, 3, but=(CASE, "2025-M3-0004"))
    page = page_of(enter(year, years.REVIEWER))
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(page.checks, Qt.Key.Key_PageDown, keys)
    assert page.shown is not None and page.shown.case.id == "2025-M3-0004" and page.checks.hasFocus()
    qtbot.keyClick(page.checks, Qt.Key.Key_PageDown, keys)
    assert page.shown.case.id == "2025-M3-0004"


def test_that_an_answer_is_saved_is_said_beside_it(qtbot: QtBot, enter: Enter, apart: Path, settle: Settle) -> None:
    page = page_of(enter(apart, years.REVIEWER))
    page.checks.pick("G6")
    assert page.detail.saved.text() == ""
    page.detail.note.setFocus()
    qtbot.keyClicks(page.detail.note, "seen")
    page.checks.setFocus()
    settle(page.ctx.jobs)
    assert page.detail.saved.text().startswith("已保存")
    page.checks.pick("G7")
    assert page.detail.saved.text() == ""
