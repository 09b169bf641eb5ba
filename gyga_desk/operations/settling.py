"""A person's word on a workbook, laid over what was read: answers to its questions, and corrections of its cells.

Nothing is read in the silence of the program: a question stays until somebody answers it, and what was answered stays
to be seen, in the list of problems as a note and beside the fact with the raw text, the name and the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from gyga_desk.formats.cells import shown
from gyga_desk.formats.mended import mend, original
from gyga_desk.formats.raw import Book
from gyga_desk.formats.sums import StatedSum, say_sum
from gyga_desk.formats.table import RowRead
from gyga_desk.formats.workbook import SheetResult
from gyga_desk.model import Choice, Fact, Problem, Settlement, Severity

ROW = "row-"
"""Before the number of the row that an answer to twins takes."""
_ANSWERED = "已答复："
ACCEPT, LEAVE, RETURN = "accept", "leave", "return"
"""Keys every question may have: take it as it was read, leave the row out, send it back to the applicant."""
_SUMS = ("sum-differs", "sum-rounded")
OF_THE_SHEET = ("sum-differs",)
"""What stands in a line that is no application, and is about all of them."""
Place = tuple[str, int, str, str]
Words = Mapping[Place, Settlement]


def merged(*told: Iterable[Settlement]) -> tuple[Settlement, ...]:
    """All of them, a later word on one place in place of the earlier."""
    held = {one.place: one for some in told for one in some}
    return tuple(held.values())


def sign(told: Iterable[Settlement], person: str, at: str) -> list[Settlement]:
    """Words with the name and time of who says them now; what was said before keeps its own."""
    return [one if one.person else replace(one, person=person, at=at) for one in told]


def choices_of(problem: Problem) -> tuple[Choice, ...]:
    """What may be answered to a question: its own readings, and the two ways that are always open."""
    if problem.severity is not Severity.ASK and not problem.answer:
        return ()
    own = problem.choices or (Choice(ACCEPT, "核实无误，按此收件", None),)
    if problem.row and problem.code not in OF_THE_SHEET:
        always = [Choice(LEAVE, "不收这一行", None), Choice(RETURN, "退回申报单位更正，本行暂不收件", None)]
    else:
        always = [Choice(RETURN, "退回申报单位更正，本表暂不收件", None)]
    known = {one.key for one in own}
    return (*own, *(one for one in always if one.key not in known))


def take_choice(problem: Problem, key: str) -> Settlement | None:
    """The answer with this key, or in these words; None where the question has no such choice."""
    found = next((one for one in choices_of(problem) if key in (one.key, one.sentence)), None)
    if found is None:
        return None
    question = problem.sentence.partition(_ANSWERED)[0]
    return Settlement(
        problem.sheet, problem.row, problem.cell, problem.column, problem.code, problem.raw, found.key, found.sentence, question,
    )  # fmt: skip


def answers_to(problems: Iterable[Problem], asked: Iterable[Problem], key: str) -> list[Settlement]:
    """One answer to all of these questions; twins, which are one question in several rows, are answered together."""
    places = {(p.sheet, p.row, p.cell, p.code): p for p in asked}
    for problem in problems:
        if any(_twins(problem, one) for one in places.values()):
            places.setdefault((problem.sheet, problem.row, problem.cell, problem.code), problem)
    return [one for p in places.values() if (one := take_choice(p, key)) is not None]


def _twins(one: Problem, other: Problem) -> bool:
    rows = [c.key for c in one.choices if c.key.startswith(ROW)]
    return one.sheet == other.sheet and bool(rows) and rows == [c.key for c in other.choices if c.key.startswith(ROW)]


def correct(book: Book, sheet: SheetResult, cell: str, text: str) -> Settlement:
    """What a cell should read, with what stands in it."""
    raw = shown(original(book, sheet.name, cell), book.epoch1904)
    row = _row_of(cell)
    column = _column_of(sheet, cell)
    header = next((r.facts[column].header for r in sheet.rows if column in r.facts), "")
    return Settlement(sheet.name, row, cell, header, "", raw, "", text)


def corrected(book: Book, settled: Sequence[Settlement]) -> Book:
    """The book as it reads with the corrections in."""
    texts = {(one.sheet, one.cell): one.said for one in settled if not one.code}
    return mend(book, texts) if texts else book


def signed(one: Settlement) -> str:
    """Name and day of a word."""
    return f"（{one.person} {one.at[:10]}）" if one.person else ""


class Settler:
    """Lays the words over one sheet: facts, problems, totals."""

    def __init__(self, book: Book, settled: Sequence[Settlement]) -> None:
        self._book = book
        self.words: Words = {one.place: one for one in settled if one.code}
        self._corrected = {(one.sheet, one.cell): one for one in settled if not one.code}

    def restore(self, sheet: SheetResult) -> SheetResult:
        """Corrected facts with the raw text of the file, and a note for each correction."""
        here = {cell: one for (name, cell), one in self._corrected.items() if name == sheet.name}
        if not here:
            return sheet
        notes = tuple(self._note(one) for one in here.values())
        numbers = {one.row for one in here.values()}
        rows = tuple(self._restored(row, here) if row.row in numbers else row for row in sheet.rows)
        return replace(sheet, rows=rows, problems=(*sheet.problems, *notes))

    def answer(self, sheet: SheetResult) -> SheetResult:
        """The sheet with its answered questions settled; asked again it stays the same."""
        found = {p: one for p in sheet.problems if p.severity is Severity.ASK and (one := self.word(p)) is not None}
        if not found:
            return sheet
        problems = tuple(settled_problem(p, found[p]) if p in found else p for p in sheet.problems)
        rows, skipped = _rows(sheet, found)
        sums = tuple(_again(one, sheet.rows, rows) for one in sheet.sums)
        return replace(sheet, rows=rows, skipped=skipped, sums=sums, problems=_sums_said(sheet, sums, problems))

    def word(self, problem: Problem) -> Settlement | None:
        """The answer given to this question, if it is still one of its choices and the cell still reads the same."""
        one = self.words.get((problem.sheet, problem.row, problem.cell, problem.code))
        fits = one is not None and one.raw == problem.raw and any(c.key == one.choice for c in choices_of(problem))
        return one if fits else None

    def _note(self, one: Settlement) -> Problem:
        sentence = f"原文{_quoted(one.raw)}，更正为{_quoted(one.said)}{signed(one)}。"
        return Problem(one.sheet, one.cell, one.row, one.column, "corrected", Severity.NOTE, one.raw, sentence)

    def _restored(self, row: RowRead, here: Mapping[str, Settlement]) -> RowRead:
        return replace(row, facts={key: self._told(fact, here.get(fact.cell)) for key, fact in row.facts.items()})

    def _told(self, fact: Fact, one: Settlement | None) -> Fact:
        if one is None:
            return fact
        raw = shown(original(self._book, one.sheet, one.cell), self._book.epoch1904)
        return replace(fact, raw=raw, settled=f"更正为{_quoted(one.said)}{signed(one)}")


def _quoted(text: str) -> str:
    return f"“{text}”" if text else "（空）"


def settled_problem(problem: Problem, one: Settlement) -> Problem:
    """The question as it is answered: sent back it stays a fault, otherwise it is only said."""
    sentence = f"{problem.sentence}{_ANSWERED}{one.said}{signed(one)}。"
    severity = Severity.ERROR if one.choice == RETURN else Severity.NOTE
    return replace(problem, severity=severity, sentence=sentence, answer=one.choice)


def _rows(
    sheet: SheetResult, found: Mapping[Problem, Settlement]
) -> tuple[tuple[RowRead, ...], tuple[tuple[int, str], ...]]:
    """The rows with the values that were chosen, without those left out."""
    gone = {p.row for p, one in found.items() if one.choice == LEAVE}
    chosen: dict[int, dict[str, tuple[Choice, Settlement]]] = {}
    for problem, one in found.items():
        choice = next(c for c in choices_of(problem) if c.key == one.choice)
        if problem.fact and one.choice not in (ACCEPT, LEAVE, RETURN):
            chosen.setdefault(problem.row, {})[problem.fact] = (choice, one)
    rows = tuple(_chosen(row, chosen.get(row.row, {})) for row in sheet.rows if row.row not in gone)
    left = [(number, "经办人答复不收") for number in sorted(gone) if any(r.row == number for r in sheet.rows)]
    return rows, tuple(sorted((*sheet.skipped, *left)))


def _chosen(row: RowRead, chosen: Mapping[str, tuple[Choice, Settlement]]) -> RowRead:
    if not chosen:
        return row
    facts = dict(row.facts)
    for key, (choice, one) in chosen.items():
        held = facts[key]
        said = "；".join(filter(None, (held.settled, f"{one.said}{signed(one)}")))
        facts[key] = replace(held, value=held.value if choice.value is None else choice.value, settled=said)
    return replace(row, facts=facts)


def _again(total: StatedSum, before: Sequence[RowRead], rows: Sequence[RowRead]) -> StatedSum:
    """The total over the same rows, with what they say now; where all of them changed unit, so did the total."""
    were = {r.row: _fen(r, total.fact) for r in before if r.row in total.rows}
    are = {r.row: _fen(r, total.fact) for r in rows if r.row in total.rows}
    if were == are:
        return total
    ratios = {Fraction(are.get(number, 0), fen) for number, fen in were.items() if fen}
    ratio = ratios.pop() if len(ratios) == 1 else Fraction(1)
    stated = total.stated_fen * ratio
    return replace(
        total, computed_fen=sum(are.values()), stated_fen=int(stated) if ratio and stated.denominator == 1 else total.stated_fen
    )  # fmt: skip


def _fen(row: RowRead, column: str) -> int:
    fact = row.facts.get(column)
    return fact.value if fact is not None and isinstance(fact.value, int) else 0


def _column_of(sheet: SheetResult, cell: str) -> str:
    """The id of the column a cell stands in; empty where it is none of the edition's."""
    letters = cell.rstrip("0123456789")
    return next((c for c, where in sheet.columns.items() if where == letters), "")


def _row_of(cell: str) -> int:
    return int("".join(c for c in cell if c.isdecimal()))


def _sums_said(sheet: SheetResult, sums: Sequence[StatedSum], problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """What is said about a total agrees with it as it is now."""
    now = {one.cell: one for one, before in zip(sums, sheet.sums, strict=True) if one != before}
    kept = [p for p in problems if not (p.code in _SUMS and p.cell in now)]
    raws = {p.cell: p.raw for p in sheet.problems if p.code in _SUMS}
    said = (say_sum(sheet.name, one, _row_of(cell), raws.get(cell, "")) for cell, one in now.items())
    return (*kept, *(one for one in said if one is not None))
