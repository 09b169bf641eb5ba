"""Every word of the command line, in the order its help lists them, with the file that knows it.

A file is loaded when one of its words is used: with all of them, every command would start half a second later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import typer

from gyga_desk.commands.words import Command, Group, Run, Several, Vocabulary

Part = Callable[[], Vocabulary]
"""Loads a file and gives the words it knows."""


class Table(Mapping[str, Command | Group]):
    """The commands and groups of the program, each made when it is asked for."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        self._parts = parts
        self._made: dict[str, Command | Group] = {}

    def __getitem__(self, word: str) -> Command | Group:
        if word not in self._made:
            self._made[word] = _make(word, self._parts[word]()[word])
        return self._made[word]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


def table(open_window: Callable[[Path | None], int]) -> Table:
    """The whole table; `open_window` is what `demo` ends with."""
    return Table(
        {
            "init": _record, "template": _work, "import": _taking, "cases": _work, "answer": _work, "conflict": _work,
            "standings": _work, "gate": _work, "print": _papers, "papers": _papers, "sign": _papers, "verify": _record,
            "register": _papers, "void": _papers, "undo": _record, "redo": _record, "history": _record, "backup": _record,
            "export": _work, "scorebook": _work, "supplements": _supplements, "applicant": _lists,
            "demo": lambda: _demo(open_window), "totals": _exceptions, "pack": _exchange, "take": _exchange,
            "restore": _record, "encrypt": _rest, "decrypt": _rest, "rebuild": _rebuilding, "recovery": _rest,
            "recover": _rest, "anchor": _record, "attach": _attachments, "firmness": _overview, "overview": _overview,
            "due": _overview, "explain": _explain, "manual": _manual, "dossier": _dossier,
            "people": _record, "answers": _work, "batches": _taking, "scores": _work, "decide": _decide, "keys": _record,
            "awards": _lists, "filings": _lists, "vouchers": _vouchers, "special": _exceptions, "credit": _exceptions,
            "policy": _exceptions, "marks": _marks, "exchange": _exchange, "attachments": _attachments, "guide": _guide,
        }
    )  # fmt: skip


def _make(word: str, held: Run | Several) -> Command | Group:
    title, runs = held if isinstance(held, Several) else (None, {word: held})
    app = typer.Typer(cls=Group, help=title, rich_markup_mode=None, add_completion=False)
    for name, run in runs.items():
        app.command(name, cls=Command)(run)
    made = typer.main.get_command(app) if title is None else typer.main.get_group(app)
    assert isinstance(made, Command | Group)
    return made


def _attachments() -> Vocabulary:
    from gyga_desk.commands import attachments

    return attachments.WORDS


def _decide() -> Vocabulary:
    """The committee's decision: what a decision is, what withdraws a case from it, and its minutes."""
    from gyga_desk.commands import exceptions, overview, work

    runs: dict[str, Run] = {**work.DECIDE, "withdraw": exceptions.withdraw_case, "minutes": overview.show_minutes}
    return {"decide": Several("委员会的决定", runs)}


def _demo(open_window: Callable[[Path | None], int]) -> Vocabulary:
    from gyga_desk.commands import demo

    return {"demo": demo.demo_command(open_window)}


def _dossier() -> Vocabulary:
    from gyga_desk.commands import dossier

    return dossier.WORDS


def _exceptions() -> Vocabulary:
    from gyga_desk.commands import exceptions

    return exceptions.WORDS


def _exchange() -> Vocabulary:
    from gyga_desk.commands import exchange

    return exchange.WORDS


def _explain() -> Vocabulary:
    from gyga_desk.commands import explain

    return explain.WORDS


def _guide() -> Vocabulary:
    from gyga_desk.commands import guide

    return guide.WORDS


def _lists() -> Vocabulary:
    from gyga_desk.commands import lists

    return lists.WORDS


def _manual() -> Vocabulary:
    from gyga_desk.commands import manual

    return manual.WORDS


def _marks() -> Vocabulary:
    from gyga_desk.commands import marks

    return marks.WORDS


def _overview() -> Vocabulary:
    from gyga_desk.commands import overview

    return overview.WORDS


def _papers() -> Vocabulary:
    from gyga_desk.commands import papers

    return papers.WORDS


def _rebuilding() -> Vocabulary:
    from gyga_desk.commands import rebuilding

    return rebuilding.WORDS


def _record() -> Vocabulary:
    from gyga_desk.commands import record

    return record.WORDS


def _rest() -> Vocabulary:
    from gyga_desk.commands import rest

    return rest.WORDS


def _supplements() -> Vocabulary:
    from gyga_desk.commands import supplements

    return supplements.WORDS


def _taking() -> Vocabulary:
    from gyga_desk.commands import taking

    return taking.WORDS


def _vouchers() -> Vocabulary:
    from gyga_desk.commands import vouchers

    return vouchers.WORDS


def _work() -> Vocabulary:
    from gyga_desk.commands import work

    return work.WORDS
