"""Under the measures: whose move it is, what is due, and what others have done since one was last here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gyga_desk.model import Blocker, CaseId, Role
from gyga_desk.standings import Due, DueKind
from gyga_desk.store import since
from gyga_desk.store.since import News
from ui.languages import tr
from ui.style import Tone, scaled
from ui.table import Column, ListView
from ui.words import measure_title, when

_ROW = 28
_SOON = 3
"""Days before its end from which a term is shown as pressing."""


@dataclass(frozen=True)
class Todo:
    """A blocker with the measure that it blocks."""

    measure: int
    blocker: Blocker


def mine(todos: Iterable[Todo], role: Role, aside: frozenset[CaseId]) -> list[Todo]:
    """Those whose move is this role's; cases that the person stepped aside from are others' work."""
    return [t for t in todos if role.label in t.blocker.who and t.blocker.case not in aside]


class TodoList(ListView):
    """What is still to be done, and where; Enter goes there."""

    def __init__(self, name: str) -> None:
        super().__init__(
            [
                Column(tr("项目"), lambda one: one.blocker.case or measure_title(one.measure), width=108),
                Column(tr("待办"), lambda one: one.blocker.sentence, stretch=True),
                Column(tr("由谁"), lambda one: one.blocker.who, width=112, soft=True),
            ],
            key=lambda one: (one.measure, one.blocker.case, one.blocker.code, one.blocker.sentence), sortable=False, name=name,
        )  # fmt: skip
        _dense(self)


class DueList(ListView):
    """Terms, the nearest first."""

    def __init__(self) -> None:
        super().__init__(
            [
                Column(tr("期限"), self._when, width=96, tone=_pressing),
                Column(tr("事项"), lambda one: one.sentence, stretch=True),
            ],
            key=lambda one: (one.kind, one.case, one.on, one.sentence), sortable=False, name=tr("期限"),
            empty=tr("近期没有到期的事。"),
        )  # fmt: skip
        _dense(self)

    def _when(self, one: Due) -> str:
        if one.left < 0:
            return tr("逾期 {days} 天").format(days=-one.left) if one.kind is not DueKind.NOTICE else tr("已满")
        return tr("今天") if one.left == 0 else tr("还有 {days} 天").format(days=one.left)


def _pressing(one: Due) -> Tone:
    if one.kind in (DueKind.NOTICE, DueKind.FILING) and one.left < 0:
        return Tone.QUIET
    return Tone.BAD if one.left < 0 else Tone.WARN if one.left <= _SOON else Tone.INFO


class NewsList(ListView):
    """What others have done; Enter goes to the case, or to the record."""

    def __init__(self) -> None:
        super().__init__(
            [
                Column(tr("时间"), lambda one: when(one.at)[5:16], width=92, soft=True, tip=lambda one: when(one.at)),
                Column(tr("谁"), lambda one: one.actor, width=72),
                Column(tr("做了什么"), self._what, stretch=True),
            ],
            key=lambda one: (one.actor, one.what, one.case), sortable=False, name=tr("上次以来"),
            empty=tr("您上次来过之后，别人没有改动。"),
        )  # fmt: skip
        _dense(self)

    def _what(self, one: News) -> str:
        words = f"{one.what} {one.case}".strip()
        return tr("{words}（{times} 次）").format(words=words, times=one.times) if one.times > 1 else words


def news_of(db: sqlite3.Connection, after: int, person: str) -> Sequence[News]:
    """As `store.since.news`; a first visit has no news."""
    return since.news(db, after, person) if after else ()


def newest(db: sqlite3.Connection) -> int:
    return since.newest_step(db)


def _dense(view: ListView) -> None:
    view.horizontalHeader().hide()
    view.verticalHeader().setMinimumSectionSize(scaled(_ROW))
    view.verticalHeader().setDefaultSectionSize(scaled(_ROW))
