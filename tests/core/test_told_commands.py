"""What README and the manual tell people to type is what the program understands, and it does what is told."""

from __future__ import annotations

import importlib
import pkgutil
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gyga_desk import commands, places
from gyga_desk.commands.app import build
from gyga_desk.operations.demo import Demo
from tests.headless import Desk

TREE = Path(__file__).parent.parent.parent
HELP = places.resources() / "help"
PASSWORD = "Demo-2025-gyga"


def fences(path: Path, language: str = r"\w*") -> list[str]:
    """What stands in a text's fences."""
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def told(path: Path) -> list[list[str]]:
    """The command lines inside a text's fences, without their comments."""
    lines = [
        shlex.split(line, comments=True)
        for fence in fences(path)
        for line in fence.splitlines()
        if line.startswith("gyga-desk ")
    ]
    return [words[1:] for words in lines]


def tree() -> dict[str, object]:
    """Every command as it is typed, with what it takes."""
    found: dict[str, object] = {}

    def below(group: object, before: str) -> None:
        for name, command in group.commands.items():  # type: ignore[attr-defined]
            if hasattr(command, "commands"):
                below(command, f"{before}{name} ")
            else:
                found[f"{before}{name}"] = command

    below(build(lambda _: 0), "")
    return found


def listed() -> Iterator[tuple[str, str]]:
    """Each command that the table of commands names, in one backticked piece, with the whole piece."""
    rows = re.findall(r"^\| (`.+?`.*?) \|", (HELP / "commands.md").read_text(encoding="utf-8"), re.MULTILINE)
    for row in rows:
        for piece in re.findall(r"`([^`]+)`", row):
            words = re.sub(r"\\\|", "|", piece).split()
            if words[0].startswith("--"):
                continue
            for name in words[0].split("|"):
                for second in words[1].split("|") if len(words) > 1 else [""]:
                    yield (f"{name} {second}" if f"{name} {second}" in KNOWN else name), piece


KNOWN = tree()


def test_the_list_names_every_command_and_no_other() -> None:
    named = {name for name, _ in listed()}
    assert named == set(KNOWN)


@pytest.mark.parametrize(("name", "piece"), sorted(set(listed())))
def test_options_in_the_list_exist(name: str, piece: str) -> None:
    options = {opt for param in KNOWN[name].params for opt in (*param.opts, *param.secondary_opts)}  # type: ignore[attr-defined]
    assert set(re.findall(r"--[a-z-]+", piece)) <= options | {"--json"}, (name, piece)


def test_readme_takes_a_year_from_nothing_to_a_standing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(places.resources() / "demo" / "batch-2025-clean.xlsx", "申报表.xlsx")
    lines = [words for words in told(TREE / "README.md") if words[0] != "--help"]
    assert len(lines) >= 5
    for words in lines:
        said = Desk(tmp_path / "2025.gyga")(*_without_store(words), env={"GYGA_PASSWORD": PASSWORD}, who=_who(words))
        assert said.status in (0, 1), (words, said.err)
    assert (tmp_path / "2025.gyga").is_file() and (tmp_path / "问题.xlsx").is_file()


@pytest.mark.parametrize("path", sorted(HELP.glob("*.md")), ids=lambda path: path.stem)
def test_lines_of_the_manual_do_what_they_tell(
    path: Path, demo: Demo, demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    demo_store.rename(tmp_path / "2025.gyga")
    sample = (places.resources() / "policy" / "2024" / "guide-sample.toml").read_text(encoding="utf-8")
    (tmp_path / "指南.toml").write_text(sample.replace("sample-2025", "guide-2026"), encoding="utf-8")
    shutil.copy(demo.signed[0], tmp_path / "审批表.pdf")
    for words in told(path):
        store = words[words.index("--store") + 1] if "--store" in words else "2025.gyga"
        said = Desk(tmp_path / store)(*_without_store(words), env={"GYGA_PASSWORD": demo.password}, who=_who(words))
        assert said.status in (0, 1), (words, said.err)


def test_an_auditor_needs_no_program(demo: Demo, demo_desk: Desk, tmp_path: Path) -> None:
    archive, folder = tmp_path / "案卷.zip", tmp_path / "案卷"
    number, case = demo.signed[0].name.split(" ")[0], "2025-M3-0003"
    demo_desk("dossier", case, str(archive), "--signed", str(demo.signed[0].parent), who="经办人")
    with zipfile.ZipFile(archive) as held:
        held.extractall(folder)
    acts = [fence.replace("python3", shlex.quote(sys.executable)) for fence in fences(HELP / "auditor.md", "sh")]
    sums, script, signatures, code = [_sh(act, folder) for act in acts]
    assert sums == (0, "") and script[0] == 0 and script[1].endswith("核验通过。\n")
    assert signatures[1].count("Signature is Valid") == 3 and signatures[1].count("- Total document signed") == 1
    row = next(
        r for r in (folder / "表格" / "文书.csv").read_text(encoding="utf-8").splitlines() if r.startswith(number)
    )
    assert row.split(",")[3].replace("-", "") == code[1].strip()
    explanation = next((folder / "说明").iterdir())
    explanation.write_text(
        explanation.read_text(encoding="utf-8").replace("1,000,000.00", "1,000,001.00"), encoding="utf-8"
    )
    (folder / "record.json").unlink()
    assert _sh(acts[0], folder)[0] and _sh(acts[1], folder)[0] == 1


# Prints which of our modules are loaded after each of two commands: what a running program cannot tell of itself.
_LOADED = """
import sys
from gyga_desk.commands.app import run
for word in ("import", "due"):
    run([word, "--help"], lambda _: 0)
    print("LOADED", *(name for name in sys.modules))
"""


def test_a_command_loads_its_own_file_and_what_that_needs() -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED], cwd=TREE, capture_output=True, encoding="utf-8", check=True)
    first, then = (set(line.split()[1:]) for line in done.stdout.splitlines() if line.startswith("LOADED"))
    commands = {name.removeprefix("gyga_desk.commands.") for name in first if name.startswith("gyga_desk.commands.")}
    assert commands == {"app", "desk", "table", "words", "taking", "shapes"}
    assert not first & {"gyga_desk.standings", "gyga_desk.formats.pdf", "reportlab", "openpyxl", "pikepdf", "ui"}
    assert {"gyga_desk.commands.overview", "gyga_desk.standings"} <= then


def test_every_word_a_file_knows_is_in_the_table() -> None:
    files = [
        importlib.import_module(found.name) for found in pkgutil.iter_modules(commands.__path__, "gyga_desk.commands.")
    ]
    known = {word for file in files for word in getattr(file, "WORDS", {})}
    # These two are put together from several files.
    assert known | {"decide", "demo"} == set(build(lambda _: 0).commands)


def _sh(act: str, folder: Path) -> tuple[int, str]:
    """How what is typed ended in a folder, and what it said."""
    done = subprocess.run(["sh", "-c", act], cwd=folder, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout


def _without_store(words: list[str]) -> list[str]:
    """The words that the test's own desk does not bring."""
    kept, left = [], list(words)
    while left:
        word = left.pop(0)
        if word in ("--store", "--as"):
            left.pop(0)
        else:
            kept.append(word)
    return kept


def _who(words: list[str]) -> str:
    return words[words.index("--as") + 1] if "--as" in words else "管理员"
