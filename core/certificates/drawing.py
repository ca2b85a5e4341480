"""How certificates look: a festive page lying on its side, or a letter; PDF/A-2u and PDF/UA-1 like the agreements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO
from math import cos, pi, sin

from core.certificates.text import CertificateText
from core.documents.printing.closing import Check, check_box, squares_of
from core.documents.printing.document import feet, masthead, picture, title, words_of
from core.i18n import gettext, local_day, on_date, reading
from core.pdf.fonts import clean
from core.pdf.style import (
    BRAND,
    CLAY,
    DETAIL,
    FOOT,
    INK,
    LINE,
    NAME,
    PADDING,
    QUIET,
    RUST,
    SAND,
    SEA,
    WIDTH,
    Card,
    Words,
    in_pairs,
)
from core.pdf.style import COLUMN as COLUMN_OF_TWO
from core.pdf.tagged import PAGE_HEIGHT, PAGE_WIDTH, Colour, TaggedPDF
from core.pdf.typeset import LEFT, Line, Run, Sheet, Style, leading_of

# The page lies on its side, so its width is the height of others.
WIDE, HIGH = PAGE_HEIGHT, PAGE_WIDTH
MIDDLE, COLUMN = WIDE / 2, 212.0
LOGO_WIDTH, LOGO_HEIGHT = 76.0, 20.0
SIGNATURE_WIDTH, SIGNATURE_HEIGHT = 58.0, 17.0
BOTTOM_ROW, SIGNED_X, SIGNED_WIDTH = 152.0, 196.0, 72.0
QR_SIDE, QR_X = 20.0, 29.0
GOLD: Colour = (0.83, 0.63, 0.25)
WHITE: Colour = (1.0, 1.0, 1.0)

HEADLINE = Style(42, 17, SEA, bold=True)
SUBTITLE = Style(17, 8, RUST, bold=True)
LEAD = Style(12, 6, QUIET)
SAYS = Style(13, 6.6, INK)
THANKS = Style(13, 6.6, SEA, bold=True)
# The lighter weight, in which a name stands apart from the headings around it.
NAMES = tuple(Style(size, size * 0.44, INK) for size in (36, 30, 25, 20))
FACT, UNDER_FACT = Style(17, 7.5, SEA, bold=True), Style(9.5, 4.6, QUIET)
FACTS_FROM, FACTS_UNTIL, FACT_WIDTH, FACT_HEIGHT = 126.0, 148.0, 62.0, 12.1
TOLD, TOLD_FACT = Style(11.5, 6.2, INK), Style(12.5, 6.2, INK, bold=True)
MARK, UNDER_MARK = Style(24, 10, WHITE, bold=True), Style(9, 4, WHITE, bold=True)


@dataclass(frozen=True, slots=True)
class CertificateSigner:
    """Who stands behind a print: their name, their title, and a picture of the signature, None for none."""

    name: str
    title: str
    image: bytes | None = None


@dataclass(frozen=True, slots=True)
class CertificateIssue:
    """Which certificate is printed, when and by whom. `number` is the public check number, `url` where it is checked;
    `made_at` is in UTC."""

    number: str
    edition: int
    url: str
    made_at: datetime
    language: str
    organisation: str
    logo: bytes | None
    signed: CertificateSigner


def festive(text: CertificateText, issue: CertificateIssue) -> bytes:
    """A certificate or diploma as one landscape page; the same input gives the same bytes."""
    pdf, words = _begun(text, issue, landscape=True)
    sheet = Sheet(pdf)
    with pdf.artifact():
        _frame(pdf)
        _rosette(sheet, MIDDLE, 168.0, text)
    _emblem(sheet, issue, words)
    pdf.bookmark(clean(text.title), 0, sheet.y)
    _centred(sheet, _balanced(sheet, text.title, HEADLINE), "H1")
    sheet.y += 1
    _centred(sheet, _balanced(sheet, text.subtitle, SUBTITLE))
    sheet.y += 8
    _centred(sheet, _balanced(sheet, text.lead, LEAD))
    sheet.y += 2
    _centred(sheet, _name(sheet, text.name))
    with pdf.artifact():
        pdf.field(MIDDLE - 30, sheet.y + 1.5, 60, 0.6, CLAY)
    sheet.y += 7
    _centred(sheet, _balanced(sheet, text.body, SAYS))
    sheet.y += 2
    _centred(sheet, _balanced(sheet, text.thanks, THANKS))
    _facts(sheet, text.facts)
    _signature(sheet, issue, words, SIGNED_X, BOTTOM_ROW, SIGNED_WIDTH)
    _check(sheet, issue, words)
    return pdf.finished()


def letter(text: CertificateText, issue: CertificateIssue) -> bytes:
    """A proof of effort as an upright letter."""
    pdf, words = _begun(text, issue, landscape=False)
    sheet = Sheet(pdf)
    masthead(sheet, issue.organisation, words, issue.logo)
    which = words["number"].format(number=issue.number, version=issue.edition)
    title(sheet, text.title, f"{which} · {_day(issue)}")
    sheet.block([Run(text.body, TOLD)], LEFT, WIDTH)
    sheet.y += 6
    inner = COLUMN_OF_TWO - 2 * PADDING
    cards = [
        [
            (sheet.wrapped([Run(label, DETAIL)], inner), PADDING - 1),
            (sheet.wrapped([Run(value, TOLD_FACT)], inner), 0.4),
            ([], PADDING - 1.5),
        ]
        for label, value in text.facts
    ]
    in_pairs(sheet, cards, 4.0, partial(_card, sheet), inset=PADDING)
    sheet.y += 8
    sheet.block([Run(text.thanks, TOLD)], LEFT, WIDTH)
    sheet.y += 12
    sheet.need(70)
    _signature(sheet, issue, words, LEFT, sheet.y, 90)
    sheet.y += 12
    check_box(sheet, words, Check("", issue.url, which))
    feet(sheet, f"{which} · {issue.organisation}", words)
    return pdf.finished()


def _card(sheet: Sheet, x: float, top: float, height: float, _card: Card) -> None:
    sheet.pdf.field(x, top, COLUMN_OF_TWO, height, SAND)
    sheet.pdf.field(x, top, 0.8, height, CLAY)


def _begun(text: CertificateText, issue: CertificateIssue, *, landscape: bool) -> tuple[TaggedPDF, Words]:
    with reading(issue.language):
        how = gettext("Scan the code, or go to {url} and choose the file. You will see whether it is genuine.")
    words = words_of(issue.language) | {"how_to_check": how}
    pdf = TaggedPDF(
        language=words["lang"],
        title=clean(text.title),
        author=clean(issue.organisation),
        identifier=issue.number,
        created_at=issue.made_at,
        landscape=landscape,
    )
    return pdf, words


def _day(issue: CertificateIssue) -> str:
    with reading(issue.language):
        return on_date(local_day(issue.made_at))


def _centred(sheet: Sheet, lines: Sequence[Line], tag: str = "P") -> None:
    with sheet.pdf.tagged(tag):
        for line in lines:
            sheet.y = sheet.draw([line], MIDDLE - sheet.width_of(line) / 2, sheet.y)


def _name(sheet: Sheet, name: str) -> list[Line]:
    """The name as large as it fits on one line; a very long one on two."""
    for style in NAMES:
        lines = _balanced(sheet, name, style)
        if len(lines) == 1:
            break
    return lines


def _balanced(sheet: Sheet, text: str, style: Style) -> list[Line]:
    """As few lines as the page needs, and those about as long as each other."""
    width, lines = COLUMN, sheet.wrapped([Run(text, style)], COLUMN)
    while len(lines) > 1 and width > COLUMN / 2:
        width -= 6
        narrower = sheet.wrapped([Run(text, style)], width)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _frame(pdf: TaggedPDF) -> None:
    """A broad frame with a thin one inside it, and a diamond in each corner."""
    for inset, thick, colour in ((7.0, 2.2, SEA), (11.0, 0.5, GOLD)):
        across, down = WIDE - 2 * inset, HIGH - 2 * inset
        pdf.field(inset, inset, across, thick, colour)
        pdf.field(inset, HIGH - inset - thick, across, thick, colour)
        pdf.field(inset, inset, thick, down, colour)
        pdf.field(WIDE - inset - thick, inset, thick, down, colour)
    for x in (11.25, WIDE - 11.25):
        for y in (11.25, HIGH - 11.25):
            pdf.shape([(x - 4, y), (x, y - 4), (x + 4, y), (x, y + 4)], WHITE)
            pdf.shape([(x - 2.6, y), (x, y - 2.6), (x + 2.6, y), (x, y + 2.6)], GOLD)


def _ring(x: float, y: float, outer: float, inner: float, points: int) -> list[tuple[float, float]]:
    """The corners of a star with so many points; of a circle where both radii are one."""
    radii = (outer, inner)
    turns = (pi * step / points for step in range(2 * points))
    return [(x + radii[step % 2] * sin(turn), y - radii[step % 2] * cos(turn)) for step, turn in enumerate(turns)]


def _rosette(sheet: Sheet, x: float, y: float, text: CertificateText) -> None:
    """A rosette with the number of years, or a star, and two ribbons."""
    pdf = sheet.pdf
    for side in (-1, 1):
        tips = [(x, y + 6), (x + side * 8, y + 28), (x + side * 11.5, y + 23.5), (x + side * 16, y + 24.5)]
        pdf.shape([*tips, (x + side * 9, y + 4)], RUST)
    pdf.shape(_ring(x, y, 18, 15.8, 28), GOLD)
    pdf.shape(_ring(x, y, 14.6, 14.6, 45), WHITE)
    pdf.shape(_ring(x, y, 13.8, 13.8, 45), SEA)
    if not text.mark:
        pdf.shape(_ring(x, y, 8.4, 3.5, 5), SAND)
        return
    for word, style, top in ((text.mark, MARK, y - 8), (text.under_mark, UNDER_MARK, y + 3)):
        (line,) = sheet.wrapped([Run(word, style)], 26)
        sheet.draw([line], x - sheet.width_of(line) / 2, top)


def _emblem(sheet: Sheet, issue: CertificateIssue, words: Words) -> None:
    """The organisation's logo, or its name, in the middle on top."""
    drawn = picture(issue.logo) if issue.logo else None
    sheet.y = 21.0
    if drawn is None:
        sheet.y += 6
        _centred(sheet, sheet.wrapped([Run(issue.organisation, BRAND)], COLUMN))
        sheet.y += 5
        return
    png, width, height = drawn
    scale = min(LOGO_WIDTH / width, LOGO_HEIGHT / height)
    box = (MIDDLE - width * scale / 2, sheet.y, width * scale, height * scale)
    with sheet.pdf.tagged("Figure", alt=words["logo"].format(name=issue.organisation), box=box):
        sheet.pdf.image(BytesIO(png), *box)
    sheet.y += LOGO_HEIGHT + 4


