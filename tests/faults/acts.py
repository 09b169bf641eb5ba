"""The acts that are stopped and refused at every change to a file, each with the folder it begins in, and what must hold after."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gyga_desk.errors import NotPermitted
from gyga_desk.formats import boxed, seal
from gyga_desk.model import Answer, Declared, Meeting
from gyga_desk.operations import (
    Session,
    at_rest,
    attachments,
    beside,
    decide,
    history,
    intake,
    keyring,
    local_now,
    packing,
    papers,
    people,
    review,
    taking,
)
from gyga_desk.operations.history import verify_store
from gyga_desk.operations.restore import restore
from gyga_desk.operations.review import Given
from gyga_desk.operations.session import open_session, sign_in
from gyga_desk.store import Store, check_store, open_reader, reads
from gyga_desk.store.dialect import is_encrypted
from tests.core.papers import png
from tests.headless import ADMIN, CHAIR, CLERK, OBSERVER, REVIEWER, password_of
from tests.offices import SAMPLES, make_filed, make_office, make_reviewed

STORE = "2025.gyga"
SENT, COPY = "发出.gygap", "另存.gyga"
NEW_PASSWORD, ENCRYPTED = "neu-kouling-2025", "加密"
CASE = "2025-M3-0001"
_MEETING = Meeting("评审委员会第二次会议", "2025-07-15", "评审纪要〔2025〕9号")
Counts = dict[str, int]


@dataclass(frozen=True)
class Act:
    """One thing a person does: where it begins, what is done there, and the record before and after it, in rows a table."""

    name: str
    start: Path
    run: Callable[[Path], None]
    before: Counts
    after: Counts
    makes: str = ""
    """A file that is there after it and not before."""


def at(folder: Path) -> Path:
    return folder / STORE


@contextmanager
def acting(folder: Path, who: str) -> Iterator[Session]:
    session = open_session(at(folder), who, password_of(who))
    try:
        yield session
    finally:
        session.close()


@contextmanager
def notes_in(folder: Path) -> Iterator[None]:
    """The program's own notes are kept in the folder, so that they are stopped, copied and judged with the rest."""
    held = os.environ.get("XDG_DATA_HOME")
    os.environ["XDG_DATA_HOME"] = str(folder / "notes")
    try:
        yield
    finally:
        os.environ.pop("XDG_DATA_HOME") if held is None else os.environ.update(XDG_DATA_HOME=held)


def prepare(folder: Path) -> list[Act]:
    """The acts in order, each tried once to its end."""
    with notes_in(folder):
        starts = _starts(folder)
        sample = _preview(at(starts["office"]))
    makes = {"封装任务包": SENT, "封装回复包": SENT, "备份": COPY}
    runs: list[tuple[str, str, Callable[[Path], None]]] = [
        ("导入", "office", lambda f: _import(f, sample)),
        ("按任务包新建", "sent", _start),
        ("收取任务包", "named", lambda f: _take(f, REVIEWER, "任务.gygap")),
        ("收取回复包", "replied", lambda f: _take(f, CLERK, "回复.gygap")),
        ("封装任务包", "filed", lambda f: _pack(f, CLERK, REVIEWER)),
        ("封装回复包", "away", lambda f: _pack(f, REVIEWER, CLERK)),
        ("封存", "proposed", _seal),
        ("打印", "sealed", _print),
        ("附上材料", "filed", _attach),
        ("备份", "attached", _back_up),
        ("恢复", "older", _restore),
        ("加密", "attached", lambda f: _turn(f, at_rest.encrypt)),
        ("取消加密", "locked", lambda f: _turn(f, at_rest.decrypt)),
        ("改口令", "locked", _change_password),
        ("恢复加密的", "locked older", _restore),
        ("换回未加密的", "locked plain", _restore),
        ("换回加密的", "plain locked", _restore),
        ("换回另一密钥的", "locked twice", _restore),
    ]
    return [tried(folder, starts[start], name, run, makes.get(name, "")) for name, start, run in runs]


def tried(folder: Path, start: Path, name: str, run: Callable[[Path], None], makes: str) -> Act:
    there = folder / "tried"
    shutil.copytree(start, there)
    with notes_in(there):
        before = rows_of(at(there))
        run(there)
        after = rows_of(at(there))
    shutil.rmtree(there)
    return Act(name, start, run, before, after, makes)


def rows_of(store: Path) -> Counts:
    """How many rows each table has; nothing where there is no store."""
    if not store.exists():
        return {}
    db = open_reader(store, key_of(store))
    try:
        tables = db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' ORDER BY name"
        ).fetchall()
        counts = {
            t: int(db.execute(f"SELECT COUNT(*) FROM {t}").fetchone()[0])
            for (t,) in tables
            if not t.startswith("search")
        }
        return counts | {ENCRYPTED: int(is_encrypted(store))}
    finally:
        db.close()


