"""The letters documents are printed with: which can be drawn, how wide they are, and what a PDF embeds of a font.

Two sizes of the same Noto Sans are kept in `fonts/` (made by `fonts/make.py`): the small one draws Danish and its
neighbours and is embedded whole, so that its compressed form is made once per process; the large one adds Vietnamese,
Greek and Cyrillic and is cut down to the letters a document uses.
"""

import hashlib
import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from fontTools import subset
from fontTools.ttLib import TTFont

Size = Literal["small", "large"]

FOLDER = Path(__file__).parent / "fonts"
LAYOUT_ONLY = frozenset("\n\r\t")


def clean(text: str) -> str:
    """`text` as it is drawn: composed letters, without the invisible format characters that have no shape."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii():
        return composed
    return "".join(letter for letter in composed if unicodedata.category(letter) != "Cf")


def unprintable(text: str) -> str:
    """The distinct letters of `text`, in order of appearance, that no document can print.

    Line breaks, tabs and invisible joiners need no shape and are never reported.
    """
    letters = face("large", bold=False).numbers
    missing = (letter for letter in clean(text) if letter not in LAYOUT_ONLY and ord(letter) not in letters)
    return "".join(dict.fromkeys(missing))


def font_for(text: str) -> Size:
    """The smallest font that draws all of `text`; "large" also when neither does (see `unprintable`)."""
    letters = face("small", bold=False).numbers
    return "small" if all(ord(letter) in letters or letter in LAYOUT_ONLY for letter in set(clean(text))) else "large"


@dataclass(frozen=True, eq=False, slots=True)
class Face:
    """One font file, ready to measure and encode text.

    `numbers` gives the character number a PDF writes for each code point. Two code points never share one, also when
    they share a shape, so that copying text out of the PDF gives back the letters that went in.
    """

    size: Size
    bold: bool
    path: Path
    numbers: dict[int, int]
    widths: dict[str, int]
    description: dict[str, Any]

    def width(self, text: str) -> int:
        """The width of `text` in thousandths of the type size."""
        widths = self.widths
        return sum([widths[letter] for letter in text])

    def encoded(self, text: str) -> str:
        """`text` as the hexadecimal string of a PDF content stream."""
        return text.translate(self.numbers).encode("utf-16-be").hex()

    @property
    def everything(self) -> frozenset[int]:
        """Every code point the font draws."""
        return frozenset(self.numbers)


@dataclass(frozen=True, slots=True)
class Embedded:
    """What goes into a PDF for one face and a set of code points. The streams are compressed with zlib."""

    name: str
    program: bytes
    program_length: int
    number_to_glyph: bytes
    to_unicode: bytes
    widths: str


@cache
def face(size: Size, *, bold: bool) -> Face:
    """Read a font file's measures, once per process."""
    path = FOLDER / f"noto-sans-{size}-{'bold' if bold else 'regular'}.ttf"
    with TTFont(path, lazy=True) as font:
        cmap: dict[int, str] = font.getBestCmap()
        em = font["head"].unitsPerEm
        advances = font["hmtx"].metrics
        head, hhea, os2 = font["head"], font["hhea"], font["OS/2"]
        description = {
            "ascent": round(hhea.ascent * 1000 / em),
            "descent": round(hhea.descent * 1000 / em),
            "cap_height": round(os2.sCapHeight * 1000 / em),
            "stem_v": round(50 + (os2.usWeightClass / 65) ** 2),
            "box": tuple(round(edge * 1000 / em) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)),
        }
        return Face(
            size=size,
            bold=bold,
            path=path,
            numbers={code: number for number, code in enumerate(sorted(cmap), start=1)},
            widths={chr(code): round(advances[glyph][0] * 1000 / em) for code, glyph in cmap.items()},
            description=description,
        )


def embedded(font: Face, used: frozenset[int]) -> Embedded:
    """What a PDF that draws the code points `used` with `font` must carry."""
    return _embedded(font, font.everything if font.size == "small" else used)


@lru_cache(maxsize=64)
def _embedded(font: Face, used: frozenset[int]) -> Embedded:
    """Kept per set of letters (not per text, so nothing personal stays): making one takes tens of milliseconds."""
    with TTFont(font.path, lazy=True, recalcTimestamp=False) as source:
        glyph_numbers = {code: source.getGlyphID(glyph) for code, glyph in source.getBestCmap().items()}
        program = font.path.read_bytes() if used == font.everything else _cut(source, used)
    letters = "".join(sorted(map(chr, used)))
    tag = "".join(chr(ord("A") + byte % 26) for byte in hashlib.sha256(letters.encode()).digest()[:6])
    to_glyph = bytearray(2 * (len(font.numbers) + 1))
    for code in used:
        number = font.numbers[code]
        to_glyph[2 * number : 2 * number + 2] = glyph_numbers[code].to_bytes(2, "big")
    return Embedded(
        name=f"{tag}+NotoSans-{'Bold' if font.bold else 'Regular'}",
        program=zlib.compress(program, 9),
        program_length=len(program),
        number_to_glyph=zlib.compress(bytes(to_glyph), 9),
        to_unicode=zlib.compress(_to_unicode(font, letters).encode("ascii"), 9),
        widths="[" + " ".join(f"{font.numbers[ord(letter)]} [{font.widths[letter]}]" for letter in letters) + "]",
    )


def _cut(source: TTFont, used: frozenset[int]) -> bytes:
    """The font with only the shapes of `used`, each at its old glyph number."""
    options = subset.Options(notdef_outline=True, retain_gids=True, glyph_names=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=used)
    cutter.subset(source)
    out = BytesIO()
    source.save(out)
    return out.getvalue()


def _to_unicode(font: Face, letters: str) -> str:
    """The PDF table from character numbers back to letters, in blocks of at most 100 as the format demands."""
    rows = [f"<{font.numbers[ord(letter)]:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for letter in letters]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    mapping = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{mapping}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )
