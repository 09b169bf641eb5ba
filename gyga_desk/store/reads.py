"""Questions to the store, answered in nouns; every function takes a connection and writes nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gyga_desk.errors import Refused
from gyga_desk.model import (
    Answer,
    Answered,
    Case,
    CaseId,
    Conflict,
    Cost,
    Decision,
    Declared,
    Departure,
    Mark,
    MarkState,
    Meeting,
    Opinion,
    Paper,
    PaperState,
    Role,
    Settlement,
    Trade,
)
from gyga_desk.store import codec, dialect, journal
from gyga_desk.store import search as index


@dataclass(frozen=True)
class StoreFacts:
    """What a store says of itself."""

    id: str
    edition: str
    guide: str
    guide_title: str
    guide_sample: bool
    created: str
    demo: bool


@dataclass(frozen=True)
class PersonRow:
    """One account."""

    name: str
    role: Role
    active: bool = True


@dataclass(frozen=True)
class BatchRow:
    """One imported workbook."""

    id: str
    file: str
    digest: str
    at: str
    by: str
    accepted: int
    held: int


@dataclass(frozen=True)
class Proposal:
    """What is proposed for sealing, and the digest of the standing it was proposed on."""

    measure: int
    year: int
    at: str
    by: str
    digest: str
    selected: tuple[CaseId, ...]
    departures: tuple[Departure, ...]
    rule: str


@dataclass(frozen=True)
class OpRow:
    """One operation, for people to read."""

    id: int
    title: str
    actor: str
    at: str
    reverts: int | None
    reverted_by: int | None
    seals: bool
    digest: str
    tables: tuple[str, ...]


@dataclass(frozen=True)
class SealedRow:
    """One case of a standing decision."""

    case: CaseId
    decision: str
    measure: int
    year: int
    applicant: str
    credit_code: str
    title: str
    outcome: str
    amount_fen: int


@dataclass(frozen=True)
class Certificate:
    """A signing certificate that the record knows."""

    fingerprint: str
    person: str
    kind: str
    pem: str
    at: str


@dataclass(frozen=True)
class SignatureRow:
    """One signature that the record expects on a paper."""

    paper: str
    field: str
    person: str
    fingerprint: str
    at: str


def meta(db: sqlite3.Connection) -> dict[str, str]:
    return {str(k): str(v) for k, v in db.execute("SELECT key, value FROM meta")}


def store_facts(db: sqlite3.Connection) -> StoreFacts:
    held = meta(db)
    return StoreFacts(
        held["id"], held["edition"], held["guide"], held["guide_title"], held["guide_sample"] == "1", held["created"], held["demo"] == "1",
    )  # fmt: skip


def edition_texts(db: sqlite3.Connection) -> dict[str, str]:
    """The edition's files and the guide as they were when the store was made."""
    return {str(n): str(t) for n, t in db.execute("SELECT name, text FROM edition_text ORDER BY name")}


def people(db: sqlite3.Connection) -> list[PersonRow]:
    return [
        PersonRow(n, Role(r), bool(a)) for n, r, a in db.execute("SELECT name, role, active FROM person ORDER BY name")
    ]


def person(db: sqlite3.Connection, name: str) -> PersonRow | None:
    return next((p for p in people(db) if p.name == name), None)


@dataclass(frozen=True)
class AccountKeyRow:
    """A person's key as the record has it: what others may know, and the slot that their password opens."""

    name: str
    public: str
    slot: str


