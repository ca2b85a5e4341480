"""All documents: whom they wait for, longest first, each with its next thing; what to renew, and the finished."""

from functools import partial

import streamlit as st

from core.access.permissions import Action
from core.access.trail import ListKind
from core.documents.rules import DocumentState
from core.documents.template.model import kind_name
from core.i18n import N_, local_day, ngettext
from core.i18n import gettext as _
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
from pages.widgets.downloads import ListOut, list_button
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


def out() -> ListOut[DocumentRow]:
    """All documents that are under way and fit, as a table."""
    ask = partial(
        documents_waiting,
        actor=actor,
        organisation_id=organisation_id,
        filtered_by=chosen,
        finished=False,
        today=context.today,
    )
    known, wanted = dict(programmes), chosen.state
    return ListOut(
        ListKind.DOCUMENTS,
        Action.SEE_DOCUMENTS,
        organisation_id,
        {
            N_("Document"): lambda row: kind_name(row.kind),
            N_("Volunteer"): lambda row: " · ".join(each for each in (row.volunteer_name, row.partner_name) if each),
            N_("Workplace"): lambda row: row.workplace,
            N_("Programme"): lambda row: known.get(row.programme, row.programme),
            N_("Contact person"): lambda row: row.contact_person,
            N_("State"): lambda row: word(row.state),
            N_("Waits for"): lambda row: ", ".join(each.name for each in row.waiting_for),
            N_("Waiting since"): lambda row: local_day(row.waiting_since),
        },
        lambda opened: [row for row in ask(session=opened) if wanted in (None, row.state)],
    )


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
if waiting:
    list_button(out())
if over and chosen.state in (None, *FINISHED):
    label = ngettext("{count} finished document", "{count} finished documents", over).format(count=over)
    folded = st.expander(
        label, icon=":material/inventory_2:", on_change="rerun", key="finished", expanded=chosen.state in FINISHED
    )
    if folded.open:
        with folded:
            group(_("Finished"), documents(finished=True), "over")
