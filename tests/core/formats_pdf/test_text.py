"""Lines of Chinese: no stray punctuation at their ends, no lonely characters, nothing lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.text import NOT_FIRST, NOT_LAST, Style, break_lines

STYLE = Style(fonts.FANG, 10, 14, "justify")
CODE = Style(fonts.FANG, 10, 14)
CENTRED = Style(fonts.SANS, 10, 14, "center")


@pytest.fixture(autouse=True, scope="module")
def _loaded() -> None:
    fonts.load_fonts()


def _lines(text: str, style: Style = STYLE, width: float = 100.0) -> list[str]:
    return ["".join(map(fonts.as_written, line.text)) for line in break_lines(text, style, width)]


_PIECES = [
    "贵",
    "阳,",
    "大",
    "《模",
    "型》",
    "应用。”",
    "“市",
    "(含",
    "一)",
    "达20%的",
    "为¥1.5元至",
    "项;",
    "于7月18日",
    "共3个",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=40), st.sampled_from([60.0, 100.0, 173.0]))
def test_lines_fit_lose_nothing_and_end_well(pieces: list[str], width: float):
    text = "".join(pieces)
    read = _lines(text, STYLE, width)
    assert "".join(read) == text
    assert all(line.width <= width + 0.01 for line in break_lines(text, STYLE, width))
    assert all(line[0] not in NOT_FIRST for line in read)
    assert all(line[-1] not in NOT_LAST for line in read[:-1])
    assert not any(one[-1].isdigit() and other[0] in "月日个元" for one, other in pairwise(read))
    assert not any(one[-1] == "月" and other[0].isdigit() for one, other in pairwise(read))


@settings(max_examples=100, deadline=None)
@given(st.text("贵阳,。、;:()《》“”20%¥1.", min_size=1, max_size=80))
@example(":“:0¥:”::::、")
def test_the_strangest_punctuation_is_neither_lost_nor_too_wide(text: str):
    assert "".join(_lines(text, STYLE, 60)) == text
    assert all(line.width <= 60.01 for line in break_lines(text, STYLE, 60))


def test_figures_and_words_stay_whole():
    text = "申请金额为¥4,213,000.00元与DeepModel-7B相符"
    assert any("¥4,213,000.00元" in line for line in _lines(text, width=110))
    assert any("DeepModel-7B" in line for line in _lines(text, width=110))


def test_a_single_character_does_not_stand_alone():
    assert _lines("一二三四五六七八九十甲", width=100)[-1] == "十甲"
    assert _lines("一二三四五六七八九十甲。", width=100)[-1] == "十甲。"


def test_centred_lines_come_out_even():
    assert _lines("统一社会信用代码", CENTRED, 70) == ["统一社会", "信用代码"]


def test_an_endless_word_is_cut():
    lines = break_lines("sha256:" + "a" * 200, STYLE, 100)
    assert len(lines) > 5
    assert all(line.width <= 100.01 for line in lines)


@pytest.mark.parametrize(
    ("text", "width", "read"),
    [
        ("THF8-PKYA-WWRB", 80.0, ["THF8-PKYA-", "WWRB"]),
        ("大模型DeepMountain-72B-Instruct", 70.0, ["大模型", "DeepMountain-", "72B-Instruct"]),
        ("2025年12月31日", 60.0, ["2025年", "12月31日"]),
        ("91520100YHGE9C0BEL", 95.0, ["91520100Y", "HGE9C0BEL"]),
    ],
    ids=["a paper's code", "a model", "a date", "a credit code"],
)
def test_what_is_too_long_for_its_column_is_parted_where_it_reads_best(text: str, width: float, read: list[str]):
    assert _lines(text, CODE, width) == read


def test_line_breaks_in_a_text_are_kept():
    assert _lines("第一行\n第二行") == ["第一行", "第二行"]
