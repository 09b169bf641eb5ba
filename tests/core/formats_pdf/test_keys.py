"""Keys: what a certificate says, and each reason why a key file cannot sign."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from gyga_desk.errors import PaperError
from gyga_desk.formats.keys import fingerprint, load_p12, make_person_key, make_root
from tests.core.formats_pdf.conftest import Office


def _leaf(office: Office) -> x509.Certificate:
    return x509.load_pem_x509_certificate(office.reviewer.key.certificate)


def test_a_certificate_names_person_role_and_office(office: Office):
    subject = _leaf(office).subject
    wanted = (NameOID.COMMON_NAME, NameOID.TITLE, NameOID.ORGANIZATION_NAME, NameOID.COUNTRY_NAME)
    names = [subject.get_attributes_for_oid(oid)[0].value for oid in wanted]
    assert names == ["陈思远", "审核员", "贵阳市大数据发展管理局", "CN"]


def test_a_person_may_sign_and_nothing_else(office: Office):
    leaf = _leaf(office)
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    assert not usage.value.key_cert_sign
    assert not leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert isinstance(leaf.public_key(), ec.EllipticCurvePublicKey)


def test_the_person_s_certificate_hangs_below_the_root(office: Office):
    leaf, root = _leaf(office), x509.load_pem_x509_certificate(office.root.certificate)
    leaf.verify_directly_issued_by(root)
    below = leaf.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
    above = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    assert below.key_identifier == above.digest
    assert root.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0


def test_an_opened_key_carries_no_root(office: Office, now: datetime):
    key = load_p12(office.chair.key.p12, office.chair.phrase, now)
    assert key.name == "王立群"
    assert key.chain == ()
    assert fingerprint(key.certificate) == fingerprint(office.chair.key.certificate)
    assert fingerprint(key.certificate).startswith("sha256:")


def test_a_person_s_key_never_outlives_the_root(now: datetime):
    root = make_root("局", "口令", now, days=10)
    made = make_person_key(root.p12, "口令", "甲", "主任", "口令二", now, days=1000)
    leaf = x509.load_pem_x509_certificate(made.certificate)
    assert leaf.not_valid_after_utc == x509.load_pem_x509_certificate(root.certificate).not_valid_after_utc


def _refusal(data: bytes, phrase: str, now: datetime) -> str:
    with pytest.raises(PaperError) as refused:
        load_p12(data, phrase, now)
    return str(refused.value)


def test_each_fault_of_a_key_file_is_one_sentence(office: Office, now: datetime):
    p12, phrase = office.chair.key.p12, office.chair.phrase
    assert "口令不对" in _refusal(p12, "不是这个", now)
    assert "不是 PKCS#12" in _refusal(b"%PDF-1.7", phrase, now)
    assert "不是 PKCS#12" in _refusal(b"", phrase, now)
    assert "已损坏" in _refusal(p12[:-40] + bytes(40), phrase, now)
    assert "已于2028-07-29到期" in _refusal(p12, phrase, now + timedelta(days=1200))
    assert "自2025-07-29起才生效" in _refusal(p12, phrase, now - timedelta(days=3))


def test_a_file_without_a_key_or_for_another_use_is_refused(office: Office, now: datetime):
    cipher = BestAvailableEncryption(b"x")
    leaf = _leaf(office)
    assert "没有私钥" in _refusal(pkcs12.serialize_key_and_certificates(b"n", None, leaf, None, cipher), "x", now)
    assert "不是签名用的证书" in _refusal(office.root.p12, "根密钥口令", now)


def test_only_a_root_makes_persons_keys(office: Office, now: datetime):
    with pytest.raises(PaperError, match="不是本单位的根证书"):
        make_person_key(office.chair.key.p12, office.chair.phrase, "乙", "主任", "口令", now)
    with pytest.raises(PaperError, match="口令不对"):
        make_person_key(office.root.p12, "猜的", "乙", "主任", "口令", now)
    with pytest.raises(PaperError, match="口令不能为空"):
        make_person_key(office.root.p12, "根密钥口令", "乙", "主任", "", now)


def office_rsa_key(now: datetime) -> tuple[bytes, bytes]:
    """An outside office's own RSA key file, and its certificate."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "外单位签名证书")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=100))
        .sign(key, SHA256())
    )
    p12 = pkcs12.serialize_key_and_certificates(
        b"n", key, certificate, None, BestAvailableEncryption("外口令".encode())
    )
    from cryptography.hazmat.primitives.serialization import Encoding

    return p12, certificate.public_bytes(Encoding.PEM)


def test_an_office_s_own_rsa_key_is_taken(now: datetime):
    p12, certificate = office_rsa_key(now)
    key = load_p12(p12, "外口令", now)
    assert key.name == "外单位签名证书"
    assert key.certificate == certificate
