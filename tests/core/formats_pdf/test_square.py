"""The code a camera reads: square for square what `segno` makes."""

from __future__ import annotations

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from gyga_desk.formats.pdf import square

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def expected(content: str) -> tuple[bytes, ...]:
    return tuple(map(bytes, segno.make(content, error="m", micro=False, boost_error=False, mask=3).matrix))


@pytest.mark.parametrize("length", range(1, 66))
def test_every_length_is_as_segno_makes_it(length: int) -> None:
    content = (_LETTERS[length % 45 :] + _LETTERS * 2)[:length]
    assert square.rows(content) == expected(content)


@pytest.mark.parametrize("content", ["0" * 40, "GYGA1:sp-2025:x", "编号一", "GYGA1:SP-2025-M3-0001-1:K7QF-2M9D-T4XW"])
def test_other_words_too(content: str) -> None:
    assert square.rows(content) == expected(content)


@given(st.text(_LETTERS, min_size=20, max_size=61))
def test_whatever_it_says(content: str) -> None:
    assert square.rows(content) == expected(content)
