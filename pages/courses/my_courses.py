"""My courses: when and where, my partner's phone, ticking off a module, and forms to key in."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.courses.modules import give_feedback
from core.courses.rules import CourseState
from core.courses.view import CourseView, ModuleView, agreed_before, courses_to_key_in, my_courses
from core.i18n import gettext as _
from core.i18n import on_date
from pages.courses.doing import carry_out, tick
from pages.courses.evaluating import results
from pages.courses.modules import held_line, said_line
from pages.courses.planning import agreed_card
from pages.courses.printing import prints
from pages.courses.words import course_badge, course_card, days_words, leader_line, meeting_words, where_words
from pages.shell import addresses
from pages.shell.context import actor_of, current, require_actor
from pages.shell.flash import show_flashes
from pages.widgets.plain import plain
from pages.widgets.show_more import first_ones, more_button


def _coming_up(view: CourseView, person_id: UUID, *, first: bool) -> None:
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


def _latest_words(view: CourseView, person_id: UUID) -> None:
    """What a partner wrote after the last module that was held, so that nobody has to look for it."""
    held = [module for module in view.modules if module.held_at is not None and module.is_led_by_reader]
    for said in held[-1].said if held else ():
        if said.person_id != person_id and said.words:
            with st.container(border=True):
                title = _("{name} after module {number}").format(name=plain(said.name), number=held[-1].number)
                st.markdown(f":material/chat: **{title}**  \n{plain(said.words)}")


def _partners(view: CourseView, person_id: UUID) -> None:
    """Whom one leads it with, one tap from a call."""
    others = [each for each in view.leaders if each.person_id != person_id]
    if not others:
        st.markdown(f":material/person: {_('You lead it alone.')}")
    for other in others:
        leader_line(other)


def _own_modules(view: CourseView, person_id: UUID) -> None:
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
            carry_out(
                view,
                lambda by: give_feedback(**by, run_id=view.run.id, number=module.number, words=words),
                _("Saved. Your partner can read it."),
                icon=":material/chat:",
            )


context = require_actor(Action.LEAD_COURSE)
actor, session = actor_of(context), context.session
mine, before = my_courses(session=session, actor=actor, today=context.today)
asked = courses_to_key_in(session=session, actor=actor, today=context.today)


def one_course(view: CourseView, *, first: bool) -> None:
    """A course I lead: what comes next, whom I lead it with, and all its modules."""
    st.header(plain(view.run.name), anchor=False)
    told = [where_words(view.run.place, view.workplace), days_words(view.run.first_on, view.run.last_on)]
    if len({each.organisation for each in mine}) > 1:
        told.insert(0, view.organisation)
    badge = course_badge(view.state, view.run.last_on, context.today)
    st.markdown(f"{badge}  \n{plain(' · '.join(part for part in told if part))}")
    _coming_up(view, actor.person_id, first=first)
    _latest_words(view, actor.person_id)
    _partners(view, actor.person_id)
    if view.next_open == 1:
        own = [each.engagement_id for each in view.leaders if each.person_id == actor.person_id]
        agreed_card(
            agreed_before(session=session, actor=actor, organisation_id=view.run.organisation_id, engagement_ids=own)
        )
    _own_modules(view, actor.person_id)
    results(view)
    prints(view)


show_flashes()
st.title(_("My courses"), anchor=False)
for row in asked:
    with st.container(border=True):
        st.markdown(_("You are asked to key in the participants’ forms of {course}.").format(
            course=f"**{plain(row.name)}**"
        ))  # fmt: skip
        if row.state is not CourseState.HELD:
            last = on_date(row.last_on) if row.last_on else ""
            st.markdown(_("Those who lead it give you the forms after the last module, {day}.").format(day=last))
            continue
        st.page_link(
            addresses.EVALUATION,
            label=_("Key in the forms"),
            icon=":material/rate_review:",
            query_params={"id": str(row.run_id)},
        )
if not mine and not before:
    st.info(_("You lead no course yet. When one is planned, you find it here."), icon=":material/school:")
for position, view in enumerate(mine):
    one_course(view, first=position == 0)
if before:
    st.header(_("Earlier courses"), anchor=False)
    for row in first_ones(before, "earlier-courses"):
        course_card(row)
    more_button(before, "earlier-courses")
