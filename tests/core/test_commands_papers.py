"""Papers by command: printed from the seal alone, signed by three, verified, registered, voided; and a record that was tampered with."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from PIL import Image as Picture

from gyga_desk.formats.pdf.document import draw
from gyga_desk.operations.demo import PASSWORD, Demo
from tests.clock import stop_clock
from tests.core.formats_pdf.sample_papers import make_papers
from tests.core.formats_pdf.scanned import as_file, as_pdf, photographs
from tests.core.soft_token import PIN, Box, fresh, library
from tests.headless import ADMIN, CHAIR, CLERK, KEY_PASSWORD, OBSERVER, OTHER_REVIEWER, REVIEWER, Desk, head
from tests.headless import MEETING as FIRST_MEETING

M3 = ("--measure", "3", "--year", "2025")
FIRST, SECOND = "2025-M3-0003", "2025-M3-0012"
MEETING = ("--meeting", "复审会", "--date", "2025-08-01", "--number", "评审纪要〔2025〕8号")
KEYS = {"GYGA_KEY_PASSWORD": PASSWORD, "GYGA_ROOT_PASSWORD": PASSWORD}
SEAL = ("--with", "监督员", *MEETING)


@pytest.fixture(autouse=True)
def _while_the_keys_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


@pytest.fixture
def signed(demo: Demo, tmp_path: Path) -> Path:
    """A copy of the sheet that three have signed."""
    return Path(shutil.copy(demo.signed[0], tmp_path / "三签.pdf"))


@pytest.fixture
def unsigned(demo: Demo, tmp_path: Path) -> Path:
    """A copy of a sheet that nobody has signed."""
    return Path(shutil.copy(demo.sheets[1], tmp_path / "未签.pdf"))


def reopen(desk: Desk, reason: str = "公示期有异议") -> None:
    desk.ok("decide", "reopen", *M3, "--with", "监督员", "--reason", reason, who="主任", second="监督员")


def reseal(desk: Desk) -> None:
    desk.ok("decide", "propose", *M3, who="经办人")
    desk.ok("decide", "seal", *M3, *SEAL, who="主任", second="监督员")


def tamper(store: Path, *statements: str, again: bool = True) -> None:
    """What somebody does who opens the file with another program: the triggers dropped, rows written, and put back as they were."""
    db = sqlite3.connect(store)
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        db.execute(statement)
    for _, sql in triggers if again else ():
        db.execute(sql)
    db.commit()
    db.close()


# printing


def test_the_kinds_of_paper_are_listed(demo_desk: Desk) -> None:
    kinds = {k["kind"]: k["title"] for k in demo_desk.ok("print", "--list", who="监督员")}
    assert kinds["approval"] == "项目审批表"


def test_a_paper_printed_again_is_the_same_paper(demo_desk: Desk, demo: Demo, tmp_path: Path) -> None:
    outs = [
        demo_desk.ok("print", "approval", FIRST, SECOND, "--out", tmp_path / name, who="经办人")
        for name in ("一", "二")
    ]
    assert [p.keys() >= {"paper", "kind", "case", "path", "digest", "pages", "code"} for p in outs[0]] == [True] * 2
    assert [{**p, "path": ""} for p in outs[0]] == [{**p, "path": ""} for p in outs[1]]
    for one, two in zip(*outs, strict=True):
        assert Path(one["path"]).read_bytes() == Path(two["path"]).read_bytes()
    assert Path(outs[0][1]["path"]).name == demo.sheets[1].name
    assert Path(outs[0][1]["path"]).read_bytes() == demo.sheets[1].read_bytes()


def test_a_case_is_printed_by_its_number_alone(demo_desk: Desk, tmp_path: Path) -> None:
    found = demo_desk.ok("print", "approval", SECOND, "--out", tmp_path, who="主任")
    assert [(p["case"], p["kind"], p["paper"]) for p in found] == [(SECOND, "approval", f"SP-{SECOND}-1")]
    assert Path(found[0]["path"]).parent == tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ["approval", "--measure", "1", "--year", "2025"],
        ["approval", "2025-M1-0001"],
        ["approval", "2025-M9-0001"],
        ["approval", FIRST, "2025-M6-0003"],
        ["approval", FIRST, "--measure", "6", "--year", "2025"],
        ["approval", FIRST, "2025-M1-0001"],
        ["notice", *M3],
    ],
    ids=" ".join,
)
def test_what_is_not_sealed_is_not_printed(demo_desk: Desk, tmp_path: Path, words: list[str]) -> None:
    demo_desk.refused("print", *words, "--out", tmp_path / "出", who="经办人")


def test_a_file_that_is_another_is_left_and_nothing_printed(demo_desk: Desk, tmp_path: Path) -> None:
    (path,) = (Path(p["path"]) for p in demo_desk.ok("print", "approval", SECOND, "--out", tmp_path, who="经办人"))
    path.write_bytes(b"something else")
    demo_desk.refused("print", "approval", SECOND, "--out", tmp_path, who="经办人")
    assert path.read_bytes() == b"something else"
    demo_desk.refused("print", "approval", SECOND, "--out", path, who="经办人")


def test_a_reopened_decision_voids_its_papers_and_the_next_ones_replace_them(
    demo_desk: Desk, unsigned: Path, tmp_path: Path
) -> None:
    reopen(demo_desk)
    demo_desk.refused("print", "approval", *M3, "--out", tmp_path / "出", who="经办人")
    demo_desk.refused("register", f"SP-{SECOND}-1", "--code", "AAAA-BBBB-CCCC", who="经办人")
    found = demo_desk.ok("verify", unsigned, status=1)
    assert "void" in [f["code"] for f in found["findings"]]
    reseal(demo_desk)
    (again,) = demo_desk.ok("print", "approval", SECOND, "--out", tmp_path / "出", who="经办人")
    assert (again["paper"], again["replaces"], again["state"]) == (f"SP-{SECOND}-2", f"SP-{SECOND}-1", "printed")
    assert Path(again["path"]).read_bytes() != unsigned.read_bytes()


def test_a_voided_paper_is_replaced_by_the_next_number(demo_desk: Desk, tmp_path: Path) -> None:
    voided = demo_desk.ok("void", f"SP-{SECOND}-1", "--reason", "打印污损", who="经办人")
    assert (voided["paper"], voided["state"]) == (f"SP-{SECOND}-1", "void")
    (again,) = demo_desk.ok("print", "approval", SECOND, "--out", tmp_path, who="经办人")
    assert (again["paper"], again["replaces"]) == (f"SP-{SECOND}-2", f"SP-{SECOND}-1")
    for words in (["--reason", "又"], []):
        demo_desk.refused("void", f"SP-{SECOND}-1", *words, who="经办人")
    demo_desk.refused("void", f"SP-{SECOND}-2", "--reason", " ", who="经办人")
    demo_desk.refused("void", "SP-2025-M3-0099-1", "--reason", "无", who="经办人")


CHANGES = {
    "an amount in the sealed text": "UPDATE decision SET body = replace(body, '96', '97') WHERE id = '2025-M3-D1'",
    "the sealed text and its digest": "UPDATE decision SET body = body || ' ', digest = 'sha256:00' WHERE id = '2025-M3-D1'",
    "a fact that was sealed": f"UPDATE sealed_content SET body = replace(body, '贵州', '广州') WHERE case_id = '{SECOND}'",
    "a sealed fact taken away": f"DELETE FROM sealed_content WHERE case_id = '{SECOND}'",
    "the meeting": "UPDATE decision SET meeting = '另一次会议' WHERE id = '2025-M3-D1'",
    "who turned the second key": "UPDATE decision SET second = '经办人' WHERE id = '2025-M3-D1'",
    "the digest of the printed file": f"UPDATE paper SET digest = 'sha256:00' WHERE case_id = '{SECOND}'",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_paper_whose_record_has_changed_is_neither_printed_nor_held_good(
    demo_desk: Desk, unsigned: Path, tmp_path: Path, change: str
) -> None:
    tamper(demo_desk.store, CHANGES[change])
    demo_desk.refused("print", "approval", SECOND, "--out", tmp_path / "出", who="经办人")
    assert not list(tmp_path.glob("出/*"))
    assert not demo_desk.ok("verify", unsigned, status=1)["ok"]


BESIDE = {"held_on": "'2025-07-16'", "second": "'经办人'", "guide_sample": "0"}


def test_a_first_paper_takes_nothing_that_was_changed_beside_the_seal(demo_desk: Desk, tmp_path: Path) -> None:
    for column, value in BESIDE.items():
        store = Path(shutil.copy(demo_desk.store, tmp_path / f"{column}.gyga"))
        tamper(store, f"UPDATE decision SET {column} = {value} WHERE id = '2025-M6-D1'")
        demo_desk.at(store).refused("print", "approval", "2025-M6-0003", "--out", tmp_path / "出", who="经办人")
    assert not list(tmp_path.glob("出/*"))


# signing


def test_a_root_whose_file_is_lost_signs_no_keys_and_is_not_made_twice(demo_desk: Desk, tmp_path: Path) -> None:
    shutil.rmtree(demo_desk.store.with_name(f"{demo_desk.store.name}.keys"))
    demo_desk.refused("keys", "make", "主任", "--out", tmp_path / "主任.p12", who="管理员", env=KEYS)
    demo_desk.refused("keys", "root", who="管理员", env=KEYS)


def test_a_root_a_key_and_a_signature_from_nothing(reviewed: Desk, tmp_path: Path) -> None:
    reviewed.ok("decide", "propose", "--measure", "6", "--year", "2025", who=CLERK)
    reviewed.ok(
        "decide",
        "seal",
        "--measure",
        "6",
        "--year",
        "2025",
        "--with",
        OBSERVER,
        *FIRST_MEETING,
        who=CHAIR,
        second=OBSERVER,
    )
    (sheet,) = (Path(p["path"]) for p in reviewed.ok("print", "approval", "2025-M6-0003", "--out", tmp_path, who=CLERK))
    printed = sheet.read_bytes()
    reviewed.refused("keys", "make", CHAIR, "--out", tmp_path / "早.p12")
    root = reviewed.ok("keys", "root")
    assert root.keys() == {"fingerprint", "path"} and Path(root["path"]).is_file()
    assert oct(Path(root["path"]).stat().st_mode)[-3:] == "600"
    reviewed.refused("keys", "root")
    reviewed.refused("keys", "make", "无此人", "--out", tmp_path / "无.p12")
    reviewed.refused(
        "keys", "make", CHAIR, "--out", tmp_path / "错.p12", env={"GYGA_ROOT_PASSWORD": "not-the-password"}
    )
    for who in (REVIEWER, OTHER_REVIEWER, CHAIR, CLERK, OBSERVER):
        made = reviewed.ok("keys", "make", who, "--out", tmp_path / f"{who}.p12")
        assert made["name"] == who and Path(made["path"]).is_file()
    reviewed.refused("keys", "make", CHAIR, "--out", tmp_path / f"{CHAIR}.p12")

    def sign(who: str, key: str, env: dict[str, str] | None = None) -> Sequence[object]:
        return ("sign", sheet, "--key", tmp_path / f"{key}.p12"), {"who": who, "env": env}

    def refused(who: str, key: str, env: dict[str, str] | None = None) -> None:
        before = sheet.read_bytes()
        words, rest = sign(who, key, env)
        reviewed.refused(*words, **rest)  # type: ignore[misc, arg-type]
        assert sheet.read_bytes() == before

    refused(REVIEWER, REVIEWER, {"GYGA_KEY_PASSWORD": "not-the-password"})
    refused(REVIEWER, CHAIR)
    refused(REVIEWER, "没有")
    refused(OBSERVER, OBSERVER)
    refused(ADMIN, REVIEWER)
    for count, who in enumerate((REVIEWER, CHAIR, CLERK), 1):
        words, rest = sign(who, who)
        assert reviewed.ok(*words, **rest)["signatures"] == count  # type: ignore[misc, arg-type]
    refused(CHAIR, CHAIR)
    refused(OTHER_REVIEWER, OTHER_REVIEWER)
    found = reviewed.ok("verify", sheet)
    assert [s["name"] for s in found["signatures"]] == [REVIEWER, CHAIR, CLERK]
    assert sheet.read_bytes().startswith(printed)


def test_a_key_of_another_issuer_is_from_then_on_its_first_signers_alone(
    demo_desk: Desk, office: Desk, unsigned: Path, tmp_path: Path
) -> None:
    office.ok("people", "add", "审核员", "--role", "reviewer", env={"GYGA_NEW_PASSWORD": "kouling-2025"})
    office.ok("keys", "root")
    office.ok("keys", "make", "审核员", "--out", tmp_path / "外.p12")
    theirs = ("sign", unsigned, "--key", tmp_path / "外.p12")
    demo_desk.refused(*theirs, who="主任", env={"GYGA_KEY_PASSWORD": KEY_PASSWORD})
    demo_desk.ok(*theirs, who="审核员", env={"GYGA_KEY_PASSWORD": KEY_PASSWORD})
    assert demo_desk.ok("verify", unsigned)["ok"]


def test_a_hardware_token_signs_as_a_key_file_does(
    demo_desk: Desk, demo: Demo, unsigned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Box(tmp_path / "介质")
    box.prepare()
    monkeypatch.setenv("SOFTHSM2_CONF", str(box.conf))
    p12 = (demo.keys / "主任.p12").read_bytes()
    certificate = pkcs12.load_key_and_certificates(p12, PASSWORD.encode())[1]
    assert certificate is not None
    box.add("主任")
    box.put_key("主任", p12, PASSWORD, "a1")
    box.put_certificate("主任", certificate.public_bytes(Encoding.DER), "a1")
    fresh(library())
    words = ("sign", unsigned, "--token", library(), "--label", "主任")
    pin = {"GYGA_KEY_PASSWORD": PIN}
    assert "登记在 主任 名下" in demo_desk.refused(*words, who="审核员", env=pin)
    assert "PIN 不对" in demo_desk.refused(*words, who="主任", env=KEYS)
    assert "“局长”" in demo_desk.refused(*words[:-1], "局长", who="主任", env=pin)
    assert demo_desk.ok(*words, who="主任", env=pin)["signatures"] == 1
    demo_desk.ok("sign", unsigned, "--key", demo.keys / "审核员.p12", who="审核员", env=KEYS)
    found = demo_desk.ok("verify", unsigned)
    assert [(s["name"], s["ok"]) for s in found["signatures"]] == [("主任", True), ("审核员", True)]


def test_a_signature_needs_one_key_and_not_two(demo_desk: Desk, demo: Demo, unsigned: Path) -> None:
    key = ("--key", demo.keys / "主任.p12")
    assert "二者取一" in demo_desk.refused("sign", unsigned, who="主任", env=KEYS)
    assert "二者取一" in demo_desk.refused("sign", unsigned, *key, "--token", library(), who="主任", env=KEYS)


def test_many_papers_are_signed_in_one_go_or_none_is(
    demo_desk: Desk, demo: Demo, unsigned: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copy(demo.sheets[2], tmp_path / "另一份.pdf"))
    before, whole = unsigned.read_bytes(), other.read_bytes()
    words = ("sign", unsigned, other, unsigned, "--key", demo.keys / "主任.p12")
    flip(other, 5000)
    demo_desk.refused(*words, who="主任", env=KEYS)
    assert unsigned.read_bytes() == before, "looked at before the first is signed"
    other.write_bytes(whole)
    done = demo_desk.ok(*words, who="主任", env=KEYS)
    assert [(one["path"], one["signatures"]) for one in done] == [(str(unsigned), 1), (str(other), 1)]
    for pdf in (unsigned, other):
        assert [s["name"] for s in demo_desk.ok("verify", pdf)["signatures"]] == ["主任"]


def test_a_folder_stands_for_what_waits_in_it(demo_desk: Desk, demo: Demo, unsigned: Path, tmp_path: Path) -> None:
    words = ("sign", tmp_path, "--key", demo.keys / "主任.p12")
    twin = Path(shutil.copy(unsigned, tmp_path / "又一份.pdf"))
    rows = demo_desk.ok(*words, who="主任", env=KEYS, status=1)
    assert {one["path"]: one["signed"] for one in rows} in (
        {str(unsigned): True, str(twin): False}, {str(unsigned): False, str(twin): True},
    )  # fmt: skip
    assert ["同一份文书" in one["note"] for one in rows if not one["signed"]] == [True]
    assert "没有等待 主任 签名的文书文件" in demo_desk.refused(*words, who="主任", env=KEYS)


@pytest.mark.parametrize("what", ["voided", "reopened", "unsealed", "altered", "foreign", "no paper"])
def test_only_a_standing_unaltered_paper_is_signed(
    demo_desk: Desk, demo: Demo, unsigned: Path, tmp_path: Path, what: str
) -> None:
    match what:
        case "voided":
            demo_desk.ok("void", f"SP-{SECOND}-1", "--reason", "污损", who="经办人")
        case "reopened":
            reopen(demo_desk)
        case "unsealed":
            tamper(demo_desk.store, f"DELETE FROM sealed_content WHERE case_id = '{SECOND}'")
        case "altered":
            flip(unsigned, 5000)
        case "foreign":
            foreign(unsigned)
        case _:
            unsigned.write_text("不是 PDF")
    before = unsigned.read_bytes()
    demo_desk.refused("sign", unsigned, "--key", demo.keys / "主任.p12", who="主任", env=KEYS)
    assert unsigned.read_bytes() == before


# verification of papers


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x01
    path.write_bytes(bytes(data))


def foreign(path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path))
    canvas.drawString(72, 720, "elsewhere")
    canvas.save()


def test_a_sheet_signed_by_three_holds(demo_desk: Desk, signed: Path) -> None:
    found = demo_desk.ok("verify", signed)
    assert found["findings"] == [] and found["ok"]
    assert [(s["name"], s["ok"]) for s in found["signatures"]] == [("审核员", True), ("主任", True), ("经办人", True)]
    assert found["signatures"][-1]["covers_whole"]
    assert all(s["at"] for s in found["signatures"])


def test_an_unsigned_sheet_holds_as_printed(demo_desk: Desk, unsigned: Path) -> None:
    assert demo_desk.ok("verify", unsigned) == {"ok": True, "findings": [], "signatures": []}


@pytest.mark.parametrize("part", [0, 0.02, 0.4, 0.8, 0.97, 1])
def test_a_flipped_byte_is_found_wherever_it_is(demo_desk: Desk, signed: Path, part: float) -> None:
    flip(signed, round(part * (signed.stat().st_size - 1)))
    said = demo_desk("verify", signed)
    if part == 0:  # no longer a PDF at all, and no store either
        assert said.status == 2
    else:
        assert said.status == 1
        assert not said.json["ok"] and said.json["findings"]


@pytest.mark.parametrize("part", [0.001, 0.5, 1])
def test_a_flipped_byte_of_an_unsigned_sheet_is_found_too(demo_desk: Desk, unsigned: Path, part: float) -> None:
    flip(unsigned, max(9, round(part * (unsigned.stat().st_size - 1))))
    assert demo_desk("verify", unsigned).status == 1


def test_a_paper_of_elsewhere_is_not_ours(demo_desk: Desk, unsigned: Path) -> None:
    foreign(unsigned)
    assert [f["code"] for f in demo_desk.ok("verify", unsigned, status=1)["findings"]] == ["unknown-paper"]


def test_a_signature_taken_off_is_missed(demo_desk: Desk, demo: Demo, signed: Path, tmp_path: Path) -> None:
    found = demo_desk.ok("print", "approval", FIRST, "--out", tmp_path / "重打", who="经办人")
    codes = [f["code"] for f in demo_desk.ok("verify", Path(found[0]["path"]), status=1)["findings"]]
    assert codes == ["signature-missing"] * 3


def test_a_signature_that_the_record_does_not_know_is_told(
    demo_desk: Desk, demo: Demo, unsigned: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copy(demo_desk.store, tmp_path / "副本.gyga"))
    demo_desk.at(other).ok("sign", unsigned, "--key", demo.keys / "主任.p12", who="主任", env=KEYS)
    assert demo_desk.at(other).ok("verify", unsigned)["ok"]
    assert [f["code"] for f in demo_desk.ok("verify", unsigned, status=1)["findings"]] == ["signature-unknown"]


def test_verify_finds_what_is_not_there_nor_readable(demo_desk: Desk, tmp_path: Path) -> None:
    demo_desk.refused("verify", tmp_path / "没有.pdf")
    demo_desk.refused("verify", tmp_path)
    (tmp_path / "空.pdf").touch()
    demo_desk.refused("verify", tmp_path / "空.pdf")


# verification of the store

ROWS = {
    "cases": "UPDATE cases SET applicant = '另一家公司' WHERE id = '2025-M1-0001'",
    "facts": "UPDATE cases SET facts = replace(facts, '638699157', '738699157') WHERE id = '2025-M1-0001'",
    "answer": "UPDATE answer SET answer = 'yes' WHERE answer = 'no'",
    "mark": "UPDATE mark SET points = '100' WHERE rowid = (SELECT min(rowid) FROM mark)",
    "sealed_case": "UPDATE sealed_case SET amount_fen = amount_fen + 1 WHERE case_id = '2025-M3-0022'",
    "a row taken away": "DELETE FROM mark WHERE rowid = (SELECT max(rowid) FROM mark)",
    "a row added": "INSERT INTO conflict(case_id, person, declared, reason, at) VALUES('2025-M1-0001', '审核员', 'none', '', '2025-07-01')",
    "a password": "UPDATE person SET password = (SELECT password FROM person WHERE name = '管理员') WHERE name = '主任'",
    "the policy": "UPDATE edition_text SET text = replace(text, '1_000_000', '9_000_000')",
    "the journal's text": "UPDATE op SET actor = '主任' WHERE id = 3",
    "the journal's image": "UPDATE op_row SET after = replace(after, 'yes', 'no ') WHERE seq = (SELECT max(seq) FROM op_row WHERE tbl = 'answer')",
    "the journal's last step": "DELETE FROM op_row WHERE op = (SELECT max(id) FROM op)",
}


@pytest.mark.parametrize(("row", "again"), [*((row, True) for row in ROWS), ("cases", False), ("sealed_case", False)])
def test_a_row_changed_with_another_program_is_found(demo_desk: Desk, row: str, again: bool) -> None:
    """Whether its triggers are put back afterwards or not."""
    tamper(demo_desk.store, ROWS[row], again=again)
    said = demo_desk("verify", demo_desk.store)
    assert said.status == 1
    codes = {f["code"] for f in said.json["findings"]}
    assert codes - {"shape-changed"}, "the row itself is named, not only the trigger"
    assert ("shape-changed" in codes) is not again


def test_the_sqlite_shell_cannot_write_past_the_triggers_and_what_it_forces_is_found(demo_desk: Desk) -> None:
    shell = shutil.which("sqlite3")
    change = "UPDATE cases SET title = '改名' WHERE id = '2025-M1-0001';"
    before = head(demo_desk.store)
    if shell is None:
        with sqlite3.connect(demo_desk.store) as db, pytest.raises(sqlite3.DatabaseError):
            db.execute(change)
    else:
        done = subprocess.run([shell, demo_desk.store, change], capture_output=True, text=True, check=False)
        assert done.returncode != 0
    assert head(demo_desk.store) == before
    assert demo_desk.ok("verify", demo_desk.store)["ok"]
    tamper(demo_desk.store, change)
    (found,) = demo_desk.ok("verify", demo_desk.store, status=1)["findings"]
    assert (found["code"], "2025-M1-0001" in found["sentence"], "title" in found["sentence"]) == (
        "row-changed",
        True,
        True,
    )


def test_a_store_with_other_triggers_is_worked_on_no_more(demo_desk: Desk) -> None:
    tamper(demo_desk.store, "SELECT 1", again=False)
    demo_desk.refused("answer", "2025-M1-0001", "G1", "yes", who="审核员")


# what comes back


def registered(desk: Desk, code: str, *words: str | Path) -> Any:
    return desk.ok("register", f"SP-{SECOND}-1", "--code", code, *words, who="经办人")


@pytest.fixture
def code(demo_desk: Desk, tmp_path: Path) -> str:
    (found,) = demo_desk.ok("print", "approval", SECOND, "--out", tmp_path / "码", who="经办人")
    return str(found["code"])


@pytest.mark.parametrize("spell", [str, str.lower, lambda c: c.replace("-", ""), lambda c: f" {c.replace('-', ' ')} "])
def test_a_paper_that_comes_back_is_registered_by_its_code(
    demo_desk: Desk, code: str, spell: Callable[[str], str]
) -> None:
    assert registered(demo_desk, spell(code))["state"] == "registered"


def test_a_scan_is_kept_by_its_digest(demo_desk: Desk, code: str, tmp_path: Path) -> None:
    (tmp_path / "扫描.pdf").write_bytes(b"%PDF-1.7 scan")
    assert registered(demo_desk, code, "--scan", tmp_path / "扫描.pdf")["state"] == "registered"
    demo_desk.refused("register", f"SP-{SECOND}-1", "--code", code, "--scan", tmp_path / "没有.pdf", who="经办人")


def test_a_wrong_code_is_refused(demo_desk: Desk, code: str) -> None:
    wrong = ("0" if code[0] != "0" else "1") + code[1:]
    for given in (wrong, "", code[:-1], code + "A"):
        demo_desk.refused("register", f"SP-{SECOND}-1", "--code", given, who="经办人")
    demo_desk.refused("register", "SP-2025-M3-0099-1", "--code", code, who="经办人")
    demo_desk.refused("register", f"SP-{FIRST}-1", "--code", code, who="经办人")


def test_a_scan_registers_every_paper_in_it(demo_desk: Desk, demo: Demo, tmp_path: Path) -> None:
    one, two = (path.read_bytes() for path in demo.sheets[1:3])
    numbers = [path.name.split()[0] for path in demo.sheets[1:3]]
    pictures = [photographs(data, 150) for data in (one, two)]
    scan = tmp_path / "扫描.pdf"
    scan.write_bytes(as_pdf([*pictures[0], *pictures[1][1:]], 150))
    found = demo_desk.ok("register", "--scan", scan, who="经办人", status=1)
    assert [(p["paper"], p["registered"]) for p in found["papers"]] == [(n, True) for n in numbers]
    assert found["papers"][0]["note"] is None
    assert "漏扫" in found["papers"][1]["note"]
    listed = {p["paper"]: p["state"] for p in demo_desk.ok("papers", *M3, "--kind", "approval", who="经办人")}
    assert {listed[n] for n in numbers} == {"registered"}


def test_a_stale_paper_in_a_scan_is_refused_and_the_others_come_back(
    demo_desk: Desk, demo: Demo, tmp_path: Path
) -> None:
    first, second = (path.name.split()[0] for path in demo.sheets[1:3])
    demo_desk.ok("void", first, "--reason", "污损", who="经办人")
    scan = tmp_path / "扫描.pdf"
    scan.write_bytes(as_pdf([p for path in demo.sheets[1:3] for p in photographs(path.read_bytes(), 150)], 150))
    found = demo_desk.ok("register", "--scan", scan, who="经办人", status=1)
    assert [(p["paper"], p["registered"]) for p in found["papers"]] == [(first, False), (second, True)]
    assert "污损" in found["papers"][0]["note"]


def test_a_scan_of_stale_papers_alone_changes_nothing(demo_desk: Desk, demo: Demo, tmp_path: Path) -> None:
    demo_desk.ok("void", f"SP-{SECOND}-1", "--reason", "污损", who="经办人")
    scan = tmp_path / "扫描.png"
    scan.write_bytes(as_file(photographs(demo.sheets[1].read_bytes(), 150)[0], "PNG"))
    assert "污损" in demo_desk.refused("register", "--scan", scan, who="经办人")
    scan.write_bytes(as_file(photographs(_other_paper(), 150)[0], "PNG"))
    assert "没有编号为" in demo_desk.refused("register", "--scan", scan, who="经办人")


def _other_paper() -> bytes:
    paper, compose = make_papers()["acceptance"]
    return draw(replace(paper, head=replace(paper.head, number="SL-2031-M3-0001-1")), compose)


def test_registering_wants_a_code_or_a_scan(demo_desk: Desk, tmp_path: Path) -> None:
    for words in ((), (f"SP-{SECOND}-1",), ("--code", "AAAA-BBBB-CCCC")):
        assert "二维码" in demo_desk.refused("register", *words, who="经办人")
    demo_desk.refused("register", "--scan", tmp_path / "没有.pdf", who="经办人")
    blank = tmp_path / "空.png"
    blank.write_bytes(as_file(Picture.new("L", (400, 400), 255), "PNG"))
    assert "没有读出" in demo_desk.refused("register", "--scan", blank, who="经办人")
    assert "经办人" in demo_desk.refused("register", "--scan", blank, who="审核员")
