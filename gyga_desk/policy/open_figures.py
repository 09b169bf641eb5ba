"""What an edition with its guide still leaves open, each figure with the clause that does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gyga_desk.policy import UNSET, Amount, Cite, Edition, Measure, Process, Rubric, Selection

_NAMES = {
    "odd_fen": "1∶1 分担余下 1 分的归属", "filing_from": "申报开始日期", "filing_until": "申报截止日期", "supplement_days": "补正工作日数",
    "notice_days": "公示工作日数", "two_keys": "是否两人封存", "rate": "补助比例", "cap": "补助上限", "threshold": "起补门槛", "deduct": "交易额扣减口径",
    "tiers": "各名次奖励标准", "parts": "综合评分口径", "valid_months": "券的有效月数", "merge_quality": "数据质量得分的合并办法",
    "places": "入选名额", "pool": "年度资金总额", "line": "超过年度资金时的分配规则", "items": "评分细目", "step": "评分最小单位", "quorum": "有效评分份数",
    "trim_from": "去高去低的起算份数", "floor": "入选分数线", "spread": "分差提示线",
}  # fmt: skip


@dataclass(frozen=True)
class OpenFigure:
    """One figure that neither text gives."""

    measure: int | None
    """None for what holds for all measures."""
    figure: str
    name: str
    clause: str
    text: str

    @property
    def where(self) -> str:
        return "" if self.measure is None else f"措施{self.measure} "


def open_figures(edition: Edition, measure: Measure | None = None) -> tuple[OpenFigure, ...]:
    """All of them, what holds for every measure first; with `measure`, that one's alone."""
    if measure is not None:
        return tuple(_of_measure(measure))
    shared = _unset(None, edition.process, edition.process.cites)
    return (*shared, *(f for m in edition.measures for f in _of_measure(m)))


def _of_measure(measure: Measure) -> Iterator[OpenFigure]:
    yield from _unset(measure.number, measure.amount, measure.amount.cites)
    yield from _unset(measure.number, measure.selection, measure.selection.cites)
    if measure.rubric is not None:
        yield from _unset(measure.number, measure.rubric, measure.rubric.cites)


def _unset(number: int | None, part: Amount | Selection | Rubric | Process, cites: Mapping[str, Cite]) -> Iterator[OpenFigure]:
    for figure, name in _NAMES.items():
        if getattr(part, figure, None) is UNSET:
            yield OpenFigure(number, figure, name, cites[figure].label, cites[figure].text)
