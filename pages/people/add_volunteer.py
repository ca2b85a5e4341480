"""Add a volunteer: who, where, and with whom; the link to join by is made in the same breath."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import streamlit as st

from core.access.invitations import invite
from core.access.permissions import Action, Subject, may
from core.i18n import LANGUAGES, words_in
from core.i18n import gettext as _
from core.organisations.beginning import anybody_yet
from core.organisations.service import add_workplace, workplaces
from core.people.colleagues import contact_people
from core.people.known import Described, KnownPerson, known_already
from core.people.service import NewVolunteer, add_volunteer
from core.register.documents import programmes_there
from db.people import Engagement
from pages.people.knowing import first_name, known_row
from pages.shell import addresses
from pages.shell.action import By, act
from pages.shell.addresses import go
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import mail_words, show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.unsent.keeping import FormDraft
from pages.widgets.beginning import question
from pages.widgets.form import EntryForm
from pages.widgets.headings import section
from pages.widgets.plain import plain, plain_label

# Who may be the one who is being added, once that was asked, and how they were described then.
ALIKE = ScreenState[tuple[Described, tuple[KnownPerson, ...]] | None]("new-volunteer-alike", None)
# What the keys of the fields begin with.
KEY = "add-volunteer-"

context = require_actor(Action.ADD_VOLUNTEER)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.ADD_VOLUNTEER)
programmes = programmes_there(session=context.session, actor=actor, organisation_id=organisation_id)
places = {place.id: place.name for place in workplaces(context.session, organisation_id)}
people = contact_people(session=context.session, actor=actor, organisation_id=organisation_id)
# An organisation that begins is led on from setting the portal up, and asked no more than it takes.
first = not anybody_yet(session=context.session, actor=actor, organisation_id=organisation_id)


def add(by: By, known: KnownPerson | None = None) -> Engagement:
    """The volunteer of the form, with a link to join by; of somebody who is here already, one engagement more."""
    made = add_volunteer(
        **by,
        organisation_id=organisation_id,
        volunteer=NewVolunteer(
            name=name,
            email=email,
            phone=phone,
            language=language,
            programme=programme,
            workplace_id=workplace_id,
            contact_person_id=contact_person_id,
            coordinator_id=actor.person_id,
            begins_on=begins_on,
            known_id=known.person_id if known else None,
        ),
    )
    if known is None:
        invite(**by, person_id=made.person_id, organisation_id=organisation_id)
    return made


def send(known: KnownPerson | None = None) -> None:
    """Add the volunteer of the form, or give somebody who is here one engagement more."""
    form.send(
        lambda by: add(by, known),
        f"{_('Added. The link is below.')} {mail_words(context, email)}"
        if known is None
        else _("{name} is a volunteer here too now.").format(name=plain(known.name)),
        icon=":material/person_add:",
        then=draft.sent(_added),
    )


def _added(engagement: Engagement) -> None:
    ALIKE.forget()
    go(addresses.VOLUNTEER, engagement.id)


def look_first() -> None:
    """Whether somebody who is here already may be the one of the form: if so it is said, and nobody is added yet."""
    like = Described(name, email, phone)
    found = known_already(session=context.session, actor=actor, organisation_id=organisation_id, like=like)
    if not found:
        send()
        return
    ALIKE.set((like, tuple(found)))
    st.rerun()


def is_it_one_of_them(alike: tuple[KnownPerson, ...]) -> None:
    """Who may be the same, each a way to their page, and what can be done: one of them, or somebody else after all."""
    names = {id_: words_in(each.name, context.language) for id_, each in programmes.items()}
    with section(_("Here already?"), len(alike), note=_("Open them to compare. What you have typed stays.")).rows(
        "known"
    ):
        for known in alike:
            known_row(known, names)
    with st.container(horizontal=True):
        if st.button(_("It is somebody else: add"), type="primary", icon=":material/person_add:", key="known-none"):
            send()
        for known in alike:
            label = _("Let {name} begin here too").format(name=plain_label(first_name(known, alike)))
            if st.button(label, key=f"known-{known.person_id}"):
                send(known)


def first_place() -> None:
    """Ask for the first workplace here, where it is found missing; who may not add one is told who can."""
    if not may(actor, Action.EDIT_ORGANISATION, Subject(organisation_id)):
        st.title(_("Add a volunteer"), anchor=False)
        st.info(_("There is no workplace yet. An administrator adds the first one under Organisation."))
        return
    if first:
        question(4, _("Where are your volunteers?"))
    else:
        st.title(_("Where are your volunteers?"), anchor=False)
    st.write(_("Write one place. You can add more later, and the address too."))
    with st.form("first-workplace", border=False):
        place = st.text_input(_("Name of the workplace"), placeholder=_("For example the library"))
        if st.form_submit_button(_("Go on"), type="primary", width="stretch"):
            act(
                lambda by: add_workplace(**by, organisation_id=organisation_id, name=place, address=""),
                _("The workplace is added. Now the volunteer."),
                icon=":material/location_on:",
            )


def only(choices: Mapping[Any, object]) -> int | None:
    """What is chosen beforehand: where there is only one, that."""
    return 0 if len(choices) == 1 else None


show_flashes()
if not places:
    first_place()
    st.stop()
if first:
    question(5, _("Who is your first volunteer?"))
    st.write(_("You get a link to give them. They write the rest themselves, and you can add more later."))
else:
    st.title(_("Add a volunteer"), anchor=False)
    st.write(_("You only write what is needed to begin. The volunteer fills in the rest."))
form = EntryForm("add-volunteer")
draft = FormDraft(f"add-volunteer:{organisation_id}", KEY)
with form.field("name") as said:
    name = st.text_input(_("Name") + said, autocomplete="off", key=f"{KEY}name")
with form.field("email") as said:
    email = st.text_input(
        _("E-mail (may be left blank)") + said,
        autocomplete="off",
        help=_("Without an e-mail address you give the link yourself, for example on paper or in a text message."),
        key=f"{KEY}email",
    )
phone = ""
if not first:
    with form.field("phone") as said:
        phone = st.text_input(_("Phone (may be left blank)") + said, autocomplete="off", key=f"{KEY}phone")
with form.field("programme") as said:
    programme = st.radio(
        _("Programme") + said,
        [*programmes],
        format_func=lambda id_: words_in(programmes[id_].name, context.language),
        captions=[plain(words_in(each.description, context.language)) for each in programmes.values()],
        index=only(programmes),
        key=f"{KEY}programme",
    )
# Of what there is only one, nobody who begins is asked.
workplace_id: UUID | None = next(iter(places))
if not first or len(places) > 1:
    with form.field("workplace_id") as said:
        workplace_id = st.selectbox(
            _("Workplace") + said,
            [*places],
            format_func=places.__getitem__,
            index=only(places),
            placeholder=_("Choose a workplace"),
            key=f"{KEY}workplace",
        )
contact_person_id: UUID | None = next(iter(people))
if not first or len(people) > 1:
    with form.field("contact_person_id") as said:
        contact_person_id = st.selectbox(
            _("Contact person") + said,
            [*people],
            format_func=people.__getitem__,
            index=only(people),
            placeholder=_("Choose a person"),
            key=f"{KEY}contact",
        )
language, begins_on = context.language, None
if not first:
    language = st.radio(
        _("The volunteer reads"),
        [*LANGUAGES],
        format_func=LANGUAGES.__getitem__,
        horizontal=True,
        key=f"{KEY}language",
    )
    begins_on = form.day("begins_on", _("First day (may be left blank)"), None, key=f"{KEY}begins")
draft.keep()
# Whoever is described otherwise since is looked for again.
if (asked := ALIKE.get()) and asked[0] == Described(name, email, phone):
    is_it_one_of_them(asked[1])
elif st.button(_("Add and make the link"), type="primary", icon=":material/person_add:", key="volunteer-add"):
    look_first()
