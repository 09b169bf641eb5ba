"""Recording credit checks: one of a case by a form, many from a table."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gyga_desk.model import CaseId
from gyga_desk.operations import credit
from gyga_desk.rules.credit import Stage
from ui import dialogs
from ui.context import Context
from ui.dialogs import Field, FieldKind
from ui.languages import tr
from ui.said import said

_TABLES = "*.xlsx *.xlsm *.xls *.et *.csv"
_SHOWN = 10
"""Problems told at once; the rest are counted."""


def may_record(ctx: Context) -> bool:
    return ctx.may(credit.record_one)


def record(parent: QWidget, ctx: Context, case: CaseId) -> None:
    """One check of one case."""
    fields = [
        Field("stage", tr("环节"), FieldKind.CHOICE, choices=tuple((s.value, said(s.label)) for s in Stage)),
        Field("platform", tr("查询平台"), hint=tr("信用中国、贵州信用云")), Field("on", tr("查询日期"), FieldKind.DATE),
        Field("state", tr("有无不良记录"), FieldKind.CHOICE, choices=(("clean", tr("无")), ("bad", tr("有")))),
        Field("result", tr("查询结果"), value=tr("无不良记录")),
    ]  # fmt: skip
    told = dialogs.ask_form(
        parent,
        tr("登记信用查询"),
        tr("{case}：同一环节、同一平台再次登记的，以后一次为准。").format(case=case),
        fields,
        tr("登记"),
    )
    if told is not None:
        ctx.jobs.run(
            credit.record_credit,
            case,
            Stage(told["stage"]),
            told["platform"],
            told["on"],
            told["result"],
            bad=told["state"] == "bad",
        )


def take_table(parent: QWidget, ctx: Context) -> None:
    """Many checks from a table; what could not be read is told."""
    file = dialogs.open_file(parent, tr("导入信用查询"), tr("表格") + f" ({_TABLES})", ctx.settings.last_folder)
    if file is None:
        return
    ctx.settings.last_folder = str(file.parent)

    def tell(taken: credit.CreditTaken) -> None:
        ctx.say(tr("已登记 {count} 项信用查询，其中有不良记录 {bad} 项。").format(count=taken.checks, bad=taken.bad))
        if taken.problems:
            lines = [f"{p.cell} {said(p.sentence)}" for p in taken.problems[:_SHOWN]]
            more = (
                [tr("另有 {count} 处。").format(count=len(taken.problems) - _SHOWN)]
                if len(taken.problems) > _SHOWN
                else []
            )
            dialogs.show(
                parent, tr("有 {count} 处没有登记").format(count=len(taken.problems)), "\n".join([*lines, *more])
            )

    ctx.jobs.run(credit.import_credit, file, then=tell, owner=parent)
