"""Nouns as the JSON of the headless contract: money in 分 under `_fen`, scores as text in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gyga_desk.model import (
    Blocker,
    Case,
    Choice,
    ColumnType,
    Cost,
    Decision,
    Departure,
    ExpertTotal,
    Paper,
    Problem,
    Settlement,
    Standing,
    Table,
    Trade,
)
from gyga_desk.operations.compare import show_fact
from gyga_desk.operations.incoming import HELD, REDEEM, Preview
from gyga_desk.policy import Edition
from gyga_desk.rules.scoring import write_score
from gyga_desk.store import lists

if TYPE_CHECKING:  # each command loads what it shows, and no other's
    from gyga_desk.applicants import History
    from gyga_desk.operations.lists import ListTaken
    from gyga_desk.operations.papers import Ready, VerifyResult
    from gyga_desk.operations.sheets.kinds import Kind

JsonObject = dict[str, Any]


def problem(found: Problem) -> JsonObject:
    return {
        "sheet": found.sheet, "cell": found.cell, "row": found.row, "column": found.column, "code": found.code,
        "severity": found.severity.value, "raw": found.raw, "sentence": found.sentence,
        **({"choices": [_choice(c) for c in found.choices], "answer": found.answer or None} if found.choices else {}),
    }  # fmt: skip


def _choice(found: Choice) -> JsonObject:
    return {"key": found.key, "sentence": found.sentence, "evidence": found.evidence or None}


def settlement(found: Settlement) -> JsonObject:
    """An answer, or with `choice` null a correction: what the cell should read."""
    return {
        "sheet": found.sheet, "cell": found.cell, "row": found.row, "column": found.column, "code": found.code or None,
        "raw": found.raw, "choice": found.choice or None, "said": found.said, "by": found.person or None, "at": found.at or None,
    }  # fmt: skip


def preview(found: Preview, *, batch: str, accepted: int) -> JsonObject:
    """The answer of `import`; `accepted` rows are in the record now."""
    stored = accepted > 0
    return {
        "batch": batch or None, "digest": found.digest, "accepted": accepted, "held": found.count(HELD),
        "unchanged": found.count("unchanged"), "changed": found.count("changed"), "new": found.count("new"),
        "redemptions": found.count(REDEEM),
        "sheets": [_sheet(found, s, stored=stored) for s in found.sheets],
        "sums": [
            {"sheet": s.name, "column": t.column, "cell": t.cell, "stated_fen": t.stated_fen, "computed_fen": t.computed_fen}
            for s in found.sheets for t in s.sums
        ],
        "details": [_lines(found, s, stored=stored) for s in found.sheets if s.detail],
        "problems": [problem(p) for p in found.problems],
        "changes": [
            {"case": case, "applicant": name, "column": d.header, "before": d.before, "after": d.after}
            for case, name, d in found.differences
        ],
        "settled": [settlement(s) for s in found.settled], "offered": [settlement(s) for s in found.offered],
        "earlier": found.earlier or None, "again": [{"batch": batch, "cases": count} for batch, count in found.again],
    }  # fmt: skip


def _lines(found: Preview, sheet: Any, *, stored: bool) -> JsonObject:
    """How the lines of a detail sheet fared: a case's are stored, the same as on record, or held, all of them together."""
    taken = found.count_lines("new", sheet.name) + found.count_lines("changed", sheet.name)
    same = found.count_lines("unchanged", sheet.name)
    return {
        "sheet": sheet.name, "measure": sheet.detail, "rows": len(sheet.rows), "accepted": taken if stored else 0,
        "unchanged": same, "held": len(sheet.rows) - taken - same,
    }  # fmt: skip


def _sheet(found: Preview, sheet: Any, *, stored: bool) -> JsonObject:
    taken = sum(found.count(state, sheet.name, sheet.measure) for state in ("new", "changed", REDEEM))
    return {
        "name": sheet.name, "measure": sheet.measure, "state": sheet.state, "header_rows": list(sheet.header_rows),
        "rows": len(sheet.rows), "accepted": taken if stored else 0, "held": found.count(HELD, sheet.name, sheet.measure),
        "skipped": [{"row": row, "reason": reason} for row, reason in sheet.skipped],
    }  # fmt: skip


