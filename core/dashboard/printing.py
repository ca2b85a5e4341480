"""The figures on the screen as an accessible PDF, for an annual report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, Subject, require
from core.documents.printing.document import feet, words_of
from core.i18n import local_day, on_date
from core.pdf.fonts import clean, font_for, unprintable
from core.pdf.style import BODY, BRAND, DETAIL, NAME, TITLE, WIDTH
from core.pdf.table import MARGIN, draw_table
from core.pdf.tagged import TaggedPDF
from core.pdf.typeset import Run, Sheet
from db.organisations import Organisation


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure to print: what it is called, its main thing in a sentence, and its numbers: the columns, and a cell of
    each row for each of them; no rows where there is nothing to count."""

    heading: str
    told: str
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()

    @property
    def words(self) -> Iterator[str]:
        """All that is written in it."""
        return chain((self.heading, self.told), self.columns, *self.rows)


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
    asked = "\n".join([heading, organisation, *(word for each in figures for word in each.words)])
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
    sheet.block([Run(organisation.translate(unknown), BRAND)], MARGIN, WIDTH)
    sheet.y += 2
    pdf.bookmark(clean(heading.translate(unknown)), 0, sheet.y)
    sheet.block([Run(heading.translate(unknown), TITLE)], MARGIN, WIDTH, "H1")
    sheet.block([Run(on_date(local_day(now)), DETAIL)], MARGIN, WIDTH)
    sheet.y += 5
    for figure in figures:
        # A heading stands with its sentence and the first rows below it.
        sheet.need(34)
        sheet.flow(sheet.wrapped([Run(figure.heading.translate(unknown), NAME)], WIDTH), MARGIN, "H2")
        sheet.flow(sheet.wrapped([Run(figure.told.translate(unknown), BODY)], WIDTH), MARGIN, "P")
        sheet.y += 1
        if figure.rows:
            rows = [[cell.translate(unknown) for cell in row] for row in figure.rows]
            draw_table(sheet, [column.translate(unknown) for column in figure.columns], rows)
        sheet.y += 5
    feet(sheet, clean(f"{organisation} · {heading}".translate(unknown)), words)
    return pdf.finished()
