"""What only the record and the policy make doubtful: a sum out of all proportion, a changed name, a row there twice.

Each is a question with its evidence and what follows from each answer; nothing is decided here.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gyga_desk.formats.table import RowRead
from gyga_desk.formats.workbook import SheetResult
from gyga_desk.model import Case, Choice, ColumnType, FactValue, Problem, Severity
from gyga_desk.money import write_yuan
from gyga_desk.operations.incoming import Incoming
from gyga_desk.operations.settling import ROW
from gyga_desk.policy import Measure
from gyga_desk.rowfacts import each_meaning, said
from gyga_desk.rules.facts import plain

REQUESTED, NAME, CODE = "requested", "applicant", "credit_code"
_WAN = 10_000
_ASK = "请确认单位。"
_UNITS = ("unit-doubt", "money-unit")
_FAR = 20
"""So many times the cap is no ambition any more but another unit."""
_SMALL_FEN = 1_000_00
"""Below a thousand 元 nobody applies; whoever writes it most likely counts in 万元."""
_MOST_DIFFERENCES = 4


@dataclass
class Known:
    """Whom the record and this workbook know, and what was applied for in other years."""

    names: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    """Names of a code, each with where it stands."""
    codes: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    """Codes of a name, likewise."""
    requested: dict[tuple[str, int], list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    """Year and 分 applied for, by code and measure."""

    def add(self, name: str, code: str, where: str) -> None:
        if name and code:
            self.names[code].append((name, where))
            self.codes[plain(name)].append((code, where))


def known_of(cases: Iterable[Case]) -> Known:
    known = Known()
    for case in cases:
        known.add(case.applicant, case.credit_code, case.id)
        fact = case.facts.get(REQUESTED)
        if fact is not None and isinstance(fact.value, int):
            known.requested[case.credit_code, case.measure].append((case.year, fact.value))
    return known


def ask(sheet: SheetResult, measure: Measure, known: Known, named: Sequence[Incoming]) -> list[Problem]:
    """The questions about one sheet's rows, `named` the same rows with their applicants.

    Cells that are in question or at fault already are left alone.
    """
    taken = {p.cell for p in sheet.problems if p.severity is not Severity.NOTE or p.answer}
    found = (*_names(sheet, named, known), *_codes(sheet, named, known), *_scales(sheet, measure, known))
    return [p for p in found if p.cell not in taken]


def with_evidence(sheet: SheetResult, measure: Measure, known: Known) -> SheetResult:
    """Questions about the unit of the sum applied for, with what cap, column and last year say to it."""
    cap, amounts = measure.amount.cap, _amounts(sheet)
    rows = {r.row: r for r in sheet.rows}

    def told(problem: Problem) -> Problem:
        row = rows.get(problem.row)
        if row is None or problem.fact != REQUESTED or problem.code not in _UNITS or not problem.choices:
            return problem
        found = "；".join(_evidence(row, measure, known, cap if isinstance(cap, int) else None, amounts))
        choices = [replace(c, evidence="；".join(filter(None, (c.evidence, _over(c, cap))))) for c in problem.choices]
        said = f"{problem.sentence.removesuffix(_ASK)}另据：{found}。{_ASK}" if found else problem.sentence
        return replace(problem, sentence=said, choices=tuple(choices))

    return replace(sheet, problems=tuple(told(p) for p in sheet.problems))


def _over(choice: Choice, cap: object) -> str:
    """What follows from a reading where it passes the cap."""
    over = isinstance(cap, int) and isinstance(choice.value, int) and choice.value > cap
    return "超过上限，核定时只按上限计" if over else ""


def _amounts(sheet: SheetResult) -> list[int]:
    if REQUESTED not in sheet.columns:
        return []
    values = each_meaning((row.facts for row in sheet.rows), (REQUESTED,))
    return [value for (value,) in values if isinstance(value, int) and value]


def _problem(
    sheet: SheetResult, row: RowRead, column: str, code: str, sentence: str, choices: Sequence[Choice]
) -> Problem:
    fact = row.facts[column]
    cell = fact.cell or f"A{row.row}"
    return Problem(
        sheet.name, cell, row.row, fact.header, code, Severity.ASK, fact.raw, sentence, tuple(choices), column
    )


def _names(sheet: SheetResult, named: Iterable[Incoming], known: Known) -> Iterator[Problem]:
    """Another name than every one that this code has had."""
    first: dict[str, tuple[str, int]] = {}
    for row, one in zip(sheet.rows, named, strict=True):
        name, code = one.applicant, one.credit_code
        if not name or not code:
            continue
        before = known.names.get(code) or ([(first[code][0], f"本表第 {first[code][1]} 行")] if code in first else [])
        first.setdefault(code, (name, row.row))
        if before and all(plain(name) != plain(one) for one, _ in before):
            old, where = before[-1]
            choices = (
                Choice("renamed", f"单位已更名，用本表的“{name}”", name, "更名须有登记机关的变更证明，请核对附件"),
                Choice(
                    "known", f"名称写错，用原有的“{old}”", old, f"信用代码 {code} 与 {where} 相同，代码不随更名改变"
                ),
            )
            sentence = f"信用代码 {code} 在 {where} 的名称是“{old}”，这里是“{name}”。请确认是更名还是写错。"
            yield _problem(sheet, row, NAME, "name-changed", sentence, choices)


def _codes(sheet: SheetResult, named: Iterable[Incoming], known: Known) -> Iterator[Problem]:
    """A name the record knows, under a code it does not."""
    if not known.codes:
        return
    for row, one in zip(sheet.rows, named, strict=True):
        name, code = one.applicant, one.credit_code
        before = known.codes.get(plain(name), []) if name else []
        if not before or not code or code in known.names or code in {one for one, _ in before}:
            continue
        old, where = before[-1]
        choices = (
            Choice("known", f"代码写错，用原有的 {old}", old, f"同名单位在 {where} 用的是这个代码"),
            Choice(
                "as-written",
                f"用本表的 {code}",
                code,
                "校验位正确；分立、合并或另一家同名单位会有新代码，请对照营业执照",
            ),
        )
        sentence = f"“{name}”在 {where} 的信用代码是 {old}，这里是 {code}。请对照营业执照确认。"
        yield _problem(sheet, row, CODE, "code-changed", sentence, choices)


def _scales(sheet: SheetResult, measure: Measure, known: Known) -> Iterator[Problem]:
    """A sum applied for that fits the cap only when it is read in the other unit."""
    cap = measure.amount.cap
    column = measure.column(REQUESTED)
    if (
        not isinstance(cap, int)
        or column is None
        or column.type is not ColumnType.MONEY
        or REQUESTED not in sheet.columns
    ):
        return
    amounts = _amounts(sheet)
    for row, (fen,) in zip(sheet.rows, each_meaning((row.facts for row in sheet.rows), (REQUESTED,)), strict=True):
        other = _other_reading(fen, cap)
        if other is not None and isinstance(fen, int):
            evidence = "；".join(_evidence(row, measure, known, cap, amounts))
            yield _problem(
                sheet, row, REQUESTED, "amount-scale", _scale_sentence(fen, other, cap, evidence), _readings(fen, other)
            )  # fmt: skip


def _other_reading(fen: FactValue, cap: int) -> int | None:
    if not isinstance(fen, int) or not fen:
        return None
    if fen > _FAR * cap and fen % _WAN == 0 and fen // _WAN <= cap:
        return fen // _WAN
    if fen < _SMALL_FEN and fen * _WAN <= _FAR * cap:
        return fen * _WAN
    return None


def _scale_sentence(fen: int, other: int, cap: int, evidence: str) -> str:
    size = "远高于" if fen > other else "远低于"
    return f"申请金额读作 {write_yuan(fen)} 元，{size}常理，按另一单位则为 {write_yuan(other)} 元（{evidence}）。{_ASK}"


def _readings(fen: int, other: int) -> tuple[Choice, ...]:
    """The likelier reading first; the keys say which unit the figure is in, as the header's own questions do."""
    keys = ("yuan", "wan") if other < fen else ("wan", "yuan")
    units = {"yuan": "元", "wan": "万元"}
    return (
        Choice(keys[0], f"按“{units[keys[0]]}”读：{write_yuan(other)} 元", other, "与上限和其他各行相称"),
        Choice(keys[1], f"按“{units[keys[1]]}”读：{write_yuan(fen)} 元", fen, "与表头的单位一致，核定时仍以上限为限"),
    )


