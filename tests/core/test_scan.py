"""A scan keeps what can be seen of the paper, and nothing else; nobody's bytes break it."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from core import scan
from core.errors import DomainError
from core.scan import JPEG, LONGEST_SIDE, PDF, cleaned
from tests.core.documents.printing.test_document import drawn
from tests.core.documents.readback import opened

SECRET = b"Engvej-7-hemmeligt"


def a_photo(kind: str = "JPEG", size: tuple[int, int] = (400, 300), *, orientation: int = 1) -> bytes:
    """A red picture with a blue upper left corner, and where and how it was taken."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (0, 0, size[0] // 4, size[1] // 4))
    notes = Image.Exif()
    notes[0x0112] = orientation
    notes[0x010E] = SECRET.decode()
    notes.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    picture.save(out, kind, exif=notes)
    return out.getvalue()


def a_pdf(
    pages: int = 1,
    *,
    change: Callable[[pikepdf.Pdf], None] = lambda _file: None,
    locked: pikepdf.Encryption | None = None,
) -> bytes:
    """Pages with a photo on each, as a phone makes them."""
    out = io.BytesIO()
    with pikepdf.new() as file:
        for _page in range(pages):
            page = file.add_blank_page(page_size=(595, 842))
            photo = pikepdf.Stream(file, a_photo())
            photo.stream_dict = pikepdf.Dictionary(
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=400,
                Height=300,
                ColorSpace=pikepdf.Name.DeviceRGB,
                BitsPerComponent=8,
                Filter=pikepdf.Name.DCTDecode,
                Metadata=pikepdf.Stream(file, SECRET),
            )
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Metadata=photo))
            page.obj.Contents = pikepdf.Stream(file, b"q 400 0 0 300 0 0 cm /Metadata Do Q")
        change(file)
        file.save(out, encryption=locked)
    return out.getvalue()


def with_everything(file: pikepdf.Pdf) -> None:
    """All that a file may carry besides its pages."""
    file.attachments["brev.txt"] = SECRET
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String(SECRET.decode()))
    file.Root.OpenAction = script
    file.pages[0].obj.AA = pikepdf.Dictionary(O=script)
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=script)
    file.pages[0].obj.Annots = pikepdf.Array([file.make_indirect(link)])
    file.pages[0].obj.PieceInfo = pikepdf.Dictionary(Secret=pikepdf.String(SECRET.decode()))
    file.docinfo["/Author"] = SECRET.decode()
    with file.open_metadata() as description:
        description["dc:title"] = SECRET.decode()


def size_of(page: pikepdf.Page) -> tuple[int, int]:
    """The size of the one picture on `page`, as it is decoded."""
    (photo,) = page.get_images().values()
    assert isinstance(photo, pikepdf.Stream)
    return pikepdf.PdfImage(photo).as_pil_image().size


def refused(data: bytes) -> str:
    with pytest.raises(DomainError) as error:
        cleaned(data)
    return error.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_keeps_its_picture_and_nothing_about_where_it_was_taken(kind: str) -> None:
    found = cleaned(a_photo(kind))
    assert found.media_type == JPEG
    assert SECRET not in found.content
    with Image.open(io.BytesIO(found.content)) as kept:
        assert (kept.size, kept.format, dict(kept.getexif())) == ((400, 300), "JPEG", {})


def test_a_photo_taken_sideways_is_kept_upright() -> None:
    with Image.open(io.BytesIO(cleaned(a_photo(orientation=6)).content)) as kept:
        assert kept.size == (300, 400)
        red, _green, blue = kept.split()
        assert blue.getpixel((290, 10)) > red.getpixel((290, 10))  # type: ignore[operator]


def test_a_large_photo_is_made_as_large_as_handwriting_needs() -> None:
    with Image.open(io.BytesIO(cleaned(a_photo(size=(5000, 3000))).content)) as kept:
        assert max(kept.size) == LONGEST_SIDE


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((540, 6000), (540, 6000)),
        ((1440, 9000), (1080, 6750)),
        ((6000, 540), (6000, 540)),
        ((4000, 3000), (2000, 1500)),
    ],
    ids=["till receipt", "scrolled screen", "panorama", "photo"],
)
def test_what_could_be_read_across_can_still_be_read(size: tuple[int, int], kept: tuple[int, int]) -> None:
    with Image.open(io.BytesIO(cleaned(a_photo("PNG", size)).content)) as found:
        assert found.size == kept


