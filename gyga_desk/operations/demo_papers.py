"""The demonstration year carried on until every kind of paper can be printed, and all of them printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gyga_desk.model import Answer, CaseId, Declared, EntryKind, Meeting, PaperState
from gyga_desk.operations import Session, decide, papers, review, specials, vouchers
from gyga_desk.operations.demo import PASSWORD, YEAR, As, Calendar, answer_as_found
from gyga_desk.operations.papers import Options, Printed
from gyga_desk.operations.sheets import notices
from gyga_desk.operations.sheets.source import Source
from gyga_desk.policy import AmountKind, IfNo
from gyga_desk.progress import Progress, silent
from gyga_desk.standings import Reckonings
from gyga_desk.store import reads

_SEALED_LATER = (1, 5, 7)
_WAITING = 4
"""The measure that stays in hand: with lacks, a refusal at the door, somebody stepping aside, and a case apart."""
_REGISTERED = (2, 3, 6)


@dataclass(frozen=True)
class _Lack:
    """What the reviewer finds wrong with one case of the measure in hand."""

    if_no: IfNo
    count: int
    note: str


_LACKS = (
    _Lack(IfNo.SUPPLEMENT, 3, "所附材料未盖章，且缺少原件核对记录，须补齐后一并报送"),
    _Lack(IfNo.REJECT, 1, "认定文件所列平台与申报平台不是同一平台"),
)


def carry_on(store: Path) -> None:
    """From where the demonstration ends: the other measures decided, vouchers out, signed papers back."""
    clock = Calendar()
    clock.go(7, 18)
    with As(store, "审核员", clock) as session:
        for measure in _SEALED_LATER:
            _review(session, [c.id for c in reads.cases(session.db, measure, YEAR)])
            _send_back_outsiders(session, measure)
        _review_in_hand(session)
    with As(store, "主任", clock) as session:
        for number, measure in enumerate(_SEALED_LATER, 4):
            decide.propose(session, measure, YEAR)
            meeting = Meeting("人工智能大模型政策评审委员会第二次会议", "2025-07-18", f"评审纪要〔2025〕{number}号")
            decide.seal(session, measure, YEAR, meeting, "监督员", PASSWORD)
        _apart(session)
    clock.go(7, 30)
    with As(store, "经办人", clock) as session:
        issued = vouchers.issue_vouchers(session, date(YEAR, 7, 21), year=YEAR).value.vouchers
        vouchers.record_entry(session, issued[0].number, EntryKind.USE, issued[0].fen // 2, date(YEAR, 7, 28))


def _review(session: Session, cases: Sequence[CaseId]) -> None:
    kept = Reckonings(session.db, session.edition)
    for case in cases:
        review.declare_conflict(session, case, Declared.NONE)
        lines = [line for line in kept.review_of(case).lines if line.check.auto != "declared"]
        review.answer_many(session, [answer_as_found(case, line) for line in lines])


def _send_back_outsiders(session: Session, measure: int) -> None:
    """Whom no finance department here is known to pay waits for it to be settled; the others are decided."""
    source = Source(session.db, session.edition, measure, YEAR)
    if source.measure.amount.kind is AmountKind.REFERRAL:
        return
    lack = next(c for c in source.measure.checks if c.if_no is IfNo.SUPPLEMENT)
    outside = [c.id for c in source.cases.values() if c.district not in session.edition.payers]
    review.answer_many(
        session, [review.Given(c, lack.id, Answer.NO, "市外单位，须补充属地财政承担单位的书面意见") for c in outside]
    )


def _review_in_hand(session: Session) -> None:
    """One reviewer steps aside from the last case; the first two lack something."""
    *cases, last = [c.id for c in reads.cases(session.db, _WAITING, YEAR)]
    review.declare_conflict(session, last, Declared.DECLARED, "本人配偶在申报单位任职")
    _review(session, cases)
    for case, lack in zip(cases, _LACKS, strict=False):
        checks = [
            c
            for c in Source(session.db, session.edition, _WAITING, YEAR).measure.checks
            if c.if_no is lack.if_no and c.auto != "declared"
        ]
        given = [review.Given(case, c.id, Answer.NO, lack.note) for c in checks[-lack.count :]]
        review.answer_many(session, given)


def _apart(session: Session) -> None:
    case = notices.accepted(Source(session.db, session.edition, _WAITING, YEAR))[0].case
    meeting = Meeting("市政府专题会议", "2025-07-17", "筑府专议〔2025〕31号")
    specials.set_special(
        session, case, meeting, 150_000_000, "全市公共算力调度枢纽，属重大项目，建设投入由省市共担", "监督员", PASSWORD
    )


def print_set(store: Path, out: Path, progress: Progress = silent) -> list[Printed]:
    """Every paper of every kind and measure that can be printed, those last that need a signed one back first."""
    clock = Calendar()
    clock.go(8, 1)
    with As(store, "经办人", clock) as session:
        for measure in _REGISTERED:
            done = papers.print_papers(
                session, "approval", measure, YEAR, None, out / "项目审批表" / f"措施{measure}", progress
            )
            _register(session, done.value)
        return papers.print_every(session, None, YEAR, out, progress, Options(tables=True))


def _register(session: Session, printed: Sequence[Printed]) -> None:
    for paper in (p.paper for p in printed):
        found = reads.paper(session.db, paper.number)
        if found is not None and found.state is PaperState.PRINTED:
            papers.register_paper(session, paper.number, paper.code)
