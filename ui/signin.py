"""The sign-in: which record, which person, which password; and the ways to a record where there is none yet."""

from __future__ import annotations

import importlib
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gyga_desk import places
from gyga_desk.errors import DeskError
from ui import icons, languages
from ui.bars import StatusLine
from ui.drop import file_of
from ui.jobs import Jobs
from ui.said import said, sentence
from ui.settings import Settings
from ui.style import GAP, Tone, colours, scaled
from ui.widgets import Card, Strip, button, column, label, row, scrolled

if TYPE_CHECKING:
    from gyga_desk.operations import Session
    from gyga_desk.operations.at_rest import Turned
    from gyga_desk.operations.demo import Demo
    from gyga_desk.operations.restore import Restored
    from gyga_desk.standings import Reckoning
    from gyga_desk.store.reads import PersonRow
    from ui.at_rest import Recovering, Turning
    from ui.context import Context
    from ui.restoring import Restoring

_CARD_WIDTH = 440
_AFTER_FIRST_PAINT_MS = 30
_GUIDES = ("none", "sample", "file")
_PACKAGES = frozenset({".gygap"})


class PersonBox(QComboBox):
    """Who signs in.

    Signals:
        closed(): a name was picked from the list that dropped down; the arrow keys alone do not close anything.
    """

    closed = Signal()

    def hidePopup(self) -> None:
        """Override hidePopup."""
        super().hidePopup()
        self.closed.emit()


