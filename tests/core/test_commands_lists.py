"""Lists by command: what is told, what is held, and what a list changes in the standing of a case."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.headless import CLERK, OBSERVER, REVIEWER, Desk, head, speak

COUNTS = {
    "list",
    "kind",
    "file",
    "digest",
    "sheet",
    "dated",
    "accepted",
    "held",
    "unchanged",
    "new",
    "skipped",
    "sums",
    "problems",
}
AWARD_HEADER = ["企业名称", "统一社会信用代码", "资金名称", "文号", "项目名称", "年度", "拨付金额(万元)"]
FILING_HEADER = ["算法名称", "角色", "主体名称", "备案编号", "备注"]


def table(path: Path, *rows: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def awards_to(path: Path, case: dict[str, Any], *more: list[str]) -> Path:
    """A list with one award of 60万 for a case's own matter."""
    return table(
        path,
        AWARD_HEADER,
        [case["applicant"], case["credit_code"], "省大数据专项资金", "黔数〔2024〕9号", case["title"], "2024", "60"],
        *more,
    )


def case_of(desk: Desk, case: str) -> dict[str, Any]:
    found: dict[str, Any] = next(c for c in desk.ok("cases", "--search", case, who=OBSERVER) if c["case"] == case)
    return found


def standing_of(desk: Desk, case: str) -> dict[str, Any]:
    found = desk.ok("standings", "--measure", case[6], "--year", "2025", who=OBSERVER)
    return next(c for c in found["cases"] if c["case"] == case)


def said_of(standing: dict[str, Any], check: str) -> str:
    return "".join(w["sentence"] for w in standing["why"] if w["check"] == check)


def test_an_earlier_award_is_taken_off_and_told(filed: Desk, tmp_path: Path) -> None:
    case = case_of(filed, "2025-M3-0001")
    before = standing_of(filed, case["case"])
    taken = filed.ok("awards", "import", awards_to(tmp_path / "奖补20250331.csv", case), who=CLERK)
    assert taken.keys() == COUNTS
    assert (taken["list"], taken["accepted"], taken["held"], taken["dated"], taken["problems"]) == (
        "L0001",
        1,
        0,
        "2025-03-31",
        [],
    )
    after = standing_of(filed, case["case"])
    stated = case["facts"]["已享受金额_fen"]
    assert before["entitled_fen"] - after["entitled_fen"] == 60_000_000 - stated
    assert "600,000.00" in said_of(after, "G8")
    assert "黔数〔2024〕9号" in said_of(after, "G8")
    listed = filed.ok("awards", "list", who=OBSERVER)
    assert [(a["list"], a["row"], a["applicant"], a["amount_fen"], a["measure"]) for a in listed["awards"]] == [
        ("L0001", 2, case["applicant"], 60_000_000, None)
    ]
    assert [(x["list"], x["rows"], x["digest"], x["by"]) for x in listed["lists"]] == [
        ("L0001", 1, taken["digest"], CLERK)
    ]
    assert filed.ok("awards", "list", "--search", "没有这家", who=OBSERVER)["awards"] == []
    filed.ok("awards", "remove", "L0001", "--reason", "导错文件", who=CLERK)
    assert standing_of(filed, case["case"])["entitled_fen"] == before["entitled_fen"]


def test_the_same_file_again_changes_nothing_and_says_so(filed: Desk, tmp_path: Path) -> None:
    path = awards_to(tmp_path / "奖补.csv", case_of(filed, "2025-M3-0001"))
    first = filed.ok("awards", "import", path, "--dated", "2025-03-31", who=CLERK)
    before = head(filed.store)
    again = filed.ok("awards", "import", path, who=CLERK)
    assert (again["list"], again["accepted"], again["unchanged"], again["dated"]) == (first["list"], 0, 1, "2025-03-31")
    assert head(filed.store) == before
    said = speak("--store", filed.store, "--as", CLERK, "awards", "import", path, env=filed.secrets(CLERK))
    assert "已经导入过，编号 L0001，没有任何改动" in said.out
    moved = table(
        tmp_path / "另存.csv",
        *list(csv.reader(path.read_text(encoding="utf-8").splitlines())),
        ["", "", "", "", "", "", ""],
    )
    said = speak("--store", filed.store, "--as", CLERK, "awards", "import", moved, env=filed.secrets(CLERK))
    assert "没有新的内容" in said.out
    assert "按导入日" in said.out
    assert head(filed.store) == before


def test_a_list_with_faults_is_held_whole_until_the_clean_part_is_asked_for(filed: Desk, tmp_path: Path) -> None:
    path = awards_to(
        tmp_path / "奖补20250331.csv",
        case_of(filed, "2025-M3-0001"),
        ["某公司", "", "区级奖补", "", "甲", "2024", "壹万"],
    )
    before = head(filed.store)
    looked = filed.ok("awards", "import", path, "--dry-run", who=OBSERVER, status=1)
    said = filed("awards", "import", path, who=CLERK)
    assert said.status == 1
    assert "--accept-clean" in said.err
    assert said.json == looked
    assert (looked["list"], looked["accepted"], looked["held"], looked["new"]) == (None, 0, 1, 1)
    (fault,) = looked["problems"]
    assert (fault["cell"], fault["code"], fault["raw"], fault["severity"]) == ("G3", "money", "壹万", "error")
    assert head(filed.store) == before
    taken = filed.ok("awards", "import", path, "--accept-clean", who=CLERK, status=1)
    assert (taken["list"], taken["accepted"], taken["held"]) == ("L0001", 1, 1)
    said = speak("--store", filed.store, "--as", OBSERVER, "awards", "list", env=filed.secrets(OBSERVER))
    assert "L0001  2025-03-31" in said.out
    assert "600,000.00" in said.out


@pytest.mark.parametrize("kind", ["awards", "filings"])
def test_what_is_refused(office: Desk, tmp_path: Path, kind: str) -> None:
    path = table(tmp_path / "别的.csv", ["什么", "都不是"], ["1", "2"])
    assert "没有找到表头" in office.refused(kind, "import", path, who=CLERK)
    assert "打不开" in office.refused(kind, "import", tmp_path / "没有.xlsx", who=CLERK)
    assert "理由" in office.refused(kind, "remove", "L0001", who=CLERK)
    assert "L0001" in office.refused(kind, "remove", "L0001", "--reason", "错", who=CLERK)
    assert "经办人" in office.refused(kind, "remove", "L0001", "--reason", "错", who=REVIEWER)
    bad = table(
        tmp_path / "坏.csv", AWARD_HEADER if kind == "awards" else FILING_HEADER, ["甲", "", "", "", "", "", ""]
    )
    assert "经办人" in office.refused(kind, "import", bad, who=REVIEWER)
    assert "日期" in office.refused(kind, "import", bad, "--dated", "昨天", who=CLERK)
    said = speak("--store", office.store, "--as", OBSERVER, kind, "list", env=office.secrets(OBSERVER))
    assert "还没有导入" in said.out


def test_a_filing_list_judges_numbers_and_holders(filed: Desk, tmp_path: Path) -> None:
    cases = [c for c in filed.ok("cases", "--measure", "2", who=OBSERVER) if c["facts"]["深度合成算法备案编号"]]
    good, gone, other, missing, *_ = cases
    rows = [
        ["甲算法", "服务提供者", good["applicant"], good["facts"]["深度合成算法备案编号"], ""],
        ["乙算法", "服务提供者", gone["applicant"], gone["facts"]["深度合成算法备案编号"], "已注销"],
        ["丙算法", "服务提供者", "另一家公司", other["facts"]["深度合成算法备案编号"], ""],
    ]
    taken = filed.ok(
        "filings", "import", table(tmp_path / "清单.csv", FILING_HEADER, *rows), "--dated", "2025-03-31", who=CLERK
    )
    assert (taken["kind"], taken["accepted"], taken["dated"]) == ("filings", 3, "2025-03-31")
    assert "自动核对" not in said_of(standing_of(filed, good["case"]), "2.1") + said_of(
        standing_of(filed, good["case"]), "2.2"
    )
    assert "2025-03-31 的备案清单载有" in said_of(standing_of(filed, gone["case"]), "2.1")
    assert "已注销" in said_of(standing_of(filed, gone["case"]), "2.3")
    assert "“另一家公司”" in said_of(standing_of(filed, other["case"]), "2.2")
    assert "清单中没有" in said_of(standing_of(filed, missing["case"]), "2.1")
    listed = filed.ok("filings", "list", who=OBSERVER)
    assert (listed["dated"], [f["cancelled"] for f in listed["filings"]]) == ("2025-03-31", [False, True, False])
    assert [f["algorithm"] for f in filed.ok("filings", "list", "--search", "另一家", who=OBSERVER)["filings"]] == [
        "丙算法"
    ]
    said = speak("--store", filed.store, "--as", OBSERVER, "filings", "list", env=filed.secrets(OBSERVER))
    assert said.out.count("已注销") == 1


