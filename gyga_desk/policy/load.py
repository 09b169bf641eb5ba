"""TOML texts → Edition; what is unknown, uncited or half-written does not load, and the sentence names file and key.

The texts come as a mapping of file name to content, so that a store can carry the edition it was judged by.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from gyga_desk.errors import PolicyError
from gyga_desk.model import Column, ColumnType, Personal
from gyga_desk.policy import (
    NONE,
    UNSET,
    Absent,
    Amount,
    AmountKind,
    Check,
    Cite,
    Clause,
    CostBase,
    CostSheet,
    Detail,
    Edition,
    Guide,
    IfNo,
    Item,
    Measure,
    Part,
    Process,
    Rubric,
    Selection,
    Source,
    Tier,
    WorkYear,
)
from gyga_desk.policy.kinds import (
    AMOUNT_KEYS,
    AUTOMATIC,
    BARRING,
    BARS,
    COST_COLUMNS,
    DETAIL_COLUMNS,
    LINES,
    MERGES,
    OPEN_ENDED,
    ORDERS,
    REDUCTIONS,
    SOURCE_KINDS,
    WORDY,
)
from gyga_desk.policy.node import Node
from gyga_desk.policy.signing import read_signing
from gyga_desk.policy.workdays import WORKDAYS, read_years

EDITION, COMMON, GUIDE_PREFIX, SOURCES = "edition.toml", "common.toml", "guide", "sources/"
_PROCESS = ("odd_fen", "filing_from", "filing_until", "supplement_days", "notice_days", "two_keys")
_RUBRIC = ("items", "step", "quorum", "trim_from", "floor", "spread")
_SELECTION = ("order", "places", "pool", "line")

_LEAST_TO_TRIM = 3
_MOST_MONTHS = 120

Cites = Callable[[Node, str], Cite]


def read_folder(folder: Path) -> dict[str, str]:
    """The texts of an edition's folder, guides left out; names use `/`."""
    if not (folder / EDITION).is_file():
        raise PolicyError("找不到政策版本 {name}；请核对版本名称，或重新安装程序。", name=folder.name)
    files = [*folder.glob("*.toml"), *(folder / "sources").glob("*.txt")]
    texts = {f.relative_to(folder).as_posix(): f.read_text(encoding="utf-8") for f in files}
    return {name: text for name, text in sorted(texts.items()) if not name.startswith(GUIDE_PREFIX)}


def digest_of(texts: Mapping[str, str]) -> str:
    """sha256 over names and texts, line ends normalised."""
    total = hashlib.sha256()
    for name in sorted(texts):
        body = texts[name].replace("\r\n", "\n").encode()
        total.update(f"{name}\0{len(body)}\0".encode() + body)
    return f"sha256:{total.hexdigest()}"


def load_edition(texts: Mapping[str, str], guide: str | None = None, guide_name: str = "guide.toml") -> Edition:
    """The edition, with the guide laid over it; raises `PolicyError`."""
    overlay = _parse(guide, guide_name) if guide is not None else None
    head = Node(_parse(texts.get(EDITION, ""), EDITION), EDITION)
    sources, clauses = _sources(head), _clauses(head)
    _check_quotations(sources, clauses, texts)
    over = _Overlay(overlay, guide_name, clauses)
    _refuse_twice(head, "source", [s.id for s in [*sources, *over.sources]])
    _refuse_twice(head, "clause", [f"{c.source} {c.at}" for c in clauses])
    cite = _citer([*sources, *over.sources], [*clauses, *over.clauses])
    common = Node(_parse(texts.get(COMMON, ""), COMMON), COMMON)
    columns = tuple(_column(n) for n in common.tables("column"))
    checks = tuple(_check(n, cite) for n in common.tables("check"))
    process = _process(over.lay(common.table("process"), "process"), cite)
    costs = _cost_sheet(common.table("costs"), cite) if common.has("costs") else None
    signing = read_signing(common.table("signing"), over.signing(), cite)
    common.done()
    calendar = over.years(_years(texts))
    measures = _measures(texts, columns, checks, over, cite)
    edition = Edition(
        id=head.filled("id"), title=head.filled("title"), number=head.text("number"), in_force=head.take("in_force", date),
        until=head.take("until", date), issuers=head.words("issuers"), payers=head.words("payers"),
        outside=head.filled("outside"), sources=(*sources, *over.sources), clauses=(*clauses, *over.clauses),
        measures=measures, process=process, guide=over.guide, digest=digest_of(texts),
        guide_digest=digest_of({"guide.toml": guide}) if guide is not None else "", issued=head.take("issued", date),
        doubts=head.words("doubts"), checked_on=str(head.take("checked_on", date)), costs=costs, signing=signing, calendar=calendar,
    )  # fmt: skip
    head.done()
    if costs is None and any(m.costs for m in measures):
        raise common.fault("costs", "没有填写（有措施以投入明细佐证）")
    over.done(edition.id)
    return edition


