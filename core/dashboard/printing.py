"""The figures on the screen as an accessible PDF, for an annual report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, Subject, require
from core.documents.printing.document import feet, words_of
from core.i18n import local_day, on_date
from core.pdf.fonts import clean
from core.pdf.style import BODY, BRAND, DETAIL, NAME, TITLE, WIDTH
from core.pdf.table import MARGIN, draw_table, widths_of
from core.pdf.tagged import TaggedPDF
from core.pdf.typeset import Run, Sheet
from db.organisations import Organisation

# How much is left on a page at least where a figure begins, and between one and the next, in millimetres.
WITH_ROWS, WITHOUT, BETWEEN = 36.0, 12.0, 4.0


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure to print: what it is called, its main thing in a sentence, and its numbers: the columns, and a cell of
    each row for each of them; no rows where there is nothing to count. `note` says how to read them."""

    heading: str
    told: str
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    note: str = ""


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
    """One document of them all; "not_allowed" without the right to see figures."""
    require(actor, Action.SEE_FIGURES, Subject(organisation_id))
    organisation = session.get_one(Organisation, organisation_id).name
    words = words_of(language)
    pdf = TaggedPDF(
        language=words["lang"],
        title=clean(f"{heading}: {organisation}"),
        author=clean(organisation),
        identifier=f"figures-{organisation_id}-{now:%Y%m%d%H%M%S}",
        created_at=now,
    )
    sheet = Sheet(pdf)
    sheet.y = 18.0
    sheet.block([Run(organisation, BRAND)], MARGIN, WIDTH)
    sheet.y += 2
    pdf.bookmark(clean(heading), 0, sheet.y)
    sheet.block([Run(heading, TITLE)], MARGIN, WIDTH, "H1")
    sheet.block([Run(on_date(local_day(now)), DETAIL)], MARGIN, WIDTH)
    sheet.y += 5
    widths = _widths(sheet, figures)
    for figure in figures:
        # A heading stands with its sentence and the first rows below it; one without rows takes less.
        sheet.need(WITH_ROWS if figure.rows else WITHOUT)
        pdf.bookmark(clean(figure.heading), 1, sheet.y)
        sheet.flow(sheet.wrapped([Run(figure.heading, NAME)], WIDTH), MARGIN, "H2")
        sheet.flow(sheet.wrapped([Run(figure.told, BODY)], WIDTH), MARGIN, "P")
        sheet.y += 1
        if figure.rows:
            if figure.note:
                sheet.flow(sheet.wrapped([Run(figure.note, DETAIL)], WIDTH), MARGIN, "P")
                sheet.y += 1
            draw_table(sheet, figure.columns, figure.rows, widths=widths[len(figure.columns)])
        sheet.y += BETWEEN
    feet(sheet, f"{organisation} · {heading}", words, head=heading, margin=MARGIN)
    return pdf.finished()


def _widths(sheet: Sheet, figures: Sequence[PrintedFigure]) -> Mapping[int, Sequence[float]]:
    """How wide columns are by how many there are, so that those of tables below each other stand in line."""
    tables: dict[int, list[PrintedFigure]] = {}
    for figure in figures:
        if figure.rows:
            tables.setdefault(len(figure.columns), []).append(figure)
    return {
        count: widths_of(sheet, alike[0].columns, [row for each in alike for row in (each.columns, *each.rows)])
        for count, alike in tables.items()
    }
