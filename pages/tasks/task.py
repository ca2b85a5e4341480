"""One task: what it says, who has it and who could, and the call by which anybody can apply."""

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.i18n import gettext as _
from core.i18n import local_day, on_date
from core.register.documents import programme_names
from core.tasks.lists import TaskView, one_task
from core.tasks.rules import Attachment, RunBy, is_unwise
from core.tasks.service import close_task, reopen_task
from pages.guidelines.principles import Matter, principle
from pages.shell import addresses
from pages.shell.action import act, refusal_shown
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.tasks import having, publishing
from pages.tasks.showing import described, terms
from pages.tasks.words import ATTACHMENTS, RUNNERS, UNWISE, has_words
from pages.widgets.beside import beside
from pages.widgets.facts import Fact, facts
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain

context = require_actor(Action.SEE_TASKS)
actor = actor_of(context)


def head(view: TaskView) -> None:
    """The title, and what is done about the whole task."""
    task = view.task
    here = Subject(task.organisation_id, workplace_id=task.workplace_id)
    with page_head(plain(task.title)):
        if may(actor, Action.EDIT_TASKS, here):
            if task.closed_at is None:
                st.page_link(
                    addresses.DESCRIBE_TASK,
                    label=_("Change it"),
                    icon=":material/edit:",
                    query_params={"id": str(task.id)},
                    width="content",
                )
                if st.button(_("Close the task"), key="task-close", type="tertiary", icon=":material/archive:"):
                    act(lambda by: close_task(**by, task_id=task.id), _("The task is closed, and nobody can apply."))
            elif st.button(_("Open it again"), key="task-reopen", type="tertiary", icon=":material/unarchive:"):
                act(lambda by: reopen_task(**by, task_id=task.id), _("The task is there again."))
        st.page_link(addresses.TASKS, label=_("All tasks"), icon=":material/arrow_back:", width="content")


def practical(view: TaskView) -> None:
    """What is looked up."""
    task = view.task
    programmes = programme_names(session=context.session, actor=actor, language=context.language)
    told = [
        Fact(_("Has and wants"), has_words(task, view.has)),
        Fact(_("Workplace"), view.workplace),
        Fact(_("Programme"), programmes.get(task.programme, task.programme)),
        Fact(_("Who runs the activity?"), _(RUNNERS[RunBy(task.run_by)])),
        Fact(_("How are they tied to it?"), _(ATTACHMENTS[Attachment(task.attachment)])),
    ]
    if task.held_on is not None:
        told.append(Fact(_("The day"), on_date(task.held_on)))
    facts(_("Practical"), told)


show_flashes()
with refusal_shown(_("Tasks")):
    view = one_task(
        session=context.session, actor=actor, task_id=id_in_address(st.query_params.get("id")), today=context.today
    )
    task = view.task
    head(view)
    place = beside()
    with place.facts:
        practical(view)
    with place.question:
        if task.closed_at is not None:
            day = on_date(local_day(task.closed_at))
            st.info(_("This task was closed on {day}.").format(day=day), icon=":material/archive:")
        if is_unwise(Attachment(task.attachment), task.held_on):
            st.warning(_(UNWISE), icon=":material/lightbulb:")
        publishing.call(context, view)
    with place.rest:
        having.who_has(context, view)
        section(_("The description"))
        described(task, view.workplace)
        with st.expander(_("Insurance, benefits and allowances"), icon=":material/shield:", key="terms"):
            terms(task)
        principle(Matter.RECRUITING, task.organisation_id, programme=task.programme)
