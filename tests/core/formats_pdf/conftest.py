"""The printed sheet, three people with keys below one root, and the sheet as they signed it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from gyga_desk.formats.keys import KeyFile, make_person_key, make_root
from gyga_desk.formats.pdf.approval import render
from gyga_desk.formats.signatures import sign
from tests.core.formats_pdf.sample_approval import make_approval

NOW = datetime(2025, 7, 29, 9, 12, 33, tzinfo=timezone(timedelta(hours=8)))


@dataclass(frozen=True)
class Person:
    name: str
    title: str
    field: str
    phrase: str
    key: KeyFile


@dataclass(frozen=True)
class Office:
    root: KeyFile
    reviewer: Person
    chair: Person
    clerk: Person

    @property
    def people(self) -> tuple[Person, Person, Person]:
        return self.reviewer, self.chair, self.clerk


def sign_as(person: Person, pdf: bytes, at: datetime = NOW) -> bytes:
    return sign(pdf, person.key.p12, person.phrase, field=person.field, name=person.name, role=person.title, at=at)


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def office() -> Office:
    root = make_root("贵阳市大数据发展管理局", "根密钥口令", NOW.astimezone(UTC) - timedelta(days=1))

    def person(name: str, title: str, field: str) -> Person:
        phrase = f"{name}的口令"
        return Person(name, title, field, phrase, make_person_key(root.p12, "根密钥口令", name, title, phrase, NOW))

    return Office(
        root,
        person("陈思远", "审核员", "Reviewer"),
        person("王立群", "主任", "Chair"),
        person("刘敏", "经办人", "Clerk"),
    )


@pytest.fixture(scope="session")
def sheet() -> bytes:
    return render(make_approval())


@pytest.fixture(scope="session")
def signed(sheet: bytes, office: Office) -> bytes:
    pdf = sheet
    for number, person in enumerate(office.people):
        pdf = sign_as(person, pdf, NOW + timedelta(minutes=number))
    return pdf


@pytest.fixture
def run_on(tmp_path: Path) -> Callable[..., str]:
    """Run one of poppler's or qpdf's programs on a file and give back what it prints."""

    def run(pdf: bytes, program: str, *before: str, after: tuple[str, ...] = ()) -> str:
        path = tmp_path / "paper.pdf"
        path.write_bytes(pdf)
        done = subprocess.run([program, *before, path, *after], capture_output=True, check=True)
        return done.stdout.decode()

    return run


@pytest.fixture
def read_text(run_on: Callable[..., str]) -> Callable[[bytes], str]:
    """A paper's whole text as another program reads it, without the spaces and line ends of the layout."""
    return lambda pdf: "".join(run_on(pdf, "pdftotext", "-raw", after=("-",)).split())
