"""How fast papers are set and signed: 200 approval sheets as files and as one book, against others setting the same strings.

`python -m bench.papers` measures all by turns in one run and prints what `RESULTS.md` keeps. Typesetting another way has
the words and their places, and nothing else: no digest, no fields, no identity of the file, no check of characters.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import measure
from gyga_desk.formats.pdf import approval, approval_sheet, book, fonts, text
from gyga_desk.operations.collector import resting_collector
from tests.core.formats_pdf.sample_approval import make_approval

COUNT = 200
_SIZE = (595.2755905511812, 841.8897637795277)


@dataclass(frozen=True)
class Word:
    """One string as it stands on a page."""

    x: float
    y: float
    font: str
    size: float
    text: str


Page = tuple[Word, ...]


def sheets(count: int) -> list[approval.Approval]:
    """Sheets that differ in what differs from case to case."""
    return [
        make_approval(
            number=f"SP-2025-M3-{n:04d}-1", case=f"2025-M3-{n:04d}", applicant=f"贵州云岭{n:03d}智造科技有限公司",
            project=f"面向磷化工生产安全的多模态大模型巡检与工艺优化示范应用场景{n:03d}", amount_fen=84_260_000 + 2 * n,
            city_fen=42_130_000 + n, district_fen=42_130_000 + n,
        )
        for n in range(1, count + 1)
    ]  # fmt: skip


def words_of(paper: approval.Approval) -> tuple[Page, ...]:
    """Every string that our sheet draws, page by page, taken down while it is drawn."""
    from reportlab.pdfgen.canvas import Canvas

    pages: list[list[Word]] = [[]]
    drawn, shown = text.draw_line, Canvas.showPage

    def take_down(canvas: Any, line: text.Line, style: text.Style, x: float, base: float, width: float) -> None:
        slack = width - line.width
        start = x + {"center": slack / 2, "right": slack}.get(style.align, 0.0)
        for font, piece in fonts.runs(style.font, line.text):
            pages[-1].append(Word(start, base, font, style.size, piece))
            start += fonts.text_width(font, style.size, piece)
        drawn(canvas, line, style, x, base, width)

    def turn(canvas: Any) -> None:
        pages.append([])
        shown(canvas)

    text.draw_line, Canvas.showPage = take_down, turn
    try:
        approval.render(paper)
    finally:
        text.draw_line, Canvas.showPage = drawn, shown
    return tuple(tuple(page) for page in pages[:-1])


# ours


def ours_files(papers: Sequence[approval.Approval]) -> list[bytes]:
    return [approval.render(one) for one in papers]


def ours_book(papers: Sequence[approval.Approval]) -> list[bytes]:
    """As `print --book` draws it."""
    with resting_collector():
        return [book.draw_book([(one, approval_sheet.compose) for one in papers])]


# reportlab alone


def _put(canvas: Any, page: Page) -> None:
    for one in page:
        canvas.setFont(one.font, one.size)
        canvas.drawString(one.x, one.y, one.text)


def canvas_files(papers: Sequence[tuple[Page, ...]]) -> list[bytes]:
    return [_canvas([one]) for one in papers]


def canvas_plain_book(papers: Sequence[tuple[Page, ...]]) -> list[bytes]:
    return [_canvas(papers)]


def _canvas(papers: Sequence[tuple[Page, ...]]) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, pagesize=_SIZE, invariant=1, pageCompression=1)
    for pages in papers:
        for page in pages:
            _put(canvas, page)
            canvas.showPage()
    canvas.save()
    return made.getvalue()


def canvas_book(papers: Sequence[tuple[Page, ...]]) -> list[bytes]:
    """What every sheet has in the same place is a form of its page, drawn once; the rest string by string."""
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, pagesize=_SIZE, invariant=1, pageCompression=1)
    known: list[Counter[Word]] = [Counter() for _ in range(max(map(len, papers)))]
    for pages in papers:
        for at, page in enumerate(pages):
            known[at].update(set(page))
    shared = [{w for w, n in counted.items() if n == len(papers)} for counted in known]
    for at, words in enumerate(shared):
        canvas.beginForm(f"page{at}", 0, 0, *_SIZE)
        _put(canvas, tuple(sorted(words, key=lambda w: (-w.y, w.x))))
        canvas.endForm()
    for pages in papers:
        for at, page in enumerate(pages):
            canvas.doForm(f"page{at}")
            _put(canvas, tuple(w for w in page if w not in shared[at]))
            canvas.showPage()
    canvas.save()
    return [made.getvalue()]


# typst


_FAMILIES = {
    fonts.FANG: ("FandolFang", 400), fonts.KAI: ("FandolKai", 400), fonts.SANS: ("Noto Sans SC", 400),
    fonts.BOLD: ("Noto Sans SC", 700), fonts.TITLE: ("Noto Serif SC", 900), fonts.SERIF: ("Noto Serif SC", 400),
}  # fmt: skip
"""Our faces as other programs call them: family and weight."""


_TYPST = {"FandolFang": "FandolFang R"}


def _typst_page(page: Page) -> str:
    lines = []
    for one in page:
        said = _plain(one).replace("\\", "\\\\").replace('"', '\\"')
        family, weight = _FAMILIES[one.font]
        family = _TYPST.get(family, family)
        style = f'size: {one.size}pt, font: "{family}", weight: {weight}'
        lines.append(f'#place(top + left, dx: {one.x:.2f}pt, dy: {_SIZE[1] - one.y:.2f}pt, text({style}, "{said}"))')
    return "\n".join(lines)


def _plain(one: Word) -> str:
    return "".join(map(fonts.as_written, one.text))


def typst_files(papers: Sequence[tuple[Page, ...]]) -> list[bytes]:
    """One compiler kept open, its fonts read once; each sheet a source text."""
    import typst

    folder = Path(fonts.places.resources() / "fonts")
    made = []
    with tempfile.TemporaryDirectory() as held:
        source = Path(held) / "a.typ"
        source.write_text(_typst_source(papers[0]), encoding="utf-8")
        compiler = typst.Compiler(str(source), font_paths=[str(folder)], ignore_system_fonts=True)
        for pages in papers:
            source.write_text(_typst_source(pages), encoding="utf-8")
            made.append(compiler.compile(input=str(source), format="pdf"))
    return made


def typst_book(papers: Sequence[tuple[Page, ...]]) -> list[bytes]:
    import typst

    with tempfile.TemporaryDirectory() as held:
        source = Path(held) / "a.typ"
        source.write_text(_typst_source([page for pages in papers for page in pages]), encoding="utf-8")
        return [
            typst.compile(str(source), font_paths=[str(fonts.places.resources() / "fonts")], ignore_system_fonts=True)
        ]


def _typst_source(pages: Sequence[Page]) -> str:
    head = f"#set page(width: {_SIZE[0]}pt, height: {_SIZE[1]}pt, margin: 0pt)\n"
    return head + "\n#pagebreak()\n".join(map(_typst_page, pages))


# LibreOffice


_FLAT = """<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>{styles}</office:automatic-styles>
<office:body><office:text>{rows}</office:text></office:body></office:document>"""


def _flat(pages: Sequence[Page]) -> str:
    """The strings of a sheet as paragraphs of a flat ODT, each in its face and size: easier to lay out than the form."""
    from xml.sax.saxutils import escape

    faces = {(w.font, w.size): n for n, w in enumerate({(w.font, w.size): w for p in pages for w in p}.values())}
    styles = "".join(
        f'<style:style style:name="P{n}" style:family="paragraph"><style:text-properties fo:font-family="{family}"'
        f' style:font-family-asian="{family}" fo:font-size="{size}pt" style:font-size-asian="{size}pt"'
        f' fo:font-weight="{weight}" style:font-weight-asian="{weight}"/></style:style>'
        for (font, size), n in faces.items()
        for family, weight in (_FAMILIES[font],)
    )
    rows = "".join(
        f'<text:p text:style-name="P{faces[w.font, w.size]}">{escape(_plain(w))}</text:p>'
        for page in pages
        for w in page
    )
    return _FLAT.format(styles=styles, rows=rows)


def _office(texts: Sequence[str]) -> list[bytes]:
    """All in one start of the program, which is the quickest it can be asked."""
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        for n, one in enumerate(texts):
            (folder / f"{n}.fodt").write_text(one, encoding="utf-8")
        faces = fonts.places.resources() / "fonts"
        (folder / "fonts.conf").write_text(f"<fontconfig><dir>{faces}</dir><cachedir>{folder}</cachedir></fontconfig>")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        words = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
        subprocess.run(
            [*words, *map(str, folder.glob("*.fodt"))],
            check=True,
            capture_output=True,
            timeout=3000,
            env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")},
        )
        return [(folder / f"{n}.pdf").read_bytes() for n in range(len(texts))]


def office_files(papers: Sequence[tuple[Page, ...]]) -> list[bytes]:
    return _office([_flat(pages) for pages in papers])


def office_book(papers: Sequence[tuple[Page, ...]]) -> list[bytes]:
    return _office([_flat([page for pages in papers for page in pages])])


# signing


@dataclass(frozen=True)
class Signing:
    """One key and sheets to sign."""

    p12: bytes
    passphrase: str
    sheets: tuple[bytes, ...]


def signing(sheets_made: Sequence[bytes]) -> Signing:
    from gyga_desk.formats import keys

    now = datetime.now(UTC)
    root = keys.make_root("测试单位", "miyao-2025", now)
    key = keys.make_person_key(root.p12, "miyao-2025", "陈思远", "主任", "miyao-2025", now)
    return Signing(key.p12, "miyao-2025", tuple(sheets_made))


def ours_signed(held: Signing) -> list[bytes]:
    """As many papers are signed in one go: the key opened once."""
    from gyga_desk.formats import keys, signatures

    at = datetime.now(UTC)
    key = keys.load_p12(held.p12, held.passphrase, at)
    return [signatures.sign_with(one, key, field="Chair", name="陈思远", role="主任", at=at) for one in held.sheets]


def ours_signed_singly(held: Signing) -> list[bytes]:
    from gyga_desk.formats import signatures

    at = datetime.now(UTC)
    return [
        signatures.sign(one, held.p12, held.passphrase, field="Chair", name="陈思远", role="主任", at=at)
        for one in held.sheets
    ]


def hanko_signed(held: Signing) -> list[bytes]:
    """pyHanko as its guide has it, with the key loaded once and a plain stamp of its own."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.stamp import TextStampStyle

    signer = signers.SimpleSigner.load_pkcs12_data(held.p12, None, held.passphrase.encode())
    meta = signers.PdfSignatureMetadata(field_name="Chair", md_algorithm="sha256", name="Chen")
    made = []
    for one in held.sheets:
        pdf = signers.PdfSigner(meta, signer, stamp_style=TextStampStyle(stamp_text="Chen %(ts)s"))
        made.append(pdf.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(one))).getvalue())
    return made