def key_of(store: Path) -> bytes | None:
    """What an encrypted store or copy is read with, for one whose password never changes here."""
    return keyring.unlock(store, OBSERVER, password_of(OBSERVER), local_now())


def _starts(folder: Path) -> dict[str, Path]:
    """A folder for each act to begin in."""
    names = ("office", "filed", "reviewed", "sent", "named", "replied", "away", "proposed", "sealed", "attached")
    made = {name: folder / name for name in names}
    for one in made.values():
        one.mkdir(parents=True)
    make_office(at(made["office"]))
    make_filed(at(made["filed"]), at(made["office"]))
    png(made["filed"] / "现场.png", 400, 300)
    make_reviewed(at(made["reviewed"]), at(made["filed"]))
    _two_machines(made)
    shutil.copy(at(made["reviewed"]), made["proposed"])
    with acting(made["proposed"], CHAIR) as session:
        decide.propose(session, 3, 2025)
    shutil.copytree(made["proposed"], made["sealed"], dirs_exist_ok=True)
    _seal(made["sealed"])
    shutil.copytree(made["filed"], made["attached"], dirs_exist_ok=True)
    _attach(made["attached"])
    return made | _at_rest(folder, made["attached"])


def _at_rest(folder: Path, plain: Path) -> dict[str, Path]:
    """The same record plain and encrypted, each with a copy to be restored that is plain, encrypted, or under another key."""

    def grown(name: str, start: Path, *acts: Callable[[Path], object]) -> Path:
        shutil.copytree(start, folder / name)
        for act in acts:
            act(folder / name)
        return folder / name

    def encrypt(there: Path) -> None:
        _turn(there, at_rest.encrypt)

    older = grown("older", plain, _back_up, _declare)
    locked = grown("locked", plain, encrypt)
    return {
        "older": older,
        "locked": locked,
        "locked older": grown("locked older", locked, _back_up, _change_password),
        "locked plain": grown("locked plain", older, encrypt),
        "plain locked": grown("plain locked", locked, _back_up, lambda f: _turn(f, at_rest.decrypt)),
        "locked twice": grown("locked twice", locked, _back_up, lambda f: _turn(f, at_rest.decrypt), encrypt),
    }


def _two_machines(made: dict[str, Path]) -> None:
    desk = made["replied"]
    shutil.copy(at(made["filed"]), desk)
    with acting(desk, CLERK) as session:
        packing.pack(session, REVIEWER, made["sent"] / "任务.gygap", password_of(CLERK))
    shutil.copytree(made["sent"], made["named"], dirs_exist_ok=True)
    _start(made["named"])
    shutil.copytree(made["named"], made["away"], dirs_exist_ok=True)
    _take(made["away"], REVIEWER, "任务.gygap")
    with acting(made["away"], REVIEWER) as session:
        cases = [c.id for c in reads.cases(session.db, 3)]
        review.answer_many(session, [Given(case, "3.4", Answer.YES, "已与材料核对") for case in cases])
        packing.pack(session, CLERK, desk / "回复.gygap", password_of(REVIEWER))


def _preview(store: Path) -> intake.Preview:
    session = open_session(store, CLERK, password_of(CLERK))
    try:
        return intake.preview_workbook(session.db, session.edition, SAMPLES / "batch-2025-clean.xlsx")
    finally:
        session.close()


def _import(folder: Path, found: intake.Preview) -> None:
    with acting(folder, CLERK) as session:
        intake.import_batch(session, found)


def _start(folder: Path) -> None:
    taking.start_store(at(folder), (folder / "任务.gygap").read_bytes(), REVIEWER, password_of(REVIEWER))


def _take(folder: Path, who: str, name: str) -> None:
    with acting(folder, who) as session:
        taking.take(session, (folder / name).read_bytes(), password_of(who))


def _pack(folder: Path, who: str, to: str) -> None:
    with acting(folder, who) as session:
        packing.pack(session, to, folder / SENT, password_of(who))


def _seal(folder: Path) -> None:
    with acting(folder, CHAIR) as session:
        decide.seal(session, 3, 2025, _MEETING, OBSERVER, password_of(OBSERVER))


def _print(folder: Path) -> None:
    out = folder / "文书"
    out.mkdir(exist_ok=True)
    with acting(folder, CLERK) as session:
        papers.print_papers(session, "approval", 3, 2025, None, out)


def _attach(folder: Path) -> None:
    with acting(folder, CLERK) as session:
        attachments.attach(session, CASE, folder / "现场.png")


def _back_up(folder: Path) -> None:
    with acting(folder, CLERK) as session:
        history.back_up(session, folder / COPY)


