"""The committee's acts: propose, seal with two people, reopen with two people and a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from gyga_desk.errors import NotPermitted, Refused
from gyga_desk.formats.seal import AccountKey
from gyga_desk.model import Answer, CaseId, Decision, Departure, Meeting, Outcome, Role, Standing, Table
from gyga_desk.operations import Done, Session, Work, check_role, checkpoints, front_of, operation
from gyga_desk.operations.backups import snapshot
from gyga_desk.operations.intake import show_fact
from gyga_desk.operations.second import check_second
from gyga_desk.operations.sweep import sweep
from gyga_desk.operations.vouchers import take_back
from gyga_desk.policy import Absent, Check, Edition, Measure
from gyga_desk.standings import Reckoning, Reviewed, measure_of
from gyga_desk.store import codec, journal, reads, vouchers, writes


@operation("拟定名单", Role.CHAIR, Role.CLERK, detail=lambda measure, year, *_, **__: f"措施{measure} {year}年")
def propose(
    work: Work,
    measure: int,
    year: int,
    selected: Sequence[CaseId] | None = None,
    departures: Sequence[Departure] = (),
    rule: str | None = None,
    order: Sequence[Sequence[CaseId]] = (),
) -> reads.Proposal:
    """What is to be sealed; without `selected`, those the ranking puts in. A choice against rank order needs its reason.

    `order` holds groups of equals in the order the chair gives them, each case with its reason among the departures.
    """
    held = measure_of(work.edition, measure)
    writes.drop(work.db, "proposal", measure=measure, year=year)
    departures = _placed(work, Reckoning(work.db, work.edition, held, year), departures, order)
    by_rank = Reckoning(work.db, work.edition, held, year, departures)
    if not by_rank.live:
        raise Refused("措施{measure} {year} 年没有可以拟定的项目。", measure=measure, year=year)
    if rule is not None and rule != by_rank.line():
        raise Refused("分配规则须按当年申报指南，不能在拟定时另选；可在“遴选”页试算比较。")
    chosen = _chosen(held, by_rank, selected, departures)
    row: dict[str, str | int | None] = {
        "measure": measure, "year": year, "person": work.person, "at": work.at, "digest": "", "selected": codec.canonical(chosen),
        "departures": codec.canonical(_write(departures)), "rule": by_rank.line() or "",
    }  # fmt: skip
    writes.add(work.db, "proposal", row)
    digest = Reckoning(work.db, work.edition, held, year).table().digest
    writes.put(work.db, "proposal", {**row, "digest": digest})
    return reads.Proposal(
        measure, year, work.at, work.person, digest, tuple(chosen), tuple(departures), by_rank.line() or ""
    )


def _placed(
    work: Work,
    by_rank: Reckoning,
    departures: Sequence[Departure],
    order: Sequence[Sequence[CaseId]],
) -> tuple[Departure, ...]:
    """The departures with the places that the order gives: whole groups of equals, by the chair, each case with its reason."""
    if not order:
        return tuple(departures)
    if work.session.person.role is not Role.CHAIR:
        raise NotPermitted("同分并列的先后须由主任排定；请由主任拟定名单。")
    reasons = {d.case: d.reason.strip() for d in departures}
    places: dict[CaseId, int] = {}
    for group in order:
        places |= _places(by_rank, list(dict.fromkeys(by_rank.lead(c) for c in group)))
    lacking = [c for c in places if not reasons.get(c)]
    if lacking:
        raise Refused("{cases} 排定先后须逐个写明理由。", cases="、".join(lacking))
    return tuple(replace(d, reason=d.reason.strip(), place=places.get(d.case)) for d in departures)


def _places(by_rank: Reckoning, group: list[CaseId]) -> dict[CaseId, int]:
    ranks = {r.case: r.rank for r in by_rank.ranked}
    first = ranks.get(group[0]) if group else None
    equals = [c for c, rank in ranks.items() if rank == first]
    if first is None or len(equals) < 2 or set(group) != set(equals):
        told = f"（同分的是 {'、'.join(equals)}）" if len(equals) > 1 else ""
        raise Refused(
            "{cases} 不是完整的一组同分并列{told}；请把同分的项目全部排出先后。",
            cases="、".join(group) or "（未填）",
            told=told,
        )
    return {case: first + at for at, case in enumerate(group)}


def _write(departures: Sequence[Departure]) -> list[list[str | int]]:
    return [[d.case, d.reason.strip()] if d.place is None else [d.case, d.reason, d.place] for d in departures]


def _chosen(
    measure: Measure, by_rank: Reckoning, selected: Sequence[CaseId] | None, departures: Sequence[Departure]
) -> list[CaseId]:
    picked = by_rank.picked
    waiting = by_rank.waiting_for_order()
    if waiting:
        raise Refused("{cases} 同分并列跨越名额或奖励档次，须由主任排定先后并写明理由。", cases="、".join(waiting))
    if selected is None:
        if picked and picked.tied:
            raise Refused(
                "{cases} 同分并列跨越名额，须由主任选定入选的项目并逐个写明理由。", cases="、".join(picked.tied)
            )
        return list(picked.selected) if picked else []
    places = measure.selection.places
    if isinstance(places, Absent):
        raise Refused("措施{measure}不按名额遴选，不能另选名单。", measure=measure.number)
    unknown = [c for c in selected if c not in by_rank.granted]
    if unknown:
        raise Refused("{cases} 不能入选：不在本措施本年度通过审核且金额已定的项目之中。", cases="、".join(unknown))
    left = places - by_rank.taken.places
    if len(set(selected)) > left:
        raise Refused(
            "选了 {chosen} 个，超过本年度名额：{clause}规定每年不超过 {places} 个，尚余 {left} 个。",
            chosen=len(set(selected)), clause=measure.selection.cites["places"].label, places=places, left=left,
        )  # fmt: skip
    _check_departures(by_rank, set(selected), {d.case: d.reason.strip() for d in departures}, left)
    return sorted(set(selected))


def _check_departures(by_rank: Reckoning, selected: set[CaseId], reasons: dict[CaseId, str], left: int) -> None:
    """Every case that the ranking would have placed otherwise needs its reason; ties at the line too."""
    lacking = sorted(c for c in _moved(by_rank, selected, left) if not reasons.get(c))
    if lacking:
        raise Refused("{cases} 与名次不一致，须逐个写明理由。", cases="、".join(lacking))


def _moved(by_rank: Reckoning, selected: set[CaseId], left: int) -> set[CaseId]:
    """The cases put in or left out against the ranking; leaving a place empty is a departure for whoever it was."""
    chosen = by_rank.by_ranking
    passed_over = set(chosen.tied) - selected if len(selected) < left else set()
    return (set(chosen.selected) ^ selected) | passed_over


def moved(session: Session, measure: int, year: int, selected: Sequence[CaseId] | None) -> list[CaseId]:
    """The cases that a choice would place otherwise than the ranking."""
    held = measure_of(session.edition, measure)
    by_rank = Reckoning(session.db, session.edition, held, year)
    places = held.selection.places
    if selected is None or isinstance(places, Absent):
        return []
    return sorted(_moved(by_rank, set(selected), max(0, places - by_rank.taken.places)))


@dataclass(frozen=True)
class Act:
    """What makes a decision of a standing: the meeting it was taken at, the second person, and what needed a reason."""

    meeting: Meeting
    second: str
    departures: tuple[Departure, ...] = ()
    late: str = ""
    key: AccountKey | None = None
    """The second person's own, to sign the checkpoint with."""


