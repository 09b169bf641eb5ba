"""The worked examples of article eight: halves, payers, enterprises, credit, the same matter, meetings, time in force."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gyga_desk.model import Outcome, Standing, Verdict
from gyga_desk.money import exact_fen
from gyga_desk.policy import Edition
from gyga_desk.rules import credit, special
from gyga_desk.rules.amounts import derive, halves
from gyga_desk.rules.automatic import Look, look_at
from gyga_desk.rules.overlap import Claim, Sameness, overlap_of, sameness
from gyga_desk.rules.totals import totals
from tests.core.cases import case, measure

PATH = Path(__file__).resolve().parent.parent / "policy" / "2024" / "article8.toml"
HELD = tomllib.loads(PATH.read_text(encoding="utf-8"), parse_float=Decimal)
SECTIONS = {"halves", "totals", "enterprise", "credit", "same", "matter", "special", "force"}
VERDICTS = {"符合": Verdict.PASS, "不符合": Verdict.FAIL, "须人工": Verdict.UNKNOWN}
SAMENESS = {"是": Sameness.SAME, "疑似": Sameness.LIKE, "否": None}


def examples(section: str) -> list[Any]:
    return [pytest.param(one, id=one["name"]) for one in HELD[section]]


def fen(yuan: Any) -> int:
    found = exact_fen(Decimal(yuan))
    assert found is not None
    return found


def test_every_section_is_read() -> None:
    assert HELD.keys() == SECTIONS
    assert all(HELD[section] for section in SECTIONS)


@pytest.mark.parametrize("example", examples("halves"))
def test_halves(edition: Edition, bare_edition: Edition, example: dict[str, Any]) -> None:
    process = (edition if example.get("guide", True) else bare_edition).process
    wanted = tuple(None if example[side] == "未定" else fen(example[side]) for side in ("city", "district"))
    assert halves(process, fen(example["amount"])) == wanted


def awarded(edition: Edition, number: int, district: str, amount: int) -> Standing:
    payer = district if district in edition.payers else ""
    city, local = halves(edition.process, amount) if payer else (None, None)
    return Standing(
        f"2025-M3-{number:04d}", 3, "", "", "", Outcome.AWARDED, Outcome.AWARDED, (), None, (), None, None, False, amount, amount, city,
        local, payer, (),
    )  # fmt: skip


@pytest.mark.parametrize("example", examples("totals"))
def test_totals(edition: Edition, example: dict[str, Any]) -> None:
    standings = [awarded(edition, n, district, fen(yuan)) for n, (district, yuan) in enumerate(example["awards"])]
    found = totals(standings, edition.payers)
    assert [(p.payer, p.fen) for p in found.payers] == [(payer, fen(yuan)) for payer, yuan in example["payers"]]
    assert found.apart_fen == fen(example["apart"])
    assert found.amount_fen == sum(fen(yuan) for _, yuan in example["awards"])


def seen(edition: Edition, number: int, check_id: str, **facts: Any) -> Verdict:
    held = measure(edition, number)
    check = held.check(check_id)
    assert check is not None
    return look_at(Look(edition, held, case(held, **facts), check, None, "2025-04-01", (), "")).verdict


@pytest.mark.parametrize("example", examples("enterprise"))
def test_who_counts_as_an_enterprise(edition: Edition, example: dict[str, Any]) -> None:
    facts = {name: example[name] for name in ("kind", "district", "address")}
    assert seen(edition, example["measure"], example["check"], **facts) is VERDICTS[example["found"]]


@pytest.mark.parametrize("example", examples("credit"))
def test_credit_checks(edition: Edition, example: dict[str, Any]) -> None:
    stages = {stage.label: stage for stage in credit.Stage}
    records = [
        credit.Checked(stages[s], platform, on, credit.is_clean(result), result)
        for s, platform, on, result in example["checks"]
    ]
    found = credit.notes(case(measure(edition, 3)), records, edition.process.filing_from)
    assert [[note.stage.label, note.code] for note in found] == example["found"]


def claim(of: list[str]) -> Claim:
    applicant, code, matter, contract = of
    return Claim("/".join(of), "", code, applicant, matter, contract, 0)


@pytest.mark.parametrize("example", examples("same"))
def test_the_same_matter(example: dict[str, Any]) -> None:
    found = sameness(claim(example["one"]), claim(example["other"]))
    assert (found[0] if found else None) is SAMENESS[example["found"]]


@pytest.mark.parametrize("example", examples("matter"))
def test_one_matter_under_several_policies(edition: Edition, example: dict[str, Any]) -> None:
    matter = Claim("", "", "915201009PUG26F69T", "贵州黔云智能科技有限公司", "交通示范场景", "", 0)
    claims: list[Claim] = []
    for place, one in enumerate(example["claims"]):
        own = replace(matter, id=str(place), fen=fen(one["paid"]))
        if "measure" in one:
            check_topping_up(edition, one, overlap_of(own, claims, ()).paid_fen)
        claims.append(own)
    entitled = [fen(one.get("entitled", one["paid"])) for one in example["claims"]]
    assert sum(c.fen for c in claims) == fen(example["best"]) == max(entitled)


def check_topping_up(edition: Edition, one: dict[str, Any], known: int) -> None:
    held = measure(edition, one["measure"])
    ids = {column.header: column.id for column in held.columns}
    facts = {ids[header]: fen(yuan) for header, yuan in one["facts"].items()}
    alone = derive(held, case(held, **{**facts, "received": 0}))
    found = derive(held, case(held, **facts), paid_fen=known)
    assert (alone.entitled_fen, found.entitled_fen) == (fen(one["entitled"]), fen(one["paid"]))
    assert (found.steps[-1].clause, found.steps[-1].before_fen) == ("第八条(三)", fen(one["entitled"]))
    assert found.steps[-1].label.startswith("晋级补差") == (known > 0)
    assert halves(edition.process, found.entitled_fen) == (fen(one["city"]), fen(one["district"]))


@pytest.mark.parametrize("example", examples("special"))
def test_what_meetings_decide_is_inside_the_pool(example: dict[str, Any]) -> None:
    told = special.over_pool(sum(fen(yuan) for yuan in example["sums"]), fen(example["left"]))
    assert bool(told) == example["over"]


@pytest.mark.parametrize("example", examples("force"))
def test_time_in_force(edition: Edition, example: dict[str, Any]) -> None:
    day: date = example["day"]
    assert (edition.in_force <= day <= edition.until) == example["inside"]
    assert seen(edition, 3, "G13", online=day) is (Verdict.PASS if example["inside"] else Verdict.FAIL)
