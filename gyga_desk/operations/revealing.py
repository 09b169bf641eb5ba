"""Personal data seen whole: whoever asks says why, and the journal keeps who, when, what and the reason."""

from __future__ import annotations

from gyga_desk.errors import Refused
from gyga_desk.model import Role
from gyga_desk.operations import Done, Session, Work, check_role, front_of, operation
from gyga_desk.store.journal import LOOKED


@operation(LOOKED, *Role, detail=lambda what, reason: f"{what}：{reason}")
def _reveal(work: Work, what: str, reason: str) -> str:
    return reason


@front_of(_reveal)
def reveal(session: Session, what: str, reason: str) -> Done[str]:
    """Leave on record that this person sees `what` whole; it changes nothing, and nothing of it is to be undone."""
    check_role(session, _reveal.title, _reveal.roles)
    if not reason.strip():
        raise Refused("查看完整的个人信息须写明理由；请补充后再看。")
    return _reveal(session, what, reason.strip())
