"""Answers → where a case stands: 通过, 需补正, 核减, 不予支持, 待核; by the edition's words for a "no"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gyga_desk.model import Answer, Answered, Case, Conflict, Declared, Finding, Outcome, Reason, Verdict
from gyga_desk.policy import Check, IfNo, Measure
from gyga_desk.rules.facts import money_of

_WEIGHT = {Answer.NA: 0, Answer.YES: 1, Answer.PENDING: 2, Answer.NO: 3}


@dataclass(frozen=True)
class Reduction:
    """分 that a check takes off the base; None where the sum has not been stated."""

    check: str
    clause: str
    fen: int | None


@dataclass(frozen=True)
class Judgement:
    """What the checklist says of one case."""

    outcome: Outcome
    provisional: Outcome
    """The outcome if every check that nobody has answered were passed."""
    why: tuple[Reason, ...]
    unanswered: tuple[str, ...]
    contradicted: tuple[str, ...]
    """Checks a person passed without a note although the program found against them."""
    reductions: tuple[Reduction, ...]
    flagged: tuple[str, ...]


def effective(
    check: Check,
    answers: Sequence[Answered],
    conflicts: Sequence[Conflict],
    facts: str,
    given_on: dict[tuple[str, str], str],
) -> Answer | None:
    """The strictest answer of those who may judge; None where nobody has answered on the present facts.

    `given_on` holds the digest of the facts each answer was given on, by (check, person).
    """
    barred = {c.person for c in conflicts if c.declared is Declared.DECLARED}
    heard = [a for a in answers if a.check == check.id and a.person not in barred]
    current = [a.answer for a in heard if given_on.get((a.check, a.person), facts) == facts]
    if not current:
        return None
    return max(current, key=_WEIGHT.__getitem__)


def judge(
    measure: Measure,
    said: dict[str, Answer | None],
    answers: Sequence[Answered],
    conflicts: Sequence[Conflict],
    findings: Sequence[Finding],
    case: Case | None = None,
) -> Judgement:
    """`said` is the effective answer of each check; see `effective`. Who stepped aside is not heard in sums and notes either.

    From `case` comes the sum that a check takes off where the reviewer states none.
    """
    barred = {c.person for c in conflicts if c.declared is Declared.DECLARED}
    answers = [a for a in answers if a.person not in barred]
    unanswered = tuple(c.id for c in measure.checks if said[c.id] in (None, Answer.PENDING))
    failed = [c for c in measure.checks if said[c.id] is Answer.NO]
    reductions = tuple(_reduction(c, answers, case) for c in failed if c.reduce == "stated")
    provisional = _provisional(failed)
    open_sums = any(r.fen is None for r in reductions)
    outcome = provisional
    if _only_recused(answers, conflicts) or any(c.if_no is IfNo.REASSIGN for c in failed):
        outcome = provisional = Outcome.RECUSED
    elif provisional is Outcome.ELIGIBLE and (unanswered or open_sums):
        outcome = Outcome.PENDING
    why = [
        *(_reason(c, answers) for c in failed),
        *(_open_sum(r) for r in reductions if r.fen is None),
        *_seen(findings, said),
    ]
    why += [Reason(c.id, f"待核：{c.ask}", c.cite.label) for c in measure.checks if c.id in unanswered]
    return Judgement(
        outcome, provisional, tuple(why), unanswered, _contradicted(findings, said, answers), reductions,
        tuple(c.id for c in failed if c.if_no is IfNo.FLAG),
    )  # fmt: skip


def _provisional(failed: Sequence[Check]) -> Outcome:
    words = {c.if_no for c in failed}
    if IfNo.REJECT in words:
        return Outcome.REJECTED
    return Outcome.SUPPLEMENT if IfNo.SUPPLEMENT in words else Outcome.ELIGIBLE


def _only_recused(answers: Sequence[Answered], conflicts: Sequence[Conflict]) -> bool:
    """Somebody stepped aside, and nobody else has taken the case up."""
    barred = {c.person for c in conflicts if c.declared is Declared.DECLARED}
    others = {c.person for c in conflicts if c.declared is Declared.NONE} | {
        a.person for a in answers if a.person not in barred
    }
    return bool(barred) and not others


def _reduction(check: Check, answers: Sequence[Answered], case: Case | None) -> Reduction:
    sums = [a.reduce_fen for a in answers if a.check == check.id and a.answer is Answer.NO and a.reduce_fen is not None]
    told = money_of(case, check.takes) if case is not None and check.takes else None
    return Reduction(check.id, check.cite.label, max(sums) if sums else told or None)


def _open_sum(reduction: Reduction) -> Reason:
    return Reason(reduction.check, f"{reduction.check} 应核减，但核减金额未填。", reduction.clause)


CONSEQUENCE = {
    IfNo.REJECT: "不予支持", IfNo.SUPPLEMENT: "须补正", IfNo.REDUCE: "核减", IfNo.FLAG: "提请会议注意", IfNo.REASSIGN: "须改派",
}  # fmt: skip
"""What a “no” to a check does, in words."""


def _reason(check: Check, answers: Sequence[Answered]) -> Reason:
    notes = [a.note for a in answers if a.check == check.id and a.answer is Answer.NO and a.note]
    tail = f"({';'.join(notes)})" if notes else ""
    return Reason(check.id, f"{CONSEQUENCE[check.if_no]}：不符合“{check.ask}”{tail}", check.cite.label)


def _seen(findings: Sequence[Finding], said: dict[str, Answer | None]) -> list[Reason]:
    """What the program found against a check that a person has not failed."""
    against = [f for f in findings if f.verdict is Verdict.FAIL and said.get(f.check) is not Answer.NO]
    return [Reason(f.check, f"自动核对：{f.sentence}", f.clause) for f in against]


def _contradicted(
    findings: Sequence[Finding], said: dict[str, Answer | None], answers: Sequence[Answered]
) -> tuple[str, ...]:
    against = {f.check for f in findings if f.verdict is Verdict.FAIL}
    noted = {a.check for a in answers if a.note.strip()}
    return tuple(c for c in sorted(against) if said.get(c) in (Answer.YES, Answer.NA) and c not in noted)
