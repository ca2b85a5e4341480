"""Rows of documents and volunteers, each with the one next thing to do about it."""

from collections.abc import Mapping

from core.documents.rules import DocumentState
from core.documents.template.model import kind_name
from core.i18n import gettext as _
from core.journey.doing import Do
from core.register.documents import DocumentRow
from core.register.volunteers import VolunteerRow
from pages.documents.phrases import JOINING, JOINING_ICONS, STATE_BADGES, since_words, waits_words
from pages.documents.status import word
from pages.journey.doing import RowSubject, next_button
from pages.shell import addresses
from pages.shell.context import actor_of, current
from pages.widgets.plain import and_words
from pages.widgets.rows import RowState
from pages.widgets.rows import row as list_row


def document_row(row: DocumentRow, programmes: Mapping[str, str], *, first: bool = False, named: bool = True) -> None:
    """One document in a list: whose, whom it waits for, and its next thing.

    The row leads to the volunteer where it is `named` by them. Among a volunteer's own it leads to the document, so
    that one about which nothing is needed has no button to open it, and says since when it stands.
    """
    kind = kind_name(row.kind)
    colour, icon = STATE_BADGES[row.state]
    page, id_ = (addresses.VOLUNTEER, row.engagement_id) if named else (_page_of(row), row.document_id)
    list_row(
        page,
        id_,
        and_words(name for name in (row.volunteer_name, row.partner_name) if name) if named else kind,
        place=_place(row, programmes) if named else "",
        what=kind if named else "",
        state=RowState(word(row.state), colour, icon),
        when=waits_words(row, actor_of(current()).person_id) or ("" if named else since_words(row)),
    )
    if not named and row.next is Do.READ:
        return
    about = RowSubject(row.engagement_id, row.document_id, to_sign=row.state is DocumentState.WAITING)
    next_button(row.next, about, key=f"do-{row.document_id}", loud=first)


def _page_of(row: DocumentRow) -> str:
    """Where a document is read, or prepared until everybody has filled in theirs."""
    return addresses.LETTER if row.state in (DocumentState.DRAFT, DocumentState.FILLING_IN) else addresses.DOCUMENT


def _place(row: DocumentRow | VolunteerRow, programmes: Mapping[str, str]) -> str:
    """Where a volunteer belongs: workplace, programme, contact person."""
    told = (row.workplace, programmes.get(row.programme, ""), row.contact_person)
    return " · ".join(part for part in told if part)


def volunteer_row(row: VolunteerRow, programmes: Mapping[str, str], *, first: bool = False) -> None:
    """One volunteer: where they belong, whether they have joined, and the next thing."""
    list_row(
        addresses.VOLUNTEER,
        row.engagement_id,
        row.name,
        place=_place(row, programmes),
        what=_(JOINING[row.joining]),
        state=RowState(icon=JOINING_ICONS[row.joining]),
    )
    about = RowSubject(row.engagement_id, document_kind=next(iter(row.undrafted), ""))
    next_button(row.next, about, key=f"volunteer-{row.engagement_id}", loud=first)
