"""What is told to an applicant: taken in, still lacking, not taken in, not supported; and what is looked at on the spot."""

from __future__ import annotations

from gyga_desk.errors import PaperError
from gyga_desk.formats.pdf.acceptance import Acceptance
from gyga_desk.formats.pdf.document import Head
from gyga_desk.formats.pdf.refusal import Ground, Refusal
from gyga_desk.formats.pdf.site_visit import Point, SiteVisit
from gyga_desk.formats.pdf.supplement import Lack, Supplement
from gyga_desk.model import Answer, CaseId, Decision, Outcome
from gyga_desk.operations.intake import show_fact
from gyga_desk.operations.sheets.source import Sealed, Source, Subject, day
from gyga_desk.operations.supplements import lacks_of
from gyga_desk.policy import UNSET, Absent, AmountKind, Check, IfNo
from gyga_desk.standings import Reviewed
from gyga_desk.store import reads

_REFUSED = (Outcome.REJECTED, Outcome.NOT_SELECTED, Outcome.OUT_OF_POOL)


def reviewed(source: Source, case: CaseId) -> Reviewed:
    """One case with its answers as they stand, sealed or not."""
    return source.work.review(source.case(case))


def received(source: Source, case: CaseId) -> str:
    return day(reads.received_on(source.db, source.case(case).batch))


def _checks(source: Source, *kinds: IfNo) -> list[Check]:
    return [c for c in source.measure.checks if c.if_no in kinds]


def _open(source: Source, found: Reviewed) -> str:
    """The checks of what was handed in that nobody has answered; a notice before them would not be the only one."""
    waiting = [c.id for c in _checks(source, IfNo.SUPPLEMENT) if found.said[c.id] in (None, Answer.PENDING)]
    return "、".join(waiting)


def _said_no(source: Source, found: Reviewed, *kinds: IfNo) -> list[Check]:
    return [c for c in _checks(source, *kinds) if found.said[c.id] is Answer.NO]


def _notes(found: Reviewed, check: Check) -> str:
    return "；".join(a.note for a in found.answers if a.check == check.id and a.answer is Answer.NO and a.note)


# 受理


def accepted(source: Source) -> list[Subject]:
    return [Subject(c) for c in source.cases if not _against_acceptance(source, reviewed(source, c))]


def _against_acceptance(source: Source, found: Reviewed) -> str:
    if failed := _said_no(source, found, IfNo.SUPPLEMENT, IfNo.REJECT):
        return f"核对项 {'、'.join(c.id for c in failed)} 不符合要求，请打印补正或不予受理的通知书。"
    if waiting := _open(source, found):
        return f"材料核对项 {waiting} 尚未答复，请先在“审核”页答复。"
    return ""


def acceptance(source: Source, subject: Subject, head: Head) -> Acceptance:
    """The notice, for a case whose papers are complete."""
    if reason := _against_acceptance(source, reviewed(source, subject.case)):
        raise PaperError("{case} 不能出具受理通知书：{reason}", case=subject.case, reason=reason)
    return Acceptance(source.of_record(head), source.about(subject.case), received(source, subject.case))


# 补正


def lacking(source: Source) -> list[Subject]:
    found = {c: reviewed(source, c) for c in source.cases}
    return [Subject(c) for c, r in found.items() if lacks_of(source.measure, r) and not _against_supplement(source, r)]


def _against_supplement(source: Source, found: Reviewed) -> str:
    if failed := _said_no(source, found, IfNo.REJECT):
        return f"核对项 {'、'.join(c.id for c in failed)} 不予支持，补正也不能改变，请打印不予受理通知书。"
    if waiting := _open(source, found):
        return f"须一次性告知全部内容，而材料核对项 {waiting} 尚未答复，请先在“审核”页答复。"
    return ""


