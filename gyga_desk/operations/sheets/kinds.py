"""Every kind of paper as data: what it is called, what it is about, what it shows, and how it is set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from gyga_desk.errors import Refused
from gyga_desk.formats.export import ExportSheet
from gyga_desk.formats.pdf import approval_sheet
from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.operations.sheets import approvals
from gyga_desk.operations.sheets.source import Source, Subject


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


def _supported(source: Source) -> list[Subject]:
    return [Subject(c) for c in source.supported]


KINDS: tuple[Kind, ...] = (
    Kind("approval", "项目审批表", "SP", About.CASE, "决定封存后，每个拟支持的项目一份", _supported, approvals.gather, approval_sheet.compose),
)  # fmt: skip


def kind_of(name: str) -> Kind:
    found = next((k for k in KINDS if k.id == name), None)
    if found is None:
        known = "、".join(f"{k.id}（{k.title}）" for k in KINDS)
        raise Refused("没有“{kind}”这种文书；可用：{known}。", kind=name, known=known)
    return found
