"""Renewing what was agreed: the next document, with the points and answers of the one that holds."""

from datetime import date
from uuid import UUID

from core.documents.drafting.renewing import renew
from core.documents.template.model import kind_name
from core.i18n import gettext as _
from core.i18n import on_date
from core.register.renewals import RenewalDue, count_to_look_at_again, to_look_at_again
from pages.people.filters import Chosen
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.addresses import go
from pages.shell.context import Context, actor_of
from pages.widgets.headings import section
from pages.widgets.plain import and_words
from pages.widgets.rows import RowState, row_button
from pages.widgets.rows import row as list_row
from pages.widgets.show_more import more_of, shown


def draw_renewals(context: Context, organisation_id: UUID, chosen: Chosen) -> None:
    """What was agreed some time ago, of what the reader chose to see."""
    count = count_to_look_at_again(
        session=context.session,
        actor=actor_of(context),
        organisation_id=organisation_id,
        filtered_by=chosen,
        today=context.today,
    )
    if not count:
        return
    heading = section(_("Time to look at it again"), count)
    found = to_look_at_again(
        session=context.session,
        actor=actor_of(context),
        organisation_id=organisation_id,
        filtered_by=chosen,
        most=shown("again"),
        today=context.today,
    )
    with heading.rows("again"):
        for row in found:
            renewal_row(row, context.today)
    more_of(count, "again")


def renewal_row(row: RenewalDue, today: date) -> None:
    """A document to look at again: whose it is, since when or until when, and its renewal."""
    names = and_words(name for name in (row.volunteer_name, row.partner_name) if name)
    if row.valid_until and row.valid_until < today:
        told = _("It was valid until {date}").format(date=on_date(row.valid_until))
    elif row.valid_until and row.valid_until <= row.on:
        told = _("It holds until {date}").format(date=on_date(row.valid_until))
    else:
        told = _("To look at together on {date}").format(date=on_date(row.on))
    list_row(
        addresses.DOCUMENT, row.document_id, names, what=kind_name(row.kind), state=RowState(icon="event"), when=told
    )
    if row_button(_("Renew"), f"renew-{row.document_id}"):
        renew_and_open(row.document_id)


def renew_and_open(document_id: UUID) -> None:
    """Begin the next one and go on to it; what is refused is said on this page."""
    act(
        lambda by: renew(**by, document_id=document_id),
        _("The new one begins with the points and answers of the old one, which holds until the new one is signed."),
        redraw_refused=True,
        then=lambda document: go(addresses.LETTER, document.id),
    )
