"""Whether one can come in for an instructor: asked by a link of one's own, and answered in one more tap."""

import streamlit as st

from core.cover.reading import CoverQuestion, cover_question
from core.cover.rules import CoverAnswer, CoverState
from core.cover.service import answer_cover
from core.errors import DomainError, words
from core.i18n import gettext as _
from pages.cover.words import module_line
from pages.people.reaching import call_link
from pages.shell.action import attempt
from pages.shell.context import current, suggest_language
from pages.shell.state import ScreenState
from pages.widgets.beside import next_thing
from pages.widgets.facts import Fact, facts

# Why an answer was refused, as where somebody is elsewhere by now.
REFUSED = ScreenState("cover-refused", "")
context = current()


def answered(asked: CoverQuestion) -> tuple[str, str]:
    """What is said instead of the question where there is none any more."""
    if asked.yours:
        return _("It is yours. Thank you!"), _("Everybody who is to know is told.")
    if asked.state is CoverState.TAKEN:
        if asked.answer is CoverAnswer.YES:
            return _("Thank you. Somebody was faster"), _("You need not do anything. It was good of you to say yes.")
        return _("Somebody has said yes already"), _("You need not do anything. Thank you for looking.")
    if asked.state is CoverState.OPEN:
        return _("Thank you for answering"), _("You need not say why. If you can after all, say so below.")
    return _("Nobody is needed there any more"), _("You need not do anything. Thank you for looking.")


def answer(token: str, said: CoverAnswer) -> None:
    """Give the answer before the page is drawn anew: a yes that comes a moment too late is still a yes."""
    now = current()
    done = attempt(lambda: answer_cover(session=now.session, token=token, answer=said, now=now.now))
    if isinstance(done, DomainError):
        REFUSED.set(words(done))


def draw(token: str) -> None:
    """The question, with all one needs to know to answer it."""
    asked = attempt(lambda: cover_question(session=context.session, token=token, now=context.now))
    if isinstance(asked, DomainError):
        st.title(_("We cannot find that"), anchor=False)
        st.write(words(asked))
        return
    suggest_language(asked.language)
    st.title(_("Can you come in?"), anchor=False)
    if refusal := REFUSED.take():
        st.error(refusal, icon=":material/error:")
    open_ = asked.state is CoverState.OPEN
    if asked.yours or not open_ or asked.answer is not None:
        next_thing(*answered(asked))
    told = [Fact(_("Course"), asked.course)]
    told += [Fact(_("When"), module_line(*each)) for each in asked.modules]
    if asked.place:
        told.append(Fact(_("Place"), asked.place))
    if asked.beside:
        told.append(Fact(_("Together with"), ", ".join(asked.beside)))
    facts(asked.organisation, told)
    if open_ and not asked.yours:
        with st.container(horizontal=True):
            st.button(
                _("Yes, I can"),
                key="cover-yes",
                type="primary",
                icon=":material/check:",
                on_click=answer,
                args=(token, CoverAnswer.YES),
            )
            if asked.answer is None:
                st.button(
                    _("No, I cannot"),
                    key="cover-no",
                    icon=":material/close:",
                    on_click=answer,
                    args=(token, CoverAnswer.NO),
                )
        st.caption(_("The first who says yes has it. A no needs no reason."))
    if asked.phone and asked.yours:
        asks = _("If you cannot after all, call as soon as you can: {phone}")
        st.markdown(asks.format(phone=call_link(asked.phone)))
    elif asked.phone and open_:
        st.markdown(_("Do you wonder about something? Call {phone}.").format(phone=call_link(asked.phone)))


draw(st.query_params.get("t", ""))
