"""A 智算券 after it is issued: how long it holds, what may be written down about it next, and the year's balance.

What is refused is one sentence as a value; an empty one means that nothing stands against it.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from gyga_desk.model import CaseId, EntryKind, Voucher, VoucherEntry, VoucherState
from gyga_desk.money import write_yuan
from gyga_desk.policy import UNSET, Absent, Measure
from gyga_desk.rules.facts import plain

ALL_MONTHS = 12


def missing(measure: Measure) -> str:
    """The first figure that must be known before a voucher can be issued and is not, with the clause that leaves it open."""
    amount = measure.amount
    figures = (
        ("valid_months", amount.valid_months, "券的有效期"),
        ("rate", amount.rate, "补助比例"),
        ("cap", amount.cap, "单位年度上限"),
    )
    for key, value, name in figures:
        if value is UNSET:
            return f"{name}未定（{amount.cites[key].label}未作规定，须由当年申报指南或管理办法明确），不能核发。"
    return ""


def last_day(from_on: date, months: int) -> date:
    """The day of the same number that many months on, itself included, or the month's last where it has no such day.

    A period of months ends so by the Civil Code, articles 201 and 202.
    """
    year, month = divmod(from_on.month - 1 + months, ALL_MONTHS)
    year, month = from_on.year + year, month + 1
    return date(year, month, min(from_on.day, calendar.monthrange(year, month)[1]))


def state_of(voucher: Voucher) -> VoucherState:
    """Where a voucher stands, from what is written down about it."""
    if any(e.kind is EntryKind.SETTLE for e in voucher.entries):
        return VoucherState.SETTLED
    if not voucher.used:
        return (
            VoucherState.RETURNED
            if voucher.returned
            else VoucherState.LAPSED
            if voucher.lapsed
            else VoucherState.ISSUED
        )
    if voucher.left:
        return VoucherState.PARTLY_USED
    return VoucherState.PAID if voucher.paid == voucher.used else VoucherState.USED


CLOSED = (VoucherState.SETTLED, VoucherState.LAPSED, VoucherState.RETURNED)
"""States after which nothing more is written down."""


def whole_of(voucher: Voucher, kind: EntryKind) -> int:
    """The sum an entry is for where nobody states one: all that is left of what it is about."""
    if kind is EntryKind.PAY:
        return voucher.used - voucher.paid
    return voucher.paid if kind is EntryKind.SETTLE else voucher.left


def refusal(voucher: Voucher, entry: VoucherEntry, today: date) -> str:
    """Why an entry may not follow what is written down already; empty where it may."""
    state = state_of(voucher)
    if state in CLOSED:
        return f"{voucher.number} {state.label}，不能再登记{entry.kind.label}。"
    if entry.on > today:
        return f"{voucher.number} 的{entry.kind.label}日期 {entry.on} 在今天（{today}）之后；请核对日期。"
    if entry.on < voucher.from_on:
        return (
            f"{voucher.number} 自 {voucher.from_on} 起有效，{entry.kind.label}日期 {entry.on} 早于这一天；请核对日期。"
        )
    if entry.contract and plain(entry.contract) != plain(voucher.contract):
        return f"{voucher.number} 是为合同 {voucher.contract} 核发的，不能用于合同 {entry.contract}。"
    return _AGAINST[entry.kind](voucher, entry)


def _against_use(voucher: Voucher, entry: VoucherEntry) -> str:
    if entry.on > voucher.until:
        return f"{voucher.number} 有效期至 {voucher.until}，{entry.on} 已逾期，不能使用。"
    return _against_sum(voucher, entry, voucher.left, "剩余额度")


def _against_pay(voucher: Voucher, entry: VoucherEntry) -> str:
    """Paid is what was used by that day; an expired voucher's use is still paid."""
    used = sum(e.fen for e in voucher.entries if e.kind is EntryKind.USE and e.on <= entry.on)
    return _against_sum(voucher, entry, used - voucher.paid, f"截至 {entry.on} 已使用而未兑付的")


def _against_sum(voucher: Voucher, entry: VoucherEntry, most: int, of_what: str) -> str:
    if entry.fen <= 0:
        return f"{voucher.number} 的{entry.kind.label}金额须大于 0 元。"
    if entry.fen > most:
        return f"{voucher.number} 的{entry.kind.label}金额 {write_yuan(entry.fen)} 元超过{of_what} {write_yuan(max(0, most))} 元。"
    return ""


def _against_settle(voucher: Voucher, entry: VoucherEntry) -> str:
    if voucher.left:
        return f"{voucher.number} 还有 {write_yuan(voucher.left)} 元未使用，须待用完或逾期作废后再核销。"
    if voucher.paid < voucher.used:
        return f"{voucher.number} 已使用 {write_yuan(voucher.used)} 元，只兑付 {write_yuan(voucher.paid)} 元，兑付完毕后再核销。"
    if entry.fen != voucher.paid:
        return f"{voucher.number} 的核销金额须为已兑付的 {write_yuan(voucher.paid)} 元。"
    last = max(e.on for e in voucher.entries)
    return f"{voucher.number} 最近一笔登记在 {last}，核销日期不能早于这一天。" if entry.on < last else ""


