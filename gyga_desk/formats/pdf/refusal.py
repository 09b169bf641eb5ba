"""不予受理通知书 and 不予支持通知书: that an application goes no further, with every reason and its clause."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.prose import addressee, letter, letterhead, paragraph
from gyga_desk.formats.pdf.rows import About

NOT_ACCEPTED, NOT_SUPPORTED = "不予受理通知书", "不予支持通知书"


@dataclass(frozen=True)
class Ground:
    """One reason, a whole sentence without its full stop, and the clause it stands on."""

    sentence: str
    clause: str


@dataclass(frozen=True)
class Refusal:
    """What the notice shows."""

    head: Head
    about: About
    received: str
    grounds: tuple[Ground, ...]
    meeting: str = ""
    """`…会议（…号，2025年7月15日）`; empty where no meeting has decided, which is a refusal at the door."""


def compose(paper: Refusal) -> Document:
    about = paper.about
    title = NOT_SUPPORTED if paper.meeting else NOT_ACCEPTED
    verdict = f"经{paper.meeting}审定，决定不予支持" if paper.meeting else "经审查，决定不予受理"
    body = (
        addressee(about.applicant),
        paragraph(
            f"你单位报送的“{about.project}”申报材料（项目编号{about.case}，统一社会信用代码{about.credit_code}），"
            f"我单位已于{paper.received}收到。按照《{about.policy}》{about.clause}，{verdict}。理由如下："
        ),
        *(paragraph(_ground(at, ground)) for at, ground in enumerate(paper.grounds, 1)),
        paragraph("如对本通知有异议，可以持有关证明材料向我单位书面反映。"),
        paragraph("特此通知。"),
    )
    return Document(title, letterhead(paper.head, title), (letter(paper.head, *body),), official=True)


def _ground(at: int, ground: Ground) -> str:
    clause = f"（依据：{ground.clause}）" if ground.clause else ""
    return f"{at}．{ground.sentence.rstrip('。')}{clause}。"
