"""Told by phone: a colleague writes down what a volunteer told them is wrong."""

import streamlit as st

from core.access.permissions import Action
from core.i18n import gettext as _
from core.people.service import volunteer
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.addresses import go
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.widgets.headings import page_head
from pages.widgets.plain import plain
from pages.worries.telling import tell_form

context = require_actor(Action.WRITE_NOTES)
actor = actor_of(context)

show_flashes()
with refusal_shown(_("Told by phone")):
    engagement_id = id_in_address(st.query_params.get("id"))
    view = volunteer(session=context.session, actor=actor, engagement_id=engagement_id)
    page_head(_("Told by phone"))
    st.write(
        _(
            "Write down what {name} told you is wrong, as they said it. It goes to one person, and you cannot read it "
            "here afterwards unless that is you."
        ).format(name=plain(view.person.name))
    )
    tell_form(
        context,
        engagement_id,
        f"phone-{engagement_id}",
        lambda _told: go(addresses.VOLUNTEER, engagement_id),
        own=False,
    )
