"""Reading an approval: its state, the evidence for a decision, and earlier decisions."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.approvals.case import (
    courses_led,
    engagement_for,
    newest_row,
    nothing_new,
    own_facts,
    path_of,
    supervisions_told,
)
from core.approvals.rules import (
    ApprovalState,
    Decision,
    Forecast,
    InstructorFacts,
    UnmetRequirement,
    Year,
    approval_state,
    approved_until,
    counted_supervisions,
    forecast,
    is_paused,
    still_missing,
    year_of,
)
from core.approvals.service import usual_until
from core.courses.reading import LedRun, runs_of
from core.programmes.programme import ApprovalPath
from core.programmes.publishing import programme_of
from core.supervision.rules import SupervisionKind
from db.approvals import Approval, Pause
from db.courses import CourseRun
from db.organisations import Organisation
from db.people import Engagement, Person
from db.supervision import LogTask, Supervision, SupervisionSubject


@dataclass(frozen=True, slots=True)
class ApprovalSummary:
    """How far one instructor's approval has come. `until` is the last day of the approval that holds, put off by
    pauses; `paused` is whether the clocks stand still today; `supervised` counts the first supervisions."""

    engagement_id: UUID
    organisation: str
    path: ApprovalPath
    state: ApprovalState
    missing: tuple[UnmetRequirement, ...]
    until: date | None
    year: Year | None
    ahead: Forecast
    paused: bool
    supervised: int


@dataclass(frozen=True, slots=True)
class SupervisionTold:
    """A supervision with its feedback, to read beside the decision (S4)."""

    supervision_id: UUID
    kind: SupervisionKind
    held_on: date
    supervisor: str
    course: str
    went_well: str
    work_on: str
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionTold:
    """A decision that was made, by whom, and how much it leant on."""

    approval_id: UUID
    decision: Decision
    decided_on: date
    decided_by: str
    valid_until: date | None
    reason: str
    other_roles: str
    closing_on: date | None
    closed_on: date | None
    supervisions: int
    courses: int


@dataclass(frozen=True, slots=True)
class PauseTold:
    """A pause, and who recorded it; `reason` is None where none was said."""

    pause_id: UUID
    reason: str | None
    begins_on: date
    ends_on: date | None
    recorded_by: str
    version: int


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """Everything somebody needs to read before a decision. `decisions` and `pauses` are newest first. `offered` is
    whether what it takes is there, and something of it is new since the decision before."""

    engagement: Engagement
    person: Person
    where: ApprovalSummary
    usual_until: date
    offered: bool
    supervisions: tuple[SupervisionTold, ...]
    courses: tuple[LedRun, ...]
    decisions: tuple[DecisionTold, ...]
    pauses: tuple[PauseTold, ...]

    @property
    def newest_id(self) -> UUID | None:
        """The decision that holds, None where none was made."""
        return self.decisions[0].approval_id if self.decisions else None


def approval_view(*, session: Session, actor: Actor, engagement_id: UUID, today: date) -> ApprovalView:
    """What the coordinator decides beside; "not_found", "not_allowed", "no_approval_here"."""
    engagement = engagement_for(session, actor, Action.DECIDE_APPROVAL, engagement_id)
    require(actor, Action.READ_LOG_BOOK, Subject.of(engagement))
    path, facts = path_of(session, engagement), own_facts(session, engagement)
    led = {each.course_run_id for each in courses_led(facts, today)}
    runs = runs_of(session, [engagement.id])[engagement.id]
    organisation = session.get_one(Organisation, engagement.organisation_id)
    new = not nothing_new(newest_row(session, engagement.id), facts, today)
    return ApprovalView(
        engagement=engagement,
        person=session.get_one(Person, engagement.person_id),
        where=where_of(engagement.id, organisation.name, path, facts, today),
        usual_until=usual_until(path, today),
        offered=new and not still_missing(path, facts, today),
        supervisions=_supervisions(
            session, engagement.id, [each.supervision_id for each in supervisions_told(facts, today)]
        ),
        courses=tuple(run for run in runs if run.course_run_id in led),
        decisions=_decisions(session, engagement.id),
        pauses=_pauses(session, engagement.id),
    )


def pauses_told(*, session: Session, actor: Actor, engagement_id: UUID) -> tuple[PauseTold, ...]:
    """Every pause of one volunteer, the newest first; for who may record one."""
    engagement_for(session, actor, Action.RECORD_PAUSE, engagement_id)
    return _pauses(session, engagement_id)


def where_they_stand(*, session: Session, actor: Actor, engagement_id: UUID, today: date) -> ApprovalSummary | None:
    """Where one volunteer stands, for those who look after them; None where the programme gives no approval."""
    engagement = engagement_for(session, actor, Action.SEE_VOLUNTEERS, engagement_id)
    path = programme_of(session, engagement.programme_version_id).approval
    if path is None:
        return None
    return where_of(engagement.id, "", path, own_facts(session, engagement), today)


def where_of(
    engagement_id: UUID, organisation: str, path: ApprovalPath, facts: InstructorFacts, today: date
) -> ApprovalSummary:
    """Where an instructor with these facts stands on a day."""
    return ApprovalSummary(
        engagement_id=engagement_id,
        organisation=organisation,
        path=path,
        state=approval_state(path, facts, today),
        missing=still_missing(path, facts, today),
        until=approved_until(facts, today),
        year=year_of(path, facts, today),
        ahead=forecast(path, facts, today),
        paused=is_paused(facts.pauses, today),
        supervised=counted_supervisions(facts, today),
    )


def _supervisions(session: Session, engagement_id: UUID, supervision_ids: list[UUID]) -> tuple[SupervisionTold, ...]:
    rows = session.exec(
        select(Supervision, SupervisionSubject, Person.name, CourseRun.name)
        .join(SupervisionSubject, col(SupervisionSubject.supervision_id) == Supervision.id)
        .join(Person, col(Person.id) == Supervision.supervisor_id, isouter=True)
        .join(CourseRun, col(CourseRun.id) == Supervision.course_run_id, isouter=True)
        .where(col(Supervision.id).in_(supervision_ids), SupervisionSubject.engagement_id == engagement_id)
        .order_by(col(Supervision.held_on), col(Supervision.id))
    ).all()
    tasks: dict[UUID, list[str]] = {subject.id: [] for _row, subject, *_names in rows}
    for task in session.exec(
        select(LogTask).where(col(LogTask.subject_id).in_(tasks)).order_by(col(LogTask.created_at), col(LogTask.id))
    ):
        if task.subject_id is not None:
            tasks[task.subject_id].append(task.words)
    return tuple(
        SupervisionTold(
            supervision_id=row.id,
            kind=SupervisionKind(row.kind),
            held_on=row.held_on,
            supervisor=supervisor or "",
            course=course or "",
            went_well=subject.went_well,
            work_on=subject.work_on,
            tasks=tuple(tasks[subject.id]),
        )
        for row, subject, supervisor, course in rows
        if row.held_on is not None
    )


def _decisions(session: Session, engagement_id: UUID) -> tuple[DecisionTold, ...]:
    rows = session.exec(
        select(Approval, Person.name)
        .join(Person, col(Person.id) == Approval.decided_by_id)
        .where(Approval.engagement_id == engagement_id)
        .order_by(col(Approval.created_at).desc(), col(Approval.id).desc())
    ).all()
    return tuple(
        DecisionTold(
            approval_id=row.id,
            decision=Decision(row.decision),
            decided_on=row.decided_on,
            decided_by=name,
            valid_until=row.valid_until,
            reason=row.reason,
            other_roles=row.other_roles,
            closing_on=row.closing_on,
            closed_on=row.closed_on,
            supervisions=len(row.evidence.get("supervisions", [])),
            courses=len(row.evidence.get("courses", [])),
        )
        for row, name in rows
    )


def _pauses(session: Session, engagement_id: UUID) -> tuple[PauseTold, ...]:
    rows = session.exec(
        select(Pause, Person.name)
        .join(Person, col(Person.id) == Pause.recorded_by_id)
        .where(Pause.engagement_id == engagement_id)
        .order_by(col(Pause.begins_on).desc())
    ).all()
    return tuple(PauseTold(row.id, row.reason, row.begins_on, row.ends_on, name, row.version) for row, name in rows)