# measuring


def timed(run: Callable[[], list[bytes]]) -> tuple[float, float, int]:
    """(CPU seconds with children, wall seconds, bytes)."""
    import resource

    def used() -> float:
        return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))

    cpu, wall = used(), time.perf_counter()
    made = run()
    return used() - cpu, time.perf_counter() - wall, sum(map(len, made))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    papers = sheets(asked.count)
    ours_files(papers[:1])  # the faces are read once a process, by whoever comes first
    words = [words_of(one) for one in papers]
    held = signing(ours_files(papers[: min(20, asked.count)]))
    methods: dict[str, Callable[[], list[bytes]]] = {
        "files: ours": lambda: ours_files(papers), "files: bare canvas": lambda: canvas_files(words),
        "book: ours": lambda: ours_book(papers), "book: canvas with forms": lambda: canvas_book(words),
        "book: bare canvas": lambda: canvas_plain_book(words),
        "sign: ours": lambda: ours_signed(held), "sign: ours, key opened each time": lambda: ours_signed_singly(held),
        "sign: pyHanko, key preloaded": lambda: hanko_signed(held),
    }  # fmt: skip
    methods |= _others(words)
    ours_signed(Signing(held.p12, held.passphrase, held.sheets[:1]))
    hanko_signed(Signing(held.p12, held.passphrase, held.sheets[:1]))
    found: dict[str, list[tuple[float, float, int]]] = {name: [] for name in methods}
    for _ in range(asked.rounds):
        for name, run in methods.items():
            found[name].append(timed(run))
            print(f"{name}: {found[name][-1][0]:.2f} s", file=sys.stderr)
    print(_table(found, asked.count, len(held.sheets)))
    print(measure.machine())
    return 0


