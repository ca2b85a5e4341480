"""What is done on a course's page: carried out, said, and drawn anew; and the one thing that comes next."""

from collections.abc import Callable

import streamlit as st

from core.courses.modules import tick_off
from core.courses.rules import CourseState
from core.courses.view import CourseView
from core.i18n import gettext as _
from pages.courses.versions import changed_by_reader
from pages.courses.words import leading_names
from pages.shell import addresses
from pages.shell.action import DONE, By, act
from pages.shell.addresses import go
from pages.shell.context import current


def carry_out(view: CourseView, change: Callable[[By], object], said: str, icon: str = DONE) -> None:
    """Make one change. The reader, who made it, is not told of it as of somebody else's."""
    act(change, said, icon=icon, then=lambda _changed: changed_by_reader(view))


def do_next(view: CourseView) -> None:
    """The page's one primary button: tick off the module that was held, or go on to the evaluation."""
    due = _module_due(view)
    if due is not None and view.ticks:
        if st.button(_("Tick off module {number}").format(number=due), type="primary", icon=":material/task_alt:"):
            tick(view, due)
    elif view.state is CourseState.HELD and view.keys:
        if st.button(_("Enter the participants’ evaluation"), type="primary", icon=":material/rate_review:"):
            go(addresses.EVALUATION, view.run.id)
    elif view.state is CourseState.EVALUATED and view.edits:
        st.info(_("The evaluation is in. Talk it through with the two who led the course, and write it down below."))


def tick(view: CourseView, number: int, words: str = "") -> None:
    """Tick a module off, with a word to one's partner where there is one."""
    carry_out(
        view,
        lambda by: tick_off(**by, run_id=view.run.id, number=number, words=words),
        _("Module {number} is ticked off.").format(number=number),
        icon=":material/task_alt:",
    )


def names_told(view: CourseView) -> list[str]:
    """Who gets a mail when it changes: those who lead some of it and go on."""
    return leading_names(view)


def _module_due(view: CourseView) -> int | None:
    if view.state is CourseState.CANCELLED or view.next_open is None:
        return None
    module = next(each for each in view.modules if each.number == view.next_open)
    return module.number if module.starts_at <= current().now else None
