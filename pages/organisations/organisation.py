"""The organisation: what stands in its documents, its logo and its workplaces."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.reading import organisation_details
from core.organisations.service import (
    LARGEST_LOGO_MB,
    OrganisationDetails,
    add_workplace,
    close_workplace,
    save_logo,
    save_organisation,
    save_workplace,
    workplaces,
)
from db.organisations import Organisation, Workplace
from pages.certificates.signatory import signatory_form
from pages.shell.context import Context, actor_of, refused, require_actor
from pages.shell.flash import say, show_said
from pages.shell.scope import organisation_for
from pages.widgets.plain import plain
from pages.widgets.upload import upload


def _workplace_list(context: Context, organisation_id: UUID) -> None:
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


SEEN, EXPECTED, LOGOS = "organisation_seen", "organisation_expected", "organisation_logos"

context = require_actor(Action.EDIT_ORGANISATION)
actor = actor_of(context)
organisation_id = organisation_for(context, Action.EDIT_ORGANISATION)


def stored() -> Organisation:
    """The organisation as it is now."""
    return organisation_details(session=context.session, actor=actor, organisation_id=organisation_id)


def begin_form(organisation: Organisation) -> None:
    """Fill the form from what is stored, unless somebody is writing in it."""
    if f"organisation-name-{st.session_state.get(SEEN)}" not in st.session_state:
        st.session_state[SEEN] = st.session_state[EXPECTED] = organisation.version


def details(organisation: Organisation) -> None:
    """Name, address, phone and e-mail; what is written stays when somebody else was faster."""
    begin_form(organisation)
    seen = st.session_state[SEEN]
    with st.form(f"organisation-{seen}", border=False, enter_to_submit=False):
        written = OrganisationDetails(
            name=st.text_input(_("Name of the organisation"), organisation.name, key=f"organisation-name-{seen}"),
            address=st.text_area(_("Address"), organisation.address, key=f"organisation-address-{seen}"),
            phone=st.text_input(_("Phone"), organisation.phone, key=f"organisation-phone-{seen}"),
            email=st.text_input(_("E-mail"), organisation.email, key=f"organisation-email-{seen}"),
        )
        if st.form_submit_button(_("Save"), type="primary"):
            save(written)


def save(written: OrganisationDetails) -> None:
    """Save the form, or say why not and show what stands there now."""
    try:
        save_organisation(
            session=context.session,
            actor=actor,
            organisation_id=organisation_id,
            details=written,
            expected_version=st.session_state[EXPECTED],
            now=context.now,
        )
    except DomainError as error:
        refused(error)
        if error.code == "changed_meanwhile":
            now_there = stored()
            st.session_state[EXPECTED] = now_there.version
            lines = (now_there.name, now_there.address, now_there.phone, now_there.email)
            st.markdown(_("It says now:") + "\n" + "\n".join(f"- {plain(line)}" for line in lines if line))
    else:
        del st.session_state[SEEN]
        say(_("The organisation is saved."))
        st.rerun()


def keep_logo(data: bytes | None) -> None:
    """Keep or remove the logo. What is being written in the form above is not in its way."""
    try:
        save_logo(session=context.session, actor=actor, organisation_id=organisation_id, data=data, now=context.now)
    except DomainError as error:
        refused(error)
    else:
        st.session_state[EXPECTED] = stored().version
        st.session_state[LOGOS] = st.session_state.get(LOGOS, 0) + 1
        say(_("The logo is saved.") if data else _("The logo is removed."))
        st.rerun()


def logo(organisation: Organisation) -> None:
    """The logo as it is printed, and another one in its place."""
    if organisation.logo:
        st.image(organisation.logo, width=240, alt=_("Logo"))
        if st.button(_("Remove the logo"), icon=":material/delete:"):
            keep_logo(None)
    else:
        st.write(_("There is no logo yet. Documents carry the organisation's name instead."))
    key = f"organisation-logo-{st.session_state.get(LOGOS, 0)}"
    data = upload(_("A picture, PNG or JPEG"), ["png", "jpg", "jpeg"], key=key, most_mb=LARGEST_LOGO_MB)
    if data is not None:
        keep_logo(data)


show_said()
st.title(_("Organisation"))
st.write(_("This is how the organisation stands in new documents. Documents already signed keep what they say."))
details(stored())
st.header(_("Logo"))
logo(stored())
st.header(_("Who signs diplomas"))
signatory_form(context, organisation_id)
st.header(_("Workplaces"))
_workplace_list(context, organisation_id)
