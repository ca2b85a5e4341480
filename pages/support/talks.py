"""Talks with peers: who waits for an answer from the reader, answered in two taps, and the talks they have ahead."""

from datetime import datetime, time, timedelta

import streamlit as st

from core.access.permissions import Action, organisations_where
from core.i18n import COPENHAGEN, local_day
from core.i18n import gettext as _
from core.support.reading import SupportRow, talk_numbers, talks_for
from core.support.rules import AHEAD, SupportKind, TalkState
from core.support.service import answer_talk, call_talk_off, pass_talk_on, talk_was_held
from pages.people.reaching import call_link, mail_link
from pages.shell.action import act
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.support.words import KINDS, at_words, by_words, cannot_wait
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain

AT = time(9)
context = require_actor(Action.HOLD_TALKS)
actor = actor_of(context)
organisation_id = organisations_where(actor, Action.HOLD_TALKS)[0]


def card(talk: SupportRow, *, first: bool) -> None:
    """One of them: who it is, how to reach them, and what can be done in one more tap."""
    with st.container(border=True, key=f"talk:{talk.talk_id}"):
        st.markdown(f"**{plain(talk.name)}** :gray-badge[{plain(_(KINDS[talk.kind]))}]")
        st.caption(plain(talk.team))
        if talk.answer_by is not None:
            st.markdown(_until(talk))
        elif talk.starts_at is not None:
            st.markdown(_("It is **{when}**.").format(when=at_words(talk.starts_at, context)))
        ways = [call_link(talk.phone)] if talk.phone else []
        ways += [mail_link(talk.email)] if talk.email else []
        st.markdown(" · ".join(ways))
        if talk.state is TalkState.WAITING:
            times(talk, first=first)
        with st.container(horizontal=True):
            dialog_button(
                _("Another time") if talk.state is TalkState.WAITING else _("Move the talk"),
                f"talk-time-{talk.talk_id}",
                _("When do you talk?"),
                lambda by: another_time(by, talk),
                icon=":material/event:",
            )
            if st.button(
                _("We have talked"), key=f"talk-held-{talk.talk_id}", type="tertiary", icon=":material/check:"
            ):
                act(
                    lambda by: talk_was_held(**by, talk_id=talk.talk_id, held_on=context.today),
                    _("It is noted that you talked, and nothing else."),
                )
            cannot(talk)


def _until(talk: SupportRow) -> str:
    assert talk.answer_by is not None
    when = by_words(talk.kind, talk.answer_by, context)
    if talk.is_late:
        return ":red-badge[{}]".format(plain(_("Waits longer than promised")))
    return _("Answer by **{when}**.").format(when=when)


def times(talk: SupportRow, *, first: bool) -> None:
    """Three times, each an answer."""
    with st.container(horizontal=True):
        for number, starts_at in enumerate(talk.suggested):
            if st.button(
                _sentence(at_words(starts_at, context)),
                key=f"talk-at-{number}-{talk.talk_id}",
                type="primary" if first and number == 0 else "secondary",
            ):
                _answer(talk, starts_at)


def _answer(talk: SupportRow, starts_at: datetime) -> None:
    act(
        lambda by: answer_talk(**by, talk_id=talk.talk_id, starts_at=starts_at, expected_version=talk.version),
        _("{name} can see the time, and has a mail.").format(name=plain(talk.name)),
        icon=":material/event:",
        redraw_refused=True,
    )


def another_time(context: Context, talk: SupportRow) -> None:
    """A day and an hour of one's own."""
    form = EntryForm(f"talk-time-{talk.talk_id}")
    left, right = st.columns(2)
    with left:
        day = form.day(
            "day",
            _("Which day?"),
            local_day(talk.starts_at or talk.suggested[-1]),
            needed=True,
            first=context.today,
            last=context.today + AHEAD - timedelta(days=1),
            key=f"talk-day-{talk.talk_id}",
        )
    at = right.time_input(
        _("At what time?"),
        value=talk.starts_at.astimezone(COPENHAGEN).time() if talk.starts_at else AT,
        key=f"talk-hour-{talk.talk_id}",
        step=900,
    )
    if st.button(_("Save the time"), type="primary", icon=":material/event:", key="talk-save"):
        form.send(
            lambda by: answer_talk(
                **by,
                talk_id=talk.talk_id,
                starts_at=datetime.combine(day or context.today, at or AT, tzinfo=COPENHAGEN),
                expected_version=talk.version,
            ),
            _("{name} can see the time, and has a mail.").format(name=plain(talk.name)),
            icon=":material/event:",
            then=close_dialog,
        )


def cannot(talk: SupportRow) -> None:
    """The next one is asked at once; a talk of the month is called off."""
    if talk.can_pass_on:
        if st.button(_("I cannot. Ask the next one"), key=f"talk-pass-{talk.talk_id}", type="tertiary"):
            act(
                lambda by: pass_talk_on(**by, talk_id=talk.talk_id),
                _("The next one is asked now, and {name} can see it.").format(name=plain(talk.name)),
                icon=":material/forward:",
            )
    elif talk.kind is SupportKind.MONTHLY and st.button(
        _("Call it off"), key=f"talk-off-{talk.talk_id}", type="tertiary"
    ):
        act(lambda by: call_talk_off(**by, talk_id=talk.talk_id), _("It is called off."), icon=":material/undo:")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


show_flashes()
page_head(_("Talks with peers"))
st.write(
    _(
        "Somebody in a team asks for a talk, and you answer with a time or call at once. Nobody writes why, and only "
        "that you talked is kept."
    )
)
found = talks_for(session=context.session, actor=actor, organisation_id=organisation_id, now=context.now)
waiting = [each for each in found if each.state is TalkState.WAITING]
section(_("Waits for your answer"), len(waiting))
if not waiting:
    st.info(_("Nobody waits for an answer from you."), icon=":material/sms:")
for each in waiting:
    card(each, first=each is waiting[0])
ahead = [each for each in found if each.state is TalkState.PLANNED]
if ahead:
    section(_("Talks you have ahead"), len(ahead))
for each in ahead:
    card(each, first=False)
if waiting:
    cannot_wait(talk_numbers(session=context.session, actor=actor, organisation_id=organisation_id))
