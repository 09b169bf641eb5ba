"""What goes to and comes from other offices besides cases: the blank template, the marked report, the exported table."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from gyga_desk import seen
from gyga_desk.errors import Refused
from gyga_desk.formats import export, report, template
from gyga_desk.masking import masked
from gyga_desk.model import Case, Column, ColumnType, Fact, Standing
from gyga_desk.money import exact_fen
from gyga_desk.operations import files
from gyga_desk.operations.intake import Preview, plans_of
from gyga_desk.policy import Edition, Measure
from gyga_desk.progress import Progress, silent
from gyga_desk.rules.scoring import published
from gyga_desk.standings import measure_of
from gyga_desk.store import reads
from gyga_desk.store.reads import PersonRow

_INTRO = (
    "一、每个措施一张表，一行填报一个项目；请勿改动表头，不需要的措施留空即可。",
    "二、金额一律以元填写，只填数字；表头另有单位的按表头。",
    "三、统一社会信用代码、银行账号、电话按文本填写，以免丢失数字。",
    "四、日期按 2025-03-25 的样子填写；没有的事项填“无”，金额没有的填 0。",
)
_RESULT = (
    "项目编号",
    "结果",
    "得分",
    "名次",
    "核算金额",
    "拟支持金额",
    "市级承担",
    "属地承担",
    "属地财政",
    "来源文件",
    "来源工作表",
    "来源行",
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_RESULT_MONEY = frozenset({"核算金额", "拟支持金额", "市级承担", "属地承担"})


def refuse_present(out: Path, *, replace: bool) -> None:
    """Refuses a file that is there already, unless the person has said that it may go."""
    if out.exists() and not replace:
        raise Refused("{name} 已经存在，不会覆盖；请换一个文件名。", name=out.name)


def write_template(edition: Edition, out: Path, measure: int | None = None, *, replace: bool = False) -> None:
    """A blank intake workbook for all measures, or one."""
    if measure is not None:
        measure_of(edition, measure)
    refuse_present(out, replace=replace)
    title = f"{edition.title}：申报表"
    details = [(m.detail.sheet, m.sheet) for m in edition.measures if m.detail and measure in (None, m.number)]
    more = [
        f"五、“{lines}”一行填报一笔交易，按信用代码归到“{sheet}”的申报行；填报了明细的，以明细在统计年度内的合计为准。"
        for lines, sheet in details
    ]
    if edition.costs is not None and any(m.costs for m in edition.measures if measure in (None, m.number)):
        number = "六" if more else "五"
        more.append(
            f"{number}、“{edition.costs.sheet}”一行填报一笔支出，按信用代码和事项名称归到申报行；各笔合计应与申报的投入相等，金额均不含税。"
        )
    template.write_template(out, plans_of(edition, measure), (title, *_INTRO, *more))


def write_report(preview: Preview, out: Path, progress: Progress = silent, *, replace: bool = False) -> None:
    """The workbook back to its sender, each problem marked in its cell."""
    refuse_present(out, replace=replace)
    report.write_report(preview.path, out, preview.problems, progress)


def export_cases(
    db: sqlite3.Connection,
    edition: Edition,
    out: Path,
    person: PersonRow,
    measure: int | None = None,
    year: int | None = None,
    *,
    replace: bool = False,
    whole: bool = False,
) -> int:
    """The cases with their results, a sheet a measure; says how many. In CSV there is room for one measure.

    Personal data is masked; `whole` is for who has said why (`revealing.reveal`).
    """
    refuse_present(out, replace=replace)
    found = [c if whole else covered(edition, c) for c in reads.cases(db, measure, year)]
    groups: dict[int, list[Case]] = {}
    for case in found:
        groups.setdefault(case.measure, []).append(case)
    if not groups:
        raise Refused("没有符合条件的项目可以导出。")
    export.write_rows(
        out, [_sheet(db, edition, person, measure_of(edition, m), rows) for m, rows in sorted(groups.items())]
    )
    return len(found)


def covered(edition: Edition, case: Case) -> Case:
    """A case as lists and tables show it."""
    return masked(case, {c.id: c for c in measure_of(edition, case.measure).columns})


def _sheet(
    db: sqlite3.Connection, edition: Edition, person: PersonRow, measure: Measure, cases: list[Case]
) -> export.ExportSheet:
    years = sorted({c.year for c in cases})
    standing = {s.case: s for y in years for s in seen.of(db, edition, measure.number, y, person).cases}
    extra = list(dict.fromkeys(k for c in cases for k in c.facts if k.startswith("x:")))
    headers = (*map(_header, measure.columns), *(k.removeprefix("x:") for k in extra))
    money = {_header(c) for c in measure.columns if c.type is ColumnType.MONEY}
    rows = [(*_result(c, standing[c.id]), *_facts(measure, c, extra)) for c in cases]
    return export.ExportSheet(measure.sheet, _unique((*_RESULT, *headers)), rows, _RESULT_MONEY | money)


def _unique(headers: tuple[str, ...]) -> tuple[str, ...]:
    """A second column of one name gets a mark, so that no value is taken for another's."""
    seen: dict[str, int] = {}
    result = []
    for header in headers:
        seen[header] = seen.get(header, 0) + 1
        result.append(header if seen[header] == 1 else f"{header}({seen[header]})")
    return tuple(result)


def _result(case: Case, standing: Standing) -> tuple[export.Value, ...]:
    score = None if standing.score is None else published(standing.score)
    return (
        case.id, standing.outcome.label, score, standing.rank, standing.entitled_fen, standing.amount_fen, standing.city_fen,
        standing.district_fen, standing.payer or None, case.file, case.sheet, case.row,
    )  # fmt: skip


def _header(column: Column) -> str:
    """A column's header; where intake counts it in another unit, with 元, which is what is written here."""
    return (
        f"{column.header}(元)" if column.type is ColumnType.MONEY and column.unit not in ("", "元") else column.header
    )


def _facts(measure: Measure, case: Case, extra: list[str]) -> list[export.Value]:
    values = [_value(c, case.facts.get(c.id)) for c in measure.columns]
    return values + [case.facts[k].raw if k in case.facts else None for k in extra]


def _value(column: Column, fact: Fact | None) -> export.Value:
    """A fact as a table holds it: days as days, numbers as numbers; what is no whole day stays as it was read."""
    value = fact.value if fact else None
    if column.type is ColumnType.NUMBER and isinstance(value, str):
        return Decimal(value)
    if column.type is ColumnType.DATE and isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    return value


def read_yuan(text: str) -> int | None:
    """分 from an amount typed in 元; None for nothing typed."""
    if not text.strip():
        return None
    try:
        fen = exact_fen(Decimal(text.replace(",", "").replace("，", "").strip()))
    except InvalidOperation:
        fen = None
    if fen is None or fen < 0:
        raise Refused("“{text}”不是以元计、至多两位小数的金额；请更正。", text=text)
    return fen


def digest_of(path: Path) -> str:
    return f"sha256:{hashlib.sha256(files.read(path)).hexdigest()}"
