"""How printed documents look: colours, type, measures, and the pieces every page is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from core.i18n import gettext, reading
from core.pdf.fonts import clean
from core.pdf.quotes import typographic
from core.pdf.typeset import BOTTOM, LEFT, RIGHT, TOP, Line, Run, Sheet, Style, leading_of

INK = (0.14, 0.17, 0.19)
QUIET = (0.36, 0.39, 0.41)
SEA = (0.05, 0.32, 0.34)
CLAY = (0.76, 0.42, 0.26)
RUST = (0.6, 0.27, 0.13)
SAND = (0.975, 0.955, 0.92)
LINE = (0.85, 0.81, 0.74)

TITLE = Style(20, 8.6, SEA, bold=True)
BRAND = Style(11, 5.0, SEA, bold=True)
HEADING = Style(13, 6.2, SEA, bold=True)
SMALL_HEADING = Style(9, 4.6, RUST, bold=True)
BODY = Style(10, 5.2, INK)
STRONG = Style(10, 5.2, INK, bold=True)
BODY_QUIET = Style(10, 5.2, QUIET)
NOTE = Style(8.5, 5.2, QUIET)
DETAIL = Style(8.5, 4.4, QUIET)
NAME = Style(10.5, 5.2, INK, bold=True)
SIGNED = Style(14, 6.6, SEA, bold=True)
FOOT = Style(7.5, 4.0, QUIET)

WIDTH = RIGHT - LEFT
INDENT = 11.0
GAP = 8.0
COLUMN = (WIDTH - GAP) / 2
PADDING = 5.0
RULE = 9.0  # between two lines to write on

Words = dict[str, str]


def words_said(words: Mapping[str, str], language: str) -> Words:
    """`words` by what they are used for, looked up in `language`, with its quotation marks."""
    with reading(language):
        return {use: typographic(gettext(message), language) for use, message in words.items()}


def heading(sheet: Sheet, said: str, style: Style, following: float, *, number: str = "") -> None:
    """A heading that never stands without `following` millimetres of what it heads. Its number hangs to the left."""
    indent = INDENT if number else 0.0
    lines = sheet.wrapped([Run(said, style)], WIDTH - indent)
    height = leading_of(lines)
    sheet.need(height + 1.2 + following)
    sheet.pdf.bookmark(clean(f"{number} {said}".strip()), 1, sheet.y)
    with sheet.pdf.tagged("H2"):
        if number:
            sheet.draw(sheet.wrapped([Run(number, style)], INDENT), LEFT, sheet.y)
        sheet.draw(lines, LEFT + indent, sheet.y)
    sheet.y += height + 1.2


def room_to_write(sheet: Sheet, label: str, lines: int, *, said: str = "", tag: str = "H2") -> None:
    """A question, and below it what was `said`, or so many lines to write on. `tag` is which heading it is."""
    asked = sheet.wrapped([Run(typographic(label, sheet.pdf.spoken), NAME)], WIDTH)
    sheet.need(leading_of(asked) + RULE * (1 if said else lines))
    sheet.pdf.bookmark(clean(label), int(tag[1:]) - 1, sheet.y)
    sheet.flow(asked, LEFT, tag)
    if said:
        sheet.y += 1
        sheet.flow(sheet.wrapped([Run(said, BODY)], WIDTH), LEFT)
        sheet.y += 3
        return
    lines_to_write_on(sheet, lines)
    sheet.y += 4


def paragraph(sheet: Sheet, said: str, style: Style, tag: str = "P", *, above: float = 0.0) -> None:
    """A paragraph that goes on on the next page; a heading, of whichever kind, stays with what it heads."""
    lines = sheet.wrapped([Run(said, style)], WIDTH)
    sheet.space(above)
    sheet.flow(lines, LEFT, tag, following=0.0 if style in (BODY, DETAIL) else 12.0)
    sheet.y += 1


def lines_to_write_on(sheet: Sheet, count: int) -> None:
    """So many lines across the page, on the next one where this has no room for them."""
    sheet.need(RULE * count)
    for _each in range(count):
        sheet.y += RULE
        with sheet.pdf.artifact():
            sheet.pdf.field(LEFT, sheet.y - 0.3, WIDTH, 0.25, QUIET)


def sign_here(sheet: Sheet, who: str) -> None:
    """A line for the signature of `who`, with the name above it."""
    sheet.need(RULE * 2)
    sheet.block([Run(who, DETAIL)], LEFT, WIDTH)
    lines_to_write_on(sheet, 1)
    sheet.y += 5


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG in a card, its size in millimetres and what it shows, for those who do not see it."""

    png: bytes
    alt: str
    width: float
    height: float


Paragraphs = list[tuple[list[Line], float]]
"""Paragraphs with the room above each, drawn in one column."""

Card = Sequence[tuple[list[Line] | Picture, float]]
"""Paragraphs that may have pictures among them."""


def part_height(part: list[Line] | Picture) -> float:
    """How high a paragraph or a picture is, in millimetres."""
    return part.height if isinstance(part, Picture) else leading_of(part)


def card_height(card: Card) -> float:
    """How high `card` is, in millimetres."""
    return sum(above + part_height(part) for part, above in card)


def in_pairs(
    sheet: Sheet,
    cards: Sequence[Card],
    between: float,
    frame: Callable[[float, float, float, Card], None] | None = None,
    *,
    inset: float = 0.0,
) -> None:
    """Cards side by side, two in a row, read one after the other. `frame` draws what they stand in, from its left, its
    top and the height of the row; what they hold stands `inset` from its left."""
    with sheet.group("L"):
        for start in range(0, len(cards), 2):
            row = cards[start : start + 2]
            height = max(map(card_height, row))
            sheet.need(min(height, BOTTOM - TOP))
            top = sheet.y
            for column, card in enumerate(row):
                x = LEFT + column * (COLUMN + GAP)
                if frame:
                    with sheet.pdf.artifact():
                        frame(x, top, height, card)
                with sheet.group("LI"), sheet.group("LBody"):
                    y = top
                    for part, above in card:
                        y = _part(sheet, part, x + inset, y + above)
            sheet.y = top + height + between
    sheet.y -= between


def _part(sheet: Sheet, part: list[Line] | Picture, x: float, y: float) -> float:
    """Draw one part of a card with its top at `y`; return where it ends."""
    if isinstance(part, Picture):
        box = (x, y, part.width, part.height)
        with sheet.pdf.tagged("Figure", alt=part.alt, box=box):
            sheet.pdf.image(BytesIO(part.png), *box)
        return y + part.height
    if not any(part):
        return y + leading_of(part)
    with sheet.pdf.tagged("P"):
        return sheet.draw(part, x, y)
