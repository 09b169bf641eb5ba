"""Reads every import of the program: who may use whom, what is never used, and that each room says what it is."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

TREE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Room:
    """A module or package, the modules of ours it may use beside its own, and the libraries it may use."""

    ours: frozenset[str]
    libraries: frozenset[str] | None
    """None: any that the project declares."""


def names(words: str) -> frozenset[str]:
    return frozenset(words.split())


def room(ours: str, libraries: str | None = "") -> Room:
    return Room(names(ours), None if libraries is None else names(libraries))


CORE = "gyga_desk."
EVERY_CORE_ROOM = "errors progress places money model rowfacts masking policy edition rules store matters standings seen applicants explanation formats operations"
PARTS = "ui.style ui.icons ui.elided ui.delegates ui.widgets ui.languages ui.said"
JUDGED = "operations edition masking standings seen applicants explanation store.reads store.lists rules policy model money errors progress"

# The longest name that fits a module is its room; the names on the right stand for whole packages.
# Core names are said without `gyga_desk.`; the shell's start with `ui`.
ROOMS = {
    "gyga_desk": room(""),
    "errors": room(""),
    "progress": room("errors"),
    "places": room("errors", "platformdirs"),
    "money": room("errors"),
    "model": room("money"),
    "rowfacts": room("model"),
    "masking": room("model"),
    "policy": room("model money errors"),
    # What the store carries of the policy; asked before anything is reckoned.
    "edition": room("store.reads policy errors"),
    # Check digits of the credit code: arithmetic on a text, as pure as the rules.
    # Likeness of names, likewise.
    "rules": room("policy model money", "stdnum rapidfuzz"),
    "store": room("model errors progress rowfacts", "sqlcipher3"),
    # The typefaces of paper are found through `places`.
    "formats": room("model money errors progress places rowfacts", None),
    # A table's digest is taken over the one way it is written down, which `store.codec` knows.
    "standings": room(
        "store.reads store.since store.codec edition rules policy model money errors progress store.lists store.vouchers store.exceptions store.lineage matters"
    ),
    "seen": room("store.reads store.codec standings rules policy model errors"),
    # Tells what the others found, and finds nothing itself.
    "explanation": room("masking seen standings store.reads store.codec store.exceptions rules policy model money"),
    "applicants": room("store.reads store.lists seen standings rules policy model"),
    # Claims are read here and compared in the rules.
    "matters": room("store.reads store.lists rules policy model money"),
    "operations": room(EVERY_CORE_ROOM, None),
    # The command line's words: they call operations and show what came of them.
    "commands": room(EVERY_CORE_ROOM, "typer"),
    "__main__": room(f"{EVERY_CORE_ROOM} commands"),
    "ui": room(f"{EVERY_CORE_ROOM} __main__ ui", None),
    # What two machines hold differently is shown as the store keeps it.
    "ui.pages": room(f"{JUDGED} store.lineage ui", None),
    "ui.editors": room(f"{JUDGED} ui", None),
    "ui.jobs": room("model errors progress", "PySide6 shiboken6"),
    "ui.table": room(f"model errors money {PARTS}", "PySide6"),
    "ui.dialogs": room(f"model errors {PARTS}", "PySide6"),
    "ui.widgets": room(f"model errors money {PARTS}", "PySide6"),
    "ui.style": room("model errors", "PySide6"),
}
# What the shell never touches, whatever its room allows: it knows no SQL to write with.
SHELL_NEVER = names("store.journal store.schema")
UNTOLD = "a module named at run time"
# What no module of the program may use: nothing here opens a connection.
NETWORK = names(
    "socket ssl urllib http requests httpx aiohttp ftplib smtplib poplib imaplib xmlrpc socketserver "
    "PySide6.QtNetwork PySide6.QtWebSockets"
) | {UNTOLD}
# What the core never uses, even where a room may use any library.
SCREEN = names("PySide6 shiboken6 ui")
# What a pure rule does not see: files, the clock, chance.
IMPURE = names("os io pathlib shutil tempfile glob subprocess sqlite3 time random secrets uuid locale threading")
IMPURE_CALLS = names("open print input today now utcnow")
RULES = names("gyga_desk.rules")
EXACT = names("gyga_desk.money gyga_desk.rules gyga_desk.standings")
PAGES = names("ui.pages")


@dataclass(frozen=True)
class Module:
    """One source file: its dotted name and what it says."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def short(self) -> str:
        return self.name.removeprefix(CORE)


@dataclass(frozen=True)
class Import:
    """One name a module uses, as `a.b.c`, and where."""

    target: str
    line: int
    by_statement: bool = True


def modules() -> list[Module]:
    files = sorted(p for top in ("gyga_desk", "ui") for p in (TREE / top).rglob("*.py"))
    return [Module(_name(p.relative_to(TREE)), p, ast.parse(p.read_text(encoding="utf-8"))) for p in files]


