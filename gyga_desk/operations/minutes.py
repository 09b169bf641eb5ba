"""The minutes' draft: what the record can say of a measure's decision, in the order a committee writes it down.

A draft is text to be carried on by hand: what only the meeting knows is left blank, and nothing is stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from gyga_desk import seen
from gyga_desk.model import Decision, Declared, Departure, Outcome, Standing
from gyga_desk.money import write_yuan
from gyga_desk.policy import Absent, Cite, Rubric
from gyga_desk.rules.firmness import Firmness
from gyga_desk.rules.items import short
from gyga_desk.rules.scoring import published
from gyga_desk.standings import RULES, SUPPORTED, Reckoning, Reckonings, Sums
from gyga_desk.store import reads
from gyga_desk.store.reads import PersonRow

_BLANK = "________"
_NUMERALS = "一二三四五六七八九十"


def draft(kept: Reckonings, measure: int, year: int, person: PersonRow) -> str:
    """The draft as lines of text; raises `Refused` for who has still to mark unseen."""
    work = kept.of(measure, year)
    firm = seen.firmness(work, person)
    decision = reads.current_decision(kept.db, measure, year)
    parts = [
        ("议题", _topic(work)),
        ("依据", _grounds(work)),
        ("审核情况", _reviewed(work)),
        ("评分情况", _scored(work)),
        ("拟支持名单", _listed(work)),
        ("与名次不一致的选择及理由", _departures(work, decision)),
        ("名单的稳定程度（供会议参考）", _firm(firm)),
        ("会前须办结的事", [b.sentence if not b.case else f"{b.case} {b.sentence}" for b in work.blockers()] if work.live else []),
    ]  # fmt: skip
    told = [(title, list(lines)) for title, lines in parts]
    body = [
        line
        for at, (title, lines) in enumerate([part for part in told if part[1]])
        for line in ("", f"{_NUMERALS[at]}、{title}", *lines)
    ]
    return "\n".join(
        [*_head(work, decision), *body, "", "主任签字：________　　第二人签字：________　　日期：________"]
    )


def _head(work: Reckoning, decision: Decision | None) -> Iterator[str]:
    guide = work.edition.guide
    yield f"{work.edition.title}评审会议纪要（草稿）"
    if guide is not None and guide.sample:
        yield guide.banner
    held = decision.meeting if decision else None
    yield f"会议名称：{held.name if held else _BLANK}"
    yield f"会议日期：{held.date if held else _BLANK}　　纪要文号：{held.number if held else _BLANK}"
    yield f"主持：{decision.by if decision else _BLANK}　　第二人：{decision.second if decision else _BLANK}　　出席：{_BLANK}"
    aside = sorted({c.person for r in work.reviewed.values() for c in r.conflicts if c.declared is Declared.DECLARED})
    yield f"声明回避：{'、'.join(aside) or '无'}"


def _topic(work: Reckoning) -> list[str]:
    return [f"审定{work.year}年度{work.measure.article}“{work.measure.name}”的支持项目。"]


def _grounds(work: Reckoning) -> list[str]:
    selection, rubric = work.measure.selection, work.measure.rubric
    cites = [work.measure.cite, *selection.cites.values(), *(rubric.cites.values() if rubric else ())]
    unique: dict[tuple[str, str], Cite] = {(c.source, c.at): c for c in cites}
    return [f"《{c.title}》{c.at}" for c in unique.values()]


def _reviewed(work: Reckoning) -> Iterator[str]:
    lines = [s for s in work.lines if s.case not in work.sealed_cases] or list(work.lines)
    counts = Counter(s.outcome for s in lines)
    told = "，".join(f"{outcome.label} {counts[outcome]} 件" for outcome in Outcome if counts[outcome])
    yield f"本次共 {len(lines)} 件：{told}。"
    for one in lines:
        if one.outcome in (Outcome.REJECTED, Outcome.SUPPLEMENT):
            yield f"{one.outcome.label}　{one.case} {one.applicant}：{_why(one)}"


def _why(one: Standing) -> str:
    return (
        "；".join(f"{r.check} {r.sentence}".strip() for r in one.why if not r.sentence.startswith("待核"))
        or "见审核记录"
    )


def _scored(work: Reckoning) -> Iterator[str]:
    rubric = work.measure.rubric
    if rubric is None or work.measure.selection.order != "score":
        return
    experts = {t.expert for s in work.lines for t in s.scores}
    yield f"专家 {len(experts)} 位。{_rubric_words(rubric)}"
    wide = [s for s in work.lines if work.is_wide(s)]
    if wide:
        told = "；".join(f"{s.case} 相差 {short(s.spread)} 分" for s in wide if s.spread is not None)
        yield f"最高与最低总分相差较大、提示复核 {len(wide)} 件：{told}。"


def _rubric_words(rubric: Rubric) -> str:
    parts = []
    if not isinstance(rubric.quorum, Absent):
        parts.append(f"有效评分不少于 {rubric.quorum} 份")
    if not isinstance(rubric.trim_from, Absent):
        parts.append(f"{rubric.trim_from} 份及以上的去掉一个最高和一个最低后取平均")
    if not isinstance(rubric.floor, Absent):
        parts.append(f"不低于 {rubric.floor} 分方可入选")
    return "，".join(parts) + "。" if parts else "评分规则未定。"


def _listed(work: Reckoning) -> Iterator[str]:
    inside = [s for s in work.lines if s.provisional in SUPPORTED]
    for at, one in enumerate(inside, 1):
        rank = f"第 {one.rank} 名　" if one.rank else ""
        score = f"　{published(one.score)} 分" if one.score is not None else ""
        money = (
            f"　{write_yuan(one.amount_fen)} 元"
            if one.amount_fen is not None
            else ""
            if one.outcome is Outcome.REFERRED
            else "　金额未定"
        )
        yield f"{at}. {rank}{one.case}　{one.applicant}　{one.title}{score}{money}"
    sums = work.sums()
    if inside and any(s.amount_fen is not None for s in inside):
        yield _sums_words(work, sums)
    rest = Counter(
        s.provisional
        for s in work.lines
        if s.provisional in (Outcome.RESERVE, Outcome.NOT_SELECTED, Outcome.OUT_OF_POOL)
    )
    if rest:
        yield "，".join(f"{outcome.label} {count} 件" for outcome, count in rest.items()) + "。"


def _sums_words(work: Reckoning, sums: Sums) -> str:
    words = f"合计 {sums.supported} 件，核定 {write_yuan(sums.amount_fen)} 元，其中市级 {write_yuan(sums.city_fen)} 元、属地 {write_yuan(sums.district_fen)} 元"
    if sums.pool_left_fen is not None:
        words += f"；年度资金尚余 {write_yuan(sums.pool_left_fen)} 元（{RULES.get(work.line() or '', '分配规则未定')}）"
    if sums.places_left is not None:
        words += f"；名额尚余 {sums.places_left} 个"
    open_ones = sums.open_amounts + sums.open_halves
    return words + (f"；金额或分担未定 {open_ones} 件，未计入" if open_ones else "") + "。"


def _departures(work: Reckoning, decision: Decision | None) -> list[str]:
    given: Sequence[Departure] = work.proposal.departures if work.proposal else decision.departures if decision else ()
    selected = frozenset(work.proposal.selected) if work.proposal else frozenset()
    found = []
    for one in given:
        if one.place is not None:
            found.append(f"{one.case} 同分并列，排在第 {one.place} 名：{one.reason}")
        else:
            act = ("选入" if one.case in selected else "不选入") if work.proposal else "与名次不一致"
            found.append(f"{one.case} {act}：{one.reason}")
    return found


def _firm(firm: Firmness | None) -> Iterator[str]:
    if firm is None or not firm.selected:
        return
    yield (
        f"按名次入选 {len(firm.selected)} 件，依次不计一位专家、上下一分、改用全部平均试算，{len(firm.firm)} 件始终在内"
        + (f"，入选末位与线外首位相差 {firm.margin} 分" if firm.margin is not None else "") + "。"
    )  # fmt: skip
    if firm.shaky:
        yield f"会随之进出的：{'、'.join(sorted(firm.shaky))}。"
