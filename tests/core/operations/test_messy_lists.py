"""Lists as offices really send them: titles and units above, two-row headers, other kinds of files, words that mean a cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gyga_desk.operations.list_lines import title_year
from tests.headless import CLERK, Desk

CODE = "915201009PUG26F69T"
NAME = "贵州黔云智能科技有限公司"


def book(path: Path, *rows: Sequence[Any], merges: Sequence[str] = ()) -> Path:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    made.save(path)
    return path


def test_a_year_in_the_title_a_unit_above_and_two_rows_of_headers(office: Desk, tmp_path: Path) -> None:
    path = book(
        tmp_path / "拨付表20240331.xlsx",
        ["2023年度市级专项资金拨付情况表"],
        ["填报单位：市大数据局", "", "", "", "", "单位：万元"],
        ["序号", "企业名称", "统一社会\n信用代码", "项目名称", "资金情况", None],
        [None, None, None, None, "核定金额", "拨付金额"],
        [1, NAME, CODE, "大模型平台", 100, "80.5"],
        [2, "甲公司（盖章）", "", "乙项目", "50万元", None],
        ["合计", None, None, None, 150, 80.5],
        ["备注：以上均已公示"],
        merges=("A1:F1", "E3:F3", "A3:A4", "B3:B4", "C3:C4", "D3:D4"),
    )
    said = office.ok("awards", "import", path, who=CLERK)
    assert "按表上方的标题记为 2023 年" in " ".join(p["sentence"] for p in said["problems"])
    awards = office.ok("awards", "list")["awards"]
    assert [(a["applicant"], a["year"], a["amount_fen"]) for a in awards] == [
        (NAME, 2023, 80_500_000),
        ("甲公司", 2023, 50_000_000),
    ]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2023年度资金拨付表", 2023), ("贵阳市2023年大模型补助名单", 2023), ("２０２３年度", 2023), ("填报日期：2024年3月1日", None),
        ("2022年至2023年", None), ("2022—2023年度", 2023), ("名单", None), ("12023年度", None),
    ],
)  # fmt: skip
def test_which_year_a_title_names(text: str, year: int | None) -> None:
    assert title_year(text) == year


def test_without_any_year_the_list_is_refused(office: Desk, tmp_path: Path) -> None:
    path = book(tmp_path / "表.xlsx", ["名单"], ["单位名称", "金额"], [NAME, 5])
    assert "年度或拨付日期" in office.refused("awards", "import", path, who=CLERK)


@pytest.mark.parametrize("ditto", ["同上", "〃", "″"])
def test_a_ditto_mark_is_nobody(office: Desk, tmp_path: Path, ditto: str) -> None:
    path = book(
        tmp_path / "表.xlsx",
        ["单位名称", "信用代码", "年度", "金额"],
        [NAME, CODE, 2023, 5000],
        [ditto, "", 2023, 6000],
    )
    said = office.ok("awards", "import", path, "--accept-clean", who=CLERK, status=1)
    assert ("ditto", "A3") in [(p["code"], p["cell"]) for p in said["problems"]]
    assert [a["amount_fen"] for a in office.ok("awards", "list")["awards"]] == [500_000]


def test_a_text_file_in_the_national_encoding_and_a_web_page_called_xls(office: Desk, tmp_path: Path) -> None:
    text = (
        f'获奖单位,信用代码,事项,拨付日期,实拨金额\r\n{NAME},{CODE},平台,2023.12.5,"1,000,000"\r\n合计,,,,1000000\r\n'
    )
    (tmp_path / "名单20240101.csv").write_bytes(text.encode("gb18030"))
    cells = "".join(f"<td>{word}</td>" for word in ("单位名称", "年度", "金额"))
    page = f"<html><meta charset=gbk><table><tr>{cells}</tr><tr><td>乙公司</td><td>2022</td><td>5万元</td></tr></table></html>"
    (tmp_path / "名单20240102.xls").write_bytes(page.encode("gbk"))
    office.ok("awards", "import", tmp_path / "名单20240101.csv", who=CLERK)
    office.ok("awards", "import", tmp_path / "名单20240102.xls", who=CLERK)
    awards = office.ok("awards", "list")["awards"]
    assert sorted((a["applicant"], a["year"], a["amount_fen"]) for a in awards) == [
        ("乙公司", 2022, 5_000_000),
        (NAME, 2023, 100_000_000),
    ]


def test_the_published_filing_list(office: Desk, tmp_path: Path) -> None:
    head = ["序号", "算法名称", "角色", "主体名称", "应用产品", "主要用途", "备案编号", "备注"]
    path = book(
        tmp_path / "境内深度合成服务算法备案清单20250331.xlsx",
        ["境内深度合成服务算法备案清单（2025年3月）"],
        head,
        [1, "黔云对话算法", "服务提供者", NAME, "黔云", "对话", "网信算备520100000000001240011号", ""],
        [
            2,
            "乙算法",
            "服务技术支持者",
            "甲公司",
            "",
            "",
            "网信算备５２０１００００００００００１２４００２９号",
            "已注销",
        ],
        head,
        [3, "丙算法", "服务提供者", "乙公司", "", "", "网信算备520100000000001240037号", ""],
        ["注：以上按备案时间排列"],
        merges=("A1:H1",),
    )
    said = office.ok("filings", "import", path, who=CLERK)
    assert (said["accepted"], said["dated"]) == (3, "2025-03-31")
    found = office.ok("filings", "list")["filings"]
    assert {f["number"]: f["cancelled"] for f in found} == {
        "网信算备520100000000001240011号": False,
        "网信算备520100000000001240029号": True,
        "网信算备520100000000001240037号": False,
    }
