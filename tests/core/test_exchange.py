"""Two machines and a stick, by command line: an assignment out, a reply back, and everything that is refused on the way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gyga_desk.errors import PackageError
from gyga_desk.formats import package, seal
from gyga_desk.operations import keyring, local_now, owned, taking
from gyga_desk.operations.session import create_store, edition_texts
from gyga_desk.rules.merging import Move
from gyga_desk.standings import edition_of
from gyga_desk.store import check_store, open_reader, reads
from tests.headless import ADMIN, CHAIR, CLERK, OBSERVER, OTHER_REVIEWER, REVIEWER, Desk, password_of

CASE, NEXT = "2025-M3-0001", "2025-M3-0002"


@pytest.fixture
def away(filed: Desk, tmp_path: Path) -> Desk:
    """The reviewer's machine, with the cases of measure 3 taken in."""
    return machine(filed, tmp_path / "审核机" / "任务.gyga")


def machine(filed: Desk, store: Path, who: str = REVIEWER, *words: str) -> Desk:
    store.parent.mkdir(exist_ok=True)
    out = store.with_suffix(".gygap")
    filed.ok("pack", out, "--for", who, *(words or ("--measure", "3")), who=CLERK)
    there = Desk(store)
    there.ok("take", out, who=who)
    return there


def reply(there: Desk, name: str = "回复.gygap", who: str = REVIEWER) -> Path:
    out = there.store.with_name(name)
    there.ok("pack", out, "--for", CLERK, who=who)
    return out


def answered(desk: Desk, case: str = CASE) -> dict[tuple[str, str], str]:
    db = open_reader(desk.store, keyring.unlock(desk.store, OBSERVER, password_of(OBSERVER), local_now()))
    try:
        return {(a.check, a.person): a.answer.value for a in reads.answers(db, case)}
    finally:
        db.close()


def settled(found: Any) -> dict[str, int]:
    return {k: v for k, v in found["counts"].items() if v}


def test_an_assignment_makes_the_reviewers_machine_and_a_reply_brings_the_answers_home(filed: Desk, away: Desk) -> None:
    cases = {c["case"]: c["facts"] for c in away.ok("cases", who=REVIEWER)}
    assert cases == {c["case"]: c["facts"] for c in filed.ok("cases", "--measure", "3", who=CLERK)}
    away.ok("answer", CASE, "3.4", "yes", "--note", "已到现场", who=REVIEWER)
    away.ok("conflict", CASE, "none", who=REVIEWER)
    out = reply(away)
    seen = filed.ok("take", out, "--dry-run", who=CLERK)
    assert settled(seen) == {"new": 2} and not seen["taken"] and answered(filed) == {}
    taken = filed.ok("take", out, who=CLERK)
    assert settled(taken) == {"new": 2} and taken["receipt"] == seen["receipt"]
    assert answered(filed) == {("3.4", REVIEWER): "yes"}
    assert filed.ok("verify", filed.store)["ok"] and check_store(away.store) == []


def test_a_reply_taken_again_changes_nothing(filed: Desk, away: Desk) -> None:
    away.ok("answer", CASE, "3.4", "yes", who=REVIEWER)
    out = reply(away)
    filed.ok("take", out, who=CLERK)
    before = answered(filed)
    again = filed.ok("take", out, who=CLERK)
    assert again["known"] and settled(again) == {"same": 1} and answered(filed) == before


def test_a_later_reply_moves_forward_and_an_earlier_one_is_older(filed: Desk, away: Desk) -> None:
    away.ok("answer", CASE, "3.4", "yes", who=REVIEWER)
    first = reply(away, "一.gygap")
    away.ok("answer", CASE, "3.4", "no", who=REVIEWER)
    second = reply(away, "二.gygap")
    assert settled(filed.ok("take", second, who=CLERK)) == {"new": 1}
    assert settled(filed.ok("take", first, who=CLERK)) == {"older": 1}
    assert answered(filed) == {("3.4", REVIEWER): "no"}


def test_an_answer_taken_back_is_taken_back_at_the_desk_too(filed: Desk, away: Desk) -> None:
    away.ok("answer", CASE, "3.4", "yes", who=REVIEWER)
    filed.ok("take", reply(away, "一.gygap"), who=CLERK)
    away.ok("answer", CASE, "3.5", "yes", who=REVIEWER)
    away.ok("undo", who=REVIEWER)
    assert settled(filed.ok("take", reply(away, "二.gygap"), who=CLERK)) == {"same": 1, "new": 1}
    assert answered(filed) == {("3.4", REVIEWER): "yes"}


