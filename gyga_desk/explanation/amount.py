"""The money: what the same matter has had elsewhere, each step to the amount, and who pays which half."""

from __future__ import annotations

from gyga_desk.explanation.nouns import UNKNOWN, Line, Section, section, yuan
from gyga_desk.explanation.told import Told
from gyga_desk.model import Outcome, Step
from gyga_desk.money import write_yuan
from gyga_desk.policy import AmountKind
from gyga_desk.rules.facts import money_of
from gyga_desk.rules.overlap import CLAUSE, Claim

_NO_AMOUNT = "本措施不计算金额"
_NOT_YET = "待核"


def overlapping(told: Told) -> Section:
    """The case on the one side, everything else about the same matter on the other."""
    return section("同一事项的其他支持", _own(told), _stated(told), _others(told))


def _own(told: Told) -> Line:
    case, entitled = told.case, told.standing.entitled_fen
    money = _NO_AMOUNT if _is_referral(told) else f"减除已享受之后应得 {yuan(entitled)}"
    return Line(f"本项目：{case.id} {told.measure.name}，{case.applicant}，{case.title}，{money}", CLAUSE)


def _stated(told: Told) -> list[Line]:
    """What the applicant says to have had; sealed facts that have changed since are told elsewhere."""
    column = told.measure.amount.received
    fact = told.case.facts.get(column) if column else None
    if fact is None or not fact.cell:
        return []
    return [Line(f"填报的已享受金额（{told.case.sheet}!{fact.cell}）：{yuan(money_of(told.case, column))}")]


def _others(told: Told) -> list[Line]:
    if told.overlap is None:
        return _as_sealed(told)
    found = told.overlap
    lines = [Line(f"已享受：{_claim(c)}，从应得中减除", CLAUSE) for c in found.paid]
    lines += [Line(f"另有在审：{_claim(c)}，先封存的计为已享受，后封存的只补差额", CLAUSE) for c in found.asked]
    lines += [
        Line(f"疑似同一事项（{why}）：{_claim(c)}，由审核员判断，不自动减除", CLAUSE) for c, why in found.doubtful
    ]
    return lines or [Line("台账中没有查到同一事项的其他支持或在审申报")]


def _as_sealed(told: Told) -> list[Line]:
    """What the seal itself says of it: the findings of the checks that look there, and the steps that rest on the clause."""
    looks = [line.check.id for line in told.review.lines if line.check.auto in ("received_stated", "once_only")]
    kept = told.sealed.checks if told.sealed else {}
    found = [Line(f"封存时 {c} 自动核对：{kept[c]['finding']}") for c in looks if c in kept and kept[c]["finding"]]
    column = told.measure.amount.received
    header = held.header if column and (held := told.measure.column(column)) else ""
    taken = [
        Line(_step(s), s.clause)
        for s in told.standing.derivation
        if header and (header in s.label or s.label.startswith("晋级补差"))
    ]
    return found + taken or [Line("封存的内容中没有同一事项的其他支持")]


def _claim(claim: Claim) -> str:
    matter = f"，{claim.matter}" if claim.matter else ""
    contract = f"，合同 {claim.contract}" if claim.contract else ""
    return f"{claim.label}，{claim.applicant}{matter}{contract}，{yuan(claim.fen)}"


def derivation(told: Told) -> Section:
    """Each step with what was before and after it."""
    steps = told.standing.derivation
    numbered = [Line(f"{number}. {_step(step)}", step.clause) for number, step in enumerate(steps, 1)]
    nothing = [Line(_NO_AMOUNT if _is_referral(told) else f"还没有可以核算的步骤，金额{UNKNOWN}")]
    return section("核算步骤", numbered or nothing)


def _step(step: Step) -> str:
    if step.after_fen is None:
        return step.label
    after = write_yuan(step.after_fen)
    return f"{step.label}：{after if step.before_fen is None else f'{write_yuan(step.before_fen)} → {after}'} 元"


def result(told: Told) -> Section:
    """Where the case stands, what it gets, and who pays."""
    standing, checks = told.standing, {line.check.id for line in told.review.lines}
    return section(
        "结论与分担",
        Line(f"结果：{standing.outcome.label}"),
        [Line(f"未答各项视为通过时：{standing.provisional.label}")] if standing.outcome != standing.provisional else [],
        _left(told),
        [Line(f"理由：{r.sentence}", r.clause) for r in standing.why if r.check not in checks],
        [Line(f"金额：{_NO_AMOUNT}")] if _is_referral(told) else _money(told),
    )


def _left(told: Told) -> list[Line]:
    if told.withdrawn is None or told.sealed is None:
        return []
    was = told.sealed.standing
    return [Line(f"封存时：{was.outcome.label}，支持金额 {yuan(was.amount_fen)}；封存后退出，不再支持")]


def _money(told: Told) -> list[Line]:
    standing, clause = told.standing, told.edition.process.cites["odd_fen"].label
    amount = yuan(standing.amount_fen)
    if standing.amount_fen is None and standing.outcome is Outcome.PENDING:
        amount = f"{UNKNOWN}（{_NOT_YET}）"
    if not standing.payer:
        where = told.case.district or UNKNOWN
        shares = [Line(f"分担：所在地“{where}”没有对应的属地财政，市级、属地各承担多少{UNKNOWN}", clause)]
    else:
        shares = [
            Line(f"市级财政承担：{yuan(standing.city_fen)}", clause),
            Line(f"属地财政（{standing.payer}）承担：{yuan(standing.district_fen)}", clause),
        ]
    return [Line(f"应得：{yuan(standing.entitled_fen)}"), Line(f"支持金额：{amount}"), *shares]


def _is_referral(told: Told) -> bool:
    return told.measure.amount.kind is AmountKind.REFERRAL