def _others(words: list[tuple[Page, ...]]) -> dict[str, Callable[[], list[bytes]]]:
    """What is not installed is said, and left out."""
    methods: dict[str, Callable[[], list[bytes]]] = {}
    try:
        import typst  # noqa: F401

        methods |= {"files: typst": lambda: typst_files(words), "book: typst": lambda: typst_book(words)}
    except ImportError:
        print("typst is not installed: not measured")
    if shutil.which("soffice"):
        methods |= {"files: LibreOffice": lambda: office_files(words), "book: LibreOffice": lambda: office_book(words)}
    else:
        print("LibreOffice is not installed: not measured")
    return methods


LIMITS = (
    ("files: ours", "files: bare canvas", 1.2),
    ("files: ours", "files: LibreOffice", 0.5),
    ("files: ours", "files: typst", None),
    ("book: ours", "book: canvas with forms", 1.2),
    ("book: ours", "book: typst", None),
    ("sign: ours", "sign: pyHanko, key preloaded", 1.1),
)


def _table(found: dict[str, list[tuple[float, float, int]]], count: int, signed: int) -> str:
    lines = ["| what | CPU ms each | wall ms each | kB each |", "|---|---|---|---|"]
    for name, runs in found.items():
        each = signed if name.startswith("sign") else count
        cpu, wall, size = (statistics.median(run[at] for run in runs) for at in range(3))
        lines.append(f"| {name} | {cpu / each * 1000:.1f} | {wall / each * 1000:.1f} | {size / each / 1000:.0f} |")
    lines += ["", "| ratio of CPU | measured | aim |", "|---|---|---|"]
    for ours, theirs, limit in LIMITS:
        if ours in found and theirs in found:
            ratio = statistics.median(a[0] / b[0] for a, b in zip(found[ours], found[theirs], strict=True))
            lines.append(f"| {ours} ÷ {theirs} | {ratio:.2f} | {f'≤ {limit}' if limit else '—'} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