def _evidence(row: RowRead, measure: Measure, known: Known, cap: int | None, amounts: Sequence[int]) -> Iterator[str]:
    if cap is not None:
        yield f"本措施每项上限 {write_yuan(cap)} 元"
    if len(amounts) > 2:
        yield f"本表各行居中的是 {write_yuan(int(statistics.median_low(amounts)))} 元"
    year = row.facts["year"].value if "year" in row.facts else None
    before = known.requested.get((said(row.facts, (CODE,))[0], measure.number), [])
    earlier = [one for one in before if isinstance(year, int) and one[0] < year]
    if earlier:
        last, fen = max(earlier)
        yield f"该单位 {last} 年申请 {write_yuan(fen)} 元"


def twins(sheet: str, rows: Mapping[int, tuple[str, Mapping[str, str]]], title: str) -> list[Problem]:
    """One applicant's matter in several rows: which of them is to be taken? `rows`: number → first cell, facts in words."""
    numbers = sorted(rows)
    choices = [Choice(f"{ROW}{n}", f"收第 {n} 行，其余不收", None, _beside(n, rows)) for n in numbers]
    places = "、".join(str(n) for n in numbers)
    sentence = f"“{title}”在本表第 {places} 行出现不止一次。请确认以哪一行为准；若是不同事项，请更正名称后分别收件。"
    return [
        Problem(sheet, cell, number, "", "duplicate-row", Severity.ASK, title, sentence, tuple(choices))
        for number, (cell, _) in sorted(rows.items())
    ]


def _beside(number: int, rows: Mapping[int, tuple[str, Mapping[str, str]]]) -> str:
    """What this row says otherwise than the others."""
    own = rows[number][1]
    other = next(facts for n, (_, facts) in rows.items() if n != number)
    found = [f"{header}：{own.get(header) or '空'}" for header in own if own.get(header) != other.get(header)]
    more = f"等 {len(found)} 栏" if len(found) > _MOST_DIFFERENCES else ""
    return f"{'；'.join(found[:_MOST_DIFFERENCES])}{more}" if found else "各行内容相同"


def row_taken(key: str) -> int | None:
    """The row that an answer to twins takes; None where it takes none."""
    number = key.removeprefix(ROW)
    return int(number) if number != key and number.isdecimal() else None
