"""What is said of a day while somebody plans: a holiday, closed, over, who can hardly be there. Nothing is refused."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import streamlit as st

from core.calendar.service import calendar_of
from core.i18n import N_, local_day, short_date
from core.i18n import gettext as _
from core.planning.concerned import MOST
from core.planning.reading import in_the_way, in_the_way_of_each
from core.planning.rules import Hindrance, HindranceKind
from pages.shell.context import Context, actor_of
from pages.widgets.plain import plain

HINDRANCES = {
    HindranceKind.PAUSED: N_("{name} is on a break: {days}"),
    HindranceKind.APPROVAL_OVER: N_("{name}’s approval has run out by then: {days}"),
    HindranceKind.COURSE: N_("{name} leads {what} that day: {days}"),
    HindranceKind.SUPERVISION: N_("{name} has a supervision that day: {days}"),
    HindranceKind.OFFER: N_("{name} has a seat at {what} that day: {days}"),
    HindranceKind.TRAINING: N_("{name} has a day of their training then: {days}"),
    HindranceKind.TALK: N_("{name} has a talk that day: {days}"),
    HindranceKind.MEETING: N_("{name} has their clarification meeting that day: {days}"),
}
FEW_DAYS, FEW_LINES, MOST_DAYS = 3, 8, 31


def said_of_day(context: Context, organisation_id: UUID, day: date | None, before: date | None = None) -> None:
    """That a day is a holiday or closed, or over already; nothing of the day that stood there `before`."""
    if day is None or day == before:
        return
    why = calendar_of(context.session, organisation_id).why_not(day)
    told = [_("{day} is a day off: {why}").format(day=short_date(day), why=plain(why))] if why else []
    if day < context.today:
        told.append(_("{day} is over already. Is that the day you mean?").format(day=short_date(day)))
    if told:
        st.warning("  \n".join(told), icon=":material/event_busy:")


def said_of_people(
    context: Context, engagement_ids: Collection[UUID], days: Collection[date], but: Collection[UUID] = ()
) -> None:
    """Who of these can hardly be there on these days, and why; `but` is what they do of which the days are. Of more
    than `MOST` nothing is said."""
    if len(engagement_ids) > MOST:
        return
    found = in_the_way(
        session=context.session,
        actor=actor_of(context),
        engagement_ids=engagement_ids,
        days=days,
        today=context.today,
        but=but,
    )
    if found:
        told = [_line(each) for each in found[:FEW_LINES]]
        if len(found) > FEW_LINES:
            told.append(_("{count} more").format(count=len(found) - FEW_LINES))
        st.warning("  \n".join(told), icon=":material/person_alert:")


def days_of(starts: datetime, ends: datetime) -> list[date]:
    """The days from one moment to another; of what lasts longer than a month the first of them."""
    first, last = local_day(starts), local_day(ends)
    return [first + timedelta(days=number) for number in range(min((last - first).days + 1, MOST_DAYS))]


def said_of_own_days(
    context: Context, days: Mapping[UUID, Collection[date]], but: Collection[UUID] = (), *, clear: str = ""
) -> None:
    """The same where each has days of their own, by engagement; that nothing is in the way is said as `clear`."""
    found = in_the_way_of_each(
        session=context.session,
        actor=actor_of(context),
        engagement_ids=[*days],
        days={day for own in days.values() for day in own},
        today=context.today,
        but=but,
    )
    theirs = [
        replace(each, days=tuple(day for day in each.days if day in days[engagement_id]))
        for engagement_id, hindered in found.items()
        for each in hindered
    ]
    if said := [_line(each) for each in theirs if each.days]:
        st.warning("  \n".join(said), icon=":material/person_alert:")
    elif clear:
        st.caption(clear)


def _line(each: Hindrance) -> str:
    days = ", ".join(short_date(day) for day in each.days[:FEW_DAYS])
    if len(each.days) > FEW_DAYS:
        days = _("{days} and {count} more").format(days=days, count=len(each.days) - FEW_DAYS)
    return _(HINDRANCES[each.kind]).format(name=plain(each.name), what=plain(each.what), days=days)
