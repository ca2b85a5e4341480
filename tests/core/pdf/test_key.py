"""A key of the portal's own making, and what suppliers deliver: taken where it seals, refused in words where not."""

import unicodedata
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from core.pdf.key import load_pkcs12, make_key
from tests.pkcs12 import NOW, PASSPHRASE, a_certificate, a_pkcs12, an_rsa_key


def test_a_new_key_is_the_organisations_and_lasts_ten_years() -> None:
    made = make_key("Ærø Frivilligcenter " * 5, now=NOW)
    certificate = x509.load_der_x509_certificate(made.certificate_der)
    (name,) = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert str(name.value).startswith("Ærø Frivilligcenter Ærø")
    assert certificate.not_valid_after_utc - NOW > timedelta(days=3650)
    assert certificate.not_valid_before_utc < NOW
    key = serialization.load_der_private_key(made.key_der, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert key.public_key() == certificate.public_key()


def test_a_password_counts_however_its_letters_were_typed_and_with_blanks_around_it() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    for kept in (unicodedata.normalize("NFC", "Åse på Ærø"), unicodedata.normalize("NFD", "Åse på Ærø")):
        for typed in ("Åse på Ærø", unicodedata.normalize("NFD", "Åse på Ærø"), " Åse på Ærø\n"):
            assert load_pkcs12(a_pkcs12(key, passphrase=kept), typed, now=NOW).key_der
    assert load_pkcs12(a_pkcs12(key, passphrase="blank "), "blank ", now=NOW).key_der


def test_a_certificate_without_a_passphrase_is_read_too() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    assert load_pkcs12(a_pkcs12(key, passphrase=""), "", now=NOW).key_der


@pytest.mark.parametrize("passphrase", ["", "forkert", "x" * 500])
def test_another_passphrase_does_not_open_it(passphrase: str) -> None:
    with pytest.raises(DomainError, match="pkcs12_unreadable"):
        load_pkcs12(a_pkcs12(an_rsa_key()), passphrase, now=NOW)


@given(st.binary(max_size=100))
@settings(max_examples=60)
def test_what_is_no_certificate_file_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(DomainError, match="pkcs12_unreadable"):
        load_pkcs12(data, PASSPHRASE, now=NOW)


@pytest.mark.parametrize("days", [-1, -50])
def test_an_expired_certificate_is_refused(days: int) -> None:
    with pytest.raises(DomainError, match="pkcs12_expired"):
        load_pkcs12(a_pkcs12(an_rsa_key(), days=days), PASSPHRASE, now=NOW)


def test_a_certificate_that_is_not_valid_yet_is_no_expired_one() -> None:
    with pytest.raises(DomainError, match="pkcs12_early"):
        load_pkcs12(a_pkcs12(an_rsa_key()), PASSPHRASE, now=NOW - timedelta(days=61))


def test_a_certificate_that_is_not_for_signing_is_refused() -> None:
    with pytest.raises(DomainError, match="pkcs12_unsuitable"):
        load_pkcs12(a_pkcs12(an_rsa_key(), signs=False), PASSPHRASE, now=NOW)


def test_a_certificate_of_another_key_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    key, other = ec.generate_private_key(ec.SECP256R1()), an_rsa_key()
    certificate = a_certificate(other, other, "Fjordby Kommune", "Fjordby Kommune")
    monkeypatch.setattr(pkcs12, "load_key_and_certificates", lambda *_asked: (key, certificate, []))
    with pytest.raises(DomainError, match="pkcs12_unsuitable"):
        load_pkcs12(b"", PASSPHRASE, now=NOW)


def test_an_rsa_key_is_neither_weak_nor_so_long_that_each_seal_takes_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DomainError, match="pkcs12_key_length") as weak:
        load_pkcs12(a_pkcs12(an_rsa_key(1024)), PASSPHRASE, now=NOW)
    assert weak.value.details == {"bits": 1024, "least": 2048, "most": 4096}
    # Making one of 8192 bits takes half a minute.
    monkeypatch.setattr("core.pdf.key.RSA_BITS", range(1024, 2048))
    with pytest.raises(DomainError, match="pkcs12_key_length"):
        load_pkcs12(a_pkcs12(an_rsa_key()), PASSPHRASE, now=NOW)


def test_a_key_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(DomainError, match="pkcs12_unsuitable"):
        load_pkcs12(a_pkcs12(dsa.generate_private_key(2048)), PASSPHRASE, now=NOW)
