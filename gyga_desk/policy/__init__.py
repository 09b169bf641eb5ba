"""An edition of the policy as data: measures, columns, checks, amounts and rubrics, each with its citation.

What is computed from them does not live here but in `rules`; no file, store or clock is touched outside `load`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

from gyga_desk.model import Column


class Absent(Enum):
    """Two ways of having no figure: the text is silent (`unset`), or it says there is none (`none`)."""

    UNSET = "unset"
    NONE = "none"


UNSET = Absent.UNSET
NONE = Absent.NONE

Money = int | Absent
"""分, or absent in one of two ways; never a default."""


@dataclass(frozen=True)
class Source:
    """A text that clauses are quoted from."""

    id: str
    title: str
    number: str
    date: str
    kind: str
    """`policy`, `guide`, `standard` or `practice`; what is only practice says so wherever it is shown."""
    file: str
    checked_on: str
    """The day someone last compared the quotations with the original."""


@dataclass(frozen=True)
class Clause:
    """One clause, word for word."""

    source: str
    at: str
    text: str


@dataclass(frozen=True)
class Cite:
    """Where a figure or a question comes from."""

    source: str
    at: str
    title: str
    text: str

    @property
    def label(self) -> str:
        """Short form for beside a number: `第三条`, or `申报指南 第三项`."""
        return self.at


class IfNo(StrEnum):
    """What a "no" to a check does."""

    REJECT = "reject"
    SUPPLEMENT = "supplement"
    REDUCE = "reduce"
    FLAG = "flag"
    REASSIGN = "reassign"


@dataclass(frozen=True)
class Check:
    """One checklist line."""

    id: str
    ask: str
    evidence: str
    if_no: IfNo
    cite: Cite
    auto: str = ""
    """Name of the automatic look at it in `rules.automatic`, or empty."""
    uses: tuple[str, ...] = ()
    """Column ids the automatic look reads, in the order it expects."""
    args: tuple[str, ...] = ()
    """Words the automatic look compares with."""
    reduce: str = ""
    """With `if_no = reduce`: `computed` (the system's arithmetic already does it) or `stated` (a sum must be stated)."""
    takes: str = ""
    """With `reduce = stated`: column id of the sum that is taken off where the reviewer states none, or empty."""
    hangs_on: str = ""
    """The amount's figure that must say `barred` for a “no” to reject; else a “no” is put before the meeting. Or empty."""


@dataclass(frozen=True)
class Item:
    """One rubric line."""

    id: str
    group: str
    name: str
    points: Decimal
    anchor: str


@dataclass(frozen=True)
class Rubric:
    """How experts' marks become a score; every figure may be unset."""

    items: tuple[Item, ...] | Absent
    step: Decimal | Absent
    quorum: int | Absent
    trim_from: int | Absent
    """From this many valid totals on, one highest and one lowest are dropped."""
    floor: Decimal | Absent
    spread: Decimal | Absent
    """Highest less lowest total above this is flagged."""
    cites: Mapping[str, Cite]


@dataclass(frozen=True)
class Tier:
    """Ranks `first`…`last` receive `fen`."""

    first: int
    last: int
    fen: int


@dataclass(frozen=True)
class Part:
    """One part of a composite: its weight and column, linear to the largest or out of a fixed full mark."""

    column: str
    weight: Decimal
    full: Decimal | None
    """Points that count as 100 %; None: the largest among the cases."""


class AmountKind(StrEnum):
    """The few ways an amount may work; the whole vocabulary of the files."""

    SHARE = "share"
    SHARE_OVER_THRESHOLD = "share_over_threshold"
    VOUCHER = "voucher"
    BY_RANK = "by_rank"
    REFERRAL = "referral"


@dataclass(frozen=True)
class Amount:
    """How a measure's money is worked out; each figure with its own citation in `cites`."""

    kind: AmountKind
    base: str
    """Column id of the base, or empty."""
    deduct: tuple[str, ...] | Absent
    rate: Decimal | Absent
    cap: Money
    threshold: Money
    """Strictly more than this is needed."""
    received: str
    """Column id of what the same matter has had already, or empty."""
    tiers: tuple[Tier, ...] | Absent
    parts: tuple[Part, ...] | Absent
    valid_months: int | Absent
    """How long a voucher holds, from the day it is issued."""
    unit: str
    """Column id of the unit that what is added up or compared is in, or empty."""
    merge_quality: str | Absent
    """How the marks of several cases of one market participant become one: `mean`, `weighted_by_use`, `best`."""
    related_parties: str | Absent
    """Whether who buys from a related party gets a voucher: `barred` or `allowed`."""
    cites: Mapping[str, Cite]


@dataclass(frozen=True)
class Selection:
    """How cases of a measure stand against each other."""

    order: str
    """`score`, `base`, `composite`, `filing` or `none`."""
    places: int | Absent
    pool: Money
    line: str | Absent
    """`skip`, `stop`, `partial`, `prorate`; what happens where entitlements pass the pool."""
    cites: Mapping[str, Cite]


@dataclass(frozen=True)
class Detail:
    """A sheet of single lines that stand behind a measure's cases, such as the transactions behind a year's trade.

    `total`, `count`, `unpaid`, `related` and `year` are the case's columns that the lines bear out.
    """

    sheet: str
    columns: tuple[Column, ...]
    owner: str
    """The detail's column that names, by credit code, whose case a line belongs to."""
    total: str
    count: str
    unpaid: str
    related: str
    year: str
    cite: Cite


@dataclass(frozen=True)
class CostSheet:
    """A sheet of cost items that stand behind what cases of several measures claim to have spent.

    `owner` and `matter` are its columns that say, by credit code and by name, whose item a line is.
    """

    sheet: str
    names: tuple[str, ...]
    """Other names such a sheet goes by."""
    columns: tuple[Column, ...]
    owner: str
    matter: str
    cite: Cite


@dataclass(frozen=True)
class CostBase:
    """The columns of a measure that cost items bear out: the sum claimed, its parts by category, the period they may lie in."""

    total: str
    parts: tuple[str, ...]
    begins: str
    """Column id of the period's first day, or empty."""
    ends: str
    cite: Cite


@dataclass(frozen=True)
class Measure:
    """One support measure (措施)."""

    id: str
    number: int
    name: str
    article: str
    sheet: str
    title: str
    """Column id that names the matter."""
    cite: Cite
    columns: tuple[Column, ...]
    """Common columns first."""
    checks: tuple[Check, ...]
    amount: Amount
    selection: Selection
    rubric: Rubric | None
    key: tuple[str, ...]
    """Column ids that tell one matter of one applicant from another; see `match`."""
    detail: Detail | None = None
    costs: CostBase | None = None

    def column(self, column_id: str) -> Column | None:
        return next((c for c in self.columns if c.id == column_id), None)

    def check(self, check_id: str) -> Check | None:
        return next((c for c in self.checks if c.id == check_id), None)


@dataclass(frozen=True)
class Process:
    """Figures of article eight and the guide that hold for all measures."""

    odd_fen: str | Absent
    """`city` or `district`."""
    filing_from: date | Absent
    filing_until: date | Absent
    supplement_days: int | Absent
    notice_days: int | Absent
    two_keys: bool | Absent
    cites: Mapping[str, Cite]


@dataclass(frozen=True)
class WorkYear:
    """One year's holidays and the weekends worked instead (法定节假日和调休), with the notice that says so."""

    year: int
    title: str
    number: str
    off: frozenset[date]
    """Weekends within a holiday too."""
    work: frozenset[date]


@dataclass(frozen=True)
class Signing:
    """Who signs a kind of paper with a key: roles, or `self` for the person it is about."""

    signers: tuple[str, ...]
    in_order: bool
    """Each only after those named before."""
    cite: Cite


@dataclass(frozen=True)
class Guide:
    """The year's 申报指南 laid over the edition; it fills what the policy leaves open and overrides nothing."""

    id: str
    title: str
    year: int
    sample: bool
    """A sample is not an official guide; every paper and screen says so."""
    banner: str


@dataclass(frozen=True, repr=False)
class Edition:
    """One year's policy folder with at most one guide over it."""

    id: str
    title: str
    number: str
    issued: date
    in_force: date
    until: date
    checked_on: str
    doubts: tuple[str, ...]
    """Remarks on the text itself that a reader must know, e.g. its two dates."""
    issuers: tuple[str, ...]
    payers: tuple[str, ...]
    """The finance departments that may pay the local half; 第八条(一)."""
    outside: str
    """The word for an applicant outside 贵阳贵安, who has no local payer."""
    sources: tuple[Source, ...]
    clauses: tuple[Clause, ...]
    measures: tuple[Measure, ...]
    process: Process
    guide: Guide | None
    digest: str
    """sha256 over the edition's files, line ends normalised."""
    guide_digest: str
    costs: CostSheet | None = None
    calendar: tuple[WorkYear, ...] = ()
    """The years whose holidays are known; the edition's, and those that the guide adds."""
    signing: Mapping[str, Signing] = field(default_factory=dict)
    """By kind of paper; one that is not here takes no signatures."""

    def __repr__(self) -> str:
        """Which edition it is; all its words would fill a screen wherever one is shown."""
        return f"Edition(id={self.id!r}, digest={self.digest!r}, guide_digest={self.guide_digest!r})"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        """The same for printers that would otherwise spell out a dataclass field by field."""
        printer.text(repr(self))

    def measure(self, number: int) -> Measure | None:
        return next((m for m in self.measures if m.number == number), None)
