"""Signing every paper that waits for somebody, in one act: the key is opened once, and each paper is an operation of its own.

One that cannot be signed is told with its reason and holds up no other; a stop leaves whole papers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gyga_desk.errors import Cancelled, DeskError, Refused
from gyga_desk.formats.tokens import Token
from gyga_desk.model import Change, Paper, PaperState
from gyga_desk.operations import Done, Session, check_role, files, front_of
from gyga_desk.operations.sheets.source import Source
from gyga_desk.operations.signing import Key, look, opened, paper_in, place_for, put, store_signature, whose_turn
from gyga_desk.progress import Progress, silent
from gyga_desk.store import reads


@dataclass(frozen=True)
class OneSigned:
    """What became of one paper."""

    number: str
    path: Path | None
    """None where no file of the paper was found."""
    why: str
    """Why it was not signed; empty where it was."""


@dataclass(frozen=True)
class ManySigned:
    """What became of all."""

    papers: tuple[OneSigned, ...]
    stopped: bool = False

    @property
    def done(self) -> int:
        return sum(not one.why for one in self.papers)


def waiting(session: Session, year: int | None = None) -> list[str]:
    """The printed papers that wait for the signed-in person's signature, in the order they were first printed."""
    printed = [p for p in reads.papers(session.db, year=year) if p.state is PaperState.PRINTED]
    return [p.number for p in printed if _waits(session, p)]


def _waits(session: Session, paper: Paper) -> bool:
    place = place_for(paper, session.person)
    if place is None:
        return False
    signed = [s.field for s in reads.signatures(session.db, paper.number)]
    return place.field not in signed and not whose_turn(session.edition, paper, place, signed)


@front_of(store_signature)
def sign_waiting(
    session: Session,
    numbers: Collection[str],
    places: Sequence[Path],
    key: Path | Token,
    passphrase: str,
    progress: Progress = silent,
) -> Done[ManySigned]:
    """These papers are looked for in files and folders, and signed one by one.

    `key` and `passphrase` as in `sign_paper`. Refused as a whole where the key cannot be opened or there is nothing to sign.
    """
    check_role(session, store_signature.title, store_signature.roles)
    if not numbers:
        raise Refused("没有等待 {person} 签名的文书。", person=session.person.name)
    with opened(session, key, passphrase) as held:
        found = _find(session, numbers, places, progress)
        wanted = {n: found.files[n] for n in numbers if n in found.files}
        told, change, stopped = _sign_each(session, wanted, held, progress)
    missing = [OneSigned(n, *found.faults.get(n, _NOWHERE)) for n in numbers if n not in wanted]
    made = ManySigned((*told, *missing, *found.twins), stopped)
    return Done(made, change, f"{store_signature.title} {made.done} 份")


_STOPPED = "按您的要求停止，这一份没有签。"
_NOWHERE = (None, "没有找到这份文书的文件；请核对文件夹，或重新打印。")


def _sign_each(
    session: Session, wanted: dict[str, Path], held: Key, progress: Progress
) -> tuple[list[OneSigned], Change, bool]:
    by_digest = {p.digest: p for p in reads.papers(session.db) if p.number in wanted}
    sources: dict[tuple[int, int], Source] = {}
    told: list[OneSigned] = []
    change = Change()
    for count, (number, pdf) in enumerate(wanted.items()):
        try:
            progress(count, len(wanted), f"签署 {number}")
        except Cancelled:
            left = list(wanted.items())[count:]
            return [*told, *(OneSigned(n, path, _STOPPED) for n, path in left)], change, True
        try:
            done = put(session, look(session, by_digest, sources, pdf), held)
        except DeskError as fault:
            told.append(OneSigned(number, pdf, str(fault)))
        else:
            told.append(OneSigned(number, pdf, ""))
            change = Change(change.tables | done.change.tables, change.cases | done.change.cases)
    return told, change, False


@dataclass(frozen=True)
class _Found:
    """The files of the papers looked for, by number."""

    files: dict[str, Path] = field(default_factory=dict)
    faults: dict[str, tuple[Path, str]] = field(default_factory=dict)
    """Files named for a paper that are not it, each with the reason."""
    twins: list[OneSigned] = field(default_factory=list)
    """Further files of a paper; only the one with the most signatures is signed."""


def _find(session: Session, numbers: Collection[str], places: Sequence[Path], progress: Progress) -> _Found:
    known = {p.digest: p for p in reads.papers(session.db) if p.number in numbers}
    pdfs, found = tuple(dict.fromkeys(_pdfs(places))), _Found()
    for count, pdf in enumerate(pdfs):
        progress(count, len(pdfs), f"查找文书 {pdf.name}")
        try:
            _put(found, paper_in(known, files.read(pdf), pdf.name).number, pdf)
        except DeskError as fault:
            named = pdf.name.split(" ", maxsplit=1)[0].removesuffix(".pdf")
            found.faults[named] = (pdf, str(fault))
    return found


def _put(found: _Found, number: str, pdf: Path) -> None:
    held = found.files.get(number)
    if held is None:
        found.files[number] = pdf
        return
    fuller, other = (pdf, held) if pdf.stat().st_size > held.stat().st_size else (held, pdf)
    found.files[number] = fuller
    found.twins.append(OneSigned(number, other, f"与 {fuller} 是同一份文书，只签那一个文件。"))


def _pdfs(places: Sequence[Path]) -> Iterator[Path]:
    for place in places:
        yield from sorted(place.rglob("*.pdf")) if place.is_dir() else [place]
