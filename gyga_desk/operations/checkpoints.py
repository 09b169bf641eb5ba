"""Where the record stood, said by a person's own key: a checkpoint at each decision, and anchors kept outside the file.

Whoever holds the whole file can rewrite it and its chain. A rewritten chain no longer meets the signed checkpoints; and
what was cut off at the end, or a whole older copy put back, shows only against an anchor from outside the file.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gyga_desk import places
from gyga_desk.errors import PackageError, Refused
from gyga_desk.formats import seal
from gyga_desk.formats.seal import AccountKey
from gyga_desk.operations import Work
from gyga_desk.operations.files import make_folder, read, replace
from gyga_desk.store import journal, reads, writes
from gyga_desk.store.journal import Damage

DOMAIN = "checkpoint"
_TEXT = re.compile(r"([0-9a-f]{32}):(\d{1,9}):(sha256:[0-9a-f]{16,64})")


@dataclass(frozen=True)
class Anchor:
    """Where a store stood at some time: its identity, how many steps it had, and the digest of the last of them."""

    store: str
    steps: int
    head: str
    """May be shortened to the sixteen digits that papers show."""
    at: str = ""

    @property
    def text(self) -> str:
        return f"{self.store}:{self.steps}:{self.head}"


def anchor_of(db: sqlite3.Connection) -> Anchor:
    last = db.execute("SELECT id, digest, at FROM op ORDER BY id DESC LIMIT 1").fetchone()
    return Anchor(reads.meta(db)["id"], int(last[0]), str(last[1]), str(last[2]))


def read_anchor(text: str) -> Anchor:
    """An anchor from a file of ours, or as typed from paper; raises `Refused`."""
    path = Path(text)
    said = read(path).decode("utf-8", "replace") if not _TEXT.fullmatch(text) else text
    found = _TEXT.search(said)
    if found is None:
        raise Refused("锚点“{text}”读不出来；请核对文件，或照打印的样子输入“标识:步数:摘要”。", text=path.name)
    return Anchor(found[1], int(found[2]), found[3])


def anchors_in(text: str) -> list[Anchor]:
    """Every anchor that stands in a paper's words, once each."""
    found = {Anchor(one[1], int(one[2]), one[3]): None for one in _TEXT.finditer(text)}
    return list(found)


def write_anchor(db: sqlite3.Connection, out: Path) -> Anchor:
    """The present anchor in a small file, for another machine or the chair's stick; an older one there is replaced."""
    found = anchor_of(db)
    replace(out, f"{found.text}\n{found.at}\n".encode())
    return found


def against(db: sqlite3.Connection, anchor: Anchor, where: str) -> Iterator[Damage]:
    """What an anchor tells of the store: an older copy, or another history than the one anchored."""
    if anchor.store != reads.meta(db).get("id"):
        yield Damage("anchor-foreign", f"{where}的锚点属于另一个数据文件，不能用来核验这一个。")
        return
    row = db.execute("SELECT digest FROM op WHERE id = ?", (anchor.steps,)).fetchone()
    steps = int(db.execute("SELECT COALESCE(MAX(id), 0) FROM op").fetchone()[0])
    if row is None:
        yield Damage(
            "rolled-back",
            f"{where}记着这个数据文件曾有 {anchor.steps} 步，现在只有 {steps} 步：被换成了旧的副本，或末尾被截去。",
        )
    elif not str(row[0]).startswith(anchor.head):
        yield Damage("forked", f"{where}记着的第 {anchor.steps} 步与现在的不同：历史被改写过，或这是另一份走岔的副本。")


def add(work: Work, person: str, key: AccountKey) -> None:
    """The person's signature under the record as it stood before the open operation."""
    op = int(work.db.execute("SELECT op FROM door").fetchone()[0])
    head = journal.head_before(work.db)
    writes.add(work.db, "checkpoint", {
        "op": op, "head": head, "person": person, "key": key.public.text,
        "signature": key.sign(DOMAIN, _said(reads.meta(work.db)["id"], op, head)).hex(),
    })  # fmt: skip


