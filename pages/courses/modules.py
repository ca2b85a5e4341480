"""The modules of a course: a list of when they are and who leads them; and one module with what is done about it."""

from collections import Counter
from collections.abc import Mapping

import streamlit as st

from core.calendar.service import PlanningCalendar, calendar_of
from core.courses.modules import take_tick_back
from core.courses.rules import CourseState, ModuleTime, skipping
from core.courses.service import add_module, move_modules, remove_module
from core.courses.view import CourseView, ModuleView
from core.errors import DomainError
from core.i18n import clock, local_day, on_date, on_weekday
from core.i18n import gettext as _
from pages.courses.doing import carry_out, names_told, tick
from pages.courses.planning import meeting_asked
from pages.courses.versions import asked_anew
from pages.courses.words import meeting_words, who_words
from pages.shell import addresses
from pages.shell.action import attempt, refusal_shown
from pages.shell.context import current, refused
from pages.telling.days import said_of_day, said_of_people
from pages.telling.telling import words_to
from pages.widgets.headings import section
from pages.widgets.plain import plain
from pages.widgets.rows import RowState, row, row_button

OPEN = (CourseState.PLANNED, CourseState.RUNNING)
# What the address of a course holds for one of its modules, and for one more of them.
MODULE, ONE_MORE = "module", "new"


def modules(view: CourseView) -> None:
    """Every module as a line that opens it, and one more at the end where there may be one."""
    heading = section(_("Modules"), len(view.modules))
    usual = _usual(view)
    calendar = calendar_of(current().session, view.run.organisation_id)
    with heading.rows("of-modules"):
        for module in view.modules:
            _line(view, module, usual, calendar)
    for module in view.modules:
        if module.said:
            title = _("Module {number}").format(number=module.number)
            with st.expander(_("What was said after {module}").format(module=title), icon=":material/chat:"):
                said_line(module)
    may_add = view.edits and view.state in (*OPEN, CourseState.HELD)
    if may_add and st.button(_("Add a module"), icon=":material/add:", type="tertiary", key="one-more"):
        _open(view, ONE_MORE)


def one_module(view: CourseView, asked: str, version: int) -> None:
    """The module that the address asks for, or one more: what is done about it, on a page of its own."""
    if asked == ONE_MORE:
        _add(view, version)
        return
    module = next((each for each in view.modules if str(each.number) == asked), None)
    if module is None:
        st.info(_("The course has no such module any more."), icon=":material/event_busy:")
        return
    calendar = calendar_of(current().session, view.run.organisation_id)
    why = calendar.why_not(local_day(module.starts_at))
    section(_("Module {number}").format(number=module.number))
    st.markdown(f"{_told(module, ())}{f' :orange-badge[{plain(why)}]' if why else ''}")
    said_line(module)
    if view.edits and view.state is not CourseState.CANCELLED:
        _ways(view, module, version, calendar)


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


def _line(view: CourseView, module: ModuleView, usual: tuple[str, ...], calendar: PlanningCalendar) -> None:
    """When it is, by whom where others than usual lead it, what stands in its way, and what is next."""
    now, day = current().now, local_day(module.starts_at)
    why = calendar.why_not(day) if module.held_at is None else ""
    if module.held_at is not None:
        state = RowState(_("Held"), "green", "check_circle")
    elif why:
        state = RowState(why, "orange", "event_busy")
    else:
        state = RowState(_("Planned") if module.starts_at > now else _("Not ticked off"), "gray", "schedule")
    by = _("by {name}").format(name=plain(module.held_by)) if module.held_by else ""
    row(
        addresses.COURSE,
        view.run.id,
        f"{module.number}. {on_weekday(day)}",
        place=" · ".join(part for part in (_hours(module), _others(module, usual)) if part),
        state=state,
        when=by,
        also={MODULE: str(module.number)},
    )
    if not view.edits or module.held_at is not None or view.state is CourseState.CANCELLED:
        return
    if module.starts_at <= now:
        if module.number != view.next_open and row_button(_("Tick it off"), f"tick-{module.number}"):
            tick(view, module.number)
    elif row_button(_("Move"), f"move-{module.number}"):
        _open(view, str(module.number))


def _hours(module: ModuleView) -> str:
    return f"{clock(module.starts_at)}–{clock(module.ends_at)}"


def _others(module: ModuleView, usual: tuple[str, ...]) -> str:
    return "" if tuple(module.leaders) == usual else ", ".join(module.leaders) or _("Nobody leads it yet")


def _usual(view: CourseView) -> tuple[str, ...]:
    """Those who lead the most modules; they are named beside, so only the modules of others need their names."""
    led = Counter(tuple(each.leaders) for each in view.modules)
    return max(led, key=led.__getitem__, default=())


