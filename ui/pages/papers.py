"""The page 文书: every kind of paper with what can be printed now; printed, signed, registered when it comes back, voided."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QComboBox, QSplitter, QWidget

from gyga_desk.model import Paper, PaperState, Role
from gyga_desk.store import reads
from ui import dialogs
from ui.choosers import MeasureBox
from ui.context import Context
from ui.dialogs import Field, FieldKind
from ui.drop import DropField
from ui.folding import Folding
from ui.key_tools import KeyButton
from ui.pages.page import Page
from ui.paper_cards import PaperCard, PaperRow, VerifyCard, can_sign, state_word, tone_of
from ui.paper_view import DPI, PaperView
from ui.said import said
from ui.sign_key import ask_key, sign_paper
from ui.soon import Soon
from ui.style import GAP, Tone
from ui.table import Column, ListView
from ui.widgets import EmptyState, PageHeader, Strip, button, column
from ui.words import NOTHING, shown_path, yuan

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from gyga_desk.operations import Session
    from gyga_desk.operations.papers import Options, Printed, VerifyResult
    from gyga_desk.operations.sheets.source import Subject
    from ui.printing import Printing

_PRINTERS = (Role.CLERK, Role.CHAIR)
_PREVIEW_AFTER_MS = 120
"""Running down the list with the keyboard draws no page of what is only passed by."""


class PapersPage(Page):
    """One measure and one kind of paper at a time."""

    reckons = True
    listens_to: ClassVar[frozenset[str]] = frozenset(
        {
            "answer", "cases", "conflict", "mark", "opinion", "decision", "reopening", "sealed_case", "withdrawal", "special", "voucher",
            "voucher_entry", "paper", "printing", "signature",
        }
    )  # fmt: skip

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        from gyga_desk.operations import papers, returning, signing_many
        from gyga_desk.operations.sheets.kinds import KINDS
        from gyga_desk.operations.sheets.source import Source

        self.operations, self.kinds, self.source = papers, {kind.id: kind for kind in KINDS}, Source
        self.returning, self.signing = returning, signing_many
        self.document_number, self.red_head = "", False
        self.printing: Printing | None = None
        self.files: dict[str, Path] = {}
        self.measure, self.kind = MeasureBox(ctx.edition), QComboBox()
        for kind in self.kinds.values():
            self.kind.addItem(kind.title, kind.id)
        self.kind.setCurrentIndex(self.kind.findData("approval"))
        self.kind.setMaxVisibleItems(len(self.kinds))
        self.kind.setAccessibleName(self.tr("文书种类"))
        self.one = button(self.tr("打印所选…"), self._print_chosen)
        self.all = button(self.tr("打印全部…"), lambda: self._print(None), "primary")
        self.check = button(self.tr("核验文件…"), self._verify)
        self.scan = button(self.tr("登记扫描件…"), self._choose_scan)
        self.scan.setToolTip(self.tr("也可以把扫描件（PDF、PNG、JPEG）拖到这一页"))
        self.how = button(self.tr("设置…"), self._set_up)
        self.how.setToolTip(self.tr("打印设置：文号和用纸"))
        self.paper = button(
            self.tr("送打印机…"), self._send_to_printer, tip=self.tr("所选文书作为一份作业送打印机；没有选的，打印全部")
        )
        self.tables = QCheckBox(self.tr("另存 Excel"))
        self.header = PageHeader(
            self.tr("文书"),
            self.tr("内容有变，旧件即失效。"),
            self.measure,
            self.kind,
            KeyButton(ctx),
            self.check,
            self.scan,
            self.how,
            self.tables,
            self.paper,
            self.one,
            self.all,
        )
        self.scan.setVisible(ctx.may(returning.register_scan))
        self.notice, self.found = Strip(), VerifyCard()
        self.list = self._list()
        self.card, self.view = PaperCard(), PaperView()
        self.sign, self.register = button(self.tr("签名…"), self._sign), button(self.tr("登记…"), self._register)
        self.every = button(
            self.tr("全部签名…"), self.sign_all, tip=self.tr("本年度等待本人签名的全部文书，一次打开密钥，逐份签名")
        )
        self.void = button(self.tr("作废…"), self._void)
        for tool in (self.sign, self.every, self.register, self.void):
            self.card.tools.addWidget(tool)
        self.nothing = EmptyState(
            "papers",
            self.tr("现在没有可以打印的这种文书"),
            "",
            button(self.tr("到“遴选定案”页"), lambda: ctx.go("decision")),
        )
        self._lay_out()
        self._late = Soon(self, _PREVIEW_AFTER_MS)
        self._late.due.connect(self._preview)
        self.measure.chosen.connect(lambda _: self.refresh())
        self.kind.activated.connect(lambda _: self.refresh())
        self.list.picked.connect(self._show)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.measure.choose(self._first_measure())

    def refresh(self) -> None:
        rows = self._rows()
        self.list.set_rows(rows)
        self.panes.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.nothing.sentence.setText(
            self.tr("可以打印的是：{when}。").format(when=said(self.kinds[self.kind.currentData()].when))
        )
        self.tables.setVisible(self.kinds[self.kind.currentData()].tables is not None)
        self.list.pick_first()
        self._show(self.list.current())

    def show_case(self, case: str) -> None:
        """Override show_case."""
        self.measure.choose(reads.case(self.ctx.reader, case).measure)
        self.refresh()
        self.list.pick(case)

    def sign_all(self) -> None:
        """Every paper of the year that waits for one's own signature, of whatever kind and measure."""
        self.ctx.jobs.ask(self.signing.waiting, self.ctx.year, then=self._sign_many, owner=self)

    def print_all(self) -> None:
        self.all.click()

    def _first_measure(self) -> int:
        """The first measure with a standing decision this year, else the first."""
        numbers = [measure.number for measure in self.ctx.edition.measures]
        return next((n for n in numbers if reads.standing_decisions(self.ctx.reader, n, self.ctx.year)), numbers[0])

    def _rows(self) -> list[PaperRow]:
        measure, year, db, edition = self.measure.number, self.ctx.year, self.ctx.reader, self.ctx.edition
        cases = {case.id: case for case in reads.cases(db, measure, year)}
        work = self.ctx.reckonings.of(measure, year)
        amounts = {standing.case: standing.amount_fen for standing in work.sealed_standings}
        source = self.source(db, edition, measure, year, work)
        rows = []
        for one in self.operations.ready(source, self.kind.currentData(), self.ctx.person):
            case, paper = cases.get(one.subject.case), one.paper
            signed = tuple(reads.signatures(db, paper.number)) if paper else ()
            about = (case.applicant, case.title) if case else (self.measure.currentText(), "")
            rows.append(
                PaperRow(one.subject, *about, amounts.get(one.subject.case), paper, signed, one.changed, one.now)
            )
        return rows

    def _show(self, one: PaperRow | None) -> None:
        self.card.show_row(one)
        self._enable()
        if one is None:
            self.view.clear("")
        else:
            self._late.start()

    def _preview(self) -> None:
        one = self.list.current()
        if one is not None:
            self.ctx.jobs.ask(
                _pages,
                self.kind.currentData(),
                self.measure.number,
                self.ctx.year,
                one.subject,
                then=partial(self._previewed, one.subject),
                failed=lambda error: self.view.clear(dialogs.sentence(error)),
                owner=self,
            )

    def _previewed(self, subject: Subject, pages: list[tuple[int, int, bytes]]) -> None:
        current = self.list.current()
        if current is not None and current.subject == subject:
            self.view.show_pages(pages)

    def _enable(self) -> None:
        one = self.list.current()
        paper = one.paper if one else None
        prints = self.ctx.person.role in _PRINTERS and self.ctx.may(self.operations.print_papers)
        self.one.setEnabled(prints and bool(self.list.chosen()))
        self.all.setEnabled(prints and bool(self.list.rows.rows))
        self.paper.setEnabled(self.all.isEnabled() and self.printing is None)
        self.sign.setEnabled(can_sign(one, self.ctx.person) or bool(self._signable()))
        self.every.setEnabled(self.ctx.may(self.signing.sign_waiting))
        printed = one is not None and not one.changed and paper is not None and paper.state is PaperState.PRINTED
        self.register.setEnabled(printed and self.ctx.may(self.operations.register_paper))
        self.void.setEnabled(
            paper is not None and paper.state is not PaperState.VOID and self.ctx.may(self.operations.void_paper)
        )

    def _print_chosen(self) -> None:
        self._print([one.subject for one in self.list.chosen()])

    def _print(self, subjects: list[Subject] | None) -> None:
        folder = dialogs.choose_folder(self, self.tr("选择存放文书的文件夹"), self.ctx.settings.last_folder)
        if folder:
            self.ctx.settings.last_folder = str(folder)
            self.ctx.jobs.run(
                self.operations.print_subjects,
                self.kind.currentData(),
                self.measure.number,
                self.ctx.year,
                subjects if subjects is not None else [one.subject for one in self.list.rows.rows if one.now],
                folder,
                options=self._options(),
                then=partial(self._printed, folder),
            )

    def _send_to_printer(self) -> None:
        """The printer is chosen first; then the papers are made and recorded as any print is, and go out as one job."""
        from ui.printing import new_printer

        chosen = [one.subject for one in self.list.chosen() if one.now]
        subjects = chosen or [one.subject for one in self.list.rows.rows if one.now]
        printer = new_printer()
        printer.setDocName(self.tr("{title} {count} 份").format(title=self.kind.currentText(), count=len(subjects)))
        if not dialogs.choose_printer(self, printer, self.tr("打印 {count} 份文书").format(count=len(subjects))):
            return
        folder = tempfile.TemporaryDirectory(prefix="gyga-print-")
        self.ctx.jobs.run(
            self.operations.print_subjects,
            self.kind.currentData(),
            self.measure.number,
            self.ctx.year,
            subjects,
            Path(folder.name),
            options=self._options(),
            then=partial(self._begin_printing, printer, folder),
            owner=self,
        )

    def _begin_printing(
        self, printer: QPrinter, folder: tempfile.TemporaryDirectory[str], printed: list[Printed]
    ) -> None:
        from ui.printing import Printing

        self.printing = Printing(printer, [one.path for one in printed], self)
        self.printing.moved.connect(self._printing_moved)
        self.printing.ended.connect(partial(self._printing_ended, folder, len(printed)))
        self.printing.start()
        self._enable()

    def _printing_moved(self, done: int, total: int) -> None:
        self._tell(self.tr("正在送打印机：第 {done} 页，共 {total} 页。").format(done=done, total=total), Tone.INFO)

    def _printing_ended(self, folder: tempfile.TemporaryDirectory[str], count: int, why: str) -> None:
        folder.cleanup()
        self.printing = None
        self._enable()
        self._tell(why or self.tr("{count} 份文书已送打印机。").format(count=count), Tone.BAD if why else Tone.GOOD)

    def _options(self) -> Options:
        tables = self.tables.isChecked() and self.kinds[self.kind.currentData()].tables is not None
        return self.operations.Options(self.document_number or None, self.red_head or None, "", tables)

    def _set_up(self) -> None:
        """What goes onto the next prints beside their content: the 文号, and room for a pre-printed head."""
        intro = self.tr("文号不填的，纸上留出填写位置；已打印过的沿用原来的设置。改动设置会使用新的编号。")
        stock = (("", self.tr("普通纸")), ("red", self.tr("预印红头纸（首页留出位置）")))
        fields = [
            Field("number", self.tr("文号"), value=self.document_number, required=False),
            Field(
                "paper",
                self.tr("用纸"),
                FieldKind.CHOICE,
                "red" if self.red_head else "",
                required=False,
                choices=stock,
            ),
        ]
        told = dialogs.ask_form(self, self.tr("打印设置"), intro, fields, self.tr("确定"))
        if told is not None:
            self.document_number, self.red_head = told["number"].strip(), told["paper"] == "red"

    def _printed(self, folder: Path, printed: list[Printed]) -> None:
        self.files |= {one.paper.number: one.path for one in printed}
        self.folder = folder
        self._tell(
            self.tr("已生成 {count} 份文书，存放在 {folder}。").format(count=len(printed), folder=shown_path(folder)),
            Tone.GOOD,
        )
        self.notice.action.setText(self.tr("打开文件夹"))
        self.notice.action.show()

    def _sign(self) -> None:
        """The paper's file, then the key; the file printed here before is offered first. Several chosen are signed together."""
        chosen_rows = self._signable()
        if len(chosen_rows) > 1:
            self._sign_many(chosen_rows)
            return
        one = self.list.current()
        pdf = self._file_of(one.paper) if one is not None and one.paper is not None else None
        chosen = ask_key(self, self.ctx, pdf.name) if pdf else None
        if pdf and chosen:
            self.ctx.jobs.run(sign_paper, pdf, chosen.key, chosen.secret, then=partial(self._signed, pdf))

    def _signable(self) -> list[str]:
        """The numbers of the chosen papers that can take this person's signature."""
        return [one.paper.number for one in self.list.chosen() if one.paper and can_sign(one, self.ctx.person)]

    def _sign_many(self, numbers: list[str]) -> None:
        """Where the files are, unless they were all printed here; then the key, once for all."""
        if not numbers:
            self._tell(self.tr("本年度没有等待您签名的文书。"), Tone.INFO)
            return
        places = [path for number in numbers if (path := self.files.get(number)) is not None and path.is_file()]
        if len(places) < len(numbers):
            title = self.tr("选择存放这 {count} 份文书的文件夹").format(count=len(numbers))
            folder = dialogs.choose_folder(self, title, self.ctx.settings.last_folder)
            if folder is None:
                return
            self.ctx.settings.last_folder, places = str(folder), [folder]
        chosen = ask_key(self, self.ctx, self.tr("{count} 份文书").format(count=len(numbers)))
        if chosen:
            self.ctx.jobs.run(
                self.signing.sign_waiting,
                numbers,
                places,
                chosen.key,
                chosen.secret,
                then=self.found.show_signed,
            )

    def _file_of(self, paper: Paper) -> Path | None:
        held = self.files.get(paper.number)
        if held is not None and held.is_file():
            return held
        return dialogs.open_file(
            self,
            self.tr("选择 {number} 的文件").format(number=paper.number),
            self.tr("文书 (*.pdf)"),
            self.ctx.settings.last_folder,
        )

    def _signed(self, pdf: Path, paper: Paper) -> None:
        self._tell(
            self.tr("{person} 已签署 {number}（{name}）。").format(
                person=self.ctx.person.name, number=paper.number, name=pdf.name
            ),
            Tone.GOOD,
        )

    def _choose_scan(self) -> None:
        scan = dialogs.open_file(
            self,
            self.tr("选择签署件的扫描件"),
            self.tr("扫描件 (*.pdf *.png *.jpg *.jpeg)"),
            self.ctx.settings.last_folder,
        )
        if scan:
            self.take_scan(scan)

    def take_scan(self, scan: Path) -> None:
        """Registers every paper in a scan, which may hold many."""
        self.ctx.jobs.run(self.returning.register_scan, scan, then=partial(self.found.show_returned, scan.name))

    def _verify(self) -> None:
        file = dialogs.open_file(
            self, self.tr("选择要核验的文件"), self.tr("文书或案卷 (*.pdf *.zip)"), self.ctx.settings.last_folder
        )
        if file:
            self.ctx.jobs.ask(_verify, file, then=partial(self._verified, file), owner=self)

    def _verified(self, file: Path, found: tuple[VerifyResult, list[str]]) -> None:
        self.found.show_result(file.name, *found)

    def _register(self) -> None:
        one = self.list.current()
        if one is None or one.paper is None:
            return
        intro = self.tr("请按签字盖章后的纸质件页脚输入 {number} 的校验码；与记录不符的不能登记。").format(
            number=one.paper.number
        )
        told = dialogs.ask_form(self, self.tr("登记签署件"), intro, [Field("code", self.tr("校验码"))], self.tr("登记"))
        if told is not None:
            self.ctx.jobs.run(self.operations.register_paper, one.paper.number, told["code"])

    def _void(self) -> None:
        one = self.list.current()
        if one is None or one.paper is None:
            return
        intro = self.tr("{number} 作废后不能恢复；再次打印时用新的编号，并注明取代此件。").format(
            number=one.paper.number
        )
        reason = dialogs.ask_text(self, self.tr("作废文书"), intro, self.tr("作废理由"), self.tr("作废"))
        if reason:
            self.ctx.jobs.run(self.operations.void_paper, one.paper.number, reason)

    def _tell(self, sentence: str, tone: Tone) -> None:
        self.notice.action.hide()
        self.notice.say(sentence, tone)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))

    def _list(self) -> ListView:
        made = ListView(
            [
                Column(self.tr("编号"), lambda one: one.name, width=110),
                Column(
                    self.tr("申报单位"),
                    lambda one: one.applicant,
                    stretch=True,
                    tip=lambda one: f"{one.applicant}\n{one.title}",
                ),
                Column(self.tr("核定额（元）"), lambda one: yuan(one.amount_fen), width=116, number=True),
                Column(self.tr("文书编号"), lambda one: one.paper.number if one.paper else NOTHING, width=156),
                Column(
                    self.tr("状态"),
                    lambda one: state_word(one.paper, one.changed),
                    width=88,
                    tone=tone_of,
                ),
                Column(
                    self.tr("签名"),
                    lambda one: self.tr("{count} 人").format(count=len(one.signatures)) if one.signatures else NOTHING,
                    width=64,
                ),
            ],
            key=lambda one: one.key,
            many=True,
            sortable=False,
            name=self.tr("文书"),
        )
        Folding(made, 620, (2,))  # the amount, on the paper beside it
        return made

    def _lay_out(self) -> None:
        left = QWidget()
        inner = column(self.list, self.card)
        inner.setStretch(0, 1)
        left.setLayout(inner)
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        self.panes.setHandleWidth(GAP)
        self.panes.setChildrenCollapsible(False)
        self.panes.addWidget(left)
        self.panes.addWidget(self.view)
        self.panes.setSizes([676, 482])
        self.panes.setStretchFactor(0, 3)
        self.panes.setStretchFactor(1, 2)
        self.notice.action.clicked.connect(self._open_folder)
        for part in (self.header, self.notice, self.found):
            self.body.addWidget(part)
        face = QWidget()
        face.setLayout(column(self.panes, self.nothing))
        self.drop = DropField(self.returning.KINDS, face, framed=False)
        self.drop.dropped.connect(self.take_scan)
        self.body.addWidget(self.drop, 1)


def _pages(session: Session, kind: str, measure: int, year: int, subject: Subject) -> list[tuple[int, int, bytes]]:
    """On the store's thread: the pages of a paper."""
    from gyga_desk.operations import papers

    return papers.preview_pages(session, kind, measure, year, subject, DPI)


def _verify(session: Session, file: Path) -> tuple[VerifyResult, list[str]]:
    """A paper by its signatures and the record, a dossier by its script and the record; and what was found right of it."""
    from gyga_desk.operations import dossier, papers

    if dossier.is_dossier(file):
        return dossier.check_dossier(file, session.db)
    return papers.verify_paper(session.db, file), []
