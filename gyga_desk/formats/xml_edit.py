"""Small changes to an XML part that leave every other byte of it as it was."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from gyga_desk.formats.xlsx_parts import new_parser

_START_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(/?)>""")


class Uneditable(Exception):
    """The part is not of a shape that can be changed here without touching more."""


@dataclass
class Element:
    """One element with the places of its tags in the part's bytes."""

    name: str
    """Without its prefix."""
    prefix: str
    """With its colon; empty where there is none."""
    attributes: dict[str, str]
    parent: str
    start: int
    inside: int
    """Where its start tag ends."""
    close: int = 0
    """Where its end tag begins; equal to `end` for an element without one."""
    end: int = 0
    empty: bool = False


@dataclass(frozen=True)
class Edit:
    """These bytes in the place of those from `start` to `end`."""

    start: int
    end: int
    new: bytes


def find(data: bytes, names: Container[str]) -> list[Element]:
    """The elements of these names, in the order they begin."""
    found: list[Element] = []
    path: list[tuple[str, Element | None]] = []
    parser = new_parser()

    def on_start(raw: str, attributes: dict[str, str]) -> None:
        name = raw.rpartition(":")[2]
        element = None
        if name in names:
            element = open_tag(data, parser.CurrentByteIndex, raw, attributes)
            element.parent = path[-1][0] if path else ""
            found.append(element)
        path.append((name, element))

    def on_end(_: str) -> None:
        _, element = path.pop()
        if element is not None:
            close_tag(data, element, parser.CurrentByteIndex)

    parser.StartElementHandler, parser.EndElementHandler = on_start, on_end
    parse(parser, data)
    return found


def parse(parser: expat.XMLParserType, data: bytes) -> None:
    """Run a parser over a whole part."""
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        raise Uneditable from fault


def open_tag(data: bytes, at: int, raw: str, attributes: dict[str, str]) -> Element:
    """The element whose start tag begins at this place."""
    tag = _START_TAG.match(data, at)
    if tag is None:
        raise Uneditable
    prefix, _, name = raw.rpartition(":")
    return Element(name, f"{prefix}:" if prefix else "", attributes, "", at, tag.end(), empty=bool(tag[1]))


def close_tag(data: bytes, element: Element, at: int) -> None:
    """Complete an element whose end was told at this place."""
    if element.empty:
        element.close = element.end = element.inside
    else:
        element.close, element.end = at, data.index(b">", at) + 1


def with_attributes(data: bytes, element: Element, **values: str | None) -> bytes:
    """The element's start tag with these attributes set, or with None taken out."""
    tag = data[element.start : element.inside]
    for name, value in values.items():
        own = re.compile(rb"\s+" + name.encode() + rb"""\s*=\s*(?:"[^"]*"|'[^']*')""")
        tag = own.sub(b"", tag)
        if value is not None:
            end = -2 if element.empty else -1
            tag = tag[:end].rstrip() + f" {name}={quoteattr(value)}".encode() + tag[end:]
    return tag


def retag(data: bytes, element: Element, **values: str | None) -> Edit:
    return Edit(element.start, element.inside, with_attributes(data, element, **values))


def append(data: bytes, element: Element, new: bytes, **values: str | None) -> list[Edit]:
    """Put content at the end of an element, and set attributes of it."""
    tag = with_attributes(data, element, **values)
    if element.empty:
        closing = f"</{element.prefix}{element.name}>".encode()
        return [Edit(element.start, element.inside, tag[:-2].rstrip() + b">" + new + closing)]
    return [Edit(element.start, element.inside, tag), Edit(element.close, element.close, new)]


def prepend(data: bytes, element: Element, new: bytes) -> list[Edit]:
    """Put content at the beginning of an element."""
    return append(data, element, new) if element.empty else [Edit(element.inside, element.inside, new)]


def apply(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The part with all edits made; those at one place keep the order they were given in."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < at:
            raise Uneditable
        pieces += [data[at : edit.start], edit.new]
        at = edit.end
    return b"".join([*pieces, data[at:]])