def test_what_the_record_has_sealed_is_not_counted_again(demo_desk: Desk, tmp_path: Path) -> None:
    sealed = next(
        c
        for c in demo_desk.ok("standings", "--measure", "3", "--year", "2025", who="经办人")["cases"]
        if c["amount_fen"]
    )
    header = [*AWARD_HEADER, "措施"]
    row = [sealed["applicant"], sealed["credit_code"], "大模型措施", "", sealed["title"], "2025", "1", "措施三"]
    found = demo_desk.ok("awards", "import", table(tmp_path / "兑现20250701.csv", header, row), who="经办人", status=1)
    (fault,) = found["problems"]
    assert fault["code"] == "in-record"
    assert sealed["case"] in fault["sentence"]
    assert found["accepted"] == 0


def test_an_applicant_over_the_years(demo_desk: Desk, tmp_path: Path) -> None:
    table_of = demo_desk.ok("standings", "--measure", "3", "--year", "2025", who="监督员")
    case = next(c for c in table_of["cases"] if c["amount_fen"])
    rows = [
        [case["applicant"], case["credit_code"], "省大数据专项资金", "黔数〔2024〕9号", "别的项目", "2024", "60"],
        [case["applicant"], "", "区级奖补", "", "", "2023", "1.5"],
        ["没有别处的公司", "", "区级奖补", "", "", "2023", "2"],
    ]
    demo_desk.ok("awards", "import", table(tmp_path / "奖补20250331.csv", AWARD_HEADER, *rows), who="经办人")
    (found,) = demo_desk.ok("applicant", case["credit_code"], who="监督员")
    sealed = [x for x in found["lines"] if x["outcome"] and x["sealed"]]
    assert found["credit_code"] == case["credit_code"]
    assert found["awarded_fen"] == sum(x["awarded_fen"] for x in sealed) >= case["amount_fen"]
    assert found["earlier_fen"] == 61_500_000
    assert found["open"] == sum(not x["sealed"] for x in found["lines"])
    assert [x["year"] for x in found["lines"]] == sorted((x["year"] for x in found["lines"]), reverse=True)
    own = next(x for x in found["lines"] if x["id"] == case["case"])
    assert (own["measure"], own["outcome"], own["awarded_fen"], own["entitled_fen"]) == (
        3,
        "selected",
        case["amount_fen"],
        case["entitled_fen"],
    )
    assert [(x["id"], x["policy"], x["by_name"]) for x in found["lines"] if x["outcome"] is None] == [
        ("L0001/2", "省大数据专项资金（黔数〔2024〕9号）", False), ("L0001/3", "区级奖补", True),
    ]  # fmt: skip
    (alone,) = demo_desk.ok("applicant", "没有别处", who="监督员")
    assert (alone["credit_code"], alone["earlier_fen"], [x["by_name"] for x in alone["lines"]]) == (
        None,
        2_000_000,
        [False],
    )
    assert demo_desk.ok("applicant", "查无此家", who="监督员") == []
    said = speak(
        "--store", demo_desk.store, "--as", "监督员", "applicant", case["applicant"], env=demo_desk.secrets("监督员")
    )
    assert "名单所载 615,000.00 元" in said.out
    assert case["case"] in said.out
    said = speak("--store", demo_desk.store, "--as", "监督员", "applicant", "查无此家", env=demo_desk.secrets("监督员"))
    assert "没有名称或信用代码含“查无此家”的单位" in said.out
