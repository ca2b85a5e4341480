"""Those of the demonstration who stop: one whose goodbye is under way, and one who has stopped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from core.access.permissions import Actor
from core.approvals.ending import end_engagement
from core.approvals.goodbye import say_goodbye, tick_handed_over
from core.approvals.rules import EndReason
from core.certificates.service import prove
from core.i18n import local_day
from core.recognition.giving import ThanksDetails, give
from core.recognition.planning import RecognitionPlan, plan_thanks
from core.recognition.rules import Gift
from core.talks.rules import TalkKind
from core.talks.service import record_talk
from db.people import Engagement

STOPS, STOPPED = "pia", "aase"
PAUSES = "Pia vil gerne holde en pause fra caféen og være med til julefesten."
AGREED = "Åse flytter tættere på sine børnebørn. Haveholdet tager over i drivhuset."
THANKS = "Kære Åse. Tak for hver en tirsdag i drivhuset. Der er altid en kop kaffe til dig her."


@dataclass(frozen=True, slots=True)
class Farewell:
    """What was agreed in the closing talk, what was said in thanks, and why somebody stopped."""

    agreed: str
    thanks: str
    reason: EndReason


def part(session: Session, engagements: Mapping[str, Engagement], coordinator: Actor, now: datetime) -> None:
    """Play both, each thing at its own time."""
    _begin(session, coordinator, engagements[STOPS], PAUSES, now - timedelta(days=6), last_day=now + timedelta(days=8))
    told = Farewell(AGREED, THANKS, EndReason.MOVED)
    take_leave(session, coordinator, engagements[STOPPED], told, now - timedelta(days=20))


def take_leave(session: Session, coordinator: Actor, of: Engagement, told: Farewell, over: datetime) -> None:
    """Somebody stops on the day of `over`, with everything that belongs to a goodbye in the weeks before."""
    began = over - timedelta(days=20)
    _begin(session, coordinator, of, told.agreed, began, last_day=over)
    handed_over, proved = began + timedelta(days=9), over - timedelta(days=1)
    tick_handed_over(session=session, actor=coordinator, engagement_id=of.id, done=True, now=handed_over)
    _thank(session, coordinator, of, told.thanks, began + timedelta(days=15))
    prove(session=session, actor=coordinator, engagement_id=of.id, now=proved)
    end_engagement(
        session=session,
        actor=coordinator,
        engagement_id=of.id,
        ended_on=local_day(over),
        reason=told.reason,
        now=over,
    )


def _begin(
    session: Session, coordinator: Actor, of: Engagement, agreed: str, at: datetime, *, last_day: datetime
) -> None:
    """The last day is said, and the closing talk is held."""
    say_goodbye(session=session, actor=coordinator, engagement_id=of.id, last_day=local_day(last_day), now=at)
    talked = at + timedelta(days=2)
    record_talk(
        session=session,
        actor=coordinator,
        engagement_id=of.id,
        kind=TalkKind.FAREWELL,
        held_on=local_day(talked),
        words=agreed,
        now=talked,
    )


def _thank(session: Session, coordinator: Actor, of: Engagement, words: str, at: datetime) -> None:
    plan = RecognitionPlan(gift=Gift.LETTER, planned_on=local_day(at), giver_id=coordinator.person_id)
    made = plan_thanks(
        session=session,
        actor=coordinator,
        organisation_id=of.organisation_id,
        plan=plan,
        engagement_ids=[of.id],
        now=at - timedelta(days=2),
    )
    give(
        session=session,
        actor=coordinator,
        recognition_id=made.id,
        details=ThanksDetails(given_on=local_day(at), words=words, cost=0),
        expected_version=made.version,
        now=at,
    )
