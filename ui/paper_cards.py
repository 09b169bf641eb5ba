"""Beside the papers: what is on record of one of them, and what verifying a file found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout

from gyga_desk.model import CaseId, Paper, PaperState
from gyga_desk.store.reads import SignatureRow
from ui.elided import Elided
from ui.said import joined
from ui.shown import short, tone_of_paper
from ui.style import GAP, Tone
from ui.table import Column, ListView
from ui.widgets import Badge, Card, button, label, row
from ui.words import NOTHING, when

if TYPE_CHECKING:
    from gyga_desk.operations.papers import VerifyResult
    from gyga_desk.operations.sheets.source import Subject

_ROW = 28


@dataclass(frozen=True)
class PaperRow:
    """One paper of the kind shown that can be printed, or was, and what is on record of it."""

    subject: Subject
    applicant: str
    """The measure, where the paper is about no single case."""
    title: str
    amount_fen: int | None
    paper: Paper | None
    signatures: tuple[SignatureRow, ...]
    changed: str
    """Why the paper on record no longer holds; empty where it does."""
    now: bool
    """Whether it can be printed now."""

    @property
    def case(self) -> CaseId:
        return self.subject.case

    @property
    def name(self) -> str:
        """What tells it from the others of its kind; a list of many cases by how many there are."""
        whom = self.subject.who
        cases = whom.count(" ") + 1
        return " ".join(filter(None, (self.case, whom if cases == 1 else _many(cases)))) or NOTHING

    @property
    def key(self) -> str:
        return f"{self.case} {self.subject.who}".strip()


class PaperCard(Card):
    """The record of one paper; the page puts its buttons at the head."""

    def __init__(self) -> None:
        super().__init__(margin=12)
        self.badge, self.name = Badge(), Elided("heading")
        self.tools = row()
        head = row(self.badge, self.name, self.tools)
        head.setStretch(1, 1)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(3)
        self.values = {key: Elided() for key in self._words()}
        for at, (key, word) in enumerate(self._words().items()):
            grid.addWidget(label(word, "soft"), at // 2, at % 2 * 2)
            grid.addWidget(self.values[key], at // 2, at % 2 * 2 + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.body.addLayout(head)
        self.body.addLayout(grid)
        self.body.addStretch(1)

    def show_row(self, one: PaperRow | None) -> None:
        self.setEnabled(one is not None)
        paper = one.paper if one else None
        self.name.say("" if one is None else f"{one.name} {one.applicant}")
        self.badge.set(state_word(paper, one.changed if one else ""), tone_of(one))
        signed = joined((f"{s.person} {when(s.at)}" for s in one.signatures), "；") if one else ""
        told = {
            "number": paper.number if paper else "",
            "code": paper.code if paper else "",
            "printed": f"{paper.by} {when(paper.at)}" if paper else "",
            "pages": str(paper.pages) if paper else "",
            "digest": short(paper.digest) if paper else "",
            "replaces": paper.replaces if paper else "",
            "signed": signed,
            "reason": (one.changed if one else "") or (paper.reason if paper else ""),
        }
        for key, value in told.items():
            self.values[key].say(value or NOTHING, paper.digest if paper and key == "digest" else "")

    def _words(self) -> dict[str, str]:
        return {
            "number": self.tr("文书编号"),
            "code": self.tr("校验码"),
            "printed": self.tr("打印"),
            "pages": self.tr("页数"),
            "digest": self.tr("文件摘要"),
            "replaces": self.tr("取代"),
            "signed": self.tr("签名"),
            "reason": self.tr("备注"),
        }


def state_word(paper: Paper | None, changed: str = "") -> str:
    if paper is None:
        return _not_printed()
    return _no_longer() if changed else paper.state.label


def tone_of(one: PaperRow | None) -> Tone:
    """A paper that no longer holds stands out like a void one."""
    paper = one.paper if one else None
    return tone_of_paper(PaperState.VOID if paper and one and one.changed else paper.state if paper else None)


def _no_longer() -> str:
    from ui.shown import tr

    return tr("已失效")


def _many(cases: int) -> str:
    from ui.shown import tr

    return tr("{count} 个项目").format(count=cases)


def _not_printed() -> str:
    from ui.shown import tr

    return tr("未打印")


@dataclass(frozen=True)
class FoundRow:
    """One line of a verification: good or not, about whom, and the sentence."""

    ok: bool
    name: str
    sentence: str


class VerifyCard(Card):
    """What verifying a file found; hidden until one is verified."""

    def __init__(self) -> None:
        super().__init__(margin=12)
        self.badge, self.name = Badge(), Elided("heading")
        self.list = ListView(
            [
                Column(
                    self.tr("结果"),
                    lambda one: self.tr("✓ 有效") if one.ok else self.tr("✗ 有问题"),
                    width=92,
                    tone=lambda one: Tone.GOOD if one.ok else Tone.BAD,
                ),
                Column(self.tr("签名人"), lambda one: one.name or NOTHING, width=120),
                Column(self.tr("说明"), lambda one: one.sentence, stretch=True),
            ],
            sortable=False,
            name=self.tr("核验结果"),
            empty=self.tr("文件上没有签名。"),
        )
        self.list.verticalHeader().setMinimumSectionSize(_ROW)
        self.list.verticalHeader().setDefaultSectionSize(_ROW)
        head = row(self.badge, self.name, button(self.tr("关闭"), self.hide, "link"))
        head.setStretch(1, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.list)
        self.setFixedHeight(156)
        self.hide()

    def show_result(self, name: str, result: VerifyResult) -> None:
        """Each signature's finding, then what else was found."""
        self.name.say(self.tr("核验 {name}").format(name=name))
        self.badge.set(
            self.tr("核验通过") if result.ok else self.tr("核验不通过"), Tone.GOOD if result.ok else Tone.BAD
        )
        signed = [
            FoundRow(s.ok, f"{s.name}", self.tr("{sentence}（{at}）").format(sentence=s.sentence, at=when(s.at)))
            for s in result.signatures
        ]
        told = {s.sentence for s in result.signatures}
        other = [FoundRow(False, "", f.sentence) for f in result.findings if not any(s in f.sentence for s in told)]
        if result.ok and not signed:
            other = [FoundRow(True, "", self.tr("是本记录打印的文书，内容未被改动；文件上没有电子签名。"))]
        self.list.set_rows([*signed, *other])
        self.show()


def can_sign(one: PaperRow | None) -> bool:
    """A paper with places to sign that holds and is not void can take a signature."""
    if one is None or one.paper is None or one.changed:
        return False
    return one.paper.kind == "approval" and one.paper.state is not PaperState.VOID
