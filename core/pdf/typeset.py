"""Breaking text into lines and lines into pages.

Lines are broken greedily and set ragged right. fpdf2 could do it too, but sums the width of a line again for every
letter, which made up half the time of a document.
"""

import re
import unicodedata
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from core.pdf.fonts import clean
from core.pdf.tagged import POINTS, Colour, TaggedPDF


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks: `size` in points, `leading` from line to line in millimetres."""

    size: float
    leading: float
    colour: Colour
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look. Runs of a paragraph follow each other with a space between."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line, `offset` millimetres from its start."""

    text: str
    style: Style
    offset: float


Line = tuple[Piece, ...]

TOKENS = re.compile(r"\n|[^ \t\r\n]+")
TOP, BOTTOM = 24.0, 270.0
LEFT, RIGHT = 26.0, 184.0


class Sheet:
    """A document being filled from top to bottom. `y` is where the next thing begins."""

    def __init__(self, pdf: TaggedPDF) -> None:
        self.pdf = pdf
        self.y = TOP
        pdf.add_page()

    def wrapped(self, runs: Sequence[Run], width: float) -> list[Line]:
        """Break `runs` into lines of at most `width` millimetres. A word that is longer itself is broken inside."""
        lines: list[Line] = []
        line: list[Piece] = []
        right = 0.0
        for run in runs:
            style = run.style
            font = self.pdf.face(bold=style.bold)
            unit = style.size / 1000 / POINTS
            space = font.widths[" "] * unit
            for token in TOKENS.findall(clean(run.text)):
                if token == "\n":
                    lines.append(tuple(line))
                    line, right = [], 0.0
                    continue
                wide = font.width(token) * unit
                if line and right + space + wide > width:
                    lines.append(tuple(line))
                    line, right = [], 0.0
                if wide > width:
                    *whole, token = self._broken(token, style, width)
                    lines.extend((Piece(part, style, 0.0),) for part in whole)
                    wide = font.width(token) * unit
                if line and line[-1].style is style:
                    line[-1] = replace(line[-1], text=f"{line[-1].text} {token}")
                    right += space + wide
                else:
                    offset = right + space if line else 0.0
                    line.append(Piece(token, style, offset))
                    right = offset + wide
        lines.append(tuple(line))
        return lines

    def _broken(self, word: str, style: Style, width: float) -> list[str]:
        """Cut a word that no line can hold, after a hyphen or the like where there is one, never before an accent."""
        font = self.pdf.face(bold=style.bold)
        limit = width * POINTS / style.size * 1000
        parts: list[str] = []
        start, taken, soft = 0, 0, 0
        for index, letter in enumerate(word):
            taken += font.widths[letter]
            if taken > limit and index > start and not unicodedata.combining(letter):
                cut = soft if soft > start and font.width(word[soft : index + 1]) <= limit else index
                parts.append(word[start:cut])
                start, taken = cut, font.width(word[cut : index + 1])
            if letter in "-/@.&_":
                soft = index + 1
        return [*parts, word[start:]]

    def draw(self, lines: Sequence[Line], x: float, y: float) -> float:
        """Write `lines` with their top at `y` and return where they end. Belongs inside `tagged`."""
        for line in lines:
            leading = leading_of([line])
            for piece in line:
                baseline = y + leading / 2 + piece.style.size * 0.36 / POINTS
                self.pdf.words(
                    x + piece.offset, baseline, piece.text, piece.style.size, bold=piece.style.bold,
                    colour=piece.style.colour,
                )  # fmt: skip
            y += leading
        return y

    def space(self, height: float) -> None:
        """Leave room, except at the top of a page."""
        if self.y > TOP:
            self.y += height

    def need(self, height: float) -> None:
        """Begin a new page unless `height` is left on this one."""
        if self.y + height > BOTTOM and self.y > TOP:
            self.next_page()

    def next_page(self) -> None:
        """Begin a new page."""
        self.pdf.add_page()
        self.y = TOP

    def flow(self, lines: Sequence[Line], x: float, tag: str = "P") -> None:
        """Write a paragraph, over pages where it must, never leaving a single line behind or ahead."""
        rest = list(lines)
        while rest:
            self.need(first_part(rest))
            fitting = self._fitting(rest)
            part, rest = rest[:fitting], rest[fitting:]
            with self.pdf.tagged(tag):
                self.y = self.draw(part, x, self.y)
            if rest:
                self.next_page()

    def _fitting(self, lines: Sequence[Line]) -> int:
        fitting, y = 0, self.y
        for line in lines:
            y += leading_of([line])
            if y > BOTTOM + 0.01:
                break
            fitting += 1
        if len(lines) - fitting == 1:
            fitting -= 1
        return max(fitting, 1)

    def block(self, runs: Sequence[Run], x: float, width: float, tag: str = "P") -> None:
        """Wrap and write a paragraph."""
        self.flow(self.wrapped(runs, width), x, tag)

    def group(self, tag: str, attributes: str = "") -> AbstractContextManager[None]:
        """See `TaggedPDF.group`."""
        return self.pdf.group(tag, attributes)


def leading_of(lines: Sequence[Line]) -> float:
    """The height of `lines` in millimetres. An empty line is as high as small text."""
    return sum(max((piece.style.leading for piece in line), default=3.0) for line in lines)


def first_part(lines: Sequence[Line]) -> float:
    """The height of what must stay together at the start of a paragraph: two lines, or three when there are no more."""
    return leading_of(lines if len(lines) <= 3 else lines[:2])
