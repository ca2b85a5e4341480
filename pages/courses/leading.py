"""Who leads a course: how to reach them, other instructors, and one who cannot finish."""

from collections.abc import Callable
from uuid import UUID

import streamlit as st

from core.courses.leading import StopDetails, cannot_finish, set_instructors
from core.courses.rules import CourseState, LeaderSpan
from core.courses.view import CourseView, LeaderView
from core.i18n import gettext as _
from core.i18n import local_day
from core.pairs.service import instructors
from pages.courses.finding import instructors_found
from pages.courses.versions import changed_by_reader
from pages.courses.words import leader_line
from pages.people.choosing import Choice, choose_people, choose_person
from pages.shell.context import actor_of, current
from pages.telling.days import said_of_people
from pages.widgets.form import EntryForm
from pages.widgets.headings import section
from pages.widgets.inputs import needed, number_input
from pages.widgets.plain import plain_label

OPEN = (CourseState.PLANNED, CourseState.RUNNING)


def leaders(view: CourseView) -> None:
    """Everybody with a part in it, and how to reach them."""
    section(_("Who leads it"))
    if not view.leaders:
        st.markdown(f":material/person_off: {_('Nobody leads it yet')}")
    for leader in view.leaders:
        leader_line(leader)


def change_leaders(view: CourseView, version: int) -> None:
    """Others in their place, and one who cannot go on, for a coordinator."""
    if view.edits and view.state in OPEN:
        with st.expander(_("Change who leads it"), icon=":material/group:", expanded=not view.leaders):
            _change(view, version)
        if any(leader.stopped_on is None for leader in view.leaders) and view.state is CourseState.RUNNING:
            with st.expander(_("Somebody cannot finish"), icon=":material/healing:"):
                _stop(view, version)


def _change(view: CourseView, version: int) -> None:
    """Each of those who lead it now, with their modules; somebody taken out, somebody put in."""
    now = [leader for leader in view.leaders if leader.stopped_on is None]
    stopped = {leader.engagement_id for leader in view.leaders} - {leader.engagement_id for leader in now}
    context = current()
    form = EntryForm(f"leading-{view.run.id}-{version}")
    with form.field("leading") as said:
        chosen = choose_people(
            _("Instructors") + said,
            instructors_found(context, view.run.organisation_id),
            key=f"lead-{view.run.id}-{version}",
            chosen=[*{leader.engagement_id: Choice(leader.engagement_id, leader.name) for leader in now}.values()],
            but=stopped,
        )
    found = instructors(
        session=context.session,
        actor=actor_of(context),
        organisation_id=view.run.organisation_id,
        engagement_ids=chosen,
    )
    people = {leader.engagement_id: leader.name for leader in now} | {each.engagement_id: each.name for each in found}
    asked = [_part(view, people[each], each, part, version) for each in chosen for part in _parts(now, each)]
    ahead = [local_day(each.starts_at) for each in view.modules if each.held_at is None]
    said_of_people(context, chosen, ahead, but=[view.run.id])
    if st.button(_("Save who leads it"), key="save-leaders", icon=":material/group:"):
        form.send(
            lambda by: set_instructors(
                **by, run_id=view.run.id, leading=[span() for span in asked], expected_version=version
            ),
            _("Saved who leads the course."),
            icon=":material/group:",
            then=lambda _changed: changed_by_reader(view),
        )


def _parts(now: list[LeaderView], engagement_id: UUID) -> list[LeaderView] | list[None]:
    """What somebody leads now, part by part; one that is not there yet where they lead nothing."""
    return [leader for leader in now if leader.engagement_id == engagement_id] or [None]


def _part(
    view: CourseView, name: str, engagement_id: UUID, before: LeaderView | None, version: int
) -> Callable[[], LeaderSpan]:
    """Which modules one of them leads, in one of their parts, as what is given reads them when they are saved."""
    name = plain_label(name)
    from_ = before.from_module if before else (view.next_open or 1)
    last, key = len(view.modules), f"{view.run.id}-{engagement_id}-{from_}-{version}"
    until = (before.to_module if before else None) or last
    if last == 1:
        return lambda: LeaderSpan(engagement_id)
    begins, ends = st.columns(2)
    first = number_input(
        _("{name}: from module").format(name=name), from_, least=1, most=last, key=f"from-{key}", where=begins
    )
    final = number_input(
        _("{name}: to module").format(name=name), until, least=1, most=last, key=f"to-{key}", where=ends
    )
    substitute = st.checkbox(
        _("{name} comes in as a substitute").format(name=name),
        value=bool(before and before.substitute),
        key=f"substitute-{key}",
    )

    def span() -> LeaderSpan:
        until = final.needed()
        return LeaderSpan(engagement_id, first.needed(), None if until >= last else until, substitute)

    return span


def _stop(view: CourseView, version: int) -> None:
    st.write(
        _(
            "An instructor who has begun and cannot go on, for example because of illness, is let off the rest. "
            "The course does not count against them."
        )
    )
    now = {leader.engagement_id: leader.name for leader in view.leaders if leader.stopped_on is None}
    form = EntryForm(f"stop-{view.run.id}-{version}")
    with form.field("engagement_id") as said:
        who = st.selectbox(
            _("Who cannot finish") + said,
            [*now],
            format_func=now.__getitem__,
            index=None,
            key="stop-who",
            placeholder=_("Choose a person"),
        )
    number = form.number(
        "from_module",
        _("From module"),
        min(view.next_open or 1, len(view.modules)),
        least=1,
        most=len(view.modules),
        key=f"stop-from-{view.next_open}",
        needed=True,
    )
    with form.field("substitute_id") as said:
        substitute = choose_person(
            _("Substitute (may be left blank)") + said,
            instructors_found(current(), view.run.organisation_id),
            key="stop-substitute",
            but=[leader.engagement_id for leader in view.leaders],
        )
    if st.button(_("Record it"), key="stop-record", icon=":material/healing:"):
        form.send(
            lambda by: cannot_finish(
                **by,
                run_id=view.run.id,
                details=StopDetails(engagement_id=who, from_module=needed(number), substitute_id=substitute),
                expected_version=version,
            ),
            _("Recorded. It does not count against them."),
            icon=":material/healing:",
            then=lambda _changed: changed_by_reader(view),
        )
