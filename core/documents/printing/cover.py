"""The first page of a document that was signed on paper, which says so before anything else (O4).

The scan itself is kept beside the sealed file and named here by its hash: what is on a photo cannot be read aloud nor
promised to archives, while every word that was signed stands on the pages that follow.
"""

from collections.abc import Iterable, Sequence

from core.documents.printing.signatures import PaperMark, SignatureMark, inside
from core.documents.text.exact import FrozenText
from core.i18n import at_time, on_date, reading
from core.pdf.style import (
    BODY,
    BODY_QUIET,
    CLAY,
    DETAIL,
    FOOT,
    HEADING,
    INDENT,
    NAME,
    PADDING,
    WIDTH,
    Paragraphs,
    Words,
    card_height,
    heading,
)
from core.pdf.typeset import LEFT, Run, Sheet, leading_of


def is_on_paper(marks: Sequence[SignatureMark]) -> bool:
    """Whether any of the signatures stands on paper, so that the document begins with a cover."""
    return any(mark.paper for mark in marks)


def cover(sheet: Sheet, text: FrozenText, marks: Sequence[SignatureMark], words: Words) -> None:
    """Who signed on paper and when, who recorded it, and what shows it: one card for each paper, on this page. Then
    what follows."""
    language = text.language
    cards = [_card(sheet, paper, signers, words, language) for paper, signers in _by_paper(marks)]
    intro = sheet.wrapped([Run(words["cover_intro"], BODY)], WIDTH)
    heading(sheet, words["paper"], HEADING, 20)
    sheet.flow(intro, LEFT)
    with sheet.group("L"):
        for card in cards:
            sheet.space(6)
            sheet.need(card_height(card))
            top = sheet.y
            with sheet.pdf.artifact():
                sheet.pdf.field(LEFT, top, 0.8, card_height(card), CLAY)
            with sheet.group("LI"), sheet.group("LBody"):
                for lines, above in card:
                    with sheet.pdf.tagged("P"):
                        sheet.y = sheet.draw(lines, LEFT + PADDING, sheet.y + above)
    sheet.space(12)
    _contents(sheet, text, words)


def _contents(sheet: Sheet, text: FrozenText, words: Words) -> None:
    """The headings of the pages that follow."""
    titled = [(section.number, section.title) for section in text.sections if section.title]
    headings = [*titled, ("", words["signatures"]), ("", words["check"])]
    indent = INDENT if any(number for number, _title in headings) else 0.0
    lines = [sheet.wrapped([Run(said, BODY)], WIDTH - indent) for _number, said in headings]
    heading(sheet, words["follows"], HEADING, sum(map(leading_of, lines[:2])) + 2)
    with sheet.group("L"):
        for (number, _said), said in zip(headings, lines, strict=True):
            sheet.need(leading_of(said) + 1)
            sheet.y += 1
            with sheet.group("LI"):
                if number:
                    with sheet.pdf.tagged("Lbl"):
                        sheet.draw(sheet.wrapped([Run(number, BODY_QUIET)], INDENT), LEFT, sheet.y)
                with sheet.group("LBody"):
                    sheet.flow(said, LEFT + indent)


def _by_paper(marks: Iterable[SignatureMark]) -> list[tuple[PaperMark, list[SignatureMark]]]:
    """The papers in the order their first signer stands in the document, each with those who signed it."""
    found: dict[PaperMark, list[SignatureMark]] = {}
    for mark in marks:
        if mark.paper:
            found.setdefault(mark.paper, []).append(mark)
    return list(found.items())


def _card(sheet: Sheet, paper: PaperMark, signers: Sequence[SignatureMark], words: Words, language: str) -> Paragraphs:
    with reading(language):
        day, at = on_date(paper.signed_on), at_time(paper.recorded_at)
    told = [words["recorded"].format(name=paper.recorded_by, at=at)]
    if paper.witness:
        told.append(words["witness"].format(name=paper.witness))
    if paper.scan_sha256:
        told.append(words["scan_kept"])
    width = WIDTH - PADDING
    card = [
        (sheet.wrapped([Run(f"{mark.name.strip()},", NAME), Run(inside(mark.label), BODY)], width), 0.0)
        for mark in signers
    ]
    card.append((sheet.wrapped([Run(words["signed_on"].format(day=day), BODY)], width), 1.0))
    card.append((sheet.wrapped([Run("\n".join(told), DETAIL)], width), 0.6))
    if paper.scan_sha256:
        card.append((sheet.wrapped([Run(f"{words['scan_hash']}\n{paper.scan_sha256}", FOOT)], width), 0.6))
    return card
