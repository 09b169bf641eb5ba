"""The money on paper: one project's approval of funds, the list of payments, the vouchers of a year."""

from __future__ import annotations

from gyga_desk.errors import PaperError
from gyga_desk.formats.pdf.document import Head
from gyga_desk.formats.pdf.fund_approval import FundApproval
from gyga_desk.formats.pdf.payment_list import PaymentLine, PaymentList
from gyga_desk.formats.pdf.voucher_list import VoucherLine, VoucherList
from gyga_desk.model import CaseId, Paper, PaperState, Standing
from gyga_desk.money import write_yuan
from gyga_desk.operations.sheets.notices import meeting
from gyga_desk.operations.sheets.source import CITY, SUPPORTED, Sealed, Source, Subject
from gyga_desk.operations.vouchers import ledger_of
from gyga_desk.policy import Absent, Amount, AmountKind

_UNFILED = "（未填报）"


def registered(source: Source) -> dict[CaseId, Paper]:
    """The 项目审批表 that came back signed and still stand, by case."""
    return {p.case: p for p in source.papers("approval") if p.state is PaperState.REGISTERED}


def _supported(source: Source, case: CaseId) -> Sealed:
    held = source.sealed(case)
    if held.standing.outcome not in SUPPORTED or not held.standing.amount_fen:
        raise PaperError(
            "{case} 的审定结果为“{outcome}”，没有资金可以拨付。", case=case, outcome=held.standing.outcome.label
        )
    return held


def _halves(standing: Standing) -> tuple[int, int]:
    if standing.city_fen is None or standing.district_fen is None or not standing.payer:
        raise PaperError(
            "{case} 的属地财政承担单位未定，不能列入拨付；请按第八条(一)明确承担单位。", case=standing.case
        )
    return standing.city_fen, standing.district_fen


# 资金审批表


def funded(source: Source) -> list[Subject]:
    return [Subject(c) for c in source.supported if source.newest(c).amount_fen and source.newest(c).payer]


def fund_approval(source: Source, subject: Subject, head: Head) -> FundApproval:
    """One project's money, from what was sealed."""
    held = _supported(source, subject.case)
    amount, s = source.measure.amount, held.standing
    city, district = _halves(s)
    base = source.measure.column(amount.base) if amount.base else None
    signed = registered(source).get(subject.case)
    payee, bank, account = _account(held)
    return FundApproval(
        source.of_decisions(head, [subject.case]), source.about(subject.case), base.header if base else "按名次奖励",
        (held.fact(base.header) if base else "") or "—", _rate(amount), _cap(amount), s.derivation, s.amount_fen or 0, city, district, CITY,
        f"{s.payer}财政", payee, bank, account, meeting(held.decision), signed.number if signed else "",
    )  # fmt: skip


def _rate(amount: Amount) -> str:
    return "—" if isinstance(amount.rate, Absent) else f"{(amount.rate * 100).normalize():f}%"


def _cap(amount: Amount) -> str:
    return "—" if isinstance(amount.cap, Absent) else f"{write_yuan(amount.cap)} 元"


def _account(held: Sealed) -> tuple[str, str, str]:
    found = (held.fact(h) or _UNFILED for h in ("收款户名", "开户银行", "银行账号"))
    payee, bank, account = found
    return payee, bank, account


# 资金拨付明细表


def payable(source: Source) -> list[Subject]:
    """The lists that stand, and one of all whose signed papers have come back since."""
    standing = _standing_lists(source)
    listed = {c for p in standing for c in p.subject.split()}
    waiting = [
        c for c in source.supported if c in registered(source) and c not in listed and source.newest(c).amount_fen
    ]
    return [*(Subject(who=p.subject) for p in standing), *([Subject(who=" ".join(sorted(waiting)))] if waiting else [])]


def _standing_lists(source: Source) -> list[Paper]:
    return [p for p in source.papers("payment") if p.state is not PaperState.VOID]


def payment_list(source: Source, subject: Subject, head: Head) -> PaymentList:
    """Who is paid what: only those whose signed paper is on record, and each on one list only."""
    cases, signed = subject.who.split(), registered(source)
    for other in _standing_lists(source):
        if other.number not in (head.number, head.replaces) and (twice := set(cases) & set(other.subject.split())):
            raise PaperError(
                "{cases} 已列入 {number}，不能重复拨付；确需调整，请先作废该表。",
                cases="、".join(sorted(twice)),
                number=other.number,
            )
    missing = [c for c in cases if c not in signed]
    if missing or not cases:
        raise PaperError(
            "{cases} 的项目审批表还没有签署登记，不能列入拨付；请先登记交回的审批表。",
            cases="、".join(missing) or "措施项目",
        )
    ranked = [c for c in source.supported if c in cases] + [c for c in cases if c not in source.supported]
    lines = tuple(_payment(source, c, signed[c]) for c in ranked)
    return PaymentList(source.of_decisions(head, ranked), source.measure_name, source.year, CITY, lines)


def _payment(source: Source, case: CaseId, signed: Paper) -> PaymentLine:
    held = _supported(source, case)
    s, (city, district) = held.standing, _halves(held.standing)
    if signed.decision != held.decision.id:
        raise PaperError(
            "{number} 不是按现在的决定打印的，不能据以拨付；请作废后重新打印、签署、登记。", number=signed.number
        )
    return PaymentLine(
        case, source.measure.cite.label, s.applicant, s.credit_code, s.amount_fen or 0, city, district, f"{s.payer}财政", *_account(held),
        signed.number,
    )  # fmt: skip


# 智算券核发清单


def issued(source: Source) -> list[Subject]:
    if source.measure.amount.kind is not AmountKind.VOUCHER:
        return []
    return [Subject()] if ledger_of(source.db, source.edition, source.year).lines else []


def voucher_list(source: Source, subject: Subject, head: Head) -> VoucherList:
    """The year's vouchers and its balance, as the ledger has them."""
    if not issued(source):
        raise PaperError("措施{measure} {year} 年没有核发智算券，没有清单。", measure=source.number, year=source.year)
    ledger = ledger_of(source.db, source.edition, source.year)
    found = [(x.voucher, x.state) for x in ledger.lines]
    lines = tuple(
        VoucherLine(
            v.number,
            v.applicant,
            v.credit_code,
            v.case,
            v.contract,
            v.fen,
            v.from_on.isoformat(),
            v.until.isoformat(),
            state.label,
        )
        for v, state in found
    )
    sums = ledger.balance
    return VoucherList(
        source.of_decisions(head, [v.case for v, _ in found]), source.year, lines, sums.pool, sums.issued, sums.lapsed + sums.returned,
        sums.used, sums.paid, sums.left,
    )  # fmt: skip
