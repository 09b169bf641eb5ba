"""The demonstration year: the sample workbooks taken through every step by the same operations as real work.

Everything in it is invented, its password is shown to whoever opens it, and its store says that it is a demonstration.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

from gyga_desk import places
from gyga_desk.errors import Refused
from gyga_desk.model import Answer, CaseId, Declared, Meeting, Role, Verdict
from gyga_desk.operations import Session, decide, intake, keys, papers, people, review, score_tables, signing
from gyga_desk.operations.session import SAMPLE, create_store, open_session
from gyga_desk.policy import IfNo
from gyga_desk.progress import Progress, silent
from gyga_desk.standings import CheckLine, Reckonings
from gyga_desk.store import reads
from gyga_desk.store.reads import PersonRow

PASSWORD = "Demo-2025-gyga"  # noqa: S105 - shown on screen; it guards invented data
PEOPLE = {
    "管理员": Role.ADMIN,
    "经办人": Role.CLERK,
    "审核员": Role.REVIEWER,
    "主任": Role.CHAIR,
    "监督员": Role.OBSERVER,
}
YEAR = 2025
STORE = "demo-2025.gyga"
BATCH, SCORES = "batch-2025-clean.xlsx", "scores-2025-measure3.xlsx"
SIGNERS = ("审核员", "主任", "经办人")
REVIEWED_MEASURES = (2, 3, 6)
"""Measures whose checklists the demonstration answers whole; the others wait for whoever tries the program."""
_ZONE = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Demo:
    """What the demonstration made."""

    store: Path
    sheets: tuple[Path, ...]
    signed: tuple[Path, ...]
    keys: Path
    password: str
    people: tuple[PersonRow, ...]


class Calendar:
    """A clock that moves seven seconds at each look and is set to the day of each stage, so that each year made is the same."""

    def __init__(self) -> None:
        self.go(5, 6)

    def go(self, month: int, day: int) -> None:
        """Nine o'clock on a day of the demonstration year."""
        self._now = datetime(YEAR, month, day, 9, 0, tzinfo=_ZONE)

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=7)
        return self._now


def make_demo(folder: Path, progress: Progress = silent) -> Demo:
    """Makes the year in a folder; refuses one that has a demonstration already, and leaves nothing half made."""
    store = folder / STORE
    if store.exists():
        raise Refused(
            "{folder} 里已有演示数据；请换一个文件夹，或直接打开 {name}。", folder=str(folder), name=store.name
        )
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".making-") as part:
        made = _make(Path(part), progress)
        for child in sorted(
            Path(part).iterdir(), key=lambda c: c.name == STORE
        ):  # the store last: it says that all is there
            child.rename(folder / child.name)
    moved = {p: folder / p.relative_to(part) for p in (*made.sheets, *made.signed, made.keys)}
    return replace(
        made, store=store, sheets=tuple(moved[p] for p in made.sheets), signed=tuple(moved[p] for p in made.signed), keys=moved[made.keys],
    )  # fmt: skip


def _make(folder: Path, progress: Progress) -> Demo:
    store, clock = folder / STORE, Calendar()
    stages = ((_people, (5, 6)), (_intake, (6, 30)), (_reviews, (7, 8)), (_decisions, (7, 15)))
    create_store(store, guide=SAMPLE, admin="管理员", password=PASSWORD, clock=clock, demo=True)
    for place, (stage, day) in enumerate(stages):
        progress(place, len(stages) + 2, "生成演示年度")
        clock.go(*day)
        stage(store, clock)
    progress(4, 6, "打印审批表")
    sheets = _sheets(store, folder, clock)
    progress(5, 6, "签署审批表")
    signed = _sign(store, folder, sheets, clock)
    progress(6, 6, "完成")
    return Demo(store, sheets, signed, folder / "密钥", PASSWORD, tuple(PersonRow(n, r) for n, r in PEOPLE.items()))


class As:
    """One person's session on the demonstration store."""

    def __init__(self, store: Path, name: str, clock: Calendar) -> None:
        self._session = open_session(store, name, PASSWORD, clock)

    def __enter__(self) -> Session:
        return self._session

    def __exit__(self, *_: object) -> None:
        self._session.close()


def _people(store: Path, clock: Calendar) -> None:
    with As(store, "管理员", clock) as session:
        for name, role in PEOPLE.items():
            if role is not Role.ADMIN:
                people.add_person(session, name, role, PASSWORD)


def _intake(store: Path, clock: Calendar) -> None:
    samples = places.resources() / "demo"
    with As(store, "经办人", clock) as session:
        preview = intake.preview_workbook(session.db, session.edition, samples / BATCH)
        intake.import_batch(session, preview, accept_clean=True)
        score_tables.import_scores(session, samples / SCORES, 3, YEAR)


def _reviews(store: Path, clock: Calendar) -> None:
    with As(store, "审核员", clock) as session:
        kept = Reckonings(session.db, session.edition)
        for measure in REVIEWED_MEASURES:
            given: list[review.Given] = []
            for case in reads.cases(session.db, measure, YEAR):
                review.declare_conflict(session, case.id, Declared.NONE)
                given += [
                    answer_as_found(case.id, line)
                    for line in kept.review_of(case.id).lines
                    if line.check.auto != "declared"
                ]
            review.answer_many(session, given)


def answer_as_found(case: CaseId, line: CheckLine) -> review.Given:
    """As a careful reviewer would: in order unless the program found otherwise, and then with a note."""
    failed = [f for f in line.findings if f.verdict is Verdict.FAIL]
    if not failed:
        return review.Given(case, line.check.id, Answer.YES)
    stated = line.check.if_no is IfNo.REDUCE and line.check.reduce == "stated"
    return review.Given(case, line.check.id, Answer.NO, failed[0].sentence, 0 if stated else None)


def _decisions(store: Path, clock: Calendar) -> None:
    with As(store, "主任", clock) as session:
        for number, measure in enumerate(REVIEWED_MEASURES, 1):
            decide.propose(session, measure, YEAR)
            meeting = Meeting("人工智能大模型政策评审委员会第一次会议", "2025-07-15", f"评审纪要〔2025〕{number}号")
            decide.seal(session, measure, YEAR, meeting, "监督员", PASSWORD)


def _sheets(store: Path, folder: Path, clock: Calendar) -> tuple[Path, ...]:
    with As(store, "经办人", clock) as session:
        done = papers.print_papers(session, "approval", 3, YEAR, None, folder / "审批表")
    return tuple(p.path for p in done.value)


def _sign(store: Path, folder: Path, sheets: tuple[Path, ...], clock: Calendar) -> tuple[Path, ...]:
    """The first sheet, signed by three; the others wait for whoever tries it."""
    held = folder / "密钥"
    held.mkdir(exist_ok=True)
    with As(store, "管理员", clock) as session:
        keys.make_root(session, PASSWORD)
        for name in SIGNERS:
            keys.make_key(session, name, PASSWORD, PASSWORD, held / f"{name}.p12")
    for name in SIGNERS:
        with As(store, name, clock) as session:
            signing.sign_paper(session, sheets[0], held / f"{name}.p12", PASSWORD)
    return sheets[:1]
