"""Commands about 智算券: issue them, write down what becomes of each, and the year's ledger."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gyga_desk.commands.desk import desk_of, needs_a_person
from gyga_desk.commands.words import Run, Several, Vocabulary
from gyga_desk.model import EntryKind, Voucher
from gyga_desk.money import write_yuan
from gyga_desk.operations import outside, vouchers
from gyga_desk.rules.vouchers import overdue, state_of
from gyga_desk.store.vouchers import Redemption

JsonObject = dict[str, Any]
_ENTERED = {"use": EntryKind.USE, "pay": EntryKind.PAY, "settle": EntryKind.SETTLE, "return": EntryKind.RETURN}


def issue(
    context: typer.Context,
    chosen: Annotated[
        list[str] | None, typer.Argument(metavar="[项目编号…]", help="只核发这些项目；不写则核发全年")
    ] = None,
    from_on: Annotated[str, typer.Option("--from", help="券自哪天起有效，如 2025-07-16")] = "",
    year: Annotated[int | None, typer.Option(help="申报年度")] = None,
) -> None:
    """按已封存的决定核发智算券。"""
    desk = desk_of(context)
    with desk.session() as session:
        done = vouchers.issue_vouchers(session, vouchers.read_day(from_on), chosen or (), year).value
    document = {
        "vouchers": [_voucher(v) for v in done.vouchers], "refused": [{"case": c, "sentence": s} for c, s in done.refused],
    }  # fmt: skip
    lines = [
        f"{v.number}  {v.case}  {v.applicant}  {write_yuan(v.fen)} 元，{v.from_on} 至 {v.until}" for v in done.vouchers
    ]
    desk.give(document, [*lines, *(f"未核发：{s}" for _, s in done.refused)])
    if done.refused:
        raise needs_a_person()


def _entry(kind: EntryKind) -> Run:
    """The command that writes down one kind of entry."""

    def run(
        context: typer.Context,
        number: Annotated[str, typer.Argument(help="券号，如 ZSQ-2025-0001")],
        fen: Annotated[str, typer.Option("--sum", help="金额（元）；除使用外，不写则为应登记的全部金额")] = "",
        on: Annotated[str, typer.Option("--on", help="日期，如 2025-09-30")] = "",
        contract: Annotated[str, typer.Option(help="合同编号；写了就须与券的合同相同")] = "",
        note: Annotated[str, typer.Option(help="说明")] = "",
    ) -> None:
        desk = desk_of(context)
        with desk.session() as session:
            day = vouchers.read_day(on)
            done = vouchers.record_entry(session, number, kind, outside.read_yuan(fen), day, contract, note).value
        desk.give(_voucher(done), [f"{done.number} 已登记{kind.label}，{_said(done)}。"])

    run.__doc__ = f"登记智算券的{kind.label}。"
    return run


def lapse(
    context: typer.Context, on: Annotated[str, typer.Option("--on", help="哪一天作废，如 2026-07-17")] = ""
) -> None:
    """把截至某日逾期未用完的智算券作废，余额回到当年总额。"""
    desk = desk_of(context)
    with desk.session() as session:
        done = vouchers.lapse_overdue(session, vouchers.read_day(on)).value
    desk.give([_voucher(v) for v in done], [f"{v.number} 已逾期作废，{_said(v)}。" for v in done])


def show(
    context: typer.Context,
    year: Annotated[int, typer.Option(help="申报年度")],
    late: Annotated[str, typer.Option("--overdue", help="只看截至这一天逾期未用完的")] = "",
) -> None:
    """一年的智算券台账。"""
    desk = desk_of(context)
    day = vouchers.read_day(late) if late else None
    with desk.reading() as (db, edition):
        found = vouchers.ledger_of(db, edition, year)
    lines = [one for one in found.lines if day is None or overdue([one.voucher], day)]
    held = found.balance
    document = {
        "year": year, "pool_fen": held.pool, "issued_fen": held.issued, "used_fen": held.used, "paid_fen": held.paid,
        "settled_fen": held.settled, "lapsed_fen": held.lapsed, "returned_fen": held.returned, "balance_fen": held.left,
        "missing": found.missing or None,
        "waiting": [{"case": a.case, "applicant": a.applicant, "sum_fen": a.fen} for a in found.waiting],
        "vouchers": [{**_voucher(one.voucher), "redemptions": [_redemption(r) for r in one.redemptions]} for one in lines],
    }  # fmt: skip
    left = "未定" if held.left is None else f"{write_yuan(held.left)} 元"
    head = f"{year} 年智算券：已核发 {write_yuan(held.issued)} 元，作废退回 {write_yuan(held.lapsed + held.returned)} 元，余额 {left}；待核发 {len(found.waiting)} 个项目。"
    shown = [f"{one.voucher.number}  {one.state.label}  {one.voucher.applicant}  {_said(one.voucher)}" for one in lines]
    desk.give(document, [head, *([found.missing] if found.missing else []), *shown])


def _said(found: Voucher) -> str:
    return f"额度 {write_yuan(found.fen)} 元，已使用 {write_yuan(found.used)} 元，已兑付 {write_yuan(found.paid)} 元，未使用 {write_yuan(found.left)} 元"


def _voucher(found: Voucher) -> JsonObject:
    return {
        "voucher": found.number, "case": found.case, "year": found.year, "applicant": found.applicant,
        "credit_code": found.credit_code, "contract": found.contract, "state": state_of(found).value, "sum_fen": found.fen,
        "used_fen": found.used, "paid_fen": found.paid, "lapsed_fen": found.lapsed, "returned_fen": found.returned,
        "left_fen": found.left, "from": found.from_on.isoformat(), "until": found.until.isoformat(),
        "entries": [
            {
                "seq": e.seq, "kind": e.kind.value, "sum_fen": e.fen, "on": e.on.isoformat(), "contract": e.contract, "note": e.note,
                "at": e.at, "by": e.by,
            }
            for e in found.entries
        ],
    }  # fmt: skip


def _redemption(found: Redemption) -> JsonObject:
    facts = {name: found.facts[name].value if name in found.facts else None for name in ("paid", "invoiced", "paid_on")}
    return {
        "file": found.file, "sheet": found.sheet, "row": found.row, "at": found.at, "paid_fen": facts["paid"],
        "invoiced_fen": facts["invoiced"], "paid_on": facts["paid_on"],
    }  # fmt: skip


_RUNS: dict[str, Run] = {
    "issue": issue,
    **{word: _entry(kind) for word, kind in _ENTERED.items()},
    "lapse": lapse,
    "list": show,
}
WORDS: Vocabulary = {"vouchers": Several("智算券", _RUNS)}
