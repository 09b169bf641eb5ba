"""The words every command shares, making a store, its people, and what comes back in which shape."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.headless import ADMIN, CHAIR, CLERK, OBSERVER, PEOPLE, REVIEWER, Desk, password_of, spawn, speak

ORDERS = [
    ["--store", "S", "--as", "P", "--json", "people", "list"],
    ["people", "list", "--store", "S", "--as", "P", "--json"],
    ["people", "--json", "list", "--as=P", "--store=S"],
    ["--as", "P", "people", "--store", "S", "list", "--json"],
]


@pytest.mark.parametrize("words", ORDERS, ids=" ".join)
def test_shared_words_may_stand_anywhere(office: Desk, words: list[str]) -> None:
    line = [
        w.replace("S", str(office.store))
        if w in ("S", "--store=S")
        else w.replace("P", ADMIN)
        if w in ("P", "--as=P")
        else w
        for w in words
    ]
    said = speak(*line, env=office.secrets(ADMIN))
    assert said.status == 0
    assert {p["name"]: p["role"] for p in said.json} == {name: role.value for name, role in PEOPLE.items()}


def test_only_one_document_comes_out_and_only_on_standard_output(office: Desk) -> None:
    said = spawn("people", "list", "--store", office.store, "--as", ADMIN, "--json", env=office.secrets(ADMIN))
    assert (said.status, said.err) == (0, "")
    assert len(json.loads(said.out)) == len(PEOPLE)


def test_without_json_lines_for_people_come_out(office: Desk) -> None:
    said = speak("--store", office.store, "--as", ADMIN, "people", "list", env=office.secrets(ADMIN))
    assert "李经办\t经办人" in said.out.splitlines()


def test_the_version_needs_no_store() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*\n", speak("--version").out)


def test_without_a_command_the_window_opens_on_the_store_named(tmp_path: Path) -> None:
    from gyga_desk.commands.app import run

    asked: list[Path | None] = []
    assert run(["--store", str(tmp_path / "a.gyga")], lambda store: asked.append(store) or 0) == 0
    assert asked == [tmp_path / "a.gyga"]


WRONG = [
    ["nonsense"],
    ["standings", "--measure", "3"],
    ["standings", "--measure", "三", "--year", "2025"],
    ["standings", "--measure", "9", "--year", "2025"],
    ["standings", "--measure", "6", "--year", "2025", "--rule", "random"],
    ["people", "add", "某人", "--role", "king"],
    ["answer", "2025-M3-0001", "3.1", "maybe"],
    ["import"],
    ["cases", "--nonsense"],
    ["people"],
    ["print", "invitation", "--measure", "3", "--year", "2025"],
    ["print", "approval"],
    ["template"],
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_wrong_word_is_refused_in_one_sentence(office: Desk, words: list[str]) -> None:
    office.refused(*words, who=CLERK)


def test_init_answers_what_was_made(tmp_path: Path) -> None:
    store = tmp_path / "新.gyga"
    said = speak(
        "--json",
        "--store",
        store,
        "init",
        "--edition",
        "2024",
        "--guide",
        "sample",
        "--admin",
        "甲",
        env={"GYGA_PASSWORD": "kouling-jia"},
    )
    assert said.status == 0
    assert said.json.keys() == {"store", "edition", "guide", "digest"}
    assert (said.json["store"], said.json["edition"]) == (str(store), "2024")
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", said.json["digest"])
    assert "样例" in said.json["guide"] and "样例" in said.err


def test_init_without_a_guide_leaves_figures_unset(tmp_path: Path) -> None:
    store = tmp_path / "bare.gyga"
    said = speak("--json", "--store", store, "init", "--admin", "甲", env={"GYGA_PASSWORD": "kouling-jia"})
    assert (said.status, said.json["guide"]) == (0, None)
    table = speak(
        "--json",
        "--store",
        store,
        "--as",
        "甲",
        "standings",
        "--measure",
        "1",
        "--year",
        "2025",
        env={"GYGA_PASSWORD": "kouling-jia"},
    ).json
    assert (table["pool_fen"], table["rule"], table["guide"]) == (2_000_000_000, None, "")


@pytest.mark.parametrize(
    ("words", "password", "name"),
    [
        (["--guide", "没有.toml"], "kouling-jia", "没有.toml"),
        (["--edition", "1999"], "kouling-jia", "1999"),
        (["--admin", ""], "kouling-jia", "姓名"),
        ([], "kurz", "8"),
        ([], "", "8"),
    ],
)
def test_init_that_cannot_be_leaves_no_file(tmp_path: Path, words: list[str], password: str, name: str) -> None:
    said = speak("--store", tmp_path / "a.gyga", "init", *words, env={"GYGA_PASSWORD": password})
    assert said.status == 2
    assert name in said.err
    assert not (tmp_path / "a.gyga").exists()


def test_init_without_terminal_and_password_says_which_variable(tmp_path: Path) -> None:
    said = speak("--store", tmp_path / "a.gyga", "init")
    assert said.status == 2
    assert "GYGA_PASSWORD" in said.err


def test_init_refuses_a_store_that_exists(office: Desk) -> None:
    before = office.store.read_bytes()
    assert office.store.name in office.refused("init")
    assert office.store.read_bytes() == before


def test_a_guide_file_of_ones_own_is_taken(tmp_path: Path, guide_text: str) -> None:
    guide = tmp_path / "指南.toml"
    guide.write_text(guide_text.replace("floor = 70.00", "floor = 75.00"), encoding="utf-8")
    said = speak(
        "--json", "--store", tmp_path / "a.gyga", "init", "--guide", guide, env={"GYGA_PASSWORD": "kouling-jia"}
    )
    assert said.status == 0


def test_a_guide_that_is_not_understood_is_refused(tmp_path: Path, guide_text: str) -> None:
    guide = tmp_path / "指南.toml"
    guide.write_text(guide_text.replace("quorum = 3", "quorums = 3"), encoding="utf-8")
    said = speak("--store", tmp_path / "a.gyga", "init", "--guide", guide, env={"GYGA_PASSWORD": "kouling-jia"})
    assert said.status == 2
    assert "quorums" in said.err
    assert not (tmp_path / "a.gyga").exists()


def test_people_are_added_and_sign_in_with_their_own_password(office: Desk) -> None:
    added = office.ok("people", "add", "吴新人", "--role", "reviewer", env={"GYGA_NEW_PASSWORD": "wu-xinren-1"})
    assert added == {"name": "吴新人", "role": "reviewer"}
    wu = Desk(office.store, {"吴新人": "wu-xinren-1"})
    assert "吴新人" in [p["name"] for p in wu.ok("people", "list", who="吴新人")]


@pytest.mark.parametrize(
    ("name", "new"), [(REVIEWER, "mima-12345"), ("", "mima-12345"), ("  ", "mima-12345"), ("吴新人", "short")]
)
def test_people_that_cannot_be_added(office: Desk, name: str, new: str) -> None:
    office.refused("people", "add", name, "--role", "reviewer", env={"GYGA_NEW_PASSWORD": new})


def test_a_changed_password_replaces_the_old_one(office: Desk) -> None:
    office.ok("people", "password", who=REVIEWER, env={"GYGA_NEW_PASSWORD": "xin-kouling-9"})
    office.refused("people", "list", who=REVIEWER)
    assert Desk(office.store, {REVIEWER: "xin-kouling-9"}).ok("people", "list", who=REVIEWER)


@pytest.mark.parametrize("who", ["", "无此人", CLERK])
def test_reading_too_needs_a_person_with_their_password(office: Desk, who: str) -> None:
    said = Desk(office.store, {who: "not-the-password"}).refused("cases", who=who)
    assert password_of(CLERK) not in said and "not-the-password" not in said


def test_a_wrong_password_and_an_unknown_name_are_told_in_the_same_words(office: Desk) -> None:
    desk = Desk(office.store, {CLERK: "not-the-password", "无此人": "not-the-password"})
    assert desk.refused("cases", who=CLERK).replace(CLERK, "") == desk.refused("cases", who="无此人").replace(
        "无此人", ""
    )


@pytest.mark.parametrize("measure", [None, 3])
def test_a_template_has_a_sheet_for_each_measure_asked_for(office: Desk, tmp_path: Path, measure: int | None) -> None:
    out = tmp_path / "空白表.xlsx"
    assert office.ok("template", out, *(["--measure", str(measure)] if measure else []), who=OBSERVER) == {
        "path": str(out)
    }
    sheets = [s for s in openpyxl.load_workbook(out).sheetnames if s[0] in "1234567"]
    assert [int(s[0]) for s in sheets] == ([measure] if measure else [1, 2, 3, 4, 5, 6, 7])
    assert out.name in office.refused("template", out)


def test_cases_have_the_shape_of_the_contract(filed: Desk) -> None:
    cases = filed.ok("cases", who=OBSERVER)
    assert len(cases) == 94
    for case in cases:
        assert case.keys() >= {
            "case",
            "measure",
            "year",
            "applicant",
            "credit_code",
            "title",
            "state",
            "source",
            "facts",
        }
        assert re.fullmatch(r"2025-M[1-7]-\d{4}", case["case"])
        assert case["source"].keys() == {"file", "sheet", "row"}
        assert case["source"]["file"] == "batch-2025-clean.xlsx"
    first = next(c for c in cases if c["case"] == "2025-M3-0001")
    assert (first["source"]["sheet"], first["source"]["row"], first["measure"], first["year"]) == (
        "3示范应用场景",
        2,
        3,
        2025,
    )
    assert first["facts"]["单位名称"] == first["applicant"]
    assert first["facts"]["审计核定投入_fen"] % 1 == 0 and first["facts"]["开工日期"] == "2024-05-01"


def test_cases_can_be_narrowed(filed: Desk) -> None:
    assert len(filed.ok("cases", "--measure", "5", who=OBSERVER)) == 26
    assert filed.ok("cases", "--year", "2024", who=OBSERVER) == []
    assert [c["case"] for c in filed.ok("cases", "--search", "示范应用07", who=OBSERVER)] == ["2025-M3-0007"]
    assert filed.ok("cases", "--search", "' OR 1 --", who=OBSERVER) == []


CASE = {
    "case",
    "applicant",
    "title",
    "outcome",
    "why",
    "score",
    "scores",
    "rank",
    "tied",
    "entitled_fen",
    "amount_fen",
    "city_fen",
    "district_fen",
    "payer",
    "derivation",
}
TABLE = {"measure", "year", "edition", "guide", "digest", "places", "pool_fen", "rule", "spent_fen", "cases"}
OUTCOMES = {
    "pending",
    "eligible",
    "supplement",
    "rejected",
    "recused",
    "selected",
    "reserve",
    "not_selected",
    "awarded",
    "out_of_pool",
    "referred",
}


@pytest.mark.parametrize("measure", range(1, 8))
def test_standings_have_the_shape_of_the_contract(filed: Desk, measure: int) -> None:
    table = filed.ok("standings", "--measure", str(measure), "--year", "2025", who=OBSERVER)
    assert table.keys() >= TABLE
    assert (table["measure"], table["year"], table["edition"], table["spent_fen"]) == (measure, 2025, "2024", 0)
    for case in table["cases"]:
        assert case.keys() >= CASE
        assert case["outcome"] in OUTCOMES
        assert all(step.keys() == {"label", "clause", "before_fen", "after_fen"} for step in case["derivation"])
        assert all(why.keys() == {"check", "sentence", "clause"} and why["sentence"] for why in case["why"])
        assert all(re.fullmatch(r"\d+(\.\d+)?", s["total"]) for s in case["scores"] if s["total"] is not None)
        assert all(s["state"] in {"counted", "dropped", "recused", "absent", "struck"} for s in case["scores"])
    keys = [(c["rank"] is None, c["rank"] or 0, c["case"]) for c in table["cases"]]
    assert keys == sorted(keys)


def test_equal_records_have_equal_digests_whoever_asks(filed: Desk) -> None:
    tables = [filed.ok("standings", "--measure", "3", "--year", "2025", who=who) for who in (OBSERVER, CHAIR)]
    assert tables[0] == tables[1]


def test_a_year_without_cases_is_an_empty_table(filed: Desk) -> None:
    assert filed.ok("standings", "--measure", "3", "--year", "2024", who=OBSERVER)["cases"] == []


def test_history_tells_who_did_what_newest_first(filed: Desk) -> None:
    steps = filed.ok("history", who=OBSERVER)
    assert [s["id"] for s in steps] == list(range(len(steps), 0, -1))
    assert [(s["name"], s["actor"]) for s in steps[:2]] == [
        ("导入专家评分 scores-2025-measure3.xlsx", CLERK),
        ("导入申报表 batch-2025-clean.xlsx", CLERK),
    ]
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", s["digest"]) for s in steps)


def test_the_history_of_a_case_is_its_own(filed: Desk) -> None:
    filed.ok("answer", "2025-M6-0001", "6.1", "yes", who=REVIEWER)
    names = [s["name"] for s in filed.ok("history", "--case", "2025-M6-0001", who=OBSERVER)]
    assert names == ["答复核对项 2025-M6-0001 6.1", "导入申报表 batch-2025-clean.xlsx"]
    assert "答复核对项" not in str(filed.ok("history", "--case", "2025-M6-0002", who=OBSERVER))


def test_undo_and_redo_are_steps_of_their_own(filed: Desk) -> None:
    filed.ok("answer", "2025-M6-0001", "6.1", "yes", who=REVIEWER)
    done = filed.ok("undo", who=REVIEWER)
    assert done == {"done": "撤销：答复核对项 2025-M6-0001 6.1", "cases": ["2025-M6-0001"]}
    assert "待核" in str(_why(filed, "2025-M6-0001", "6.1"))
    assert filed.ok("redo", who=REVIEWER)["done"] == "重做：答复核对项 2025-M6-0001 6.1"
    assert _why(filed, "2025-M6-0001", "6.1") == []
    assert filed.ok("undo", who=REVIEWER)["done"] == "撤销：答复核对项 2025-M6-0001 6.1"
    assert [s["name"][:2] for s in filed.ok("history", who=OBSERVER)[:4]] == ["撤销", "重做", "撤销", "答复"]
    filed.refused("undo", who=REVIEWER)


def _why(desk: Desk, case: str, check: str) -> list[dict[str, Any]]:
    table = desk.ok("standings", "--measure", case[6], "--year", "2025", who=OBSERVER)
    found = next(c for c in table["cases"] if c["case"] == case)
    return [w for w in found["why"] if w["check"] == check]


def test_nobody_undoes_the_work_of_another(filed: Desk) -> None:
    filed.ok("answer", "2025-M6-0001", "6.1", "yes", who=REVIEWER)
    filed.refused("undo", who=OBSERVER)
    filed.refused("redo", who=OBSERVER)
    filed.ok("undo", who=CLERK)
    assert "待核" not in str(_why(filed, "2025-M6-0001", "6.1"))


def test_an_import_that_answers_stand_on_is_not_undone(filed: Desk) -> None:
    filed.ok("undo", who=CLERK)
    filed.ok("answer", "2025-M6-0001", "6.1", "yes", who=REVIEWER)
    assert "答复" in filed.refused("undo", who=CLERK)


def test_a_backup_is_a_whole_store(filed: Desk, tmp_path: Path) -> None:
    out = tmp_path / "备份.gyga"
    assert filed.ok("backup", out, who=CLERK) == {"path": str(out)}
    assert filed.at(out).ok("verify", out)["ok"]
    assert filed.at(out).ok("cases", who=CLERK) == filed.ok("cases", who=CLERK)


def test_a_backup_goes_over_nothing(filed: Desk, tmp_path: Path) -> None:
    filed.refused("backup", filed.store, who=CLERK)
    filed.refused("backup", tmp_path / "没有" / "备份.gyga", who=CLERK)
    taken = tmp_path / "已有.gyga"
    taken.write_text("别人的")
    filed.refused("backup", taken, who=CLERK)
    assert taken.read_text() == "别人的"


def test_verify_is_content_with_an_untouched_store(filed: Desk) -> None:
    assert speak("--json", "verify", filed.store).json == {"ok": True, "findings": [], "signatures": []}


@pytest.fixture
def narrow_pipe(filed: Desk) -> tuple[int, bytes]:
    """The program whose reader goes away after the first line, as `| head -1` does."""
    import os
    import subprocess
    import sys

    from tests.headless import ROOT

    line = [sys.executable, "-m", "gyga_desk", "--store", str(filed.store), "--as", OBSERVER, "cases", "--json"]
    run = subprocess.Popen(
        line,
        cwd=ROOT,
        env={**os.environ, **filed.secrets(OBSERVER)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert run.stdout is not None and run.stderr is not None
    run.stdout.readline()
    run.stdout.close()
    err = run.stderr.read()
    run.stderr.close()
    return run.wait(timeout=60), err


def test_a_reader_that_goes_away_is_no_fault(narrow_pipe: tuple[int, bytes]) -> None:
    status, err = narrow_pipe
    assert "内部错误" not in err.decode() and "Traceback" not in err.decode() and "Exception" not in err.decode(), (
        err.decode()
    )
    assert status in (0, 1)


def test_the_plainest_terminal_gets_chinese(office: Desk) -> None:
    env = {**office.secrets(ADMIN), "LC_ALL": "C", "LANG": "C"}
    assert "李经办" in spawn("--store", office.store, "--as", ADMIN, "people", "list", env=env).out
