"""Three signatures on one sheet: valid to other programs, and no change afterwards goes unseen."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pikepdf
import pytest

from gyga_desk.errors import PaperError
from gyga_desk.formats.keys import fingerprint, make_person_key, make_root
from gyga_desk.formats.signatures import SignatureFinding, base_bytes, sign, verify
from tests.core.formats_pdf.conftest import NOW, Office, sign_as
from tests.core.formats_pdf.test_keys import office_rsa_key


def _known(office: Office) -> list[bytes]:
    return [person.key.certificate for person in office.people]


def _good(pdf: bytes, office: Office) -> bool:
    """What a caller asks: three signatures, each good, the last over the whole file."""
    found = verify(pdf, [office.root.certificate], _known(office))
    return len(found) == 3 and all(one.ok for one in found) and found[-1].covers_whole


def test_three_signatures_hold(signed: bytes, office: Office):
    found = verify(signed, [office.root.certificate])
    assert [one.code for one in found] == ["good"] * 3
    assert [one.name for one in found] == ["陈思远", "王立群", "刘敏"]
    assert [one.field for one in found] == ["Reviewer", "Chair", "Clerk"]
    assert [one.covers_whole for one in found] == [False, False, True]
    assert [one.fingerprint for one in found] == [fingerprint(certificate) for certificate in _known(office)]
    assert found[1].at == "2025-07-29T09:13:33+08:00"


def test_poppler_finds_each_signature_valid(signed: bytes, run_on: Callable[..., str]):
    said = run_on(signed, "pdfsig")
    assert said.count("Signature is Valid.") == 3
    assert said.count("ETSI.CAdES.detached") == 3
    assert said.count("Total document signed") == 1
    assert "Jul 29 2025" in said
    assert "No syntax or stream encoding errors" in run_on(signed, "qpdf", "--check")


def test_a_signed_sheet_still_reads(signed: bytes, read_text: Callable[[bytes], str]):
    text = read_text(signed)
    for part in ("贵州云岭智造科技有限公司", "人民币捌拾肆万贰仟陆佰元整", "按照其实际投入的20%给予资金补助"):
        assert part in text
    # The stamps themselves: name, role and time.
    for part in ("陈思远审核员", "2025-07-29 09:14:33 +08:00".replace(" ", "")):
        assert part in text


@pytest.mark.parametrize("order", list(itertools.permutations((0, 1, 2)))[1:])
def test_any_order_holds(order: tuple[int, ...], sheet: bytes, office: Office):
    pdf = sheet
    for number in order:
        pdf = sign_as(office.people[number], pdf)
        assert all(one.ok for one in verify(pdf, [office.root.certificate]))
    assert _good(pdf, office)


def test_the_first_revision_is_the_file_as_printed(signed: bytes, sheet: bytes, office: Office):
    assert base_bytes(signed) == sheet
    assert base_bytes(sign_as(office.chair, sheet)) == sheet
    assert base_bytes(sheet) == sheet


def test_something_slipped_in_before_the_first_signature_shows(sheet: bytes, office: Office):
    altered = _overlay(sheet)
    later = sign_as(office.chair, altered)
    assert all(one.ok for one in verify(later, [office.root.certificate]))
    assert base_bytes(later) == altered
    assert base_bytes(later) != sheet


def test_a_field_is_signed_once(signed: bytes, office: Office):
    with pytest.raises(PaperError, match="已由“陈思远”"):
        sign_as(office.reviewer, signed)


def test_a_stranger_s_key_of_the_same_name_is_found(sheet: bytes, office: Office):
    other = make_root("贵阳市大数据发展管理局", "口令", NOW)
    key = make_person_key(other.p12, "口令", "王立群", "主任", "口令", NOW)
    pdf = sign(sheet, key.p12, "口令", field="Chair", name="王立群", role="主任", at=NOW)
    [found] = verify(pdf, [office.root.certificate], _known(office))
    assert (found.name, found.ok, found.code) == ("王立群", False, "untrusted")


def test_an_office_s_own_key_is_good_where_its_certificate_is_known(sheet: bytes, now: datetime, office: Office):
    p12, certificate = office_rsa_key(now)
    pdf = sign(sheet, p12, "外口令", field="Clerk", name="刘敏", role="经办人", at=now)
    assert [one.code for one in verify(pdf, [office.root.certificate])] == ["untrusted"]
    assert [one.code for one in verify(pdf, [office.root.certificate], [certificate])] == ["good"]


def test_an_expired_key_s_old_signature_still_holds_and_signs_no_more(sheet: bytes, office: Office):
    pdf = sign_as(office.chair, sheet, NOW + timedelta(days=1000))
    assert [one.code for one in verify(pdf, [office.root.certificate])] == ["good"]
    with pytest.raises(PaperError, match="到期"):
        sign_as(office.chair, sheet, NOW + timedelta(days=1200))


def _places(pdf: bytes) -> dict[str, int]:
    """Places all over a signed file: page streams, fonts, cross-references, each revision, each signature."""
    ranges = [tuple(map(int, found)) for found in re.findall(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]", pdf)]
    (_, one, after_one, _), (_, two, after_two, _), (_, three, after_three, _) = ranges
    return {
        "header": 6,
        "page stream": pdf.index(b"stream", 5000) + 400,
        "middle of the sheet": len(base_bytes(pdf)) // 2,
        "sheet's cross-references": len(base_bytes(pdf)) - 300,
        "between the sheet and the first signature": len(base_bytes(pdf)) + 200,
        "first signature": one + 700,
        "behind the first signature": after_one + 150,
        "second revision's stamp": after_one + 4000,
        "second signature": two + 700,
        "behind the second signature": after_two + 150,
        "length of the third signature": three + 7,
        "version of the third signature": three + 52,
        "digest names of the third signature": three + 74,
        "third signature's certificate": three + 700,
        "room behind the third signature": after_three - 40,
        "end": len(pdf) - 20,
    }


_PLACES = [
    "header",
    "page stream",
    "middle of the sheet",
    "sheet's cross-references",
    "between the sheet and the first signature",
    "first signature",
    "behind the first signature",
    "second revision's stamp",
    "second signature",
    "behind the second signature",
    "digest names of the third signature",
    "third signature's certificate",
    "room behind the third signature",
    "end",
]


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize("bit", [1, 4])
def test_a_flipped_bit_is_found(place: str, bit: int, signed: bytes, office: Office):
    assert _good(signed, office)
    altered = bytearray(signed)
    altered[_places(signed)[place]] ^= bit
    assert not _good(bytes(altered), office)


def test_the_issuer_s_name_in_other_letters_is_found(signed: bytes, office: Office):
    """The one name in a signature that is compared without regard to case."""
    issuer = b"5504061302434E"
    altered = bytearray(signed)
    # The last one stands among the signed attributes; the one before names the certificate and is signed by nobody.
    place = signed.rindex(issuer, 0, signed.rindex(issuer)) + len(issuer) - 4
    assert altered[place] == ord("4")
    altered[place] = ord("6")  # C → c
    assert not _good(bytes(altered), office)


def _overlay(pdf: bytes) -> bytes:
    """The file with another amount painted over its first page in an appended revision, as an attacker would."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page_ref = writer.root["/Pages"]["/Kids"].raw_get(0)
    page = page_ref.get_object()
    paint = generic.StreamObject(stream_data=b"q 1 1 1 rg 100 400 300 60 re f Q")
    contents = page.raw_get("/Contents")
    page[generic.NameObject("/Contents")] = generic.ArrayObject([contents, writer.add_object(paint)])
    writer.mark_update(page_ref)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def test_a_page_painted_over_later_is_refused_though_poppler_calls_it_valid(
    signed: bytes, office: Office, run_on: Callable[..., str]
):
    altered = _overlay(signed)
    assert run_on(altered, "pdfsig").count("Signature is Valid.") == 3
    found = verify(altered, [office.root.certificate])
    assert not any(one.ok for one in found)
    assert {one.code for one in found} == {"changed-after"}


