"""Reading a team's training: all of it for who leads it or looks after it, and a peer's own days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, and_, col, select

from core.access.permissions import Action, Actor, Subject, may, require
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.teams.rules import TeamPart
from core.training.plan import PlanDay, PlanPoint, TrainingPlan
from core.training.rules import Attendance, GatheringKind
from db.organisations import Workplace
from db.people import Engagement, Person
from db.teams import Team, TeamMember
from db.training import TrainingDay, TrainingGathering, TrainingPlanVersion, TrainingPreparation, TrainingRound

SHOWN_AHEAD = 6


class RoundMember(NamedTuple):
    """A peer in the team now."""

    engagement_id: UUID
    name: str
    joined_on: date


@dataclass(frozen=True, slots=True)
class PeerDay:
    """A day of the plan for one peer. `reflection` is read by the peer and who leads the team, "" for everybody
    else."""

    day_id: UUID
    engagement_id: UUID
    name: str
    starts_at: datetime
    ends_at: datetime
    place: str
    attendance: Attendance
    reflection: str


@dataclass(frozen=True, slots=True)
class RoundDay:
    """A day of the plan in a round, with everybody who has it, the earliest first."""

    day: PlanDay
    peers: tuple[PeerDay, ...]

    @property
    def together(self) -> bool:
        """Whether everybody has it at the same time in the same place."""
        return len({(each.starts_at, each.place) for each in self.peers}) <= 1


@dataclass(frozen=True, slots=True)
class PointDone:
    """Something on the workplace's list. `done_on` and `done_by` are None and "" while it is not done."""

    point: PlanPoint
    done_on: date | None
    done_by: str


@dataclass(frozen=True, slots=True)
class GatheringView:
    """Something that comes again after the plan."""

    gathering_id: UUID
    kind: GatheringKind
    starts_at: datetime
    ends_at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round: its days in the order of the plan, the workplace's list, and the next of what comes again."""

    round_id: UUID
    starts_on: date
    place: str
    number: int
    days: tuple[RoundDay, ...]
    points: tuple[PointDone, ...]
    ahead: tuple[GatheringView, ...]
    called_off: bool


@dataclass(frozen=True, slots=True)
class TrainingView:
    """A team's training for somebody who has a part in it. `current` is the newest round that is not called off,
    `before` when earlier ones began, the newest first."""

    team_id: UUID
    organisation_id: UUID
    name: str
    workplace: str
    parts: frozenset[TeamPart]
    ended: bool
    members: tuple[RoundMember, ...]
    current: RoundView | None
    before: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day of one's own training: what it holds, when and where, whether one came, and what one told of it."""

    day_id: UUID
    day: PlanDay
    starts_at: datetime
    ends_at: datetime
    place: str
    attendance: Attendance
    reflection: str
    version: int


@dataclass(frozen=True, slots=True)
class OwnTraining:
    """A peer's own training: their team, whom they can call, their days in order and what comes again. `leads` is
    whether they lead the team themselves."""

    team_id: UUID
    team: str
    lead: str
    lead_phone: str
    leads: bool
    days: tuple[OwnDay, ...]
    ahead: tuple[GatheringView, ...]


@dataclass(frozen=True, slots=True)
class OwnNext:
    """What a peer has ahead next: a day of their training by its name, or what comes again after it, by its `kind`."""

    called: str
    starts_at: datetime
    ends_at: datetime
    kind: GatheringKind | None


