"""The command line as a person meets it: words in, and what came out, with what must hold of every answer checked."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from gyga_desk.commands.app import run
from gyga_desk.errors import DeskError
from gyga_desk.model import Role
from gyga_desk.operations import keyring, local_now
from gyga_desk.store import journal, open_reader
from gyga_desk.store.dialect import is_encrypted

ROOT = Path(__file__).parent.parent
PEOPLE = {
    "陈管理": Role.ADMIN, "李经办": Role.CLERK, "王审核": Role.REVIEWER, "周审核": Role.REVIEWER, "赵主任": Role.CHAIR,
    "钱主任": Role.CHAIR, "孙监督": Role.OBSERVER,
}  # fmt: skip
ADMIN, CLERK, REVIEWER, OTHER_REVIEWER, CHAIR, OTHER_CHAIR, OBSERVER = PEOPLE
KEY_PASSWORD, ROOT_PASSWORD = "miyao-2025", "genmiyao-2025"


def password_of(name: str) -> str:
    """Everybody has their own, so that one can never stand for another."""
    return f"kouling-{name}-2025"


@dataclass(frozen=True)
class Said:
    """What one command line gave back."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Desk:
    """The program on one store."""

    store: Path
    passwords: dict[str, str] | None = None
    """Passwords by name where they are not `password_of`."""

    def __call__(
        self, *words: str | Path, who: str = ADMIN, second: str = "", env: dict[str, str] | None = None
    ) -> Said:
        """One command line in this process, asked for JSON."""
        said = speak(
            "--store", self.store, "--as", who, *words, "--json", env={**self.secrets(who, second), **(env or {})}
        )
        if said.status == 2:
            assert said.out == ""
        else:
            check_document(said.json)
        return said

    def ok(
        self, *words: str | Path, who: str = ADMIN, second: str = "", status: int = 0, env: dict[str, str] | None = None
    ) -> Any:
        """The JSON document of a command that must succeed, or end with the status given."""
        said = self(*words, who=who, second=second, env=env)
        assert said.status == status, f"{words}: {said.status} {said.err}{said.out[:2000]}"
        return said.json

    def refused(self, *words: str | Path, who: str = ADMIN, second: str = "", env: dict[str, str] | None = None) -> str:
        """The sentence of a refusal, which leaves the record as it was."""
        before = head(self.store)
        said = self(*words, who=who, second=second, env=env)
        assert said.status == 2, f"{words}: {said.status} {said.err}{said.out[:2000]}"
        assert head(self.store) == before
        return said.err

    def at(self, store: Path) -> Desk:
        return replace(self, store=store)

    def secrets(self, who: str, second: str = "") -> dict[str, str]:
        found = {
            "GYGA_PASSWORD": self._password(who),
            "GYGA_KEY_PASSWORD": KEY_PASSWORD,
            "GYGA_ROOT_PASSWORD": ROOT_PASSWORD,
        }
        return found | ({"GYGA_PASSWORD_2": self._password(second)} if second else {})

    def _password(self, name: str) -> str:
        return (self.passwords or {}).get(name, password_of(name))


MEETING = (
    "--meeting",
    "人工智能大模型政策评审委员会第二次会议",
    "--date",
    "2025-07-15",
    "--number",
    "评审纪要〔2025〕9号",
)


def answers_to_all(desk: Desk, measure: int, path: Path, **otherwise: str) -> Path:
    """A table that answers every open check of a measure with a noted yes; `otherwise` by check with its dot as `_`, for all cases."""
    table = desk.ok("standings", "--measure", str(measure), "--year", "2025", who=OBSERVER)
    rows = [["项目编号", "核对项", "答复", "说明"]]
    for case in table["cases"]:
        waiting = [w["check"] for w in case["why"] if w["sentence"].startswith("待核")]
        rows += [
            [case["case"], check, otherwise.get(check.replace(".", "_"), "是"), "已与材料核对"] for check in waiting
        ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def head(store: Path) -> str:
    """The digest of the newest step; empty for what is no store, or one that the observer cannot open."""
    if is_encrypted(store):
        try:
            return _head(store, keyring.unlock(store, OBSERVER, password_of(OBSERVER), local_now()))
        except DeskError:
            return ""
    if not store.is_file() or store.read_bytes()[:6] != b"SQLite":
        return ""
    return _head(store, None)


def _head(store: Path, key: bytes | None) -> str:
    db = open_reader(store, key)
    try:
        return journal.head(db)
    finally:
        db.close()


def speak(*words: str | Path, env: dict[str, str] | None = None) -> Said:
    """One command line in this process, with nobody at a terminal."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8", newline=""), io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
    with (
        pytest.MonkeyPatch.context() as patch,
        redirect_stdout(out),
        redirect_stderr(err),
        Path(os.devnull).open(encoding="utf-8") as nothing,
    ):
        patch.setattr(sys, "stdin", nothing)
        for name in (
            "GYGA_PASSWORD",
            "GYGA_PASSWORD_2",
            "GYGA_NEW_PASSWORD",
            "GYGA_KEY_PASSWORD",
            "GYGA_ROOT_PASSWORD",
        ):
            patch.delenv(name, raising=False)
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        status = run([str(w) for w in words], _no_window)
    return checked(Said(status, _text(out), _text(err)))


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()


def _no_window(_: Path | None) -> int:
    raise AssertionError("the window was asked for")


def spawn(*words: str | Path, env: dict[str, str] | None = None, under: Sequence[str] = ()) -> Said:
    """One command line as a program of its own."""
    whole = {**os.environ, **(env or {})}
    line = [*under, sys.executable, "-m", "gyga_desk", *map(str, words)]
    done = subprocess.run(
        line, capture_output=True, env=whole, cwd=ROOT, stdin=subprocess.DEVNULL, timeout=600, check=False
    )
    return checked(Said(done.returncode, done.stdout.decode(), done.stderr.decode()))


def checked(said: Said) -> Said:
    """What holds of every run: three statuses, no traceback, no fault of ours; a refusal is one Chinese sentence."""
    assert said.status in (0, 1, 2), said
    assert "Traceback" not in said.out + said.err, said.err
    assert "内部错误" not in said.err, said.err + _report_in(said.err)
    if said.status == 2:
        lines = said.err.strip().splitlines()
        assert len(lines) == 1, lines
        assert re.search(r"[\u4e00-\u9fff]", lines[0]) and lines[0].endswith(("。", "！", "？")), lines
        assert not re.search(r"[{}]", lines[0]), lines
    return said


def _report_in(text: str) -> str:
    found = re.search(r"报告 (\S+)", text)
    return "\n" + Path(found[1]).read_text(encoding="utf-8") if found else ""


def check_document(found: Any) -> None:
    """Money is whole 分, scores are text with the full value."""
    if isinstance(found, list):
        for one in found:
            check_document(one)
    elif isinstance(found, dict):
        for key, value in found.items():
            if key.endswith("_fen"):
                assert value is None or type(value) is int, (key, value)
            if key == "score":
                assert value is None or re.fullmatch(r"-?\d+\.(\d{2,5}|\d{6,})", value), value
            check_document(value)
