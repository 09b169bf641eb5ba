"""Next year's guide: looked at beside the one in force, tried on a year's cases, and carried between machines under a signature.

A record keeps the guide it was made with; a guide that is taken in serves the records that are made after it.
"""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gyga_desk import places
from gyga_desk.edition import GUIDE_FILE
from gyga_desk.errors import DeskError, NotPermitted, PackageError, PolicyError, Refused
from gyga_desk.formats import package, seal
from gyga_desk.model import Role
from gyga_desk.operations.files import make_folder, read, write_new
from gyga_desk.policy import Edition, Guide
from gyga_desk.policy.compare import Difference, differences
from gyga_desk.policy.figures import Figure, open_figures
from gyga_desk.policy.load import load_edition, read_folder
from gyga_desk.store import reads

if TYPE_CHECKING:
    from gyga_desk.standings.trial import MeasureTrial

KIND = "guide"
ISSUERS = frozenset({Role.ADMIN, Role.CHAIR})
_RECORD = "guide.json"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_MOST = 1 << 20


@dataclass(frozen=True)
class Looked:
    """A guide that loads, over the edition it names, beside the one in force."""

    edition: Edition
    differences: tuple[Difference, ...]
    """To the guide in force; empty where there is no record to compare with."""
    open: tuple[Figure, ...]
    """What it leaves unset: work goes on, and the gate will name each."""

    @property
    def guide(self) -> Guide:
        assert self.edition.guide is not None, "it was loaded with one"
        return self.edition.guide


@dataclass(frozen=True)
class Taken:
    """A guide that came by package."""

    guide: Guide
    path: Path
    sender: str
    role: str
    """The sender's role in the record they are known by; empty where only the fingerprint was compared."""
    fingerprint: str
    digest: str


def text_of(file: Path) -> str:
    """A guide's text; raises `PolicyError`."""
    try:
        data = file.read_bytes()
        if len(data) > _MOST:
            raise PolicyError("指南文件 {name} 超过 1 MB，不是申报指南；请核对文件。", name=file.name)
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise PolicyError("指南文件 {name} 读不出来；请核对路径，并确认是 UTF-8 文本。", name=file.name) from fault


def over(texts: dict[str, str], text: str, name: str) -> Edition:
    """The guide over an edition's texts; raises `PolicyError` that names file and key."""
    plain = {file: held for file, held in texts.items() if file != GUIDE_FILE}
    loaded = load_edition(plain, text, name)
    if loaded.guide is None or not _ID.fullmatch(loaded.guide.id):
        raise PolicyError("指南文件 {name} 的 id 只能用字母、数字、点和连字符，至多 64 个；请更正。", name=name)
    return loaded


def look(db: sqlite3.Connection, held: Edition, file: Path) -> Looked:
    """A guide beside the one that a record carries, clause by clause."""
    found = over(reads.edition_texts(db), text_of(file), file.name)
    return Looked(found, differences(held, found), open_figures(found))


def look_alone(edition: str, file: Path) -> Looked:
    """A guide by itself, over an edition that the program brings."""
    found = over(read_folder(places.resources() / "policy" / edition), text_of(file), file.name)
    return Looked(found, (), open_figures(found))


def tried(db: sqlite3.Connection, held: Edition, file: Path, year: int) -> list[MeasureTrial]:
    """A year's cases under the guide in force and under this one; the record is only read."""
    found = tried_or_none(db, held, file, year)
    if not found:
        raise Refused("{year} 年度没有项目可以试算；请核对年度。", year=year)
    return found


def tried_or_none(db: sqlite3.Connection, held: Edition, file: Path, year: int) -> list[MeasureTrial]:
    """As `tried`; nothing for a year without cases."""
    from gyga_desk.standings.trial import tried as try_on

    return try_on(db, held, over(reads.edition_texts(db), text_of(file), file.name), year)


def pack(db: sqlite3.Connection, person: str, password: str, file: Path, out: Path) -> Taken:
    """The guide in one file that its issuer has signed; anybody can read it, nobody can change it unseen."""
    row = reads.person(db, person)
    if row is None or row.role not in ISSUERS:
        raise NotPermitted("{name} 不能签发申报指南；请由管理员或主任办理。", name=person)
    text = text_of(file)
    guide = _guide_of(over(reads.edition_texts(db), text, file.name))
    slot = reads.account_key(db, person).slot
    if not slot:
        raise Refused("{name} 还没有自己的密钥；请先修改一次本人口令，密钥随之建立。", name=person)
    key = seal.unlock_key(slot, password)
    content = json.dumps({"id": guide.id, "text": text}, ensure_ascii=False, sort_keys=True).encode()
    head = {"id": guide.id, "title": guide.title, "year": str(guide.year)}
    data, digest = package.write(KIND, person, key, head, {_RECORD: content})
    write_new(out, data)
    return Taken(guide, out, person, row.role.label, key.public.fingerprint, digest)


def take(data: bytes, edition: str, db: sqlite3.Connection | None, trusted: str = "") -> Taken:
    """A guide from a package into the person's own folder; raises where its issuer is nobody who may issue one.

    The issuer is known by the record's people, or by the fingerprint of their key told another way (`trusted`).
    """
    sent = package.read(data)
    if sent.kind != KIND:
        raise PackageError("这不是申报指南的交换包；任务包和回复包请在“交换”页收取。")
    role = _known(sent, db)
    if not role and _plain(trusted) != _plain(sent.key.fingerprint):
        raise NotPermitted(
            "签发人“{name}”不在本数据文件的管理员和主任之列，密钥指纹为 {fingerprint}；请向签发人当面或电话核对，一致的再写明指纹收取。",
            name=sent.sender, fingerprint=sent.key.fingerprint,
        )  # fmt: skip
    told = sent.record(_RECORD)
    text = told.get("text") if isinstance(told, dict) else None
    if not isinstance(text, str) or len(text) > _MOST:
        raise PackageError("交换包里没有申报指南的文本；请签发人重新封装。")
    texts = reads.edition_texts(db) if db is not None else read_folder(places.resources() / "policy" / edition)
    guide = _guide_of(over(texts, text, GUIDE_FILE))
    make_folder(folder())
    path = folder() / f"{guide.id}.toml"
    write_new(path, text.encode())
    return Taken(guide, path, sent.sender, role, sent.key.fingerprint, sent.digest)


def folder() -> Path:
    """Where guides that were taken in lie."""
    return places.user_data() / "guides"


def taken_in() -> list[Path]:
    """The guides that were taken in on this machine, by name."""
    return sorted(folder().glob("*.toml"))


def named(name: str) -> Path:
    """The guide a person means: a file, or the id of one that was taken in."""
    held = folder() / f"{name}.toml"
    return held if _ID.fullmatch(name) and not Path(name).exists() and held.is_file() else Path(name)


def is_guide(file: Path) -> bool:
    """Whether a file is a guide's package, which is signed but not sealed to anybody."""
    try:
        return package.read(read(file)).kind == KIND
    except DeskError:
        return False


def _known(sent: package.Package, db: sqlite3.Connection | None) -> str:
    """The role of the sender, where the record knows them by this very key and they may issue a guide."""
    row = reads.person(db, sent.sender) if db is not None else None
    if db is None or row is None or row.role not in ISSUERS or not row.active:
        return ""
    return row.role.label if reads.account_key(db, sent.sender).public == sent.key.text else ""


def _guide_of(edition: Edition) -> Guide:
    assert edition.guide is not None, "it was loaded with one"
    return edition.guide


def _plain(fingerprint: str) -> str:
    return re.sub(r"[^0-9a-f]", "", fingerprint.lower().removeprefix("sha256:"))
