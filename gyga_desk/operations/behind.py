"""The lines of detail sheets beside the rows of the applications they stand behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from gyga_desk.model import Case, Fact, Problem, Severity
from gyga_desk.operations import details
from gyga_desk.operations.compare import matter_in
from gyga_desk.operations.incoming import CHANGED, HELD, UNCHANGED, Incoming, line_difference
from gyga_desk.policy import Edition, Measure


def owners_of(measure: Measure, rows: Sequence[Incoming], stored: Sequence[Case]) -> list[details.Owner]:
    """The cases that lines may belong to: the workbook's own rows, and for codes it does not have, the newest year on record."""
    here = list({r.key: r for r in rows if r.measure == measure.number}.values())
    codes = {r.credit_code for r in here}
    kept = [c for c in stored if c.measure == measure.number and c.credit_code not in codes]
    newest: dict[str, int] = {}
    for case in kept:
        newest[case.credit_code] = max(case.year, newest.get(case.credit_code, 0))
    return [
        *(details.Owner(r.key, r.applicant, _year_of(measure, r.facts), r.case, r.row, r.state == HELD) for r in here),
        *(
            details.Owner((c.year, c.measure, c.credit_code, matter_in(measure, c.facts)), c.applicant, _year_of(measure, c.facts), c.id, 0, held=False)
            for c in kept if c.year == newest[c.credit_code]
        ),
    ]  # fmt: skip


def _year_of(measure: Measure, facts: Mapping[str, Fact]) -> int | None:
    fact = facts.get(measure.detail.year) if measure.detail else None
    return fact.value if fact is not None and isinstance(fact.value, int) else None


def spenders_of(edition: Edition, rows: Sequence[Incoming], stored: Sequence[Case]) -> list[details.Owner]:
    """The cases of every measure that cost items may stand behind."""
    return [owner for m in edition.measures if m.costs for owner in owners_of(m, rows, stored)]


def with_lines(
    sheet: str, rows: Sequence[Incoming], lines: Sequence[details.Lines]
) -> tuple[list[Incoming], list[Problem]]:
    """Rows that change with their lines, and rows held because a line of theirs is."""
    by_key = {one.owner.key: one for one in lines if not one.alone}
    result: list[Incoming] = []
    faults = []
    for row in rows:
        found = by_key.get(row.key)
        if found is not None and found.state == HELD and row.state != HELD:
            sentence = f"“{sheet}”中“{row.applicant}”的明细有问题，本行暂不收件；请先更正明细。"
            faults.append(
                Problem(row.sheet, f"A{row.row}", row.row, "", "detail-held", Severity.ERROR, row.title, sentence)
            )
            result.append(replace(row, state=HELD))
        elif found is not None and found.stored and row.state in (CHANGED, UNCHANGED):
            result.append(replace(row, state=CHANGED, differences=(*row.differences, line_difference(found))))
        else:
            result.append(row)
    return result, faults