def test_two_peoples_replies_come_in_any_order(filed: Desk, tmp_path: Path) -> None:
    mine, theirs = (machine(filed, tmp_path / who / "任务.gyga", who) for who in (REVIEWER, OTHER_REVIEWER))
    mine.ok("answer", CASE, "3.4", "yes", who=REVIEWER)
    theirs.ok("answer", CASE, "3.4", "no", who=OTHER_REVIEWER)
    filed.ok("take", reply(theirs, who=OTHER_REVIEWER), who=CLERK)
    filed.ok("take", reply(mine), who=CLERK)
    assert answered(filed) == {("3.4", REVIEWER): "yes", ("3.4", OTHER_REVIEWER): "no"}


@pytest.fixture
def parted(filed: Desk, tmp_path: Path) -> tuple[Desk, Path]:
    """The desk, with one of two different answers of one person on two machines taken in, and the other's reply."""
    here, there = (machine(filed, tmp_path / name / "任务.gyga") for name in ("单位", "家里"))
    here.ok("answer", CASE, "3.4", "yes", who=REVIEWER)
    there.ok("answer", CASE, "3.4", "no", "--note", "未见上线", who=REVIEWER)
    filed.ok("take", reply(here), who=CLERK)
    return filed, reply(there)


def test_what_two_machines_of_one_person_say_differently_waits_for_a_person(parted: tuple[Desk, Path]) -> None:
    filed, out = parted
    found = filed.ok("take", out, who=CLERK, status=1)
    (one,) = found["conflicts"]
    assert (one["case"], one["stored"]["answer"], one["incoming"]["answer"]) == (CASE, "yes", "no")
    assert answered(filed) == {("3.4", REVIEWER): "yes"}
    (listed,) = filed.ok("exchange", "differences", who=REVIEWER)
    assert listed["incoming"]["note"] == "未见上线" and listed["id"] == one["id"]


def test_an_open_difference_keeps_the_measure_from_being_sealed(parted: tuple[Desk, Path]) -> None:
    filed, out = parted
    (one,) = filed.ok("take", out, who=CLERK, status=1)["conflicts"]

    def open_ones(measure: str) -> list[str]:
        found = filed("gate", "--measure", measure, "--year", "2025", who=CHAIR).json
        return [b["case"] for b in found if b["code"] == "divergence"]

    assert open_ones("3") == [CASE] and open_ones("4") == []
    filed.ok("exchange", "settle", CASE, one["id"], "--keep", "stored", "--reason", "以现场记录为准", who=REVIEWER)
    assert open_ones("3") == []


@pytest.mark.parametrize(("keep", "answer"), [("stored", "yes"), ("incoming", "no")])
def test_a_person_settles_it_once_and_for_all(parted: tuple[Desk, Path], keep: str, answer: str) -> None:
    filed, out = parted
    (one,) = filed.ok("take", out, who=CLERK, status=1)["conflicts"]
    words = ("exchange", "settle", CASE, one["id"], "--keep", keep, "--reason", "以现场记录为准")
    assert "本人" in filed.refused(*words, who=OTHER_REVIEWER)
    assert "理由" in filed.refused(*words[:-1], " ", who=REVIEWER)
    filed.ok(*words, who=REVIEWER)
    assert answered(filed) == {("3.4", REVIEWER): answer}
    assert filed.ok("exchange", "differences", who=CLERK) == []
    assert settled(filed.ok("take", out, who=CLERK)) == {"older": 1}
    assert "没有这一项" in filed.refused(*words, who=CHAIR)


def test_the_same_answer_on_two_machines_is_no_conflict(filed: Desk, tmp_path: Path) -> None:
    here, there = (machine(filed, tmp_path / name / "任务.gyga") for name in ("单位", "家里"))
    for desk in (here, there):
        desk.ok("answer", CASE, "3.4", "yes", who=REVIEWER)
    filed.ok("take", reply(here), who=CLERK)
    assert settled(filed.ok("take", reply(there), who=CLERK)) == {"same": 1}
    here.ok("answer", CASE, "3.4", "no", who=REVIEWER)
    assert filed.ok("take", reply(here, "再回复.gygap"), who=CLERK, status=1)["conflicts"], (
        "it does not know the other's change"
    )


