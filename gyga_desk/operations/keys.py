"""Signing keys: the office's local root, made once, and a key file for each person who signs.

Private keys never enter the store; it keeps the certificates, by which signatures are judged later.
"""

from __future__ import annotations

from pathlib import Path

from gyga_desk.errors import Refused
from gyga_desk.formats import keys
from gyga_desk.model import Role
from gyga_desk.operations import Done, Session, Work, check_role, operation
from gyga_desk.operations.files import write_new
from gyga_desk.store import reads, writes

ROOT_NAME = "贵阳贵安人工智能政策评审根证书"
_ADMIN = frozenset({Role.ADMIN})


def root_file(store: Path) -> Path:
    """Where the local root's key file lies, beside the store."""
    return store.with_name(f"{store.name}.keys") / "root.p12"


def make_root(session: Session, passphrase: str) -> Done[str]:
    """The local root, once; its key file beside the store, under the administrator's pass-phrase."""
    check_role(session, "建立根证书", _ADMIN)
    if any(c.kind == "root" for c in reads.certificates(session.db)):
        raise Refused("本单位的根证书已经建立，不需要再建。")
    made = keys.make_root(ROOT_NAME, passphrase, session.clock())
    path = root_file(session.store.path)
    path.parent.mkdir(exist_ok=True)
    write_new(path, made.p12)
    return _record(session, "root", session.person.name, made.certificate)


def make_key(session: Session, person: str, passphrase: str, root_passphrase: str, out: Path) -> Done[str]:
    """A person's key file below the root; gives the certificate's fingerprint."""
    check_role(session, "签发签名密钥", _ADMIN)
    held = reads.person(session.db, person)
    if held is None:
        raise Refused("没有名为 {name} 的人员；请先增加人员。", name=person)
    root = root_file(session.store.path)
    if not root.is_file():
        raise Refused("还没有根证书；请管理员先建立根证书（命令 keys root）。")
    made = keys.make_person_key(
        root.read_bytes(), root_passphrase, person, held.role.label, passphrase, session.clock()
    )
    write_new(out, made.p12)
    return _record(session, "person", person, made.certificate)


@operation("登记证书", *Role, seals=True, detail=lambda _, person, *__: person)
def _record(work: Work, kind: str, person: str, pem: bytes) -> str:
    return record_certificate(work, kind, person, pem)


def record_certificate(work: Work, kind: str, person: str, pem: bytes) -> str:
    """Keeps a certificate by its fingerprint; part of an open operation."""
    mark = keys.fingerprint(pem)
    row = {"fingerprint": mark, "person": person, "kind": kind, "pem": pem.decode("ascii"), "at": work.at}
    if all(c.fingerprint != mark for c in reads.certificates(work.db)):
        writes.add(work.db, "certificate", row)
    return mark
