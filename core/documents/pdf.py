"""From the frozen text and the marks of those who signed to the printed document.

The language of the document is its signing language, so the few words the page adds itself stand here and not in the
reader's catalogue.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from zoneinfo import ZoneInfo

import segno
from babel.dates import format_date, format_datetime
from PIL import Image, UnidentifiedImageError

from core.documents.fonts import clean, font_for, unprintable
from core.documents.tagged import PAGE_HEIGHT, TaggedPDF
from core.documents.text import Clause, FrozenText, Party, Section
from core.documents.typeset import BOTTOM, LEFT, RIGHT, TOP, Line, Run, Sheet, Style, first_part, leading_of
from core.errors import DomainError

INK = (0.14, 0.17, 0.19)
QUIET = (0.36, 0.39, 0.41)
SEA = (0.05, 0.32, 0.34)
CLAY = (0.76, 0.42, 0.26)
SAND = (0.975, 0.955, 0.92)
LINE = (0.85, 0.81, 0.74)

TITLE = Style(20, 8.6, SEA, bold=True)
BRAND = Style(11, 5.0, SEA, bold=True)
HEADING = Style(13, 6.2, SEA, bold=True)
SMALL_HEADING = Style(9, 4.6, CLAY, bold=True)
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
QR_SIDE = 26.0
LOGO_WIDTH, LOGO_HEIGHT = 60.0, 18.0
LOGO_PIXELS = (1200, 400)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")

WORDS = {
    "da": {
        "lang": "da-DK",
        "in_short": "Kort fortalt",
        "parties": "Hvem er med",
        "on_behalf_of": "på vegne af {name}",
        "reworded": "tilpasset",
        "reworded_note": "Punkter mærket “tilpasset” er skrevet særligt til dette dokument.",
        "signatures": "Underskrifter",
        "unsigned": "Dato og underskrift",
        "signed_at": "d. MMMM y 'kl.' HH.mm",
        "date": "d. MMMM y",
        "own_device": "Underskrevet på egen enhed",
        "together": "Underskrevet sammen ved et møde",
        "paper": "Underskrevet på papir",
        "check": "Er dokumentet ægte?",
        "how_to_check": "Scan koden, eller gå til {url}, og vælg filen. Så ser du, om den er præcis den, der blev underskrevet.",
        "number": "Dokumentnummer {number}, version {version}",
        "fingerprint": "Tekstens fingeraftryk (SHA-256)",
        "qr": "QR-kode, der fører til {url}",
        "logo": "Logo for {name}",
        "page": "Side {page} af {pages}",
        "version": "version {version}",
    },
    "en": {
        "lang": "en-GB",
        "in_short": "In short",
        "parties": "Who takes part",
        "on_behalf_of": "on behalf of {name}",
        "reworded": "adapted",
        "reworded_note": "Points marked “adapted” are worded especially for this document.",
        "signatures": "Signatures",
        "unsigned": "Date and signature",
        "signed_at": "d MMMM y 'at' HH:mm",
        "date": "d MMMM y",
        "own_device": "Signed on their own device",
        "together": "Signed together at a meeting",
        "paper": "Signed on paper",
        "check": "Is this document genuine?",
        "how_to_check": "Scan the code, or go to {url} and choose the file. You will see whether it is exactly what was signed.",
        "number": "Document number {number}, version {version}",
        "fingerprint": "Fingerprint of the text (SHA-256)",
        "qr": "QR code that leads to {url}",
        "logo": "Logo of {name}",
        "page": "Page {page} of {pages}",
        "version": "version {version}",
    },
}


@dataclass(frozen=True, slots=True)
class SignatureMark:
    """That someone signed: `typed_name` as they wrote it, `signed_at` in UTC, `how` own_device, together or paper."""

    capacity: str
    label: str
    name: str
    typed_name: str
    on_behalf_of: str
    signed_at: datetime
    how: str


def render(
    text: FrozenText,
    marks: Sequence[SignatureMark],
    *,
    number: str,
    version: int,
    verify_url: str,
    logo: bytes | None,
    created_at: datetime,
) -> bytes:
    """The document as PDF/A-2u and PDF/UA-1; the same input always gives the same bytes.

    `number` is the public check number, also kept in the file's own description. Parties who sign but have no mark get
    an empty line to sign on. A logo that cannot be read gives way to the organisation's name. Raises
    `DomainError("letters_unprintable")` rather than lose a letter.
    """
    said = _everything_said(text, marks, number, verify_url)
    if missing := unprintable(said):
        raise DomainError("letters_unprintable", letters=" ".join(missing))
    words = WORDS[text.language]
    pdf = TaggedPDF(
        language=words["lang"],
        title=clean(text.title),
        author=clean(text.organisation),
        identifier=number,
        created_at=created_at,
        size=font_for(said),
    )
    sheet = Sheet(pdf)
    _masthead(sheet, text, words, logo)
    day = format_date(created_at.astimezone(COPENHAGEN).date(), words["date"], locale=text.language)
    issue = words["number"].format(number=number, version=version)
    _opening(sheet, text, words, f"{issue} · {day}")
    for section in text.sections:
        _section(sheet, section, words)
    if any(clause.reworded for section in text.sections for clause in section.clauses):
        sheet.space(3)
        sheet.block([Run(words["reworded_note"], NOTE)], LEFT, WIDTH)
    _closing(sheet, text, marks, words, _Check(text.fingerprint(), verify_url, issue))
    _feet(sheet, clean(text.title), f"{number} · {words['version'].format(version=version)}", words)
    return pdf.finished()


@dataclass(frozen=True, slots=True)
class _Check:
    fingerprint: str
    url: str
    issue: str


def _everything_said(text: FrozenText, marks: Sequence[SignatureMark], number: str, url: str) -> str:
    """Every letter that comes from outside, and so may be one that cannot be printed."""
    parts = [text.title, text.in_short, text.not_binding, text.opening, text.declaration, text.organisation, number, url]
    for party in text.parties:
        parts += [party.label, party.name, party.on_behalf_of, *party.lines]
    for section in text.sections:
        parts += [section.number, section.title, section.intro]
        parts += [part for clause in section.clauses for part in (clause.number, clause.title, clause.text)]
    for mark in marks:
        parts += [mark.label, mark.name, mark.typed_name, mark.on_behalf_of]
    return "\n".join(parts)


def _masthead(sheet: Sheet, text: FrozenText, words: dict[str, str], logo: bytes | None) -> None:
    picture = _picture(logo) if logo else None
    sheet.y = 18.0
    if picture is None:
        sheet.block([Run(text.organisation, BRAND)], LEFT, WIDTH)
    else:
        png, width, height = picture
        scale = min(LOGO_WIDTH / width, LOGO_HEIGHT / height)
        box = (LEFT, sheet.y, width * scale, height * scale)
        with sheet.pdf.tagged("Figure", alt=words["logo"].format(name=text.organisation), box=box):
            sheet.pdf.image(BytesIO(png), *box)
        sheet.y += height * scale
    sheet.y += 3.5
    with sheet.pdf.artifact():
        sheet.pdf.field(LEFT, sheet.y, WIDTH, 0.25, LINE)
        sheet.pdf.field(LEFT, sheet.y - 0.35, 18, 0.8, CLAY)
    sheet.y += 8


@lru_cache(maxsize=8)
def _picture(logo: bytes) -> tuple[bytes, int, int] | None:
    """The logo on white, in the one colour space the document declares, no larger than print needs."""
    try:
        with Image.open(BytesIO(logo), formats=("PNG", "JPEG")) as opened:
            opened.draft("RGB", LOGO_PIXELS)
            opened.thumbnail(LOGO_PIXELS)
            drawn = opened.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    paper = Image.new("RGB", drawn.size, "white")
    paper.paste(drawn, mask=drawn)
    out = BytesIO()
    paper.save(out, "PNG")
    return out.getvalue(), *paper.size


def _opening(sheet: Sheet, text: FrozenText, words: dict[str, str], issue: str) -> None:
    sheet.pdf.bookmark(clean(text.title), 0, sheet.y)
    sheet.block([Run(text.title, TITLE)], LEFT, WIDTH, "H1")
    sheet.y += 1.5
    sheet.block([Run(issue, DETAIL)], LEFT, WIDTH)
    sheet.y += 5
    if text.in_short:
        _in_short(sheet, text.in_short, words["in_short"])
    if text.opening:
        sheet.block([Run(text.opening, BODY)], LEFT, WIDTH)
        sheet.y += 4
    if text.parties:
        _heading(sheet, words["parties"], SMALL_HEADING, _parties_height(sheet, text.parties, words))
        _parties(sheet, text.parties, words)


def _in_short(sheet: Sheet, said: str, heading: str) -> None:
    inner = WIDTH - 2 * PADDING - 1
    lines = sheet.wrapped([Run(said, BODY)], inner)
    height = SMALL_HEADING.leading + 0.8 + leading_of(lines) + 2 * PADDING - 1
    fits = height <= BOTTOM - TOP
    if fits:
        sheet.need(height)
        with sheet.pdf.artifact():
            sheet.pdf.field(LEFT, sheet.y, WIDTH, height, SAND)
            sheet.pdf.field(LEFT, sheet.y, 1.0, height, CLAY)
    bottom = sheet.y + height
    sheet.y += PADDING - 0.5
    sheet.block([Run(heading, SMALL_HEADING)], LEFT + PADDING + 1, inner, "H2")
    sheet.y += 0.8
    sheet.flow(lines, LEFT + PADDING + 1)
    sheet.y = (bottom if fits else sheet.y) + 6


def _heading(sheet: Sheet, said: str, style: Style, following: float) -> None:
    """A heading that never stands without `following` millimetres of what it heads."""
    lines = sheet.wrapped([Run(said, style)], WIDTH)
    sheet.need(leading_of(lines) + 1.2 + following)
    sheet.pdf.bookmark(clean(said), 1, sheet.y)
    sheet.flow(lines, LEFT, "H2")
    sheet.y += 1.2


Card = list[tuple[list[Line], float]]
"""Paragraphs with the room above each, drawn in one column."""


def _card_height(card: Card) -> float:
    return sum(above + leading_of(lines) for lines, above in card)


def _in_pairs(sheet: Sheet, cards: Sequence[Card], between: float, rule: Callable[[float, float, Card], None]) -> None:
    """Cards side by side, two in a row, read one after the other. `rule` draws what belongs to a card's shape."""
    with sheet.group("L"):
        for start in range(0, len(cards), 2):
            row = cards[start : start + 2]
            height = max(map(_card_height, row))
            sheet.need(min(height, BOTTOM - TOP))
            top = sheet.y
            for column, card in enumerate(row):
                x = LEFT + column * (COLUMN + GAP)
                with sheet.pdf.artifact():
                    rule(x, top, card)
                with sheet.group("LI"), sheet.group("LBody"):
                    y = top
                    for lines, above in card:
                        with sheet.pdf.tagged("P"):
                            y = sheet.draw(lines, x, y + above)
            sheet.y = top + height + between
    sheet.y -= between


