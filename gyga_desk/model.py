"""The nouns of the desk, as frozen dataclasses and enums; each word has one meaning everywhere.

Money is integer 分 in fields ending `_fen`. Dates travel as `datetime.date`, decimals as `Decimal` or exact `Fraction`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

CaseId = str
"""`2025-M3-0007`: year, measure, running number; stable and printable."""

FactValue = str | int | bool | None
"""What a cell means: money as 分, whole numbers as int, yes-no as bool, the rest as text (dates ISO, decimals plain)."""


class Role(StrEnum):
    """What a person may do here; one person has one role."""

    REVIEWER = "reviewer"
    CHAIR = "chair"
    CLERK = "clerk"
    ADMIN = "admin"
    OBSERVER = "observer"

    @property
    def label(self) -> str:
        return _ROLE_TITLES[self]


_ROLE_TITLES = {
    Role.REVIEWER: "审核员",
    Role.CHAIR: "主任",
    Role.CLERK: "经办人",
    Role.ADMIN: "管理员",
    Role.OBSERVER: "监督员",
}


class ColumnType(StrEnum):
    """How a column's cells are read."""

    TEXT = "text"
    INT = "int"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CODE = "code18"
    BOOL = "bool"
    ENUM = "enum"
    MULTI = "multi"


class Personal(StrEnum):
    """What of a person a column tells, by the edition."""

    NAME = "name"
    PHONE = "phone"
    IDENTITY = "identity"
    ACCOUNT = "account"
    MAIL = "mail"


@dataclass(frozen=True)
class Column:
    """One column of an intake sheet, as the edition declares it."""

    id: str
    header: str
    type: ColumnType
    required: bool
    aliases: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    unit: str = ""
    """The unit cells are in where the header names none: `元` or `万元` for money."""
    note: str = ""
    personal: Personal | None = None
    """What of a person it tells; None for nothing."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One cell: what was written, what it means, and where it stood."""

    raw: str
    value: FactValue
    cell: str
    """A1-style, on the case's own sheet; empty where the sheet had no such column."""
    header: str = ""
    """The header as the sheet had it."""
    settled: str = ""
    """What a person said about the cell, with name and day: the reading chosen, or the text that takes the raw one's place."""


class Severity(StrEnum):
    """`error` holds the row; `ask` waits for a person's answer; `note` is only said."""

    ERROR = "error"
    ASK = "ask"
    NOTE = "note"


@dataclass(frozen=True)
class Choice:
    """One way to settle a question: a reading that is possible, with what speaks for it."""

    key: str
    """Stable within a code, in English, so that an answer can be given to many cells and remembered: `wan`, `yuan`, `start`."""
    sentence: str
    """The reading as a person compares it: `按“万元”读：1,250,000.00 元`."""
    value: FactValue
    """What the cell means if this is chosen."""
    evidence: str = ""
    """What speaks for or against it, and what follows from it; empty where nothing is known."""


@dataclass(frozen=True)
class Problem:
    """A fault or a remark about people's data, with its place."""

    sheet: str
    cell: str
    row: int
    """1-based; 0 for the whole sheet or file."""
    column: str
    """The column's header, or empty."""
    code: str
    """Stable, in English, for programs: `credit-code`, `missing-column`, …"""
    severity: Severity
    raw: str
    sentence: str
    choices: tuple[Choice, ...] = ()
    """The possible readings of an `ask`, likeliest first; the same code and keys stand in other cells of the column too."""
    fact: str = ""
    """The id of the fact that a chosen value goes to (`RowRead.facts`); empty where no single cell is meant."""
    answer: str = ""
    """The key of the choice that a person took; the problem is then a `note` that says so."""