def account_key(db: sqlite3.Connection, name: str) -> AccountKeyRow:
    row = db.execute("SELECT name, key, slot FROM person WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise Refused("没有名为 {name} 的人员；请核对姓名，或请管理员增加人员。", name=name)
    return AccountKeyRow(*row)


def password_of(db: sqlite3.Connection, name: str) -> str | None:
    row = db.execute("SELECT password FROM person WHERE name = ? AND active = 1", (name,)).fetchone()
    return str(row[0]) if row else None


def batches(db: sqlite3.Connection) -> list[BatchRow]:
    rows = db.execute("SELECT id, file, digest, at, person, accepted, held FROM batch ORDER BY id")
    return [BatchRow(*r) for r in rows]


def batch_brought(db: sqlite3.Connection, batch: str) -> int | None:
    """The operation that brought a batch which is on record; None where it is not, or no more."""
    row = db.execute(
        """SELECT MAX(r.op) FROM op_row r JOIN batch b ON b.id = ?1
        WHERE r.tbl = 'batch' AND json_extract(r.key, '$[0]') = ?1 AND r.before IS NULL""",
        (batch,),
    ).fetchone()
    return int(row[0]) if row and row[0] is not None else None


def settlements(db: sqlite3.Connection, batch: str) -> list[Settlement]:
    """What a person said about the workbook of a batch, in the order it was kept."""
    rows = db.execute(
        """SELECT sheet, row, cell, header, code, raw, choice, said, sentence, person, at FROM settlement
        WHERE batch = ? ORDER BY number""",
        (batch,),
    )
    return [Settlement(*r) for r in rows]


def years(db: sqlite3.Connection) -> list[int]:
    return [int(r[0]) for r in db.execute("SELECT DISTINCT year FROM cases ORDER BY year DESC")]


_CASE = """SELECT c.id, c.measure, c.year, c.applicant, c.credit_code, c.title, c.district, c.batch, b.file, c.sheet, c.row,
    c.facts, c.digest, b.headings FROM cases c JOIN batch b ON b.id = c.batch"""


def case_counts(db: sqlite3.Connection, year: int) -> dict[int, int]:
    """How many cases each measure has in a year, of those that have any."""
    return dict(db.execute("SELECT measure, COUNT(*) FROM cases WHERE year = ? GROUP BY measure", (year,)).fetchall())


def cases(db: sqlite3.Connection, measure: int | None = None, year: int | None = None, search: str = "") -> list[Case]:
    """The cases in order of year, measure and number.

    `search` finds what stands anywhere in a case's applicant, title, code or number; where it stands in none of them, in
    any cell of any case.
    """
    wanted: list[str] = ["1"]
    values: list[object] = []
    if measure is not None:
        wanted, values = [*wanted, "c.measure = ?"], [*values, str(measure)]
    if year is not None:
        wanted, values = [*wanted, "c.year = ?"], [*values, str(year)]
    phrase = index.phrase(search)
    if phrase:
        text, looked = _where_found(db, phrase, search)
        wanted, values = [*wanted, text], [*values, *looked]
    sql = f"{_CASE} WHERE {' AND '.join(wanted)} ORDER BY c.year, c.measure, c.number"
    return [_case(r) for r in db.execute(sql, values)]


_FOUND = f"""SELECT c.id FROM search s JOIN cases c ON {index.JOINED} WHERE search MATCH ?
    UNION SELECT id FROM cases WHERE instr(id, ?) > 0"""


def _where_found(db: sqlite3.Connection, phrase: str, typed: str) -> tuple[str, list[str]]:
    """The condition for cases in which this stands, with its values."""
    looked = [phrase, typed.strip().upper()]
    try:
        known = db.execute(f"SELECT EXISTS({_FOUND})", looked).fetchone()[0]
    except dialect.raised("DatabaseError"):  # without its index the record can still be looked through
        known = False
    if known:
        return f"c.id IN ({_FOUND})", looked
    anywhere = "c.id || ' ' || c.applicant || ' ' || c.credit_code || ' ' || c.title || ' ' || c.facts"
    return f"instr(lower({anywhere}), lower(?)) > 0", [codec.canonical(typed.strip())[1:-1]]


def each_case(db: sqlite3.Connection) -> Iterator[Case]:
    """Every case, one at a time, for long walks that may be stopped."""
    yield from map(_case, db.execute(f"{_CASE} ORDER BY c.year, c.measure, c.number"))


def case(db: sqlite3.Connection, case_id: CaseId) -> Case:
    row = db.execute(f"{_CASE} WHERE c.id = ?", (case_id,)).fetchone()
    if row is None:
        raise Refused("没有编号为 {case} 的项目；请用 cases 命令或在“审核”页查找编号。", case=case_id)
    return _case(row)


def _case(row: Sequence[object]) -> Case:
    (number, measure, year, applicant, code, title, district, batch, file, sheet, line, facts, digest, headings) = row
    found = codec.read_facts(str(facts), str(headings), int(str(line)))
    return Case(
        str(number), int(str(measure)), int(str(year)), str(applicant), str(code), str(title), str(district), str(batch), str(file),
        str(sheet), int(str(line)), found, str(digest),
    )  # fmt: skip


@dataclass(frozen=True)
class Brief:
    """One case as far as another case needs to know it."""

    case: CaseId
    measure: int
    year: int
    applicant: str
    credit_code: str
    title: str
    contract: str
    model: str


def briefs(db: sqlite3.Connection) -> list[Brief]:
    """Every case in brief, all measures and years."""
    rows = db.execute(f"""SELECT id, measure, year, applicant, credit_code, title, {codec.value_sql("facts", "contract_no")},
        {codec.value_sql("facts", "model")} FROM cases ORDER BY year, measure, number""")
    return [Brief(*r) for r in rows]


def received_on(db: sqlite3.Connection, batch: str) -> str:
    row = db.execute("SELECT at FROM batch WHERE id = ?", (batch,)).fetchone()
    return str(row[0])[:10] if row else ""


def _scope(case_id: CaseId | None, measure: int | None, year: int | None) -> tuple[str, list[object]]:
    if case_id is not None:
        return "case_id = ?", [case_id]
    if measure is not None:
        return "case_id IN (SELECT id FROM cases WHERE measure = ? AND year = ?)", [measure, year]
    return "1", []


def answers(
    db: sqlite3.Connection,
    case_id: CaseId | None = None,
    measure: int | None = None,
    year: int | None = None,
) -> list[Answered]:
    where, values = _scope(case_id, measure, year)
    rows = db.execute(
        f"SELECT case_id, check_id, person, answer, note, at, reduce_fen FROM answer WHERE {where} ORDER BY case_id, check_id, person",
        values,
    )
    return [Answered(c, k, p, Answer(a), n, at, r) for c, k, p, a, n, at, r in rows]


def answered_on(
    db: sqlite3.Connection, measure: int, year: int, case_id: CaseId | None = None
) -> dict[tuple[CaseId, str, str], str]:
    """The digest of the facts each answer was given on, by case, check and person."""
    where, values = _scope(case_id, measure, year)
    rows = db.execute(f"SELECT case_id, check_id, person, facts FROM answer WHERE {where}", values)
    return {(c, k, p): f for c, k, p, f in rows}


_COST = (
    "category, content, payee, contract, invoice, invoiced_on, paid_on, amount_fen, paid_fen, public_fen, sheet, row"
)


def costs(
    db: sqlite3.Connection,
    case_id: CaseId | None = None,
    measure: int | None = None,
    year: int | None = None,
) -> dict[CaseId, list[Cost]]:
    """The cost items behind cases, in the order they were filed."""
    where, values = _scope(case_id, measure, year)
    found: dict[CaseId, list[Cost]] = {}
    for key, *row in db.execute(f"SELECT case_id, {_COST} FROM cost WHERE {where} ORDER BY case_id, number", values):
        found.setdefault(str(key), []).append(Cost(*row))
    return found


_TRADE = "contract, traded_on, product, seller, seller_code, contract_fen, paid_fen, invoice_fen, related, sheet, row"


def trades(
    db: sqlite3.Connection,
    case_id: CaseId | None = None,
    measure: int | None = None,
    year: int | None = None,
) -> dict[CaseId, list[Trade]]:
    """The transactions behind cases, in the order they were filed."""
    where, values = _scope(case_id, measure, year)
    found: dict[CaseId, list[Trade]] = {}
    for key, *row in db.execute(f"SELECT case_id, {_TRADE} FROM trade WHERE {where} ORDER BY case_id, number", values):
        contract, traded_on, product, seller, code, contract_fen, paid_fen, invoice_fen, related, sheet, line = row
        flag = None if related is None else bool(related)
        found.setdefault(str(key), []).append(
            Trade(contract, traded_on, product, seller, code, contract_fen, paid_fen, invoice_fen, flag, sheet, line),
        )
    return found


def stepped_aside(db: sqlite3.Connection, person: str) -> frozenset[CaseId]:
    """The cases of any year in which a person has declared an interest."""
    found = db.execute(
        "SELECT case_id FROM conflict WHERE person = ? AND declared = ?", (person, Declared.DECLARED.value)
    )
    return frozenset(case for (case,) in found)


def conflicts(
    db: sqlite3.Connection,
    case_id: CaseId | None = None,
    measure: int | None = None,
    year: int | None = None,
) -> list[Conflict]:
    where, values = _scope(case_id, measure, year)
    rows = db.execute(
        f"SELECT case_id, person, declared, reason, at FROM conflict WHERE {where} ORDER BY case_id, person", values
    )
    return [Conflict(c, p, Declared(d), r, at) for c, p, d, r, at in rows]


def marks(db: sqlite3.Connection, measure: int, year: int, case_id: CaseId | None = None) -> list[Mark]:
    where, values = _scope(case_id, measure, year)
    rows = db.execute(
        f"SELECT case_id, expert, item, state, points, note, reason, person FROM mark WHERE {where} ORDER BY case_id, expert, item",
        values,
    )
    return [Mark(c, e, i, MarkState(s), None if p is None else Decimal(p), n, r, b) for c, e, i, s, p, n, r, b in rows]


def opinions(db: sqlite3.Connection, measure: int, year: int, case_id: CaseId | None = None) -> list[Opinion]:
    where, values = _scope(case_id, measure, year)
    rows = db.execute(
        f"SELECT case_id, expert, text, person, at FROM opinion WHERE {where} ORDER BY case_id, expert", values
    )
    return [Opinion(*row) for row in rows]


def sealed(db: sqlite3.Connection) -> list[SealedRow]:
    """Every case of a decision that stands, all measures and years, once: as its newest decision has it.

    A case that withdrew after the seal stays sealed, and holds no place and no money any more.
    """
    rows = db.execute("""SELECT s.case_id, s.decision, s.measure, s.year, c.applicant, c.credit_code, c.title,
        IIF(w.case_id IS NULL, s.outcome, 'not_selected'), IIF(w.case_id IS NULL, s.amount_fen, 0)
        FROM sealed_case s JOIN cases c ON c.id = s.case_id
        LEFT JOIN withdrawal w ON w.case_id = s.case_id AND w.decision = s.decision
        WHERE NOT EXISTS(SELECT 1 FROM sealed_case n WHERE n.case_id = s.case_id AND n.number > s.number)
        ORDER BY s.year, s.measure, s.number""")
    return [SealedRow(*r) for r in rows]


def sealed_so_far(db: sqlite3.Connection, measure: int, year: int) -> tuple[int, int]:
    """The last number of a measure's sealed rows and the running total there; what withdrew afterwards stays in it."""
    row = db.execute(
        "SELECT number, total_fen FROM sealed_case WHERE measure = ? AND year = ? ORDER BY number DESC LIMIT 1",
        (measure, year),
    ).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def used_slots(db: sqlite3.Connection, measure: int, year: int) -> list[int]:
    return [
        int(r[0])
        for r in db.execute("SELECT number FROM slot WHERE measure = ? AND year = ? ORDER BY number", (measure, year))
    ]


def proposal(db: sqlite3.Connection, measure: int, year: int) -> Proposal | None:
    row = db.execute(
        "SELECT at, person, digest, selected, departures, rule FROM proposal WHERE measure = ? AND year = ?",
        (measure, year),
    ).fetchone()
    if row is None:
        return None
    at, by, digest, selected, departures, rule = row
    return Proposal(measure, year, at, by, digest, tuple(json.loads(selected)), _departures(departures), rule)


def _departures(text: str) -> tuple[Departure, ...]:
    return tuple(Departure(*row) for row in json.loads(text))


_DECISION = """SELECT d.id, d.measure, d.year, d.meeting, d.held_on, d.minutes, d.person, d.second, d.at, d.digest, d.journal, d.body,
    d.edition_title, d.guide_title, d.guide_sample, COALESCE(r.reason, '') FROM decision d LEFT JOIN reopening r ON r.decision = d.id"""


def decisions(db: sqlite3.Connection, measure: int | None = None, year: int | None = None) -> list[Decision]:
    """Every decision ever sealed, the reopened ones with their reason."""
    where, values = ("WHERE d.measure = ? AND d.year = ?", (measure, year)) if measure is not None else ("", ())
    return [_decision(r) for r in db.execute(f"{_DECISION} {where} ORDER BY d.measure, d.year, d.number", values)]


def decision(db: sqlite3.Connection, decision_id: str) -> Decision | None:
    row = db.execute(f"{_DECISION} WHERE d.id = ?", (decision_id,)).fetchone()
    return _decision(row) if row else None


def known_decision(db: sqlite3.Connection, decision_id: str) -> Decision:
    found = decision(db, decision_id)
    if found is None:
        raise Refused("没有编号为 {decision} 的决定；请核对编号。", decision=decision_id)
    return found


def sealed_content(db: sqlite3.Connection, decision_id: str, case_id: CaseId) -> str | None:
    """What was sealed of a case beyond its standing, as the text its digest was taken over."""
    row = db.execute(
        "SELECT body FROM sealed_content WHERE decision = ? AND case_id = ?", (decision_id, case_id)
    ).fetchone()
    return str(row[0]) if row else None


def standing_decisions(db: sqlite3.Connection, measure: int, year: int) -> list[Decision]:
    """The decisions that stand: a reopened one is in none of the lists that count."""
    return [d for d in decisions(db, measure, year) if not d.reopened]


def current_decision(db: sqlite3.Connection, measure: int, year: int) -> Decision | None:
    """The newest decision that stands."""
    found = standing_decisions(db, measure, year)
    return found[-1] if found else None


def _decision(row: Sequence[object]) -> Decision:
    (
        key,
        measure,
        year,
        meeting,
        held_on,
        minutes,
        by,
        second,
        at,
        digest,
        head,
        body,
        edition,
        guide,
        sample,
        reason,
    ) = row
    held = json.loads(str(body))
    return Decision(
        str(key), int(str(measure)), int(str(year)), Meeting(str(meeting), str(held_on), str(minutes)), str(by), str(second), str(at),
        str(digest), str(head), codec.read_table(held["table"]), str(edition), str(guide), bool(sample),
        tuple(Departure(*row) for row in held["departures"]), str(reason), str(held.get("late", {}).get("reason", "")),
    )  # fmt: skip


def decision_body(db: sqlite3.Connection, decision_id: str) -> str:
    """The sealed text itself, as its digest was taken over it."""
    row = db.execute("SELECT body FROM decision WHERE id = ?", (decision_id,)).fetchone()
    return str(row[0]) if row else ""


_PAPER = """SELECT p.number, p.kind, COALESCE(p.case_id, ''), COALESCE(p.decision, ''), p.code, p.digest, p.pages, p.state, p.at, p.person,
    p.replaces, p.reason, p.measure, p.year, p.subject, p.content FROM paper p"""


def papers(
    db: sqlite3.Connection,
    measure: int | None = None,
    year: int | None = None,
    case: CaseId | None = None,
    kind: str | None = None,
) -> list[Paper]:
    """The papers in the order they were first printed; `case` may be empty for those about no single case."""
    wanted: list[str] = ["1"]
    values: list[object] = []
    for column, value in (("p.measure", measure), ("p.year", year), ("p.case_id", case), ("p.kind", kind)):
        if value is not None:
            wanted, values = [*wanted, f"{column} IS ?"], [*values, value or None]
    return [_paper(r) for r in db.execute(f"{_PAPER} WHERE {' AND '.join(wanted)} ORDER BY p.rowid", values)]


def paper(db: sqlite3.Connection, number: str) -> Paper | None:
    row = db.execute(f"{_PAPER} WHERE p.number = ?", (number,)).fetchone()
    return _paper(row) if row else None


def _paper(row: Sequence[object]) -> Paper:
    (
        number,
        kind,
        case_id,
        made_on,
        code,
        digest,
        pages,
        state,
        at,
        by,
        replaces,
        reason,
        measure,
        year,
        subject,
        content,
    ) = map(str, row)
    return Paper(
        number, kind, case_id, made_on, code, digest, int(pages), PaperState(state), at, by, replaces, reason, int(measure), int(year),
        subject, content,
    )  # fmt: skip


def signatures(db: sqlite3.Connection, number: str) -> list[SignatureRow]:
    rows = db.execute(
        "SELECT paper, field, person, fingerprint, at FROM signature WHERE paper = ? ORDER BY at, field", (number,)
    )
    return [SignatureRow(*r) for r in rows]


def certificates(db: sqlite3.Connection) -> list[Certificate]:
    return [
        Certificate(*r)
        for r in db.execute("SELECT fingerprint, person, kind, pem, at FROM certificate ORDER BY at, rowid")
    ]


def history(db: sqlite3.Connection, case: CaseId = "") -> list[OpRow]:
    """The operations, newest first; with `case`, those that touched it."""
    tables = _tables_by_op(db)
    touched = _ops_of(db, case) if case else None
    back = {op.reverts: op.id for op in journal.operations(db) if op.reverts is not None}
    rows = [
        OpRow(op.id, op.name, op.actor, op.at, op.reverts, back.get(op.id), op.seals, op.digest, tables.get(op.id, ()))
        for op in journal.operations(db)
        if touched is None or op.id in touched
    ]
    return rows[::-1]


def _tables_by_op(db: sqlite3.Connection) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for op, table in db.execute("SELECT DISTINCT op, tbl FROM op_row ORDER BY op, tbl"):
        found[int(op)] = (*found.get(int(op), ()), str(table))
    return found


def _ops_of(db: sqlite3.Connection, case: CaseId) -> set[int]:
    """Operations with a row whose key names the case or its voucher, or whose image names the case."""
    rows: Iterable[tuple[int]] = db.execute(
        """SELECT DISTINCT op FROM op_row WHERE json_extract(key, '$[0]') = ? OR json_extract(COALESCE(after, before), '$.case_id') = ?
        OR (tbl = 'voucher_entry' AND json_extract(key, '$[0]') IN (SELECT json_extract(key, '$[0]') FROM op_row
            WHERE tbl = 'voucher' AND json_extract(COALESCE(after, before), '$.case_id') = ?))""",
        (case, case, case),
    )
    return {int(r[0]) for r in rows}


def undoable(db: sqlite3.Connection, actor: str) -> str | None:
    """The name of what this person can undo next."""
    found, _ = journal.stacks(db, actor)
    return journal.plain_name(found[-1]) if found else None


def redoable(db: sqlite3.Connection, actor: str) -> str | None:
    _, found = journal.stacks(db, actor)
    return journal.plain_name(found[-1]) if found else None
