"""Talk with somebody: asked for in two taps by a peer, who sees at once who answers by when. Nobody asks why."""

from functools import partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.i18n import N_, on_date
from core.i18n import gettext as _
from core.support.reading import OwnTalk, TalkQuestion, talk_question
from core.support.rules import SupportKind, TalkState
from core.support.service import ask_for_talk, call_talk_off, talk_was_held
from core.teams.reading import own_teams
from db.support import SupportTalk
from pages.people.reaching import call_link
from pages.shell.action import By, act, refusal_shown
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.support.words import KINDS, at_words, by_words, cannot_wait, who_words
from pages.widgets.headings import section
from pages.widgets.plain import and_words, plain, plain_label
from pages.widgets.rows import line

# What somebody taps, as they would say it, each with its icon.
SOON = (N_("I need to talk with somebody soon"), ":material/sos:")
THROUGH = (N_("There is something I would like to talk through"), ":material/forum:")
context = require_actor(Action.ASK_FOR_TALK)
actor = actor_of(context)


def ask(question: TalkQuestion) -> None:
    """One button for each kind that does not go on already, with who answers it by when."""
    under_way = {each.kind for each in question.own if each.state is not TalkState.HELD}
    for kind, answer in question.answers.items():
        if kind in under_way:
            continue
        urgent = kind is SupportKind.CRISIS
        label, icon = SOON if urgent else THROUGH
        if st.button(
            _(label),
            type="primary" if urgent else "secondary",
            icon=icon,
            key=f"ask-{kind}",
            width="stretch",
        ):
            said = _("You have asked. It is on its way.")
            act(partial(_ask, question.team_id, kind), said, icon=":material/sms:")
        words = _("{name} answers by {when}.")
        st.caption(words.format(name=_start(who_words(answer)), when=by_words(kind, answer.by, context)))
    if not question.answers:
        st.info(_("There is nobody here who could take it. Call one of the numbers below."), icon=":material/call:")


def _ask(team_id: UUID, kind: SupportKind, by: By) -> SupportTalk:
    return ask_for_talk(**by, team_id=team_id, kind=kind)


def card(talk: OwnTalk) -> None:
    """One that goes on: who answers by when, or when it is; and what can be done about it."""
    with st.container(border=True, key=f"talk:{talk.talk_id}"):
        st.markdown(f"**{_(KINDS[talk.kind])}**")
        if talk.state is TalkState.WAITING:
            waits(talk)
        elif talk.answers is not None and talk.starts_at is not None:
            words = _("It is **{when}** with {name}.")
            st.markdown(words.format(when=at_words(talk.starts_at, context), name=who_words(talk.answers)))
            if talk.answers.phone:
                st.caption(
                    _("Does another time suit you better? Call {number}.").format(number=call_link(talk.answers.phone))
                )
        with st.container(horizontal=True, vertical_alignment="center"):
            if talk.starts_at is not None and talk.starts_at <= context.now:
                held(talk)
            off = _("Call it off") if talk.kind is SupportKind.MONTHLY else _("I do not need it any more")
            if st.button(off, key=f"talk-off-{talk.talk_id}", type="tertiary", icon=":material/event_busy:"):
                act(
                    lambda by: call_talk_off(**by, talk_id=talk.talk_id),
                    _("It is called off, and nothing is left of it."),
                    icon=":material/undo:",
                )


def waits(talk: OwnTalk) -> None:
    """Who answers by when, and who is asked where they do not."""
    if talk.answers is None:
        st.markdown(_("There is nobody here who could take it now. Call one of the numbers below."))
        return
    if talk.is_late:
        st.markdown(_("Nobody has answered in time. We are sorry. Please call one of the numbers below."))
    else:
        words = _("**{name}** answers by **{when}**.")
        st.markdown(
            words.format(name=_start(who_words(talk.answers)), when=by_words(talk.kind, talk.answers.by, context))
        )
    if talk.answers.phone:
        st.markdown(_("You can also call: {number}").format(number=call_link(talk.answers.phone)))
    if talk.late and not talk.is_late:
        words = _("{names} should have answered, and did not. We are sorry. They still can.")
        st.caption(words.format(names=plain(and_words(talk.late))))
    if talk.then:
        st.caption(_("If there is no answer by then, {name} is asked.").format(name=plain(talk.then)))


def held(talk: OwnTalk) -> None:
    """They have talked; what of, nobody writes."""
    if st.button(_("We have talked"), key=f"talk-held-{talk.talk_id}", icon=":material/check:"):
        act(
            lambda by: talk_was_held(**by, talk_id=talk.talk_id, held_on=context.today),
            _("It is noted that you talked, and nothing else."),
        )


def _start(words: str) -> str:
    """The beginning of a sentence."""
    return words[:1].upper() + words[1:]


def draw(question: TalkQuestion) -> None:
    """What goes on, what can be asked for, whom to call, and what was."""
    open_ones = [each for each in question.own if each.state is not TalkState.HELD]
    for each in open_ones:
        card(each)
    ask(question)
    st.write(_("Nobody asks you why, here or in the mail. Only those who answer see that you asked."))
    cannot_wait(question.numbers)
    past = [each for each in question.own if each.state is TalkState.HELD]
    if past:
        with section(_("Talks you have had"), len(past)).rows("talks-held"):
            for each in past:
                assert each.held_on is not None
                line(on_date(each.held_on), what=each.answers.name if each.answers is not None else "")


show_flashes()
st.title(_("Talk with somebody"), anchor=False)
teams = own_teams(session=context.session, actor=actor, inside=True)
with refusal_shown():
    if not teams:
        st.info(_("Here you can ask for a talk as soon as you are in a team."), icon=":material/groups:")
    else:
        chosen = 0
        if len(teams) > 1:
            chosen = st.selectbox(
                _("Which team?"),
                range(len(teams)),
                format_func=lambda number: plain_label(f"{teams[number].name}, {teams[number].organisation}"),
                key="talk-team",
            )
        draw(talk_question(session=context.session, actor=actor, team_id=teams[chosen].team_id, now=context.now))
