"""The shared strings of an .xlsx file, each already in the form in which rows travel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.raw import packed_text
from gyga_desk.formats.xlsx_parts import LONGEST_TEXT, new_parser, plain_text, scan
from gyga_desk.formats.xlsx_zip import HUGE, MEGABYTE, Parts

MOST_STRINGS = 1_000_000
LONGEST_STRING = 8 * MEGABYTE
"""A string with more XML than this is left to the parser, which does not gather."""

_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]*\?>)?\s*<sst(?: [^<>]*)?(?<!/)>")
_TAIL = re.compile(rb"\s*</sst\s*>\s*")
_PLAIN = re.compile(rb"<si><t>([^<&\r\n]*)</t></si>")
_AROUND = len(b"<si><t></t></si>")
_USUAL = re.compile(rb'\s*<si><t(?: xml:space="preserve")?>([^<&\r]*)</t></si>|\s*(<si>[\s\S]*?</si>)|([\s\S]+)')
_CLOSE = b"</si>"
NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""U+FFFE and U+FFFF, which XML does not allow."""
_CONTROL = bytes(set(range(32)) - {9, 10, 13})


class _Unusual(Exception):
    """The part is written in a way that only the XML parser can judge."""


def read_strings(parts: Parts, part: str) -> list[bytes]:
    """The shared strings in their order; phonetic hints are left out."""
    if not part:
        return []
    try:
        return _read_usual(parts.stream(part))
    except _Unusual:
        return _read_any(parts.stream(part), part)


def _read_usual(pieces: Iterator[bytes]) -> list[bytes]:
    """Cut out by one expression, with the XML parser for what stands around and for strings that are more than a text."""
    strings: list[bytes] = []
    buffer = next(pieces, b"")
    head = _HEAD.match(buffer)
    if not head:
        raise _Unusual
    shell, at = new_parser(), head.end()
    _feed(shell, buffer[:at])
    buffer = buffer[at:]
    while True:
        end = buffer.rfind(_CLOSE) + len(_CLOSE)
        if end >= len(_CLOSE):
            _take(buffer[:end], strings)
            buffer = buffer[end:]
        piece = next(pieces, b"")
        if not piece:
            break
        if len(buffer) > LONGEST_STRING:
            raise _Unusual
        buffer += piece
    if not _TAIL.fullmatch(buffer):
        raise _Unusual
    _feed(shell, buffer, final=True)
    return strings


def _take(xml: bytes, strings: list[bytes]) -> None:
    """The strings in a stretch that ends with one."""
    try:
        xml.decode()
    except UnicodeDecodeError as fault:
        raise _Unusual from fault
    if len(xml.translate(None, _CONTROL)) != len(xml) or any(sign in xml for sign in NO_CHARACTERS):
        raise _Unusual
    escaped = b"_x" in xml
    plain = _PLAIN.findall(xml)
    if not escaped and sum(map(len, plain)) + len(plain) * _AROUND == len(xml) and max(map(len, plain)) <= LONGEST_TEXT:
        strings += plain  # they fill the stretch to the last byte
        _refuse_many(len(strings))
        return
    for text, whole, strange in _USUAL.findall(xml):
        if strange:
            raise _Unusual
        if whole:
            strings.extend(_parsed(whole))
        elif escaped or len(text) > LONGEST_TEXT or b"\n" in text:
            strings.append(packed_text(plain_text(text.decode())))
        else:
            strings.append(text)
    _refuse_many(len(strings))


def _parsed(xml: bytes) -> list[bytes]:
    """One string of several runs, with references or with hints; comments and the like are left to the parser of the whole."""
    if b"<!" in xml or b"<?" in xml:
        raise _Unusual
    try:
        return _read_any(iter([b"<sst>", xml, b"</sst>"]), "")
    except WorkbookError as fault:
        raise _Unusual from fault


def _feed(shell: expat.XMLParserType, data: bytes, *, final: bool = False) -> None:
    try:
        shell.Parse(data, final)
    except expat.ExpatError as fault:
        raise _Unusual from fault


def _refuse_many(count: int) -> None:
    if count > MOST_STRINGS:
        raise WorkbookError(HUGE, detail="文字超过一百万条")


def _read_any(pieces: Iterator[bytes], part: str) -> list[bytes]:
    """The strings of a part in whatever shape, by the XML parser alone."""
    strings: list[bytes] = []
    texts: list[str] = []
    inside = {"t": 0, "rPh": 0}

    def start(name: str, _: dict[str, str]) -> None:
        if name in inside:
            inside[name] += 1

    def end(name: str) -> None:
        if name in inside:
            inside[name] -= 1
        elif name == "si":
            strings.append(packed_text(plain_text("".join(texts))))
            _refuse_many(len(strings))
            texts.clear()

    def text(data: str) -> None:
        if inside["t"] and not inside["rPh"]:
            texts.append(data)

    scan(pieces, part, start, end, text)
    return strings
