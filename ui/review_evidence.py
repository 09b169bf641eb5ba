"""The right side of the page 审核: what was filed, the files kept with it, and what else is known of the applicant."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QTabWidget

from gyga_desk.model import Cost, Trade
from gyga_desk.policy import Check
from gyga_desk.standings import CaseReview
from ui import dialogs
from ui.attachments_view import AttachmentPanel
from ui.context import Context
from ui.earlier_view import EarlierPanel
from ui.review_facts import FactsPanel


class EvidencePanel(QTabWidget):
    """Three faces of one case; Alt with the underlined letter brings each to the front."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.facts, self.files, self.earlier = FactsPanel(ctx.edition), AttachmentPanel(ctx), EarlierPanel(ctx)
        self.addTab(self.facts, self.tr("申报数据(&D)"))
        self.addTab(self.files, self.tr("材料(&M)"))
        self.addTab(self.earlier, self.tr("往年与其他(&L)"))
        self.setAccessibleName(self.tr("证据"))
        self.tabBar().setDrawBase(False)
        self.ctx = ctx
        self.files.counted.connect(self._count)
        self.facts.whole_wanted.connect(self.show_whole)

    def show_review(
        self, review: CaseReview, check: Check | None, lines: Sequence[Trade | Cost], *, may_attach: bool
    ) -> None:
        self.facts.show_case(review.case, review.measure, check, lines)
        self.files.show_case(review.case.id, may_change=may_attach)
        self.earlier.show_case(review.case.id, review.case.credit_code, review.case.applicant)

    def show_whole(self, case: str) -> None:
        """Personal data of a case, for a reason that goes on record first."""
        from gyga_desk.operations import revealing

        words = self.tr("{case} 的联系人、电话和账号将完整显示，直到转到另一个项目。何人何时为何查看，记入操作记录。")
        reason = dialogs.ask_text(
            self, self.tr("显示完整个人信息"), words.format(case=case), self.tr("理由"), self.tr("显示")
        )
        if reason:
            what = f"{case} 申报数据"
            self.ctx.jobs.run(
                revealing.reveal, what, reason, then=lambda _: self.facts.show_whole(case), owner=self.facts
            )

    def _count(self, count: int) -> None:
        self.setTabText(1, self.tr("材料 {count}(&M)").format(count=count) if count else self.tr("材料(&M)"))