def _name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(module: Module) -> Iterator[Import]:
    """Every import of a module, also inside functions and TYPE_CHECKING blocks, and those by a written-out name."""
    package = module.name if module.path.name == "__init__.py" else module.name.rpartition(".")[0]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            yield from (Import(f"{origin}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "gyga_desk":
            yield Import(f"gyga_desk.{node.attr}", node.lineno)
        elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"}:
            told = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else UNTOLD
            yield Import(str(told), node.lineno, by_statement=False)


def inside(target: str, tops: frozenset[str]) -> bool:
    """Whether `target` is one of `tops` or stands below one."""
    return any(target == top or target.startswith(f"{top}.") for top in tops)


def room_of(module: str) -> tuple[str, Room] | None:
    """The name and rights of the room a module stands in."""
    fitting = [name for name in ROOMS if module == name or module.startswith(f"{name}.")]
    return (max(fitting, key=len), ROOMS[max(fitting, key=len)]) if fitting else None


def faults(module: Module) -> list[str]:
    """Each import a module may not make, as a sentence with its line."""
    return [
        f"{module.name}:{used.line} may not use {used.target}" for used in imports(module) if not _may(module, used)
    ]


def _may(module: Module, used: Import) -> bool:
    top = used.target.partition(".")[0]
    found = room_of(module.short)
    if inside(used.target, NETWORK) or found is None:
        return False
    if not module.name.startswith("ui") and inside(used.target, SCREEN):
        # The one way to the window: by name, when it is asked for, so that the core runs without it.
        return module.short == "__main__" and not used.by_statement and inside(used.target, names("ui"))
    if top in sys.stdlib_module_names:
        return not (inside(module.name, RULES) and top in IMPURE)
    name, rights = found
    if top in {"gyga_desk", "ui"}:
        return _may_ours(module, used.target.removeprefix(CORE), rights.ours | {name})
    return rights.libraries is None or top in rights.libraries


def _may_ours(module: Module, target: str, rights: frozenset[str]) -> bool:
    if module.name.startswith("ui") and inside(target, SHELL_NEVER):
        return False
    if inside(module.name, PAGES) and inside(target, PAGES):
        return inside(target, frozenset({"ui.pages.page", module.name}))
    return target in {"gyga_desk", "__version__"} or inside(target, rights)


def inexact(module: Module) -> list[str]:
    """Each place where a binary fraction could slip into money, scores or standings."""
    found = []
    for node in ast.walk(module.tree):
        named = isinstance(node, ast.Name) and node.id == "float"
        if named or (isinstance(node, ast.Constant) and isinstance(node.value, float)):
            found.append(f"{module.name}:{node.lineno} uses float")
    return found


def impure(module: Module) -> list[str]:
    """Each call in a rule that asks the world: a file, the screen, the clock."""
    calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    return [f"{module.name}:{node.lineno} calls {_called(node)}" for node in calls if _called(node) in IMPURE_CALLS]


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def sentences(module: Module) -> int:
    """How many sentences a module's docstring has."""
    return len(re.findall(r"[.。!?](?=\s|$)", ast.get_docstring(module.tree) or ""))


def _module(name: str, text: str, file: str = "x.py") -> Module:
    return Module(name, Path(file), ast.parse(text))


ALL = modules()


def test_every_room_stands() -> None:
    seen = {module.name for module in ALL}
    assert names("gyga_desk.money gyga_desk.policy gyga_desk.rules gyga_desk.store ui ui.pages") <= seen


@pytest.mark.parametrize("module", ALL, ids=lambda module: module.name)
def test_uses_only_what_its_room_may(module: Module) -> None:
    assert faults(module) == []


@pytest.mark.parametrize("module", [m for m in ALL if m.path.name == "__init__.py"], ids=lambda module: module.name)
def test_package_says_what_lives_there_and_what_does_not(module: Module) -> None:
    assert sentences(module) >= 2


def test_money_and_judgement_are_exact() -> None:
    assert [fault for module in ALL if inside(module.name, EXACT) for fault in inexact(module)] == []


def test_rules_ask_nobody() -> None:
    assert [fault for module in ALL if inside(module.name, RULES) for fault in impure(module)] == []


def test_every_library_used_is_declared() -> None:
    project = tomllib.loads((TREE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = [*project["dependencies"], *extras["token"], *extras["scan"]]
    declared = {_plain(re.split(r"[<>=!~\[; ]", line, maxsplit=1)[0]) for line in lines}
    makers = importlib.metadata.packages_distributions()
    used = {i.target.partition(".")[0] for module in ALL for i in imports(module)}
    # shiboken6 is a part of PySide6, in its very version.
    outside = used - set(sys.stdlib_module_names) - {"gyga_desk", "ui", "shiboken6"}
    assert {name for name in outside if not declared & {_plain(maker) for maker in makers.get(name, [])}} == set()


def _plain(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


# The reader above on small texts: it must see what it is meant to see.


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("gyga_desk.model", "import PySide6.QtCore"),
        ("gyga_desk.operations.review", "from PySide6 import QtCore"),
        ("gyga_desk.rules.amounts", "from gyga_desk.store import reads"),
        ("gyga_desk.rules.amounts", "import pathlib"),
        ("gyga_desk.rules.amounts", "from os import path"),
        ("gyga_desk.store.reads", "from gyga_desk import policy"),
        ("gyga_desk.store.reads", "def read():\n    import openpyxl"),
        ("gyga_desk.formats.workbook", "if TYPE_CHECKING:\n    from gyga_desk.policy import Edition"),
        ("gyga_desk.formats.package", "import urllib.request"),
        ("gyga_desk.formats.package", "def get():\n    from http import client"),
        ("gyga_desk.standings", "from gyga_desk.store import journal"),
        ("gyga_desk.standings", "from gyga_desk.formats import export"),
        ("gyga_desk.policy.load", "from ..store import reads"),
        ("gyga_desk.operations.history", "from gyga_desk import __main__"),
        ("gyga_desk.__main__", "from ui.app import main"),
        ("gyga_desk.operations.history", "import_module('ui.app')"),
        ("gyga_desk.brand_new", "import re"),
        ("gyga_desk.operations.history", "import_module(name)"),
        ("gyga_desk", "from gyga_desk.store import reads"),
        ("gyga_desk.formats.workbook", "import shiboken6"),
        ("ui.pages.marks", "from ui.pages import decision"),
        ("ui.pages.marks", "from ui.pages.decision import DecisionPage"),
        ("ui.pages.marks", "from gyga_desk.formats.workbook import read"),
        ("ui.pages.marks", "from gyga_desk.store.journal import Journal"),
        ("ui.window", "from gyga_desk.store import schema"),
        ("ui.app", "from PySide6.QtNetwork import QLocalServer"),
        ("ui.jobs", "from gyga_desk.operations import review"),
        ("ui.jobs", "import gyga_desk\ngyga_desk.operations.review.answer()"),
        ("ui.table", "from gyga_desk import standings"),
    ],
)
def test_reader_finds_what_is_forbidden(name: str, text: str) -> None:
    assert len(faults(_module(name, text))) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("gyga_desk.rules.amounts", "from fractions import Fraction\nfrom gyga_desk.policy.kinds import Share"),
        ("gyga_desk.standings", "from gyga_desk.store import reads\nfrom gyga_desk.store.reads import Reader"),
        ("gyga_desk.policy.load", "from . import kinds\nfrom .kinds import Share\nfrom ..model import Column"),
        ("gyga_desk.__main__", "import sys\nimport_module('ui.app')\nfrom gyga_desk import __version__"),
        (
            "ui.pages.marks",
            "from ui.pages.page import Page\nfrom ui.table import Column\nfrom PySide6 import QtWidgets",
        ),
        ("ui.jobs", "import gyga_desk\ngyga_desk.__version__"),
        ("ui.app", "from ui.pages.marks import MarksPage\nfrom gyga_desk.store import Store"),
    ],
)
def test_reader_lets_pass_what_is_allowed(name: str, text: str) -> None:
    assert faults(_module(name, text)) == []


def test_reader_resolves_names_within_a_package() -> None:
    package = _module("gyga_desk.policy", "from .load import read\nfrom . import kinds", "__init__.py")
    assert [i.target for i in imports(package)] == ["gyga_desk.policy.load.read", "gyga_desk.policy.kinds"]


def test_reader_finds_binary_fractions_and_the_clock() -> None:
    assert len(inexact(_module("gyga_desk.money", "def f(x: float) -> int:\n    return float(x) * 0.2"))) == 3
    assert inexact(_module("gyga_desk.money", "def f(x: int) -> int:\n    return x * 2")) == []
    assert len(impure(_module("gyga_desk.rules.gate", "date.today()\nopen('x')\nlen('x')"))) == 2


def test_reader_counts_sentences() -> None:
    assert sentences(_module("a", '"""One. Two;\nnot three."""')) == 2
    assert sentences(_module("a", '"""Version 1.2 only."""')) == 1
    assert sentences(_module("a", "x = 1")) == 0


def test_the_readme_maps_every_room() -> None:
    told = (TREE / "README.md").read_text(encoding="utf-8").partition("## The map")[2].partition("```\n")[2]
    lines = told.partition("```")[0].splitlines()
    named = {
        name.strip().removesuffix("/") for line in lines for name in re.split(r"\s{2,}", line.strip())[0].split(",")
    }
    rooms = {
        path.name for path in (TREE / "gyga_desk").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    plain = {name.removesuffix(".py") for name in named}
    assert {name.removesuffix(".py") for name in rooms if not name.startswith("__")} <= plain
    for name in plain:
        assert any((TREE / f"{at}{name}{end}").exists() for at in ("", "gyga_desk/") for end in ("", ".py")), name


def test_what_developers_are_told_to_make_can_be_made() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (TREE / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for file in ("README.md", "docs/CONTRIBUTING.md"):
        told = set(re.findall(r"(?:`|^)make ([a-z-]+)", (TREE / file).read_text(encoding="utf-8"), re.MULTILINE))
        assert len(told) > 2 and told <= targets, (file, told - targets)
