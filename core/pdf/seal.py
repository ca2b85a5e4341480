"""The seal: an organisation's PAdES signature over the whole file, and what can be read from one.

Signatures of people are marks in the document; the seal says that this file left the portal as it is. It is invisible,
certifies that no change is allowed after it, and keeps the file PDF/A-2u and PDF/UA-1.
"""

import hashlib
import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from asn1crypto import keys, parser, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodeLimits, StreamDecodeLimits
from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.attributes import CMSAttributeProvider, SigningCertificateV2Provider
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from core.pdf.key import SealingMaterial

FIELD_NAME = "Seal"
# Of which every PDF/A-2 is.
PDF_VERSION = (1, 7)
# What a seal holds beside its certificates and the signature itself, in bytes, with room to spare.
AROUND_CERTIFICATES = 2048
# An element as `core.pdf.tagged` writes it, an attribute once another program has saved the file anew.
NUMBER = re.compile(rb"dc:identifier(?:>|=\")([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})")
# What a stranger's file may unfold to while it is read, part by part; those of ours that are read have some kilobytes.
UNFOLDED = DecodeLimits(per_stream=StreamDecodeLimits(max_output_size=8 * 1024 * 1024))
# What parsing a file that was damaged, or made to do damage, ends in.
MALFORMED = (
    PdfError,
    SignatureValidationError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    UnsupportedAlgorithm,
    struct.error,
    zlib.error,
)

# pyHanko reports every malformed object it meets; what comes in on the checking page is malformed on purpose.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class SealInspection:
    """What a file shows of itself. `intact` and `whole_file` are False where there is no seal."""

    readable: bool = False
    encrypted: bool = False
    pages: int = 0
    sealed: bool = False
    intact: bool = False
    whole_file: bool = False
    certificate_sha256: str | None = None
    signed_at: datetime | None = None
    number: str | None = None


class _CertificateNamed(SigningCertificateV2Provider):
    """Names the certificate in the signature with an entry that is already encoded."""

    def __init__(self, encoded: bytes) -> None:
        self.encoded = encoded

    async def build_attr_value(self, dry_run: bool = False) -> tsp.SigningCertificateV2:  # noqa: ARG002
        return tsp.SigningCertificateV2.load(self.encoded)


class _Signer(SimpleSigner):
    """Encodes what names the certificate once per key: asn1crypto does it dozens of times for every seal otherwise,
    which made up two thirds of the work.
    """

    def _signed_attr_providers(self, *args: Any, **settings: Any) -> Iterator[CMSAttributeProvider]:
        for provider in super()._signed_attr_providers(*args, **settings):
            yield self.named if isinstance(provider, SigningCertificateV2Provider) else provider

    @cached_property
    def named(self) -> _CertificateNamed:
        return _CertificateNamed(as_signing_certificate_v2(self.signing_cert).dump())


class _Writer(IncrementalPdfFileWriter):
    """Leaves the file's description alone: a seal changes nothing it says, nor makes another kind of file of it."""

    def _update_meta(self) -> None:
        pass

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        # A key on a curve would have it call itself PDF 2.0, which no PDF/A-2 is.
        super().ensure_output_version(min(version, PDF_VERSION))

    def register_extension(self, ext: DeveloperExtension) -> None:
        if ext.base_version == "/1.7":
            super().register_extension(ext)


@lru_cache(maxsize=64)
def _signer(material: SealingMaterial) -> SimpleSigner:
    above = SimpleCertificateStore()
    above.register_multiple([asn1_x509.Certificate.load(der) for der in material.chain_der])
    return _Signer(
        signing_cert=asn1_x509.Certificate.load(material.certificate_der),
        signing_key=keys.PrivateKeyInfo.load(material.key_der),
        cert_registry=above,
    )


def seal(pdf: bytes, material: SealingMaterial, *, at: datetime) -> bytes:
    """`pdf` with an invisible seal that says it was sealed at `at` and forbids any change."""
    writer = _Writer(io.BytesIO(pdf))
    # PDF/UA-1 wants the reading order of form fields stated, and a seal is a form field of the first page.
    page_reference = writer.find_page_for_modification(0)[0]
    page = page_reference.get_object()
    page["/Tabs"] = generic.NameObject("/S")
    writer.mark_update(page_reference)
    metadata = PdfSignatureMetadata(
        field_name=FIELD_NAME,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
    )
    output = io.BytesIO()
    _SignerAt(metadata, _signer(material), at).sign_pdf(writer, output=output, bytes_reserved=_room(material))
    return output.getvalue()


def _room(material: SealingMaterial) -> int:
    """How many hexadecimal digits of a file its seal may take: a supplier's chain is several times our own."""
    carried = sum(map(len, (material.certificate_der, *material.chain_der)))
    # No signature is longer than its key, which as DER holds more than that.
    return 2 * (carried + len(material.key_der) + AROUND_CERTIFICATES)


class _SignerAt(PdfSigner):
    """Signs with the time it is given instead of this machine's clock."""

    def __init__(self, metadata: PdfSignatureMetadata, signer: SimpleSigner, at: datetime) -> None:
        super().__init__(metadata, signer=signer)
        self.at = at

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


def inspect(pdf: bytes) -> SealInspection:
    """What `pdf` shows of itself: whether it can be read, by what it is sealed, and whether it is as it was sealed.

    Never raises, whatever the bytes are.
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False, decode_limits=UNFOLDED)
        if reader.encrypted:
            return SealInspection(readable=True, encrypted=True)
        found = SealInspection(readable=True, pages=int(reader.root["/Pages"]["/Count"]), number=_number(reader))
        signatures = reader.embedded_signatures
    except MALFORMED:
        return SealInspection()
    if not signatures:
        return found
    found = replace(found, sealed=True)
    try:
        return _checked(pdf, signatures[0], found)
    except MALFORMED:
        return found


def _checked(pdf: bytes, signature: EmbeddedPdfSignature, found: SealInspection) -> SealInspection:
    certificate, at = signature.signer_cert, signature.self_reported_timestamp
    trusting = ValidationContext(trust_roots=[certificate], allow_fetching=False, moment=at)
    # What a later addition changed need not be judged: after a seal there may be none.
    status = validate_pdf_signature(signature, trusting, skip_diff=True)
    return replace(
        found,
        intact=bool(status.intact and status.valid) and _nothing_hidden(pdf, signature),
        whole_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        certificate_sha256=hashlib.sha256(certificate.dump()).hexdigest(),
        signed_at=at,
    )


def _nothing_hidden(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether the place of the signature, which no signature can cover, holds it and nothing else.

    A few bytes of the signature's own envelope stay open. The SHA-256 kept with the document covers those too.
    """
    _, before, after, _ = signature.byte_range
    written = pdf[before + 1 : after - 1]
    encoded = signature.pkcs7_content
    bare = encoded[: parser.peek(encoded)].hex().encode().ljust(len(written), b"0")
    return written in (bare, bare.upper())


def _number(reader: PdfFileReader) -> str | None:
    """The document number that `core.documents.printing.document.render` put into the file's description."""
    if "/Metadata" not in reader.root:
        return None
    found = NUMBER.search(reader.root["/Metadata"].data)
    return found[1].decode() if found else None
