"""智算券 after the decision: issued on sealed awards, used, paid, settled, returned, lapsed; and the year's ledger to look at."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gyga_desk.errors import Refused
from gyga_desk.model import CaseId, EntryKind, Role, Voucher, VoucherEntry, VoucherState
from gyga_desk.money import write_yuan
from gyga_desk.operations import Work, operation
from gyga_desk.policy import Absent, AmountKind, Edition, Measure
from gyga_desk.rules import vouchers as rules
from gyga_desk.standings import contract_claims
from gyga_desk.store import reads, writes
from gyga_desk.store import vouchers as held

_PREFIX = "ZSQ"
_LATEST_START = timedelta(days=366)
"""A first day further off than this is a slip of the pen."""


@dataclass(frozen=True)
class Issued:
    """What issuing gave, and which awarded cases got nothing, each with its sentence."""

    vouchers: tuple[Voucher, ...]
    refused: tuple[tuple[CaseId, str], ...] = ()


@dataclass(frozen=True)
class Line:
    """One voucher of the year's ledger."""

    voucher: Voucher
    state: VoucherState
    redemptions: tuple[held.Redemption, ...]


@dataclass(frozen=True)
class Ledger:
    """One year's vouchers as the page and the command show them."""

    year: int
    balance: rules.Balance
    lines: tuple[Line, ...]
    waiting: tuple[held.Awarded, ...]
    """Awarded, and no voucher yet."""
    missing: str
    """What must be known before anything is issued; empty where all is."""


def voucher_measure(edition: Edition) -> Measure:
    """The measure that gives vouchers; raises `Refused` where the edition has none."""
    found = next((m for m in edition.measures if m.amount.kind is AmountKind.VOUCHER), None)
    if found is None:
        raise Refused("本政策版本没有发放智算券的措施。")
    return found


def ledger_of(db: sqlite3.Connection, edition: Edition, year: int) -> Ledger:
    """Everything about the vouchers of a year."""
    measure = voucher_measure(edition)
    found, claims = held.vouchers(db, year), held.redemptions(db, year)
    lines = tuple(Line(v, rules.state_of(v), tuple(c for c in claims if c.case == v.case)) for v in found)
    waiting = tuple(a for a in held.awarded(db, measure.number, year) if not a.voucher)
    return Ledger(year, rules.balance_of(measure.selection.pool, found), lines, waiting, rules.missing(measure))


def overdue(db: sqlite3.Connection, on: date) -> tuple[Voucher, ...]:
    """The vouchers of any year that hold no more on that day and have something unused."""
    return rules.overdue(held.vouchers(db), on)


