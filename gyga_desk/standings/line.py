"""One case’s line of the table: outcome, score, rank, amount and every step to it."""

from __future__ import annotations

from collections.abc import Mapping

from gyga_desk.model import (
    CaseId,
    Outcome,
    Reason,
    Standing,
    Step,
)
from gyga_desk.money import write_yuan
from gyga_desk.policy import Absent, AmountKind
from gyga_desk.rules import (
    amounts,
    special,
)
from gyga_desk.standings.pool import RULES, Shared


class Lined(Shared):
    """Each live case’s standing among all the others."""

    def _standing(self, case: CaseId, given: Mapping[CaseId, int | None], rule: str | None) -> Standing:
        reviewed, derived = self.reviewed[case], self.derived[case]
        place = self._ranks.get(self.lead(case))
        provisional = self._provisional(case, given)
        judged = reviewed.judgement
        outcome = judged.outcome if judged.outcome is not Outcome.ELIGIBLE else provisional
        amount = self._amount(case, provisional, given)
        payer = reviewed.case.district if reviewed.case.district in self.edition.payers else ""
        city, district = amounts.halves(self.edition.process, amount) if payer else (None, None)
        steps = self._steps(case, amount, city, payer, rule)
        score = reviewed.score
        return Standing(
            case, self.measure.number, reviewed.case.applicant, reviewed.case.credit_code, reviewed.case.title, outcome,
            provisional, (*self._why_composite(case), *judged.why, *self._left_before(case), *derived.missing, *((*score.why, *score.wide) if score else ())), self.scores.get(case),
            score.totals if score else (), score.spread if score else None, place.rank if place else None,
            place.tied if place else False, derived.entitled_fen, amount, city, district, payer, steps,
        )  # fmt: skip

    def _why_composite(self, case: CaseId) -> list[Reason]:
        """Where a participant's other case carries the award, and what a composite lacks."""
        held, lead = self._composite(case), self.lead(case)
        if held is None or case not in self.entrants:
            return []
        joined = [Reason(self._merging.id, f"合并计入 {lead}", self._merging.cite.label)] if lead != case else []
        return [*joined, *(Reason("", sentence, self.measure.amount.cites["parts"].label) for sentence in held.lacking)]

    def _left_before(self, case: CaseId) -> tuple[Reason, ...]:
        """That a case withdrew from a decision which has been reopened since: not forbidden, and not to be overlooked."""
        left = self._lapsed.get(case)
        return (
            (Reason("", f"曾于 {left.at[:10]} 退出（{left.decision}，已重新开启）：{left.reason}", ""),) if left else ()
        )

    def _special(self, case: CaseId) -> Standing:
        """A case decided apart: the meeting's sum once its checks are answered, and no rank."""
        reviewed, held = self.reviewed[case], self.specials[case]
        judged, applicant = reviewed.judgement, reviewed.case
        eligible = judged.provisional is Outcome.ELIGIBLE
        provisional = Outcome.AWARDED if eligible else judged.provisional
        amount = held.amount_fen if eligible else 0 if judged.provisional is Outcome.REJECTED else None
        payer = applicant.district if applicant.district in self.edition.payers else ""
        city, district = amounts.halves(self.edition.process, amount) if payer else (None, None)
        steps: tuple[Step, ...] = (special.step(held.meeting, held.minutes, held.amount_fen),) if eligible else ()
        if amount and city is not None:
            steps += amounts.split_step(self.edition.process, amount, city, payer)
        return Standing(
            case, self.measure.number, applicant.applicant, applicant.credit_code, applicant.title,
            provisional if judged.outcome is Outcome.ELIGIBLE else judged.outcome, provisional,
            (special.reason(held.minutes, held.held_on, held.reason), *judged.why), None, (), None, None, False,
            self.derived[case].entitled_fen, amount, city, district, payer, steps,
        )  # fmt: skip

    def _provisional(self, case: CaseId, given: Mapping[CaseId, int | None]) -> Outcome:
        judged = self.reviewed[case].judgement.provisional
        if judged is not Outcome.ELIGIBLE:
            return judged
        if self.measure.amount.kind is AmountKind.REFERRAL:
            return Outcome.REFERRED
        limited = isinstance(self.measure.selection.places, int)
        if self.picked is None or case not in self.granted or case in self.picked.tied:
            return Outcome.ELIGIBLE
        if case not in self._in:
            return Outcome.RESERVE if self.above_floor(case) else Outcome.NOT_SELECTED
        if given.get(case) is None:
            return Outcome.ELIGIBLE
        if limited:
            return Outcome.SELECTED
        if given[case]:
            return Outcome.AWARDED
        return Outcome.OUT_OF_POOL if self.granted[case][0] else Outcome.NOT_SELECTED

    def _amount(self, case: CaseId, provisional: Outcome, given: Mapping[CaseId, int | None]) -> int | None:
        if self.measure.amount.kind is AmountKind.BY_RANK and self.lead(case) != case:
            return 0
        if provisional in (Outcome.REJECTED, Outcome.RESERVE, Outcome.NOT_SELECTED):
            return None if self.measure.amount.kind is AmountKind.REFERRAL else 0
        return given.get(case)

    def _steps(
        self, case: CaseId, amount: int | None, city: int | None, payer: str, rule: str | None
    ) -> tuple[Step, ...]:
        told = (
            held.steps if case in self.entrants and self.lead(case) == case and (held := self._composite(case)) else ()
        )
        steps = [Step(words, self.measure.amount.cites["parts"].label, None, None) for words in told]
        steps += self.derived[case].steps
        granted, capped = self.granted.get(case, (None, None))
        steps += [capped] if capped else []
        pool, line = self.measure.selection.pool, self.line(rule)
        if amount is not None and granted is not None and amount != granted:
            steps.append(self._limit_step(case, granted, amount, pool, line))
        if amount and city is not None:
            steps += amounts.split_step(self.edition.process, amount, city, payer)
        return tuple(steps)

    def _limit_step(self, case: CaseId, granted: int, amount: int, pool: int | Absent, line: str | None) -> Step:
        cites = self.measure.selection.cites
        if self.picked is not None and case not in self._in:
            if not self.above_floor(case):
                rubric = self.measure.rubric
                return Step(
                    "未达到入选分数线",
                    rubric.cites["floor"].label if rubric else cites["places"].label,
                    granted,
                    amount,
                )
            return Step("名次在名额之外", cites["places"].label, granted, amount)
        money = write_yuan(pool) if isinstance(pool, int) else ""
        return Step(f"年度资金 {money} 元，{RULES.get(line or '', '')}", cites["line"].label, granted, amount)