def _party(sheet: Sheet, party: Party, words: dict[str, str]) -> Card:
    wrapped: list[tuple[list[Run], float]] = [([Run(party.label, DETAIL)], 0.0), ([Run(party.name, NAME)], 0.0)]
    if party.on_behalf_of:
        wrapped.append(([Run(words["on_behalf_of"].format(name=party.on_behalf_of), DETAIL)], 0.0))
    if party.lines:
        wrapped.append(([Run("\n".join(party.lines), DETAIL)], 0.6))
    return [(sheet.wrapped(runs, COLUMN - 4), above) for runs, above in wrapped]


def _parties_height(sheet: Sheet, parties: Sequence[Party], words: dict[str, str]) -> float:
    return max(_card_height(_party(sheet, party, words)) for party in parties[:2])


def _parties(sheet: Sheet, parties: Sequence[Party], words: dict[str, str]) -> None:
    _in_pairs(sheet, [_party(sheet, party, words) for party in parties], 4.0, lambda _x, _top, _card: None)


def _section(sheet: Sheet, section: Section, words: dict[str, str]) -> None:
    sheet.space(7)
    intro = sheet.wrapped([Run(section.intro, BODY)], WIDTH) if section.intro else []
    clauses = [_clause_lines(sheet, clause, words) for clause in section.clauses]
    following = first_part(intro) if intro else 0.0
    if clauses:
        title, body = clauses[0]
        following += 2.5 + leading_of(title) + first_part(body)
    _heading(sheet, f"{section.number} {section.title}".strip(), HEADING, following)
    if intro:
        sheet.flow(intro, LEFT)
    if not clauses:
        return
    with sheet.group("L", "<</O /List /ListNumbering /Decimal>>"):
        for clause, (title, body) in zip(section.clauses, clauses, strict=True):
            sheet.space(2.5)
            _clause(sheet, clause, title, body)


