"""Rows of documents and volunteers, each with the one next thing to do about it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

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
from pages.documents.phrases import BUTTONS, JOINING, JOINING_ICONS, STATE_BADGES, make_words, waits_words
from pages.documents.status import word
from pages.documents.turns import kind_name
from pages.shell import addresses
from pages.shell.action import act, act_and_flash
from pages.shell.addresses import go
from pages.shell.context import actor_of, current
from pages.shell.flash import mail_words, say
from pages.widgets.plain import and_words, plain
from pages.widgets.rows import row as list_row
from pages.widgets.rows import row_button


def document_row(row: DocumentRow, programmes: Mapping[str, str], *, first: bool = False, named: bool = True) -> None:
    """One document in a list: whose, whom it waits for, and its next thing.

    The row leads to the volunteer where it is `named` by them, and among a volunteer's own to the document.
    """
    kind = kind_name(row.kind)
    colour, icon = STATE_BADGES[row.state]
    page, id_ = (addresses.VOLUNTEER, row.engagement_id) if named else (_page_of(row), row.document_id)
    list_row(
        page,
        id_,
        and_words(name for name in (row.volunteer_name, row.partner_name) if name) if named else kind,
        place=_place(row, programmes) if named else "",
        what=kind if named else "",
        state=word(row.state),
        colour=colour,
        when=waits_words(row, actor_of(current()).person_id),
        icon=icon,
    )
    if row_button(_(BUTTONS[row.next]), f"do-{row.document_id}", loud=first):
        _do(row)


def _page_of(row: DocumentRow) -> str:
    """Where a document is read, or prepared until everybody has filled in theirs."""
    return addresses.LETTER if row.state in (DocumentState.DRAFT, DocumentState.FILLING_IN) else addresses.DOCUMENT


def _place(row: DocumentRow | VolunteerRow, programmes: Mapping[str, str]) -> str:
    """Where a volunteer belongs: workplace, programme, contact person."""
    told = (row.workplace, programmes.get(row.programme, ""), row.contact_person)
    return " · ".join(part for part in told if part)


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
    list_row(
        addresses.VOLUNTEER,
        row.engagement_id,
        row.name,
        place=_place(row, programmes),
        what=_(JOINING[row.joining]),
        icon=JOINING_ICONS[row.joining],
    )
    label = make_words(row.undrafted[0]) if making else _(BUTTONS[row.next])
    if row_button(label, f"volunteer-{row.engagement_id}", loud=first):
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
