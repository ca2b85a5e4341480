"""Somebody to come in for an instructor: who could and why, asked in one deed, and what they said."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.access.permissions import Action
from core.courses.rules import ModuleTime
from core.courses.view import CourseView, course
from core.cover.finding import CoverCandidate, NewCover, candidates
from core.cover.reading import AskedRow, CoverView, covers_of
from core.cover.rules import CoverAnswer, CoverState
from core.cover.service import answer_for, ask_for_cover, ask_more, call_cover_off
from core.i18n import gettext as _
from core.i18n import ngettext
from pages.cover.words import STATES, UNFIT, answer_badge, module_line, why_words
from pages.people.reaching import call_address
from pages.shell import addresses
from pages.shell.action import act, refusal_shown
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.widgets.beside import next_thing
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain
from pages.widgets.rows import line, row_menu, row_ways
from pages.widgets.show_more import first_ones, more_button

SHOWN, ASKED_AT_FIRST = 12, 6
EMPTY = "empty"
context = require_actor(Action.EDIT_COURSES)
actor = actor_of(context)


def request(view: CoverView, *, first: bool) -> None:
    """One request: how it stands, who was asked, and what can still be done about it; the `first` in the page's box."""
    about, open_ = view.request, view.state is CoverState.OPEN
    title = _("{name} comes in").format(name=view.taken_by) if view.taken_by else _(STATES[view.state])
    told = [module_line(*each) for each in view.modules]
    if view.absent:
        told.append(_("For {name}").format(name=view.absent))
    with next_thing(title, " · ".join(told)) if first else _further(title, " · ".join(told)):
        if open_ and st.button(_("Nobody is needed any more"), key=f"call-off-{about.id}", icon=":material/block:"):
            act(
                lambda by: call_cover_off(**by, request_id=about.id),
                _("Those who were asked are told."),
                redraw_refused=True,
            )
    with section(_("Who was asked"), len(view.asked)).rows(f"asked-{about.id}"):
        for each in view.asked:
            _asked(each, open_=open_)
    if open_:
        _others(view)


def _further(title: str, note: str) -> DeltaGenerator:
    """What a page's one box says, of a request that comes after the first."""
    section(title)
    st.caption(plain(note))
    return st.container()


def _asked(each: AskedRow, *, open_: bool) -> None:
    line(each.name, state=answer_badge(each.answer))
    said = None
    if open_:
        said = row_menu(
            _("Said on the phone"),
            {CoverAnswer.YES: _("Can come in"), CoverAnswer.NO: _("Cannot")},
            f"said-{each.asked_id}",
        )
    if each.phone:
        row_ways([(each.phone, call_address(each.phone))])
    if said is not None:
        act(
            lambda by: answer_for(**by, asked_id=each.asked_id, answer=said),
            lambda state: (
                _("{name} comes in, and everybody is told.").format(name=plain(each.name))
                if state is CoverState.TAKEN
                else _("It is written down.")
            ),
            redraw_refused=True,
        )


def _others(view: CoverView) -> None:
    """Asking more, where those who were asked are not enough."""
    about = view.request
    wanted = NewCover(about.course_run_id, about.engagement_id, about.from_module, about.to_module)
    found = candidates(session=context.session, actor=actor, cover=wanted, now=context.now).candidates
    asked = {each.engagement_id for each in view.asked}
    left = [each for each in found if each.engagement_id not in asked]
    if not left:
        st.caption(_("Everybody who could come in is asked."))
        return
    with st.expander(_("Ask more"), icon=":material/group_add:"):
        chosen = _choose(left, f"more-{about.id}", ())
        label = ngettext("Ask {count}", "Ask {count}", len(chosen)).format(count=len(chosen))
        if st.button(label, key=f"ask-more-{about.id}", icon=":material/forward_to_inbox:", disabled=not chosen):
            act(lambda by: ask_more(**by, request_id=about.id, engagement_ids=chosen), _("They are asked."))


