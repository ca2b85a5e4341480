"""Describe a task before anybody is sought for it, or change what it says: a long form on a page of its own."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.i18n import gettext as _
from core.tasks.lists import one_task
from core.tasks.rules import Attachment, RunBy
from core.tasks.service import change_task, describe_task
from db.tasks import VolunteerTask
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.addresses import go
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation, id_in_address
from pages.shell.state import ScreenState
from pages.tasks.form import task_fields, task_key
from pages.unsent.keeping import FormDraft
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head
from pages.widgets.plain import plain

# The version of a task that the reader has before them.
SEEN = ScreenState("task-seen", 0)
context = require_actor(Action.EDIT_TASKS)


def new(context: Context, organisation_id: UUID) -> None:
    """The form for a new one."""
    with page_head(_("Describe a task")):
        st.page_link(addresses.TASKS, label=_("All tasks"), icon=":material/arrow_back:", width="content")
    st.markdown(_("You can open a call when it is clear what, when and where it is, who leads, and what you adapt."))
    form = EntryForm("task")
    draft = FormDraft(f"task:{organisation_id}", f"{task_key(None)}-", RunBy, Attachment)
    details = task_fields(form, context, organisation_id, None)
    draft.keep()
    if st.button(_("Save the task"), type="primary", icon=":material/save:", key="task-save"):
        form.send(
            lambda by: describe_task(**by, organisation_id=organisation_id, details=details),
            _("The task is described."),
            then=draft.sent(lambda task: go(addresses.TASK, task.id)),
        )


def change(context: Context, task_id: UUID) -> None:
    """Everything a task says, to change."""
    view = one_task(session=context.session, actor=actor_of(context), task_id=task_id, today=context.today)
    task = view.task
    with page_head(plain(_("Change {task}").format(task=task.title))):
        st.page_link(
            addresses.TASK,
            label=_("Back to the task"),
            icon=":material/arrow_back:",
            query_params={"id": str(task.id)},
            width="content",
        )
    version = SEEN.of(task.id).swap(task.version)
    if version != task.version:
        st.warning(_("Somebody else has changed this since you saw it. Read it again."), icon=":material/sync_problem:")
    form = EntryForm(f"task-{task.id}")
    draft = FormDraft(f"change-task:{task.id}", f"{task_key(task)}-", RunBy, Attachment)
    details = task_fields(form, context, task.organisation_id, task)
    draft.keep()
    if st.button(_("Save the task"), type="primary", icon=":material/save:", key="task-save"):
        form.send(
            lambda by: change_task(**by, task_id=task.id, details=details, expected_version=version),
            _("Saved."),
            then=draft.sent(_changed),
        )


def _changed(task: VolunteerTask) -> None:
    SEEN.of(task.id).forget()
    go(addresses.TASK, task.id)


show_flashes()
if st.query_params.get("id"):
    with refusal_shown(_("Tasks")):
        change(context, id_in_address(st.query_params["id"]))
else:
    new(context, current_organisation(context, Action.EDIT_TASKS))
