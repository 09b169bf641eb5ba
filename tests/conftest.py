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
from hypothesis import HealthCheck, settings

# Read by Qt when it is first imported: windows are drawn in memory, and no display is needed.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from gyga_desk.operations.demo import Demo, make_demo
from tests.headless import Desk
from tests.offices import make_filed, make_office, make_reviewed

# A slow machine is no fault of what is tested.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# The program keeps its own notes in a folder of the tests, never in that of the person who runs them.
_NOTES = tempfile.TemporaryDirectory(prefix="gyga-notes-")
os.environ["XDG_DATA_HOME"] = _NOTES.name


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
    return make_office(tmp_path_factory.mktemp("office") / "2025.gyga")


@pytest.fixture(scope="session")
def _filed(tmp_path_factory: pytest.TempPathFactory, _office: Path) -> Path:
    return make_filed(tmp_path_factory.mktemp("filed") / _office.name, _office)


@pytest.fixture(scope="session")
def _reviewed(tmp_path_factory: pytest.TempPathFactory, _filed: Path) -> Path:
    return make_reviewed(tmp_path_factory.mktemp("reviewed") / _filed.name, _filed)


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
