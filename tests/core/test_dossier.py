"""A dossier: everything of a case or a year in one archive, the same bytes again, and checked without the program."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from gyga_desk.operations.demo import Demo
from gyga_desk.store import open_reader
from tests.core import papers as made_up
from tests.headless import Desk, head, spawn

CLERK, CHAIR, REVIEWER, OBSERVER, ADMIN = "经办人", "主任", "审核员", "监督员", "管理员"
CASE = "2025-M3-0003"
PAPER = "SP-2025-M3-0003-1"


@pytest.fixture
def desk(demo_desk: Desk, demo: Demo, tmp_path: Path) -> Desk:
    """A copy of the demonstration's store with the files that lie beside it."""
    beside = demo.store.with_name(f"{demo.store.name}.files")
    shutil.copytree(beside, demo_desk.store.with_name(beside.name))
    demo_desk.ok("attach", CASE, made_up.pdf(tmp_path / "合同.pdf", 2), who=CLERK)
    return demo_desk


@pytest.fixture
def dossier(desk: Desk, tmp_path: Path, demo: Demo) -> Path:
    """The case's own, with its signed sheet."""
    desk.ok("dossier", CASE, tmp_path / "案卷.zip", "--signed", demo.store.parent, who=CLERK)
    return tmp_path / "案卷.zip"


