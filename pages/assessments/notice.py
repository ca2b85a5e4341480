"""That one is asked about somebody who applies, where the day begins: the mail alone is easily missed."""

import streamlit as st

from core.access.permissions import Action, may
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
