"""How it goes, on the page of a team: tasks, what stands in the way and check-ins, for who leads it and each peer."""

from datetime import date, timedelta

import streamlit as st

from core.i18n import gettext as _
from core.i18n import ngettext, on_date
from core.support.following import (
    LONGEST,
    MOST_EVERY,
    FollowUpRow,
    agree_check_in,
    checked_in,
    follow_ups,
    say_in_the_way,
)
from core.support.rules import AHEAD
from core.teams.reading import TeamView
from core.teams.rules import TeamPart
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.shell.state import ScreenState
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.form import EntryForm, meanwhile
from pages.widgets.headings import section
from pages.widgets.plain import and_words
from pages.widgets.rows import RowState, line, row_button

# The version of what two have agreed that the reader has before them.
SEEN = ScreenState("follow-up-seen", 0)
A_WEEK, FRIDAY = 7, 4


def following(context: Context, team: TeamView) -> None:
    """Each peer for who leads the team, or the reader's own; nothing for everybody else."""
    if not team.parts & {TeamPart.LEAD, TeamPart.PEER} or team.ended_on is not None:
        return
    found = follow_ups(session=context.session, actor=actor_of(context), team_id=team.team_id, today=context.today)
    if not found:
        return
    heading = section(_("How things are going"), len(found))
    if TeamPart.LEAD in team.parts:
        over = sum(each.is_over for each in found)
        if over:
            words = ngettext("{count} check-in is over its day", "{count} check-ins are over their day", over)
            st.markdown(f":red-badge[{words.format(count=over)}]")
        told = _("What stands in the way is read by you and the peer alone. Nothing about illness stands here.")
    else:
        told = _("What stands in the way is read by you and your team lead alone. Nothing about illness stands here.")
    st.caption(told)
    with heading.rows("follow-ups"):
        for row in found:
            _row(context, row)


def _row(context: Context, row: FollowUpRow) -> None:
    state = RowState(_("Over its day"), "red") if row.is_over else RowState()
    tasks = and_words(row.tasks) if row.tasks else _("No task yet")
    told = [tasks]
    if row.in_the_way:
        told.append(_("In the way: {words}").format(words=row.in_the_way))
    when = _("check-in {day}").format(day=on_date(row.check_in_on)) if row.check_in_on else ""
    line(_("You and your team lead") if row.own else row.name, what=" · ".join(told), state=state, when=when)
    key = str(row.member_id)
    if row.check_in_on is not None and row.check_in_on <= context.today:
        if row_button(_("We have checked in"), f"checked-in-{key}"):
            act(
                lambda by: checked_in(**by, member_id=row.member_id, expected_version=row.version),
                _("Noted. The next one comes up by itself.") if row.every_days else _("Noted."),
            )
    else:
        dialog_button(
            _("Agree on a check-in") if row.check_in_on is None else _("Another day"),
            f"check-in-{key}",
            _("When do you check in?"),
            lambda by: _agree(by, row),
        )
    dialog_button(_("What stands in the way"), f"in-the-way-{key}", _("What stands in the way"), lambda _by: _say(row))


def _agree(context: Context, row: FollowUpRow) -> None:
    key = str(row.member_id)
    version = SEEN.of(row.member_id).first(row.version)
    form = EntryForm(f"check-in-{key}")
    if row.checked_on:
        st.caption(_("You checked in last on {day}.").format(day=on_date(row.checked_on)))
    on = form.day(
        "on",
        _("Which day?"),
        row.check_in_on or _in_a_week(context.today),
        needed=True,
        first=context.today,
        last=context.today + AHEAD,
        key=f"check-in-day-{key}",
    )
    every = form.number(
        "every_days",
        _("Days between check-ins after that (0 for this one alone)"),
        row.every_days if row.version else 2 * A_WEEK,
        needed=True,
        most=MOST_EVERY,
        key=f"check-in-every-{key}",
    )
    if st.button(_("Agree on it"), type="primary", icon=":material/event:", key="check-in-save"):
        refusal = form.send(
            lambda by: agree_check_in(
                **by,
                member_id=row.member_id,
                on=on or context.today,
                every_days=every or 0,
                expected_version=version,
            ),
            _("Agreed. You both see it here."),
            icon=":material/event:",
            then=lambda _done: _closed(row),
        )
        meanwhile(refusal, SEEN.of(row.member_id), row.version)


def _say(row: FollowUpRow) -> None:
    key = str(row.member_id)
    version = SEEN.of(row.member_id).first(row.version)
    form = EntryForm(f"in-the-way-{key}")
    st.write(
        _(
            "Of the task and the place, in a few words: what makes it hard, and what would help. Nothing about illness "
            "or anybody’s health."
        )
    )
    with form.field("words") as said:
        words = st.text_area(
            _("What stands in the way? (blank for nothing)") + said,
            row.in_the_way,
            key=f"in-the-way-words-{key}",
            max_chars=LONGEST,
            placeholder=_("The key to the room is never there before ten."),
        )
    if st.button(_("Save"), type="primary", icon=":material/save:", key="in-the-way-save"):
        refusal = form.send(
            lambda by: say_in_the_way(**by, member_id=row.member_id, words=words, expected_version=version),
            _("Saved. The two of you read it, and nobody else."),
            icon=":material/lock:",
            then=lambda _done: _closed(row),
        )
        meanwhile(refusal, SEEN.of(row.member_id), row.version, row.in_the_way)


def _in_a_week(today: date) -> date:
    """The day a week from now, or the Monday after where that is in a weekend."""
    day = today + timedelta(days=A_WEEK)
    return day + timedelta(days=max(0, A_WEEK - day.weekday()) if day.weekday() > FRIDAY else 0)


def _closed(row: FollowUpRow) -> None:
    SEEN.of(row.member_id).forget()
    close_dialog()
