"""The end of a printed document: what is confirmed, by whom, and how anyone can check it."""

from collections.abc import Sequence
from dataclasses import dataclass

import segno

from core.documents.printing.signatures import Cards, SignatureMark, signature_cards
from core.documents.text.exact import FrozenText
from core.pdf.style import (
    BODY,
    DETAIL,
    FOOT,
    HEADING,
    INK,
    NOTE,
    PADDING,
    SAND,
    SMALL_HEADING,
    STRONG,
    WIDTH,
    Paragraphs,
    Words,
    card_height,
    heading,
)
from core.pdf.typeset import BOTTOM, LEFT, RIGHT, TOP, Line, Run, Sheet, leading_of

QR_SIDE = 26.0


@dataclass(frozen=True, slots=True)
class Check:
    """What the document is checked by: the fingerprint of its text ("" where no text was agreed), the address to go to,
    and its number in words."""

    fingerprint: str
    url: str
    issue: str


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of a document, ready to be drawn, so that what comes before it knows how much room it takes."""

    words: Words
    note: list[Line]
    told: Sequence[list[Line]]
    cards: Cards
    check: Check | None
    box: Paragraphs

    def draw(self, sheet: Sheet) -> None:
        """On one page whenever a page can hold it."""
        if self.note:
            sheet.space(3)
            sheet.flow(self.note, LEFT, following=self.together() - leading_of(self.note) - 3)
        sheet.space(8)
        rows = self.cards.rows()
        sheet.need(self.together() - (leading_of(self.note) + 3 if self.note else 0) - 8)
        if rows or self.told:
            heading(sheet, self.words["signatures"], HEADING, self._head() + (rows[0] if rows else 0))
        for lines in self.told:
            sheet.flow(lines, LEFT)
            sheet.y += 2
        if rows:
            sheet.y += 2
            self.cards.draw(sheet)
        if self.check:
            sheet.space(7)
            _check(sheet, self.words, self.check, self.box, self._box_height())

    def together(self) -> float:
        """The millimetres that stay with what comes before: all of it, or its beginning where no page holds all."""
        before = 8 + HEADING.leading + 1.2 + self._head() + (leading_of(self.note) + 3 if self.note else 0)
        rows = self.cards.rows()
        whole = before + sum(rows) + (7 + self._box_height() if self.check else 0)
        return whole if whole <= BOTTOM - TOP else before + (rows[0] if rows else 0)

    def _head(self) -> float:
        return sum(leading_of(lines) + 2 for lines in self.told) + 2

    def _box_height(self) -> float:
        return max(card_height(self.box), QR_SIDE) + 2 * PADDING


def closing(
    sheet: Sheet, text: FrozenText, marks: Sequence[SignatureMark], words: Words, check: Check | None
) -> Closing:
    """What is confirmed, by whom, and how to check it.

    Without a `check` there is nothing to check yet, as on a form.
    """
    reworded = any(clause.reworded for section in text.sections for clause in section.clauses)
    told = [(text.not_binding, BODY), (text.declaration, STRONG)]
    return Closing(
        words=words,
        note=sheet.wrapped([Run(words["reworded_note"], NOTE)], WIDTH) if reworded else [],
        told=[sheet.wrapped([Run(said, style)], WIDTH) for said, style in told if said],
        cards=signature_cards(sheet, text, marks, words),
        check=check,
        box=_check_lines(sheet, words, check) if check else [],
    )


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
