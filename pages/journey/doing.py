"""The one button of a row: what it says, and what pressing it does. A new action is one entry here."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from core.access.invitations import invite
from core.documents.drafting.service import draft, remind, share
from core.documents.template.model import kind_name, shipped
from core.i18n import N_, known, name_in_words
from core.i18n import gettext as _
from core.journey.doing import Do
from core.journey.steps import StepKind
from core.supervision.rules import SupervisionKind
from core.talks.service import record_contact
from db.documents import Document
from db.people import Engagement, Person
from pages.shell import addresses
from pages.shell.action import act, act_and_flash
from pages.shell.addresses import go
from pages.shell.context import current
from pages.shell.flash import mail_words, say
from pages.shell.state import RUN, ScreenState
from pages.widgets.plain import plain
from pages.widgets.rows import row_button


@dataclass(frozen=True, slots=True)
class RowSubject:
    """What a row is about: `subject_id` is the document, course run or module of its step, None where there is none.

    `kind` is that of its step, "" for a row about no step. `document_kind` is what is to be made; `to_sign` is whether
    nothing but signatures is missing in a document.
    """

    engagement_id: UUID
    subject_id: UUID | None = None
    document_kind: str = ""
    kind: str = ""
    to_sign: bool = False


# What a button that was pressed said it does, and about what, until that is done.
PRESSED = ScreenState[tuple[int, Hashable]]("row-pressed", (0, None))


@dataclass(frozen=True, slots=True)
class Doing:
    """`button` is what the button says, "{document}" in it what is to be made; `does` does it, or leads to where it is
    done."""

    button: str
    does: Callable[[RowSubject], None]


def next_button(
    do: Do, about: RowSubject, *, key: str, loud: bool = False, drawn_by: Callable[..., bool] = row_button
) -> None:
    """The button of a row; one on a page is `loud`. `drawn_by` is for a list that is no list of rows.

    What is pressed is done as it was read: where the row has become about something else meanwhile, that is said.
    """
    told = press_of((do, about))
    if drawn_by(button_words(do, about.document_kind), key, loud=loud, told=told) and as_read((do, about)):
        carry_out(do, about)


def press_of(what: Hashable) -> Callable[[], None]:
    """What a button does that is pressed to do `what`, before the page is read: `as_read` looks at it then."""
    return lambda: PRESSED.set((RUN.get(), what))


def as_read(now: Hashable) -> bool:
    """Whether what was pressed was then what it is `now`: a button keeps its place when its row becomes about something
    else. Where it has, nothing is to be done, and that is said."""
    run, then = PRESSED.take()
    # A press of an earlier run, on another page, is nobody's any more.
    if then in (None, now) or run + 1 < RUN.get():
        return True
    say(_("It has changed meanwhile, and nothing was done. Here it stands as it is now."), icon=":material/sync:")
    st.rerun()


def pressed_and_gone() -> None:
    """Say so where a row is not there any more whose button was pressed; for the end of a page of such rows."""
    as_read(None)


def button_words(do: Do, document_kind: str = "") -> str:
    """What the button says."""
    called = kind_name(document_kind).lower() if document_kind in shipped() else _("document")
    return _(DOINGS[do].button).format(document=called)


def carry_out(do: Do, about: RowSubject) -> None:
    """Do it, or go where it is done."""
    DOINGS[do].does(about)


def _of(page: str, otherwise: str = "") -> Callable[[RowSubject], None]:
    """To the page of the document or course run; of a row without one to the list at `otherwise`, else to theirs."""

    def lead(about: RowSubject) -> None:
        if about.subject_id is not None:
            go(page, about.subject_id)
        if otherwise:
            st.switch_page(otherwise)
        _to_volunteer(about)

    return lead


def _asking(page: str) -> Callable[[RowSubject], None]:
    """To a form that is filled in with the one the row is about."""
    return lambda about: st.switch_page(page, query_params={"for": str(about.engagement_id)})


def _to_supervision(about: RowSubject) -> None:
    """To the supervision, where it is planned and held; one that is to be ordered to its form, filled in."""
    if about.subject_id is not None:
        go(addresses.SUPERVISION, about.subject_id)
    again = about.kind == StepKind.RE_EVALUATE
    kind = SupervisionKind.RE_EVALUATION if again else SupervisionKind.FIRST
    st.switch_page(addresses.SUPERVISIONS, query_params={"for": str(about.engagement_id), "kind": kind})


def _to_volunteer(about: RowSubject) -> None:
    go(addresses.VOLUNTEER, about.engagement_id)


def _to_answer(about: RowSubject) -> None:
    """To the page about whoever would like to stop, with the answer asked for."""
    st.switch_page(addresses.VOLUNTEER, query_params={"id": str(about.engagement_id), "do": Do.REPLY})


def _to_approval(about: RowSubject) -> None:
    go(addresses.APPROVAL, about.engagement_id)


def _to_meeting(about: RowSubject) -> None:
    go(addresses.CLARIFICATION, about.engagement_id)


def _to_changes(about: RowSubject) -> None:
    go(addresses.CHANGES, about.engagement_id)


def _to_paper(about: RowSubject) -> None:
    _of(addresses.ON_PAPER if about.to_sign else addresses.LETTER)(about)


def _with_subject(does: Callable[[UUID], None]) -> Callable[[RowSubject], None]:
    """What is done to what a row is about; where there is nothing of the kind, the volunteer's page says more."""
    return lambda about: does(about.subject_id) if about.subject_id is not None else _to_volunteer(about)


