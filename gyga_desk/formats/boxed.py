"""Files that lie beside an encrypted store: AES-256-GCM in pieces, each file under a key of its own from the store's key.

Each piece carries its number and whether it is the last, so that none can be left out, moved or cut off unseen (the STREAM
construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
"""

from __future__ import annotations

import secrets

from gyga_desk.errors import PaperError
from gyga_desk.formats.seal import AccountKey

MAGIC = b"gyga-desk boxed 1\n"
_SALT, _TAG, _PIECE = 32, 16, 1 << 20


def is_boxed(data: bytes) -> bool:
    return data.startswith(MAGIC)


def box(data: bytes, key: bytes) -> bytes:
    """The bytes under the store's key; never the same twice."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt = secrets.token_bytes(_SALT)
    cipher = AESGCM(AccountKey(key).derive("file", salt))
    pieces = [data[at : at + _PIECE] for at in range(0, len(data), _PIECE)] or [b""]
    locked = [cipher.encrypt(_nonce(n, n == len(pieces) - 1), piece, MAGIC) for n, piece in enumerate(pieces)]
    return MAGIC + salt + b"".join(locked)


def unbox(data: bytes, key: bytes, name: str) -> bytes:
    """The bytes again; `name` is for the sentence. Raises `PaperError`."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    start, step = len(MAGIC) + _SALT, _PIECE + _TAG
    cipher = AESGCM(AccountKey(key).derive("file", data[len(MAGIC) : start]))
    pieces = [data[at : at + step] for at in range(start, len(data), step)] or [b""]
    try:
        opened = [cipher.decrypt(_nonce(n, n == len(pieces) - 1), piece, MAGIC) for n, piece in enumerate(pieces)]
    except (InvalidTag, ValueError) as fault:
        raise PaperError("“{name}”的加密文件损坏或被改动过；请从备份找回，或重新附上原件。", name=name) from fault
    return b"".join(opened)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
