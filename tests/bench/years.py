"""Five years of a large organisation, written in bulk: volunteers at every step of the way and what they did on it.

Everything is as it would have been recorded, except that sealed documents have no bytes and texts are short. The same
seed gives the same history.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.approvals.rules import Decision, PauseReason
from core.journey.projecting import rebuild
from core.supervision.rules import SupervisionKind
from core.talks.rules import TalkKind
from db.approvals import Approval, Pause
from db.courses import CourseInstructor, CourseModule, CourseRun, Evaluation, ModuleFeedback
from db.pairs import Pair
from db.people import Account, Engagement
from db.supervision import LogTask, Supervision, SupervisionSubject
from db.talks import Note, Talk
from tests.bench.giving import give
from tests.bench.house import ONE_DAY, YEARS, House, begun, engage, insert_all, staff
from tests.bench.papers import Papers
from tests.bench.teams import team_up

MODULES = 7
# At each workplace a document is prepared anew for the fourth of those who came last.
RENEWED = 3
LOGIN = "mange-"


@dataclass
class Large:
    """The organisation, a coordinator's account, and of those who lead courses whoever has been there longest."""

    organisation_id: UUID
    account_id: UUID
    instructor_id: UUID


def written(session: Session, volunteers: int) -> Large | None:
    """The organisation as an earlier call wrote it into this database; None where there is none.

    Raises ValueError where it has another number of volunteers.
    """
    account = session.exec(select(Account).where(col(Account.login_name).startswith(LOGIN))).first()
    if account is None:
        return None
    large = _large(session, account)
    here = Engagement.organisation_id == large.organisation_id
    if session.exec(select(func.count()).select_from(Engagement).where(here)).one() != volunteers:
        raise ValueError("the database holds another number of volunteers")
    return large


def _large(session: Session, account: Account) -> Large:
    organisation_id = UUID(account.login_name.removeprefix(LOGIN))
    leads = select(CourseInstructor.engagement_id).where(CourseInstructor.engagement_id == Engagement.id).exists()
    leading = select(Engagement.id).where(
        Engagement.organisation_id == organisation_id, leads, col(Engagement.ended_at).is_(None)
    )
    oldest = session.exec(leading.order_by(col(Engagement.begins_on), col(Engagement.id))).first()
    assert oldest is not None
    return Large(organisation_id, account.id, oldest)


def fill(session: Session, *, volunteers: int, today: date, seed: int = 1) -> Large:
    """Write an organisation with so many volunteers into the database, what comes next for each included."""
    dice = Random(seed)
    house = staff(session, volunteers, today, dice)
    account = Account(
        person_id=house.coordinators[0].id,
        login_name=f"{LOGIN}{house.organisation_id}",
        passphrase_hash="!",
        created_at=house.at(today),
    )
    house.write(account)
    began = sorted(dice.randrange(1, YEARS * 365) for _ in range(volunteers))
    engaged = [engage(house, number, today - timedelta(days=days)) for number, days in enumerate(began)]
    papers = Papers(session, house)
    for number, (engagement, programme) in enumerate(engaged):
        papers.of(engagement, programme)
        if number // len(house.places) == RENEWED:
            papers.prepared_anew(engagement, programme)
    instructors = [
        engagement
        for engagement, programme in engaged
        if programme == "laer_at_tackle" and house.past(begun(engagement) + timedelta(days=60))
    ]
    for first, second in zip(instructors[::2], instructors[1::2], strict=False):
        _pair(house, first, second)
    for engagement, _programme in engaged:
        _talks(house, engagement)
    give(house, [engagement for engagement, _programme in engaged])
    peers = [engagement for engagement, programme in engaged if programme == "peer_stoette"]
    team_up(house, [engagement for engagement in peers if engagement.ended_at is None])
    insert_all(session, house.rows)
    rebuild(session, today)
    return _large(session, account)


def _pair(house: House, first: Engagement, second: Engagement) -> None:
    """Two instructors, their courses twice a year, and what follows from them."""
    began = max(begun(first), begun(second)) + timedelta(days=60)
    house.write(
        Pair(
            organisation_id=house.organisation_id,
            first_id=first.id,
            second_id=second.id,
            begins_on=began,
            created_by_id=first.coordinator_id,
            created_at=house.at(began),
        )
    )
    runs = []
    for number in range(YEARS * 2):
        first_on = began + timedelta(days=20 + 182 * number)
        if first_on > house.today + timedelta(days=60):
            break
        if number > 1 and house.dice.random() < 0.15:
            continue
        runs.append(_run(house, (first, second), first_on))
    for engagement in (first, second):
        _approvals(house, engagement, runs)


def _run(house: House, pair: Iterable[Engagement], first_on: date) -> CourseRun:
    leaders = tuple(pair)
    last_on = first_on + timedelta(weeks=MODULES - 1)
    closed = house.past(last_on + timedelta(days=40))
    run = CourseRun(
        organisation_id=house.organisation_id,
        workplace_id=leaders[0].workplace_id,
        programme="laer_at_tackle",
        name="Lær at tackle",
        place="Biblioteket",
        first_on=first_on,
        last_on=last_on,
        participants=house.dice.randrange(6, 16),
        keyed_by_id=house.dice.choice(leaders).person_id,
        reviewed_on=last_on + timedelta(days=30) if closed and house.dice.random() < 0.97 else None,
        created_by_id=leaders[0].coordinator_id,
        created_at=house.at(first_on - timedelta(days=30)),
    )
    house.write(run)
    for engagement in leaders:
        house.write(CourseInstructor(course_run_id=run.id, engagement_id=engagement.id))
    for number in range(MODULES):
        _module(house, run, leaders, number)
    if house.past(last_on + timedelta(days=20)):
        house.write(
            Evaluation(
                course_run_id=run.id,
                answered=8,
                totals={"all_in_all": {"good": 8}},
                entered_by_id=run.created_by_id,
                created_at=house.at(last_on),
                finished_at=house.at(last_on + timedelta(days=20)),
            )
        )
    return run


