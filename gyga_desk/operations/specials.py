"""一事一议 (第八条(四)): a case taken out of the ordinary route, by the chair with a second person, on a meeting's minutes."""

from __future__ import annotations

from gyga_desk.errors import Refused
from gyga_desk.model import Case, CaseId, Meeting, Role
from gyga_desk.operations import Done, Session, Work, check_role, operation
from gyga_desk.operations.decide import check_meeting, check_second
from gyga_desk.policy import AmountKind
from gyga_desk.standings import measure_of
from gyga_desk.store import exceptions, reads, writes


def set_special(
    session: Session,
    case: CaseId,
    meeting: Meeting,
    fen: int | None,
    reason: str,
    second: str,
    second_password: str,
) -> Done[exceptions.Special]:
    """Records the meeting's act; the case then stands outside ranking and places, and inside the totals."""
    check_role(session, _set.title, _set.roles)
    _open_case(session, case)
    check_meeting(meeting)
    if not fen or fen < 0:
        raise Refused("{case} 的议定金额未填或不大于零；请按纪要填写以元计的金额。", case=case)
    if not reason.strip():
        raise Refused("一事一议须写明理由；请补充后再提交。")
    check_second(session, second, second_password)
    return _set(session, case, meeting, fen, reason.strip(), second)


@operation("登记一事一议", Role.CHAIR, seals=True, detail=lambda case, meeting, *_: f"{case}（{meeting.number}）")
def _set(work: Work, case: CaseId, meeting: Meeting, fen: int, reason: str, second: str) -> exceptions.Special:
    writes.put(work.db, "special", {
        "case_id": case, "minutes": meeting.number.strip(), "meeting": meeting.name.strip(), "held_on": meeting.date, "amount_fen": fen,
        "reason": reason, "at": work.at, "person": work.person, "second": second,
    })  # fmt: skip
    return exceptions.Special(
        case, meeting.number.strip(), meeting.name.strip(), meeting.date, fen, reason, work.at, work.person, second
    )


def clear_special(session: Session, case: CaseId, reason: str, second: str, second_password: str) -> Done[CaseId]:
    """Puts a case back on the ordinary route; the act that is taken back stays in the journal."""
    check_role(session, _clear.title, _clear.roles)
    _open_case(session, case)
    if exceptions.special(session.db, case) is None:
        raise Refused("{case} 没有登记一事一议，无可撤下。", case=case)
    if not reason.strip():
        raise Refused("撤下一事一议须写明理由；请补充后再提交。")
    check_second(session, second, second_password)
    return _clear(session, case, reason.strip(), second)


@operation(
    "撤下一事一议", Role.CHAIR, seals=True, detail=lambda case, reason, second: f"{case}（第二人 {second}：{reason}）"
)
def _clear(work: Work, case: CaseId, reason: str, second: str) -> CaseId:
    writes.drop(work.db, "special", case_id=case)
    return case


def _open_case(session: Session, case: CaseId) -> Case:
    """The case, if it may still leave the ordinary route."""
    held = reads.case(session.db, case)
    if measure_of(session.edition, held.measure).amount.kind is AmountKind.REFERRAL:
        raise Refused("{case} 属于措施{measure}，只推荐、不补助，没有一事一议的金额。", case=case, measure=held.measure)
    if any(s.case == case for s in reads.sealed(session.db)):
        raise Refused("{case} 的决定已封存，不能再改动；确需改动，须由主任和第二人重新开启。", case=case)
    return held
