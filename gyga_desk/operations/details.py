"""The lines of a detail sheet (交易明细) of a workbook: whose they are, what is wrong with them, and how they are stored.

The lines of one case are taken whole or not at all: a sum with a line left out would be a wrong sum.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gyga_desk.errors import Refused
from gyga_desk.formats.workbook import RowRead, SheetResult
from gyga_desk.model import CaseId, Fact, Problem, Severity, Trade
from gyga_desk.money import write_yuan
from gyga_desk.policy import Measure
from gyga_desk.store import codec, reads, writes

NEW, CHANGED, UNCHANGED, HELD = "new", "changed", "unchanged", "held"
Key = tuple[int, int, str, str]
"""Year, measure, credit code, matter: what a case is found by before it has a number."""


@dataclass(frozen=True)
class Owner:
    """A case, in the workbook or on record, that lines may belong to."""

    key: Key
    applicant: str
    year: int | None
    """The statistical year, which tells several cases of one applicant apart."""
    case: CaseId
    """Empty for one that is new with this workbook."""
    row: int
    """Its row in the workbook; 0 where it is on record alone."""
    held: bool

    @property
    def code(self) -> str:
        return self.key[2]


@dataclass(frozen=True)
class Lines:
    """All lines of one case."""

    owner: Owner
    trades: tuple[Trade, ...]
    before: tuple[Trade, ...]
    """What is on record of them."""
    state: str

    @property
    def sheet(self) -> str:
        return self.trades[0].sheet

    @property
    def alone(self) -> bool:
        """Whether they come without their case's own row."""
        return not self.owner.row

    @property
    def stored(self) -> bool:
        """Whether an import would store them."""
        return self.state in (NEW, CHANGED)


