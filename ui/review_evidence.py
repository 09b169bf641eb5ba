"""The right side of the page 审核: what was filed, the files kept with it, and what else is known of the applicant."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QTabWidget

from gyga_desk.model import Trade
from gyga_desk.policy import Check
from gyga_desk.standings import CaseReview
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
        self.setAccessibleName(self.tr("申报数据、材料、往年与其他"))
        self.tabBar().setDrawBase(False)
        self.files.counted.connect(self._count)

    def show_review(
        self, review: CaseReview, check: Check | None, trades: Sequence[Trade], *, may_attach: bool
    ) -> None:
        self.facts.show_case(review.case, review.measure, check, trades)
        self.files.show_case(review.case.id, may_change=may_attach)
        self.earlier.show_case(review.case.id, review.case.credit_code, review.case.applicant)

    def _count(self, count: int) -> None:
        self.setTabText(1, self.tr("材料 {count}(&M)").format(count=count) if count else self.tr("材料(&M)"))
