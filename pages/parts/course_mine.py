"""A course as one of those who lead it sees it: the next evening, the partner, and the words between the two."""

from uuid import UUID

import streamlit as st

from core.courses.modules import give_feedback
from core.courses.view import CourseView, ModuleView
from core.i18n import gettext as _
from pages.parts.course_doing import carry_out, tick
from pages.parts.course_modules import held_line, said_line
from pages.parts.course_words import leader_line, meeting_words
from pages.parts.session import actor_of, current


def coming_up(view: CourseView, person_id: UUID, *, first: bool) -> None:
    """The next module: when it is, or that it is to be ticked off, with a word to the partner."""
    module = next((each for each in view.modules if each.number == view.next_open), None)
    if module is None:
        return
    title, when = _("Module {number}").format(number=module.number), meeting_words(module.starts_at, module.ends_at)
    with st.container(border=True):
        if module.starts_at > current().now:
            st.markdown(f"**{_('Next time')}**  \n{title} · {when}")
            return
        st.markdown(f"**{_('Has it been held?')}**  \n{title} · {when}")
        words = _words(view, module, person_id) if module.is_led_by_reader else ""
        if st.button(
            _("Tick off module {number}").format(number=module.number),
            key=f"tick-{view.run.id}-{module.number}",
            type="primary" if first else "secondary",
            icon=":material/task_alt:",
        ):
            tick(view, module.number, words)


def partners(view: CourseView, person_id: UUID) -> None:
    """Whom one leads it with, one tap from a call."""
    others = [each for each in view.leaders if each.person_id != person_id]
    if not others:
        st.markdown(f":material/person: {_('You lead it alone.')}")
    for other in others:
        leader_line(other)


def own_modules(view: CourseView, person_id: UUID) -> None:
    """Every module with what was said after it, and room for one's own words."""
    with st.expander(_("All modules"), icon=":material/list:", key=f"modules-{view.run.id}"):
        for module in view.modules:
            title = _("Module {number}").format(number=module.number)
            st.markdown(f"**{title}** · {meeting_words(module.starts_at, module.ends_at)}  \n{held_line(module)}")
            said_line(module)
            if module.held_at is not None and module.is_led_by_reader and _has_partner(module):
                _say(view, module, person_id)


def _has_partner(module: ModuleView) -> bool:
    return len(module.leaders) > 1


def _own(module: ModuleView, person_id: UUID) -> str:
    return next((said.words for said in module.said if said.person_id == person_id), "")


def _words(view: CourseView, module: ModuleView, person_id: UUID) -> str:
    if not _has_partner(module):
        return ""
    return st.text_area(
        _("A short word to your partner (may be left blank)"),
        value=_own(module, person_id),
        key=f"words-{view.run.id}-{module.number}",
        help=_(
            "What went well, and what will you do differently next time? The two of you and the coordinator read it."
        ),
    )


def _say(view: CourseView, module: ModuleView, person_id: UUID) -> None:
    own = _own(module, person_id)
    label = _("Change your words") if own else _("Write to your partner")
    with st.popover(label, icon=":material/chat:", key=f"say-{view.run.id}-{module.number}"):
        words = _words(view, module, person_id)
        if st.button(_("Save your words"), key=f"save-words-{view.run.id}-{module.number}"):
            context = current()
            carry_out(
                view,
                lambda: give_feedback(
                    session=context.session,
                    actor=actor_of(context),
                    run_id=view.run.id,
                    number=module.number,
                    words=words,
                    now=context.now,
                ),
                _("Saved. Your partner can read it."),
                icon=":material/chat:",
            )