def _clause_lines(sheet: Sheet, clause: Clause, words: dict[str, str]) -> tuple[list[Line], list[Line]]:
    width = WIDTH - INDENT
    heading = [Run(clause.title, STRONG)] if clause.title else []
    if clause.reworded:
        heading.append(Run(f"· {words['reworded']}" if heading else words["reworded"], NOTE))
    return (
        sheet.wrapped(heading, width) if heading else [],
        sheet.wrapped([Run(clause.text, BODY)], width) if clause.text else [],
    )


def _clause(sheet: Sheet, clause: Clause, title: Sequence[Line], body: Sequence[Line]) -> None:
    x = LEFT + INDENT
    sheet.need(leading_of(title) + first_part(body))
    with sheet.group("LI"):
        if clause.number:
            with sheet.pdf.tagged("Lbl"):
                sheet.draw(sheet.wrapped([Run(clause.number, BODY_QUIET)], INDENT), LEFT, sheet.y)
        with sheet.group("LBody"):
            if title:
                sheet.flow(title, x, "H3")
            if body:
                sheet.flow(body, x)


def _closing(
    sheet: Sheet, text: FrozenText, marks: Sequence[SignatureMark], words: dict[str, str], check: _Check
) -> None:
    """What is confirmed, by whom, and how to check it: on one page whenever a page can hold it."""
    cards = [_signature(sheet, mark, words, text.language) for mark in marks]
    signed = {(mark.capacity, mark.name) for mark in marks}
    cards += [
        _unsigned(sheet, party, words)
        for party in text.parties
        if party.signs and (party.capacity, party.name) not in signed
    ]
    declaration = sheet.wrapped([Run(text.declaration, BODY)], WIDTH) if text.declaration else []
    binding = sheet.wrapped([Run(text.not_binding, BODY)], WIDTH) if text.not_binding else []
    rows = [max(map(_card_height, cards[start : start + 2])) for start in range(0, len(cards), 2)]
    box = _check_lines(sheet, words, check)
    box_height = max(_card_height(box), QR_SIDE) + 2 * PADDING
    head = HEADING.leading + 1.2 + leading_of(binding) + leading_of(declaration) + 9
    whole = head + sum(rows) + 7 * len(rows) + 8 + box_height
    sheet.space(8)
    sheet.need(whole if whole <= BOTTOM - TOP else head + (rows[0] if rows else 0))
    if cards or declaration:
        _heading(sheet, words["signatures"], HEADING, head - HEADING.leading + (rows[0] if rows else 0))
    for lines in (binding, declaration):
        if lines:
            sheet.flow(lines, LEFT)
            sheet.y += 2
    if cards:
        sheet.y += 4
        _in_pairs(sheet, cards, 7.0, lambda x, top, card: _signing_line(sheet, x, top, card))
    sheet.space(9)
    _check(sheet, words, check, box, box_height)