@dataclass(frozen=True)
class Matched:
    """The lines of a workbook by case, and what is wrong with them."""

    lines: tuple[Lines, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Line:
    """One line, with the transaction it tells of where it can be read."""

    sheet: SheetResult
    row: RowRead
    trade: Trade | None
    broken: bool

    def problem(self, code: str, sentence: str, severity: Severity = Severity.ERROR, column: str = "") -> Problem:
        fact = self.row.facts.get(column)
        place = (fact.cell, fact.header, fact.raw) if fact and fact.cell else (f"A{self.row.row}", "", "")
        return Problem(self.sheet.name, place[0], self.row.row, place[1], code, severity, place[2], sentence)


def match(
    measure: Measure,
    sheets: Sequence[SheetResult],
    owners: Sequence[Owner],
    stored: Mapping[CaseId, Sequence[Trade]],
    sealed: set[CaseId],
) -> Matched:
    """Every line to its case, by credit code and then by year; a case with a bad line is held whole."""
    detail = measure.detail
    assert detail is not None
    problems: list[Problem] = []
    groups: dict[Key, tuple[Owner, list[_Line]]] = {}
    for line in (found for s in sheets if s.detail == measure.number for found in _lines(s)):
        owner = _owner(line, detail.owner, measure.sheet, owners)
        if isinstance(owner, Problem):
            problems.append(owner)
        elif owner is not None:
            groups.setdefault(owner.key, (owner, []))[1].append(line)
    lines = []
    for owner, members in groups.values():
        faults = [*_repeated(members)]
        before = tuple(stored.get(owner.case, ()))
        state = HELD if faults or owner.held or any(m.broken for m in members) else _state(members, before)
        if state == CHANGED and owner.case in sealed:
            faults.append(
                members[0].problem(
                    "sealed", f"{owner.case} 的决定已封存，交易明细不能再改；确需更正，须先由主任重新开启。"
                )
            )
            state = HELD
        problems += faults
        lines.append(
            Lines(
                owner,
                tuple(m.trade or replace(_EMPTY, sheet=m.sheet.name, row=m.row.row) for m in members),
                before,
                state,
            )
        )
    problems += _left_behind(measure, sheets, owners, stored, {one.owner.key for one in lines})
    return Matched(tuple(lines), tuple(problems))


_EMPTY = Trade("", "", "", "", "", 0, 0, 0, None)
"""In the place of a line that cannot be read; its case is held, so that it is never stored."""


def _lines(sheet: SheetResult) -> Iterator[_Line]:
    whole = any(p.severity is Severity.ERROR and not p.row for p in sheet.problems)
    bad = {p.row for p in sheet.problems if p.severity is not Severity.NOTE and p.row}
    for row in sheet.rows:
        trade = _trade(sheet.name, row)
        yield _Line(sheet, row, trade, whole or row.row in bad or trade is None)


def _trade(sheet: str, row: RowRead) -> Trade | None:
    value = {c: _value(row.facts, c) for c in _COLUMNS[:-2]}
    if any(v is None for c, v in value.items() if c != "related"):
        return None
    return Trade(**value, sheet=sheet, row=row.row)


def _value(facts: Mapping[str, Fact], column: str) -> Any:
    fact = facts.get(column)
    return None if fact is None else fact.value


def _owner(line: _Line, column: str, sheet: str, owners: Sequence[Owner]) -> Owner | Problem | None:
    """Whose a line is; None where its code cannot be read, which is said already."""
    code = _value(line.row.facts, column)
    if not code:
        return None
    own = [o for o in owners if o.code == code]
    if not own:
        sentence = f"信用代码 {code} 在“{sheet}”表和记录中都没有对应的申报项目；请核对代码，或补报申报行。"
        return line.problem("detail-without-case", sentence, column=column)
    if len(own) == 1:
        return own[0]
    day = line.trade.traded_on[:4] if line.trade else ""
    same = [o for o in own if str(o.year) == day]
    if len(same) != 1:
        sentence = f"信用代码 {code} 有 {len(own)} 个申报项目，没有统计年度为 {day or '（未填）'} 年的；请核对交易日期和统计年度。"
        return line.problem("detail-without-year", sentence, column="traded_on")
    return same[0]


def _repeated(members: Sequence[_Line]) -> Iterator[Problem]:
    """A line that says exactly what another says: two such transactions, or one told twice; only the sender knows."""
    seen: dict[Trade, int] = {}
    for line in members:
        if line.trade is None:
            continue
        bare = _bare(line.trade)
        if bare in seen:
            yield line.problem(
                "duplicate-line", f"与第 {seen[bare]} 行完全相同；请删去重复的行，或以合同编号区分不同的交易。"
            )
        seen.setdefault(bare, line.row.row)


def _bare(trade: Trade) -> Trade:
    """A transaction without its place on a sheet."""
    return replace(trade, sheet="", row=0)


def _state(members: Sequence[_Line], before: Sequence[Trade]) -> str:
    if not before:
        return NEW
    same = [_bare(m.trade) for m in members if m.trade] == [_bare(t) for t in before]
    return UNCHANGED if same else CHANGED


def _left_behind(
    measure: Measure,
    sheets: Sequence[SheetResult],
    owners: Sequence[Owner],
    stored: Mapping[CaseId, Sequence[Trade]],
    told: set[Key],
) -> Iterator[Problem]:
    """Cases sent again without the lines they had: the lines stay, and it is said."""
    names = [s.name for s in sheets if s.detail == measure.number]
    for owner in owners if names else ():
        if owner.row and owner.key not in told and stored.get(owner.case):
            count = len(stored[owner.case])
            sentence = f"本次没有“{owner.applicant}”的明细，记录中原有的 {count} 笔保持不变。"
            yield Problem(names[0], "", 0, "", "detail-absent", Severity.NOTE, owner.applicant, sentence)


def told(trades: Sequence[Trade]) -> str:
    """`12 笔，合同额合计 5,000,000.00 元`, or nothing."""
    return f"{len(trades)} 笔，合同额合计 {write_yuan(sum(t.contract_fen for t in trades))} 元" if trades else ""


def digest_of(facts: Mapping[str, Fact], trades: Sequence[Trade]) -> str:
    """Over what a case's facts and its lines mean, so that an answer given on other lines is looked at again."""
    alone = codec.digest_facts(facts)
    return codec.digest(codec.canonical([alone, [_row(t)[:9] for t in trades]])) if trades else alone


_COLUMNS = (
    "contract",
    "traded_on",
    "product",
    "seller",
    "seller_code",
    "contract_fen",
    "paid_fen",
    "invoice_fen",
    "related",
    "sheet",
    "row",
)


def _row(trade: Trade) -> tuple[str | int | None, ...]:
    related = None if trade.related is None else int(trade.related)
    return (
        trade.contract, trade.traded_on, trade.product, trade.seller, trade.seller_code, trade.contract_fen, trade.paid_fen,
        trade.invoice_fen, related, trade.sheet, trade.row,
    )  # fmt: skip


def check_fresh(db: sqlite3.Connection, lines: Lines) -> None:
    """Refuses where the record has moved on since the lines were compared with it."""
    present = tuple(reads.trades(db, lines.owner.case).get(lines.owner.case, ())) if lines.owner.case else ()
    if present != lines.before:
        raise Refused("预览之后记录有变（{name}的交易明细）；请重新预览后再导入。", name=lines.owner.applicant)


def store(db: sqlite3.Connection, batch: str, case: CaseId, trades: Sequence[Trade]) -> None:
    """The lines of a case in the place of those it had."""
    writes.drop(db, "trade", case_id=case)
    rows = ((case, number, *_row(t), batch) for number, t in enumerate(trades, 1))
    writes.add_many(db, "trade", ("case_id", "number", *_COLUMNS, "batch"), rows)


def store_alone(db: sqlite3.Connection, batch: str, lines: Lines) -> None:
    """Lines that came without their case's own row; the case itself stays, but what was answered on it is looked at again."""
    case = reads.case(db, lines.owner.case)
    store(db, batch, case.id, lines.trades)
    writes.put(db, "cases", {"id": case.id, "digest": digest_of(case.facts, lines.trades)})
