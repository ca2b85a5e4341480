"""A scan of signed paper, made harmless: only what can be seen of it is kept.

A photo is drawn anew. Of a PDF the pages are kept as a reader shows them, with what is written over them drawn in, and
nothing else: no script, form, attachment or link comes along, and what a phone wrote into the pictures (where and when
they were taken) is cut out.
"""

import hashlib
import zlib
from dataclasses import dataclass
from io import BytesIO

import pikepdf

from core.error_codes import ErrorCode
from core.errors import DomainError
from core.flattening import dictionaries, draw_in, inherited, refuse_swollen
from core.pictures import ENDINGS, kind_of, on_white

# Ten pages photographed one by one come to half of this; the database keeps every scan whole.
LARGEST_MB = 10
# The longest agreement has eight pages, and some are printed twice.
MOST_PAGES = 30
# An A4 page of 2000 pixels is 170 to the inch: handwriting stays readable.
LONGEST_SIDE = 2000
# A till receipt and a screen that was scrolled are read across; they keep this width, however long they are, unless
# they are longer than any picture may be (a JPEG ends at 65,500).
WIDTH_OF_LONG = 1080
LONGEST_OF_LONG = 30_000

PDF, JPEG = "application/pdf", "image/jpeg"
# What a browser offers to choose from.
SCAN_ENDINGS = ("pdf", *ENDINGS)
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

    Raises "upload_too_large", "upload_damaged", "scan_locked", "scan_pages", "scan_unkept" and what
    `core.pictures.on_white` raises.
    """
    if len(data) > LARGEST_MB * 1024 * 1024:
        raise DomainError(ErrorCode.UPLOAD_TOO_LARGE, most=LARGEST_MB)
    if not data:
        raise DomainError(ErrorCode.UPLOAD_DAMAGED)
    if kind_of(data) is None and b"%PDF-" in data[:1024]:
        content, media_type = _pdf(data), PDF
    else:
        content, media_type = _photo(data), JPEG
    return Scan(content, media_type, hashlib.sha256(content).hexdigest())


def _photo(data: bytes) -> bytes:
    out = BytesIO()
    on_white(data, _readable).save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _readable(width: int, height: int) -> float:
    shorter, longer = sorted((width, height))
    return min(max(LONGEST_SIDE / longer, WIDTH_OF_LONG / shorter), LONGEST_OF_LONG / longer)


def _pdf(data: bytes) -> bytes:
    try:
        # One that only its owner could lock opens for everybody, and is kept open.
        with pikepdf.open(BytesIO(data)) as opened, pikepdf.new() as kept:
            if not 0 < len(opened.pages) <= MOST_PAGES:
                raise DomainError(ErrorCode.SCAN_PAGES, most=MOST_PAGES)
            draw_in(opened)
            for page in opened.pages:
                kept.pages.append(_page(page))
            refuse_swollen(kept)
            for part in kept.objects:
                _clean(part)
            kept.remove_unreferenced_resources()
            out = BytesIO()
            kept.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except pikepdf.PasswordError:
        raise DomainError(ErrorCode.SCAN_LOCKED) from None
    except (pikepdf.PikepdfError, ValueError, TypeError, LookupError, AttributeError, RuntimeError, zlib.error):
        raise DomainError(ErrorCode.UPLOAD_DAMAGED) from None
    return out.getvalue()


def _page(page: pikepdf.Page) -> pikepdf.Page:
    """The page with what is drawn on it alone; what it inherits is written on it, for its parents stay behind."""
    found = {"/Resources": page.resources, "/MediaBox": page.mediabox, "/CropBox": page.cropbox}
    for key, value in found.items():
        page.obj[key] = value
    if (turned := inherited(page.obj, "/Rotate")) is not None:
        page.obj["/Rotate"] = turned
    for key in list(page.obj.keys()):
        if key not in (*SHOWN, "/Parent"):
            del page.obj[key]
    return page


def _clean(part: pikepdf.Object) -> None:
    for held in dictionaries(part):
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
