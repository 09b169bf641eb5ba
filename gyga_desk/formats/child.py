"""Reading in a process of its own: whatever a file does to its reader, the program here stays whole.

The file's bytes go in on standard input; lines come back: a JSON object for each event, a packed line for each row.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING, Any

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.notes import refuse_nothing
from gyga_desk.formats.raw import Book, Merge, RawSheet
from gyga_desk.progress import Progress, silent

if TYPE_CHECKING:
    from gyga_desk.formats.xlsx import Event

HIDDEN_WORD = "--read-workbook"
"""The frozen program's first word for this; `gyga_desk.__main__` hands the rest to `main` here."""
MOST_MEMORY = 480 << 20
CPU_SECONDS = 2
"""What any file may take; and one second more for every megabyte. An honest one takes a fifth of that."""
SECONDS = 30
"""By the clock, for systems that do not count; and ten seconds more for every megabyte."""
DONE = b'{"done": {}}'
_NAMELESS = frozenset(("csv", "html"))
_TOO_LONG = -24
"""The signal SIGXCPU, which ends a process at its limit; systems without it have no name for it either."""
_MEGABYTE = 1 << 20
CRASHED = "文件“{name}”无法读取：内容已损坏或异常庞大，读取程序{how}。请用表格软件打开后另存为 .xlsx 再试。"
UNFOUND = "文件“{name}”打不开（{why}）。请确认文件还在原处、没有被其他程序占用，再试一次。"


def child_command() -> list[str]:
    """The command of the reading process: our own program when frozen, the interpreter otherwise."""
    if getattr(sys, "frozen", False):
        return [sys.executable, HIDDEN_WORD]
    return [sys.executable, "-P", "-m", "gyga_desk.formats.child"]


def read(path: Path, progress: Progress = silent) -> Book:
    """The workbook at `path` as it was written; raises `WorkbookError`, or what `progress` raises to stop."""
    data = read_bytes(path)
    try:
        with closing(_lines(data)) as lines:
            return gather(lines, data, path.name, progress)
    except WorkbookError as refused:
        refused.facts.setdefault("name", path.name)  # the reading process does not know the name
        raise


def read_bytes(path: Path) -> bytes:
    """The file's content, refused by sentence where it cannot be had or is too large to be a workbook."""
    from gyga_desk.formats.kind import MOST_FILE, TOO_LARGE

    try:
        size = path.stat().st_size
        if size > MOST_FILE:
            raise WorkbookError(TOO_LARGE, name=path.name, size=f"{size / (1 << 20):.0f}")
        return path.read_bytes()
    except OSError as fault:
        raise WorkbookError(UNFOUND, name=path.name, why=_why(fault)) from fault


def _why(fault: OSError) -> str:
    known = {FileNotFoundError: "文件不存在", PermissionError: "没有读取权限", IsADirectoryError: "这是一个文件夹"}
    return known.get(type(fault), "读取失败")


def _lines(data: bytes) -> Generator[bytes, None, None]:
    """What the reading process says, line by line; `WorkbookError` where it dies of the file."""
    last = b""
    with tempfile.TemporaryFile() as complaints, _child(complaints, len(data)) as process:
        assert process.stdin and process.stdout
        try:
            process.stdin.write(data)
            process.stdin.close()
        except OSError:  # the child died before it had read everything; how it died is told below
            pass
        for line in process.stdout:
            last = line.removesuffix(b"\n")
            yield last
        status = process.wait()
        if last != DONE:
            raise _crash(status, complaints)


def gather(lines: Iterable[bytes], data: bytes, name: str, progress: Progress = silent) -> Book:
    """The book behind the lines that `tell` wrote; raises `WorkbookError` where they say so or where it holds nothing."""
    gathered = _Gathered("sha256:" + hashlib.sha256(data).hexdigest(), progress, name)
    for line in lines:
        gathered.take(line)
    book = gathered.book()
    refuse_nothing(book)
    return book


def _crash(status: int, complaints: IO[bytes]) -> WorkbookError:
    """How the reading process ended, with its last words as a note for the crash report."""
    how = "用时过长，已停止" if status == _TOO_LONG else "已被系统中止" if status < 0 else "意外退出"
    complaints.seek(0)
    error = WorkbookError(CRASHED, how=how)
    error.add_note(complaints.read()[-4_000:].decode("utf-8", "replace"))
    return error


