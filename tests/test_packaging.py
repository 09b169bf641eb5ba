"""The wheel carries everything the installed program needs, in the places where it looks; and the parts of the other packages."""

from __future__ import annotations

import configparser
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

import gyga_desk
from gyga_desk import places

TREE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TREE / ".ci"))

from installer import elf, fixed, man, notices, qt, shipped  # noqa: E402 - their folder has to be named first

PARTS = TREE / ".ci" / "installer"


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


def menu_entry() -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(PARTS / "gyga-desk.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def test_menu_entry_is_bilingual_and_opens_our_files() -> None:
    entry = menu_entry()
    assert all(entry[key] and entry[f"{key}[zh_CN]"] for key in ("Name", "Comment", "GenericName"))
    assert entry["Name[zh_CN]"] == "大模型支持措施审核工作台" and entry["Exec"] == "gyga-desk %f"
    types = ET.parse(PARTS / "gyga-desk.xml").getroot()
    spaces = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    named = {one.get("type"): one.find("m:glob", spaces).get("pattern") for one in types.findall("m:mime-type", spaces)}  # type: ignore[union-attr]
    assert named == {"application/x-gyga-desk-store": "*.gyga", "application/x-gyga-desk-package": "*.gygap"}
    assert set(entry["MimeType"].strip(";").split(";")) == set(named)


def test_man_page_names_every_command_and_leaves_no_sign_unread() -> None:
    page = man.page("2026-01-01")
    told = list(man.commands())
    assert len(told) > 80 and ("guide try", dict(told)["guide try"]) in told
    for words, sentence in told:
        assert f"\\fB{words.replace('-', chr(92) + '-')}\\fR" in page
        assert sentence
    assert page == man.page("2026-01-01")
    assert all(
        line.startswith((".TH", ".SH", ".TP", ".B", ".br")) for line in page.splitlines() if line.startswith(".")
    )


def test_what_is_shipped_is_what_is_declared() -> None:
    names = shipped.distributions(shipped.declared(TREE))
    assert {"pyside6-essentials", "reportlab", "typer", "cryptography"} <= names
    assert not names & {"pytest", "numpy", "openfisca-core", "pyinstaller", "pip", "mypy"}
    ours, others = shipped.modules(names)
    assert (
        {"reportlab", "typer", "stdnum"} <= set(ours)
        and {"pytest", "numpy"} <= set(others)
        and not set(ours) & set(others)
    )


def test_data_that_nobody_reads_stays_out() -> None:
    kept = ("/x/stdnum/cn/loc.dat", "/x/reportlab/fonts/a.pfb", "C:\\x\\stdnum\\cn\\loc.dat")
    out = ("/x/stdnum/oui.dat", "/x/stdnum/at/fa.dat", "C:\\x\\stdnum\\imsi.dat", "/x/lxml/etree.h")
    assert all(map(shipped.used_data, kept)) and not any(map(shipped.used_data, out))


def test_requirements_of_requirements_count_and_extras_do_not() -> None:
    assert "et-xmlfile" in shipped.distributions(["openpyxl>=3"])
    assert shipped.distributions(["not-installed-anywhere>=1", "segno; python_version < '3'"]) == set()


def test_qt_keeps_what_is_asked_for() -> None:
    library = Path(sys.executable).resolve()
    rows = [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", str(library), "BINARY"),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", str(library), "BINARY"),
        ("PySide6/Qt/lib/libQt6Unasked.so.6", str(library), "BINARY"),
        ("libQt6Unasked.so.6", "PySide6/Qt/lib/libQt6Unasked.so.6", "SYMLINK"),
        ("libpython3.11.so.1.0", str(library), "BINARY"),
        ("lxml/etree.so", str(library), "EXTENSION"),
    ]
    assert [name for name, _, _ in qt.used(rows)] == [rows[0][0], rows[4][0], rows[5][0]]
    words = [
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", "", "DATA"),
        ("PySide6/Qt/translations/qtbase_de.qm", "", "DATA"),
        ("resources/translations/en.qm", "", "DATA"),
    ]
    assert [name for name, _, _ in qt.words(words)] == [words[0][0], words[2][0]]


