"""What an administrator can do when there is time: a short list that goes away as it is done."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.i18n import N_
from core.i18n import gettext as _
from core.organisations.beginning import CanWait, put_list_away, what_can_wait
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.widgets.headings import section
from pages.widgets.rows import row_button

# What is to be done, where, and the icon that helps to find it.
CAN_WAIT: dict[CanWait, tuple[str, str, str]] = {
    CanWait.DETAILS: (N_("Write your address, phone and e-mail"), addresses.ORGANISATION, "apartment"),
    CanWait.LOGO: (N_("Put your logo on the documents"), addresses.ORGANISATION, "image"),
    CanWait.COLLEAGUES: (N_("Invite your colleagues"), addresses.COLLEAGUES, "badge"),
    CanWait.OWN_WORDS: (N_("Say it in your own words in the documents"), addresses.TEMPLATES, "edit_document"),
    CanWait.SEAL: (N_("Seal with your own certificate"), addresses.SEALING, "lock"),
    CanWait.BACKUP: (N_("Have a backup made each night"), addresses.SAFEKEEPING, "backup"),
    CanWait.MAIL: (N_("Let the portal send mails"), addresses.ORGANISATION, "mail"),
}


def later(context: Context, organisation_id: UUID) -> None:
    """The list; nothing for others than an administrator, and nothing where nothing is left."""
    if not may(context.actor, Action.EDIT_ORGANISATION, Subject(organisation_id)):
        return
    left = what_can_wait(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
    if not left:
        return
    section(_("When you have time"), note=_("You are an administrator. None of this is needed to begin."))
    with st.container(gap=None):
        for what in left:
            label, page, icon = CAN_WAIT[what]
            st.page_link(page, label=_(label), icon=f":material/{icon}:")
    if row_button(_("Hide the list"), "later-away"):
        act(lambda by: put_list_away(**by, organisation_id=organisation_id), _("The list is put away."))
