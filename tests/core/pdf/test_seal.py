"""The seal: what it promises holds, what breaks it is seen, and no file can break the reading of it."""

import hashlib
import io
import random
import subprocess
import sys
import zlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfua import validate
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, sign_pdf
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from core.pdf.key import SealingMaterial, load_pkcs12, make_key
from core.pdf.seal import SealInspection, _signer, inspect, seal
from tests.core.documents.printing.test_document import drawn
from tests.core.documents.readback import opened
from tests.core.documents.samples import NUMBER, SIGNED_AT
from tests.pkcs12 import NOW, PASSPHRASE, a_pkcs12, an_rsa_key

NOTHING = SealInspection()


@cache
def material() -> SealingMaterial:
    return make_key("Fjordby Kommune", now=NOW)


@cache
def unsealed() -> bytes:
    return drawn()


@cache
def sealed() -> bytes:
    return seal(unsealed(), material(), at=SIGNED_AT)


def holds(pdf: bytes) -> bool:
    """Whether `pdf` still counts as sealed and untouched."""
    found = inspect(pdf)
    return found.sealed and found.intact and found.whole_file


def place_of_signature(pdf: bytes) -> tuple[int, int]:
    """Where the signature itself stands, which no signature can cover."""
    # Links have contents too, and stand before it.
    start = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    return start, pdf.index(b">", start)


def test_a_sealed_file_says_everything_about_itself() -> None:
    assert inspect(sealed()) == SealInspection(
        readable=True,
        encrypted=False,
        pages=3,
        sealed=True,
        intact=True,
        whole_file=True,
        certificate_sha256=hashlib.sha256(material().certificate_der).hexdigest(),
        signed_at=SIGNED_AT,
        number=NUMBER,
    )


def test_an_independent_check_finds_the_seal_good_and_covering_the_whole_file() -> None:
    (root,) = load_certs_from_pemder_data(material().certificate_der)
    (signature,) = PdfFileReader(io.BytesIO(sealed())).embedded_regular_signatures
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[root], moment=NOW))
    assert status.bottom_line
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert status.docmdp_ok
    assert signature.docmdp_level is MDPPerm.NO_CHANGES
    assert str(signature.sig_object["/SubFilter"]) == "/ETSI.CAdES.detached"


def test_sealing_adds_to_the_file_and_changes_nothing_in_it() -> None:
    assert sealed().startswith(unsealed())
    assert len(sealed()) - len(unsealed()) < 14_000


def test_a_sealed_file_is_still_archivable_and_readable_aloud(tmp_path: Path) -> None:
    (path := tmp_path / "document.pdf").write_bytes(sealed())
    assert {finding.rule_id for finding in validate(str(path)).findings} == set()
    with opened(sealed()) as file, file.open_metadata() as description:
        assert (description["pdfaid:part"], description["pdfuaid:part"]) == ("2", "1")
        # PDF/A-2 is PDF 1.7; a key on a curve is an extension of 2.0 to the library.
        assert (file.pdf_version, file.Root.get("/Version")) == ("1.7", None)
        assert set(file.Root.Extensions.keys()) == {"/ESIC"}
        assert str(file.pages[0].obj.Tabs) == "/S"
        (field,) = file.Root.AcroForm.Fields
        assert [float(edge) for edge in field.Rect] == [0, 0, 0, 0]
        assert {key: str(told) for key, told in file.trailer.Info.items()} == {"/Title": description["dc:title"]}


def test_a_second_seal_is_refused() -> None:
    with pytest.raises(SigningError):
        seal(sealed(), material(), at=SIGNED_AT)


def test_a_signature_that_permits_changes_afterwards_is_not_the_whole_file() -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(unsealed()))
    once = sign_pdf(writer, PdfSignatureMetadata(field_name="A"), signer=_signer(material())).getvalue()
    writer = IncrementalPdfFileWriter(io.BytesIO(once))
    twice = sign_pdf(writer, PdfSignatureMetadata(field_name="B"), signer=_signer(material())).getvalue()
    assert holds(once)
    assert not inspect(twice).whole_file


def test_any_flipped_bit_outside_the_signature_is_seen() -> None:
    chance = random.Random(1)
    start, end = place_of_signature(sealed())
    for _ in range(120):
        place = chance.choice([chance.randrange(start), chance.randrange(end, len(sealed()))])
        altered = bytearray(sealed())
        altered[place] ^= 1 << chance.randrange(8)
        assert not holds(bytes(altered)), place


def test_nothing_can_hide_in_the_room_left_beside_the_signature() -> None:
    _start, end = place_of_signature(sealed())
    for place in (end - 1, end - 2, end - 2000):
        altered = bytearray(sealed())
        assert altered[place] == ord("0")
        altered[place] = ord("1")
        assert not holds(bytes(altered))
    start, _end = place_of_signature(sealed())
    letter = next(place for place in range(start, end) if sealed()[place] in b"ABCDEF")
    altered = bytearray(sealed())
    altered[letter] += 32
    assert not holds(bytes(altered))


@pytest.mark.parametrize("junk", [b"\n", b"junk", b"\n%%EOF\n", b"%PDF-1.7\n"])
def test_whatever_is_appended_is_seen(junk: bytes) -> None:
    assert not holds(sealed() + junk)


