"""From the frozen text and the marks of those who signed to the printed document.

The language of the document is its signing language and not the reader's, so the few words the page adds itself are
looked up in that one.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from types import MappingProxyType

from PIL import Image, UnidentifiedImageError

from core.documents.printing.clauses import KEPT_TOGETHER, Answers, draw_section
from core.documents.printing.closing import Check, closing
from core.documents.printing.cover import cover, is_on_paper
from core.documents.printing.signatures import SignatureMark
from core.documents.printing.typography import answers_as_printed, as_printed
from core.documents.text.exact import FrozenParty, FrozenText
from core.i18n import N_, local_day, locale_of, on_date, reading
from core.pdf.fonts import clean
from core.pdf.quotes import typographic
from core.pdf.style import (
    BODY,
    BRAND,
    CLAY,
    COLUMN,
    DETAIL,
    FOOT,
    LINE,
    NAME,
    PADDING,
    SAND,
    SMALL_HEADING,
    TITLE,
    WIDTH,
    Card,
    Words,
    card_height,
    heading,
    in_pairs,
    words_said,
)
from core.pdf.tagged import TaggedPDF
from core.pdf.typeset import BOTTOM, LEFT, TOP, Run, Sheet, leading_of

LOGO_WIDTH, LOGO_HEIGHT = 60.0, 18.0
LOGO_PIXELS = (1200, 400)
HEAD_Y = 12.0

# What the page says of itself, by what it is used for.
WORDS = {
    "in_short": N_("In short"),
    "parties": N_("Who takes part"),
    "on_behalf_of": N_("on behalf of {name}"),
    "reworded": N_("adapted"),
    "reworded_note": N_("Points marked “adapted” are worded especially for this document."),
    "signatures": N_("Signatures"),
    "unsigned": N_("Date and signature"),
    "own_device": N_("Signed on their own device"),
    "together": N_("Signed together with {name}, who lent their device"),
    "paper": N_("Signed on paper"),
    "signed_on": N_("Signed on paper on {day}"),
    "cover_intro": N_(
        "This document was signed on paper by those named below. The text they signed is on the following pages."
    ),
    "follows": N_("On the following pages"),
    "recorded": N_("Written into the portal by {name} on {at}"),
    "witness": N_("Witness: {name} saw it being signed"),
    "scan_kept": N_("A picture of the signed paper is kept in the portal"),
    "scan_hash": N_("Fingerprint of the picture (SHA-256)"),
    "check": N_("Is this document genuine?"),
    "how_to_check": N_(
        "Scan the code, or go to {url} and choose the file. You will see whether it is exactly what was signed."
    ),
    "number": N_("Document number {number}, version {version}"),
    "fingerprint": N_("Fingerprint of the text (SHA-256)"),
    "qr": N_("QR code that leads to {url}"),
    "logo": N_("Logo of {name}"),
    "drawing": N_("Signature drawn by {name}"),
    "page": N_("Page {page} of {pages}"),
}


def words_of(language: str) -> Words:
    """What the page says of itself in `language`; under "lang" the language as a PDF names it: "da-DK"."""
    return {**words_said(WORDS, language), "lang": locale_of(language).replace("_", "-")}


def render(
    text: FrozenText,
    marks: Sequence[SignatureMark],
    *,
    number: str,
    version: int,
    verify_url: str,
    logo: bytes | None,
    created_at: datetime,
    answers: Answers = MappingProxyType({}),
) -> bytes:
    """The document as PDF/A-2u and PDF/UA-1; the same input always gives the same bytes.

    `number` is the public check number, also kept in the file's own description. Parties who sign but have no mark get
    an empty line to sign on. A logo that cannot be read gives way to the organisation's name. No letter is refused and
    none is lost: `core.pdf.fonts.clean` tells what no font draws. `answers` are the lines of the text that its parties
    answered, which are set apart.
    """
    words, fingerprint = words_of(text.language), text.fingerprint()
    text, answers = as_printed(text), answers_as_printed(answers, text.language)
    marks = [replace(mark, label=typographic(mark.label, text.language)) for mark in marks]
    with reading(text.language):
        day = on_date(local_day(created_at))
    issue = words["number"].format(number=number, version=version)

    def laid(kept_together: float) -> Sheet:
        sheet = Sheet(
            TaggedPDF(
                language=words["lang"],
                title=clean(text.title),
                author=clean(text.organisation),
                identifier=number,
                created_at=created_at,
            )
        )
        masthead(sheet, text.organisation, words, logo)
        if on_paper := is_on_paper(marks):
            title(sheet, text.title, f"{issue} · {day}")
            cover(sheet, text, marks, words)
            sheet.next_page()
        opening(sheet, text, words, f"{issue} · {day}", titled=on_paper)
        end = closing(sheet, text, marks, words, Check(fingerprint, verify_url, issue))
        for section in text.sections:
            following = end.together() if section is text.sections[-1] else 0.0
            draw_section(sheet, section, words, answers, following, kept_together=kept_together)
        end.draw(sheet)
        return sheet

    sheet = laid(KEPT_TOGETHER)
    if sheet.y - TOP <= sheet.left:
        # What stands on the last page would find room before it: a page less is worth more than no list that breaks
        # after its first point.
        closer = laid(0.0)
        sheet = closer if closer.pdf.pages_count < sheet.pdf.pages_count else sheet
    feet(sheet, f"{issue} · {text.organisation}", words, head=text.title)
    return sheet.pdf.finished()


def begun(
    said: str, about: str, language: str, *, organisation: str, identifier: str, made_at: datetime, called: str = ""
) -> Sheet:
    """The beginning of what is printed and is no document of anybody's: a form, a guide, a log book, as PDF/A-2u and
    PDF/UA-1. `said` is its heading, `about` whose or what it is, and `called` how the file is where that is more."""
    pdf = TaggedPDF(
        language=words_of(language)["lang"],
        title=clean(called or said),
        author=clean(organisation),
        identifier=identifier,
        created_at=made_at,
    )
    sheet = Sheet(pdf)
    sheet.y = 18.0
    sheet.block([Run(organisation, BRAND)], LEFT, WIDTH)
    sheet.y += 3
    title(sheet, said, about)
    sheet.y += 2
    return sheet


def masthead(sheet: Sheet, organisation: str, words: Words, logo: bytes | None) -> None:
    """The organisation's logo, or its name, on top of the first page."""
    drawn = picture(logo) if logo else None
    sheet.y = 18.0
    if drawn is None:
        sheet.block([Run(organisation, BRAND)], LEFT, WIDTH)
    else:
        png, width, height = drawn
        scale = min(LOGO_WIDTH / width, LOGO_HEIGHT / height)
        box = (LEFT, sheet.y, width * scale, height * scale)
        with sheet.pdf.tagged("Figure", alt=words["logo"].format(name=organisation), box=box):
            sheet.pdf.image(BytesIO(png), *box)
        sheet.y += height * scale
    sheet.y += 3.5
    with sheet.pdf.artifact():
        sheet.pdf.field(LEFT, sheet.y, WIDTH, 0.25, LINE)
        sheet.pdf.field(LEFT, sheet.y - 0.35, 18, 0.8, CLAY)
    sheet.y += 8