@dataclass(frozen=True)
class Settlement:
    """What a person said about one place of a workbook: the answer to a question, or what a cell should read."""

    sheet: str
    row: int
    cell: str
    column: str
    code: str
    """The problem's; empty for a correction."""
    raw: str
    """What stands in the cell as it was sent."""
    choice: str
    """The key of the choice; empty for a correction."""
    said: str
    """The choice in words, or the text that takes the cell's place."""
    sentence: str = ""
    """The question that was answered."""
    person: str = ""
    at: str = ""

    @property
    def place(self) -> tuple[str, int, str, str]:
        """What it is about; a second word on the same takes the place of the first."""
        return self.sheet, self.row, self.cell, self.code


class Answer(StrEnum):
    """One person's answer to one check."""

    YES = "yes"
    NO = "no"
    NA = "na"
    PENDING = "pending"

    @property
    def label(self) -> str:
        return {"yes": "是", "no": "否", "na": "不适用", "pending": "待核"}[self.value]


@dataclass(frozen=True)
class Answered:
    """An answer with the person, the time and the note."""

    case: CaseId
    check: str
    person: str
    answer: Answer
    note: str
    at: str
    reduce_fen: int | None = None
    """分 to take off the base, stated with a "no" to a check that reduces it."""


class Declared(StrEnum):
    """What a person has said about their own interest in a case; not asked is no row at all."""

    NONE = "none"
    DECLARED = "declared"


@dataclass(frozen=True)
class Conflict:
    """One person's declaration about one case (回避声明)."""

    case: CaseId
    person: str
    declared: Declared
    reason: str
    at: str


class MarkState(StrEnum):
    """What became of one expert's marks for one case; a blank cell is no mark and never a zero."""

    GIVEN = "given"
    RECUSED = "recused"
    ABSENT = "absent"
    STRUCK = "struck"

    @property
    def label(self) -> str:
        return {"given": "已评", "recused": "回避", "absent": "弃权", "struck": "剔除"}[self.value]


@dataclass(frozen=True)
class Mark:
    """One expert's points for one rubric item, or for the whole (`item == "total"`)."""

    case: CaseId
    expert: str
    item: str
    state: MarkState
    points: Decimal | None
    note: str = ""
    """The expert's own word on it."""
    reason: str = ""
    """Why it is recused, absent or struck."""
    by: str = ""
    """Who entered it: the expert, or the clerk who brought their table in."""


@dataclass(frozen=True)
class Opinion:
    """One expert's written opinion on a case (评审意见)."""

    case: CaseId
    expert: str
    text: str
    by: str
    at: str


class Verdict(StrEnum):
    """What the program itself found on a check."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """The program's own look at a check: beside a person's answer, never in its place."""

    check: str
    verdict: Verdict
    sentence: str
    clause: str


@dataclass(frozen=True)
class Case:
    """One application (项目) under one measure, with its facts and where they came from."""

    id: CaseId
    measure: int
    year: int
    applicant: str
    credit_code: str
    title: str
    district: str
    batch: str
    file: str
    sheet: str
    row: int
    facts: Mapping[str, Fact]
    digest: str
    """sha256 over the facts' meanings; an answer given on other facts is looked at again."""


@dataclass(frozen=True)
class Trade:
    """One transaction behind a case's yearly trade, as one line of the detail sheet told it."""

    contract: str
    traded_on: str
    """ISO."""
    product: str
    seller: str
    seller_code: str
    contract_fen: int
    paid_fen: int
    invoice_fen: int
    related: bool | None
    """Whether the seller is said to be a related party; None where the line does not say."""
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True)
class Cost:
    """One cost item behind what a case claims to have spent, as one line of the sheet of costs told it."""

    category: str
    """One of the case's own parts by its header, or another word."""
    content: str
    payee: str
    contract: str
    invoice: str
    invoiced_on: str
    """ISO."""
    paid_on: str
    amount_fen: int
    """Without tax, as is what was paid."""
    paid_fen: int
    public_fen: int | None
    """Public money in it; None where the line does not say."""
    sheet: str = ""
    row: int = 0


class Outcome(StrEnum):
    """Where a case stands; the words of the headless contract."""

    PENDING = "pending"
    ELIGIBLE = "eligible"
    SUPPLEMENT = "supplement"
    REJECTED = "rejected"
    RECUSED = "recused"
    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"
    AWARDED = "awarded"
    OUT_OF_POOL = "out_of_pool"
    REFERRED = "referred"

    @property
    def label(self) -> str:
        return _OUTCOME_TITLES[self]


