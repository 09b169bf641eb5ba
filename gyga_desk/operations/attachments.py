"""Evidence kept with a case: files put in and taken out by digest, looked at page by page, copied out, and verified."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from gyga_desk.errors import PaperError, Refused
from gyga_desk.formats import attached
from gyga_desk.formats.attached import Act, Kind
from gyga_desk.formats.preview import Image
from gyga_desk.model import CaseId, Change, Role
from gyga_desk.operations import Done, Session, Work, beside, check_role, files, front_of, operation, originals
from gyga_desk.operations.beside import folder_of
from gyga_desk.store import attachments as rows
from gyga_desk.store import reads, writes
from gyga_desk.store.attachments import Attachment
from gyga_desk.store.journal import Damage

_WHO = (Role.CLERK, Role.REVIEWER, Role.CHAIR)
_BACKUPS = ".backups"
_SHORTEST = 6
"""As many digits of a digest tell a case's files apart, where somebody types them."""


def path_of(store: Path, one: Attachment) -> Path:
    return folder_of(store) / f"{one.digest.removeprefix('sha256:')}.{one.kind}"


@operation("附上材料", *_WHO, detail=lambda one: f"{one.case} {one.name}")
def _attach(work: Work, one: Attachment) -> Attachment:
    writes.add(work.db, "attachment", {
        "case_id": one.case, "digest": one.digest, "name": one.name, "kind": one.kind, "size": one.size, "pages": one.pages,
        "acts": json.dumps(one.acts), "at": work.at, "person": work.person,
    })  # fmt: skip
    return one


@front_of(_attach)
def attach(session: Session, case: CaseId, path: Path) -> Done[Attachment]:
    """A copy of the file is kept with the case under its digest; the file itself is not touched, nor opened by any other program."""
    check_role(session, _attach.title, _attach.roles)
    reads.case(session.db, case)
    name = files.readable(path.name)
    data = _read(path, name)
    digest = beside.digest(data)
    held = next((a for a in rows.attachments(session.db, case) if a.digest == digest), None)
    if held:
        raise Refused("“{name}”已附在 {case}（{held}），内容相同，不再重复附。", name=name, case=case, held=held.name)
    looked = attached.look(data, name)
    acts = tuple(a.value for a in looked.acts)
    one = Attachment(case, digest, name, looked.kind.value, len(data), looked.pages, acts, "", session.person.name)
    keep(session, one, data)
    done = _attach(session, one)
    return Done(find(session.db, case, digest), done.change, done.title)


def keep(session: Session, one: Attachment, data: bytes) -> None:
    """The bytes of a file under its digest, written whole before any row names them; a sound one there is left."""
    beside.keep(session.store, path_of(session.store.path, one).name, one.digest, data)


@operation("撤下材料", *_WHO, detail=lambda case, digest, reason: f"{case} {digest[:15]}：{reason}")
def _take_out(work: Work, case: CaseId, digest: str, reason: str) -> None:
    writes.drop(work.db, "attachment", case_id=case, digest=digest)


@front_of(_take_out)
def take_out(session: Session, case: CaseId, which: str, reason: str) -> Done[Attachment]:
    """A file no longer counts as evidence of the case; its bytes stay, so that it can be undone and looked up."""
    check_role(session, _take_out.title, _take_out.roles)
    one = find(session.db, case, which)
    if not reason.strip():
        raise Refused("撤下“{name}”须写明理由；请补充后再提交。", name=one.name)
    done = _take_out(session, case, one.digest, reason.strip())
    return Done(one, done.change, done.title)


def find(db: sqlite3.Connection, case: CaseId, which: str) -> Attachment:
    """One file of a case by its digest, the beginning of it, or its name where only one bears it."""
    reads.case(db, case)
    held = rows.attachments(db, case)
    digits = which.removeprefix("sha256:").lower()
    found = [a for a in held if len(digits) >= _SHORTEST and a.digest.removeprefix("sha256:").startswith(digits)]
    found = found or [a for a in held if a.name == which]
    if len(found) != 1:
        why = "没有" if not found else "不止一个"
        raise Refused("{case} {why}“{which}”这样的材料；请用材料清单中的摘要指明。", case=case, why=why, which=which)
    return found[0]


