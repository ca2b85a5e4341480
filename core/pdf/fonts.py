"""The letters documents are printed with: which can be drawn, how wide they are, and what a PDF embeds of a font.

The fonts are kept in `fonts/` (made by `fonts/make.py`), and every letter is drawn with the first of `FILES` that has
it, so that nobody has to know beforehand what a document says. Which letters those are stands in `core.pdf.letters`.
The small Noto Sans draws Danish and its neighbours and is embedded whole, so that its compressed form is made once per
process. The others are cut down to the letters a document uses of them: the large Noto Sans adds Vietnamese, Greek and
Cyrillic; then come Armenian, Georgian, Ethiopic (as for Tigrinya and Amharic, in one weight), signs and emoji.

What no font has is never a reason to refuse a text: `clean` says it in words. Only for names is a Latin spelling asked
for, where `unprintable` finds letters in them.
"""

import hashlib
import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont, TTLibError

from core.pdf.letters import DRAWN, DRAWN_BY_SMALL

FOLDER = Path(__file__).parent / "fonts"
SMALL = "sans-small"
IN_TWO_WEIGHTS = (SMALL, "sans-large", "armenian", "georgian")
FILES = (*IN_TWO_WEIGHTS, "ethiopic", "math", "symbols", "symbols2", "emoji")
LAYOUT_ONLY = frozenset("\n\r\t")
LINE_ENDS = {0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
# What reading a file raises that is gone, cut off or something else.
BROKEN = (OSError, EOFError, LookupError, ValueError, AssertionError, struct.error, TTLibError)
# Without a shape of their own: they choose how the sign before them looks, among shapes or colours the fonts lack.
VARIANTS = re.compile("[\u034f\u20e3\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]")


class FontUnreadable(RuntimeError):
    """A font file of the portal's own is gone or broken; nothing is drawn rather than something else."""


def clean(text: str) -> str:
    """`text` as it is drawn: composed letters, each with a shape, and line breaks and tabs.

    What has no shape goes: format characters, control characters, and what chooses the variant or the skin colour of
    the sign before it. What should have one and has none is written with plain letters that mean the same where
    Unicode knows some, and is else told by its name: "[arabic ain, arabic lam]". Cleaning twice changes nothing.
    """
    if _beyond_small().search(text) is None:
        return text
    return "".join(
        "".join(letters) if drawn else f"[{', '.join(map(_name_of, letters))}]"
        for drawn, letters in groupby(_composed(text), _has_shape)
    )


def unprintable(text: str) -> str:
    """The distinct letters of `text`, in order of appearance, of scripts that no font draws.

    A name that has some needs a Latin spelling. Signs are never reported, nor what needs no shape.
    """
    if _beyond_small().search(text) is None:
        return ""
    missing = dict.fromkeys(letter for letter in _composed(text) if not _has_shape(letter))
    return "".join(letter for letter in missing if unicodedata.category(letter)[0] in "LMN")


def _composed(text: str) -> str:
    """`text` without what needs no shape, in composed letters, plain ones where only those have a shape."""
    kept = "".join(
        letter
        for letter in VARIANTS.sub("", text.translate(LINE_ENDS))
        if letter in LAYOUT_ONLY or unicodedata.category(letter) not in ("Cc", "Cf")
    )
    return "".join(map(_plain, unicodedata.normalize("NFC", kept)))


def _plain(letter: str) -> str:
    if _has_shape(letter):
        return letter
    plain = unicodedata.normalize("NFKC", letter)
    return plain if all(map(_has_shape, plain)) else letter


def _has_shape(letter: str) -> bool:
    return letter in LAYOUT_ONLY or letter in DRAWN


def _name_of(letter: str) -> str:
    name = unicodedata.name(letter, "").lower().replace(" letter ", " ").replace(" unified ideograph-", " ")
    return name or f"u+{ord(letter):04x}"


@cache
def _beyond_small() -> re.Pattern[str]:
    """Finds what the small font cannot draw as it stands, the invisible soft hyphen among it."""
    drawn = sorted(DRAWN_BY_SMALL - {"\u00ad"})
    return re.compile(f"[^{re.escape(''.join([*drawn, *sorted(LAYOUT_ONLY)]))}]")


@dataclass(frozen=True, eq=False, slots=True)
class Face:
    """One font file, ready to measure and encode text.

    `numbers` gives the character number a PDF writes for each code point. Two code points never share one, also when
    they share a shape, so that copying text out of the PDF gives back the letters that went in.
    """

    file: str
    name: str
    path: Path
    numbers: dict[int, int]
    widths: dict[str, int]
    description: dict[str, Any]

    def encoded(self, text: str) -> str:
        """`text` as the hexadecimal string of a PDF content stream."""
        return text.translate(self.numbers).encode("utf-16-be").hex()

    @property
    def everything(self) -> frozenset[int]:
        """Every code point the font draws."""
        return frozenset(self.numbers)


@dataclass(frozen=True, eq=False, slots=True)
class Typeface:
    """All that text of one weight is drawn with: `of` is the font that draws each letter."""

    of: dict[str, Face]
    widths: dict[str, int]

    def width(self, text: str) -> int:
        """The width of cleaned `text` in thousandths of the type size."""
        widths = self.widths
        return sum([widths[letter] for letter in text])

    def stretches(self, text: str) -> Iterator[tuple[Face, str]]:
        """Cleaned `text` in stretches of one font each."""
        if _beyond_small().search(text) is None:
            yield self.of[" "], text
            return
        for font, letters in groupby(text, self.of.__getitem__):
            yield font, "".join(letters)


@cache
def typeface(*, bold: bool) -> Typeface:
    """The fonts of a weight, read once per process; raises `FontUnreadable`."""
    of: dict[str, Face] = {}
    widths: dict[str, int] = {}
    for file in reversed(FILES):
        font = face(file, bold=bold and file in IN_TWO_WEIGHTS)
        of |= dict.fromkeys(font.widths, font)
        widths |= font.widths
    return Typeface(of, widths)


@dataclass(frozen=True, slots=True)
class Embedded:
    """What goes into a PDF for one face and a set of code points. The streams are compressed with zlib."""

    name: str
    program: bytes
    program_length: int
    number_to_glyph: bytes
    to_unicode: bytes
    widths: str


@contextmanager
def _read(path: Path) -> Iterator[TTFont]:
    try:
        with TTFont(path, lazy=True, recalcTimestamp=False) as font:
            yield font
    except BROKEN as broken:
        raise FontUnreadable(path.name) from broken


@cache
def face(file: str, *, bold: bool) -> Face:
    """Read a font file's measures, once per process; raises `FontUnreadable`."""
    path = FOLDER / f"noto-{file}{('-bold' if bold else '-regular') if file in IN_TWO_WEIGHTS else ''}.ttf"
    with _read(path) as font:
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
            file=file,
            name=f"{font['name'].getDebugName(1).replace(' ', '')}-{'Bold' if bold else 'Regular'}",
            path=path,
            numbers={code: number for number, code in enumerate(sorted(cmap), start=1)},
            widths={chr(code): round(advances[glyph][0] * 1000 / em) for code, glyph in cmap.items()},
            description=description,
        )


def embedded(font: Face, used: frozenset[int]) -> Embedded:
    """What a PDF that draws the code points `used` with `font` must carry."""
    return _embedded(font, font.everything if font.file == SMALL else used)


@lru_cache(maxsize=64)
def _embedded(font: Face, used: frozenset[int]) -> Embedded:
    """Kept per set of letters (not per text, so nothing personal stays): making one takes tens of milliseconds."""
    with _read(font.path) as source:
        glyph_numbers = {code: source.getGlyphID(glyph) for code, glyph in source.getBestCmap().items()}
        program = font.path.read_bytes() if used == font.everything else _cut(source, used)
    letters = "".join(sorted(map(chr, used)))
    tag = "".join(chr(ord("A") + byte % 26) for byte in hashlib.sha256(letters.encode()).digest()[:6])
    to_glyph = bytearray(2 * (len(font.numbers) + 1))
    for code in used:
        number = font.numbers[code]
        to_glyph[2 * number : 2 * number + 2] = glyph_numbers[code].to_bytes(2, "big")
    return Embedded(
        name=f"{tag}+{font.name}",
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
