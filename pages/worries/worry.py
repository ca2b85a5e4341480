"""One thing that somebody told is wrong: read, answered and ended by who has it; or taken over from who did not."""

import streamlit as st

from core.access.permissions import Action
from core.i18n import at_time, on_date
from core.i18n import gettext as _
from core.worries.reading import WorryRead, WorryRow, numbers_of, read_worry
from core.worries.rules import WorryAbout, WorryState
from core.worries.service import answer_worry, end_worry, take_worry_over
from pages.people.reaching import ways_to_reach
from pages.shell import addresses
from pages.shell.action import act, refusal_shown
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.widgets.beside import beside
from pages.widgets.facts import Fact, facts
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain
from pages.worries.words import about_words, what_the_law_asks, worry_state_words

context = require_actor(Action.TAKE_WORRY)
actor = actor_of(context)


def back() -> None:
    """The way to all of them."""
    st.page_link(addresses.WORRIES, label=_("To all of them"), icon=":material/arrow_back:", width="content")


def waits(worry: WorryRow) -> None:
    """That one waits, and the way to take it over."""
    with page_head(_("Somebody waits for an answer")):
        back()
    st.write(
        _(
            "{name} was told something on {day}, and was to answer by {until}. You can read it when you take it over."
        ).format(name=plain(worry.receiver), day=on_date(worry.raised_on), until=on_date(worry.answer_by))
    )
    if st.button(_("Take it over"), type="primary", icon=":material/support:", key="worry-take-over"):
        act(
            lambda by: take_worry_over(**by, worry_id=worry.worry_id),
            _("It is yours now. Whoever told it sees that it is."),
            icon=":material/support:",
        )


def mine(worry: WorryRead) -> None:
    """What was told, who told it and how to reach them, and what is to be done about it."""
    with page_head(plain(worry.name)):
        back()
    place = beside()
    with place.question:
        what_was_told(worry)
    with place.facts:
        who_told(worry)
    with place.rest:
        to_do(worry)


def what_was_told(worry: WorryRead) -> None:
    """What it is about, in the words of who told it."""
    state, about = worry_state_words(worry.state), about_words(worry.about, worry.about_name, own=False)
    st.markdown(f"**{plain(about)}** :{state.colour}-badge[{plain(state.words)}]")
    with st.container(border=True):
        st.markdown(plain(worry.words) if worry.words else _("They wrote no words, and would like to be called."))


def who_told(worry: WorryRead) -> None:
    """How to reach who told it, and the days it has."""
    told = [Fact(_("Told"), at_time(worry.raised_at))]
    if worry.written_down_by:
        told.append(Fact(_("Written down by"), worry.written_down_by))
    if worry.state is WorryState.WAITING:
        told.append(Fact(_("To be answered by"), on_date(worry.answer_by)))
    facts(_("Contact"), [*ways_to_reach(worry.phone, worry.email), *told])


def to_do(worry: WorryRead) -> None:
    """What the law asks, what was answered, and what is still to be done about it."""
    if worry.about is WorryAbout.HARM:
        numbers = numbers_of(session=context.session, actor=actor, organisation_id=worry.organisation_id)
        what_the_law_asks(numbers.social, numbers.organisation)
    if worry.answer:
        st.markdown(_("You answered: {words}").format(words=plain(worry.answer)))
    if worry.state is WorryState.ENDED:
        st.markdown(_("How it ended: {words}").format(words=plain(worry.outcome)))
        return
    if worry.state is WorryState.WAITING:
        answer(worry)
    end(worry)


def answer(worry: WorryRead) -> None:
    """Say that it is read, in one press."""
    section(_("Say that you have read it"))
    form = EntryForm(f"worry-answer-{worry.worry_id}")
    with form.field("words") as said:
        words = st.text_area(
            _("A few words to them (may be left blank)") + said,
            key=f"worry-answer-words-{worry.version}",
            placeholder=_("Thank you for telling me. I call you tomorrow."),
        )
    if st.button(_("I have read it"), type="primary", icon=":material/done:", key="worry-answer"):
        form.send(
            lambda by: answer_worry(**by, worry_id=worry.worry_id, words=words, expected_version=worry.version),
            _("They can see that you have read it."),
        )


def end(worry: WorryRead) -> None:
    """Write how it ended; it is read by who told it."""
    section(_("When it has come to an end"))
    form = EntryForm(f"worry-end-{worry.worry_id}")
    with form.field("words") as said:
        words = st.text_area(
            _("What you agreed, or what came of it: they read it too") + said, key=f"worry-end-words-{worry.version}"
        )
    if st.button(_("It has ended"), key="worry-end"):
        form.send(
            lambda by: end_worry(**by, worry_id=worry.worry_id, words=words, expected_version=worry.version),
            _("It is ended, and they can read how."),
        )


show_flashes()
with refusal_shown(_("When something is wrong")):
    found = read_worry(
        session=context.session, actor=actor, worry_id=id_in_address(st.query_params.get("id")), now=context.now
    )
    if isinstance(found, WorryRow):
        waits(found)
    else:
        mine(found)
