"""The code that a camera reads, as `segno` makes it, but quickly for what papers say: capital letters, figures, a few signs.

Everything in a code but its message stands in the same place for the same length, so one by `segno` serves as the frame:
where the messages differ, squares change colour. What the message is of, ISO/IEC 18004 has in 7.4 to 7.7.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

_LETTERS = {char: value for value, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")}
_ROOM = {2: (28, 16), 3: (44, 26)}
"""Of versions 2 and 3 at level M, whose message is one block: bytes of data, and of correction."""
_MASK = 3
"""Any mask is legal, since the code itself says which; a fixed one saves the search for the best."""
_BITS_AHEAD = 13
"""The mode, and how many letters there are."""
Rows = tuple[bytes, ...]


def rows(content: str) -> Rows:
    """The code's squares, row by row, 1 where dark."""
    version = _version(content)
    if version is None:
        return _by_segno(content)
    frame, drawn, order = _frame(version)
    made = [bytearray(row) for row in frame]
    differs = drawn ^ _message(content, version)
    for place, (row, column) in enumerate(order):
        if differs >> place & 1:
            made[row][column] ^= 1
    return tuple(map(bytes, made))


def _by_segno(content: str) -> Rows:
    import segno

    return tuple(map(bytes, segno.make(content, error="m", micro=False, boost_error=False, mask=_MASK).matrix))


def _version(content: str) -> int | None:
    """The smallest that holds it; none where it is short, long, or of other letters."""
    if content.isdigit() or not _LETTERS.keys() >= set(content):
        return None
    bits = _BITS_AHEAD + 11 * (len(content) // 2) + 6 * (len(content) % 2)
    return None if bits <= 16 * 8 else next((v for v, (data, _) in _ROOM.items() if bits <= data * 8), None)


def _message(content: str, version: int) -> int:
    """Data and correction; the first bit is the lowest."""
    size, more = _ROOM[version]
    bits = f"0010{len(content):09b}"
    for at in range(0, len(content) - 1, 2):
        bits += f"{_LETTERS[content[at]] * 45 + _LETTERS[content[at + 1]]:011b}"
    if len(content) % 2:
        bits += f"{_LETTERS[content[-1]]:06b}"
    bits += "0" * min(4, size * 8 - len(bits))
    bits = (bits + "0" * (8 - len(bits) % 8))[: size * 8]  # as segno: a whole byte where the bits end with one
    data = int(bits, 2).to_bytes(len(bits) // 8, "big")
    data += (b"\xec\x11" * size)[: size - len(data)]
    whole = data + _correction(data, more)
    return int(f"{int.from_bytes(whole, 'big'):0{len(whole) * 8}b}"[::-1], 2)


def _correction(data: bytes, size: int) -> bytes:
    """The remainder by the generator, over the field of 256."""
    table, left, top = _multiples(size), 0, 8 * (size - 1)
    for byte in data:
        left = (left & (1 << top) - 1) << 8 ^ table[byte ^ left >> top]
    return left.to_bytes(size, "big")


@cache
def _multiples(size: int) -> tuple[int, ...]:
    """The generator of that many correction bytes, without its first term, times every byte."""
    powers = [1]
    for _ in range(254):
        powers.append(powers[-1] * 2 ^ (0x11D if powers[-1] & 128 else 0))
    logs = {value: power for power, value in enumerate(powers)}

    def times(one: int, other: int) -> int:
        return powers[(logs[one] + logs[other]) % 255] if one and other else 0

    terms = [1]
    for power in range(size):
        terms = [terms[0], *(b ^ times(a, powers[power]) for a, b in pairwise([*terms, 0]))]
    return tuple(int.from_bytes([times(byte, term) for term in terms[1:]], "big") for byte in range(256))


@cache
def _frame(version: int) -> tuple[Rows, int, tuple[tuple[int, int], ...]]:
    """A code of that version, its message, and where each bit of a message stands: in pairs of columns, up and down."""
    content = "A" * (21 if version == 2 else 40)
    made = _by_segno(content)
    size = len(made)
    columns = [c for c in range(size - 1, 0, -2) if c > 6] + [5, 3, 1]
    order = [
        (row, column)
        for turn, right in enumerate(columns)
        for row in (range(size) if turn % 2 else range(size - 1, -1, -1))
        for column in (right, right - 1)
        if not _fixed(row, column, size)
    ]
    return made, _message(content, version), tuple(order[: 8 * sum(_ROOM[version])])


def _fixed(row: int, column: int, size: int) -> bool:
    """Finders with what is written beside them, the timing lines, and the one alignment square."""
    corner = (row < 9 and column < 9) or (row < 9 and column >= size - 8) or (row >= size - 8 and column < 9)
    middle = size - 7
    return corner or 6 in (row, column) or (abs(row - middle) <= 2 and abs(column - middle) <= 2)