def test_an_altered_sheet_is_not_signed_further(sheet: bytes, office: Office):
    altered = _overlay(sign_as(office.reviewer, sheet))
    with pytest.raises(PaperError, match="被改动过"):
        sign_as(office.chair, altered)


def test_bytes_behind_the_last_signature_are_found(signed: bytes, office: Office):
    found = verify(signed + b"\n% more\n", [office.root.certificate])
    assert not found[-1].covers_whole
    assert not _good(signed + b"\n% more\n", office)


def test_a_signature_cut_off_leaves_fewer(signed: bytes, office: Office):
    second_end = [found.end() for found in re.finditer(rb"%%EOF\n?", signed)][-2]
    found = verify(signed[:second_end], [office.root.certificate])
    assert [one.name for one in found] == ["陈思远", "王立群"]
    assert all(one.ok for one in found)


def test_a_truncated_file_is_damaged_not_a_crash(signed: bytes, office: Office):
    for length in (0, 10, 5000, len(signed) // 2, len(signed) - 30):
        found = verify(signed[:length], [office.root.certificate])
        assert not any(one.ok for one in found)
    assert [one.code for one in verify(b"not a paper", [])] == ["damaged"]


def test_a_whole_file_rewritten_by_another_program_is_found(signed: bytes, office: Office):
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        pdf.save(made)
    assert not any(one.ok for one in verify(made.getvalue(), [office.root.certificate]))


def test_an_unsigned_file_has_no_findings(sheet: bytes, office: Office):
    assert verify(sheet, [office.root.certificate]) == []


def test_what_cannot_be_signed_is_one_sentence(sheet: bytes, office: Office):
    with pytest.raises(PaperError, match="没有“Mayor”签名栏"):
        sign(sheet, office.chair.key.p12, office.chair.phrase, field="Mayor", name="甲", role="主任", at=NOW)
    with pytest.raises(PaperError, match="不是完整的 PDF"):
        sign_as(office.chair, b"%PDF-1.7 broken")
    with pytest.raises(PaperError, match="不是完整的 PDF"):
        base_bytes(b"broken")
    with pytest.raises(PaperError, match="口令不对"):
        sign(sheet, office.chair.key.p12, "猜的", field="Chair", name="王立群", role="主任", at=NOW)


def test_an_untrusted_signature_writes_nothing_to_the_log(
    sheet: bytes, office: Office, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
):
    found = verify(sign_as(office.chair, sheet), [])
    assert [type(one) for one in found] == [SignatureFinding]
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


def test_a_name_with_a_character_of_today_is_trusted(sheet: bytes, office: Office):
    """The library that compares names knows the characters of 2002 alone."""
    for name in ("刘𬭊", "䶮喆堃昇甯㴋𠅤"):
        key = make_person_key(office.root.p12, "根密钥口令", name, "经办人", "口令", NOW)
        pdf = sign(sheet, key.p12, "口令", field="Clerk", name=name, role="经办人", at=NOW)
        [found] = verify(pdf, [office.root.certificate])
        assert (found.name, found.code) == (name, "good")


def test_a_signature_says_nothing_of_this_machine(sheet: bytes, office: Office):
    added = sign_as(office.chair, sheet)[len(sheet) :]
    assert b"pyHanko" not in added
    assert f"D:{datetime.now().astimezone():%Y%m%d}".encode() not in added
    assert b"/Version" not in added
