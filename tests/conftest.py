"""What every test shares."""

from __future__ import annotations

import os
import pickle
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# Read by Qt when it is first imported: windows are drawn in memory, and no display is needed.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from argon2 import PasswordHasher

from gyga_desk import places
from gyga_desk.operations import intake, marks, review
from gyga_desk.operations.demo import Demo, make_demo
from gyga_desk.operations.session import create_store, open_session
from gyga_desk.store import writes
from tests.headless import ADMIN, CLERK, PEOPLE, REVIEWER, Desk, answers_to_all, password_of

SAMPLES = places.resources() / "demo"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demonstration year, made once for all workers; its files are for reading, or for copying first."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    made = folder / "demo.pickle"
    with _alone(folder / "demo.lock"):
        if not made.exists():
            made.write_bytes(pickle.dumps(make_demo(Path(tempfile.mkdtemp(prefix="demo-", dir=folder)))))
    found = pickle.loads(made.read_bytes())
    assert isinstance(found, Demo)
    return found


@pytest.fixture
def demo_store(demo: Demo, tmp_path: Path) -> Path:
    """A copy of the demonstration's store, with the root key that lies beside it."""
    keys = f"{demo.store.name}.keys"
    shutil.copytree(demo.store.with_name(keys), tmp_path / keys)
    return Path(shutil.copy(demo.store, tmp_path))


@pytest.fixture
def demo_desk(demo: Demo, demo_store: Path) -> Desk:
    """The command line on a copy of the demonstration's store."""
    return Desk(demo_store, {p.name: demo.password for p in demo.people})


@pytest.fixture(scope="session")
def _office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "2025.gyga"
    create_store(path, guide="sample", admin=ADMIN, password=password_of(ADMIN))
    session = open_session(path, ADMIN, password_of(ADMIN))
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # hundreds of tests sign in
    with session.store.operation("增加人员", ADMIN, session.clock().isoformat()):
        for name, role in PEOPLE.items():
            writes.put(
                session.db,
                "person",
                {"name": name, "role": role.value, "password": quick.hash(password_of(name)), "active": 1},
            )
    session.close()
    return path


@pytest.fixture(scope="session")
def _filed(tmp_path_factory: pytest.TempPathFactory, _office: Path) -> Path:
    path = Path(shutil.copy(_office, tmp_path_factory.mktemp("filed")))
    session = open_session(path, CLERK, password_of(CLERK))
    intake.import_batch(
        session, intake.preview_workbook(session.db, session.edition, SAMPLES / "batch-2025-clean.xlsx")
    )
    marks.import_scores(session, SAMPLES / "scores-2025-measure3.xlsx")
    session.close()
    return path


@pytest.fixture(scope="session")
def _reviewed(tmp_path_factory: pytest.TempPathFactory, _filed: Path) -> Path:
    path = Path(shutil.copy(_filed, tmp_path_factory.mktemp("reviewed")))
    for measure in (3, 6):
        table = answers_to_all(Desk(path), measure, path.with_name(f"{measure}.csv"))
        session = open_session(path, REVIEWER, password_of(REVIEWER))
        taken = review.import_answers(session, table).value
        session.close()
        assert not taken.problems
    return path


@pytest.fixture
def office(tmp_path: Path, _office: Path) -> Desk:
    """The command line on a store with its people and nothing else."""
    return Desk(Path(shutil.copy(_office, tmp_path)))


@pytest.fixture
def filed(tmp_path: Path, _filed: Path) -> Desk:
    """The command line on a store with the sample batch and the sample scores taken in."""
    return Desk(Path(shutil.copy(_filed, tmp_path)))


@pytest.fixture
def reviewed(tmp_path: Path, _reviewed: Path) -> Desk:
    """The same with every check of measures 3 and 6 answered, and nothing proposed yet."""
    return Desk(Path(shutil.copy(_reviewed, tmp_path)))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One process at a time, the others waiting; the system frees the lock even after a crash."""
    file = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        _wait_for(file)
        yield
    finally:
        os.close(file)


if sys.platform == "win32":
    import msvcrt

    def _wait_for(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def _wait_for(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)
