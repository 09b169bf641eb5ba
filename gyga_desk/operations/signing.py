"""Signing a printed paper with one's own key, in one's own place: a key file's, or a hardware token's.

Who has a place on a paper stands on it, as the edition or its guide had it when it was printed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gyga_desk.errors import NotPermitted, PaperError, Refused
from gyga_desk.formats import keys, signatures, tokens
from gyga_desk.formats.pdf.document import Signer
from gyga_desk.formats.tokens import Token
from gyga_desk.model import Paper, PaperState, Role
from gyga_desk.operations import Done, Session, Work, check_role, files, front_of, operation
from gyga_desk.operations.keys import record_certificate
from gyga_desk.operations.sheets.source import Source
from gyga_desk.operations.sweep import changed
from gyga_desk.policy import Edition
from gyga_desk.progress import Progress, silent
from gyga_desk.store import reads, writes
from gyga_desk.store.reads import PersonRow

_SIGNS = tuple(role for role in Role if role is not Role.ADMIN)
Key = keys.SigningKey | tokens.TokenKey
"""A key that somebody has opened."""


@operation("签署文书", *_SIGNS, seals=True, detail=lambda number, *_: str(number))
def store_signature(work: Work, number: str, field: str, certificate: bytes, pdf: Path, signed: bytes) -> Paper:
    """The door behind every way of signing; `signed` is the file with the signature."""
    mark = record_certificate(work, "person", work.person, certificate)
    row = {"paper": number, "field": field, "person": work.person, "fingerprint": mark, "at": work.at}
    writes.put(work.db, "signature", row)
    files.replace(pdf, signed)
    found = reads.paper(work.db, number)
    if found is None:
        raise Refused("没有编号为 {number} 的文书。", number=number)
    return found


@dataclass(frozen=True)
class Waiting:
    """A paper that may be signed, and where."""

    pdf: Path
    data: bytes
    paper: Paper
    place: Signer


@front_of(store_signature)
def sign_paper(session: Session, pdf: Path, key: Path | Token, passphrase: str) -> Done[Paper]:
    """The signed-in person's signature in their place, added to the file; the earlier ones stay valid.

    `key` is a PKCS#12 file or a hardware token; `passphrase` is its own password or PIN.
    """
    return sign_papers(session, [pdf], key, passphrase)[0]


@front_of(store_signature)
def sign_papers(
    session: Session, pdfs: Sequence[Path], key: Path | Token, passphrase: str, progress: Progress = silent
) -> list[Done[Paper]]:
    """The same on many papers: each is looked at before the first is signed, and the key is opened once."""
    check_role(session, store_signature.title, store_signature.roles)
    known = {p.digest: p for p in reads.papers(session.db)}
    sources: dict[tuple[int, int], Source] = {}
    waiting = [look(session, known, sources, pdf) for pdf in dict.fromkeys(pdfs)]
    with opened(session, key, passphrase) as held:
        made = []
        for count, one in enumerate(waiting, 1):
            made.append(put(session, one, held))
            progress(count, len(waiting))
    return made


def look(session: Session, known: Mapping[str, Paper], sources: dict[tuple[int, int], Source], pdf: Path) -> Waiting:
    """The paper that a file is, by the digests of those known, and where to sign it; refused with the reason."""
    data = files.read(pdf)
    paper = paper_in(known, data, pdf.name)
    place = _place(paper, session.person)
    scope = (paper.measure, paper.year)
    if scope not in sources:
        sources[scope] = source_of(session.db, session.edition, paper)
    _check_signable(session, sources[scope], paper, place, data)
    return Waiting(pdf, data, paper, place)


def put(session: Session, one: Waiting, held: Key) -> Done[Paper]:
    """One signature into one file and on record."""
    person, field = session.person, one.place.field
    signed = signatures.sign_with(
        one.data, held, field=field, name=person.name, role=person.role.label, at=session.clock()
    )
    return store_signature(session, one.paper.number, field, held.certificate, one.pdf, signed)


@contextmanager
def opened(session: Session, key: Path | Token, passphrase: str) -> Iterator[Key]:
    """A key file or a token, open for as long as the block lasts; refused where it is another person's."""
    now = session.clock()
    with tokens.open_token(key, passphrase, now) if isinstance(key, Token) else _file(key, passphrase, now) as held:
        _check_owner(session, keys.fingerprint(held.certificate), held.name)
        yield held


@contextmanager
def _file(key: Path, passphrase: str, now: datetime) -> Iterator[Key]:
    yield keys.load_p12(files.read(key), passphrase, now)


