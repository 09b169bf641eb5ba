"""Every figure of an edition with its guide, in words and with its clause; what neither gives is said to be open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gyga_desk.model import Role
from gyga_desk.money import write_yuan
from gyga_desk.policy import NONE, UNSET, Amount, Cite, Edition, Item, Measure, Part, Process, Rubric, Selection, Tier
from gyga_desk.policy.kinds import SIGNED_PAPERS

_NAMES = {
    "odd_fen": "1∶1 分担余下 1 分的归属", "filing_from": "申报开始日期", "filing_until": "申报截止日期", "supplement_days": "补正工作日数",
    "notice_days": "公示工作日数", "two_keys": "两人封存", "rate": "补助比例", "cap": "补助上限", "threshold": "起补门槛", "deduct": "交易额扣减口径",
    "tiers": "各名次奖励标准", "parts": "综合评分口径", "valid_months": "券的有效月数", "merge_quality": "数据质量得分的合并办法",
    "related_parties": "供需双方为关联方的处理",
    "places": "入选名额", "pool": "年度资金总额", "line": "超过年度资金时的分配规则", "items": "评分细目", "step": "评分最小单位", "quorum": "有效评分份数",
    "trim_from": "去高去低的起算份数", "floor": "入选分数线", "spread": "分差提示线",
}  # fmt: skip
_MONEY = frozenset({"cap", "threshold", "pool"})
_WORDS = {
    "city": "市级财政", "district": "属地财政", "skip": "逐项跳过", "stop": "到线截止", "partial": "末位补足", "prorate": "同比例压减", "mean": "取平均",
    "weighted_by_use": "按使用量加权", "best": "取最高", "barred": "不予支持", "allowed": "可以支持",
}  # fmt: skip
_NOT_THERE = object()


@dataclass(frozen=True)
class Figure:
    """One figure; `value` is None where neither text gives it, and then `clause` is the one that leaves it open."""

    measure: int | None
    """None for what holds for all measures."""
    figure: str
    name: str
    value: str | None
    clause: str
    title: str
    """The text that the clause stands in."""
    text: str

    @property
    def where(self) -> str:
        return "" if self.measure is None else f"措施{self.measure} "


def figures(edition: Edition, measure: Measure | None = None) -> tuple[Figure, ...]:
    """All of them, what holds for every measure first; with `measure`, that one's alone."""
    if measure is not None:
        return tuple(_of_measure(measure))
    shared = _of(None, None, edition.process, edition.process.cites)
    return (*shared, *_of_signing(edition), *(f for m in edition.measures for f in _of_measure(m)))


def open_figures(edition: Edition, measure: Measure | None = None) -> tuple[Figure, ...]:
    """Those that neither the policy nor the guide gives."""
    return tuple(f for f in figures(edition, measure) if f.value is None)


def _of_signing(edition: Edition) -> Iterator[Figure]:
    """Who signs each paper with a key; always known, since the edition says what is usual."""
    for kind, held in edition.signing.items():
        who = "、".join("本人" if s == "self" else Role(s).label for s in held.signers) or "不用密钥签名"
        order = "，按此先后" if held.in_order else ""
        name = f"{SIGNED_PAPERS[kind]}由谁签名"
        yield Figure(None, f"signing-{kind}", name, who + order, held.cite.label, held.cite.title, held.cite.text)


def _of_measure(measure: Measure) -> Iterator[Figure]:
    yield from _of(measure.number, measure, measure.amount, measure.amount.cites)
    yield from _of(measure.number, measure, measure.selection, measure.selection.cites)
    if measure.rubric is not None:
        yield from _of(measure.number, measure, measure.rubric, measure.rubric.cites)


def _of(
    number: int | None, measure: Measure | None, part: Amount | Selection | Rubric | Process, cites: Mapping[str, Cite]
) -> Iterator[Figure]:
    """The figures that a part has; one that its kind of amount knows nothing of has no citation."""
    for figure, name in _NAMES.items():
        value = getattr(part, figure, _NOT_THERE)
        if value is not _NOT_THERE and figure in cites:
            cite = cites[figure]
            yield Figure(
                number,
                figure,
                name,
                None if value is UNSET else _words(figure, value, measure),
                cite.label,
                cite.title,
                cite.text,
            )


def _words(figure: str, value: object, measure: Measure | None) -> str:
    """A figure as an official writes it."""
    if value is NONE:
        return "不设"
    if isinstance(value, bool):
        return "是" if value else "否"
    if figure in _MONEY and isinstance(value, int):
        return f"{write_yuan(value)} 元"
    if figure == "rate" and isinstance(value, Decimal):
        return f"{(value * 100).normalize():f}%"
    if isinstance(value, tuple):
        return "；".join(_one(v, measure) for v in value) or "无"
    if isinstance(value, date):
        return value.isoformat()
    return _WORDS.get(str(value), f"{value}")


def _one(value: Tier | Part | Item | str, measure: Measure | None) -> str:
    if isinstance(value, Tier):
        return f"第 {value.first} 至 {value.last} 名各 {write_yuan(value.fen)} 元"
    if isinstance(value, Part):
        full = "按最大者折算" if value.full is None else f"满分 {value.full}"
        return f"{_header(value.column, measure)}占 {(value.weight * 100).normalize():f}%（{full}）"
    if isinstance(value, Item):
        return f"{value.id} {value.name} {value.points} 分"
    return _header(value, measure)


def _header(column: str, measure: Measure | None) -> str:
    held = measure.column(column) if measure is not None else None
    return f"“{held.header}”" if held is not None else column
