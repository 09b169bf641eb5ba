"""What a printed file gets after drawing: empty signature fields, and all that PDF/A-3b asks for.

PDF/A-3b (ISO 19005-3) is a file that a reader decades on can show as it was: fonts and colours lie in it, it says of
itself what it is, and what it shows is attached as JSON, from which its code is worked out.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from xml.sax.saxutils import escape

import pikepdf

from gyga_desk import places
from gyga_desk.formats.pdf.page import Box

RECORD = "record.json"
"""The name of the attachment with all that the paper shows."""
COMPRESSION: Final = 3
"""Of nine: a fifth less time than the usual six, and a file three hundredths larger."""
_PRINTED_AND_LOCKED = 132
_PROFILE = "sRGB IEC61966-2.1"


@dataclass(frozen=True)
class About:
    """What a file says of itself, and what it carries."""

    title: str
    author: str
    record: bytes = b""
    """All that the paper shows, as JSON in UTF-8; a manual carries none."""


def finish(drawn: bytes, boxes: Sequence[Box], about: About) -> bytes:
    """The file as it is printed: the same drawing gives the same bytes, in any process."""
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        for page in pdf.pages:
            del page.obj.Trans  # reportlab's empty page turn
        _add_fields(pdf, boxes)
        _describe(pdf, about)
        _add_intent(pdf)
        if about.record:
            _attach(pdf, about.record)
        made = io.BytesIO()
        pikepdf.settings.set_flate_compression_level(COMPRESSION)
        pdf.save(made, deterministic_id=True, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return made.getvalue()


def _add_fields(pdf: pikepdf.Pdf, boxes: Sequence[Box]) -> None:
    widgets = []
    for box in boxes:
        page, rect = pdf.pages[box.page], [round(side, 2) for side in box.rect]
        widget = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T=pikepdf.String(box.field),
                TU=pikepdf.String(box.label),
                F=_PRINTED_AND_LOCKED,
                Rect=pikepdf.Array(rect),
                P=page.obj,
                AP=pikepdf.Dictionary(N=_nothing(pdf, rect)),
            )
        )
        page.obj.Annots = pikepdf.Array([*page.obj.get("/Annots", []), widget])
        widgets.append(widget)
    if widgets:
        pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array(widgets)))


def _nothing(pdf: pikepdf.Pdf, rect: Sequence[float]) -> pikepdf.Stream:
    """How an empty field looks: every annotation must say so."""
    box = [0, 0, round(rect[2] - rect[0], 2), round(rect[3] - rect[1], 2)]
    return pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=pikepdf.Array(box))


def _describe(pdf: pikepdf.Pdf, about: About) -> None:
    """Title, author and language; no dates, since a paper printed again must be the same bytes."""
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo["/Title"] = pikepdf.String(about.title)
    pdf.docinfo["/Author"] = pikepdf.String(about.author)
    pdf.Root.Lang = pikepdf.String("zh-CN")
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    packet = _PACKET.format(title=escape(about.title), author=escape(about.author)).encode()
    pdf.Root.Metadata = pdf.make_stream(packet, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def _add_intent(pdf: pikepdf.Pdf) -> None:
    """How the file's colours are meant, so that black and the stamps' blue look the same everywhere."""
    profile = pdf.make_stream(_profile(), N=3)
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String(_PROFILE),
        Info=pikepdf.String(_PROFILE),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = pikepdf.Array([intent])


@cache
def _profile() -> bytes:
    return (places.resources() / "colour" / "sRGB.icc").read_bytes()


def _attach(pdf: pikepdf.Pdf, record: bytes) -> None:
    """All that the paper shows, as data, in the file itself: its code is over exactly these bytes."""
    held = pdf.make_stream(
        record,
        Type=pikepdf.Name.EmbeddedFile,
        Subtype=pikepdf.Name("/application/json"),
        Params=pikepdf.Dictionary(Size=len(record)),
    )
    name = pikepdf.String(RECORD)
    spec = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec,
            F=name,
            UF=name,
            Desc=pikepdf.String("本件所列的全部内容；校验码由此算出"),
            AFRelationship=pikepdf.Name.Data,
            EF=pikepdf.Dictionary(F=held, UF=held),
        )
    )
    pdf.Root.AF = pikepdf.Array([spec])
    pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=pikepdf.Array([name, spec])))
