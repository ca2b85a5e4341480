"""The end of a printed document: what is confirmed, by whom, and how anyone can check it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

import segno
from PIL import Image

from core.documents.text.exact import FrozenParty, FrozenText
from core.i18n import at_time, on_date, reading
from core.pdf.style import (
    BODY,
    CLAY,
    COLUMN,
    DETAIL,
    FOOT,
    HEADING,
    INK,
    NAME,
    PADDING,
    SAND,
    SIGNED,
    SMALL_HEADING,
    STRONG,
    WIDTH,
    Card,
    Paragraphs,
    Picture,
    Words,
    card_height,
    heading,
    in_pairs,
    part_height,
)
from core.pdf.typeset import BOTTOM, LEFT, RIGHT, TOP, Run, Sheet, leading_of

QR_SIDE = 26.0
DRAWING_WIDTH, DRAWING_HEIGHT, DRAWING_GAP, DRAWING_PIXEL = 58.0, 16.0, 0.8, 0.1


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
class Check:
    """What the document is checked by: the fingerprint of its text ("" where no text was agreed), the address to go to,
    and its number in words."""

    fingerprint: str
    url: str
    issue: str


def closing(sheet: Sheet, text: FrozenText, marks: Sequence[SignatureMark], words: Words, check: Check | None) -> None:
    """What is confirmed, by whom, and how to check it: on one page whenever a page can hold it.

    Without a `check` there is nothing to check yet, as on a form.
    """
    # One who drew gives everybody the same room, so that the lines they signed on stand level.
    room = DRAWING_HEIGHT + DRAWING_GAP if any(mark.drawing for mark in marks) else 0.0
    cards = [_signature(sheet, mark, words, text.language, room) for mark in marks]
    signed = {(mark.capacity, mark.name) for mark in marks}
    cards += [
        _unsigned(sheet, party, words, room)
        for party in text.parties
        if party.signs and (party.capacity, party.name) not in signed
    ]
    declaration = sheet.wrapped([Run(text.declaration, STRONG)], WIDTH) if text.declaration else []
    binding = sheet.wrapped([Run(text.not_binding, BODY)], WIDTH) if text.not_binding else []
    rows = [max(map(card_height, cards[start : start + 2])) for start in range(0, len(cards), 2)]
    box = _check_lines(sheet, words, check) if check else []
    box_height = max(card_height(box), QR_SIDE) + 2 * PADDING if check else 0.0
    head = HEADING.leading + 1.2 + leading_of(binding) + leading_of(declaration) + 9
    whole = head + sum(rows) + 7 * len(rows) + 8 + box_height
    sheet.space(8)
    sheet.need(whole if whole <= BOTTOM - TOP else head + (rows[0] if rows else 0))
    if cards or declaration:
        heading(sheet, words["signatures"], HEADING, head - HEADING.leading + (rows[0] if rows else 0))
    for lines in (binding, declaration):
        if lines:
            sheet.flow(lines, LEFT)
            sheet.y += 2
    if cards:
        sheet.y += 4
        in_pairs(sheet, cards, 7.0, lambda x, top, card: _signing_line(sheet, x, top, card))
    if check:
        sheet.space(9)
        _check(sheet, words, check, box, box_height)


def _signature(sheet: Sheet, mark: SignatureMark, words: Words, language: str, room: float) -> Card:
    details = [*_when_and_how(mark, words, language)]
    if mark.on_behalf_of:
        details.insert(0, words["on_behalf_of"].format(name=mark.on_behalf_of))
    drawing = _drawing(mark.drawing, mark.name, words) if mark.drawing else None
    return [
        *([(drawing, room - DRAWING_GAP - drawing.height)] if drawing else []),
        (sheet.wrapped([Run(mark.typed_name, SIGNED)], COLUMN), DRAWING_GAP if drawing else room),
        (sheet.wrapped([Run(f"{mark.name.strip()},", NAME), Run(_inside(mark.label), BODY)], COLUMN), 2.4),
        (sheet.wrapped([Run("\n".join(details), DETAIL)], COLUMN), 0.4),
    ]


def _when_and_how(mark: SignatureMark, words: Words, language: str) -> tuple[str, ...]:
    """The day it was signed on paper, which is not when it was recorded; else the moment, and in which way."""
    if mark.paper:
        with reading(language):
            return (words["signed_on"].format(day=on_date(mark.paper.signed_on)),)
    with reading(language):
        when = at_time(mark.signed_at)
    return when, words[mark.how].format(name=mark.beside)


def _drawing(png: bytes, name: str, words: Words) -> Picture:
    """The drawn signature as large as it was drawn, unless that is larger than its place."""
    with Image.open(BytesIO(png)) as opened:
        width, height = opened.size
    scale = min(DRAWING_PIXEL, DRAWING_WIDTH / width, DRAWING_HEIGHT / height)
    return Picture(png, words["drawing"].format(name=name), width * scale, height * scale)


def _unsigned(sheet: Sheet, party: FrozenParty, words: Words, room: float) -> Card:
    details = [words["unsigned"]]
    if party.on_behalf_of:
        details.insert(0, words["on_behalf_of"].format(name=party.on_behalf_of))
    return [
        ([()], room + SIGNED.leading * 2 - leading_of([()])),
        (sheet.wrapped([Run(f"{party.name.strip()},", NAME), Run(_inside(party.label), BODY)], COLUMN), 2.4),
        (sheet.wrapped([Run("\n".join(details), DETAIL)], COLUMN), 0.4),
    ]


def _inside(label: str) -> str:
    """A label as it is written inside a line, with the names in it left alone."""
    return label[:1].lower() + label[1:]


def _signing_line(sheet: Sheet, x: float, top: float, card: Card) -> None:
    name = next(index for index, (part, _above) in enumerate(card) if not isinstance(part, Picture))
    bottom = sum(above + part_height(part) for part, above in card[: name + 1])
    sheet.pdf.field(x, top + bottom + 0.8, COLUMN, 0.3, CLAY)


def check_box(sheet: Sheet, words: Words, check: Check) -> None:
    """How anyone can check the document, with the code that leads there; one without a fingerprint names none."""
    box = _check_lines(sheet, words, check)
    _check(sheet, words, check, box, max(card_height(box), QR_SIDE) + 2 * PADDING)


def squares_of(url: str) -> list[list[bool]]:
    """The QR code that leads to `url`, row by row."""
    # A fixed mask spares trying all eight, four milliseconds a document; every reader reads any of them.
    return [[bool(cell) for cell in row] for row in segno.make_qr(url, error="m", mask=4).matrix]


def _check_lines(sheet: Sheet, words: Words, check: Check) -> Paragraphs:
    width = WIDTH - QR_SIDE - 3 * PADDING
    return [
        (sheet.wrapped([Run(words["check"], SMALL_HEADING)], width), 0.0),
        (sheet.wrapped([Run(words["how_to_check"].format(url=check.url), DETAIL)], width), 0.6),
        (sheet.wrapped([Run(check.issue, DETAIL)], width), 1.2),
        *(
            [(sheet.wrapped([Run(f"{words['fingerprint']}\n{check.fingerprint}", FOOT)], width), 1.2)]
            if check.fingerprint
            else []
        ),
    ]


def _check(sheet: Sheet, words: Words, check: Check, box: Paragraphs, height: float) -> None:
    sheet.need(height)
    pdf, top = sheet.pdf, sheet.y
    rows = squares_of(check.url)
    quiet = QR_SIDE * 4 / len(rows)
    x, y = RIGHT - PADDING - QR_SIDE, top + (height - QR_SIDE) / 2
    with pdf.artifact():
        pdf.field(LEFT, top, WIDTH, height, SAND)
        pdf.field(x - quiet, y - quiet, QR_SIDE + 2 * quiet, QR_SIDE + 2 * quiet, (1, 1, 1))
    pdf.bookmark(words["check"], 1, top)
    y_text = top + (height - card_height(box)) / 2
    for tag, (lines, above) in zip(("H2", "P", "P", "P"), box, strict=False):
        with pdf.tagged(tag):
            y_text = sheet.draw(lines, LEFT + PADDING, y_text + above)
    side = (x, y, QR_SIDE, QR_SIDE)
    with pdf.tagged("Figure", alt=words["qr"].format(url=check.url), box=side):
        pdf.squares(x, y, QR_SIDE, rows, INK)
    sheet.y = top + height
