"""Every picture comes in one way: upright, on white, in its own shades, and never more of it than the memory holds."""

import io
import subprocess
import sys
from typing import Any

import pytest
from PIL import Image
from pillow_heif import from_pillow

from core import pictures
from core.errors import DomainError
from core.pictures import on_white


def whole(_width: int, _height: int) -> float:
    return 1


def written(picture: Image.Image, kind: str, **more: Any) -> bytes:
    out = io.BytesIO()
    (from_pillow(picture).save(out, **more) if kind == "HEIF" else picture.save(out, kind, **more))
    return out.getvalue()


def two_halves(mode: str, left: Any, right: Any, size: tuple[int, int] = (64, 32)) -> Image.Image:
    picture = Image.new(mode, size, left)
    picture.paste(right, (size[0] // 2, 0, *size))
    return picture


def refused(data: bytes) -> str:
    with pytest.raises(DomainError) as error:
        on_white(data, whole)
    return error.value.code


@pytest.mark.parametrize(
    ("picture", "mode", "left", "right"),
    [
        (two_halves("I", 20_000, 45_000).convert("I;16"), "L", 78, 175),
        (two_halves("L", 78, 175), "L", 78, 175),
        (two_halves("1", 0, 1), "L", 0, 255),
        (two_halves("LA", (78, 255), (78, 0)), "L", 78, 255),
        (two_halves("RGBA", (9, 9, 9, 255), (9, 9, 9, 0)), "RGB", (9, 9, 9), (255, 255, 255)),
        (two_halves("RGB", (200, 0, 0), (0, 0, 200)).quantize(4), "RGB", (200, 0, 0), (0, 0, 200)),
    ],
    ids=["sixteen bits of grey", "grey", "black and white", "see-through grey", "see-through colours", "palette"],
)
@pytest.mark.parametrize("scale", [1, 0.5, 0.3])
def test_shades_are_kept_at_any_size(picture: Image.Image, mode: str, left: Any, right: Any, scale: float) -> None:
    found = on_white(written(picture, "PNG"), lambda _width, _height: scale)
    assert found.mode == mode
    assert found.size == (round(64 * scale), round(32 * scale))
    assert (found.getpixel((2, 2)), found.getpixel((found.width - 2, 2))) == (left, right)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "AVIF", "HEIF"])
def test_a_picture_of_any_kind_is_turned_upright(kind: str) -> None:
    lying = two_halves("RGB", (250, 0, 0), (0, 0, 250))
    notes = Image.Exif()
    notes[pictures.ORIENTATION] = 6
    found = on_white(written(lying, kind, exif=notes.tobytes()), lambda width, height: width / height)
    assert found.size == (16, 32)
    top, bottom = found.getpixel((8, 4)), found.getpixel((8, 28))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > 50 > bottom[0]
    assert dict(found.getexif()) == found.info == {}


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "L"), ("HEIF", "L"), ("HEIF", "RGB"), ("HEIF", "RGBA")])
def test_a_large_picture_is_put_together_from_its_strips(monkeypatch: pytest.MonkeyPatch, kind: str, mode: str) -> None:
    slope = Image.linear_gradient("L").resize((90, 702)).convert(mode)
    data = written(slope, kind)
    at_once = on_white(data, lambda _width, _height: 1 / 3)
    monkeypatch.setattr(pictures, "AT_ONCE", 2000)
    assert on_white(data, lambda _width, _height: 1 / 3).tobytes() == at_once.tobytes()
    # It is the picture as Pillow reads it.
    whole_one = Image.open(io.BytesIO(data)).convert(at_once.mode).reduce(3)
    assert max(abs(a - b) for a, b in zip(at_once.tobytes(), whole_one.tobytes(), strict=True)) <= 2


def test_what_would_fill_the_memory_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    small = two_halves("RGB", (1, 1, 1), (2, 2, 2))
    monkeypatch.setattr(pictures, "MOST_BYTES", 64 * 32 * 4 - 1)
    assert refused(written(small, "PNG")) == "scan_pixels"
    assert refused(written(small, "JPEG", progressive=True)) == "scan_pixels"
    assert on_white(written(small.convert("L"), "PNG"), whole).size == (64, 32)
    assert on_white(written(small, "JPEG"), lambda _width, _height: 0.5).size == (32, 16)
    for kind in pictures.MOST_PIXELS:
        monkeypatch.setitem(pictures.MOST_PIXELS, kind, 64 * 32 - 1)
        assert refused(written(small, kind)) == "scan_pixels"


def test_what_the_library_takes_for_a_bomb_is_told_as_too_large_and_not_as_damaged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole_one = written(two_halves("RGB", (1, 1, 1), (2, 2, 2)), "JPEG")
    # A phone of today takes 200 millions of dots, more than twice of what the library takes for safe.
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 64 * 32 // 3)
    assert refused(whole_one) == "scan_pixels"


@pytest.mark.parametrize("kind", ["AVIF", "PNG"])
def test_a_picture_that_is_made_smaller_by_less_than_half_is_not_held_twice(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    data = written(Image.linear_gradient("L").resize((300, 200)).convert("RGB"), kind)
    plainly = on_white(data, lambda _width, _height: 0.8)

    def no_strips(*_given: object) -> Image.Image:
        raise AssertionError("held a second time")

    monkeypatch.setattr(pictures, "_in_strips", no_strips)
    found = on_white(data, lambda _width, _height: 0.8)
    assert (found.mode, found.size, found.tobytes()) == ("RGB", (240, 160), plainly.tobytes())


def test_what_only_begins_like_a_picture_is_damaged() -> None:
    for kind in pictures.MOST_PIXELS:
        assert refused(written(two_halves("RGB", (1, 1, 1), (2, 2, 2)), kind)[:60]) == "upload_damaged"
    assert refused(b"GIF89a") == "scan_kind"


def test_a_machine_without_the_library_says_that_heif_cannot_be_read() -> None:
    asked = (
        "import sys; sys.modules['pillow_heif'] = None\n"
        "from core.pictures import on_white; from core.errors import DomainError\n"
        "try: on_white(b'\\0\\0\\0\\x18ftypheic' + bytes(50), lambda *_size: 1)\n"
        "except DomainError as error: print(error.code)"
    )
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True).stdout.strip() == "scan_heif"
