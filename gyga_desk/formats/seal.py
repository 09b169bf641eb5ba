"""The keys of accounts, and what is sealed and signed with them; the only file of the exchange that knows ciphers.

An account's key is one random seed of 32 bytes. From it come an Ed25519 key to sign with and an X25519 key to receive
with (RFC 8032, RFC 7748); it lies only inside a *slot*, under the person's password by argon2id (RFC 9106) and AES-256-GCM.
A sealed file names its receivers in front and can be opened by each of them with their own key, or with a pass-phrase.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gyga_desk.errors import PackageError

MAGIC = b"gyga-desk sealed 1\n"
_COST: Mapping[str, int] = {"time": 3, "memory": 65536, "lanes": 4}
"""argon2id as the library recommends it (RFC 9106, second choice: 64 MiB)."""
_LONGEST_HEADER = 1 << 20
_MOST_RECEIVERS = 200


@dataclass(frozen=True)
class PublicKey:
    """What others know of an account's key: 64 hexadecimal digits to check with and 64 to seal to."""

    verify: bytes
    receive: bytes

    @property
    def text(self) -> str:
        return (self.verify + self.receive).hex()

    @property
    def fingerprint(self) -> str:
        """`sha256:…`, the short name a person can compare over the telephone."""
        return "sha256:" + hashlib.sha256(self.verify + self.receive).hexdigest()


@dataclass(frozen=True, repr=False)
class AccountKey:
    """An account's key, opened; only ever in memory and never shown."""

    seed: bytes

    @property
    def public(self) -> PublicKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        sign = Ed25519PrivateKey.from_private_bytes(self.derive("sign")).public_key()
        receive = X25519PrivateKey.from_private_bytes(self.derive("receive")).public_key()
        return PublicKey(sign.public_bytes_raw(), receive.public_bytes_raw())

    def derive(self, purpose: str, more: bytes = b"") -> bytes:
        """32 bytes for one purpose (HKDF-SHA256, RFC 5869)."""
        return _hkdf(self.seed, f"gyga-desk {purpose} 1".encode() + more)

    def sign(self, domain: str, content: bytes) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.derive("sign")).sign(_message(domain, content))


def new_key() -> AccountKey:
    return AccountKey(secrets.token_bytes(32))


def read_public(text: str) -> PublicKey:
    """The public key as the store writes it; raises `PackageError`."""
    try:
        data = bytes.fromhex(text)
    except ValueError:
        data = b""
    if len(data) != 64:
        raise PackageError("公钥的写法不对；请由管理员核对人员的密钥。")
    return PublicKey(data[:32], data[32:])


def holds(key: PublicKey, domain: str, content: bytes, signature: bytes) -> bool:
    """Whether the signature is of that key over that content for that purpose."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key.verify).verify(signature, _message(domain, content))
    except InvalidSignature:
        return False
    return True


def lock_key(key: AccountKey, password: str, cost: Mapping[str, int] = _COST) -> str:
    """The key in a slot under a password; JSON text, to be kept in the store. `cost` is argon2id's: time, KiB, lanes."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    box = _box(_stretch(password, salt, cost), nonce, key.seed, b"slot")
    return _dump({"kdf": "argon2id", **cost, "salt": _b64(salt), "nonce": _b64(nonce), "box": _b64(box)})


def unlock_key(slot: str, password: str) -> AccountKey:
    """The key out of its slot; raises `PackageError` where password or slot is wrong."""
    try:
        held = json.loads(slot)
        salt, nonce, box = (_unb64(held[name]) for name in ("salt", "nonce", "box"))
        cost = {name: int(held[name]) for name in _COST}
    except (ValueError, KeyError, TypeError) as fault:
        raise PackageError("密钥的存放内容损坏；请由管理员重设该人员的口令。") from fault
    return AccountKey(_unbox(_stretch(password, salt, cost), nonce, box, b"slot"))


def seal(
    content: bytes, sender: AccountKey, receivers: Sequence[PublicKey], passphrase: str = "", note: str = ""
) -> bytes:
    """The content under a key of its own, which each receiver, and the pass-phrase, can take out of the header.

    The same content, sender and receivers give the same bytes: all that is secret comes from the sender's own seed and
    the content's digest, so that a file made twice can be compared. `note` stands in the header in the clear.
    """
    digest = hashlib.sha256(content).digest()
    key = sender.derive("content", digest)
    slots: list[dict[str, object]] = [_slot_for(key, sender, receiver, digest) for receiver in receivers]
    if passphrase:
        salt = sender.derive("salt", digest)[:16]
        slots.append(
            {
                "salt": _b64(salt),
                **_COST,
                "box": _b64(_box(_stretch(passphrase, salt, _COST), b"\0" * 12, key, b"pass")),
            }
        )
    header = _dump({"note": note, "slots": slots}).encode()
    return MAGIC + len(header).to_bytes(4, "big") + header + _box(key, b"\0" * 12, content, header)


def note_of(data: bytes) -> str:
    """What the header says in the clear; raises `PackageError` for another kind of file."""
    return _header(data).note


