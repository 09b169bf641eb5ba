"""What each applicant has to supply or put right, told once and whole (一次性告知): from a workbook as sent, or from the record."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gyga_desk.errors import Refused
from gyga_desk.formats import supplement_list
from gyga_desk.formats.supplement_list import Item, SupplementList
from gyga_desk.model import Answer, CaseId, Problem, Severity
from gyga_desk.operations.files import readable
from gyga_desk.operations.incoming import Preview
from gyga_desk.policy import NONE, UNSET, Check, Edition, IfNo, Measure
from gyga_desk.standings import Reckoning, Reviewed, measure_of
from gyga_desk.store import reads

__all__ = ["Item", "Lack", "SupplementList", "deadline_of", "lacks_of", "of_record", "of_workbook", "write_lists"]

CORRECTED = "更正后的申报表"
"""What is handed in again for a fault in a cell."""
PROOF = "证明材料"
"""What shows that a check is met, where the text names nothing."""
UNPLACED = "未归到申报单位的问题"
_NO_FILE_SIGN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Lack:
    """One check that a case fails for now and can still meet: what was found, and what is to be handed in."""

    check: Check
    note: str
    material: str


@dataclass
class _Draft:
    """One applicant's list while it is being put together."""

    applicant: str
    credit_code: str
    items: list[Item] = field(default_factory=list)


class _Drafts:
    """The lists by applicant, in the order they first come up."""

    def __init__(self) -> None:
        self._held: dict[str, _Draft] = {}

    def add(self, applicant: str, code: str, item: Item) -> None:
        draft = self._held.setdefault(code or applicant, _Draft(applicant or UNPLACED, code))
        if item not in draft.items:
            draft.items.append(item)

    def lists(self, edition: Edition, year: int | None, source: str) -> tuple[SupplementList, ...]:
        deadline, clause = deadline_of(edition)
        guide = edition.guide
        banner = guide.banner if guide is not None and guide.sample else ""
        return tuple(
            SupplementList(d.applicant, d.credit_code, year, tuple(d.items), deadline, clause, source, banner)
            for d in self._held.values()
        )


def deadline_of(edition: Edition) -> tuple[str, str]:
    """By when, in words, and the clause that says so or leaves it open."""
    days, clause = edition.process.supplement_days, edition.process.cites["supplement_days"].label
    if days is UNSET:
        return "补正期限未定：条文和指南都没有规定，须由当年申报指南明确。", clause
    return "不设补正期限。" if days is NONE else f"请在收到本清单之日起 {days} 个工作日内补正。", clause


def of_record(
    db: sqlite3.Connection, edition: Edition, year: int, measure: int | None = None, cases: Sequence[CaseId] = ()
) -> tuple[SupplementList, ...]:
    """What reviewers have found wanting in cases that are not sealed, an applicant's cases of all measures together."""
    for case in cases:
        reads.case(db, case)
    drafts = _Drafts()
    numbers = [measure] if measure is not None else sorted({c.measure for c in reads.cases(db, year=year)})
    for number in numbers:
        work = Reckoning(db, edition, measure_of(edition, number), year)
        for reviewed in work.reviewed.values():
            if cases and reviewed.case.id not in cases:
                continue
            for lack in lacks_of(work.measure, reviewed):
                held = reviewed.case
                drafts.add(held.applicant, held.credit_code, _asked(held.id, held.title, lack))
    return drafts.lists(edition, year, "审核")


def lacks_of(measure: Measure, reviewed: Reviewed) -> tuple[Lack, ...]:
    """What a case still lacks as its reviewers found it, in the order of the checklist."""
    wanting = (c for c in measure.checks if c.if_no is IfNo.SUPPLEMENT and reviewed.said.get(c.id) is Answer.NO)
    return tuple(Lack(c, _notes(reviewed, c), c.evidence or PROOF) for c in wanting)


