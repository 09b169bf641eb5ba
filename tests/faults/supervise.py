"""Runs an act in a process of its own and stops it, or makes the system refuse it, at its n-th change to a file.

The kernel itself asks: a seccomp filter with a listener (Linux 5.5 and newer, no rights needed) holds the process at every
call that changes a file until this program has said go on, refused it with an error, or killed it. What is killed so has
done the calls before and not this one; nothing in the program under test knows of it.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import platform
import select
import signal
import socket
import struct
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gyga_desk.errors import DeskError

# Calls that change files, by the number each machine gives them.
_NUMBERS = {
    "x86_64": {
        "write": 1, "open": 2, "pwrite64": 18, "writev": 20, "sendfile": 40, "fsync": 74, "fdatasync": 75, "truncate": 76,
        "ftruncate": 77, "rename": 82, "mkdir": 83, "rmdir": 84, "link": 86, "unlink": 87, "openat": 257, "mkdirat": 258,
        "unlinkat": 263, "renameat": 264, "linkat": 265, "fallocate": 285, "pwritev": 296, "renameat2": 316, "copy_file_range": 326,
    },
    "aarch64": {
        "mkdirat": 34, "unlinkat": 35, "linkat": 37, "renameat": 38, "truncate": 45, "ftruncate": 46, "fallocate": 47, "openat": 56,
        "write": 64, "writev": 66, "pwrite64": 68, "pwritev": 70, "sendfile": 71, "fsync": 82, "fdatasync": 83, "renameat2": 276,
        "copy_file_range": 285,
    },
}  # fmt: skip
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_SOCKET = {"x86_64": 41, "aarch64": 198}
WRITES = frozenset(
    {"write", "pwrite64", "writev", "pwritev", "sendfile", "copy_file_range", "ftruncate", "truncate", "fallocate"}
)
SYNCS = frozenset({"fsync", "fdatasync"})
_OPENS = frozenset({"open", "openat"})
CHANGES = frozenset().union(*_NUMBERS.values())
_RECEIVE, _SEND, _CONTINUE = 0xC0502100, 0xC0182101, 1
_NEW_LISTENER, _NO_NEW_PRIVS = 8, 38
_LOAD, _EQUAL, _RETURN, _ALLOW, _NOTIFY = 0x20, 0x15, 0x06, 0x7FFF0000, 0x7FC00000
_DIE, _FIRST_WORD = 0x80000000, 16
REFUSED, BUG = 2, 70


@dataclass(frozen=True)
class Fault:
    """What happens at the n-th of these calls, the first being 1: the process is killed, or the call fails with `error`."""

    at: int
    calls: frozenset[str] = CHANGES
    error: int = 0
    """An `errno`; 0 kills."""
    lasting: bool = False
    """Whether every later call of these fails too, as on a full disk."""

    @property
    def name(self) -> str:
        return errno.errorcode[self.error] if self.error else "KILL"


@dataclass(frozen=True)
class Ended:
    """How an act ended: its status (-9 where it was killed), what it said, and how many calls were counted."""

    status: int
    said: str
    calls: int


def supervise(act: Callable[[], None], fault: Fault) -> Ended:
    """Runs the act in a fork of this process; a refusal ends with 2 and its sentence, a bug with 70 and its traceback."""
    here, there = socket.socketpair()
    child = os.fork()
    if not child:
        here.close()
        _act(act, there)
    there.close()
    listener = socket.recv_fds(here, 1, 1)[1][0]
    here.send(b"!")
    try:
        calls = _listen(listener, child, fault)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said = b"" if status < 0 else _all(here)
    finally:
        os.close(listener)
        here.close()
    return Ended(status, said.decode(), calls)


def _all(line: socket.socket) -> bytes:
    parts = []
    while part := line.recv(1 << 16):
        parts.append(part)
    return b"".join(parts)


def _act(act: Callable[[], None], line: socket.socket) -> None:
    """The child: under the filter from here to its end."""
    status, said = 0, ""
    try:
        listener = _filter()
        socket.send_fds(line, [b"!"], [listener])
        os.close(listener)
        line.recv(1)
        act()
    except DeskError as refused:
        status, said = REFUSED, str(refused)
    except BaseException:  # noqa: BLE001 - whatever it is, it is told
        status, said = BUG, traceback.format_exc()
    line.sendall(said.encode())
    os._exit(status)


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("yes", ctypes.c_ubyte),
        ("no", ctypes.c_ubyte),
        ("value", ctypes.c_uint),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def _filter() -> int:
    """Puts this process under the filter for good; gives the listener."""
    numbers = sorted(_NUMBERS[platform.machine()].values())
    jumps = [(_EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)]
    steps = [(_LOAD, 0, 0, 0), *jumps, (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _NOTIFY)]
    return install(steps, _NEW_LISTENER)


def no_network() -> None:
    """From here on, whatever in this process or its children opens a socket to another machine dies at once (SIGSYS)."""
    inet, inet6 = socket.AF_INET, socket.AF_INET6
    install([
        (_LOAD, 0, 0, 0), (_EQUAL, 0, 4, _SOCKET[platform.machine()]), (_LOAD, 0, 0, _FIRST_WORD), (_EQUAL, 1, 0, inet),
        (_EQUAL, 0, 1, inet6), (_RETURN, 0, 0, _DIE), (_RETURN, 0, 0, _ALLOW),
    ])  # fmt: skip


def install(steps: Sequence[tuple[int, int, int, int]], flags: int = 0) -> int:
    """A filter of these steps (code, where to on yes, on no, value) over this process for good; what the kernel gives back."""
    made = (_Step * len(steps))(*[_Step(*step) for step in steps])
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    given = libc.syscall(_SECCOMP[platform.machine()], 1, flags, ctypes.byref(_Program(len(steps), made)))
    if given < 0:
        raise OSError(ctypes.get_errno(), "seccomp")
    return int(given)


def _listen(listener: int, child: int, fault: Fault) -> int:
    """Answers every call until the process has ended; gives how many were counted."""
    names = {number: name for name, number in _NUMBERS[platform.machine()].items()}
    ended = os.pidfd_open(child)
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    poll.register(ended, select.POLLIN)
    count = 0
    try:
        while True:
            ready = dict(poll.poll())
            if not ready.get(listener, 0) & select.POLLIN:
                return count
            asked = bytearray(80)
            try:
                fcntl.ioctl(listener, _RECEIVE, asked)
            except OSError:  # it was killed while it waited
                continue
            number, _, _, call, _, _, *words = struct.unpack("<QIIiIQ6Q", asked)
            name = names[call]
            counted = name in fault.calls and _changes(name, words)
            count += counted
            hit = counted and (count == fault.at or (fault.lasting and count > fault.at))
            if hit and not fault.error:
                os.kill(child, signal.SIGKILL)
                return count
            answer = struct.pack("<QqiI", number, 0, -fault.error if hit else 0, 0 if hit else _CONTINUE)
            fcntl.ioctl(listener, _SEND, bytearray(answer))
    finally:
        os.close(ended)


def _changes(name: str, words: list[int]) -> bool:
    """Opening counts where it makes or empties a file, writing where it is not to a terminal or a pipe of the process."""
    if name in _OPENS:
        return bool(words[1 if name == "open" else 2] & (os.O_CREAT | os.O_TRUNC))
    return not (name in ("write", "writev") and words[0] <= 2)
