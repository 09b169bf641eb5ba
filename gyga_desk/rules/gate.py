"""What still stands in the way of sealing, one blocker a matter, each with whose move it is and the page that mends it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gyga_desk.model import Blocker, Outcome, Standing, Table
from gyga_desk.rules.special import UNRECORDED

_SHOWN = 6
"""Check ids named before “等”."""


@dataclass(frozen=True)
class Waiting:
    """A live case with what is open on its checklist."""

    standing: Standing
    unanswered: tuple[str, ...]
    contradicted: tuple[str, ...]
    special: bool = False
    """Decided apart by a meeting: no score and no arithmetic is waited for."""
    unrecorded: bool = False
    """Says of itself that it is decided apart, and no minutes are on record."""
    credit: str = ""
    """A bad credit record that no answer has taken into account."""


def blockers(
    waiting: Sequence[Waiting],
    table: Table,
    *,
    scored: bool,
    proposed: bool,
    stale: bool,
    sealed: bool,
    over_pool: str = "",
    again: str = "",
) -> tuple[Blocker, ...]:
    """All of them, figures first, then case by case, the proposal last."""
    if all(w.standing.outcome is Outcome.SUPPLEMENT for w in waiting):
        sentence = (
            "本措施本年度没有可以封存的项目：其余均已封存，或正在补正。"
            if sealed
            else "本措施本年度还没有可以封存的项目。"
        )
        return (Blocker("nothing-to-seal", "", sentence, "经办人", "intake"),)
    found = [
        Blocker("figure-unset", "", f"{m.sentence}（{m.clause}未作规定，须由当年申报指南明确）。", "管理员", "policy")
        for m in table.missing
    ]
    for one in waiting:
        found += _of_case(one, scored=scored, tied=one.standing.case in table.tie_at_line)
    found += [
        Blocker("tie", case, "同分并列跨越名额、奖励档次或资金线，须由主任写明理由决定。", "主任", "decision")
        for case in table.tie_at_line
    ]
    if again:
        found.append(Blocker("ranked-once", "", again, "主任", "decision"))
    if over_pool:
        found.append(Blocker("special-over-pool", "", over_pool, "主任", "decision"))
    if not proposed:
        found.append(Blocker("not-proposed", "", "尚未拟定；请先拟定名单。", "经办人或主任", "decision"))
    elif stale:
        found.append(Blocker("proposal-stale", "", "拟定之后结果有变，须重新拟定。", "经办人或主任", "decision"))
    return tuple(found)


def _of_case(one: Waiting, *, scored: bool, tied: bool) -> Iterator[Blocker]:
    standing = one.standing
    if standing.outcome is Outcome.RECUSED:
        yield Blocker("recused", standing.case, "审核人已回避，须改派其他审核员。", "管理员", "review")
        return
    if standing.outcome in (Outcome.REJECTED, Outcome.SUPPLEMENT):
        return  # settled; or still with the applicant, and so left out of this decision and open for the next
    if one.unrecorded:
        sentence = f"{UNRECORDED}；请由主任登记纪要，或由经办人更正申报表。"
        yield Blocker("special-unrecorded", standing.case, sentence, "主任", "decision")
    if one.credit:
        yield Blocker("credit-bad", standing.case, one.credit, "审核员", "review")
    if one.unanswered:
        yield Blocker(
            "unanswered",
            standing.case,
            f"还有 {len(one.unanswered)} 项核对未答复（{_names(one.unanswered)}）。",
            "审核员",
            "review",
        )
    if one.contradicted:
        yield Blocker(
            "contradiction",
            standing.case,
            f"{_names(one.contradicted)} 的答复与自动核对不一致，须写明说明。",
            "审核员",
            "review",
        )
    if scored and standing.score is None and not one.special:
        reasons = ";".join(r.sentence for r in standing.why if not r.check) or "没有得分"
        yield Blocker("no-score", standing.case, f"{reasons}。", "经办人", "marks")
    elif (
        standing.provisional is not Outcome.REFERRED and standing.entitled_fen is None and not one.special and not tied
    ):
        reasons = ";".join(r.sentence for r in standing.why if not r.check) or "金额未定"
        yield Blocker("amount-unknown", standing.case, f"{reasons}。", "审核员", "review")
    elif standing.amount_fen and standing.city_fen is None:
        yield Blocker("payer-unknown", standing.case, "属地财政承担单位未定，不能按1∶1分担。", "经办人", "review")


def _names(ids: Sequence[str]) -> str:
    shown = "、".join(ids[:_SHOWN])
    return f"{shown} 等" if len(ids) > _SHOWN else shown