def read(store: Path, one: Attachment, key: bytes | None = None) -> bytes:
    """The file's bytes, if they are still those that were attached; raises `PaperError`."""
    try:
        data = beside.get(path_of(store, one), key, one.name)
    except OSError as fault:
        raise PaperError(
            "材料“{name}”的文件不在了（应在 {folder} 文件夹中）；请从备份找回，或重新附上原件。",
            name=one.name, folder=folder_of(store).name,
        ) from fault  # fmt: skip
    if beside.digest(data) != one.digest:
        raise PaperError("材料“{name}”的文件被改动过，与附上时不一致；请从备份找回，或重新附上原件。", name=one.name)
    return data


def page(session: Session, one: Attachment, number: int, width: int) -> Image:
    """One page of a kept PDF as a picture, drawn in a process of its own."""
    return attached.draw(read(session.store.path, one, session.store.key), number, width, one.name)


def picture(session: Session, one: Attachment) -> bytes:
    """The bytes of a kept picture, its size checked when it came in and the digest now."""
    return read(session.store.path, one, session.store.key)


def copy_out(session: Session, one: Attachment, out: Path) -> Done[Path]:
    """A copy for another program to open; whoever asks for it has been told what is in it."""
    files.write_new(out, read(session.store.path, one, session.store.key))
    return Done(out, Change(), "另存材料")


def told(one: Attachment) -> str:
    """What a file would do by itself, in words; empty where it would do nothing."""
    return "、".join(Act(a).label for a in one.acts)


def _homes(path: Path) -> list[Path]:
    """Where a store's files may lie: beside it; for a copy among the backups also beside the store that it was taken of."""
    beside = path.resolve().parent
    of_store = (
        [beside.with_name(f"{beside.name.removesuffix(_BACKUPS)}.files")] if beside.name.endswith(_BACKUPS) else []
    )
    return [folder_of(path), *of_store]


def _kept(path: Path, name: str) -> Path | None:
    return next((file for home in _homes(path) if (file := home / name).is_file()), None)


def check(path: Path, db: sqlite3.Connection, key: bytes | None = None) -> Iterator[Damage]:
    """Every kept file against its digest, and beside an encrypted store that it is encrypted too.

    A workbook may be missing where its rows came from another machine.
    """
    for one in rows.attachments(db):
        file = _kept(path, path_of(path, one).name)
        what = f"{one.case} 的材料“{one.name}”"
        if file is None:
            yield Damage("attachment-missing", f"{what}的文件不见了（{one.digest[7:19]}…）。")
        elif beside.digest_of(file, key) != one.digest:
            yield Damage("attachment-changed", f"{what}的文件与附上时不一致。")
        elif key is not None and beside.is_plain(file):
            yield Damage("attachment-plain", f"{what}的文件没有加密存放。")
    for sent in originals.originals(db):
        file = _kept(path, originals.file_of(sent))
        what = f"{sent.id} 的原件“{sent.file}”"
        if file is not None and beside.digest_of(file, key) != sent.digest:
            yield Damage("original-changed", f"{what}与导入时不一致。")
        elif file is not None and key is not None and beside.is_plain(file):
            yield Damage("original-plain", f"{what}没有加密存放。")


def carry(db: sqlite3.Connection, store: Path, out: Path, key: bytes | None = None, new: bytes | None = None) -> int:
    """The files of a store put beside a copy of it; what is missing is left to verification to tell. Says how many.

    They are written as they lie there, or, where the copy is under another key than the store, as that wants them.
    """
    names = [path_of(store, one).name for one in rows.attachments(db)]
    names += [originals.file_of(sent) for sent in originals.originals(db)]
    there = {file.name: file for name in names if (file := _kept(store, name))}
    if there:
        files.make_folder(folder_of(out))
    for name, file in there.items():
        target = folder_of(out) / name
        if target.exists() and beside.digest_of(target, new).endswith(target.stem):
            continue
        if key == new:
            files.replace(target, files.read(file))
        else:
            with suppress(PaperError):
                beside.put(target, beside.get(file, key, name), new)
    return len(there)


def _read(path: Path, name: str) -> bytes:
    """Refused by size before it is read."""
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    if size > attached.MOST_BYTES:
        raise PaperError(attached.TOO_LARGE, name=name, size=size >> 20, most=attached.MOST_BYTES >> 20)
    return files.read(path)


def is_picture(one: Attachment) -> bool:
    return one.kind != Kind.PDF.value
