"""A peer's own training: the day at hand first, what it holds, where and when; then all the others."""

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from core.access.permissions import Action
from core.i18n import gettext as _
from core.i18n import local_day
from core.teams.reading import own_teams
from core.training.attending import note_attendance, tell_of_day
from core.training.reading import OwnDay, OwnTraining, own_training
from core.training.rules import Attendance
from pages.people.reaching import ways_to_reach
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.state import ScreenState
from pages.training.gatherings import come_again
from pages.training.words import TRACKS, there, when_words
from pages.unsent.keeping import FormDraft
from pages.widgets.beside import beside, next_thing
from pages.widgets.facts import Fact, facts
from pages.widgets.form import EntryForm, meanwhile
from pages.widgets.headings import section
from pages.widgets.plain import plain, plain_label

# The version of a day that the peer has before them as they write of it.
SEEN = ScreenState("training-day-seen", 0)
# How long after the last day of the plan it is still asked how it was; then what comes again takes its place.
ASKED_FOR = timedelta(days=14)
context = require_actor(Action.SEE_TRAINING)
actor = actor_of(context)


def has_come(day: OwnDay) -> bool:
    """Whether it is today or was before."""
    return local_day(day.starts_at) <= context.today


def at_hand(days: Sequence[OwnDay]) -> OwnDay | None:
    """Today's, else the next, else the last there was."""
    ahead = [day for day in days if local_day(day.starts_at) >= context.today]
    return ahead[0] if ahead else (days[-1] if days else None)


def box(day: OwnDay) -> None:
    """The day at hand, and one tap to say that one was there."""
    with next_thing(day.day.called, day.day.holds, state=when_words(day.starts_at, day.ends_at, context.today)):
        st.markdown(f":material/location_on: {plain(day.place)}")
        if has_come(day):
            attendance(day, loud=True)


def attendance(day: OwnDay, *, loud: bool = False) -> None:
    """Whether one was there: one tap, and one to take it back. Nobody asks why not."""
    if day.attendance is Attendance.NOT_YET:
        if st.button(
            _("I was there"),
            key=f"came-{day.day_id}",
            type="primary" if loud else "secondary",
            icon=":material/check:",
        ):
            note(day, Attendance.CAME, _("Good that you were there."))
        if st.button(_("I was not there"), key=f"away-{day.day_id}", type="tertiary"):
            note(day, Attendance.AWAY, _("Noted. You need not say why. Your team lead can see it."))
        return
    said = there(day.attendance)
    st.markdown(f":{said.colour}-badge[:material/{said.icon}: {said.words}]")
    if st.button(_("Take it back"), key=f"back-{day.day_id}", type="tertiary", icon=":material/undo:"):
        note(day, Attendance.NOT_YET, _("Taken back."))


def note(day: OwnDay, attended: Attendance, said: str) -> None:
    """Keep it, and say so."""
    act(lambda by: note_attendance(**by, day_id=day.day_id, attendance=attended), said)


def telling(training: OwnTraining, day: OwnDay) -> None:
    """A few words of the day to the team lead, if one likes; and the way to what is one's own alone."""
    section(_("How was the day?"))
    if not training.leads:
        words(training, day)
    st.write(_("What is yours alone belongs in your personal log book. Nobody else can open it."))
    st.page_link(addresses.PERSONAL_LOG, label=_("Write in my log book"), icon=":material/lock:")


def words(training: OwnTraining, day: OwnDay) -> None:
    """What the team lead alone reads; sent when it is pressed, and taken back with nothing in it."""
    st.write(
        _("You can tell {name} in a few words how “{day}” was. Only {name} reads it. You do not have to.").format(
            name=plain(training.lead), day=plain(day.day.called)
        )
    )
    version, form = SEEN.of(day.day_id).first(day.version), EntryForm(f"told-{day.day_id}")
    draft = FormDraft(f"training-day:{day.day_id}", f"told-words-{day.day_id}")
    with form.field("words") as said:
        written = st.text_area(
            _("A few words about the day") + said,
            day.reflection,
            key=f"told-words-{day.day_id}",
            placeholder=_("What went well, and what was hard?"),
        )
    draft.keep()
    if st.button(
        plain_label(_("Send to {name}").format(name=training.lead)),
        key=f"told-send-{day.day_id}",
        icon=":material/send:",
    ):
        refusal = form.send(
            lambda by: tell_of_day(**by, day_id=day.day_id, words=written, expected_version=version),
            _("Sent. Only your team lead can read it.") if written.strip() else _("Taken back."),
            then=draft.sent(lambda _done: SEEN.of(day.day_id).forget()),
        )
        meanwhile(refusal, SEEN.of(day.day_id), day.version, day.reflection)


def folded(title: str, days: Sequence[OwnDay]) -> None:
    """Days below each other, each unfolded with a tap."""
    if not days:
        return
    section(title, len(days))
    for day in days:
        mark = there(day.attendance)
        label = f"{day.day.called} – {when_words(day.starts_at, day.ends_at, context.today)}"
        icon = f":material/{mark.icon}:" if mark.icon else ":material/event:"
        with st.expander(plain_label(label), icon=icon):
            st.caption(_(TRACKS[day.day.track]))
            st.markdown(plain(day.day.holds))
            st.markdown(f":material/location_on: {plain(day.place)}")
            if has_come(day):
                with st.container(horizontal=True):
                    attendance(day)


def draw(training: OwnTraining) -> None:
    """The whole page."""
    place, first = beside(), at_hand(training.days)
    if first is not None and local_day(first.starts_at) < context.today - ASKED_FOR and training.ahead:
        first = None
    with place.question:
        been = [day for day in training.days if has_come(day)]
        if first is not None:
            box(first)
            if been:
                telling(training, been[-1])
        elif not training.days:
            st.info(_("No training is planned for you yet. You see its days here as soon as it is."))
        if first is None:
            come_again(training.ahead, context.today)
    with place.facts:
        told = [Fact(_("Team"), training.team), Fact(_("Team lead"), training.lead)]
        facts(_("Your team"), told + ([] if training.leads else ways_to_reach(training.lead_phone, "")))
        if training.leads:
            st.page_link(
                addresses.TEAM_TRAINING,
                label=_("The training of the whole team"),
                icon=":material/groups:",
                query_params={"id": str(training.team_id)},
            )
    with place.rest:
        folded(_("Days to come"), [day for day in training.days if not has_come(day) and day is not first])
        folded(_("Days that have been"), [day for day in reversed(been) if day is not first])
        if first is not None:
            come_again(training.ahead, context.today)


show_flashes()
st.title(_("My training"), anchor=False)
found = own_training(session=context.session, actor=actor, now=context.now)
if found is not None:
    draw(found)
elif led := own_teams(session=context.session, actor=actor, inside=True):
    # Who leads a team without being one of its peers has no days of their own.
    for each in led:
        st.page_link(
            addresses.TEAM_TRAINING,
            label=f"{plain(each.name)}: {_('The training of the whole team')}",
            icon=":material/groups:",
            query_params={"id": str(each.team_id)},
        )
else:
    st.info(_("You are in no team at the moment. You see it here as soon as you are."), icon=":material/groups:")
