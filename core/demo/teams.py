"""The demonstration's newer peer team: in its second week, led by a peer who has been there longer."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Actor
from core.demo.training import days_since_begun, train
from core.i18n import COPENHAGEN, local_day
from core.support.following import agree_check_in, say_in_the_way
from core.support.rules import SupportKind
from core.support.service import ask_for_talk, plan_monthly
from core.support.settings import SupportDetails, save_support
from core.teams.rules import TeamPart
from core.teams.service import TeamDetails, make_team, put_in_team, say_accommodations
from db.people import Engagement
from db.teams import Team, TeamMember

FRIDAY = 4
LEAD, MEMBERS = "merete", ("merete", "inger", "ion")
# What one of them wrote, and to whom.
WORKS_BEST = (
    "inger",
    "Jeg starter bedst efter kl. 9, og jeg vil gerne vide aftenen før, hvad dagen bringer. Efter en lang samtale har "
    "jeg brug for ti minutter for mig selv.",
    (TeamPart.LEAD, TeamPart.WORKPLACE),
)
# What stands in the way of another.
IN_THE_WAY = "Nøglen til samtalerummet er der først klokken ti. Birthe finder en ekstra."


def team_up(
    session: Session,
    actors: Mapping[str, Actor],
    engagements: Mapping[str, Engagement],
    places: Mapping[str, UUID],
    now: datetime,
) -> None:
    """Make the team, put its members in it, let one say how she works best, and begin their training; then how they are
    supported."""
    coordinator, began = actors["mette"], now - timedelta(days=days_since_begun(now))
    details = TeamDetails(
        name="Broholdet",
        workplace_id=places["broen"],
        lead_id=actors[LEAD].person_id,
        contact_id=actors["birthe"].person_id,
        psychologist_id=actors["ruth"].person_id,
    )
    organisation_id = engagements[LEAD].organisation_id
    team = make_team(session=session, actor=coordinator, organisation_id=organisation_id, details=details, now=began)
    for login in MEMBERS:
        put_in_team(session=session, actor=coordinator, team_id=team.id, engagement_id=engagements[login].id, now=began)
    login, words, shown_to = WORKS_BEST
    member = session.exec(select(TeamMember).where(TeamMember.engagement_id == engagements[login].id)).one()
    say_accommodations(
        session=session,
        actor=actors[login],
        member_id=member.id,
        words=words,
        shown_to=shown_to,
        expected_version=member.version,
        now=began + timedelta(days=1),
    )
    train(session, actors, engagements, team.id, now)
    _supported(session, actors, team, began, now)


def _supported(session: Session, actors: Mapping[str, Actor], team: Team, began: datetime, now: datetime) -> None:
    """One would like to talk something through and has no answer yet, the lead has a talk with the psychologist ahead,
    and has agreed on a check-in with one, whose way something stands in."""
    save_support(
        session=session,
        actor=actors["soeren"],
        organisation_id=team.organisation_id,
        details=SupportDetails(acute_phone="70 00 99 21", helpline_phone="70 00 99 22"),
        expected_version=0,
        now=began,
    )
    ask_for_talk(
        session=session,
        actor=actors["inger"],
        team_id=team.id,
        kind=SupportKind.CLARIFYING,
        now=now - timedelta(hours=1),
    )
    day = local_day(now) + timedelta(days=2)
    day += timedelta(days=7 - day.weekday() if day.weekday() > FRIDAY else 0)
    plan_monthly(
        session=session,
        actor=actors["ruth"],
        team_id=team.id,
        person_id=team.lead_id,
        starts_at=datetime.combine(day, time(10), COPENHAGEN),
        now=now - timedelta(days=1),
    )
    ion = actors["ion"].person_id
    member = session.exec(
        select(TeamMember)
        .join(Engagement, col(Engagement.id) == TeamMember.engagement_id)
        .where(Engagement.person_id == ion, TeamMember.team_id == team.id)
    ).one()
    by: dict[str, Any] = {"session": session, "actor": actors[LEAD], "member_id": member.id}
    agree_check_in(**by, on=local_day(now) - timedelta(days=1), every_days=14, expected_version=0, now=began)
    say_in_the_way(**by, words=IN_THE_WAY, expected_version=1, now=now - timedelta(days=2))
