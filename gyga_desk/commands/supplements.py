"""The command that writes what each applicant has to supply or put right."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gyga_desk.commands import shapes
from gyga_desk.commands.desk import desk_of
from gyga_desk.commands.words import Vocabulary
from gyga_desk.formats.supplement_list import SupplementList
from gyga_desk.operations import intake, score_books, supplements


def write_supplements(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="写到哪个文件夹，每个申报单位一个 .xlsx")],
    chosen: Annotated[list[str] | None, typer.Argument(metavar="[项目编号…]", help="只要这些项目")] = None,
    measure: Annotated[int | None, typer.Option(help="只要一个措施")] = None,
    year: Annotated[int | None, typer.Option(help="申报年度；不写则为指南的年度")] = None,
    workbook: Annotated[Path | None, typer.Option("--file", help="按这份申报表中的问题列出，而不按审核结果")] = None,
) -> None:
    """写出补正清单：每个申报单位一份，列明缺什么、错在哪里、交什么材料、依据和期限。"""
    desk = desk_of(context)
    with desk.reading() as (db, edition):
        if workbook is not None:
            preview = intake.preview_workbook(db, edition, workbook, desk.progress())
            intake.refuse_foreign(preview)
            found = supplements.of_workbook(edition, preview)
        else:
            year = year or score_books.present_year(db, edition)
            found = supplements.of_record(db, edition, year, measure, chosen or ())
        paths = supplements.write_lists(found, folder)
    rows = [_shape(one, path) for one, path in zip(found, paths, strict=True)]
    desk.give(rows, [f"{one.applicant}：{len(one.items)} 项，{path}" for one, path in zip(found, paths, strict=True)])


def _shape(held: SupplementList, path: Path) -> shapes.JsonObject:
    return {
        "applicant": held.applicant, "credit_code": held.credit_code, "year": held.year, "path": str(path), "deadline": held.deadline,
        "deadline_clause": held.deadline_clause, "source": held.source, "items": [vars(item) for item in held.items],
    }  # fmt: skip


WORDS: Vocabulary = {"supplements": write_supplements}
