"""The one way in for every picture: read within bounds, made smaller, turned upright, put on white."""

from collections.abc import Callable, Collection
from contextlib import suppress
from io import BytesIO
from typing import Protocol

from PIL import Image, ImageOps, UnidentifiedImageError

from core.error_codes import ErrorCode
from core.errors import DomainError

# It is there on every machine that it is built for (requirements.txt); the rest refuse HEIF in words.
with suppress(ImportError):
    from pillow_heif import open_heif, register_heif_opener

    register_heif_opener(thumbnails=False)

# What a browser offers to choose from.
ENDINGS = ("jpg", "jpeg", "png", "heic", "heif", "avif")
# What phones take today, by kind. A JPEG of that size is decoded smaller right away; an iPhone's HEIC has 24 millions.
MOST_PIXELS = {"JPEG": 64_000_000, "PNG": 64_000_000, "AVIF": 13_000_000, "HEIF": 25_000_000}
# What one of the other two may fill of the memory: a page scanned at 400 to the inch in colours, at 600 in grey.
MOST_BYTES = 64_000_000
GREY = ("1", "L", "LA", "La")
ORIENTATION = 0x0112
# The orientations that lay a picture on its side.
LYING = range(5, 9)
# What a library says of a file that is not what it begins like.
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    LookupError,
    EOFError,
    RuntimeError,
)
# How many pixels are put on white at once.
AT_ONCE = 1_000_000


class Strips(Protocol):
    """A picture of which one strip after the other is taken."""

    @property
    def mode(self) -> str: ...

    @property
    def size(self) -> tuple[int, int]: ...

    def crop(self, box: tuple[int, int, int, int]) -> Image.Image: ...


class _Decoded:
    """A HEIF picture as its library holds it: Pillow would hold all of it a second time, 73 MB of an iPhone's."""

    def __init__(self, data: bytes) -> None:
        self._held = open_heif(data, convert_hdr_to_8bit=True)[0]
        self.mode, self.size = self._held.mode, self._held.size
        self._rows = memoryview(self._held.data)

    def crop(self, box: tuple[int, int, int, int]) -> Image.Image:
        """The rows of `box`, each in its full width."""
        _left, top, _right, bottom = box
        stride = self._held.stride
        rows = bytes(self._rows[top * stride : bottom * stride])
        return Image.frombytes(self.mode, (self.size[0], bottom - top), rows, "raw", self.mode, stride)


# From the width and height of the upright picture to how much smaller it is made: 1 for not at all.
Smaller = Callable[[int, int], float]


def on_white(data: bytes, smaller: Smaller, kinds: Collection[str] = tuple(MOST_PIXELS)) -> Image.Image:
    """`data` as it is seen on white paper, in grey where it was grey and in colours otherwise.

    Raises "scan_kind" for what is no picture of these `kinds`, "scan_heif" where this machine cannot read HEIF,
    "scan_pixels" for one that would fill the memory, "upload_damaged", and what `smaller` raises.
    """
    kind = kind_of(data)
    if kind is None or kind not in kinds:
        raise DomainError(ErrorCode.SCAN_KIND)
    if kind not in Image.registered_extensions().values():
        raise DomainError(ErrorCode.SCAN_HEIF)
    try:
        with Image.open(BytesIO(data), formats=(kind,)) as opened:
            if opened.width * opened.height > MOST_PIXELS[kind]:
                raise DomainError(ErrorCode.SCAN_PIXELS)
            # A progressive JPEG is held in full size whatever size it is decoded to.
            if kind == "PNG" or opened.info.get("progressive"):
                _refuse_heavy(opened)
            return _drawn(opened, smaller, _Decoded(data) if kind == "HEIF" else opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        # The library stops where nobody has asked how large it is: a phone takes 200 millions today.
        raise DomainError(ErrorCode.SCAN_PIXELS) from None
    except UNREADABLE:
        raise DomainError(ErrorCode.UPLOAD_DAMAGED) from None


def kind_of(data: bytes) -> str | None:
    """Which of the kinds `data` begins like, by the name the library knows it under; None for none."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[4:8] != b"ftyp":
        return None
    # The brand in front may be one that both share; those it goes with stand behind it.
    brands = data[8:64]
    if b"avif" in brands or b"avis" in brands:
        return "AVIF"
    return "HEIF" if brands[:4] in (b"mif1", b"msf1") or brands[:3] in (b"hei", b"hev") else None


def _drawn(opened: Image.Image, smaller: Smaller, strips: Strips) -> Image.Image:
    # Which side is up is asked before that is forgotten.
    turned = opened.getexif().get(ORIENTATION, 1)
    size = opened.size
    scale = min(1.0, smaller(*(size[::-1] if turned in LYING else size)))
    wanted = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
    # Half of a picture that is not quite twice as large costs a quarter of the memory and can be read as well.
    if opened.draft(None, (wanted[0] * 3 // 4, wanted[1] * 3 // 4)):
        _refuse_heavy(opened)
    by = max(1, min(opened.width // wanted[0], opened.height // wanted[1]))
    # What need not be put on white is not held a second time where it is made smaller by less than half.
    opaque = opened.mode in ("RGB", "L") and not opened.has_transparency_data
    paper = opened if by == 1 and opaque and strips is opened and wanted != size else _in_strips(strips, by)
    if paper.width > wanted[0] or paper.height > wanted[1]:
        paper = paper.resize(wanted, Image.Resampling.LANCZOS)
    if turned != 1:
        paper.getexif()[ORIENTATION] = turned
        ImageOps.exif_transpose(paper, in_place=True)
    paper.info.clear()
    return paper


def _refuse_heavy(opened: Image.Image) -> None:
    each = 2 if opened.mode.startswith("I;16") else 1 if opened.mode in ("1", "L", "P") else 4
    if opened.width * opened.height * each > MOST_BYTES:
        raise DomainError(ErrorCode.SCAN_PIXELS)


def _in_strips(opened: Strips, by: int) -> Image.Image:
    """The picture on white, each side `by` times smaller; strip by strip, so that no second one of its size is held."""
    grey = opened.mode in GREY or opened.mode.startswith("I")
    width, height = opened.size
    paper = Image.new("L" if grey else "RGB", (-(-width // by), -(-height // by)))
    rows = by * max(1, AT_ONCE // (width * by))
    for top in range(0, height, rows):
        strip = _flat(opened.crop((0, top, width, min(height, top + rows))), paper.mode)
        paper.paste(strip.reduce(by), (0, top // by))
    return paper


def _flat(strip: Image.Image, mode: str) -> Image.Image:
    if strip.mode.startswith("I"):
        # Sixteen bits; taken as they are, everything from 255 up would be white.
        return strip.convert("I").point(lambda shade: shade * (1 / 256)).convert("L")
    if not strip.has_transparency_data:
        return strip.convert(mode)
    layer = strip.convert("RGBA")
    white = Image.new("RGB", layer.size, "white")
    white.paste(layer, mask=layer)
    return white.convert(mode)
