"""Mutated workbooks by the thousand: each is read, understood or refused, and nothing else may happen.

`python -m tests.fuzz 100000` reads so many in batches, each batch a process with limits, and counts the outcomes.
Every mutation follows from its number alone, so a number is all it takes to see a fault again:
`python -m tests.fuzz --one 4711`.
"""

from __future__ import annotations

import io
import json
import os
import random
import re
import subprocess
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from gyga_desk import places
from gyga_desk.errors import WorkbookError
from gyga_desk.formats import child, reading, workbook
from gyga_desk.formats.layout import SheetPlan
from gyga_desk.policy.load import load_edition, read_folder
from tests.core.formats.makers import ods_bytes, parts_of, sheet_xml, strings_xml, styles_xml, zipped
from tests.core.formats.makers_old import b_cell, b_row, b_text, xlsb_bytes

ROOT = Path(__file__).parent.parent
BATCH = 500
SLOWEST = 3.0
"""Seconds of processor time a file of a few kilobytes may take."""
FOREIGN = frozenset(("xls", "xlsb"))
"""Kinds that a library reads which may die of them; in the program that is a sentence, and here it is counted."""
HEADERS = (
    "序号", "申报年度", "单位名称", "统一社会信用代码", "单位类型", "属地", "成立日期", "联系电话", "申请金额", "已享受金额", "项目名称",
    "应用领域", "开工日期", "上线日期", "合同总额", "实际投入(申报)", "设备费", "服务用户数", "银行账号",
)  # fmt: skip
ROWS: Sequence[Sequence[str]] = (
    ("1", "2025", "贵州黔云智能科技有限公司", "91520100MA6H000000", "企业", "观山湖", "#43683", "0851-86770001", "842600", "0", "智能制造质检",
     "智能制造", "2024年3月", "2024.11.05", "5000000", "4213000.5", "1,234.50", "300", "520101234567890123"),
    ("2", "2025", "贵阳算力服务有限公司", "91520115MA6H000001", "企业", "贵安", "2019-08-06", "13985000001", "84.26万元", "无", "城市交通大模型",
     "交通", "20240325", "#45376", "￥3,000,000.00", "２００００００", "=", "1e3", "9.1E+17"),
    ("", "", "合计", "", "", "", "", "", "1685200", "", "", "", "", "", "8000000", "", "", "", ""),
    ("注：金额单位为元。",),
)  # fmt: skip
VALUES = (
    "", " ", "0", "-1", "1e308", "1E-308", "9" * 400, "0.1", "1,2,3", "1，234.5", "12万元", "1.2亿", "壹佰万元整", "-", "—", "无", "/", "N/A",
    "#REF!", "TRUE", "√", "是/否", "2024.2.30", "2024-13-01", "2024年", "3月", "45376", "2958466", "60", "2024.1-2025.3", "９１５２０１００",
    "91520100MA6HO00O0O", "9.15201E+17", "合计", "小计", "总计：", "备注：以上属实", "单位：万元", "单位名称", "申请金额（万元）", "=1+1", "@SUM(A1)",
    "\ufdfa" * 50, "\u202e甲", "\u0301" * 30, "𠮷" * 40, "甲\n乙", "（盖章）", "A" * 3_000, "%", "(((((", "_x0000_", "_xD800_", "\u2028", "1 2 3",
)  # fmt: skip
NUMBERS = (b"0", b"1", b"7", b"12", b"-1", b"1e308", b"1E-308", b"45376", b"2958466", b"60", b"9" * 400, b"0.1", b"1234567.8899999999", b"1e15", b"9.1E+17", b"2025", b"100000000000000000")  # fmt: skip
BYTES = (b"<", b">", b'"', b"&", b"&#0;", b"&#xD800;", b"\0", b"\xff", b"<row>", b"</row>", b"<c>", b"</sheetData>", b"<!DOCTYPE x>", b"<![CDATA[",
         b"]]>", b"<!--", b"-->", b"4294967295", b"-1", b"1048577", b"XFD", b"A0", b"99999999999999999999", b"\xef\xbb\xbf", b"PK\5\6", b"s", b"inlineStr")  # fmt: skip


