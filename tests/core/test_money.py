"""Money in 分: every amount read, written, shared and split to the 分, the capitals against a slow second reading."""

from __future__ import annotations

import re
from decimal import ROUND_FLOOR, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyga_desk.money import capitals, exact_fen, fen_of_capitals, share, split, write_yuan

FEN = st.integers(0, 10**14 - 1)
ROUND_NUMBERS = st.builds(
    lambda digit, place, fen: digit * 10**place + fen, st.integers(1, 9), st.integers(0, 13), st.integers(0, 99)
)
AMOUNTS = FEN | ROUND_NUMBERS.filter(lambda fen: fen < 10**14)


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (0, "0.00"),
        (1, "0.01"),
        (10, "0.10"),
        (99, "0.99"),
        (100, "1.00"),
        (99_999, "999.99"),
        (100_000, "1,000.00"),
        (421_300_000, "4,213,000.00"),
        (-1, "-0.01"),
        (-123_456_789, "-1,234,567.89"),
    ],
)
def test_writes_yuan(fen: int, written: str) -> None:
    assert write_yuan(fen) == written


@given(st.integers(-(10**16), 10**16))
def test_written_yuan_reads_back(fen: int) -> None:
    assert exact_fen(Decimal(write_yuan(fen).replace(",", ""))) == fen
    assert re.fullmatch(r"-?\d{1,3}(,\d{3})*\.\d\d", write_yuan(fen))


@pytest.mark.parametrize(
    ("yuan", "fen"),
    [
        ("0", 0),
        ("0.01", 1),
        ("0.010", 1),
        ("1E+2", 10_000),
        ("-3.50", -350),
        ("0.001", None),
        ("0.005", None),
        ("1.239", None),
        # More digits than decimal arithmetic keeps by default: still told apart.
        ("12345678901234567890123456789.01", 1_234_567_890_123_456_789_012_345_678_901),
        ("12345678901234567890123456789.001", None),
        # No amounts at all, and ones that would take the machine hours to write out.
        ("NaN", None),
        ("Infinity", None),
        ("1E+999999999", None),
        ("1E-999999999", None),
        ("0E+999999999", 0),
    ],
)
def test_reads_whole_fen_or_nothing(yuan: str, fen: int | None) -> None:
    assert exact_fen(Decimal(yuan)) == fen


@given(FEN, st.decimals(Decimal("0.0001"), 1, places=4))
def test_share_drops_the_fraction_and_never_more(fen: int, rate: Decimal) -> None:
    with localcontext() as exact:
        exact.prec = 60
        whole = (Decimal(fen) * rate).to_integral_value(ROUND_FLOOR)
    assert share(fen, rate) == whole
    assert 0 <= share(fen, rate) <= fen


@pytest.mark.parametrize(
    ("fen", "rate", "result"),
    [(5, "0.20", 1), (4, "0.20", 0), (9, "0.20", 1), (10, "0.20", 2), (199, "0.01", 1), (3, "1", 3), (333, "0.3", 99)],
)
def test_share_at_the_edge_of_a_fen(fen: int, rate: str, result: int) -> None:
    assert share(fen, Decimal(rate)) == result


@given(FEN, st.booleans())
def test_halves_sum_to_the_whole_and_differ_by_one_fen_at_most(fen: int, odd_to_city: bool) -> None:
    city, district = split(fen, odd_to_city)
    assert city + district == fen
    assert city - district == (fen % 2 if odd_to_city else -(fen % 2))