def test_a_page_changed_in_an_addition_is_seen() -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed()))
    page = writer.find_page_for_modification(0)[0]
    page.get_object()["/Rotate"] = generic.NumberObject(90)
    writer.mark_update(page)
    out = io.BytesIO()
    writer.write(out)
    found = inspect(out.getvalue())
    assert found.sealed
    assert not found.whole_file


def test_a_file_saved_anew_has_lost_its_seal_but_not_its_number() -> None:
    out = io.BytesIO()
    with opened(sealed()) as file:
        file.save(out)
    assert not holds(out.getvalue())
    assert inspect(out.getvalue()).number == NUMBER


def test_a_file_that_unfolds_to_a_thousand_times_its_size_is_not_unfolded() -> None:
    out = io.BytesIO()
    with opened(unsealed()) as file:
        file.Root.Metadata.write(zlib.compress(bytes(9 * 1024 * 1024)), filter=pikepdf.Name.FlateDecode)
        del file.Root.Metadata["/Type"]
        file.save(out, fix_metadata_version=False)
    assert len(out.getvalue()) < 100_000
    assert inspect(out.getvalue()) == SealInspection()


def test_with_the_seal_cut_off_it_is_an_ordinary_file_without_one() -> None:
    found = inspect(unsealed())
    assert found.readable
    assert not found.sealed
    assert not found.intact
    assert found.number == NUMBER


def test_somebody_elses_seal_is_told_by_its_certificate() -> None:
    theirs = make_key("Fjordby Kommune", now=NOW)
    found = inspect(seal(unsealed(), theirs, at=SIGNED_AT))
    assert found.intact
    assert found.certificate_sha256 != inspect(sealed()).certificate_sha256


def test_an_old_seal_stays_good_after_its_certificate_has_run_out() -> None:
    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    old = make_key("Fjordby Kommune", now=long_ago)
    assert holds(seal(unsealed(), old, at=long_ago))


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.6, 0.9, 0.97, 0.999])
def test_a_file_cut_short_is_never_whole(share: float) -> None:
    assert not holds(sealed()[: int(len(sealed()) * share)])


@given(st.binary(max_size=300))
@settings(max_examples=150)
def test_any_bytes_can_be_looked_at(data: bytes) -> None:
    assert not inspect(data).sealed
    assert not inspect(b"%PDF-1.7\n" + data).sealed


@given(st.data())
@settings(max_examples=120)
def test_any_damage_can_be_looked_at(data: st.DataObject) -> None:
    place, end = place_of_signature(sealed())
    start = data.draw(st.integers(0, place - 1) | st.integers(end, len(sealed()) - 1))
    stop = start + data.draw(st.integers(0, 200))
    altered = sealed()[:start] + data.draw(st.binary(max_size=40)) + sealed()[stop:]
    assert altered == sealed() or not holds(altered)


def test_the_signature_itself_can_be_damaged_anywhere() -> None:
    chance = random.Random(2)
    start, _end = place_of_signature(sealed())
    for _ in range(150):
        altered = bytearray(sealed())
        for _ in range(3):
            altered[chance.randrange(start, start + 1500)] = chance.choice(b"0123456789abcdef")
        inspect(bytes(altered))


def test_a_locked_file_is_told_to_be_locked() -> None:
    out = io.BytesIO()
    with opened(unsealed()) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert inspect(out.getvalue()) == SealInspection(readable=True, encrypted=True)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"hello", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\nstartxref\n0\n%%EOF", b"startxref\n" * 1000]
)
def test_what_is_no_pdf_is_not_readable(data: bytes) -> None:
    assert inspect(data) == NOTHING


def a_bomb() -> bytes:
    """A file whose cross-reference stream is small and unpacks to a quarter of a gigabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(256)) + packer.flush()
    described = b"<</Type /XRef /Size 9 /W [1 8 8] /Root 1 0 R /Filter /FlateDecode /Length %d>>" % len(packed)
    return b"%PDF-1.7\n1 0 obj\n" + described + b"\nstream\n" + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


LOOK_AT_BOMB = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from core.pdf.seal import inspect
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = inspect(sys.stdin.buffer.read())
print(found.readable, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_a_small_file_that_unpacks_to_very_much_does_no_harm() -> None:
    looked = subprocess.run([sys.executable, "-c", LOOK_AT_BOMB], input=a_bomb(), capture_output=True, check=True)
    readable, megabytes = looked.stdout.split()
    assert readable == b"False"
    assert int(megabytes) < 100


def test_a_document_that_contains_itself_is_looked_at_without_end() -> None:
    looped = unsealed().replace(b"/Kids [4 0 R", b"/Kids [1 0 R")
    assert looped != unsealed()
    assert not inspect(looped).sealed


@pytest.mark.parametrize("bits", [2048, 3072, 4096])
def test_what_a_supplier_delivers_seals_with_its_whole_chain(bits: int) -> None:
    key = an_rsa_key(bits)
    own = load_pkcs12(a_pkcs12(key, above=(key, key, key)), PASSPHRASE, now=NOW)
    assert len(own.chain_der) == 3
    pdf = seal(unsealed(), own, at=SIGNED_AT)
    assert holds(pdf)
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    assert {certificate.dump() for certificate in signature.other_embedded_certs} == set(own.chain_der)


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1(), ec.BrainpoolP256R1()])
def test_a_key_on_a_curve_seals_too(curve: ec.EllipticCurve) -> None:
    own = load_pkcs12(a_pkcs12(ec.generate_private_key(curve)), PASSPHRASE, now=NOW)
    assert holds(seal(unsealed(), own, at=SIGNED_AT))