_OUTCOME_TITLES = {
    Outcome.PENDING: "待核",
    Outcome.ELIGIBLE: "审核通过",
    Outcome.SUPPLEMENT: "需补正",
    Outcome.REJECTED: "不予支持",
    Outcome.RECUSED: "回避待改派",
    Outcome.SELECTED: "拟入选",
    Outcome.RESERVE: "备选",
    Outcome.NOT_SELECTED: "未入选",
    Outcome.AWARDED: "拟支持",
    Outcome.OUT_OF_POOL: "额度外",
    Outcome.REFERRED: "拟推荐",
}


@dataclass(frozen=True)
class Reason:
    """Why a case stands as it does; `check` is empty where no single check is meant."""

    check: str
    sentence: str
    clause: str


@dataclass(frozen=True)
class Step:
    """One step of a derivation: 分 before and after, and the clause that commands it."""

    label: str
    clause: str
    before_fen: int | None
    after_fen: int | None


class MarkUse(StrEnum):
    """What the aggregation did with one expert's total."""

    COUNTED = "counted"
    DROPPED = "dropped"
    RECUSED = "recused"
    ABSENT = "absent"
    STRUCK = "struck"

    @property
    def label(self) -> str:
        return {"counted": "计入", "dropped": "去除", "recused": "回避", "absent": "缺评", "struck": "剔除"}[self.value]


@dataclass(frozen=True)
class ExpertTotal:
    """One expert's total for a case and whether it counted."""

    expert: str
    total: Decimal | None
    use: MarkUse
    items: tuple[tuple[str, Decimal], ...] = ()
    """The points by item, in the rubric's order, where they were given so."""


@dataclass(frozen=True)
class Standing:
    """A case's outcome, score, rank, amount, and why: the one source of every shown number."""

    case: CaseId
    measure: int
    applicant: str
    credit_code: str
    title: str
    outcome: Outcome
    provisional: Outcome
    """The outcome if every unanswered check were passed; equal to `outcome` once all are answered."""
    why: tuple[Reason, ...]
    score: Fraction | None
    scores: tuple[ExpertTotal, ...]
    spread: Decimal | None
    rank: int | None
    tied: bool
    entitled_fen: int | None
    amount_fen: int | None
    city_fen: int | None
    district_fen: int | None
    payer: str
    derivation: tuple[Step, ...]


@dataclass(frozen=True)
class Table:
    """The standing of one measure in one year."""

    measure: int
    year: int
    edition: str
    guide: str
    digest: str
    """sha256 over everything the table shows."""
    places: int | None
    pool_fen: int | None
    rule: str | None
    spent_fen: int
    cases: tuple[Standing, ...]
    missing: tuple[Reason, ...] = ()
    """Figures neither the policy nor the guide gives, with the clause that leaves each open."""
    tie_at_line: tuple[CaseId, ...] = ()
    """The cases whose tie crosses the last place or the pool's line."""
    unset: tuple[str, ...] = ()
    """Which of `places`, `pool` and `rule` the text leaves open; the others, where None, it says there is none of."""


@dataclass(frozen=True)
class Blocker:
    """One thing that still stands in the way of sealing, and whose move it is."""

    code: str
    case: CaseId
    sentence: str
    who: str
    page: str


@dataclass(frozen=True)
class Meeting:
    """The meeting a decision was taken at."""

    name: str
    date: str
    number: str


@dataclass(frozen=True)
class Departure:
    """A choice against rank order or among equals, with its reason."""

    case: CaseId
    reason: str
    place: int | None = None
    """The place given among equals; None where a case is put in or left out."""


