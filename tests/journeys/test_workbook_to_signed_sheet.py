"""The main job in one day by commands alone, each a program of its own: from the workbook to the sheet three have signed."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gyga_desk import places
from tests.headless import (
    ADMIN,
    CHAIR,
    CLERK,
    KEY_PASSWORD,
    MEETING,
    OBSERVER,
    PEOPLE,
    REVIEWER,
    ROOT_PASSWORD,
    Desk,
    answers_to_all,
    check_document,
    password_of,
    spawn,
)

SAMPLES = places.resources() / "demo"
M3 = ("--measure", "3", "--year", "2025")
SELECTED = [3, 12, 16, 7, 11, 14, 2, 10, 15, 22]
FIRST = "2025-M3-0003"
APPLICANT, TITLE = "贵州爽爽星图24软件有限公司", "基于大模型的交通示范应用03"
CLAUSE = "对人工智能大模型示范应用场景项目建设主体,按照其实际投入的20%给予资金补助,最高不超过100万元"


class Day:
    """The program on one new store, each command started afresh."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.store = folder, folder / "二〇二五.gyga"

    def __call__(self, *words: str | Path, who: str, second: str = "", status: int = 0) -> Any:
        env = (
            {**Desk(self.store).secrets(who, second), "GYGA_NEW_PASSWORD": password_of(str(words[2]))}
            if words[0] == "people"
            else Desk(self.store).secrets(who, second)
        )
        said = spawn("--store", self.store, "--as", who, "--json", *words, env=env)
        assert said.status == status, said.err + said.out
        found = json.loads(said.out)
        check_document(found)
        return found


def read(*line: str | Path) -> str:
    done = subprocess.run([str(w) for w in line], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def day(tmp_path: Path) -> Day:
    return Day(tmp_path)


def test_from_workbook_to_signed_sheet(day: Day, tmp_path: Path) -> None:
    made = day("init", "--edition", "2024", "--guide", "sample", "--admin", ADMIN, who=ADMIN)
    assert "样例" in made["guide"]
    for name, role in PEOPLE.items():
        if name in (CLERK, REVIEWER, CHAIR, OBSERVER):
            day("people", "add", name, "--role", role.value, who=ADMIN)

    batch = day("import", SAMPLES / "batch-2025-clean.xlsx", who=CLERK)
    assert (batch["accepted"], batch["held"]) == (94, 0)
    assert day("scores", "import", SAMPLES / "scores-2025-measure3.xlsx", who=CLERK)["marks"] == 168

    assert {b["code"] for b in day("gate", *M3, who=CHAIR, status=1)} == {"unanswered", "not-proposed"}
    answers = answers_to_all(Desk(day.store), 3, tmp_path / "答复.csv")
    assert day("answers", "import", answers, who=REVIEWER)["problems"] == []
    day("answer", "2025-M3-0021", "3.8", "no", "--note", "系政府购买服务项目", who=REVIEWER)

    proposal = day("decide", "propose", *M3, who=CLERK)
    assert proposal["selected"] == [f"2025-M3-{n:04d}" for n in SELECTED]
    assert day("gate", *M3, who=CHAIR) == []
    sealed = day("decide", "seal", *M3, "--with", OBSERVER, *MEETING, who=CHAIR, second=OBSERVER)
    outcomes = {c["case"]: c["outcome"] for c in sealed["standing"]["cases"]}
    assert ([outcomes[f"2025-M3-{n:04d}"] for n in SELECTED], outcomes["2025-M3-0021"]) == (
        ["selected"] * 10,
        "rejected",
    )

    sheets = day("print", "approval", *M3, "--out", tmp_path / "审批表", who=CLERK)
    assert [s["case"] for s in sheets] == [f"2025-M3-{n:04d}" for n in SELECTED]
    sheet = Path(sheets[0]["path"])

    day("keys", "root", who=ADMIN)
    for name in (REVIEWER, CHAIR, CLERK):
        key = tmp_path / f"{name}.p12"
        day("keys", "make", name, "--out", key, who=ADMIN)
        day("sign", sheet, "--key", key, who=name)
    found = day("verify", sheet, who=OBSERVER)
    assert found["ok"] and [s["name"] for s in found["signatures"]] == [REVIEWER, CHAIR, CLERK]
    assert day("register", sheets[0]["paper"], "--code", sheets[0]["code"], who=CLERK)["state"] == "registered"
    assert day("verify", day.store, who=OBSERVER) == {"ok": True, "findings": [], "signatures": []}

    accepted_by_others(sheet, sheets[0])
    for path in (Path(s["path"]) for s in sheets[1:]):
        read("qpdf", "--check", path)
    assert KEY_PASSWORD.encode() not in day.store.read_bytes() and ROOT_PASSWORD.encode() not in day.store.read_bytes()
    assert password_of(CLERK).encode() not in day.store.read_bytes()


def accepted_by_others(sheet: Path, printed: dict[str, Any]) -> None:
    """What programs that know nothing of ours say of the sheet."""
    told = read("pdfsig", "-nocert", sheet)
    assert told.count("Signature Validation: Signature is Valid.") == 3
    assert re.findall(r"Signer Certificate Common Name: (\S+)", told) == [REVIEWER, CHAIR, CLERK]
    assert told.count("Total document signed") == 1, "the last one covers the whole file"
    assert "No syntax or stream encoding errors found" in read("qpdf", "--check", sheet)
    text = re.sub(r"\s", "", read("pdftotext", "-layout", sheet, "-"))
    for wanted in (
        APPLICANT, TITLE, "第三条", "1,000,000.00", "壹佰万元整", "500,000.00", "96.30", printed["paper"], printed["code"], MEETING[1], MEETING[5],
        CHAIR, OBSERVER, "2025年7月15日",
    ):  # fmt: skip
        assert re.sub(r"\s", "", wanted) in text, wanted
    assert CLAUSE in re.sub(r"\s", "", read("pdftotext", sheet, "-")), "the clause word for word"
    fonts = read("pdffonts", sheet).splitlines()[2:]
    assert fonts and all(" yes " in line for line in fonts), "every typeface travels with the sheet"


def test_the_demonstration_is_made_by_one_command_and_each_time_the_same(demo_desk: Desk, tmp_path: Path) -> None:
    said = spawn("demo", tmp_path / "演示", "--no-window", "--json")
    made = said.json
    assert (said.status, said.err) == (0, "")
    check_document(made)
    assert made.keys() >= {"store", "sheets"}
    assert len(made["sheets"]) == 10 and all(Path(s).is_file() for s in made["sheets"])
    assert read("pdfsig", "-nocert", made["signed"][0]).count("Signature Validation: Signature is Valid.") == 3
    again = spawn("demo", tmp_path / "演示", "--no-window")
    assert (again.status, again.out) == (2, "")

    other = Desk(Path(made["store"]), demo_desk.passwords)
    for words in (["cases"], ["standings", *M3], ["standings", "--measure", "6", "--year", "2025"], ["people", "list"]):
        assert other.ok(*words, who="监督员") == demo_desk.ok(*words, who="监督员")
    steps = [
        [(s["name"], s["actor"], s["at"]) for s in desk.ok("history", who="监督员")] for desk in (other, demo_desk)
    ]
    assert steps[0] == steps[1]
