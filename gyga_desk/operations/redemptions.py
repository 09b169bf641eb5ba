"""兑付 rows of a workbook: after the voucher is issued they ask for its payment, and change nothing of the sealed case."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gyga_desk.errors import Refused
from gyga_desk.model import Case, CaseId, Fact, Severity, Voucher
from gyga_desk.policy import AmountKind, Measure
from gyga_desk.rules.facts import plain, text_of
from gyga_desk.store import codec, reads, writes
from gyga_desk.store import vouchers as held

STAGE, WORD = "stage", "兑付"
NEEDED = ("paid", "paid_on", "invoiced")
"""What a 兑付 row must say; the columns are optional only because an 申领 row has them empty."""
_SAME = (
    "model",
    "supplier",
    "supplier_code",
    "centre_place",
    "related",
    "contract_date",
    "service_from",
    "service_until",
    "contract_sum",
    "compute_fee",
)
"""What the contract was when it was sealed; where the 兑付 row says otherwise, a person looks at it before paying."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a 兑付 row, or worth knowing of it."""

    column: str
    code: str
    severity: Severity
    sentence: str


@dataclass(frozen=True)
class Asked:
    """A 兑付 row that belongs to a sealed case."""

    case: CaseId
    known: bool
    """The very same row was taken in before."""
    faults: tuple[Fault, ...]


class Sealed:
    """The sealed voucher cases of a store with their vouchers; reads it once."""

    def __init__(self, db: sqlite3.Connection, measures: tuple[Measure, ...]) -> None:
        kinds = {m.number for m in measures if m.amount.kind is AmountKind.VOUCHER}
        sealed = {s.case for s in reads.sealed(db) if s.measure in kinds}
        cases = (c for m in kinds for c in reads.cases(db, m) if c.id in sealed)
        self.cases = {(c.credit_code, plain(text_of(c, "contract_no"))): c for c in cases}
        self.vouchers = {v.case: v for v in held.vouchers(db)} if self.cases else {}
        self.known = {(r.case, r.digest) for r in held.redemptions(db)} if self.cases else set()

    def asked(self, measure: Measure, facts: Mapping[str, Fact]) -> Asked | None:
        """What a row asks for, in whatever year it is filed; None where it is no 兑付 row of a sealed case."""
        if measure.amount.kind is not AmountKind.VOUCHER or _text(facts, STAGE) != WORD:
            return None
        case = self.cases.get((_text(facts, "credit_code"), plain(_text(facts, "contract_no"))))
        if case is None:
            return None
        known = (case.id, codec.digest_facts(facts)) in self.known
        return Asked(case.id, known, () if known else tuple(_faults(measure, case, self.vouchers.get(case.id), facts)))


def _faults(measure: Measure, case: Case, voucher: Voucher | None, facts: Mapping[str, Fact]) -> Iterator[Fault]:
    if voucher is None:
        yield Fault(
            STAGE, "no-voucher", Severity.ERROR, f"{case.id} 没有核发智算券，不能兑付；请先核发，或核对合同编号。"
        )
        return
    stated = _text(facts, "voucher_no")
    if stated and plain(stated) != plain(voucher.number):
        yield Fault(
            "voucher_no",
            "voucher-number",
            Severity.ERROR,
            f"券编号“{stated}”与该合同的券 {voucher.number} 不符；请核对。",
        )
    missing = [_header(measure, c) for c in NEEDED if not _text(facts, c)]
    if missing:
        yield Fault(STAGE, "redemption-incomplete", Severity.ERROR, f"兑付须填报{'、'.join(missing)}；请补充。")
    differing = [_header(measure, c) for c in _SAME if _text(facts, c) != text_of(case, c)]
    if differing:
        yield Fault(
            STAGE,
            "redemption-differs",
            Severity.NOTE,
            f"与 {case.id} 申领时不同：{'、'.join(differing)}；兑付前须核对。",
        )


def _header(measure: Measure, column: str) -> str:
    found = measure.column(column)
    return found.header if found else column


def _text(facts: Mapping[str, Fact], column: str) -> str:
    fact = facts.get(column)
    return "" if fact is None or fact.value is None else str(fact.value)


def check_fresh(db: sqlite3.Connection, asked: Asked) -> None:
    """The voucher may have been taken back since the preview; then nothing is asked of it."""
    if not any(v.case == asked.case for v in held.vouchers(db)):
        raise Refused("预览之后 {case} 的智算券已撤回；请重新预览后再导入。", case=asked.case)


def store(db: sqlite3.Connection, batch: str, case: CaseId, sheet: str, row: int, facts: Mapping[str, Fact]) -> None:
    """One more 兑付 row of a case, beside the ones before it."""
    number = db.execute("SELECT COALESCE(MAX(number), 0) + 1 FROM redemption WHERE case_id = ?", (case,)).fetchone()[0]
    writes.add(db, "redemption", {
        "case_id": case, "number": number, "batch": batch, "sheet": sheet, "row": row, "facts": codec.write_facts(facts),
        "digest": codec.digest_facts(facts),
    })  # fmt: skip
