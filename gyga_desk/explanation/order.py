"""How a case stands against others: the experts' totals, its score, its rank, the places and the year's money."""

from __future__ import annotations

from gyga_desk.explanation.nouns import UNKNOWN, Line, Section, section, yuan
from gyga_desk.explanation.told import Told
from gyga_desk.model import Mark
from gyga_desk.rules import items
from gyga_desk.rules import scoring as score_rules
from gyga_desk.seen import WAITS
from gyga_desk.standings import RULES

_ORDERS = {"score": "专家得分", "base": "核定基数", "composite": "综合得分", "filing": "申报先后", "none": "不排名"}


def scoring(told: Told) -> Section:
    """Who gave what, what of it counts, and what it comes to."""
    rubric, standing, order = told.measure.rubric, told.standing, told.measure.selection.order
    if rubric is None and order != "composite":
        return section("评分", Line("本措施不评分"))
    cite = rubric.cites["quorum"].label if rubric else told.measure.amount.cites["parts"].label
    named = [f"{i.id} {i.name}（{items.short(i.points)} 分）" for i in items.items_of(rubric)]
    return section(
        "评分",
        [Line(f"评分细项：{'、'.join(named)}", rubric.cites["items"].label)] if named and rubric else [],
        [Line(WAITS)] if told.hidden and told.standing.score is None else [],
        [Line(items.told(total)) for total in standing.scores],
        [Line(_odd(mark), depth=1) for mark in told.odd_marks],
        [Line(f"有效总分最高与最低相差 {items.short(standing.spread)} 分")] if standing.spread is not None else [],
        Line(_score(told), cite),
    )


def _odd(mark: Mark) -> str:
    reason = f"，理由：{mark.reason}" if mark.reason else ""
    return f"{mark.expert} {mark.state.label}{reason}"


def _score(told: Told) -> str:
    name, score = "综合得分" if told.measure.selection.order == "composite" else "得分", told.standing.score
    if score is None:
        return f"{name}：{UNKNOWN}"
    return f"{name}：{score_rules.published(score)} 分（修约前 {score_rules.write_score(score)}）"


def ranking(told: Told) -> Section:
    """The rank, the places and the pool, and what the line rule does where the pool runs out."""
    standing, table, selection = told.standing, told.table, told.measure.selection
    tied = "，与他人并列" if standing.tied else ""
    rank = f"第 {standing.rank} 名{tied}" if standing.rank is not None else _no_rank(told)
    rule = RULES.get(table.rule or "", "")
    return section(
        "名次与额度",
        Line(f"名次：{rank}（按{_ORDERS[selection.order]}）", selection.cites["order"].label if "order" in selection.cites else ""),
        Line(_limit("入选名额", "places", None if table.places is None else f"{table.places} 个", told), selection.cites["places"].label),
        Line(_limit("年度资金", "pool", None if table.pool_fen is None else yuan(table.pool_fen), told), selection.cites["pool"].label),
        [Line(f"此前封存已用：{yuan(table.spent_fen)}")] if table.pool_fen is not None else [],
        Line(_limit("超过年度资金时", "rule", rule or None, told), selection.cites["line"].label),
        [Line("所在的并列跨过名额或资金的界线，须由主任排定先后")] if told.case.id in table.tie_at_line else [],
        [Line(f"本措施尚缺：{r.sentence}", r.clause) for r in table.missing],
    )  # fmt: skip


def _no_rank(told: Told) -> str:
    if told.measure.selection.order == "none":
        return "不适用"
    return f"{UNKNOWN}，{WAITS}" if told.hidden else "未列入排名"


def _limit(name: str, figure: str, value: str | None, told: Told) -> str:
    """A figure; one that nobody has set is open, and one that the text says there is none of is not."""
    if value is not None:
        return f"{name}：{value}"
    return f"{name}：{UNKNOWN}，政策和指南均未规定" if figure in told.table.unset else f"{name}：不限或不适用"
