"""The questionnaire an applicant may share, and the interview about it."""

from functools import partial

import streamlit as st
from sqlmodel import Session

from core.assessments.assessing import hold_interview
from core.assessments.questioning import print_for_application, write_questionnaire_down
from core.assessments.reading import ApplicantView
from core.assessments.sheets import questionnaire
from core.i18n import gettext as _
from core.i18n import language, on_date
from pages.shell.context import Context, actor_of, current
from pages.shell.state import ScreenState
from pages.unsent.keeping import FormDraft
from pages.widgets.downloads import print_buttons
from pages.widgets.form import EntryForm
from pages.widgets.headings import section

# Which form is open below one applicant: one of these, "" for none.
OPEN = ScreenState("interview-open", "")
NOTES, WRITE, PRINT = "notes", "write", "print"


def draw(context: Context, view: ApplicantView) -> None:
    """What was shared, what was noted, and paper for both."""
    opened = OPEN.of(view.application.id)
    open_ = view.answered_on is None and view.application.withdrawn_at is None
    section(_("Questionnaire and interview"))
    _shared(view)
    if view.interview_on is not None:
        st.markdown(f"**{_('Interview on {day}').format(day=on_date(view.interview_on))}**")
        if view.interview:
            st.text(view.interview)
    ways = [(PRINT, _("Print"), ":material/print:")]
    if open_:
        ways.insert(0, (NOTES, _("We have talked"), ":material/forum:"))
        if view.shared is not None or not view.begun_questionnaire:
            ways.insert(1, (WRITE, _("Write down the questionnaire from paper"), ":material/edit_note:"))
    with st.container(horizontal=True):
        for way, label, icon in ways:
            if st.button(label, icon=icon, key=f"to-interview-{way}", type="tertiary"):
                opened.set("" if opened.get() == way else way)
                st.rerun()
    if opened.get() == PRINT:
        _prints(context, view)
    elif opened.get() == NOTES and open_:
        _notes(view)
    elif opened.get() == WRITE and open_:
        _write_down(view)


def _shared(view: ApplicantView) -> None:
    if view.shared is None:
        told = (
            _("They have begun the questionnaire, and have not shared it. It is theirs.")
            if view.begun_questionnaire
            else _("They can fill in a questionnaire for themselves, and decide whether you may read it.")
        )
        st.caption(told)
        return
    for topic in questionnaire().topics:
        for question in topic.questions:
            if said := view.shared.get(question.id):
                st.markdown(f"**{question.in_language(language())}**")
                st.text(said)


def _notes(view: ApplicantView) -> None:
    application_id = view.application.id
    form, key = EntryForm("interview"), f"interviewed-{application_id}-"
    draft = FormDraft(f"interview:{application_id}", key)
    with st.container(border=True):
        st.caption(_("For coordinators alone. Write what you have agreed, never what somebody is ill with."))
        held_on = form.day("held_on", _("When was it?"), view.interview_on or current().today, key=f"{key}day")
        with form.field("notes") as said:
            notes = st.text_area(_("What you talked about") + said, view.interview, key=f"{key}notes")
        draft.keep()
        if st.button(_("Save"), type="primary", key="interview-save"):
            form.send(
                lambda by: hold_interview(
                    **by,
                    application_id=application_id,
                    held_on=held_on,
                    notes=notes,
                    expected_version=view.version,
                ),
                _("The interview is noted."),
                then=draft.sent(lambda _made: OPEN.of(application_id).forget()),
            )


def _write_down(view: ApplicantView) -> None:
    application_id, answers = view.application.id, dict[str, str]()
    form, key = EntryForm("questionnaire-paper"), f"on-paper-{application_id}-"
    draft = FormDraft(f"questionnaire:{application_id}", key)
    with st.container(border=True):
        st.caption(_("Write only what they have given you on paper."))
        for topic in questionnaire().topics:
            for question in topic.questions:
                with form.field(question.id) as said:
                    answers[question.id] = st.text_area(
                        question.in_language(language()) + said,
                        (view.shared or {}).get(question.id, ""),
                        key=f"{key}{question.id}",
                    )
        draft.keep()
        if st.button(_("Save"), type="primary", key="questionnaire-save"):
            form.send(
                lambda by: write_questionnaire_down(**by, application_id=application_id, answers=answers),
                _("The questionnaire is written down."),
                then=draft.sent(lambda _none: OPEN.of(application_id).forget()),
            )


def _prints(context: Context, view: ApplicantView) -> None:
    """Both sheets in each language."""
    actor, application_id = actor_of(context), view.application.id

    def printed(session: Session, chosen: str, interview: bool) -> bytes:
        return print_for_application(
            session=session, actor=actor, application_id=application_id, interview=interview, language=chosen
        )

    print_buttons(
        _("The questionnaire in {language}"),
        partial(printed, interview=False),
        "questionnaire",
        key="print-questionnaire-",
    )
    print_buttons(_("The guide in {language}"), partial(printed, interview=True), "interview", key="print-interview-")
