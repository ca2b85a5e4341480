"""Certificates as suppliers deliver them: PKCS#12 with the key, its certificate, and those above it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | dsa.DSAPrivateKey

NOW = datetime(2026, 11, 12, 13, 0, tzinfo=UTC)
PASSPHRASE = "en lang sætning"


@cache
def an_rsa_key(bits: int = 2048, which: int = 0) -> rsa.RSAPrivateKey:
    """A key of so many bits; another `which` is another key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def a_pkcs12(
    key: Key,
    *,
    above: Sequence[Key] = (),
    of: Key | None = None,
    days: int = 30,
    signs: bool = True,
    passphrase: str = PASSPHRASE,
) -> bytes:
    """The file for `key`, certified by the first of `above`, that by the next, and the last by itself.

    They hold until `days` after `NOW`.
    """
    issuers = (*above, above[-1]) if above else (key,)
    names = ["Fjordby Kommune", *(f"Supplier {number}" for number in range(len(above)))]
    certificates = [
        a_certificate(subject, by, names[at], names[min(at + 1, len(names) - 1)], days=days, signs=signs)
        for at, (subject, by) in enumerate(zip((key, *above), issuers, strict=True))
    ]
    lock = serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else serialization.NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"seal", key, certificates[0], certificates[1:], lock)


def a_certificate(
    subject: Key, by: Key, holder: str, issuer: str, *, days: int = 30, signs: bool = True
) -> x509.Certificate:
    """One certificate: whose key, and by whose it is signed, each with a name."""
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only"), False
    )
    return (
        x509.CertificateBuilder()
        .subject_name(_named(holder))
        .issuer_name(_named(issuer))
        .public_key(subject.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=60))
        .not_valid_after(NOW + timedelta(days=days))
        .add_extension(
            x509.KeyUsage(digital_signature=signs, content_commitment=False, decipher_only=False, **usage),
            critical=True,
        )
        .sign(by, hashes.SHA256())
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
