"""The wheel carries everything the installed program needs, in the places where it looks."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import gyga_desk

TREE = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def expected() -> set[str]:
    return packed("gyga_desk", "ui", "resources")


@pytest.fixture(scope="module")
def wheel(expected: set[str], tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    assert expected
    folder = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(TREE)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = folder.glob("*.whl")
    return zipfile.ZipFile(made)


def packed(*tops: str) -> set[str]:
    """The names, as the wheel should have them, of all files below `tops`, but for what Python leaves behind."""
    files = (p.relative_to(TREE) for top in tops for p in (TREE / top).rglob("*") if p.is_file())
    kept = (p.as_posix() for p in files if "__pycache__" not in p.parts)
    return {name.replace("resources/", "gyga_desk/_resources/", 1) for name in kept}


def test_carries_both_packages_and_every_resource(wheel: zipfile.ZipFile, expected: set[str]) -> None:
    assert {"gyga_desk/places.py", "ui/__init__.py", "gyga_desk/_resources/policy/2024/edition.toml"} <= expected
    assert {"gyga_desk/_resources/fonts/FandolFang.ttf", "gyga_desk/_resources/fonts/OFL-Noto.txt"} <= expected
    assert expected - set(wheel.namelist()) == set()


def test_carries_nothing_else(wheel: zipfile.ZipFile) -> None:
    beside = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert beside - packed("gyga_desk", "ui", "resources") == set()


def test_says_its_version_and_its_command(wheel: zipfile.ZipFile) -> None:
    told = f"gyga_desk-{gyga_desk.__version__}.dist-info"
    assert f"Version: {gyga_desk.__version__}\n" in wheel.read(f"{told}/METADATA").decode()
    assert "gyga-desk = gyga_desk.__main__:main" in wheel.read(f"{told}/entry_points.txt").decode()


def test_policy_reaches_the_wheel_byte_for_byte(wheel: zipfile.ZipFile) -> None:
    for source in sorted((TREE / "resources" / "policy").rglob("*.toml")):
        name = f"gyga_desk/_resources/{source.relative_to(TREE / 'resources').as_posix()}"
        assert wheel.read(name) == source.read_bytes(), name
