"""How to reach a volunteer and their next of kin, at a glance and in one tap."""

import streamlit as st

from core.i18n import gettext as _
from core.people.service import VolunteerView
from pages.widgets.plain import plain


def reach(view: VolunteerView) -> None:
    """The two side by side: the volunteer, and who is called when something happens."""
    own, kin = st.columns(2)
    person = view.person
    with own, st.container(border=True, gap="xsmall"):
        st.markdown(f"**{_('Contact')}**")
        _phone(person.phone, _("No phone number yet"))
        if person.email:
            st.markdown(f":material/mail: {mail_link(person.email)}")
        if person.address:
            st.markdown(f":material/home: {plain(person.address)}")
    with kin, st.container(border=True, gap="xsmall"):
        st.markdown(f"**{_('If something happens')}**")
        if not person.next_of_kin_name:
            st.markdown(_("No next of kin yet. The volunteer writes it.") if view.account else _("No next of kin yet."))
            return
        relation = f" ({plain(person.next_of_kin_relation)})" if person.next_of_kin_relation else ""
        st.markdown(f"{plain(person.next_of_kin_name)}{relation}")
        _phone(person.next_of_kin_phone, _("No phone number yet"))


def _phone(number: str, absent: str) -> None:
    if not number:
        st.markdown(absent)
        return
    st.markdown(f":material/call: {call_link(number)}")


def call_link(number: str) -> str:
    """A phone number that is called by a tap."""
    digits = "".join(character for character in number if character.isdigit() or character == "+")
    return f"[{plain(number)}](tel:{digits})"


def mail_link(email: str) -> str:
    """An e-mail address that is written to by a tap."""
    address = "".join(character for character in email if character.isalnum() or character in "@._+-")
    return f"[{plain(email)}](mailto:{address})"