def _against_lapse(voucher: Voucher, entry: VoucherEntry) -> str:
    if entry.on <= voucher.until:
        return f"{voucher.number} 有效期至 {voucher.until}，{entry.on} 还没有逾期，不能作废。"
    return _against_whole(voucher, entry)


def _against_return(voucher: Voucher, entry: VoucherEntry) -> str:
    if voucher.used:
        return f"{voucher.number} 已使用 {write_yuan(voucher.used)} 元，不能退回；未使用的部分到期后作废。"
    if entry.on > voucher.until:
        return f"{voucher.number} 有效期至 {voucher.until}，{entry.on} 已逾期；请按逾期作废办理。"
    return _against_whole(voucher, entry)


def _against_whole(voucher: Voucher, entry: VoucherEntry) -> str:
    if not voucher.left:
        return f"{voucher.number} 没有未使用的额度可以{entry.kind.label}。"
    if entry.fen != voucher.left:
        return f"{voucher.number} 的{entry.kind.label}金额须为未使用的全部 {write_yuan(voucher.left)} 元。"
    return ""


_AGAINST = {
    EntryKind.USE: _against_use, EntryKind.PAY: _against_pay, EntryKind.SETTLE: _against_settle, EntryKind.LAPSE: _against_lapse,
    EntryKind.RETURN: _against_return,
}  # fmt: skip


def overdue(vouchers: Iterable[Voucher], on: date) -> tuple[Voucher, ...]:
    """The vouchers that hold no more on that day and have something unused."""
    return tuple(v for v in vouchers if v.until < on and v.left)


@dataclass(frozen=True)
class Balance:
    """One year's vouchers in 分; `left` is unknown where the pool is."""

    pool: int | None
    issued: int
    used: int
    paid: int
    settled: int
    lapsed: int
    returned: int

    @property
    def left(self) -> int | None:
        """总额 − 核发 + 作废 + 退回."""
        return None if self.pool is None else self.pool - self.issued + self.lapsed + self.returned


def balance_of(pool: int | Absent, vouchers: Sequence[Voucher]) -> Balance:
    settled = sum(v.sum_of(EntryKind.SETTLE) for v in vouchers)
    return Balance(
        None if isinstance(pool, Absent) else pool, sum(v.fen for v in vouchers), sum(v.used for v in vouchers),
        sum(v.paid for v in vouchers), settled, sum(v.lapsed for v in vouchers), sum(v.returned for v in vouchers),
    )  # fmt: skip


@dataclass(frozen=True)
class ContractClaim:
    """One application for vouchers, as far as one contract, one claim needs to know it."""

    case: CaseId
    year: int
    number: int
    applicant: str
    contract: str
    supplier: str
    """The supplier's credit code; empty where none was given."""
    refused: bool
    """Sealed with nothing awarded."""
    voucher: str
    """The number of its voucher; empty while it has none."""


@dataclass(frozen=True)
class Claimed:
    """What else claims a contract."""

    same: tuple[ContractClaim, ...] = ()
    doubtful: tuple[ContractClaim, ...] = ()
    """The same number with another supplier: perhaps another contract."""


NOBODY = Claimed()


def claimed(case: CaseId, contract: str, supplier: str, claims: Iterable[ContractClaim]) -> Claimed:
    """Every other claim on a contract that was not refused, in any year and by anyone: 一份合同只申领一次."""
    same: list[ContractClaim] = []
    doubtful: list[ContractClaim] = []
    for claim in claims:
        if claim.case == case or claim.refused or not contract or plain(claim.contract) != plain(contract):
            continue
        other = bool(supplier) and bool(claim.supplier) and plain(claim.supplier) != plain(supplier)
        (doubtful if other else same).append(claim)
    return Claimed(tuple(same), tuple(doubtful))


def against_issue(own: ContractClaim, claims: Iterable[ContractClaim]) -> str:
    """Why no voucher can be issued on a contract: another claim has one, or came first and is not refused."""
    for claim in claimed(own.case, own.contract, own.supplier, claims).same:
        if claim.voucher:
            return f"{own.case} 的合同 {own.contract} 已由 {claim.case}（{claim.applicant}）申领，核发 {claim.voucher}；一份合同只申领一次，不能再核发。"
        if (claim.year, claim.number) < (own.year, own.number):
            return f"{own.case} 的合同 {own.contract} 已由 {claim.case}（{claim.applicant}）在先申领；一份合同只申领一次，在先的不予支持后才能核发。"
    return ""


def claim_sentences(claims: Iterable[ContractClaim]) -> str:
    return "、".join(f"{c.case}（{c.applicant}{f'，券 {c.voucher}' if c.voucher else ''}）" for c in claims)
