"""No row is ever lost: whatever stands on a sheet, each row is an application or skipped with a reason."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gyga_desk.formats.cells import is_blank
from gyga_desk.formats.layout import SheetPlan, find_sheet
from gyga_desk.formats.raw import Merge, RawSheet, pack_row
from gyga_desk.formats.table import TableReader
from gyga_desk.model import ColumnType
from tests.core.formats.plans import columns

PLAN = SheetPlan(3, ("表",), columns("#序号 单位名称 !统一社会信用代码 项目名称 $申请金额 @开工日期"))
HEADERS = [column.header for column in PLAN.columns]
WORDS = [
    *HEADERS,
    "合计",
    "小计",
    "说明：",
    "注:1",
    "1.备注",
    "单位：万元",
    "是",
    "12.5",
    "45376",
    "#REF!",
    "（盖章）",
    "x" * 300,
    "\n",
    "-",
]
cells = st.tuples(st.sampled_from("tnndbef.."), st.sampled_from(WORDS) | st.text(max_size=4))
lines = st.lists(cells, max_size=8)
merges = st.tuples(*[st.integers(1, 12)] * 4).map(
    lambda ends: Merge(min(ends[0], ends[2]), min(ends[1], ends[3]), max(ends[0], ends[2]), max(ends[1], ends[3]))
)


def pack(number: int, line: list[tuple[str, str]]) -> bytes:
    told = [(kind, {"n": "12.5", "d": "45376", "b": "1", "f": ""}.get(kind, text)) for kind, text in line]
    kinds = "".join(kind for kind, _ in told)
    texts = ["".join(sign for sign in text if sign >= " ") for kind, text in told if kind != "."]
    return pack_row(number, kinds, texts)


@settings(deadline=None)
@given(st.lists(lines, max_size=3), st.lists(lines, max_size=10), st.lists(merges, max_size=4))
def test_every_row_is_taken_or_skipped_once(
    above: list[list[tuple[str, str]]], below: list[list[tuple[str, str]]], merged: list[Merge]
) -> None:
    everything = [*above, [("t", header) for header in HEADERS], *below]
    packed = {at: pack(at, line) for at, line in enumerate(everything, 1) if any(kind != "." for kind, _ in line)}
    sheet = RawSheet("表", "visible", tuple(packed.values()), tuple(merged), frozenset({2, 5}))
    layout = find_sheet(sheet, (PLAN,))
    assert layout is not None
    reader = TableReader(sheet, layout, epoch1904=False)
    passed = list(reader.read())
    taken = [row.row for row in reader.taken.rows]
    skipped = [row for row, _ in reader.taken.skipped]
    assert passed == sorted(passed, key=lambda at: at or float("inf")), (
        "rows in their order, 0 for each step after them"
    )
    passed = [at for at in passed if at > layout.header_rows[-1]]
    below_header = [at for at in packed if layout.header_rows[-1] < at <= (layout.last or at)]
    assert passed == below_header, "no row of the table is left out; below its last another table begins"
    assert len({*taken, *skipped}) == len(taken) + len(skipped)
    blank = {row.number for row in sheet.rows() if all(map(is_blank, row.cells.values()))}
    assert {*passed} - {*taken, *skipped} <= {at for at in blank if at > max(taken, default=0)}
    assert all(reason for _, reason in reader.taken.skipped)
    for row in reader.taken.rows:
        assert {column.id for column in PLAN.columns} <= row.facts.keys()
        for column in PLAN.columns:
            value = row.facts[column.id].value
            if column.type is ColumnType.MONEY:
                assert value is None or (isinstance(value, int) and value >= 0)
            if column.required and value is None and column.id in {c.id for c in layout.columns.values()}:
                assert any(problem.row == row.row for problem in reader.taken.problems)
