"""What still stands in the way of sealing one measure and year, and whose move it is."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from gyga_desk.model import (
    Answer,
    Answered,
    Blocker,
    CaseId,
)
from gyga_desk.policy import Absent, AmountKind
from gyga_desk.rules import (
    credit,
    special,
)
from gyga_desk.rules import gate as gate_rules
from gyga_desk.rules.facts import yes_of
from gyga_desk.standings.table import Tabled
from gyga_desk.store import since


class Gated(Tabled):
    """The table with its gate."""

    def blockers(self) -> tuple[Blocker, ...]:
        """The gate, from everything above."""
        return self._blocked

    @cached_property
    def _blocked(self) -> tuple[Blocker, ...]:
        table = self.table()
        live = [s for s in table.cases if s.case in self.reviewed]
        facts = [
            gate_rules.Waiting(
                s,
                self.reviewed[s.case].judgement.unanswered,
                self.reviewed[s.case].judgement.contradicted,
                special=s.case in self.specials,
                unrecorded=self._unrecorded(s.case),
                credit=self._bad_credit(s.case),
                differences=self.differences[s.case],
            )
            for s in live
        ]
        stale = self.proposal is not None and self.proposal.digest != table.digest
        return gate_rules.blockers(
            facts, table, scored=self.measure.selection.order == "score", proposed=self.proposal is not None, stale=stale,
            sealed=bool(self.decisions), over_pool=self._over_pool(), again=self._ranked_again(),
        )  # fmt: skip

    def _ranked_again(self) -> str:
        """Ranks that pay are given once a year: who comes after a sealed ranking is ranked together with it, or not at all."""
        if self.measure.amount.kind is not AmountKind.BY_RANK or not self.decisions or not self._eligible:
            return ""
        return f"{self.measure.article}按年度综合排名奖励，本年度名次已由 {self.decisions[-1].id} 封存；须先重新开启，再与新的项目一并排名。"

    def _unrecorded(self, case: CaseId) -> bool:
        """Whether a case says of itself that it is decided apart, and no minutes are on record."""
        return yes_of(self.reviewed[case].case, "special") is True and case not in self.specials

    def _over_pool(self) -> str:
        pool = self.measure.selection.pool
        return "" if isinstance(pool, Absent) else special.over_pool(self.special_fen, pool - self.taken.fen)

    def _bad_credit(self, case: CaseId) -> str:
        """A bad record that no answer has taken into account yet: a “no” has, and so has what was noted after it."""
        bad = credit.telling(self.credit_checks.get(case, []))
        if bad is None or bad.clean:
            return ""
        reviewed = self.reviewed[case]
        for check in (c for c in self.measure.checks if c.auto == credit.LOOK):
            answers = [a for a in reviewed.answers if a.check == check.id]
            heard = any(a.note and self._later(a, bad) for a in answers)
            if reviewed.said[check.id] is not Answer.NO and not heard:
                return f"{bad.platform} {bad.on} 信用查询结果为“{bad.result}”，须据此重新答复 {check.id} 并写明说明。"
        return ""

    def _later(self, given: Answered, bad: credit.Checked) -> bool:
        """Whether an answer was given after a check was recorded; within one second, whether the journal has it later."""
        answered, recorded = datetime.fromisoformat(given.at), datetime.fromisoformat(bad.at)
        if answered != recorded:
            return answered > recorded
        answer = since.step_of(self.db, "answer", given.case, given.check, given.person)
        return answer > since.step_of(self.db, "credit_check", given.case, bad.stage.value, bad.platform)
