"""The command that explains one case from its cells to its amount."""

from __future__ import annotations

from typing import Annotated

import typer

from gyga_desk import explanation
from gyga_desk.commands.desk import desk_of
from gyga_desk.commands.words import Vocabulary
from gyga_desk.standings import Reckonings


def explain(context: typer.Context, case: Annotated[str, typer.Argument(help="项目编号")]) -> None:
    """逐项说明一个项目：从申报数据的单元格，逐条到金额和承担的财政。"""
    desk = desk_of(context)
    with desk.reading() as (db, edition):
        found = explanation.explain(Reckonings(db, edition), case, desk.person(db))
    text = explanation.as_text(found)
    sections = [
        {"title": part.title, "lines": [{"text": line.text, "clause": line.clause} for line in part.lines]}
        for part in found.sections
    ]
    desk.give({"case": found.case, "sections": sections, "text": text}, text.splitlines())


WORDS: Vocabulary = {"explain": explain}
