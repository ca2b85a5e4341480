"""Facts of instructors as hypothesis makes them up."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import strategies as st

from core.approvals.rules import ApprovalFact, CourseFact, Decision, InstructorFacts, PauseFact, SupervisionFact
from core.clarification.rules import MeetingFacts, MeetingOutcome, MeetingSide
from core.journey.steps import ModuleFact, RunFact, TalkFact
from core.supervision.rules import SupervisionKind

DATES = st.dates(date(2010, 1, 1), date(2040, 12, 31))
IDS = st.integers(1, 10**6).map(lambda number: UUID(int=number))


@st.composite
def courses(draw: st.DrawFn) -> CourseFact:
    first, counts = draw(DATES), draw(st.booleans())
    last = first + timedelta(days=draw(st.integers(0, 60)))
    return CourseFact(draw(IDS), first, last, counts, planned=not counts and draw(st.booleans()))


@st.composite
def supervision_facts(draw: st.DrawFn) -> SupervisionFact:
    ordered, held = draw(DATES), draw(st.none() | DATES)
    return SupervisionFact(
        draw(IDS),
        draw(st.sampled_from(list(SupervisionKind))),
        ordered,
        draw(st.none() | DATES),
        held,
        held is not None and draw(st.booleans()),
    )


@st.composite
def decisions(draw: st.DrawFn) -> ApprovalFact:
    decision, day = draw(st.sampled_from(list(Decision))), draw(DATES)
    until = day + timedelta(days=draw(st.integers(1, 1500))) if decision is Decision.APPROVED else None
    no = decision is Decision.NOT_APPROVED
    return ApprovalFact(
        decision, day, until, draw(st.none() | DATES) if no else None, draw(st.none() | DATES) if no else None
    )


@st.composite
def pauses(draw: st.DrawFn) -> PauseFact:
    begins, length = draw(DATES), draw(st.none() | st.integers(0, 400))
    return PauseFact(begins, None if length is None else begins + timedelta(days=length))


instructors = st.builds(
    InstructorFacts,
    trained_on=st.none() | DATES,
    courses=st.lists(courses(), max_size=5).map(tuple),
    supervisions=st.lists(supervision_facts(), max_size=6, unique_by=lambda each: each.supervision_id).map(tuple),
    approvals=st.lists(decisions(), max_size=3, unique_by=lambda each: each.decided_on).map(
        lambda made: tuple(sorted(made, key=lambda each: each.decided_on))
    ),
    pauses=st.lists(pauses(), max_size=3).map(tuple),
)


@st.composite
def runs(draw: st.DrawFn) -> RunFact:
    held, evaluated = draw(st.booleans()), draw(st.booleans())
    return RunFact(
        course_run_id=draw(IDS),
        last_on=draw(DATES),
        held=held or evaluated,
        evaluated=evaluated,
        reviewed=evaluated and draw(st.booleans()),
        newest_module=draw(st.none() | st.builds(ModuleFact, module_id=IDS, held_on=DATES, contacted=st.booleans())),
    )


@st.composite
def meetings(draw: st.DrawFn) -> MeetingFacts:
    outcome = draw(st.none() | st.sampled_from(list(MeetingOutcome)))
    accepted = draw(st.booleans())
    return MeetingFacts(
        draw(IDS),
        on=draw(DATES) if outcome is None else draw(st.none() | DATES),
        accepted=accepted,
        asked_another=not accepted and draw(st.booleans()),
        ready=draw(st.frozensets(st.sampled_from(list(MeetingSide)))),
        held_on=draw(DATES) if outcome else None,
        outcome=outcome,
        again_on=draw(st.none() | DATES) if outcome is MeetingOutcome.NOT_NOW else None,
        first_course_on=draw(st.none() | DATES) if outcome is MeetingOutcome.AGREED else None,
    )


some_meetings = meetings()
some_talks = st.lists(
    st.builds(TalkFact, talk_id=IDS, planned_on=DATES), max_size=2, unique_by=lambda each: each.talk_id
).map(tuple)
some_runs = st.lists(
    runs(),
    max_size=3,
    unique_by=(
        lambda each: each.course_run_id,
        lambda each: each.newest_module.module_id if each.newest_module else each,
    ),
).map(tuple)
