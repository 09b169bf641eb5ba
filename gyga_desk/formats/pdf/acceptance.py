"""受理通知书: that an application has been taken in, and nothing of how it will be decided."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.prose import addressee, letter, letterhead, paragraph
from gyga_desk.formats.pdf.rows import About

TITLE = "受理通知书"


@dataclass(frozen=True)
class Acceptance:
    """What the notice shows."""

    head: Head
    about: About
    received: str
    """`2025年6月30日`."""


def compose(paper: Acceptance) -> Document:
    about = paper.about
    guide = f"和《{about.guide}》" if about.guide else ""
    body = (
        addressee(about.applicant),
        paragraph(
            f"你单位报送的“{about.project}”申报材料（项目编号{about.case}，统一社会信用代码{about.credit_code}），"
            f"我单位已于{paper.received}收到。"
        ),
        paragraph(
            f"经审查，申报材料齐全、符合形式要求，申报事项属于《{about.policy}》{about.clause}{guide}规定的范围，"
            f"现予受理，列入{about.measure}审核。"
        ),
        paragraph("受理不代表给予支持。审核、评审和公示的结果另行告知；审核中需要核实情况的，请予配合。"),
        paragraph("特此通知。"),
    )
    return Document(TITLE, letterhead(paper.head, TITLE), (letter(paper.head, *body),), official=True)