def names(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as held:
        return held.namelist()


def read(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as held:
        return held.read(next(n for n in held.namelist() if n == name or n.startswith(name)))


def table(path: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(read(path, f"表格/{name}.csv").decode("utf-8-sig"))))


def rewritten(path: Path, out: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same archive with its contents changed, and the lists of digests made anew by a forger."""
    with zipfile.ZipFile(path) as held:
        files = {n: held.read(n) for n in held.namelist()}
    change(files)
    manifest = json.loads(files["清单.json"])
    for one in manifest["files"]:
        if one["path"] in files:
            data = files[one["path"]]
            one |= {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    files["清单.json"] = json.dumps(manifest, ensure_ascii=False).encode()
    listed = [n for n in files if n != "SHA256SUMS.txt"]
    files["SHA256SUMS.txt"] = "".join(f"{hashlib.sha256(files[n]).hexdigest()}  {n}\n" for n in listed).encode()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out


def alone(path: Path) -> tuple[int, str]:
    """The checking script as somebody without the program runs it: in the unpacked folder, with nothing of ours in reach."""
    folder = path.with_suffix("")
    with zipfile.ZipFile(path) as held:
        held.extractall(folder)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "核验.py"], cwd=folder, capture_output=True, check=False, encoding="utf-8"
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


# what is in it


def test_a_case_holds_its_papers_tables_explanation_originals_and_attachments(desk: Desk, dossier: Path) -> None:
    held = names(dossier)
    assert held[:2] == ["首页.html", "首页.txt"] and held[-2:] == ["清单.json", "SHA256SUMS.txt"]
    paper = read(dossier, f"文书/{PAPER}")
    recorded = {p["编号"]: p for p in table(dossier, "文书")}[PAPER]
    assert f"sha256:{hashlib.sha256(paper).hexdigest()}" == recorded["文件摘要"]
    signed = read(dossier, f"文书/签署件/{PAPER}")
    assert signed.startswith(paper) and len(signed) > len(paper)
    told = desk.ok("explain", CASE, who=CLERK)["text"]
    assert read(dossier, f"说明/{CASE}").decode() == told
    batch = desk.ok("batches", "list", who=CLERK)[0]
    original = read(dossier, f"原件/{batch['batch']}")
    assert f"sha256:{hashlib.sha256(original).hexdigest()}" == batch["digest"]
    (attached,) = desk.ok("attachments", "list", CASE, who=CLERK)
    assert f"sha256:{hashlib.sha256(read(dossier, f'附件/{CASE}/')).hexdigest()}" == attached["digest"]
    assert "第三条" in read(dossier, "依据/m3_scenarios.toml").decode()


def test_every_answer_mark_and_declaration_of_the_case_is_there(desk: Desk, dossier: Path) -> None:
    db = open_reader(desk.store)
    answers = db.execute("SELECT check_id, note FROM answer WHERE case_id = ?", (CASE,)).fetchall()
    marks = db.execute("SELECT expert, points FROM mark WHERE case_id = ?", (CASE,)).fetchall()
    declared = db.execute("SELECT COUNT(*) FROM conflict WHERE case_id = ?", (CASE,)).fetchone()[0]
    db.close()
    assert answers and marks and declared
    given = [(r["核对项"], r["说明"]) for r in table(dossier, "核对") if r["答复人"]]
    assert sorted(given) == sorted(answers)
    assert {(r["专家"], r["评分"]) for r in table(dossier, "评分")} == set(marks)
    assert len(table(dossier, "回避声明")) == declared
    assert {r["项目编号"] for name in ("核对", "评分", "结果", "申报内容") for r in table(dossier, name)} == {CASE}


def test_a_year_holds_all_cases_and_the_results_of_the_standing(desk: Desk, tmp_path: Path) -> None:
    made = desk.ok("dossier", "--year", "2025", tmp_path / "年.zip", who=CHAIR, status=1)
    assert made["cases"] == 94 and any(PAPER in m for m in made["missing"]), "the signed file was not given"
    results = {r["项目编号"]: r for r in table(tmp_path / "年.zip", "结果")}
    assert len(results) == 94
    for one in desk.ok("standings", "--measure", "3", "--year", "2025", who=CLERK)["cases"]:
        shown = results[one["case"]]["核定金额"]
        assert (round(float(shown) * 100) if shown else None) == one["amount_fen"]
    assert sum(n.startswith("说明/") for n in names(tmp_path / "年.zip")) == 94


def test_nobody_s_secret_and_no_other_case_is_in_a_case_s_record(desk: Desk, dossier: Path, tmp_path: Path) -> None:
    desk("dossier", "--year", "2025", tmp_path / "年.zip", who=CHAIR)
    db = open_reader(desk.store)
    secrets = [s for row in db.execute("SELECT password, slot FROM person") for s in row if s]
    others = {str(c) for (c,) in db.execute("SELECT id FROM cases WHERE id <> ?", (CASE,))}
    db.close()
    assert len(secrets) >= 5
    for path in (dossier, tmp_path / "年.zip"):
        with zipfile.ZipFile(path) as held:
            every = b"\n".join(held.read(n) for n in held.namelist())
        escaped = [json.dumps(s)[1:-1] for s in secrets]
        assert not [s for s in (*secrets, *escaped) if s.encode() in every]
    record = json.loads(read(dossier, "操作记录/记录.json"))
    ids = {row.get("case_id") or row["id"] for table in ("cases", "answer", "mark") for row in record[table]}
    assert ids == {CASE}
    trail = read(dossier, "操作记录/操作.jsonl").decode()
    assert not [c for c in others if c in trail]


# the same again


def test_the_same_record_gives_the_same_bytes_in_another_process(
    desk: Desk, dossier: Path, tmp_path: Path, demo: Demo
) -> None:
    again = tmp_path / "再.zip"
    words = ("--store", desk.store, "--as", CLERK, "dossier", CASE, again, "--signed", demo.store.parent)
    assert spawn(*words, env=desk.secrets(CLERK)).status == 0
    assert again.read_bytes() == dossier.read_bytes()
    assert desk.ok("dossier", CASE, again, "--signed", demo.store.parent, who=CLERK)["path"] == str(again)
    desk.ok("answer", "2025-M4-0001", "G2", "yes", who=REVIEWER)
    assert "不会覆盖" in desk.refused("dossier", CASE, again, "--signed", demo.store.parent, who=CLERK)


def test_it_is_recorded_with_its_digest_and_cannot_be_taken_back(desk: Desk, dossier: Path) -> None:
    newest = desk.ok("history", "--case", CASE, who=CLERK)[0]
    digest = f"sha256:{hashlib.sha256(dossier.read_bytes()).hexdigest()}"
    assert newest["name"] == f"导出案卷 {CASE} {digest[:23]}" and newest["actor"] == CLERK and newest["seals"]
    desk.refused("undo", who=CLERK)
    assert desk.ok("verify", desk.store)["ok"]


# who may, and what is refused


@pytest.mark.parametrize("who", [REVIEWER, OBSERVER, ADMIN])
def test_only_clerk_and_chair_may(desk: Desk, tmp_path: Path, who: str) -> None:
    assert "不能“导出案卷”" in desk.refused("dossier", CASE, tmp_path / "案.zip", who=who)
    assert not (tmp_path / "案.zip").exists()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("2025-M3-9999", "{out}"), "没有编号"),
        (("--year", "2031", "{out}"), "没有项目"),
        (("{out}",), "项目编号"),
        (("--year", "2025", CASE, "{out}"), "--year"),
        ((CASE, "{folder}/无/案.zip"), "写不进去"),
        ((CASE, "{out}", "--signed", "{folder}/无"), "不是文件夹"),
    ],
)
def test_what_cannot_be_made_is_refused_and_leaves_nothing(
    desk: Desk, tmp_path: Path, words: tuple[str, ...], reason: str
) -> None:
    before = sorted(tmp_path.rglob("*"))
    told = [w.format(out=tmp_path / "案.zip", folder=tmp_path) for w in words]
    assert reason in desk.refused("dossier", *told, who=CLERK)
    assert [p for p in sorted(tmp_path.rglob("*")) if p not in before and ".gyga-" not in p.name] == []


def test_what_is_missing_is_said_and_the_rest_is_there(desk: Desk, tmp_path: Path) -> None:
    for kept in desk.store.with_name(f"{desk.store.name}.files").iterdir():
        kept.unlink()
    made = desk.ok("dossier", CASE, tmp_path / "案.zip", who=CLERK, status=1)
    assert len(made["missing"]) == 3, "the workbook, the attachment, the signed sheet"
    page = read(tmp_path / "案.zip", "首页.txt").decode()
    assert all(one in page for one in made["missing"])
    assert desk.ok("verify", tmp_path / "案.zip")["ok"]


# checked without the program


def test_other_programs_find_it_sound(dossier: Path, demo: Demo) -> None:
    status, said = alone(dossier)
    assert status == 0 and "核验通过" in said and "签记 3 个" in said
    folder = dossier.with_suffix("")
    sums = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS.txt"], cwd=folder, capture_output=True, check=False, text=True
    )
    assert sums.returncode == 0 and len(sums.stdout.splitlines()) == len(names(dossier)) - 1
    (signed,) = (folder / "文书" / "签署件").iterdir()
    shown = subprocess.run(["pdfsig", "-nocert", signed], capture_output=True, check=False, text=True)
    assert shown.stdout.count("Signature is Valid") == 3


def test_the_first_page_says_how_and_names_no_address(dossier: Path) -> None:
    page = read(dossier, "首页.html").decode()
    for word in ("SHA256SUMS.txt", "核验.py", "pdfsig", "gyga-desk verify", "样例指南", CASE):
        assert word in page
    assert "<script" not in page and "http" not in page


def _changed_mark(files: dict[str, bytes]) -> None:
    trail = files["操作记录/操作.jsonl"].decode().splitlines()
    at = next(i for i, line in enumerate(trail) if '"whole"' in line and CASE in line)
    step = json.loads(trail[at])
    step["rows"][0][4] = step["rows"][0][4].replace(CASE, "2025-M3-0004")
    trail[at] = json.dumps(step, ensure_ascii=False)
    files["操作记录/操作.jsonl"] = ("\n".join(trail) + "\n").encode()


def _cut_tail(files: dict[str, bytes]) -> None:
    trail = files["操作记录/操作.jsonl"].decode().splitlines()
    files["操作记录/操作.jsonl"] = ("\n".join(trail[:-1]) + "\n").encode()


def _forged_checkpoint(files: dict[str, bytes]) -> None:
    manifest = json.loads(files["清单.json"])
    manifest["checkpoints"][0]["signature"] = "00" * 64
    files["清单.json"] = json.dumps(manifest).encode()


def _added(files: dict[str, bytes]) -> None:
    files["文书/多出.pdf"] = b"%PDF-1.7"


def _taken_out(files: dict[str, bytes]) -> None:
    del files["表格/评分.csv"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_changed_mark, "与其摘要不符"),
        (_cut_tail, "末步"),
        (_forged_checkpoint, "不是其密钥所签"),
        (_added, "清单之外"),
        (_taken_out, "缺少文件"),
    ],
)
def test_a_forger_who_makes_all_digests_anew_is_still_found(
    desk: Desk, dossier: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], sentence: str
) -> None:
    bad = rewritten(dossier, tmp_path / "假.zip", change)
    assert sentence in alone(bad)[1]
    found = desk.ok("verify", bad, status=1)
    assert any(sentence in f["sentence"] for f in found["findings"])


def test_a_step_told_by_its_digest_alone_is_held_against_the_record(desk: Desk, dossier: Path, tmp_path: Path) -> None:
    def change(files: dict[str, bytes]) -> None:
        trail = [json.loads(line) for line in files["操作记录/操作.jsonl"].decode().splitlines()]
        at = next(i for i in range(5, len(trail) - 1) if trail[i]["shown"] == trail[i + 1]["shown"] == "none")
        trail[at]["digest"] = "sha256:" + "0" * 64
        files["操作记录/操作.jsonl"] = "".join(f"{json.dumps(s, ensure_ascii=False)}\n" for s in trail).encode()

    bad = rewritten(dossier, tmp_path / "假.zip", change)
    codes = [f["code"] for f in desk.ok("verify", bad, status=1)["findings"]]
    assert codes == ["dossier-record"]
    assert desk.at(tmp_path / "无.gyga").ok("verify", bad)["ok"], "nothing to hold it against"


@pytest.mark.parametrize(
    "data", [b"PK\x05\x06" + bytes(18), b"", b"PK\x03\x04 kaputt"], ids=["empty", "nothing", "junk"]
)
def test_what_is_no_dossier_is_told_in_a_sentence(desk: Desk, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    before = head(desk.store)
    said = desk("verify", path)
    assert said.status in (1, 2) and head(desk.store) == before
    folder = tmp_path / "空"
    folder.mkdir()
    assert "不是案卷文件夹" in desk.refused("verify", folder)


def test_a_changed_byte_anywhere_is_found(desk: Desk, dossier: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(dossier) as held:
        held.extractall(tmp_path / "开")
    for name in names(dossier):
        if name == "核验.py":
            continue
        path = tmp_path / "开" / name
        data = path.read_bytes()
        path.write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])
        assert desk.ok("verify", tmp_path / "开", status=1)["findings"], name
        path.write_bytes(data)
    assert desk.ok("verify", tmp_path / "开")["ok"]


def test_original_files_survive_backup_and_restore(desk: Desk, tmp_path: Path) -> None:
    (batch,) = desk.ok("batches", "list", who=CLERK)[:1]
    out = tmp_path / "备份" / "份.gyga"
    out.parent.mkdir()
    desk.ok("backup", out, who=ADMIN)
    (copy,) = out.with_name("份.gyga.files").glob(f"{batch['digest'].removeprefix('sha256:')}*")
    copy.write_bytes(b"x")
    assert [f["code"] for f in desk.ok("verify", out, status=1)["findings"]] == ["original-changed"]
