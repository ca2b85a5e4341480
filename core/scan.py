"""A scan of signed paper, made harmless: only what can be seen of it is kept.

A photo is drawn anew. Of a PDF the pages are kept and nothing else, so no script, form, attachment or link comes along,
and what a phone wrote into the pictures (where and when they were taken) is cut out.
"""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from core.error_codes import ErrorCode
from core.errors import DomainError

# Ten pages photographed one by one come to half of this; the database keeps every scan whole.
LARGEST_MB = 10
# The longest agreement has eight pages, and some are printed twice.
MOST_PAGES = 30
# What phones take today; a picture with more would fill the memory while it is made smaller.
MOST_PIXELS = 64_000_000
# An A4 page of 2000 pixels is 170 to the inch: handwriting stays readable.
LONGEST_SIDE = 2000

PDF, JPEG = "application/pdf", "image/jpeg"
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
SHOWN = ("/Type", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/UserUnit", "/Group")
UNSEEN = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/EF", "/OPI")


@dataclass(frozen=True, slots=True)
class Scan:
    """A cleaned scan; the same bytes in give the same bytes out."""

    content: bytes
    media_type: str
    sha256: str


def cleaned(data: bytes) -> Scan:
    """`data` as a PDF or a JPEG picture without anything that cannot be seen (O4).

    Raises "upload_too_large", "upload_encrypted", "upload_damaged", "scan_pages", "scan_pixels", "scan_heic" or
    "scan_kind".
    """
    if len(data) > LARGEST_MB * 1024 * 1024:
        raise DomainError(ErrorCode.UPLOAD_TOO_LARGE, most=LARGEST_MB)
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        raise DomainError(ErrorCode.SCAN_HEIC)
    if b"%PDF-" in data[:1024]:
        content, media_type = _pdf(data), PDF
    elif data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        content, media_type = _photo(data), JPEG
    else:
        raise DomainError(ErrorCode.SCAN_KIND)
    return Scan(content, media_type, hashlib.sha256(content).hexdigest())


def _photo(data: bytes) -> bytes:
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise DomainError(ErrorCode.SCAN_PIXELS, most=MOST_PIXELS // 1_000_000)
            # A JPEG is decoded smaller right away; which side is up is asked before that is forgotten.
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            drawn = upright.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, KeyError):
        raise DomainError(ErrorCode.UPLOAD_DAMAGED) from None
    paper = Image.new("RGB", drawn.size, "white")
    paper.paste(drawn, mask=drawn)
    out = BytesIO()
    paper.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _pdf(data: bytes) -> bytes:
    try:
        with pikepdf.open(BytesIO(data)) as opened, pikepdf.new() as kept:
            if opened.is_encrypted:
                raise DomainError(ErrorCode.UPLOAD_ENCRYPTED)
            if not 0 < len(opened.pages) <= MOST_PAGES:
                raise DomainError(ErrorCode.SCAN_PAGES, most=MOST_PAGES)
            for page in opened.pages:
                kept.pages.append(_page(page))
            for part in kept.objects:
                _clean(part)
            kept.remove_unreferenced_resources()
            out = BytesIO()
            kept.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except pikepdf.PasswordError:
        raise DomainError(ErrorCode.UPLOAD_ENCRYPTED) from None
    except (pikepdf.PikepdfError, ValueError, TypeError, LookupError, AttributeError, RuntimeError, zlib.error):
        raise DomainError(ErrorCode.UPLOAD_DAMAGED) from None
    return out.getvalue()


def _page(page: pikepdf.Page) -> pikepdf.Page:
    """The page with what is drawn on it alone; what it inherits is written on it, for its parents stay behind."""
    found = {"/Resources": page.resources, "/MediaBox": page.mediabox, "/CropBox": page.cropbox}
    for key, value in found.items():
        page.obj[key] = value
    if (turned := _inherited(page.obj, "/Rotate")) is not None:
        page.obj["/Rotate"] = turned
    for key in list(page.obj.keys()):
        if key not in (*SHOWN, "/Parent"):
            del page.obj[key]
    return page


def _inherited(node: pikepdf.Object, key: str) -> pikepdf.Object | int | None:
    for _generation in range(MOST_PAGES):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            break
        node = node["/Parent"]
    return None


def _clean(part: pikepdf.Object) -> None:
    for held in _dictionaries(part):
        # A dictionary without a type may be a list of names, where a picture may be called like one of these.
        if isinstance(held, pikepdf.Stream) or "/Type" in held:
            for key in UNSEEN:
                if key in held:
                    del held[key]
        if isinstance(held, pikepdf.Stream) and (jpeg := _jpeg_in(held)):
            held.write(_without_notes(jpeg), filter=pikepdf.Name.DCTDecode, decode_parms=pikepdf.Dictionary())


def _jpeg_in(stream: pikepdf.Stream) -> bytes | None:
    """The JPEG file a stream holds, also one that is packed once more; None for any other stream."""
    filters = stream.get("/Filter")
    match [str(each) for each in (filters if isinstance(filters, pikepdf.Array) else [filters])]:
        case ["/DCTDecode"]:
            return stream.read_raw_bytes()
        case ["/FlateDecode", "/DCTDecode"]:
            return zlib.decompressobj().decompress(stream.read_raw_bytes(), LARGEST_MB * 1024 * 1024)
        case _:
            return None


def _dictionaries(part: pikepdf.Object) -> Iterator[pikepdf.Dictionary | pikepdf.Stream]:
    """`part` and every dictionary written inside it; what it only refers to comes by itself."""
    waiting = [part]
    while waiting:
        held = waiting.pop()
        if isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
            yield held
            waiting.extend(each for _key, each in held.items() if _is_inside(each))
        elif isinstance(held, pikepdf.Array):
            waiting.extend(each for each in held if _is_inside(each))


def _is_inside(each: object) -> bool:
    return isinstance(each, pikepdf.Dictionary | pikepdf.Array) and not each.is_indirect


def _without_notes(jpeg: bytes) -> bytes:
    """A JPEG stream without the segments that cameras and programs write notes in; colours keep theirs (0 and 14)."""
    kept, at = bytearray(jpeg[:2]), 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        marker = jpeg[at + 1]
        if not (0xE0 < marker <= 0xEF and marker != 0xEE) and marker != 0xFE:
            kept += jpeg[at : at + 2 + length]
        at += 2 + max(length, 2)
    return bytes(kept + jpeg[at:])
