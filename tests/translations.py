"""Brings the English of the program up to date and says what is missing: `python -m tests.translations`.

The window's own texts stand in `resources/translations/gyga_en.ts`, found by `lupdate` and compiled by `lrelease`; what
the core says stands in `core_en.json`, by the template it is made from. `--fill words.json` takes translations from a
file of `{"中文": "English"}`; what it does not know is listed, and the program ends with 1.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "resources" / "translations"
WINDOW, COMPILED, CORE = FOLDER / "gyga_en.ts", FOLDER / "gyga_en.qm", FOLDER / "core_en.json"
HAN = re.compile(r"[\u3400-\u9fff]")
ERRORS = frozenset(
    "DeskError PolicyError StoreError WorkbookError NotPermitted Refused UndoConflict PaperError PackageError".split()
)
CHINESE = (
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


def update(into: Path) -> None:
    """Looks for the texts of `ui/` and enters them; those that are gone go."""
    words = ["pyside6-lupdate", "-extensions", "py", "-locations", "none", "-no-obsolete", "-source-language", "zh_CN"]
    _run(*words, "-target-language", "en_GB", str(ROOT / "ui"), "-ts", str(into))


def compile_to(qm: Path, ts: Path = WINDOW) -> None:
    _run("pyside6-lrelease", "-silent", str(ts), "-qm", str(qm))


def _run(program: str, *words: str) -> None:
    subprocess.run([str(Path(sys.executable).parent / program), *words], check=True, capture_output=True)


def messages(ts: Path) -> Iterator[tuple[str, str, str]]:
    """Context, text and finished translation of each; empty where there is none."""
    for context in ElementTree.parse(ts).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            done = message.find("translation")
            finished = done is not None and done.get("type") is None
            yield name, message.findtext("source") or "", (done.text or "") if finished and done is not None else ""


def fill(ts: Path, words: Mapping[str, str]) -> None:
    """Gives every unfinished text the translation that `words`, or the same text elsewhere, has for it."""
    known = {source: english for _, source, english in messages(ts) if english} | dict(words)
    tree = ElementTree.parse(ts)
    for message in tree.getroot().iter("message"):
        source, done = message.findtext("source") or "", message.find("translation")
        if done is not None and (done.get("type") or source in words) and source in known:
            done.text = known[source]
            done.attrib.pop("type", None)
    text = ElementTree.tostring(tree.getroot(), encoding="unicode")
    ts.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")


def core_templates() -> dict[str, str]:
    """Every template the core speaks in, with the module it was first found in.

    `f"还有 {n} 项"` is `还有 {0} 项`; a text with named places keeps them.
    """
    found: dict[str, str] = {}
    for path in sorted((ROOT / "gyga_desk").rglob("*.py")):
        parts = path.relative_to(ROOT / "gyga_desk").with_suffix("").parts
        module = ".".join(part for part in parts if part != "__init__")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        chinese = any(module == room or module.startswith(f"{room}.") for room in CHINESE)
        for node in _refusals(tree) if chinese else [tree]:
            for text in _texts(node):
                found.setdefault(text, module)
    return found


def _refusals(tree: ast.Module) -> list[ast.AST]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [c.args[0] for c in calls if isinstance(c.func, ast.Name) and c.func.id in ERRORS and c.args]


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
    kept = {template: held[template] for template in templates if held.get(template)}
    CORE.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [template for template in templates if template not in kept]


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
    wanting = Path(tempfile.gettempdir()) / "gyga-untranslated.json"
    wanting.write_text(json.dumps(dict.fromkeys(missing, ""), ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"还有 {len(missing)} 处没有英文，列在 {wanting}；填好后运行 python -m tests.translations --fill {wanting}")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
