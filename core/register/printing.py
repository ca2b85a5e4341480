"""Printing the list on the screen as an accessible PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, require_in
from core.documents.printing.document import feet, words_of
from core.i18n import local_day, on_date
from core.pdf.fonts import clean
from core.pdf.style import BRAND, DETAIL, TITLE, WIDTH
from core.pdf.table import MARGIN, draw_table
from core.pdf.tagged import TaggedPDF
from core.pdf.typeset import Run, Sheet
from db.organisations import Organisation

MOST_UPRIGHT = 3  # columns that have room enough on a page standing upright


@dataclass(frozen=True, slots=True)
class PrintedList:
    """A list to print: what it is called, its columns, and a cell of each row for each of them."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def print_list(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    printed: PrintedList,
    language: str,
    now: datetime,
) -> bytes:
    """The organisation's rows as a table; one of more than a few columns lies on its side."""
    require_in(actor, Action.SEE_VOLUNTEERS, organisation_id)
    organisation = session.get_one(Organisation, organisation_id).name
    heading = printed.heading
    words = words_of(language)
    pdf = TaggedPDF(
        language=words["lang"],
        title=clean(f"{heading}: {organisation}"),
        author=clean(organisation),
        identifier=f"register-{organisation_id}-{now:%Y%m%d%H%M%S}",
        created_at=now,
        landscape=len(printed.columns) > MOST_UPRIGHT,
    )
    sheet = Sheet(pdf)
    sheet.y = 18.0
    sheet.block([Run(organisation, BRAND)], MARGIN, WIDTH)
    sheet.y += 2
    pdf.bookmark(clean(heading), 0, sheet.y)
    sheet.block([Run(heading, TITLE)], MARGIN, WIDTH, "H1")
    sheet.block([Run(on_date(local_day(now)), DETAIL)], MARGIN, WIDTH)
    sheet.y += 3
    draw_table(sheet, printed.columns, printed.rows, pages_named=True)
    feet(sheet, f"{organisation} · {heading}", words, head=heading, margin=MARGIN)
    return pdf.finished()
