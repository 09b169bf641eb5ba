"""One run of one method in a process of its own, which loads nothing but what the method needs."""

from __future__ import annotations

import sqlite3
import sys
import time
from pathlib import Path


def read_strictly(path: Path) -> None:
    """Every row with its cells, through the reading process, as intake does it."""
    from gyga_desk.formats import child

    for sheet in child.read(path).sheets:
        for _ in sheet.rows():
            pass


def read_with_openpyxl(path: Path) -> None:
    import openpyxl

    for sheet in openpyxl.load_workbook(path, read_only=True):
        for _ in sheet.iter_rows(values_only=True):
            pass


def take_in(path: Path) -> None:
    """Read, validated, compared, stored, journaled, and found again by a few characters."""
    from gyga_desk.edition import edition_of
    from gyga_desk.model import Role
    from gyga_desk.operations import Session, intake
    from gyga_desk.store import Store, reads

    store = Store.open(path.with_suffix(".gyga"))
    session = Session(store, edition_of(store.db), reads.PersonRow("经办人", Role.CLERK))
    preview = intake.preview_workbook(session.db, session.edition, path)
    done = intake.import_batch(session, preview).value
    found = reads.cases(session.db, search="000001科")
    if done.accepted != len(preview.rows) or len(found) != 1:
        raise AssertionError((done, len(found)))
    session.close()


def pass_through_pandas(path: Path) -> None:
    """The same rows as text into one table; nothing is checked, kept apart or found."""
    import pandas as pd

    frame = pd.read_excel(path, engine="calamine", dtype=str)
    with sqlite3.connect(path.with_suffix(".pandas")) as db:
        frame.to_sql("cases", db, index=False)


def pass_through_sqlite_utils(path: Path) -> None:
    import openpyxl
    import sqlite_utils

    rows = openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)
    header = [str(cell) for cell in next(rows)]
    db = sqlite_utils.Database(path.with_suffix(".utils"))
    db["cases"].insert_all((dict(zip(header, row, strict=True)) for row in rows), batch_size=1_000)


RUNS = {
    "strict": read_strictly,
    "openpyxl": read_with_openpyxl,
    "import": take_in,
    "pandas": pass_through_pandas,
    "sqlite-utils": pass_through_sqlite_utils,
}


def main(method: str, path: Path, started: float) -> None:
    if (
        method != "pandas"
    ):  # a developer's machine has it; sqlite-utils loads it where it is, and the program's machine has none
        sys.modules["pandas"] = sys.modules["numpy"] = None  # type: ignore[assignment]
    RUNS[method](path)
    wall = time.time() - started
    import resource

    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
    print(wall, cpu, _most_megabytes(), others.ru_maxrss // 1024)


def _most_megabytes() -> int:
    """The most this process held at once; `getrusage` would count what its parent held too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
