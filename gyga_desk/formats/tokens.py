"""Hardware tokens (USB keys, cards) by PKCS#11: the key never leaves them, and only they sign.

The library that speaks to them is an optional extra; each maker's own module is named by the person who has the token.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gyga_desk.errors import PaperError
from gyga_desk.formats import keys

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Token:
    """Where a hardware token is found: its maker's module, and the token's own label."""

    library: Path
    label: str = ""
    """Empty where only one is plugged in."""


@dataclass(frozen=True)
class TokenKey:
    """A key on a token that somebody has opened with its PIN."""

    name: str
    certificate: bytes
    """PEM."""
    chain: tuple[bytes, ...]
    """The other certificates on it, PEM, without roots."""
    id: bytes
    session: Any
    """The open session; signing goes through it."""


@contextmanager
def open_token(token: Token, pin: str, now: datetime) -> Iterator[TokenKey]:
    """The token's one signing key, for as long as the block lasts; each reason why it cannot sign is one sentence."""
    library = _library(token.library)
    slot = _find(library, token.label)
    session = _log_in(slot, pin)
    try:
        yield _key_of(session, slot.label, now)
    finally:
        _close(session)


@contextmanager
def answering() -> Iterator[None]:
    """While a token signs: one that is pulled out or gives up is told in one sentence."""
    import pkcs11

    try:
        yield
    except pkcs11.PKCS11Error as fault:
        raise PaperError(
            "硬件介质在签名时没有应答（{fault}），没有签成；请重新插入后再签。", fault=type(fault).__name__
        ) from fault


def _close(session: Any) -> None:
    """A token that is gone has closed it already."""
    import pkcs11

    with suppress(pkcs11.PKCS11Error):
        session.close()


def _library(path: Path) -> Any:
    try:
        import pkcs11
    except ImportError as fault:
        raise PaperError("本机没有安装硬件介质组件；请管理员安装 gyga-desk[token]，或改用密钥文件签名。") from fault
    if not path.is_file():
        raise PaperError("找不到硬件介质的驱动库 {name}；请核对位置，或重新安装介质驱动。", name=path.name)
    try:
        return pkcs11.lib(str(path))
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as fault:
        _log.info("%s is no PKCS#11 module: %s", path, fault)
        raise PaperError(
            "{name} 不能作为硬件介质的驱动库载入；请选择介质厂家提供的 PKCS#11 库，位数须与本机一致。", name=path.name
        ) from fault


def _find(library: Any, label: str) -> Any:
    """The token of that label, or the only one that is plugged in."""
    import pkcs11

    try:
        plugged = [slot.get_token() for slot in library.get_slots(token_present=True)]
    except pkcs11.PKCS11Error as fault:
        raise PaperError("硬件介质没有应答（{fault}）；请重新插入后再试。", fault=type(fault).__name__) from fault
    ready = [t for t in plugged if pkcs11.TokenFlag.TOKEN_INITIALIZED in t.flags]
    found = [t for t in ready if not label or t.label.strip() == label]
    if len(found) == 1:
        return found[0]
    names = "、".join(f"“{t.label.strip()}”" for t in ready)
    if not ready:
        raise PaperError("没有插入硬件介质；请插入后再试。")
    if not found:
        raise PaperError("没有标签为“{label}”的硬件介质，已插入的是{names}；请核对标签。", label=label, names=names)
    raise PaperError("插入了不止一个可用的硬件介质（{names}）；请写明标签，或只留一个。", names=names)


def _log_in(token: Any, pin: str) -> Any:
    import pkcs11

    try:
        return token.open(user_pin=pin)
    except pkcs11.PinLocked as fault:
        raise PaperError("硬件介质已因多次输错而锁定；请到发证单位解锁。") from fault
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange) as fault:
        raise PaperError("硬件介质的 PIN 不对；请核对后再试，多次输错会锁定介质。") from fault
    except pkcs11.PKCS11Error as fault:
        raise PaperError("硬件介质打不开（{fault}）；请重新插入后再试。", fault=type(fault).__name__) from fault


def _key_of(session: Any, label: str, now: datetime) -> TokenKey:
    """The signing certificate whose private key lies beside it; a token often holds one for encryption too."""
    held = _certificates(session)
    own = [(pem, mark) for pem, mark in held if mark in _private(session)]
    if not own:
        raise PaperError("硬件介质“{label}”里没有带私钥的证书，不能签名；请换用签名介质。", label=label.strip())
    fit = [(pem, mark) for pem, mark in own if keys.may_sign(pem)]
    pem, mark = (fit or own)[-1]
    if len(fit) > 1:
        raise PaperError("硬件介质“{label}”里有不止一张签名证书；请只留要用的一张。", label=label.strip())
    name = keys.check_signing(pem, now)
    chain = tuple(other for other, m in held if m != mark and not keys.is_root(other))
    return TokenKey(name, pem, chain, mark, session)


def _certificates(session: Any) -> list[tuple[bytes, bytes]]:
    """Each certificate on the token as PEM, with the mark it shares with its key."""
    from pkcs11 import Attribute, ObjectClass

    found = list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))
    return [(keys.armoured(one[Attribute.VALUE]), bytes(one[Attribute.ID])) for one in found]


def _private(session: Any) -> set[bytes]:
    from pkcs11 import Attribute, ObjectClass

    return {bytes(one[Attribute.ID]) for one in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})}
