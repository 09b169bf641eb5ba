"""A year of vouchers made for tests: twelve applications, nine awarded and sealed, two with no local payer, one refused."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl

from gyga_desk import places
from tests.headless import CHAIR, CLERK, OBSERVER, REVIEWER, Desk, answers_to_all

M1 = ("--measure", "1", "--year", "2025")
CLEAN = places.resources() / "demo" / "batch-2025-clean.xlsx"
SHEET = "1智算券"
HELD_ON = "2024-04-01"
"""So long ago that a voucher of twelve months holds no more, whatever day the tests run on."""
OUTSIDE, RELATED = (3, 8), 10
AWARDED = [n for n in range(1, 13) if n not in (*OUTSIDE, RELATED)]


def case(number: int) -> str:
    return f"2025-M1-{number:04d}"


def answer_all(desk: Desk, folder: Path) -> None:
    """Everything passed, but a related party, and applicants from elsewhere, who must first say who pays for them."""
    table = answers_to_all(desk, 1, folder / "一.csv")
    assert not desk.ok("answers", "import", table, who=REVIEWER)["problems"]
    desk.ok("answer", case(RELATED), "1.4", "no", "--note", "股权查询为关联方", who=REVIEWER)
    for number in OUTSIDE:
        desk.ok("answer", case(number), "1.7", "no", "--note", "属地财政承担单位待定", who=REVIEWER)


def seal(desk: Desk, *, meeting: str = HELD_ON) -> None:
    desk.ok("decide", "propose", *M1, who=CLERK)
    words = ("--meeting", "评审委员会第一次会议", "--date", meeting, "--number", "评审纪要〔2024〕1号")
    desk.ok("decide", "seal", *M1, "--with", OBSERVER, *words, who=CHAIR, second=OBSERVER)


def workbook(out: Path, *rows: dict[str, object], keep: tuple[int, ...] = ()) -> Path:
    """The sheet of measure 1 with a row for each of `rows`: the first application as filed, but for what is said.

    `keep` puts the applications of those numbers beside them as they were filed; `source` in a row names another to copy. A header
    that the sample sheet has not is put after its own.
    """
    book = openpyxl.load_workbook(CLEAN)
    for name in book.sheetnames:
        if name != SHEET:
            del book[name]
    sheet = book[SHEET]
    header = next(r for r in range(1, 10) if any(c.value == "合同编号" for c in sheet[r]))
    places_of = {str(c.value).split("(")[0].split("（")[0]: c.column for c in sheet[header] if c.value}
    filed = [[c.value for c in r] for r in sheet.iter_rows(min_row=header + 1) if r[places_of["合同编号"] - 1].value]
    sheet.delete_rows(header + 1, sheet.max_row)
    for name in dict.fromkeys(n for row in rows for n in row if n != "source" and n not in places_of):
        places_of[name] = sheet.max_column + 1
        sheet.cell(header, places_of[name], name)
    wanted = [list(filed[n - 1]) for n in keep]
    for row in rows:
        source = row.get("source", 1)
        assert isinstance(source, int)
        made = [*filed[source - 1], *[None] * (sheet.max_column - len(filed[source - 1]))]
        for name, value in row.items():
            if name != "source":
                made[places_of[name] - 1] = value
        wanted.append(made)
    for made in wanted:
        sheet.append(made)
    book.save(out)
    return out


def table(path: Path, *rows: list[object]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path
