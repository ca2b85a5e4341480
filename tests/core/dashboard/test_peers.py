"""The peer programme in numbers: what is counted, and that so few are never told apart (Q1-Q12)."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from core.approvals.rules import EndReason
from core.dashboard.leaving import FLOOR, LeavingGroup
from core.dashboard.peers import PeerFigures, peer_figures
from core.errors import DomainError
from core.i18n import local_day
from core.support.rules import SupportKind
from core.talks.rules import TalkKind
from db.engine import transaction
from db.support import SupportTalk
from db.talks import Talk
from db.teams import TeamMember
from db.training import TrainingDay, TrainingPlanVersion, TrainingRound
from tests.core.teams.builders import TeamScene, a_peer, a_team


@pytest.fixture
def house(session: Session, now: datetime) -> TeamScene:
    return a_team(session, now)


def figures_of(session: Session, house: TeamScene, now: datetime) -> PeerFigures:
    return peer_figures(
        session=session,
        actor=house.scene.as_coordinator,
        organisation_id=house.scene.organisation.id,
        year=local_day(now).year,
        today=local_day(now),
    )


def peers(session: Session, house: TeamScene, now: datetime, count: int, **member: date | None) -> list[UUID]:
    """So many more in the team, since a day of last year where nothing else is said."""
    usual: dict[str, Any] = {"joined_on": date(local_day(now).year - 1, 3, 1), "left_on": None}
    made = [a_peer(session, house.scene, now, name=f"Peer{number} Ny").id for number in range(count)]
    with transaction(session):
        for engagement_id in made:
            session.add(TeamMember(team_id=house.team.id, engagement_id=engagement_id, **usual | member))
    return made


def a_round(session: Session, house: TeamScene, now: datetime, *, called_off: bool = False) -> TrainingRound:
    here = house.scene.organisation.id
    with transaction(session):
        plan = TrainingPlanVersion(organisation_id=here, number=2 + called_off, content="{}")
        session.add(plan)
        session.flush()
        made = TrainingRound(
            organisation_id=here,
            team_id=house.team.id,
            plan_id=plan.id,
            starts_on=local_day(now) - timedelta(days=5),
            place="Broen",
            begun_by_id=house.scene.coordinator.id,
            begun_at=now,
            called_off_at=now if called_off else None,
        )
        session.add(made)
        session.flush()
        for number, (days, said) in enumerate([(-3, "came"), (-2, "came"), (-1, "away"), (1, "")]):
            at = now + timedelta(days=days)
            session.add(
                TrainingDay(
                    round_id=made.id,
                    engagement_id=house.member.engagement_id,
                    plan_day=f"d{number}",
                    starts_at=at,
                    ends_at=at + timedelta(hours=3),
                    place="Broen",
                    attendance=said,
                )
            )
    return made


def test_rounds_peers_and_days_are_counted_and_what_was_called_off_is_not(session, house, now):
    a_round(session, house, now)
    a_round(session, house, now, called_off=True)
    before = figures_of(session, house, now)
    peers(session, house, now, 2)
    peers(session, house, now, 1, left_on=local_day(now))
    peers(session, house, now, 1, left_on=date(local_day(now).year - 1, 9, 1))
    found = figures_of(session, house, now)
    assert (found.now.rounds, found.now.days, found.now.came) == (1, 3, 2)
    assert (found.before.rounds, found.before.days, found.before.came) == (0, 0, 0)
    assert found.now.peers == before.now.peers + 3
    assert found.before.peers == before.before.peers + 4
    assert found.now.left == before.now.left + 1


def test_talks_are_counted_only_where_nobody_could_tell_who_is_meant(session, house, now):
    with transaction(session):
        for held_on in (local_day(now), None):
            session.add(
                SupportTalk(
                    organisation_id=house.scene.organisation.id,
                    team_id=house.team.id,
                    person_id=house.scene.volunteer.id,
                    kind=SupportKind.CRISIS,
                    waits_since=now,
                    held_on=held_on,
                )
            )
        session.add(
            Talk(
                organisation_id=house.scene.organisation.id,
                engagement_id=house.scene.engagement.id,
                kind=TalkKind.FOLLOW_UP,
                held_on=local_day(now),
                recorded_by_id=house.scene.coordinator.id,
                created_at=now,
            )
        )
    few = figures_of(session, house, now).now
    assert few.peers < FLOOR
    assert (few.offered, few.held, few.followed_up) == (None, None, None)
    peers(session, house, now, FLOOR)
    many = figures_of(session, house, now)
    assert (many.now.offered, many.now.held, many.now.followed_up) == (2, 1, 1)
    assert (many.before.offered, many.before.held) == (0, 0)


def test_how_long_people_stay_and_where_they_went_on_to_is_told_of_enough_people(session, house, now):
    today = local_day(now)
    gone = peers(session, house, now, FLOOR - 1, joined_on=today - timedelta(days=366), left_on=today)
    found = figures_of(session, house, now)
    assert (found.stayed, dict(found.went_on)) == (None, {})
    gone += peers(session, house, now, 1, joined_on=today - timedelta(days=366), left_on=today)
    with transaction(session):
        for engagement_id in gone:
            engagement = session.get_one(type(house.scene.engagement), engagement_id)
            engagement.ended_on, engagement.ended_at, engagement.end_reason = today, now, EndReason.NEW_WORK
            session.add(engagement)
    found = figures_of(session, house, now)
    assert found.stayed is not None
    assert round(found.stayed) == 12
    assert dict(found.went_on) == {EndReason.NEW_WORK: FLOOR}
    assert LeavingGroup.REST not in found.went_on


def test_it_takes_the_right_to_see_figures_and_a_fixed_number_of_queries(session, house, now, count_queries):
    with pytest.raises(DomainError) as refused:
        peer_figures(
            session=session,
            actor=house.as_peer,
            organisation_id=house.scene.organisation.id,
            year=2026,
            today=local_day(now),
        )
    assert refused.value.code == "not_allowed"
    peers(session, house, now, FLOOR)
    asked = []
    for _more in range(2):
        with count_queries() as counted:
            figures_of(session, house, now)
        asked.append(counted.total)
        peers(session, house, now, 4)
    assert asked[0] == asked[1]
