"""Deciding about an application: the decision, the letter to look at before it goes, and the way on."""

from uuid import UUID

import streamlit as st

from core.assessments.deciding import (
    BeginsWith,
    DecisionDraft,
    decide,
    letter_as_it_goes,
    mailed,
    print_letter,
    send_letter,
    take_decision_back,
)
from core.assessments.reading import ApplicantView
from core.assessments.rules import ApplicationVerdict
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import N_, name_in_words, on_date, words_in
from core.i18n import gettext as _
from core.people.colleagues import contact_people
from core.people.known import Described, KnownPerson, known_already
from core.register.documents import programmes_there
from pages.people.knowing import known_row
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.addresses import go
from pages.shell.context import Context, actor_of
from pages.unsent.keeping import FormDraft
from pages.widgets.beside import next_thing
from pages.widgets.downloads import print_button
from pages.widgets.form import EntryForm
from pages.widgets.headings import section
from pages.widgets.paper import letter as letter_of
from pages.widgets.plain import plain_label

# What the address of an application holds for a form of its own.
DO, DECIDE, LETTER = "do", "decide", "letter"
VERDICTS = {
    ApplicationVerdict.YES: N_("Yes, we would like to have them with us"),
    ApplicationVerdict.NO: N_("No, not for this task"),
}


def way_to_decide(view: ApplicantView, *, loud: bool = True) -> None:
    """To the form on a page of its own."""
    if st.button(_("Decide"), type="primary" if loud else "secondary", icon=":material/how_to_vote:", key="to-decide"):
        _to(view, DECIDE)


def way_to_letter(view: ApplicantView) -> None:
    """To the letter before it goes, and back to a decision that was wrong."""
    if st.button(_("Read the letter and finish it"), type="primary", icon=":material/mail:", key="to-letter"):
        _to(view, LETTER)
    if st.button(_("Decide otherwise"), type="tertiary", key="decide-otherwise"):
        _to(view, DECIDE)
    if st.button(_("Not decided after all"), type="tertiary", icon=":material/undo:", key="undecide"):
        act(lambda by: take_decision_back(**by, application_id=view.application.id), _("It is not decided any more."))


def answered(context: Context, view: ApplicantView) -> None:
    """That the letter has gone, how it read, and where it goes on."""
    assert view.answered_on is not None
    assert view.letter is not None
    yes, actor, application_id = view.verdict is ApplicationVerdict.YES, actor_of(context), view.application.id
    said = _("The answer was yes") if yes else _("The answer was no")
    with next_thing(
        said,
        _("The letter was finished on {day}. Print it to post it or read it aloud.").format(
            day=on_date(view.answered_on)
        ),
    ):
        if view.application.engagement_id is not None and st.button(
            _("Go to the volunteer"), type="primary", icon=":material/person:", key="to-volunteer"
        ):
            go(addresses.VOLUNTEER, view.application.engagement_id)
        print_button(
            _("Print the letter"),
            lambda session: print_letter(session=session, actor=actor, application_id=application_id),
            "letter.pdf",
            key="print-letter",
        )
    section(_("How the letter read"))
    letter_of(view.letter.subject, view.letter.body)


def decide_form(view: ApplicantView) -> None:
    """Yes or no, own words, and other tasks where it is no. Nobody outside is told by this."""
    application_id = view.application.id
    section(_("What do you decide?"), note=_("Nothing goes out yet. You see the letter first."))
    form, key = EntryForm("decide"), f"decision-{application_id}-"
    draft = FormDraft(f"decide:{application_id}", key, ApplicationVerdict)
    verdict = st.radio(
        _("Your decision"),
        list(ApplicationVerdict),
        index=list(ApplicationVerdict).index(view.verdict) if view.verdict else None,
        format_func=lambda each: _(VERDICTS[each]),
        key=f"{key}verdict",
        label_visibility="collapsed",
    )
    with form.field("own_words") as said:
        own_words = st.text_area(
            _("Your own words in the letter (may be left blank)") + said, view.own_words, key=f"{key}words"
        )
    offered: list[UUID] = []
    if verdict is ApplicationVerdict.NO and view.others:
        offered = st.pills(
            _("Other tasks you offer them"),
            [*view.others],
            format_func=lambda each: plain_label(view.others[each]),
            selection_mode="multi",
            default=[each for each in view.offered if each in view.others],
            key=f"{key}offered",
            wrap=True,
        )
    draft.keep()
    with st.container(horizontal=True):
        if (
            st.button(
                _("Go on to the letter"), type="primary", icon=":material/arrow_forward:", disabled=verdict is None
            )
            and verdict is not None
        ):
            chosen = DecisionDraft(verdict, own_words, tuple(offered))
            form.send(
                lambda by: decide(**by, application_id=application_id, draft=chosen),
                then=draft.sent(lambda _none: _to(view, LETTER)),
            )
        if st.button(_("Back"), type="tertiary", icon=":material/arrow_back:", key="back-from-decide"):
            go(addresses.APPLICANT, application_id)


