"""Breaking text into lines and lines into pages.

Lines are broken greedily and set ragged right. fpdf2 could do it too, but sums the width of a line again for every
letter, which made up half the time of a document.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from core.pdf.fonts import Typeface, clean
from core.pdf.tagged import POINTS, Colour, TaggedPDF
from core.pdf.words import BOUND, LINK, Link, paragraphs, parts


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
    """A stretch of a line, `offset` millimetres from its start; `link` is where it leads, None for nowhere."""

    text: str
    style: Style
    offset: float
    link: Link | None = None


Line = tuple[Piece, ...]

LEADING: Colour = (0.05, 0.32, 0.34)  # of what leads somewhere
TOP, BOTTOM = 24.0, 270.0
LEFT, RIGHT = 26.0, 184.0


class _Setting:
    """Lines of at most `width` millimetres as they are filled."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.lines: list[Line] = []
        self._line: list[Piece] = []
        # The piece that is being written: its words, its look, and where it begins.
        self._words: list[str] = []
        self._style: Style | None = None
        self._offset = self._right = 0.0

    def add(
        self,
        word: str,
        font: Typeface,
        unit: float,
        style: Style,
        broken: Callable[[str, Style, float], list[str]],
        *,
        leads: bool,
    ) -> None:
        """Add a word in `style`, whose thousandths of type size are `unit` millimetres; `broken` cuts a long one."""
        wide = font.width(word) * unit
        space = font.widths[" "] * unit
        begun = bool(self._words or self._line)
        if begun and self._right + space + wide > self.width:
            self.end_line()
            begun = False
        if leads and LINK.search(word):
            self._add_leading(word, font, unit, style, broken, space if begun else 0.0)
            return
        if wide > self.width:
            *whole, word = broken(word, style, self.width)
            self.lines.extend((Piece(part, style, 0.0),) for part in whole)
            wide = font.width(word) * unit
        if self._words and self._style is style:
            self._words.append(word)
            self._right += space + wide
            return
        self._close(" " if begun else "")
        self._words, self._style = [word], style
        self._offset = self._right + space if begun else 0.0
        self._right = self._offset + wide

    def _add_leading(
        self,
        word: str,
        font: Typeface,
        unit: float,
        style: Style,
        broken: Callable[[str, Style, float], list[str]],
        space: float,
    ) -> None:
        """A word with links in it, each a piece of its own."""
        self._close(" " if space else "")
        self._right += space
        for text, link in parts(word):
            wide = font.width(text) * unit
            if self._line and self._right + wide > self.width:
                self.end_line()
            *whole, last = broken(text, style, self.width) if wide > self.width else [text]
            for part in whole:
                self._line.append(Piece(part.replace(BOUND, " "), style, self._right, link))
                self.end_line()
            self._line.append(Piece(last.replace(BOUND, " "), style, self._right, link))
            self._right += font.width(last) * unit

    def _close(self, after: str) -> None:
        """End the piece that is being written; `after` it comes a space when more follows on its line."""
        if self._words and self._style is not None:
            said = " ".join(self._words).replace(BOUND, " ")
            self._line.append(Piece(said + after, self._style, self._offset))
        self._words = []

    def end_line(self) -> None:
        """Begin a new line."""
        self._close("")
        self.lines.append(tuple(self._line))
        self._line, self._right = [], 0.0


class Sheet:
    """A document being filled from top to bottom. `y` is where the next thing begins, and `left` how many millimetres
    stayed empty at the foot of the pages before this one."""

    def __init__(self, pdf: TaggedPDF) -> None:
        self.pdf = pdf
        self.y = TOP
        self.left = 0.0
        pdf.add_page()

    def wrapped(self, runs: Sequence[Run], width: float) -> list[Line]:
        """Break `runs` into lines of at most `width` millimetres. A word that is longer itself is broken inside."""
        setting = _Setting(width)
        for run in runs:
            font = self.pdf.face(bold=run.style.bold)
            unit = run.style.size / 1000 / POINTS
            said = clean(run.text)
            leads = LINK.search(said) is not None
            for number, words in enumerate(paragraphs(said)):
                if number:
                    setting.end_line()
                for word in self._fitting_words(words, font, unit, width):
                    setting.add(word, font, unit, run.style, self._broken, leads=leads)
        setting.end_line()
        return setting.lines

    @staticmethod
    def _fitting_words(words: Sequence[str], font: Typeface, unit: float, width: float) -> Iterator[str]:
        """`words`, of which those held together are let go where no line holds them."""
        for word in words:
            if BOUND in word and font.width(word) * unit > width:
                yield from word.split(BOUND)
            else:
                yield word

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
                style = piece.style
                if piece.link is None:
                    self.pdf.words(
                        x + piece.offset, baseline, piece.text, style.size, bold=style.bold, colour=style.colour
                    )
                    continue
                wide = self.pdf.face(bold=style.bold).width(piece.text) * style.size / 1000 / POINTS
                with self.pdf.leading_to(piece.link, (x + piece.offset, y, wide, leading)):
                    self.pdf.words(x + piece.offset, baseline, piece.text, style.size, bold=style.bold, colour=LEADING)
            y += leading
        return y

    def width_of(self, line: Line) -> float:
        """How wide a line is, in millimetres."""
        if not line:
            return 0.0
        last = line[-1]
        return last.offset + self.pdf.face(bold=last.style.bold).width(last.text) * last.style.size / 1000 / POINTS

    def on_one_line(self, said: str, style: Style, width: float) -> list[Line]:
        """`said` on one line, with an ellipsis where it goes on."""
        lines = self.wrapped([Run(said, style)], width)
        if len(lines) == 1:
            return lines
        first = " ".join(piece.text.strip() for piece in self.wrapped([Run(said, style)], width - 4)[0])
        return self.wrapped([Run(f"{first}…", style)], width)[:1]

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
        self.left += BOTTOM - self.y
        self.pdf.add_page()
        self.y = TOP

    def flow(
        self,
        lines: Sequence[Line],
        x: float,
        tag: str = "P",
        *,
        following: float = 0.0,
        behind: Callable[[float, float], None] | None = None,
    ) -> None:
        """Write a paragraph, over pages where it must, never leaving a single line behind or ahead.

        Its last lines stay on the page of the `following` millimetres. `behind` draws what each part stands on, from
        its top and its height.
        """
        rest = list(lines)
        while rest:
            together = min(following, BOTTOM - TOP - first_part(rest))
            self.need(first_part(rest) + (together if len(rest) <= 3 else 0.0))
            fitting = self._fitting(rest)
            if fitting == len(rest) > 3 and self.y + leading_of(rest) + together > BOTTOM:
                fitting -= 2
            part, rest = rest[:fitting], rest[fitting:]
            if behind:
                behind(self.y, leading_of(part))
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
