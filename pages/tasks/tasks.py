"""Tasks: what volunteers are wanted for, how many each has and wants, and the way to describe a new one."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.i18n import gettext as _
from core.organisations.service import workplaces
from core.tasks.lists import PER_PAGE, TaskFilter, TaskRow, tasks
from pages.people.filters import take_workplace
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.tasks.words import has_words, is_short
from pages.widgets.headings import page_head, section
from pages.widgets.pager import pager
from pages.widgets.rows import RowState, row

WORKPLACE = ScreenState[UUID | None]("tasks-workplace", None)
CLOSED = ScreenState("tasks-closed", False)
PAGE = ScreenState("tasks-page", 1)
FILTERED_BY = ScreenState[TaskFilter | None]("tasks-filter", None)


def _task_row(each: TaskRow) -> None:
    """One task, which leads to its page: where it is, how many it has and wants, and whether anybody can apply."""
    task = each.task
    state = RowState()
    if task.closed_at is not None:
        state = RowState(_("Closed"))
    elif each.called:
        state = RowState(_("Call is open"), "green")
    elif is_short(task, each.has):
        state = RowState(_("Lacks somebody"), "orange")
    row(
        addresses.TASK,
        task.id,
        task.title,
        place=f"{each.workplace} · {task.hours}" if task.hours else each.workplace,
        what=has_words(task, each.has),
        state=state,
    )


context = require_actor(Action.SEE_TASKS)
actor, session = actor_of(context), context.session
organisation_id = current_organisation(context, Action.SEE_TASKS)
places = {place.id: place.name for place in workplaces(session, organisation_id)}

show_flashes()
with page_head(_("Tasks")):
    if may(actor, Action.EDIT_TASKS) and st.button(
        _("Describe a task"), type="primary", icon=":material/add:", key="task-new"
    ):
        st.switch_page(addresses.DESCRIBE_TASK)
take_workplace(WORKPLACE)
first, second = st.columns(2)
first.selectbox(
    _("Workplace"),
    [None, *places],
    format_func=lambda each: places[each] if each else _("All"),
    key=WORKPLACE.key,
    persist_state="session",
)
second.selectbox(
    _("State"),
    [False, True],
    format_func=lambda each: _("Closed tasks") if each else _("Tasks there are"),
    key=CLOSED.key,
    persist_state="session",
)
filtered_by = TaskFilter(WORKPLACE.get(), CLOSED.get())
page = PAGE.get() if FILTERED_BY.get() == filtered_by else 1
FILTERED_BY.set(filtered_by)
PAGE.set(page)
found, total = tasks(
    session=session,
    actor=actor,
    organisation_id=organisation_id,
    filtered_by=filtered_by,
    today=context.today,
    page=page,
)
heading = section(_("Found"), total, note=_("Those that lack most people stand first."))
if not total:
    st.info(
        _("No task fits what you chose. Describe a task before you look for somebody to do it."),
        icon=":material/assignment:",
    )
with heading.rows("tasks"):
    for each in found:
        _task_row(each)
pager(PAGE, page, total=total, at_once=PER_PAGE)