def _notes(reviewed: Reviewed, check: Check) -> str:
    said = (a.note.strip() for a in reviewed.answers if a.check == check.id and a.answer is Answer.NO)
    return "；".join(note for note in said if note)


def _asked(case: CaseId, title: str, lack: Lack) -> Item:
    what = f"不符合“{lack.check.ask}”" + (f"：{lack.note}" if lack.note else "") + "。"
    cite = lack.check.cite
    return Item(case, title, lack.check.id, "", what, lack.material, cite.label, cite.title)


def of_workbook(edition: Edition, preview: Preview) -> tuple[SupplementList, ...]:
    """What is wrong in a workbook as sent, applicant by applicant; what is only said is left out."""
    drafts = _Drafts()
    owners = {(r.sheet, r.row): (r.applicant, r.credit_code, r.title, r.measure) for r in preview.rows}
    for lines in preview.lines:
        for item in lines.items:
            owners[item.sheet, item.row] = (lines.owner.applicant, lines.owner.code, lines.sheet, lines.owner.key[1])
    for problem in preview.problems:
        if problem.severity is Severity.NOTE:
            continue
        if problem.row:
            applicant, code, title, number = owners.get((problem.sheet, problem.row), ("", "", "", 0))
            drafts.add(applicant, code, _fault(edition, problem, title, number))
        else:
            for (sheet, _), (applicant, code, _, number) in owners.items():
                if sheet == problem.sheet:
                    drafts.add(applicant, code, _fault(edition, problem, "", number))
    years = {r.year for r in preview.rows if r.year}
    return drafts.lists(edition, years.pop() if len(years) == 1 else None, preview.file)


def _fault(edition: Edition, problem: Problem, title: str, number: int) -> Item:
    """A fault in a cell: the basis is that of the check that looks at the column, else that of complete materials."""
    place = f"{problem.sheet} {problem.cell or (f'第 {problem.row} 行' if problem.row else '整张表')}".strip()
    check = _check_of(edition.measure(number), problem)
    what = f"“{problem.column}”{problem.sentence}" if problem.column else problem.sentence
    clause, basis = (check.cite.label, check.cite.title) if check else ("", "")
    return Item("", title, check.id if check else "", place, what, CORRECTED, clause, basis)


def _check_of(measure: Measure | None, problem: Problem) -> Check | None:
    if measure is None:
        return None
    column = problem.fact or next(
        (c.id for c in measure.columns if problem.column in (c.header, *c.aliases)), "attachments"
    )
    supplied = [c for c in measure.checks if c.if_no is IfNo.SUPPLEMENT]
    found = next((c for c in supplied if column in c.uses), None)
    return found or next((c for c in supplied if "attachments" in c.uses), None)


def write_lists(lists: Sequence[SupplementList], folder: Path) -> tuple[Path, ...]:
    """A workbook for each applicant in a folder, named after it; writes over nothing."""
    if not lists:
        raise Refused("没有需要补正的事项，没有写出清单。")
    if folder.exists() and not folder.is_dir():
        raise Refused("{name} 不是文件夹；请另选一个文件夹。", name=folder.name)
    paths = [folder / f"补正清单-{name}.xlsx" for name in _file_names(lists)]
    for path in paths:
        if path.exists():
            raise Refused("{name} 已经存在，不会覆盖；请换一个文件夹。", name=path.name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise Refused("文件夹 {name} 建不起来；请换一个位置。", name=readable(folder.name)) from fault
    for path, one in zip(paths, lists, strict=True):
        supplement_list.write_supplement_list(path, one)
    return tuple(paths)


def _file_names(lists: Sequence[SupplementList]) -> list[str]:
    """Names that any system takes, no two alike."""
    names: list[str] = []
    for one in lists:
        stem = _NO_FILE_SIGN.sub("_", one.applicant).strip(" .")[:_LONGEST_NAME] or UNPLACED
        name, number = stem, 2
        while name.casefold() in {n.casefold() for n in names}:
            name, number = f"{stem}({number})", number + 1
        names.append(name)
    return names
