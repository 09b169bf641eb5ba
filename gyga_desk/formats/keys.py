"""Keys and certificates: a local root, a person's own key below it, and the reading of any office's PKCS#12 file.

The clock is always passed in. Libraries for ciphers are loaded by the act that needs them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from gyga_desk.errors import PaperError

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.hashes import SHA256

_ROUNDS = 200_000
_COUNTRY = "CN"


@dataclass(frozen=True)
class KeyFile:
    """A new key: the PKCS#12 file under its pass-phrase, and the certificate that others may know."""

    p12: bytes
    certificate: bytes
    """PEM."""


@dataclass(frozen=True)
class SigningKey:
    """An opened PKCS#12 file, ready to sign with."""

    name: str
    certificate: bytes
    """PEM."""
    key: bytes
    """PKCS#8, DER, in the clear: only ever in memory."""
    chain: tuple[bytes, ...]
    """The issuers' certificates that came with it, PEM, without roots."""


def make_root(name: str, passphrase: str, not_before: datetime, days: int = 3653) -> KeyFile:
    """The office's own root: it signs certificates and nothing else."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = _subject(name, name, "")
    builder = _builder(subject, subject, key, not_before, not_before + timedelta(days=days))
    certificate = (
        builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, _sha256())
    )
    return _pack(name, key, certificate, (), passphrase)


def make_person_key(
    root: bytes, root_passphrase: str, person: str, title: str, passphrase: str, not_before: datetime, days: int = 1096
) -> KeyFile:
    """A person's key below the root, good for signatures alone and never longer than the root itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    root_key, issuer, _ = _open(root, root_passphrase)
    if not isinstance(root_key, EllipticCurvePrivateKey) or not _is_root(issuer):
        raise PaperError("这个密钥文件不是本单位的根证书，不能签发个人证书；请换用管理员保存的根密钥文件。")
    _check_time(issuer, not_before)
    key = ec.generate_private_key(ec.SECP256R1())
    office = _common_name(issuer)
    until = min(not_before + timedelta(days=days), issuer.not_valid_after_utc)
    certificate = (
        _builder(_subject(person, office, title), issuer.subject, key, not_before, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage("digital_signature", "content_commitment"), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)  # type: ignore[arg-type]
        .sign(root_key, _sha256())
    )
    return _pack(person, key, certificate, (issuer,), passphrase)


def load_p12(data: bytes, passphrase: str, now: datetime) -> SigningKey:
    """Open a person's or an office's PKCS#12 file; each reason why it cannot sign is one sentence."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key, certificate, others = _open(data, passphrase)
    name = _common_name(certificate)
    _check_time(certificate, now)
    _check_usage(certificate, name)
    chain = tuple(other.public_bytes(Encoding.PEM) for other in others if not _is_root(other))
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())  # type: ignore[attr-defined]
    return SigningKey(name, certificate.public_bytes(Encoding.PEM), der, chain)


def check_signing(certificate: bytes, now: datetime) -> str:
    """The name on a certificate that may sign now; each reason why it may not is one sentence."""
    found = _load(certificate)
    name = _common_name(found)
    _check_time(found, now)
    _check_usage(found, name)
    return name


def may_sign(certificate: bytes) -> bool:
    """Whether a certificate is one for signatures, whatever its time."""
    try:
        _check_usage(_load(certificate), "")
    except PaperError:
        return False
    return True


def is_root(certificate: bytes) -> bool:
    """Whether a certificate, PEM, answers for others and for itself."""
    return _is_root(_load(certificate))


def armoured(certificate: bytes) -> bytes:
    """A certificate, DER, as PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        return x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM)
    except ValueError as fault:
        raise PaperError("证书已损坏，不能使用；请向发证单位换领。") from fault


def _load(certificate: bytes) -> x509.Certificate:
    from cryptography import x509

    return x509.load_pem_x509_certificate(certificate)


