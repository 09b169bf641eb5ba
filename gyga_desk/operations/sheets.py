"""What was sealed → what a sheet shows: nothing is looked up anywhere else."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from gyga_desk.formats.pdf.approval import Approval, CheckLine, Digests, ExpertLine, Opinion, Resolution, ScoreBlock
from gyga_desk.model import Decision, MarkUse, Role, Standing
from gyga_desk.policy import Edition, Measure
from gyga_desk.rules.scoring import published
from gyga_desk.standings import measure_of

UNIT = "贵阳市大数据发展管理局　贵安新区大数据和科技创新局"
TITLE = "贵阳贵安人工智能大模型政策支持项目审批表"
CITY = "市级财政"
_ABOVE = {"单位名称", "统一社会信用代码", "属地"}
"""Facts that the head of the sheet shows already."""
_PRIVATE = {"联系人", "联系电话", "收款户名", "开户银行", "银行账号", "序号"}
"""Facts that an approval does not need, and that are people's own or the payee's."""


def approval_of(
    edition: Edition, decision: Decision, standing: Standing, content: dict[str, Any], number: str, replaces: str
) -> Approval:
    """The 项目审批表 of one case of a sealed decision."""
    measure = measure_of(edition, standing.measure)
    departure = next((d.reason for d in decision.departures if d.case == standing.case), "")
    table = decision.table
    return Approval(
        unit=UNIT, kind=TITLE, number=number, case=standing.case, applicant=standing.applicant, credit_code=standing.credit_code,
        district=str(content["district"]), project=standing.title, measure=f"措施{'〇一二三四五六七八九'[measure.number]} {measure.name}",
        clause=measure.cite.label, clause_text=measure.cite.text.strip(), source=edition.title, guide=decision.guide_title,
        facts=_facts(measure, content),
        checks=tuple(_line(c) for c in content["checks"]), derivation=standing.derivation, amount_fen=standing.amount_fen or 0,
        city_fen=standing.city_fen or 0, district_fen=standing.district_fen or 0, city_payer=CITY, district_payer=f"{standing.payer}财政",
        resolution=Resolution(
            decision.meeting.name, _day(decision.meeting.date), decision.meeting.number, decision.by, decision.second, _moment(decision.at),
            departure,
        ),
        digests=Digests(edition.digest, edition.guide_digest, decision.digest, decision.journal),
        opinions=(Opinion(Role.REVIEWER), Opinion(Role.CHAIR), Opinion(Role.CLERK)), score=_score(measure, standing, table.places),
        sample=edition.guide.banner if edition.guide and decision.guide_sample else "", replaces=replaces,
    )  # fmt: skip


def _facts(measure: Measure, content: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    title = measure.column(measure.title)
    left_out = _ABOVE | _PRIVATE | ({title.header} if title else set())
    return tuple((header, value) for header, value in content["facts"] if value and header not in left_out)


def _day(iso: str) -> str:
    """`2025-07-15` → `2025年7月15日`."""
    day = date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"


def _moment(iso: str) -> str:
    """`2025-07-15T14:03:22+08:00` → `2025年7月15日 14:03:22`."""
    at = datetime.fromisoformat(iso)
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M:%S}"


def _line(check: dict[str, str]) -> CheckLine:
    return CheckLine(
        check["id"], check["ask"], check["answer"], check["clause"], check["person"], check["note"], check["finding"]
    )


def _score(measure: Measure, standing: Standing, places: int | None) -> ScoreBlock | None:
    if standing.score is None or not standing.scores:
        return None
    experts = tuple(ExpertLine(s.expert, "" if s.total is None else f"{s.total:f}", s.use) for s in standing.scores)
    dropped = sum(s.use is MarkUse.DROPPED for s in standing.scores)
    valid = sum(s.use in (MarkUse.COUNTED, MarkUse.DROPPED) for s in standing.scores)
    how = "去掉1个最高分和1个最低分后取平均值" if dropped else "取平均值"
    rule = f"有效评分{valid}份，{how}，按两位小数排名。"
    return ScoreBlock(experts, f"{published(standing.score)}", standing.rank, places, rule, standing.tied)
