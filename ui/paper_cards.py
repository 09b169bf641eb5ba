"""Beside the papers: what is on record of one of them, and what verifying a file found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gyga_desk.model import CaseId, Paper, PaperState
from gyga_desk.store.reads import PersonRow, SignatureRow
from ui.elided import Elided
from ui.record_card import RecordCard
from ui.said import joined, said
from ui.shown import short, tone_of_paper
from ui.style import Tone
from ui.table import Column, ListView
from ui.widgets import Badge, Card, button, row
from ui.words import NOTHING, when

if TYPE_CHECKING:
    from gyga_desk.operations.papers import VerifyResult
    from gyga_desk.operations.returning import CameBack, Returned
    from gyga_desk.operations.sheets.source import Subject
    from gyga_desk.operations.signing_many import ManySigned, OneSigned

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


class PaperCard(RecordCard):
    """The record of one paper; the page puts its buttons at the head."""

    def __init__(self) -> None:
        super().__init__()
        self.head.addLayout(self.tools)
        self.add_facts(self._words())
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
    """One line of what was found: good or not, about whom or which paper, and the sentence."""

    ok: bool
    name: str
    sentence: str
    word: str = ""
    """How it is said that it is good or not, where that is not `有效` or `有问题`."""


class VerifyCard(Card):
    """What verifying a file found, or registering a scan; hidden until then."""

    def __init__(self) -> None:
        super().__init__(margin=12)
        self.badge, self.name = Badge(), Elided("heading")
        self.list = ListView(
            [
                Column(
                    self.tr("结果"),
                    lambda one: one.word or (self.tr("✓ 有效") if one.ok else self.tr("✗ 有问题")),
                    width=92,
                    tone=lambda one: Tone.GOOD if one.ok else Tone.BAD,
                ),
                Column(self.tr("签名人或文书"), lambda one: one.name or NOTHING, width=168),
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

    def show_result(self, name: str, result: VerifyResult, right: Sequence[str] = ()) -> None:
        """Each signature's finding, then what else was found; `right` are sentences on what was found in order."""
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
        if result.ok and not signed and not right:
            other = [FoundRow(True, "", self.tr("是本记录打印的文书，内容未被改动；文件上没有电子签名。"))]
        self._show([*signed, *other, *(FoundRow(True, "", sentence) for sentence in right)])

    def show_returned(self, name: str, returned: Returned) -> None:
        """Each paper of a scan: registered, or why not; and the pages that nobody could read."""
        self.name.say(self.tr("登记扫描件 {name}").format(name=name))
        done = sum(b.paper is not None for b in returned.back)
        whole = done == len(returned.back) and not returned.unread
        self.badge.set(self.tr("已登记 {count} 份").format(count=done), Tone.GOOD if whole else Tone.WARN)
        rows = [self._returned(one) for one in returned.back]
        if returned.unread:
            told = self.tr("没有读出二维码；请核对这几页，或输入纸上的校验码登记。")
            rows.append(FoundRow(False, self._pages(returned.unread), told, self.tr("✗ 未读出")))
        self._show(rows)

    def show_signed(self, made: ManySigned) -> None:
        """Each paper of many: signed, or why not."""
        self.name.say(self.tr("签署 {count} 份文书").format(count=len(made.papers)))
        whole = made.done == len(made.papers)
        self.badge.set(self.tr("已签名 {count} 份").format(count=made.done), Tone.GOOD if whole else Tone.WARN)
        self._show([self._signed(one) for one in sorted(made.papers, key=lambda one: not one.why)])

    def _signed(self, one: OneSigned) -> FoundRow:
        word = self.tr("✗ 未签名") if one.why else self.tr("✓ 已签名")
        return FoundRow(not one.why, one.number, said(one.why) or (one.path.name if one.path else ""), word)

    def _returned(self, one: CameBack) -> FoundRow:
        done = one.paper is not None
        word = self.tr("✓ 已登记") if done else self.tr("✗ 未登记")
        return FoundRow(done, one.number, self._pages(one.pages) + (f"；{one.note}" if one.note else ""), word)

    def _pages(self, pages: Sequence[int]) -> str:
        return self.tr("扫描件第 {pages} 页").format(pages="、".join(map(str, pages)))

    def _show(self, rows: Sequence[FoundRow]) -> None:
        self.list.set_rows(rows)
        self.show()


def can_sign(one: PaperRow | None, person: PersonRow) -> bool:
    """A paper that holds and is not void can take the signature of whoever has a place on it that is still empty."""
    from gyga_desk.operations.signing import place_for

    if one is None or one.paper is None or one.changed or one.paper.state is PaperState.VOID:
        return False
    place = place_for(one.paper, person)
    return place is not None and all(s.field != place.field for s in one.signatures)
