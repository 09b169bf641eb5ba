"""The list an applicant can act on: what, which material, on what basis, by when; one for each applicant, told once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gyga_desk import places
from gyga_desk.operations import supplements
from gyga_desk.policy import Edition
from tests.headless import CLERK, OBSERVER, REVIEWER, Desk

MESSY = places.resources() / "demo" / "batch-2025-messy.xlsx"


def cells(path: str | Path) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)["补正清单"].iter_rows()]


def test_what_reviewers_found_wanting_is_listed_by_applicant(filed: Desk, tmp_path: Path) -> None:
    first, second = (row["case"] for row in filed.ok("cases", "--measure", "3")[:2])
    filed.ok("conflict", first, "none", who=REVIEWER)
    for check, note in (("G7", "承诺书没有法定代表人签字"), ("3.6", "缺审计报告第5页"), ("3.2", "未见大模型")):
        filed.ok("answer", first, check, "no", "--note", note, who=REVIEWER)
    filed.ok("answer", second, "3.10", "no", "--note", "没有前后对比", who=REVIEWER)
    found = filed.ok("supplements", tmp_path / "清单", "--measure", "3", who=CLERK)
    mine = next(one for one in found if any(item["case"] == first for item in one["items"]))
    assert [item["check"] for item in mine["items"] if item["case"] == first] == ["G7", "3.6"]
    item = mine["items"][0]
    assert item["what"].endswith("：承诺书没有法定代表人签字。")
    assert item["material"] and item["clause"] and item["basis"]
    assert mine["deadline"] == "请在收到本清单之日起 10 个工作日内补正。"
    assert mine["deadline_clause"] == "样例指南第一项"
    assert any(item["case"] == second for one in found for item in one["items"])
    lines = cells(mine["path"])
    assert lines[0][0] == "2025年度申报材料补正清单"
    assert "样例指南，非官方文件" in lines[1][0]
    assert mine["applicant"] in lines[2][0] and mine["credit_code"] in lines[2][0]
    assert "10 个工作日内补正。（样例指南第一项）" in lines[3][0]
    assert lines[4][4:7] == ["需要补正的事项", "须提交的材料", "依据"]
    assert [line[1] for line in lines[5:]] == [item["case"] for item in mine["items"]]


def test_faults_of_a_workbook_go_to_whom_they_concern(office: Desk, tmp_path: Path) -> None:
    said = office("import", MESSY, "--dry-run", who=CLERK).json
    wanted = {(p["sheet"], p["cell"]) for p in said["problems"] if p["row"] and p["severity"] != "note"}
    found = office.ok("supplements", tmp_path / "清单", "--file", MESSY, who=CLERK)
    placed = {item["place"] for one in found for item in one["items"]}
    assert {f"{sheet} {cell}" for sheet, cell in wanted if cell} <= placed
    codes = [one["credit_code"] for one in found if one["credit_code"]]
    assert len(codes) == len(set(codes))
    wrong = [item for one in found for item in one["items"] if item["place"] == "3示范应用场景 D9"]
    assert [(item["check"], item["clause"]) for item in wrong] == [("G3", "代码构成与校验")]
    assert wrong[0]["material"] == "更正后的申报表"
    assert all(item["clause"] for one in found for item in one["items"] if one["applicant"] != supplements.UNPLACED)


def test_a_deadline_that_no_text_gives_is_said_to_be_open(edition: Edition, bare_edition: Edition) -> None:
    assert supplements.deadline_of(edition)[0] == "请在收到本清单之日起 10 个工作日内补正。"
    words, clause = supplements.deadline_of(bare_edition)
    assert words == "补正期限未定：条文和指南都没有规定，须由当年申报指南明确。"
    assert clause == "第八条(六)"


def test_nothing_to_supply_and_nothing_written_over(filed: Desk, tmp_path: Path) -> None:
    assert "没有需要补正的事项" in filed.refused("supplements", tmp_path / "清单", "--measure", "3", who=OBSERVER)
    assert not (tmp_path / "清单").exists()
    case = filed.ok("cases", "--measure", "3")[0]["case"]
    filed.ok("answer", case, "G7", "no", who=REVIEWER)
    (done,) = filed.ok("supplements", tmp_path / "清单", case, who=OBSERVER)
    before = Path(done["path"]).read_bytes()
    assert "不会覆盖" in filed.refused("supplements", tmp_path / "清单", case, who=OBSERVER)
    assert Path(done["path"]).read_bytes() == before
    (tmp_path / "文件").write_text("x")
    assert "不是文件夹" in filed.refused("supplements", tmp_path / "文件", case, who=OBSERVER)
    assert "2025-M3-9999" in filed.refused("supplements", tmp_path / "别处", "2025-M3-9999", who=OBSERVER)


@pytest.mark.parametrize(
    ("names", "files"),
    [
        (["甲/乙:公司", "甲_乙_公司"], ["甲_乙_公司", "甲_乙_公司(2)"]),
        (["  ", "../../etc"], ["未归到申报单位的问题", "_.._etc"]),
        (["长" * 90, "ABC", "abc"], ["长" * 60, "ABC", "abc(2)"]),
    ],
)
def test_an_applicants_name_makes_a_file_name_any_system_takes(names: list[str], files: list[str]) -> None:
    lists = [supplements.SupplementList(name, "", 2025, (), "", "", "", "") for name in names]
    assert supplements._file_names(lists) == files
