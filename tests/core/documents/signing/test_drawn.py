"""A drawn signature: bounded, written anew, and nothing else gets in."""

import base64
import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, PngImagePlugin

from core.documents.signing.drawn import DATA_URL, LARGEST_BYTES, cleaned, from_data_url
from core.errors import DomainError


def a_drawing(size: tuple[int, int] = (600, 200), *, colour: object = "black", **saving: object) -> bytes:
    """A slanted stroke from (100, 50) to (400, 150) on nothing."""
    picture = Image.new("RGBA", size)
    ImageDraw.Draw(picture).line((100, 50, 400, 150), fill=colour, width=4)  # type: ignore[arg-type]
    out = io.BytesIO()
    picture.save(out, "PNG", **saving)
    return out.getvalue()


DRAWN = a_drawing()
KEPT = cleaned(DRAWN)


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


def refused(data: bytes) -> bool:
    try:
        cleaned(data)
    except DomainError as error:
        return error.code == "drawing_unreadable"
    return False


def test_what_is_kept_is_black_on_white_and_cut_to_its_ink() -> None:
    kept = Image.open(io.BytesIO(cleaned(a_drawing())))
    assert (kept.format, kept.mode) == ("PNG", "L")
    assert 300 <= kept.width <= 304
    assert 100 <= kept.height <= 104
    assert kept.getextrema() == (0, 255)


def test_the_same_drawing_gives_the_same_bytes_whatever_else_its_file_carries() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Karen Møller")
    carrying = a_drawing(pnginfo=told, dpi=(300, 300), icc_profile=b"profile")
    assert b"Karen" in carrying
    assert cleaned(carrying) == cleaned(a_drawing()) == cleaned(cleaned(a_drawing()))


def test_what_is_kept_carries_nothing_but_the_picture() -> None:
    kept = Image.open(io.BytesIO(cleaned(a_drawing(dpi=(300, 300)))))
    kept.load()
    assert kept.info == {}


def test_a_large_drawing_is_made_small_in_its_proportions() -> None:
    picture = Image.new("RGB", (2000, 1000), "white")
    ImageDraw.Draw(picture).rectangle((0, 0, 1999, 499), outline="black", width=20)
    out = io.BytesIO()
    picture.save(out, "PNG")
    assert Image.open(io.BytesIO(cleaned(out.getvalue()))).size == (600, 150)


@pytest.mark.parametrize("size", [(2001, 200), (600, 1001)])
def test_a_drawing_larger_than_any_pad_is_refused(size: tuple[int, int]) -> None:
    assert refused(a_drawing(size))


def test_a_small_file_that_unpacks_to_a_huge_picture_is_refused_before_it_is_unpacked() -> None:
    header = (50_000).to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"
    packed = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + chunk(b"IEND", b"")
    assert refused(b"\x89PNG\r\n\x1a\n" + packed)


def test_text_that_unpacks_to_much_is_refused() -> None:
    header = (600).to_bytes(4, "big") + (200).to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    bomb = chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(80_000_000)))
    assert refused(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + bomb + chunk(b"IEND", b""))


def test_more_bytes_than_a_drawing_has_are_refused() -> None:
    assert not refused(a_drawing() + bytes(1000))
    assert refused(a_drawing() + bytes(LARGEST_BYTES))


@pytest.mark.parametrize("colour", ["white", (0, 0, 0, 0), (0, 0, 0, 20)])
def test_nothing_that_can_be_seen_is_no_drawing(colour: object) -> None:
    assert refused(a_drawing(colour=colour))


@pytest.mark.parametrize("kind", ["JPEG", "GIF", "BMP", "TIFF", "WEBP"])
def test_other_pictures_are_refused(kind: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 20)).save(out, kind)
    assert refused(out.getvalue())


@given(st.binary(max_size=300))
def test_no_bytes_crash_it(data: bytes) -> None:
    assert refused(data)


@settings(max_examples=300)
@given(st.data())
def test_no_damage_crashes_it(data: st.DataObject) -> None:
    drawing = bytearray(data.draw(st.sampled_from((DRAWN, KEPT))))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(drawing) - 1))
        drawing[place : place + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    damaged = bytes(drawing)
    assert refused(damaged) or Image.open(io.BytesIO(cleaned(damaged))).mode == "L"


def test_a_data_url_gives_its_bytes() -> None:
    assert from_data_url(DATA_URL + base64.b64encode(a_drawing()).decode()) == a_drawing()


@given(st.text(max_size=60))
def test_text_that_is_no_data_url_is_refused(sent: str) -> None:
    for each in (sent, f"{DATA_URL}ø{sent}", f"{DATA_URL}A{sent.encode().hex() * 4}"):
        with pytest.raises(DomainError, match="drawing_unreadable"):
            from_data_url(each)


def test_an_endless_data_url_is_refused_unread() -> None:
    with pytest.raises(DomainError, match="drawing_unreadable"):
        from_data_url(DATA_URL + "A" * 4 * LARGEST_BYTES)
