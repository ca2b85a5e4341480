"""A peer team with meaningful defaults."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from core.access.permissions import Actor, Grant, Role
from core.teams.service import TeamDetails, make_team, put_in_team
from db.engine import transaction
from db.people import Engagement, Person
from db.teams import Team, TeamMember
from tests.builders import Scene, a_member, a_person, a_scene, an_actor


@dataclass
class TeamScene:
    """A municipality with a team: the scene's volunteer is a peer in it, and another peer leads it."""

    scene: Scene
    team: Team
    member: TeamMember
    lead: Person
    psychologist: Person

    @property
    def as_lead(self) -> Actor:
        """The lead as they log in: a volunteer, and who leads."""
        here = self.scene.organisation.id
        grants = (Grant(here, Role.VOLUNTEER), Grant(here, Role.TEAM_LEAD))
        return Actor(self.lead.id, self.as_peer.account_id, self.lead.name, "da", grants)

    @property
    def as_psychologist(self) -> Actor:
        return an_actor(self.psychologist, self.scene.organisation, Role.PSYCHOLOGIST)

    @property
    def as_peer(self) -> Actor:
        return self.scene.as_volunteer


def a_peer(session: Session, scene: Scene, now: datetime, *, name: str = "Bent Ågesen") -> Engagement:
    """One more peer at the same workplace, in no team."""
    person = a_person(session, now, name=name, email=f"{name.split()[0].lower()}@example.dk")
    own = scene.engagement
    with transaction(session):
        engagement = Engagement(
            organisation_id=own.organisation_id,
            person_id=person.id,
            programme_version_id=own.programme_version_id,
            workplace_id=own.workplace_id,
            contact_person_id=own.contact_person_id,
            coordinator_id=own.coordinator_id,
            created_at=now,
        )
        session.add(engagement)
        return engagement


def details_of(scene: Scene, lead: Person, psychologist: Person | None, name: str = "Broholdet") -> TeamDetails:
    """A team at the scene's workplace."""
    return TeamDetails(
        name=name,
        workplace_id=scene.workplace.id,
        lead_id=lead.id,
        contact_id=scene.contact_person.id,
        psychologist_id=psychologist.id if psychologist else None,
    )


def a_team(session: Session, now: datetime) -> TeamScene:
    """The scene's volunteer in a team that Inger leads."""
    scene = a_scene(session, now, programme="peer_stoette")
    lead = session.get_one(Person, a_peer(session, scene, now, name="Inger Lund").person_id)
    psychologist = a_member(session, scene.organisation, now, role=Role.PSYCHOLOGIST, name="Ruth Winther")
    team = make_team(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        details=details_of(scene, lead, psychologist),
        now=now,
    )
    member = put_in_team(
        session=session, actor=scene.as_coordinator, team_id=team.id, engagement_id=scene.engagement.id, now=now
    )
    return TeamScene(scene, team, member, lead, psychologist)
