"""Making cases, checks, answers and marks for the rules' tests out of the few facts a test is about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from gyga_desk.model import Answer, Answered, Case, CaseId, Conflict, Declared, Fact, FactValue, Mark, MarkState
from gyga_desk.policy import Edition, Measure

AT = "2025-07-01T09:00:00+08:00"


def measure(edition: Edition, number: int) -> Measure:
    found = edition.measure(number)
    assert found is not None
    return found


def case(of: Measure, case_id: CaseId = "", **facts: FactValue | date) -> Case:
    """A case with just these facts; the others stand in no cell."""
    unknown = facts.keys() - {c.id for c in of.columns}
    assert not unknown, f"{of.id} has no column {unknown}"
    held = {name: fact(value) for name, value in facts.items()}
    return Case(
        id=case_id or f"2025-M{of.number}-0001", measure=of.number, year=2025, applicant="贵州黔云智能科技有限公司",
        credit_code="915201009PUG26F69T", title="示例事项", district="观山湖区", batch="2025-B001", file="申报.xlsx",
        sheet=of.sheet, row=5, facts=held, digest="sha256:facts",
    )  # fmt: skip


def fact(value: FactValue | date) -> Fact:
    plain = value.isoformat() if isinstance(value, date) else value
    return Fact(str(value), plain, "B5")


def answered(
    check: str, answer: Answer, person: str = "审核甲", note: str = "", reduce_fen: int | None = None
) -> Answered:
    return Answered("2025-M3-0001", check, person, answer, note, AT, reduce_fen)


def conflict(person: str, declared: Declared) -> Conflict:
    return Conflict("2025-M3-0001", person, declared, "", AT)


def total_mark(expert: str, points: str | None, state: MarkState = MarkState.GIVEN) -> Mark:
    return mark(expert, "total", points, state)


def mark(expert: str, item: str, points: str | None, state: MarkState = MarkState.GIVEN) -> Mark:
    return Mark("2025-M3-0001", expert, item, state, None if points is None else Decimal(points))
