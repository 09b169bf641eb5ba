"""What a printed file gets after drawing: empty signature fields, its title and language, and a stable identity."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf

from gyga_desk.formats.pdf.page import Box

_PRINTED_AND_LOCKED = 132


def finish(drawn: bytes, boxes: Sequence[Box], *, title: str, author: str) -> bytes:
    """The file as it is printed: the same drawing gives the same bytes, in any process."""
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        _add_fields(pdf, boxes)
        _describe(pdf, title, author)
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return made.getvalue()


def _add_fields(pdf: pikepdf.Pdf, boxes: Sequence[Box]) -> None:
    widgets = []
    for box in boxes:
        page = pdf.pages[box.page]
        widget = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T=pikepdf.String(box.field),
                TU=pikepdf.String(box.label),
                F=_PRINTED_AND_LOCKED,
                Rect=pikepdf.Array([round(side, 2) for side in box.rect]),
                P=page.obj,
            )
        )
        page.obj.Annots = pikepdf.Array([*page.obj.get("/Annots", []), widget])
        widgets.append(widget)
    pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array(widgets)))


def _describe(pdf: pikepdf.Pdf, title: str, author: str) -> None:
    """Title, author and language; no dates, since a paper printed again must be the same bytes."""
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo["/Title"] = pikepdf.String(title)
    pdf.docinfo["/Author"] = pikepdf.String(author)
    pdf.Root.Lang = pikepdf.String("zh-CN")
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = {"zh-CN"}
