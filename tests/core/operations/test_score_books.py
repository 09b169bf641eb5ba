"""Score workbooks: given out, filled in by an expert elsewhere, taken back whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from gyga_desk.formats import score_book
from gyga_desk.formats.score_book import FACT_SHEET, HEADER_ROW, MARK_SHEET
from gyga_desk.model import MarkState
from gyga_desk.operations import marks as verbs
from gyga_desk.operations import score_books
from gyga_desk.operations.session import open_session
from gyga_desk.store import open_reader, reads
from tests.headless import CHAIR, CLERK, OBSERVER, REVIEWER, Desk, password_of

EXPERT = "林专家"
FIRST = HEADER_ROW + 1
ITEMS = 14
INTEREST, REMARK = 3 + ITEMS + 2, 3 + ITEMS + 3
Fill = Callable[[Workbook], object]


def book_of(desk: Desk, out: Path, expert: str = EXPERT, *more: str) -> Path:
    named = ("--expert", expert) if expert else ()
    desk.ok("scorebook", out, "--measure", "3", *named, *more, who=CLERK)
    return out


@pytest.fixture(scope="module")
def _blank(tmp_path_factory: pytest.TempPathFactory, _filed: Path) -> Path:
    return book_of(Desk(_filed), tmp_path_factory.mktemp("book") / "评分.xlsx")


@pytest.fixture
def blank(tmp_path: Path, _blank: Path) -> Path:
    """A book for the expert, nothing filled in yet."""
    return Path(shutil.copy(_blank, tmp_path))


def give(book: Workbook, row: int, points: float = 4, remark: str = "") -> None:
    sheet = book[MARK_SHEET]
    for at in range(4, 4 + ITEMS):
        sheet.cell(row, at).value = points
    sheet.cell(row, INTEREST).value, sheet.cell(row, REMARK).value = "无", remark or None


def filled(path: Path, *fills: Fill) -> Path:
    book = openpyxl.load_workbook(path)
    for fill in fills:
        fill(book)
    book.save(path)
    return path


def marks(desk: Desk) -> dict[tuple[str, str, str], tuple[MarkState, Decimal | None, str]]:
    db = open_reader(desk.store)
    found = {(m.case, m.expert, m.item): (m.state, m.points, m.reason) for m in reads.marks(db, 3, 2025)}
    db.close()
    return found


def test_the_book_is_locked_but_for_what_an_expert_says(blank: Path) -> None:
    book = openpyxl.load_workbook(blank)
    sheet = book[MARK_SHEET]
    assert all(one.protection.sheet and one.protection.password for one in book)
    assert book.security.lockStructure
    assert book[FACT_SHEET].sheet_state == "veryHidden"
    assert all(cell.protection.locked for row in sheet["A1:V4"] for cell in row)
    opened = [cell.column for cell in sheet[FIRST] if not cell.protection.locked]
    assert opened == [*range(4, 4 + ITEMS), INTEREST, REMARK]
    assert sheet["D4"].value == "A1 痛点真实且典型（5分）"
    assert sheet["B2"].value == EXPERT
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert rules["D5"].formula1 == "AND(ISNUMBER(D5),D5>=0,D5<=5,MOD(ROUND(D5*1000,0),500)=0)"
    assert "请填 0 至 5 分，以 0.5 分为一档。" in rules["D5"].prompt
    assert sheet["R5"].value == '=IF(COUNT(D5:Q5)=14,SUM(D5:Q5),"")'
    assert len(list(book["评分标准"].iter_rows())) == 1 + ITEMS


def test_what_an_expert_gave_comes_in_item_by_item(filed: Desk, blank: Path) -> None:
    before = marks(filed)
    out = blank
    path = filled(out, lambda b: give(b, FIRST, 4.5, "成效明显"), lambda b: give(b, FIRST + 1, 0))
    said = filed.ok("scores", "import", path, who=CLERK)
    assert (said["cases"], said["marks"], said["recused"], said["experts"]) == (2, 2, 0, [EXPERT])
    assert said["blank"] == openpyxl.load_workbook(out)[MARK_SHEET].max_row - HEADER_ROW - 2
    case = openpyxl.load_workbook(out)[MARK_SHEET].cell(FIRST, 1).value
    found = marks(filed)
    assert found[case, EXPERT, "A1"] == (MarkState.GIVEN, Decimal("4.5"), "")
    db = open_reader(filed.store)
    assert [(o.case, o.expert, o.text) for o in reads.opinions(db, 3, 2025)] == [(case, EXPERT, "成效明显")]
    db.close()
    assert found[case, EXPERT, "F1"] == (MarkState.GIVEN, Decimal("4.5"), "")
    assert {k: v for k, v in found.items() if k[1] != EXPERT} == before
    scores = {s["case"]: s["scores"] for s in filed.ok("standings", "--measure", "3", "--year", "2025")["cases"]}
    assert [Decimal(one["total"]) for one in scores[case] if one["expert"] == EXPERT] == [Decimal(63)]


def test_the_same_book_twice_changes_nothing(filed: Desk, blank: Path) -> None:
    path = filled(blank, lambda b: give(b, FIRST))
    filed.ok("scores", "import", path, who=CLERK)
    steps = filed.ok("history")
    again = filed.ok("scores", "import", path, who=CLERK)
    assert again["marks"] == 0
    assert filed.ok("history") == steps


def test_a_new_book_has_what_was_given_before(filed: Desk, tmp_path: Path) -> None:
    filed.ok(
        "scores", "import", filled(book_of(filed, tmp_path / "一.xlsx"), lambda b: give(b, FIRST, 3.5, "好")), who=CLERK
    )
    sheet = openpyxl.load_workbook(book_of(filed, tmp_path / "二.xlsx"))[MARK_SHEET]
    assert sheet.cell(FIRST, 4).value == 3.5
    assert (sheet.cell(FIRST, INTEREST).value, sheet.cell(FIRST, REMARK).value) == ("无", "好")
    assert filed.ok("scores", "import", tmp_path / "二.xlsx", who=CLERK)["marks"] == 0
    path = filled(tmp_path / "二.xlsx", lambda b: give(b, FIRST, 5))
    assert filed.ok("scores", "import", path, who=CLERK)["marks"] == 1
    assert {v[1] for k, v in marks(filed).items() if k[1] == EXPERT} == {Decimal(5)}


def test_stepping_aside_takes_the_reason_and_no_points(filed: Desk, blank: Path) -> None:
    out = blank

    def aside(book: Workbook) -> None:
        book[MARK_SHEET].cell(FIRST, INTEREST).value = "有，回避"
        book[MARK_SHEET].cell(FIRST, REMARK).value = "曾任该公司顾问"

    said = filed.ok("scores", "import", filled(out, aside), who=CLERK)
    assert (said["recused"], said["marks"]) == (1, 1)
    (found,) = [v for k, v in marks(filed).items() if k[1] == EXPERT]
    assert found == (MarkState.RECUSED, None, "曾任该公司顾问")


def put(row: int, column: int, value: object) -> Fill:
    def change(book: Workbook) -> None:
        book[MARK_SHEET].cell(row, column).value = value

    return change


@pytest.mark.parametrize(
    ("fills", "code", "cell"),
    [
        ((put(FIRST, 4, 5.5),), "mark-range", "D5"),
        ((put(FIRST, 4, -1),), "mark-range", "D5"),
        ((put(FIRST, 4, 4.3),), "mark-step", "D5"),
        ((put(FIRST, 4, "很好"),), "mark-not-number", "D5"),
        ((put(FIRST, 4, None),), "marks-missing", "D5"),
        ((put(FIRST, INTEREST, None),), "interest-missing", "S5"),
        ((put(FIRST, INTEREST, "也许"),), "interest", "S5"),
        ((put(FIRST, INTEREST, "有，回避"), put(FIRST, REMARK, "亲属")), "recused-marked", "S5"),
        ((put(FIRST, 3 + ITEMS + 1, 99),), "total-differs", "R5"),
        ((put(FIRST, 3, "另一个项目"),), "case-differs", "C5"),
    ],
)
def test_one_bad_cell_holds_the_whole_book(
    filed: Desk, blank: Path, fills: tuple[Fill, ...], code: str, cell: str
) -> None:
    before = marks(filed)
    path = filled(blank, lambda b: give(b, FIRST), lambda b: give(b, FIRST + 1), *fills)
    said = filed.ok("scores", "import", path, who=CLERK, status=1)
    assert [(p["code"], p["cell"]) for p in said["problems"]] == [(code, cell)]
    assert said["problems"][0]["sentence"].endswith("。")
    assert (said["marks"], marks(filed)) == (0, before)


def test_points_as_people_type_them(filed: Desk, blank: Path) -> None:
    fills = [put(FIRST, at, text) for at, text in enumerate(("４．５", "4.5分", " 4.5 ", "4.50"), 4)]
    path = filled(blank, lambda b: give(b, FIRST, 4.5), *fills)
    filed.ok("scores", "import", path, who=CLERK)
    assert {v[1] for k, v in marks(filed).items() if k[1] == EXPERT} == {Decimal("4.5")}


def facts(**changes: str) -> Fill:
    """Changes on the hidden sheet by somebody who knows how its digest is made."""

    def change(book: Workbook) -> None:
        sheet = book[FACT_SHEET]
        held = {sheet.cell(row, 1).value: sheet.cell(row, 2).value or "" for row in range(2, sheet.max_row + 1)}
        held |= changes
        held["digest"] = changes.get("digest") or score_books._digest(held)
        for row, text in enumerate(held.values(), 2):
            sheet.cell(row, 2).value = text

    return change


def swap_rows(book: Workbook) -> None:
    sheet = book[MARK_SHEET]
    for at in range(1, 4):
        sheet.cell(FIRST, at).value, sheet.cell(FIRST + 1, at).value = (
            sheet.cell(FIRST + 1, at).value,
            sheet.cell(FIRST, at).value,
        )


@pytest.mark.parametrize(
    ("fill", "words", "said"),
    [
        (put(HEADER_ROW, 4, "A1 痛点（50分）"), (), "表头 D4 应为“A1 痛点真实且典型（5分）”"),
        (put(HEADER_ROW, REMARK + 1, "加分"), (), "多了“加分”"),
        (put(1, 1, "2024年度评分表"), (), "标题被改动过"),
        (put(FIRST, 1, "2025-M3-9999"), (), "项目编号被改动"),
        (swap_rows, (), "项目编号被改动"),
        (lambda b: b[MARK_SHEET].delete_rows(FIRST), (), "项目编号被改动"),
        (put(2, 2, "他人"), (), f"是发给{EXPERT}的评分表，现在写的是他人"),
        (put(2, 2, None), (), "没有填写专家姓名"),
        (lambda _: None, ("--expert", "他人"), f"是{EXPERT}的评分表，不是他人的"),
        (lambda _: None, ("--year", "2024"), "是 2025 年度的评分表，不是 2024 年度的"),
        (lambda _: None, ("--measure", "4"), "是措施3的评分表，不是措施4的"),
        (facts(store="别处"), (), "另一个数据文件"),
        (facts(guide="sha256:0"), (), "另一版政策或指南"),
        (facts(edition="sha256:0"), (), "另一版政策或指南"),
        (facts(year="2024"), (), "标题被改动过"),
        (facts(measure="乙"), (), "核对信息被改动过"),
        (facts(digest="sha256:0"), (), "核对信息被改动过"),
        (facts(expert="他人"), (), f"是发给他人的评分表，现在写的是{EXPERT}"),
    ],
)
def test_another_or_an_altered_book_is_refused_with_the_reason(
    filed: Desk, blank: Path, fill: Fill, words: tuple[str, ...], said: str
) -> None:
    path = filled(blank, lambda b: give(b, FIRST), fill)
    assert said in filed.refused("scores", "import", path, *words, who=CLERK)


def test_a_struck_mark_stays_struck(filed: Desk, tmp_path: Path) -> None:
    case = openpyxl.load_workbook(book_of(filed, tmp_path / "空.xlsx"))[MARK_SHEET].cell(FIRST, 1).value
    assert case
    path = filled(tmp_path / "空.xlsx", lambda b: give(b, FIRST))
    filed.ok("scores", "import", path, who=CLERK)
    session = open_session(filed.store, CHAIR, password_of(CHAIR))
    verbs.strike_marks(session, case, EXPERT, "与申报单位有合作")
    session.close()
    again = filled(path, lambda b: give(b, FIRST, 5))
    said = filed.ok("scores", "import", again, who=CLERK, status=1)
    assert [p["code"] for p in said["problems"]] == ["struck"]


def test_a_book_without_a_name_takes_the_one_written_in_it(filed: Desk, tmp_path: Path) -> None:
    out = book_of(filed, tmp_path / "评分.xlsx", "")
    assert not openpyxl.load_workbook(out)[MARK_SHEET]["B2"].protection.locked
    path = filled(out, lambda b: give(b, FIRST), put(2, 2, " 黄 专家 "))
    assert filed.ok("scores", "import", path, who=CLERK)["experts"] == ["黄专家"]


def test_who_may_and_what_cannot_be_made(filed: Desk, tmp_path: Path, blank: Path) -> None:
    out = blank
    assert "不会覆盖" in filed.refused("scorebook", out, "--measure", "3", who=CLERK)
    assert "措施2不评分" in filed.refused("scorebook", tmp_path / "二.xlsx", "--measure", "2", who=CLERK)
    assert "没有待评的项目" in filed.refused(
        "scorebook", tmp_path / "三.xlsx", "--measure", "3", "--year", "2024", who=CLERK
    )
    for who in (REVIEWER, CHAIR, OBSERVER):
        assert "请由经办人办理" in filed.refused("scores", "import", out, who=who)


def test_a_table_of_totals_is_no_score_book(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = FACT_SHEET
    book.worksheets[0]["A1"] = "别的"
    book.save(tmp_path / "表.xlsx")
    assert score_book.read_score_book(tmp_path / "表.xlsx") is None