def training_view(*, session: Session, actor: Actor, team_id: UUID, now: datetime) -> TrainingView:
    """A team's training for who leads it, is in it or there for it at the workplace, or coordinates: "not_found" or
    "not_allowed". A fixed number of queries."""
    found = session.exec(
        select(Team, Workplace.name).join(Workplace, col(Workplace.id) == Team.workplace_id).where(Team.id == team_id)
    ).one_or_none()
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    team, workplace = found
    people: Any = session.exec(
        select(Engagement.id, Person.id, Person.name, TeamMember.joined_on)  # type: ignore[call-overload]
        .join(TeamMember, col(TeamMember.engagement_id) == Engagement.id)
        .join(Person, col(Person.id) == Engagement.person_id)
        .where(TeamMember.team_id == team.id, col(TeamMember.left_on).is_(None))
        .order_by(col(Person.name), col(Engagement.id))
    ).all()
    subject = Subject(team.organisation_id, frozenset({team.lead_id, team.contact_id, *(row[1] for row in people)}))
    require(actor, Action.SEE_TRAINING, subject)
    parts = {
        part
        for part, holds in {
            TeamPart.LEAD: team.lead_id == actor.person_id,
            TeamPart.WORKPLACE: team.contact_id == actor.person_id,
            TeamPart.PEER: any(row[1] == actor.person_id for row in people),
            TeamPart.COORDINATOR: may(actor, Action.PLAN_TRAINING, subject),
        }.items()
        if holds
    }
    rounds = session.exec(
        select(TrainingRound)
        .where(TrainingRound.team_id == team.id, col(TrainingRound.called_off_at).is_(None))
        .order_by(col(TrainingRound.starts_on).desc(), col(TrainingRound.begun_at).desc())
    ).all()
    return TrainingView(
        team_id=team.id,
        organisation_id=team.organisation_id,
        name=team.name,
        workplace=workplace,
        parts=frozenset(parts),
        ended=team.ended_on is not None,
        members=tuple(RoundMember(row[0], row[2], row[3]) for row in people),
        current=_round(session, actor, rounds[0], parts, now) if rounds else None,
        before=tuple(each.starts_on for each in rounds[1:]),
    )


def _round(session: Session, actor: Actor, row: TrainingRound, parts: set[TeamPart], now: datetime) -> RoundView:
    version = session.get_one(TrainingPlanVersion, row.plan_id)
    plan = TrainingPlan.from_json(version.content)
    found = session.exec(
        select(TrainingDay, Person.id, Person.name)
        .join(Engagement, col(Engagement.id) == TrainingDay.engagement_id)
        .join(Person, col(Person.id) == Engagement.person_id)
        .where(TrainingDay.round_id == row.id)
        .order_by(col(TrainingDay.starts_at), col(Person.name), col(TrainingDay.id))
    ).all()
    days: dict[str, list[PeerDay]] = {}
    for day, person_id, name in found:
        told = TeamPart.LEAD in parts or person_id == actor.person_id
        days.setdefault(day.plan_day, []).append(
            PeerDay(
                day.id,
                day.engagement_id,
                name,
                day.starts_at,
                day.ends_at,
                day.place,
                Attendance(day.attendance),
                day.reflection if told else "",
            )
        )
    done = {
        point: (at, name)
        for point, at, name in session.exec(
            select(TrainingPreparation.point, TrainingPreparation.done_at, Person.name)
            .join(Person, col(Person.id) == TrainingPreparation.done_by_id)
            .where(TrainingPreparation.round_id == row.id)
        )
    }
    points = []
    for point in plan.preparations:
        at, name = done.get(point.id, (None, ""))
        points.append(PointDone(point, local_day(at) if at is not None else None, name))
    return RoundView(
        round_id=row.id,
        starts_on=row.starts_on,
        place=row.place,
        number=version.number,
        days=tuple(RoundDay(day, tuple(days[day.id])) for day in plan.days if day.id in days),
        points=tuple(points),
        ahead=_ahead(session, [row.id], now),
        called_off=row.called_off_at is not None,
    )


def _ahead(session: Session, round_ids: Sequence[UUID], now: datetime) -> tuple[GatheringView, ...]:
    found = session.exec(
        select(TrainingGathering)
        .where(col(TrainingGathering.round_id).in_(round_ids), TrainingGathering.ends_at > now)
        .order_by(col(TrainingGathering.starts_at), col(TrainingGathering.id))
        .limit(SHOWN_AHEAD)
    )
    return tuple(
        GatheringView(each.id, GatheringKind(each.kind), each.starts_at, each.ends_at, each.place) for each in found
    )


