"""The register: all volunteers the reader looks after, found, sorted and told of as they choose."""

import streamlit as st

from core.access.permissions import Action, may
from core.i18n import gettext as _
from core.register.choices import A_PAGE
from core.register.documents import programme_names
from core.register.service import register
from pages.bulk import changing as changing_many
from pages.people.same_as import twice
from pages.register import many
from pages.register.choices import PAGE, choices
from pages.register.export import files
from pages.register.rows import row_of, table, to_choose
from pages.register.views import recall, remember, views
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.widgets.headings import page_head, section
from pages.widgets.pager import pager

context = require_actor(Action.SEE_VOLUNTEERS)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.SEE_VOLUNTEERS)
programmes = programme_names(session=context.session, actor=actor, language=context.language)

show_flashes()
head = page_head(_("Volunteers"))
if (job := changing_many.under_way()) is not None:
    changing_many.do_it(job)
    st.stop()
recall(context, organisation_id)
with head:
    if may(actor, Action.DRAFT_DOCUMENT):
        st.page_link(addresses.SEND_MANY, label=_("Send to many"), icon=":material/send:")
    if may(actor, Action.DOWNLOAD_DOCUMENTS):
        st.page_link(addresses.DOWNLOAD_DOCUMENTS, label=_("Download documents"), icon=":material/folder_zip:")
    if may(actor, Action.IMPORT_PEOPLE):
        st.page_link(addresses.IMPORT_SHEET, label=_("From a spreadsheet"), icon=":material/table_view:")
    if may(actor, Action.ADD_VOLUNTEER) and st.button(
        _("Add a volunteer"), type="primary", icon=":material/person_add:"
    ):
        st.switch_page(addresses.ADD_VOLUNTEER)
views(context, organisation_id)
chosen = choices(context, organisation_id, programmes)
remember(context, organisation_id)
found = register(
    session=context.session,
    actor=actor,
    organisation_id=organisation_id,
    filtered_by=chosen.filtered_by,
    order=chosen.order,
    backwards=chosen.backwards,
    page=PAGE.get(),
    now=context.now,
)
if found.rows:
    heading = section(_("Found"), found.total)
    many.choosing(context, organisation_id, chosen.filtered_by, found.total)
    if many.under_way():
        many.rows_to_choose(found.rows, lambda row: to_choose(row, chosen.columns, programmes, context.today))
    elif chosen.as_table:
        table(found.rows, chosen, programmes, context.today)
    else:
        with heading.rows("register"):
            for row in found.rows:
                row_of(row, chosen.columns, programmes, context)
    twice(context, organisation_id, [row.engagement_id for row in found.rows])
    pager(PAGE, found.page, total=found.total, at_once=A_PAGE)
    files(context, organisation_id, chosen, programmes)
else:
    st.info(_("Nobody here fits what you search for."), icon=":material/search_off:")
if may(actor, Action.DRAFT_DOCUMENT):
    st.page_link(addresses.BLANK_FORMS, label=_("Blank forms to print"), icon=":material/print:")
