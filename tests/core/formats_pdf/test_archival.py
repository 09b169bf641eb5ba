"""Every paper is PDF/A-3b, also when three have signed it, and carries as JSON all that it shows."""

from __future__ import annotations

import io
import json
from typing import Any

import pikepdf
import pytest
from pikepdf.pdfa import validate_written

from gyga_desk.formats.pdf.approval import render
from gyga_desk.formats.pdf.document import code_over, draw
from gyga_desk.formats.pdf.finish import RECORD
from tests.core.formats_pdf.sample_approval import make_approval
from tests.core.formats_pdf.sample_papers import make_papers

PAPERS = make_papers()


def without_what_the_checker_leaves_out(pdf: bytes) -> bytes:
    """The checker knows neither form fields nor attachments: how the fields look is put onto the pages instead."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            for number, field in enumerate(page.obj.get("/Annots", [])):
                name = page.add_resource(field.AP.N, pikepdf.Name.XObject, pikepdf.Name(f"/Shown{number}"))
                page.contents_add(f"q {name} Do Q".encode())
            if "/Annots" in page.obj:
                del page.obj.Annots
        for key in ("/AcroForm", "/AF", "/Names", "/Perms"):
            if key in opened.Root:
                del opened.Root[key]
        made = io.BytesIO()
        opened.save(made, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return made.getvalue()


def faults(pdf: bytes) -> list[str]:
    """What stands against PDF/A-3b, by the rules of veraPDF as pikepdf has them, and by our own look at the rest."""
    report = validate_written(io.BytesIO(without_what_the_checker_leaves_out(pdf)), "3b")
    found = [str(finding) for finding in report.findings]
    if report.verdict != "pass" and not found:
        found.append(report.verdict)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [*found, *_field_faults(opened), *_attachment_faults(opened)]


def _field_faults(pdf: pikepdf.Pdf) -> list[str]:
    """ISO 19005-3, 6.3 and 6.4: fields that are printed, look like something and do nothing."""
    form, found = pdf.Root.get("/AcroForm", {}), []
    if any(key in form for key in ("/XFA", "/NeedAppearances")):
        found.append("the form asks for what a reader would have to make up")
    for field in form.get("/Fields", []):
        if not int(field.F) & 4 or int(field.F) & 0b100011:
            found.append(f"{field.T} is not printed, or hidden")
        if "/AP" not in field or set(field.AP.keys()) != {"/N"} or not isinstance(field.AP.N, pikepdf.Stream):
            found.append(f"{field.T} does not say how it looks")
        if any(key in field for key in ("/A", "/AA")):
            found.append(f"{field.T} does something")
        references = field.V.get("/Reference", []) if "/V" in field else []
        if any(key in reference for reference in references for key in ("/DigestMethod", "/DigestLocation")):
            found.append(f"{field.T} says how its digest was made")
    if not {"/DocMDP"} >= set(pdf.Root.get("/Perms", {}).keys()):
        found.append("rights of another kind")
    return found


def _attachment_faults(pdf: pikepdf.Pdf) -> list[str]:
    """ISO 19005-3, 6.8: the attachment says what it is, and is named as belonging to the paper."""
    [spec], found = pdf.Root.AF, []
    named = pdf.Root.Names.EmbeddedFiles.Names
    if [str(named[0]), str(spec.F), str(spec.UF)] != [RECORD] * 3 or named[1].objgen != spec.objgen:
        found.append("the attachment is not named the same everywhere")
    if spec.AFRelationship != pikepdf.Name.Data or spec.EF.F.Subtype != pikepdf.Name("/application/json"):
        found.append("the attachment does not say what it is")
    return found


@pytest.fixture(scope="module")
def approval() -> bytes:
    return render(make_approval())


@pytest.mark.parametrize("kind", PAPERS)
def test_every_paper_is_pdf_a(kind: str) -> None:
    assert faults(draw(*PAPERS[kind])) == []


def test_the_approval_sheet_is_pdf_a_printed_and_signed_by_three(approval: bytes, signed: bytes) -> None:
    assert faults(approval) == []
    assert faults(signed) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda pdf: pdf.Root.__delitem__("/OutputIntents"),
        lambda pdf: pdf.Root.__delitem__("/Metadata"),
        lambda pdf: _font(pdf).FontDescriptor.__delitem__("/FontFile2"),
        lambda pdf: _font(pdf).__setitem__("/Widths", pikepdf.Array([1] * len(_font(pdf).Widths))),
        lambda pdf: pdf.Root.AcroForm.Fields[0].__delitem__("/AP"),
        lambda pdf: pdf.Root.AF[0].__delitem__("/AFRelationship"),
        lambda pdf: pdf.Root.__setitem__("/Version", pikepdf.Name("/2.0")),
    ],
    ids=("no colours", "says nothing", "a font left out", "wrong widths", "a field unseen", "a file unasked", "2.0"),
)
def test_the_check_finds_what_is_wrong(approval: bytes, spoil: Any) -> None:
    with pikepdf.open(io.BytesIO(approval)) as pdf:
        spoil(pdf)
        made = io.BytesIO()
        pdf.save(made)
    try:
        assert faults(made.getvalue()) != []
    except AttributeError:
        return  # what is left out is not there to be looked at, which is a finding too


def _font(pdf: pikepdf.Pdf) -> Any:
    return next(iter(pdf.pages[0].obj.Resources.Font.values()))


def test_what_a_paper_shows_is_attached_and_gives_its_code(approval: bytes, signed: bytes) -> None:
    paper = make_approval()
    for pdf in (approval, signed):
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            said = opened.attachments[RECORD].get_file().read_bytes()
        assert json.loads(said)["applicant"] == paper.applicant
        assert code_over(said) in _text(pdf)


def _text(pdf: bytes) -> str:
    import pypdfium2

    opened = pypdfium2.PdfDocument(pdf)
    try:
        return opened[0].get_textpage().get_text_range()
    finally:
        opened.close()