def test_an_answer_on_old_facts_is_counted_and_looked_at_again(filed: Desk, away: Desk, tmp_path: Path) -> None:
    import openpyxl

    from gyga_desk import places

    away.ok("answer", CASE, "3.4", "yes", who=REVIEWER)
    out = reply(away)
    book = openpyxl.load_workbook(places.resources() / "demo" / "batch-2025-clean.xlsx")
    case = next(c for c in filed.ok("cases", "--measure", "3", who=CLERK) if c["case"] == CASE)
    sheet = book[case["source"]["sheet"]]
    header = next(r for r in range(1, 12) if any(c.value in {"实际投入", "实际投入(申报)"} for c in sheet[r]))
    column = next(c.column for c in sheet[header] if c.value in ("实际投入", "实际投入(申报)"))
    sheet.cell(case["source"]["row"], column).value = 1_234_567
    book.save(tmp_path / "更正.xlsx")
    filed.ok("import", tmp_path / "更正.xlsx", "--accept-clean", who=CLERK, status=0)
    found = filed.ok("take", out, who=CLERK)
    assert settled(found) == {"new": 1, "stale": 1}


def test_a_second_assignment_brings_new_facts_and_an_older_one_is_refused(filed: Desk, away: Desk) -> None:
    old = away.store.with_suffix(".gygap")
    new = away.store.with_name("第二号.gygap")
    filed.ok("pack", new, "--for", REVIEWER, "--measure", "6", who=CLERK)
    found = away.ok("take", new, who=REVIEWER)
    assert found["counts"]["cases"] == 12 and found["number"] == 2
    assert "旧包" in away.refused("take", old, who=REVIEWER)


def test_a_package_is_opened_by_its_receiver_alone(filed: Desk, away: Desk) -> None:
    sent = away.store.with_suffix(".gygap")
    assert "不是发给您的" in filed.refused("take", sent, who=CLERK)
    assert "不是发给您的" in filed.refused("take", sent, who=OTHER_REVIEWER)
    assert not Path(away.store.with_name("别人.gyga")).exists()
    said = Desk(away.store.with_name("别人.gyga")).refused("take", sent, who=OTHER_REVIEWER)
    assert "不是发给您的" in said and not away.store.with_name("别人.gyga").exists()


def test_a_wrong_password_opens_nothing(away: Desk) -> None:
    sent = away.store.with_suffix(".gygap")
    there = Desk(away.store.with_name("新.gyga"), {REVIEWER: "wrong-password"})
    assert "口令不对" in there.refused("take", sent, who=REVIEWER)
    assert not there.store.exists()


def test_nothing_in_the_file_can_be_read_without_the_password(away: Desk) -> None:
    data = away.store.with_suffix(".gygap").read_bytes()
    db = open_reader(away.store)
    names = {c.applicant for c in reads.cases(db)} | {c.credit_code for c in reads.cases(db)}
    db.close()
    assert names and not any(name.encode() in data for name in names)


def test_a_reply_to_another_desk_is_refused(filed: Desk, away: Desk, tmp_path: Path) -> None:
    away.ok("answer", CASE, "3.4", "yes", who=REVIEWER)
    other = tmp_path / "别处.gyga"
    other.write_bytes(filed.store.read_bytes())
    change_meta(other, "id", "0" * 32)
    assert "另一个数据文件" in filed.at(other).refused("take", reply(away), who=CLERK)


def change_meta(store: Path, key: str, value: str) -> None:
    from gyga_desk.store import Store

    held = Store.open(store)
    with held.operation("改", ADMIN, "2025-07-01T09:00:00+08:00"):
        held.db.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))
    held.close()


def test_a_reply_under_another_guide_is_refused(filed: Desk, away: Desk) -> None:
    change_meta(filed.store, "guide_digest", "sha256:0")
    assert "另一版政策" in filed.refused("take", reply(away), who=CLERK)


def test_a_sender_whose_key_is_not_the_one_on_record_is_refused(filed: Desk, away: Desk) -> None:
    out = reply(away)
    filed.ok("people", "password", who=REVIEWER, env={"GYGA_NEW_PASSWORD": "kouling-xin-2025"})
    assert settled(filed.ok("take", out, who=CLERK)) == {}, "a new password keeps the key"
    from gyga_desk.store import Store

    held = Store.open(filed.store)
    with held.operation("改", ADMIN, "2025-07-01T09:00:00+08:00"):
        held.db.execute("UPDATE person SET key = ? WHERE name = ?", (seal.new_key().public.text, REVIEWER))
    held.close()
    assert "密钥与记录不符" in filed.refused("take", out, who=CLERK)


