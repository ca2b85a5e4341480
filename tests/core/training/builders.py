"""A team in training, with meaningful defaults."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, select

from core.i18n import local_day
from core.teams.service import put_in_team
from core.training.rounds import RoundDetails, begin_round
from db.people import Engagement
from db.training import TrainingDay, TrainingRound
from tests.core.teams.builders import TeamScene, a_team

WEEKDAYS = (0, 1, 2, 3)
PLACE = "Vestergade 5, lokale 2"


@dataclass
class TrainingScene:
    """A team with two peers, the scene's volunteer and the one who leads, and a round that begins on `starts_on`."""

    house: TeamScene
    row: TrainingRound
    lead_engagement: Engagement
    starts_on: date
    begun: datetime = field(kw_only=True)

    @property
    def peers(self) -> dict:
        return {self.house.scene.engagement.id: WEEKDAYS, self.lead_engagement.id: WEEKDAYS}

    def days(self, session: Session, engagement: Engagement | None = None) -> list[TrainingDay]:
        whose = engagement or self.house.scene.engagement
        asked = select(TrainingDay).where(TrainingDay.engagement_id == whose.id, TrainingDay.round_id == self.row.id)
        return sorted(session.exec(asked), key=lambda day: day.starts_at)


def details_for(peers, starts_on: date, *, place: str = PLACE) -> RoundDetails:
    """A round for these peers from half past nine."""
    return RoundDetails(starts_on=starts_on, begins_at=time(9, 30), place=place, peers=peers)


def a_training(session: Session, now: datetime, *, ago: int = 0) -> TrainingScene:
    """A team whose training began on the Monday of the week that lies `ago` days back."""
    began = now - timedelta(days=ago)
    house = a_team(session, began)
    lead_engagement = session.exec(select(Engagement).where(Engagement.person_id == house.lead.id)).one()
    put_in_team(
        session=session,
        actor=house.scene.as_coordinator,
        team_id=house.team.id,
        engagement_id=lead_engagement.id,
        now=began,
    )
    starts_on = local_day(began)
    peers = {house.scene.engagement.id: WEEKDAYS, lead_engagement.id: WEEKDAYS}
    row = begin_round(
        session=session,
        actor=house.scene.as_coordinator,
        team_id=house.team.id,
        details=details_for(peers, starts_on),
        now=began,
    )
    return TrainingScene(house, row, lead_engagement, starts_on, begun=began)
