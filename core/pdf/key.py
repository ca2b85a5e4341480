"""What an organisation seals with: a key and certificate of the portal's making, or its own from a supplier."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day, on_date

KEY_LASTS = timedelta(days=3653)
# Shorter is weak; a longer one takes seconds for each seal.
RSA_BITS = range(2048, 4096 + 1)
LONGEST_COMMON_NAME = 64  # bytes


@dataclass(frozen=True, slots=True)
class SealingMaterial:
    """What an organisation seals with: its private key, its certificate, and those above it, all as DER."""

    key_der: bytes
    certificate_der: bytes
    chain_der: tuple[bytes, ...] = ()


def make_key(common_name: str, *, now: datetime) -> SealingMaterial:
    """A new EC P-256 key with a certificate it has signed itself, valid for ten years from `now`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _shortened(common_name))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + KEY_LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return SealingMaterial(_key_der(key), certificate.public_bytes(serialization.Encoding.DER))


def _shortened(name: str) -> str:
    """`name` within what a certificate may hold, which is counted in bytes; no letter is cut in two."""
    return name.encode()[:LONGEST_COMMON_NAME].decode(errors="ignore")


def load_pkcs12(data: bytes, passphrase: str, *, now: datetime) -> SealingMaterial:
    """Key and certificates from an organisation's own PKCS#12 file.

    A password counts however its letters were typed (a Mac splits "å" in two) and with or without blanks around it.
    Raises "pkcs12_unreadable" (not such a file, or another password), "pkcs12_early" (not valid yet), "pkcs12_expired",
    "pkcs12_key_length" (RSA outside `RSA_BITS`), or "pkcs12_unsuitable" (no certificate of the key, an unknown kind of
    key, or a certificate that may not sign).
    """
    key, certificate, chain = _opened(data, passphrase)
    if certificate is None or not _may_seal(key, certificate):
        raise DomainError(ErrorCode.PKCS12_UNSUITABLE)
    if now < certificate.not_valid_before_utc:
        raise DomainError(ErrorCode.PKCS12_EARLY, day=on_date(local_day(certificate.not_valid_before_utc)))
    if now > certificate.not_valid_after_utc:
        raise DomainError(ErrorCode.PKCS12_EXPIRED)
    return SealingMaterial(
        _key_der(key),
        certificate.public_bytes(serialization.Encoding.DER),
        tuple(above.public_bytes(serialization.Encoding.DER) for above in chain),
    )


def expires_at(certificate_der: bytes) -> datetime:
    """The last moment a certificate holds, in UTC."""
    return x509.load_der_x509_certificate(certificate_der).not_valid_after_utc


def _opened(data: bytes, passphrase: str) -> tuple[object, x509.Certificate | None, list[x509.Certificate]]:
    for tried in dict.fromkeys(_spellings(passphrase)):
        try:
            return pkcs12.load_key_and_certificates(data, tried.encode() or None)
        except (ValueError, UnsupportedAlgorithm):
            continue
    raise DomainError(ErrorCode.PKCS12_UNREADABLE)


def _spellings(passphrase: str) -> Iterator[str]:
    for typed in (passphrase, passphrase.strip()):
        yield typed
        yield unicodedata.normalize("NFC", typed)
        yield unicodedata.normalize("NFD", typed)


def _may_seal(key: object, certificate: x509.Certificate) -> bool:
    """Whether `key` is of a kind that seals, and `certificate` is the key's and allows it."""
    if isinstance(key, rsa.RSAPrivateKey):
        if key.key_size not in RSA_BITS:
            raise DomainError(
                ErrorCode.PKCS12_KEY_LENGTH, bits=key.key_size, least=RSA_BITS.start, most=RSA_BITS.stop - 1
            )
    elif not isinstance(key, ec.EllipticCurvePrivateKey):
        return False
    if key.public_key() != certificate.public_key():
        return False
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def _key_der(key: object) -> bytes:
    return key.private_bytes(  # type: ignore[attr-defined]
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
