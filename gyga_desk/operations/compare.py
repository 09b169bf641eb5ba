"""A workbook's rows set against the record, field by field: new, changed, the same, there twice, or not to be changed any more."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from sys import intern

from gyga_desk.formats.workbook import RowRead, SheetResult
from gyga_desk.model import Case, ColumnType, Fact, FactValue, Problem, Severity
from gyga_desk.money import write_yuan
from gyga_desk.operations import questions, redemptions
from gyga_desk.operations.incoming import CHANGED, HELD, NEW, REDEEM, UNCHANGED, Difference, Incoming
from gyga_desk.operations.settling import LEAVE, OF_THE_SHEET, Settler, settled_problem
from gyga_desk.policy import Edition, Measure
from gyga_desk.progress import Progress, silent
from gyga_desk.rowfacts import each_meaning, in_words, said
from gyga_desk.rules.facts import plain
from gyga_desk.store import reads

_REPORT_EVERY = 500
_Once = tuple[int, str, str, bool]


class Comparison:
    """The record as it is now, read once, against which sheet after sheet is set."""

    def __init__(self, db: sqlite3.Connection, edition: Edition, settler: Settler, progress: Progress = silent) -> None:
        self.cases: list[Case] = []
        for done, case in enumerate(reads.each_case(db)):
            if done % _REPORT_EVERY == 0:
                progress(0, 0, "正在读取已有记录")
            self.cases.append(case)
        self.sealed = {s.case for s in reads.sealed(db)}
        self._stored = {(c.year, c.measure, c.credit_code, matter_of(edition, c)): c for c in self.cases}
        self._vouchers = redemptions.Sealed(db, edition.measures)
        self.known = questions.known_of(self.cases)
        self._settler, self._progress = settler, progress

    def take(self, sheet: SheetResult, measure: Measure) -> tuple[SheetResult, list[Incoming], list[Problem]]:
        """The sheet with its questions asked and answered, its rows against the record, and what the record says against them."""
        read = self._read(sheet, measure)
        asked = questions.ask(sheet, measure, self.known, read)
        if asked:
            before = sheet.rows
            sheet = self._settler.answer(replace(sheet, problems=(*sheet.problems, *asked)))
            read = read if sheet.rows == before else self._read(sheet, measure)
        sheet, rows, faults = self._without_twins(sheet, measure, read)
        held = {p.row for p in (*sheet.problems, *faults) if p.severity is not Severity.NOTE and p.row}
        whole = any(_stops_sheet(p) for p in sheet.problems)
        result = []
        for row in rows:
            found = self._faults(sheet, row)
            faults += found
            wrong = whole or row.row in held or any(f.severity is Severity.ERROR for f in found)
            result.append(replace(row, state=HELD) if wrong else row)
        return sheet, result, faults

    def _read(self, sheet: SheetResult, measure: Measure) -> list[Incoming]:
        """Every row against the record."""
        columns = "year", "applicant", "credit_code", "district", measure.title, *measure.key
        meant = each_meaning((row.facts for row in sheet.rows), columns)
        read = []
        for done, (row, found) in enumerate(zip(sheet.rows, meant, strict=True)):
            if done % _REPORT_EVERY == 0:
                self._progress(done, len(sheet.rows), f"正在与记录比对 {sheet.name}")
            read.append(self._incoming(sheet, measure, row, found))
        return read

    def _without_twins(
        self, sheet: SheetResult, measure: Measure, rows: Sequence[Incoming]
    ) -> tuple[SheetResult, list[Incoming], list[Problem]]:
        """One matter in several rows is asked about; the rows that the answer does not take are left out."""
        numbers = sorted(hash(_once(row)) for row in rows)  # numbers first: nearly every row is alone
        often = {one for one, next_one in pairwise(numbers) if one == next_one}
        groups: dict[_Once, list[Incoming]] = defaultdict(list)
        for row in rows:
            if row.credit_code and hash(_once(row)) in often:
                groups[_once(row)].append(row)
        gone: set[int] = set()
        faults: list[Problem] = []
        for group in (g for g in groups.values() if len(g) > 1):
            if group[0].asked is not None:
                faults += [_twice(row) for row in group]
                continue
            found = questions.twins(
                sheet.name, {r.row: (f"A{r.row}", _words(measure, r)) for r in group}, f"{group[0].applicant} {group[0].title}".strip()
            )  # fmt: skip
            left, said = _choose(self._settler, found)
            gone |= left
            faults += said
        if gone:
            skipped = tuple(sorted((*sheet.skipped, *((number, "经办人答复不收") for number in gone))))
            sheet = replace(sheet, skipped=skipped, rows=tuple(r for r in sheet.rows if r.row not in gone))
        return sheet, [row for row in rows if row.row not in gone], faults

    def _incoming(self, sheet: SheetResult, measure: Measure, row: RowRead, meant: Sequence[FactValue]) -> Incoming:
        facts = row.facts
        year = meant[0] if isinstance(meant[0], int) else 0
        applicant, code, district, title, *key = in_words(meant[1:])
        matter = "|".join(map(plain, key))
        matter = title if matter == title else matter  # one text in memory for both
        asked = self._vouchers.asked(measure, facts)
        before = None if asked else self._stored.get((year, measure.number, code, matter))
        differences = _differences(measure, before, facts) if before else ()
        if asked is not None:
            state, case = UNCHANGED if asked.known else REDEEM, asked.case
        else:
            state, case = NEW if before is None else CHANGED if differences else UNCHANGED, before.id if before else ""
        return Incoming(
            sheet.name, row.row, measure.number, year, applicant, code, title, intern(district), matter, state, case, facts, differences, asked,
        )  # fmt: skip

    def _faults(self, sheet: SheetResult, row: Incoming) -> list[Problem]:
        """What the record says against a row."""
        if row.case in self.sealed and row.state == CHANGED:
            what = "、".join(d.header for d in row.differences[:5])
            sentence = f"{row.case} 的决定已封存，不能再改（{what}）；确需更正，须先由主任重新开启。"
            return [Problem(sheet.name, f"A{row.row}", row.row, "", "sealed", Severity.ERROR, row.title, sentence)]
        return [_asked_wrongly(sheet, row, one) for one in (row.asked.faults if row.asked else ())]


def _stops_sheet(problem: Problem) -> bool:
    """A fault of the sheet as a whole, or one of its totals sent back."""
    return problem.severity is Severity.ERROR and (not problem.row or problem.code in OF_THE_SHEET)


def _choose(settler: Settler, found: Sequence[Problem]) -> tuple[set[int], list[Problem]]:
    """The rows that are left out by what was answered at any of them, and what is still to be asked or said."""
    words = {p.row: one for p in found if (one := settler.word(p)) is not None}
    taken = next((n for one in words.values() if (n := questions.row_taken(one.choice)) is not None), None)
    if taken is not None:
        one = next(w for w in words.values() if questions.row_taken(w.choice) == taken)
        left = {p.row for p in found} - {taken}
        return left, [settled_problem(p, one) for p in found]
    left = {number for number, one in words.items() if one.choice == LEAVE}
    one_stays = len(found) - len(left) == 1
    kept = [p for p in found if p.row in left or not one_stays]
    return left, [settled_problem(p, words[p.row]) if p.row in words else p for p in kept]


def _words(measure: Measure, row: Incoming) -> dict[str, str]:
    return {
        fact.header or column: show_fact(measure, column, fact) for column, fact in row.facts.items() if column != "seq"
    }


def _twice(row: Incoming) -> Problem:
    sentence = f"“{row.applicant}”的“{row.title}”在本表出现不止一次；请删去重复的行，或写明是不同事项。"
    return Problem(row.sheet, f"A{row.row}", row.row, "", "duplicate-row", Severity.ERROR, row.title, sentence)


def _once(row: Incoming) -> tuple[int, str, str, bool]:
    """What stands once in a sheet: an applicant's matter, and beside it the payment asked for it."""
    return row.year, row.credit_code, row.matter, row.asked is not None