def _facts(sheet: Sheet, facts: Sequence[tuple[str, str]]) -> None:
    """What can be counted, side by side where there is room for it between the thanks and the rosette."""
    top = max(sheet.y + 4, FACTS_FROM)
    if not facts or top + FACT_HEIGHT > FACTS_UNTIL:
        return
    left = MIDDLE - FACT_WIDTH * (len(facts) - 1) / 2
    with sheet.group("L"):
        for number, (label, value) in enumerate(facts):
            middle = left + number * FACT_WIDTH
            if number:
                with sheet.pdf.artifact():
                    sheet.pdf.field(middle - FACT_WIDTH / 2, top + 1, 0.3, FACT_HEIGHT - 2, GOLD)
            # What is counted is read before the number, though it stands below.
            with sheet.group("LI"), sheet.group("LBody"):
                for said, style, y in ((label, UNDER_FACT, top + FACT.leading), (value, FACT, top)):
                    (line,) = sheet.on_one_line(said, style, FACT_WIDTH - 4)
                    with sheet.pdf.tagged("P"):
                        sheet.draw([line], middle - sheet.width_of(line) / 2, y)


def _signature(sheet: Sheet, issue: CertificateIssue, words: Words, x: float, top: float, width: float) -> None:
    """Who signs it, when, and the picture of the signature on its line."""
    pdf, signed = sheet.pdf, issue.signed
    drawn = picture(signed.image) if signed.image else None
    if drawn is not None:
        png, wide, high = drawn
        scale = min(SIGNATURE_WIDTH / wide, SIGNATURE_HEIGHT / high)
        box = (x, top + SIGNATURE_HEIGHT - high * scale, wide * scale, high * scale)
        with pdf.tagged("Figure", alt=words["drawing"].format(name=signed.name), box=box):
            pdf.image(BytesIO(png), *box)
    y = top + SIGNATURE_HEIGHT + 1
    with pdf.artifact():
        pdf.field(x, y, width, 0.3, LINE)
    y += 1.4
    about = [signed.title, issue.organisation if signed.name != issue.organisation else "", _day(issue)]
    told = ([Run(signed.name, NAME)], [Run("\n".join(each for each in about if each), DETAIL)])
    for runs in told:
        lines = sheet.wrapped(runs, width)
        with pdf.tagged("P"):
            y = sheet.draw(lines, x, y)
    sheet.y = y


def _check(sheet: Sheet, issue: CertificateIssue, words: Words) -> None:
    """The code that leads to where it can be checked, and its number."""
    rows, top = squares_of(issue.url), 160.0
    box = (QR_X, top, QR_SIDE, QR_SIDE)
    with sheet.pdf.tagged("Figure", alt=words["qr"].format(url=issue.url), box=box):
        sheet.pdf.squares(QR_X, top, QR_SIDE, rows, INK)
    x, width = QR_X + QR_SIDE + 4, 62.0
    which = words["number"].format(number=issue.number, version=issue.edition)
    told = sheet.wrapped(
        [Run(f"{words['check']}\n{words['how_to_check'].format(url=issue.url)}\n{which}", FOOT)], width
    )
    with sheet.pdf.tagged("P"):
        sheet.draw(told, x, top + (QR_SIDE - leading_of(told)) / 2)
