"""Another guide beside the one in force: what it states otherwise, and what it would have given a year's cases."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QSplitter, QTabWidget, QVBoxLayout, QWidget

from gyga_desk.operations.guides import Looked
from gyga_desk.policy.compare import Difference
from gyga_desk.standings.trial import MeasureTrial, Tried
from ui.style import GAP, MARGIN, Tone
from ui.table import Column, ListView
from ui.widgets import Strip, button, column, label
from ui.words import NOTHING, measure_title, outcome_tone, yuan


@dataclass(frozen=True)
class GuideTrial:
    """What is shown: a guide that loads, and a year's cases under both; no measures where the year has no cases."""

    looked: Looked
    year: int
    measures: tuple[MeasureTrial, ...]

    @property
    def changed(self) -> list[Tried]:
        return [one for measure in self.measures for one in measure.changed]


class GuideView(QDialog):
    """Two tabs, to read; nothing here touches the record."""

    def __init__(self, parent: QWidget | None, trial: GuideTrial) -> None:
        super().__init__(parent)
        self.trial = trial
        self.setWindowTitle(self.tr("对照申报指南"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1120, 700)
        guide = trial.looked.guide
        self.banner = Strip(closable=False)
        if guide.sample:
            self.banner.say(guide.banner, Tone.WARN)
        self.tabs = QTabWidget()
        self.tabs.addTab(self._comparison(), self.tr("对比（{count}）").format(count=len(trial.looked.differences)))
        self.tabs.addTab(
            self._result(),
            self.tr("试算 {year} 年（变化 {count} 件）").format(year=trial.year, count=len(trial.changed)),
        )
        close = button(self.tr("关闭"), self.reject, "primary")
        close.setDefault(True)
        buttons = QDialogButtonBox()
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        outer.setSpacing(GAP)
        outer.addWidget(label(guide.title, "heading"))
        outer.addWidget(self.banner)
        outer.addWidget(self.tabs, 1)
        outer.addWidget(buttons)

    def _comparison(self) -> QWidget:
        self.differences = ListView(
            [
                Column(self.tr("类别"), lambda one: one.kind.label, width=72, soft=True),
                Column(self.tr("措施"), self._measure, width=76),
                Column(self.tr("事项"), lambda one: one.name, width=180),
                Column(self.tr("现行"), lambda one: self._value(one.parted[0]), width=280, tip=lambda one: one.before or ""),
                Column(
                    self.tr("新指南"), lambda one: self._value(one.parted[1]), stretch=True, tip=lambda one: one.after or "",
                    tone=lambda one: Tone.WARN if one.after is None else None,
                ),
            ],
            key=lambda one: (one.kind, one.measure, one.name), sortable=False, name=self.tr("与现行指南的不同"),
        )  # fmt: skip
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setAccessibleName(self.tr("两边原文"))
        self.differences.picked.connect(self._show)
        self.differences.set_rows(list(self.trial.looked.differences))
        self.differences.pick_first()
        panes = QSplitter(Qt.Orientation.Vertical)
        panes.setHandleWidth(GAP)
        panes.addWidget(self.differences)
        panes.addWidget(self.words)
        panes.setSizes([360, 180])
        unset = len(self.trial.looked.open)
        said = (
            self.tr("新指南仍未规定的数 {count} 项。").format(count=unset) if unset else self.tr("各项数字均有规定。")
        )
        held = QWidget()
        held.setLayout(column(label(said, "soft"), panes, margin=GAP))
        return held

    def _result(self) -> QWidget:
        self.sums = ListView(
            [
                Column(self.tr("措施"), lambda one: f"{measure_title(one.measure)} {one.name}", stretch=True),
                Column(self.tr("项目"), lambda one: str(len(one.cases)), width=70, number=True),
                Column(self.tr("变化"), lambda one: str(len(one.changed)), width=70, number=True),
                Column(
                    self.tr("金额未定"), lambda one: str(one.unknown or NOTHING), width=80, number=True,
                    tip=lambda _: self.tr("金额未定的项目不在合计之内，所以不列相差。"),
                ),
                Column(self.tr("现行合计（元）"), lambda one: yuan(one.before_fen), width=150, number=True),
                Column(self.tr("新指南合计（元）"), lambda one: yuan(one.after_fen), width=150, number=True),
                Column(self.tr("相差（元）"), lambda one: _gain(one.gain_fen), width=150, number=True),
            ],
            key=lambda one: one.measure, sortable=False, name=self.tr("各措施合计"),
        )  # fmt: skip
        self.cases = ListView(
            [
                Column(self.tr("项目"), lambda one: one.case, width=120),
                Column(self.tr("单位"), lambda one: one.applicant, stretch=True),
                Column(self.tr("现行"), lambda one: one.before.label, width=80, tone=lambda one: outcome_tone(one.before)),
                Column(self.tr("金额（元）"), lambda one: yuan(one.before_fen), width=130, number=True),
                Column(self.tr("新指南"), lambda one: one.after.label, width=80, tone=lambda one: outcome_tone(one.after)),
                Column(self.tr("金额（元）"), lambda one: yuan(one.after_fen), width=130, number=True),
                Column(self.tr("增减（元）"), lambda one: _gain(one.gain_fen), width=130, number=True),
            ],
            key=lambda one: one.case, name=self.tr("有变化的项目"),
        )  # fmt: skip
        self.sums.set_rows(list(self.trial.measures))
        self.cases.set_rows(self.trial.changed)
        panes = QSplitter(Qt.Orientation.Vertical)
        panes.setHandleWidth(GAP)
        panes.addWidget(self.sums)
        panes.addWidget(self.cases)
        panes.setSizes([220, 340])
        held = QWidget()
        held.setLayout(column(label(self._note(), "soft", wrap=True), panes, margin=GAP))
        return held

    def _note(self) -> str:
        said = self.tr("两边都按同一批材料重新核算，不计已封存的决定；申报期限按原年度。只供参考，不改动记录。")
        unfit = [measure_title(one.measure) for one in self.trial.measures if not one.marks_fit]
        if not unfit:
            return said
        return said + self.tr("{measures}的评分细目不同，原有评分不能套用。").format(measures="、".join(unfit))

    def _measure(self, one: Difference) -> str:
        return self.tr("通用") if one.measure is None else measure_title(one.measure)

    def _value(self, value: str | None) -> str:
        return self.tr("未规定") if value is None else value.replace("\n", " ")

    def _show(self, one: Difference | None) -> None:
        if one is None:
            self.words.setPlainText("")
            return
        sides = ((self.tr("现行"), one.before, one.clause_before), (self.tr("新指南"), one.after, one.clause_after))
        told = [f"{title}{f'（{clause}）' if clause else ''}：{self._value(value)}" for title, value, clause in sides]
        self.words.setPlainText("\n\n".join(told))


def _gain(fen: int | None) -> str:
    """A difference with its sign; a dash where it is not known."""
    return f"+{yuan(fen)}" if fen and fen > 0 else yuan(fen)