@contextmanager
def _child(complaints: IO[bytes], size: int) -> Iterator[subprocess.Popen[bytes]]:
    """A reading process that never outlives its work."""
    root = str(Path(__file__).resolve().parents[2])
    known = os.environ.get("PYTHONPATH")
    environment = {**os.environ, "PYTHONPATH": root + (os.pathsep + known if known else "")}
    process = subprocess.Popen(  # noqa: S603 - our own program
        [*child_command(), str(CPU_SECONDS + size // _MEGABYTE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    clock = threading.Timer(SECONDS + 10 * size // _MEGABYTE, process.kill)
    clock.start()
    try:
        yield process
    finally:
        clock.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                _close(pipe)


def _close(pipe: IO[bytes]) -> None:
    """Close a pipe whose other end may be gone with bytes still on their way."""
    try:
        pipe.close()
    except OSError:
        return


class _Gathered:
    """The book as it comes in, line by line."""

    def __init__(self, digest: str, progress: Progress, name: str) -> None:
        self._digest, self._progress, self._name = digest, progress, name
        self._head: dict[str, Any] = {}
        self._sheets: list[RawSheet] = []
        self._open: dict[str, str] = {}
        self._rows: list[bytes] = []
        self._notes: list[str] = []

    def take(self, line: bytes) -> None:
        if not line.startswith(b"{"):
            self._rows.append(line)
            return
        ((kind, facts),) = json.loads(line).items()
        getattr(self, f"_take_{kind}")(facts)

    def book(self) -> Book:
        head = self._head
        sheets = tuple(self._sheets)
        if head["kind"] in _NAMELESS and len(sheets) == 1:  # as table programs do: the sheet is called like the file
            sheets = (replace(sheets[0], name=PurePath(self._name).stem),)
        return Book(head["kind"], self._digest, sheets, head["epoch1904"], head["macros"], tuple(self._notes))

    def _take_refused(self, facts: dict[str, Any]) -> None:
        raise WorkbookError(facts["template"], **facts["facts"])

    def _take_bookhead(self, facts: dict[str, Any]) -> None:
        self._head = facts
        self._progress(0, facts["total"], f"正在读取 {self._name}")

    def _take_sheethead(self, facts: dict[str, str]) -> None:
        self._open, self._rows = facts, []

    def _take_sheetend(self, facts: dict[str, Any]) -> None:
        merges = tuple(Merge(*ends) for ends in facts["merges"])
        hidden = frozenset(facts["hidden_rows"]), frozenset(facts["hidden_columns"])
        self._sheets.append(RawSheet(self._open["name"], self._open["state"], tuple(self._rows), merges, *hidden))
        self._rows = []

    def _take_reached(self, facts: dict[str, int]) -> None:
        self._progress(facts["done"], self._head["total"], f"正在读取 {self._name}")

    def _take_noted(self, facts: dict[str, str]) -> None:
        self._notes.append(facts["code"])

    def _take_done(self, _: object) -> None:
        """The last line; whether it came is asked where the lines are read."""


def main(argv: Sequence[str] = ()) -> int:
    """The reading process: bytes in, lines out, and nothing else it could do."""
    _limit(int(argv[0]) if argv else CPU_SECONDS)
    with os.fdopen(0, "rb") as source, os.fdopen(1, "wb") as out:
        tell(source.read(), out)
    return 0


def tell(data: bytes, out: IO[bytes]) -> None:
    """Write what the file in `data` holds, line by line, or why it is refused."""
    from gyga_desk.formats.packing import within_limits
    from gyga_desk.formats.xlsx_zip import HUGE

    try:
        for event in within_limits(_events(data), len(data)):
            if isinstance(event, bytes):
                out.write(event)
                out.write(b"\n")
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
    from gyga_desk.formats.old import read_events as read_old

    return read_old(data, kind)


def _tell(out: IO[bytes], kind: str, facts: dict[str, Any]) -> None:
    out.write(json.dumps({kind: facts}, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def _limit(seconds: int) -> None:
    """Bound memory and time where the system can; elsewhere the parent's clock alone bounds the time."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
