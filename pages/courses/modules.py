"""The modules of a course: when they are, who leads them, and what the two said to each other afterwards."""

from collections import Counter

import streamlit as st

from core.courses.modules import take_tick_back
from core.courses.rules import CourseState, ModuleTime
from core.courses.service import add_module, move_modules
from core.courses.view import CourseView, ModuleView
from core.i18n import gettext as _
from core.i18n import local_day, on_date
from pages.courses.doing import carry_out, tick
from pages.courses.planning import meeting_asked
from pages.courses.words import meeting_words, who_words
from pages.shell.action import refusal_shown
from pages.shell.context import current
from pages.widgets.plain import plain

OPEN = (CourseState.PLANNED, CourseState.RUNNING)


def modules(view: CourseView, version: int) -> None:
    """Every module, and one more at the end where there may be one."""
    st.header(_("Modules"), anchor=False)
    usual = _usual(view)
    for module in view.modules:
        with st.container(border=True):
            st.markdown(_told(module, usual))
            said_line(module)
            if view.edits and view.state is not CourseState.CANCELLED:
                with st.container(horizontal=True):
                    _ways(view, module, version)
    if view.edits and view.state in (*OPEN, CourseState.HELD):
        with st.expander(_("Add a module"), icon=":material/add:"):
            _add(view, version)


def said_line(module: ModuleView) -> None:
    """What was said after a module, by whom; nothing where the reader may not read it."""
    for said in module.said:
        st.markdown(f":material/chat: **{plain(said.name)}:** {plain(said.words)}")


def held_line(module: ModuleView) -> str:
    """Whether a module was held, by shape and word."""
    if module.held_at is None:
        return f":material/schedule: {_('Not ticked off')}"
    when = on_date(local_day(module.held_at))
    said = _("Held. Ticked off {date} by {name}").format(date=when, name=plain(module.held_by) or _("a colleague"))
    return f":material/check_circle: {said}"


def _usual(view: CourseView) -> tuple[str, ...]:
    """Those who lead the most modules; they are named above, so only the modules of others need their names."""
    led = Counter(tuple(each.leaders) for each in view.modules)
    return max(led, key=led.__getitem__, default=())


def _told(module: ModuleView, usual: tuple[str, ...]) -> str:
    title = _("Module {number}").format(number=module.number)
    when = meeting_words(module.starts_at, module.ends_at)
    who = [] if tuple(module.leaders) == usual else [who_words(module.leaders)]
    return "  \n".join([f"**{title}** · {when}", *who, held_line(module)])


def _ways(view: CourseView, module: ModuleView, version: int) -> None:
    context = current()
    if module.held_at is None:
        if (
            module.starts_at <= context.now
            and module.number != view.next_open
            and st.button(
                _("Tick off module {number}").format(number=module.number),
                key=f"tick-{module.number}",
                icon=":material/task_alt:",
            )
        ):
            tick(view, module.number)
        with st.popover(_("Move module {number}").format(number=module.number), icon=":material/edit_calendar:"):
            _move(view, module, version)
    elif view.state is not CourseState.EVALUATED and view.state is not CourseState.REVIEWED:
        label = _("Module {number} was not held").format(number=module.number)
        with st.popover(label, icon=":material/undo:"):
            st.write(_("Was it ticked off by mistake? Then take the tick away. What the two wrote is kept."))
            if st.button(_("Take the tick away"), key=f"untick-{module.number}"):
                carry_out(
                    view,
                    lambda by: take_tick_back(**by, run_id=view.run.id, number=module.number),
                    _("The tick is taken away."),
                )


def _move(view: CourseView, module: ModuleView, version: int) -> None:
    now = ModuleTime(module.starts_at, module.ends_at)
    with refusal_shown():
        meeting = meeting_asked(f"move-{view.run.id}-{module.number}", now, _("New day"))
        if st.button(_("Move it"), key=f"move-{module.number}"):
            carry_out(
                view,
                lambda by: move_modules(
                    **by, run_id=view.run.id, moved={module.number: meeting}, expected_version=version
                ),
                _("Module {number} is moved.").format(number=module.number),
                icon=":material/edit_calendar:",
            )


def _add(view: CourseView, version: int) -> None:
    last = view.modules[-1]
    with refusal_shown():
        meeting = meeting_asked(
            f"add-{view.run.id}-{last.number}", ModuleTime(last.starts_at, last.ends_at), _("Day of the new module")
        )
        if st.button(_("Add it"), key="add-module"):
            carry_out(
                view,
                lambda by: add_module(**by, run_id=view.run.id, meeting=meeting, expected_version=version),
                _("The course has one more module."),
                icon=":material/add:",
            )
