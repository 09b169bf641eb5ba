"""Next year's guide: checked, compared clause by clause, tried on a year without touching it, signed, taken in, used."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from gyga_desk.commands import guide as command
from gyga_desk.model import Outcome
from gyga_desk.operations import guides
from gyga_desk.operations.session import create_store
from gyga_desk.standings.trial import MeasureTrial, Tried
from gyga_desk.store import open_reader, reads
from tests.core.guides import SAMPLE, next_year
from tests.headless import ADMIN, CHAIR, CLERK, Desk, password_of


@pytest.fixture(autouse=True)
def _own_guides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a person's folder of its own."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))


def test_check_tells_what_differs_and_what_stays_open(office: Desk, tmp_path: Path) -> None:
    said = office("guide", "check", next_year(tmp_path), "--json")
    assert said.status == 1, said.err
    assert {d["name"] for d in said.json["differences"]} >= {"补助比例", "入选分数线", "样例指南第二项"}
    assert (4, "places") in {(f["measure"], f["figure"]) for f in said.json["unset"]}


def test_check_needs_no_record(tmp_path: Path) -> None:
    said = Desk(tmp_path / "还没有.gyga")("guide", "check", next_year(tmp_path), "--json")
    assert said.status == 1 and said.json["differences"] == [] and said.json["year"] == 2026


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (("[m1.selection]", "[m1.selection]\npool = 1"), "不能由指南改动"),
        (('edition = "2024"', 'edition = "2023"'), "与政策版本"),
        (("quorum = 3", "quorom = 3"), "quorom"),
        (('id = "guide-2026"', 'id = "../guide"'), "id"),
        (("two_keys = true", "two_keys = true ="), "格式有误"),
    ],
)
def test_a_guide_that_is_not_understood_is_refused_by_name(
    office: Desk, tmp_path: Path, change: tuple[str, str], word: str
) -> None:
    said = office("guide", "check", next_year(tmp_path, change))
    assert said.status == 2 and word in said.err


def test_trial_tells_who_gains_and_who_loses_and_leaves_the_record(demo_desk: Desk, tmp_path: Path) -> None:
    before = hashlib.sha256(demo_desk.store.read_bytes()).hexdigest()
    found = demo_desk.ok("guide", "try", next_year(tmp_path), "--year", "2025", who="管理员")
    measures = {m["measure"]: m for m in found["measures"]}
    first = {r["case"]: r for r in measures[1]["rows"]}
    # 30 % and 40 % of 4,926,301.66 元, fractions of a 分 dropped.
    assert (first["2025-M1-0002"]["before_fen"], first["2025-M1-0002"]["after_fen"]) == (147_789_049, 197_052_066)
    assert first["2025-M1-0002"]["gain_fen"] == 197_052_066 - 147_789_049
    assert first["2025-M1-0001"]["after_fen"] == 200_000_000, "no more than the year's most"
    assert measures[1]["after_fen"] == 2_000_000_000, "the pool is used up"
    third = {r["case"]: r for r in measures[3]["rows"]}
    assert third["2025-M3-0010"]["after"] == "not_selected" and third["2025-M3-0010"]["gain_fen"] == -100_000_000
    assert measures[2]["changed"] == measures[6]["changed"] == 0
    assert measures[1]["gain_fen"] == measures[1]["after_fen"] - measures[1]["before_fen"] > 0
    # Neither text gives measure 4 its places: what is not known is no zero.
    assert (measures[4]["before_fen"], measures[4]["after_fen"], measures[4]["gain_fen"]) == (None, None, None)
    assert measures[4]["unknown"] == measures[4]["cases"] == 6
    assert hashlib.sha256(demo_desk.store.read_bytes()).hexdigest() == before


def test_a_gain_is_told_with_its_word_and_what_is_unknown_is_counted() -> None:
    one = Tried("甲", 4, "甲公司", "平台", Outcome.AWARDED, Outcome.AWARDED, 100, 50, None, None, None)
    held = MeasureTrial(4, "公共服务平台", (one, replace(one, after_fen=None)), marks_fit=True)
    assert command._lines(held, every=False)[0].endswith("合计 2.00 元 → 0.50 元，另有 1 件金额未定，不在合计之内")
    assert command._case(one) == "甲 甲公司：拟支持 1.00 元 → 拟支持 0.50 元（减 0.50 元）"
    told = [command._gain(fen) for fen in (123_456, -50, 0, None)]
    assert told == ["（增 1,234.56 元）", "（减 0.50 元）", "", ""]


def test_the_guide_in_force_tried_changes_nothing_though_the_year_is_sealed(demo_desk: Desk, tmp_path: Path) -> None:
    same = tmp_path / "same.toml"
    same.write_text(SAMPLE, encoding="utf-8")
    found = demo_desk.ok("guide", "try", same, "--year", "2025", "--all", who="管理员")
    rows = [r for m in found["measures"] for r in m["rows"]]
    assert rows and all((r["before"], r["before_fen"]) == (r["after"], r["after_fen"]) for r in rows)
    decided = [r for r in rows if r["decided_fen"] is not None]
    assert decided and all(r["before_fen"] == r["decided_fen"] for r in decided), "reckoned anew as it was sealed"


def test_marks_by_other_items_are_not_carried_over(demo_desk: Desk, tmp_path: Path) -> None:
    other = next_year(
        tmp_path,
        (
            'id = "C3", group = "C 应用成效", name = "用户规模与满意度", points = 5',
            'id = "C9", group = "C 应用成效", name = "用户规模", points = 5',
        ),
    )
    found = demo_desk.ok("guide", "try", other, "--year", "2025", who="管理员")
    third = next(m for m in found["measures"] if m["measure"] == 3)
    assert not third["marks_fit"] and all(r["after_rank"] is None for r in third["rows"])


def test_a_year_without_cases_cannot_be_tried(office: Desk, tmp_path: Path) -> None:
    said = office("guide", "try", next_year(tmp_path), "--year", "2031")
    assert said.status == 2 and "2031" in said.err


def test_a_signed_guide_is_taken_in_and_a_new_year_begins_with_it(office: Desk, tmp_path: Path) -> None:
    file, package = next_year(tmp_path), tmp_path / "指南.gygap"
    packed = office.ok("guide", "pack", file, package, who=CHAIR)
    assert office("guide", "pack", file, tmp_path / "不行.gygap", who=CLERK).status == 2
    taken = office.ok("guide", "take", package, who=CLERK)
    assert taken["known"] and taken["sender"] == CHAIR and taken["digest"] == packed["digest"]
    assert [g["guide"] for g in office.ok("guide", "list", who=CLERK)] == ["guide-2026"]
    new = Desk(tmp_path / "2026.gyga")
    made = new.ok("init", "--guide", "guide-2026", "--admin", ADMIN)
    assert made["guide"].startswith("2026年度申报指南")
    db = open_reader(new.store)
    assert reads.edition_texts(db)["guide.toml"] == file.read_text(encoding="utf-8")
    db.close()
    db = open_reader(office.store)
    assert reads.store_facts(db).guide_title.startswith("2025年度申报指南"), "the year that has begun keeps its guide"
    db.close()


def test_a_strangers_guide_wants_the_fingerprint(office: Desk, tmp_path: Path) -> None:
    package = tmp_path / "指南.gygap"
    told = office.ok("guide", "pack", next_year(tmp_path), package, who=ADMIN)["fingerprint"]
    create_store(tmp_path / "别处.gyga", guide="sample", admin=ADMIN, password=password_of(ADMIN))
    elsewhere = Desk(tmp_path / "别处.gyga")  # an administrator of the same name, with another key
    refused = elsewhere("guide", "take", package)
    assert refused.status == 2 and told in refused.err and guides.taken_in() == []
    assert elsewhere("guide", "take", package, "--from", "sha256:" + "0" * 64).status == 2
    taken = elsewhere.ok("guide", "take", package, "--from", told.upper())
    assert not taken["known"] and len(guides.taken_in()) == 1


def test_a_guide_changed_on_the_way_is_refused(office: Desk, tmp_path: Path) -> None:
    package = tmp_path / "指南.gygap"
    office.ok("guide", "pack", next_year(tmp_path), package, who=ADMIN)
    with zipfile.ZipFile(package) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    parts["guide.json"] = parts["guide.json"].replace(b"0.40", b"0.90")
    changed = tmp_path / "改过.gygap"
    with zipfile.ZipFile(changed, "w") as out:
        for name, data in parts.items():
            out.writestr(name, data)
    said = office("guide", "take", changed)
    assert said.status == 2 and "摘要不符" in said.err and guides.taken_in() == []


def test_another_kind_of_package_is_not_a_guide(office: Desk, tmp_path: Path) -> None:
    (tmp_path / "x.gygap").write_bytes(b"no package")
    assert office("guide", "take", tmp_path / "x.gygap").status == 2
    assert office("guide", "take", tmp_path / "missing.gygap").status == 2
