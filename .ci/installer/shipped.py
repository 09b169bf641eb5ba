"""Which libraries belong to the program: the declared dependencies and theirs in turn; all others stay out of the folder."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OWN = ("gyga_desk", "ui")
# What an office that has no Python could not add by itself.
OFFERED = ("token", "scan")
# Asked for by a library for what this program does not use: typer's coloured help, which it does without (it does not do
# without pydantic, which turns each option into what it means).
UNUSED_LIBRARIES = frozenset({"rich"})
# Parts of Python that a program with a window of its own does not use, and pictures of kinds it does not take.
UNUSED_MODULES = (
    *("tkinter", "idlelib", "turtledemo", "lib2to3", "ensurepip", "IPython"),
    *("PIL._avif", "PIL.AvifImagePlugin", "PIL._webp", "PIL.WebPImagePlugin", "PIL._imagingtk", "PIL.ImageTk"),
    # Pillow's own letters and colour profiles: reportlab sets the letters, and the profile is a file.
    *("PIL._imagingft", "PIL._imagingcms"),
    # Nothing here opens a connection.
    "PySide6.QtNetwork",
    *("lxml.objectify", "lxml.html", "lxml.isoschematron", "lxml.sax", "lxml.cssselect"),
    # The same arithmetic for newer processors: names are compared by the dozen, not by the million.
    *("rapidfuzz.fuzz_cpp_avx2", "rapidfuzz.fuzz_cpp_sse2"),
    *("rapidfuzz.distance.metrics_cpp_avx2", "rapidfuzz.distance.metrics_cpp_sse2"),
    # Distances; only likeness is asked for, and the library has the same in Python.
    "rapidfuzz.distance.metrics_cpp",
)
# Sources for who builds against a library or works on the words, not for who runs it.
UNUSED_DATA = (".pxd", ".pxi", ".pyx", ".h", ".c", ".cpp", ".pyi", ".ts")
# Lists of numbers of other countries.
_FOREIGN = re.compile(r"[/\\]stdnum[/\\](?!cn[/\\])[^/\\]*(?:[/\\][^/\\]*)?\.dat$")


def declared(tree: Path) -> list[str]:
    """The requirements that `pyproject.toml` states for the program itself, and for the parts that it is shipped with."""
    project = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [project["dependencies"], *(project["optional-dependencies"][part] for part in OFFERED)]
    return [str(line) for part in lines for line in part]


def distributions(requirements: Iterable[str]) -> set[str]:
    """Canonical names of what is required, and of what that requires, as installed here."""
    found: set[str] = set()
    left = [Requirement(line) for line in requirements]
    while left:
        one = left.pop()
        name = canonicalize_name(one.name)
        if name in found | UNUSED_LIBRARIES or not _wanted(one):
            continue
        try:
            told = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        found.add(name)
        left += [Requirement(line) for line in told]
    return found


def _wanted(one: Requirement) -> bool:
    """Whether it is required here without any extra."""
    return one.marker is None or one.marker.evaluate({"extra": ""})


def used_data(file: str) -> bool:
    """Whether a library's file of data serves who runs the program."""
    return not file.endswith(UNUSED_DATA) and not _FOREIGN.search(file)


def modules(names: set[str]) -> tuple[list[str], list[str]]:
    """Importable names that belong to `names`, and those installed here that belong to none of them."""
    ours: set[str] = set()
    others: set[str] = set()
    for module, makers in importlib.metadata.packages_distributions().items():
        if not module.isidentifier() or module in OWN:
            continue
        (ours if {canonicalize_name(maker) for maker in makers} & names else others).add(module)
    return sorted(ours), sorted(others - ours)