def test_who_was_put_out_of_the_office_sends_no_more(filed: Desk, away: Desk) -> None:
    away.ok("answer", CASE, "3.4", "yes", who=REVIEWER)
    out = reply(away)
    filed.ok("people", "change", REVIEWER, "--inactive", "--with", OBSERVER, second=OBSERVER)
    assert "没有发送这种交换包的权限" in filed.refused("take", out, who=CLERK)
    assert answered(filed) == {}


def test_before_a_reply_is_taken_the_desk_is_copied(filed: Desk, away: Desk) -> None:
    away.ok("answer", CASE, "3.4", "yes", who=REVIEWER)
    filed.ok("take", reply(away), who=CLERK)
    (copy,) = filed.store.with_name(f"{filed.store.name}.backups").glob("*收取前.gyga")
    assert answered(filed.at(copy)) == {}


def test_an_answer_to_what_is_sealed_is_refused_by_itself(filed: Desk, away: Desk) -> None:
    for case in (CASE, NEXT):
        away.ok("answer", case, "3.4", "yes", who=REVIEWER)
    theirs, db = open_reader(away.store), open_reader(filed.store)
    sent = owned.read_rows(db, json.loads(owned.dump(owned.pack_rows(theirs, REVIEWER))))
    edition, known = edition_of(db), {c.id: c for c in reads.cases(db)}
    found = owned.arrivals(db, edition, known, {CASE}, REVIEWER, sent)
    assert {a.sent.key[0]: (a.move, a.reason) for a in found} == {
        CASE: (None, "决定已封存，不能再改动"), NEXT: (Move.NEW, ""),
    }  # fmt: skip
    theirs.close()
    db.close()


def assigned(**files: object) -> package.Package:
    """An assignment that the clerk signed, whatever is in it."""
    loaded, _ = edition_texts("2024", "sample")
    head = {"to": REVIEWER, "edition": loaded.digest, "guide": loaded.guide_digest}
    content, _ = package.write(
        "assignment", CLERK, seal.new_key(), head, {f"{name}.json": owned.dump(said) for name, said in files.items()}
    )
    return package.read(content)


@pytest.mark.parametrize("part", [{"active": 1}, {"password": "$argon2id$"}, {"slot": "{}"}], ids=str)
def test_no_account_but_the_receivers_travels(part: dict[str, object]) -> None:
    bare: dict[str, object] = {
        "name": OTHER_REVIEWER,
        "role": "reviewer",
        "password": "",
        "active": 0,
        "key": "",
        "slot": "",
    }
    assert [p["name"] for p in taking._people(assigned(people=[bare]))] == [OTHER_REVIEWER]
    with pytest.raises(PackageError, match="别人的账户"):
        taking._people(assigned(people=[bare | part]))


def test_a_policy_or_guide_that_is_not_what_the_package_says_is_refused() -> None:
    _, texts = edition_texts("2024", "sample")
    assert taking._texts(assigned(edition=texts)) == texts
    for name in ("guide.toml", "edition.toml"):
        with pytest.raises(PackageError, match="与其摘要不符"):
            taking._texts(assigned(edition={**texts, name: f"{texts[name]}\n# 改\n"}))


def test_rows_of_another_person_are_refused_row_by_row(filed: Desk, away: Desk) -> None:
    """A reviewer's own key signs what it likes; that it is theirs alone is checked on arrival."""
    from gyga_desk.store import Store

    held = Store.open(away.store)
    row = {
        "case_id": CASE,
        "check_id": "3.4",
        "person": REVIEWER,
        "answer": "yes",
        "note": "",
        "reduce_fen": None,
        "at": "2025",
        "facts": "",
    }
    held.close()
    key = {"table": "answer", "row": row, "revs": ["1"], "key": [CASE, "3.4", REVIEWER]}
    theirs = key | {"row": row | {"person": OTHER_REVIEWER}, "key": [CASE, "3.4", OTHER_REVIEWER]}
    odd = key | {"row": row | {"check_id": "9.9"}, "key": [CASE, "9.9", REVIEWER]}
    out = forged(away, [key, theirs, odd])
    found = filed.ok("take", out, who=CLERK, status=1)
    assert [r["reason"] for r in found["refused"]] == ["不是发送人本人填的", "没有这个核对项或这种答复"]
    assert answered(filed) == {("3.4", REVIEWER): "yes"}


