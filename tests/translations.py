"""Brings the English of the program up to date and says what is missing: `python -m tests.translations`.

The window's own texts stand in `resources/translations/gyga_en.ts`, found by `lupdate` and compiled by `lrelease`; what
the core says stands in `core_en.json`, by the template it is made from. `--fill words.json` takes translations from a
file of `{"中文": "English"}`, or `{"LookPanel|语言": "Language"}` for one class alone; what is still missing then is
written to `build/untranslated.json` to be filled in, and the program ends with 1.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "resources" / "translations"
WINDOW, COMPILED, CORE = FOLDER / "gyga_en.ts", FOLDER / "gyga_en.qm", FOLDER / "core_en.json"
HAN = re.compile(r"[\u3400-\u9fff]")
ERRORS = frozenset(
    [
        "DeskError",
        "PolicyError",
        "StoreError",
        "WorkbookError",
        "NotPermitted",
        "Refused",
        "UndoConflict",
        "PaperError",
        "PackageError",
    ]
)
WIDE = {"“": '"', "”": '"', "‘": "'", "’": "'", "…": "..."}
TITLED = frozenset(("operation", "snapshot"))
"""Calls that name an operation or a copy, which the window lists."""
CHINESE = (
    "ui",  # its own texts are in the other file
    "commands",  # the command line speaks Chinese
    "explanation",  # the explanation is a paper in the making: Chinese as the decision it explains
    "formats.pdf", "operations.sheets", "operations.minutes",  # what is printed is Chinese
    "formats.template", "formats.score_book", "formats.export", "formats.report", "formats.supplement_list",  # so are workbooks
    "formats.marked", "formats.marked_notes", "formats.marked_sheet", "formats.packing",
    "formats.headers", "formats.words", "formats.figures", "formats.kind", "formats.layout", "formats.lines",  # what they read
    "formats.list_table", "formats.plain_table", "formats.sums", "operations.list_lines", "operations.score_tables",
    "operations.demo", "operations.demo_papers",  # the demonstration's data
    "money",  # 大写 stands on paper alone
)  # fmt: skip
"""Rooms of the core whose words are Chinese by design; what they refuse is said in English like any refusal."""


def update(into: Path, folder: Path = ROOT / "ui") -> None:
    """Looks for the texts of the window and enters them; those that are gone go."""
    words = ["pyside6-lupdate", "-extensions", "py", "-locations", "none", "-no-obsolete", "-source-language", "zh_CN"]
    _run(*words, "-target-language", "en_GB", str(folder), "-ts", str(into))


def compile_to(qm: Path, ts: Path = WINDOW) -> None:
    _run("pyside6-lrelease", "-silent", str(ts), "-qm", str(qm))


def _run(program: str, *words: str) -> None:
    subprocess.run([str(Path(sys.executable).parent / program), *words], check=True, capture_output=True)


def messages(ts: Path) -> Iterator[tuple[str, str, str]]:
    """Context, text and finished translation of each; empty where there is none."""
    for context in ET.parse(ts).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            done = message.find("translation")
            finished = done is not None and done.get("type") is None
            yield name, message.findtext("source") or "", (done.text or "") if finished and done is not None else ""


def fill(ts: Path, words: Mapping[str, str]) -> None:
    """Gives every unfinished text the translation that `words`, or the same text elsewhere, has for it."""
    known = {source: english for _, source, english in messages(ts) if english}
    tree = ET.parse(ts)
    for context in tree.getroot().iter("context"):
        for message in context.iter("message"):
            source, done = message.findtext("source") or "", message.find("translation")
            english = words.get(f"{context.findtext('name') or ''}|{source}") or words.get(source)
            if done is not None and done.get("type"):
                english = english or known.get(source)
            if done is not None and english:
                done.text = plain(english)
                done.attrib.pop("type", None)
    text = ET.tostring(tree.getroot(), encoding="unicode")
    ts.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")


def plain(english: str) -> str:
    """The bundled typeface draws these signs as wide as a Chinese character."""
    for wide, narrow in WIDE.items():
        english = english.replace(wide, narrow)
    return english


def core_templates() -> dict[str, str]:
    """Every template the core speaks in, with the module it was first found in.

    `f"还有 {n} 项"` is `还有 {0} 项`; a text with named places keeps them.
    """
    found: dict[str, str] = {}
    for path in sorted(path for top in ("gyga_desk", "ui") for path in (ROOT / top).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        module = ".".join(part for part in parts if part not in ("gyga_desk", "__init__"))
        tree = ast.parse(path.read_text(encoding="utf-8"))
        chinese = any(module == room or module.startswith(f"{room}.") for room in CHINESE)
        for node in _spoken(tree) if chinese else [tree]:
            for text in _texts(node):
                found.setdefault(text, module)
    return found


def _spoken(tree: ast.Module) -> list[ast.AST]:
    """What is said on the screen even by a room that writes Chinese: refusals and the names of operations."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return [arg for call in calls if getattr(call.func, "id", "") in ERRORS | TITLED for arg in call.args]


def _texts(tree: ast.AST) -> Iterator[str]:
    """Chinese texts in the order they stand, docstrings and parts of an f-string left out."""
    aside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            aside.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            aside |= {id(part) for part in node.values}
            text = _template(node)
            if HAN.search(re.sub(r"{\d+}", "", text)):
                yield text
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in aside
            and HAN.search(node.value)
        ):
            yield node.value


def _template(node: ast.JoinedStr) -> str:
    parts, at = [], 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value).replace("{", "{{").replace("}", "}}"))
        else:
            parts.append(f"{{{at}}}")
            at += 1
    return "".join(parts)


def read_core() -> dict[str, str]:
    """Template → English; a template said to be Chinese by design is its own."""
    return json.loads(CORE.read_text(encoding="utf-8")) if CORE.exists() else {}


def write_core(words: Mapping[str, str]) -> list[str]:
    """Keeps what is still said, adds what `words` knows; the templates without English."""
    held, templates = read_core() | dict(words), core_templates()
    kept = {template: _kept(template, held[template]) for template in templates if held.get(template)}
    CORE.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [template for template in templates if template not in kept]


def _kept(template: str, english: str) -> str:
    return template if english == template else plain(english)


def main(arguments: Sequence[str]) -> int:
    """Brings everything up to date; the texts that still want English, as a file to fill in."""
    words: dict[str, str] = {}
    if arguments[:1] == ["--fill"]:
        words = json.loads(Path(arguments[1]).read_text(encoding="utf-8"))
    update(WINDOW)
    fill(WINDOW, words)
    missing = dict.fromkeys(source for _, source, english in messages(WINDOW) if not english)
    missing |= dict.fromkeys(write_core(words))
    compile_to(COMPILED)
    if not missing:
        print("英文齐全。")
        return 0
    wanting = ROOT / "build" / "untranslated.json"
    wanting.parent.mkdir(exist_ok=True)
    wanting.write_text(json.dumps(dict.fromkeys(missing, ""), ensure_ascii=False, indent=1), encoding="utf-8")
    print(
        f"还有 {len(missing)} 处没有英文，列在 {wanting.relative_to(ROOT)}；填好后运行 python -m tests.translations --fill build/untranslated.json"
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
