"""Talks in words: what kind it is, when it is, and whom to call where it cannot wait."""

from datetime import datetime, timedelta

import streamlit as st

from core.i18n import N_, clock, day_and_month, local_day, on_weekday, weekday_name
from core.i18n import gettext as _
from core.support.reading import TalkAnswer, TalkNumbers
from core.support.rules import SupportKind
from pages.people.reaching import call_link
from pages.shell.context import Context
from pages.widgets.plain import plain

KINDS = {
    SupportKind.CRISIS: N_("Crisis talk"),
    SupportKind.CLARIFYING: N_("Clarifying talk"),
    SupportKind.MONTHLY: N_("Talk of the month"),
}


def at_words(moment: datetime, context: Context) -> str:
    """A moment as it is said: today, tomorrow, or its day, with the hour."""
    day = local_day(moment)
    if day == context.today:
        return _("today at {clock}").format(clock=clock(moment))
    if day == context.today + timedelta(days=1):
        return _("tomorrow at {clock}").format(clock=clock(moment))
    said = f"{weekday_name(day)} {day_and_month(day, context.today)}"
    return _("{day} at {clock}").format(day=said, clock=clock(moment))


def by_words(kind: SupportKind, by: datetime, context: Context) -> str:
    """By when there is an answer: the hour where it is urgent, else the day."""
    return at_words(by, context) if kind is SupportKind.CRISIS else on_weekday(local_day(by))


def who_words(answer: TalkAnswer) -> str:
    """Who answers; several coordinators are not named one by one."""
    return plain(answer.name) if answer.name else _("one of the coordinators")


def cannot_wait(numbers: TalkNumbers) -> None:
    """Whom to call now, always in sight where somebody asks."""
    told = [_("Is anybody in danger? Call {number}.").format(number=f"**{call_link('112')}**")]
    if numbers.acute:
        told.append(_("The psychiatric acute line, day and night: {number}").format(number=call_link(numbers.acute)))
    if numbers.helpline:
        told.append(_("A helpline, if you need a voice now: {number}").format(number=call_link(numbers.helpline)))
    if numbers.organisation_phone:
        told.append(f"{plain(numbers.organisation)}: {call_link(numbers.organisation_phone)}")
    with st.container(border=True, key="cannot-wait"):
        st.markdown(f"**{_('If it cannot wait')}**\n" + "".join(f"\n- {each}" for each in told))
