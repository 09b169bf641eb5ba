"""The gate: each matter that stands in the way is named once, with whose move it is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from gyga_desk.model import Blocker, Outcome, Reason, Standing, Table
from gyga_desk.rules.gate import Waiting, blockers

STANDING = Standing(
    "2025-M3-0001", 3, "贵州黔云智能科技有限公司", "915201009PUG26F69T", "示例事项", Outcome.SELECTED, Outcome.SELECTED, (),
    Fraction(90), (), None, 1, tied=False, entitled_fen=100, amount_fen=100, city_fen=50, district_fen=50, payer="观山湖区",
    derivation=(),
)  # fmt: skip
TABLE = Table(3, 2025, "2024", "样例", "sha256:0", 10, None, None, 0, (STANDING,))


def gate(
    *standings: Standing, table: Table = TABLE, unanswered: tuple[str, ...] = (), contradicted: tuple[str, ...] = (),
    scored: bool = False, proposed: bool = True, stale: bool = False, sealed: bool = False,
) -> tuple[Blocker, ...]:  # fmt: skip
    waiting = [Waiting(s, unanswered, contradicted) for s in standings]
    return blockers(waiting, table, scored=scored, proposed=proposed, stale=stale, sealed=sealed)


def codes(found: tuple[Blocker, ...]) -> list[str]:
    assert all(b.who and b.page and b.sentence.endswith("。") for b in found)
    return [b.code for b in found]


def test_nothing_stands_in_the_way_of_a_finished_case() -> None:
    assert gate(STANDING) == ()
    assert gate(STANDING, scored=True) == ()


@pytest.mark.parametrize("sealed", [False, True])
def test_there_must_be_something_to_seal(sealed: bool) -> None:
    waiting = replace(STANDING, outcome=Outcome.SUPPLEMENT)
    for found in (gate(sealed=sealed), gate(waiting, waiting, sealed=sealed, proposed=False)):
        assert codes(found) == ["nothing-to-seal"]
        assert ("已封存" in found[0].sentence) is sealed


def test_a_case_in_supplement_holds_nobody_up() -> None:
    assert gate(STANDING, replace(STANDING, outcome=Outcome.SUPPLEMENT, entitled_fen=None), unanswered=()) == ()


def test_a_rejected_case_needs_nothing_more() -> None:
    assert (
        gate(
            replace(STANDING, outcome=Outcome.REJECTED, score=None, entitled_fen=None), unanswered=("3.1",), scored=True
        )
        == ()
    )


def test_open_figures_come_first_with_their_clause() -> None:
    found = gate(STANDING, table=replace(TABLE, missing=(Reason("", "入选名额未定", "第四条"),)), unanswered=("3.1",))
    assert codes(found) == ["figure-unset", "unanswered"]
    assert "入选名额未定" in found[0].sentence and "第四条" in found[0].sentence


@pytest.mark.parametrize(
    ("count", "named"), [(1, "3.1"), (6, "3.1、3.2、3.3、3.4、3.5、3.6"), (7, "3.1、3.2、3.3、3.4、3.5、3.6 等")]
)
def test_open_checks_are_named_the_first_six(count: int, named: str) -> None:
    found = gate(STANDING, unanswered=tuple(f"3.{n}" for n in range(1, count + 1)))
    assert codes(found) == ["unanswered"]
    assert f"还有 {count} 项" in found[0].sentence
    assert named in found[0].sentence
    assert ("等" in found[0].sentence) is (count > 6)


def test_a_recused_case_names_only_that() -> None:
    found = gate(replace(STANDING, outcome=Outcome.RECUSED), unanswered=("3.1",), contradicted=("3.2",))
    assert [(b.code, b.case, b.who) for b in found] == [("recused", "2025-M3-0001", "管理员")]


def test_a_contradiction_wants_its_note() -> None:
    found = gate(STANDING, contradicted=("3.4", "G3"))
    assert codes(found) == ["contradiction"]
    assert "3.4、G3" in found[0].sentence


@pytest.mark.parametrize("why", [(), (Reason("", "有效评分 2 份，至少需要 3 份", "第三项"),)])
def test_a_case_that_is_scored_needs_its_score(why: tuple[Reason, ...]) -> None:
    unscored = replace(STANDING, score=None, entitled_fen=None, why=(Reason("3.1", "别的事", "第三条"), *why))
    found = gate(unscored, scored=True)
    assert codes(found) == ["no-score"]
    assert (why[0].sentence if why else "没有得分") in found[0].sentence
    assert "别的事" not in found[0].sentence
    assert codes(gate(unscored, scored=False)) == ["amount-unknown"]


@pytest.mark.parametrize("why", [(), (Reason("", "比例未定", "第一条"),)])
def test_an_unknown_amount_is_named_with_what_it_lacks(why: tuple[Reason, ...]) -> None:
    found = gate(replace(STANDING, entitled_fen=None, why=why))
    assert codes(found) == ["amount-unknown"]
    assert (why[0].sentence if why else "金额未定") in found[0].sentence


def test_a_referral_needs_no_amount() -> None:
    referred = replace(
        STANDING, outcome=Outcome.REFERRED, provisional=Outcome.REFERRED, entitled_fen=None, amount_fen=None
    )
    assert gate(replace(referred, city_fen=None)) == ()


def test_money_without_a_payer_cannot_be_split() -> None:
    assert codes(gate(replace(STANDING, city_fen=None, district_fen=None, payer=""))) == ["payer-unknown"]
    assert gate(replace(STANDING, city_fen=None, district_fen=None, payer="", amount_fen=0)) == ()


def test_each_case_of_a_tie_at_the_line_is_named() -> None:
    found = gate(STANDING, table=replace(TABLE, tie_at_line=("2025-M3-0001", "2025-M3-0002")))
    assert [(b.code, b.case, b.who) for b in found] == [
        ("tie", "2025-M3-0001", "主任"),
        ("tie", "2025-M3-0002", "主任"),
    ]


@pytest.mark.parametrize(
    ("proposed", "stale", "code"), [(False, False, ["not-proposed"]), (False, True, ["not-proposed"]), (True, True, ["proposal-stale"]), (True, False, [])],
)  # fmt: skip
def test_the_proposal_comes_last(proposed: bool, stale: bool, code: list[str]) -> None:
    assert codes(gate(STANDING, proposed=proposed, stale=stale)) == code
    assert codes(gate(STANDING, unanswered=("3.1",), proposed=proposed, stale=stale)) == ["unanswered", *code]


def test_a_case_decided_apart_waits_for_neither_score_nor_arithmetic() -> None:
    apart = replace(STANDING, outcome=Outcome.AWARDED, provisional=Outcome.AWARDED, score=None, entitled_fen=None)
    assert codes(gate(apart, scored=True)) == ["no-score"]
    waiting = Waiting(apart, (), (), special=True)
    assert blockers([waiting], TABLE, scored=True, proposed=True, stale=False, sealed=False) == ()
    unpaid = Waiting(replace(apart, city_fen=None, district_fen=None, payer=""), ("3.1",), (), special=True)
    found = blockers([unpaid], TABLE, scored=True, proposed=True, stale=False, sealed=False)
    assert codes(found) == ["unanswered", "payer-unknown"]


def test_the_word_alone_is_no_road_round_the_ranking() -> None:
    found = blockers(
        [Waiting(STANDING, (), (), unrecorded=True)], TABLE, scored=True, proposed=True, stale=False, sealed=False
    )
    assert [(b.code, b.who, b.page) for b in found] == [("special-unrecorded", "主任", "decision")]
    assert "填报为一事一议，但没有会议纪要" in found[0].sentence


def test_a_bad_credit_record_is_said_until_it_is_answered() -> None:
    found = blockers(
        [Waiting(STANDING, (), (), credit="信用不良。")], TABLE, scored=True, proposed=True, stale=False, sealed=False
    )
    assert [(b.code, b.sentence, b.page) for b in found] == [("credit-bad", "信用不良。", "review")]


def test_what_meetings_gave_beyond_the_pool_is_said_before_the_proposal() -> None:
    found = blockers(
        [Waiting(STANDING, (), ())], TABLE, scored=True, proposed=False, stale=False, sealed=False, over_pool="超过。"
    )
    assert codes(found) == ["special-over-pool", "not-proposed"]


def test_equals_who_wait_for_the_chair_are_named_once() -> None:
    open_tie = replace(STANDING, entitled_fen=None, amount_fen=None, city_fen=None)
    assert codes(gate(open_tie)) == ["amount-unknown"]
    assert codes(gate(open_tie, table=replace(TABLE, tie_at_line=(STANDING.case,)))) == ["tie"]


def test_a_ranking_is_sealed_once() -> None:
    found = blockers(
        [Waiting(STANDING, (), ())],
        TABLE,
        scored=False,
        proposed=True,
        stale=False,
        sealed=True,
        again="本年度名次已封存。",
    )
    assert codes(found) == ["ranked-once"]
