"""What the program itself can see of a check: one small function a look, named as the edition names it.

Each returns a verdict and a sentence. A look stands beside a person's answer and never in its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from stdnum.cn import uscc

from gyga_desk.model import Case, CaseId, Finding, Verdict
from gyga_desk.money import write_yuan
from gyga_desk.policy import Absent, Check, Edition, Measure
from gyga_desk.rules.credit import Checked, is_clean, is_old
from gyga_desk.rules.facts import money_of, plain, text_of, yes_of
from gyga_desk.rules.filings import NO_LIST, Filings, Stated, holder_is, kind_said, look_up
from gyga_desk.rules.trades import Evidence, differs_in_payment, differs_in_sum
from gyga_desk.rules.vouchers import NOBODY, Claimed, claim_sentences

Seen = tuple[Verdict, str]
PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
_OTHER = "其他"
_ENTERPRISE = "企业"


@dataclass(frozen=True)
class Look:
    """Everything a look may see."""

    edition: Edition
    measure: Measure
    case: Case
    check: Check
    entitled_fen: int | None
    received_on: str
    """The day the batch came in, ISO."""
    earlier: tuple[str, ...]
    """Sealed awards for the same matter, each as a sentence."""
    declared: str
    """`none`, `declared`, or empty where nobody has said."""
    overlap: tuple[str, ...] = ()
    """What the record knows of the same matter elsewhere, each as a sentence without its stop."""
    filings: Filings | None = None
    """The imported copies of the filing list; None where there are none."""
    credit: Checked | None = None
    """The recorded credit check that counts; None where only the application tells of one."""
    claimed: Claimed = NOBODY
    """Who else claims the same contract."""
    over_fen: int | None = None
    """What was held against the threshold."""
    evidence: Evidence | None = None
    """What the transactions say; None where there are none."""
    siblings: tuple[CaseId, ...] = ()
    """The same participant's other cases of the year that are taken together with this one."""
    units: tuple[str, ...] = ()
    """The units that quantities of the year's cases are in."""

    def header(self, place: int) -> str:
        column = self.measure.column(self.check.uses[place])
        return column.header if column else self.check.uses[place]

    def text(self, place: int) -> str:
        return text_of(self.case, self.check.uses[place])

    def day(self, place: int) -> date | None:
        try:
            return date.fromisoformat(self.text(place))
        except ValueError:
            return None


def findings(look_for: Callable[[Check], Look], measure: Measure) -> tuple[Finding, ...]:
    """One finding for each check of the measure that names a look."""
    return tuple(look_at(look_for(check)) for check in measure.checks if check.auto)


def look_at(look: Look) -> Finding:
    verdict, sentence = LOOKS[look.check.auto](look)
    return Finding(look.check.id, verdict, sentence, look.check.cite.label)


def _missing(look: Look, place: int = 0) -> Seen:
    return UNKNOWN, f"“{look.header(place)}”未填报，无法自动核对。"


def credit_code(look: Look) -> Seen:
    code = look.text(0)
    if not code:
        return _missing(look)
    if uscc.is_valid(code) and uscc.compact(code) == code:
        return PASS, f"{code} 校验位正确(GB 32100)。"
    return FAIL, f"{code} 校验不通过(GB 32100),须与营业执照核对。"


def registered_here(look: Look) -> Seen:
    """第八条(二) binds enterprises; `args` names the other applicants that the measure's own text admits."""
    address, district, kind = look.text(0), look.text(1), look.text(2)
    if kind in look.check.args:
        return PASS, f"{kind}不适用企业注册地条件。"
    if kind and kind != _ENTERPRISE:
        return UNKNOWN, f"单位类型为{kind}，第八条(二)的注册地条件只就企业规定；是否属于本条支持对象，须看登记证照。"
    if not address and not district:
        return _missing(look)
    inside = district in look.edition.payers
    if inside and _names_here(look, address):
        return PASS, f"注册地址与属地（{district}）均在贵阳贵安。"
    if not inside and not _names_here(look, address):
        return FAIL, f"属地为“{district}”，注册地址不在贵阳贵安。"
    return UNKNOWN, f"属地“{district}”与注册地址“{address}”不相印证，须看营业执照。"


def _names_here(look: Look, text: str) -> bool:
    """Whether a place is ours: by the city's name, or where it begins with a district; 广州 has a 白云区 too."""
    return "贵阳" in text or "贵安" in text or text.removeprefix("贵州省").startswith(look.edition.payers)


