"""All documents: whom they wait for, longest first, each with its next thing; what to renew, and the finished."""

import streamlit as st

from core.access.permissions import Action
from core.documents.rules import DocumentState
from core.i18n import gettext as _
from core.i18n import ngettext
from core.register.documents import DocumentRow, documents_waiting, finished_documents, programme_names
from core.register.rules import FINISHED
from core.register.volunteers import VolunteerRow, newcomers
from pages.documents.renewal import draw_renewals
from pages.documents.rows import document_row, volunteer_row
from pages.documents.status import word
from pages.people.filters import filters
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.telling.mails import mails
from pages.widgets.headings import page_head, section
from pages.widgets.show_more import first_ones, more_button, more_of, shown

context = require_actor(Action.SEE_DOCUMENTS)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.SEE_DOCUMENTS)
programmes = programme_names(session=context.session, actor=actor, language=context.language)


def documents(*, finished: bool) -> list[DocumentRow]:
    """The documents of what the reader chose to see."""
    found = documents_waiting(
        session=context.session,
        actor=actor,
        organisation_id=organisation_id,
        filtered_by=chosen,
        finished=finished,
        today=context.today,
    )
    return [row for row in found if chosen.state in (None, row.state)]


def group(title: str, rows: list[DocumentRow], key: str, *, first: bool = False) -> None:
    """One heading with its rows, the first of them as the page's main action."""
    if rows:
        with section(title, len(rows)).rows(key):
            for place, row in enumerate(first_ones(rows, key)):
                document_row(row, programmes, first=first and place == 0)
        more_button(rows, key)


def group_of_volunteers(rows: list[VolunteerRow], count: int, *, first: bool) -> None:
    """The first of `count` volunteers without a document, or who cannot get in."""
    if rows:
        with section(_("Volunteers to get started"), count).rows("newcomers"):
            for place, row in enumerate(rows):
                volunteer_row(row, programmes, first=first and place == 0)
        more_of(count, "newcomers")


show_flashes()
page_head(_("Documents"))
mails(context, organisation_id)
chosen = filters(context, organisation_id, lambda: programmes, states={state: word(state) for state in DocumentState})
waiting = [] if chosen.state in FINISHED else documents(finished=False)
mine = [row for row in waiting if row.mine]
to_start: list[VolunteerRow] = []
starting = 0
if chosen.state is None:
    to_start, starting = newcomers(
        session=context.session,
        actor=actor,
        organisation_id=organisation_id,
        filtered_by=chosen,
        most=shown("newcomers"),
        now=context.now,
    )
over = finished_documents(session=context.session, actor=actor, organisation_id=organisation_id, filtered_by=chosen)
group(_("Waits for you"), mine, "mine", first=True)
group_of_volunteers(to_start, starting, first=not mine)
group(_("Waits for others"), [row for row in waiting if not row.mine], "others")
if chosen.state is None:
    draw_renewals(context, organisation_id, chosen)
if not (waiting or to_start or chosen.state in FINISHED):
    st.success(_("Nothing waits. Everyone has done what they should."), icon=":material/check_circle:")
if over and chosen.state in (None, *FINISHED):
    label = ngettext("{count} finished document", "{count} finished documents", over).format(count=over)
    folded = st.expander(
        label, icon=":material/inventory_2:", on_change="rerun", key="finished", expanded=chosen.state in FINISHED
    )
    if folded.open:
        with folded:
            group(_("Finished"), documents(finished=True), "over")
