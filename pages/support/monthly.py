"""The talk of the month on the page of a team: planned by the psychologist, and seen by who it is with."""

from datetime import datetime
from functools import partial

import streamlit as st

from core.i18n import gettext as _
from core.i18n import on_date, on_weekday
from core.support.monthly import MonthlyRow, MonthlyView, monthly_talks, own_monthly
from core.support.service import plan_monthly, talk_was_held
from core.teams.reading import TeamView
from core.teams.rules import TeamPart
from pages.shell import addresses
from pages.shell.action import By, act
from pages.shell.context import Context, actor_of
from pages.support.times import own_time, suggested_times
from pages.support.words import at_words
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.headings import section
from pages.widgets.plain import plain
from pages.widgets.rows import RowState, line, row_button


def monthly_here(context: Context, team: TeamView) -> None:
    """For the psychologist those to be planned and those ahead; nothing for who does not plan them."""
    if TeamPart.PSYCHOLOGIST not in team.parts or team.ended_on is not None:
        return
    found = monthly_talks(session=context.session, actor=actor_of(context), team_id=team.team_id, now=context.now)
    if not found.rows:
        return
    with section(_("Talks of the month"), len(found.rows)).rows("monthly"):
        for row in found.rows:
            _row(context, team, found, row)


def own_monthly_here(context: Context, team: TeamView) -> None:
    """When the reader talks with the psychologist next; nothing where theirs does not come up by itself."""
    if not team.parts & {TeamPart.PEER, TeamPart.LEAD} or team.ended_on is not None:
        return
    own = own_monthly(session=context.session, actor=actor_of(context), team_id=team.team_id, now=context.now)
    psychologist = team.around.get(TeamPart.PSYCHOLOGIST)
    if own is None or psychologist is None or own.next_on is None:
        return
    if own.starts_at is not None:
        told = _("Your next talk with {name} is {when}.").format(
            name=plain(psychologist.name), when=at_words(own.starts_at, context)
        )
    elif own.is_due:
        told = _("It is time for your talk with {name}, who finds a day.").format(name=plain(psychologist.name))
    else:
        told = _("You talk with {name} again around {day}.").format(
            name=plain(psychologist.name), day=on_weekday(own.next_on)
        )
    st.page_link(addresses.NEED_A_TALK, label=told, icon=":material/event:")


def _row(context: Context, team: TeamView, found: MonthlyView, row: MonthlyRow) -> None:
    state = RowState()
    if row.starts_at is None and row.is_due:
        state = RowState(_("To be planned"), "orange")
    when = at_words(row.starts_at, context) if row.starts_at is not None else ""
    if not when and not row.is_due and row.next_on is not None:
        when = _("around {day}").format(day=on_date(row.next_on))
    line(
        row.name,
        place=_("leads the team") if row.leads else "",
        what=_("last {day}").format(day=on_date(row.last_on)) if row.last_on else "",
        state=state,
        when=when,
    )
    key = str(row.person_id)
    if row.starts_at is not None and row.starts_at <= context.now:
        if row_button(_("We have talked"), f"monthly-held-{key}"):
            talk_id = row.talk_id
            assert talk_id is not None
            act(
                lambda by: talk_was_held(**by, talk_id=talk_id, held_on=context.today),
                _("It is noted that you talked, and nothing else."),
            )
    else:
        dialog_button(
            _("Move the talk") if row.starts_at is not None else _("Plan it"),
            f"monthly-{key}",
            _("When do you talk?"),
            lambda by: _plan(by, team, found, row),
        )


def _plan(context: Context, team: TeamView, found: MonthlyView, row: MonthlyRow) -> None:
    """One of three times in one press, or another."""
    said = _("{name} can see the time, and has a mail.").format(name=plain(row.name))
    keep = partial(_keep, team, row)
    starts_at = suggested_times(found.suggested, str(row.person_id), context)
    if starts_at is not None:
        act(lambda by: keep(by, starts_at), said, icon=":material/event:", then=close_dialog)
    own_time(context, str(row.person_id), row.starts_at, keep, said)


def _keep(team: TeamView, row: MonthlyRow, by: By, starts_at: datetime) -> None:
    plan_monthly(**by, team_id=team.team_id, person_id=row.person_id, starts_at=starts_at)
