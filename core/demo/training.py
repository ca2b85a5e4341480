"""The demonstration's peer team in the second week of its training: who was there, what one told, what is ready."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session, select

from core.access.permissions import Actor
from core.i18n import local_day
from core.training.attending import note_attendance, tell_of_day
from core.training.plan import shipped
from core.training.preparing import tick
from core.training.rounds import RoundDetails, begin_round
from core.training.rules import A_WEEK, Attendance, monday_of
from db.people import Engagement
from db.training import TrainingDay

# Two have four days a week and one has three.
WEEKDAYS = {"merete": (0, 1, 2, 3), "inger": (0, 1, 3), "ion": (0, 1, 2, 3)}
PLACE = "Frivillighuset, mødelokale 2"
READY = 3
TOLD = (
    "inger",
    "Det var rart at høre, at de andre også var nervøse. Jeg vil gerne øve mig mere i at sige fra.",
)


def days_since_begun(now: datetime) -> int:
    """How long ago the team was made: on the day before the Monday of last week."""
    return (local_day(now) - monday_of(local_day(now)) + A_WEEK).days + 1


def train(
    session: Session,
    actors: Mapping[str, Actor],
    engagements: Mapping[str, Engagement],
    team_id: UUID,
    now: datetime,
) -> None:
    """Lay the plan from the Monday of last week, and tell what has come of it."""
    coordinator = actors["mette"]
    began = now - timedelta(days=days_since_begun(now))
    details = RoundDetails(
        starts_on=monday_of(local_day(now)) - A_WEEK,
        begins_at=time(9, 30),
        place=PLACE,
        peers={engagements[login].id: days for login, days in WEEKDAYS.items()},
    )
    made = begin_round(session=session, actor=coordinator, team_id=team_id, details=details, now=began)
    for login, engagement in engagements.items():
        if login not in WEEKDAYS:
            continue
        been = session.exec(
            select(TrainingDay)
            .where(TrainingDay.engagement_id == engagement.id, TrainingDay.ends_at < now)
            .order_by(TrainingDay.starts_at)  # type: ignore[arg-type]
        ).all()
        for number, day in enumerate(been):
            # One of them was away once.
            came = Attendance.AWAY if (login, number) == ("ion", 2) else Attendance.CAME
            note_attendance(session=session, actor=actors[login], day_id=day.id, attendance=came, now=day.ends_at)
        if login == TOLD[0] and been:
            day = been[-1]
            tell_of_day(
                session=session,
                actor=actors[login],
                day_id=day.id,
                words=TOLD[1],
                expected_version=day.version,
                now=day.ends_at,
            )
    for number, point in enumerate(shipped().preparations[:READY]):
        at = began + timedelta(days=number)
        tick(session=session, actor=actors["birthe"], round_id=made.id, point=point.id, done=True, now=at)
