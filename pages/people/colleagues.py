"""Colleagues: who has which role, inviting one more, and their links."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st

from core.access.invitations import invite, link, link_of, withdraw
from core.access.permissions import Action, Role, Subject, may
from core.access.roles import DOES, NAMES
from core.access.trail import ListKind
from core.bulk.handing_over import handovers, take_back
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import LANGUAGES, N_, local_day, on_date
from core.i18n import gettext as _
from core.organisations.service import workplaces
from core.people.colleagues import ColleagueRow, NewColleague, add_colleague, colleagues, former_colleagues, give_role
from core.people.known import Described, KnownPerson, known_already
from core.register.documents import programme_names
from db.people import Person
from pages.access.passphrase_link import ask_for_link
from pages.people.knowing import first_name, known_row
from pages.people.roles import offered
from pages.shell import addresses
from pages.shell.action import By, act, refusal_shown
from pages.shell.context import Context, actor_of, refused, require_actor
from pages.shell.flash import mail_words, say, show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.telling.mails_to import to_colleague
from pages.widgets.copying import link_to_copy
from pages.widgets.dialogs import dialog, open_dialog
from pages.widgets.downloads import ListOut, list_button
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain, plain_label
from pages.widgets.rows import STATELESS, RowState, line, row_button


def _role_words(role: str, place: str) -> str:
    """A role in words, with its workplace where it is tied to one."""
    named = _(NAMES[Role(role)])
    return f"{named}, {place}" if place else named


def _choose_role(context: Context, organisation_id: UUID, key: str) -> tuple[Role | None, UUID | None]:
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


def _colleague(context: Context, organisation_id: UUID, row: ColleagueRow) -> None:
    """What can be done to one colleague, drawn when it is asked for."""
    if row.person.email:
        st.text(row.person.email)
    _roles(context, organisation_id, row)
    with refusal_shown():
        _link(context, organisation_id, row)
    to_colleague(context, organisation_id, row.person.id)


def _roles(context: Context, organisation_id: UUID, row: ColleagueRow) -> None:
    places = {place.id: place.name for place in workplaces(context.session, organisation_id)}
    for held in row.memberships:
        words, button = st.columns([3, 2], vertical_alignment="center")
        words.markdown(plain(_role_words(held.role, places.get(held.workplace_id, "") if held.workplace_id else "")))
        if button.button(_("Take the role away"), key=f"take-{held.id}", width="stretch"):
            query = {"id": str(row.person.id), "role": str(held.id)}
            st.switch_page(addresses.COLLEAGUE_LEAVES, query_params=query)
    with st.expander(_("Give another role"), icon=":material/add:"):
        _give_role(context, organisation_id, row.person, len(row.memberships))


def _give_role(context: Context, organisation_id: UUID, person: Person, held: int) -> None:
    role, place = _choose_role(context, organisation_id, f"give-{person.id}-{held}")
    if st.button(_("Give the role"), key=f"give-{person.id}", disabled=role is None):
        _give(organisation_id, person, role, place)


def _give(organisation_id: UUID, person: Person, role: Role | None, place: UUID | None) -> None:
    if role is None:
        return
    act(
        lambda by: give_role(**by, organisation_id=organisation_id, person_id=person.id, role=role, workplace_id=place),
        _("The role is given."),
    )


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
        link_to_copy(link(found, context.portal.settings.url), key=f"copy-link-{found.id}")
    if row.account:
        with st.expander(_("Make a link to a new passphrase"), icon=":material/key:"):
            ask_for_link(context, row.person, organisation_id)
    with st.container(horizontal=True):
        label = _("Make a new invitation") if found else _("Make an invitation")
        if not row.account and st.button(label, key=f"link-{row.person.id}", icon=":material/link:"):
            invite(**asked, now=context.now)
            say(f"{_('The link is ready.')} {mail_words(context, row.person.email)}", icon=":material/link:")
            st.rerun()
        if found and usable and st.button(_("Take the link back"), key=f"withdraw-{row.person.id}"):
            withdraw(session=context.session, actor=actor_of(context), invitation_id=found.id, now=context.now)
            say(_("The link can no longer be used."))
            st.rerun()


ADDED = ScreenState("colleagues_added", 0)
# Who may be the one who is being invited, once that was asked.
ALIKE = ScreenState[tuple[KnownPerson, ...]]("colleagues-alike", ())

context = require_actor(Action.MANAGE_COLLEAGUES)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.MANAGE_COLLEAGUES)


def invite_one(context: Context) -> None:
    """A colleague who is not here yet; the form is empty again afterwards."""
    st.write(_("The colleague gets a link, chooses a passphrase and begins. You can give more roles later."))
    form = EntryForm(f"colleague-{number}")
    if not ScreenState(f"colleague-name-{number}", "").is_set():
        ALIKE.forget()
    with form.field("name") as said:
        name = st.text_input(_("Name") + said, key=f"colleague-name-{number}", autocomplete="off")
    with form.field("email") as said:
        email = st.text_input(
            _("E-mail (leave it blank where there is none)") + said,
            key=f"colleague-email-{number}",
            autocomplete="off",
        )
    with form.field("role"), form.field("workplace_id"):
        role, place = _choose_role(context, organisation_id, f"colleague-{number}")
    language = st.radio(
        _("The colleague reads"),
        [*LANGUAGES],
        index=[*LANGUAGES].index(context.language),
        format_func=LANGUAGES.__getitem__,
        horizontal=True,
        key=f"colleague-language-{number}",
    )
    alike = ALIKE.get()
    if alike:
        _one_of_them(context, alike, role, place)
        if not st.button(_("It is somebody else: invite"), type="primary", icon=":material/send:"):
            return
    else:
        if not st.button(_("Invite the colleague"), type="primary", icon=":material/send:"):
            return
        found = known_already(
            session=context.session,
            actor=actor_of(context),
            organisation_id=organisation_id,
            like=Described(name, email),
        )
        if found:
            ALIKE.set(tuple(found))
            st.rerun()

    def add(by: By) -> Person:
        person = add_colleague(
            **by,
            organisation_id=organisation_id,
            colleague=NewColleague(name=name, email=email, language=language, role=role, workplace_id=place),
        )
        invite(**by, person_id=person.id, organisation_id=organisation_id)
        return person

    form.send(
        add,
        lambda person: (
            _("{name} is added, and the link is ready in the list.").format(name=plain(person.name))
            + f" {mail_words(context, person.email)}"
        ),
        then=lambda person: _show_added(person.id),
    )


def _one_of_them(context: Context, alike: tuple[KnownPerson, ...], role: Role | None, place: UUID | None) -> None:
    """Who may be the same, and for each a way to give them the role instead of adding somebody."""
    reads = may(actor_of(context), Action.SEE_VOLUNTEERS)
    names = (
        programme_names(session=context.session, actor=actor_of(context), language=context.language) if reads else {}
    )
    with section(_("Here already?"), len(alike)).rows("known"):
        for known in alike:
            known_row(known, names)
            label = _("Give {name} the role").format(name=plain_label(first_name(known, alike)))
            if row_button(label, f"known-{known.person_id}"):
                _give_to(known.person_id, role, place)


def _give_to(person_id: UUID, role: Role | None, place: UUID | None) -> None:
    if role is None:
        refused(DomainError(ErrorCode.ROLE_UNKNOWN))
        return
    act(
        lambda by: give_role(**by, organisation_id=organisation_id, person_id=person_id, role=role, workplace_id=place),
        _("The role is given."),
        then=lambda _given: _show_added(person_id),
    )


def _show_added(person_id: UUID) -> None:
    """The form is empty again, and the new one's link is there to be given."""
    ADDED.set(number + 1)
    ALIKE.forget()
    open_dialog(f"colleague-{person_id}")


