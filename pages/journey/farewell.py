"""For somebody who has stopped: a thank-you, and what is theirs to keep."""

import streamlit as st

from core.i18n import gettext as _
from core.i18n import on_date
from core.journey.belonging import FormerEngagement
from pages.certificates import certifying
from pages.journey import welcome
from pages.recognition import recognition_of
from pages.shell import addresses
from pages.shell.context import Context
from pages.widgets.plain import plain


def draw(context: Context, former: list[FormerEngagement]) -> None:
    """Thanks for each thing they did, then their documents and a proof of it."""
    for each in former:
        with st.container(border=True, key=f"farewell:{each.engagement_id}"):
            st.header(_("Thank you for what you did"), anchor=False)
            st.markdown(_told(each))
            st.caption(_kept(each))
    st.page_link(addresses.MY_DOCUMENTS, label=_("Read what you signed"), icon=":material/description:")
    st.caption(_("You can always log in here and read what you signed, and your thanks and proofs."))
    recognition_of.own(context)
    certifying.own(context)
    st.markdown(_("Would you like to come back, or help with something else? Call or write. You are welcome."))
    for each in former:
        welcome.meet("", each.reach)


def _kept(each: FormerEngagement) -> str:
    """Until when what is only about working together is kept, or when it was deleted."""
    if each.cleared_on is not None:
        said = _("What was only about working together was deleted on {day}. What is signed is kept.")
        return said.format(day=on_date(each.cleared_on))
    said = _(
        "We keep talks, notes and how we reach you until {day}, in case you come back. Then somebody here deletes "
        "them. You can ask us to do it sooner. What is signed is kept."
    )
    return said.format(day=on_date(each.kept_until))


def _told(each: FormerEngagement) -> str:
    where = plain(each.workplace)
    organisation, began = plain(each.organisation), on_date(each.began_on)
    if each.ended_on is None:
        said = _("You were a volunteer at {workplace}, {organisation}, from {began}.")
        return said.format(workplace=where, organisation=organisation, began=began)
    return _("You were a volunteer at {workplace}, {organisation}, from {began} to {ended}.").format(
        workplace=where, organisation=organisation, began=began, ended=on_date(each.ended_on)
    )
