"""Score workbooks for experts without the program: given out for one expert, taken back whole or not at all.

What comes back is not believed: whose it is, which year, policy and projects it is about is read from it and compared with
the record, its headers and numbers with what a workbook of ours would have.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from gyga_desk.errors import Refused
from gyga_desk.formats import score_book
from gyga_desk.formats.raw import BLANK
from gyga_desk.formats.score_book import NO_INTEREST, STEPS_ASIDE, ReadRow, ReadScores, ScoreBook, ScoreItem, ScoreRow
from gyga_desk.model import Case, CaseId, Change, Declared, Mark, MarkState, Outcome, Problem, Role, Severity
from gyga_desk.operations import Done, Session, Work, check_role, front_of, operation, score_tables
from gyga_desk.operations.backups import snapshot
from gyga_desk.operations.files import readable
from gyga_desk.operations.marks import put, put_opinion
from gyga_desk.operations.outside import refuse_present
from gyga_desk.operations.score_tables import what_is_held
from gyga_desk.policy import Absent, Edition, Measure, Rubric
from gyga_desk.progress import Progress, silent
from gyga_desk.rules.facts import plain
from gyga_desk.rules.items import TOTAL
from gyga_desk.standings import measure_of, of
from gyga_desk.store import codec, reads, writes

_HUNDRED = Decimal(100)
_FACTS = {"store", "edition", "guide", "measure", "year", "expert", "cases", "digest"}
"""What the hidden sheet says."""
_HOW = (
    "只填浅黄色的格子。先在“利害关系”一列选“无”或“有，回避”；回避的不打分，在最后一列写明理由。"
    "每个项目各项都打分才有总分，空着的行表示还没有评，不作零分。填完保存后原样交回，不要增删、移动行列。"
)


@dataclass(frozen=True)
class BookTaken:
    """What a score workbook brought."""

    expert: str
    measure: int
    year: int
    cases: int
    """Projects marked or stepped aside from."""
    marks: int
    """Projects among them whose marks were stored; not those the record has so already, and none where there is a problem."""
    recused: int
    blank: int
    unchanged: int
    problems: tuple[Problem, ...]


def write_book(
    db: sqlite3.Connection,
    edition: Edition,
    out: Path,
    measure: int,
    year: int,
    expert: str = "",
    *,
    replace: bool = False,
) -> int:
    """A workbook for one expert with the open projects of a measure and year, and what the expert gave before; says how many."""
    refuse_present(out, replace=replace)
    held, rubric = _scored(edition, measure)
    expert = plain(expert)
    cases = _open_cases(db, edition, held, year)
    if not cases:
        raise Refused(
            "措施{measure} {year} 年没有待评的项目，不能制作评分表；请先导入申报表。", measure=measure, year=year
        )
    items = items_of(rubric)
    rows = [_row(db, case, expert, items) for case in cases]
    book = ScoreBook(
        title=_title(edition, held, year), expert=expert, how=_HOW, items=items, total=not isinstance(rubric.items, Absent), rows=tuple(rows),
        facts=_facts(db, edition, held, year, expert, [c.id for c in cases]),
    )  # fmt: skip
    score_book.write_score_book(out, book)
    return len(cases)


def present_year(db: sqlite3.Connection, edition: Edition) -> int:
    """The guide's year, or the newest on record."""
    if edition.guide is not None:
        return edition.guide.year
    years = reads.years(db)
    if not years:
        raise Refused("记录里还没有项目，也没有申报指南，不知道是哪一年；请用 --year 写明年度。")
    return max(years)


def items_of(rubric: Rubric) -> tuple[ScoreItem, ...]:
    """The columns of points: the rubric's lines, or one for the whole where the text leaves them open."""
    step = None if isinstance(rubric.step, Absent) else rubric.step
    if isinstance(rubric.items, Absent):
        return (ScoreItem(TOTAL, f"总分（{_HUNDRED:f}分）", _HUNDRED, step, name="总分"),)
    return tuple(
        ScoreItem(i.id, f"{i.id} {i.name}（{i.points:f}分）", i.points, step, i.group, i.name, i.anchor)
        for i in rubric.items
    )


