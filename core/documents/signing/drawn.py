"""A signature drawn beside the typed name: what a browser sends, made into a picture of ours.

Nothing of what was sent is kept as it came. The picture is read within bounds, put in black on white, cut to its ink
and written anew, so that no hidden content, no metadata and no other format reaches the database or the PDF.
"""

import base64
import binascii
from io import BytesIO

from PIL import Image

from core.error_codes import ErrorCode
from core.errors import DomainError
from core.pictures import on_white

LARGEST_BYTES = 200_000
LARGEST_SENT = (2000, 1000)
LARGEST_KEPT = (600, 200)
DATA_URL = "data:image/png;base64,"
WHITE = 255
# Paler than this is the soft edge of a stroke, not a stroke.
INK = 200


def from_data_url(sent: str) -> bytes:
    """The bytes inside a data URL of a PNG, as the pad sends them; "drawing_unreadable" for anything else."""
    if not sent.startswith(DATA_URL) or len(sent) > len(DATA_URL) + LARGEST_BYTES * 4 // 3 + 4:
        raise DomainError(ErrorCode.DRAWING_UNREADABLE)
    try:
        return base64.b64decode(sent.removeprefix(DATA_URL), validate=True)
    except (binascii.Error, ValueError):
        raise DomainError(ErrorCode.DRAWING_UNREADABLE) from None


def cleaned(data: bytes) -> bytes:
    """`data`, a PNG of dark strokes on white or on nothing, as a grey PNG of at most 600 × 200 cut to its ink (A0).

    The same picture gives the same bytes. Raises "drawing_unreadable" for what is no such picture, is larger than
    200 kB or 2000 × 1000, or shows no ink at all.
    """
    ink = _on_white(data)
    strokes = ink.point([WHITE if shade < INK else 0 for shade in range(256)]).getbbox()
    if strokes is None:
        raise DomainError(ErrorCode.DRAWING_UNREADABLE)
    drawn = ink.crop(strokes)
    drawn.thumbnail(LARGEST_KEPT)
    out = BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()


def _on_white(data: bytes) -> Image.Image:
    """The picture in grey on white paper, without anything else the file carried."""
    if len(data) > LARGEST_BYTES:
        raise DomainError(ErrorCode.DRAWING_UNREADABLE)
    try:
        return on_white(data, _as_sent, ("PNG",)).convert("L")
    except DomainError:
        raise DomainError(ErrorCode.DRAWING_UNREADABLE) from None


def _as_sent(width: int, height: int) -> float:
    if width > LARGEST_SENT[0] or height > LARGEST_SENT[1]:
        raise DomainError(ErrorCode.DRAWING_UNREADABLE)
    return 1
