"""The page 台账: one applicant's cases and awards over the years, and the lists from elsewhere that tell of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSplitter, QStackedWidget, QWidget

from gyga_desk import applicants
from gyga_desk.applicants import Applicant, History, Line
from gyga_desk.errors import Cancelled, DeskError
from gyga_desk.model import Role
from gyga_desk.operations import Session, lists, local_now
from gyga_desk.operations.lists import ListPreview, ListTaken
from gyga_desk.progress import Progress
from gyga_desk.store import lists as listed
from gyga_desk.store.lists import AWARDS, FILINGS, ListFile
from ui import dialogs
from ui.context import Context
from ui.kept import keep
from ui.list_view import ListFileView
from ui.pages.page import STANDING, Page
from ui.style import GAP, Tone, scaled
from ui.table import Column, ListView
from ui.widgets import PageHeader, Strip, button, column, label, row
from ui.words import NOTHING, measure_title, outcome_tone, when, yuan

_KINDS = (".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods", ".csv")


class LedgersPage(Page):
    """Two faces: applicants with their history and the lists below; and a list that is about to be imported."""

    listens_to = STANDING

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.import_awards = button(self.tr("导入既往支持名单…"), lambda: self.choose_file(AWARDS))
        self.import_filings = button(self.tr("导入算法备案清单…"), lambda: self.choose_file(FILINGS))
        self.header = PageHeader(
            self.tr("台账"),
            self.tr("一个单位历年各项措施的申报、结果和既往支持。"),
            self.import_awards,
            self.import_filings,
        )
        self.result = Strip()
        self.search = QLineEdit(
            placeholderText=self.tr("单位名称或统一社会信用代码，可只写一部分"), clearButtonEnabled=True
        )
        self.search.setAccessibleName(self.tr("查找单位"))
        keep(self.search, "search")
        self.search.textChanged.connect(self._find)
        self.found, self.lines, self.files = self._found(), self._lines(), self._files()
        self.sums = label(self.tr("请在左侧选择单位。"), "soft", wrap=True)
        self.remove = button(self.tr("移除名单…"), self.remove_file)
        self.found.picked.connect(self._show)
        self.lines.opened.connect(self._open)
        self.files.picked.connect(lambda _: self._permit())
        self.faces, self.looking = QStackedWidget(), ListFileView()
        self.looking.taken.connect(lambda only_clean: self.take(accept_clean=only_clean))
        self.looking.left.connect(self.leave)
        self.main = self._main_face()
        for face in (self.main, self.looking):
            self.faces.addWidget(face)
        for part in (self.header, self.result):
            self.body.addWidget(part)
        self.body.addWidget(self.faces, 1)
        ctx.jobs.busy_changed.connect(self._permit)
        self._permit()

    def refresh(self) -> None:
        """Override refresh."""
        self.files.set_rows(listed.lists(self.ctx.reader))
        self._find()
        self._permit()

    def show_case(self, case: str) -> None:
        """Override show_case: whose case it is."""
        self.search.clear()
        whose = next((one for one in self.found.rows.rows if any(held.case == case for held in one.cases)), None)
        if whose:
            self.found.pick(_key(whose))

    def choose_file(self, kind: str) -> None:
        """Ask for the file and its day; a list speaks for one day, and the file's name often tells which."""
        kinds = " ".join(f"*{ending}" for ending in _KINDS)
        file = dialogs.open_file(
            self, self.tr("选择名单"), self.tr("名单") + f" ({kinds})", self.ctx.settings.last_folder
        )
        if not file:
            return
        self.ctx.settings.last_folder = str(file.parent)
        day = lists.day_named(file) or local_now().date()
        field = dialogs.Field("dated", self.tr("名单日期"), dialogs.FieldKind.DATE, day.isoformat())
        intro = self.tr("{file} 是哪一天的{title}？核对结果都会写明这个日期。").format(
            file=file.name, title=lists.TITLES[kind]
        )
        answers = dialogs.ask_form(self, lists.TITLES[kind], intro, [field], self.tr("读取"))
        if answers:
            self.look_into(kind, file, answers["dated"])

    def look_into(self, kind: str, file: Path, dated: str) -> None:
        """Read a list off the screen's thread and show what it holds."""
        self.result.say(self.tr("正在读取 {name}，可在窗口下方停止。").format(name=file.name), Tone.INFO)

        def look(session: Session, progress: Progress) -> ListPreview:
            return lists.preview_list(session.db, kind, file, session.clock().date(), dated, progress)

        self.ctx.jobs.ask(look, then=self._look, failed=self._refused, owner=self)

    def take(self, *, accept_clean: bool) -> None:
        """Import what is shown; nothing of it is stored if anything goes wrong."""
        if self.looking.preview:
            self.looking.set_enabled(False)
            self.ctx.jobs.run(
                lists.import_list,
                self.looking.preview,
                accept_clean=accept_clean,
                then=self._taken,
                failed=self._refused,
            )

    def leave(self) -> None:
        """Back to the ledger."""
        self.faces.setCurrentWidget(self.main)

    def remove_file(self) -> None:
        """Take the chosen list out, with the reason."""
        held: ListFile | None = self.files.current()
        if held is None:
            return
        words = self.tr("{list} {file}（{count} 行）将从台账中移除，操作记录仍保留其内容。").format(
            list=held.id, file=held.file, count=held.rows
        )
        reason = dialogs.ask_text(self, self.tr("移除名单"), words, self.tr("理由"), self.tr("移除"))
        if reason is not None:
            self.ctx.jobs.run(lists.remove_list, held.id, reason, failed=self._refused, owner=self)

    def _find(self) -> None:
        self.found.set_rows(applicants.applicants(self.ctx.reader, self.search.text().strip()))
        if len(self.found.rows.rows) == 1:
            self.found.pick_first()
        elif self.found.current() is None:
            self._show(None)

    def _show(self, one: Applicant | None) -> None:
        """The whole history; the standings of several years take a while, so off the screen's thread."""
        if one is None:
            self.lines.set_rows([])
            self.sums.setText(self.tr("请在左侧选择单位。"))
            return
        self.ctx.jobs.ask(_history_of, one, then=self._show_history, owner=self)

    def _show_history(self, held: History) -> None:
        if self.found.current() is None or _key(self.found.current()) != _key(held.applicant):
            return  # another one was chosen meanwhile
        self.lines.set_rows(held.lines)
        words = self.tr("{name}：已封存的支持 {awarded} 元，名单所载 {earlier} 元，在审 {open} 件")
        self.sums.setText(
            words.format(
                name=held.applicant.name, awarded=yuan(held.awarded_fen), earlier=yuan(held.earlier_fen), open=held.open
            )
        )

    def _open(self, line: Line) -> None:
        if line.outcome is not None:
            self.ctx.go("review", line.id)

    def _look(self, preview: ListPreview) -> None:
        self.result.hide()
        self.looking.show_preview(preview)
        self.faces.setCurrentWidget(self.looking)

    def _taken(self, taken: ListTaken) -> None:
        self.leave()
        words = self.tr("已导入名单 {list}：{accepted} 行，未导入 {held} 行，已在记录中 {known} 行。")
        self.result.say(
            words.format(
                list=taken.list, accepted=taken.accepted, held=taken.preview.held, known=taken.preview.unchanged
            ),
            Tone.GOOD,
        )

    def _refused(self, error: DeskError) -> None:
        self.result.say(dialogs.sentence(error), Tone.INFO if isinstance(error, Cancelled) else Tone.BAD)
        self.looking.set_enabled(True)

    def _permit(self) -> None:
        may = self.ctx.person.role is Role.CLERK and not self.ctx.jobs.busy
        for one in (self.import_awards, self.import_filings):
            one.setEnabled(may)
        self.remove.setEnabled(may and self.files.current() is not None)

    def _main_face(self) -> QWidget:
        left, right = QWidget(), QWidget()
        left.setLayout(column(self.search, self.found, gap=GAP))
        right.setLayout(column(self.sums, self.lines, gap=GAP))
        top = QSplitter(Qt.Orientation.Horizontal)
        for part in (left, right):
            top.addWidget(part)
        top.setSizes([scaled(300), 1158 - scaled(300)])
        top.setHandleWidth(GAP)
        top.setStretchFactor(1, 1)
        below = QWidget()
        below.setLayout(column(row(label(self.tr("已导入的名单"), "heading"), None, self.remove), self.files, gap=GAP))
        both = QSplitter(Qt.Orientation.Vertical)
        for part in (top, below):
            both.addWidget(part)
        both.setSizes([390, 190])
        both.setHandleWidth(GAP)
        both.setStretchFactor(0, 1)
        return both

    def _found(self) -> ListView:
        return ListView(
            [
                Column(
                    self.tr("单位"), lambda one: one.name, stretch=True, tip=lambda one: f"{one.name} {one.credit_code}"
                ),
                Column(
                    self.tr("申报"),
                    lambda one: str(len(one.cases)),
                    width=60,
                    number=True,
                    order=lambda one: len(one.cases),
                ),
                Column(
                    self.tr("名单"),
                    lambda one: str(len(one.awards)),
                    width=60,
                    number=True,
                    order=lambda one: len(one.awards),
                ),
            ],
            key=_key,
            name=self.tr("单位"),
            empty=self.tr("没有符合条件的单位。"),
        )

    def _lines(self) -> ListView:
        return ListView(
            [
                Column(self.tr("年度"), lambda one: str(one.year), width=58),
                Column(self.tr("编号"), lambda one: one.id, width=116),
                Column(self.tr("措施或政策"), self._policy, width=156),
                Column(self.tr("事项"), lambda one: one.matter or NOTHING, stretch=True),
                Column(self.tr("结果"), self._result, width=92, tone=_tone),
                Column(
                    self.tr("核算金额"),
                    lambda one: yuan(one.entitled_fen),
                    width=116,
                    number=True,
                    order=lambda one: one.entitled_fen or 0,
                ),
                Column(
                    self.tr("支持金额"),
                    lambda one: yuan(one.awarded_fen),
                    width=116,
                    number=True,
                    order=lambda one: one.awarded_fen or 0,
                ),
            ],
            key=lambda one: one.id,
            name=self.tr("历年申报和支持"),
            empty=self.tr("还没有可以显示的记录。"),
        )

    def _policy(self, line: Line) -> str:
        if line.outcome is None or line.measure is None:
            return line.policy + (self.tr("（按名称）") if line.by_name else "")
        return f"{measure_title(line.measure)} {line.policy}"

    def _result(self, line: Line) -> str:
        return self.tr("名单所载") if line.outcome is None else line.outcome.label

    def _files(self) -> ListView:
        return ListView(
            [
                Column(self.tr("编号"), lambda one: one.id, width=80),
                Column(self.tr("名单"), lambda one: lists.TITLES[one.kind], width=120),
                Column(self.tr("文件"), lambda one: one.file, stretch=True),
                Column(self.tr("名单日期"), lambda one: one.dated, width=104),
                Column(self.tr("行数"), lambda one: str(one.rows), width=72, number=True, order=lambda one: one.rows),
                Column(self.tr("导入时间"), lambda one: when(one.at), width=164),
                Column(self.tr("经办人"), lambda one: one.by, width=92),
                Column(
                    self.tr("文件校验码"),
                    lambda one: one.digest.removeprefix("sha256:")[:12],
                    width=128,
                    soft=True,
                    tip=lambda one: one.digest,
                ),
            ],
            key=lambda one: one.id,
            name=self.tr("已导入的名单"),
            empty=self.tr("还没有导入名单。未导入时，备案编号只核对样式，既往支持只看本程序的记录和填报。"),
        )


def _key(one: Applicant) -> tuple[str, str]:
    return one.credit_code, "" if one.credit_code else one.name


def _tone(line: Line) -> Tone | None:
    return Tone.QUIET if line.outcome is None else outcome_tone(line.outcome)


def _history_of(session: Session, one: Applicant) -> History:
    return applicants.history(session.db, session.edition, one, session.person)