def case(
    edition: Edition, held: Case, state: str, trades: Sequence[Trade] = (), costs: Sequence[Cost] = ()
) -> JsonObject:
    return {
        "case": held.id, "measure": held.measure, "year": held.year, "applicant": held.applicant, "credit_code": held.credit_code,
        "title": held.title, "state": state, "source": {"file": held.file, "sheet": held.sheet, "row": held.row},
        "facts": _facts(edition, held), **({"settled": told} if (told := _told(edition, held)) else {}), **({"trades": [_trade(t) for t in trades]} if trades else {}),
        **({"costs": [vars(c) for c in costs]} if costs else {}),
    }  # fmt: skip


def _told(edition: Edition, held: Case) -> JsonObject:
    """By header: what stood in the cell, and what a person said it reads."""
    measure = edition.measure(held.measure)
    return {
        (known.header if measure and (known := measure.column(column)) else fact.header): {"raw": fact.raw, "said": fact.settled}
        for column, fact in held.facts.items() if fact.settled
    }  # fmt: skip


def _trade(held: Trade) -> JsonObject:
    return {
        "contract": held.contract, "date": held.traded_on, "product": held.product, "seller": held.seller, "seller_code": held.seller_code,
        "contract_fen": held.contract_fen, "paid_fen": held.paid_fen, "invoice_fen": held.invoice_fen, "related": held.related,
        "sheet": held.sheet, "row": held.row,
    }  # fmt: skip


def _facts(edition: Edition, held: Case) -> JsonObject:
    """Each header with its meaning as text; money also in 分 under the header with `_fen`."""
    measure = edition.measure(held.measure)
    facts: JsonObject = {}
    for column, fact in held.facts.items():
        known = measure.column(column) if measure else None
        header = known.header if known else fact.header or column.removeprefix("x:")
        if known is not None and known.type is ColumnType.MONEY:
            facts[f"{header}_fen"] = fact.value
        facts[header] = (
            show_fact(measure, column, fact).replace(",", "")
            if measure and known and known.type is ColumnType.MONEY
            else _plain(measure, column, fact)
        )
    return facts


def _plain(measure: Any, column: str, fact: Any) -> str | None:
    return show_fact(measure, column, fact) if fact.value is not None else None


def table(held: Table) -> JsonObject:
    return {
        "measure": held.measure, "year": held.year, "edition": held.edition, "guide": held.guide, "digest": held.digest,
        "places": held.places, "pool_fen": held.pool_fen, "rule": held.rule, "spent_fen": held.spent_fen,
        "missing": [{"sentence": m.sentence, "clause": m.clause} for m in held.missing],
        "ties": list(held.tie_at_line), "cases": [standing(s) for s in held.cases],
    }  # fmt: skip


def standing(held: Standing) -> JsonObject:
    return {
        "case": held.case, "applicant": held.applicant, "credit_code": held.credit_code, "title": held.title,
        "outcome": held.outcome.value, "provisional": held.provisional.value,
        "why": [{"check": r.check, "sentence": r.sentence, "clause": r.clause} for r in held.why],
        "score": None if held.score is None else write_score(held.score),
        "scores": [_total(s) for s in held.scores],
        "spread": None if held.spread is None else f"{held.spread:f}", "rank": held.rank, "tied": held.tied,
        "entitled_fen": held.entitled_fen, "amount_fen": held.amount_fen, "city_fen": held.city_fen,
        "district_fen": held.district_fen, "payer": held.payer or None,
        "derivation": [{"label": s.label, "clause": s.clause, "before_fen": s.before_fen, "after_fen": s.after_fen} for s in held.derivation],
    }  # fmt: skip


def _total(held: ExpertTotal) -> JsonObject:
    """One expert's total; the points by item where they were given so."""
    total = None if held.total is None else f"{held.total:f}"
    items = {"items": {item: f"{points:f}" for item, points in held.items}} if held.items else {}
    return {"expert": held.expert, "total": total, "state": held.use.value, **items}


def blocker(held: Blocker) -> JsonObject:
    return {"code": held.code, "case": held.case or None, "sentence": held.sentence, "who": held.who, "page": held.page}


def departure(held: Departure) -> JsonObject:
    """`place` is the one given among equals, null where a case was put in or left out."""
    return {"case": held.case, "reason": held.reason, "place": held.place}


