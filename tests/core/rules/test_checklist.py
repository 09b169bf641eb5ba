"""Answers to a standing: the strictest of those who may judge, by the edition's own words for a "no"."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyga_desk.model import Answer, Answered, Conflict, Declared, Finding, Outcome, Verdict
from gyga_desk.policy import Edition, IfNo, Measure
from gyga_desk.rules.checklist import Judgement, Reduction, effective, judge
from tests.core.cases import answered, case, conflict, measure

YES, NO, NA, PENDING = Answer.YES, Answer.NO, Answer.NA, Answer.PENDING
STRICTNESS = (NA, YES, PENDING, NO)


@pytest.fixture(scope="module")
def third(edition: Edition) -> Measure:
    return measure(edition, 3)


def all_yes(held: Measure, **said: Answer | None) -> dict[str, Answer | None]:
    answers: dict[str, Answer | None] = dict.fromkeys((c.id for c in held.checks), YES)
    assert said.keys() <= answers.keys()
    return answers | said


def judged(
    held: Measure, said: dict[str, Answer | None] | None = None, answers: tuple[Answered, ...] = (),
    conflicts: tuple[Conflict, ...] = (), findings: tuple[Finding, ...] = (),
) -> Judgement:  # fmt: skip
    return judge(held, said if said is not None else all_yes(held), answers, conflicts, findings)


def said_no(held: Measure, if_no: IfNo) -> str:
    return next(c.id for c in held.checks if c.if_no is if_no and c.reduce != "stated")


# who is heard


@given(st.lists(st.sampled_from(STRICTNESS), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_strictest_answer_holds_in_any_order(third: Measure, words: list[Answer], random: object) -> None:
    answers = [answered("3.4", word, f"审核{n}") for n, word in enumerate(words)]
    random.shuffle(answers)  # type: ignore[attr-defined]
    check = third.check("3.4")
    assert check is not None
    assert effective(check, answers, (), "f", {}) is max(words, key=STRICTNESS.index)


def test_no_answer_is_none_and_other_checks_do_not_count(third: Measure) -> None:
    check = third.check("3.4")
    assert check is not None
    assert effective(check, [answered("3.5", NO)], (), "f", {}) is None


def test_who_declared_an_interest_is_not_heard(third: Measure) -> None:
    check = third.check("3.4")
    assert check is not None
    answers = [answered("3.4", NO, "甲"), answered("3.4", YES, "乙")]
    assert effective(check, answers, [conflict("甲", Declared.DECLARED)], "f", {}) is YES
    assert effective(check, answers, [conflict("甲", Declared.NONE)], "f", {}) is NO
    assert effective(check, answers[:1], [conflict("甲", Declared.DECLARED)], "f", {}) is None


def test_an_answer_on_other_facts_is_asked_again(third: Measure) -> None:
    check = third.check("3.4")
    assert check is not None
    answers = [answered("3.4", NO, "甲"), answered("3.4", YES, "乙")]
    given_on = {("3.4", "甲"): "old", ("3.4", "乙"): "new"}
    assert effective(check, answers, (), "new", given_on) is YES
    assert effective(check, answers, (), "newer", given_on) is None


# what it makes of a case


def test_all_passed_is_eligible(third: Measure) -> None:
    assert judged(third) == Judgement(Outcome.ELIGIBLE, Outcome.ELIGIBLE, (), (), (), (), ())


@pytest.mark.parametrize("word", [None, PENDING])
def test_what_nobody_answered_is_pending_and_provisionally_passed(third: Measure, word: Answer | None) -> None:
    found = judged(third, all_yes(third, **{"3.4": word, "G1": word}))
    assert (found.outcome, found.provisional) == (Outcome.PENDING, Outcome.ELIGIBLE)
    assert found.unanswered == ("G1", "3.4")
    assert [(r.check, r.clause) for r in found.why] == [("G1", "第八条(六)"), ("3.4", "第三条")]


def test_not_applicable_passes(third: Measure) -> None:
    assert judged(third, all_yes(third, **{"3.5": NA})).outcome is Outcome.ELIGIBLE


@pytest.mark.parametrize(
    ("if_no", "outcome"),
    [
        (IfNo.REJECT, Outcome.REJECTED),
        (IfNo.SUPPLEMENT, Outcome.SUPPLEMENT),
        (IfNo.REDUCE, Outcome.ELIGIBLE),
        (IfNo.FLAG, Outcome.ELIGIBLE),
        (IfNo.REASSIGN, Outcome.RECUSED),
    ],
)
def test_a_no_does_what_the_edition_says(third: Measure, if_no: IfNo, outcome: Outcome) -> None:
    check = third.check(said_no(third, if_no))
    assert check is not None
    found = judged(third, all_yes(third, **{check.id: NO}))
    assert (found.outcome, found.provisional) == (outcome, outcome)
    assert [(r.check, r.clause) for r in found.why] == [(check.id, check.cite.at)]
    assert check.ask in found.why[0].sentence
    assert found.flagged == ((check.id,) if if_no is IfNo.FLAG else ())


@pytest.mark.parametrize(
    "pair", [*itertools.combinations([IfNo.REASSIGN, IfNo.REJECT, IfNo.SUPPLEMENT, IfNo.FLAG], 2)], ids=str
)
def test_of_two_noes_the_graver_decides(third: Measure, pair: tuple[IfNo, IfNo]) -> None:
    outcomes = {IfNo.REASSIGN: Outcome.RECUSED, IfNo.REJECT: Outcome.REJECTED, IfNo.SUPPLEMENT: Outcome.SUPPLEMENT}
    found = judged(third, all_yes(third, **{said_no(third, word): NO for word in pair}))
    assert found.outcome is outcomes[pair[0]]
    assert len(found.why) == 2


def test_a_rejection_does_not_wait_for_the_rest(third: Measure) -> None:
    found = judged(third, all_yes(third, **{"3.4": NO, "3.5": None}))
    assert (found.outcome, found.unanswered) == (Outcome.REJECTED, ("3.5",))


def test_notes_of_a_no_stand_in_its_reason(third: Measure) -> None:
    answers = (
        answered("3.4", NO, note="在遵义"),
        answered("3.4", NO, "乙", note="未上线"),
        answered("3.4", YES, "丙", note="看过"),
    )
    sentence = judged(third, all_yes(third, **{"3.4": NO}), answers).why[0].sentence
    assert "在遵义;未上线" in sentence.replace("；", ";")
    assert "看过" not in sentence


# sums that are taken off


def test_a_stated_sum_is_a_reduction_and_the_largest_holds(third: Measure) -> None:
    answers = (
        answered("3.7", NO, "甲", reduce_fen=100),
        answered("3.7", NO, "乙", reduce_fen=300),
        answered("3.7", YES, "丙", reduce_fen=900),
    )
    found = judged(third, all_yes(third, **{"3.7": NO}), answers)
    assert found.reductions == (Reduction("3.7", "投入核定", 300),)
    assert found.outcome is Outcome.ELIGIBLE


def test_a_sum_of_nought_is_a_stated_sum(third: Measure) -> None:
    found = judged(third, all_yes(third, **{"3.7": NO}), (answered("3.7", NO, reduce_fen=0),))
    assert found.reductions[0].fen == 0
    assert found.outcome is Outcome.ELIGIBLE


def test_an_unstated_sum_keeps_the_case_open(third: Measure) -> None:
    found = judged(third, all_yes(third, **{"3.7": NO}), (answered("3.7", NO),))
    assert (found.outcome, found.provisional) == (Outcome.PENDING, Outcome.ELIGIBLE)
    assert found.reductions == (Reduction("3.7", "投入核定", None),)
    assert [r.check for r in found.why] == ["3.7", "3.7"]


def test_what_the_arithmetic_takes_off_itself_is_no_reduction(third: Measure) -> None:
    assert judged(third, all_yes(third, **{"G8": NO, "3.13": NO})).reductions == ()


def test_who_stepped_aside_states_no_sum_and_writes_no_note(third: Measure) -> None:
    answers = (answered("3.7", NO, "甲", "应扣", reduce_fen=900), answered("3.7", NO, "乙", reduce_fen=300))
    found = judged(
        third,
        all_yes(third, **{"3.7": NO}),
        answers,
        (conflict("甲", Declared.DECLARED), conflict("乙", Declared.NONE)),
    )
    assert found.reductions[0].fen == 300
    assert "应扣" not in found.why[0].sentence


# who has stepped aside


@pytest.mark.parametrize(
    ("conflicts", "answers", "outcome"),
    [
        ((conflict("甲", Declared.DECLARED),), (), Outcome.RECUSED),
        ((conflict("甲", Declared.DECLARED),), (answered("3.4", YES, "甲"),), Outcome.RECUSED),
        ((conflict("甲", Declared.DECLARED), conflict("乙", Declared.NONE)), (), Outcome.ELIGIBLE),
        ((conflict("甲", Declared.DECLARED),), (answered("3.4", YES, "乙"),), Outcome.ELIGIBLE),
        ((conflict("甲", Declared.NONE),), (), Outcome.ELIGIBLE),
    ],
)
def test_a_case_waits_for_another_reviewer_where_the_only_one_stepped_aside(
    third: Measure, conflicts: tuple[Conflict, ...], answers: tuple[Answered, ...], outcome: Outcome,
) -> None:  # fmt: skip
    assert judged(third, None, answers, conflicts).outcome is outcome


# what the program saw


def finding(check: str, verdict: Verdict) -> Finding:
    return Finding(check, verdict, "所见。", "第三条")


@pytest.mark.parametrize(
    ("said", "verdict", "seen", "contradicted"),
    [
        (YES, Verdict.FAIL, True, True),
        (NA, Verdict.FAIL, True, True),
        (None, Verdict.FAIL, True, False),
        (PENDING, Verdict.FAIL, True, False),
        (NO, Verdict.FAIL, False, False),
        (YES, Verdict.PASS, False, False),
        (YES, Verdict.UNKNOWN, False, False),
    ],
)
def test_a_look_stands_beside_an_answer(
    third: Measure, said: Answer | None, verdict: Verdict, seen: bool, contradicted: bool
) -> None:
    found = judged(third, all_yes(third, **{"3.4": said}), findings=(finding("3.4", verdict),))
    assert any("所见" in r.sentence for r in found.why) is seen
    assert found.contradicted == (("3.4",) if contradicted else ())


def test_a_note_settles_a_contradiction_and_blanks_do_not(third: Measure) -> None:
    seen = (finding("3.4", Verdict.FAIL),)
    assert judged(third, None, (answered("3.4", YES, note="现场看过"),), (), seen).contradicted == ()
    assert judged(third, None, (answered("3.4", YES, note="  "),), (), seen).contradicted == ("3.4",)
    assert judged(third, None, (answered("3.5", YES, note="别的"),), (), seen).contradicted == ("3.4",)


def test_a_look_never_decides_by_itself(third: Measure) -> None:
    found = judged(third, None, findings=tuple(finding(c.id, Verdict.FAIL) for c in third.checks))
    assert found.outcome is Outcome.ELIGIBLE


# what the application itself says is to come off


@pytest.mark.parametrize(
    ("stated", "told", "taken"), [(None, 500, 500), (300, 500, 300), (None, 0, None), (None, None, None)]
)
def test_a_sum_of_the_application_is_taken_off_where_the_reviewer_states_none(
    edition: Edition,
    stated: int | None,
    told: int | None,
    taken: int | None,
) -> None:
    sixth = measure(edition, 6)
    answers = (answered("6.7", NO, reduce_fen=stated),)
    found = judge(sixth, all_yes(sixth) | {"6.7": NO}, answers, (), (), case(sixth, voucher_sum=told))
    assert found.reductions == (Reduction("6.7", "第八条(三)", taken),)
    assert found.outcome is (Outcome.ELIGIBLE if taken else Outcome.PENDING)


def test_without_a_case_only_what_was_stated_is_taken_off(edition: Edition) -> None:
    sixth = measure(edition, 6)
    found = judge(sixth, all_yes(sixth) | {"6.7": NO}, (answered("6.7", NO),), (), ())
    assert [r.fen for r in found.reductions] == [None]
