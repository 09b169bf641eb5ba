"""Every kind of paper as data: what it is called, what it is about, what it shows, and how it is set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from gyga_desk.errors import Refused
from gyga_desk.formats.export import ExportSheet
from gyga_desk.formats.pdf import (
    acceptance,
    approval_sheet,
    archive_index,
    fund_approval,
    fund_list,
    minutes,
    notice_report,
    opinions,
    payment_list,
    public_list,
    recusal,
    refusal,
    score_sheet,
    score_table,
    site_visit,
    special_request,
    supplement,
    voucher_list,
)
from gyga_desk.formats.pdf.document import Document, Head, Signer
from gyga_desk.model import Role
from gyga_desk.operations.sheets import approvals, archive, decided, experts, notices, paid
from gyga_desk.operations.sheets.source import Source, Subject
from gyga_desk.policy import Edition


class About(StrEnum):
    """What one paper of a kind is about."""

    CASE = "case"
    PERSON = "person"
    """A person or an expert, for a whole measure and year."""
    MARKS = "marks"
    """One expert's marks for one case."""
    YEAR = "year"
    """A measure and year."""
    CASES = "cases"
    """Some cases of a measure and year, named or those whose turn it is."""


@dataclass(frozen=True)
class Kind:
    """One kind of paper."""

    id: str
    title: str
    prefix: str
    """Of its papers' numbers."""
    about: About
    when: str
    """When one can be printed, in words."""
    subjects: Callable[[Source], Sequence[Subject]]
    """Those of which one can be printed now."""
    gather: Callable[[Source, Subject, Head], Any]
    """What it shows; raises `PaperError` with the reason where it cannot be printed."""
    compose: Callable[[Any], Document]
    tables: Callable[[Any], tuple[ExportSheet, ...]] | None = None
    """The same as tables, where an office goes on working with it."""
    delivered: bool = False
    """Tells an applicant something on a day: once registered as delivered it stays what was said, whatever changes after."""
    marks: bool = False
    """Shows experts' marks, which not everybody may see yet; see `shown`."""

    def content(self, source: Source, subject: Subject, head: Head) -> Any:
        """What it shows, with a place for each who signs it with a key."""
        return self.gather(source, subject, replace(head, signers=_signers(source.edition, self.id, subject)))


def _signers(edition: Edition, kind: str, subject: Subject) -> tuple[Signer, ...]:
    """As the edition or its guide has it; a form that is about nobody yet waits for nobody's own signature."""
    held = edition.signing.get(kind)
    named = held.signers if held else ()
    found = (Signer(_SELF, subject.who, subject.who) if n == _SELF else Signer(n, Role(n).label) for n in named)
    return tuple(s for s in found if s.label)


_SELF = "self"


def _supported(source: Source) -> list[Subject]:
    return [Subject(c) for c in source.supported]


_CASE, _PERSON, _MARKS, _YEAR, _CASES = About

KINDS: tuple[Kind, ...] = (
    Kind("acceptance", acceptance.TITLE, "SL", _CASE, "材料核对项全部答复且符合要求的项目", notices.accepted, notices.acceptance, acceptance.compose, delivered=True),
    Kind("supplement", supplement.TITLE, "BZ", _CASE, "材料核对项全部答复、有需要补正的项目", notices.lacking, notices.supplement, supplement.compose, delivered=True),
    Kind("not-accepted", refusal.NOT_ACCEPTED, "BS", _CASE, "封存前答复为不予支持的项目", notices.turned_away, notices.not_accepted, refusal.compose, delivered=True),
    Kind("recusal", recusal.TITLE, "HB", _PERSON, "作过回避声明的人员", experts.declared, experts.recusal, recusal.compose),
    Kind("site-visit", site_visit.TITLE, "HC", _CASE, "已登记的项目", notices.visited, notices.site_visit, site_visit.compose),
    Kind("score-sheet", score_sheet.TITLE, "PF", _MARKS, "有评分记录的项目，或尚待评分的空白表", experts.marked, experts.score_sheet, score_sheet.compose, marks=True),
    Kind("opinions", opinions.TITLE, "YJ", _PERSON, "有评分或评审意见的专家", experts.asked, experts.opinions, opinions.compose, opinions.tables, marks=True),
    Kind("score-table", score_table.TITLE, "PH", _YEAR, "有评分记录的措施", experts.scored, experts.score_table, score_table.compose, score_table.tables, marks=True),
    Kind("special", special_request.TITLE, "YS", _CASE, "登记了一事一议的项目", decided.apart, decided.special_request, special_request.compose),
    Kind("minutes", minutes.TITLE, "JY", _YEAR, "决定封存后，每个决定一份", decided.decided, decided.minutes, minutes.compose),
    Kind("not-supported", refusal.NOT_SUPPORTED, "BY", _CASE, "决定封存后，不予支持的项目", notices.refused, notices.not_supported, refusal.compose, delivered=True),
    Kind("approval", "项目审批表", "SP", _CASE, "决定封存后，拟支持的项目", _supported, approvals.gather, approval_sheet.compose),
    Kind("public-list", public_list.TITLE, "GS", _YEAR, "决定封存后，有拟支持项目的措施", decided.published_list, decided.public_list, public_list.compose, public_list.tables),
    Kind("notice-report", notice_report.TITLE, "GQ", _YEAR, "决定封存后，有拟支持项目的措施", decided.published_list, decided.notice_report, notice_report.compose),
    Kind("fund-approval", fund_approval.TITLE, "ZJ", _CASE, "决定封存后，拟支持且承担单位已定的项目", paid.funded, paid.fund_approval, fund_approval.compose),
    Kind("payment", payment_list.TITLE, "BF", _CASES, "项目审批表签署登记之后的项目", paid.payable, paid.payment_list, payment_list.compose, payment_list.tables),
    Kind("vouchers", voucher_list.TITLE, "ZS", _YEAR, "核发了智算券的年度", paid.issued, paid.voucher_list, voucher_list.compose, voucher_list.tables),
    Kind("fund-list", fund_list.TITLE, "JJ", _YEAR, "决定封存后，有拟推荐项目的措施", decided.referred, decided.fund_list, fund_list.compose, fund_list.tables),
    Kind(archive.ARCHIVE, archive_index.TITLE, "DA", _CASE, "已登记的项目", archive.filed, archive.of_case, archive_index.compose, archive_index.tables),
    Kind(archive.ARCHIVE_YEAR, archive_index.OF_YEAR, "DN", _YEAR, "有项目的措施", archive.kept, archive.of_year, archive_index.compose, archive_index.tables),
)  # fmt: skip
"""In the order of a year's work."""


def kind_of(name: str) -> Kind:
    found = next((k for k in KINDS if k.id == name), None)
    if found is None:
        known = "、".join(f"{k.id}（{k.title}）" for k in KINDS)
        raise Refused("没有“{kind}”这种文书；可用：{known}。", kind=name, known=known)
    return found
