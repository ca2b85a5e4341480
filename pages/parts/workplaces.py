"""The organisation's workplaces: added, renamed, and closed when nobody is there any more."""

from uuid import UUID

import streamlit as st

from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.service import add_workplace, close_workplace, save_workplace, workplaces
from db.organisations import Workplace
from pages.parts.plain import plain
from pages.parts.said import say
from pages.parts.session import Context, actor_of, refused


def workplace_list(context: Context, organisation_id: UUID) -> None:
    """Every open workplace with what can be done to it, and one more at the end."""
    places = workplaces(context.session, organisation_id)
    if not places:
        st.write(_("There is no workplace yet. A volunteer needs one."))
    for place in places:
        line = f"**{plain(place.name)}**" + (f" · {plain(place.address)}" if place.address else "")
        with st.expander(line, key=f"place-{place.id}"):
            _edit(context, place)
    with st.expander(_("Add a workplace"), icon=":material/add:", expanded=not places, key=f"place-new-{len(places)}"):
        _add(context, organisation_id, len(places))


def _edit(context: Context, place: Workplace) -> None:
    with st.form(f"place-form-{place.id}", border=False, enter_to_submit=False):
        name = st.text_input(_("Name of the workplace"), value=place.name)
        address = st.text_input(_("Address"), value=place.address)
        if st.form_submit_button(_("Save the workplace")):
            try:
                save_workplace(
                    session=context.session,
                    actor=actor_of(context),
                    workplace_id=place.id,
                    name=name,
                    address=address,
                    now=context.now,
                )
            except DomainError as error:
                refused(error)
            else:
                say(_("The workplace is saved."))
                st.rerun()
    with st.popover(_("Close the workplace"), icon=":material/block:"):
        st.write(_("No volunteer can be attached to it any more. Documents that name it stay as they are."))
        if st.button(_("Yes, close it"), key=f"place-close-{place.id}"):
            _close(context, place)


def _close(context: Context, place: Workplace) -> None:
    try:
        close_workplace(session=context.session, actor=actor_of(context), workplace_id=place.id, now=context.now)
    except DomainError as error:
        refused(error)
    else:
        say(_("The workplace is closed."))
        st.rerun()


def _add(context: Context, organisation_id: UUID, number: int) -> None:
    with st.form(f"place-new-form-{number}", border=False, enter_to_submit=False):
        name = st.text_input(_("Name of the workplace"))
        address = st.text_input(_("Address"))
        if st.form_submit_button(_("Add the workplace")):
            try:
                add_workplace(
                    session=context.session,
                    actor=actor_of(context),
                    organisation_id=organisation_id,
                    name=name,
                    address=address,
                    now=context.now,
                )
            except DomainError as error:
                refused(error)
            else:
                say(_("The workplace is added."))
                st.rerun()
