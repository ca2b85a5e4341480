"""Is something wrong?: told by a volunteer to one person, and what came of it."""

import streamlit as st

from core.access.permissions import Action
from core.i18n import gettext as _
from core.i18n import on_date
from core.worries.reading import OwnWorry, my_worries, own_places
from core.worries.rules import WorryState
from core.worries.service import take_worry_back
from pages.guidelines.principles import Matter, own_principle
from pages.shell.action import act
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.widgets.headings import section
from pages.widgets.plain import plain, plain_label
from pages.widgets.show_more import first_ones, more_button
from pages.worries.telling import tell_form
from pages.worries.words import about_words, worry_state_words

SHOWN = 3
context = require_actor(Action.RAISE_WORRY)
actor = actor_of(context)


def card(worry: OwnWorry) -> None:
    """One that was told: what, who has it, and what was answered."""
    state = worry_state_words(worry.state)
    with st.container(border=True, key=f"worry:{worry.worry_id}"):
        st.markdown(
            f"**{plain(about_words(worry.about, worry.about_name, own=True))}**"
            f" :{state.colour}-badge[{plain(state.words)}]"
        )
        if worry.words:
            st.markdown(plain(worry.words))
        st.caption(
            _("Told {day} to {name}.").format(day=on_date(worry.raised_on), name=plain(worry.receiver))
            + (f" {plain(worry.organisation)}" if len(places) > 1 else "")
        )
        if worry.state is WorryState.WAITING:
            st.markdown(_waits(worry))
        if worry.answer:
            st.markdown(_("{name} writes: {words}").format(name=plain(worry.receiver), words=plain(worry.answer)))
        elif worry.state is WorryState.READ:
            st.markdown(_("{name} has read it, and is on it.").format(name=plain(worry.receiver)))
        if worry.outcome:
            st.markdown(_("How it ended: {words}").format(words=plain(worry.outcome)))
        elif st.button(_("Take it back"), key=f"worry-back-{worry.worry_id}", type="tertiary", icon=":material/undo:"):
            act(
                lambda by: take_worry_back(**by, worry_id=worry.worry_id),
                _("It is taken back, and its words are gone."),
                icon=":material/undo:",
            )


def _waits(worry: OwnWorry) -> str:
    if worry.answer_by >= context.today:
        return _("You have an answer here by {day}.").format(day=on_date(worry.answer_by))
    if worry.next_one:
        return _("It should have been answered by {day}. {name} has been told that you wait.").format(
            day=on_date(worry.answer_by), name=plain(worry.next_one)
        )
    return _("It should have been answered by {day}. We are sorry. Call the organisation.").format(
        day=on_date(worry.answer_by)
    )


show_flashes()
st.title(_("Is something wrong?"), anchor=False)
st.write(
    _(
        "Are you unhappy with something, do you disagree with somebody, or are you worried? Tell it here. It goes to "
        "one person, and never to the one it is about."
    )
)
places = own_places(session=context.session, actor=actor)
told = my_worries(session=context.session, actor=actor)
engagement_id = places[0].engagement_id
if len(places) > 1:
    chosen = st.selectbox(
        _("Where is it?"),
        range(len(places)),
        format_func=lambda number: plain_label(f"{places[number].workplace}, {places[number].organisation}"),
        key="worry-where",
    )
    engagement_id = places[chosen].engagement_id
own_principle(Matter.WORRY, engagement_id)
tell_form(context, engagement_id, f"{engagement_id}-{len(told)}", lambda _told: None, own=True)
if told:
    section(_("What you have told"))
    for each in first_ones(told, "own-worries", at_once=SHOWN):
        card(each)
    more_button(told, "own-worries", at_once=SHOWN)
