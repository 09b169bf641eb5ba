"""What is due in a year and when: the end of filing, 补正, 公示, vouchers about to lapse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from gyga_desk.model import Answer, CaseId, Decision, Outcome
from gyga_desk.money import write_yuan
from gyga_desk.policy import Absent, AmountKind, IfNo
from gyga_desk.rules.deadlines import working_days_after
from gyga_desk.standings.reckoning import Reckoning, Reckonings
from gyga_desk.store import vouchers

_SOON = 90
"""Days ahead within which a voucher's end, or the policy's, is worth a line."""
_PAST = 30
"""Days for which a term that has run out is still told where nothing shows that it was seen to."""


class DueKind(StrEnum):
    """What runs."""

    FILING = "filing"
    SUPPLEMENT = "supplement"
    NOTICE = "notice"
    VOUCHER = "voucher"
    POLICY = "policy"


@dataclass(frozen=True)
class Due:
    """One term with its last day."""

    kind: DueKind
    case: CaseId
    """Empty where it is of a whole measure or year."""
    on: date
    left: int
    """Days from today to the last day; below zero once it has passed."""
    sentence: str
    page: str


def due_of(kept: Reckonings, year: int, today: date) -> list[Due]:
    """All of them, the nearest first."""
    works = [kept.of(measure.number, year) for measure in kept.edition.measures]
    found = [
        *_of_year(kept, year, today), *(d for w in works for d in _supplements(w, today)), *(d for w in works for d in _notices(w, today)),
        *_vouchers(kept, today),
    ]  # fmt: skip
    return sorted(found, key=lambda d: (d.on, d.kind, d.case))


def _of_year(kept: Reckonings, year: int, today: date) -> Iterator[Due]:
    until = kept.edition.process.filing_until
    if not isinstance(until, Absent) and until.year == year and (until - today).days >= -_PAST:
        yield _due(DueKind.FILING, "", until, today, f"申报期限到 {until}。", "intake")
    last = kept.edition.until
    if 0 <= (last - today).days <= _SOON:
        yield _due(DueKind.POLICY, "", last, today, f"政策有效期到 {last}，此后的决定须写明理由。", "policy")


def _supplements(work: Reckoning, today: date) -> Iterator[Due]:
    """From the day the last “no” was given, as nothing earlier can have told the applicant of all that is to be mended."""
    days = work.edition.process.supplement_days
    asked = {c.id for c in work.measure.checks if c.if_no is IfNo.SUPPLEMENT}
    for case, reviewed in work.reviewed.items():
        if isinstance(days, Absent) or reviewed.judgement.outcome is not Outcome.SUPPLEMENT:
            continue
        given = [a.at for a in reviewed.answers if a.check in asked and a.answer is Answer.NO]
        if given:
            told = datetime.fromisoformat(max(given)).date()
            term = working_days_after(told, days, work.edition.calendar)
            sentence = (
                f"补正 {case} {reviewed.case.applicant}，自 {told} 起 {days} 个工作日，至 {term.on}（{term.how}）。"
            )
            yield _due(DueKind.SUPPLEMENT, case, term.on, today, sentence, "review")


def _notices(work: Reckoning, today: date) -> Iterator[Due]:
    days = work.edition.process.notice_days
    for decision in work.decisions:
        if not isinstance(days, Absent):
            term = working_days_after(_sealed_on(decision), days, work.edition.calendar)
            if (term.on - today).days >= -_PAST:
                sentence = f"公示 {decision.id}，{days} 个工作日，封存当日公示的于 {term.on} 期满（{term.how}）。"
                yield _due(DueKind.NOTICE, "", term.on, today, sentence, "papers")


def _sealed_on(decision: Decision) -> date:
    return datetime.fromisoformat(decision.at).date()


def _vouchers(kept: Reckonings, today: date) -> Iterator[Due]:
    """Those of any year that still have something left."""
    if not any(m.amount.kind is AmountKind.VOUCHER for m in kept.edition.measures):
        return
    for one in vouchers.vouchers(kept.db):
        if one.left and (one.until - today).days <= _SOON:
            sentence = f"智算券 {one.number} {one.applicant}，有效期至 {one.until}，尚余 {write_yuan(one.left)} 元。"
            yield _due(DueKind.VOUCHER, one.case, one.until, today, sentence, "vouchers")


def _due(kind: DueKind, case: CaseId, on: date, today: date, sentence: str, page: str) -> Due:
    return Due(kind, case, on, (on - today).days, sentence, page)