def signers_of(paper: Paper) -> tuple[Signer, ...]:
    """Who has a place for a signature on a printed paper, in the order of their places."""
    held = json.loads(paper.content)
    if "opinions" in held and "head" not in held:  # the approval sheet, where each signs beside an opinion
        return tuple(Signer(o["role"], Role(o["role"]).label, o["person"]) for o in held["opinions"])
    return tuple(Signer(**one) for one in held["head"].get("signers", ()))


def place_for(paper: Paper, person: PersonRow) -> Signer | None:
    """Where somebody signs on a paper: in the place with their name, else in that of their role."""
    places = signers_of(paper)
    own = next((p for p in places if p.person == person.name), None)
    return own or next((p for p in places if not p.person and p.role == person.role.value), None)


def _place(paper: Paper, person: PersonRow) -> Signer:
    found = place_for(paper, person)
    if found is not None:
        return found
    named = "、".join(p.label for p in signers_of(paper))
    if not named:
        raise Refused("{number} 没有数字签名栏；这种文书只签字盖章，不用密钥签名。", number=paper.number)
    raise NotPermitted(
        "{number} 由{named}签名，{person}（{role}）没有签名栏。",
        number=paper.number,
        named=named,
        person=person.name,
        role=person.role.label,
    )


def paper_of(db: sqlite3.Connection, data: bytes, name: str) -> Paper:
    """The record's paper that a file is, by the digest of what was printed before any signature."""
    return paper_in({p.digest: p for p in reads.papers(db)}, data, name)


def paper_in(known: Mapping[str, Paper], data: bytes, name: str) -> Paper:
    """The same among papers by their digests."""
    found = known.get(f"sha256:{hashlib.sha256(signatures.base_bytes(data)).hexdigest()}")
    if found is None:
        raise PaperError("{name} 不是本数据文件打印的文书，或打印之后被改动过；请重新打印。", name=name)
    return found


def source_of(db: sqlite3.Connection, edition: Edition, paper: Paper) -> Source:
    return Source(db, edition, paper.measure, paper.year)


def _check_signable(session: Session, source: Source, paper: Paper, place: Signer, data: bytes) -> None:
    if paper.state is PaperState.VOID:
        raise PaperError(
            "{number} 已作废（{reason}），不能签名；请打印新的一份。", number=paper.number, reason=paper.reason
        )
    if reason := changed(source, paper):
        raise PaperError("{number} 不能签名：{reason}", number=paper.number, reason=reason)
    found = signature_findings(session.db, data)
    if fault := next((f for f in found if not f.ok), None):
        raise PaperError(
            "{number} 上已有的签名有问题（{fault}），不能再签；请重新打印后签署。",
            number=paper.number,
            fault=fault.sentence,
        )
    if any(f.field == place.field for f in found):
        raise PaperError("{number} 的{role}处已有签名，不能重复签。", number=paper.number, role=place.label)
    _check_turn(session.edition, paper, place, [f.field for f in found])


def _check_turn(edition: Edition, paper: Paper, place: Signer, signed: Sequence[str]) -> None:
    """Where the edition has an order, those before must have signed."""
    if waiting := whose_turn(edition, paper, place, signed):
        raise Refused(
            "{number} 须按先后签名，{waiting}还没有签；请待其签后再签（依据：{cite}）。",
            number=paper.number,
            waiting="、".join(p.label for p in waiting),
            cite=edition.signing[paper.kind].cite.label,
        )


def whose_turn(edition: Edition, paper: Paper, place: Signer, signed: Sequence[str]) -> list[Signer]:
    """Who must still sign before that place; nobody where the edition has no order."""
    held, places = edition.signing.get(paper.kind), signers_of(paper)
    if held is None or not held.in_order:
        return []
    return [p for p in places[: places.index(place)] if p.field not in signed]


def _check_owner(session: Session, mark: str, name: str) -> None:
    known = next((c for c in reads.certificates(session.db) if c.fingerprint == mark), None)
    if known is not None and (known.person != session.person.name or known.kind != "person"):
        raise NotPermitted(
            "这把密钥登记在 {owner} 名下，{person} 不能使用；请换用本人的密钥。",
            owner=known.person,
            person=session.person.name,
        )
    if known is None and name in {p.name for p in reads.people(session.db)} - {session.person.name}:
        raise NotPermitted(
            "这把密钥的证书是 {owner} 的，{person} 不能使用；请换用本人的密钥。", owner=name, person=session.person.name
        )


def signature_findings(db: sqlite3.Connection, data: bytes) -> list[signatures.SignatureFinding]:
    """Each signature on a file, judged by the certificates on record."""
    held = reads.certificates(db)
    roots = [c.pem.encode() for c in held if c.kind == "root"]
    return signatures.verify(data, roots, [c.pem.encode() for c in held if c.kind == "person"])