def _scored(edition: Edition, number: int) -> tuple[Measure, Rubric]:
    measure = measure_of(edition, number)
    if measure.rubric is None:
        scored = "、".join(str(m.number) for m in edition.measures if m.rubric is not None)
        raise Refused("措施{measure}不评分；评分的措施为：{scored}。", measure=number, scored=scored)
    return measure, measure.rubric


def _open_cases(db: sqlite3.Connection, edition: Edition, measure: Measure, year: int) -> list[Case]:
    """What is neither sealed nor turned down."""
    sealed = {s.case for s in reads.sealed(db)}
    out = {s.case for s in of(db, edition, measure.number, year).cases if s.outcome is Outcome.REJECTED}
    return [c for c in reads.cases(db, measure.number, year) if c.id not in sealed | out]


def _row(db: sqlite3.Connection, case: Case, expert: str, items: Sequence[ScoreItem]) -> ScoreRow:
    own = [m for m in reads.marks(db, case.measure, case.year, case.id) if expert and m.expert == expert]
    points = {m.item: m.points for m in own if m.state is MarkState.GIVEN and m.points is not None}
    stepped = next((m.reason for m in own if m.state is MarkState.RECUSED), None)
    declared = next((c for c in reads.conflicts(db, case.id) if c.person == expert), None)
    if stepped is None and declared is not None and declared.declared is Declared.DECLARED:
        stepped = declared.reason
    if stepped is not None:
        return ScoreRow(case.id, case.applicant, case.title, {}, STEPS_ASIDE, stepped)
    given = {i.id: points[i.id] for i in items if i.id in points}
    said = reads.opinions(db, case.measure, case.year, case.id)
    note = next((o.text for o in said if expert and o.expert == expert), "")
    return ScoreRow(case.id, case.applicant, case.title, given, NO_INTEREST if given else "", note)


def _title(edition: Edition, measure: Measure, year: int) -> str:
    sample = f"（{edition.guide.banner}）" if edition.guide and edition.guide.sample else ""
    return f"{year}年度{measure.name}专家评分表{sample}"


def _facts(
    db: sqlite3.Connection, edition: Edition, measure: Measure, year: int, expert: str, cases: Sequence[CaseId]
) -> dict[str, str]:
    facts = {
        "store": reads.store_facts(db).id, "edition": edition.digest, "guide": edition.guide_digest, "measure": str(measure.number),
        "year": str(year), "expert": expert, "cases": codec.digest("\n".join(cases)),
    }  # fmt: skip
    return {**facts, "digest": _digest(facts)}


def _digest(facts: Mapping[str, str]) -> str:
    return codec.digest(codec.canonical({name: facts[name] for name in sorted(facts) if name != "digest"}))


def is_score_book(path: Path, progress: Progress = silent) -> bool:
    """Whether a file is a score workbook of ours, of whatever office and year."""
    return score_book.read_score_book(path, progress) is not None


@operation("收回专家评分表", Role.CLERK, detail=lambda file, expert, *_: f"{expert} {file}")
def _store(work: Work, file: str, expert: str, marks: Sequence[Mark], opinions: Mapping[CaseId, str]) -> int:
    for case in dict.fromkeys(m.case for m in marks):
        for old in reads.marks(work.db, *_place(work.db, case), case):
            if old.expert == expert:
                writes.drop(work.db, "mark", case_id=case, expert=expert, item=old.item)
        writes.drop(work.db, "opinion", case_id=case, expert=expert)
    for mark in marks:
        put(work, mark)
    for case, text in opinions.items():
        put_opinion(work, case, expert, text)
    return len({m.case for m in marks})


def _place(db: sqlite3.Connection, case: CaseId) -> tuple[int, int]:
    held = reads.case(db, case)
    return held.measure, held.year


