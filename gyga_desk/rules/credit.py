"""Credit checks (第八条(二) “信用状况良好”): which of several counts, and what is bad, too old or still to be made.

A check is made when a case is filed and again before its notice and before its payment; what the application says of the
first one stands in for it until somebody records their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gyga_desk.model import Case
from gyga_desk.policy import Absent
from gyga_desk.rules.facts import plain, text_of

CLAUSE = "第八条(二)"
LOOK = "clean_credit"
"""The automatic look that reads these."""
STATED = "申报表所列"
"""The platform of a check that only the application tells of."""
_CLEAN = frozenset({"无不良记录", "无", "良好", "信用良好", "无失信记录", "正常"})


class Stage(StrEnum):
    """When a check is made."""

    FILING = "filing"
    NOTICE = "notice"
    PAYMENT = "payment"

    @property
    def label(self) -> str:
        return {"filing": "受理时", "notice": "公示前", "payment": "拨付前"}[self.value]


@dataclass(frozen=True)
class Checked:
    """One look into one platform."""

    stage: Stage
    platform: str
    on: str
    clean: bool
    result: str
    at: str = ""
    """When it was recorded; empty for what only the application tells."""


@dataclass(frozen=True)
class CreditNote:
    """One thing to be said of a case's checks: `credit-bad`, `credit-old` or `credit-missing`."""

    code: str
    stage: Stage
    sentence: str


def is_clean(result: str) -> bool:
    """Whether the words of a result say that nothing was found."""
    return plain(result) in _CLEAN


def stated(case: Case) -> Checked | None:
    """What the application says; None where either cell is blank."""
    on, result = text_of(case, "credit_checked"), text_of(case, "credit_result")
    return Checked(Stage.FILING, STATED, on, is_clean(result), result) if on and result else None


def known(case: Case, records: Sequence[Checked]) -> tuple[Checked, ...]:
    """The records, and what the application says where nobody has recorded a check at filing."""
    own = None if any(r.stage is Stage.FILING for r in records) else stated(case)
    return (*((own,) if own else ()), *records)


def telling(records: Sequence[Checked]) -> Checked | None:
    """The record that counts: the newest, unless the newest on another platform is bad."""
    newest: dict[str, Checked] = {}
    for record in sorted(records, key=lambda r: (r.on, r.at)):
        newest[plain(record.platform)] = record
    return max(newest.values(), key=lambda r: (not r.clean, r.on, r.at), default=None)


def is_old(on: str, filing_from: date | Absent) -> bool:
    """Whether a check is older than the filing period; unknown where the guide is silent, and so not said."""
    return not isinstance(filing_from, Absent) and on < filing_from.isoformat()


def notes(case: Case, records: Sequence[Checked], filing_from: date | Absent) -> tuple[CreditNote, ...]:
    """Everything to be said of one case's checks, in the order of the stages."""
    held = known(case, records)
    bad = telling(records) or telling(held)
    found = []
    for stage in Stage:
        here = [r for r in held if r.stage is stage]
        if not here:
            found.append(CreditNote("credit-missing", stage, f"{stage.label}的信用查询尚未登记。"))
        found += [CreditNote("credit-old", stage, f"{r.platform} {r.on} 的查询早于申报期开始（{filing_from}），须重新查询。")
                  for r in here if is_old(r.on, filing_from)]  # fmt: skip
        if bad is not None and bad in here and not bad.clean:
            found.append(CreditNote("credit-bad", stage, f"{bad.platform} {bad.on} 查询结果为“{bad.result}”。"))
    return tuple(found)
