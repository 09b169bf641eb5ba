"""Reading by what was learned against reading the long way: the same cells or a refusal on both, whatever the bytes."""

from __future__ import annotations

import random
from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest

from gyga_desk.errors import WorkbookError
from gyga_desk.formats import xlsx_rows, xlsx_strings
from gyga_desk.formats.raw import unpacked_text
from gyga_desk.formats.xlsx import read_events
from gyga_desk.formats.xlsx_zip import Parts
from tests.core.formats.makers import parts_of, sheet_xml, strings_xml, styles_xml, workbook_bytes, zipped

TEXTS = ["甲", "A&B", "两\n行", "_x000D_", "尾 ", "<1>", "12", ""]
SHAPES = (
    '<c r="A{n}" s="1" t="s"><v>{k}</v></c>',
    '<c r="B{n}"><v>{n}.25</v></c>',
    '<c r="C{n}" s="1"><v>4500{k}</v></c>',
    '<c r="D{n}" s="0" t="str"><f>A{n}</f><v>文{n}</v></c>',
    '<c r="E{n}" t="inlineStr"><is><t>字{n}</t></is></c>',
    '<c r="F{n}" t="b"><v>1</v></c>',
    '<c r="G{n}" s="2"/>',
    '<c r="H{n}"><f>B{n}*2</f><v>1E-2</v></c>',
    '<c r="I{n}" t="n"><v>-{n}</v></c>',
    '<c r="J{n}" s="2"></c>',
    '<c r="K{n}" t="e"><v>#N/A</v></c>',
    '<c r="L{n}" t="inlineStr"><is><t xml:space="preserve"> 空 </t></is></c>',
)
SIGNS = '<>/"= rcvtsf&;0123456789AZ.eE-\n甲'.encode()


def book(rows: str, strings: str = "") -> bytes:
    listed = strings or strings_xml("".join(f"<si><t>{escape(text)}</t></si>" for text in TEXTS))
    return zipped(parts_of(sheet_xml(rows), strings=listed, styles=styles_xml(0, 14, 2)))


def made_rows(dice: random.Random) -> list[str]:
    """Rows mostly alike, with cells missing here and there and styles that change."""
    rows = []
    for n in range(1, 25):
        cells = [s.format(n=n, k=dice.randrange(len(TEXTS))) for s in SHAPES if dice.random() < 0.85]
        if dice.random() < 0.2:
            cells = [cell.replace(' s="1"', ' s="2"') for cell in cells]
        hidden = ' hidden="1"' if dice.random() < 0.05 else ' ht="14.25"'
        rows.append(f'<row r="{n}"{hidden}>{"".join(cells)}</row>')
    return rows


def outcome(data: bytes) -> object:
    try:
        return list(read_events(data))
    except WorkbookError as refused:
        return refused.template


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], list[object]]:
    """Reads a workbook the long way and by what two rows teach."""

    def both(data: bytes) -> list[object]:
        found = []
        for look in (10**9, 2):
            monkeypatch.setattr(xlsx_rows, "FIRST_LOOK", look)
            found.append(outcome(data))
        return found

    return both


def test_learned_rows_are_the_rows_read_the_long_way(looks: Callable[[bytes], list[object]]) -> None:
    for seed in range(40):
        long, learned = looks(book("".join(made_rows(random.Random(seed)))))
        assert isinstance(long, list)
        assert learned == long


def test_a_byte_changed_anywhere_is_judged_alike(looks: Callable[[bytes], list[object]]) -> None:
    refused = 0
    for seed in range(400):
        dice = random.Random(seed)
        xml = bytearray("".join(made_rows(dice)).encode())
        for _ in range(dice.randint(1, 3)):
            place = dice.randrange(len(xml))
            xml[place : place + dice.randint(0, 2)] = dice.choices(SIGNS, k=dice.randint(0, 2))
        sheet = sheet_xml("@").encode().replace(b"@", bytes(xml))
        strings = strings_xml("".join(f"<si><t>{escape(text)}</t></si>" for text in TEXTS))
        long, learned = looks(zipped({**parts_of("", strings=strings, styles=styles_xml(0, 14, 2)), SHEET: sheet}))
        assert learned == long, seed
        refused += isinstance(long, str)
    assert 100 < refused < 390


