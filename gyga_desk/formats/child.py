"""Reading in a process of its own: whatever a file does to its reader, the program here stays whole.

The file's bytes go in on standard input; lines come back: a JSON object for each event, a packed line for each row.
"""

from __future__ import annotations

import hashlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path, PurePath
from typing import IO, Any, Protocol

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.notes import refuse_nothing
from gyga_desk.formats.raw import MOST_FILE, TOO_LARGE, Book, Merge, RawSheet
from gyga_desk.formats.reading import DONE
from gyga_desk.progress import Progress, silent

HIDDEN_WORD = "--read-workbook"
"""The frozen program's first word for this; `gyga_desk.__main__` hands the rest to `reading.main`."""
CPU_SECONDS = 2
"""What any file may take of the processor; one second more for every megabyte, and more as its rows come."""
SECONDS = 30 if sys.platform == "win32" else 600
"""By the clock, and ten seconds more for every megabyte; generous where the processor's own time is counted, since an
honest file waits for others on a busy machine."""
_WORDS_ONLY = frozenset(("csv", "html"))
_TOO_LONG = -24
"""The signal SIGXCPU, which ends a process at its limit; systems without it have no name for it either."""
_MEGABYTE = 1 << 20
CRASHED = "文件“{name}”无法读取：内容已损坏或异常庞大，读取程序{how}。请用表格软件打开后另存为 .xlsx 再试。"
UNFOUND = "文件“{name}”打不开（{why}）。请确认文件还在原处、没有被其他程序占用，再试一次。"


_READ = "import sys; from gyga_desk.formats.reading import main; sys.exit(main(sys.argv[1:]))"
_PIECE = 1 << 20
"""So many bytes a pipe may hold where that can be set, or each of the two processes would often wait for the other."""
HEARD_EVERY = 0.2
"""Seconds after which a person's wish to stop is heard even while the reading process says nothing."""


def child_command() -> list[str]:
    """The command of the reading process: our own program when frozen, the interpreter otherwise."""
    if getattr(sys, "frozen", False):
        return [sys.executable, HIDDEN_WORD]
    return [sys.executable, "-S", "-P", "-c", _READ]


class Hearer(Protocol):
    """Who wants the rows while they come."""

    def begin(self, name: str, state: str, epoch1904: bool, words_only: bool) -> None: ...
    def take(self, line: bytes) -> None: ...
    def end(self, sheet: RawSheet) -> None: ...


def read(path: Path, progress: Progress = silent, hearer: Hearer | None = None) -> Book:
    """The workbook at `path` as it was written; raises `WorkbookError`, or what `progress` raises to stop."""
    data = read_bytes(path)
    try:
        with closing(_lines(data)) as lines:
            return gather(lines, data, path.name, progress, hearer)
    except WorkbookError as refused:
        refused.facts.setdefault("name", path.name)  # the reading process does not know the name
        raise


def read_bytes(path: Path) -> bytes:
    """The file's content, refused by sentence where it cannot be had or is too large to be a workbook."""
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
    """What the reading process says, line by line, with an empty line where it is long silent; `WorkbookError` where it dies."""
    last = b""
    with tempfile.TemporaryFile() as complaints, _child(complaints, len(data)) as process:
        assert process.stdin and process.stdout
        try:
            process.stdin.write(data)
            process.stdin.close()
        except OSError:  # the child died before it had read everything; how it died is told below
            pass
        rest = b""
        for piece in _heard(process.stdout):
            lines = (rest + piece).split(b"\n")
            rest = lines.pop()
            last = lines[-1] if lines else last
            yield from lines or (b"",)
        status = process.wait()
        if last != DONE:
            raise _crash(status, complaints)


def _heard(stream: IO[bytes]) -> Iterator[bytes]:
    """What comes through a pipe, piece by piece; an empty piece where nothing comes for a while."""
    pieces: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    own = os.dup(stream.fileno())  # closed by the listener alone, once the other end is gone

    def listen() -> None:
        with open(own, "rb", buffering=0) as pipe:  # noqa: PTH123 - a descriptor
            while piece := pipe.read(_PIECE):
                pieces.put(piece)
        pieces.put(None)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        try:
            piece = pieces.get(timeout=HEARD_EVERY)
        except queue.Empty:
            piece = b""
        if piece is None:
            return
        yield piece


