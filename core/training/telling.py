"""Telling those concerned of a team's training: that it is laid or called off, and where one of its days is another.

A mail names neither what a day holds nor who else is there. What is moved is told ten minutes later, so that what is
moved twice is told once.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Actor
from core.notices.rules import OFF, WHEN, Facts, NoticeSubject, span
from core.notices.service import Telling, tell
from core.training.rules import GATHERINGS, GatheringKind
from db import outbox
from db.people import Engagement
from db.teams import Team, TeamMember
from db.training import TrainingDay, TrainingGathering

# Where a peer reads of it; whoever is there for the team reads of it on the team's own page.
OWN_PATH = "my-training"
# What one that is called off was, so that it can be brought back; told nobody.
KIND, ROUND = "_kind", "_round"


def facts_of(row: TrainingDay | TrainingGathering) -> dict[str, str]:
    """When and where it is; and what, for something that comes again."""
    facts = {WHEN: span(row.starts_at, row.ends_at), "place": row.place}
    if isinstance(row, TrainingDay):
        return facts
    return facts | {"what": GATHERINGS[GatheringKind(row.kind)], KIND: row.kind, ROUND: str(row.round_id)}


def tell_of_day(
    session: Session, actor: Actor, team: Team, days: Mapping[UUID, tuple[TrainingDay, Facts]], now: datetime
) -> None:
    """Each whose day of the plan is another than it was, by engagement with what they knew; who leads the team hears of
    it once, and who is there for it at the workplace."""
    people = _people(session, list(days))
    around = _around(team, set(people.values()))
    for engagement_id, (day, before) in days.items():
        whom = {people[engagement_id]: OWN_PATH} | around
        telling = Telling(NoticeSubject.TRAINING, day.id, team.organisation_id, before, facts_of(day), whom)
        tell(session, actor, telling, now)
        around = {}


def tell_of_gathering(
    session: Session,
    actor: Actor,
    team: Team,
    row: TrainingGathering,
    before: Facts,
    now: datetime,
    *,
    called_off: bool = False,
) -> None:
    """Everybody who is in the team or leads it, and for what is at the workplace who is there for it."""
    members = session.exec(
        select(Engagement.person_id)
        .join(TeamMember, col(TeamMember.engagement_id) == Engagement.id)
        .where(TeamMember.team_id == team.id, col(TeamMember.left_on).is_(None))
    ).all()
    whom = dict.fromkeys((*members, team.lead_id), OWN_PATH)
    if row.kind == GatheringKind.ACTIVITY:
        whom = _around(team, whom) | whom
    after = facts_of(row) | ({OFF: "1"} if called_off else {})
    tell(session, actor, Telling(NoticeSubject.GATHERING, row.id, team.organisation_id, before, after, whom), now)


def tell_laid(session: Session, team: Team, engagement_ids: Collection[UUID], now: datetime) -> None:
    """Each of these peers, that days are laid for them."""
    told = _people(session, engagement_ids).values()
    outbox.mail(session, "training_laid", told, organisation_id=team.organisation_id, now=now, gathers=True)


def tell_around(session: Session, team: Team, now: datetime) -> None:
    """Who leads the team and who is there for it at the workplace: there is a training, and a list to get ready by."""
    told, about = (team.lead_id, team.contact_id), {"team_id": team.id}
    outbox.mail(session, "training_begun", told, organisation_id=team.organisation_id, now=now, about=about)


def tell_off(session: Session, team: Team, engagement_ids: Collection[UUID], now: datetime) -> None:
    """Those who had days ahead, who leads the team, and who is there for it at the workplace."""
    told = (*_people(session, engagement_ids).values(), team.lead_id, team.contact_id)
    outbox.mail(session, "training_off", told, organisation_id=team.organisation_id, now=now)


def _people(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, UUID]:
    asked = select(Engagement.id, Engagement.person_id).where(col(Engagement.id).in_(engagement_ids))
    return dict(session.exec(asked).all())


def _around(team: Team, but: Collection[UUID]) -> dict[UUID, str]:
    """Who leads the team and who is there for it at the workplace, but for those who hear of it themselves."""
    return {each: f"training?id={team.id}" for each in (team.lead_id, team.contact_id) if each not in but}
