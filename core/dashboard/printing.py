"""The figures on the screen as an accessible PDF, for an annual report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, Subject, require
from core.documents.printing.document import feet, title, words_of
from core.i18n import local_day, on_date
from core.pdf.fonts import clean, font_for, unprintable
from core.pdf.style import BODY, BRAND, NAME, WIDTH
from core.pdf.tagged import TaggedPDF
from core.pdf.typeset import LEFT, Run, Sheet
from db.organisations import Organisation


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure to print: what it is called, its main thing in a sentence, and a line for each of its numbers."""

    heading: str
    told: str
    lines: Sequence[str]


def print_figures(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    heading: str,
    figures: Sequence[PrintedFigure],
    language: str,
    now: datetime,
) -> bytes:
    """One document of them all; "not_allowed" without the right to see figures.

    A letter that the fonts do not have is printed as "?", as the name of one place must not keep all from being
    printed.
    """
    require(actor, Action.SEE_FIGURES, Subject(organisation_id))
    organisation = session.get_one(Organisation, organisation_id).name
    asked = "\n".join(
        [heading, organisation, *(part for each in figures for part in (each.heading, each.told, *each.lines))]
    )
    unknown = str.maketrans(dict.fromkeys(unprintable(asked), "?"))
    words = words_of(language)
    pdf = TaggedPDF(
        language=words["lang"],
        title=clean(f"{heading}: {organisation}".translate(unknown)),
        author=clean(organisation.translate(unknown)),
        identifier=f"figures-{organisation_id}-{now:%Y%m%d%H%M%S}",
        created_at=now,
        size=font_for(asked.translate(unknown)),
    )
    sheet = Sheet(pdf)
    sheet.y = 18.0
    sheet.block([Run(organisation.translate(unknown), BRAND)], LEFT, WIDTH)
    sheet.y += 3
    title(sheet, heading.translate(unknown), on_date(local_day(now)))
    for figure in figures:
        sheet.need(24)
        sheet.flow(sheet.wrapped([Run(figure.heading.translate(unknown), NAME)], WIDTH), LEFT, "H2")
        for line in (figure.told, *figure.lines):
            sheet.flow(sheet.wrapped([Run(line.translate(unknown), BODY)], WIDTH), LEFT, "P")
        sheet.y += 2.5
    feet(sheet, clean(f"{organisation} · {heading}".translate(unknown)), words)
    return pdf.finished()
