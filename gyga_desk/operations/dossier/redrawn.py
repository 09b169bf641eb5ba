"""A paper drawn once more from the content on record: the very bytes that were printed, also of one that is void by now."""

from __future__ import annotations

import hashlib
import json
import types
import typing
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from gyga_desk.formats.pdf.document import draw
from gyga_desk.model import Paper
from gyga_desk.operations.sheets.kinds import kind_of


def redraw(paper: Paper) -> bytes | None:
    """The file as it was printed; None where this version of the program would draw it otherwise."""
    kind = kind_of(paper.kind)
    data = draw(read_content(_shown_by(kind.compose), paper.content), kind.compose)
    return data if f"sha256:{hashlib.sha256(data).hexdigest()}" == paper.digest else None


def _shown_by(compose: Any) -> Any:
    """What a paper's layout takes: the type its content was written from."""
    known = typing.get_type_hints(compose)
    return next(kind for name, kind in known.items() if name != "return")


def read_content(kind: Any, text: str) -> Any:
    """What `write_content` wrote, as the dataclass it was."""
    return _value(kind, json.loads(text))


def _value(kind: Any, held: Any) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        known = typing.get_type_hints(kind)
        return kind(**{f.name: _value(known[f.name], held[f.name]) for f in fields(kind) if f.name in held})
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        parts = [args[0]] * len(held) if args[-1] is Ellipsis else args
        return tuple(_value(part, one) for part, one in zip(parts, held, strict=True))
    if origin in (types.UnionType, typing.Union):
        wanted = [a for a in args if a is not type(None)]
        return None if held is None else _value(wanted[0], held)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(held)
    return held
