"""项目审批表: what the sheet shows, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gyga_desk.formats.pdf.document import Head, code_of
from gyga_desk.model import MarkUse, Role, Step

__all__ = [
    "Approval",
    "CheckLine",
    "Digests",
    "ExpertLine",
    "Opinion",
    "Resolution",
    "ScoreBlock",
    "code_of",
    "render",
]


@dataclass(frozen=True)
class CheckLine:
    """One line of the checklist with the answer a person gave and what the program found beside it."""

    id: str
    question: str
    answer: str
    """`是`, `否`, `不适用`, `待核`."""
    clause: str
    person: str = ""
    note: str = ""
    finding: str = ""
    """The automatic finding, in words; empty where the program has nothing to say."""


@dataclass(frozen=True)
class ExpertLine:
    """One expert's total, as printed, and what became of it."""

    expert: str
    total: str
    """`97.5`; empty where there is none."""
    use: MarkUse


@dataclass(frozen=True)
class ScoreBlock:
    """How the score came about."""

    experts: tuple[ExpertLine, ...]
    score: str
    """`96.30`."""
    rank: int | None
    places: int | None
    rule: str = ""
    """One sentence on the aggregation: `有效评分5份,去掉1个最高分和1个最低分后取平均值。`"""
    tied: bool = False


@dataclass(frozen=True)
class Resolution:
    """The sealed decision: the meeting, and who sealed it, with whom, when."""

    meeting: str
    date: str
    number: str
    """纪要号."""
    by: str
    second: str
    at: str
    departure: str = ""
    """The reason for a choice against rank order, if any."""
    late: str = ""
    """Why the meeting was held after the policy's last day, with its clause; empty where it was held in time."""


@dataclass(frozen=True)
class Digests:
    """The digests the paper anchors, each with its algorithm: `sha256:…`."""

    edition: str
    guide: str
    decision: str
    journal: str


@dataclass(frozen=True)
class Opinion:
    """One person's place to sign: an opinion printed beforehand, if any, and the name expected."""

    role: Role
    text: str = ""
    person: str = ""


@dataclass(frozen=True)
class Approval:
    """Everything one 项目审批表 shows; money in 分, the rest ready to print."""

    unit: str
    """The office's name, above the title."""
    kind: str
    """The title: `贵阳贵安人工智能大模型政策支持项目审批表`."""
    number: str
    """The paper's own number."""
    case: str
    applicant: str
    credit_code: str
    district: str
    project: str
    measure: str
    """`措施三 支持人工智能大模型应用`."""
    clause: str
    """`第三条`."""
    clause_text: str
    """The clause, word for word."""
    source: str
    """The policy the clause stands in: title and 文号."""
    guide: str
    """The guide's title."""
    facts: tuple[tuple[str, str], ...]
    checks: tuple[CheckLine, ...]
    derivation: tuple[Step, ...]
    amount_fen: int
    city_fen: int
    district_fen: int
    city_payer: str
    district_payer: str
    resolution: Resolution
    digests: Digests
    opinions: tuple[Opinion, ...] = (Opinion(Role.REVIEWER), Opinion(Role.CHAIR), Opinion(Role.CLERK))
    score: ScoreBlock | None = None
    document_number: str = ""
    """文号; blank leaves room for it."""
    sample: str = ""
    """The banner a paper carries that was made with a sample guide; empty for an official one."""
    replaces: str = ""
    """The number of the paper this one replaces."""
    decision: str = ""
    """The decision's id."""
    basis: str = ""
    red_head: bool = False
    anchor: str = ""
    printed_at: str = ""
    """Shown only if given, since a paper printed again must be the same bytes."""

    @property
    def head(self) -> Head:
        return Head(
            self.unit, self.number, self.decision, self.basis, sample=self.sample, document_number=self.document_number,
            replaces=self.replaces, red_head=self.red_head, anchor=self.anchor,
        )  # fmt: skip


def render(approval: Approval, fonts_dir: Path | None = None) -> bytes:
    """The sheet as a PDF; the same value gives the same bytes."""
    from gyga_desk.formats.pdf.approval_sheet import compose
    from gyga_desk.formats.pdf.document import draw

    return draw(approval, compose, fonts_dir)