@lru_cache(maxsize=8)
def picture(logo: bytes) -> tuple[bytes, int, int] | None:
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


def title(sheet: Sheet, said: str, issue: str) -> None:
    """The one heading of the whole document, and which one it is."""
    sheet.pdf.bookmark(clean(said), 0, sheet.y)
    sheet.block([Run(said, TITLE)], LEFT, WIDTH, "H1")
    sheet.y += 1.5
    sheet.block([Run(issue, DETAIL)], LEFT, WIDTH)
    sheet.y += 5


def opening(sheet: Sheet, text: FrozenText, words: Words, issue: str, *, titled: bool = False) -> None:
    """What comes before the first section; a document `titled` on its cover has no second main heading here."""
    if titled:
        sheet.block([Run(text.title, TITLE)], LEFT, WIDTH)
        sheet.y += 5
    else:
        title(sheet, text.title, issue)
    if text.in_short:
        _in_short(sheet, text.in_short, words["in_short"])
    if text.opening:
        sheet.block([Run(text.opening, BODY)], LEFT, WIDTH)
        sheet.y += 4
    if text.parties:
        heading(sheet, words["parties"], SMALL_HEADING, _parties_height(sheet, text.parties, words))
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


def _party(sheet: Sheet, party: FrozenParty, words: Words) -> Card:
    wrapped: list[tuple[list[Run], float]] = [([Run(party.label, DETAIL)], 0.0), ([Run(party.name, NAME)], 0.0)]
    if party.on_behalf_of:
        wrapped.append(([Run(words["on_behalf_of"].format(name=party.on_behalf_of), DETAIL)], 0.0))
    if party.lines:
        wrapped.append(([Run("\n".join(party.lines), DETAIL)], 0.6))
    return [(sheet.wrapped(runs, COLUMN - 4), above) for runs, above in wrapped]


def _parties_height(sheet: Sheet, parties: Sequence[FrozenParty], words: Words) -> float:
    return max(card_height(_party(sheet, party, words)) for party in parties[:2])


def _parties(sheet: Sheet, parties: Sequence[FrozenParty], words: Words) -> None:
    in_pairs(sheet, [_party(sheet, party, words) for party in parties], 4.0)


def feet(sheet: Sheet, said: str, words: Words, *, head: str = "", margin: float = LEFT) -> None:
    """The foot of every page, and what the document is called on top of all but the first, when the pages are known."""
    pdf, pages = sheet.pdf, sheet.pdf.pages_count
    y, width = pdf.high - 17, pdf.wide - 2 * margin
    foot, above = sheet.on_one_line(said, FOOT, width - 25), sheet.on_one_line(head, FOOT, width)
    for page in range(1, pages + 1):
        pdf.page = page
        count = sheet.wrapped([Run(words["page"].format(page=page, pages=pages), FOOT)], 25)
        with pdf.artifact():
            if head and page > 1:
                sheet.draw(above, margin, HEAD_Y)
                pdf.field(margin, HEAD_Y + FOOT.leading + 1, width, 0.2, LINE)
            pdf.field(margin, y, width, 0.2, LINE)
            sheet.draw(foot, margin, y + 2)
            sheet.draw(count, margin + width - sheet.width_of(count[0]), y + 2)
