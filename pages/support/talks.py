"""Talks with peers: who waits for an answer from the reader, answered in two taps, and the talks they have ahead."""

from datetime import datetime
from functools import partial

import streamlit as st

from core.access.permissions import Action, organisations_where
from core.i18n import gettext as _
from core.support.reading import A_PAGE, SupportRow, talk_numbers, talks_for
from core.support.rules import SupportKind, TalkState
from core.support.service import answer_talk, call_talk_off, pass_talk_on, talk_was_held
from pages.people.reaching import call_link, mail_link
from pages.shell.action import By, act
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.state import ScreenState
from pages.support.times import own_time, suggested_times
from pages.support.words import KINDS, at_words, by_words, cannot_wait
from pages.widgets.dialogs import dialog_button
from pages.widgets.headings import page_head, section
from pages.widgets.pager import pager
from pages.widgets.plain import plain

PAGE = ScreenState("talks-page", 1)
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
                lambda by: own_time(by, str(talk.talk_id), talk.starts_at, partial(_answer, talk), _told(talk)),
                icon=":material/event:",
            )
            if talk.starts_at is None or talk.starts_at <= context.now:
                held(talk)
            cannot(talk)


def held(talk: SupportRow) -> None:
    """They have talked; what of, nobody writes."""
    if st.button(_("We have talked"), key=f"talk-held-{talk.talk_id}", type="tertiary", icon=":material/check:"):
        act(
            lambda by: talk_was_held(**by, talk_id=talk.talk_id, held_on=context.today),
            _("It is noted that you talked, and nothing else."),
        )


def _until(talk: SupportRow) -> str:
    assert talk.answer_by is not None
    when = by_words(talk.kind, talk.answer_by, context)
    if talk.is_late:
        return ":red-badge[{}]".format(plain(_("Waits longer than promised")))
    return _("Answer by **{when}**.").format(when=when)


def times(talk: SupportRow, *, first: bool) -> None:
    """Three times, each an answer."""
    starts_at = suggested_times(talk.suggested, str(talk.talk_id), context, loud=first)
    if starts_at is not None:
        act(lambda by: _answer(talk, by, starts_at), _told(talk), icon=":material/event:", redraw_refused=True)


def _answer(talk: SupportRow, by: By, starts_at: datetime) -> None:
    answer_talk(**by, talk_id=talk.talk_id, starts_at=starts_at, expected_version=talk.version)


def _told(talk: SupportRow) -> str:
    return _("{name} can see the time, and has a mail.").format(name=plain(talk.name))


def cannot(talk: SupportRow) -> None:
    """The next one is asked at once; a talk of the month is called off."""
    if talk.can_pass_on:
        if st.button(
            _("I cannot. Ask the next one"), key=f"talk-pass-{talk.talk_id}", type="tertiary", icon=":material/forward:"
        ):
            act(
                lambda by: pass_talk_on(**by, talk_id=talk.talk_id),
                _("The next one is asked now, and {name} can see it.").format(name=plain(talk.name)),
                icon=":material/forward:",
            )
    elif talk.kind is SupportKind.MONTHLY and st.button(
        _("Call it off"), key=f"talk-off-{talk.talk_id}", type="tertiary", icon=":material/event_busy:"
    ):
        act(lambda by: call_talk_off(**by, talk_id=talk.talk_id), _("It is called off."), icon=":material/undo:")


show_flashes()
page_head(_("Talks with peers"))
st.write(
    _(
        "Somebody in a team asks for a talk, and you answer with a time or call at once. Nobody writes why, and only "
        "that you talked is kept."
    )
)
found = talks_for(
    session=context.session, actor=actor, organisation_id=organisation_id, now=context.now, page=PAGE.get()
)
section(_("Waits for your answer"), len(found.waiting))
if not found.waiting:
    st.info(_("Nobody waits for an answer from you."), icon=":material/sms:")
for each in found.waiting:
    card(each, first=each is found.waiting[0])
if found.ahead:
    section(_("Talks you have ahead"), found.total)
for each in found.ahead:
    card(each, first=False)
pager(PAGE, found.page, total=found.total, at_once=A_PAGE)
if found.waiting:
    cannot_wait(talk_numbers(session=context.session, actor=actor, organisation_id=organisation_id))
