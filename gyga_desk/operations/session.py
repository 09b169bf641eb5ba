"""Making a store, opening one, and signing in."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from gyga_desk import places
from gyga_desk.edition import GUIDE_FILE, edition_of
from gyga_desk.errors import DeskError, NotPermitted, Refused, StoreError
from gyga_desk.formats import keyslots, seal
from gyga_desk.formats.keyslots import Holder
from gyga_desk.model import Role
from gyga_desk.operations import (
    Clock,
    Session,
    attempts,
    backups,
    beside,
    checkpoints,
    files,
    guides,
    keyring,
    local_now,
    turning,
    upgrade,
)
from gyga_desk.policy import Edition
from gyga_desk.policy.load import load_edition, read_folder
from gyga_desk.store import Store, journal, open_reader, reads, writes
from gyga_desk.store.dialect import slots_of
from gyga_desk.store.reads import PersonRow, StoreFacts

SAMPLE = "sample"
SHORTEST_PASSWORD, LONG_ENOUGH = 8, 16
LEAST_KINDS, LEAST_SIGNS = 2, 4
_SLACK = timedelta(hours=1)
"""So far two clocks may differ before anything is said."""


def hash_password(password: str) -> str:
    """argon2id with the library's recommended cost; raises `NotPermitted` for one too weak."""
    from argon2 import PasswordHasher

    check_strength(password)
    return PasswordHasher().hash(password)


def check_strength(password: str) -> None:
    """GB/T 22239 asks for length and variety; a phrase of sixteen signs is varied enough. Raises `NotPermitted`."""
    if len(password) < SHORTEST_PASSWORD:
        raise NotPermitted("口令至少 {least} 个字符；请另设一个。", least=SHORTEST_PASSWORD)
    kinds = {"letter" if c.isalpha() else "digit" if c.isdecimal() else "sign" for c in password}
    if len(password) < LONG_ENOUGH and len(kinds) < LEAST_KINDS:
        raise NotPermitted(
            "口令须含字母、数字、其他字符中的至少两种，或不少于 {long} 个字符；请另设一个。", long=LONG_ENOUGH
        )
    if len(set(password)) < LEAST_SIGNS:
        raise NotPermitted("口令里不同的字符太少，容易被试出；请另设一个。")


def new_account(name: str, role: Role, password: str) -> dict[str, str | int | None]:
    """The row of a new account: its password's hash, and a key of its own that only the password opens."""
    hashed, key = hash_password(password), seal.new_key()
    return {
        "name": name, "role": role.value, "password": hashed, "active": 1, "key": key.public.text,
        "slot": seal.lock_key(key, password),
    }  # fmt: skip


def check_password(db_hash: str | None, name: str, password: str) -> None:
    """Raises `NotPermitted` where the person is unknown or the password is wrong; says the same for both."""
    from argon2 import PasswordHasher
    from argon2.exceptions import VerificationError

    try:
        if db_hash is not None and PasswordHasher().verify(db_hash, password):
            return
    except VerificationError:
        pass  # told below, in the same words as an unknown name
    raise NotPermitted("{name} 的姓名或口令不对；请核对后重试。", name=name)


def edition_texts(edition: str, guide: Path | str | None) -> tuple[Edition, dict[str, str]]:
    """The edition with its guide, and the texts a store will carry; raises `PolicyError`."""
    folder = places.resources() / "policy" / edition
    texts = read_folder(folder)
    over = None
    if guide is not None:
        over = guides.text_of(folder / "guide-sample.toml" if guide == SAMPLE else guides.named(str(guide)))
    loaded = load_edition(texts, over, GUIDE_FILE)
    return loaded, texts if over is None else {**texts, GUIDE_FILE: over}


def create_store(
    path: Path,
    edition: str = "2024",
    guide: Path | str | None = None,
    admin: str = "admin",
    password: str = "",
    clock: Clock = local_now,
    *,
    demo: bool = False,
    encrypt: bool = False,
) -> StoreFacts:
    """A new store with its edition, its guide and its administrator, encrypted or not; refuses a file that exists."""
    if not admin.strip():
        raise Refused("管理员姓名不能为空；请填写姓名。")
    loaded, texts = edition_texts(edition, guide)
    account = new_account(admin.strip(), Role.ADMIN, password)
    now = clock().isoformat()
    with filled(path, account if encrypt else None) as store:
        with store.operation("新建数据文件", admin.strip(), now, seals=True):
            writes.add_many(store.db, "edition_text", ("name", "text"), texts.items())
            writes.add_many(store.db, "meta", ("key", "value"), _meta(loaded, now, demo=demo).items())
            writes.add(store.db, "person", account)
        return reads.store_facts(store.db)