def _make(about: RowSubject) -> None:
    make(about.engagement_id, about.document_kind, known(_person_of(about.engagement_id).language))


def _invite(about: RowSubject) -> None:
    make_link(about.engagement_id)
    _to_volunteer(about)


def _contacted(about: RowSubject) -> None:
    """Say in one tap that the pair was asked how it went; words about it are written on the volunteer's page."""
    module_id = about.subject_id
    if module_id is None:
        _to_volunteer(about)
        return
    act(
        lambda by: record_contact(**by, engagement_id=about.engagement_id, module_id=module_id),
        _("It is noted, for both of the pair."),
        icon=":material/forum:",
    )


def _person_of(engagement_id: UUID) -> Person:
    session = current().session
    return session.get_one(Person, session.get_one(Engagement, engagement_id).person_id)


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


def make_link(engagement_id: UUID) -> None:
    """Make a new link to join by, and say what becomes of it."""
    context = current()
    engagement = context.session.get_one(Engagement, engagement_id)
    act_and_flash(
        lambda by: invite(**by, person_id=engagement.person_id, organisation_id=engagement.organisation_id),
        f"{_('The link is ready.')} {mail_words(context, _person_of(engagement_id).email)}",
        icon=":material/link:",
    )


DOINGS: dict[Do, Doing] = {
    Do.MAKE: Doing(N_("Make the {document}"), _make),
    Do.CONTINUE: Doing(N_("Continue"), _of(addresses.LETTER)),
    Do.SEND: Doing(N_("Send"), _with_subject(send)),
    Do.FILL_IN: Doing(N_("Fill in"), _of(addresses.LETTER)),
    Do.ANSWER: Doing(N_("Answer"), _of(addresses.LETTER)),
    Do.SIGN: Doing(N_("Read and sign"), _of(addresses.DOCUMENT)),
    Do.REMIND: Doing(N_("Send a reminder"), _with_subject(remind_again)),
    Do.PAPER: Doing(N_("On paper"), _to_paper),
    Do.READ: Doing(N_("Open"), _of(addresses.DOCUMENT)),
    Do.INVITE: Doing(N_("Make a new link"), _invite),
    Do.CALL: Doing(N_("Contact"), _to_volunteer),
    Do.PAIR: Doing(N_("Find a partner"), _asking(addresses.PAIRS)),
    Do.COURSE: Doing(N_("Look at the courses"), _of(addresses.COURSE, addresses.COURSES)),
    Do.PLAN_COURSE: Doing(N_("Plan a course"), _asking(addresses.PLAN_COURSE)),
    Do.EVALUATE: Doing(N_("Enter the evaluation"), _of(addresses.EVALUATION)),
    Do.REVIEW: Doing(N_("Look at the evaluation"), _of(addresses.COURSE)),
    Do.CONTACT: Doing(N_("We have talked"), _contacted),
    Do.PLAN: Doing(N_("Plan it"), _to_supervision),
    Do.LOOK: Doing(N_("Look at it"), _to_supervision),
    Do.TALK: Doing(N_("To the talk"), _to_volunteer),
    Do.CLARIFY: Doing(N_("Plan the meeting"), _to_meeting),
    Do.PREPARE: Doing(N_("Prepare it"), _to_meeting),
    Do.MEET: Doing(N_("Look at the meeting"), _to_meeting),
    Do.TRAIN: Doing(N_("Write the day"), _to_approval),
    Do.DECIDE: Doing(N_("Decide"), _to_approval),
    Do.CLOSE: Doing(N_("Look at it"), _to_approval),
    Do.REPLY: Doing(N_("Answer"), _to_answer),
    Do.HANDED_OVER: Doing(N_("Look at it"), _to_volunteer),
    Do.THANK: Doing(N_("Plan a thank-you"), _to_volunteer),
    Do.THANKED: Doing(N_("Write it down"), lambda _about: st.switch_page(addresses.RECOGNITION)),
    Do.PROVE: Doing(N_("Make the proof"), _to_volunteer),
    Do.PART: Doing(N_("Say goodbye"), _to_changes),
    Do.OPEN: Doing(N_("Open"), _to_volunteer),
}