def _signature(sheet: Sheet, mark: SignatureMark, words: dict[str, str], language: str) -> Card:
    when = format_datetime(mark.signed_at, words["signed_at"], tzinfo=COPENHAGEN, locale=language)
    details = [when, words[mark.how]]
    if mark.on_behalf_of:
        details.insert(0, words["on_behalf_of"].format(name=mark.on_behalf_of))
    return [
        (sheet.wrapped([Run(mark.typed_name, SIGNED)], COLUMN), 0.0),
        (sheet.wrapped([Run(f"{mark.name},", NAME), Run(mark.label.lower(), BODY)], COLUMN), 2.4),
        (sheet.wrapped([Run("\n".join(details), DETAIL)], COLUMN), 0.4),
    ]


def _unsigned(sheet: Sheet, party: Party, words: dict[str, str]) -> Card:
    details = [words["unsigned"]]
    if party.on_behalf_of:
        details.insert(0, words["on_behalf_of"].format(name=party.on_behalf_of))
    return [
        ([()], SIGNED.leading * 2 - leading_of([()])),
        (sheet.wrapped([Run(f"{party.name},", NAME), Run(party.label.lower(), BODY)], COLUMN), 2.4),
        (sheet.wrapped([Run("\n".join(details), DETAIL)], COLUMN), 0.4),
    ]


