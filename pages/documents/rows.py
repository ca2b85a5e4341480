"""Rows of documents and volunteers, each with the one next thing to do about it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.access.invitations import invite
from core.documents.drafting.service import draft, remind, share
from core.documents.rules import DocumentState
from core.i18n import gettext as _
from core.i18n import known, name_in_words
from core.register.documents import DocumentRow
from core.register.rules import NextThing
from core.register.volunteers import VolunteerRow
from db.documents import Document
from db.people import Engagement, Person
from pages.documents.phrases import BUTTONS, joining_words, make_words, state_badge, waits_words
from pages.documents.turns import kind_name
from pages.shell import addresses
from pages.shell.action import act, act_and_flash
from pages.shell.addresses import go
from pages.shell.context import actor_of, current
from pages.shell.flash import mail_words, say
from pages.widgets.plain import and_words, plain

WORDS_WIDTH = 760


def document_row(row: DocumentRow, programmes: Mapping[str, str], *, first: bool = False, named: bool = True) -> None:
    """One document: whose, whom it waits for, and its next thing; `named` is whether it says whose."""
    kind = kind_name(row.kind)
    names = and_words(plain(name) for name in (row.volunteer_name, row.partner_name) if name)
    head = f"**{names}** · {kind}" if named else f"**{kind}**"
    waits = waits_words(row, actor_of(current()).person_id)
    with _card():
        _words(f"{head} {state_badge(row.state)}", waits, _place(row, programmes) if named else "")
        if named and row.next is NextThing.REMIND:
            _way_to_volunteer(_("Contact"), ":material/call:", row.engagement_id)
        if st.button(
            _(BUTTONS[row.next]),
            key=f"do-{row.document_id}",
            type="primary" if first else "secondary",
            width="stretch",
        ):
            _do(row)


def _way_to_volunteer(label: str, icon: str, engagement_id: UUID) -> None:
    st.page_link(addresses.VOLUNTEER, label=label, icon=icon, width="content", query_params={"id": str(engagement_id)})


def _card() -> DeltaGenerator:
    """A row: words and button beside each other, on a phone below each other. A list has many, so it holds little."""
    return st.container(border=True, horizontal=True, vertical_alignment="center")


def _words(*lines: str) -> None:
    st.markdown("  \n".join(line for line in lines if line), width=WORDS_WIDTH)


def _place(row: DocumentRow | VolunteerRow, programmes: Mapping[str, str]) -> str:
    """Where a volunteer belongs: workplace, programme, contact person."""
    told = (row.workplace, programmes.get(row.programme, ""), row.contact_person)
    return f":small[{plain(' · '.join(part for part in told if part))}]"


def _do(row: DocumentRow) -> None:
    match row.next:
        case NextThing.CONTINUE | NextThing.FILL_IN | NextThing.ANSWER:
            go(addresses.LETTER, row.document_id)
        case NextThing.SEND:
            send(row.document_id)
        case NextThing.REMIND:
            remind_again(row.document_id)
        case NextThing.TELL:
            go(addresses.VOLUNTEER, row.engagement_id)
        case NextThing.PAPER:
            go(addresses.ON_PAPER if row.state is DocumentState.WAITING else addresses.LETTER, row.document_id)
        case _:
            go(addresses.DOCUMENT, row.document_id)


def send(document_id: UUID) -> None:
    """Send a document to the volunteer, say so, and draw the page anew."""
    act(lambda by: share(**by, document_id=document_id), _sent, icon=":material/send:", redraw_refused=True)


def _sent(document: Document) -> str:
    context = current()
    engagement = context.session.get_one(Engagement, document.engagement_id)
    person = context.session.get_one(Person, engagement.person_id)
    sent = _("Sent: {name} can read it now.").format(name=plain(person.name))
    return f"{sent} {mail_words(context, person.email)}"


def remind_again(document_id: UUID) -> None:
    """Remind those a document waits for, say so, and draw the page anew."""
    act(
        lambda by: remind(**by, document_id=document_id),
        _reminded,
        icon=":material/notifications:",
        redraw_refused=True,
    )


def _reminded(person_ids: Sequence[UUID]) -> str:
    context = current()
    people = [context.session.get_one(Person, person_id) for person_id in person_ids]
    asked = _("Reminder to {names}.").format(names=", ".join(plain(person.name) for person in people))
    return f"{asked} {mail_words(context, people[0].email)}"


def volunteer_row(row: VolunteerRow, programmes: Mapping[str, str], *, first: bool = False) -> None:
    """One volunteer: where they belong, whether they have joined, and the next thing."""
    making = row.next is NextThing.MAKE_DOCUMENT
    with _card():
        _words(f"**{plain(row.name)}** · {joining_words(row)}", _place(row, programmes))
        if row.next is not NextThing.OPEN:
            _way_to_volunteer(_("Open"), ":material/person:", row.engagement_id)
        if st.button(
            make_words(row.undrafted[0]) if making else _(BUTTONS[row.next]),
            key=f"volunteer-{row.engagement_id}",
            type="primary" if first else "secondary",
            width="stretch",
            wrap=True,
        ):
            _do_for_volunteer(row)


def _do_for_volunteer(row: VolunteerRow) -> None:
    if row.next is NextThing.MAKE_DOCUMENT:
        person = current().session.get_one(Person, row.person_id)
        make(row.engagement_id, row.undrafted[0], known(person.language))
    if row.next is NextThing.INVITE:
        make_link(row.person_id, row.engagement_id)
    go(addresses.VOLUNTEER, row.engagement_id)


def make(engagement_id: UUID, kind: str, signing_language: str) -> None:
    """Begin a document and go on to choose its points; what is refused is said on this page."""

    def begun(document: Document) -> None:
        if document.signing_language != signing_language:
            say(
                _("The document is not there in {wanted} yet, so it is in {language}.").format(
                    wanted=name_in_words(signing_language), language=name_in_words(document.signing_language)
                ),
                icon=":material/translate:",
            )
        go(addresses.LETTER, document.id)

    act(
        lambda by: draft(**by, engagement_id=engagement_id, kind=kind, signing_language=signing_language),
        redraw_refused=True,
        then=begun,
    )


def make_link(person_id: UUID, engagement_id: UUID) -> None:
    """Make a new link to join by, and say what becomes of it."""
    context = current()
    engagement = context.session.get_one(Engagement, engagement_id)
    email = context.session.get_one(Person, person_id).email
    act_and_flash(
        lambda by: invite(**by, person_id=person_id, organisation_id=engagement.organisation_id),
        f"{_('The link is ready.')} {mail_words(context, email)}",
        icon=":material/link:",
    )
