"""Add a volunteer: who, where, and with whom; the link to join by is made in the same breath."""

import streamlit as st

from core.access.invitations import invite
from core.access.permissions import Action
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import LANGUAGES
from core.i18n import gettext as _
from core.organisations.service import workplaces
from core.people.colleagues import contact_people
from core.people.service import NewVolunteer, add_volunteer
from core.register.documents import programme_names
from db.people import Engagement
from pages.shell import addresses
from pages.shell.action import By, act
from pages.shell.addresses import go
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import mail_words
from pages.shell.scope import current_organisation

context = require_actor(Action.ADD_VOLUNTEER)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.ADD_VOLUNTEER)
programmes = programme_names(
    session=context.session, actor=actor, language=context.language, organisation_id=organisation_id
)
places = {place.id: place.name for place in workplaces(context.session, organisation_id)}
people = {
    person.id: person.name
    for person in contact_people(session=context.session, actor=actor, organisation_id=organisation_id)
}


def add(by: By) -> Engagement:
    """The volunteer of the form, with a link to join by."""
    if workplace_id is None:
        raise DomainError(ErrorCode.WORKPLACE_UNKNOWN)
    if contact_person_id is None:
        raise DomainError(ErrorCode.CONTACT_PERSON_UNKNOWN)
    made = add_volunteer(
        **by,
        organisation_id=organisation_id,
        volunteer=NewVolunteer(
            name=name,
            email=email,
            phone=phone,
            language=language,
            programme=programme or "",
            workplace_id=workplace_id,
            contact_person_id=contact_person_id,
            coordinator_id=actor.person_id,
            begins_on=begins_on,
        ),
    )
    invite(**by, person_id=made.person_id, organisation_id=organisation_id)
    return made


st.title(_("Add a volunteer"), anchor=False)
if not places:
    st.info(_("There is no workplace yet. An administrator adds the first one under Organisation."))
    st.stop()
st.write(_("You only write what is needed to begin. The volunteer fills in the rest."))
with st.form("add-volunteer", border=False, enter_to_submit=False):
    name = st.text_input(_("Name"), autocomplete="off")
    email = st.text_input(
        _("E-mail (may be left blank)"),
        autocomplete="off",
        help=_("Without an e-mail address you give the link yourself, for example on paper or in a text message."),
    )
    phone = st.text_input(_("Phone (may be left blank)"), autocomplete="off")
    programme = st.radio(_("Programme"), [*programmes], format_func=programmes.__getitem__, index=None)
    workplace_id = st.selectbox(
        _("Workplace"), [*places], format_func=places.__getitem__, index=None, placeholder=_("Choose a workplace")
    )
    contact_person_id = st.selectbox(
        _("Contact person"), [*people], format_func=people.__getitem__, index=None, placeholder=_("Choose a person")
    )
    language = st.radio(_("The volunteer reads"), [*LANGUAGES], format_func=LANGUAGES.__getitem__, horizontal=True)
    begins_on = st.date_input(_("First day (may be left blank)"), value=None, format="DD.MM.YYYY")
    if st.form_submit_button(_("Add and make the link"), type="primary", icon=":material/person_add:"):
        act(
            add,
            f"{_('Added. The link is below.')} {mail_words(context, email)}",
            icon=":material/person_add:",
            then=lambda engagement: go(addresses.VOLUNTEER, engagement.id),
        )
