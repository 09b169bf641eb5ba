"""Containers and records of the old kinds, made by hand for the tests."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

from tests.core.formats.makers import HEAD, PACKAGE, RELATIONS, zipped

SECTOR = 512
_END, _FREE, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF


def ole_bytes(streams: Mapping[str, bytes], storages: Iterable[str] = ()) -> bytes:
    """An old office file with these streams at the top; each is filled up to the length that needs no small sectors."""
    names = [*streams, *storages]
    bodies = [body.ljust(4096, b"\0") for body in streams.values()]
    directory_length = -(-(len(names) + 1) // 4)
    chains, start = [], 0
    for length in (directory_length, *(-(-len(body) // SECTOR) for body in bodies)):
        chains.append((start, length))
        start += length
    fat_length = 1
    while fat_length * 128 < start + fat_length:
        fat_length += 1
    fat = [
        at + 1 if at + 1 < first + length else _END for first, length in chains for at in range(first, first + length)
    ]
    fat += [_FAT] * fat_length
    fat += [_FREE] * (fat_length * 128 - len(fat))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 62, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, fat_length, 0, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(start, start + fat_length), *[_FREE] * (109 - fat_length))
    entries = [_entry("Root Entry", 5, 1 if names else _NONE, _NONE, _END, 0)]
    for at, name in enumerate(names, 1):
        right = at + 1 if at < len(names) else _NONE
        first, size = (chains[at][0], len(bodies[at - 1])) if at <= len(bodies) else (0, 0)
        entries.append(_entry(name, 2 if at <= len(bodies) else 1, _NONE, right, first, size))
    directory = b"".join(entries).ljust(directory_length * SECTOR, b"\0")
    content = directory + b"".join(body.ljust(-(-len(body) // SECTOR) * SECTOR, b"\0") for body in bodies)
    return header + content + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    wide = name.encode("utf-16-le")
    head = wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide) + 2, kind, 1)
    return head + struct.pack("<III", _NONE, right, child) + bytes(36) + struct.pack("<IQ", start, size)


def record(number: int, body: bytes = b"") -> bytes:
    """One record of an .xls stream."""
    return struct.pack("<HH", number, len(body)) + body


_BOF_BOOK = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6))
_BOF_SHEET = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6))
_EOF = record(0x0A)


def xls_stream(records: bytes, before: bytes = b"", name: str = "表", sheet_kind: int = 0) -> bytes:
    """The stream of an .xls workbook with one sheet."""
    title = name.encode("utf-16-le")
    length = len(_BOF_BOOK) + len(before) + 4 + 8 + len(title) + len(_EOF)
    listed = record(0x85, struct.pack("<IBBBB", length, 0, sheet_kind, len(name), 1) + title)
    return _BOF_BOOK + before + listed + _EOF + _BOF_SHEET + records + _EOF


def xls_number(row: int, column: int, value: float) -> bytes:
    """A NUMBER record."""
    return record(0x203, struct.pack("<HHHd", row, column, 0, value))


def xls_text(row: int, column: int, text: str) -> bytes:
    """A LABEL record."""
    return record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def b_record(number: int, body: bytes = b"") -> bytes:
    """One record of an .xlsb part."""
    head = bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])
    length, size = b"", len(body)
    while size >= 0x80:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return head + length + bytes([size]) + body


def b_text(text: str) -> bytes:
    """A text as .xlsb writes it."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb_parts(rows: bytes, columns: bytes = b"", name: str = "表") -> dict[str, str | bytes]:
    """Every part of an .xlsb workbook with one sheet."""
    sheet = b_record(156, struct.pack("<II", 0, 1) + b_text("rId1") + b_text(name))
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": (
            f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
            'Target="xl/workbook.bin"/></Relationships>'
        ),
        "xl/workbook.bin": b_record(131) + b_record(143) + sheet + b_record(144) + b_record(132),
        "xl/_rels/workbook.bin.rels": (
            f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/worksheet" '
            'Target="worksheets/sheet1.bin"/></Relationships>'
        ),
        "xl/worksheets/sheet1.bin": b_record(129)
        + b_record(148, bytes(16))
        + columns
        + b_record(145)
        + rows
        + b_record(146)
        + b_record(130),
    }


def xlsb_bytes(rows: bytes, columns: bytes = b"") -> bytes:
    """A whole .xlsb workbook."""
    return zipped(xlsb_parts(rows, columns))


def b_row(number: int, hidden: bool = False) -> bytes:
    """The head of a row, counted from 0."""
    return b_record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0x10 if hidden else 0, 0, 0))


def b_cell(number: int, column: int, body: bytes) -> bytes:
    """A cell record: 3 is an error, 5 a number, 6 a text, 11 a formula with an error."""
    return b_record(number, struct.pack("<II", column, 0) + body)