@front_of(_store)
def take_book(
    session: Session, path: Path, measure: int | None = None, year: int | None = None, expert: str = "", progress: Progress = silent,
) -> Done[BookTaken]:  # fmt: skip
    """Take a score workbook back: all of it in one operation, or nothing where a cell of it has a fault.

    Whose, of which measure and of which year it must be may be said; raises `Refused` where it is another's.
    """
    check_role(session, _store.title, _store.roles)
    read = score_book.read_score_book(path, progress)
    if read is None:
        raise Refused(
            "{name} 不是本程序制作的专家评分表；请交回原表，或按“项目名称、专家…”的总分表导入。", name=path.name
        )
    held, year, name = _identify(session, read, path.name, measure, year, expert)
    marks = _Marks(session, held, year, name, read)
    if marks.problems or not marks.new:
        return Done(marks.taken(0), Change(), _store.title)
    snapshot(session, "收回评分表前")
    done = _store(session, readable(path.name), name, marks.new, marks.opinions)
    return Done(marks.taken(done.value), done.change, done.title)


def _identify(
    session: Session, read: ReadScores, file: str, measure: int | None, year: int | None, expert: str
) -> tuple[Measure, int, str]:
    """Measure, year and expert of a workbook that is ours and unaltered."""
    facts, edition = read.facts, session.edition
    whole = facts.keys() == _FACTS and facts["measure"].isdecimal() and facts["year"].isdecimal()
    if not whole or facts["digest"] != _digest(facts):
        raise Refused("{name} 的核对信息被改动过，不能收回；请专家在原表上重新填写。", name=file)
    if facts["store"] != reads.store_facts(session.db).id:
        raise Refused("{name} 是由另一个数据文件制作的评分表，不能收入这里；请核对是否拿错了文件。", name=file)
    if (facts["edition"], facts["guide"]) != (edition.digest, edition.guide_digest):
        raise Refused("{name} 是按另一版政策或指南制作的评分表；请重新制作后再请专家评分。", name=file)
    number, own_year = int(facts["measure"]), int(facts["year"])
    if measure not in (None, number):
        raise Refused(
            "{name} 是措施{own}的评分表，不是措施{wanted}的；请换到措施{own}再收。",
            name=file,
            own=number,
            wanted=measure,
        )
    if year not in (None, own_year):
        raise Refused(
            "{name} 是 {own} 年度的评分表，不是 {wanted} 年度的；请换到该年度再收。",
            name=file,
            own=own_year,
            wanted=year,
        )
    held, rubric = _scored(edition, number)
    _compare(session.db, edition, held, rubric, read, file)
    return held, own_year, _expert(read, file, expert)


def _compare(
    db: sqlite3.Connection, edition: Edition, measure: Measure, rubric: Rubric, read: ReadScores, file: str
) -> None:
    """What the expert could see must be what we wrote."""
    items, total = items_of(rubric), not isinstance(rubric.items, Absent)
    wanted = ScoreBook("", "", "", items, total, (), {}).headers
    for place, header in enumerate(wanted):
        found = read.headers[place] if place < len(read.headers) else ""
        if plain(found) != plain(header):
            cell = read.cell(score_book.HEADER_ROW, place)
            raise Refused(
                "{name} 的表头 {cell} 应为“{header}”，现在是“{found}”；表头不能改动，请在原表上重新填写。",
                name=file,
                cell=cell,
                header=header,
                found=found,
            )
    if len(read.headers) > len(wanted):
        raise Refused(
            "{name} 的表头右边多了“{found}”；请删去多出的列再交回。", name=file, found=read.headers[len(wanted)]
        )
    if plain(read.title) != plain(_title(edition, measure, int(read.facts["year"]))):
        raise Refused("{name} 的标题被改动过，不能收回；请专家在原表上重新填写。", name=file)
    if codec.digest("\n".join(row.text(0) for row in read.rows)) != read.facts["cases"]:
        raise Refused("{name} 的项目编号被改动、增删或换了次序，不能收回；请专家在原表上重新填写。", name=file)
    known = {c.id: c for c in reads.cases(db, measure.number, int(read.facts["year"]))}
    for row in read.rows:
        if row.text(0) not in known:
            raise Refused("{name} 中的项目 {case} 已不在记录里；请重新制作评分表。", name=file, case=row.text(0))


