"""A talk with those around it as they are now: who is asked for it, and whose turn it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Role
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.support.rules import AnswerHours, SupportKind, TalkState, TalkTurn, deadlines, steps, talk_state, turn_at
from core.support.settings import answer_hours
from db.people import Engagement, Membership
from db.support import SupportTalk
from db.teams import Team, TeamMember

ASKED = (Role.PSYCHOLOGIST, Role.TEAM_LEAD, Role.COORDINATOR)


@dataclass(frozen=True, slots=True)
class TalkCase:
    """A talk, its team, who can be asked for it one step after the other, and when they answer."""

    talk: SupportTalk
    team: Team
    steps: tuple[tuple[UUID, ...], ...]
    hours: AnswerHours

    @property
    def kind(self) -> SupportKind:
        """What was asked for."""
        return SupportKind(self.talk.kind)

    @property
    def state(self) -> TalkState:
        """How far it has come."""
        return talk_state(planned=self.talk.answered_by_id is not None, held=self.talk.held_on is not None)

    def turn(self, now: datetime) -> TalkTurn | None:
        """Whose turn it is; None where it waits for nobody, or nobody is there."""
        if self.state is not TalkState.WAITING or not self.steps:
            return None
        return turn_at(self.kind, self.talk.waits_since, self.talk.step, len(self.steps), now, self.hours)

    def asked(self, now: datetime) -> tuple[UUID, ...]:
        """Who is to answer: those whose turn it is last, before them those who had it and did not."""
        turn = self.turn(now)
        if turn is None:
            return ()
        return tuple(each for step in self.steps[min(self.talk.step, turn.step) : turn.step + 1] for each in step)

    def later(self) -> tuple[tuple[int, datetime], ...]:
        """Each step with the moment from which it is asked, but for those who are asked at once."""
        at = list(deadlines(self.kind, self.talk.waits_since, self.talk.step, len(self.steps), self.hours))
        return tuple((step + 1, by) for step, by in at[:-1])


def locked_case(session: Session, talk_id: UUID) -> TalkCase:
    """One talk, held until the caller is done; "not_found"."""
    asked = select(SupportTalk).where(SupportTalk.id == talk_id).with_for_update()
    talk = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
    if talk is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return case_of(session, talk)


@dataclass(frozen=True, slots=True)
class TalkSurroundings:
    """Who is there in an organisation as it is now, and when they answer; `own` is the coordinator of each peer by team
    and person."""

    here: Mapping[Role, Sequence[UUID]]
    own: Mapping[tuple[UUID, UUID], UUID]
    hours: AnswerHours

    def steps(self, team: Team, asker: UUID) -> tuple[tuple[UUID, ...], ...]:
        """Who is asked, one step after the other, where `asker` is in the team or leads it."""
        return steps(
            asker,
            psychologist=team.psychologist_id,
            lead=team.lead_id,
            coordinator=self.own.get((team.id, asker)),
            coordinators=self.here.get(Role.COORDINATOR, ()),
            here={each for people in self.here.values() for each in people},
        )

    def case(self, talk: SupportTalk, team: Team) -> TalkCase:
        """A talk in the midst of them."""
        return TalkCase(talk, team, self.steps(team, talk.person_id), self.hours)


def surroundings(session: Session, organisation_id: UUID, team_ids: Iterable[UUID]) -> TalkSurroundings:
    """Those around these teams; four queries."""
    return TalkSurroundings(
        _here(session, organisation_id), _own_coordinators(session, team_ids), answer_hours(session, organisation_id)
    )


def case_of(session: Session, talk: SupportTalk) -> TalkCase:
    """One talk with those around it."""
    return surroundings(session, talk.organisation_id, [talk.team_id]).case(talk, session.get_one(Team, talk.team_id))


def cases(session: Session, organisation_id: UUID, found: Sequence[tuple[SupportTalk, Team]]) -> list[TalkCase]:
    """Talks of one organisation with those around them; four queries, and none where there are none."""
    if not found:
        return []
    around = surroundings(session, organisation_id, {talk.team_id for talk, _team in found})
    return [around.case(talk, team) for talk, team in found]


def in_team(session: Session, team: Team) -> frozenset[UUID]:
    """Who is in it or leads it now, and can ask for a talk."""
    members = select(Engagement.person_id).join(TeamMember, col(TeamMember.engagement_id) == Engagement.id)
    here: list[Any] = [TeamMember.team_id == team.id, col(TeamMember.left_on).is_(None)]
    return frozenset({team.lead_id, *session.exec(members.where(*here))})


def is_here(session: Session, organisation_id: UUID, person_id: UUID) -> bool:
    """Whether somebody can be asked for a talk there at all."""
    return any(person_id in people for people in _here(session, organisation_id).values())


def _here(session: Session, organisation_id: UUID) -> Mapping[Role, Sequence[UUID]]:
    held = session.exec(
        select(Membership.role, Membership.person_id)
        .where(
            Membership.organisation_id == organisation_id,
            col(Membership.ended_at).is_(None),
            col(Membership.role).in_(ASKED),
        )
        .order_by(col(Membership.created_at), col(Membership.id))
    )
    found: dict[Role, list[UUID]] = defaultdict(list)
    for role, person_id in held:
        found[Role(role)].append(person_id)
    return found


def _own_coordinators(session: Session, team_ids: Iterable[UUID]) -> dict[tuple[UUID, UUID], UUID]:
    rows = session.exec(
        select(TeamMember.team_id, Engagement.person_id, Engagement.coordinator_id)
        .join(Engagement, col(Engagement.id) == TeamMember.engagement_id)
        .where(col(TeamMember.team_id).in_(set(team_ids)), col(TeamMember.left_on).is_(None))
    )
    return {(team_id, person_id): coordinator_id for team_id, person_id, coordinator_id in rows}
