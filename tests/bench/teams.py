"""The peer teams of a large organisation: trained, talked with, and one of them in the second week of its training."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from core.access.permissions import Role
from core.support.rules import SupportKind
from core.training.plan import shipped
from core.training.rules import A_WEEK, WORKDAYS, Attendance, GatheringKind, monday_of
from db.people import Engagement, Membership, Person
from db.support import SupportTalk, TeamFollowUp
from db.teams import Team, TeamMember
from db.training import TrainingDay, TrainingGathering, TrainingPlanVersion, TrainingPreparation, TrainingRound
from tests.bench.house import House

MEMBERS = 8
# So many teams have the same psychologist.
OF_ONE = 5
# The newest team began its training so many weeks ago, each other one so many weeks before the next.
BEGAN, APART = 1, 4
# Of what comes again each month, so much is laid ahead; and so long back a talk a month was held.
AHEAD, HELD = 3, 24
A_MONTH = timedelta(days=30)


class _Trained(NamedTuple):
    """A team's training, and whom it is for."""

    team: Team
    members: Sequence[Engagement]
    plan_id: UUID
    monday: date


def team_up(house: House, peers: Sequence[Engagement]) -> None:
    """Put those who are peers into teams of eight, the one who has been there longest leading each."""
    psychologists = [
        Person(name=f"Ruth Bang {number + 1}", created_at=house.at(house.today))
        for number in range(len(peers) // (MEMBERS * OF_ONE) + 1)
    ]
    for each in psychologists:
        house.write(each)
        _give_role(house, each.id, Role.PSYCHOLOGIST)
    plan = TrainingPlanVersion(
        organisation_id=house.organisation_id,
        number=1,
        content=shipped().content_json(),
        published_at=house.at(house.today),
    )
    house.write(plan)
    for number, first in enumerate(range(0, len(peers), MEMBERS)):
        members = peers[first : first + MEMBERS]
        monday = monday_of(house.today) - A_WEEK * (BEGAN + APART * number)
        lead, made = members[-1], house.at(monday - A_WEEK)
        team = Team(
            organisation_id=house.organisation_id,
            workplace_id=lead.workplace_id,
            name=f"Holdet {number + 1}",
            lead_id=lead.person_id,
            psychologist_id=psychologists[number // OF_ONE].id,
            contact_id=lead.contact_person_id,
            made_by_id=lead.coordinator_id,
            made_at=made,
        )
        house.write(team)
        _give_role(house, lead.person_id, Role.TEAM_LEAD)
        for engagement in members:
            _join(house, team, engagement, monday)
        _train(house, _Trained(team, members, plan.id, monday))


def _give_role(house: House, person_id: UUID, role: Role) -> None:
    house.write(
        Membership(
            organisation_id=house.organisation_id, person_id=person_id, role=role, created_at=house.at(house.today)
        )
    )


def _join(house: House, team: Team, engagement: Engagement, day: date) -> None:
    """A peer in a team: how they work best, when the lead asks again, and a talk a month, the newest ahead."""
    member = TeamMember(
        team_id=team.id,
        engagement_id=engagement.id,
        joined_on=day,
        accommodations="Jeg starter bedst efter kl. 9.",
        shown_to=["lead"],
    )
    house.write(member)
    house.write(
        TeamFollowUp(
            member_id=member.id,
            in_the_way="Nøglen mangler.",
            check_in_on=house.today + timedelta(days=house.dice.randrange(-3, 14)),
            every_days=14,
        )
    )
    for number in range(HELD):
        on = house.today + timedelta(days=5) - A_MONTH * number
        if on < day:
            break
        house.write(
            SupportTalk(
                organisation_id=house.organisation_id,
                team_id=team.id,
                person_id=engagement.person_id,
                kind=SupportKind.MONTHLY,
                waits_since=house.at(on - A_WEEK),
                answered_by_id=team.psychologist_id,
                starts_at=house.at(on),
                held_on=on if house.past(on) else None,
            )
        )


def _train(house: House, trained: _Trained) -> None:
    """A round: its days for each, what the workplace made ready, and what comes again each month after it."""
    team, monday = trained.team, trained.monday
    made = TrainingRound(
        organisation_id=house.organisation_id,
        team_id=team.id,
        plan_id=trained.plan_id,
        starts_on=monday,
        place="Frivillighuset",
        begun_by_id=team.made_by_id,
        begun_at=team.made_at,
    )
    house.write(made)
    last = monday
    for number, day in enumerate(shipped().days):
        last = monday + A_WEEK * (day.week - 1) + timedelta(days=number % len(WORKDAYS))
        starts = house.at(last)
        for engagement in trained.members:
            house.write(
                TrainingDay(
                    round_id=made.id,
                    engagement_id=engagement.id,
                    plan_day=day.id,
                    starts_at=starts,
                    ends_at=starts + timedelta(hours=day.hours),
                    place=made.place,
                    attendance=Attendance.CAME if house.past(last) else Attendance.NOT_YET,
                )
            )
    for point in shipped().preparations:
        house.write(
            TrainingPreparation(round_id=made.id, point=point.id, done_by_id=team.contact_id, done_at=team.made_at)
        )
    month = 1
    while (on := last + A_MONTH * month) < house.today + A_MONTH * AHEAD:
        for kind in GatheringKind:
            starts = house.at(on)
            house.write(
                TrainingGathering(
                    round_id=made.id,
                    kind=kind,
                    starts_at=starts,
                    ends_at=starts + timedelta(hours=2),
                    place=made.place,
                )
            )
        month += 1
