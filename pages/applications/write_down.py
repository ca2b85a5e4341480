"""An application that came by phone or on paper, written down by a coordinator; and the blank form to print (O4)."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.applications.printing import print_application_form
from core.applications.rules import Age, ApplicantQuestion, Beforehand, Benefit, HeardFrom
from core.applications.words import AGES, BENEFITS, KNOWN, QUESTIONS, SOURCES, UNDER_AGE
from core.applications.writing_down import ApplicationDetails, write_down
from core.i18n import LANGUAGES, on_date
from core.i18n import gettext as _
from core.tasks.lists import TaskView, one_task
from db.applications import Application
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.addresses import go
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.unsent.keeping import FormDraft
from pages.widgets.downloads import print_buttons
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain

context = require_actor(Action.HANDLE_APPLICATIONS)


def fields(form: EntryForm, view: TaskView, key: str) -> ApplicationDetails:
    """What the applicant said, in the order of the form on paper."""
    with form.field("name") as said:
        name = st.text_input(_("Name") + said, key=f"{key}name", autocomplete="off")
    left, right = st.columns(2)
    with left, form.field("phone") as said:
        phone = st.text_input(_("Phone") + said, key=f"{key}phone", autocomplete="off")
    with right, form.field("email") as said:
        email = st.text_input(_("E-mail (may be left blank)") + said, key=f"{key}email", autocomplete="off")
    language = st.selectbox(_("Language"), [*LANGUAGES], format_func=LANGUAGES.__getitem__, key=f"{key}language")
    age = st.radio(
        _("Age"), [*Age], format_func=lambda each: _(AGES[each]), index=None, key=f"{key}age", horizontal=True
    )
    if age is Age.MINOR:
        st.info(_(UNDER_AGE), icon=":material/info:")
    with form.field("motivation") as said:
        motivation = st.text_area(_(QUESTIONS[ApplicantQuestion.MOTIVATION]) + said, key=f"{key}motivation")
    heard_from = st.selectbox(
        _(QUESTIONS[ApplicantQuestion.HEARD_FROM]),
        [*HeardFrom],
        index=None,
        format_func=lambda each: _(SOURCES[each]),
        placeholder=_("Not asked"),
        key=f"{key}heard",
    )
    beforehand = st.selectbox(
        _(QUESTIONS[ApplicantQuestion.BEFOREHAND]),
        [*Beforehand],
        index=None,
        format_func=lambda each: _(KNOWN[each]),
        placeholder=_("Not asked"),
        key=f"{key}beforehand",
    )
    experience = ""
    if view.task.asks_experience:
        with form.field("experience") as said:
            experience = st.text_area(_(QUESTIONS[ApplicantQuestion.EXPERIENCE]) + said, key=f"{key}experience")
    with form.field("accommodations") as said:
        accommodations = st.text_area(_(QUESTIONS[ApplicantQuestion.ACCOMMODATIONS]) + said, key=f"{key}accommodations")
    benefit = st.radio(
        _(QUESTIONS[ApplicantQuestion.BENEFIT]),
        [*Benefit],
        format_func=lambda each: _(BENEFITS[each]),
        index=None,
        key=f"{key}benefit",
        horizontal=True,
        help=_("Volunteering can affect a benefit. We do not decide; tell them to ask the job centre or their fund."),
    )
    advised_on = form.day(
        "advised_on", _("The day you told them where to ask (may be left blank)"), None, key=f"{key}advised"
    )
    return ApplicationDetails(
        name=name,
        email=email,
        phone=phone,
        language=language or "",
        age=age,
        motivation=motivation,
        heard_from=heard_from,
        beforehand=beforehand,
        experience=experience,
        accommodations=accommodations,
        benefit=benefit,
        advised_on=advised_on,
    )


def prints(context: Context, task_id: UUID) -> None:
    """The blank form in each language."""
    actor = actor_of(context)
    print_buttons(
        _("Print the form in {language}"),
        lambda session, language: print_application_form(
            session=session, actor=actor, task_id=task_id, language=language
        ),
        "application",
        key="print-application-",
        look="tertiary",
    )


def said(made: Application) -> str:
    """That it is written down, and when it is deleted, which the applicant is to be told."""
    return _("Written down. Tell them that it is deleted on {day}.").format(day=on_date(made.delete_on))


show_flashes()
with refusal_shown(_("Write down an application")):
    view = one_task(
        session=context.session,
        actor=actor_of(context),
        task_id=id_in_address(st.query_params.get("id")),
        today=context.today,
    )
    with page_head(_("Write down an application")):
        st.page_link(
            addresses.TASK,
            label=_("Back to the task"),
            icon=":material/arrow_back:",
            query_params={"id": str(view.task.id)},
            width="content",
        )
    st.markdown(f"**{plain(view.task.title)}**")
    prints(context, view.task.id)
    section(_("What they said or wrote"))
    form, key = EntryForm("down"), f"applied-{view.task.id}-"
    draft = FormDraft(f"write-down:{view.task.id}", key, Age, HeardFrom, Beforehand, Benefit)
    details = fields(form, view, key)
    draft.keep()
    if st.button(_("Save the application"), type="primary", icon=":material/save:", key="down-save"):
        form.send(
            lambda by: write_down(**by, task_id=view.task.id, details=details),
            said,
            then=draft.sent(lambda _made: go(addresses.TASK, view.task.id)),
        )