def _module(house: House, run: CourseRun, leaders: Sequence[Engagement], number: int) -> None:
    assert run.first_on is not None
    day = run.first_on + timedelta(weeks=number)
    module = CourseModule(
        course_run_id=run.id,
        number=number + 1,
        starts_at=house.at(day) + timedelta(hours=5),
        ends_at=house.at(day) + timedelta(hours=7),
        held_at=house.at(day) + timedelta(hours=8) if house.past(day) else None,
    )
    house.write(module)
    if module.held_at is None:
        return
    for engagement in leaders:
        if number % 3 == 0:
            house.write(
                ModuleFeedback(
                    course_module_id=module.id,
                    engagement_id=engagement.id,
                    words="Godt tempo.",
                    written_at=module.held_at,
                )
            )
        if house.past(day + timedelta(days=4)):
            house.write(
                Talk(
                    organisation_id=house.organisation_id,
                    engagement_id=engagement.id,
                    kind=TalkKind.AFTER_MODULE,
                    held_on=day + timedelta(days=3),
                    course_module_id=module.id,
                    recorded_by_id=engagement.coordinator_id,
                    created_at=house.at(day + timedelta(days=3)),
                )
            )


def _supervision(house: House, engagement: Engagement, kind: SupervisionKind, day: date, run_id: UUID | None) -> None:
    held = house.past(day)
    session = Supervision(
        organisation_id=house.organisation_id,
        kind=kind,
        supervisor_id=house.dice.choice(house.supervisors).id,
        course_run_id=run_id,
        planned_at=house.at(day),
        held_on=day if held else None,
        ordered_by_id=engagement.coordinator_id,
        created_at=house.at(day - timedelta(days=14)),
    )
    house.write(session)
    written = house.past(day + timedelta(days=house.dice.randrange(1, 10)))
    subject = SupervisionSubject(
        supervision_id=session.id,
        engagement_id=engagement.id,
        went_well="Roligt og klart." if written else "",
        work_on="Flere pauser." if written else "",
        feedback_at=house.at(day + ONE_DAY) if written else None,
    )
    house.write(subject)
    if written:
        house.write(
            LogTask(
                engagement_id=engagement.id,
                subject_id=subject.id,
                words="Husk pauserne.",
                created_at=house.at(day + ONE_DAY),
                done_on=day + timedelta(days=20),
            )
        )


def _approvals(house: House, engagement: Engagement, runs: Sequence[CourseRun]) -> None:
    """Three supervisions on the first two courses, a decision, and every two years a new one."""
    if house.dice.random() < 0.03:
        house.write(
            Pause(
                organisation_id=house.organisation_id,
                engagement_id=engagement.id,
                reason=PauseReason.LEAVE,
                begins_on=house.today - timedelta(days=30),
                ends_on=house.today + timedelta(days=60) if house.dice.random() < 0.5 else None,
                recorded_by_id=engagement.coordinator_id,
                created_at=house.at(house.today),
            )
        )
    for run, weeks in zip((*runs[:1], *runs[:1], *runs[1:2]), (1, 4, 2), strict=False):
        assert run.first_on is not None
        day = run.first_on + timedelta(weeks=weeks)
        if day <= house.today + timedelta(days=14):
            _supervision(house, engagement, SupervisionKind.FIRST, day, run.id)
    if len(runs) < 2 or runs[1].last_on is None:
        return
    decided = runs[1].last_on + timedelta(days=house.dice.randrange(5, 25))
    if not house.past(decided):
        return
    if house.dice.random() < 0.02:
        _decide(house, engagement, Decision.NOT_APPROVED, decided)
        return
    _decide(house, engagement, Decision.APPROVED, decided)
    for number in range(1, YEARS):
        renewed = decided + timedelta(days=730 * number - house.dice.randrange(5, 60))
        if not house.past(renewed) or house.dice.random() < 0.06:
            break
        _supervision(house, engagement, SupervisionKind.RE_EVALUATION, renewed - timedelta(days=12), None)
        _decide(house, engagement, Decision.APPROVED, renewed)


def _decide(house: House, engagement: Engagement, decision: Decision, day: date) -> None:
    approved = decision is Decision.APPROVED
    house.write(
        Approval(
            organisation_id=house.organisation_id,
            engagement_id=engagement.id,
            decision=decision,
            decided_on=day,
            valid_until=day + timedelta(days=730) if approved else None,
            closing_on=None if approved else day + timedelta(days=14),
            closed_on=day + timedelta(days=14) if not approved and house.past(day + timedelta(days=14)) else None,
            decided_by_id=engagement.coordinator_id,
            created_at=house.at(day),
        )
    )


def _talks(house: House, engagement: Engagement) -> None:
    """A talk a year, and a note now and then."""
    for years in range(YEARS):
        day = begun(engagement) + timedelta(days=180 + 365 * years)
        if not house.past(day):
            return
        house.write(
            Talk(
                organisation_id=house.organisation_id,
                engagement_id=engagement.id,
                kind=TalkKind.FOLLOW_UP,
                held_on=day,
                words="Det går godt.",
                recorded_by_id=engagement.contact_person_id,
                created_at=house.at(day),
            )
        )
        if house.dice.random() < 0.3:
            house.write(
                Note(
                    organisation_id=house.organisation_id,
                    engagement_id=engagement.id,
                    words="Vil gerne have flere opgaver.",
                    written_by_id=engagement.contact_person_id,
                    written_at=house.at(day),
                )
            )
