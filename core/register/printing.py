"""Printing the list on the screen as an accessible PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, require_in
from core.documents.printing.document import feet, words_of
from core.i18n import local_day, on_date
from core.pdf.fonts import clean, font_for, unprintable
from core.pdf.style import BRAND, DETAIL, TITLE, WIDTH
from core.pdf.table import MARGIN, draw_table
from core.pdf.tagged import TaggedPDF
from core.pdf.typeset import Run, Sheet
from db.organisations import Organisation


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
    """The organisation's rows as a table, of which fifty volunteers with five columns take two pages.

    A letter that the fonts do not have is printed as "?": one name must not keep a whole list from being printed.
    """
    require_in(actor, Action.SEE_VOLUNTEERS, organisation_id)
    organisation = session.get_one(Organisation, organisation_id).name
    heading, columns = printed.heading, printed.columns
    asked = "\n".join([heading, organisation, *columns, *(cell for row in printed.rows for cell in row)])
    unknown = str.maketrans(dict.fromkeys(unprintable(asked), "?"))
    said, organisation = asked.translate(unknown), organisation.translate(unknown)
    rows = [[cell.translate(unknown) for cell in row] for row in printed.rows]
    words = words_of(language)
    pdf = TaggedPDF(
        language=words["lang"],
        title=clean(f"{heading}: {organisation}"),
        author=clean(organisation),
        identifier=f"register-{organisation_id}-{now:%Y%m%d%H%M%S}",
        created_at=now,
        size=font_for(said),
    )
    sheet = Sheet(pdf)
    sheet.y = 18.0
    sheet.block([Run(organisation, BRAND)], MARGIN, WIDTH)
    sheet.y += 2
    pdf.bookmark(clean(heading), 0, sheet.y)
    sheet.block([Run(heading, TITLE)], MARGIN, WIDTH, "H1")
    sheet.block([Run(on_date(local_day(now)), DETAIL)], MARGIN, WIDTH)
    sheet.y += 3
    draw_table(sheet, columns, rows)
    feet(sheet, clean(f"{organisation} · {heading}"), words)
    return pdf.finished()
