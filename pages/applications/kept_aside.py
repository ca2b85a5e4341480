"""Applications kept aside because very many came at once: to look through, take in, or delete together."""

from functools import partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.applications.aside import delete_aside, kept_aside, take_in
from core.i18n import at_time, ngettext
from core.i18n import gettext as _
from pages.shell.action import By, act
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.widgets.headings import page_head, section
from pages.widgets.pager import pager
from pages.widgets.rows import line, row_button


def _take_in(application_id: UUID, by: By) -> None:
    take_in(**by, application_id=application_id)


PER_PAGE = 25
PAGE = ScreenState("aside-page", 1)
context = require_actor(Action.HANDLE_APPLICATIONS)
organisation_id = current_organisation(context, Action.HANDLE_APPLICATIONS)

show_flashes()
page_head(_("Kept aside"))
st.markdown(
    _(
        "These came very fast, or while very many came. They may be from people or not. Whoever opens the link in "
        "their mail is among the others by themselves. You can take in whom you know of."
    )
)
page = PAGE.get()
found, total = kept_aside(
    session=context.session,
    actor=actor_of(context),
    organisation_id=organisation_id,
    page=page,
    at_once=PER_PAGE,
)
with section(_("Kept aside"), total).rows("aside"):
    for each in found:
        line(each.name, what=each.motivation[:200], when=at_time(each.submitted_at) if each.submitted_at else "")
        if row_button(_("Take it in"), f"take-{each.id}"):
            act(partial(_take_in, each.id), _("It is among the others now."), redraw_refused=True)
pager(PAGE, page, total=total, at_once=PER_PAGE)
if not total:
    st.info(_("Nothing is kept aside."), icon=":material/check:")
else:
    with st.expander(_("Delete all of them"), icon=":material/delete:", key="aside-delete"):
        st.markdown(_("They are gone at once, and cannot be fetched back."))
        if st.button(_("Delete all of them"), key="aside-delete-all"):
            act(
                lambda by: delete_aside(**by, organisation_id=organisation_id),
                lambda gone: ngettext("{count} is deleted.", "{count} are deleted.", gone).format(count=gone),
            )
