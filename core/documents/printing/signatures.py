"""The cards of those who sign: the name once on one line, level with the others, and when and how they signed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO

from PIL import Image

from core.documents.text.exact import FrozenParty, FrozenText
from core.i18n import at_time, on_date, reading
from core.pdf.style import (
    BODY,
    CLAY,
    COLUMN,
    DETAIL,
    LINE,
    NAME,
    SIGNED,
    STRONG,
    Card,
    Picture,
    Words,
    card_height,
    in_pairs,
)
from core.pdf.typeset import Line, Run, Sheet, leading_of

DRAWING_WIDTH, DRAWING_HEIGHT, DRAWING_GAP, DRAWING_PIXEL = 58.0, 16.0, 0.8, 0.1
INSET, BETWEEN = 4.0, 6.0
INNER = COLUMN - 2 * INSET
# A name is written as large as it stands on one line; one that no size holds takes several lines of the third.
SIZES = (14.0, 12.5, 11.0, 9.5, 8.5)
ROOM_TO_SIGN = 13.0


@dataclass(frozen=True, slots=True)
class PaperMark:
    """A signature on paper: when, who told so, and a witness or the SHA-256 of the scan ("" for none)."""

    signed_on: date
    recorded_by: str
    recorded_at: datetime
    witness: str = ""
    scan_sha256: str = ""


@dataclass(frozen=True, slots=True)
class SignatureMark:
    """That someone signed: `typed_name` as they wrote it, `signed_at` in UTC, `how` own_device, together or paper.

    `beside` names the colleague whose device it was, `drawing` is a PNG drawn beside the typed name.
    """

    capacity: str
    label: str
    name: str
    typed_name: str
    on_behalf_of: str
    signed_at: datetime
    how: str
    beside: str = ""
    paper: PaperMark | None = None
    drawing: bytes | None = None


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of all who sign, in order, with the line they sign on `line` millimetres below the top of each."""

    cards: Sequence[Card]
    line: float

    def rows(self) -> list[float]:
        """How high each row of them is, with the room below it."""
        return [
            max(map(card_height, self.cards[start : start + 2])) + BETWEEN for start in range(0, len(self.cards), 2)
        ]

    def draw(self, sheet: Sheet) -> None:
        """Draw them in pairs."""

        def frame(x: float, top: float, height: float, _card: Card) -> None:
            sheet.pdf.frame(x, top, COLUMN, height, 0.25, LINE)
            sheet.pdf.field(x + INSET, top + self.line, INNER, 0.3, CLAY)

        in_pairs(sheet, self.cards, BETWEEN, frame, inset=INSET)


def signature_cards(sheet: Sheet, text: FrozenText, marks: Sequence[SignatureMark], words: Words) -> Cards:
    """A card for each mark, and one with room to sign for each party that signs and has none."""
    signed = {(mark.capacity, mark.name) for mark in marks}
    unsigned = [party for party in text.parties if party.signs and (party.capacity, party.name) not in signed]
    names = [_on_one_line(sheet, mark.typed_name) for mark in marks]
    # One who drew, or has to sign yet, gives everybody the same room, so that the lines they sign on stand level.
    drawn = DRAWING_HEIGHT + DRAWING_GAP if any(mark.drawing for mark in marks) else 0.0
    room = max([*(drawn + leading_of(lines) for lines in names), ROOM_TO_SIGN if unsigned else 0.0])
    cards: list[Card] = [
        [*_above_line(mark, lines, words, room), *_below_line(sheet, *_told(mark, words, text.language))]
        for mark, lines in zip(marks, names, strict=True)
    ]
    cards += [[([], INSET + room), *_below_line(sheet, *_asked(party, words))] for party in unsigned]
    return Cards(cards, INSET + room + 0.8)


def _on_one_line(sheet: Sheet, name: str) -> list[Line]:
    tried = (sheet.wrapped([Run(name, replace(SIGNED, size=size))], INNER) for size in SIZES)
    several = replace(SIGNED, size=SIZES[2], leading=5.2)
    return next((lines for lines in tried if len(lines) == 1), None) or sheet.wrapped([Run(name, several)], INNER)


def _above_line(mark: SignatureMark, name: list[Line], words: Words, room: float) -> Card:
    if not mark.drawing:
        return [(name, INSET + room - leading_of(name))]
    drawing = _drawing(mark.drawing, mark.name, words)
    above = INSET + room - leading_of(name) - DRAWING_GAP - drawing.height
    return [(drawing, above), (name, DRAWING_GAP)]


def _told(mark: SignatureMark, words: Words, language: str) -> tuple[list[Run], list[str]]:
    """Who signed, with the name of the text only where they wrote another one, and when and how."""
    if " ".join(mark.typed_name.split()) == " ".join(mark.name.split()):
        who = [Run(mark.label, STRONG)]
    else:
        who = [Run(f"{mark.name.strip()},", NAME), Run(inside(mark.label), BODY)]
    return who, [*_on_behalf(mark.on_behalf_of, words), *_when_and_how(mark, words, language)]


def _asked(party: FrozenParty, words: Words) -> tuple[list[Run], list[str]]:
    who = [Run(f"{party.name.strip()},", NAME), Run(inside(party.label), BODY)]
    return who, [*_on_behalf(party.on_behalf_of, words), words["unsigned"]]


def _below_line(sheet: Sheet, who: list[Run], details: list[str]) -> Card:
    return [
        (sheet.wrapped(who, INNER), 2.4),
        (sheet.wrapped([Run("\n".join(details), DETAIL)], INNER), 0.4),
        ([], INSET - 1),
    ]


def _on_behalf(name: str, words: Words) -> list[str]:
    return [words["on_behalf_of"].format(name=name)] if name else []


def _when_and_how(mark: SignatureMark, words: Words, language: str) -> tuple[str, ...]:
    """The day it was signed on paper, which is not when it was recorded; else the moment, and in which way."""
    with reading(language):
        if mark.paper:
            return (words["signed_on"].format(day=on_date(mark.paper.signed_on)),)
        return at_time(mark.signed_at), words[mark.how].format(name=mark.beside)


def _drawing(png: bytes, name: str, words: Words) -> Picture:
    """The drawn signature as large as it was drawn, unless that is larger than its place."""
    with Image.open(BytesIO(png)) as opened:
        width, height = opened.size
    scale = min(DRAWING_PIXEL, DRAWING_WIDTH / width, DRAWING_HEIGHT / height)
    return Picture(png, words["drawing"].format(name=name), width * scale, height * scale)


def inside(label: str) -> str:
    """A label as it is written inside a line, with the names in it left alone."""
    return label[:1].lower() + label[1:]
