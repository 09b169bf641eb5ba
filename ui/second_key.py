"""The second person of an act that wants two: who may be, and the fields that ask for them."""

from __future__ import annotations

from gyga_desk.model import Role
from gyga_desk.store import reads
from ui.context import Context
from ui.dialogs import Field, FieldKind
from ui.languages import tr
from ui.said import said

_SECOND = (Role.OBSERVER, Role.CHAIR)


def key_fields(ctx: Context) -> list[Field]:
    """A choice of everybody who may turn the second key, and their password."""
    people = [
        one for one in reads.people(ctx.reader) if one.active and one.role in _SECOND and one.name != ctx.person.name
    ]
    choices = tuple(
        (one.name, tr("{name}（{role}）").format(name=one.name, role=said(one.role.label))) for one in people
    )
    return [
        Field("second", tr("第二人"), FieldKind.CHOICE, choices=choices),
        Field("password", tr("第二人的口令"), FieldKind.PASSWORD),
    ]


def meeting_fields(*, required: bool = True) -> list[Field]:
    """The meeting an act was decided at."""
    return [
        Field("name", tr("会议名称"), required=required), Field("date", tr("会议日期"), FieldKind.DATE),
        Field("number", tr("纪要文号"), required=required),
    ]  # fmt: skip
