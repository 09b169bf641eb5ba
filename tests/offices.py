"""Stores that tests begin with: the office with its people, with the sample batch filed, and with its answers given."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from argon2 import PasswordHasher

from gyga_desk import places
from gyga_desk.formats import seal
from gyga_desk.model import Role
from gyga_desk.operations import intake, review, score_tables
from gyga_desk.operations.session import create_store, open_session
from gyga_desk.store import writes
from tests.headless import ADMIN, CLERK, PEOPLE, REVIEWER, Desk, answers_to_all, password_of

SAMPLES = places.resources() / "demo"


def make_office(path: Path) -> Path:
    """A store with its people and nothing else."""
    create_store(path, guide="sample", admin=ADMIN, password=password_of(ADMIN))
    set_people(path, ADMIN, PEOPLE, password_of)
    return path


def set_people(path: Path, admin: str, people: Mapping[str, Role], password_of: Callable[[str], str]) -> None:
    """People as the administrator adds them; their passwords are cheap to check, since hundreds of tests sign in."""
    session = open_session(path, admin, password_of(admin))
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with session.store.operation("增加人员", admin, session.clock().isoformat()):
        for name, role in people.items():
            writes.put(
                session.db,
                "person",
                {
                    "name": name,
                    "role": role.value,
                    "password": quick.hash(password_of(name)),
                    "active": 1,
                    "key": (key := seal.new_key()).public.text,
                    "slot": seal.lock_key(key, password_of(name), {"time": 1, "memory": 8, "lanes": 1}),
                },
            )
    session.close()


def make_filed(path: Path, office: Path) -> Path:
    """The same with the sample batch and the sample scores taken in."""
    shutil.copy(office, path)
    session = open_session(path, CLERK, password_of(CLERK))
    intake.import_batch(
        session, intake.preview_workbook(session.db, session.edition, SAMPLES / "batch-2025-clean.xlsx")
    )
    score_tables.import_scores(session, SAMPLES / "scores-2025-measure3.xlsx")
    session.close()
    return path


def make_reviewed(path: Path, filed: Path) -> Path:
    """The same with every check of measures 3 and 6 answered, and nothing proposed yet."""
    shutil.copy(filed, path)
    for measure in (3, 6):
        table = answers_to_all(Desk(path), measure, path.with_name(f"{measure}.csv"))
        session = open_session(path, REVIEWER, password_of(REVIEWER))
        taken = review.import_answers(session, table).value
        session.close()
        assert not taken.problems
    return path
