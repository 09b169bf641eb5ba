"""评审会议纪要: what a meeting decided, in words, with the list, the equals, the departures and who stepped aside."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.form import Section
from gyga_desk.formats.pdf.grid import FINE_LEFT, FINE_MID, FINE_MONEY, FINE_STRONG, FINE_SUM, Col, span, table
from gyga_desk.formats.pdf.page import BODY_WIDTH
from gyga_desk.formats.pdf.prose import Space, flow, letter, letterhead, level
from gyga_desk.formats.pdf.signing import sign_grid
from gyga_desk.money import capitals, write_yuan

TITLE = "评审会议纪要"


@dataclass(frozen=True)
class Decided:
    """One project as the meeting decided it."""

    case: str
    project: str
    applicant: str
    score: str
    rank: str
    outcome: str
    amount_fen: int | None


@dataclass(frozen=True)
class Minutes:
    """What the minutes show."""

    head: Head
    meeting: str
    date: str
    number: str
    measure: str
    clause: str
    policy: str
    guide: str
    by: str
    second: str
    decided: tuple[Decided, ...]
    """Everything that was decided, those supported first."""
    supported: int
    amount_fen: int
    city_fen: int
    district_fen: int
    recusals: tuple[str, ...]
    """A sentence each: who stepped aside from what, and why."""
    departures: tuple[tuple[str, str], ...]
    """Case and reason, for a choice against rank order or among equals."""
    late: str
    decision_digest: str


_SHORT = len("sha256:") + 16
_COLUMNS = (
    Col("序号", 24, FINE_MID),
    Col("项目编号", 67, FINE_MID),
    Col("项目名称", 78, FINE_LEFT),
    Col("申报单位", 85, FINE_LEFT),
    Col("得分", 34, FINE_MID),
    Col("名次", 28, FINE_MID),
    Col("审定结果", 48, FINE_MID),
    Col("金额（元）", 78, FINE_MONEY),
)


def compose(paper: Minutes) -> Document:
    guide = f"和《{paper.guide}》" if paper.guide else ""
    subject = f"依据《{paper.policy}》{paper.clause}{guide}，审议{paper.measure}申报项目{len(paper.decided)}件。"
    held = (
        f"会议名称：{paper.meeting}",
        f"会议日期：{paper.date}",
        f"纪要文号：{paper.number}",
        f"主持人：{paper.by}　　监督（复核）：{paper.second}",
        "参会人员：见签名页",
    )
    opening = flow(
        *level("一、会议情况", *held),
        *level("二、审议事项", subject),
        *level("三、回避情况", *(paper.recusals or ("无人申请回避。",))),
        *level("四、审定结果", _result(paper)),
        Space(6),
    )
    rows = [
        (str(at), x.case, x.project, x.applicant, x.score or "—", x.rank or "—", x.outcome, _yuan(x.amount_fen))
        for at, x in enumerate(paper.decided, 1)
    ]
    total = span(_COLUMNS, BODY_WIDTH, (7, "合　计", FINE_STRONG), (1, write_yuan(paper.amount_fen), FINE_SUM))
    after = level("五、其他说明", *_remarks(paper))
    signs = Section("参会人员签名", sign_grid(BODY_WIDTH, [""] * 12), whole=True)
    sections = (
        opening,
        table("", _COLUMNS, rows, sums=(total,)),
        flow(Space(6)),
        letter(paper.head, *after),
        flow(Space(18)),
        signs,
    )
    return Document(TITLE, letterhead(paper.head, TITLE), sections, official=True)


def _result(paper: Minutes) -> str:
    if not paper.amount_fen:
        return f"会议审定拟支持（推荐）项目{paper.supported}件。全部审定结果如下："
    halves = f"其中市级财政承担{write_yuan(paper.city_fen)}元，属地财政承担{write_yuan(paper.district_fen)}元"
    return (
        f"会议审定拟支持项目{paper.supported}件，支持金额合计{write_yuan(paper.amount_fen)}元"
        f"（{capitals(paper.amount_fen)}），{halves}。全部审定结果如下："
    )


def _remarks(paper: Minutes) -> list[str]:
    found = [f"{case}未按名次排定或为同分排序，理由：{reason.rstrip('。')}。" for case, reason in paper.departures]
    if paper.late:
        found.append(f"本次会议在政策有效期之后召开，理由：{paper.late.rstrip('。')}。")
    found.append(f"审定结果由{paper.by}与{paper.second}共同封存，封存摘要前16位：{paper.decision_digest[:_SHORT]}。")
    return found


def _yuan(fen: int | None) -> str:
    return "—" if fen is None else write_yuan(fen)