def _declare(folder: Path) -> None:
    with acting(folder, REVIEWER) as session:
        review.declare_conflict(session, CASE, Declared.NONE)


def _turn(folder: Path, turn: Callable[..., object]) -> None:
    turn(at(folder), ADMIN, password_of(ADMIN), OBSERVER, password_of(OBSERVER))


def _restore(folder: Path) -> None:
    restore(at(folder), folder / COPY, ADMIN, password_of(ADMIN), OBSERVER, password_of(OBSERVER))


def _change_password(folder: Path) -> None:
    with acting(folder, CLERK) as session:
        people.change_password(session, password_of(CLERK), NEW_PASSWORD)


class Judge:
    """Whether a folder is as before an act or as after it, and everything in it whole."""

    def __init__(self) -> None:
        self._sound: set[bytes] = set()
        """Digests of files already found whole."""

    def faults(self, folder: Path, act: Act) -> tuple[str, list[str]]:
        """`before`, `after` or `neither`, and what is wrong."""
        store = at(folder)
        try:
            with notes_in(folder):
                found, rows = self._record(store)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the next start would meet it
            return "neither", [f"{type(fault).__name__}: {fault}"]
        state = _state(act, rows, folder)
        if state == "neither":
            found.append(
                f"rows { ({t: (act.before.get(t), n, act.after.get(t)) for t, n in rows.items() if n != act.before.get(t)}) }"
            )
        try:
            found += [f"{path.name}: {why}" for path in sorted(folder.rglob("*")) if (why := self._fault(path, store))]
        except Exception as fault:  # noqa: BLE001 - a copy that nobody can open
            found.append(f"{type(fault).__name__}: {fault}")
        return state, found

    def _record(self, store: Path) -> tuple[list[str], Counts]:
        """Opened as the next start does: what was cut off is rolled back, and one password of each person fits."""
        if not store.exists():
            return [], {}
        if is_encrypted(store):
            open_session(store, OBSERVER, password_of(OBSERVER)).close()
        else:
            Store.open(store).close()
        found = [f.sentence for f in verify_store(store, None, key_of(store)).findings]
        return found + _strangers(store), rows_of(store)

    def _fault(self, path: Path, store: Path) -> str:
        if path.is_dir() or path == store or path.name.startswith("."):
            return ""
        judge = {".gyga": _copy_fault, ".gygap": _package_fault, ".pdf": _paper_fault}.get(path.suffix)
        digest = hashlib.sha256(path.read_bytes()).digest()
        if path.parent.name.endswith(".files"):
            return _kept_fault(path, store, digest.hex())
        if judge is None or digest in self._sound:
            return ""
        why = judge(path)
        if not why:
            self._sound.add(digest)
        return why


def _state(act: Act, rows: Counts, folder: Path) -> str:
    """By the record; where an act leaves that as it is, by the file it makes."""
    if act.before == act.after == rows:
        return "after" if (folder / act.makes).exists() else "before"
    return "after" if rows == act.after else "before" if rows == act.before else "neither"


def _strangers(store: Path) -> list[str]:
    """Whom neither the password of before nor the new one lets in, or whom both do."""
    db = open_reader(store, key_of(store))
    try:
        if not reads.password_of(db, CLERK):
            return []  # a machine that only knows the name
    finally:
        db.close()
    fits = [p for p in (password_of(CLERK), NEW_PASSWORD) if _fits(store, p)]
    return [] if len(fits) == 1 else [f"{len(fits)} passwords of {CLERK} fit"]


def _fits(store: Path, password: str) -> bool:
    try:
        sign_in(store, CLERK, password)
    except NotPermitted:
        return False
    return True


def _kept_fault(path: Path, store: Path, digest: str) -> str:
    """A file under its digest: as it came, or, beside its encrypted store, in a box that the store's key opens."""
    owner = path.parent.with_name(path.parent.name.removesuffix(".files"))
    if boxed.is_boxed(path.read_bytes()) and owner == store and is_encrypted(store):
        digest = beside.digest_of(path, key_of(store)).removeprefix("sha256:")
    elif boxed.is_boxed(path.read_bytes()) and owner != store:
        return ""  # a copy's own, looked at when it is restored
    return "" if path.stem == digest else "not its digest"


def _copy_fault(path: Path) -> str:
    try:
        return "；".join(d.sentence for d in check_store(path, key_of(path)))
    except Exception as fault:  # noqa: BLE001 - whatever it is, the copy is not whole
        return str(fault)


def _package_fault(path: Path) -> str:
    return "" if seal.note_of(path.read_bytes()) else "no package"


def _paper_fault(path: Path) -> str:
    data = path.read_bytes()
    return "" if data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF") else "half a paper"
