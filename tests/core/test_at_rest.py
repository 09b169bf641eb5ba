"""The store at rest: what lies on the disk tells nothing, who can open it, and what two people can do with the whole file."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from gyga_desk.errors import PaperError, Refused, StoreError
from gyga_desk.formats import boxed, keyslots
from gyga_desk.formats.preview import text_of
from gyga_desk.operations import at_rest, backups, beside, files, keyring, local_now, people, turning
from gyga_desk.operations.session import create_store, enter, open_session
from gyga_desk.store import open_reader, reads
from gyga_desk.store.dialect import MAGIC, is_encrypted, slots_of
from tests.core import papers
from tests.core.test_encrypted_year import encrypt
from tests.headless import ADMIN, CHAIR, CLERK, OBSERVER, OTHER_REVIEWER, REVIEWER, Desk, password_of, speak

CASE = "2025-M3-0001"
KEY = bytes(range(32))


def locked(desk: Desk) -> Desk:
    return desk.at(encrypt(desk.store))


def planted(desk: Desk) -> list[str]:
    """Two hundred texts that stand in the record: names, matters, people and numbers of the sample batch."""
    found = {
        text
        for case in desk.ok("cases", "--reveal", "测试", who=CLERK)
        for text in (case["applicant"], case["title"], case["credit_code"], *case["facts"].values())
        if isinstance(text, str) and (re.search(r"[\u4e00-\u9fff].{5}", text) or re.fullmatch(r"[0-9A-Z]{10,}", text))
    }
    assert len(found) >= 200
    return sorted(found)[:200]


def found_in(folder: Path, texts: list[str]) -> set[str]:
    """Which of the texts stand in any file of a folder, in any way a program here writes text."""
    data = [file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()]
    assert data
    return {
        t
        for t in texts
        for d in data
        if any(w in d for w in (t.encode(), t.encode("utf-16-le"), t.encode("gb18030"), json.dumps(t)[1:-1].encode()))
    }


def work(desk: Desk, tmp_path: Path, texts: list[str]) -> None:
    """Some of everything that leaves files beside a store."""
    evidence = tmp_path / "合同.pdf"
    papers.pdf(evidence, 1, words="、".join(texts[:5]))
    desk.ok("attach", CASE, evidence, who=CLERK)
    desk.ok("backup", desk.store.with_name("副本.gyga"), who=CLERK)
    messy = Path(__file__).parents[2] / "resources" / "demo" / "batch-2025-messy.xlsx"
    desk.ok("import", messy, "--accept-clean", who=CLERK, status=1)
    evidence.unlink()


@pytest.mark.parametrize("encrypted", [True, False])
def test_nothing_planted_stands_in_any_file_of_an_encrypted_store(filed: Desk, tmp_path: Path, encrypted: bool) -> None:
    desk = locked(filed) if encrypted else filed
    texts = planted(desk)
    work(desk, tmp_path, texts)
    session = open_session(desk.store, CLERK, password_of(CLERK))
    try:  # in the midst of a change, with its pages in the write-ahead file
        session.db.execute("BEGIN IMMEDIATE")
        session.db.execute("UPDATE door SET op = (SELECT MAX(id) FROM op) WHERE id = 1")
        session.db.execute("PRAGMA cache_spill = 1")
        session.db.execute("UPDATE cases SET title = title || '之二'")
        seen = found_in(tmp_path, texts)
        kinds = {p.name.partition("2025.gyga")[2] or p.name for p in tmp_path.iterdir()}
        session.db.execute("ROLLBACK")
    finally:
        session.close()
    assert {"-wal", ".files", ".backups", "副本.gyga"} <= kinds
    assert seen == (set() if encrypted else set(texts))
    assert found_in(tmp_path, texts) == (set() if encrypted else set(texts))


def test_the_headless_words_make_an_encrypted_store_with_its_sheet(tmp_path: Path) -> None:
    desk, sheet = Desk(tmp_path / "新.gyga"), tmp_path / "恢复单.pdf"
    made = desk.ok("init", "--guide", "sample", "--admin", ADMIN, "--encrypt", "--recovery", sheet)
    assert made["encrypted"] and sheet.read_bytes().startswith(b"%PDF") and is_encrypted(desk.store)
    assert "单面打印" in "".join(text_of(sheet.read_bytes()).split()), (
        "one sheet of paper with both halves guards nothing"
    )
    assert desk.ok("verify", desk.store) == {"ok": True, "findings": [], "signatures": []}
    assert "已经存在" in desk.refused("init", "--admin", ADMIN, "--encrypt")
    plain = desk.at(tmp_path / "平.gyga")
    assert "只有加密存放" in plain.refused("init", "--admin", ADMIN, "--recovery", tmp_path / "空.pdf")
    assert not plain.store.exists()


def test_verification_of_an_encrypted_store_wants_a_password(filed: Desk) -> None:
    desk = locked(filed)
    assert desk.ok("verify", desk.store, who=REVIEWER)["ok"]
    said = desk("verify", desk.store, env={"GYGA_PASSWORD": "falsch-2025"})
    assert said.status == 2 and "口令不对" in said.err
    with pytest.raises(StoreError, match="加密存放"):
        open_reader(desk.store)


def test_wrong_passwords_are_counted_before_the_store_is_opened(filed: Desk) -> None:
    desk = locked(filed)
    for _ in range(5):
        assert "口令不对" in desk("cases", who=REVIEWER, env={"GYGA_PASSWORD": "falsch-2025"}).err
    assert "暂停登录" in desk("cases", who=REVIEWER).err
    desk.ok("cases", who=CLERK)


def test_every_account_opens_it_and_a_changed_password_is_followed(filed: Desk) -> None:
    desk = locked(filed)
    keys = {enter(desk.store, name, password_of(name)).key for name in (ADMIN, CLERK, REVIEWER, CHAIR, OBSERVER)}
    assert len(keys) == 1 and None not in keys
    desk.ok("people", "password", who=CLERK, env={"GYGA_NEW_PASSWORD": "Neu-kouling-9"})
    assert "口令不对" in desk("cases", who=CLERK).err
    desk.ok("cases", who=CLERK, env={"GYGA_PASSWORD": "Neu-kouling-9"})
    desk.ok(
        "people", "reset", REVIEWER, "--with", OBSERVER, second=OBSERVER, env={"GYGA_NEW_PASSWORD": "Neu-kouling-8"}
    )
    desk.ok("cases", who=REVIEWER, env={"GYGA_PASSWORD": "Neu-kouling-8"})


def test_who_is_put_out_of_use_has_no_slot_any_more(filed: Desk) -> None:
    desk = locked(filed)
    desk.ok("people", "change", REVIEWER, "--inactive", "--with", OBSERVER, second=OBSERVER)
    assert REVIEWER not in {h.name for h in keyring.read(desk.store).holders}
    assert "口令不对" in desk("cases", who=REVIEWER).err


def test_an_account_added_has_a_slot_and_an_undone_one_has_none(filed: Desk) -> None:
    desk = locked(filed)
    desk.ok("people", "add", "吴审核", "--role", "reviewer", env={"GYGA_NEW_PASSWORD": "Neu-kouling-7"})
    desk.ok("cases", who="吴审核", env={"GYGA_PASSWORD": "Neu-kouling-7"})
    desk.ok("undo")
    assert "吴审核" not in {h.name for h in keyring.read(desk.store).holders}


def test_a_power_cut_between_store_and_slots_is_put_right(filed: Desk) -> None:
    desk = locked(filed)
    before = slots_of(desk.store).read_bytes()
    session = open_session(desk.store, CLERK, password_of(CLERK))
    written: list[bytes] = []
    session_slots = slots_of(desk.store)

    def cut(*_: object) -> None:
        written.append(session_slots.read_bytes())

    object.__setattr__(session, "after", cut)
    people.change_password(session, password_of(CLERK), "Neu-kouling-9")
    session.close()
    assert written[0] != before
    # Both passwords have a slot; the record knows the new one, and the next who comes in leaves only that.
    assert [h.name for h in keyring.read(desk.store).holders].count(CLERK) == 2
    desk.ok("cases", who=CLERK, env={"GYGA_PASSWORD": "Neu-kouling-9"})
    desk.ok("people", "list")
    open_session(desk.store, ADMIN, password_of(ADMIN)).close()
    assert [h.name for h in keyring.read(desk.store).holders].count(CLERK) == 1


@pytest.mark.parametrize("part", ["name", "role", "slot"])
def test_slots_changed_without_the_key_are_told(filed: Desk, part: str) -> None:
    desk = locked(filed)
    held = json.loads(slots_of(desk.store).read_text(encoding="utf-8"))
    clerk = next(h for h in held["holders"] if h["name"] == CLERK)
    clerk[part] = {"name": "别人", "role": "admin", "slot": held["holders"][0]["slot"]}[part]
    slots_of(desk.store).write_text(json.dumps(held), encoding="utf-8")
    assert "被改动过" in desk.refused("cases", who=REVIEWER)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b'{"format":1}', b"\xff\xfe", b'{"format":"x"}'])
def test_broken_slots_are_one_sentence(filed: Desk, data: bytes) -> None:
    desk = locked(filed)
    slots_of(desk.store).write_bytes(data)
    assert "密钥槽文件" in desk.refused("cases", who=CLERK)


def test_missing_slots_are_told_with_the_way_out(filed: Desk) -> None:
    desk = locked(filed)
    slots_of(desk.store).unlink()
    assert "密钥槽" in desk.refused("cases", who=CLERK)


def test_a_program_without_the_cipher_says_so(filed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = locked(filed)
    for name in ("sqlcipher3", "sqlcipher3.dbapi2"):
        monkeypatch.setitem(sys.modules, name, None)
    assert "加密组件" in desk.refused("cases", who=CLERK)
    new = desk.at(desk.store.with_name("新.gyga"))
    assert "加密组件" in new.refused("init", "--admin", ADMIN, "--encrypt")
    assert not new.store.exists() and not slots_of(new.store).exists()


def codes(sheet: at_rest.RecoverySheet) -> dict[str, str]:
    return {"GYGA_RECOVERY": sheet.first, "GYGA_RECOVERY_2": sheet.second, "GYGA_NEW_PASSWORD": "Wieder-2025-da"}


def make_sheet(desk: Desk) -> at_rest.RecoverySheet:
    session = open_session(desk.store, ADMIN, password_of(ADMIN))
    try:
        return at_rest.make_recovery(session, OBSERVER, password_of(OBSERVER)).value
    finally:
        session.close()


RECOVER = ("recover", "--first", CHAIR, "--second", OBSERVER)


def test_two_halves_together_let_the_administrator_back_in(filed: Desk) -> None:
    desk = locked(filed)
    sheet = make_sheet(desk)
    assert desk.ok("verify", desk.store, who=REVIEWER, env=codes(sheet) | {"GYGA_PASSWORD": "vergessen"})["ok"]
    desk.ok(*RECOVER, env=codes(sheet))
    desk.ok("people", "list", env={"GYGA_PASSWORD": "Wieder-2025-da"})
    assert "口令不对" in desk("people", "list").err
    told = desk.ok("history", env={"GYGA_PASSWORD": "Wieder-2025-da"})[0]["name"]
    assert CHAIR in told and OBSERVER in told and sheet.first not in told


@pytest.mark.parametrize("wrong", ["swapped", "one", "typo", "keeper", "reviewer", "older"])
def test_less_than_two_halves_of_the_newest_sheet_open_nothing(filed: Desk, wrong: str) -> None:
    desk = locked(filed)
    sheet = make_sheet(desk)
    said, words, who = codes(sheet), RECOVER, ADMIN
    if wrong == "swapped":
        said |= {"GYGA_RECOVERY": sheet.second, "GYGA_RECOVERY_2": sheet.first}
    elif wrong == "one":
        said["GYGA_RECOVERY_2"] = keyslots.new_code()[1]
    elif wrong == "typo":
        said["GYGA_RECOVERY"] = ("3" if sheet.first[0] == "2" else "2") + sheet.first[1:]
    elif wrong == "keeper":
        words = ("recover", "--first", CHAIR, "--second", CHAIR)
    elif wrong == "reviewer":
        who = REVIEWER
    else:
        make_sheet(desk)
    held = slots_of(desk.store).read_bytes()
    assert desk(*words, who=who, env=said).status == 2
    assert slots_of(desk.store).read_bytes() == held


def test_a_half_is_read_as_people_type_it(filed: Desk) -> None:
    desk = locked(filed)
    sheet = make_sheet(desk)
    typed = (sheet.first.lower().replace("-", " "), sheet.second.replace("-", "－"))
    assert keyring.by_code(desk.store, *typed) == enter(desk.store, ADMIN, password_of(ADMIN)).key


def test_a_sheet_wants_a_second_person_once_there_is_one(filed: Desk, tmp_path: Path) -> None:
    desk = locked(filed)
    assert "第二人" in desk.refused("recovery", tmp_path / "恢复单.pdf")
    assert "不能" in desk.refused("recovery", tmp_path / "恢复单.pdf", "--with", OBSERVER, who=CLERK, second=OBSERVER)
    desk.ok("recovery", tmp_path / "恢复单.pdf", "--with", OBSERVER, second=OBSERVER)
    assert "没有加密存放" in make_plain(desk).refused(
        "recovery", tmp_path / "又一张.pdf", "--with", OBSERVER, second=OBSERVER
    )


def make_plain(desk: Desk) -> Desk:
    desk.ok("decrypt", "--with", OBSERVER, second=OBSERVER)
    return desk


def test_copies_of_one_second_are_told_apart_by_when_they_were_written(tmp_path: Path) -> None:
    made: list[Path] = []
    second = local_now()
    for nth in range(backups.KEPT + 5):
        made.append(backups.stamped(tmp_path, second, "导入前" if nth % 2 else "封存前"))
        made[-1].write_bytes(b"")
        os.utime(made[-1], ns=(nth, nth))
    assert backups.oldest_first(tmp_path) == made
    assert backups.kept(backups.oldest_first(tmp_path)) == set(made[-backups.KEPT :])


def test_what_could_not_be_encrypted_yet_is_said_and_follows_at_the_next_opening(
    filed: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed.ok("attach", CASE, papers.pdf(tmp_path / "合同.pdf", 2), who=CLERK)
    plain = [*filed.store.with_name("2025.gyga.files").iterdir()]
    plain += filed.store.with_name("2025.gyga.backups").glob("*.gyga")
    told = {f".{p.name}.turning" for p in plain}  # the slots of a copy on its way are refused too
    replace = files.replace

    def full(path: Path, data: bytes) -> None:
        if path in plain or path.name.removesuffix(".keyslots") in told:
            raise Refused("{name} 写不进去。", name=path.name)
        replace(path, data)

    with monkeypatch.context() as disk:
        disk.setattr(files, "replace", full)
        words = ("--store", filed.store, "--as", ADMIN, "encrypt", "--with", OBSERVER)
        done = speak(*words, env=filed.secrets(ADMIN, OBSERVER))
        open_session(filed.store, CLERK, password_of(CLERK)).close()  # a disk that is still full shuts nobody out
    assert "材料 0 个、备份 0 份一并处理。" in done.out and f"还有 {len(plain)} 个文件未能加密" in done.out
    assert len(plain) >= 2
    assert is_encrypted(filed.store) and not any(is_encrypted(p) for p in plain if p.suffix == ".gyga")
    open_session(filed.store, CLERK, password_of(CLERK)).close()
    assert beside.left_plain(filed.store) == turning.left_plain(filed.store) == 0


def test_a_store_with_evidence_and_backups_turns_both_ways(filed: Desk, tmp_path: Path) -> None:
    filed.ok("attach", CASE, papers.pdf(tmp_path / "合同.pdf", 2), who=CLERK)
    filed.ok("undo", who=CLERK)
    filed.ok("redo", who=CLERK)
    folder = filed.store.with_name("2025.gyga.backups")
    filed(
        "import",
        Path(__file__).parents[2] / "resources" / "demo" / "batch-2025-messy.xlsx",
        "--accept-clean",
        who=CLERK,
    )
    before = filed.ok("standings", "--measure", "3", "--year", "2025", who=CLERK)
    assert [p.read_bytes()[:16] for p in folder.glob("*.gyga")] == [MAGIC] * len(list(folder.glob("*.gyga")))
    done = filed.ok("encrypt", "--with", OBSERVER, second=OBSERVER)
    assert (
        done["left"] == 0 and done["attachments"] == 2 and done["backups"] == len(list(folder.glob("*.gyga"))) - 1 > 0
    )
    assert all(is_encrypted(p) for p in (filed.store, *folder.glob("*.gyga")))
    assert filed.ok("standings", "--measure", "3", "--year", "2025", who=CLERK) == before
    assert filed.ok("verify", filed.store)["ok"]
    filed.ok("attachments", "copy", CASE, "合同.pdf", tmp_path / "另存.pdf", who=CLERK)
    assert (tmp_path / "另存.pdf").read_bytes() == (tmp_path / "合同.pdf").read_bytes()
    make_plain(filed)
    assert filed.ok("standings", "--measure", "3", "--year", "2025", who=CLERK) == before
    assert filed.ok("verify", filed.store)["ok"] and not slots_of(filed.store).exists()
    (kept,) = filed.store.with_name("2025.gyga.files").glob("*.pdf")
    assert kept.read_bytes() == (tmp_path / "合同.pdf").read_bytes()
    names = [o["name"] for o in filed.ok("history", who=ADMIN)[:2]]
    assert names == [f"取消加密存放（第二人 {OBSERVER}）", f"改为加密存放（第二人 {OBSERVER}）"]


@pytest.mark.parametrize(("who", "second"), [(CLERK, OBSERVER), (ADMIN, REVIEWER), (ADMIN, ADMIN)])
def test_one_person_or_the_wrong_two_turn_nothing(filed: Desk, who: str, second: str) -> None:
    before = filed.store.read_bytes()
    assert filed("encrypt", "--with", second, who=who, second=second).status == 2
    assert filed.store.read_bytes() == before and not slots_of(filed.store).exists()


def test_a_backup_of_an_encrypted_store_is_restored_with_its_slots(filed: Desk, tmp_path: Path) -> None:
    desk = locked(filed)
    desk.ok("attach", CASE, papers.pdf(tmp_path / "合同.pdf", 2), who=CLERK)
    desk.ok("backup", tmp_path / "副本.gyga", who=CLERK)
    desk.ok("people", "password", who=ADMIN, env={"GYGA_NEW_PASSWORD": "Neu-kouling-9"})
    new = {"GYGA_PASSWORD": "Neu-kouling-9"}
    assert desk.ok("verify", tmp_path / "副本.gyga", who=CLERK)["ok"]
    assert desk.ok("restore", tmp_path / "副本.gyga", "--with", OBSERVER, second=OBSERVER, env=new)["lost"] == 1
    desk.ok("people", "list")  # with the password of that time
    assert desk.ok("verify", desk.store)["ok"]


def test_a_lost_encrypted_store_comes_back_from_its_backup(filed: Desk, tmp_path: Path) -> None:
    desk = locked(filed)
    desk.ok("backup", tmp_path / "副本.gyga", who=CLERK)
    desk.store.unlink()
    slots_of(desk.store).unlink()
    desk.ok("restore", tmp_path / "副本.gyga", "--with", OBSERVER, second=OBSERVER)
    assert desk.ok("verify", desk.store)["ok"]


def test_a_plain_backup_put_in_place_of_an_encrypted_store_brings_its_evidence(filed: Desk, tmp_path: Path) -> None:
    filed.ok("attach", CASE, papers.pdf(tmp_path / "合同.pdf", 2), who=CLERK)
    filed.ok("backup", tmp_path / "平.gyga", who=CLERK)
    shutil.rmtree(tmp_path / "平.gyga.files")
    desk = locked(filed)
    desk.ok("restore", tmp_path / "平.gyga", "--with", OBSERVER, second=OBSERVER)
    assert not is_encrypted(desk.store) and desk.ok("verify", desk.store)["ok"]


def test_evidence_left_plain_beside_an_encrypted_store_is_told_and_then_encrypted(filed: Desk, tmp_path: Path) -> None:
    desk = locked(filed)
    source = papers.pdf(tmp_path / "合同.pdf", 2)
    desk.ok("attach", CASE, source, who=CLERK)
    (kept,) = desk.store.with_name("2025.gyga.files").glob("*")
    shutil.copy(source, kept)
    assert [f["code"] for f in desk.ok("verify", desk.store, status=1)["findings"]] == ["attachment-plain"]
    open_session(desk.store, CLERK, password_of(CLERK)).close()
    assert boxed.is_boxed(kept.read_bytes()) and desk.ok("verify", desk.store)["ok"]


def test_an_encrypted_store_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "新.gyga"
    with pytest.raises(Refused):
        create_store(path, guide="sample", admin=" ", password="Kouling-2025", encrypt=True)
    with pytest.raises(StoreError):
        create_store(tmp_path / "无" / "新.gyga", guide="sample", admin=ADMIN, password="Kouling-2025", encrypt=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
def test_a_boxed_file_comes_back_whole(size: int) -> None:
    data = bytes(at % 251 for at in range(size))
    made = boxed.box(data, KEY)
    assert boxed.unbox(made, KEY, "x") == data and made != boxed.box(data, KEY)
    assert size < 64 or data[:64] not in made


@pytest.mark.parametrize("harm", ["flip", "cut", "piece", "swap", "key", "short"])
def test_a_boxed_file_that_was_changed_is_refused(harm: str) -> None:
    made = boxed.box(bytes(3 << 20), KEY)
    start, step = len(boxed.MAGIC) + 32, (1 << 20) + 16
    pieces = [made[at : at + step] for at in range(start, len(made), step)]
    head = made[:start]
    broken = {
        "flip": made[:-5] + bytes([made[-5] ^ 1]) + made[-4:],
        "cut": made[:-step],
        "piece": head + b"".join([pieces[0], *pieces[2:]]),
        "swap": head + b"".join([pieces[1], pieces[0], *pieces[2:]]),
        "key": made,
        "short": made[:start],
    }[harm]
    with pytest.raises(PaperError, match="加密文件损坏"):
        boxed.unbox(broken, bytes(32) if harm == "key" else KEY, "x")


def test_the_reviewers_see_nothing_of_an_old_page(filed: Desk) -> None:
    """An older copy put back opens and passes: encryption is no proof of integrity, the anchors are."""
    desk = locked(filed)
    old = desk.store.read_bytes()
    desk.ok("conflict", CASE, "none", who=OTHER_REVIEWER)
    for tail in ("-wal", "-shm"):
        desk.store.with_name(desk.store.name + tail).unlink(missing_ok=True)
    desk.store.write_bytes(old)
    key = enter(desk.store, ADMIN, password_of(ADMIN)).key
    db = open_reader(desk.store, key)
    assert reads.person(db, ADMIN) is not None
    db.close()
    assert [f["code"] for f in desk.ok("verify", desk.store, status=1)["findings"]] == ["rolled-back"]


def test_two_encrypted_machines_and_a_stick(filed: Desk, tmp_path: Path) -> None:
    desk, away = locked(filed), filed.at(tmp_path / "外.gyga")
    desk.ok("pack", tmp_path / "任务.gygap", "--for", REVIEWER, "--measure", "3", who=CLERK)
    away.ok("take", tmp_path / "任务.gygap", "--encrypt", who=REVIEWER)
    assert is_encrypted(away.store) and [h.name for h in keyring.read(away.store).holders] == [REVIEWER]
    away.ok("answer", CASE, "3.4", "yes", "--note", "已到现场", who=REVIEWER)
    away.ok("pack", tmp_path / "回复.gygap", "--for", CLERK, who=REVIEWER)
    assert desk.ok("take", tmp_path / "回复.gygap", who=CLERK)["counts"]["new"] == 1
    assert desk.ok("verify", desk.store)["ok"] and away.ok("verify", away.store, who=REVIEWER)["ok"]


def test_a_wrong_assignment_leaves_no_slots_behind(filed: Desk, tmp_path: Path) -> None:
    desk, away = locked(filed), filed.at(tmp_path / "外.gyga")
    desk.ok("pack", tmp_path / "任务.gygap", "--for", REVIEWER, "--measure", "3", who=CLERK)
    assert away("take", tmp_path / "任务.gygap", "--encrypt", who=OTHER_REVIEWER).status == 2
    assert not away.store.exists() and not slots_of(away.store).exists()
