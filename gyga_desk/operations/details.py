"""The lines of a detail sheet (交易明细, 投入明细) of a workbook: whose they are, what is wrong with them, and how they are stored.

The lines of one case are taken whole or not at all: a sum with a line left out would be a wrong sum.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gyga_desk.errors import Refused
from gyga_desk.formats.workbook import RowRead, SheetResult
from gyga_desk.model import CaseId, Cost, Fact, Problem, Severity, Trade
from gyga_desk.money import write_yuan
from gyga_desk.policy import CostSheet, Measure
from gyga_desk.rules.facts import plain
from gyga_desk.store import codec, reads, writes

NEW, CHANGED, UNCHANGED, HELD = "new", "changed", "unchanged", "held"
Key = tuple[int, int, str, str]
"""Year, measure, credit code, matter: what a case is found by before it has a number."""
Item = Trade | Cost
"""What one line tells of; a case has lines of one kind."""


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
    items: tuple[Item, ...]
    before: tuple[Item, ...]
    """What is on record of them."""
    state: str

    @property
    def sheet(self) -> str:
        return self.items[0].sheet

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
    """One line, with what it tells of where it can be read."""

    sheet: SheetResult
    row: RowRead
    item: Item | None
    broken: bool

    def problem(self, code: str, sentence: str, severity: Severity = Severity.ERROR, column: str = "") -> Problem:
        fact = self.row.facts.get(column)
        place = (fact.cell, fact.header, fact.raw) if fact and fact.cell else (f"A{self.row.row}", "", "")
        return Problem(self.sheet.name, place[0], self.row.row, place[1], code, severity, place[2], sentence)

    def value(self, column: str) -> Any:
        return _value(self.row.facts, column)


Find = Callable[[_Line], Owner | Problem | None]
"""Whose a line is; None where its code cannot be read, which is said already."""


def match(
    measure: Measure,
    sheets: Sequence[SheetResult],
    owners: Sequence[Owner],
    stored: Mapping[CaseId, Sequence[Item]],
    sealed: set[CaseId],
) -> Matched:
    """Every transaction to its case, by credit code and then by year; a case with a bad line is held whole."""
    detail = measure.detail
    assert detail is not None
    here = [s for s in sheets if s.detail == measure.number]
    lines = [line for s in here for line in _lines(s, _trade)]
    return _matched(here, lines, lambda line: _buyer(line, detail.owner, measure.sheet, owners), owners, stored, sealed)


def match_costs(
    costs: CostSheet,
    sheets: Sequence[SheetResult],
    owners: Sequence[Owner],
    stored: Mapping[CaseId, Sequence[Item]],
    sealed: set[CaseId],
) -> Matched:
    """Every cost item to its case, by credit code and by the name of the matter; a case with a bad line is held whole."""
    lines = [line for s in sheets for line in _lines(s, _cost)]
    return _matched(sheets, lines, lambda line: _spender(line, costs, owners), owners, stored, sealed)


def _matched(
    sheets: Sequence[SheetResult],
    found: Sequence[_Line],
    owner_of: Find,
    owners: Sequence[Owner],
    stored: Mapping[CaseId, Sequence[Item]],
    sealed: set[CaseId],
) -> Matched:
    problems: list[Problem] = []
    groups: dict[Key, tuple[Owner, list[_Line]]] = {}
    for line in found:
        owner = owner_of(line)
        if isinstance(owner, Problem):
            problems.append(owner)
        elif owner is not None:
            groups.setdefault(owner.key, (owner, []))[1].append(line)
    lines = []
    for owner, members in groups.values():
        one, faults = _settled(owner, members, tuple(stored.get(owner.case, ())), sealed)
        problems += faults
        lines.append(one)
    problems += _left_behind(sheets, owners, stored, {one.owner.key for one in lines})
    return Matched(tuple(lines), tuple(problems))


def _settled(
    owner: Owner, members: Sequence[_Line], before: tuple[Item, ...], sealed: set[CaseId]
) -> tuple[Lines, list[Problem]]:
    """The lines of one case together, and what is wrong with them."""
    faults = [*_repeated(members)]
    state = HELD if faults or owner.held or any(m.broken for m in members) else _state(members, before)
    if state == CHANGED and owner.case in sealed:
        sentence = f"{owner.case} 的决定已封存，明细不能再改；确需更正，须先由主任重新开启。"
        faults.append(members[0].problem("sealed", sentence))
        state = HELD
    items = tuple(m.item or replace(_EMPTY, sheet=m.sheet.name, row=m.row.row) for m in members)
    return Lines(owner, items, before, state), faults


_EMPTY = Trade("", "", "", "", "", 0, 0, 0, None)
"""In the place of a line that cannot be read; its case is held, so that it is never stored."""


def _lines(sheet: SheetResult, read: Callable[[str, RowRead], Item | None]) -> Iterator[_Line]:
    whole = any(p.severity is Severity.ERROR and not p.row for p in sheet.problems)
    bad = {p.row for p in sheet.problems if p.severity is not Severity.NOTE and p.row}
    for row in sheet.rows:
        item = read(sheet.name, row)
        yield _Line(sheet, row, item, whole or row.row in bad or item is None)


def _trade(sheet: str, row: RowRead) -> Trade | None:
    value = {c: _value(row.facts, c) for c in _TRADE[:-2]}
    if any(v is None for c, v in value.items() if c != "related"):
        return None
    return Trade(**value, sheet=sheet, row=row.row)


def _cost(sheet: str, row: RowRead) -> Cost | None:
    value = {c: _value(row.facts, c) for c in _COST[:-2]}
    if any(value[c] is None for c in ("category", "content", "invoiced_on", "amount_fen", "paid_fen")):
        return None
    words = {c: value[c] or "" for c in ("payee", "contract", "invoice", "paid_on")}
    return Cost(**{**value, **words}, sheet=sheet, row=row.row)


def _value(facts: Mapping[str, Fact], column: str) -> Any:
    fact = facts.get(column)
    return None if fact is None else fact.value


def _buyer(line: _Line, column: str, sheet: str, owners: Sequence[Owner]) -> Owner | Problem | None:
    code = line.value(column)
    if not code:
        return None
    own = [o for o in owners if o.code == code]
    if not own:
        sentence = f"信用代码 {code} 在“{sheet}”表和记录中都没有对应的申报项目；请核对代码，或补报申报行。"
        return line.problem("detail-without-case", sentence, column=column)
    if len(own) == 1:
        return own[0]
    day = line.item.traded_on[:4] if isinstance(line.item, Trade) else ""
    same = [o for o in own if str(o.year) == day]
    if len(same) != 1:
        sentence = f"信用代码 {code} 有 {len(own)} 个申报项目，没有统计年度为 {day or '（未填）'} 年的；请核对交易日期和统计年度。"
        return line.problem("detail-without-year", sentence, column="traded_on")
    return same[0]


def _spender(line: _Line, costs: CostSheet, owners: Sequence[Owner]) -> Owner | Problem | None:
    code, matter = line.value(costs.owner), line.value(costs.matter)
    if not code or not matter:
        return None
    own = [o for o in owners if o.code == code]
    if not own:
        sentence = f"信用代码 {code} 在申报表和记录中都没有可附投入明细的项目；请核对代码，或补报申报行。"
        return line.problem("detail-without-case", sentence, column=costs.owner)
    same = [o for o in own if o.key[3] == plain(matter)]
    if len(same) != 1:
        known = "、".join(f"“{o.key[3]}”" for o in own)
        many = "不止一个项目叫这个名称" if same else f"该单位的申报项目为{known}"
        sentence = f"“{matter}”不能归到一个申报项目：{many}；请把事项名称写得与申报行一致。"
        return line.problem("detail-without-matter", sentence, column=costs.matter)
    return same[0]


def _repeated(members: Sequence[_Line]) -> Iterator[Problem]:
    """A line that says exactly what another says: two such, or one told twice; only the sender knows."""
    seen: dict[Item, int] = {}
    for line in members:
        if line.item is None:
            continue
        bare, words = (
            _bare(line.item),
            "合同编号区分不同的交易" if isinstance(line.item, Trade) else "发票号码区分不同的支出",
        )
        if bare in seen:
            yield line.problem("duplicate-line", f"与第 {seen[bare]} 行完全相同；请删去重复的行，或以{words}。")
        seen.setdefault(bare, line.row.row)


def _bare(item: Item) -> Item:
    """A line without its place on a sheet."""
    return replace(item, sheet="", row=0)


def _state(members: Sequence[_Line], before: Sequence[Item]) -> str:
    if not before:
        return NEW
    same = [_bare(m.item) for m in members if m.item] == [_bare(t) for t in before]
    return UNCHANGED if same else CHANGED


def _left_behind(
    sheets: Sequence[SheetResult], owners: Sequence[Owner], stored: Mapping[CaseId, Sequence[Item]], told: set[Key]
) -> Iterator[Problem]:
    """Cases sent again without the lines they had: the lines stay, and it is said."""
    names = [s.name for s in sheets]
    for owner in owners if names else ():
        if owner.row and owner.key not in told and stored.get(owner.case):
            count = len(stored[owner.case])
            sentence = f"本次没有“{owner.applicant}”的明细，记录中原有的 {count} 笔保持不变。"
            yield Problem(names[0], "", 0, "", "detail-absent", Severity.NOTE, owner.applicant, sentence)


def told(items: Sequence[Item]) -> str:
    """`12 笔，合同额合计 5,000,000.00 元`, or nothing."""
    if not items:
        return ""
    name = "合同额" if isinstance(items[0], Trade) else "金额"
    return f"{len(items)} 笔，{name}合计 {write_yuan(sum(_sum_of(i) for i in items))} 元"


def _sum_of(item: Item) -> int:
    return item.contract_fen if isinstance(item, Trade) else item.amount_fen


def digest_of(facts: Mapping[str, Fact], items: Sequence[Item]) -> str:
    """Over what a case's facts and its lines mean, so that an answer given on other lines is looked at again."""
    return digest_with(codec.digest_facts(facts), items)


