"""The reading process: a file's bytes come in, lines go out, and only what its kind needs is ever loaded."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any

from gyga_desk.errors import WorkbookError

if TYPE_CHECKING:
    from gyga_desk.formats.xlsx import Event

_AT_ONCE = 1 << 18
"""Bytes of rows that are handed over together."""
DONE = b'{"done": {}}'
"""The last line; without it the process has died."""
MOST_MEMORY = 480 << 20
_MOST_SECONDS = 66
_ROWS_A_SECOND = 512 << 10
"""So many bytes of rows earn a second more; the slowest kind, .ods, needs a quarter of one for them on an idle machine."""
_FILE_A_SECOND = 512 << 10
"""Rows earn no more than a second for so many bytes of the file: what says the same again and again packs into next to
nothing, and would otherwise buy its reader time with rows that cost it nothing to write."""
_START_SECONDS = 0.15
"""What starting takes on an office machine; on one where it takes longer, everything may take as much longer."""


def main(argv: Sequence[str] = ()) -> int:
    """The reading process: bytes in, lines out, and nothing else it could do."""
    seconds = _limit(int(argv[0]) if argv else _MOST_SECONDS)
    with os.fdopen(0, "rb") as source, os.fdopen(1, "wb", _AT_ONCE) as out:
        data = source.read()
        tell(data, out, lambda earned: _allow(seconds_for(seconds, earned, len(data))))
    return 0


def seconds_for(given: int, earned: int, size: int) -> int:
    """The processor's seconds in all: those given to any file, and what its rows have earned, as far as its `size` bears it."""
    return given + min(earned, size // _FILE_A_SECOND)


def tell(data: bytes, out: IO[bytes], earn: Callable[[int], None] = lambda _: None) -> None:
    """Write what the file in `data` holds, line by line, or why it is refused; `earn` hears of seconds earned by rows."""
    from gyga_desk.formats.packing import within_limits
    from gyga_desk.formats.xlsx_zip import HUGE

    told, mark = 0, _ROWS_A_SECOND
    try:
        for event in within_limits(_events(data), len(data)):
            if isinstance(event, bytes):
                out.write(event)
                out.write(b"\n")
                told += len(event)
                if told > mark:
                    mark += _ROWS_A_SECOND
                    earn(told // _ROWS_A_SECOND)
            else:
                _tell(out, type(event).__name__.lower(), asdict(event))
        out.write(DONE + b"\n")
    except WorkbookError as refused:
        _tell(out, "refused", {"template": refused.template, "facts": refused.facts})
    except MemoryError:
        _tell(out, "refused", {"template": HUGE, "facts": {"detail": "内存超过上限"}})


def _events(data: bytes) -> Iterator[Event]:
    """The reader is chosen by what the file is, and only that one is loaded."""
    from gyga_desk.formats.kind import tell_kind

    kind = tell_kind(data)
    if kind == "xlsx":
        from gyga_desk.formats.xlsx import read_events as read_xlsx

        return read_xlsx(data)
    if kind == "ods":
        from gyga_desk.formats.ods import read_events as read_ods

        return read_ods(data)
    if kind == "csv":
        from gyga_desk.formats.text_table import read_events as read_text

        return read_text(data)
    if kind == "html":
        from gyga_desk.formats.html_table import read_events as read_html

        return read_html(data)
    if "site" not in sys.modules:  # started without the libraries of others, which only the old kinds need
        import site

        site.main()
    from gyga_desk.formats.old import read_events as read_old

    return read_old(data, kind)


def _tell(out: IO[bytes], kind: str, facts: dict[str, Any]) -> None:
    out.write(json.dumps({kind: facts}, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def _limit(seconds: int) -> int:
    """Bound memory and time where the system can, and say how many seconds; elsewhere the parent's clock alone bounds the time."""
    if sys.platform == "win32":
        return seconds
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = int(seconds * max(1.0, time.process_time() / _START_SECONDS))
    _allow(most)
    return most


def _allow(seconds: int) -> None:
    """So many seconds of the processor in all; one that may still earn more has no harder limit."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