@contextmanager
def filled(path: Path, account: Mapping[str, object] | None) -> Iterator[Store]:
    """A new store while it is filled, encrypted where its first account is given; nothing of it is left where that fails."""
    key = None if account is None else _new_slots(path, account)
    try:
        with Store.made(path, key) as store:
            yield store
    except BaseException:
        if key is not None:
            files.remove(slots_of(path))
        raise


def _new_slots(path: Path, account: Mapping[str, object]) -> bytes:
    """The key of a new encrypted store, with a slot for its first account; the slots are there before the store is."""
    if path.exists() or slots_of(path).exists():
        raise StoreError("{name} 或它的密钥槽文件已经存在，不会覆盖；请换一个名称，或直接打开它。", name=path.name)
    if not path.parent.is_dir():
        raise StoreError("文件夹 {folder} 不存在；请先建立它，或换一个位置。", folder=str(path.parent))
    key = keyslots.new_key()
    keyring.write(path, key, [Holder(*(str(account[part]) for part in ("name", "role", "slot", "key")))])
    return key


def _meta(edition: Edition, now: str, *, demo: bool) -> dict[str, str]:
    guide = edition.guide
    return {
        "id": uuid.uuid4().hex, "created": now, "edition": edition.id, "edition_digest": edition.digest,
        "edition_title": edition.title, "guide": guide.id if guide else "", "guide_title": guide.title if guide else "",
        "guide_sample": str(int(bool(guide and guide.sample))), "guide_digest": edition.guide_digest, "demo": str(int(demo)),
    }  # fmt: skip


def open_session(path: Path, name: str, password: str, clock: Clock = local_now) -> Session:
    """The store, opened for the person; raises `NotPermitted` or `StoreError`."""
    key = enter(path, name, password, clock).key
    upgrade.bring_up(path, key, name, clock)
    store = Store.open(path, key)
    try:
        if key is not None:
            keyring.settle(store)
            with suppress(DeskError):  # what finds no room stays as it is until an opening that finds some
                beside.settle(path, key)
                turning.turn_backups(path, key)
        for folder in (beside.folder_of(path), backups.folder_of(path)):
            files.sweep(folder)
        person = reads.person(store.db, name)
        if person is None:
            raise StoreError("{name} 已不在人员名单中；请找管理员。", name=name)
        note = checkpoints.remembered(path, store.db)
        told = [d.sentence for d in checkpoints.against(store.db, note, "本机")] if note else []
        warning = f"{told[0]}请先核验，并由管理员查明原因。" if told else _late(store.db, clock())
        return Session(store, edition_of(store.db), person, clock, warning, end, keyring.follow, journal.head(store.db))
    except BaseException:
        store.close()
        raise


def end(session: Session) -> None:
    """When a session ends that changed something: this machine's note, and the day's copy."""
    checkpoints.remember(session.store.path, session.db)
    if journal.head(session.db) != session.opened_at:
        with suppress(
            DeskError, OSError
        ):  # the record itself is saved; a copy that has no room must not hold the window
            backups.daily(session.store, session.clock())


def _late(db: sqlite3.Connection, now: datetime) -> str:
    """What to say where this machine's clock is behind the record; the order of the record does not depend on it."""
    try:
        last = datetime.fromisoformat(checkpoints.anchor_of(db).at).astimezone(now.tzinfo)
    except ValueError:
        return ""  # a step without a time: verification tells of what was changed by hand
    if now >= last - _SLACK:
        return ""
    told = (f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}" for at in (now, last))
    return "本机时间（{}）早于记录中最后一步的时间（{}）；请先校准本机时间，再继续办理。".format(*told)


def check_identity(store: Path, db: sqlite3.Connection, name: str, password: str, now: datetime) -> None:
    """That the person is who they say; five wrong passwords in a row close the account for a while. Raises `NotPermitted`."""
    attempts.refuse_closed(store, name, now)
    try:
        check_password(reads.password_of(db, name), name, password)
    except NotPermitted:
        attempts.count(store, name, now)
        raise
    attempts.forget(store, name)


@dataclass(frozen=True, repr=False)
class Entered:
    """Who came in, and the key that an encrypted store is read with; None for one that is not."""

    person: PersonRow
    key: bytes | None


def enter(path: Path, name: str, password: str, clock: Clock = local_now) -> Entered:
    """The person, if the password is theirs; the record is only read. Raises `NotPermitted` or `StoreError`."""
    key = keyring.unlock(path, name, password, clock())
    db = open_reader(path, key)
    try:
        check_identity(path, db, name, password, clock())
        found = reads.person(db, name)
    finally:
        db.close()
    if found is None:
        raise NotPermitted("{name} 的姓名或口令不对；请核对后重试。", name=name)
    return Entered(found, key)


def sign_in(path: Path, name: str, password: str, clock: Clock = local_now) -> PersonRow:
    """Who came in, where nothing is read with it."""
    return enter(path, name, password, clock).person