def digest_with(alone: str, items: Sequence[Item]) -> str:
    """The same from the digest of the facts alone."""
    return codec.digest(codec.canonical([alone, [_row(i)[:-2] for i in items]])) if items else alone


_TRADE = (
    "contract", "traded_on", "product", "seller", "seller_code", "contract_fen", "paid_fen", "invoice_fen", "related", "sheet", "row",
)  # fmt: skip
_COST = (
    "category", "content", "payee", "contract", "invoice", "invoiced_on", "paid_on", "amount_fen", "paid_fen", "public_fen", "sheet", "row",
)  # fmt: skip


def _row(item: Item) -> tuple[str | int | None, ...]:
    columns = _TRADE if isinstance(item, Trade) else _COST
    return tuple(int(v) if isinstance(v := getattr(item, c), bool) else v for c in columns)


def of_case(db: sqlite3.Connection, case: CaseId) -> tuple[Item, ...]:
    """The lines on record behind a case, of whichever kind it has."""
    if not case:
        return ()
    return (*reads.trades(db, case).get(case, ()), *reads.costs(db, case).get(case, ()))


def check_fresh(db: sqlite3.Connection, lines: Lines) -> None:
    """Refuses where the record has moved on since the lines were compared with it."""
    if of_case(db, lines.owner.case) != lines.before:
        raise Refused("预览之后记录有变（{name}的明细）；请重新预览后再导入。", name=lines.owner.applicant)


def store(db: sqlite3.Connection, batch: str, case: CaseId, items: Sequence[Item]) -> None:
    """The lines of a case in the place of those it had."""
    for table, columns, kind in (("trade", _TRADE, Trade), ("cost", _COST, Cost)):
        writes.drop(db, table, case_id=case)
        rows = ((case, number, *_row(i), batch) for number, i in enumerate(items, 1) if isinstance(i, kind))
        writes.add_many(db, table, ("case_id", "number", *columns, "batch"), rows)


def store_alone(db: sqlite3.Connection, batch: str, lines: Lines) -> None:
    """Lines that came without their case's own row; the case itself stays, but what was answered on it is looked at again."""
    case = reads.case(db, lines.owner.case)
    store(db, batch, case.id, lines.items)
    writes.put(db, "cases", {"id": case.id, "digest": digest_of(case.facts, lines.items)})
