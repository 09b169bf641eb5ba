"""Lists from elsewhere read as offices write them: headers, units, totals, and every way a line is held."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from gyga_desk.errors import Refused, WorkbookError
from gyga_desk.model import Severity
from gyga_desk.operations import Session
from gyga_desk.operations.list_lines import UNNAMED
from gyga_desk.operations.lists import ListPreview, import_list, preview_list, remove_list
from gyga_desk.operations.session import open_session
from gyga_desk.store import lists
from gyga_desk.store.lists import AWARDS, FILINGS
from tests.headless import CLERK, OBSERVER, Desk, head, password_of

TODAY = date(2025, 7, 1)
CODE, OTHER_CODE = "915201009PUG26F69T", "91520100MA6DLJ3N5G"
AWARD_HEADER = ["单位名称", "信用代码", "政策名称", "文号", "措施", "项目名称", "合同编号", "年度", "补助金额(元)"]
FILING_HEADER = ["序号", "算法名称", "角色", "主体名称", "应用产品", "主要用途", "备案编号", "备注"]
NUMBER = "网信算备520100111110240011号"

Row = Sequence[object]
Write = Callable[..., Path]


@pytest.fixture
def session(office: Desk) -> Iterator[Session]:
    """The clerk at work on a store with its people and nothing else."""
    found = open_session(office.store, CLERK, password_of(CLERK))
    yield found
    found.close()


@pytest.fixture
def db(session: Session) -> sqlite3.Connection:
    return session.db


@pytest.fixture
def book(tmp_path: Path) -> Write:
    """A workbook of these rows."""

    def write(*rows: Row, name: str = "名单.xlsx", more: Sequence[Sequence[Row]] = ()) -> Path:
        made = openpyxl.Workbook()
        for at, table in enumerate((rows, *more)):
            sheet = made.create_sheet(f"表{at + 1}")
            for row in table:
                sheet.append(list(row))
        del made["Sheet"]
        made.save(tmp_path / name)
        return tmp_path / name

    return write


def award(
    *,
    name: str = "贵州黔云智能科技有限公司",
    code: str = CODE,
    policy: str = "区级奖补",
    measure: object = "",
    matter: str = "示例项目",
    year: object = 2024,
    yuan: object = 100,
) -> Row:
    return [name, code, policy, "观府发〔2024〕3号", measure, matter, "", year, yuan]


def filing(
    number: str = NUMBER, note: str = "", role: str = "服务提供者", holder: str = "贵州黔云智能科技有限公司"
) -> Row:
    return [1, "黔语生成算法", role, holder, "黔语", "文本生成", number, note]


def awards(db: sqlite3.Connection, path: Path, dated: str = "2025-03-31") -> ListPreview:
    return preview_list(db, AWARDS, path, TODAY, dated)


def filings(db: sqlite3.Connection, path: Path, dated: str = "2025-03-31") -> ListPreview:
    return preview_list(db, FILINGS, path, TODAY, dated)


def test_an_award_is_read_whole(db: sqlite3.Connection, book: Write) -> None:
    found = awards(
        db,
        book(
            AWARD_HEADER,
            [
                "贵州 黔云智能科技有限公司",
                f" {CODE.lower()}",
                "大模型措施",
                "黔数〔2024〕9号",
                "措施三",
                "示例项目",
                "HT-1",
                "2024年度",
                "1,234.56",
            ],
        ),
    )
    assert (found.problems, found.held, found.unchanged, found.dated, found.earlier) == ((), 0, 0, "2025-03-31", "")
    (row,) = found.rows
    assert row.row == 2
    assert row.held == {
        "credit_code": CODE, "applicant": "贵州黔云智能科技有限公司", "policy": "大模型措施", "document": "黔数〔2024〕9号", "measure": 3,
        "matter": "示例项目", "contract": "HT-1", "year": 2024, "amount_fen": 123456,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "cell", "fen"),
    [
        ("金额", 12.5, 1250),
        ("金额（万元）", 12.5, 12_500_000),
        ("拨付金额(元)", "60.5", 6050),
        ("补助金额(单位:万元)", "0.0000001", None),
        ("已享受金额(万元)", 0, 0),
        ("奖励资金(万元)", "壹万", None),
        ("补助金额", -1, None),
        ("补助金额", None, None),
        ("补助金额", "=1+1", None),
        ("补助金额", 0.005, None),
    ],
)
def test_amounts_are_read_exactly_by_their_header_s_unit(
    db: sqlite3.Connection, book: Write, header: str, cell: object, fen: int | None
) -> None:
    found = awards(db, book([*AWARD_HEADER[:-1], header], award(yuan=cell)))
    assert [r.held["amount_fen"] for r in found.rows] == ([] if fen is None else [fen])
    assert found.held == (fen is None)
    assert found.clean is (fen is not None)
    assert all(p.cell == "I2" and p.row == 2 and p.sentence for p in found.problems)


def test_a_unit_above_the_table_and_a_total_below_it(db: sqlite3.Connection, book: Write) -> None:
    header = ["序号", "企业名称", "统一社会信用代码", "资金名称", "年度", "拨付金额"]
    rows = [
        ["2024年奖补资金情况表"],
        [None] * 4 + ["单位：万元"],
        header,
        [1, "甲公司", CODE, "甲资金", 2024, 60.5],
        [2, "乙公司", OTHER_CODE, "甲资金", 2024, 12],
    ]
    found = awards(db, book(*rows, ["合计", None, None, None, None, 72.5], ["注：按拨付文件统计"]))
    assert [r.held["amount_fen"] for r in found.rows] == [60_500_000, 12_000_000]
    assert [reason for _, reason in found.skipped] == ["合计行", "表下说明"]
    assert [(s.stated_fen, s.computed_fen) for s in found.sums] == [(72_500_000, 72_500_000)]
    wrong = awards(db, book(*rows, ["合计", None, None, None, None, 80]))
    assert [p.code for p in wrong.problems] == ["sum-differs"]
    assert not wrong.clean
    assert (len(wrong.rows), wrong.held) == (2, 0)


def test_what_was_paid_goes_before_what_was_granted(db: sqlite3.Connection, book: Write) -> None:
    header = ["单位名称", "年度", "补助金额(万元)", "拨付金额(元)"]
    found = awards(db, book(header, ["甲", 2024, 10, 50000], ["乙", 2024, 10, None]))
    assert [r.held["amount_fen"] for r in found.rows] == [5_000_000, 10_000_000]
    assert [r.held["policy"] for r in found.rows] == [UNNAMED, UNNAMED]
    assert [(p.code, p.severity) for p in found.problems] == [("no-credit-code", Severity.NOTE)]
    assert found.clean


@pytest.mark.parametrize(
    ("said", "number"),
    [("", None), (2, 2), ("措施二", 2), ("M7", 7), ("措施5 数据供给", 5), ("三", 3), ("四、公共服务平台", 4)],
)
def test_the_measure_is_one_of_this_policy(
    db: sqlite3.Connection, book: Write, said: object, number: int | None
) -> None:
    (row,) = awards(db, book(AWARD_HEADER, award(measure=said))).rows
    assert row.held["measure"] == number


@pytest.mark.parametrize(
    ("said", "year"), [("2024年", 2024), (date(2024, 5, 6), 2024), ("20240506", 2024), (" 2024-05 ", 2024)]
)
def test_a_year_is_read_from_what_names_one(db: sqlite3.Connection, book: Write, said: object, year: int) -> None:
    (row,) = awards(db, book(AWARD_HEADER, award(year=said))).rows
    assert row.held["year"] == year
    (row,) = awards(db, book(["单位名称", "拨付日期", "拨付金额"], ["甲公司", said, 1])).rows
    assert row.held["year"] == year


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (award(code=CODE[:-1] + "U"), "credit-code", "B2"),
        (award(name=""), "missing", "A2"),
        (award(measure="措施八"), "measure", "E2"),
        (award(measure="第三条"), "measure", "E2"),
        (award(year="去年"), "year", "H2"),
        (award(year="2023-2024"), "year", "H2"),
        (award(year=""), "missing", "H2"),
        (award(yuan="一百"), "money", "I2"),
    ],
)
def test_a_bad_line_is_held_with_its_cell(session: Session, book: Write, row: Row, code: str, cell: str) -> None:
    found = awards(session.db, book(AWARD_HEADER, row, award(matter="别的项目")))
    (fault,) = found.problems
    assert (fault.code, fault.cell, fault.row, fault.severity) == (code, cell, 2, Severity.ERROR)
    assert fault.sentence.endswith("。")
    assert (found.held, [r.row for r in found.rows]) == (1, [3])
    with pytest.raises(Refused, match="1 行存在问题"):
        import_list(session, found)
    taken = import_list(session, found, accept_clean=True).value
    assert taken.accepted == 1
    assert [a.matter for a in lists.earlier_awards(session.db)] == ["别的项目"]


def test_the_same_line_twice_is_held_and_two_payments_are_not(db: sqlite3.Connection, book: Write) -> None:
    found = awards(db, book(AWARD_HEADER, award(), award(), award(yuan=200)))
    assert [(p.code, p.row) for p in found.problems] == [("duplicate-row", 3)]
    assert [r.row for r in found.rows] == [2, 4]


def test_a_second_list_adds_only_what_is_new(session: Session, book: Write) -> None:
    import_list(session, awards(session.db, book(AWARD_HEADER, award(), name="一.xlsx")))
    second = book(AWARD_HEADER, award(), award(yuan=200), award(matter="新项目"), name="二.xlsx")
    found = awards(session.db, second)
    assert (found.unchanged, found.held, [r.row for r in found.rows]) == (1, 1, [4])
    (fault,) = found.problems
    assert (fault.code, fault.cell, fault.severity) == ("award-differs", "I3", Severity.ASK)
    assert "100.00 元" in fault.sentence
    assert "L0001 第 2 行" in fault.sentence
    import_list(session, found, accept_clean=True)
    assert [(a.list, a.row, a.matter, a.amount_fen) for a in lists.earlier_awards(session.db)] == [
        ("L0001", 2, "示例项目", 10000),
        ("L0002", 4, "新项目", 10000),
    ]
    assert [a.list for a in lists.earlier_awards(session.db, CODE)] == ["L0001", "L0002"]
    assert lists.earlier_awards(session.db, OTHER_CODE) == []


def test_a_file_read_before_changes_nothing(session: Session, book: Write) -> None:
    path = book(AWARD_HEADER, award())
    import_list(session, awards(session.db, path))
    before = head(session.store.path)
    again = preview_list(session.db, AWARDS, path, TODAY)
    assert (again.earlier, again.unchanged, again.rows, again.dated, again.clean) == (
        "L0001",
        1,
        (),
        "2025-03-31",
        True,
    )
    done = import_list(session, again)
    assert (done.value.list, done.value.accepted) == ("L0001", 0)
    assert not done.change.tables
    assert head(session.store.path) == before
    with pytest.raises(Refused, match="L0001"):
        awards(session.db, path, "2025-04-01")


def test_a_preview_that_was_overtaken_is_refused(session: Session, book: Write) -> None:
    found = awards(session.db, book(AWARD_HEADER, award()))
    import_list(session, found)
    with pytest.raises(Refused, match="预览之后"):
        import_list(session, found)


@pytest.mark.parametrize(
    ("name", "dated", "day"),
    [
        ("清单.xlsx", "2025-01-02", "2025-01-02"),
        ("清单20250331.xlsx", "2025-01-02", "2025-01-02"),
        ("清单20250331.xlsx", "", "2025-03-31"),
        ("清单（2025年3月1日）.xlsx", "", "2025-03-01"),
        ("清单2025-02-30.xlsx", "", "2025-07-01"),
        ("清单2026-02-03.xlsx", "", "2025-07-01"),
        ("清单.xlsx", "", "2025-07-01"),
    ],
)
def test_a_list_speaks_for_a_day(db: sqlite3.Connection, book: Write, name: str, dated: str, day: str) -> None:
    found = filings(db, book(FILING_HEADER, filing(), name=name), dated)
    assert found.dated == day
    assert [p.code for p in found.problems] == (["list-date"] if day == "2025-07-01" else [])
    assert found.clean


@pytest.mark.parametrize(("dated", "words"), [("2025-07-02", "今天之后"), ("三月", "不是日期")])
def test_an_impossible_day_is_refused(db: sqlite3.Connection, book: Write, dated: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        filings(db, book(FILING_HEADER, filing()), dated)


def test_a_filing_is_read_whole(session: Session, book: Write) -> None:
    header = ["备案编号", "算法名称", "备案主体", "备案角色", "备案日期", "状态"]
    found = filings(
        session.db,
        book(header, [" 网信算备 520100111110240011号", "黔语", "甲公司", "技术支持者", "2024年6月12日", "已注销"]),
    )
    assert found.problems == ()
    import_list(session, found)
    (row,) = lists.filings(session.db)
    assert (row.list, row.dated, row.row, row.number, row.algorithm) == ("L0001", "2025-03-31", 2, NUMBER, "黔语")
    assert (row.holder, row.role, row.filed_on, row.cancelled) == ("甲公司", "服务技术支持者", "2024-06-12", True)


@pytest.mark.parametrize(
    ("note", "cancelled"),
    [
        ("", False),
        ("已注销", True),
        ("注销", True),
        ("备案已撤销。", True),
        ("未注销", False),
        ("主体名称由甲变更为乙", False),
        ("注销申请中", None),
        ("拟注销", None),
    ],
)
def test_a_note_says_whether_a_filing_stands(
    db: sqlite3.Connection, book: Write, note: str, cancelled: bool | None
) -> None:
    found = filings(db, book(FILING_HEADER, filing(note=note)))
    assert [r.held["cancelled"] for r in found.rows] == ([] if cancelled is None else [int(cancelled)])
    assert [(p.code, p.cell) for p in found.problems] == ([("state", "H2")] if cancelled is None else [])


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        (filing("Guizhou-ShiLi-20240901"), "filing-number", "导错了清单"),
        (filing(""), "missing", "备案编号"),
        (filing("网信算备2号", holder=""), "missing", "主体名称"),
        (filing("网信算备2号", role="使用者"), "role", "使用者"),
        (filing(NUMBER[:-1]), "duplicate-row", "第 2 行"),
    ],
)
def test_a_bad_filing_is_held(db: sqlite3.Connection, book: Write, row: Row, code: str, words: str) -> None:
    found = filings(db, book(FILING_HEADER, filing(), row))
    (fault,) = found.problems
    assert (fault.code, fault.row) == (code, 3)
    assert words in fault.sentence
    assert [r.row for r in found.rows] == [2]


def test_each_copy_is_kept_and_the_newest_day_counts(session: Session, book: Write) -> None:
    import_list(session, filings(session.db, book(FILING_HEADER, filing(note="已注销"), name="新.xlsx"), "2025-06-30"))
    import_list(
        session, filings(session.db, book(FILING_HEADER, filing(), filing("网信算备2号"), name="旧.xlsx"), "2025-03-31")
    )
    assert [(x.id, x.dated, x.rows) for x in lists.lists(session.db)] == [
        ("L0001", "2025-06-30", 1),
        ("L0002", "2025-03-31", 2),
    ]
    assert [f.cancelled for f in lists.filings(session.db)] == [True]
    named = lists.filings_numbered(session.db, [NUMBER[:-1], "网信算备2"])
    assert [(f.list, f.number) for f in named] == [("L0001", NUMBER), ("L0002", NUMBER), ("L0002", "网信算备2号")]


def test_csv_in_the_national_encoding(db: sqlite3.Connection, tmp_path: Path) -> None:
    path = tmp_path / "清单.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([["境内深度合成服务算法备案清单"], FILING_HEADER, filing()])
    found = filings(db, path)
    assert ([r.row for r in found.rows], found.sheet) == ([3], "")


@pytest.mark.parametrize(
    ("kind", "rows", "wanted"),
    [
        (AWARDS, [FILING_HEADER, filing()], "单位名称、拨付金额或金额、年度或拨付日期"),
        (AWARDS, [["单位名称", "年度"], ["甲", 2024]], "拨付金额或金额"),
        (FILINGS, [AWARD_HEADER, award()], "备案编号、主体名称"),
        (AWARDS, [["什么", "都没有"]], "单位名称"),
    ],
)
def test_another_table_is_refused_by_what_it_lacks(
    db: sqlite3.Connection, book: Write, kind: str, rows: Sequence[Row], wanted: str
) -> None:
    with pytest.raises(WorkbookError, match=wanted):
        preview_list(db, kind, book(*rows), TODAY)


def test_two_columns_for_one_amount_hold_the_whole_table(session: Session, book: Write) -> None:
    found = awards(session.db, book(["单位名称", "年度", "补助金额", "奖励金额"], ["甲", 2024, 1, 2]))
    assert [p.code for p in found.problems] == ["duplicate-column"]
    assert (found.rows, found.held) == ((), 1)
    done = import_list(session, found, accept_clean=True)
    assert done.value.accepted == 0
    assert lists.lists(session.db) == []


def test_a_second_table_of_the_kind_is_pointed_at(db: sqlite3.Connection, book: Write) -> None:
    found = awards(db, book(AWARD_HEADER, award(), more=[[AWARD_HEADER, award(year=2023)], [["说明"]]]))
    assert [(p.code, p.sheet, p.severity) for p in found.problems] == [("other-sheet", "表2", Severity.ASK)]
    assert len(found.rows) == 1


def test_a_list_is_removed_with_a_reason_and_its_number_is_not_used_again(session: Session, book: Write) -> None:
    import_list(session, awards(session.db, book(AWARD_HEADER, award())))
    for name, reason, words in (("L0001", " ", "理由"), ("L0009", "导错", "L0009")):
        with pytest.raises(Refused, match=words):
            remove_list(session, name, reason)
    done = remove_list(session, "L0001", "导错文件")
    assert done.title == "移除名单 L0001 导错文件"
    assert done.change.tables == {"list_file", "earlier_award"}
    assert (lists.lists(session.db), lists.earlier_awards(session.db)) == ([], [])
    assert import_list(session, awards(session.db, book(AWARD_HEADER, award()))).value.list == "L0002"


def test_an_observer_looks_and_imports_nothing(office: Desk, book: Write) -> None:
    path = book(AWARD_HEADER, award())
    assert "经办人" in office.refused("awards", "import", path, who=OBSERVER)
    assert office.ok("awards", "import", path, "--dry-run", who=OBSERVER)["new"] == 1
