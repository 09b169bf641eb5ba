"""Transactions and equals on the pages: what came in, what stands beside a check, and the chair's order with its reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gyga_desk.operations import intake
from gyga_desk.operations.session import open_session
from gyga_desk.store import reads
from tests.core.filled import applicants, line, workbook
from tests.ui import years
from ui import dialogs
from ui.cells import Heading
from ui.dialogs import Field
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.decision import DecisionPage
from ui.pages.intake import IntakePage
from ui.pages.review import ReviewPage
from ui.review_facts import FactRow

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]
CODE = applicants(6)[0][1]
CASE = "2025-M6-0001"


def take(store: Path, file: Path) -> None:
    session = open_session(store, years.CLERK, years.PASSWORD)
    intake.import_batch(session, intake.preview_workbook(session.db, session.edition, file))
    session.close()


def trades(store: Path, *yuan: float, rows: bool = True) -> Path:
    row = {"who": 0, "年度交易总额": 6_000_000, "交易笔数": 1, "统计年度": 2024, "申请金额": 60_000}
    lines = [line(CODE, f"HT-{n}", sum_, related="是" if n == 2 else "否") for n, sum_ in enumerate(yuan, 1)]
    return workbook(store.with_name("交易.xlsx"), 6, [row] if rows else [], lines)


def test_a_detail_sheet_is_told_line_by_line_before_it_is_taken(
    qtbot: QtBot,
    enter: Enter,
    store: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take(store, trades(store, 6_000_000))
    file = trades(store, 6_000_000, 1_000_000, rows=False)
    frame = enter(store, years.CLERK)
    frame.open("intake")
    page = frame.pages["intake"]
    assert isinstance(page, IntakePage)
    monkeypatch.setattr(dialogs, "open_file", lambda *_: file)
    qtbot.mouseClick(page.choose, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    shown = page.looking.sheets.rows
    cells = [str(shown.index(0, at).data()) for at in range(shown.columnCount())]
    assert cells[:6] == ["交易明细", "措施六明细", "0", "2", "0", "0"]
    assert page.looking.figures["changed"].number.text() == "1"
    changes = page.looking.changes.rows
    assert [str(changes.index(0, at).data()) for at in (0, 2, 3, 4)] == [
        CASE, "交易明细", "1 笔，合同额合计 6,000,000.00 元", "2 笔，合同额合计 7,000,000.00 元",
    ]  # fmt: skip
    qtbot.mouseClick(page.looking.all, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    assert len(reads.trades(page.ctx.reader)[CASE]) == 2


def test_transactions_stand_beside_the_checks(enter: Enter, store: Path) -> None:
    take(store, trades(store, 6_000_000, 1_000_000))
    frame = enter(store, years.REVIEWER)
    frame.open("review")
    page = frame.pages["review"]
    assert isinstance(page, ReviewPage)
    page.show_case(CASE)
    rows: list[Any] = page.facts.list.rows.rows
    at = next(n for n, one in enumerate(rows) if isinstance(one, Heading) and one.text == "交易明细 2 笔")
    told = rows[at + 1 :]
    assert [(one.header, one.value, one.cell) for one in told if isinstance(one, FactRow)] == [
        ("2024-06-01 HT-1", "6,000,000.00 元，已付 6,000,000.00 元", "第 2 行"),
        ("2024-06-01 HT-2", "1,000,000.00 元，已付 1,000,000.00 元，关联方", "第 3 行"),
    ]  # fmt: skip
    assert "卖方 贵州示例数据公司" in told[0].raw


@pytest.fixture
def tied(store: Path) -> Path:
    """Five participants, the third and the fourth equal."""
    usage = [500, 400, 300, 300, 100]
    rows = [{"who": n, "训练使用量": u, "质量评价得分": 50} for n, u in enumerate(usage)]
    take(store, workbook(store.with_name("供给.xlsx"), 5, rows))
    return store


def decision(frame: Frame) -> DecisionPage:
    frame.open("decision")
    page = frame.pages["decision"]
    assert isinstance(page, DecisionPage)
    page.measure.choose(5)
    page.measure.activated.emit(page.measure.currentIndex())
    return page


PAIR = ["2025-M5-0003", "2025-M5-0004"]


def test_the_chair_puts_equals_in_order_with_a_reason(
    qtbot: QtBot,
    enter: Enter,
    tied: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = decision(enter(tied, years.CHAIR))
    asked: list[list[Field]] = []

    def ask(_: object, __: str, ___: str, fields: list[Field], ____: str) -> dict[str, str]:
        asked.append(fields)
        return {"0": PAIR[1], "1": PAIR[0], "reason": "覆盖行业更多"}

    monkeypatch.setattr(dialogs, "ask_form", ask)
    qtbot.mouseClick(page.propose, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    assert [f.title for f in asked[0]] == ["第 3 名", "第 4 名", "理由"]
    assert [case for case, _ in asked[0][0].choices] == PAIR
    held = reads.proposal(page.ctx.reader, 5, 2025)
    assert held is not None
    assert [(d.case, d.place, d.reason) for d in held.departures] == [
        (PAIR[1], 3, "覆盖行业更多"),
        (PAIR[0], 4, "覆盖行业更多"),
    ]
    amounts = {one.case: one.amount_fen for one in page.table.cases}
    assert (amounts[PAIR[1]], amounts[PAIR[0]]) == (50_000_000, 30_000_000)
    assert "同分并列排定：第 3 名 2025-M5-0004（覆盖行业更多）" in page.banner.sentence.text()
    qtbot.mouseClick(page.propose, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    assert len(asked) == 2  # a new proposal asks anew


def test_who_turns_back_proposes_nothing(
    qtbot: QtBot, enter: Enter, tied: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = decision(enter(tied, years.CHAIR))
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: None)
    qtbot.mouseClick(page.propose, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    assert reads.proposal(page.ctx.reader, 5, 2025) is None


def test_equals_without_an_order_show_no_amount(enter: Enter, tied: Path) -> None:
    page = decision(enter(tied, years.CLERK))
    waiting = {one.case: (one.entitled_fen, one.amount_fen) for one in page.table.cases if one.case in PAIR}
    assert waiting == dict.fromkeys(PAIR, (None, None))
    assert [one.case for one in page.blockers.list.rows.rows if one.code == "tie"] == PAIR
