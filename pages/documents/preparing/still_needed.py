"""What a document still needs from its makers, and what they do with it: send, remind, sign, withdraw."""

from uuid import UUID

import streamlit as st

from core.documents.drafting.service import withdraw
from core.documents.reading import DocumentView
from core.documents.rules import ORGANISATION, PARTNER, VOLUNTEER, DocumentState
from core.documents.template.model import Field
from core.i18n import gettext as _
from core.i18n import language, local_day, on_date
from pages.documents.preparing import lending
from pages.documents.signing import offering
from pages.documents.signing.filling import answer_field, field_key
from pages.documents.signing.steps import detail_of
from pages.journey.doing import remind_again, send
from pages.people.details import detail_key
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.addresses import go
from pages.shell.context import actor_of, current
from pages.shell.state import ScreenState
from pages.widgets.leading import Led, lead_to
from pages.widgets.plain import and_words, plain

POINTS, FIELDS = "points", "fields"
WORK = ScreenState("work", POINTS)  # which part of the work on a document is open
LED = ScreenState[Led | None]("led", None)
# Contact details of the reader's own that a document lacked when they came to it; they stay to be seen once written.
OWN_ASKED = ScreenState[frozenset[str]]("own-asked", frozenset())


def draw_missing(view: DocumentView, *, unfolded: bool = False) -> None:
    """What is missing before anybody can sign, and from whom; for somebody without an account, we write that too."""
    if not view.missing:
        return
    ours = [item for item in view.missing if item.filled_by == ORGANISATION]
    groups = [(_("We write:"), ours)]
    for capacity, person in ((VOLUNTEER, view.volunteer), (PARTNER, view.partner)):
        if person is not None:
            absent = capacity in view.without_account
            heading = _("From {name}, and we write it here:") if absent else _("{name} writes:")
            theirs = [item for item in view.missing if item.filled_by == capacity]
            groups.append((heading.format(name=plain(person.name.split()[0])), theirs))
    with st.expander(_("What is still missing, and from whom"), icon=":material/checklist:", expanded=unfolded):
        for heading, items in groups:
            if items:
                listed = [f"- {plain(item.label(view.template, language()))}" for item in items]
                st.markdown("\n".join([heading, "", *listed]))
        if any(item.source for item in ours):
            st.markdown(_("Contact details of colleagues are written by each of them under My details."))


def _own_details(view: DocumentView) -> frozenset[str]:
    """The fields that take a contact detail of the reader's own which is missing, or was when they came."""
    asked = OWN_ASKED.of(view.document.id)
    reader = actor_of(current()).person_id
    own = {role for role, person in view.case.roles().items() if person.id == reader}
    missing = {item.field_id for item in view.missing if item.source and item.source.partition(".")[0] in own}
    asked.set(asked.get() | missing)
    return asked.get()


def draw_fields(view: DocumentView) -> None:
    """The organisation's own fields of the chosen points, and what the reader's own contact details lack for it, each
    saved as it is left."""
    own = _own_details(view)
    fields = [field for field in view.fields if view.can_answer(field) or field.id in own]
    if not fields:
        st.write(_("There is nothing for you to write in this document."))
    offers = offering.offers_for(view)
    offering.head(view, offers)
    for field in fields:
        answer_field(view, field, offers.get(field.id))


def ours_missing(view: DocumentView) -> int:
    """How many answers the organisation still owes, with those it writes down for somebody without an account."""
    return sum(
        item.filled_by == ORGANISATION or (item.filled_by in view.without_account and item.source is None)
        for item in view.missing
    )


def next_empty(view: DocumentView) -> Field | None:
    """The first field the reader must fill in here that is empty; None where there is none, or it is not their turn."""
    missing, own = {item.field_id for item in view.missing}, _own_details(view)
    can_answer = (field for field in view.fields if view.can_answer(field) or field.id in own)
    return next((field for field in can_answer if field.id in missing), None)


def _widget_of(view: DocumentView, field: Field) -> str:
    if field.source is None:
        return field_key(view, field)
    return detail_key(actor_of(current()).person_id, detail_of(field.source))


def _to_the_next(document_id: UUID, key: str) -> None:
    WORK.of(document_id).set(FIELDS)
    lead_to(LED, key)


def write_missing(view: DocumentView) -> None:
    """The way to the next empty field of what the organisation still owes; nothing where there is none."""
    if (empty := next_empty(view)) is not None:
        st.button(
            _("Write what is missing ({count})").format(count=ours_missing(view)),
            type="primary",
            icon=":material/edit_note:",
            key="write-missing",
            on_click=_to_the_next,
            args=(view.document.id, _widget_of(view, empty)),
        )


def draw_actions(view: DocumentView) -> None:
    """The one next thing as the main button, and what else can be done."""
    left = ours_missing(view)
    with st.container(horizontal=True, vertical_alignment="center"):
        write_missing(view)
        on_paper = view.on_paper and view.state is not DocumentState.DECLINED
        if on_paper and view.can_edit_points and not view.can_sign:
            _to_paper(view, primary=not left)
        elif view.state is DocumentState.DRAFT:
            label = _("Send to {name}").format(name=_first_names(view))
            if st.button(label, type="secondary" if left else "primary", icon=":material/send:", key="send"):
                send(view.document.id)
        elif view.state is DocumentState.DECLINED:
            if st.button(_("Send it again"), type="primary", icon=":material/send:", key="send"):
                send(view.document.id)
        elif view.can_sign:
            if st.button(_("Read and sign"), type="primary", icon=":material/draw:", key="sign"):
                go(addresses.DOCUMENT, view.document.id)
        elif view.can_edit_points and view.can_remind:
            _remind(view)
        lending.offer(view)
        if view.can_edit_points:
            _withdraw(view)


def _first_names(view: DocumentView) -> str:
    people = (view.volunteer, view.partner)
    return and_words(plain(person.name.split()[0]) for person in people if person)


def _remind(view: DocumentView) -> None:
    """The way to remind, or when it was done and may be done again."""
    reminded_at, again = view.document.reminded_at, view.document.remind_from
    if reminded_at is not None and again is not None and current().today < again:
        said = _("Reminder sent on {day}. The next can be sent from {again}.")
        st.markdown(said.format(day=on_date(local_day(reminded_at)), again=on_date(again)), width="content")
    elif st.button(_("Send a reminder"), icon=":material/notifications:", key="remind"):
        remind_again(view.document.id)


def _to_paper(view: DocumentView, *, primary: bool) -> None:
    """The way on for somebody whom no mail reaches, in place of sending and reminding."""
    label = _("Record that it was signed on paper")
    if st.button(label, type="primary" if primary else "secondary", icon=":material/task_alt:", key="on-paper"):
        go(addresses.ON_PAPER, view.document.id)


def _withdraw(view: DocumentView) -> None:
    with st.popover(_("Withdraw"), icon=":material/block:"):
        st.write(_("A withdrawn document can be read, but not changed or signed. You can make a new one."))
        if st.button(_("Yes, withdraw it"), key="withdraw"):
            act(
                lambda by: withdraw(**by, document_id=view.document.id),
                _("The document is withdrawn."),
                icon=":material/block:",
                redraw_refused=True,
            )