def _expert(read: ReadScores, file: str, wanted: str) -> str:
    own, written = read.facts["expert"], plain(read.expert)
    if not written:
        raise Refused("{name} 没有填写专家姓名（{cell}）；请专家补填后再交回。", name=file, cell="B2")
    if own and own != written:
        raise Refused(
            "{name} 是发给{own}的评分表，现在写的是{written}；请由本人在原表上填写。",
            name=file,
            own=own,
            written=written,
        )
    if wanted and plain(wanted) != written:
        raise Refused(
            "{name} 是{own}的评分表，不是{wanted}的；请核对是否拿错了文件。", name=file, own=written, wanted=wanted
        )
    return written


@front_of(_store)
def import_file(
    session: Session, path: Path, measure: int | None = None, year: int | None = None, expert: str = "", progress: Progress = silent,
) -> Done[score_tables.MarksTaken]:  # fmt: skip
    """Marks from whatever came: a score workbook of ours, or a plain table of totals."""
    check_role(session, _store.title, _store.roles)
    if not is_score_book(path, progress):
        return score_tables.import_scores(session, path, measure, year, expert)
    done = take_book(session, path, measure, year, expert, progress)
    found = done.value
    counts = (0, 0, 0) if found.problems else (found.cases, found.marks, found.recused)
    cases, stored, recused = counts
    taken = score_tables.MarksTaken(cases, (found.expert,), stored, recused, found.blank, found.problems)
    return Done(taken, done.change, done.title)


