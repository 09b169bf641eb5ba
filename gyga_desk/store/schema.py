"""The tables and what guards them, as a new file is made; a released format is never touched.

STRICT throughout, ids TEXT, money INTEGER 分, decimals and dates TEXT; no REAL and no BLOB, which the journal's JSON
images could not carry exactly. What the policy forbids for ever stands here, so that any program that writes meets it:
at most ten slots of measure 3 a year, a pool that cannot go under, a sealed standing that cannot change.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

APPLICATION_ID = 0x47594741
"""`GYGA` in the file's header tells a store from any other SQLite file."""

FORMAT = 1
"""Goes up with each change of the tables that is released."""

_TABLES = (
    """CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT""",
    """CREATE TABLE edition_text(name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT""",
    """CREATE TABLE person(name TEXT PRIMARY KEY CHECK(name <> ''),
        role TEXT NOT NULL CHECK(role IN ('reviewer', 'chair', 'clerk', 'admin', 'observer')),
        password TEXT NOT NULL, active INTEGER NOT NULL CHECK(active IN (0, 1)), key TEXT NOT NULL DEFAULT '',
        slot TEXT NOT NULL DEFAULT '') STRICT""",
    """CREATE TABLE certificate(fingerprint TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person(name),
        kind TEXT NOT NULL CHECK(kind IN ('root', 'person')), pem TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    """CREATE TABLE batch(id TEXT PRIMARY KEY, file TEXT NOT NULL, digest TEXT NOT NULL, edition TEXT NOT NULL,
        guide TEXT NOT NULL, at TEXT NOT NULL, person TEXT NOT NULL, accepted INTEGER NOT NULL, held INTEGER NOT NULL,
        report TEXT NOT NULL, headings TEXT NOT NULL DEFAULT '[]') STRICT""",
    """CREATE TABLE cases(id TEXT PRIMARY KEY, measure INTEGER NOT NULL, year INTEGER NOT NULL, number INTEGER NOT NULL,
        matter TEXT NOT NULL, applicant TEXT NOT NULL, credit_code TEXT NOT NULL, title TEXT NOT NULL,
        district TEXT NOT NULL, batch TEXT NOT NULL REFERENCES batch(id), sheet TEXT NOT NULL, row INTEGER NOT NULL,
        facts TEXT NOT NULL, digest TEXT NOT NULL,
        UNIQUE(measure, year, number), UNIQUE(year, measure, credit_code, matter)) STRICT""",
    """CREATE TABLE answer(case_id TEXT NOT NULL REFERENCES cases(id), check_id TEXT NOT NULL,
        person TEXT NOT NULL REFERENCES person(name), answer TEXT NOT NULL CHECK(answer IN ('yes', 'no', 'na', 'pending')),
        note TEXT NOT NULL, reduce_fen INTEGER CHECK(reduce_fen >= 0), at TEXT NOT NULL, facts TEXT NOT NULL,
        PRIMARY KEY(case_id, check_id, person)) STRICT""",
    """CREATE TABLE conflict(case_id TEXT NOT NULL REFERENCES cases(id), person TEXT NOT NULL,
        declared TEXT NOT NULL CHECK(declared IN ('none', 'declared')), reason TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY(case_id, person)) STRICT""",
    """CREATE TABLE mark(case_id TEXT NOT NULL REFERENCES cases(id), expert TEXT NOT NULL CHECK(expert <> ''),
        item TEXT NOT NULL, state TEXT NOT NULL CHECK(state IN ('given', 'recused', 'absent', 'struck')), points TEXT,
        note TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY(case_id, expert, item), CHECK((state IN ('given', 'struck')) = (points IS NOT NULL))) STRICT""",
    """CREATE TABLE opinion(case_id TEXT NOT NULL REFERENCES cases(id), expert TEXT NOT NULL CHECK(expert <> ''),
        text TEXT NOT NULL CHECK(text <> ''), person TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY(case_id, expert)) STRICT""",
    """CREATE TABLE proposal(measure INTEGER NOT NULL, year INTEGER NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL,
        digest TEXT NOT NULL, selected TEXT NOT NULL,
        departures TEXT NOT NULL, rule TEXT NOT NULL, PRIMARY KEY(measure, year)) STRICT""",
    """CREATE TABLE decision(id TEXT PRIMARY KEY, measure INTEGER NOT NULL, year INTEGER NOT NULL, number INTEGER NOT NULL,
        meeting TEXT NOT NULL CHECK(meeting <> ''), held_on TEXT NOT NULL, minutes TEXT NOT NULL CHECK(minutes <> ''),
        person TEXT NOT NULL REFERENCES person(name), second TEXT NOT NULL REFERENCES person(name), at TEXT NOT NULL,
        edition TEXT NOT NULL, guide TEXT NOT NULL, edition_title TEXT NOT NULL, guide_title TEXT NOT NULL,
        guide_sample INTEGER NOT NULL, journal TEXT NOT NULL, body TEXT NOT NULL,
        digest TEXT NOT NULL, UNIQUE(measure, year, number), CHECK(person <> second)) STRICT""",
    """CREATE TABLE sealed_content(decision TEXT NOT NULL REFERENCES decision(id), case_id TEXT NOT NULL REFERENCES cases(id),
        body TEXT NOT NULL, PRIMARY KEY(decision, case_id)) STRICT""",
    """CREATE TABLE reopening(decision TEXT PRIMARY KEY REFERENCES decision(id), person TEXT NOT NULL REFERENCES person(name),
        second TEXT NOT NULL REFERENCES person(name), reason TEXT NOT NULL CHECK(reason <> ''), at TEXT NOT NULL,
        CHECK(person <> second)) STRICT""",
    """CREATE TABLE slot(measure INTEGER NOT NULL, year INTEGER NOT NULL, number INTEGER NOT NULL,
        case_id TEXT NOT NULL UNIQUE REFERENCES cases(id), decision TEXT NOT NULL REFERENCES decision(id),
        PRIMARY KEY(measure, year, number), CHECK(number >= 1), CHECK(measure <> 3 OR number <= 10)) STRICT""",
    """CREATE TABLE sealed_case(case_id TEXT NOT NULL REFERENCES cases(id), decision TEXT NOT NULL REFERENCES decision(id),
        measure INTEGER NOT NULL, year INTEGER NOT NULL, number INTEGER NOT NULL, outcome TEXT NOT NULL,
        amount_fen INTEGER NOT NULL CHECK(amount_fen >= 0), total_fen INTEGER NOT NULL, pool_fen INTEGER,
        back_fen INTEGER NOT NULL DEFAULT 0 CHECK(back_fen >= 0), PRIMARY KEY(case_id, decision), UNIQUE(measure, year, number),
        CHECK(pool_fen IS NULL OR total_fen - back_fen <= pool_fen)) STRICT""",
    """CREATE TABLE paper(number TEXT PRIMARY KEY, kind TEXT NOT NULL, measure INTEGER NOT NULL, year INTEGER NOT NULL,
        case_id TEXT REFERENCES cases(id), subject TEXT NOT NULL, decision TEXT REFERENCES decision(id),
        content TEXT NOT NULL, code TEXT NOT NULL, digest TEXT NOT NULL,
        pages INTEGER NOT NULL, state TEXT NOT NULL CHECK(state IN ('printed', 'registered', 'void')), at TEXT NOT NULL,
        person TEXT NOT NULL, replaces TEXT NOT NULL, reason TEXT NOT NULL) STRICT""",
    """CREATE TABLE printing(paper TEXT NOT NULL REFERENCES paper(number), time INTEGER NOT NULL, at TEXT NOT NULL,
        person TEXT NOT NULL, PRIMARY KEY(paper, time)) STRICT""",
    """CREATE TABLE signature(paper TEXT NOT NULL REFERENCES paper(number), field TEXT NOT NULL,
        person TEXT NOT NULL REFERENCES person(name), fingerprint TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY(paper, field)) STRICT""",
    """CREATE TABLE list_file(id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK(kind IN ('awards', 'filings')), file TEXT NOT NULL,
        digest TEXT NOT NULL, dated TEXT NOT NULL, at TEXT NOT NULL, person TEXT NOT NULL, rows INTEGER NOT NULL) STRICT""",
    """CREATE TABLE earlier_award(list TEXT NOT NULL REFERENCES list_file(id), row INTEGER NOT NULL, credit_code TEXT NOT NULL,
        applicant TEXT NOT NULL, policy TEXT NOT NULL, document TEXT NOT NULL, measure INTEGER, matter TEXT NOT NULL,
        contract TEXT NOT NULL, year INTEGER NOT NULL, amount_fen INTEGER NOT NULL CHECK(amount_fen >= 0),
        PRIMARY KEY(list, row)) STRICT""",
    """CREATE TABLE filing(list TEXT NOT NULL REFERENCES list_file(id), row INTEGER NOT NULL, number TEXT NOT NULL,
        algorithm TEXT NOT NULL, holder TEXT NOT NULL, role TEXT NOT NULL, filed_on TEXT NOT NULL,
        cancelled INTEGER NOT NULL CHECK(cancelled IN (0, 1)), PRIMARY KEY(list, row)) STRICT""",
    """CREATE TABLE trade(case_id TEXT NOT NULL REFERENCES cases(id), number INTEGER NOT NULL, contract TEXT NOT NULL,
        traded_on TEXT NOT NULL, product TEXT NOT NULL, seller TEXT NOT NULL, seller_code TEXT NOT NULL,
        contract_fen INTEGER NOT NULL CHECK(contract_fen >= 0), paid_fen INTEGER NOT NULL CHECK(paid_fen >= 0),
        invoice_fen INTEGER NOT NULL CHECK(invoice_fen >= 0), related INTEGER CHECK(related IN (0, 1)),
        batch TEXT NOT NULL REFERENCES batch(id),
        sheet TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY(case_id, number)) STRICT""",
    """CREATE TABLE cost(case_id TEXT NOT NULL REFERENCES cases(id), number INTEGER NOT NULL, category TEXT NOT NULL,
        content TEXT NOT NULL, payee TEXT NOT NULL, contract TEXT NOT NULL, invoice TEXT NOT NULL, invoiced_on TEXT NOT NULL,
        paid_on TEXT NOT NULL, amount_fen INTEGER NOT NULL CHECK(amount_fen >= 0), paid_fen INTEGER NOT NULL CHECK(paid_fen >= 0),
        public_fen INTEGER CHECK(public_fen >= 0), batch TEXT NOT NULL REFERENCES batch(id),
        sheet TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY(case_id, number)) STRICT""",
    """CREATE TABLE voucher(number TEXT PRIMARY KEY, case_id TEXT NOT NULL UNIQUE REFERENCES cases(id), year INTEGER NOT NULL,
        fen INTEGER NOT NULL CHECK(fen > 0), from_on TEXT NOT NULL, until_on TEXT NOT NULL, at TEXT NOT NULL,
        person TEXT NOT NULL, CHECK(from_on <= until_on)) STRICT""",
    """CREATE TABLE voucher_entry(voucher TEXT NOT NULL REFERENCES voucher(number), seq INTEGER NOT NULL CHECK(seq >= 1),
        kind TEXT NOT NULL CHECK(kind IN ('use', 'pay', 'settle', 'lapse', 'return')), fen INTEGER NOT NULL CHECK(fen >= 0),
        on_day TEXT NOT NULL, contract TEXT NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL, person TEXT NOT NULL,
        PRIMARY KEY(voucher, seq)) STRICT""",
    """CREATE TABLE redemption(case_id TEXT NOT NULL REFERENCES cases(id), number INTEGER NOT NULL CHECK(number >= 1),
        batch TEXT NOT NULL REFERENCES batch(id), sheet TEXT NOT NULL, row INTEGER NOT NULL, facts TEXT NOT NULL,
        digest TEXT NOT NULL, PRIMARY KEY(case_id, number)) STRICT""",
    """CREATE TABLE special(case_id TEXT PRIMARY KEY REFERENCES cases(id), minutes TEXT NOT NULL CHECK(minutes <> ''),
        meeting TEXT NOT NULL, held_on TEXT NOT NULL, amount_fen INTEGER NOT NULL CHECK(amount_fen > 0),
        reason TEXT NOT NULL CHECK(reason <> ''), at TEXT NOT NULL, person TEXT NOT NULL REFERENCES person(name),
        second TEXT NOT NULL REFERENCES person(name), CHECK(person <> second)) STRICT""",
    """CREATE TABLE credit_check(case_id TEXT NOT NULL REFERENCES cases(id),
        stage TEXT NOT NULL CHECK(stage IN ('filing', 'notice', 'payment')), platform TEXT NOT NULL, checked_on TEXT NOT NULL,
        clean INTEGER NOT NULL CHECK(clean IN (0, 1)), result TEXT NOT NULL, at TEXT NOT NULL, person TEXT NOT NULL,
        PRIMARY KEY(case_id, stage, platform)) STRICT""",
    """CREATE TABLE withdrawal(case_id TEXT NOT NULL REFERENCES cases(id), decision TEXT NOT NULL REFERENCES decision(id),
        reason TEXT NOT NULL CHECK(reason <> ''), at TEXT NOT NULL, person TEXT NOT NULL REFERENCES person(name),
        second TEXT NOT NULL REFERENCES person(name), PRIMARY KEY(case_id, decision), CHECK(person <> second)) STRICT""",
    """CREATE TABLE checkpoint(op INTEGER PRIMARY KEY, head TEXT NOT NULL, person TEXT NOT NULL REFERENCES person(name),
        key TEXT NOT NULL, signature TEXT NOT NULL) STRICT""",
    """CREATE TABLE package(digest TEXT PRIMARY KEY, way TEXT NOT NULL CHECK(way IN ('sent', 'taken')),
        kind TEXT NOT NULL CHECK(kind IN ('assignment', 'reply')), other TEXT NOT NULL, number INTEGER NOT NULL,
        at TEXT NOT NULL, person TEXT NOT NULL, counts TEXT NOT NULL) STRICT""",
    """CREATE TABLE lineage(tbl TEXT NOT NULL, key TEXT NOT NULL, revs TEXT NOT NULL, op INTEGER NOT NULL,
        PRIMARY KEY(tbl, key)) STRICT""",
    """CREATE TABLE divergence(tbl TEXT NOT NULL, key TEXT NOT NULL, tip TEXT NOT NULL, revs TEXT NOT NULL, body TEXT NOT NULL,
        package TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY(tbl, key, tip)) STRICT""",
    """CREATE TABLE settlement(batch TEXT NOT NULL REFERENCES batch(id), number INTEGER NOT NULL CHECK(number >= 1),
        sheet TEXT NOT NULL, row INTEGER NOT NULL, cell TEXT NOT NULL, header TEXT NOT NULL, code TEXT NOT NULL,
        raw TEXT NOT NULL, choice TEXT NOT NULL, said TEXT NOT NULL, sentence TEXT NOT NULL, person TEXT NOT NULL,
        at TEXT NOT NULL, PRIMARY KEY(batch, number), CHECK((code = '') = (choice = ''))) STRICT""",
    """CREATE TABLE attachment(case_id TEXT NOT NULL REFERENCES cases(id), digest TEXT NOT NULL CHECK(digest GLOB 'sha256:*'),
        name TEXT NOT NULL CHECK(name <> ''), kind TEXT NOT NULL CHECK(kind IN ('pdf', 'png', 'jpeg')),
        size INTEGER NOT NULL CHECK(size > 0), pages INTEGER NOT NULL CHECK(pages > 0), acts TEXT NOT NULL, at TEXT NOT NULL,
        person TEXT NOT NULL REFERENCES person(name), PRIMARY KEY(case_id, digest)) STRICT""",
    """CREATE TABLE dossier(scope TEXT NOT NULL CHECK(scope <> ''), time INTEGER NOT NULL CHECK(time >= 1), digest TEXT NOT NULL,
        files INTEGER NOT NULL CHECK(files > 0), at TEXT NOT NULL, person TEXT NOT NULL REFERENCES person(name),
        PRIMARY KEY(scope, time)) STRICT""",
    """CREATE INDEX cases_by_applicant ON cases(applicant, year, measure, number)""",
    """CREATE INDEX sealed_by_decision ON sealed_case(decision)""",
    """CREATE INDEX paper_by_case ON paper(case_id)""",
    """CREATE INDEX paper_by_year ON paper(measure, year, kind)""",
)

_JOURNAL = (
    """CREATE TABLE op(id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, actor TEXT NOT NULL,
        at TEXT NOT NULL, reverts INTEGER REFERENCES op(id), seals INTEGER NOT NULL CHECK(seals IN (0, 1)),
        digest TEXT NOT NULL) STRICT""",
    """CREATE TABLE op_row(seq INTEGER PRIMARY KEY, op INTEGER NOT NULL REFERENCES op(id), tbl TEXT NOT NULL,
        key TEXT NOT NULL, before TEXT, after TEXT) STRICT""",
    """CREATE TABLE door(id INTEGER PRIMARY KEY CHECK(id = 1), op INTEGER) STRICT""",
    """CREATE INDEX op_row_by_op ON op_row(op)""",
    """CREATE INDEX op_row_by_key ON op_row(tbl, key)""",
)

SEARCH = "CREATE VIRTUAL TABLE search USING fts5(text, content='', columnsize=0, tokenize='ascii')"
"""The index behind `store.search`: without the texts themselves, which stand in the cases; no part of the record."""
_SEARCH_KEPT = ("search_data", "search_idx", "search_config")
"""What SQLite keeps that index in; how it declares them is its own affair and differs between its versions."""

_FORMER = ("_sqlite_migrations", "idx__sqlite_migrations_migration_set_name")
"""What a library that made the first stores noted of it in them; nothing reads it."""

_NAME = re.compile(r"CREATE (?:VIRTUAL TABLE|TABLE|INDEX|TRIGGER) (\w+)")

JOURNALED = {
    "meta": ("key",),
    "edition_text": ("name",),
    "person": ("name",),
    "certificate": ("fingerprint",),
    "batch": ("id",),
    "cases": ("id",),
    "answer": ("case_id", "check_id", "person"),
    "conflict": ("case_id", "person"),
    "mark": ("case_id", "expert", "item"),
    "opinion": ("case_id", "expert"),
    "proposal": ("measure", "year"),
    "decision": ("id",),
    "sealed_content": ("decision", "case_id"),
    "reopening": ("decision",),
    "slot": ("measure", "year", "number"),
    "sealed_case": ("case_id", "decision"),
    "paper": ("number",),
    "printing": ("paper", "time"),
    "signature": ("paper", "field"),
    "list_file": ("id",),
    "earlier_award": ("list", "row"),
    "filing": ("list", "row"),
    "trade": ("case_id", "number"),
    "cost": ("case_id", "number"),
    "voucher": ("number",),
    "voucher_entry": ("voucher", "seq"),
    "redemption": ("case_id", "number"),
    "special": ("case_id",),
    "credit_check": ("case_id", "stage", "platform"),
    "withdrawal": ("case_id", "decision"),
    "checkpoint": ("op",),
    "package": ("digest",),
    "lineage": ("tbl", "key"),
    "divergence": ("tbl", "key", "tip"),
    "settlement": ("batch", "number"),
    "attachment": ("case_id", "digest"),
    "dossier": ("scope", "time"),
}
"""Every table the journal watches, with its key columns."""

_FOREVER = {
    "decision": "已封存的决定不能改动或删除；确有错误，由主任与第二人重新开启",
    "sealed_content": "已封存的内容不能改动或删除",
    "reopening": "重新开启的记录不能改动或删除",
    "printing": "打印记录不能改动或删除",
    "dossier": "导出案卷的记录不能改动或删除",
    "checkpoint": "签记不能改动或删除",
    "withdrawal": "退出的记录不能改动或删除；确有错误，由主任与第二人重新开启该决定",
}
_ALSO_UNIQUE = {"decision": ("measure", "year", "number")}
"""What else tells two rows apart: OR REPLACE takes away the row that any of these names."""
_WHILE_SEALED = {"slot": "入选名额", "sealed_case": "已封存的结果"}
_SAME_CASE = {
    "slot": "t.case_id = NEW.case_id",
    "sealed_case": "(t.case_id = NEW.case_id AND (t.outcome <> 'reserve' OR t.amount_fen <> 0 OR t.decision = NEW.decision OR NOT ("
    "NEW.outcome = 'selected' AND EXISTS(SELECT 1 FROM withdrawal w JOIN sealed_case s ON s.case_id = w.case_id AND s.decision = w.decision"
    " WHERE s.measure = NEW.measure AND s.year = NEW.year))))",
}
"""Which present row stands in the way of a new one for the same case.

Where a selected project has withdrawn, its sealed row stays for ever, so that the running total stays continuous and the
record says what was sealed; only its slot goes. A reserve may then be sealed a second time, as selected, by a later
decision: its newer row counts, and the slot it must hold keeps the eleventh out.
"""
_FROZEN = {
    "cases": "id",
    "answer": "case_id",
    "mark": "case_id",
    "opinion": "case_id",
    "conflict": "case_id",
    "trade": "case_id",
    "cost": "case_id",
    "special": "case_id",
}


def _abort(sentence: str) -> str:
    return f"SELECT RAISE(ABORT, '{sentence}')"


def _trigger(name: str, when: str, table: str, body: str, condition: str = "") -> str:
    clause = f" WHEN {condition}" if condition else ""
    return f"CREATE TRIGGER {name} {when} ON {table}{clause} BEGIN {body}; END"


def _guards() -> Iterable[str]:
    """What no program may do, whatever it is; INSERT is guarded too, since OR REPLACE slips past the other two."""
    for table, sentence in _FOREVER.items():
        keys = [JOURNALED[table], *([_ALSO_UNIQUE[table]] if table in _ALSO_UNIQUE else [])]
        same = " OR ".join("(" + " AND ".join(f"{k} = NEW.{k}" for k in key) + ")" for key in keys)
        exists = f"EXISTS(SELECT 1 FROM {table} WHERE {same})"
        yield _trigger(f"guard_{table}_insert", "BEFORE INSERT", table, _abort(sentence), exists)
        yield _trigger(f"guard_{table}_update", "BEFORE UPDATE", table, _abort(sentence))
        yield _trigger(f"guard_{table}_delete", "BEFORE DELETE", table, _abort(sentence))
    for table, noun in _WHILE_SEALED.items():
        sentence = f"{noun}不能改动；须先重新开启该决定"
        closed = "NOT EXISTS(SELECT 1 FROM reopening WHERE decision = OLD.decision)"
        taken = f"EXISTS(SELECT 1 FROM {table} t WHERE {_SAME_CASE[table]} OR (t.measure = NEW.measure AND t.year = NEW.year AND t.number = NEW.number))"
        if table == "slot":
            closed += (
                " AND NOT EXISTS(SELECT 1 FROM withdrawal WHERE case_id = OLD.case_id AND decision = OLD.decision)"
            )
        yield _trigger(f"guard_{table}_insert", "BEFORE INSERT", table, _abort(sentence), taken)
        yield _trigger(f"guard_{table}_update", "BEFORE UPDATE", table, _abort(sentence))
        yield _trigger(f"guard_{table}_delete", "BEFORE DELETE", table, _abort(sentence), closed)
    yield from _frozen_guards()
    yield from _attachment_guards()
    yield from _ledger_guards()


def _frozen_guards() -> Iterable[str]:
    """What a sealed decision stands on stays as it is, also where OR REPLACE would clear a place for another row."""
    sentence = _abort("该项目的决定已封存，不能再改动；确需改动，须先重新开启")
    sealed = "EXISTS(SELECT 1 FROM sealed_case WHERE case_id = {row}.{key})"
    for table, key in _FROZEN.items():
        for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
            if table != "cases" or event != "INSERT":
                yield _trigger(
                    f"sealed_{table}_{event.lower()}",
                    f"BEFORE {event}",
                    table,
                    sentence,
                    sealed.format(row=row, key=key),
                )
    here = "SELECT id FROM cases WHERE year = NEW.year AND measure = NEW.measure AND"
    rivals = f"{here} number = NEW.number UNION ALL {here} credit_code = NEW.credit_code AND matter = NEW.matter"
    any_sealed = "EXISTS(SELECT 1 FROM sealed_case)"  # first, since nothing is in most years' imports
    own = f"{any_sealed} AND EXISTS(SELECT 1 FROM sealed_case WHERE case_id = NEW.id OR case_id IN ({rivals}))"
    for event in ("INSERT", "UPDATE"):
        yield _trigger(f"sealed_cases_rival_{event.lower()}", f"BEFORE {event}", "cases", sentence, own)


def _attachment_guards() -> Iterable[str]:
    """What lay with a case when it was sealed stays with it; more may come later, since payment asks for papers too."""
    sentence = _abort("该材料在项目封存时已附上，不能再撤下或改动；确需改动，须先重新开启")
    sealed = (
        "EXISTS(SELECT 1 FROM sealed_case s JOIN decision d ON d.id = s.decision WHERE s.case_id = {row}.case_id"
        " AND julianday(d.at) >= julianday({row}.at))"
    )
    there = "EXISTS(SELECT 1 FROM attachment WHERE case_id = NEW.case_id AND digest = NEW.digest)"
    yield _trigger("guard_attachment_insert", "BEFORE INSERT", "attachment", _abort("该材料已附在这个项目上"), there)
    yield _trigger("guard_attachment_update", "BEFORE UPDATE", "attachment", _abort("附上的材料不能改动，只能撤下"))
    yield _trigger("sealed_attachment_delete", "BEFORE DELETE", "attachment", sentence, sealed.format(row="OLD"))


def _given_back(measure: str, year: str, but: str = "0") -> str:
    """What vouchers of sealed awards have given back to a year's pool, entries that are `but` left out; never more than was sealed."""
    entries = f"SELECT voucher, SUM(fen) AS fen FROM voucher_entry e WHERE kind IN ('lapse', 'return') AND NOT ({but}) GROUP BY voucher"
    # CROSS JOIN keeps the order: few vouchers lapse, and thousands of cases may be sealed at once.
    return (
        f"(SELECT COALESCE(SUM(MIN(s.amount_fen, b.fen)), 0) FROM ({entries}) b CROSS JOIN voucher v ON v.number = b.voucher"
        f" CROSS JOIN sealed_case s ON s.case_id = v.case_id WHERE s.measure = {measure} AND s.year = {year})"
    )


def _ledger_guards() -> Iterable[str]:
    """A selected case holds a slot of its measure and year, only such a case withdraws, and the running total adds up."""
    slot = "NEW.outcome = 'selected' AND NOT EXISTS(SELECT 1 FROM slot WHERE case_id = NEW.case_id AND decision = NEW.decision AND measure = NEW.measure AND year = NEW.year)"
    yield _trigger("ledger_slot", "BEFORE INSERT", "sealed_case", _abort("入选项目必须占用本年度名额"), slot)
    before = "COALESCE((SELECT total_fen FROM sealed_case WHERE measure = NEW.measure AND year = NEW.year ORDER BY number DESC LIMIT 1), 0)"
    yield _trigger(
        "ledger_total",
        "BEFORE INSERT",
        "sealed_case",
        _abort("累计金额与前一笔不连续"),
        f"NEW.total_fen <> {before} + NEW.amount_fen",
    )
    yield _trigger(
        "ledger_back",
        "BEFORE INSERT",
        "sealed_case",
        _abort("退回年度资金的金额与智算券的登记不一致"),
        f"NEW.back_fen <> {_given_back('NEW.measure', 'NEW.year')}",
    )
    held = "EXISTS(SELECT 1 FROM sealed_case WHERE case_id = NEW.case_id AND decision = NEW.decision AND outcome = 'selected' AND pool_fen IS NULL)"
    yield _trigger(
        "ledger_withdrawal",
        "BEFORE INSERT",
        "withdrawal",
        _abort("只有按名额入选并已封存的项目可以退出"),
        f"NOT {held}",
    )
    gone = "EXISTS(SELECT 1 FROM withdrawal w JOIN sealed_case s ON s.case_id = w.case_id AND s.decision = w.decision WHERE w.case_id = NEW.case_id)"
    yield _trigger("ledger_slot_withdrawn", "BEFORE INSERT", "slot", _abort("已退出的项目不能再占用名额"), gone)
    other = "EXISTS(SELECT 1 FROM sealed_case WHERE measure = NEW.measure AND year = NEW.year AND pool_fen IS NOT NEW.pool_fen)"
    yield _trigger("ledger_pool", "BEFORE INSERT", "sealed_case", _abort("年度资金总额前后不一致"), other)
    foreign = "NOT EXISTS(SELECT 1 FROM cases c JOIN decision d ON d.measure = c.measure AND d.year = c.year WHERE c.id = NEW.case_id AND d.id = NEW.decision AND d.measure = NEW.measure AND d.year = NEW.year)"
    for table in _WHILE_SEALED:
        yield _trigger(
            f"ledger_{table}_same", "BEFORE INSERT", table, _abort("项目与决定不属于同一措施和年度"), foreign
        )
    yield from _voucher_guards()


def _voucher_guards() -> Iterable[str]:
    """A voucher is worth what was sealed, so that all of a year stay within its pool; its entries only follow one another.

    What lapses or is returned may be sealed again for others, and then cannot be taken off the record.
    """
    sealed = "NOT EXISTS(SELECT 1 FROM sealed_case WHERE case_id = NEW.case_id AND year = NEW.year AND outcome = 'awarded' AND amount_fen = NEW.fen)"
    yield _trigger("ledger_voucher", "BEFORE INSERT", "voucher", _abort("智算券只能按已封存的拟支持金额核发"), sealed)
    taken = "EXISTS(SELECT 1 FROM voucher WHERE number = NEW.number OR case_id = NEW.case_id)"
    yield _trigger("guard_voucher_insert", "BEFORE INSERT", "voucher", _abort("该项目已核发智算券"), taken)
    for table in ("voucher", "voucher_entry"):
        yield _trigger(
            f"guard_{table}_update",
            "BEFORE UPDATE",
            table,
            _abort("智算券及其登记不能改动；登记有误的，请撤销后重新登记"),
        )
    others = "FROM voucher_entry WHERE voucher = NEW.voucher"
    order = f"NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 {others})"
    yield _trigger(
        "guard_voucher_entry_insert", "BEFORE INSERT", "voucher_entry", _abort("智算券登记的顺序不连续"), order
    )
    later = "EXISTS(SELECT 1 FROM voucher_entry WHERE voucher = OLD.voucher AND seq > OLD.seq)"
    yield _trigger(
        "guard_voucher_entry_delete",
        "BEFORE DELETE",
        "voucher_entry",
        _abort("该券之后又有登记，不能撤去这一笔；请先撤销后来的登记"),
        later,
    )
    back = _given_back("c.measure", "c.year", "e.voucher = OLD.voucher AND e.seq = OLD.seq")
    year = "cases c JOIN voucher o ON o.case_id = c.id JOIN sealed_case t ON t.measure = c.measure AND t.year = c.year"
    spent = f"OLD.kind IN ('lapse', 'return') AND EXISTS(SELECT 1 FROM {year} WHERE o.number = OLD.voucher AND t.total_fen - {back} > t.pool_fen)"
    yield _trigger(
        "ledger_voucher_back",
        "BEFORE DELETE",
        "voucher_entry",
        _abort("作废或退回的金额已另行封存支持，不能撤去这一笔；确需撤去，须先重新开启后来的决定"),
        spent,
    )
    gone = f"NEW.kind IN ('use', 'lapse', 'return') AND NEW.fen + (SELECT COALESCE(SUM(fen), 0) {others} AND kind IN ('use', 'lapse', 'return')) > (SELECT fen FROM voucher WHERE number = NEW.voucher)"
    yield _trigger("ledger_voucher_used", "BEFORE INSERT", "voucher_entry", _abort("登记金额超过券的剩余额度"), gone)
    paid = f"NEW.kind = 'pay' AND NEW.fen + (SELECT COALESCE(SUM(fen), 0) {others} AND kind = 'pay') > (SELECT COALESCE(SUM(fen), 0) {others} AND kind = 'use')"
    yield _trigger("ledger_voucher_paid", "BEFORE INSERT", "voucher_entry", _abort("兑付金额超过已使用的金额"), paid)


def _journal_guards() -> Iterable[str]:
    """The journal only grows, and only while an operation is open."""
    fixed = "操作记录不能改动或删除"
    yield _trigger(
        "op_insert",
        "BEFORE INSERT",
        "op",
        _abort(fixed),
        "NEW.digest <> '' OR NEW.id <> COALESCE((SELECT MAX(id) FROM op), 0) + 1 OR EXISTS(SELECT 1 FROM op WHERE uid = NEW.uid)",
    )
    same = " OR ".join(f"NEW.{c} IS NOT OLD.{c}" for c in ("id", "uid", "name", "actor", "at", "reverts", "seals"))
    yield _trigger("op_update", "BEFORE UPDATE", "op", _abort(fixed), f"OLD.digest <> '' OR {same}")
    yield _trigger("op_delete", "BEFORE DELETE", "op", _abort(fixed))
    yield _trigger(
        "op_row_insert",
        "BEFORE INSERT",
        "op_row",
        _abort(fixed),
        "NEW.op IS NOT (SELECT op FROM door) OR EXISTS(SELECT 1 FROM op_row WHERE seq = NEW.seq)",
    )
    yield _trigger("op_row_update", "BEFORE UPDATE", "op_row", _abort(fixed))
    yield _trigger("op_row_delete", "BEFORE DELETE", "op_row", _abort(fixed))


def image_sql(columns: Iterable[str], row: str = "") -> str:
    """The JSON image of a row, as the triggers write it and as verification recomputes it."""
    prefix = f"{row}." if row else ""
    return "json_object(" + ", ".join(f"'{c}', {prefix}{c}" for c in columns) + ")"


def key_sql(table: str, row: str = "") -> str:
    """The JSON key of a row."""
    prefix = f"{row}." if row else ""
    return "json_array(" + ", ".join(f"{prefix}{k}" for k in JOURNALED[table]) + ")"


def columns_of(db: sqlite3.Connection, table: str) -> list[str]:
    return [str(r[1]) for r in db.execute(f"PRAGMA table_info({table})")]


def _watchers(db: sqlite3.Connection) -> Iterable[str]:
    """The triggers that write each row's before and after image, and refuse a write outside an operation."""
    open_op = "IFNULL((SELECT op FROM door), RAISE(ABORT, '只能由本程序的操作写入'))"
    insert = f"INSERT INTO op_row(op, tbl, key, before, after) VALUES({open_op}, "
    for table, keys in JOURNALED.items():
        columns = columns_of(db, table)
        old, new = image_sql(columns, "OLD"), image_sql(columns, "NEW")
        yield _trigger(
            f"journal_{table}_insert",
            "AFTER INSERT",
            table,
            f"{insert}'{table}', {key_sql(table, 'NEW')}, NULL, {new})",
        )
        yield _trigger(
            f"journal_{table}_update",
            "AFTER UPDATE",
            table,
            f"{insert}'{table}', {key_sql(table, 'OLD')}, {old}, {new})",
        )
        yield _trigger(
            f"journal_{table}_delete",
            "AFTER DELETE",
            table,
            f"{insert}'{table}', {key_sql(table, 'OLD')}, {old}, NULL)",
        )
        fixed = " OR ".join(f"NEW.{k} IS NOT OLD.{k}" for k in keys)
        yield _trigger(f"key_{table}", "BEFORE UPDATE", table, _abort("主键不能改动"), fixed)


@dataclass(frozen=True)
class Layout:
    """A format of the file: its number, its tables, and what brings a store of an older one up to it.

    When one is released: the digest of the shape that the format before had goes into `older`, and what each new column
    holds for the rows that are there, as an expression over the old row, into `filled` by table and column.
    """

    number: int
    tables: tuple[str, ...]
    older: Mapping[int, str]
    filled: Mapping[tuple[str, str], str]


PRESENT = Layout(FORMAT, _TABLES, {}, {})


def build(db: sqlite3.Connection, to: Layout = PRESENT, filling: Callable[[], object] = lambda: None) -> None:
    """Everything of a format in an empty database, in one transaction; `filling` is called before there are triggers."""
    db.execute("BEGIN IMMEDIATE")
    for statement in (*to.tables, *_JOURNAL):
        db.execute(statement)
    filling()
    for statement in _around(db):
        db.execute(statement)
    db.execute("INSERT OR IGNORE INTO door VALUES(1, NULL)")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {to.number}")
    db.execute("COMMIT")


def _around(db: sqlite3.Connection) -> list[str]:
    """What is made after the tables."""
    return [*_guards(), *_journal_guards(), *_watchers(db), SEARCH]


def expected_shape() -> dict[str, str]:
    """What `shape` tells of an untouched store, without making the triggers, which takes SQLite a good while."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for statement in (*_TABLES, *_JOURNAL):
            db.execute(statement)
        made = (*_TABLES, *_JOURNAL, *_around(db))
    finally:
        db.close()
    return {found[1]: statement for statement in made if (found := _NAME.match(statement))}


def shape(db: sqlite3.Connection) -> dict[str, str]:
    """Every table, index and trigger by name with its SQL; SQLite's own left out, what the search index is kept in too."""
    left_out = ", ".join(f"'{name}'" for name in (*_SEARCH_KEPT, *_FORMER))
    rows = db.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        f" AND NOT (type IN ('table', 'index') AND (name GLOB 'sqlite_*' OR name IN ({left_out})))"
    )
    return {str(name): str(sql) for name, sql in rows}


def shape_digest(shape: Mapping[str, str]) -> str:
    body = "\n".join(f"{name}\t{sql}" for name, sql in sorted(shape.items()))
    return f"sha256:{hashlib.sha256(body.encode()).hexdigest()}"
