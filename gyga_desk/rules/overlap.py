"""第八条(三): the same matter under more than one policy, found by credit code, matter, contract number and like names.

What has been awarded for the same matter is taken off (晋级补差: the difference is paid, and never less than nothing), so
that whatever is sealed first, all awards for one matter together reach the best of them and no more (从优不重复). What is
only like the same matter is for a person to judge, and takes nothing off by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from gyga_desk.money import write_yuan
from gyga_desk.rules.facts import plain

CLAUSE = "第八条(三)"
_LIKE = 85
"""Two names at least this alike, of 100, are shown to a person as perhaps the same."""
_COMMON = (
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "贵州省",
    "贵州",
    "贵阳市",
    "贵阳",
    "贵安新区",
    "(",
    ")",
    "基于",
    "示范应用",
    "项目",
    "平台",
    "大模型",
)
"""Words that say nothing about whether two names mean the same."""


class Sameness(StrEnum):
    """How sure it is that two claims are about one matter."""

    SAME = "same"
    LIKE = "like"


@dataclass(frozen=True)
class Claim:
    """One award, or one application for one, for a matter."""

    id: str
    label: str
    """Where it stands, for people: `2025-M2-0003 研发训练`, or the other policy with its 文号."""
    credit_code: str
    applicant: str
    matter: str
    contract: str
    fen: int
    """分 awarded; for an application what it is entitled to."""
    model: str = ""


@dataclass(frozen=True)
class Overlap:
    """What else there is for one claim's matter."""

    paid: tuple[Claim, ...] = ()
    """Awards for the same matter; their sum is taken off."""
    asked: tuple[Claim, ...] = ()
    """Other applications for the same matter that are not decided yet."""
    doubtful: tuple[tuple[Claim, str], ...] = ()
    """Awards and applications that may be for the same matter, each with why."""

    @property
    def paid_fen(self) -> int:
        return sum(c.fen for c in self.paid)


def overlap_of(claim: Claim, paid: Iterable[Claim], asked: Iterable[Claim]) -> Overlap:
    """Sorts every other claim into the same matter, perhaps the same, and another."""
    same_paid: list[Claim] = []
    same_asked: list[Claim] = []
    doubts: list[tuple[Claim, str]] = []
    for others, same in ((paid, same_paid), (asked, same_asked)):
        for other in others:
            how = None if other.id == claim.id else sameness(claim, other)
            if how is None:
                continue
            if how[0] is Sameness.SAME:
                same.append(other)
            else:
                doubts.append((other, how[1]))
    return Overlap(tuple(same_paid), tuple(same_asked), tuple(doubts))


def sameness(one: Claim, other: Claim) -> tuple[Sameness, str] | None:
    """Whether two claims are about one matter, and why; None where nothing says so."""
    own = bool(one.credit_code) and one.credit_code == other.credit_code
    contract, matter = _equal(one.contract, other.contract), _equal(one.matter, other.matter)
    if own and (contract or matter):
        return Sameness.SAME, "合同编号相同" if contract else "事项名称相同"
    if contract:
        return Sameness.LIKE, "合同编号相同而单位不同"
    if own and _alike(one.matter, other.matter):
        return Sameness.LIKE, "同一单位，事项名称相近"
    if own and _equal(one.model, other.model):
        return Sameness.LIKE, "同一单位，所涉大模型相同"
    if matter and _alike(one.applicant, other.applicant):
        return Sameness.LIKE, "事项名称相同，单位名称相近"
    return None


def _equal(one: str, other: str) -> bool:
    return bool(one) and plain(one) == plain(other)


def _alike(one: str, other: str) -> bool:
    first, second = _bare(one), _bare(other)
    if not first or not second or _numbers(first) != _numbers(second):
        return False  # 一期 and 二期, 03 and 04 are different things, however like the rest
    return fuzz.ratio(first, second) >= _LIKE


def _bare(name: str) -> str:
    text = plain(name)
    for word in _COMMON:
        text = text.replace(plain(word), "")
    return text


def _numbers(text: str) -> str:
    return "".join(c for c in text if c.isdecimal() or c in "一二三四五六七八九十")


def sentences(overlap: Overlap, stated_fen: int | None) -> tuple[str, ...]:
    """What a reviewer must know before answering whether the matter has been supported before."""
    found = []
    if overlap.paid and (stated_fen is None or overlap.paid_fen > stated_fen):
        stated = "未填报" if stated_fen is None else f"填报 {write_yuan(stated_fen)} 元"
        found.append(
            f"台账查得同一事项已享受 {write_yuan(overlap.paid_fen)} 元（{_names(overlap.paid)}），{stated}，按高者减除"
        )
    if overlap.asked:
        found.append(f"同一事项另有在审：{_names(overlap.asked)}；从优不重复，先封存的计为已享受，后封存的只补差额")
    found += [
        f"疑似同一事项（{why}）：{c.label} {c.applicant} {c.matter} {write_yuan(c.fen)} 元"
        for c, why in overlap.doubtful
    ]
    return tuple(found)


def _names(claims: Sequence[Claim]) -> str:
    return "、".join(f"{c.label} {write_yuan(c.fen)} 元" for c in claims)
