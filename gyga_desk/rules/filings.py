"""措施二's filing number against the dated copies of the CAC list: listed, cancelled, by whom, in which role.

Three things are kept apart: the algorithm filing this policy asks for, the filing of a generative service, and its registration.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gyga_desk.model import Verdict
from gyga_desk.rules.facts import plain

Seen = tuple[Verdict, str]
PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
NO_LIST = "尚未导入算法备案清单，是否在列、是否注销、备案主体为谁，须人工查核"
LOOK = "filing_number"
"""The automatic look whose first column holds the number."""
_ALGORITHM = "网信算备"
_MODEL = re.compile(r"[a-z][a-z0-9]*(?:[-_—–][a-z0-9.]+)+")


class Kind(StrEnum):
    """What a number is, by its look."""

    ALGORITHM = "algorithm"
    MODEL = "model"
    REGISTRATION = "registration"
    OTHER = "other"


_SAID = {
    Kind.ALGORITHM: "是算法备案编号（网信算备）",
    Kind.MODEL: "是生成式人工智能服务（大模型）备案或登记号的样式，与深度合成算法备案是两回事，不能代替",
    Kind.REGISTRATION: "是大模型登记号的样式，与深度合成算法备案是两回事，不能代替",
    Kind.OTHER: "不是算法备案编号",
}


def kind_of(number: str) -> Kind:
    """Algorithm filings begin with 网信算备; those of models are a place, a name and a date in Latin letters."""
    text = plain(number)
    if text.startswith(_ALGORITHM):
        return Kind.ALGORITHM
    if "登记" in text or "上线" in text:
        return Kind.REGISTRATION
    return Kind.MODEL if _MODEL.fullmatch(text) and any(c.isdecimal() for c in text) else Kind.OTHER


def kind_said(number: str) -> str:
    return _SAID[kind_of(number)]


def key(number: str) -> str:
    """What two ways of writing one number have in common."""
    return plain(number).removesuffix("号")


@dataclass(frozen=True)
class Filed:
    """One line of a copy of the list."""

    number: str
    algorithm: str
    holder: str
    role: str
    filed_on: str
    cancelled: bool
    dated: str
    """The day of the copy it stands in."""


@dataclass(frozen=True)
class Filings:
    """What the imported copies say; each number as the newest copy that has it says it."""

    dated: str
    """The newest copy's day."""
    lines: Mapping[str, Filed]


def index(dated: str, newest_first: Iterable[Filed]) -> Filings:
    lines: dict[str, Filed] = {}
    for line in newest_first:
        lines.setdefault(key(line.number), line)
    return Filings(dated, lines)


@dataclass(frozen=True)
class Stated:
    """What an application says of its filing; empty where it says nothing."""

    number: str
    role: str = ""
    filed_on: str = ""


def look_up(filings: Filings, stated: Stated) -> Seen:
    """Whether the number stands in the list and is in force; raises nothing, doubts are said."""
    found = filings.lines.get(key(stated.number))
    if found is None:
        return _not_listed(filings, stated)
    said = f"{found.dated} 的备案清单载有 {stated.number}：{found.algorithm or '算法名称未列'}，{found.holder}{_role(found)}"
    if found.cancelled:
        return FAIL, f"{said}，已注销。"
    if found.dated != filings.dated:
        return UNKNOWN, f"{said}；{filings.dated} 的最新清单未再列出，须核实是否注销（分批公告的清单只列当批）。"
    if stated.role and found.role and plain(stated.role) != plain(found.role):
        return UNKNOWN, f"{said}，与填报的备案角色“{stated.role}”不同，须核实。"
    return PASS, f"{said}，未注销。"


def _role(found: Filed) -> str:
    return f"（{found.role}）" if found.role else ""


def _not_listed(filings: Filings, stated: Stated) -> Seen:
    if stated.filed_on > filings.dated:
        return (
            UNKNOWN,
            f"{stated.number} 填报于 {stated.filed_on} 备案，晚于 {filings.dated} 的备案清单；请导入更新的清单后再看。",
        )
    return FAIL, f"{filings.dated} 的备案清单中没有 {stated.number}；如属另一批公告，请导入该批清单后再看。"


def holder_is(filings: Filings, number: str, applicant: str) -> Seen | None:
    """The list's holder against the applicant; None where the list has no such number."""
    found = filings.lines.get(key(number)) if number else None
    if found is None:
        return None
    same = plain(found.holder) == plain(applicant)
    where = f"{found.dated} 的备案清单载明备案主体为“{found.holder}”"
    return (PASS, f"{where}，与申报单位一致。") if same else (FAIL, f"{where}，申报单位为“{applicant}”，两者不同。")