def clean_credit(look: Look) -> Seen:
    result, day = look.text(0), look.text(1)
    clean, platform = is_clean(result), ""
    if look.credit is not None:
        result, day, clean, platform = look.credit.result, look.credit.on, look.credit.clean, f"{look.credit.platform} "
    elif not result or not day:
        return _missing(look, 0 if not result else 1)
    if not clean:
        return FAIL, f"{platform}{day} 查询结果为“{result}”。"
    if is_old(day, look.edition.process.filing_from):
        return FAIL, f"{platform}{day} 的查询早于申报期开始（{look.edition.process.filing_from}），须重新查询。"
    return PASS, f"{platform}{day} 查询：{result}。"


def must_be_yes(look: Look) -> Seen:
    said = yes_of(look.case, look.check.uses[0])
    if said is None:
        return _missing(look)
    return (PASS if said else FAIL), f"“{look.header(0)}”填报为“{'是' if said else '否'}”。"


def must_be_no(look: Look) -> Seen:
    said = yes_of(look.case, look.check.uses[0])
    if said is None:
        return _missing(look)
    return (FAIL if said else PASS), f"“{look.header(0)}”填报为“{'是' if said else '否'}”。"


def present(look: Look) -> Seen:
    missing = [look.header(i) for i, _ in enumerate(look.check.uses) if not look.text(i)]
    if missing:
        return FAIL, f"未填报：{'、'.join(missing)}。"
    return PASS, f"已填报{'、'.join(look.header(i) for i, _ in enumerate(look.check.uses))}。"


def received_stated(look: Look) -> Seen:
    policies, received = look.text(0), money_of(look.case, look.check.uses[1])
    if look.overlap:
        return FAIL, f"{'；'.join(look.overlap)}。"
    if received is None or not policies:
        return _missing(look, 1 if received is None else 0)
    none = plain(policies) in {"无", "没有", "未享受"}
    if none and not received:
        return PASS, "填报未享受同类政策。"
    if none or not received:
        return FAIL, f"同类政策填“{policies}”，已享受金额填 {write_yuan(received)} 元，两者不一致。"
    return FAIL, f"已享受“{policies}”{write_yuan(received)} 元，计算中按从优不重复、晋级补差减除。"


def asked_matches(look: Look) -> Seen:
    asked = money_of(look.case, look.check.uses[0])
    if asked is None or look.entitled_fen is None:
        return UNKNOWN, "申请金额或核定金额尚缺，无法比较。"
    if asked == look.entitled_fen:
        return PASS, f"申请 {write_yuan(asked)} 元，与核算一致。"
    return FAIL, f"申请 {write_yuan(asked)} 元，核算 {write_yuan(look.entitled_fen)} 元，以核算为准。"


def recommended(look: Look) -> Seen:
    opinion = look.text(0)
    if not opinion:
        return _missing(look)
    return (PASS if opinion.startswith(("同意", "推荐")) else FAIL), f"属地意见：{opinion}。"


def payer_named(look: Look) -> Seen:
    district = look.text(0)
    if not district:
        return _missing(look)
    if district in look.edition.payers:
        return PASS, f"属地承担单位为{district}财政。"
    return FAIL, f"“{district}”没有对应的属地财政承担单位。"


def same_name(look: Look) -> Seen:
    first, second = look.text(0), look.text(1)
    if not first or not second:
        return _missing(look, 0 if not first else 1)
    if plain(first) == plain(second):
        return PASS, f"“{look.header(0)}”与“{look.header(1)}”一致。"
    return FAIL, f"“{look.header(0)}”为“{first}”，“{look.header(1)}”为“{second}”，不一致。"


def filing_holder(look: Look) -> Seen:
    """The list's holder where a list has the number; what the application says of it otherwise."""
    number, stated, applicant = (look.text(i) for i in range(3))
    found = holder_is(look.filings, number, applicant) if look.filings else None
    if found is not None or not stated or not applicant:
        return found or _missing(look, 1 if not stated else 2)
    known = "清单中没有该编号，仅就填报比对" if look.filings else "尚未导入算法备案清单，仅就填报比对"
    same = plain(stated) == plain(applicant)
    return (PASS if same else FAIL), f"“{look.header(1)}”为“{stated}”，“{look.header(2)}”为“{applicant}”（{known}）。"


def within_force(look: Look) -> Seen:
    days = [look.day(i) for i, _ in enumerate(look.check.uses)]
    known = [d for d in days if d is not None]
    if len(known) < len(days) or not known:
        return UNKNOWN, "日期未填报，无法判断是否在政策有效期内。"
    edition = look.edition
    if all(edition.in_force <= d <= edition.until for d in known):
        return PASS, f"在政策有效期（{edition.in_force} 至 {edition.until}）内。"
    return FAIL, f"有日期不在政策有效期（{edition.in_force} 至 {edition.until}）内。"