@dataclass(frozen=True)
class _Sealing:
    """A decision on its way into the record."""

    id: str
    number: int
    table: Table
    act: Act
    journal: str
    contents: dict[CaseId, str]
    late: dict[str, object]
    """Empty where the meeting was held while the policy was in force."""


@operation("封存决定", Role.CHAIR, seals=True, detail=lambda measure, year, *_: f"措施{measure} {year}年")
def _seal(work: Work, measure: int, year: int, act: Act) -> Decision:
    standing = Reckoning(work.db, work.edition, measure_of(work.edition, measure), year)
    proposal, whole = standing.proposal, standing.table()
    cases = tuple(s for s in whole.cases if s.case in standing.reviewed and s.outcome is not Outcome.SUPPLEMENT)
    sealed = record_decision(work, standing, cases, replace(act, departures=proposal.departures if proposal else ()))
    writes.drop(work.db, "proposal", measure=measure, year=year)
    sweep(work, measure, year)
    return sealed


def record_decision(work: Work, standing: Reckoning, cases: tuple[Standing, ...], act: Act) -> Decision:
    """Writes a decision about these cases of a standing: its body, what papers show, its places and its running total."""
    measure, year = standing.measure.number, standing.year
    number = len(reads.decisions(work.db, measure, year)) + 1
    sealing = _Sealing(
        f"{year}-M{measure}-D{number}", number, _sealed_table(standing.table(), cases), act, journal.head_before(work.db),
        {s.case: codec.canonical(content_of(standing, s)) for s in cases}, _late_content(work, standing, cases, act),
    )  # fmt: skip
    writes.add(work.db, "decision", _decision_row(work, sealing))
    if act.key is not None:
        checkpoints.add(work, act.second, act.key)
    rows = ((sealing.id, case, body) for case, body in sealing.contents.items())
    writes.add_many(work.db, "sealed_content", ("decision", "case_id", "body"), rows)
    _take_places(work, standing, sealing.id, cases)
    return reads.known_decision(work.db, sealing.id)


