"""What is easily missed of applications: that one is asked about somebody, and that some are kept aside."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.applications.aside import kept_aside
from core.assessments.views import count_asked_of_me
from core.i18n import ngettext
from pages.shell import addresses
from pages.shell.context import Context, actor_of


def asked_about(context: Context) -> None:
    """The way to what the reader is asked and has not answered; nothing where there is none."""
    actor = actor_of(context)
    if not may(actor, Action.GIVE_VIEW):
        return
    count = count_asked_of_me(session=context.session, actor=actor, today=context.today)
    if count:
        label = ngettext(
            "You are asked about {count} person who would like to be a volunteer",
            "You are asked about {count} people who would like to be volunteers",
            count,
        )
        st.page_link(addresses.ASKED_VIEWS, label=label.format(count=count), icon=":material/how_to_reg:")


def aside(context: Context, organisation_id: UUID) -> None:
    """The way to what was kept aside in a rush, wherever applications are looked for; nothing where there is none."""
    _rows, count = kept_aside(
        session=context.session, actor=actor_of(context), organisation_id=organisation_id, at_once=1
    )
    if count:
        label = ngettext("{count} kept aside", "{count} kept aside", count).format(count=count)
        st.page_link(addresses.KEPT_ASIDE, label=label, icon=":material/hourglass_top:", width="content")