def filed_in_period(look: Look) -> Seen:
    process = look.edition.process
    if isinstance(process.filing_from, Absent) or isinstance(process.filing_until, Absent):
        return UNKNOWN, "申报期限未定(第八条(六)由当年申报指南明确)。"
    period = f"{process.filing_from} 至 {process.filing_until}"
    return UNKNOWN, f"申报期限为 {period}；材料于 {look.received_on} 导入，收件日期须看收件登记。"


def sum_of_parts(look: Look) -> Seen:
    total, *parts = (money_of(look.case, u) for u in look.check.uses)
    if total is None or any(p is None for p in parts):
        return UNKNOWN, "合计或分项未填全，无法核对分项合计。"
    whole = sum(p for p in parts if p is not None)
    if whole == total:
        return PASS, f"分项合计 {write_yuan(whole)} 元，与“{look.header(0)}”相等。"
    return (
        FAIL,
        f"分项合计 {write_yuan(whole)} 元，“{look.header(0)}”{write_yuan(total)} 元，相差 {write_yuan(whole - total)} 元。",
    )


def dates_in_order(look: Look) -> Seen:
    start, end = look.day(0), look.day(1)
    if start is None or end is None:
        return _missing(look, 0 if start is None else 1)
    return (PASS if start <= end else FAIL), f"“{look.header(0)}”{start}，“{look.header(1)}”{end}。"


def located_here(look: Look) -> Seen:
    place = look.text(0)
    if not place:
        return _missing(look)
    if _names_here(look, place):
        return PASS, f"“{look.header(0)}”为{place}。"
    return FAIL, f"“{look.header(0)}”为“{place}”，不在贵阳贵安。"


def kind_is(look: Look) -> Seen:
    kind = look.text(0)
    if not kind:
        return _missing(look)
    return (PASS if kind in look.check.args else FAIL), f"单位类型为{kind}。"


def one_of(look: Look) -> Seen:
    value = look.text(0)
    if not value:
        return _missing(look)
    return (PASS if value in look.check.args else FAIL), f"“{look.header(0)}”为{value}。"


def not_other(look: Look) -> Seen:
    value = look.text(0)
    if not value:
        return _missing(look)
    return (FAIL if value.startswith(_OTHER) else PASS), f"“{look.header(0)}”为{value}。"


def once_only(look: Look) -> Seen:
    had, matter = yes_of(look.case, look.check.uses[0]), look.text(1)
    if look.earlier:
        return FAIL, f"本程序记录中“{matter}”已获支持：{';'.join(look.earlier)}。"
    if had is None:
        return _missing(look)
    if had:
        return FAIL, f"填报已获本条一次性补助（“{look.header(0)}”为“是”）。"
    return PASS, f"填报未获本条补助，本程序记录中亦无“{matter}”。"


def one_claim(look: Look) -> Seen:
    contract, found = look.text(0), look.claimed
    if not contract:
        return _missing(look)
    if found.same:
        return FAIL, f"合同 {contract} 另有申领：{claim_sentences(found.same)}；一份合同只申领一次。"
    if found.doubtful:
        return (
            UNKNOWN,
            f"合同编号 {contract} 另见于 {claim_sentences(found.doubtful)}，服务方不同，须核对是否同一合同。",
        )
    return PASS, f"本程序记录中合同 {contract} 没有其他申领；是否用过贵州算力券须另查。"


def filing_number(look: Look) -> Seen:
    """By its look alone, or by the imported list; beside the number may stand a model's number, the role and the day."""
    number, model, role, day = (look.text(i) if i < len(look.check.uses) else "" for i in range(4))
    if not number:
        return (
            FAIL,
            f"“{look.header(0)}”未填报{f'；“{look.header(1)}”填的 {model} {kind_said(model)}' if model else ''}。",
        )
    if not any(plain(number).startswith(plain(prefix)) for prefix in look.check.args):
        return FAIL, f"“{number}”不是{'、'.join(look.check.args)}开头的备案编号，{kind_said(number)}。"
    if look.filings is None:
        return PASS, f"备案编号 {number}；{NO_LIST}。"
    return look_up(look.filings, Stated(number, role, day))