def letters(at: int) -> str:
    return chr(65 + at)


def cell_xml(row: int, at: int, text: str, strings: list[str]) -> str:
    place = f'r="{letters(at)}{row}"'
    if not text:
        return f'<c {place} s="0"/>'
    if text == "=":
        return f"<c {place}><f>1+1</f></c>"
    if text[0] == "#":
        return f'<c {place} s="1"><v>{text[1:]}</v></c>'
    if re.fullmatch(r"[0-9]{1,11}(\.[0-9]+)?", text):
        return f"<c {place}><v>{text}</v></c>"
    if at % 3 == 0:
        return f'<c {place} t="inlineStr"><is><t>{text}</t></is></c>'
    strings.append(text)
    return f'<c {place} t="s"><v>{len(strings) - 1}</v></c>'


@cache
def xlsx() -> Mapping[str, bytes]:
    """The parts of a small but whole table of measure 3."""
    strings: list[str] = []
    rows = [("3示范应用场景申报汇总表",), HEADERS, *ROWS]
    written = "".join(
        f'<row r="{r}">' + "".join(cell_xml(r, at, text, strings) for at, text in enumerate(row)) + "</row>"
        for r, row in enumerate(rows, 1)
    )
    sheet = sheet_xml(
        written,
        '<dimension ref="A1:S6"/><cols><col min="3" max="3" hidden="1"/></cols>',
        '<mergeCells><mergeCell ref="A1:S1"/></mergeCells>',
    )
    parts = parts_of(sheet, strings_xml("".join(f"<si><t>{text}</t></si>" for text in strings)), styles_xml(0, 14))
    return {name: text.replace('name="表"', 'name="3示范应用场景"').encode() for name, text in parts.items()}