def gather(
    lines: Iterable[bytes], data: bytes, name: str, progress: Progress = silent, hearer: Hearer | None = None
) -> Book:
    """The book behind the lines that `tell` wrote; raises `WorkbookError` where they say so or where it holds nothing."""
    gathered = _Gathered("sha256:" + hashlib.sha256(data).hexdigest(), progress, name, hearer)
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
    for pipe in (process.stdin, process.stdout):
        _widen(pipe)
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


def _widen(pipe: IO[bytes] | None) -> None:
    """Let a pipe hold more, where the system lets us; it works as well, only slower, where it does not."""
    if pipe is not None and sys.platform == "linux":
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIECE)


def _close(pipe: IO[bytes]) -> None:
    """Close a pipe whose other end may be gone with bytes still on their way."""
    try:
        pipe.close()
    except OSError:
        return


class _Gathered:
    """The book as it comes in, line by line."""

    def __init__(self, digest: str, progress: Progress, name: str, hearer: Hearer | None) -> None:
        self._digest, self._progress, self._name, self._hearer = digest, progress, name, hearer
        self._head: dict[str, Any] = {}
        self._done = 0
        self._sheets: list[RawSheet] = []
        self._open: dict[str, str] = {}
        self._rows: list[bytes] = []
        self._notes: list[str] = []

    def take(self, line: bytes) -> None:
        if not line:
            self._progress(self._done, self._head.get("total", 0), f"正在读取 {self._name}")
            return
        if not line.startswith(b"{"):
            self._rows.append(line)
            if self._hearer:
                self._hearer.take(line)
            return
        ((kind, facts),) = json.loads(line).items()
        getattr(self, f"_take_{kind}")(facts)

    def book(self) -> Book:
        head = self._head
        sheets = tuple(self._sheets)
        if head["kind"] == "html" and len(sheets) == 1:
            sheets = (replace(sheets[0], name=self._own_name),)
        return Book(head["kind"], self._digest, sheets, head["epoch1904"], head["macros"], tuple(self._notes))

    @property
    def _own_name(self) -> str:
        """What the only sheet of a file without names is called: like the file, as table programs do."""
        return PurePath(self._name).stem

    @property
    def _words_only(self) -> bool:
        return self._head["kind"] in _WORDS_ONLY

    def _take_refused(self, facts: dict[str, Any]) -> None:
        raise WorkbookError(facts["template"], **facts["facts"])

    def _take_bookhead(self, facts: dict[str, Any]) -> None:
        self._head = facts
        self._progress(0, facts["total"], f"正在读取 {self._name}")

    def _take_sheethead(self, facts: dict[str, str]) -> None:
        self._open, self._rows = facts, []
        if self._head["kind"] == "csv":
            self._open = {**facts, "name": self._own_name}
        if self._hearer:
            self._hearer.begin(self._open["name"], facts["state"], self._head["epoch1904"], self._words_only)

    def _take_sheetend(self, facts: dict[str, Any]) -> None:
        merges = tuple(Merge(*ends) for ends in facts["merges"])
        hidden = frozenset(facts["hidden_rows"]), frozenset(facts["hidden_columns"])
        where = self._open["name"], self._open["state"]
        self._sheets.append(RawSheet(*where, tuple(self._rows), merges, *hidden, words_only=self._words_only))
        self._rows = []
        if self._hearer:
            self._hearer.end(self._sheets[-1])

    def _take_reached(self, facts: dict[str, int]) -> None:
        self._done = facts["done"]
        self._progress(self._done, self._head["total"], f"正在读取 {self._name}")

    def _take_noted(self, facts: dict[str, str]) -> None:
        self._notes.append(facts["code"])

    def _take_done(self, _: object) -> None:
        """The last line; whether it came is asked where the lines are read."""
