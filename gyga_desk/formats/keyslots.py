"""The key slots beside an encrypted store: who can open it with a password, and the recovery code that two hold in halves.

The store's key is 32 random bytes. It is sealed to the key of each account; an account's key lies in its slot under the
person's password, as in the store itself. So the file can be made anew from the store without knowing any password. A code
under the store's key covers all of it (HMAC-SHA256, RFC 2104); whoever has not the key cannot change a slot unseen.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gyga_desk.errors import PackageError, Refused, StoreError
from gyga_desk.formats import seal
from gyga_desk.formats.seal import AccountKey

FORMAT = 1
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two signs that are not taken for each other in print."""
_GROUPS, _GROUP = 5, 4
_LARGEST = 4 << 20


@dataclass(frozen=True)
class Holder:
    """A person who can open the store: their account's key under their password, as the store keeps it."""

    name: str
    role: str
    slot: str
    key: str = ""
    """The account's public key; needed to seal to it, and not written down again."""


@dataclass(frozen=True, repr=False)
class KeySlots:
    """What lies beside the store."""

    holders: tuple[Holder, ...]
    box: bytes
    """The store's key, sealed to every holder."""
    recovery: bytes = b""
    """The store's key under the recovery code; empty where no recovery sheet was made."""
    made: str = ""
    """When the recovery sheet was made."""


def new_key() -> bytes:
    return secrets.token_bytes(32)


def seal_to(key: bytes, holders: Sequence[Holder], recovery: bytes = b"", made: str = "") -> KeySlots:
    """Slots for these people; the recovery slot is handed on as it is. Raises `PackageError` for an account without a key."""
    able = tuple(h for h in holders if h.key and h.slot)
    box = seal.seal(key, seal.new_key(), [seal.read_public(h.key) for h in able])
    return KeySlots(able, box, recovery, made)


def unlock(slots: KeySlots, name: str, password: str) -> bytes | None:
    """The store's key, for a person and their password; None where they do not fit."""
    for holder in slots.holders:
        if holder.name == name:
            try:
                return seal.unseal(slots.box, seal.unlock_key(holder.slot, password))
            except PackageError:
                continue
    return None


def new_code() -> tuple[str, str]:
    """The recovery code in two halves, 100 bits each; one alone opens nothing and helps nobody to guess the other."""
    first, second = (_half(place) for place in (1, 2))
    return first, second


def _half(place: int) -> str:
    text = "".join(secrets.choice(_SIGNS) for _ in range(_GROUPS * _GROUP))
    return _grouped(text + _check(place, text))


def read_half(typed: str, place: int) -> str:
    """A half as somebody typed it, without its check digits; raises `Refused` where it is not the one that was printed."""
    text = "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if not c.isspace() and c not in "-‐–—−")
    held, check = text[: _GROUPS * _GROUP], text[_GROUPS * _GROUP :]
    if not hmac.compare_digest(_check(place, held).encode(), check.encode()):
        raise Refused("恢复单{part}联的恢复码输得不对；请照纸面逐组核对。", part="甲乙"[place - 1])
    return held


def with_code(key: bytes, first: str, second: str) -> bytes:
    """The store's key under both halves of a code."""
    return seal.seal(key, seal.new_key(), [], _phrase(first, second))


def recover(slots: KeySlots, first: str, second: str) -> bytes:
    """The store's key out of its recovery slot; raises `Refused`."""
    phrase = _phrase(first, second)
    if not slots.recovery:
        raise Refused("这个数据文件没有做过恢复单；请由记得口令的人员打开，或用备份恢复。")
    try:
        return seal.unseal(slots.recovery, None, phrase)
    except PackageError as fault:
        raise Refused("这张恢复单不是最近做的那一张；请换用最近的恢复单。") from fault


def dump(slots: KeySlots, key: bytes) -> bytes:
    """The file's bytes, under its code."""
    told = _told(slots)
    return json.dumps({**told, "code": _code(told, key)}, ensure_ascii=False, indent=1).encode()


def load(data: bytes, name: str) -> KeySlots:
    """The slots out of a file that may have been tampered with; `name` is for the sentence. Raises `StoreError`."""
    try:
        held = json.loads(data) if len(data) <= _LARGEST else {}
        if held["format"] > FORMAT:
            raise StoreError("{name} 由更新版本的程序建立；请先升级本程序。", name=name)
        holders = tuple(Holder(str(h["name"]), str(h["role"]), str(h["slot"])) for h in held["holders"])
        box, recovery = (base64.b64decode(held[part], validate=True) for part in ("box", "recovery"))
        return KeySlots(holders, box, recovery, str(held["made"]))
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise StoreError("密钥槽文件 {name} 损坏；请从备份文件夹把它找回。", name=name) from fault


def check(data: bytes, key: bytes, name: str) -> None:
    """Refuses slots that somebody without the key has changed."""
    held = json.loads(data)
    said = str(held.pop("code", ""))
    if not hmac.compare_digest(said.encode(), _code(held, key).encode()):
        raise StoreError("密钥槽文件 {name} 被改动过；请从备份文件夹找回，并由管理员查明原因。", name=name)


def _told(slots: KeySlots) -> dict[str, object]:
    holders = [{"name": h.name, "role": h.role, "slot": h.slot} for h in slots.holders]
    return {
        "format": FORMAT, "holders": holders, "box": base64.b64encode(slots.box).decode(),
        "recovery": base64.b64encode(slots.recovery).decode(), "made": slots.made,
    }  # fmt: skip


def _code(told: Mapping[str, object], key: bytes) -> str:
    said = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return hmac.new(AccountKey(key).derive("key slots"), said, hashlib.sha256).hexdigest()


def _phrase(first: str, second: str) -> str:
    return f"{read_half(first, 1)}-{read_half(second, 2)}"


def _check(place: int, text: str) -> str:
    """Four signs, by which a slip of the pen shows at once, and in which half."""
    number = int.from_bytes(hashlib.sha256(f"gyga-desk recovery {place} {text}".encode()).digest()[:4], "big")
    return "".join(_SIGNS[number >> (5 * at) & 31] for at in range(_GROUP))


def _grouped(text: str) -> str:
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))