def _signing_line(sheet: Sheet, x: float, top: float, card: Card) -> None:
    lines, above = card[0]
    sheet.pdf.field(x, top + above + leading_of(lines) + 0.8, COLUMN, 0.3, CLAY)


def _check_lines(sheet: Sheet, words: dict[str, str], check: _Check) -> Card:
    width = WIDTH - QR_SIDE - 3 * PADDING
    return [
        (sheet.wrapped([Run(words["check"], SMALL_HEADING)], width), 0.0),
        (sheet.wrapped([Run(words["how_to_check"].format(url=check.url), DETAIL)], width), 0.6),
        (sheet.wrapped([Run(check.issue, DETAIL)], width), 1.2),
        (sheet.wrapped([Run(f"{words['fingerprint']}\n{check.fingerprint}", FOOT)], width), 1.2),
    ]


def _check(sheet: Sheet, words: dict[str, str], check: _Check, box: Card, height: float) -> None:
    sheet.need(height)
    pdf, top = sheet.pdf, sheet.y
    # A fixed mask spares trying all eight, four milliseconds a document; every reader reads any of them.
    rows = [[bool(cell) for cell in row] for row in segno.make_qr(check.url, error="m", mask=4).matrix]
    quiet = QR_SIDE * 4 / len(rows)
    x, y = RIGHT - PADDING - QR_SIDE, top + (height - QR_SIDE) / 2
    with pdf.artifact():
        pdf.field(LEFT, top, WIDTH, height, SAND)
        pdf.field(x - quiet, y - quiet, QR_SIDE + 2 * quiet, QR_SIDE + 2 * quiet, (1, 1, 1))
    pdf.bookmark(words["check"], 1, top)
    y_text = top + (height - _card_height(box)) / 2
    for tag, (lines, above) in zip(("H2", "P", "P", "P"), box, strict=True):
        with pdf.tagged(tag):
            y_text = sheet.draw(lines, LEFT + PADDING, y_text + above)
    side = (x, y, QR_SIDE, QR_SIDE)
    with pdf.tagged("Figure", alt=words["qr"].format(url=check.url), box=side):
        pdf.squares(x, y, QR_SIDE, rows, INK)
    sheet.y = top + height


def _feet(sheet: Sheet, title: str, issue: str, words: dict[str, str]) -> None:
    """The foot of every page, written when the number of pages is known."""
    pages = sheet.pdf.pages_count
    y = PAGE_HEIGHT - 17
    for page in range(1, pages + 1):
        sheet.pdf.page = page
        with sheet.pdf.artifact():
            sheet.pdf.field(LEFT, y, WIDTH, 0.2, LINE)
            sheet.draw(sheet.wrapped([Run(f"{title} · {issue}", FOOT)], WIDTH - 25)[:1], LEFT, y + 2)
            count = sheet.wrapped([Run(words["page"].format(page=page, pages=pages), FOOT)], 25)
            (piece,) = count[0]
            wide = sheet.pdf.face(bold=False).width(piece.text) * FOOT.size / 1000 * 25.4 / 72
            sheet.draw(count, RIGHT - wide, y + 2)
