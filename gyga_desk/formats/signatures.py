"""Digital signatures on papers: adding one beside the others, and judging all that a file carries.

pyHanko does both; it is loaded by the act that needs it. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import asyncio
import io
import logging
import stringprep
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gyga_desk.errors import PaperError
from gyga_desk.formats.keys import SigningKey, fingerprint, load_p12
from gyga_desk.formats.tokens import TokenKey, answering


@dataclass(frozen=True)
class SignatureFinding:
    """What became of one signature; `code` is for programs, `sentence` for people."""

    name: str
    field: str
    fingerprint: str
    ok: bool
    covers_whole: bool
    at: str
    code: str
    """`good`, `altered`, `changed-after`, `not-whole`, `untrusted`, `damaged`."""
    sentence: str


_SENTENCES = {
    "good": "签名有效，签名之后文件没有被改动。",
    "altered": "签名所覆盖的内容已被改动，签名无效。",
    "changed-after": "签名之后文件又被改动过，签名不再可信。",
    "not-whole": "最后一个签名没有覆盖整个文件，文件末尾有签名之外的内容。",
    "untrusted": "签名人的证书不是本单位登记的证书，也不是本单位签发的。",
    "damaged": "文件或签名已损坏，无法核验。",
}


def sign(
    pdf: bytes,
    p12: bytes,
    passphrase: str,
    *,
    field: str,
    name: str,
    role: str,
    at: datetime,
    fonts_dir: Path | None = None,
) -> bytes:
    """The file with one more signature by a key file."""
    return sign_with(pdf, load_p12(p12, passphrase, at), field=field, name=name, role=role, at=at, fonts_dir=fonts_dir)


def sign_with(
    pdf: bytes,
    key: SigningKey | TokenKey,
    *,
    field: str,
    name: str,
    role: str,
    at: datetime,
    fonts_dir: Path | None = None,
) -> bytes:
    """The file with one more signature, appended so that the earlier ones stay valid."""
    if at.tzinfo is None:
        raise ValueError("a signature's time needs its zone")
    earlier, rect = _place(pdf, field)
    size = (round(abs(rect[2] - rect[0]), 2), round(abs(rect[3] - rect[1]), 2))
    from gyga_desk.formats.pdf.stamp import render_stamp

    stamp = render_stamp(size, name, role, at, fingerprint(key.certificate), fonts_dir)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "stamp.pdf"
        path.write_bytes(stamp)
        with answering() if isinstance(key, TokenKey) else nullcontext():
            return _append(pdf, key, field, name, at, path, first=not earlier)


def verify(pdf: bytes, roots: Sequence[bytes], trusted: Sequence[bytes] = ()) -> list[SignatureFinding]:
    """Each signature in the order it was made. Which signers a paper needs is the record's to say, not the file's.

    Certificates are judged at the time the signature states, since a sheet must still verify when its key has expired.
    """
    known = [_certificate(pem) for pem in (*roots, *trusted)]
    signatures = _signatures(pdf)
    if signatures is None:
        return [SignatureFinding("", "", "", False, False, "", "damaged", _SENTENCES["damaged"])]
    return [_judge(signature, known, last=signature is signatures[-1]) for signature in signatures]


def base_bytes(pdf: bytes) -> bytes:
    """The file as it was before its first signature: as printed, if nothing was slipped in between."""
    signatures = _signatures(pdf)
    if signatures is None:
        raise PaperError("这个文件不是完整的 PDF，可能已损坏；请改用原来的文件。")
    if not signatures:
        return pdf
    revision = signatures[0].signed_revision
    if not revision:
        return b""  # A file that was born signed was never printed here.
    start = signatures[0].reader.xrefs.get_startxref_for_revision(revision - 1)
    _, marker, rest = pdf[start:].partition(b"%%EOF")
    end = len(pdf) - len(rest)
    return pdf[: end + 1] if marker and rest.startswith(b"\n") else pdf[:end]


def _certificate(pem: bytes) -> Any:
    from asn1crypto import pem as armour
    from asn1crypto import x509

    return x509.Certificate.load(armour.unarmor(pem)[2] if armour.detect(pem) else pem)


def _signatures(pdf: bytes) -> list[Any] | None:
    """pyHanko's signatures, oldest first; None for a file it cannot read, or one with a signature it passes over."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    try:
        with _quiet():
            reader = PdfFileReader(io.BytesIO(pdf))
            signatures = list(reader.embedded_signatures)
            filled = len(list(enumerate_sig_fields(reader, filled_status=True)))
    except Exception:  # noqa: BLE001 - a damaged file makes the library fail in any way; only its own calls stand here
        return None
    return signatures if len(signatures) == filled else None