@cache
def ods() -> Mapping[str, bytes]:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'.format
    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in [HEADERS, *ROWS])
    with zipfile.ZipFile(
        io.BytesIO(ods_bytes(rows.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="2">', 1)))
    ) as book:
        return {name: book.read(name) for name in book.namelist()}


@cache
def xlsb() -> bytes:
    lines = [HEADERS, *ROWS]
    return xlsb_bytes(
        b"".join(
            b_row(r) + b"".join(b_cell(6, at, b_text(text)) for at, text in enumerate(row))
            for r, row in enumerate(lines)
        )
    )


@cache
def text() -> str:
    return "\n".join(",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in [HEADERS, *ROWS])


@cache
def page() -> str:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [HEADERS, *ROWS])
    return f'<html><meta charset="utf-8"><table border=1>{rows}</table></html>'


@cache
def samples() -> Sequence[bytes]:
    folder = ROOT / "tests" / "core" / "formats" / "samples"
    return [path.read_bytes() for path in sorted(folder.glob("*.xls"))]


def mutated(number: int) -> tuple[str, bytes]:
    """The kind a file began as, and its bytes after a few changes."""
    dice = random.Random(number)
    kind = dice.choices(("xlsx", "ods", "csv", "html", "xls", "xlsb"), (70, 8, 6, 6, 5, 5))[0]
    return kind, _MAKERS[kind](dice)


def _xlsx(dice: random.Random) -> bytes:
    return _zip(dice, xlsx())


def _zip(dice: random.Random, given: Mapping[str, bytes]) -> bytes:
    parts, way = dict(given), dice.random()
    if way < 0.15:
        return harmed(dice, zipped(parts))
    for _ in range(dice.randint(1, 4)):
        name = dice.choices(list(parts), [20 if re.search("sheet|Strings|content", part) else 1 for part in parts])[0]
        parts[name] = revalued(dice, parts[name]) if dice.random() < 0.92 else harmed(dice, parts[name])
    if dice.random() < 0.05:
        del parts[dice.choice(list(parts))]
    return zipped(parts)


def revalued(dice: random.Random, content: bytes) -> bytes:
    """The XML with other values in it, so that it stays XML more often than not."""
    values, attributes = rb"<(?:v|t|text:p)>([^<]*)<", rb"()=\"([^\"]*)\""
    spots = list(re.finditer(values if dice.random() < 0.9 else attributes, content))
    for spot in sorted(dice.sample(spots, min(len(spots), dice.randint(1, 3))), key=lambda spot: -spot.start()):
        group = spot.lastindex or 1
        value = dice.choice(VALUES).replace("<", "&lt;").encode() if dice.random() < 0.95 else dice.choice(BYTES)
        if spot[0].startswith(b"<v>") and dice.random() < 0.8:
            value = dice.choice(NUMBERS)
        if group == 2 and dice.random() < 0.7:
            value = dice.choice(
                (
                    b"0",
                    b"1",
                    b"2",
                    b"A1",
                    b"S6",
                    b"str",
                    b"n",
                    b"b",
                    b"e",
                    b"hidden",
                    b"4294967295",
                    b"rId1",
                    b"14",
                    b"1.5",
                )
            )
        content = content[: spot.start(group)] + value + content[spot.end(group) :]
    return content


def harmed(dice: random.Random, data: bytes) -> bytes:
    """The bytes with pieces flipped, cut, doubled, moved or put in."""
    harmed = bytearray(data)
    for _ in range(dice.randint(1, 5)):
        at, length = dice.randrange(len(harmed) + 1), dice.randint(1, 40)
        way = dice.randrange(6)
        if way == 0 and at < len(harmed):
            harmed[at] ^= 1 << dice.randrange(8)
        elif way == 1:
            del harmed[at : at + length]
        elif way == 2:
            harmed[at:at] = harmed[at : at + length] * dice.randint(1, 20)
        elif way == 3:
            harmed[at:at] = dice.choice(BYTES)
        elif way == 4:
            other = dice.randrange(len(harmed) + 1)
            harmed[at : at + length] = harmed[other : other + length]
        elif dice.random() < 0.2:
            del harmed[at:]
    return bytes(harmed)


def _lines(dice: random.Random) -> bytes:
    cells = [line.split(",") for line in text().split("\n")]
    for _ in range(dice.randint(1, 6)):
        row = dice.choice(cells)
        row[dice.randrange(len(row))] = dice.choice(VALUES)
    data = dice.choice(",\t;").join("\n" if cell == "\n" else cell for row in cells for cell in [*row, "\n"])
    return _maybe(dice, data.encode(dice.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"))))


def _page(dice: random.Random) -> bytes:
    whole = page()
    for _ in range(dice.randint(1, 4)):
        spot = dice.choice(list(re.finditer(r"<td>[^<]*<|<t[rd]>", whole)))
        put = dice.choice(
            (
                f"<td>{dice.choice(VALUES)}<",
                "<tr rowspan=3>",
                "<td colspan=900 rowspan=9>",
                "<table>",
                "</table>",
                "<td x:num=1.5>",
            )
        )
        whole = whole[: spot.start()] + put + whole[spot.end() :]
    return _maybe(dice, whole.encode())


def _maybe(dice: random.Random, data: bytes) -> bytes:
    return harmed(dice, data) if dice.random() < 0.5 else data


_MAKERS: Mapping[str, Callable[[random.Random], bytes]] = {
    "xlsx": _xlsx,
    "ods": lambda dice: _zip(dice, ods()),
    "csv": _lines,
    "html": _page,
    "xls": lambda dice: harmed(dice, dice.choice(samples())),
    "xlsb": lambda dice: harmed(dice, xlsb()) if dice.random() < 0.5 else _b_zip(dice),
}


def _b_zip(dice: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(xlsb())) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = dice.choice([name for name in parts if name.endswith(".bin")])
    return zipped({**parts, name: harmed(dice, parts[name])})


@cache
def plans() -> Sequence[SheetPlan]:
    folder = places.resources() / "policy" / "2024"
    edition = load_edition(read_folder(folder), (folder / "guide-sample.toml").read_text(encoding="utf-8"))
    return [SheetPlan(m.number, (m.sheet, m.name), m.columns) for m in edition.measures]


def outcome(data: bytes) -> str:
    """`read`, `problems` or `refused`; any other end of reading is a fault of ours and raises."""
    out = io.BytesIO()
    reading.tell(data, out)
    try:
        book = child.gather(out.getvalue().splitlines(), data, "表.xlsx")
    except WorkbookError as refused:
        refused.facts.setdefault("name", "表.xlsx")
        return "refused" if str(refused).endswith("。") else f"FAULT no sentence: {refused}"
    found = workbook.understand(book, "表.xlsx", plans())
    for problem in found.all_problems:
        assert problem.sentence.endswith(("。", "？", "）")), problem
    json.dumps(
        [[fact.raw, str(fact.value)] for sheet in found.sheets for row in sheet.rows for fact in row.facts.values()]
    )
    "".join(fact.raw for sheet in found.sheets for row in sheet.rows for fact in row.facts.values()).encode()
    return "problems" if any(problem.severity != "note" for problem in found.all_problems) else "read"


def run_batch(first: int, count: int) -> None:
    """One batch, in a process of its own: a line for each number."""
    reading._limit(300)
    for number in range(first, first + count):
        kind, data = mutated(number)
        print(number, kind, end=" ", flush=True)
        start = time.process_time()
        try:
            end = outcome(data)
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            end = "FAULT " + json.dumps(traceback.format_exc(limit=-4))
        took = time.process_time() - start
        print(end if took < SLOWEST or end.startswith("FAULT") else f"SLOW {took:.1f}", flush=True)


def batch_lines(first: int, count: int) -> list[str]:
    """The lines of all numbers, taken up again behind a number that its reader died of."""
    lines: list[str] = []
    while count > 0:
        line = [sys.executable, "-m", "tests.fuzz", "--batch", str(first), str(count)]
        done = subprocess.run(
            line, capture_output=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
        )
        told = done.stdout.decode().splitlines()
        if told and len(told[-1].split()) == 2:
            told[-1] = told[-1].rstrip()
            told[-1] += " died" if told[-1].split()[1] in FOREIGN else f" FAULT {done.stderr.decode()[-300:]!r}"
        elif len(told) < count:
            told.append(f"{first + len(told)} ? FAULT {done.stderr.decode()[-300:]!r}")
        lines += told
        first, count = first + len(told), count - len(told)
    return lines


def fuzz(first: int, count: int, workers: int) -> tuple[Counter[str], list[str]]:
    """How many files of each kind ended in which way, and every fault with its number."""
    counts: Counter[str] = Counter()
    faults: list[str] = []
    jobs = [(at, min(BATCH, first + count - at)) for at in range(first, first + count, BATCH)]
    with ThreadPoolExecutor(workers) as pool:
        for done, lines in enumerate(pool.map(lambda job: batch_lines(*job), jobs), 1):
            for line in lines:
                _, kind, end = line.split(" ", 2)
                counts[f"{kind} {end.split(' ')[0]}"] += 1
                if end.startswith(("FAULT", "SLOW")):
                    faults.append(line)
            print(f"\r{done * BATCH} {len(faults)}", end="", file=sys.stderr)
    return counts, faults


def main(words: Sequence[str]) -> int:
    if words[0] == "--batch":
        run_batch(int(words[1]), int(words[2]))
        return 0
    if words[0] == "--one":
        print(mutated(int(words[1]))[0], outcome(mutated(int(words[1]))[1]))
        return 0
    start = time.monotonic()
    counts, faults = fuzz(int(words[1]) if len(words) > 1 else 0, int(words[0]), os.cpu_count() or 2)
    for name, count in sorted(counts.items()):
        print(f"{count:8} {name}")
    print(f"{sum(counts.values()):8} files in {time.monotonic() - start:.0f} s, {len(faults)} faults")
    print("\n".join(faults[:20]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
