"""A real printer queue for a test: a CUPS of its own that keeps what it is sent, with a printer that prints on both sides.

`python -m tests.ui.print_queue 甲.pdf 乙.pdf` is the program's part of it, in a process of its own: the library that speaks
to CUPS asks only once where that is. It sends pages 1 to 3 of the papers, three times, on both sides.
"""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

NAME = "office"
_ALLOWED = "<{part}>\nAllow all\n</{end}>\n"
_PRINTER = f"<Printer {NAME}>\nDeviceURI file:///dev/null\nState Stopped\nAccepting Yes\nShared No\n</Printer>\n"
"""Stopped, so that what is sent stays as it came."""


@dataclass(frozen=True)
class Job:
    """What the queue was sent: a document and the wishes beside it, as IPP writes them down."""

    document: Path
    wishes: bytes

    def number(self, name: str) -> int:
        """A wish that is a number."""
        at = self.wishes.index(name.encode()) + len(name) + 2
        return int.from_bytes(self.wishes[at : at + 4], "big")

    def word(self, name: str) -> str:
        """A wish that is a word."""
        _, _, rest = self.wishes.partition(name.encode())
        return rest[2 : 2 + int.from_bytes(rest[:2], "big")].decode()


@dataclass(frozen=True)
class Queue:
    """A running CUPS."""

    folder: Path
    running: subprocess.Popen[bytes]

    def send(self, papers: Sequence[Path]) -> None:
        env = {**os.environ, "CUPS_SERVER": f"{self.folder / 'sock'}", "QT_QPA_PLATFORM": "offscreen"}
        words = [sys.executable, "-m", "tests.ui.print_queue", *map(str, papers)]
        subprocess.run(words, env=env, check=True, cwd=Path(__file__).parents[2], timeout=300)

    def job(self) -> Job:
        """The one job that was sent; CUPS writes down what it knows of it when it ends."""
        self.running.terminate()
        self.running.wait()
        (document,), (wishes,) = ((self.folder / "spool").glob(f"{kind}0*") for kind in "dc")
        return Job(document, wishes.read_bytes())


@contextmanager
def queue() -> Iterator[Queue]:
    """Runs CUPS in a folder of its own, which must have a short name: its socket lies there."""
    with tempfile.TemporaryDirectory(prefix="cups-") as name:
        folder = Path(name)
        _write(folder)
        daemon = shutil.which("cupsd", path=f"{os.environ['PATH']}:/usr/sbin")
        assert daemon, "a machine that tests has cups-daemon"
        words = [daemon, "-f", "-c", folder / "cupsd.conf", "-s", folder / "cups-files.conf"]
        with subprocess.Popen(words, stderr=subprocess.DEVNULL) as running:
            try:
                _await(folder / "sock", running)
                yield Queue(folder, running)
            finally:
                running.terminate()


def _await(door: Path, running: subprocess.Popen[bytes]) -> None:
    """Until it answers; one that has ended never will."""
    while running.poll() is None:
        with suppress(OSError), socket.socket(socket.AF_UNIX) as caller:
            caller.connect(str(door))
            return
        with suppress(subprocess.TimeoutExpired):
            running.wait(0.02)
    raise AssertionError((door.parent / "error").read_text())


def _write(folder: Path) -> None:
    for part in ("spool", "cache", "state", "tmp", "root/ppd"):
        (folder / part).mkdir(parents=True)
    parts = (("Location /", "Location"), ("Limit All", "Limit"))
    door, limits = (_ALLOWED.format(part=part, end=end) for part, end in parts)
    told = f"Listen {folder / 'sock'}\nBrowsing Off\nDefaultAuthType None\n{door}<Policy default>\n{limits}</Policy>\n"
    (folder / "cupsd.conf").write_text(told)
    user = "lp" if os.geteuid() == 0 else getpass.getuser()  # it refuses to be root
    places = {
        "ServerRoot": "root", "RequestRoot": "spool", "CacheDir": "cache", "StateDir": "state", "TempDir": "tmp",
        "ErrorLog": "error", "AccessLog": "access", "PageLog": "page",
    }  # fmt: skip
    lines = [f"{word} {folder / place}\n" for word, place in places.items()]
    (folder / "cups-files.conf").write_text("".join([*lines, f"FileDevice Yes\nUser {user}\nSystemGroup root\n"]))
    (folder / "root" / "printers.conf").write_text(_PRINTER)
    (folder / "root" / "ppd" / f"{NAME}.ppd").write_text(_description())


def _description() -> str:
    """What the printer can: A4, and both sides."""
    choices = {"PageSize": ("A4",), "PageRegion": ("A4",), "Duplex": ("None", "DuplexNoTumble", "DuplexTumble")}
    head = ['PPD-Adobe: "4.3"', 'FormatVersion: "4.3"', 'FileVersion: "1.0"', "LanguageVersion: English",
            "LanguageEncoding: ISOLatin1", 'PCFileName: "OFFICE.PPD"', 'Product: "(Office)"', 'PSVersion: "(3010) 0"',
            'Manufacturer: "Office"', 'ModelName: "Office"', 'ShortNickName: "Office"', 'NickName: "Office"']  # fmt: skip
    for name, values in choices.items():
        head += [f"OpenUI *{name}: PickOne", f"Default{name}: {values[0]}", *(f'{name} {v}: ""' for v in values)]
        head.append(f"CloseUI: *{name}")
    head += ["DefaultImageableArea: A4", 'ImageableArea A4: "0 0 595 842"']
    head += ["DefaultPaperDimension: A4", 'PaperDimension A4: "595 842"']
    return "".join(f"*{line}\n" for line in head)


def send(papers: Sequence[Path]) -> str:
    """Pages 1 to 3, three times, on both sides, as the system's window would set the printer; the reason where it fails."""
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QApplication

    from ui.printing import Printing, new_printer

    program, told = QApplication([]), list[str]()
    printer = new_printer()
    printer.setPrinterName(NAME)
    printer.setResolution(72)
    printer.setFromTo(1, 3)
    printer.setCopyCount(3)
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
    job = Printing(printer, papers)
    job.ended.connect(lambda why: (told.append(why), program.quit()))
    job.start()
    program.exec()
    return told[0]


if __name__ == "__main__":
    sys.exit(send([Path(word) for word in sys.argv[1:]]) or 0)