def _late_content(work: Work, standing: Reckoning, cases: Sequence[Standing], act: Act) -> dict[str, object]:
    """Why a decision comes after the policy's last day, and which of its cases came in after it too."""
    if not act.late:
        return {}
    until = work.edition.until.isoformat()
    after = [s.case for s in cases if reads.received_on(work.db, standing.reviewed[s.case].case.batch) > until]
    return {"late": {"reason": act.late, "until": until, "received_after": after}}


@front_of(_seal)
def seal(
    session: Session,
    measure: int,
    year: int,
    meeting: Meeting,
    second: str,
    second_password: str,
    late: str = "",
) -> Done[Decision]:
    """Seals the proposal with the chair and a second person; raises `Refused` with the first blocker.

    `late` says why, where the meeting was held after the policy's last day.
    """
    check_role(session, _seal.title, _seal.roles)
    held = measure_of(session.edition, measure)
    check_meeting(meeting)
    check_late(session.edition, meeting, late)
    check_second(session, second, second_password)
    found = Reckoning(session.db, session.edition, held, year).blockers()
    if found:
        first = f"{found[0].case} {found[0].sentence}".strip()
        raise Refused(
            "措施{measure} {year} 年还不能封存，有 {n} 项未了结：{first}全部见“遴选定案”页或命令 gate。",
            measure=measure,
            year=year,
            n=len(found),
            first=first,
        )
    snapshot(session, "封存前")
    key = checkpoints.second_key(session.db, second, second_password)
    return _seal(session, measure, year, Act(meeting, second, late=late.strip(), key=key))


def _sealed_table(table: Table, cases: tuple[Standing, ...]) -> Table:
    """The table with the cases this decision is about, and the digest over just that."""
    held = replace(table, cases=cases, digest="")
    return replace(held, digest=codec.digest(codec.canonical(codec.write_table(held))))


def _decision_row(work: Work, sealing: _Sealing) -> dict[str, str | int | None]:
    edition, guide, table, act = work.edition, work.edition.guide, sealing.table, sealing.act
    meeting = act.meeting
    body = codec.canonical({
        "decision": sealing.id, "table": codec.write_table(table), "departures": _write(act.departures),
        "meeting": [meeting.name, meeting.date, meeting.number], "by": work.person, "second": act.second, "at": work.at,
        "edition": edition.digest, "guide": edition.guide_digest, "journal": sealing.journal,
        "titles": [edition.title, guide.title if guide else "", bool(guide and guide.sample)],
        "contents": {case: codec.digest(text) for case, text in sealing.contents.items()}, **sealing.late,
    })  # fmt: skip
    return {
        "id": sealing.id, "measure": table.measure, "year": table.year, "number": sealing.number, "meeting": meeting.name,
        "held_on": meeting.date, "minutes": meeting.number, "person": work.person, "second": act.second, "at": work.at,
        "edition": edition.digest, "guide": edition.guide_digest, "edition_title": edition.title,
        "guide_title": guide.title if guide else "", "guide_sample": int(bool(guide and guide.sample)),
        "journal": sealing.journal, "body": body, "digest": codec.digest(body),
    }  # fmt: skip


def content_of(standing: Reckoning, case: Standing) -> dict[str, object]:
    """What a paper shows of a case beyond its standing: its facts and its checklist, as they are at the seal."""
    reviewed, measure = standing.reviewed[case.case], standing.measure
    held = reviewed.case
    facts = [[c.header, show_fact(measure, c.id, held.facts.get(c.id))] for c in measure.columns]
    facts += [[f.header, f.raw] for k, f in held.facts.items() if k.startswith("x:")]
    checks = [_check_content(reviewed, check) for check in measure.checks]
    settled = [[f.header, f.raw, f.settled] for f in held.facts.values() if f.settled]
    return {
        **({"settled": settled} if settled else {}),
        "facts": facts,
        "checks": checks,
        "district": held.district,
        "source": [held.file, held.sheet, held.row, held.batch],
        "digest": held.digest,
    }


