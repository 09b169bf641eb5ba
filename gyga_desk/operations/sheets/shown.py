"""Which papers a person may look at: one that shows experts' marks only as far as `seen` lets them see those."""

from __future__ import annotations

from collections.abc import Callable

from gyga_desk import seen
from gyga_desk.errors import NotPermitted
from gyga_desk.model import CaseId
from gyga_desk.operations.sheets.kinds import About, Kind
from gyga_desk.operations.sheets.source import Source, Subject
from gyga_desk.store.reads import PersonRow


def sight(source: Source, kind: Kind, person: PersonRow) -> Callable[[Subject], bool]:
    """Tells of each paper of a kind whether a person may see it."""
    if not kind.marks:
        return lambda _: True
    hidden = seen.marks(source.db, source.edition, source.number, source.year, person).hidden
    return lambda subject: _own(subject, person) or not _told(kind, subject, hidden)


def check_sight(source: Source, kind: Kind, subject: Subject, person: PersonRow) -> None:
    """Refuses whom the paper would tell what they are not to know yet."""
    if not sight(source, kind, person)(subject):
        raise NotPermitted("{title}含有他人评分；{why}。", title=kind.title, why=seen.WAITS)


def _own(subject: Subject, person: PersonRow) -> bool:
    return subject.who == person.name


def _told(kind: Kind, subject: Subject, hidden: frozenset[CaseId]) -> bool:
    """Whether a paper about others tells of a hidden case; an empty form tells nothing."""
    if kind.about is About.MARKS:
        return bool(subject.who) and subject.case in hidden
    return bool(hidden)