def fingerprint(certificate: bytes) -> str:
    """`sha256:…` over a certificate, PEM or DER: the name by which the record knows it."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    if certificate.lstrip().startswith(b"-----"):
        certificate = x509.load_pem_x509_certificate(certificate).public_bytes(Encoding.DER)
    return "sha256:" + hashlib.sha256(certificate).hexdigest()


def _sha256() -> SHA256:
    from cryptography.hazmat.primitives.hashes import SHA256

    return SHA256()


def _subject(name: str, office: str, title: str) -> x509.Name:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    parts = [(NameOID.COUNTRY_NAME, _COUNTRY), (NameOID.ORGANIZATION_NAME, office), (NameOID.TITLE, title)]
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in (*parts, (NameOID.COMMON_NAME, name)) if text])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, since: datetime, until: datetime
) -> x509.CertificateBuilder:
    from cryptography import x509

    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*names: str) -> x509.KeyUsage:
    from cryptography import x509

    every = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement "
        "key_cert_sign crl_sign encipher_only decipher_only"
    )
    return x509.KeyUsage(**{name: name in names for name in every.split()})


def _pack(
    name: str,
    key: EllipticCurvePrivateKey,
    certificate: x509.Certificate,
    issuers: tuple[x509.Certificate, ...],
    passphrase: str,
) -> KeyFile:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, pkcs12

    if not passphrase:
        raise PaperError("密钥文件的口令不能为空；请为“{name}”设定口令。", name=name)
    cipher = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(SHA256())
        .build(passphrase.encode())
    )
    p12 = pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, issuers, cipher)
    return KeyFile(p12, certificate.public_bytes(Encoding.PEM))


def _open(data: bytes, passphrase: str) -> tuple[object, x509.Certificate, list[x509.Certificate]]:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import pkcs12

    if not _looks_like_p12(data):
        raise PaperError("这个文件不是 PKCS#12 密钥文件（.p12 或 .pfx）；请另选文件。")
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, passphrase.encode())
    except UnsupportedAlgorithm as fault:
        raise PaperError("密钥文件所用的算法本程序不支持；请向发证单位换领 RSA 或 ECDSA 证书。") from fault
    except ValueError as fault:
        raise PaperError("密钥文件打不开：口令不对，或文件已损坏；请核对口令后再试。") from fault
    if key is None:
        raise PaperError("密钥文件里没有私钥，只有证书，不能签名；请换用带私钥的文件。")
    if certificate is None:
        raise PaperError("密钥文件里没有与私钥配套的证书，不能签名；请换用完整的文件。")
    return key, certificate, others


def _looks_like_p12(data: bytes) -> bool:
    """A DER sequence that begins with version 3."""
    from asn1crypto import pkcs12

    try:
        return bool(pkcs12.Pfx.load(data)["version"].native == "v3")
    except ValueError:
        return False


def _is_root(certificate: x509.Certificate) -> bool:
    from cryptography import x509

    try:
        ca = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        ca = False
    return ca and certificate.issuer == certificate.subject


def _common_name(certificate: x509.Certificate) -> str:
    from cryptography.x509.oid import NameOID

    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def _check_time(certificate: x509.Certificate, now: datetime) -> None:
    name = _common_name(certificate)
    if now > certificate.not_valid_after_utc:
        last = certificate.not_valid_after_utc.astimezone(now.tzinfo).date()
        raise PaperError("“{name}”的证书已于{last}到期，不能再签名；请换领新证书。", name=name, last=last)
    if now < certificate.not_valid_before_utc:
        first = certificate.not_valid_before_utc.astimezone(now.tzinfo).date()
        raise PaperError("“{name}”的证书自{first}起才生效；请核对本机时间，或到期后再签名。", name=name, first=first)


def _check_usage(certificate: x509.Certificate, name: str) -> None:
    """A certificate that says what it is for must say that it may sign."""
    from cryptography import x509

    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise PaperError("“{name}”的证书不是签名用的证书；请换用签名证书。", name=name)