class SignIn(QWidget):
    """A card in the middle of the window.

    Signals:
        signed_in(Context): the store is open and the person is who they say.
        language_wanted(str): the person reads another language.
    """

    signed_in = Signal(object)
    language_wanted = Signal(str)

    def __init__(self, jobs: Jobs, settings: Settings, store: Path | None) -> None:
        super().__init__()
        self.jobs, self.settings = jobs, settings
        self.store = store or Path(settings.last_store or places.default_store())
        self.notice = Strip(closable=False)
        self.file, self.hint = label("", "soft"), label("", "soft", wrap=True)
        self.person, self.password = PersonBox(), QLineEdit()
        self.person.setAccessibleName(self.tr("人员"))
        self.password.setAccessibleName(self.tr("口令"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.enter = button(self.tr("登录"), self.sign_in, "primary")
        self.password.returnPressed.connect(self.sign_in)
        self.person.closed.connect(self.password.setFocus)
        self.by_sheet = button(self.tr("口令都忘了，凭恢复单打开…"), self.open_by_sheet, "link")
        self.status = StatusLine(jobs)
        self.known, self.none = self._known_store(), self._no_store()
        self._lay_out()
        self.setAcceptDrops(True)
        jobs.busy_changed.connect(self._busy)
        self.look()

    def look(self) -> None:
        """Show the people of the store that is chosen, or the ways to one."""
        exists = self.store.is_file()
        self.known.setVisible(exists)
        self.none.setVisible(not exists)
        self.notice.hide()
        self.file.setText(self.store.name)
        self.file.setToolTip(str(self.store))
        if exists:
            self._ask_names()
        else:
            self._offer_start()

    def sign_in(self) -> None:
        name = self.person.currentData()
        if not name or not self.enter.isEnabled():
            return
        opener = partial(_open, self.store, name, self.password.text())
        self.jobs.open(opener, then=self._opened, failed=self._wrong, owner=self)

    def open_other(self) -> None:
        from ui import dialogs

        chosen = dialogs.open_file(self, self.tr("打开数据文件"), self.tr("数据文件 (*.gyga)"), str(self.store.parent))
        if chosen:
            self.use(chosen)

    def use(self, store: Path) -> None:
        self.store = store
        self.look()

    def make_demo(self) -> None:
        """Make the demonstration year, or open the one made before."""
        from gyga_desk.operations import demo

        folder = places.user_data() / "demo"
        made = next(folder.glob("*.gyga"), None)
        if made:
            self.use(made)
        else:
            self.notice.say(self.tr("正在生成演示数据：导入、审核、定案、打印，约需十秒。"))
            self.jobs.call(demo.make_demo, folder, then=self._demo_made, failed=self._say)

    def tell_cut_off(self, found: str) -> None:
        """The last run did not end as it should; `found` is a report of how, or empty."""
        self.notice.say(self.tr("上次程序没有正常退出。已保存的记录不受影响，登录后回到当时的页面和项目。"), Tone.WARN)
        if found:
            self.notice.act(self.tr("复制报告"), lambda: QGuiApplication.clipboard().setText(found))

    def choose_package(self) -> None:
        from ui import dialogs

        file = dialogs.open_file(
            self, self.tr("收取任务包"), self.tr("交换包 (*.gygap)"), self.settings.last_folder or str(Path.home())
        )
        if file:
            self.take_package(file)

    def take_package(self, file: Path) -> None:
        """A store of one's own, made from an assignment, with everything in it taken; then the person is signed in."""
        from gyga_desk.operations import files, taking
        from ui import at_rest, dialogs
        from ui.dialogs import Field, FieldKind

        self.settings.last_folder = str(file.parent)
        try:
            data = files.read(file)
            to = taking.addressee(data)
        except DeskError as error:
            self._say(error)
            return
        if not to:
            self._say(DeskError("{name} 是回复包，请登录评审办公室的数据文件后在“交换”页收取。", name=file.name))
            return
        words = self.tr("任务包是发给{name}的。收取后在本机新建一个数据文件，账户和口令与评审办公室的相同。").format(
            name=to
        )
        fields = [
            Field("password", self.tr("{name}的口令").format(name=to), FieldKind.PASSWORD),
            Field("phrase", self.tr("封装口令"), FieldKind.PASSWORD, required=False),
            at_rest.tick(),
        ]
        told = dialogs.ask_form(self, self.tr("收取任务包"), words, fields, self.tr("选择存放位置…"))
        out = told and dialogs.save_file(
            self, self.tr("新建数据文件"), self.tr("数据文件 (*.gyga)"),
            str(places.user_data() / f"{file.stem}.gyga"),
        )  # fmt: skip
        if told and out:
            self.store = out if out.suffix else out.with_suffix(".gyga")
            encrypt = bool(told.get("encrypt"))
            begin = partial(_begin, self.store, data, to, told["password"], told["phrase"], encrypt=encrypt)
            self.jobs.open(begin, then=self._opened, failed=self._not_begun, owner=self)

    def choose_backup(self) -> None:
        """Put a backup back: also where the store is lost or does not open any more."""
        from gyga_desk.operations.backups import folder_of
        from ui import dialogs, restoring

        folder = folder_of(self.store)
        backup = dialogs.open_file(
            self,
            self.tr("从备份恢复"),
            self.tr("数据文件 (*.gyga)"),
            str(folder if folder.is_dir() else self.store.parent),
        )
        asked = backup and restoring.ask(self, backup, self._people())
        if asked:
            self.restore(asked)

    def restore(self, asked: Restoring) -> None:
        from gyga_desk.operations.restore import restore

        self.notice.say(self.tr("正在核验备份并恢复…"))
        self.jobs.call(
            restore, self.store, asked.backup, asked.name, asked.password, asked.second, asked.second_password,
            then=self._restored, failed=self._not_restored, owner=self,
        )  # fmt: skip

    def turn(self, asked: Turning) -> None:
        """Encrypt the store or make it plain again; both may take a while for a long record."""
        from gyga_desk.operations.at_rest import decrypt, encrypt

        self.notice.say(self.tr("正在转换数据文件…"))
        self.jobs.call(
            encrypt if asked.encrypt else decrypt, self.store, asked.name, asked.password, asked.second,
            asked.second_password, then=self._turned, failed=self._not_restored, owner=self,
        )  # fmt: skip

    def open_by_sheet(self) -> None:
        from ui import at_rest

        asked = at_rest.ask_recovery(self, self._people())
        if asked:
            self.recover(asked)

    def recover(self, asked: Recovering) -> None:
        from gyga_desk.operations.at_rest import recover

        self.jobs.call(
            recover, self.store, asked.code, asked.name, asked.password, asked.keepers, then=self._recovered,
            failed=self._say, owner=self,
        )  # fmt: skip

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Override dragEnterEvent: an assignment may be dragged here."""
        if file_of(event, _PACKAGES):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Override dropEvent; the drag ends before anything is asked."""
        file = file_of(event, _PACKAGES)
        if file:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self.take_package(file))

    def make_new(self) -> None:
        from ui import dialogs

        out = dialogs.save_file(
            self, self.tr("新建数据文件"), self.tr("数据文件 (*.gyga)"), str(places.default_store())
        )
        if out:
            self._ask_new(out.with_suffix(".gyga") if not out.suffix else out, "", "sample")

    def _ask_new(self, out: Path, admin: str, guide: str) -> None:
        from gyga_desk.operations import guides
        from ui import at_rest, dialogs
        from ui.dialogs import Field, FieldKind

        words = {
            "none": self.tr("暂不使用（政策未写明的数值留空）"),
            "sample": self.tr("样例指南（仅供演示和测试）"),
            "file": self.tr("选择指南文件…"),
        }
        taken = tuple((path.stem, self.tr("已收取：{name}").format(name=path.stem)) for path in guides.taken_in())
        fields = [
            Field("admin", self.tr("管理员姓名"), value=admin),
            Field("password", self.tr("口令"), FieldKind.PASSWORD),
            Field("again", self.tr("再输一次口令"), FieldKind.PASSWORD),
            Field(
                "guide",
                self.tr("年度申报指南"),
                FieldKind.CHOICE,
                guide,
                choices=(*((g, words[g]) for g in _GUIDES), *taken),
            ),
            at_rest.tick(),
        ]
        intro = self.tr("{name} 将保存一个年度或多个年度的全部评审资料。管理员可以添加其他人员。").format(name=out.name)
        answers = dialogs.ask_form(self, self.tr("新建数据文件"), intro, fields, self.tr("新建"))
        if answers is None:
            return
        if answers["password"] != answers["again"]:
            dialogs.refuse(self, DeskError("两次输入的口令不一致，数据文件没有新建；请重新输入。"))
            self._ask_new(out, answers["admin"], answers["guide"])
            return
        self._create(out, answers)

    def _create(self, out: Path, answers: dict[str, str]) -> None:
        from ui import at_rest, dialogs

        guide: Path | str | None = None if answers["guide"] == "none" else answers["guide"]
        if answers["guide"] == "file":
            guide = dialogs.open_file(self, self.tr("选择申报指南文件"), self.tr("申报指南 (*.toml)"))
            if guide is None:
                return
        encrypt = bool(answers.get("encrypt"))
        make = partial(at_rest.make_store, out, guide, answers["admin"], answers["password"], encrypt=encrypt)
        self.jobs.call(make, then=lambda sheet: self._created(out, sheet), failed=self._say, owner=self)

    def _created(self, out: Path, sheet: bytes) -> None:
        self.use(out)
        if sheet:
            self.save_sheet(sheet)

    def save_sheet(self, sheet: bytes) -> None:
        from ui import at_rest

        at_rest.save_sheet(
            self, sheet, Path.home(), lambda said, good: self.notice.say(said, Tone.GOOD if good else Tone.WARN)
        )

    def _ask_names(self) -> None:
        """By the store's own reads: what runs operations is loaded once the window stands."""
        from gyga_desk.store import open_reader, reads
        from gyga_desk.store.dialect import is_encrypted

        encrypted = is_encrypted(self.store)
        self.by_sheet.setVisible(encrypted)
        try:
            if encrypted:
                people, demo = _named_in(self.store), False
            else:
                reader = open_reader(self.store)
                people, demo = [one for one in reads.people(reader) if one.active], reads.store_facts(reader).demo
                reader.close()
        except DeskError as error:
            self.known.hide()
            self.none.show()
            self._offer_start()
            self._say(error)
            return
        self._fill(people)
        self.hint.setVisible(demo)
        QTimer.singleShot(_AFTER_FIRST_PAINT_MS, self, self._fill_demo if demo else self.password.setFocus)

    def _offer_start(self) -> None:
        """The keys begin at the first way to a record, not at the language."""
        first = self.none.findChild(QPushButton)
        if first is not None:
            QTimer.singleShot(_AFTER_FIRST_PAINT_MS, self, first.setFocus)

    def _fill(self, people: list[PersonRow]) -> None:
        self.person.clear()
        for one in people:
            self.person.addItem(self.tr("{name}（{role}）").format(name=one.name, role=said(one.role.label)), one.name)
        self.person.setCurrentIndex(max(0, self.person.findData(self.settings.last_person)))
        self.password.clear()

    def _fill_demo(self) -> None:
        """The demonstration's password is no secret; a real record's hint would be."""
        from gyga_desk.operations.demo import PASSWORD

        words = self.tr(
            "这是演示数据，人员和申报资料均为虚构。各岗位的演示口令都是 {password}，已代为填好，按回车键即可登录。"
        )
        self.hint.setText(words.format(password=PASSWORD))
        self.password.setText(PASSWORD)
        self.password.setFocus()

    def _opened(self, session: Session) -> None:
        from datetime import datetime

        from gyga_desk.store import open_reader, reads
        from ui.context import Context

        key = session.store.key
        reader = open_reader(self.store, key)
        years = reads.years(reader)
        self.settings.last_store, self.settings.last_person = str(self.store), session.person.name
        ctx = Context(
            jobs=self.jobs,
            reader=reader,
            path=self.store,
            facts=reads.store_facts(reader),
            edition=session.edition,
            person=session.person,
            settings=self.settings,
            year=max(years, default=datetime.now().astimezone().year),
        )
        ctx.key = key
        ctx.warning = session.warning
        self._work_out_first(ctx)

    def _work_out_first(self, ctx: Context) -> None:
        """A short year is judged away from the screen before its first page is asked for; a long one when a page needs it."""
        from ui.waiting import AT_ONCE, work_out

        waits = ctx.reckonings.unready(ctx.year)
        if not 0 < sum(waits.values()) <= AT_ONCE:
            self.signed_in.emit(ctx)
            return

        def ready(found: list[Reckoning]) -> None:
            ctx.reckonings.take(found)
            self.signed_in.emit(ctx)

        self.jobs.ask(
            work_out, ctx.year, tuple(waits), then=ready, failed=lambda _: self.signed_in.emit(ctx), owner=self
        )

    def _wrong(self, error: DeskError) -> None:
        self._say(error)
        self.password.selectAll()
        self.password.setFocus()

    def _not_begun(self, error: DeskError) -> None:
        self.look()
        self._say(error)

    def _restored(self, done: Restored) -> None:
        from ui.words import when

        self.look()
        words = self.tr("已恢复到 {at} 的第 {steps} 步。").format(at=when(done.at), steps=done.steps)
        if done.kept:
            words += self.tr("原文件另存为 {name}，比备份多 {lost} 步。").format(name=done.kept.name, lost=done.lost)
        self.notice.say(words, Tone.GOOD)

    def _turned(self, done: Turned) -> None:
        from gyga_desk.store.dialect import is_encrypted

        self.look()
        if is_encrypted(self.store):
            words = self.tr("已改为加密存放，材料 {files} 个、备份 {copies} 份一并加密。请登录后制作恢复单。")
        else:
            words = self.tr("已取消加密存放，材料 {files} 个一并改为明文；此前的备份仍是加密的。")
        words = words.format(files=done.attachments, copies=done.backups)
        if done.left:
            words += self.tr("还有 {left} 个文件未能加密，仍是明文；请检查磁盘，下次打开数据文件时自动继续。").format(
                left=done.left
            )
        self.notice.say(words, Tone.WARN if done.left else Tone.GOOD)

    def _recovered(self, _: object) -> None:
        self.look()
        self.notice.say(self.tr("管理员的口令已另设。请登录后制作新的恢复单，并查明口令遗失的原因。"), Tone.GOOD)

    def _not_restored(self, error: DeskError) -> None:
        self.look()
        self._say(error)

    def _people(self) -> list[PersonRow]:
        """Who is known to the store; nobody where it does not open."""
        from gyga_desk.store import open_reader, reads
        from gyga_desk.store.dialect import is_encrypted

        try:
            if is_encrypted(self.store):
                return _named_in(self.store)
            reader = open_reader(self.store)
        except DeskError:
            return []
        found = reads.people(reader)
        reader.close()
        return found

    def _say(self, error: DeskError) -> None:
        self.notice.say(sentence(error), Tone.BAD)

    def _demo_made(self, made: Demo) -> None:
        self.use(made.store)

    def _busy(self, busy: bool) -> None:
        self.known.setEnabled(not busy)
        self.none.setEnabled(not busy)
        if not busy and self.known.isVisible():
            self.password.setFocus()

    def _lay_out(self) -> None:
        mark = QLabel()
        mark.setPixmap(icons.pixmap("app", colours().accent, 44, self.devicePixelRatioF()))
        title = label(self.tr("大模型支持措施审核工作台"), "title")
        under = label(self.tr("贵阳贵安关于支持人工智能大模型发展的若干措施（试行）"), "soft")
        middle = QWidget()
        middle.setFixedWidth(scaled(_CARD_WIDTH))
        inner = column(row(None, mark, None), row(None, title, None), row(None, under, None), gap=6)
        inner.addSpacing(2 * GAP)
        for part in (self.notice, self.known, self.none):
            inner.addWidget(part)
        middle.setLayout(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        others = [self._language(*one) for one in languages.languages() if one[0] != languages.spoken()]
        top = row(None, *others)
        top.setContentsMargins(0, GAP, GAP, 0)
        place = column(top, gap=0)
        place.addStretch(2)
        place.addLayout(row(None, middle, None))
        place.addStretch(3)
        outer.addWidget(scrolled(place), 1)
        outer.addWidget(self.status)

    def _language(self, code: str, name: str) -> QPushButton:
        """Another language, by its own name for itself."""
        return button(name, lambda: self.language_wanted.emit(code), "link")

    def _known_store(self) -> Card:
        card = Card(margin=24)
        card.body.addLayout(
            row(label(self.tr("数据文件")), self.file, None, button(self.tr("打开其他文件…"), self.open_other, "link"))
        )
        card.body.addWidget(label(self.tr("人员"), "soft"))
        card.body.addWidget(self.person)
        card.body.addWidget(label(self.tr("口令"), "soft"))
        card.body.addWidget(self.password)
        card.body.addWidget(self.hint)
        card.body.addSpacing(GAP)
        card.body.addWidget(self.enter)
        card.body.addLayout(row(self.by_sheet, None))
        others = QGridLayout()
        for at, (text, slot) in enumerate(
            (
                (self.tr("新建数据文件…"), self.make_new),
                (self.tr("收取任务包…"), self.choose_package),
                (self.tr("从备份恢复…"), self.choose_backup),
                (self.tr("打开演示数据"), self.make_demo),
            )
        ):
            others.addWidget(button(text, slot, "link"), at // 2, at % 2, Qt.AlignmentFlag.AlignHCenter)
        card.body.addLayout(others)
        return card

    def _no_store(self) -> Card:
        """The short guide of the first start: four ways, each with what it is for."""
        card = Card(self.tr("从哪里开始"), margin=24)
        for text, purpose, slot, kind in (
            (
                self.tr("打开演示数据"),
                self.tr("用虚构的申报资料走一遍：收件、审核、评分、定案、出表。"),
                self.make_demo,
                "primary",
            ),
            (self.tr("新建数据文件…"), self.tr("评审办公室用：新建一个数据文件，设置管理员。"), self.make_new, ""),
            (self.tr("打开已有数据文件…"), self.tr("打开本机上的数据文件。"), self.open_other, ""),
            (
                self.tr("收取任务包…"),
                self.tr("审核员用：在自己的机器上收取经办人发来的任务包，也可以把文件拖到这里。"),
                self.choose_package,
                "",
            ),
        ):
            card.body.addWidget(button(text, slot, kind))
            card.body.addWidget(label(purpose, "soft", wrap=True))
            card.body.addSpacing(GAP)
        lost = button(self.tr("从备份恢复…"), self.choose_backup, "link")
        card.body.addLayout(row(label(self.tr("数据文件打不开或丢失了："), "soft"), lost, None))
        return card


def _named_in(store: Path) -> list[PersonRow]:
    """Who may open an encrypted store; loaded where there is one, since it is more than the first paint needs."""
    from gyga_desk.operations.keyring import people

    return people(store)


def _open(store: Path, name: str, password: str) -> Session:
    """On the worker; while the password is checked, what the work needs is loaded beside it."""
    from gyga_desk.operations.session import open_session

    loading = threading.Thread(target=_load_work, name="loading")
    loading.start()
    try:
        return open_session(store, name, password)
    finally:
        loading.join()


def _load_work() -> None:
    """The frame and its pages, so that opening one does not hold the screen; what cannot be loaded fails where it is opened."""
    with suppress(Exception):
        importlib.import_module("ui.frame").load_pages()


def _begin(store: Path, data: bytes, name: str, password: str, phrase: str, *, encrypt: bool) -> Session:
    """The new store, opened for its person with the assignment taken in; nothing is left where one step fails."""
    from gyga_desk.operations import taking
    from gyga_desk.operations.session import open_session

    taking.start_store(store, data, name, password, phrase, encrypt=encrypt)
    try:
        session = open_session(store, name, password)
    except DeskError:
        _remove(store)
        raise
    try:
        taking.take(session, data, password, phrase)
    except BaseException:
        session.close()
        _remove(store)
        raise
    return session


def _remove(store: Path) -> None:
    from gyga_desk.store.dialect import slots_of

    for file in (store, slots_of(store)):
        file.unlink(missing_ok=True)