def letter_form(context: Context, view: ApplicantView) -> None:
    """The letter as it goes, and with a yes who is there for the new volunteer."""
    assert view.verdict is not None
    application = view.application
    letter = letter_as_it_goes(
        session=context.session,
        actor=actor_of(context),
        application_id=application.id,
        draft=DecisionDraft(view.verdict, view.own_words, view.offered),
    )
    section(_("The letter"), note=_("In {language}, which they read.").format(language=name_in_words(letter.language)))
    letter_of(letter.subject, letter.body)
    if mailed(application):
        st.caption(_("They get a mail with a link to the letter."))
    else:
        st.caption(_("When it is finished you print it, and post it, mail it or read it aloud."))
    if view.verdict is ApplicationVerdict.YES:
        _invite_form(context, view)
    elif st.button(_("Finish the letter"), type="primary", icon=":material/check:", key="send-letter"):
        act(
            lambda by: send_letter(**by, application_id=application.id),
            _("The letter is finished. Print it here."),
            then=lambda _none: go(addresses.APPLICANT, application.id),
        )
    if st.button(_("Change it"), type="tertiary", icon=":material/edit:", key="change-letter"):
        _to(view, DECIDE)


def _invite_form(context: Context, view: ApplicantView) -> None:
    application, actor = view.application, actor_of(context)
    people = contact_people(session=context.session, actor=actor, organisation_id=application.organisation_id)
    alike = known_already(
        session=context.session,
        actor=actor,
        organisation_id=application.organisation_id,
        like=Described(application.name, application.email, application.phone),
    )
    section(_("Where they begin"), note=_("They get a link to log in by, and the task becomes theirs."))
    form = EntryForm("invite-applicant")
    with st.form("invite-applicant", border=False, enter_to_submit=False):
        known = _which(context, view, alike, form) if alike else None
        with form.field("contact_person_id") as said:
            contact_person_id = st.selectbox(
                _("Contact person") + said,
                [*people],
                format_func=people.__getitem__,
                index=0 if len(people) == 1 else None,
                placeholder=_("Choose a person"),
                key="invite-contact",
            )
        begins_on = form.day("begins_on", _("First day (may be left blank)"), None, key="invite-begins")
        if st.form_submit_button(_("Finish the letter and invite"), type="primary", icon=":material/person_add:"):
            begins = BeginsWith(contact_person_id, begins_on, known.person_id if known else None)
            form.send(
                lambda by: send_letter(**by, application_id=application.id, begins=begins),
                _("The letter is finished, and they are invited."),
                icon=":material/person_add:",
                then=lambda _made: go(addresses.APPLICANT, application.id),
            )


def _which(context: Context, view: ApplicantView, alike: list[KnownPerson], form: EntryForm) -> KnownPerson | None:
    """Who may be the applicant already, so that nobody is there twice; it takes an answer."""
    names = {
        id_: words_in(each.name, context.language)
        for id_, each in programmes_there(
            session=context.session,
            actor=actor_of(context),
            organisation_id=view.application.organisation_id,
        ).items()
    }
    with section(_("Here already?"), len(alike)).rows("known"):
        for each in alike:
            known_row(each, names)
    new = _("No, it is somebody new")
    by_label = {plain_label(f"{_('Yes')}: {each.name}"): each for each in alike}
    with form.field("known_id") as said:
        chosen = st.radio(_("Is it one of them?") + said, [*by_label, new], index=None, key="invite-known")

    def answered_at_all() -> None:
        if chosen is None:
            raise DomainError(ErrorCode.CHOICE_INVALID)

    form.check("known_id", answered_at_all)
    return by_label.get(chosen or "")


def _to(view: ApplicantView, asked: str) -> None:
    st.switch_page(addresses.APPLICANT, query_params={"id": str(view.application.id), DO: asked})
