"""What is done about a supervision before there is feedback: who holds it, its day, that it was held, or called off."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from uuid import UUID

import streamlit as st

from core.errors import DomainError
from core.i18n import COPENHAGEN, clock, local_day, short_date
from core.i18n import gettext as _
from core.supervision.lists import SessionRow, modules_of, supervisors
from core.supervision.rules import SupervisionState
from core.supervision.service import call_off, hold, name_supervisor, plan
from pages.parts.plain import plain_label
from pages.parts.said import say
from pages.parts.session import Context, actor_of, refused


def name_holder(context: Context, row: SessionRow) -> None:
    """Who holds it, for whoever orders supervisions."""
    people = dict(supervisors(session=context.session, actor=actor_of(context), organisation_id=row.organisation_id))
    options = [None, *people]
    at = options.index(row.supervisor_id) if row.supervisor_id in people else 0
    chosen = st.selectbox(
        _("Who holds it?"),
        options,
        index=at,
        format_func=lambda each: plain_label(people[each]) if each else _("Not decided yet"),
        key=f"holder-{row.supervision_id}-{row.version}",
    )
    if chosen is not None and chosen != row.supervisor_id:
        _do(context, row, name_supervisor, _("Noted."), supervisor_id=chosen)


def give_a_day(context: Context, row: SessionRow) -> None:
    """A day, an hour and a place; on a course, one of its modules."""
    folded = row.state is SupervisionState.PLANNED
    title = _("Choose another day") if folded else _("Give it a day")
    with st.expander(title, icon=":material/event:", expanded=not folded):
        listed = modules_of(session=context.session, actor=actor_of(context), supervision_id=row.supervision_id)
        ahead = {each.module_id: each for each in listed if local_day(each.starts_at) >= context.today}
        module_id = None
        if ahead:
            module_id = st.selectbox(
                _("On which module?"),
                [*ahead, None],
                index=_at(row, [*ahead]),
                format_func=lambda each: _module_words(ahead[each]) if each else _("Another day"),
                key=f"module-{row.supervision_id}",
            )
        planned_at = _own_time(context, row) if module_id is None else ahead[module_id].starts_at
        place = st.text_input(_("Where?"), value=row.place, key=f"place-{row.supervision_id}")
        if st.button(_("Save the day"), type="primary", key=f"plan-{row.supervision_id}"):
            _do(
                context,
                row,
                plan,
                _("The day is saved."),
                planned_at=planned_at,
                place=place,
                course_module_id=module_id,
            )


def _at(row: SessionRow, ahead: list[UUID]) -> int:
    """What stands chosen: its module; after them all, the day of its own that it has already."""
    if row.course_module_id in ahead:
        return ahead.index(row.course_module_id)
    return len(ahead) if row.planned_at else 0


def _module_words(module: Any) -> str:
    return _("Module {number}: {day} at {time}").format(
        number=module.number, day=short_date(local_day(module.starts_at)), time=clock(module.starts_at)
    )


def _own_time(context: Context, row: SessionRow) -> datetime:
    planned = row.planned_at.astimezone(COPENHAGEN) if row.planned_at else None
    first, second = st.columns(2)
    day = first.date_input(
        _("Day"),
        value=max(planned.date(), context.today) if planned else context.today,
        min_value=context.today,
        format="DD.MM.YYYY",
        key=f"day-{row.supervision_id}",
    )
    at = second.time_input(
        _("At"), value=planned.time() if planned else time(17), key=f"at-{row.supervision_id}", step=900
    )
    return datetime.combine(day, at, tzinfo=COPENHAGEN)


def record_held(context: Context, row: SessionRow) -> None:
    """That it was held, with its day."""
    planned = local_day(row.planned_at) if row.planned_at else context.today
    over = row.planned_at is not None and planned <= context.today
    with st.expander(_("It has been held"), icon=":material/task_alt:", expanded=over):
        day = st.date_input(
            _("When was it held?"),
            value=min(planned, context.today),
            max_value=context.today,
            format="DD.MM.YYYY",
            key=f"held-{row.supervision_id}",
        )
        if st.button(_("Record it, and write feedback"), key=f"hold-{row.supervision_id}"):
            _do(context, row, hold, _("Noted. Now write the feedback."), held_on=day)


def call_it_off(context: Context, row: SessionRow) -> None:
    """It does not take place."""
    with st.popover(_("Call it off"), icon=":material/block:"):
        st.write(_("It will not count, and another can be ordered."))
        if st.button(_("Call it off now"), key=f"call-off-{row.supervision_id}"):
            _do(context, row, call_off, _("It is called off."))


def _do(context: Context, row: SessionRow, service: Callable[..., object], said: str, **changed: object) -> None:
    """Carry it out and draw the page anew; where somebody was faster, with what they changed."""
    try:
        service(
            session=context.session,
            actor=actor_of(context),
            supervision_id=row.supervision_id,
            expected_version=row.version,
            now=context.now,
            **changed,
        )
    except DomainError as error:
        refused(error)
        return
    say(said)
    st.rerun()