def _parse(text: str, file: str) -> dict[str, Any]:
    if not text.strip():
        raise PolicyError("政策文件 {file} 不存在或是空的；请重新安装程序。", file=file)
    try:
        return tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as fault:
        raise PolicyError("政策文件 {file} 格式有误（{fault}）；请更正后重新载入。", file=file, fault=fault) from fault


def _refuse_twice(node: Node, key: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise node.fault(key, f"的“{name}”出现了两次")


def _sources(head: Node) -> list[Source]:
    found = []
    for node in head.tables("source"):
        found.append(Source(
            id=node.filled("id"), title=node.filled("title"), number=node.text("number"), date=str(node.raw("date")),
            kind=node.word("kind", SOURCE_KINDS), file=node.text("file"), checked_on=str(node.take("checked_on", date)),
        ))  # fmt: skip
        node.done()
    return found


def _clauses(head: Node, source: str = "") -> list[Clause]:
    found = []
    for node in head.tables("clause"):
        found.append(Clause(source or node.filled("source"), node.filled("at"), node.filled("text")))
        node.done()
    return found


def _check_quotations(sources: list[Source], clauses: list[Clause], texts: Mapping[str, str]) -> None:
    """A clause of a source that has a file must stand in that file word for word."""
    files = {s.id: s.file for s in sources if s.file}
    for clause in clauses:
        name = files.get(clause.source)
        if name is None:
            continue
        original = texts.get(SOURCES + name, "")
        for line in clause.text.strip().splitlines():
            if line.strip() not in original:
                raise PolicyError("政策文件 {file} 中“{at}”与原文不一致；请逐字核对。", file=EDITION, at=clause.at)


def _citer(sources: list[Source], clauses: list[Clause]) -> Cites:
    titles = {s.id: s.title for s in sources}
    known = {(c.source, c.at): c.text for c in clauses}

    def cite(node: Node, key: str = "cite") -> Cite:
        table = node.table(key)
        source, at = table.filled("source"), table.filled("at")
        table.done()
        if source not in titles:
            raise node.fault(key, f"引用了未列出的来源“{source}”")
        if (source, at) not in known:
            raise node.fault(key, f"引用的“{at}”没有条文")
        return Cite(source, at, titles[source], known[source, at])

    return cite


def _column(node: Node) -> Column:
    column = Column(
        id=node.filled("id"), header=node.filled("header"), type=ColumnType(node.word("type", [t.value for t in ColumnType])),
        required=node.take("required", bool), aliases=node.words("alias"), options=node.words("options"),
        unit=node.text("unit", ""), note=node.text("note", ""),
        personal=Personal(node.word("personal", [p.value for p in Personal])) if node.has("personal") else None,
    )  # fmt: skip
    if column.type in (ColumnType.ENUM, ColumnType.MULTI) and not column.options:
        raise node.fault("options", "没有填写")
    if column.type is ColumnType.MONEY:
        column = replace(column, unit=column.unit or "元")
    node.done()
    return column


def _check(node: Node, cite: Cites) -> Check:
    check = Check(
        id=node.filled("id"), ask=node.filled("ask"), evidence=node.text("evidence"),
        if_no=IfNo(node.word("if_no", [v.value for v in IfNo])), cite=cite(node, "cite"),
        auto=node.word("auto", tuple(AUTOMATIC)) if node.has("auto") else "", uses=node.words("uses"), args=node.words("args"),
        reduce=node.word("reduce", REDUCTIONS) if node.has("reduce") else "", takes=node.text("takes", ""),
        hangs_on=node.text("hangs_on", ""),
    )  # fmt: skip
    if (check.if_no is IfNo.REDUCE) != bool(check.reduce):
        raise node.fault("reduce", '应与 if_no = "reduce" 同时出现')
    if check.takes and check.reduce != "stated":
        raise node.fault("takes", '应与 reduce = "stated" 同时出现')
    _check_look(node, check)
    node.done()
    return check


def _check_look(node: Node, check: Check) -> None:
    """A look gets the columns and words it works with; without them it would fail at the first case."""
    given, wanted = len(check.uses), AUTOMATIC.get(check.auto, 0)
    if given < wanted or (given > wanted and check.auto not in OPEN_ENDED):
        raise node.fault("uses", f"应列 {wanted} 个栏目" if check.auto else "没有对应的 auto")
    if check.auto in WORDY and not check.args:
        raise node.fault("args", "没有填写")


def _years(texts: Mapping[str, str]) -> tuple[WorkYear, ...]:
    """The holidays that come with the edition; an edition may have none."""
    node = Node(_parse(texts[WORKDAYS], WORKDAYS) if WORKDAYS in texts else {}, WORKDAYS)
    found = read_years(node.tables("year"))
    node.done()
    return found


def _measures(
    texts: Mapping[str, str],
    columns: tuple[Column, ...],
    checks: tuple[Check, ...],
    over: _Overlay,
    cite: Cites,
) -> tuple[Measure, ...]:
    names = sorted(n for n in texts if n.startswith("m") and n.endswith(".toml"))
    measures = [_measure(Node(_parse(texts[n], n), n), columns, checks, over, cite) for n in names]
    numbers = [m.number for m in measures]
    if len(set(numbers)) != len(numbers):
        raise PolicyError("政策文件中有两个措施编号相同（{numbers}）；请更正。", numbers=numbers)
    return tuple(sorted(measures, key=lambda m: m.number))


def _measure(
    node: Node, columns: tuple[Column, ...], checks: tuple[Check, ...], over: _Overlay, cite: Cites
) -> Measure:
    optional, skip = set(node.words("optional")), set(node.words("skip"))
    shared = tuple(replace(c, required=c.required and c.id not in optional) for c in columns)
    name = node.filled("id")
    amount = _amount(over.lay(node.table("amount"), f"{name}.amount"), cite)
    held = [*(c for c in checks if c.id not in skip), *(_check(n, cite) for n in node.tables("check"))]
    measure = Measure(
        id=name, number=node.take("number", int), name=node.filled("name"), article=node.filled("article"),
        sheet=node.filled("sheet"), title=node.filled("title"), cite=cite(node, "cite"),
        columns=(*shared, *(_column(n) for n in node.tables("column"))),
        checks=_in_order([_hung(node, c, amount) for c in held]),
        amount=amount,
        selection=_selection(over.lay(node.table("selection"), f"{name}.selection"), cite),
        rubric=_rubric(over.lay(node.table("rubric"), f"{name}.rubric"), cite) if node.has("rubric") else None,
        key=node.words("key"), detail=_detail(node.table("detail"), cite) if node.has("detail") else None,
        costs=_cost_base(node.table("costs"), cite) if node.has("costs") else None,
    )  # fmt: skip
    node.done()
    _check_names(node, measure, optional | skip, {c.id for c in columns} | {c.id for c in checks})
    return measure


def _hung(node: Node, check: Check, amount: Amount) -> Check:
    """A check that stands on a figure of the amount has its clause; while the figure does not bar, a “no” rejects nobody."""
    if not check.hangs_on:
        return check
    if check.hangs_on not in BARRING or check.hangs_on not in amount.cites:
        raise node.fault("hangs_on", f"的“{check.hangs_on}”不是本措施金额的一项")
    barred = getattr(amount, check.hangs_on) == "barred"
    return replace(check, if_no=check.if_no if barred else IfNo.FLAG, cite=amount.cites[check.hangs_on])


def _in_order(checks: list[Check]) -> tuple[Check, ...]:
    """The common ones first, each group by its numbers: G2 before G10, 3.2 before 3.10."""

    def place(check: Check) -> tuple[bool, list[int]]:
        return not check.id.startswith("G"), [int(n) for n in re.findall(r"\d+", check.id)]

    return tuple(sorted(checks, key=place))


def _check_names(node: Node, measure: Measure, named: set[str], known: set[str]) -> None:
    """Every column and check that is named exists, and none is named twice."""
    ids = [c.id for c in measure.columns]
    _refuse_twice(node, "column", ids)
    _refuse_twice(node, "check", [c.id for c in measure.checks])
    for unknown in named - known:
        raise node.fault("optional/skip", f"提到的“{unknown}”不存在")
    amount, deduct = measure.amount, measure.amount.deduct
    used = [
        measure.title,
        *measure.key,
        *(u for c in measure.checks for u in (*c.uses, c.takes)),
        amount.base,
        amount.received,
        amount.unit,
    ]
    if measure.detail is not None:
        held = measure.detail
        used += [held.total, held.count, held.unpaid, held.related, held.year]
    if measure.costs is not None:
        used += [measure.costs.total, *measure.costs.parts, measure.costs.begins, measure.costs.ends]
        if measure.detail is not None:
            raise node.fault("costs", "与 detail 不能同时出现")
    used += [] if isinstance(deduct, Absent) else list(deduct)
    used += [] if isinstance(amount.parts, Absent) else [p.column for p in amount.parts]
    for column in used:
        if column and column not in ids:
            raise node.fault(column, "不是本措施的栏目")


def _cites(node: Node, cite: Cites, keys: tuple[str, ...]) -> dict[str, Cite]:
    """The citation of each key: its own (`key_cite`), or the table's."""
    own = cite(node, "cite")
    return {k: cite(node, f"{k}_cite") if node.has(f"{k}_cite") else own for k in keys}


def _amount(node: Node, cite: Cites) -> Amount:
    kind = AmountKind(node.word("kind", [k.value for k in AmountKind]))
    keys = AMOUNT_KEYS[kind]
    deduct: tuple[str, ...] | Absent = NONE
    if "deduct" in keys:
        deduct = node.absent("deduct") or node.words("deduct")
    amount = Amount(
        kind=kind, base=node.filled("base") if "base" in keys else "", deduct=deduct,
        rate=node.rate("rate") if "rate" in keys else NONE, cap=node.money("cap") if "cap" in keys else NONE,
        threshold=node.money("threshold") if "threshold" in keys else NONE,
        received=_column_or_none(node, "received") if "received" in keys else "",
        tiers=_tiers(node) if "tiers" in keys else NONE, parts=_parts(node) if "parts" in keys else NONE,
        valid_months=_months(node, "valid_months") if "valid_months" in keys else NONE,
        unit=_column_or_none(node, "unit") if "unit" in keys else "",
        merge_quality=_merge(node) if "merge_quality" in keys else NONE,
        related_parties=_bar(node, "related_parties") if "related_parties" in keys else NONE,
        cites=_cites(node, cite, (*keys, "kind")),
    )  # fmt: skip
    quantities = None if isinstance(amount.parts, Absent) else [p for p in amount.parts if p.full is None]
    if amount.merge_quality == "weighted_by_use" and quantities is not None and len(quantities) != 1:
        raise node.fault("merge_quality", "的“weighted_by_use”须恰有一个按最大者折算的部分作权数")
    node.done()
    return amount


def _merge(node: Node) -> str | Absent:
    absent = node.absent("merge_quality")
    if absent is NONE:
        raise node.fault("merge_quality", f"应为 {'、'.join(MERGES)} 之一，或写 unset（条文未定）")
    return absent if absent is not None else node.word("merge_quality", MERGES)


def _bar(node: Node, key: str) -> str | Absent:
    absent = node.absent(key)
    if absent is NONE:
        raise node.fault(key, f"应为 {'、'.join(BARS)} 之一，或写 unset（条文未定）")
    return absent if absent is not None else node.word(key, BARS)


def _detail(node: Node, cite: Cites) -> Detail:
    """A sheet of transactions; its columns are the ones a transaction has, and the one that names its owner."""
    detail = Detail(
        sheet=node.filled("sheet"), columns=tuple(_column(n) for n in node.tables("column")), owner=node.filled("owner"),
        total=node.filled("total"), count=node.filled("count"), unpaid=node.filled("unpaid"), related=node.filled("related"),
        year=node.filled("year"), cite=cite(node, "cite"),
    )  # fmt: skip
    _refuse_twice(node, "column", [c.id for c in detail.columns])
    types = {c.id: c.type for c in detail.columns}
    if types != {**DETAIL_COLUMNS, detail.owner: ColumnType.CODE}:
        wanted = "、".join([detail.owner, *DETAIL_COLUMNS])
        raise node.fault("column", f"应恰为 {wanted} 各栏，类型相符")
    node.done()
    return detail


def _cost_sheet(node: Node, cite: Cites) -> CostSheet:
    """The sheet of cost items; its columns are the ones a cost item has, and the two that name its owner."""
    sheet = CostSheet(
        sheet=node.filled("sheet"), names=node.words("alias"), columns=tuple(_column(n) for n in node.tables("column")),
        owner=node.filled("owner"), matter=node.filled("matter"), cite=cite(node, "cite"),
    )  # fmt: skip
    _refuse_twice(node, "column", [c.id for c in sheet.columns])
    types = {c.id: c.type for c in sheet.columns}
    if types != {**COST_COLUMNS, sheet.owner: ColumnType.CODE, sheet.matter: ColumnType.TEXT}:
        wanted = "、".join([sheet.owner, sheet.matter, *COST_COLUMNS])
        raise node.fault("column", f"应恰为 {wanted} 各栏，类型相符")
    node.done()
    return sheet


def _cost_base(node: Node, cite: Cites) -> CostBase:
    base = CostBase(
        total=node.filled("total"), parts=node.words("parts"), begins=node.text("begins", ""), ends=node.text("ends", ""), cite=cite(node, "cite"),
    )  # fmt: skip
    node.done()
    return base


def _months(node: Node, key: str) -> int | Absent:
    months = node.count(key)
    if months is NONE or (isinstance(months, int) and months > _MOST_MONTHS):
        raise node.fault(key, f"应为 1 至 {_MOST_MONTHS} 的月数，或写 unset（条文未定）")
    return months


def _column_or_none(node: Node, key: str) -> str:
    value = node.filled(key)
    if value == UNSET.value:
        raise node.fault(key, "应为栏目名，或 none")
    return "" if value == NONE.value else value


def _tiers(node: Node) -> tuple[Tier, ...] | Absent:
    absent = node.absent("tiers")
    if absent is not None:
        return absent
    tiers = []
    for row in node.tables("tiers"):
        tiers.append(Tier(row.take("first", int), row.take("last", int), row.fen("yuan")))
        row.done()
    for before, after in zip([Tier(0, 0, 0), *tiers], tiers, strict=False):
        if after.first != before.last + 1 or after.last < after.first:
            raise node.fault("tiers", "的名次应从 1 起、相连且不重叠")
    return tuple(tiers)


def _parts(node: Node) -> tuple[Part, ...] | Absent:
    absent = node.absent("parts")
    if absent is not None:
        return absent
    parts = []
    for row in node.tables("parts"):
        parts.append(
            Part(row.filled("column"), row.positive("weight"), row.positive("full") if row.has("full") else None)
        )
        row.done()
    if sum(p.weight for p in parts) != 1:
        raise node.fault("parts", "的权重之和应为 1")
    return tuple(parts)


def _selection(node: Node, cite: Cites) -> Selection:
    line: str | Absent | None = node.absent("line")
    selection = Selection(
        order=node.word("order", ORDERS), places=node.count("places"), pool=node.money("pool"),
        line=line if isinstance(line, Absent) else node.word("line", LINES), cites=_cites(node, cite, _SELECTION),
    )  # fmt: skip
    node.done()
    return selection


def _rubric(node: Node, cite: Cites) -> Rubric:
    absent = node.absent("items")
    items = absent if absent is not None else tuple(_item(n) for n in node.tables("items"))
    step = node.absent("step")
    if not isinstance(items, Absent):
        _refuse_twice(node, "items", [i.id for i in items])
    rubric = Rubric(
        items=items, step=step if step is not None else node.positive("step"), quorum=node.count("quorum"), trim_from=node.count("trim_from"),
        floor=node.number("floor"), spread=node.number("spread"), cites=_cites(node, cite, _RUBRIC),
    )  # fmt: skip
    if isinstance(rubric.trim_from, int) and rubric.trim_from < _LEAST_TO_TRIM:
        raise node.fault("trim_from", f"至少为 {_LEAST_TO_TRIM}：去掉最高和最低各一个之后须有剩余")
    node.done()
    return rubric


def _item(node: Node) -> Item:
    item = Item(
        node.filled("id"), node.filled("group"), node.filled("name"), node.positive("points"), node.filled("anchor")
    )
    node.done()
    return item


def _process(node: Node, cite: Cites) -> Process:
    odd = node.absent("odd_fen")
    keys = node.raw("two_keys")
    process = Process(
        odd_fen=odd if odd is not None else node.word("odd_fen", ("city", "district")),
        filing_from=node.day("filing_from"), filing_until=node.day("filing_until"),
        supplement_days=node.count("supplement_days"), notice_days=node.count("notice_days"),
        two_keys=UNSET if keys == UNSET.value else node.take("two_keys", bool), cites=_cites(node, cite, _PROCESS),
    )  # fmt: skip
    node.done()
    return process


class _Overlay:
    """The guide's tables, laid over the edition's; fills what is `unset` and overrides nothing."""

    def __init__(self, data: dict[str, Any] | None, file: str, clauses: list[Clause]) -> None:
        self.file = file
        self.present = data is not None
        self.node = Node(data or {}, file)
        self._laid: set[str] = set()
        self.clauses: list[Clause] = []
        self.sources: list[Source] = []
        self.guide: Guide | None = None
        if self.present:
            self._read_head({(c.source, c.at) for c in clauses})

    def _read_head(self, taken: set[tuple[str, str]]) -> None:
        node = self.node
        self.clauses = _clauses(node, source="guide")
        for clause in self.clauses:
            if (clause.source, clause.at) in taken:
                raise node.fault("clause", f"的“{clause.at}”出现了两次")
            taken.add((clause.source, clause.at))
        sample = node.take("sample", bool)
        self.guide = Guide(
            node.filled("id"), node.filled("title"), node.take("year", int), sample, node.text("banner", "")
        )
        if sample and not self.guide.banner:
            raise node.fault("banner", "没有填写（样例须声明其非官方文件）")
        self.edition = node.filled("edition")
        self.sources = [Source("guide", self.guide.title, "", str(self.guide.year), "guide", "", str(self.guide.year))]

    def lay(self, base: Node, path: str) -> Node:
        """The base table with the guide's figures in place of its `unset` ones, each with the guide's citation."""
        over = self._table(path)
        if over is None:
            return base
        self._laid.add(path)
        data = base.values()
        for key, value in over.values().items():
            if key == "cite":
                continue
            if data.get(key) != UNSET.value:
                raise over.fault(key, "不能由指南改动：政策条文已有规定，或没有这一项")
            data[key] = value
            data[f"{key}_cite"] = over.raw("cite")
        return Node(data, f"{base.file} + {self.file}", base.path)

    def years(self, known: tuple[WorkYear, ...]) -> tuple[WorkYear, ...]:
        """The edition's holidays with those of further years that the guide has."""
        return read_years(self.node.tables("workdays"), known)

    def signing(self) -> Node | None:
        """Who signs what is practice and no figure of the policy: a guide may say it anew, kind by kind."""
        return self.node.table("signing") if self.node.has("signing") else None

    def _table(self, path: str) -> Node | None:
        node = self.node
        for part in path.split("."):
            if not node.has(part):
                return None
            node = node.table(part)
        return node

    def done(self, edition: str) -> None:
        if not self.present:
            return
        if self.edition != edition:
            raise self.node.fault("edition", f"为“{self.edition}”，与政策版本“{edition}”不符")
        for name in sorted(path.partition(".")[0] for path in self._laid):
            if name != "process":
                self._sections(name)
        self.node.done()

    def _sections(self, name: str) -> None:
        """A guide may speak of what its edition's measures have: amount, selection, rubric; anything else was read by nobody."""
        table = self.node.table(name)
        for section in (path.partition(".")[2] for path in self._laid if path.startswith(f"{name}.")):
            table.raw(section)
        table.done()