def unseal(data: bytes, receiver: AccountKey | None, passphrase: str = "") -> bytes:
    """The content, for a receiver or the pass-phrase; raises `PackageError`."""
    header = _header(data)
    for slot in header.slots:
        key = _key_from(slot, receiver, passphrase)
        if key is not None:
            return _unbox(key, b"\0" * 12, header.body, header.raw, damaged=True)
    raise PackageError("这个文件不是发给您的，或口令不对，打不开；请核对登录的人员和口令，或请发送方重新封装。")


def _slot_for(key: bytes, sender: AccountKey, receiver: PublicKey, digest: bytes) -> dict[str, object]:
    """One content key for one receiver: an ephemeral X25519 key against theirs."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    mine = X25519PrivateKey.from_private_bytes(sender.derive("ephemeral", digest + receiver.receive))
    shared = mine.exchange(X25519PublicKey.from_public_bytes(receiver.receive))
    public = mine.public_key().public_bytes_raw()
    wrap = _hkdf(shared, b"gyga-desk wrap 1" + public + receiver.receive)
    return {"to": _b64(receiver.receive), "from": _b64(public), "box": _b64(_box(wrap, b"\0" * 12, key, b"key"))}


def _key_from(slot: dict[str, object], receiver: AccountKey | None, passphrase: str) -> bytes | None:
    try:
        if "salt" in slot:
            return _from_passphrase(slot, passphrase) if passphrase else None
        return _from_receiver(slot, receiver) if receiver is not None else None
    except (ValueError, KeyError, TypeError) as fault:
        raise PackageError("文件的封装信息损坏；请发送方重新封装。") from fault


def _from_passphrase(slot: dict[str, object], passphrase: str) -> bytes | None:
    cost = {name: int(str(slot[name])) for name in _COST}
    try:
        return _unbox(_stretch(passphrase, _unb64(slot["salt"]), cost), b"\0" * 12, _unb64(slot["box"]), b"pass")
    except PackageError:
        return None


def _from_receiver(slot: dict[str, object], receiver: AccountKey) -> bytes | None:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    public = receiver.public.receive
    if _unb64(slot["to"]) != public:
        return None
    sent = _unb64(slot["from"])
    shared = X25519PrivateKey.from_private_bytes(receiver.derive("receive")).exchange(
        X25519PublicKey.from_public_bytes(sent)
    )
    return _unbox(
        _hkdf(shared, b"gyga-desk wrap 1" + sent + public), b"\0" * 12, _unb64(slot["box"]), b"key", damaged=True
    )


@dataclass(frozen=True)
class _Header:
    note: str
    slots: tuple[dict[str, object], ...]
    raw: bytes
    body: bytes


def _header(data: bytes) -> _Header:
    start = len(MAGIC) + 4
    if not data.startswith(MAGIC) or len(data) < start:
        raise PackageError("这不是本程序封装的文件；请另选文件。")
    size = int.from_bytes(data[len(MAGIC) : start], "big")
    raw = data[start : start + size]
    if size > _LONGEST_HEADER or len(raw) != size:
        raise _cut_short()
    try:
        header = json.loads(raw)
        slots = header["slots"]
    except (ValueError, KeyError, TypeError) as fault:
        raise PackageError("文件的封装信息损坏；请发送方重新封装。") from fault
    if not isinstance(slots, list) or len(slots) > _MOST_RECEIVERS or not all(isinstance(s, dict) for s in slots):
        raise PackageError("文件的封装信息损坏；请发送方重新封装。")
    return _Header(str(header.get("note", "")), tuple(slots), raw, data[start + size :])


def _cut_short() -> PackageError:
    return PackageError("文件不完整或被改动过，打不开；请重新复制，或请发送方重新封装。")


def _message(domain: str, content: bytes) -> bytes:
    """What is signed: the purpose first, so that a signature given for one thing is none for another."""
    return f"gyga-desk {domain} 1\n".encode() + hashlib.sha256(content).digest()


def _stretch(password: str, salt: bytes, cost: Mapping[str, int]) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    if not (1 <= cost["time"] <= 10 and 8 <= cost["memory"] <= 1 << 20 and 1 <= cost["lanes"] <= 16 and len(salt) >= 8):
        raise PackageError("文件的封装信息损坏；请发送方重新封装。")
    return hash_secret_raw(password.encode(), salt, cost["time"], cost["memory"], cost["lanes"], 32, Type.ID)


def _hkdf(secret: bytes, info: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)


def _box(key: bytes, nonce: bytes, content: bytes, about: bytes) -> bytes:
    """AES-256-GCM; a nonce of zeros only under keys that are used once."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key).encrypt(nonce, content, about)


def _unbox(key: bytes, nonce: bytes, box: bytes, about: bytes, *, damaged: bool = False) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(nonce, box, about)
    except (InvalidTag, ValueError) as fault:
        raise (_cut_short() if damaged else PackageError("口令不对；请核对后重试。")) from fault


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _unb64(text: object) -> bytes:
    return base64.b64decode(str(text), validate=True)