def _status(signature: Any, known: list[Any]) -> Any:
    """pyHanko's status of one signature; None where the file is too damaged for it to say."""
    from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    _read_names_of_today()
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
    try:
        moment = signature.self_reported_timestamp
        context = ValidationContext(trust_roots=known, moment=moment, allow_fetching=False, revocation_mode="soft-fail")
        with _quiet():
            return moment and asyncio.run(async_validate_pdf_signature(signature, context, key_usage_settings=usage))
    except Exception:  # noqa: BLE001 - as above
        return None


def _read_names_of_today() -> None:
    """asn1crypto compares names by the tables of Unicode 3.2 and refuses 𬭊, which people are called.

    A character that has been given out since then is compared by its number.
    """
    from asn1crypto.x509 import NameTypeAndValue

    original = NameTypeAndValue._ldap_string_prep  # noqa: SLF001 - the one place where names are prepared
    if original.__module__ == __name__:
        return

    def prepare(self: Any, text: str) -> Any:
        return original(self, "".join(f"\\u{ord(c):x}" if _is_newer(c) else c for c in text))

    NameTypeAndValue._ldap_string_prep = prepare  # noqa: SLF001


def _is_newer(char: str) -> bool:
    """Whether a character is given out today and was not in Unicode 3.2."""
    return stringprep.in_table_a1(char) and unicodedata.category(char) != "Cn"


@contextmanager
def _quiet() -> Iterator[None]:
    """An untrusted certificate is a finding here, and no log line with a traceback beside it."""
    logger = logging.getLogger("pyhanko")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)


def _judge(signature: Any, known: list[Any], *, last: bool) -> SignatureFinding:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    status = _status(signature, known)
    whole = status is not None and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    code = "damaged" if status is None else _code(status, whole=whole or not last)
    if code == "good" and not _tight(signature):
        code = "altered"
    name, mark, at = _signer(signature)
    return SignatureFinding(name, signature.field_name, mark, code == "good", whole, at, code, _SENTENCES[code])


def _code(status: Any, *, whole: bool) -> str:
    if not (status.intact and status.valid):
        return "altered"
    if not status.docmdp_ok:
        return "changed-after"
    if not whole:
        return "not-whole"
    return "good" if status.bottom_line else "untrusted"


def _tight(signature: Any) -> bool:
    """Whether the few bytes that no signature can cover are as we write them: one spelling, zeros behind, no stray name."""
    _, length, start, _ = (int(number) for number in signature.byte_range)
    stream = signature.reader.stream
    stream.seek(length)
    written: bytes = stream.read(start - length)
    content: bytes = signature.pkcs7_content
    if written != b"<" + content.hex().upper().encode() + b">" or not _plain(content):
        return False
    # Names of issuers are compared without regard to case; here they must be the same bytes.
    named: bytes = signature.signer_info["sid"].chosen["issuer"].dump()
    return bool(named == signature.signer_cert.issuer.dump())


def _plain(content: bytes) -> bool:
    """A CMS structure spelt as the rules spell it, naming the signer's digest and no other, with zeros behind it."""
    from asn1crypto.cms import ContentInfo

    try:
        info = ContentInfo.load(content)
        signed = info["content"]
        [signer] = signed["signer_infos"]
        named = [algorithm.dump() for algorithm in signed["digest_algorithms"]]
        versions = {signed["version"].native, signer["version"].native}
        spelt = info.dump(force=True)
    except ValueError:
        return False
    expected = named == [signer["digest_algorithm"].dump()] and versions == {"v1"}
    return expected and content == spelt + bytes(len(content) - len(spelt))


def _signer(signature: Any) -> tuple[str, str, str]:
    """Name, fingerprint and time, as far as a possibly damaged signature still says them."""
    try:
        certificate = signature.signer_cert
        at = signature.self_reported_timestamp
        subject = certificate.subject.native
        return str(subject.get("common_name", "")), fingerprint(certificate.dump()), at.isoformat() if at else ""
    except Exception:  # noqa: BLE001 - as above
        return "", "", ""


