"""An application under way: one question a page, then all answers to look through, then it is sent."""

from functools import partial

import streamlit as st

from core.applications.applying import (
    Applicant,
    OwnApplication,
    answer,
    change_contact,
    confirm_by_mail,
    given,
    send,
    take_back,
)
from core.applications.rules import Age, ApplicantQuestion
from core.applications.words import CHOICES, NOTES, QUESTIONS, UNDER_AGE
from core.errors import DomainError, words
from core.i18n import gettext as _
from core.i18n import on_date
from pages.applications.calling import contact_fields
from pages.shell.action import attempt
from pages.shell.context import Context, current, refused
from pages.shell.state import ScreenState
from pages.widgets.form import EntryForm, error_summary, field
from pages.widgets.headings import section
from pages.widgets.plain import plain, plain_with_sites
from pages.widgets.rows import line, row_button

# Where the applicant is, if not at the first question they have not answered: a question, or how they are reached.
AT = ScreenState("apply-at", "")
CONTACT, CHECK = "contact", "check"
# Why the answer to the question on the page is refused.
WRONG = ScreenState("apply-wrong", "")


def opened_from_mail(context: Context, token: str) -> None:
    """Whoever comes by the link of a mail is at that address; once told, its key leaves the address of the page."""
    key = st.query_params.get("m", "")
    if key:
        attempt(lambda: confirm_by_mail(session=context.session, token=token, key=key, now=context.now))
        del st.query_params["m"]


def ask(context: Context, token: str, own: OwnApplication) -> None:
    """The page the applicant is at."""
    at = AT.of(token).get()
    st.caption(plain(own.call.task.title))
    if own.call.address and not own.call.open:
        st.info(_("The call has closed meanwhile. You have begun, so you can still send it."), icon=":material/event:")
    if at == CONTACT:
        _contact(context, token, own)
    elif at in own.questions:
        _question(context, token, own, ApplicantQuestion(at))
    elif own.next_question is not None and at != CHECK:
        _question(context, token, own, own.next_question)
    else:
        _check(context, token, own)


def _question(context: Context, token: str, own: OwnApplication, question: ApplicantQuestion) -> None:
    """One question, its answer, and the ways on and back."""
    number, count = own.questions.index(question) + 1, len(own.questions)
    wrong = WRONG.of(token, question)
    said_wrong = {question.value: wrong.get()} if wrong.get() else {}
    st.title(_(QUESTIONS[question]), anchor=False)
    error_summary(said_wrong)
    st.caption(_("Question {number} of {count}").format(number=number, count=count))
    st.markdown(plain_with_sites(_(NOTES[question])))
    if question is ApplicantQuestion.EXPERIENCE:
        st.markdown(
            _("It is deleted {months} months after you have sent it.").format(
                months=own.call.organisation.application_months
            )
        )
    with field(question.value, said_wrong) as said:
        words_now = _answered(token, own, question, said)
    if question is ApplicantQuestion.AGE and words_now == Age.MINOR:
        st.info(_(UNDER_AGE), icon=":material/info:")
    if st.button(_("Continue"), type="primary", width="stretch", key=f"apply-on-{question}"):
        done = attempt(lambda: answer(session=context.session, token=token, question=question, words=words_now))
        if isinstance(done, DomainError):
            wrong.set(words(done))
        else:
            wrong.forget()
            AT.of(token).set(_after(own, question))
        st.rerun()
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.button(
            _("Back"),
            type="tertiary",
            icon=":material/arrow_back:",
            key=f"apply-back-{question}",
            on_click=AT.of(token).set,
            args=(own.questions[number - 2] if number > 1 else CONTACT,),
        )
    st.caption(_("What you write is kept. You can close this page and go on later by your link."))


def _after(own: OwnApplication, question: ApplicantQuestion) -> str:
    """Where it goes on: to the next question, or back to the answers for who came from there."""
    if own.next_question is None:
        return CHECK
    place = own.questions.index(question) + 1
    return own.questions[place] if place < len(own.questions) else CHECK


def _answered(token: str, own: OwnApplication, question: ApplicantQuestion, said: str) -> str:
    """The field of a question with what is answered so far; what stands there, "" for nothing."""
    before = str(getattr(own.row, question.value))
    key = f"apply-{question}"
    label = _("Your answer") + said
    choices = CHOICES.get(question)
    if choices is not None:
        options = [str(each) for each in choices]
        return (
            st.radio(
                label,
                options,
                index=options.index(before) if before in options else None,
                format_func=lambda each: _(choices[each]),
                key=key,
                label_visibility="collapsed",
            )
            or ""
        )
    return (
        st.text_area(
            label, before, key=key, height=180, on_change=partial(_keep, token, question), label_visibility="collapsed"
        )
        or ""
    )


def _keep(token: str, question: ApplicantQuestion) -> None:
    """What was typed is kept when the field is left, whether they go on or not."""
    typed = ScreenState(f"apply-{question}", "").get()
    attempt(lambda: answer(session=current().session, token=token, question=question, words=typed, passes=False))


def _contact(context: Context, token: str, own: OwnApplication) -> None:
    """Name and ways to reach them, to change."""
    st.title(_("Who are you?"), anchor=False)
    form = EntryForm("applicant")
    applicant = contact_fields(form, Applicant(name=own.row.name, email=own.row.email, phone=own.row.phone))
    if st.button(_("Continue"), type="primary", width="stretch", key="apply-on-contact"):
        done = form.attempt(
            lambda: change_contact(session=context.session, token=token, applicant=applicant, now=context.now)
        )
        if not isinstance(done, DomainError):
            AT.of(token).forget()
            st.rerun()


def _check(context: Context, token: str, own: OwnApplication) -> None:
    """All answers, each with a way back to it, and the button that sends them."""
    st.title(_("Check your answers"), anchor=False)
    st.markdown(_("Nobody reads this until you send it."))
    answers(own, token)
    if own.row.age == Age.MINOR:
        st.info(_(UNDER_AGE), icon=":material/info:")
    if st.button(_("Send my application"), type="primary", width="stretch", icon=":material/send:", key="apply-send"):
        done = attempt(lambda: send(session=context.session, token=token, now=context.now))
        if isinstance(done, DomainError):
            refused(done)
        else:
            AT.of(token).forget()
            st.rerun()
    with st.expander(_("I would rather not apply"), key="apply-not"):
        st.markdown(
            _("Then what you wrote is deleted now. If you do nothing, it is deleted on {day}.").format(
                day=on_date(own.row.delete_on)
            )
        )
        if st.button(_("Delete what I wrote"), key="apply-delete", icon=":material/delete:"):
            attempt(lambda: take_back(session=context.session, token=token, now=context.now))
            st.rerun()


def answers(own: OwnApplication, token: str = "") -> None:
    """What was answered, in order; with a `token` each has a button that leads back to its question."""
    row = own.row
    told = [(CONTACT, _("You"), " · ".join(each for each in (row.name, row.email, row.phone) if each))]
    for question, said in given(row).items():
        if question in own.questions:
            choices = CHOICES.get(question)
            spoken = _(choices[said]) if choices is not None and said else said
            told.append((question.value, _(QUESTIONS[question]), spoken or _("Not answered")))
    with section(_("Your answers"), len(told)).rows("answers"):
        for where, title, said in told:
            line(title, what=said)
            if token and row_button(_("Change"), f"apply-change-{where}"):
                AT.of(token).set(where)
                st.rerun()
