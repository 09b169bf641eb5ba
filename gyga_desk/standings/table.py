"""The whole table of one measure and year, and the figures it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from gyga_desk.model import Answer, CaseId, Reason, Standing, Table
from gyga_desk.policy import UNSET, Absent
from gyga_desk.standings.line import Lined
from gyga_desk.standings.sums import Sums, sums_of
from gyga_desk.store import codec


class Tabled(Lined):
    """What is sealed as sealed, the rest computed."""

    def standing_of(self, case: CaseId) -> Standing:
        """One case's line of the table in force, without the others'."""
        if case not in self._told:
            self._told[case] = self._live(case, self.allocation()[0], None)
        return self._told[case]

    @cached_property
    def _told(self) -> dict[CaseId, Standing]:
        """The lines told so far; of the sealed cases all."""
        return {s.case: s for s in self.sealed_standings}

    @cached_property
    def lines(self) -> tuple[Standing, ...]:
        """Every case's line of the table in force: the sealed ones, then the others by rank."""
        return (*self.sealed_standings, *sorted((self.standing_of(c) for c in self.reviewed), key=_place))

    def _live(self, case: CaseId, given: Mapping[CaseId, int | None], rule: str | None) -> Standing:
        return self._special(case) if case in self.specials else self._standing(case, given, rule)

    def table(self, rule: str | None = None) -> Table:
        """The whole standing: what is sealed as sealed, the rest computed."""
        if rule not in self._tables:
            self._tables[rule] = self._table(rule)
        return self._tables[rule]

    def sums(self, rule: str | None = None) -> Sums:
        """What that table comes to."""
        return sums_of(self.table(rule), self.sealed_cases)

    @cached_property
    def _tables(self) -> dict[str | None, Table]:
        return {}

    def _table(self, rule: str | None) -> Table:
        given, tied = self.allocation(rule)
        tried = () if rule is None else sorted((self._live(c, given, rule) for c in self.reviewed), key=_place)
        cases = self.lines if rule is None else (*self.sealed_standings, *tried)
        selection, guide = self.measure.selection, self.edition.guide
        crossing = (*(self.picked.tied if self.picked else ()), *tied, *self.waiting_for_order())
        table = Table(
            self.measure.number, self.year, self.edition.id, guide.title if guide else "", "",
            selection.places if not isinstance(selection.places, Absent) else None,
            selection.pool if not isinstance(selection.pool, Absent) else None,
            self.line(rule), self.taken.fen, cases, self._missing(), tuple(dict.fromkeys(crossing)),
            self.unset,
        )  # fmt: skip
        return replace(table, digest=codec.digest(codec.canonical(codec.write_table(table))))

    @property
    def unset(self) -> tuple[str, ...]:
        """As in `model.Table`."""
        held = self.measure.selection
        return tuple(
            name
            for name, value in (("places", held.places), ("pool", held.pool), ("rule", held.line))
            if value is UNSET
        )

    def _missing(self) -> tuple[Reason, ...]:
        """Figures that neither the policy nor the guide gives, and this measure cannot be sealed without."""
        sums = [*self.allocation()[0].values(), *(s.amount_fen for s in self.specials.values())]
        odd = isinstance(self.edition.process.odd_fen, Absent) and any((v or 0) % 2 for v in sums)
        cite = self.edition.process.cites["odd_fen"].label
        split = (Reason("", "1∶1 分担时余下 1 分的归属未定", cite),) if odd else ()
        return (*self._missing_of_ranked(), *split) if len(self.live) > len(self.specials) else split

    def _fails(self, figure: str, case: CaseId) -> bool:
        """Whether a case was answered “no” to a check that hangs on a figure."""
        said = self.reviewed[case].said
        return any(c.hangs_on == figure and said[c.id] is Answer.NO for c in self.measure.checks)

    def _missing_of_ranked(self) -> tuple[Reason, ...]:
        amount, selection, rubric = self.measure.amount, self.measure.selection, self.measure.rubric
        named = [("rate", amount.rate, "补助比例"), ("cap", amount.cap, "补助上限"), ("deduct", amount.deduct, "交易额扣减口径"),
                 ("tiers", amount.tiers, "各名次奖励标准"), ("parts", amount.parts, "综合评分口径")]  # fmt: skip
        found = [Reason("", f"{name}未定", amount.cites[key].label) for key, value, name in named if value is UNSET]
        if amount.merge_quality is UNSET and any(len(e.cases) > 1 for e in self.entrants.values()):
            sentence = "同一市场主体有多个数据集时质量得分的合并方式未定"
            found.append(Reason("", sentence, amount.cites["merge_quality"].label))
        if amount.related_parties is UNSET and any(self._fails("related_parties", c) for c in self._eligible):
            found.append(Reason("", "供需双方为关联方的是否支持未定", amount.cites["related_parties"].label))
        if selection.places is UNSET:
            found.append(Reason("", "入选名额未定", selection.cites["places"].label))
        if rubric is not None and selection.order == "score":
            figures = [
                ("quorum", rubric.quorum, "有效专家人数"),
                ("trim_from", rubric.trim_from, "去高去低规则"),
                ("floor", rubric.floor, "入选分数线"),
            ]
            found += [
                Reason("", f"{name}未定", rubric.cites[key].label) for key, value, name in figures if value is UNSET
            ]
        if any(v is None for v in self.allocation()[0].values()) and self.line() is None:
            found.append(Reason("", "超过年度资金时的分配规则未定", selection.cites["line"].label))
        return tuple(found)


def _place(standing: Standing) -> tuple[bool, int, CaseId]:
    return standing.rank is None, standing.rank or 0, standing.case