def _choose(found: Sequence[CoverCandidate], key: str, first: Sequence[UUID]) -> list[UUID]:
    """Those chosen of who could come in; each says why it could be them."""
    shown = {each.engagement_id: each for each in first_ones(found, f"{key}-shown", at_once=SHOWN)}
    with st.container(key=f"hs-choose-{key}"):
        chosen = st.pills(
            _("Who could come in"),
            [*shown],
            selection_mode="multi",
            default=[each for each in first if each in shown],
            format_func=lambda each: f"**{plain(shown[each].name)}** :gray[{plain(why_words(shown[each]))}]",
            key=key,
            label_visibility="collapsed",
            width="stretch",
        )
    more_button(found, f"{key}-shown", at_once=SHOWN)
    return list(chosen)


def new(view: CourseView) -> None:
    """Whom it is for and which modules, who could come in, and asking them."""
    open_ones = {
        each.number: ModuleTime(each.starts_at, each.ends_at)
        for each in view.modules
        if each.held_at is None and each.ends_at > context.now
    }
    if not open_ones:
        st.info(_("All modules of this course are over."), icon=":material/event_busy:")
        return
    section(_("Ask somebody to come in"))
    there = {str(each.engagement_id): each.name for each in view.leaders if each.stopped_on is None}
    chosen = st.selectbox(
        _("Who cannot be there?"),
        [*there, EMPTY],
        format_func=lambda each: there.get(each) or _("Nobody: the place is empty"),
        index=None if there else 0,
        placeholder=_("Choose a person"),
        key="cover-absent",
        help=_("We do not keep why."),
    )
    if chosen is not None:
        _modules(view, UUID(chosen) if chosen != EMPTY else None, open_ones)


def _modules(view: CourseView, absent: UUID | None, open_ones: dict[int, ModuleTime]) -> None:
    """From which module to which, and who could come in there."""
    theirs = [each for each in view.leaders if each.engagement_id == absent]
    numbers = [
        number
        for number in open_ones
        if absent is None or any(each.from_module <= number <= (each.to_module or number) for each in theirs)
    ]
    if not numbers:
        st.info(_("They lead no module that is still ahead."), icon=":material/event_busy:")
        return

    def named(number: int) -> str:
        return module_line(number, open_ones[number])

    first = st.selectbox(_("From the module"), numbers, format_func=named, key=f"cover-from-{absent}")
    after = [each for each in numbers if each >= first and set(range(first, each)) <= set(numbers)]
    last = st.selectbox(_("To the module"), after, format_func=named, key=f"cover-to-{absent}-{first}")
    wanted = NewCover(view.run.id, absent, first, last)
    found = candidates(session=context.session, actor=actor, cover=wanted, now=context.now)
    section(_("Who could come in"), len(found.candidates))
    if not found.candidates:
        st.info(_("Nobody who is approved for this course is free then."), icon=":material/person_off:")
    likeliest = [each.engagement_id for each in found.candidates[:ASKED_AT_FIRST]]
    chosen = _choose(found.candidates, f"cover-{absent}-{first}-{last}", likeliest) if found.candidates else []
    for why, count in found.unfit.items():
        st.caption(_(UNFIT[why]).format(count=count))
    if not found.candidates:
        return
    st.caption(_("Each gets a mail with a link, and answers in two taps. The first who says yes has it."))
    label = ngettext("Ask {count}", "Ask {count}", len(chosen)).format(count=len(chosen))
    if st.button(label, key="ask-for-cover", type="primary", icon=":material/forward_to_inbox:", disabled=not chosen):
        act(
            lambda by: ask_for_cover(**by, cover=wanted, engagement_ids=chosen),
            _("They are asked. You are told as soon as somebody says yes."),
            icon=":material/forward_to_inbox:",
        )


show_flashes()
with refusal_shown(_("Find a stand-in")):
    run_id = id_in_address(st.query_params.get("id"))
    requests = covers_of(session=context.session, actor=actor, run_id=run_id, now=context.now)
    view = course(session=context.session, actor=actor, run_id=run_id, today=context.today)
    with page_head(_("Stand-in: {course}").format(course=plain(view.run.name))):
        st.page_link(
            addresses.COURSE,
            label=_("The course"),
            icon=":material/arrow_back:",
            query_params={"id": str(run_id)},
            width="content",
        )
    waiting = [each for each in requests if each.state is CoverState.OPEN]
    over = [each for each in requests if each.state is not CoverState.OPEN]
    for each in waiting:
        request(each, first=each is waiting[0])
    new(view)
    for each in over:
        request(each, first=not waiting and each is over[0])