def _told(module: ModuleView, usual: tuple[str, ...]) -> str:
    when = meeting_words(module.starts_at, module.ends_at)
    who = [] if tuple(module.leaders) == usual else [who_words(module.leaders)]
    return "  \n".join([when, *who, held_line(module)])


def _ways(view: CourseView, module: ModuleView, version: int, calendar: PlanningCalendar) -> None:
    if module.held_at is None:
        _move(view, module, version, calendar)
        if module.number == len(view.modules) > 1:
            _remove(view, version)
    elif view.state is not CourseState.EVALUATED and view.state is not CourseState.REVIEWED:
        st.write(_("Was it ticked off by mistake? Then take the tick away. What the two wrote is kept."))
        if st.button(_("Take the tick away"), key=f"untick-{module.number}", icon=":material/undo:"):
            carry_out(
                view,
                lambda by: take_tick_back(**by, run_id=view.run.id, number=module.number),
                _("The tick is taken away."),
            )


def _move(view: CourseView, module: ModuleView, version: int, calendar: PlanningCalendar) -> None:
    """Another day or other hours, or the next days that are free for it and all that follow."""
    now = ModuleTime(module.starts_at, module.ends_at)
    names, key = names_told(view) if module.ends_at > current().now else [], asked_anew(view, module.number)
    with refusal_shown():
        meeting = meeting_asked(f"move-{key}", now, _("New day"))
        day = local_day(meeting.starts_at)
        said_of_day(current(), view.run.organisation_id, day, local_day(now.starts_at))
        leading = [each.engagement_id for each in view.leaders if each.name in module.leaders]
        said_of_people(current(), leading, [day], but=[view.run.id])
        asks = meeting != now and meeting.ends_at <= current().now
        sure = not asks or st.checkbox(_("That day is over, and the module was held then"), key=f"past-{key}")
        words = words_to(key, names)
        with st.container(horizontal=True):
            moved = st.button(_("Move it"), key=f"move-it-{module.number}", type="primary")
            skipped = calendar.is_closed(local_day(module.starts_at)) and st.button(
                _("Skip {day}: this one and those after it a week later").format(
                    day=calendar.why_not(local_day(module.starts_at))
                ),
                key=f"skip-{module.number}",
                icon=":material/fast_forward:",
            )
        if moved and not sure:
            st.warning(_("The day you chose is over. Was it held then? Tick that above, and press once more."))
        elif moved:
            _store(view, {module.number: meeting}, version, words)
        elif skipped:
            _store(view, _skipped(view, module.number, calendar), version, words)


def _skipped(view: CourseView, first: int, calendar: PlanningCalendar) -> dict[int, ModuleTime]:
    """The modules from `first` on as they are when closed days are skipped, but for those held already."""
    planned = [ModuleTime(each.starts_at, each.ends_at) for each in view.modules]
    after = enumerate(skipping(planned, calendar.is_closed, first=first), start=1)
    return {number: meeting for number, meeting in after if meeting != planned[number - 1]}


def _store(view: CourseView, moved: Mapping[int, ModuleTime], version: int, words: str) -> None:
    carry_out(
        view,
        lambda by: move_modules(**by, run_id=view.run.id, moved=moved, expected_version=version, words=words),
        _("Moved."),
        icon=":material/edit_calendar:",
    )


def _remove(view: CourseView, version: int) -> None:
    with st.expander(_("Remove this module"), icon=":material/delete:"):
        st.write(_("The course ends with the module before it then."))
        words = words_to(f"{view.run.id}-removed", names_told(view))
        if st.button(_("Yes, remove it"), key="remove-module"):
            carry_out(
                view,
                lambda by: remove_module(**by, run_id=view.run.id, expected_version=version, words=words),
                _("The course has one module less."),
                icon=":material/delete:",
            )


def _add(view: CourseView, version: int) -> None:
    last = view.modules[-1]
    section(_("Add a module"))
    meeting = attempt(
        lambda: meeting_asked(
            f"add-{view.run.id}-{last.number}", ModuleTime(last.starts_at, last.ends_at), _("Day of the new module")
        )
    )
    words = words_to(f"{view.run.id}-added", names_told(view))
    if not st.button(_("Add it"), key="add-module", type="primary"):
        return
    if isinstance(meeting, DomainError):
        refused(meeting)
        return
    carry_out(
        view,
        lambda by: add_module(**by, run_id=view.run.id, meeting=meeting, expected_version=version, words=words),
        _("The course has one more module."),
        icon=":material/add:",
    )


def _open(view: CourseView, asked: str) -> None:
    st.switch_page(addresses.COURSE, query_params={"id": str(view.run.id), MODULE: asked})