@dataclass(frozen=True)
class Decision:
    """A sealed standing with its meeting, its two keys and its digests."""

    id: str
    measure: int
    year: int
    meeting: Meeting
    by: str
    second: str
    at: str
    digest: str
    journal: str
    """The journal's digest the moment before the seal."""
    table: Table
    edition_title: str
    guide_title: str
    guide_sample: bool
    departures: tuple[Departure, ...] = ()
    reopened: str = ""
    """Why it was reopened; empty while it stands."""
    late: str = ""
    """Why it was taken after the policy's last day; empty where it was taken in time."""


class PaperState(StrEnum):
    """Where a printed paper stands."""

    PRINTED = "printed"
    REGISTERED = "registered"
    VOID = "void"

    @property
    def label(self) -> str:
        return {"printed": "已打印", "registered": "已登记", "void": "已作废"}[self.value]


@dataclass(frozen=True)
class Paper:
    """One printed document with its number, code and digest."""

    number: str
    kind: str
    case: CaseId
    """Empty for a paper about a whole measure and year."""
    decision: str
    """The decision it was printed from; empty for one printed before any."""
    code: str
    digest: str
    """sha256 of the file as printed."""
    pages: int
    state: PaperState
    at: str
    by: str
    replaces: str = ""
    reason: str = ""
    measure: int = 0
    year: int = 0
    subject: str = ""
    """Whose or which one it is, where a case or a year has several of a kind: an expert, a person, the cases of a list."""
    content: str = ""
    """All that it shows, as JSON; the code is over it."""


class EntryKind(StrEnum):
    """What may be written down about a voucher after it is issued."""

    USE = "use"
    PAY = "pay"
    SETTLE = "settle"
    LAPSE = "lapse"
    RETURN = "return"

    @property
    def label(self) -> str:
        return {"use": "使用", "pay": "兑付", "settle": "核销", "lapse": "逾期作废", "return": "退回"}[self.value]


@dataclass(frozen=True)
class VoucherEntry:
    """One line of a voucher's ledger."""

    kind: EntryKind
    fen: int
    on: date
    contract: str = ""
    note: str = ""
    seq: int = 0
    at: str = ""
    by: str = ""


@dataclass(frozen=True)
class Voucher:
    """One 智算券 with everything written down about it, in order."""

    number: str
    case: CaseId
    year: int
    applicant: str
    credit_code: str
    contract: str
    """The contract it was issued for; it is used for no other."""
    fen: int
    from_on: date
    until: date
    """The last day it may be used."""
    at: str = ""
    by: str = ""
    entries: tuple[VoucherEntry, ...] = ()

    def sum_of(self, *kinds: EntryKind) -> int:
        return sum(e.fen for e in self.entries if e.kind in kinds)

    @property
    def used(self) -> int:
        return self.sum_of(EntryKind.USE)

    @property
    def paid(self) -> int:
        return self.sum_of(EntryKind.PAY)

    @property
    def lapsed(self) -> int:
        return self.sum_of(EntryKind.LAPSE)

    @property
    def returned(self) -> int:
        return self.sum_of(EntryKind.RETURN)

    @property
    def left(self) -> int:
        """分 that may still be used."""
        return self.fen - self.used - self.lapsed - self.returned


class VoucherState(StrEnum):
    """Where a voucher stands."""

    ISSUED = "issued"
    PARTLY_USED = "partly_used"
    USED = "used"
    PAID = "paid"
    SETTLED = "settled"
    LAPSED = "lapsed"
    RETURNED = "returned"

    @property
    def label(self) -> str:
        return _VOUCHER_TITLES[self]


_VOUCHER_TITLES = {
    VoucherState.ISSUED: "已核发",
    VoucherState.PARTLY_USED: "部分使用",
    VoucherState.USED: "已用完",
    VoucherState.PAID: "已兑付",
    VoucherState.SETTLED: "已核销",
    VoucherState.LAPSED: "已作废",
    VoucherState.RETURNED: "已退回",
}


@dataclass(frozen=True)
class Change:
    """Which tables and cases an operation touched; pages listen to it."""

    tables: frozenset[str] = field(default_factory=frozenset)
    cases: frozenset[CaseId] = field(default_factory=frozenset)
