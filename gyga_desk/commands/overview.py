"""Commands that look across: how firm a list is, how far each measure of a year has come, and what is due when."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from gyga_desk import seen
from gyga_desk.commands import shapes
from gyga_desk.commands.desk import desk_of
from gyga_desk.commands.words import Vocabulary
from gyga_desk.errors import DeskError
from gyga_desk.money import write_yuan
from gyga_desk.operations import files, minutes
from gyga_desk.rules.firmness import Trial, Way
from gyga_desk.standings import MeasureProgress, Reckonings, due_of

Measure = Annotated[int, typer.Option(help="措施编号，1 至 7")]
Year = Annotated[int, typer.Option(help="申报年度")]


def show_firmness(context: typer.Context, measure: Measure, year: Year) -> None:
    """名单稳不稳：少一位专家、上下一分、改用全部平均，谁会进、谁会出。"""
    desk = desk_of(context)
    with desk.reading() as (db, edition):
        found = seen.firmness(Reckonings(db, edition).of(measure, year), desk.person(db))
    if found is None:
        desk.give(None, ["本措施不按评分定名单，或没有待封存的项目。"])
        return
    document = {
        "measure": measure, "year": year, "selected": list(found.selected), "firm": list(found.firm),
        "margin": None if found.margin is None else str(found.margin), "trials": [_trial(t) for t in found.trials],
    }  # fmt: skip
    margin = f"入选末位与线外首位相差 {found.margin} 分" if found.margin is not None else "线外没有达到分数线的项目"
    lines = [f"名单 {len(found.selected)} 项，其中 {len(found.firm)} 项怎样试都在；{margin}。"]
    desk.give(document, lines + [_words(t) for t in found.moving])


def show_minutes(
    context: typer.Context,
    measure: Measure,
    year: Year,
    out: Annotated[Path | None, typer.Option(help="写到哪个文本文件；不写则显示")] = None,
) -> None:
    """会议纪要草稿：记录里有的都写上，会上才知道的留空。"""
    desk = desk_of(context)
    with desk.reading() as (db, edition):
        text = minutes.draft(Reckonings(db, edition), measure, year, desk.person(db))
    if out is not None:
        files.write_new(out, (text + "\n").encode())
    document = {"measure": measure, "year": year, "text": text, "path": str(out) if out else None}
    desk.give(document, [f"草稿已写到 {out}。"] if out else text.splitlines())


def _trial(one: Trial) -> shapes.JsonObject:
    return {
        "way": one.way.value, "subject": one.subject, "entering": list(one.entering), "leaving": list(one.leaving),
        "tied": list(one.tied),
        "unscored": list(one.unscored),
    }  # fmt: skip


def _words(one: Trial) -> str:
    how = {
        Way.EXPERT: f"不计{one.subject}",
        Way.UP: f"{one.subject} 高 1 分",
        Way.DOWN: f"{one.subject} 低 1 分",
        Way.MEAN: "改用全部平均",
    }[one.way]
    moved = [f"进 {'、'.join(one.entering)}"] if one.entering else []
    moved += [f"并列待排 {'、'.join(one.tied)}"] if one.tied else []
    moved += [f"出 {'、'.join(one.leaving)}"] if one.leaving else []
    return f"{how}：{'，'.join(moved)}"


def show_overview(context: typer.Context, year: Year) -> None:
    """一年的概览：各项措施办到哪一步，资金和名额用了多少。"""
    desk = desk_of(context)
    with desk.reading() as (db, edition):
        found = seen.progress(Reckonings(db, edition), year, desk.person(db))
    lines = [f"措施{p.measure}  收件 {p.cases}  待核 {p.stages.pending}  补正 {p.stages.supplement}  已封存 {p.stages.sealed}"
             f"  已定 {write_yuan(p.spent_fen)} 元" for p in found]  # fmt: skip
    desk.give([_progress(p) for p in found], lines)


def _progress(one: MeasureProgress) -> shapes.JsonObject:
    held = one.stages
    return {
        "measure": one.measure, "name": one.name, "cases": one.cases, "pending": held.pending, "supplement": held.supplement,
        "refused": held.refused, "ready": held.ready, "sealed": held.sealed, "selected": one.selected, "places": one.places,
        "pool_fen": one.pool_fen, "spent_fen": one.spent_fen, "expected_fen": one.expected_fen, "unset": list(one.unset),
    }  # fmt: skip


def show_due(
    context: typer.Context, year: Year, on: Annotated[str, typer.Option(help="以哪一天计，如 2025-07-01")] = ""
) -> None:
    """哪些事有期限：申报截止、补正、智算券有效期。"""
    try:
        day = date.fromisoformat(on) if on else None
    except ValueError as fault:
        raise DeskError("日期“{on}”不对；请按 2025-07-01 的样子填写。", on=on) from fault
    desk = desk_of(context)
    with desk.reading() as (db, edition):
        found = due_of(Reckonings(db, edition), year, day or date.today())  # noqa: DTZ011 - a day of this office's calendar
    rows = [
        {
            "kind": d.kind.value,
            "case": d.case,
            "on": d.on.isoformat(),
            "left": d.left,
            "sentence": d.sentence,
            "page": d.page,
        }
        for d in found
    ]
    desk.give(rows, [f"{d.on}  {d.case or '—':<12}  {d.sentence}" for d in found] or ["没有到期的事。"])


WORDS: Vocabulary = {"firmness": show_firmness, "overview": show_overview, "due": show_due}
