"""Screen, workbook and paper tell one figure: whatever has two decimals on any of them stands so in the record's standing.

Every paper of the demonstration year is read back by another program, every workbook by openpyxl. A figure that was
rounded, summed or split anywhere but in `standings` stands in none of the sets here.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from gyga_desk.model import Case, Standing, Step
from gyga_desk.money import write_yuan
from gyga_desk.operations.demo import Demo
from gyga_desk.operations.demo_papers import carry_on, print_set
from gyga_desk.operations.outside import export_cases
from gyga_desk.operations.papers import Printed
from gyga_desk.operations.sheets.kinds import KINDS
from gyga_desk.operations.signing import signers_of
from gyga_desk.operations.vouchers import ledger_of
from gyga_desk.policy import Edition
from gyga_desk.rules.items import items_of
from gyga_desk.rules.scoring import published
from gyga_desk.standings import edition_of, measure_of, of, totals_of
from gyga_desk.store import exceptions, open_reader, reads, vouchers

YEAR = 2025
FIGURE = re.compile(r"(?<![\d.,])\d[\d,]*\.\d\d(?![\d%])")


@dataclass(frozen=True)
class Told:
    """The year's record and everything printed from it."""

    db: sqlite3.Connection
    edition: Edition
    printed: tuple[Printed, ...]

    def standing(self, case: str) -> Standing:
        held = reads.case(self.db, case)
        return next(s for s in of(self.db, self.edition, held.measure, YEAR).cases if s.case == case)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, demo: Demo) -> Iterator[Told]:
    folder = tmp_path_factory.mktemp("figures")
    store = Path(shutil.copy(demo.store, folder))
    carry_on(store)
    printed = tuple(print_set(store, folder / "文书"))
    db = open_reader(store)
    yield Told(db, edition_of(db), printed)
    db.close()


# what the record says


def _of_standing(one: Standing) -> Iterator[int | None]:
    yield from (one.entitled_fen, one.amount_fen, one.city_fen, one.district_fen)
    for step in one.derivation:
        yield from _of_step(step)


def _of_step(step: Step) -> Iterator[int | None]:
    yield from (step.before_fen, step.after_fen)
    if step.before_fen is not None and step.after_fen is not None:
        yield abs(step.before_fen - step.after_fen)


def _of_case(db: sqlite3.Connection, case: Case) -> Iterator[int | None]:
    """What was filed, and what is on record beside it."""
    yield from (fact.value for fact in case.facts.values() if type(fact.value) is int)
    for cost in reads.costs(db, case.id).get(case.id, []):
        yield from (cost.amount_fen, cost.paid_fen, cost.public_fen)
    for trade in reads.trades(db, case.id).get(case.id, []):
        yield from (trade.contract_fen, trade.paid_fen, trade.invoice_fen)
    special = exceptions.special(db, case.id)
    yield special.amount_fen if special else None
    for one in vouchers.vouchers(db):
        if one.case == case.id:
            yield from (one.fen, one.left, one.used, one.paid, one.used - one.paid)


def _scores(told: Told, one: Standing) -> set[str]:
    found = {f"{published(one.score):.2f}"} if one.score is not None else set()
    given = [m.points for m in reads.marks(told.db, one.measure, YEAR, one.case) if m.points is not None]
    given += [t.total for t in one.scores if t.total is not None]
    return found | {f"{points:.2f}" for points in given}


def of_case(told: Told, case: str) -> set[str]:
    """Every figure that a paper about this case may show."""
    standing, held = told.standing(case), reads.case(told.db, case)
    measure = measure_of(told.edition, held.measure)
    fens = {*_of_standing(standing), *_of_case(told.db, held)}
    rubric = {f"{item.points:.2f}" for item in items_of(measure.rubric)} | {"100.00"}
    limits = {measure.amount.cap, getattr(measure.rubric, "floor", None)}
    said = {write_yuan(v) for v in limits if type(v) is int} | {f"{v:.2f}" for v in limits if isinstance(v, Decimal)}
    words = {word for step in standing.derivation for word in FIGURE.findall(step.label)}
    checks = {check.id for check in measure.checks}  # `3.10` looks like a figure
    return (
        {write_yuan(fen) for fen in fens if fen is not None} | rubric | said | words | checks | _scores(told, standing)
    )


def of_year(told: Told, measure: int, cases: tuple[str, ...] = ()) -> set[str]:
    """Every figure of a measure's year, with its sums; `cases` are those of one list that sums for itself."""
    table = of(told.db, told.edition, measure, YEAR)
    sums = totals_of(told.db, told.edition, YEAR, measure)
    fens: set[int | None] = {
        table.pool_fen,
        table.spent_fen,
        sums.amount_fen,
        sums.apart_fen,
        *(p.fen for p in sums.payers),
    }
    fens |= {fen for p in sums.payers for fen in (p.fen,)}
    fens |= _voucher_sums(told)
    for name in ("amount_fen", "city_fen", "district_fen"):
        fens.add(sum(getattr(s, name) or 0 for s in table.cases if s.case in cases))
    by_payer: Counter[str] = Counter()
    for s in table.cases:
        if s.case in cases:
            by_payer[s.payer] += s.district_fen or 0
            by_payer["市级"] += s.city_fen or 0
    fens |= set(by_payer.values())
    found = {write_yuan(fen) for fen in fens if fen is not None}
    return found.union(*(of_case(told, s.case) for s in table.cases))


