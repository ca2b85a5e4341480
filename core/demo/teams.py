"""The demonstration's peer team: in its second week, led by a peer who has been there longer."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, select

from core.access.permissions import Actor
from core.demo.training import days_since_begun, train
from core.teams.rules import TeamPart
from core.teams.service import TeamDetails, make_team, put_in_team, say_accommodations
from db.people import Engagement
from db.teams import TeamMember

LEAD, MEMBERS = "merete", ("merete", "inger", "ion")
# What one of them wrote, and to whom.
WORKS_BEST = (
    "inger",
    "Jeg starter bedst efter kl. 9, og jeg vil gerne vide aftenen før, hvad dagen bringer. Efter en lang samtale har "
    "jeg brug for ti minutter for mig selv.",
    (TeamPart.LEAD, TeamPart.WORKPLACE),
)


def team_up(
    session: Session,
    actors: Mapping[str, Actor],
    engagements: Mapping[str, Engagement],
    places: Mapping[str, UUID],
    now: datetime,
) -> None:
    """Make the team, put its members in it, let one say how she works best, and begin their training."""
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