def test_glibc_is_read_from_the_files(tmp_path: Path) -> None:
    shutil.copy(Path(sys.executable).resolve(), tmp_path / "program")
    (tmp_path / "text.so").write_text("no program", encoding="utf-8")
    (tmp_path / "cut.so").write_bytes(b"\x7fELF" + b"\0" * 8)
    asked = elf.look(tmp_path)
    assert [one.path.name for one in asked] == ["program"]
    printed = subprocess.run(["ldd", "--version"], capture_output=True, text=True, check=True).stdout.split("\n")[0]
    here = tuple(int(part) for part in printed.rsplit(" ", 1)[1].split("."))
    assert (2,) < elf.oldest(asked) <= here
    assert "libc.so.6" in elf.from_system(asked)
    told = elf.told([elf.Asked(tmp_path / "甲.so", (2, 34), frozenset())], tmp_path)
    assert "所需 glibc：2.34" in told and "麒麟 V10 SP1（glibc 2.31）：不能运行" in told and "甲.so" in told


def test_archives_and_sums_are_the_same_each_time(tmp_path: Path) -> None:
    made = []
    for name, day in (("one", 1_000_000_000), ("two", 1_700_000_000)):
        folder = tmp_path / name / "folder"
        (folder / "下级").mkdir(parents=True)
        for file in ("b", "a", "下级/c"):
            (folder / file).write_bytes(file.encode() * 1000)
            os.utime(folder / file, (day, day))
        (folder / "b").chmod(0o700)
        fixed.settle(folder, 1_600_000_000)
        made.append(
            [
                fixed.tar_xz(folder, tmp_path / name / "x.tar.xz", 1_600_000_000),
                fixed.zipped(folder, tmp_path / name / "x.zip", 1_600_000_000),
            ]
        )
    for one, other in zip(*made, strict=True):
        assert one.read_bytes() == other.read_bytes()
    with tarfile.open(made[0][0]) as held:
        assert {m.name: oct(m.mode) for m in held if m.isfile()}["folder/b"] == "0o755"
        assert {m.mtime for m in held} == {1_600_000_000} and {m.uid for m in held} == {0}
    sha, sm3 = fixed.sums(made[0], tmp_path)
    expected = hashlib.sha256(made[0][0].read_bytes()).hexdigest()
    assert f"{expected}  x.tar.xz\n" in sha.read_text(encoding="utf-8")
    lines = sm3.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2 and all(len(line.split("  ")[0]) == 64 for line in lines)


def test_sm3_is_the_standards_own(tmp_path: Path) -> None:
    (tmp_path / "abc").write_bytes(b"abc")
    _, sm3 = fixed.sums([tmp_path / "abc"], tmp_path)
    # GB/T 32905-2016, A.1.
    told = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert sm3.read_text(encoding="utf-8") == f"{told}  abc\n"


def test_notices_list_each_licence_once() -> None:
    held = [
        ("库", [notices.Notice("甲", "1", "MIT", "", "许可文"), notices.Notice("乙", "2", "A|B", "", "许可文")]),
        ("空", []),
    ]
    table = notices.table(held)
    assert "| 甲 | 1 | MIT |" in table and "| 乙 | 2 | A/B |" in table and "## 空" not in table
    assert notices.whole(held).count("许可文") == 1 and "## 甲 1、乙 2" in notices.whole(held)
    assert all(one.text and one.licence for one in notices.typefaces(TREE))


def test_the_list_of_notices_names_what_is_declared() -> None:
    told = (TREE / "docs" / "notices.md").read_text(encoding="utf-8").lower().replace("_", "-")
    for line in shipped.declared(TREE):
        name = line.split(">")[0].split("<")[0].strip().lower().replace("_", "-")
        assert f"| {name} |" in told, f"{name}: make notices"
    assert (places.resources() / "fonts" / "OFL-Noto.txt").is_file()
