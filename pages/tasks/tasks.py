"""Tasks: what volunteers are wanted for, how many each has and wants, and the way to describe a new one."""

from functools import partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.access.trail import ListKind
from core.i18n import N_
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
from pages.widgets.downloads import ListOut, all_pages, list_button
from pages.widgets.headings import page_head, section
from pages.widgets.inputs import one_of
from pages.widgets.pager import pager
from pages.widgets.rows import RowState, row

WORKPLACE = ScreenState[UUID | None]("tasks-workplace", None)
CLOSED = ScreenState("tasks-closed", False)
PAGE = ScreenState("tasks-page", 1)
FILTERED_BY = ScreenState[TaskFilter | None]("tasks-filter", None)


def _state(each: TaskRow) -> RowState:
    """Whether anybody can apply, or is lacked."""
    if each.task.closed_at is not None:
        return RowState(_("Closed"))
    if each.called:
        return RowState(_("Call is open"), "green")
    return RowState(_("Lacks somebody"), "orange") if is_short(each.task, each.has) else RowState()


def _out(filtered_by: TaskFilter) -> ListOut[TaskRow]:
    """All tasks that fit, as a table."""
    read = partial(tasks, actor=actor, organisation_id=organisation_id, filtered_by=filtered_by, today=context.today)
    return ListOut(
        ListKind.TASKS,
        Action.SEE_TASKS,
        organisation_id,
        {
            N_("Task"): lambda each: each.task.title,
            N_("Workplace"): lambda each: each.workplace,
            N_("Hours and days"): lambda each: each.task.hours,
            N_("Who has it"): lambda each: each.has,
            N_("Wanted"): lambda each: each.task.wanted,
            N_("State"): lambda each: _state(each).words,
        },
        lambda opened: all_pages(lambda page: read(session=opened, page=page)),
    )


def _task_row(each: TaskRow) -> None:
    """One task, which leads to its page: where it is, how many it has and wants, and whether anybody can apply."""
    task = each.task
    row(
        addresses.TASK,
        task.id,
        task.title,
        place=f"{each.workplace} · {task.hours}" if task.hours else each.workplace,
        what=has_words(task, each.has),
        state=_state(each),
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
one_of(
    _("Workplace"),
    [None, *places],
    format_func=lambda each: places[each] if each else _("All"),
    where=first,
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
if total:
    list_button(_out(filtered_by))
