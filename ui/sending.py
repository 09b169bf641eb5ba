"""What leaves the house from the window: the blank form, the table of cases, and the lists and workbooks that go back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ui import dialogs
from ui.languages import tr
from ui.words import measure_title

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from gyga_desk.operations import Session
    from gyga_desk.operations.intake import Preview
    from gyga_desk.operations.supplements import SupplementList
    from gyga_desk.progress import Progress
    from ui.context import Context

ALL = "0"


def _measure_field(ctx: Context) -> dialogs.Field:
    choices = [(str(m.number), f"{measure_title(m.number)} {m.name}") for m in ctx.edition.measures]
    return dialogs.Field(
        "measure", tr("措施"), dialogs.FieldKind.CHOICE, ALL, choices=((ALL, tr("全部措施")), *choices)
    )


def _ask_measure(parent: QWidget, ctx: Context, title: str, intro: str) -> tuple[bool, int | None]:
    """Whether to go on, and with which measure; None for all."""
    answers = dialogs.ask_form(parent, title, intro, [_measure_field(ctx)], tr("下一步"))
    return (False, None) if answers is None else (True, int(answers["measure"]) or None)


def _suggested(ctx: Context, name: str) -> str:
    return str(Path(ctx.settings.last_folder or Path.home()) / name)


def blank_form(parent: QWidget, ctx: Context) -> None:
    """The blank intake workbook, to be sent to applicants."""
    from gyga_desk.operations import outside

    go, measure = _ask_measure(
        parent, ctx, tr("空白申报表"), tr("发给申报单位填写：下拉列表、填写说明都在表里，表头不能改动。")
    )
    if not go:
        return
    out = dialogs.save_file(parent, tr("空白申报表"), tr("工作簿 (*.xlsx)"), _suggested(ctx, tr("申报表.xlsx")))
    if out:
        said = tr("空白申报表已写到 {name}。").format(name=out.name)
        ctx.jobs.call(
            outside.write_template, ctx.edition, out, measure, replace=True, owner=ctx, then=lambda _: ctx.say(said)
        )


def table_of_cases(parent: QWidget, ctx: Context) -> None:
    """The cases of the year with their results, for other offices."""
    from gyga_desk.operations import outside, revealing

    words = tr(
        "{year} 年的项目、结果和全部申报数据，每项措施一张表。联系人、电话和账号只显示一部分；要完整的，请写明理由。"
    )
    why = dialogs.Field("why", tr("显示完整个人信息的理由"), required=False, hint=tr("记入操作记录"))
    told = dialogs.ask_form(
        parent, tr("导出项目表"), words.format(year=ctx.year), [_measure_field(ctx), why], tr("下一步")
    )
    if told is None:
        return
    measure, reason = int(told["measure"]) or None, told.get("why", "")
    name = tr("{year}年项目表.xlsx").format(year=ctx.year)
    out = dialogs.save_file(parent, tr("导出项目表"), tr("表格 (*.xlsx *.csv)"), _suggested(ctx, name))

    def write(session: Session) -> int:
        assert out is not None
        if reason:
            revealing.reveal(session, f"导出 {out.name}", reason)
        return outside.export_cases(
            session.db, session.edition, out, session.person, measure, ctx.year, replace=True, whole=bool(reason)
        )

    if out:
        said = tr("已导出 {count} 个项目。")
        ctx.jobs.ask(write, owner=ctx, then=lambda count: ctx.say(said.format(count=count)))


def lists_of_record(parent: QWidget, ctx: Context) -> None:
    """One list for each applicant of what reviewers have found wanting this year."""
    from gyga_desk.operations import supplements

    intro = tr("按审核员答“否”而须补正的核对项，每个申报单位一份，列明事项、材料、依据和期限。")
    go, measure = _ask_measure(parent, ctx, tr("补正清单"), intro)
    folder = dialogs.choose_folder(parent, tr("补正清单写到哪个文件夹"), ctx.settings.last_folder) if go else None

    def write(session: Session) -> tuple[SupplementList, ...]:
        assert folder is not None
        found = supplements.of_record(session.db, session.edition, ctx.year, measure)
        supplements.write_lists(found, folder)
        return found

    if folder:
        ctx.jobs.ask(write, owner=ctx, then=lambda found: _say_lists(ctx, found))


def back_to_sender(parent: QWidget, ctx: Context, preview: Preview, kind: str) -> None:
    """A workbook that was looked at, marked (`report`) or told applicant by applicant (`lists`)."""
    if kind == "report":
        _marked(parent, ctx, preview)
    else:
        _lists_of_workbook(parent, ctx, preview)


def _marked(parent: QWidget, ctx: Context, preview: Preview) -> None:
    from gyga_desk.operations import outside

    name = tr("{stem}-问题.xlsx").format(stem=Path(preview.file).stem)
    out = dialogs.save_file(parent, tr("标注问题的原表"), tr("工作簿 (*.xlsx)"), _suggested(ctx, name))

    def write(progress: Progress) -> None:
        assert out is not None
        outside.write_report(preview, out, progress, replace=True)

    if out:
        said = tr("{name} 已写好：问题逐格标注，第一张表是问题清单。").format(name=out.name)
        ctx.jobs.call(write, owner=ctx, then=lambda _: ctx.say(said))


def _lists_of_workbook(parent: QWidget, ctx: Context, preview: Preview) -> None:
    from gyga_desk.operations import supplements

    folder = dialogs.choose_folder(parent, tr("补正清单写到哪个文件夹"), ctx.settings.last_folder)

    def write() -> tuple[SupplementList, ...]:
        assert folder is not None
        found = supplements.of_workbook(ctx.edition, preview)
        supplements.write_lists(found, folder)
        return found

    if folder:
        ctx.jobs.call(write, owner=ctx, then=lambda found: _say_lists(ctx, found))


def _say_lists(ctx: Context, found: tuple[SupplementList, ...]) -> None:
    words = tr("已写出 {count} 份补正清单，共 {items} 项。")
    ctx.say(words.format(count=len(found), items=sum(len(one.items) for one in found)))


def score_book(parent: QWidget, ctx: Context, measure: int) -> None:
    """The score workbook of one expert."""
    from gyga_desk.operations import score_books

    fields = [dialogs.Field("expert", tr("专家姓名"), required=False, hint=tr("不填，由专家在表上写"))]
    intro = tr("{measure} {year} 年待评的项目，供没有本程序的专家填写；除浅黄色的格子外都锁定。").format(
        measure=measure_title(measure), year=ctx.year
    )
    answers = dialogs.ask_form(parent, tr("制作评分表"), intro, fields, tr("下一步"))
    if answers is None:
        return
    expert = answers["expert"].strip()
    name = tr("评分表-{expert}.xlsx").format(expert=expert or tr("专家"))
    out = dialogs.save_file(parent, tr("制作评分表"), tr("工作簿 (*.xlsx)"), _suggested(ctx, name))

    def write(session: Session) -> int:
        assert out is not None
        return score_books.write_book(session.db, session.edition, out, measure, ctx.year, expert, replace=True)

    if out:
        said = tr("评分表已写到 {name}，共 {count} 个项目。")
        ctx.jobs.ask(write, owner=ctx, then=lambda count: ctx.say(said.format(name=out.name, count=count)))
