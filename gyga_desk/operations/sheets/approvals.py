"""What was sealed → what a sheet shows: nothing is looked up anywhere else."""

from __future__ import annotations

from typing import Any

from gyga_desk.errors import PaperError
from gyga_desk.formats.pdf.approval import Approval, CheckLine, Digests, ExpertLine, Opinion, Resolution, ScoreBlock
from gyga_desk.formats.pdf.document import Head
from gyga_desk.model import Decision, MarkUse, Role, Standing
from gyga_desk.operations.sheets.source import CITY, SUPPORTED, Source, Subject, day, moment
from gyga_desk.policy import Edition, Measure
from gyga_desk.rules.scoring import published

IN_FORCE = "附则"
"""The clause that says how long the policy holds."""
TITLE = "贵阳贵安人工智能大模型政策支持项目审批表"
_ABOVE = {"单位名称", "统一社会信用代码", "属地"}
"""Facts that the head of the sheet shows already."""
_PRIVATE = {"联系人", "联系电话", "收款户名", "开户银行", "银行账号", "序号"}
"""Facts that an approval does not need, and that are people's own or the payee's."""


def gather(source: Source, subject: Subject, head: Head) -> Approval:
    """The 项目审批表 of one case of a sealed decision."""
    held = source.sealed(subject.case)
    decision, standing, content, edition, measure = (
        held.decision,
        held.standing,
        held.content,
        source.edition,
        source.measure,
    )
    if standing.outcome not in SUPPORTED:
        raise PaperError(
            "{case} 的审定结果为“{outcome}”，没有审批表；不予支持的请打印通知书。",
            case=standing.case,
            outcome=standing.outcome.label,
        )
    head = source.of_decisions(head, [standing.case])
    departure = next((d.reason for d in decision.departures if d.case == standing.case), "")
    return Approval(
        unit=head.unit, kind=TITLE, number=head.number, case=standing.case, applicant=standing.applicant, credit_code=standing.credit_code,
        district=str(content["district"]), project=standing.title, measure=source.measure_name, clause=measure.cite.label,
        clause_text=measure.cite.text.strip(), source=edition.title, guide=decision.guide_title, facts=_facts(measure, content),
        checks=tuple(_line(c) for c in content["checks"]), derivation=standing.derivation, amount_fen=standing.amount_fen or 0,
        city_fen=standing.city_fen or 0, district_fen=standing.district_fen or 0, city_payer=CITY, district_payer=f"{standing.payer}财政",
        resolution=Resolution(
            decision.meeting.name, day(decision.meeting.date), decision.meeting.number, decision.by, decision.second, moment(decision.at),
            departure, _late(edition, decision),
        ),
        digests=Digests(edition.digest, edition.guide_digest, decision.digest, decision.journal),
        opinions=tuple(Opinion(Role(s.role)) for s in head.signers), score=_score(measure, standing, decision.table.places),
        sample=head.sample, replaces=head.replaces, document_number=head.document_number, decision=head.decision, basis=head.basis,
        red_head=head.red_head, anchor=head.anchor,
    )  # fmt: skip


def _facts(measure: Measure, content: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    title = measure.column(measure.title)
    left_out = _ABOVE | _PRIVATE | ({title.header} if title else set())
    return tuple((header, value) for header, value in content["facts"] if value and header not in left_out)


def _late(edition: Edition, decision: Decision) -> str:
    """Why a case filed in time is paid after the policy's last day (附则 “有效期三年”)."""
    if not decision.late:
        return ""
    stop = "" if decision.late.endswith(("。", "！", "？")) else "。"
    return f"{decision.late}{stop}（政策有效期至{day(edition.until.isoformat())}，{IN_FORCE}）"


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