SHEET = "xl/worksheets/sheet1.xml"
USUAL = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="s"><v>0</v></c></row>' for n in range(1, 90))
AFTER = {
    "a row twice": '<row r="89"><c r="A89"><v>1</v></c></row>',
    "a cell of another row": '<row r="90"><c r="A89"><v>1</v></c></row>',
    "a cell twice": '<row r="90"><c r="A90"><v>1</v></c><c r="A90"><v>2</v></c></row>',
    "cells backwards": '<row r="90"><c r="B90" t="s"><v>0</v></c><c r="A90"><v>2</v></c></row>',
    "a string that is not there": '<row r="90"><c r="B90" t="s"><v>99</v></c></row>',
    "an index with a nought": '<row r="90"><c r="B90" t="s"><v>00</v></c></row>',
    "a number that is none": '<row r="90"><c r="A90"><v>1E999</v></c></row>',
    "two row numbers": '<row r="90" r="91"><c r="A90"><v>1</v></c></row>',
    "a value and an inline text": '<row r="90"><c r="A90"><v>5</v><is><t>6</t></is></c></row>',
}


@pytest.mark.parametrize("name", AFTER)
def test_what_is_refused_is_refused_among_rows_that_were_learned_too(name: str) -> None:
    with pytest.raises(WorkbookError) as refused:
        list(read_events(book(USUAL + AFTER[name])))
    assert refused.value.facts["sheet"] == "表"


def test_a_hidden_row_among_learned_ones_is_told(looks: Callable[[bytes], list[object]]) -> None:
    long, learned = looks(book(USUAL + '<row r="90" hidden="1"><c r="A90"><v>1</v></c></row>'))
    assert learned == long
    assert isinstance(learned, list)
    assert next(event.hidden_rows for event in learned if hasattr(event, "hidden_rows")) == (90,)


STRINGS = (
    "<si><t>甲</t></si>",
    '<si><t xml:space="preserve"> 乙 </t></si>',
    "<si><r><t>丙</t></r><r><t>丁</t></r></si>",
    "<si><t>戊</t><rPh><t>wu</t></rPh></si>",
    "<si><t>A&amp;B</t></si>",
    "<si><t>一\r\n二</t></si>",
    "<si><t>_x000D_</t></si>",
    "<si><t><![CDATA[<己>]]></t></si>",
    "<si><t/></si>",
    "<si/>",
)


def strings_of(xml: bytes, monkeypatch: pytest.MonkeyPatch, *, usual: bool) -> object:
    with monkeypatch.context() as patch:
        if not usual:
            patch.setattr(xlsx_strings, "_HEAD", xlsx_strings.re.compile(rb"(?!)"))
        try:
            parts = Parts(zipped({"s.xml": xml}))
            return [unpacked_text(text) for text in xlsx_strings.read_strings(parts, "s.xml")]
        except WorkbookError as refused:
            return refused.template


def test_strings_are_the_same_by_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(300):
        dice = random.Random(seed)
        xml = bytearray(
            strings_xml("".join(dice.choices(STRINGS, weights=[30, *[1] * 9], k=dice.randint(0, 40)))).encode()
        )
        if seed % 3:
            place = dice.randrange(len(xml))
            xml[place : place + dice.randint(0, 2)] = dice.choices(SIGNS, k=dice.randint(0, 2))
        long, fast = (strings_of(bytes(xml), monkeypatch, usual=usual) for usual in (False, True))
        assert fast == long, seed


HIDDEN_STRINGS = (
    "<!-- <si><t>乙</t></si> --><si><t>甲</t></si>",
    "<si><t>甲</t></si><!-- <si><t>乙</t></si> -->",
    "<?x <si><t>乙</t></si> ?><si><t>甲</t></si>",
    "<![CDATA[<si><t>乙</t></si>]]><si><t>甲</t></si>",
)


@pytest.mark.parametrize("xml", HIDDEN_STRINGS)
def test_what_stands_in_a_comment_is_no_string(xml: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert strings_of(strings_xml(xml).encode(), monkeypatch, usual=True) == ["甲"]


def test_openpyxl_style_texts_in_their_cells_come_back() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>第{n}行</t></is></c></row>' for n in range(1, 200))
    packed = [event for event in read_events(workbook_bytes(rows)) if isinstance(event, bytes)]
    assert [line.decode().split("\x1e")[2] for line in packed] == [f"第{n}行" for n in range(1, 200)]