# 支付结算 rules: the five figures given there, and the places where zeros stand, run together or end.
@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (140_950, "人民币壹仟肆佰零玖元伍角整"),
        (600_714, "人民币陆仟零柒元壹角肆分"),
        (10_700_053, "人民币壹拾万柒仟元零伍角叁分"),
        (1_640_902, "人民币壹万陆仟肆佰零玖元零贰分"),
        (32_504, "人民币叁佰贰拾伍元零肆分"),
        (0, "人民币零元整"),
        (1, "人民币壹分"),
        (10, "人民币壹角整"),
        (11, "人民币壹角壹分"),
        (100, "人民币壹元整"),
        (101, "人民币壹元零壹分"),
        (1_000, "人民币壹拾元整"),
        (1_010, "人民币壹拾元零壹角整"),
        (10_000, "人民币壹佰元整"),
        (10_100, "人民币壹佰零壹元整"),
        (100_100, "人民币壹仟零壹元整"),
        (1_000_000, "人民币壹万元整"),
        (1_000_100, "人民币壹万零壹元整"),
        (1_010_000, "人民币壹万零壹佰元整"),
        (84_260_000, "人民币捌拾肆万贰仟陆佰元整"),
        (100_000_000, "人民币壹佰万元整"),
        (50_000_000, "人民币伍拾万元整"),
        (10_000_000_000, "人民币壹亿元整"),
        (10_000_000_100, "人民币壹亿零壹元整"),
        (10_100_000_000, "人民币壹亿零壹佰万元整"),
        (200_000_000_000, "人民币贰拾亿元整"),
        (99_999_999_999_999, "人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_capitals(fen: int, words: str) -> None:
    assert capitals(fen) == words


@pytest.mark.parametrize("fen", [-1, 10**14])
def test_capitals_of_what_has_none(fen: int) -> None:
    with pytest.raises(ValueError, match=str(fen)):
        capitals(fen)


@given(AMOUNTS)
def test_capitals_agree_with_a_second_reading(fen: int) -> None:
    assert capitals(fen) == spelled(fen)


@given(AMOUNTS)
def test_capitals_say_one_amount(fen: int) -> None:
    assert heard(capitals(fen)) == fen


@given(AMOUNTS)
def test_capitals_are_read_back(fen: int) -> None:
    assert fen_of_capitals(capitals(fen)) == fen


@given(AMOUNTS)
def test_capitals_are_read_in_other_characters_and_without_what_is_needless(fen: int) -> None:
    words = capitals(fen).removeprefix("人民币")
    assert fen_of_capitals(words.removesuffix("整")) == fen
    assert fen_of_capitals(words.replace("元", "圆").replace("整", "正").replace("万", "萬").replace("贰", "貳")) == fen
    assert (
        fen_of_capitals(words.translate(str.maketrans("零壹贰叁肆伍陆柒捌玖拾佰仟", "〇一二三四五六七八九十百千")))
        == fen
    )
    assert fen_of_capitals(re.sub("零(?=[壹贰叁肆伍陆柒捌玖][仟佰拾角分])", "", words)) == fen


@given(AMOUNTS, st.data())
def test_a_slip_in_capitals_is_never_read_as_the_same_amount(fen: int, data: st.DataObject) -> None:
    """One character less or another one in its place: another amount by the slow reading, or none."""
    words = capitals(fen).removeprefix("人民币")
    at = data.draw(st.integers(0, len(words) - 1))
    put = data.draw(st.sampled_from(["", *"零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整"]))
    slip = words[:at] + put + words[at + 1 :]
    found = fen_of_capitals(slip)
    if found is not None:
        assert found == heard(re.sub("(?<![壹贰叁肆伍陆柒捌玖])拾", "壹拾", slip))
        assert fen_of_capitals(capitals(found)) == found


@pytest.mark.parametrize(
    ("words", "fen"),
    [
        ("壹佰万元整", 100_000_000),
        ("人民币：壹佰万圆正", 100_000_000),
        ("拾万元整", 10_000_000),
        ("壹万伍佰元", 1_050_000),
        ("一百二十三万四千五百六十七元八角九分", 123_456_789),
        ("零元整", 0),
        ("伍角", 50),
    ],
)
def test_reads_capitals_as_people_put_them(words: str, fen: int) -> None:
    assert fen_of_capitals(words) == fen


@pytest.mark.parametrize(
    "words",
    [
        "", "壹佰万", "壹仟伍元整", "壹万伍元", "佰元整", "贰壹元", "壹佰万元整左右", "元", "壹佰元伍", "整元", "壹拾拾元", "叁元元", "壹分伍角",
        "玖仟玖佰玖拾玖亿亿元", "壹" * 70 + "元", "壹万亿元整", "壹佰万美元", "壹元整整",
    ],
)  # fmt: skip
def test_capitals_that_are_not_clear_are_not_read(words: str) -> None:
    assert fen_of_capitals(words) is None


def spelled(fen: int) -> str:
    """The capitals by another road: over the digits that are not nought, and what stands between each and the next."""
    if not fen:
        return "人民币零元整"
    yuan, rest = divmod(fen, 100)
    standing = [(place, int(digit)) for place, digit in enumerate(reversed(str(yuan))) if yuan and digit != "0"][::-1]
    words = ""
    for (place, digit), (after, _) in zip(standing, [*standing[1:], (-1, 0)], strict=False):
        words += "零壹贰叁肆伍陆柒捌玖"[digit] + ["", "拾", "佰", "仟"][place % 4]
        if after // 4 < place // 4:
            words += ["", "万", "亿"][place // 4]
        noughts_end_the_group = after % 4 == 3 and after // 4 == place // 4 - 1
        if after >= 0 and place - after > 1 and not noughts_end_the_group:
            words += "零"
    words += "元" if yuan else ""
    jiao, cents = divmod(rest, 10)
    if yuan and rest and (yuan % 10 == 0 or not jiao):
        words += "零"
    words += "零壹贰叁肆伍陆柒捌玖"[jiao] + "角" if jiao else ""
    return "人民币" + words + ("零壹贰叁肆伍陆柒捌玖"[cents] + "分" if cents else "整")


def heard(words: str) -> int:
    """The amount that a person reading the capitals aloud would take down."""
    values = {c: v for v, c in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"拾": 10, "佰": 100, "仟": 1000}
    fen = group = digit = whole = 0
    for sign in words.removeprefix("人民币").removesuffix("整"):
        if sign in "万亿元":
            group, digit = group + digit, 0
            scale = {"万": 10**4, "亿": 10**8, "元": 1}[sign]
            whole, group = whole + group * scale, 0
        elif sign in "角分":
            fen, digit = fen + digit * (10 if sign == "角" else 1), 0
        elif values[sign] < 10:
            digit = values[sign]
        else:
            group, digit = group + digit * values[sign], 0
    return whole * 100 + fen