def second_key(db: sqlite3.Connection, name: str, password: str) -> AccountKey | None:
    """The key of a person whose password has just been given; None for an account that has none yet."""
    slot = reads.account_key(db, name).slot
    return seal.unlock_key(slot, password) if slot else None


def check(db: sqlite3.Connection) -> Iterator[Damage]:
    """Every checkpoint against the chain and against its signature, and every decision for its checkpoint."""
    store = reads.meta(db).get("id", "")
    seen = set()
    for op, head, person, key, signature in db.execute(
        "SELECT op, head, person, key, signature FROM checkpoint ORDER BY op"
    ):
        seen.add(int(op))
        before = db.execute("SELECT digest FROM op WHERE id = ?", (int(op) - 1,)).fetchone()
        if before is None or before[0] != head:
            yield Damage("checkpoint-broken", f"操作记录与 {person} 在第 {op} 步签下的不符：此前的历史被改写过。")
        elif not _holds(str(key), _said(store, int(op), str(head)), str(signature)) or not _known(
            db, str(person), str(key)
        ):
            yield Damage("checkpoint-forged", f"第 {op} 步的签记不是 {person} 的密钥签的。")
    for decision, second, op in db.execute(
        "SELECT d.id, d.second, MIN(r.op) FROM decision d JOIN op_row r ON r.tbl = 'decision' AND r.key = json_array(d.id) GROUP BY d.id"
    ):
        keyed = db.execute("SELECT 1 FROM person WHERE name = ? AND key <> ''", (second,)).fetchone()
        if keyed and int(op) not in seen:
            yield Damage("checkpoint-missing", f"决定 {decision} 封存时 {second} 的签记不见了。")


def _said(store: str, op: int, head: str) -> bytes:
    return f"{store}:{op}:{head}".encode()


def _holds(key: str, said: bytes, signature: str) -> bool:
    try:
        return seal.holds(seal.read_public(key), DOMAIN, said, bytes.fromhex(signature))
    except (PackageError, ValueError):
        return False


def _known(db: sqlite3.Connection, person: str, key: str) -> bool:
    """Whether the key is or was the person's, by the journal."""
    rows = db.execute(
        "SELECT 1 FROM op_row WHERE tbl = 'person' AND key = json_array(?) AND json_extract(after, '$.key') = ?",
        (person, key),
    )
    return rows.fetchone() is not None


def remember(path: Path, db: sqlite3.Connection, *, anew: bool = False) -> None:
    """Notes on this machine, outside the store's folder, where the store stands; a machine that cannot keep a note goes on.

    A store that contradicts the note leaves it as it is, so that opening an older copy does not wipe the evidence;
    `anew` is for a restore, which two people answer for and the journal tells.
    """
    held = remembered(path, db)
    if held is not None and not anew and any(True for _ in against(db, held, "")):
        return
    found = anchor_of(db)
    try:
        file = _file_of(found.store)
        make_folder(file.parent)
        replace(file, json.dumps({"path": str(path.resolve()), "anchor": found.text, "at": found.at}).encode())
    except (Refused, OSError):
        return


def expect(path: Path, coming: Anchor) -> None:
    """Before a copy takes the store's place: the note names that one too, so that a cut between the two accuses neither."""
    file = _file_of(coming.store)
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        replace(file, json.dumps({**held, "coming": coming.text}).encode())
    except (OSError, ValueError, TypeError, Refused):
        return  # no note, nothing to contradict


def remembered(path: Path, db: sqlite3.Connection) -> Anchor | None:
    """What this machine noted of the store at this very place; a backup elsewhere is not judged by it."""
    try:
        held = json.loads(_file_of(reads.meta(db)["id"]).read_text(encoding="utf-8"))
        if held["path"] != str(path.resolve()):
            return None
        coming = read_anchor(str(held.get("coming", held["anchor"])))
        return read_anchor(str(held["anchor"])) if any(against(db, coming, "")) else coming
    except (OSError, ValueError, KeyError, TypeError, Refused):
        return None


def _file_of(store: str) -> Path:
    return places.user_data() / "anchors" / f"{store}.json"