def decision(held: Decision) -> JsonObject:
    return {
        "decision": held.id, "measure": held.measure, "year": held.year, "digest": held.digest, "journal": held.journal,
        "meeting": held.meeting.name, "date": held.meeting.date, "number": held.meeting.number, "by": held.by, "with": held.second,
        "at": held.at, "reopened": held.reopened or None, "late_reason": held.late or None,
        "departures": [departure(d) for d in held.departures], "standing": table(held.table),
    }  # fmt: skip


def paper(held: Paper) -> JsonObject:
    return {
        "paper": held.number, "kind": held.kind, "case": held.case or None, "measure": held.measure, "year": held.year,
        "subject": held.subject or None, "decision": held.decision or None, "digest": held.digest, "pages": held.pages, "code": held.code,
        "state": held.state.value, "replaces": held.replaces or None, "reason": held.reason or None,
    }  # fmt: skip


def paper_kind(held: Kind) -> JsonObject:
    return {
        "kind": held.id,
        "title": held.title,
        "about": held.about.value,
        "when": held.when,
        "xlsx": held.tables is not None,
    }


def ready_paper(kind: Kind, held: Ready) -> JsonObject:
    """One paper that can be printed or was; `state` is `void` too for one whose content has changed."""
    state = "unprinted" if held.paper is None else "void" if held.changed else held.paper.state.value
    return {
        "kind": kind.id, "title": kind.title, "case": held.subject.case or None, "subject": held.subject.who or None,
        "paper": held.paper.number if held.paper else None, "code": held.paper.code if held.paper else None, "state": state,
        "changed": held.changed or None,
    }  # fmt: skip


def list_file(held: lists.ListFile) -> JsonObject:
    return {
        "list": held.id, "kind": held.kind, "file": held.file, "dated": held.dated, "rows": held.rows, "digest": held.digest,
        "at": held.at, "by": held.by,
    }  # fmt: skip


def list_taken(held: ListTaken) -> JsonObject:
    """The answer of `awards import` and `filings import`, in the words of `import`'s."""
    found = held.preview
    return {
        "list": held.list or None, "kind": found.kind, "file": found.file, "digest": found.digest, "sheet": found.sheet,
        "dated": found.dated, "accepted": held.accepted, "held": found.held, "unchanged": found.unchanged, "new": len(found.rows),
        "skipped": [{"row": row, "reason": reason} for row, reason in found.skipped],
        "sums": [
            {"sheet": found.sheet, "column": t.column, "cell": t.cell, "stated_fen": t.stated_fen, "computed_fen": t.computed_fen}
            for t in found.sums
        ],
        "problems": [problem(p) for p in found.problems],
    }  # fmt: skip


def earlier_award(held: lists.EarlierAward) -> JsonObject:
    return {
        "list": held.list, "row": held.row, "applicant": held.applicant, "credit_code": held.credit_code or None, "policy": held.policy,
        "document": held.document or None, "measure": held.measure, "matter": held.matter or None, "contract": held.contract or None,
        "year": held.year, "amount_fen": held.amount_fen,
    }  # fmt: skip


def history(held: History) -> JsonObject:
    return {
        "applicant": held.applicant.name, "credit_code": held.applicant.credit_code or None, "awarded_fen": held.awarded_fen,
        "earlier_fen": held.earlier_fen, "open": held.open,
        "lines": [
            {
                "year": x.year, "id": x.id, "measure": x.measure, "policy": x.policy, "matter": x.matter or None,
                "outcome": x.outcome.value if x.outcome else None, "sealed": x.sealed, "entitled_fen": x.entitled_fen,
                "awarded_fen": x.awarded_fen, "by_name": x.by_name,
            }
            for x in held.lines
        ],
    }  # fmt: skip


def filing(held: lists.FilingRow) -> JsonObject:
    return {
        "list": held.list, "row": held.row, "dated": held.dated, "number": held.number, "algorithm": held.algorithm,
        "holder": held.holder, "role": held.role or None, "filed_on": held.filed_on or None, "cancelled": held.cancelled,
    }  # fmt: skip


def verified(held: VerifyResult) -> JsonObject:
    return {
        "ok": held.ok, "findings": [{"code": f.code, "sentence": f.sentence} for f in held.findings],
        "signatures": [
            {"name": s.name, "field": s.field, "ok": s.ok, "covers_whole": s.covers_whole, "at": s.at, "sentence": s.sentence}
            for s in held.signatures
        ],
    }  # fmt: skip
