"""Signing with a hardware token, and each reason why one cannot."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from gyga_desk.errors import PaperError
from gyga_desk.formats.keys import KeyFile, make_person_key
from gyga_desk.formats.signatures import sign_with, verify
from gyga_desk.formats.tokens import Token, open_token
from tests.core.formats_pdf.conftest import NOW, Office, sign_as
from tests.core.formats_pdf.test_keys import office_rsa_key
from tests.core.soft_token import PIN, Box, fresh, library


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Box:
    made = Box(tmp_path / "介质")
    made.prepare()
    monkeypatch.setenv("SOFTHSM2_CONF", str(made.conf))
    return made


Fill = Callable[..., Token]


@pytest.fixture
def fill(box: Box) -> Fill:
    """A token with a key file's key and certificate on it."""

    def run(p12: bytes, phrase: str, certificate: bytes, label: str = "主任", mark: str = "a1") -> Token:
        box.add(label)
        box.put_key(label, p12, phrase, mark)
        box.put_certificate(label, der(certificate), mark)
        fresh(library())
        return Token(library(), label)

    return run


def der(pem: bytes) -> bytes:
    return x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)


def refused(token: Token, pin: str = PIN, now: datetime = NOW) -> str:
    with pytest.raises(PaperError) as caught, open_token(token, pin, now):
        pass
    return str(caught.value)


def of_chair(office: Office, fill: Fill) -> Token:
    return fill(office.chair.key.p12, office.chair.phrase, office.chair.key.certificate)


def test_a_token_signs_beside_key_files(sheet: bytes, office: Office, fill: Fill) -> None:
    with open_token(of_chair(office, fill), PIN, NOW) as key:
        assert key.name == "王立群"
        pdf = sign_with(sign_as(office.reviewer, sheet), key, field="Chair", name="王立群", role="主任", at=NOW)
    pdf = sign_as(office.clerk, pdf)
    found = verify(pdf, [office.root.certificate])
    assert [(f.code, f.name) for f in found] == [("good", "陈思远"), ("good", "王立群"), ("good", "刘敏")]


# The library complains of its own search for the key when the session under it is gone.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.qt_no_exception_capture
def test_a_token_that_is_pulled_out_is_told(sheet: bytes, office: Office, fill: Fill) -> None:
    with open_token(of_chair(office, fill), PIN, NOW) as key:
        key.session.close()  # as when it is gone
        with pytest.raises(PaperError, match=r"没有应答.*没有签成；请重新插入"):
            sign_with(sheet, key, field="Chair", name="王立群", role="主任", at=NOW)


def test_a_token_of_another_issuer_with_an_rsa_key_signs(sheet: bytes, now: datetime, fill: Fill) -> None:
    p12, certificate = office_rsa_key(now)
    with open_token(fill(p12, "外口令", certificate), PIN, now) as key:
        pdf = sign_with(sheet, key, field="Clerk", name="刘敏", role="经办人", at=now)
    assert [f.code for f in verify(pdf, [], [certificate])] == ["good"]
    assert [f.code for f in verify(pdf, [])] == ["untrusted"]


def test_a_certificate_for_encryption_beside_it_is_passed_over(box: Box, office: Office, fill: Fill) -> None:
    token = of_chair(office, fill)
    box.put_key("主任", office.root.p12, "根密钥口令", "b2")
    box.put_certificate("主任", der(office.root.certificate), "b2")
    fresh(library())
    with open_token(token, PIN, NOW) as key:
        assert (key.name, key.id, key.chain) == ("王立群", b"\xa1", ())


def test_the_only_token_needs_no_label_and_one_of_two_does(box: Box, office: Office, fill: Fill) -> None:
    of_chair(office, fill)
    with open_token(Token(library()), PIN, NOW) as key:
        assert key.name == "王立群"
    box.add("另一个")
    fresh(library())
    told = refused(Token(library()))
    assert "“主任”" in told and "“另一个”" in told and "标签" in told


@pytest.mark.parametrize(("days", "said"), [(1200, "到期"), (-400, "起才生效")], ids=("ended", "not yet valid"))
def test_a_certificate_out_of_its_time_does_not_sign(days: int, said: str, office: Office, fill: Fill) -> None:
    assert said in refused(of_chair(office, fill), now=NOW + timedelta(days=days))


def test_a_certificate_for_something_else_does_not_sign(office: Office, fill: Fill) -> None:
    token = fill(office.root.p12, "根密钥口令", office.root.certificate)
    assert "不是签名用的证书" in refused(token)


def test_two_keys_for_signing_are_one_too_many(box: Box, office: Office, fill: Fill) -> None:
    token = of_chair(office, fill)
    other: KeyFile = make_person_key(office.root.p12, "根密钥口令", "王立群", "主任", "口令", NOW)
    box.put_key("主任", other.p12, "口令", "c3")
    box.put_certificate("主任", der(other.certificate), "c3")
    fresh(library())
    assert "不止一张签名证书" in refused(token)


def test_a_token_without_a_key_does_not_sign(box: Box, office: Office) -> None:
    box.add("空")
    box.put_certificate("空", der(office.chair.key.certificate), "a1")
    fresh(library())
    assert "没有带私钥的证书" in refused(Token(library(), "空"))


def test_a_wrong_pin_a_wrong_label_and_no_token_are_told_apart(box: Box, office: Office, fill: Fill) -> None:
    fresh(library())
    assert "没有插入" in refused(Token(library()))
    token = of_chair(office, fill)
    assert "PIN 不对" in refused(token, "000000")
    assert "“副主任”" in refused(Token(library(), "副主任"))


def test_a_module_that_is_none_is_told(tmp_path: Path) -> None:
    assert "找不到" in refused(Token(tmp_path / "没有.so"))
    stray = tmp_path / "驱动.so"
    stray.write_bytes(b"not a module")
    assert "不能作为" in refused(Token(stray))


def test_where_the_extra_is_missing_people_are_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    assert "gyga-desk[token]" in refused(Token(library()))