def over_threshold(look: Look) -> Seen:
    amount = look.measure.amount
    if look.over_fen is None or isinstance(amount.deduct, Absent) or isinstance(amount.threshold, Absent):
        return UNKNOWN, "交易额、扣减口径或门槛尚缺，无法判断。"
    line, over = write_yuan(amount.threshold), look.over_fen > amount.threshold
    whose = f"本单位本年度与 {'、'.join(look.siblings)} 合计，" if look.siblings else ""
    return (
        PASS if over else FAIL
    ), f"{whose}扣减后 {write_yuan(look.over_fen)} 元，{'超过' if over else '未超过'} {line} 元。"


def on_or_before_filing(look: Look) -> Seen:
    day, until = look.day(0), look.edition.process.filing_until
    if day is None:
        return _missing(look)
    if isinstance(until, Absent):
        return UNKNOWN, "申报截止日未定(第八条(六)由当年申报指南明确)。"
    return (PASS if day <= until else FAIL), f"“{look.header(0)}”{day}，申报截止 {until}。"


def in_year(look: Look) -> Seen:
    """The statistical year is the right one; where its transactions are on record, they lie in it and add up to what is stated."""
    value = money_of(look.case, look.check.uses[0])
    wanted = look.case.year - 1 if "previous" in look.check.args else look.case.year
    if value is None:
        return _missing(look)
    if value != wanted:
        return FAIL, f"“{look.header(0)}”为 {value} 年，应为 {wanted} 年。"
    if look.evidence is not None:
        return _borne_out(
            differs_in_sum(look.measure, look.case, look.evidence),
            f"交易明细 {look.evidence.count} 笔均在 {value} 年内，与填报一致。",
        )
    return PASS, f"“{look.header(0)}”为 {value} 年，应为 {wanted} 年。"


def trades_paid(look: Look) -> Seen:
    if look.evidence is None:
        return UNKNOWN, "没有交易明细，按填报的未付款额和关联方交易额扣减，须与合同、发票、回单核对。"
    agreed = f"交易明细中的未付款额 {write_yuan(look.evidence.unpaid_fen)} 元、关联方交易额与填报一致。"
    return _borne_out(differs_in_payment(look.measure, look.case, look.evidence), agreed)


def _borne_out(differing: tuple[str, ...], agreed: str) -> Seen:
    return (FAIL, f"{'；'.join(differing)}。") if differing else (PASS, agreed)


def no_offset(look: Look) -> Seen:
    used, fen = yes_of(look.case, look.check.uses[0]), money_of(look.case, look.check.uses[1])
    if used is None or fen is None:
        return _missing(look, 0 if used is None else 1)
    told = f"“{look.header(0)}”填报为“{'是' if used else '否'}”，“{look.header(1)}”{write_yuan(fen)} 元"
    if used is not bool(fen):
        return FAIL, f"{told}，两者不一致。"
    return (FAIL if used else PASS), f"{told}。"


def one_unit(look: Look) -> Seen:
    proof, unit = look.text(0), look.text(1)
    if not proof or not unit:
        return FAIL, f"未填报：{look.header(0 if not proof else 1)}。"
    others = [u for u in look.units if u != unit]
    if others:
        return FAIL, f"“{look.header(1)}”为{unit}，本年度其他项目有{'、'.join(others)}，口径不一，不能相加或比较。"
    return PASS, f"已填报{look.header(0)}，本年度各项目“{look.header(1)}”均为{unit}。"


def taken_together(look: Look) -> Seen:
    if not look.text(0):
        return _missing(look)
    if not look.siblings:
        return PASS, "本单位本年度没有其他数据集。"
    who = "、".join(look.siblings)
    if isinstance(look.measure.amount.merge_quality, Absent):
        clause = look.measure.amount.cites["merge_quality"].label
        return UNKNOWN, f"本单位本年度另有 {who}，须合并计算；质量得分的合并方式未定（{clause}由当年申报指南明确）。"
    return PASS, f"与本单位本年度的 {who} 合并计算，奖励计入其中编号最小的一项。"


def declared(look: Look) -> Seen:
    if look.declared == "declared":
        return FAIL, "有审核人声明存在利害关系。"
    if look.declared == "none":
        return PASS, "审核人已声明无利害关系。"
    return UNKNOWN, "尚无审核人作回避声明。"


LOOKS: dict[str, Callable[[Look], Seen]] = {
    look.__name__: look
    for look in (
        asked_matches, clean_credit, credit_code, dates_in_order, declared, filed_in_period, filing_holder, filing_number, in_year, kind_is,
        located_here, must_be_no, must_be_yes, no_offset, not_other, on_or_before_filing, once_only, one_claim, one_of, one_unit, over_threshold, payer_named,
        present, received_stated, recommended, registered_here, same_name, sum_of_parts, taken_together, trades_paid, within_force,
    )
}  # fmt: skip
"""The looks by the names the policy files use."""
