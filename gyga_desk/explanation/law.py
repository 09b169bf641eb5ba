"""What a case is judged by, and what was decided: the edition, the guide, every figure with its clause, and the seal."""

from __future__ import annotations

from gyga_desk.explanation.nouns import UNKNOWN, Line, Section, section, when
from gyga_desk.explanation.told import Sealed, Told
from gyga_desk.policy.figures import Figure, figures


def edition(told: Told) -> Section:
    """Which texts, by their digests, and what they say in figures; of a sealed case those that were sealed with it."""
    held, sealed = told.edition, told.sealed
    title = sealed.decision.edition_title if sealed else held.title
    digest = sealed.edition if sealed else held.digest
    return section(
        "适用的政策和指南",
        Line(f"政策：{title}（{held.number}），版本 {told.table.edition}"),
        Line(f"施行：{held.in_force.isoformat()} 至 {held.until.isoformat()}"),
        Line(f"政策文本摘要：{digest}"),
        _guide(told),
        [Line(f"存疑：{doubt}") for doubt in held.doubts],
        [Line(_figure(one), one.clause) for one in figures(held, told.measure)],
    )


def _guide(told: Told) -> list[Line]:
    guide, sealed = told.edition.guide, told.sealed
    title = sealed.decision.guide_title if sealed else guide.title if guide else ""
    digest = sealed.guide if sealed else told.edition.guide_digest
    sample = sealed.decision.guide_sample if sealed else bool(guide and guide.sample)
    if not title:
        return [Line("申报指南：没有；政策未写明的数均为未定")]
    banner = [Line(guide.banner)] if guide and sample else []
    return [Line(f"申报指南：{title}"), *banner, Line(f"指南文本摘要：{digest or UNKNOWN}")]


def _figure(one: Figure) -> str:
    return f"{one.name}：{UNKNOWN if one.value is None else one.value}"


def decision(told: Told) -> Section:
    """The seal with its meeting, its two people and its digest; or that there is none."""
    before = [
        Line(f"曾封存 {d.id}（{when(d.at)}，{d.meeting.number}），已重新开启，理由：{d.reopened}")
        for d in told.reopened
    ]
    return section("封存的决定", _seal(told.sealed, told) if told.sealed else Line("未封存"), before)


def _seal(sealed: Sealed, told: Told) -> list[Line]:
    held, left = sealed.decision, told.withdrawn
    apart = [d for d in held.departures if d.case == told.case.id]
    lines = [
        Line(f"决定：{held.id}"),
        Line(f"会议：{held.meeting.name}，{held.meeting.date}，{held.meeting.number}"),
        Line(f"封存：{held.by}、{held.second}，{when(held.at)}"),
        Line(f"封存摘要：{held.digest}"),
        Line(f"封存前的记录摘要：{held.journal}"),
    ]
    lines += [
        Line(f"另行排定：{f'排在第 {d.place} 位，' if d.place is not None else ''}理由：{d.reason}") for d in apart
    ]
    lines += [Line(f"政策有效期之后作出，理由：{held.late}")] if held.late else []
    lines += [Line(f"退出：{when(left.at)}，{left.by}、{left.second}，理由：{left.reason}")] if left else []
    lines += [] if sealed.whole else [Line("封存内容与封存时不一致，请立即核验数据文件")]
    return lines
