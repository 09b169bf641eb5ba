"""What the papers of one measure and year are drawn from: the sealed decisions, checked, and the record as it stands."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from gyga_desk.errors import PaperError, Refused
from gyga_desk.formats.pdf.document import Head
from gyga_desk.formats.pdf.rows import About
from gyga_desk.model import Case, CaseId, Conflict, Decision, Mark, Opinion, Outcome, Paper, Standing, Table
from gyga_desk.policy import Edition, Measure
from gyga_desk.standings import Reckoning, measure_of
from gyga_desk.store import codec, exceptions, reads

UNIT = "贵阳市大数据发展管理局　贵安新区大数据和科技创新局"
CITY = "市级财政"
_NUMERALS = "〇一二三四五六七八九"
_SHOWN = len("sha256:") + 16
"""As much of a digest as a person types off a paper."""
SUPPORTED = (Outcome.SELECTED, Outcome.AWARDED)
OF_RECORD = "依据受理和审核记录打印，不是审定结果"


@dataclass(frozen=True)
class Subject:
    """Which paper of a kind is meant: about a case, about a person or an expert, about both, or about neither."""

    case: CaseId = ""
    who: str = ""


@dataclass(frozen=True)
class Sealed:
    """One case as its newest standing decision has it, checked against the digests it was sealed with."""

    decision: Decision
    standing: Standing
    content: dict[str, Any]

    def fact(self, header: str) -> str:
        """A fact as it was sealed; empty where there is none."""
        return next((str(value) for name, value in self.content["facts"] if name == header), "")


class Source:
    """One measure and year for its papers; reads the store once and holds what it read."""

    def __init__(
        self, db: sqlite3.Connection, edition: Edition, measure: int, year: int, work: Reckoning | None = None
    ) -> None:
        """`work` is the reckoning of that measure and year where somebody keeps it already."""
        self.db, self.edition, self.year = db, edition, year
        self.measure: Measure = measure_of(edition, measure)
        self._work = work

    @property
    def number(self) -> int:
        return self.measure.number

    # as sealed

    @cached_property
    def decisions(self) -> list[Decision]:
        """The decisions that stand, each compared with the text it was sealed as when it is first used."""
        return reads.standing_decisions(self.db, self.number, self.year)

    @cached_property
    def withdrawn(self) -> dict[CaseId, exceptions.Withdrawal]:
        return exceptions.withdrawals(self.db, self.number, self.year)

    @cached_property
    def _contents(self) -> dict[str, dict[CaseId, str]]:
        """By decision, the digest of each case's sealed content; only of decisions whose own text holds."""
        return {}

    def sealed_digests(self, decision: Decision) -> dict[CaseId, str]:
        """Refuses where a decision's stored columns or text are not what was sealed."""
        if decision.id not in self._contents:
            body = reads.decision_body(self.db, decision.id)
            held = json.loads(body)
            if codec.digest(body) != decision.digest or any(held.get(k) != v for k, v in _beside(decision).items()):
                raise PaperError(
                    "{decision} 的封存内容与封存时不一致，不能打印或签名；请立即核验数据文件。", decision=decision.id
                )
            self._contents[decision.id] = dict(held["contents"])
        return self._contents[decision.id]

    def sealed(self, case: CaseId) -> Sealed:
        """The case as it was sealed; raises where it is unsealed, withdrawn or changed."""
        if case not in self._found:
            self._found[case] = self._sealed(case)
        return self._found[case]

    @cached_property
    def _found(self) -> dict[CaseId, Sealed]:
        return {}

    def _sealed(self, case: CaseId) -> Sealed:
        gone = self.withdrawn.get(case)
        if gone is not None:
            raise PaperError(
                "{case} 已于 {day} 退出（{reason}），不再出具文书。", case=case, day=gone.at[:10], reason=gone.reason
            )
        for decision in reversed(self.decisions):
            standing = self._standings(decision).get(case)
            body = reads.sealed_content(self.db, decision.id, case) if standing else None
            if standing is not None and body is not None:
                if self.sealed_digests(decision).get(case) != codec.digest(body):
                    raise PaperError("{case} 的封存内容与封存时不一致，不能打印或签名；请立即核验数据文件。", case=case)
                return Sealed(decision, standing, json.loads(body))
        raise PaperError("{case} 的决定尚未封存，不能打印；请先由主任封存。", case=case)

    def _standings(self, decision: Decision) -> dict[CaseId, Standing]:
        if decision.id not in self._by_decision:
            self._by_decision[decision.id] = {s.case: s for s in decision.table.cases}
        return self._by_decision[decision.id]

    @cached_property
    def _by_decision(self) -> dict[str, dict[CaseId, Standing]]:
        return {}

    @cached_property
    def sealed_ids(self) -> list[CaseId]:
        """Every sealed case that has not withdrawn, once, in the order of the newest decision it stands in."""
        newest = {c: d.id for d in self.decisions for c in self._standings(d)}
        return [
            s.case
            for d in self.decisions
            for s in d.table.cases
            if newest[s.case] == d.id and s.case not in self.withdrawn
        ]

    def newest(self, case: CaseId) -> Standing:
        """A sealed case's standing, unchecked: for telling which cases a list is about."""
        return next(found for d in reversed(self.decisions) if (found := self._standings(d).get(case)))

    @cached_property
    def supported(self) -> list[CaseId]:
        """The cases that standing decisions support, in rank order."""
        return [c for c in self.sealed_ids if self.newest(c).outcome in SUPPORTED]

    # as it stands now

    @cached_property
    def work(self) -> Reckoning:
        return self._work or Reckoning(self.db, self.edition, self.measure, self.year)

    @cached_property
    def table(self) -> Table:
        return self.work.table()

    def case(self, case: CaseId) -> Case:
        """One case of this measure and year, read alone while nobody has asked for them all."""
        held = self.cases.get(case) if "cases" in self.__dict__ else self._alone(case)
        if held is None or (held.measure, held.year) != (self.number, self.year):
            raise PaperError(
                "{case} 不属于措施{measure} {year} 年；请核对项目编号。", case=case, measure=self.number, year=self.year
            )
        return held

    def _alone(self, case: CaseId) -> Case | None:
        try:
            return reads.case(self.db, case)
        except Refused:
            return None

    @cached_property
    def standings(self) -> dict[CaseId, Standing]:
        return {s.case: s for s in self.table.cases}

    @cached_property
    def cases(self) -> dict[CaseId, Case]:
        return {c.id: c for c in self.work.cases}

    @cached_property
    def conflicts(self) -> list[Conflict]:
        return reads.conflicts(self.db, measure=self.number, year=self.year)

    @cached_property
    def marks(self) -> list[Mark]:
        return reads.marks(self.db, self.number, self.year)

    @cached_property
    def opinions(self) -> list[Opinion]:
        return reads.opinions(self.db, self.number, self.year)

    def papers(self, kind: str) -> list[Paper]:
        return reads.papers(self.db, self.number, self.year, kind=kind)

    def standing(self, case: CaseId) -> Standing:
        """A case as it stands: sealed where it is sealed, else computed, for which the whole year is judged."""
        return self.work.standing_of(self.case(case).id)

    # what papers say of themselves and of a case

    @property
    def workdays(self) -> str:
        """What a paper with a term of working days says where nobody has entered the year's holidays; else nothing."""
        known = any(one.year == self.year for one in self.edition.calendar)
        return "" if known else f"{self.year}年放假调休安排未载入本程序，期限的起止日请按国务院办公厅公布的安排计算。"

    @property
    def measure_name(self) -> str:
        return f"措施{_NUMERALS[self.number]} {self.measure.name}"

    @cached_property
    def guide_title(self) -> str:
        return self.edition.guide.title if self.edition.guide else ""

    def about(self, case: CaseId) -> About:
        """What a paper says of the case it is about."""
        held = self.case(case)
        return About(
            held.id, held.applicant, held.credit_code, held.district, held.title, self.measure_name, self.measure.cite.label,
            self.edition.title, self.guide_title,
        )  # fmt: skip

    def of_decisions(self, head: Head, cases: Sequence[CaseId]) -> Head:
        """A head that names the sealed decisions these cases stand in."""
        known = {self.sealed(c).decision.id for c in cases}
        return self.of_these(head, [d for d in self.decisions if d.id in known])

    def of_these(self, head: Head, decisions: Sequence[Decision]) -> Head:
        """A head that names these decisions, each compared with the text it was sealed as."""
        for decision in decisions:
            self.sealed_digests(decision)
        named = "、".join(d.id for d in decisions)
        sample = self._banner() if any(d.guide_sample for d in decisions) else ""
        return replace(
            head, unit=UNIT, decision=decisions[-1].id, basis=f"依据已封存的决定 {named} 打印", sample=sample,
            anchor=anchor_at(self.db, decisions[-1].journal),
        )  # fmt: skip

    def of_record(self, head: Head, basis: str = OF_RECORD) -> Head:
        """A head of what may be printed before any decision and says nothing of its result."""
        return replace(head, unit=UNIT, basis=basis, sample=self._banner())

    def of_draft(self, head: Head) -> Head:
        """A head of what will be decided and has not been yet."""
        return replace(head, unit=UNIT, draft=True, basis="依据尚未封存的审核记录打印", sample=self._banner())

    def _banner(self) -> str:
        guide = self.edition.guide
        return guide.banner if guide and guide.sample else ""


def _beside(decision: Decision) -> dict[str, object]:
    """What the decision's columns say of what the sealed text says too."""
    meeting = decision.meeting
    return {
        "decision": decision.id, "meeting": [meeting.name, meeting.date, meeting.number], "by": decision.by, "second": decision.second,
        "at": decision.at, "journal": decision.journal, "titles": [decision.edition_title, decision.guide_title, decision.guide_sample],
    }  # fmt: skip


def anchor_at(db: sqlite3.Connection, digest: str) -> str:
    """`identity:steps:sha256:…` of the step with this digest, shortened as papers show it; empty where it is not known."""
    row = db.execute("SELECT id FROM op WHERE digest = ?", (digest,)).fetchone()
    return f"{reads.meta(db)['id']}:{row[0]}:{digest[:_SHOWN]}" if row else ""


def day(iso: str) -> str:
    """`2025-07-15` → `2025年7月15日`; empty for nothing."""
    if not iso:
        return ""
    found = date.fromisoformat(iso[:10])
    return f"{found.year}年{found.month}月{found.day}日"


def moment(iso: str) -> str:
    """`2025-07-15T14:03:22+08:00` → `2025年7月15日 14:03:22`."""
    at = datetime.fromisoformat(iso)
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M:%S}"