def _place(pdf: bytes, field: str) -> tuple[int, tuple[float, ...]]:
    """How many signatures there are, and the box of the empty field; or the reason why it cannot be signed."""
    from pyhanko.sign.fields import enumerate_sig_fields

    signatures = _signatures(pdf)
    if signatures is None:
        raise PaperError("这个文件不是完整的 PDF，可能已损坏，不能签名；请重新打印后再签。")
    for signature in signatures:
        found = _judge(signature, [], last=signature is signatures[-1])
        if found.code not in {"good", "untrusted"}:
            raise PaperError("文件在“{name}”签名之后被改动过，不能再签；请重新打印后再签。", name=found.name)
        if found.field == field:
            raise PaperError("这一栏已由“{name}”于{at}签过，不能再签。", name=found.name, at=found.at)
    from pyhanko.pdf_utils.reader import PdfFileReader

    for name, _, reference in enumerate_sig_fields(PdfFileReader(io.BytesIO(pdf)), filled_status=False):
        if name == field:
            return len(signatures), tuple(float(side) for side in reference.get_object()["/Rect"])
    raise PaperError("这个文件里没有“{field}”签名栏，请选用本程序打印的原文件。", field=field)


def _append(
    pdf: bytes, key: SigningKey | TokenKey, field: str, name: str, at: datetime, stamp: Path, *, first: bool
) -> bytes:
    from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from pyhanko.stamp import StaticStampStyle

    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        name=name,
        subfilter=SigSeedSubFilter.PADES,
        certify=first,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    middle = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins())
    style = StaticStampStyle.from_pdf_file(str(stamp), border_width=0, background_layout=middle)
    signer = PdfSigner(metadata, signer=_signer_of(key), stamp_style=style)
    return asyncio.run(_sign(signer, _writer(pdf), at, _room(key)))


def _writer(pdf: bytes) -> Any:
    """Appends to the file and leaves what it says of itself as it was printed, so that it stays PDF/A-3b."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Writer(IncrementalPdfFileWriter):
        def ensure_output_version(self, version: tuple[int, int]) -> None:
            """PDF/A-3 is PDF 1.7; pyHanko says 2.0 for the curves of its keys."""

        def register_extension(self, ext: Any) -> None:
            """Nothing that a reader would have to know beside PDF 1.7."""

        def _update_meta(self) -> None:
            """No name of a program and no time of this machine."""

    return Writer(io.BytesIO(pdf))


def _signer_of(key: SigningKey | TokenKey) -> Any:
    if isinstance(key, TokenKey):
        return _token_signer(key)
    from asn1crypto.keys import PrivateKeyInfo
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([_certificate(pem) for pem in key.chain])
    return SimpleSigner(_certificate(key.certificate), PrivateKeyInfo.load(key.key), store, embed_roots=False)


def _token_signer(key: TokenKey) -> Any:
    """Signs on the token: it is given what is to be signed, or its digest where the key is a curve's."""
    from pyhanko.sign.pkcs11 import PKCS11Signer

    certificate = _certificate(key.certificate)
    # Few tokens digest by themselves for ECDSA; for RSA all that are in use do.
    curve = certificate.public_key.algorithm == "ec"
    chain = [_certificate(pem) for pem in key.chain]
    return PKCS11Signer(
        key.session, signing_cert=certificate, ca_chain=chain, key_id=key.id, embed_roots=False, use_raw_mechanism=curve
    )


_AROUND = 2560
"""Bytes: a signature by the longest key in use, and what the rules put around it."""


def _room(key: SigningKey | TokenKey) -> int:
    """The hexadecimal digits kept for a signature: more than it needs, so that none has to be made on trial."""
    return 2 * (sum(map(len, (key.certificate, *key.chain))) + _AROUND)


async def _sign(signer: Any, writer: Any, at: datetime, room: int) -> bytes:
    """pyHanko's own steps, one by one, because the time is given and not read from the machine."""
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    session = signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = at
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=room)
    prepared, output = document.digest_tbs_document()
    attributes = PdfCMSSignedAttributes(signing_time=at)
    signed = await document.perform_signature(document_digest=prepared.document_digest, pdf_cms_signed_attrs=attributes)
    await signed.post_signature_processing(output)
    made: bytes = output.getvalue()
    return made