def supplement(source: Source, subject: Subject, head: Head) -> Supplement:
    """The notice, once everything that could lack has been looked at: it is told once and whole."""
    found = reviewed(source, subject.case)
    wanting = lacks_of(source.measure, found)
    if not wanting:
        raise PaperError("{case} 没有需要补正的核对项，不出具补正通知书。", case=subject.case)
    if reason := _against_supplement(source, found):
        raise PaperError("{case} 不能出具补正通知书：{reason}", case=subject.case, reason=reason)
    process = source.edition.process
    days = None if isinstance(process.supplement_days, Absent) else process.supplement_days
    lacks = tuple(Lack(w.check.id, w.check.ask, w.note, w.material, w.check.cite.label) for w in wanting)
    clause = "" if process.supplement_days is UNSET else process.cites["supplement_days"].label
    return Supplement(
        source.of_record(head),
        source.about(subject.case),
        received(source, subject.case),
        lacks,
        days,
        clause,
        source.workdays if days is not None else "",
    )


# 不予受理、不予支持


def turned_away(source: Source) -> list[Subject]:
    live = [c for c in source.cases if c not in source.work.sealed_cases]
    return [Subject(c) for c in live if _said_no(source, reviewed(source, c), IfNo.REJECT)]


def not_accepted(source: Source, subject: Subject, head: Head) -> Refusal:
    """At the door, before any meeting: what no supplement could mend."""
    found = reviewed(source, subject.case)
    if subject.case in source.work.sealed_cases:
        raise PaperError("{case} 的决定已封存，不再是受理阶段；请打印不予支持通知书。", case=subject.case)
    failed = _said_no(source, found, IfNo.REJECT)
    if not failed:
        raise PaperError("{case} 没有不予受理的核对项，不出具不予受理通知书。", case=subject.case)
    grounds = tuple(_ground(c, _notes(found, c)) for c in failed)
    return Refusal(source.of_record(head), source.about(subject.case), received(source, subject.case), grounds)


def refused(source: Source) -> list[Subject]:
    return [Subject(c) for c in source.sealed_ids if source.newest(c).outcome in _REFUSED]


def not_supported(source: Source, subject: Subject, head: Head) -> Refusal:
    """After the meeting, from what was sealed."""
    held = source.sealed(subject.case)
    if held.standing.outcome not in _REFUSED:
        raise PaperError(
            "{case} 的审定结果为“{outcome}”，不出具不予支持通知书。",
            case=subject.case,
            outcome=held.standing.outcome.label,
        )
    head = source.of_decisions(head, [subject.case])
    return Refusal(
        head, source.about(subject.case), received(source, subject.case), _grounds(source, held), meeting(held.decision)
    )


def meeting(decision: Decision) -> str:
    return f"{decision.meeting.name}（{decision.meeting.number}，{day(decision.meeting.date)}）"


def _ground(check: Check, note: str) -> Ground:
    return Ground(f"不符合“{check.ask}”{f'：{note}' if note else ''}", check.cite.label)


def _grounds(source: Source, held: Sealed) -> tuple[Ground, ...]:
    """The checks that were failed; where there were none, the step that left nothing."""
    no = {c["id"]: c["note"] for c in held.content["checks"] if c["answer"] == Answer.NO.label}
    failed = [_ground(c, no[c.id]) for c in _checks(source, IfNo.REJECT) if c.id in no]
    nothing = [Ground(s.label, s.clause) for s in held.standing.derivation if s.after_fen == 0][-1:]
    return tuple(failed or nothing or [Ground(f"审定结果为“{held.standing.outcome.label}”", source.measure.cite.label)])


# 现场核查


def visited(source: Source) -> list[Subject]:
    return [Subject(c) for c in source.cases if source.measure.amount.kind is not AmountKind.REFERRAL]


def site_visit(source: Source, subject: Subject, head: Head) -> SiteVisit:
    """The form to take along: what was filed, and the measure's own checks."""
    held = source.case(subject.case)
    shared = frozenset.intersection(
        *(
            frozenset(c.id for c in m.columns)
            for m in source.edition.measures
            if m.amount.kind is not AmountKind.REFERRAL
        )
    )
    own = [c for c in source.measure.columns if c.id not in shared and c.id != source.measure.title]
    facts = tuple((c.header, text) for c in own if (text := show_fact(source.measure, c.id, held.facts.get(c.id))))
    points = tuple(
        Point(c.id, c.ask, c.evidence)
        for c in source.measure.checks
        if not c.id.startswith("G") and c.reduce != "computed"
    )
    return SiteVisit(source.of_record(head), source.about(subject.case), facts, points)
