"""A clerk's afternoon: a messy workbook settled and taken in, sent back marked; sheets printed and registered; the payment list."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from stdnum.cn import uscc

from gyga_desk.model import PaperState, Severity
from gyga_desk.money import write_yuan
from gyga_desk.operations import history
from gyga_desk.store import open_reader, reads
from tests.journeys.hands import Hands
from tests.ui import years
from ui.pages.intake import IntakePage
from ui.pages.papers import PapersPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)
SitDown = Callable[[Path, str], Hands]
TRADES = 6


def test_a_clerks_afternoon(sit_down: SitDown, store: Path, messy_workbook: Path, tmp_path: Path) -> None:
    hands = sit_down(store, years.CLERK)
    takes_in_a_messy_workbook(hands, messy_workbook, tmp_path)
    hands.window.close()
    years.seal(store, TRADES)  # the reviewer, the chair and the observer, in between
    hands = sit_down(store, years.CLERK)
    page = hands.turn_to("papers", PapersPage)
    sheets = prints_every_sheet(hands, page, tmp_path / "审批表")
    registers_them(hands, page)
    prints_the_payment_list(hands, page, tmp_path / "拨付")
    hands.window.close()
    db = open_reader(store)
    states = {paper.number: paper.state for paper in reads.papers(db)}
    assert set(states.values()) == {PaperState.REGISTERED, PaperState.PRINTED} and len(states) == len(sheets) + 1
    db.close()
    assert history.verify_store(store).findings == ()


def takes_in_a_messy_workbook(hands: Hands, file: Path, folder: Path) -> None:
    page = hands.turn_to("intake", IntakePage)
    hands.will_open(file)
    hands.press("Ctrl+O")
    looking = page.looking
    assert looking.isVisible() and not looking.all.isEnabled()
    assert looking.panel.list.hasFocus() and open_codes(page) == ["credit-code", "sum-differs", "credit-code"]
    corrects_a_credit_code(hands, page)
    assert open_codes(page) == ["sum-differs", "credit-code"]
    assert looking.panel.current().code == "sum-differs"
    hands.press("1")
    assert open_codes(page) == ["credit-code"]
    sends_it_back(hands, page, folder / "退回.xlsx")
    new = int(looking.figures["new"].number.text())
    hands.click(looking.clean)
    assert f"暂不收件 {looking.preview.count('held') if looking.preview else 0} 行" in page.result.sentence.text()
    cases = reads.cases(hands.frame.ctx.reader)
    assert len(cases) == new > 30
    page.batches.pick(page.batches.rows.rows[0].id)
    assert [one.person for one in page.settled.rows.rows] == [years.CLERK] * page.settled.rows.rowCount() != []


def open_codes(page: IntakePage) -> list[str]:
    assert page.preview is not None
    return [one.code for one in page.preview.problems if one.severity is not Severity.NOTE]


def corrects_a_credit_code(hands: Hands, page: IntakePage) -> None:
    """F2, the code as the licence has it, Enter."""
    raw = page.looking.card.edit.text()
    hands.press("F2")
    assert hands.focus is page.looking.card.edit
    hands.press("Ctrl+A")
    hands.type(raw[:17] + uscc.calc_check_digit(raw[:17]))
    hands.press("Return")


def sends_it_back(hands: Hands, page: IntakePage, out: Path) -> None:
    hands.will_save(out)
    marked, _ = page.looking.send.menu().actions()
    marked.trigger()
    hands.settle()
    book = openpyxl.load_workbook(out)
    told = "".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value)
    assert "统一社会信用代码校验不通过" in told and out.name in hands.frame.status.said.text()


def prints_every_sheet(hands: Hands, page: PapersPage, folder: Path) -> list[Path]:
    folder.mkdir()
    hands.will_choose(folder)
    assert page.measure.number == TRADES
    hands.click(page.all)
    sheets = sorted(folder.glob("*.pdf"))
    assert len(sheets) == page.list.rows.rowCount() > 5
    assert f"{len(sheets)} 份文书" in page.notice.sentence.text()
    return sheets


def registers_them(hands: Hands, page: PapersPage) -> None:
    """The code is read from the paper, as the clerk does; a wrong one is refused in a window of its own."""
    for at, row in enumerate(list(page.list.rows.rows)):
        page.list.pick(row.key)
        code = page.list.current().paper.code
        if at == 0:
            hands.will_fill(code="0000-0000-0000").then_dismiss()
            hands.click(page.register)
            assert page.list.current().paper.state is PaperState.PRINTED
        hands.will_fill(code=code.lower())
        hands.click(page.register)
        assert page.list.current().paper.state is PaperState.REGISTERED


def prints_the_payment_list(hands: Hands, page: PapersPage, folder: Path) -> None:
    folder.mkdir()
    hands.will_choose(folder)
    page.kind.setFocus()
    page.kind.setCurrentIndex(page.kind.findData("payment"))
    page.kind.activated.emit(page.kind.currentIndex())
    assert page.list.rows.rowCount() == 1
    page.tables.setChecked(True)
    hands.click(page.all)
    (pdf,) = folder.glob("*.pdf")
    words = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    db = hands.frame.ctx.reader
    paid = sum(row.amount_fen for row in reads.sealed(db) if row.outcome == "awarded")
    assert paid > 0 and write_yuan(paid) in words
    assert list(folder.glob("*.xlsx"))