def _check_content(reviewed: Reviewed, check: Check) -> dict[str, str]:
    answers = [a for a in reviewed.answers if a.check == check.id]
    people = [a.person for a in answers] or [c.person for c in reviewed.conflicts if check.auto == "declared"]
    said = reviewed.said[check.id]
    return {
        "id": check.id, "ask": check.ask, "answer": said.label if said else Answer.PENDING.label, "clause": check.cite.label,
        "person": "、".join(people), "note": ";".join(a.note for a in answers if a.note),
        "finding": ";".join(f.sentence for f in reviewed.findings if f.check == check.id),
    }  # fmt: skip


def _take_places(work: Work, standing: Reckoning, decision: str, cases: Sequence[Standing]) -> None:
    """The slots and the running total, which the database itself keeps within their limits."""
    measure, year = standing.measure.number, standing.year
    used = set(reads.used_slots(work.db, measure, year))
    free = (n for n in range(1, 10_000) if n not in used)
    last, total = reads.sealed_so_far(work.db, measure, year)
    for number, case in enumerate(cases, last + 1):
        if case.outcome is Outcome.SELECTED:
            writes.add(
                work.db,
                "slot",
                {"measure": measure, "year": year, "number": next(free), "case_id": case.case, "decision": decision},
            )
        amount = case.amount_fen or 0
        total += amount
        pool = standing.measure.selection.pool
        writes.add(work.db, "sealed_case", {
            "case_id": case.case, "decision": decision, "measure": measure, "year": year, "number": number,
            "outcome": case.outcome.value, "amount_fen": amount, "total_fen": total, "pool_fen": None if isinstance(pool, Absent) else pool,
            "back_fen": vouchers.given_back(work.db, measure, year),  # a case sealed again may bring its returned voucher
        })  # fmt: skip


@operation("重新开启决定", Role.CHAIR, seals=True, detail=lambda decision, *_: str(decision))
def _reopen(work: Work, decision: str, reason: str, second: str, key: AccountKey | None) -> Decision:
    take_back(work, decision)
    if key is not None:
        checkpoints.add(work, second, key)
    writes.add(
        work.db,
        "reopening",
        {"decision": decision, "person": work.person, "second": second, "reason": reason, "at": work.at},
    )
    writes.drop(work.db, "slot", decision=decision)
    writes.drop(work.db, "sealed_case", decision=decision)
    work.db.execute(
        "UPDATE paper SET state = 'void', reason = ? WHERE decision = ? AND state <> 'void'",
        (f"决定已重新开启：{reason}", decision),
    )
    held = reads.known_decision(work.db, decision)
    sweep(work, held.measure, held.year)
    return held


@front_of(_reopen)
def reopen(session: Session, measure: int, year: int, reason: str, second: str, second_password: str) -> Done[Decision]:
    """Takes the newest standing decision back, with a reason and a second person; its papers become void."""
    check_role(session, _reopen.title, _reopen.roles)
    check_second(session, second, second_password)
    if not reason.strip():
        raise Refused("重新开启须写明理由；请补充后再提交。")
    found = reads.current_decision(session.db, measure, year)
    if found is None:
        raise Refused("措施{measure} {year} 年没有已封存的决定。", measure=measure, year=year)
    snapshot(session, "重新开启前")
    key = checkpoints.second_key(session.db, second, second_password)
    return _reopen(session, found.id, reason.strip(), second, key)


def check_late(edition: Edition, meeting: Meeting, late: str) -> None:
    """A decision after the policy's last day is for cases filed in time, and says why (附则 “有效期三年”)."""
    is_late = meeting.date > edition.until.isoformat()
    if is_late and not late.strip():
        raise Refused(
            "会议日期 {day} 在政策有效期（至 {until}）之后；期内申报的项目逾期兑现，须写明理由。",
            day=meeting.date,
            until=edition.until,
        )
    if late.strip() and not is_late:
        raise Refused(
            "会议日期 {day} 在政策有效期（至 {until}）之内，不需要逾期理由；请去掉。",
            day=meeting.date,
            until=edition.until,
        )


def check_meeting(meeting: Meeting) -> None:
    """Refuses a meeting that is not wholly named."""
    for name, value in (("会议名称", meeting.name), ("会议日期", meeting.date), ("纪要文号", meeting.number)):
        if not value.strip():
            raise Refused("{what}未填；封存须写明会议名称、日期和纪要文号。", what=name)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", meeting.date) or not _is_day(meeting.date):
        raise Refused("会议日期“{day}”不是日期；请按 2025-07-15 的样子填写。", day=meeting.date)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
