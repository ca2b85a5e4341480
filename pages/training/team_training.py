"""A team's training, for who leads it, looks after it at the workplace, or coordinates: today first."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from core.access.permissions import Action
from core.i18n import gettext as _
from core.i18n import local_day, on_date
from core.teams.reading import own_teams
from core.teams.rules import TeamPart
from core.training.attending import note_attendance
from core.training.moving import call_off_round
from core.training.reading import PeerDay, RoundDay, RoundView, TrainingView, training_view
from core.training.rules import Attendance
from pages.shell import addresses
from pages.shell.action import act, refusal_shown
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.training.gatherings import come_again
from pages.training.moving import change_gathering, just_moved, move_button
from pages.training.no_team import no_team
from pages.training.words import TRACKS, there, when_words
from pages.training.workplace import workplace_list
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain, plain_label
from pages.widgets.rows import line, more_button, row_button

# Days that have been are folded but for the newest.
UNFOLDED = 1
context = require_actor(Action.SEE_TRAINING)
actor = actor_of(context)


def has_come(each: PeerDay) -> bool:
    """Whether it is today or was before."""
    return local_day(each.starts_at) <= context.today


def head(training: TrainingView) -> None:
    """Whose it is, and what a coordinator does about the whole of it."""
    with page_head(plain(_("Training of {team}").format(team=training.name))):
        if TeamPart.COORDINATOR in training.parts:
            if training.current is not None and not training.ended:
                round_ = training.current
                dialog_button(
                    _("Call the training off"),
                    "training-off",
                    _("Call the training off"),
                    lambda _by: call_off(round_),
                    icon=":material/event_busy:",
                )
            st.page_link(addresses.TRAINING_PLAN, label=_("The training plan"), icon=":material/edit_note:")
        st.page_link(
            addresses.TEAM,
            label=_("The team"),
            icon=":material/arrow_back:",
            query_params={"id": str(training.team_id)},
            width="content",
        )


def call_off(round_: RoundView) -> None:
    """It is asked before: what lies ahead goes."""
    st.write(_("All days that lie ahead are gone then, also from everybody's calendar. Who came to what stays."))
    if st.button(_("Call it off"), type="primary", icon=":material/event_busy:", key="training-off-now"):
        act(
            lambda by: call_off_round(**by, round_id=round_.round_id),
            _("The training is called off."),
            then=close_dialog,
        )


def notes_attendance(training: TrainingView) -> bool:
    """Whether the reader notes who was there."""
    return bool(training.parts & {TeamPart.LEAD, TeamPart.COORDINATOR})


def who_was_there(training: TrainingView, day: RoundDay) -> None:
    """Everybody who had it, whether they were there, and what they told who leads them."""
    for each in day.peers:
        if not has_come(each):
            continue
        when = "" if day.together else when_words(each.starts_at, each.ends_at, context.today)
        line(each.name, what=each.reflection, state=there(each.attendance), when=when)
        if not notes_attendance(training):
            continue
        if each.attendance is Attendance.NOT_YET:
            if more_button(_("Was not there"), f"away-{each.day_id}"):
                note(each, Attendance.AWAY)
            if row_button(_("Was there"), f"came-{each.day_id}"):
                note(each, Attendance.CAME)
        elif row_button(_("Take it back"), f"back-{each.day_id}"):
            note(each, Attendance.NOT_YET)


def note(each: PeerDay, attended: Attendance) -> None:
    """Keep it, and say so."""
    act(lambda by: note_attendance(**by, day_id=each.day_id, attendance=attended), _("Noted."))


def been(training: TrainingView, days: Sequence[RoundDay]) -> None:
    """Days that have come, the newest first; the older ones folded."""
    for day in days[:UNFOLDED]:
        with section(day.day.called, len(_come(day)), note=_last(day)).rows(f"there-{day.day.id}"):
            who_was_there(training, day)
    if older := days[UNFOLDED:]:
        section(_("Days that have been"), len(older))
    for day in older:
        with st.expander(plain_label(f"{day.day.called} – {_last(day)}"), icon=":material/history:"):
            who_was_there(training, day)


def _come(day: RoundDay) -> list[PeerDay]:
    return [each for each in day.peers if has_come(each)]


def _last(day: RoundDay) -> str:
    """When it was, or the last time of several."""
    last = _come(day)[-1]
    return when_words(last.starts_at, last.ends_at, context.today)


def ahead(training: TrainingView, days: Sequence[RoundDay]) -> None:
    """What is to come, week by week of the plan."""
    for week, found in groupby(days, key=lambda day: day.day.week):
        in_week = list(found)
        with section(_("Week {number} of the plan").format(number=week), len(in_week)).rows(f"week-{week}"):
            for day in in_week:
                to_come = [each for each in day.peers if not has_come(each)]
                first = to_come[0]
                line(
                    day.day.called,
                    place=first.place if day.together else "",
                    what=_(TRACKS[day.day.track]),
                    when=when_words(first.starts_at, first.ends_at, context.today)
                    if day.together
                    else plain("; ".join(f"{each.name}: {on_date(local_day(each.starts_at))}" for each in to_come)),
                )
                if TeamPart.COORDINATOR in training.parts:
                    move_button(training, day, to_come)


def draw(training: TrainingView) -> None:
    """The whole page."""
    head(training)
    round_ = training.current
    coordinates, goes_on = TeamPart.COORDINATOR in training.parts and not training.ended, False
    if round_ is None:
        st.info(_("No training is planned for this team yet."), icon=":material/stairs:")
    else:
        change = (lambda each: change_gathering(training, each)) if coordinates else None
        if coordinates:
            just_moved(context, training, round_)
        goes_on = any(not has_come(each) for day in round_.days for each in day.peers)
        if not goes_on:
            come_again(round_.ahead, context.today, change)
        come = [day for day in round_.days if any(has_come(each) for each in day.peers)]
        been(training, sorted(come, key=lambda day: max(e.starts_at for e in day.peers if has_come(e)), reverse=True))
        ahead(training, [day for day in round_.days if not all(has_come(each) for each in day.peers)])
        workplace_list(training, round_)
        if goes_on:
            come_again(round_.ahead, context.today, change)
    if coordinates:
        st.page_link(
            addresses.BEGIN_TRAINING,
            label=_("Take a peer in, or lay somebody's days anew") if goes_on else _("Plan a training"),
            icon=":material/add:",
            query_params={"id": str(training.team_id)},
        )
    if training.before:
        days = ", ".join(on_date(day) for day in training.before)
        st.caption(_("Earlier trainings began on {days}.").format(days=days))


show_flashes()
with refusal_shown(_("The team’s training")):
    asked = st.query_params.get("id")
    own = [] if asked else own_teams(session=context.session, actor=actor)
    if asked or own:
        team_id = id_in_address(asked) if asked else own[0].team_id
        draw(training_view(session=context.session, actor=actor, team_id=team_id, now=context.now))
    else:
        no_team(_("The team’s training"))