def matter_of(edition: Edition, case: Case) -> str:
    measure = edition.measure(case.measure)
    return matter_in(measure, case.facts) if measure else ""


def matter_in(measure: Measure, facts: Mapping[str, Fact]) -> str:
    """What tells one matter of an applicant from another, without differences that carry no meaning."""
    return "|".join(map(plain, said(facts, measure.key)))


def _differences(measure: Measure, before: Case, facts: Mapping[str, Fact]) -> tuple[Difference, ...]:
    found = []
    for column in [
        *(c.id for c in measure.columns),
        *sorted({k for k in (*before.facts, *facts) if k.startswith("x:")}),
    ]:
        old, new = before.facts.get(column), facts.get(column)
        if (old.value if old else None) != (new.value if new else None):
            told = show_fact(measure, column, old), show_fact(measure, column, new)
            found.append(Difference(_header(measure, column), *told, new.cell if new else ""))
    return tuple(found)


def _header(measure: Measure, column: str) -> str:
    held = measure.column(column)
    return held.header if held else column.removeprefix("x:")


def show_fact(measure: Measure, column: str, fact: Fact | None) -> str:
    """A fact as people read it: money in 元, yes-no as 是 or 否, blank where there is none."""
    if fact is None or fact.value is None:
        return ""
    held = measure.column(column)
    if isinstance(fact.value, bool):
        return "是" if fact.value else "否"
    if held is not None and held.type is ColumnType.MONEY and isinstance(fact.value, int):
        return write_yuan(fact.value)
    return str(fact.value)


def _asked_wrongly(sheet: SheetResult, row: Incoming, one: redemptions.Fault) -> Problem:
    fact = row.facts.get(one.column)
    cell, raw = (fact.cell or f"A{row.row}", fact.raw) if fact else (f"A{row.row}", "")
    return Problem(sheet.name, cell, row.row, fact.header if fact else "", one.code, one.severity, raw, one.sentence)
