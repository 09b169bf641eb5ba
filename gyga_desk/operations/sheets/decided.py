"""What a sealed decision becomes on paper: minutes, the public list and what came of it, the referral, the case apart."""

from __future__ import annotations

from gyga_desk.errors import PaperError
from gyga_desk.formats.pdf.document import Head
from gyga_desk.formats.pdf.fund_list import FundLine, FundList
from gyga_desk.formats.pdf.minutes import Decided, Minutes
from gyga_desk.formats.pdf.notice_report import NoticeReport
from gyga_desk.formats.pdf.public_list import PublicLine, PublicList
from gyga_desk.formats.pdf.special_request import SpecialRequest
from gyga_desk.model import CaseId, Declared, MarkUse, Outcome, PaperState, Standing
from gyga_desk.operations.sheets.notices import meeting
from gyga_desk.operations.sheets.source import SUPPORTED, Source, Subject, day
from gyga_desk.policy import Absent
from gyga_desk.rules.scoring import published
from gyga_desk.rules.special import CLAUSE
from gyga_desk.store import exceptions

_CHOSEN = (*SUPPORTED, Outcome.REFERRED)


# 评审会议纪要


def decided(source: Source) -> list[Subject]:
    return [Subject(who=d.id) for d in source.decisions]


def minutes(source: Source, subject: Subject, head: Head) -> Minutes:
    """What one meeting decided, as it was sealed; what happened since is in the papers of later meetings."""
    decision = next((d for d in source.decisions if d.id == subject.who), None)
    if decision is None:
        raise PaperError(
            "没有已封存的决定 {decision}，不能出具会议纪要；请先由主任封存。", decision=subject.who or "（未指定）"
        )
    cases = sorted(decision.table.cases, key=lambda s: s.outcome not in _CHOSEN)
    amounts = [(s.amount_fen or 0, s.city_fen or 0, s.district_fen or 0) for s in cases]
    amount, city, district = (sum(column) for column in zip(*amounts, strict=True)) if amounts else (0, 0, 0)
    return Minutes(
        source.of_these(head, [decision]), decision.meeting.name, day(decision.meeting.date), decision.meeting.number, source.measure_name,
        source.measure.cite.label, source.edition.title, decision.guide_title, decision.by, decision.second,
        tuple(_decided(s) for s in cases), sum(s.outcome in _CHOSEN for s in cases), amount, city, district, _recusals(source, cases),
        tuple((d.case, d.reason) for d in decision.departures), decision.late, decision.digest,
    )  # fmt: skip


def _decided(s: Standing) -> Decided:
    score = "" if s.score is None else f"{published(s.score)}"
    rank = "" if s.rank is None else f"{s.rank}{'（并列）' if s.tied else ''}"
    return Decided(s.case, s.title, s.applicant, score, rank, s.outcome.label, s.amount_fen)


def _recusals(source: Source, cases: list[Standing]) -> tuple[str, ...]:
    """Who stepped aside: those who review by their declarations, experts by their marks."""
    known = {s.case for s in cases}
    said = [c for c in source.conflicts if c.declared is Declared.DECLARED and c.case in known]
    aside: dict[str, list[CaseId]] = {}
    for s in cases:
        for total in s.scores:
            if total.use is MarkUse.RECUSED:
                aside.setdefault(total.expert, []).append(s.case)
    reviewers = [f"{c.person}对{c.case}声明回避，理由：{c.reason.rstrip('。') or '未写明'}。" for c in said]
    return (*reviewers, *(f"{expert}对{'、'.join(sorted(found))}回避，不计其评分。" for expert, found in aside.items()))


# 公示


def published_list(source: Source) -> list[Subject]:
    return [Subject()] if source.supported else []


def _supported(source: Source) -> list[CaseId]:
    if not source.supported:
        raise PaperError(
            "措施{measure} {year} 年没有已封存的拟支持项目；请先由主任封存。", measure=source.number, year=source.year
        )
    return source.supported


def public_list(source: Source, subject: Subject, head: Head) -> PublicList:
    """Everybody who is supported, and nothing that is a person's own."""
    cases = _supported(source)
    held = [source.sealed(c) for c in cases]
    lines = tuple(
        PublicLine(s.standing.title, s.standing.applicant, str(s.content["district"]), s.standing.amount_fen or 0)
        for s in held
    )
    return PublicList(
        source.of_decisions(head, cases),
        source.measure_name,
        source.year,
        source.edition.title,
        source.measure.cite.label,
        lines,
        _days(source),
        source.workdays,
    )


def _days(source: Source) -> int | None:
    days = source.edition.process.notice_days
    return None if isinstance(days, Absent) else days


def notice_report(source: Source, subject: Subject, head: Head) -> NoticeReport:
    """The report to be filled in after the notice; it names the list that was made public."""
    cases = _supported(source)
    listed = next((p for p in reversed(source.papers("public-list")) if p.state is not PaperState.VOID), None)
    gone = tuple(f"{w.case}于{day(w.at)}退出，理由：{w.reason.rstrip('。')}。" for w in source.withdrawn.values())
    held = [source.sealed(c) for c in cases]
    meetings = "、".join(dict.fromkeys(meeting(s.decision) for s in held))
    return NoticeReport(
        source.of_decisions(head, cases), source.measure_name, source.year, source.edition.title, source.measure.cite.label, len(cases),
        sum(s.standing.amount_fen or 0 for s in held), listed.number if listed else "", listed.code if listed else "", _days(source),
        meetings, gone,
    )  # fmt: skip


# 基金推荐

_FUND = ("direction", "phase", "needed", "referrer")


def referred(source: Source) -> list[Subject]:
    return [Subject()] if _referred(source) else []


def _referred(source: Source) -> list[CaseId]:
    return [c for c in source.sealed_ids if source.newest(c).outcome is Outcome.REFERRED]


def fund_list(source: Source, subject: Subject, head: Head) -> FundList:
    cases = _referred(source)
    if not cases:
        raise PaperError(
            "措施{measure} {year} 年没有已封存的拟推荐项目；请先由主任封存。", measure=source.number, year=source.year
        )
    lines, meetings = [], []
    for held in (source.sealed(c) for c in cases):
        s = held.standing
        found = (held.fact(column.header) if (column := source.measure.column(c)) else "" for c in _FUND)
        lines.append(FundLine(s.case, s.title, s.applicant, s.credit_code, *found))
        meetings.append(meeting(held.decision))
    return FundList(
        source.of_decisions(head, cases),
        source.year,
        source.measure_name,
        "、".join(dict.fromkeys(meetings)),
        tuple(lines),
    )


# 一事一议


def apart(source: Source) -> list[Subject]:
    return [Subject(c) for c in exceptions.specials(source.db, source.number, source.year)]


def special_request(source: Source, subject: Subject, head: Head) -> SpecialRequest:
    """The case as a meeting decided it apart, to be submitted for approval."""
    held = exceptions.special(source.db, subject.case)
    if held is None:
        raise PaperError("{case} 没有登记一事一议；请先由主任登记会议纪要。", case=subject.case)
    text = next((c.text.strip() for c in source.edition.clauses if c.at == CLAUSE), "")
    return SpecialRequest(
        source.of_record(head, "依据一事一议登记打印"), source.about(subject.case), held.meeting, day(held.held_on), held.minutes, held.reason,
        held.amount_fen, source.standing(subject.case).entitled_fen, held.by, held.second, CLAUSE, text,
    )  # fmt: skip
