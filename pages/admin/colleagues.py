"""Colleagues: who has which role, inviting one more, and their links."""

import streamlit as st

from core.access.invitations import invite
from core.access.permissions import Action
from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.service import workplaces
from core.people.colleagues import ColleagueRow, add_colleague, colleagues
from pages.parts.colleagues import choose_role, colleague, role_line
from pages.parts.house import organisation_for
from pages.parts.plain import plain
from pages.parts.said import mail_words, say, show_said
from pages.parts.session import actor_of, refused, require_actor

ADDED = "colleagues_added"

context = require_actor(Action.MANAGE_COLLEAGUES)
actor = actor_of(context)
organisation_id = organisation_for(context, Action.MANAGE_COLLEAGUES)


def invite_one() -> None:
    """A colleague who is not here yet; the form is empty again afterwards."""
    st.write(_("The colleague gets a link, chooses a passphrase and begins. You can give more roles later."))
    name = st.text_input(_("Name"), key=f"colleague-name-{number}", autocomplete="off")
    email = st.text_input(
        _("E-mail (leave it blank where there is none)"), key=f"colleague-email-{number}", autocomplete="off"
    )
    role, place = choose_role(context, organisation_id, f"colleague-{number}")
    if not st.button(_("Invite the colleague"), type="primary", icon=":material/send:"):
        return
    try:
        if role is None:
            raise DomainError("role_unknown")
        person = add_colleague(
            session=context.session,
            actor=actor,
            organisation_id=organisation_id,
            name=name,
            email=email,
            role=role,
            workplace_id=place,
            now=context.now,
        )
        invite(
            session=context.session,
            actor=actor,
            person_id=person.id,
            organisation_id=organisation_id,
            now=context.now,
        )
    except DomainError as error:
        refused(error)
    else:
        st.session_state[ADDED] = number + 1
        st.session_state[f"colleague-open-{person.id}"] = True
        say(
            _("{name} is added, and the link is ready in the list.").format(name=plain(person.name))
            + f" {mail_words(context, person.email)}"
        )
        st.rerun()


def line(row: ColleagueRow) -> str:
    """A colleague's name, roles, and whether they have joined."""
    held = " · ".join(
        role_line(role.role, places.get(role.workplace_id, "") if role.workplace_id else "") for role in row.memberships
    )
    joined = "" if row.account else f" · :material/hourglass_top: {_('has not joined yet')}"
    return f"**{plain(row.person.name)}** · {held}{joined}"


show_said()
number = st.session_state.setdefault(ADDED, 0)
st.title(_("Colleagues"))
places = {place.id: place.name for place in workplaces(context.session, organisation_id)}
found = colleagues(session=context.session, actor=actor, organisation_id=organisation_id)
with st.expander(_("Invite a colleague"), icon=":material/person_add:", key=f"invite-{number}"):
    invite_one()
for row in found:
    folded = st.expander(line(row), key=f"colleague-open-{row.person.id}", on_change="rerun")
    if folded.open:
        with folded:
            if row.person.email:
                st.text(row.person.email)
            colleague(context, organisation_id, row)
