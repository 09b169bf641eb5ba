"""What the chair does with one case beside the list: 一事一议 set and taken back, and a selected project that withdraws."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from gyga_desk.errors import DeskError
from gyga_desk.model import Meeting, Outcome, Role
from gyga_desk.policy import Absent, AmountKind
from gyga_desk.standings import Reckoning
from ui import dialogs
from ui.context import Context
from ui.decision_rows import PlaceRow
from ui.dialogs import Field, FieldKind
from ui.second_key import key_fields, meeting_fields
from ui.shown import points

_NEXT, _FREE = "next", "free"


class CaseActs(QPushButton):
    """A button with the acts that the chosen case allows; each asks for its meeting, its reason and the second person."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self.row: PlaceRow | None = None
        self.work: Reckoning | None = None
        self.setText(self.tr("个案办理"))
        menu = QMenu(self)
        self.special = self._act(menu, self.tr("登记一事一议…"), self._set_special)
        self.clear = self._act(menu, self.tr("撤下一事一议…"), self._clear_special)
        self.withdraw = self._act(menu, self.tr("入选项目退出、递补…"), self._withdraw)
        self.setMenu(menu)
        self.show_row(None, None)

    def show_row(self, one: PlaceRow | None, work: Reckoning | None) -> None:
        """Offers what the case and its measure allow."""
        self.row, self.work = one, work
        live = (
            one is not None
            and not one.sealed
            and work is not None
            and work.measure.amount.kind is not AmountKind.REFERRAL
        )
        held = one is not None and work is not None and one.case in work.specials
        self.special.setEnabled(live)
        self.clear.setEnabled(live and held)
        self.withdraw.setEnabled(self._may_withdraw())
        may = self.ctx.person.role is Role.CHAIR
        self.setEnabled(may and any(act.isEnabled() for act in (self.special, self.clear, self.withdraw)))
        self.setToolTip("" if may else self.tr("由主任和第二人办理。"))

    def _may_withdraw(self) -> bool:
        """A sealed case on a place, or one that left it free."""
        if self.row is None or self.work is None or not self.row.sealed:
            return False
        selection = self.work.measure.selection
        placed = self.row.standing.outcome is Outcome.SELECTED or self.row.case in self.work.withdrawn
        return placed and isinstance(selection.places, int) and isinstance(selection.pool, Absent)

    def _act(self, menu: QMenu, text: str, slot: object) -> QAction:
        made = menu.addAction(text)
        made.triggered.connect(slot)
        return made

    def _set_special(self) -> None:
        from gyga_desk.operations import outside, specials

        if self.row is None:
            return
        intro = self.tr(
            "{case} {name} 由会议单独议定：不占名次和名额，先行占用年度资金，核对项照常答复，随决定一并封存。"
        ).format(case=self.row.case, name=self.row.standing.applicant)
        fields = [
            *meeting_fields(),
            Field("sum", self.tr("议定金额（元）")),
            Field("reason", self.tr("理由"), FieldKind.LONG),
            *key_fields(self.ctx),
        ]
        told = dialogs.ask_form(self, self.tr("登记一事一议"), intro, fields, self.tr("登记"))
        if told is None:
            return
        try:
            fen = outside.read_yuan(told["sum"])
        except DeskError as error:
            dialogs.refuse(self, error)
            return
        meeting = Meeting(told["name"], told["date"], told["number"])
        self.ctx.jobs.run(
            specials.set_special, self.row.case, meeting, fen, told["reason"], told["second"], told["password"]
        )

    def _clear_special(self) -> None:
        from gyga_desk.operations import specials

        if self.row is None:
            return
        intro = self.tr("{case} 回到一般程序，参加排名和名额。原登记留在操作记录里。").format(case=self.row.case)
        fields = [Field("reason", self.tr("理由"), FieldKind.LONG), *key_fields(self.ctx)]
        told = dialogs.ask_form(self, self.tr("撤下一事一议"), intro, fields, self.tr("撤下"))
        if told is not None:
            self.ctx.jobs.run(specials.clear_special, self.row.case, told["reason"], told["second"], told["password"])

    def _withdraw(self) -> None:
        from gyga_desk.operations import withdraw

        if self.row is None or self.work is None:
            return
        found = withdraw.reserves(self.ctx.reader, self.ctx.edition, self.work.measure.number, self.work.year)
        choices = [(_NEXT, self.tr("按备选次序递补")), (_FREE, self.tr("暂不递补，名额空出"))]
        choices += [
            (
                s.case,
                self.tr("指定 {case} {name}（{points} 分）").format(
                    case=s.case, name=s.applicant, points=points(s.score)
                ),
            )
            for s in found
        ]
        intro = self.tr("{case} {name} 退出：原决定不变，名额退回，该项目的文书作废；递补的项目另立一份决定。").format(
            case=self.row.case, name=self.row.standing.applicant
        )
        fields = [
            Field("reason", self.tr("退出的理由"), FieldKind.LONG), Field("refill", self.tr("名额"), FieldKind.CHOICE, choices=tuple(choices)),
            Field("why", self.tr("并列或不按次序的理由"), required=False), *meeting_fields(required=False),
            Field("late", self.tr("逾期兑现的理由"), required=False, hint=self.tr("会议在政策有效期之后的须填")), *key_fields(self.ctx),
        ]  # fmt: skip
        told = dialogs.ask_form(self, self.tr("入选项目退出"), intro, fields, self.tr("退出"))
        if told is None:
            return
        refill = None
        if told["refill"] != _FREE:
            meeting = Meeting(told["name"], told["date"], told["number"])
            named = None if told["refill"] == _NEXT else told["refill"]
            refill = withdraw.Refill(meeting, named, told["why"], told["late"])
        self.ctx.jobs.run(withdraw.withdraw, self.row.case, told["reason"], told["second"], told["password"], refill)