def _voucher_sums(told: Told) -> set[int | None]:
    """The year's balance as the ledger's page has it."""
    sums = ledger_of(told.db, told.edition, YEAR).balance
    return {sums.pool, sums.issued, sums.lapsed + sums.returned, sums.used, sums.paid, sums.left}


def allowed(told: Told, one: Printed) -> set[str]:
    paper = one.paper
    if paper.case:
        return of_case(told, paper.case)
    given = [s.case for s in of(told.db, told.edition, paper.measure, YEAR).cases if s.amount_fen]
    cases = tuple(case for case in given if case in paper.subject) or tuple(given)
    return of_year(told, paper.measure, cases)


# what is shown


def figures(text: str) -> Counter[str]:
    return Counter(FIGURE.findall(text))


def on_paper(path: Path) -> Counter[str]:
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True)
    return figures(done.stdout)


def in_workbook(path: Path) -> Counter[str]:
    """Whatever a cell holds that is no whole number, written as it is shown."""
    found: Counter[str] = Counter()
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, int | float | Decimal) and cell.number_format.endswith("0.00"):
                    found[f"{Decimal(str(cell.value)):,.2f}"] += 1
    return found


def unknown(shown: Counter[str], known: set[str]) -> list[str]:
    """Figures that stand nowhere in the record; thousands are parted or not."""
    plain = {word.replace(",", "") for word in known}
    return sorted(word for word in shown if word.replace(",", "") not in plain)


# the test over all of them


def test_every_figure_on_every_paper_and_in_every_workbook_is_the_record_s(told: Told) -> None:
    assert {p.paper.kind for p in told.printed} | {"approval"} == {k.id for k in KINDS}
    wrong, count = {}, 0
    for one in told.printed:
        known = allowed(told, one)
        shown = on_paper(one.path) + (in_workbook(one.table) if one.table else Counter())
        count += len(shown)
        if found := unknown(shown, known):
            wrong[one.paper.number] = found
    assert not wrong
    assert count > 500, "the papers were read"


def test_every_amount_stands_on_the_papers_that_must_show_it(told: Told) -> None:
    by_kind = {k.id: [p for p in told.printed if p.paper.kind == k.id] for k in KINDS}
    for kind in ("approval", "fund-approval"):
        for one in by_kind[kind]:
            standing = told.standing(one.paper.case)
            shown = on_paper(one.path)
            for fen in (standing.amount_fen, standing.city_fen, standing.district_fen):
                assert write_yuan(fen or 0) in shown, (one.paper.number, fen)
    for one in by_kind["public-list"]:
        cases = of(told.db, told.edition, one.paper.measure, YEAR).cases
        given = Counter(write_yuan(s.amount_fen) for s in cases if s.amount_fen)
        total = write_yuan(sum(s.amount_fen or 0 for s in cases))
        shown = on_paper(one.path)
        assert all(shown[word] >= n for word, n in given.items()) and total in shown
        assert one.table is not None and in_workbook(one.table) == given


def test_the_table_for_other_offices_holds_the_standing(told: Told, tmp_path: Path) -> None:
    out = tmp_path / "项目.xlsx"
    person = reads.person(told.db, "经办人")
    assert person is not None
    export_cases(told.db, told.edition, out, person, None, YEAR)
    known: set[str] = set()
    for measure in told.edition.measures:
        known |= of_year(told, measure.number)
    assert unknown(in_workbook(out), known) == []
    book = openpyxl.load_workbook(out)
    shown = {row[0]: row for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)}
    heads = [cell.value for cell in book.worksheets[0][1]]
    for measure in told.edition.measures:
        for s in of(told.db, told.edition, measure.number, YEAR).cases:
            row = dict(zip(heads, shown[s.case], strict=False))
            wanted = {"拟支持金额": s.amount_fen, "市级承担": s.city_fen, "属地承担": s.district_fen}
            for header, fen in wanted.items():
                assert row[header] is None if fen is None else round(Decimal(str(row[header])) * 100) == fen


# the files themselves


def longest(told: Told) -> dict[str, Printed]:
    """The paper of each kind that has most in it."""
    return {p.paper.kind: p for p in sorted(told.printed, key=lambda p: p.path.stat().st_size)}


def test_outside_programs_are_content_with_a_paper_of_every_kind(told: Told) -> None:
    for kind, one in longest(told).items():
        with pikepdf.open(one.path) as pdf:
            assert not pdf.check_pdf_syntax(), kind
        faces = subprocess.run(["pdffonts", one.path], capture_output=True, check=True, text=True).stdout.splitlines()
        assert faces[2:] and all(face.split()[-5] == "yes" for face in faces[2:]), (kind, "every face embedded")
        places = {s.field for s in signers_of(one.paper)}
        said = subprocess.run(["pdfsig", one.path], capture_output=True, check=False, text=True).stdout
        assert set(re.findall(r"Signature Field Name: (\w+)", said)) == places, kind
        assert said.count("is not signed") == len(places)


@pytest.mark.parametrize("off", [7, -7, 100])
def test_a_figure_worked_out_elsewhere_is_found(told: Told, off: int) -> None:
    one = next(p for p in told.printed if p.paper.kind == "fund-approval")
    standing = told.standing(one.paper.case)
    wrong = write_yuan((standing.city_fen or 0) + off)
    assert unknown(figures(f"市级财政承担 {wrong} 元"), allowed(told, one)) == [wrong]