class _Marks:
    """The rows of a workbook as marks, with what is wrong in them; made for one workbook and used once."""

    def __init__(self, session: Session, measure: Measure, year: int, expert: str, read: ReadScores) -> None:
        db = session.db
        assert measure.rubric is not None
        self.new: list[Mark] = []
        self.problems: list[Problem] = []
        self._expert, self._read = expert, read
        self._items, self._total = items_of(measure.rubric), not isinstance(measure.rubric.items, Absent)
        self._cases = {c.id: c for c in reads.cases(db, measure.number, year)}
        self.opinions: dict[CaseId, str] = {}
        self._held = what_is_held(session, list(self._cases.values()))
        self._words = {o.case: o.text for o in reads.opinions(db, measure.number, year) if o.expert == expert}
        self._before: dict[CaseId, list[Mark]] = {}
        for mark in reads.marks(db, measure.number, year):
            if mark.expert == expert:
                self._before.setdefault(mark.case, []).append(mark)
        self._counts = {"cases": 0, "recused": 0, "blank": 0, "unchanged": 0}
        self._measure, self._year = measure.number, year
        for row in read.rows:
            self._take(row)

    def taken(self, stored: int) -> BookTaken:
        return BookTaken(
            self._expert, self._measure, self._year, marks=stored, problems=tuple(self.problems), **self._counts
        )

    def _take(self, row: ReadRow) -> None:
        case = self._cases[row.text(0)]
        marks = self._read_row(row, case)
        if marks is None:
            return
        if not marks:
            self._counts["blank"] += 1
            return
        self._counts["cases"] += 1
        self._counts["recused"] += any(m.state is MarkState.RECUSED for m in marks)
        before, remark = self._before.get(case.id, []), self._opinion(row, marks)
        barred = self._held.fault(case, self._expert)
        if {_said(m) for m in before} == {_said(m) for m in marks} and self._words.get(case.id, "") == remark:
            self._counts["unchanged"] += 1
        elif case.id in self._held.sealed:
            self._fault(row, 0, "sealed", f"{case.id} 的决定已封存，评分不能再改动。")
        elif barred is not None:
            self._fault(row, 0, *barred)
        else:
            self.new += marks
            if remark:
                self.opinions[case.id] = remark

    def _opinion(self, row: ReadRow, marks: Sequence[Mark]) -> str:
        """The opinion of a marked row; where the expert steps aside the same cell holds the reason."""
        aside = any(m.state is MarkState.RECUSED for m in marks)
        return "" if aside else row.text(len(score_book.BEFORE) + len(self._items) + int(self._total) + 1)

    def _read_row(self, row: ReadRow, case: Case) -> list[Mark] | None:
        """The row's marks, none for a row left blank; None where it has a fault."""
        faults, first = len(self.problems), len(score_book.BEFORE)
        if (plain(row.text(1)), plain(row.text(2))) != (plain(case.applicant), plain(case.title)):
            self._fault(row, 2, "case-differs", f"申报单位或项目名称与记录中的 {case.id} 不一致；请重新制作评分表。")
        points = {i.id: self._points(row, at, i) for at, i in enumerate(self._items, first) if at in row.cells}
        interest = first + len(self._items) + int(self._total)
        stated, remark = row.text(interest), row.text(interest + 1)
        aside = plain(stated) == plain(STEPS_ASIDE)
        if stated and not aside and plain(stated) != NO_INTEREST:
            self._fault(row, interest, "interest", f"应选“{NO_INTEREST}”或“{STEPS_ASIDE}”。")
        elif aside and points:
            self._fault(row, interest, "recused-marked", "已声明回避，不能再打分；请清空这一行的分数，或改选“无”。")
        elif aside and not remark:
            self._fault(row, interest + 1, "recused-why", "回避须在最后一列写明理由。")
        elif points and not stated:
            self._fault(row, interest, "interest-missing", "打分之前须在“利害关系”一列选“无”。")
        elif points and len(points) < len(self._items):
            names = "、".join(i.id for i in self._items if i.id not in points)
            self._fault(
                row,
                first,
                "marks-missing",
                f"还有 {len(self._items) - len(points)} 项没有打分（{names}）；请补齐，或把整行留空。",
            )
        if len(self.problems) > faults:
            return None
        if aside:
            return [Mark(case.id, self._expert, TOTAL, MarkState.RECUSED, None, reason=remark)]
        self._check_total(row, points)
        return None if len(self.problems) > faults else self._given(case.id, points)

    def _given(self, case: CaseId, points: Mapping[str, Decimal | None]) -> list[Mark]:
        return [Mark(case, self._expert, item, MarkState.GIVEN, found) for item, found in points.items()]

    def _points(self, row: ReadRow, place: int, item: ScoreItem) -> Decimal | None:
        found, name = score_book.number_in(row.cells[place]), item.name or item.id
        if found is None:
            self._fault(row, place, "mark-not-number", f"“{name}”填的“{row.text(place)}”不是分数；没有评的请留空。")
        elif not 0 <= found <= item.most:
            self._fault(row, place, "mark-range", f"“{name}”填了 {found:f} 分，应在 0 至 {item.most:f} 分之间。")
        elif item.step is not None and found % item.step:
            self._fault(row, place, "mark-step", f"“{name}”填了 {found:f} 分，应以 {item.step:f} 分为一档。")
        return None if found is None else found.normalize() if found else Decimal(0)

    def _check_total(self, row: ReadRow, points: Mapping[str, Decimal | None]) -> None:
        """The total is the items' sum; where a program has computed it or somebody has typed it, it must agree."""
        place = len(score_book.BEFORE) + len(self._items)
        found = score_book.number_in(row.cells.get(place, BLANK)) if self._total else None
        whole = sum((p for p in points.values() if p is not None), Decimal(0))
        if found is not None and found != whole:
            self._fault(
                row, place, "total-differs", f"总分写的是 {found:f} 分，各项相加为 {whole:f} 分；请不要改动总分。"
            )

    def _fault(self, row: ReadRow, place: int, code: str, sentence: str) -> None:
        header = self._read.headers[place] if place < len(self._read.headers) else ""
        cell = self._read.cell(row.row, place)
        self.problems.append(
            Problem(score_book.MARK_SHEET, cell, row.row, header, code, Severity.ERROR, row.text(place), sentence)
        )


def _said(mark: Mark) -> tuple[str, MarkState, Decimal | None, str]:
    return mark.item, mark.state, mark.points, mark.reason
