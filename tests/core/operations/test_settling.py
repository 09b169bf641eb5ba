"""Questions of a workbook answered, cells corrected: what is read then, what is kept of it, and how a batch goes again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from stdnum.cn import uscc

from gyga_desk import places
from gyga_desk.errors import Cancelled
from gyga_desk.model import Problem, Severity
from gyga_desk.operations import Session, intake
from gyga_desk.operations.decide import content_of
from gyga_desk.operations.incoming import HELD, Preview
from gyga_desk.operations.session import open_session
from gyga_desk.operations.settling import answers_to, correct, sign
from gyga_desk.standings import Reckoning, measure_of
from gyga_desk.store import reads
from tests.headless import CLERK, OBSERVER, REVIEWER, Desk, head, password_of

CLEAN = places.resources() / "demo" / "batch-2025-clean.xlsx"
SHEET = "6数据流通"
UNIT = "unit-doubt"
OTHER_CODE = "91520100123456789" + uscc.calc_check_digit("91520100123456789")
Edit = Callable[[Any], None]


def put(row: int, header: str, value: object) -> Edit:
    def change(sheet: Any) -> None:
        column = next(c.column for c in sheet[1] if c.value == header)
        sheet.cell(row, column).value = value

    return change


def cell_of(file: Path, row: int, header: str) -> Any:
    sheet = openpyxl.load_workbook(file)[SHEET]
    return next(sheet.cell(row, c.column) for c in sheet[1] if c.value == header)


@pytest.fixture
def sent(tmp_path: Path) -> Callable[..., Path]:
    """One sheet of the clean sample with some cells written otherwise."""

    def make(*changes: Edit, name: str = "来表.xlsx") -> Path:
        book = openpyxl.load_workbook(CLEAN)
        for sheet in book.sheetnames:
            if sheet != SHEET:
                del book[sheet]
        for change in changes:
            change(book[SHEET])
        book.save(tmp_path / name)
        return tmp_path / name

    return make


@pytest.fixture
def clerk(office: Desk) -> Any:
    session = open_session(office.store, CLERK, password_of(CLERK))
    yield session
    session.close()


def look(session: Session, file: Path) -> Preview:
    return intake.preview_workbook(session.db, session.edition, file)


def answer(session: Session, preview: Preview, key: str, *asked: Problem) -> Preview:
    told = sign(answers_to(preview.problems, asked or preview.open, key), CLERK, "2025-07-01T09:00:00+08:00")
    return intake.look_again(session.db, session.edition, preview, told)


def mend(session: Session, preview: Preview, cell: str, text: str) -> Preview:
    told = [correct(preview.book, preview.sheets[0], cell, text)]
    return intake.look_again(session.db, session.edition, preview, sign(told, CLERK, "2025-07-01T09:00:00+08:00"))


def row_of(preview: Preview, number: int) -> intake.Incoming:
    return next(r for r in preview.rows if r.row == number)


# corrections


def test_a_corrected_cell_is_read_like_any_other_and_keeps_what_was_sent(
    clerk: Session, sent: Callable[..., Path]
) -> None:
    file = sent(put(3, "年度交易总额", "六千万"))
    preview = look(clerk, file)
    cell = cell_of(file, 3, "年度交易总额").coordinate
    assert row_of(preview, 3).state == HELD
    preview = mend(clerk, preview, cell, "6000万元")
    fact = next(f for f in row_of(preview, 3).facts.values() if f.cell == cell)
    assert (row_of(preview, 3).state, fact.value, fact.raw) == ("new", 6_000_000_000, "六千万")
    assert fact.settled == f"更正为“6000万元”（{CLERK} 2025-07-01）"
    assert [p.sentence for p in preview.problems if p.code == "corrected"] == [
        f"原文“六千万”，更正为“6000万元”（{CLERK} 2025-07-01）。"
    ]


def test_a_correction_that_is_wrong_again_is_a_fault_again(clerk: Session, sent: Callable[..., Path]) -> None:
    file = sent(put(3, "年度交易总额", "很多"))
    cell = cell_of(file, 3, "年度交易总额").coordinate
    preview = mend(clerk, look(clerk, file), cell, "更多")
    assert [(p.cell, p.raw) for p in preview.problems if p.severity is Severity.ERROR] == [(cell, "更多")]
    assert row_of(preview, 3).state == HELD


def test_a_blank_cell_can_be_filled_and_a_filled_one_emptied(clerk: Session, sent: Callable[..., Path]) -> None:
    file = sent(put(3, "法定代表人", None))
    cell = cell_of(file, 3, "法定代表人").coordinate
    preview = mend(clerk, look(clerk, file), cell, "王强")
    assert row_of(preview, 3).facts["legal_person"].value == "王强"
    emptied = mend(clerk, preview, cell, "")
    assert [p.code for p in emptied.problems if p.severity is Severity.ERROR] == ["missing"]


def test_a_correction_can_be_taken_back(clerk: Session, sent: Callable[..., Path]) -> None:
    file = sent(put(3, "年度交易总额", "很多"))
    preview = mend(clerk, look(clerk, file), cell_of(file, 3, "年度交易总额").coordinate, "1")
    again = intake.look_without(clerk.db, clerk.edition, preview, preview.settled)
    assert (again.settled, row_of(again, 3).state) == ((), HELD)


# questions


def test_a_changed_name_under_one_code_is_asked_with_both_names(clerk: Session, sent: Callable[..., Path]) -> None:
    intake.import_batch(clerk, look(clerk, sent()))
    preview = look(clerk, sent(put(3, "单位名称", "贵州新名科技有限公司"), name="更名.xlsx"))
    [asked] = preview.open
    old = next(c.applicant for c in reads.cases(clerk.db) if c.credit_code == row_of(preview, 3).credit_code)
    assert (asked.code, [c.key for c in asked.choices]) == ("name-changed", ["renamed", "known", "leave", "return"])
    assert old in asked.sentence and "贵州新名科技有限公司" in asked.sentence
    assert row_of(preview, 3).state == HELD
    renamed = answer(clerk, preview, "renamed")
    assert (row_of(renamed, 3).state, row_of(renamed, 3).applicant) == ("changed", "贵州新名科技有限公司")
    known = answer(clerk, preview, "known")
    assert (row_of(known, 3).state, row_of(known, 3).applicant) == ("unchanged", old)


def test_a_known_name_under_a_new_code_is_asked(clerk: Session, sent: Callable[..., Path]) -> None:
    intake.import_batch(clerk, look(clerk, sent()))
    preview = look(clerk, sent(put(3, "统一社会信用代码", OTHER_CODE), name="换码.xlsx"))
    [asked] = preview.open
    assert (asked.code, [c.key for c in asked.choices]) == ("code-changed", ["known", "as-written", "leave", "return"])
    assert OTHER_CODE in asked.sentence and "2025-M6-0002" in asked.sentence
    assert row_of(answer(clerk, preview, "known"), 3).state == "unchanged"
    assert (row_of(new := answer(clerk, preview, "as-written"), 3).state, row_of(new, 3).credit_code) == (
        "new",
        OTHER_CODE,
    )


def test_one_matter_in_two_rows_is_asked_with_what_differs(clerk: Session, sent: Callable[..., Path]) -> None:
    def twice(sheet: Any) -> None:
        sheet.append([c.value for c in sheet[3]])

    last = openpyxl.load_workbook(CLEAN)[SHEET].max_row + 1
    preview = look(clerk, sent(twice, put(last, "年度交易总额", 7_000_000)))
    assert [(p.row, p.severity) for p in preview.problems if p.code == "duplicate-row"] == [
        (3, Severity.ASK),
        (last, Severity.ASK),
    ]
    assert "年度交易总额：7,000,000.00" in preview.open[0].choices[1].evidence
    taken = answer(clerk, preview, f"row-{last}", preview.open[0])
    assert not taken.open
    assert (row_of(taken, last).state, [r.row for r in taken.rows if r.row == 3]) == ("new", [])
    assert (3, "经办人答复不收") in taken.sheets[0].skipped


def test_a_sum_out_of_proportion_is_asked_with_cap_and_column(clerk: Session, sent: Callable[..., Path]) -> None:
    preview = look(clerk, sent(put(3, "申请金额", 12.5), put(4, "申请金额", 8)))
    assert [(p.code, p.row) for p in preview.open] == [(UNIT, 3), (UNIT, 4)]
    assert "上限 500,000.00 元" in preview.open[0].sentence
    assert "本表各行居中的是" in preview.open[0].sentence
    as_wan = answer(clerk, preview, "wan")
    assert [row_of(as_wan, n).facts["requested"].value for n in (3, 4)] == [12_500_000, 8_000_000]
    assert row_of(as_wan, 3).facts["requested"].settled.startswith("按“万元”读：125,000.00 元（")
    as_yuan = answer(clerk, preview, "yuan", preview.open[0])
    assert row_of(as_yuan, 3).facts["requested"].value == 1250
    assert [p.row for p in as_yuan.open] == [4]


def test_a_row_can_be_left_out_or_sent_back_by_the_answer(clerk: Session, sent: Callable[..., Path]) -> None:
    preview = look(clerk, sent(put(3, "申请金额", 12.5)))
    assert [r.row for r in answer(clerk, preview, "leave").rows if r.row == 3] == []
    back = answer(clerk, preview, "return")
    assert (row_of(back, 3).state, [p.severity for p in back.problems if p.answer]) == (HELD, [Severity.ERROR])


# what is kept


def test_answers_and_corrections_are_kept_with_the_batch_and_the_fact(
    clerk: Session, sent: Callable[..., Path]
) -> None:
    file = sent(put(3, "申请金额", 12.5), put(4, "法定代表人", None))
    cell = cell_of(file, 4, "法定代表人").coordinate
    preview = mend(clerk, answer(clerk, look(clerk, file), "wan"), cell, "王强")
    done = intake.import_batch(clerk, preview).value
    kept = reads.settlements(clerk.db, done.batch)
    assert [(s.cell, s.code, s.choice, s.raw, s.person) for s in kept] == [
        (cell_of(file, 3, "申请金额").coordinate, UNIT, "wan", "12.5", CLERK), (cell, "", "", "", CLERK),
    ]  # fmt: skip
    case = next(c for c in reads.cases(clerk.db) if c.row == 4)
    assert case.facts["legal_person"].settled == f"更正为“王强”（{CLERK} 2025-07-01）"
    assert case.facts["legal_person"].raw == ""


def test_who_settled_a_question_is_sealed_with_the_fact(clerk: Session, sent: Callable[..., Path]) -> None:
    intake.import_batch(clerk, answer(clerk, look(clerk, sent(put(3, "申请金额", 12.5))), "wan"))
    case = next(c for c in reads.cases(clerk.db) if c.row == 3)
    standing = Reckoning(clerk.db, clerk.edition, measure_of(clerk.edition, case.measure), case.year)
    contents = {s.case: content_of(standing, s) for s in standing.table().cases}
    fact = case.facts["requested"]
    assert fact.settled.endswith(f"（{CLERK} 2025-07-01）")
    assert contents[case.id]["settled"] == [[fact.header, "12.5", fact.settled]]
    assert [c for c, content in contents.items() if "settled" in content] == [case.id], "the others' stay as they were"


def test_the_same_file_again_remembers_what_was_said(clerk: Session, sent: Callable[..., Path]) -> None:
    file = sent(put(3, "申请金额", 12.5))
    intake.import_batch(clerk, answer(clerk, look(clerk, file), "wan"))
    again = look(clerk, file)
    assert (again.open, again.taken, again.count("unchanged")) == ([], 0, 12)
    assert again.earlier == "B0001"


def test_another_file_with_the_same_question_is_offered_the_answer_and_does_not_take_it_by_itself(
    clerk: Session, sent: Callable[..., Path]
) -> None:
    change = put(3, "申请金额", 12.5)
    intake.import_batch(clerk, answer(clerk, look(clerk, sent(change)), "wan"))
    second = look(clerk, sent(change, put(5, "联系人", "另一人"), name="更正.xlsx"))
    assert [p.row for p in second.open] == [3]
    assert second.again == (("B0001", 12),)
    told = sign(second.offered, CLERK, "2025-07-02T09:00:00+08:00")
    carried = intake.look_again(clerk.db, clerk.edition, second, told)
    assert (carried.open, carried.count("changed"), carried.count("unchanged")) == ([], 1, 11)


def test_looking_again_can_be_stopped(clerk: Session, sent: Callable[..., Path]) -> None:
    def stop(done: int, total: int, what: str = "") -> None:
        raise Cancelled

    preview = look(clerk, sent(put(3, "申请金额", 12.5)))
    with pytest.raises(Cancelled):
        intake.look_again(clerk.db, clerk.edition, preview, (), stop)


# the command line


def test_a_file_of_answers_settles_what_the_dry_run_asked(
    office: Desk, sent: Callable[..., Path], tmp_path: Path
) -> None:
    file = sent(put(3, "申请金额", 12.5), put(4, "申请金额", 8), put(5, "年度交易总额", "很多"))
    tried = office.ok("import", file, "--dry-run", who=CLERK, status=1)
    asked = [p for p in tried["problems"] if p["severity"] == "ask"]
    assert [[c["key"] for c in p["choices"]] for p in asked] == [["wan", "yuan", "leave", "return"]] * 2
    cell = cell_of(file, 5, "年度交易总额").coordinate
    told = [{"sheet": SHEET, "code": UNIT, "choice": "wan"}, {"sheet": SHEET, "cell": cell, "value": "6000000"}]
    (tmp_path / "答复.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    done = office.ok("import", file, "--settle", tmp_path / "答复.json", who=CLERK)
    assert (done["accepted"], done["held"], [s["choice"] for s in done["settled"]]) == (12, 0, [None, "wan", "wan"])
    facts = {c["source"]["row"]: c for c in office.ok("cases", who=OBSERVER)}
    assert facts[3]["facts"]["申请金额_fen"] == 12_500_000
    assert facts[5]["settled"]["年度交易总额"]["said"].startswith("更正为“6000000”")
    [batch] = office.ok("batches", "list", who=OBSERVER)
    assert [s["by"] for s in batch["settled"]] == [CLERK] * 3


def test_the_dry_run_with_answers_written_in_is_itself_a_file_of_answers(
    office: Desk, sent: Callable[..., Path], tmp_path: Path
) -> None:
    file = sent(put(3, "申请金额", 12.5))
    tried = office.ok("import", file, "--dry-run", who=CLERK, status=1)
    for problem in tried["problems"]:
        problem["answer"] = "wan" if problem["severity"] == "ask" else None
    (tmp_path / "答复.json").write_text(json.dumps(tried, ensure_ascii=False), encoding="utf-8")
    assert office.ok("import", file, "--settle", tmp_path / "答复.json", who=CLERK)["accepted"] == 12


def test_answers_may_be_a_table(office: Desk, sent: Callable[..., Path], tmp_path: Path) -> None:
    file = sent(put(3, "申请金额", 12.5))
    cell = cell_of(file, 3, "申请金额").coordinate
    (tmp_path / "答复.csv").write_text(f"工作表,单元格,答复\n{SHEET},{cell},wan\n", encoding="utf-8")
    assert office.ok("import", file, "--settle", tmp_path / "答复.csv", who=CLERK)["accepted"] == 12


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ([{"sheet": SHEET, "cell": "B2", "choice": "wan"}], "没有对应的问题"),
        ([{"sheet": SHEET, "code": UNIT, "choice": "亿"}], "可选的有"),
        ([{"cell": "B2", "value": "1"}], "没有写明哪张工作表"),
        ([{"sheet": SHEET, "code": UNIT}], "没有一条答复或更正"),
        ("万元", "不是答复文件"),
    ],
)
def test_what_settles_nothing_is_refused(
    office: Desk, sent: Callable[..., Path], tmp_path: Path, told: object, sentence: str
) -> None:
    (tmp_path / "答复.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    said = office.refused("import", sent(put(3, "申请金额", 12.5)), "--settle", tmp_path / "答复.json", who=CLERK)
    assert sentence in said


def test_a_batch_is_dropped_with_a_reason_and_leaves_nothing_but_the_journal(
    filed: Desk, sent: Callable[..., Path]
) -> None:
    before = filed.ok("cases", who=OBSERVER)
    filed.ok("import", sent(put(3, "联系人", "另一人")), who=CLERK)
    filed.refused("batches", "drop", "B0002", who=CLERK)
    filed.refused("batches", "drop", "B0009", "--reason", "重复", who=CLERK)
    filed.refused("batches", "drop", "B0002", "--reason", "重复", who=REVIEWER)
    filed.ok("batches", "drop", "B0002", "--reason", "报错了表", who=CLERK)
    assert filed.ok("cases", who=OBSERVER) == before
    assert filed.ok("history", who=OBSERVER)[0]["name"] == "撤下批次 B0002（报错了表）"


def test_a_batch_that_answers_rest_on_is_not_dropped(filed: Desk) -> None:
    filed.ok("answer", "2025-M6-0003", "6.1", "yes", who=REVIEWER)
    state = head(filed.store)
    assert "请先撤销后来的操作" in filed.refused("batches", "drop", "B0001", "--reason", "报错了表", who=CLERK)
    assert head(filed.store) == state