def own_training(*, session: Session, actor: Actor, now: datetime) -> OwnTraining | None:
    """The newest training of the person who asks, as a peer in a team; None where they have none. Four queries."""
    require(actor, Action.SEE_TRAINING)
    mine: Any = (
        select(TeamMember.team_id, TeamMember.engagement_id)
        .join(Engagement, col(Engagement.id) == TeamMember.engagement_id)
        .where(
            Engagement.person_id == actor.person_id,
            col(Engagement.ended_at).is_(None),
            col(Engagement.organisation_id).in_(actor.organisations()),
            col(TeamMember.left_on).is_(None),
        )
        .order_by(col(TeamMember.joined_on).desc(), col(TeamMember.id))
    )
    membership = session.exec(mine).first()
    if membership is None:
        return None
    team_id, engagement_id = membership
    team, lead = session.exec(
        select(Team, Person).join(Person, col(Person.id) == Team.lead_id).where(Team.id == team_id)
    ).one()
    rounds: Any = session.exec(
        select(TrainingRound.id, TrainingPlanVersion.content)
        .join(TrainingPlanVersion, col(TrainingPlanVersion.id) == TrainingRound.plan_id)
        .where(TrainingRound.team_id == team_id, col(TrainingRound.called_off_at).is_(None))
    ).all()
    plans = {round_id: TrainingPlan.from_json(content) for round_id, content in rounds}
    days = session.exec(
        select(TrainingDay)
        .where(TrainingDay.engagement_id == engagement_id, col(TrainingDay.round_id).in_(list(plans)))
        .order_by(col(TrainingDay.starts_at), col(TrainingDay.id))
    )
    own = []
    for row in days:
        day = plans[row.round_id].day(row.plan_day)
        if day is not None:
            own.append(
                OwnDay(
                    row.id,
                    day,
                    row.starts_at,
                    row.ends_at,
                    row.place,
                    Attendance(row.attendance),
                    row.reflection,
                    row.version,
                )
            )
    leads = lead.id == actor.person_id
    return OwnTraining(team.id, team.name, lead.name, lead.phone, leads, tuple(own), _ahead(session, list(plans), now))


def next_of_training(*, session: Session, actor: Actor, now: datetime) -> OwnNext | None:
    """The day of their training that the peer who asks has ahead next or is at, else what comes again next in their
    team; None where neither is ahead. Two queries at most."""
    require(actor, Action.SEE_TRAINING)
    in_team = (
        Engagement.person_id == actor.person_id,
        col(Engagement.ended_at).is_(None),
        col(Engagement.organisation_id).in_(actor.organisations()),
        col(TeamMember.left_on).is_(None),
        col(TrainingRound.called_off_at).is_(None),
    )
    found: Any = session.exec(
        select(TrainingDay, TrainingPlanVersion.content)
        .join(TrainingRound, col(TrainingRound.id) == TrainingDay.round_id)
        .join(TrainingPlanVersion, col(TrainingPlanVersion.id) == TrainingRound.plan_id)
        .join(Engagement, col(Engagement.id) == TrainingDay.engagement_id)
        .join(TeamMember, _and_same(TrainingRound.team_id))
        .where(*in_team, TrainingDay.ends_at > now)
        .order_by(col(TrainingDay.starts_at), col(TrainingDay.id))
        .limit(1)
    ).first()
    if found is not None:
        row, content = found
        day = TrainingPlan.from_json(content).day(row.plan_day)
        return OwnNext(day.called if day else "", row.starts_at, row.ends_at, None)
    gathers = session.exec(
        select(TrainingGathering)
        .join(TrainingRound, col(TrainingRound.id) == TrainingGathering.round_id)
        .join(TeamMember, col(TeamMember.team_id) == TrainingRound.team_id)
        .join(Engagement, col(Engagement.id) == TeamMember.engagement_id)
        .where(*in_team, TrainingGathering.ends_at > now)
        .order_by(col(TrainingGathering.starts_at), col(TrainingGathering.id))
        .limit(1)
    ).first()
    if gathers is None:
        return None
    return OwnNext("", gathers.starts_at, gathers.ends_at, GatheringKind(gathers.kind))


def _and_same(team_id: Any) -> Any:
    return and_(col(TeamMember.engagement_id) == Engagement.id, col(TeamMember.team_id) == team_id)