def test_a_grey_photo_stays_grey() -> None:
    out = io.BytesIO()
    Image.new("L", (40, 30), 90).save(out, "PNG")
    with Image.open(io.BytesIO(cleaned(out.getvalue()).content)) as found:
        assert (found.mode, found.getpixel((20, 15))) == ("L", 90)


def test_of_a_pdf_only_the_pages_are_kept() -> None:
    found = cleaned(a_pdf(2, change=with_everything))
    assert found.media_type == PDF
    assert SECRET not in found.content
    with opened(found.content) as file:
        assert len(file.pages) == 2
        assert set(file.Root.keys()) == {"/Type", "/Pages"}
        assert "/Info" not in file.trailer
        for part in file.objects:
            if isinstance(part, pikepdf.Stream):
                assert SECRET not in part.read_raw_bytes()
                assert "/Metadata" not in part
        for page in file.pages:
            assert not {"/Annots", "/AA", "/PieceInfo"} & set(page.obj.keys())
            assert size_of(page) == (400, 300)


def test_a_jpeg_packed_once_more_inside_a_pdf_is_cleaned_too() -> None:
    import zlib

    def pack(file: pikepdf.Pdf) -> None:
        photo = file.pages[0].obj.Resources.XObject.Metadata
        both = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode])
        photo.write(zlib.compress(a_photo()), filter=both)

    with opened(cleaned(a_pdf(change=pack)).content) as file:
        (photo,) = file.pages[0].get_images().values()
        assert SECRET not in photo.read_raw_bytes()
        assert size_of(file.pages[0]) == (400, 300)


def test_what_pages_inherit_is_kept() -> None:
    def share(file: pikepdf.Pdf) -> None:
        file.Root.Pages.Rotate = 90
        file.Root.Pages.MediaBox = pikepdf.Array([0, 0, 300, 400])
        del file.pages[0].obj["/MediaBox"]

    with opened(cleaned(a_pdf(change=share)).content) as file:
        assert int(file.pages[0].obj.Rotate) == 90
        assert [int(side) for side in file.pages[0].obj.MediaBox] == [0, 0, 300, 400]


def test_a_pdf_that_opens_without_a_password_is_kept_open_for_everybody() -> None:
    found = cleaned(a_pdf(locked=pikepdf.Encryption(owner="a", user="")))
    with opened(found.content) as file:
        assert not file.is_encrypted
        assert size_of(file.pages[0]) == (400, 300)


def test_our_own_sealed_print_can_be_a_scan() -> None:
    with opened(cleaned(drawn()).content) as file:
        assert len(file.pages) == 3
        assert "/StructTreeRoot" not in file.Root


def test_the_same_file_gives_the_same_scan() -> None:
    for data in (a_pdf(2, change=with_everything), a_photo()):
        assert cleaned(data) == cleaned(data)


def test_what_cannot_be_a_scan_is_refused_in_words_that_help() -> None:
    locked = a_pdf(locked=pikepdf.Encryption(owner="a", user="b"))
    assert refused(locked) == "scan_locked"
    assert refused(a_pdf(scan.MOST_PAGES + 1)) == "scan_pages"
    assert refused(bytes(scan.LARGEST_MB * 1024 * 1024 + 1)) == "upload_too_large"
    assert refused(b"\0\0\0\x18ftypheic" + bytes(50)) == "upload_damaged"
    assert refused(b"GIF89a" + bytes(50)) == "scan_kind"
    assert refused(b"") == "upload_damaged"
    assert refused(b"%PDF-1.7 and nothing more") == "upload_damaged"
    assert refused(a_photo()[:200]) == "upload_damaged"


def outcome(data: bytes) -> str:
    """The media type of what is kept, or the code of the refusal."""
    try:
        return cleaned(data).media_type
    except DomainError as error:
        return error.code


KNOWN = ("upload_", "scan_", PDF, JPEG)
HEADS = st.sampled_from([b"", b"%PDF-1.7\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"])


@given(head=HEADS, rest=st.binary(max_size=300))
@settings(max_examples=150)
def test_no_bytes_do_more_than_be_refused(head: bytes, rest: bytes) -> None:
    assert outcome(head + rest).startswith(KNOWN)


@given(data=st.sampled_from([a_photo(), a_photo("PNG"), a_pdf(change=with_everything)]), changes=st.data())
@settings(max_examples=150)
def test_a_damaged_file_is_refused_or_cleaned(data: bytes, changes: st.DataObject) -> None:
    altered = bytearray(data)
    for _change in range(changes.draw(st.integers(1, 8))):
        altered[changes.draw(st.integers(0, len(data) - 1))] = changes.draw(st.integers(0, 255))
    assert outcome(bytes(altered)).startswith(KNOWN)