def draw(row: ColleagueRow) -> None:
    """A colleague's name, roles, whether they have joined, and the way to their roles and link."""
    held = " · ".join(
        _role_words(role.role, places.get(role.workplace_id, "") if role.workplace_id else "")
        for role in row.memberships
    )
    line(row.person.name, what=held, state=STATELESS if row.account else RowState(_("has not joined yet"), "orange"))
    key = f"colleague-{row.person.id}"
    if row_button(_("Roles and link"), f"open-{key}"):
        open_dialog(key)
    dialog(key, row.person.name, lambda now: _colleague(now, organisation_id, row), saves=False)


def undoable() -> None:
    """What was handed over within a day, each with a way back."""
    found = handovers(session=context.session, actor=actor, organisation_id=organisation_id, now=context.now)
    if not found:
        return
    with section(_("Given up within a day"), len(found)).rows("undo"):
        for each in found:
            told = _("{by} wrote it down on {date}.").format(date=on_date(local_day(each.at)), by=each.by)
            gone = _("{count} things went to others.").format(count=each.count) if each.count else ""
            line(each.name, what=f"{told} {gone}".strip())
            if row_button(_("Undo"), f"undo-{each.handover_id}"):
                _undo(each.handover_id)


def _undo(handover_id: UUID) -> None:
    act(
        lambda by: take_back(**by, handover_id=handover_id),
        _("It is undone. The roles are held again, and what nobody has changed since is back."),
        icon=":material/undo:",
        redraw_refused=True,
    )


def former() -> None:
    """Those who hold no role any more, each with a way to one."""
    gone = former_colleagues(session=context.session, actor=actor, organisation_id=organisation_id)
    if not gone:
        return
    folded = st.expander(_("Have been colleagues ({count})").format(count=len(gone)), icon=":material/history:")
    with folded, section(_("Have been colleagues"), len(gone), unseen=True).rows("former"):
        for person, day in gone:
            _formerly(person, day)


def _formerly(person: Person, day: date) -> None:
    line(person.name, what=_("until {date}").format(date=on_date(day)))
    key = f"again-{person.id}"
    if row_button(_("Give a role again"), f"open-{key}"):
        open_dialog(key)
    dialog(key, person.name, lambda now: _give_role(now, organisation_id, person, 0))


def out() -> ListOut[ColleagueRow]:
    """All colleagues with their roles, as a table."""
    ask, named = partial(colleagues, actor=actor, organisation_id=organisation_id), places

    def roles(row: ColleagueRow) -> str:
        held = ((each.role, named.get(each.workplace_id, "") if each.workplace_id else "") for each in row.memberships)
        return ", ".join(_role_words(*each) for each in held)

    return ListOut(
        ListKind.COLLEAGUES,
        Action.MANAGE_COLLEAGUES,
        organisation_id,
        {
            N_("Name"): lambda row: row.person.name,
            N_("E-mail"): lambda row: row.person.email,
            N_("Roles"): roles,
            N_("Has joined"): lambda row: _("Yes") if row.account else _("No"),
        },
        lambda opened: ask(session=opened),
    )


show_flashes()
number = ADDED.get()
with page_head(_("Colleagues")):
    st.button(
        _("Invite a colleague"),
        type="primary",
        icon=":material/person_add:",
        key="invite",
        on_click=open_dialog,
        args=("invite-colleague",),
    )
dialog("invite-colleague", _("Invite a colleague"), invite_one)
places = {place.id: place.name for place in workplaces(context.session, organisation_id)}
found = colleagues(session=context.session, actor=actor, organisation_id=organisation_id)
undoable()
with section(_("Work here"), len(found)).rows("colleagues"):
    for row in found:
        draw(row)
list_button(out())
former()
