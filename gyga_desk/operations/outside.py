"""What goes to and comes from other offices besides cases: the blank template, the marked report, the exported table."""

from __future__ import annotations

import hashlib
import sqlite3
from decimal import Decimal, InvalidOperation
from pathlib import Path

from gyga_desk.errors import Refused
from gyga_desk.formats import export, report, template
from gyga_desk.model import Case, ColumnType, Standing
from gyga_desk.money import exact_fen
from gyga_desk.operations import files
from gyga_desk.operations.intake import Preview, plans_of
from gyga_desk.policy import Edition, Measure
from gyga_desk.rules.scoring import published
from gyga_desk.standings import measure_of, of
from gyga_desk.store import reads

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
_RESULT_MONEY = frozenset({"核算金额", "拟支持金额", "市级承担", "属地承担"})


def write_template(edition: Edition, out: Path, measure: int | None = None) -> None:
    """A blank intake workbook for all measures, or one."""
    if measure is not None:
        measure_of(edition, measure)
    if out.exists():
        raise Refused("{name} 已经存在，不会覆盖；请换一个文件名。", name=out.name)
    title = f"{edition.title}：申报表"
    details = [(m.detail.sheet, m.sheet) for m in edition.measures if m.detail and measure in (None, m.number)]
    more = [
        f"五、“{lines}”一行填报一笔交易，按信用代码归到“{sheet}”的申报行；填报了明细的，以明细在统计年度内的合计为准。"
        for lines, sheet in details
    ]
    template.write_template(out, plans_of(edition, measure), (title, *_INTRO, *more))


def write_report(preview: Preview, out: Path) -> None:
    """The workbook back to its sender, each problem marked in its cell."""
    if out.exists():
        raise Refused("{name} 已经存在，不会覆盖；请换一个文件名。", name=out.name)
    report.write_report(preview.path, out, preview.problems)


def export_cases(
    db: sqlite3.Connection, edition: Edition, out: Path, measure: int | None = None, year: int | None = None
) -> int:
    """The cases with their results, a sheet a measure; says how many. In CSV there is room for one measure."""
    if out.exists():
        raise Refused("{name} 已经存在，不会覆盖；请换一个文件名。", name=out.name)
    found = reads.cases(db, measure, year)
    groups: dict[int, list[Case]] = {}
    for case in found:
        groups.setdefault(case.measure, []).append(case)
    if not groups:
        raise Refused("没有符合条件的项目可以导出。")
    export.write_rows(out, [_sheet(db, edition, measure_of(edition, m), rows) for m, rows in sorted(groups.items())])
    return len(found)


def _sheet(db: sqlite3.Connection, edition: Edition, measure: Measure, cases: list[Case]) -> export.ExportSheet:
    standing = {s.case: s for y in sorted({c.year for c in cases}) for s in of(db, edition, measure.number, y).cases}
    extra = list(dict.fromkeys(k for c in cases for k in c.facts if k.startswith("x:")))
    headers = (*(c.header for c in measure.columns), *(k.removeprefix("x:") for k in extra))
    money = {c.header for c in measure.columns if c.type is ColumnType.MONEY}
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


def _facts(measure: Measure, case: Case, extra: list[str]) -> list[export.Value]:
    values: list[export.Value] = [case.facts[c.id].value if c.id in case.facts else None for c in measure.columns]
    return values + [case.facts[k].raw if k in case.facts else None for k in extra]


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
