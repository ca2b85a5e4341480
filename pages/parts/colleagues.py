"""One colleague in the list: roles given and taken, and the link by which they get in."""

from typing import Any
from uuid import UUID

import streamlit as st

from core.access.invitations import invite, link, link_of, make_passphrase_link, withdraw
from core.access.permissions import Role, Subject
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import local_day, on_date
from core.organisations.service import workplaces
from core.people.colleagues import ColleagueRow, end_membership, give_role
from pages.parts.plain import plain
from pages.parts.roles import DOES, NAMES, offered
from pages.parts.said import mail_words, say
from pages.parts.session import Context, actor_of, refused


def role_line(role: str, place: str) -> str:
    """A role in words, with its workplace where it is tied to one."""
    named = _(NAMES[Role(role)])
    return f"{named}, {plain(place)}" if place else named


def choose_role(context: Context, organisation_id: UUID, key: str) -> tuple[Role | None, UUID | None]:
    """A role, and for a contact person the workplace it is for."""
    choices = offered(actor_of(context), Subject(organisation_id))
    role = st.radio(
        _("Role"),
        choices,
        format_func=lambda choice: _(NAMES[choice]),
        captions=[_(DOES[choice]) for choice in choices],
        index=None,
        key=f"{key}-role",
    )
    if role is not Role.CONTACT_PERSON:
        return role, None
    places = {place.id: place.name for place in workplaces(context.session, organisation_id)}
    place = st.selectbox(
        _("Workplace"),
        list(places),
        format_func=places.__getitem__,
        index=None,
        placeholder=_("Choose a workplace"),
        key=f"{key}-place",
    )
    return role, place


def colleague(context: Context, organisation_id: UUID, row: ColleagueRow) -> None:
    """What can be done to one colleague, drawn when their line is opened."""
    _roles(context, organisation_id, row)
    try:
        _link(context, organisation_id, row)
    except DomainError as error:
        refused(error)


def _roles(context: Context, organisation_id: UUID, row: ColleagueRow) -> None:
    places = {place.id: place.name for place in workplaces(context.session, organisation_id)}
    for held in row.memberships:
        words, button = st.columns([3, 2], vertical_alignment="center")
        words.markdown(role_line(held.role, places.get(held.workplace_id, "") if held.workplace_id else ""))
        if button.button(_("Take the role away"), key=f"take-{held.id}", width="stretch"):
            try:
                end_membership(session=context.session, actor=actor_of(context), membership_id=held.id, now=context.now)
            except DomainError as error:
                refused(error)
            else:
                say(_("The role is taken away."))
                st.rerun()
    with st.popover(_("Give another role"), icon=":material/add:"):
        role, place = choose_role(context, organisation_id, f"give-{row.person.id}-{len(row.memberships)}")
        if st.button(_("Give the role"), key=f"give-{row.person.id}", disabled=role is None):
            _give(context, organisation_id, row, role, place)


def _give(context: Context, organisation_id: UUID, row: ColleagueRow, role: Role | None, place: UUID | None) -> None:
    if role is None:
        return
    try:
        give_role(
            session=context.session,
            actor=actor_of(context),
            organisation_id=organisation_id,
            person_id=row.person.id,
            role=role,
            workplace_id=place,
            now=context.now,
        )
    except DomainError as error:
        refused(error)
    else:
        say(_("The role is given."))
        st.rerun()


def _link(context: Context, organisation_id: UUID, row: ColleagueRow) -> None:
    asked: dict[str, Any] = {
        "session": context.session,
        "actor": actor_of(context),
        "person_id": row.person.id,
        "organisation_id": organisation_id,
    }
    found = link_of(**asked)
    usable = found is not None and found.token is not None and found.expires_at > context.now
    if found is not None and usable:
        until = on_date(local_day(found.expires_at))
        st.markdown(
            _("Give this link to {name}. It works once, until {date}.").format(name=plain(row.person.name), date=until)
        )
        st.code(link(found, context.portal.settings.url), language=None, wrap_lines=True)
    with st.container(horizontal=True):
        if row.account:
            label = _("Make a link to a new passphrase")
        else:
            label = _("Make a new invitation") if found else _("Make an invitation")
        if st.button(label, key=f"link-{row.person.id}", icon=":material/link:"):
            (make_passphrase_link if row.account else invite)(**asked, now=context.now)
            say(f"{_('The link is ready.')} {mail_words(context, row.person.email)}", icon=":material/link:")
            st.rerun()
        if found and usable and st.button(_("Take the link back"), key=f"withdraw-{row.person.id}"):
            withdraw(session=context.session, actor=actor_of(context), invitation_id=found.id, now=context.now)
            say(_("The link can no longer be used."))
            st.rerun()
