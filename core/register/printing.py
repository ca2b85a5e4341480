"""Printing the list on the screen as an accessible PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, require_in
from core.documents.printing.document import feet, title, words_of
from core.i18n import local_day, on_date
from core.pdf.fonts import clean, font_for, unprintable
from core.pdf.style import BODY, BRAND, NAME, WIDTH
from core.pdf.tagged import TaggedPDF
from core.pdf.typeset import LEFT, Run, Sheet
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
    """The organisation's rows as headings with what the columns say below each; a row's first cell is its heading.

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
    sheet.block([Run(organisation, BRAND)], LEFT, WIDTH)
    sheet.y += 3
    title(sheet, heading, on_date(local_day(now)))
    for row in rows:
        told = [f"{column}: {cell}" for column, cell in zip(columns[1:], row[1:], strict=True) if cell]
        sheet.need(16)
        sheet.flow(sheet.wrapped([Run(row[0], NAME)], WIDTH), LEFT, "H2")
        if told:
            sheet.flow(sheet.wrapped([Run(" · ".join(told), BODY)], WIDTH), LEFT, "P")
        sheet.y += 1.5
    feet(sheet, clean(f"{organisation} · {heading}"), words)
    return pdf.finished()