def forged(away: Desk, rows: object) -> Path:
    """A reply with the reviewer's own signature over rows of our making."""
    from gyga_desk.operations.owned import dump
    from gyga_desk.operations.packing import open_key

    db = open_reader(away.store)
    key = open_key(db, REVIEWER, password_of(REVIEWER))
    meta = reads.meta(db)
    head = {"store": meta["id"], "desk": meta["desk"], "to": CLERK, "number": "9", "at": "2025", "edition": meta["edition_digest"],
            "guide": meta["guide_digest"], "journal": ""}  # fmt: skip
    content, _ = package.write("reply", REVIEWER, key, head, {"owned.json": dump(rows)})
    out = away.store.with_name("伪造.gygap")
    out.write_bytes(seal.seal(content, key, [seal.read_public(reads.account_key(db, CLERK).public)]))
    db.close()
    return out


@pytest.mark.parametrize(
    "rows", [{}, [1], [{"table": "cases", "key": [], "row": None, "revs": ["1"]}], [{"table": "answer"}]]
)
def test_rows_out_of_shape_are_refused_whole(filed: Desk, away: Desk, rows: object) -> None:
    assert "不合格式" in filed.refused("take", forged(away, rows), who=CLERK)


def test_a_package_goes_to_a_person_with_work_and_a_key(filed: Desk, tmp_path: Path) -> None:
    out = tmp_path / "包.gygap"
    assert "接收人" in filed.refused("pack", out, "--for", "无此人", who=CLERK)
    assert "接收人" in filed.refused("pack", out, "--for", CLERK, who=CLERK)
    assert "没有审核任务" in filed.refused("pack", out, "--for", ADMIN, who=CLERK)
    assert "请由经办人办理" in filed.refused("pack", out, "--for", REVIEWER, who=REVIEWER)
    assert "没有编号" in filed.refused("pack", out, "--for", REVIEWER, "--case", "2025-M3-9999", who=CLERK)
    assert "没有可以发出的项目" in filed.refused("pack", out, "--for", REVIEWER, "--year", "1999", who=CLERK)
    assert not out.exists()


def test_a_file_that_is_there_is_not_overwritten(filed: Desk, tmp_path: Path) -> None:
    out = tmp_path / "包.gygap"
    out.write_text("别的", encoding="utf-8")
    assert "不会覆盖" in filed.refused("pack", out, "--for", REVIEWER, who=CLERK)


def test_a_passphrase_may_be_added(filed: Desk, tmp_path: Path) -> None:
    out = tmp_path / "包.gygap"
    filed.ok("pack", out, "--for", REVIEWER, "--passphrase", who=CLERK, env={"GYGA_PASSPHRASE": "当面告知的口令"})
    Desk(tmp_path / "新.gyga").ok("take", out, who=REVIEWER)


def test_packages_are_listed(filed: Desk, away: Desk) -> None:
    away.ok("answer", CASE, "3.4", "yes", who=REVIEWER)
    filed.ok("take", reply(away), who=CLERK)
    found = filed.ok("exchange", "list", who=CLERK)
    assert {(p["way"], p["kind"], p["other"], p["number"]) for p in found} == {
        ("sent", "assignment", REVIEWER, 1),
        ("taken", "reply", REVIEWER, 1),
    }


def test_a_machine_made_by_hand_takes_its_first_assignment(filed: Desk, tmp_path: Path) -> None:
    store = tmp_path / "自建.gyga"
    create_store(store, guide="sample", admin=ADMIN, password=password_of(ADMIN))
    there = Desk(store)
    there.ok("people", "add", REVIEWER, "--role", "reviewer", env={"GYGA_NEW_PASSWORD": password_of(REVIEWER)})
    out = tmp_path / "包.gygap"
    filed.ok("pack", out, "--for", REVIEWER, "--measure", "3", who=CLERK)
    assert there.ok("take", out, who=REVIEWER)["counts"]["cases"] == 24
    there.ok("answer", CASE, "3.4", "yes", who=REVIEWER)
    assert settled(filed.ok("take", reply(there), who=CLERK)) == {"new": 1}


def test_files_that_are_no_packages_are_a_sentence(filed: Desk, tmp_path: Path) -> None:
    for data in (b"", b"PK\x03\x04", b"gyga-desk sealed 1\n", b"gyga-desk sealed 1\n\x00\x00\x00\x02{}"):
        path = tmp_path / "别的.gygap"
        path.write_bytes(data)
        filed.refused("take", path, who=CLERK)
        Desk(tmp_path / "新.gyga").refused("take", path, who=REVIEWER)
    assert not (tmp_path / "新.gyga").exists()