def read_day(text: str) -> date:
    """A day as people type it; raises `Refused`."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as fault:
        raise Refused("日期“{day}”不是日期；请按 2025-07-15 的样子填写。", day=text) from fault


def _whom(from_on: date, cases: Sequence[CaseId] = (), year: int | None = None) -> str:
    return f"{len(cases)} 个项目" if cases else f"{year}年"


@operation("核发智算券", Role.CLERK, detail=_whom)
def issue_vouchers(work: Work, from_on: date, cases: Sequence[CaseId] = (), year: int | None = None) -> Issued:
    """A voucher to each case named; or without names, to every case of the year that is awarded one and has none.

    A case that is named and cannot have one refuses the whole; among all of a year it is left out and told.
    """
    measure = voucher_measure(work.edition)
    if refusal := rules.missing(measure):
        raise Refused("{reason}", reason=refusal)
    if not cases and year is None:
        raise Refused("没有说明核发哪一年、哪些项目的智算券；请写明年度或项目编号。")
    _check_start(work, from_on)
    wanted = (
        _named(work, measure, cases)
        if cases
        else [a for a in held.awarded(work.db, measure.number, year) if not a.voucher]
    )
    claims = contract_claims(work.db, measure.number)
    issued: list[Voucher] = []
    refused: list[tuple[CaseId, str]] = []
    for one in wanted:
        reason = _against(one, from_on) or rules.against_issue(next(c for c in claims if c.case == one.case), claims)
        reason = reason or _against_balance(work, measure, one)
        if reason and cases:
            raise Refused("{reason}", reason=reason)
        if reason:
            refused.append((one.case, reason))
        else:
            issued.append(_issue(work, measure, one, from_on))
    if not issued:
        raise Refused(
            "{year} 年没有可以核发智算券的项目{reason}",
            year=year,
            reason=f"：{refused[0][1]}" if refused else "：须先封存拟支持的决定，且尚未核发。",
        )
    return Issued(tuple(issued), tuple(refused))


def _check_start(work: Work, from_on: date) -> None:
    if from_on > work.now.date() + _LATEST_START:
        raise Refused("起始日期 {day} 在一年以后；请核对。", day=from_on)


def _named(work: Work, measure: Measure, cases: Sequence[CaseId]) -> list[held.Awarded]:
    awarded = {a.case: a for a in held.awarded(work.db, measure.number)}
    for case in cases:
        if reads.case(work.db, case).measure != measure.number:
            raise Refused("{case} 不是智算券项目；只有措施{measure}核发智算券。", case=case, measure=measure.number)
        if case not in awarded:
            raise Refused("{case} 没有已封存的拟支持决定，不能核发智算券；请先由主任封存。", case=case)
    return [awarded[case] for case in dict.fromkeys(cases)]


def _against(one: held.Awarded, from_on: date) -> str:
    """What of a case itself stands against its voucher; empty where nothing does."""
    if one.voucher:
        return f"{one.case} 已核发 {one.voucher}，不能重复核发。"
    if from_on < date.fromisoformat(one.held_on):
        return f"{one.case} 由 {one.held_on} 的会议决定，券不能自更早的 {from_on} 起有效；请核对起始日期。"
    return ""


def _against_balance(work: Work, measure: Measure, one: held.Awarded) -> str:
    left = rules.balance_of(measure.selection.pool, held.vouchers(work.db, one.year)).left
    if left is None or one.fen <= left:
        return ""
    cite = measure.selection.cites["pool"].label
    return (
        f"{one.case} 应核发 {write_yuan(one.fen)} 元，{one.year} 年余额只有 {write_yuan(left)} 元（{cite}），不能核发。"
    )


def _issue(work: Work, measure: Measure, one: held.Awarded, from_on: date) -> Voucher:
    months = measure.amount.valid_months
    assert not isinstance(months, Absent)  # `rules.missing` has refused
    number = f"{_PREFIX}-{one.year}-{held.numbers_used(work.db, one.year) + 1:04d}"
    writes.add(work.db, "voucher", {
        "number": number, "case_id": one.case, "year": one.year, "fen": one.fen, "from_on": from_on.isoformat(),
        "until_on": rules.last_day(from_on, months).isoformat(), "at": work.at, "person": work.person,
    })  # fmt: skip
    return held.voucher(work.db, number)


@operation("登记智算券", Role.CLERK, detail=lambda number, kind, *_, **__: f"{number} {kind.label}")
def record_entry(
    work: Work,
    number: str,
    kind: EntryKind,
    fen: int | None,
    on: date,
    contract: str = "",
    note: str = "",
) -> Voucher:
    """One line of a voucher's ledger; without a sum it is for all that is left, which a use must state."""
    found = held.voucher(work.db, number)
    if fen is None and kind is EntryKind.USE:
        raise Refused("{number} 的使用金额未填；请填写本次使用的金额。", number=number)
    whole = rules.whole_of(found, kind) if fen is None else fen
    return _record(work, found, VoucherEntry(kind, whole, on, contract.strip() or found.contract, note.strip()))


@operation("逾期作废智算券", Role.CLERK, detail=lambda on: f"截至 {on}")
def lapse_overdue(work: Work, on: date) -> tuple[Voucher, ...]:
    """Whatever is unused on vouchers of any year that hold no more on that day goes back to their year's balance."""
    found = overdue(work.db, on)
    if not found:
        raise Refused("截至 {day} 没有逾期未用完的智算券。", day=on)
    return tuple(_record(work, v, VoucherEntry(EntryKind.LAPSE, v.left, on, v.contract)) for v in found)


def _record(work: Work, voucher: Voucher, entry: VoucherEntry) -> Voucher:
    if reason := rules.refusal(voucher, entry, work.now.date()):
        raise Refused("{reason}", reason=reason)
    writes.add(work.db, "voucher_entry", {
        "voucher": voucher.number, "seq": len(voucher.entries) + 1, "kind": entry.kind.value, "fen": entry.fen,
        "on_day": entry.on.isoformat(), "contract": entry.contract, "note": entry.note, "at": work.at, "person": work.person,
    })  # fmt: skip
    return held.voucher(work.db, voucher.number)


def take_back(work: Work, decision: str) -> None:
    """Before a decision is reopened: its vouchers that nobody has used are taken back, and a used one stands against it."""
    of_decision = {s.case for s in reads.sealed(work.db) if s.decision == decision}
    found = [v for v in held.vouchers(work.db) if v.case in of_decision]
    standing = [
        v.number for v in found if v.entries and rules.state_of(v) not in (VoucherState.RETURNED, VoucherState.LAPSED)
    ]
    if standing:
        raise Refused(
            "该决定核发的智算券 {numbers} 已有使用登记，不能重新开启；登记有误的，请先撤销登记。", numbers="、".join(standing[:5]),
        )  # fmt: skip
    for voucher in found:
        if not voucher.entries:
            writes.drop(work.db, "voucher", number=voucher.number)
