"""An instructor of ten years, and what is made for them."""

from datetime import date, timedelta

from sqlmodel import Session

from core.certificates.reading import (
    certificate_file,
)
from core.certificates.service import make
from db.engine import transaction
from db.people import Engagement
from tests.builders import Scene

TEN_YEARS = timedelta(days=10 * 366)


def began(session: Session, scene: Scene, day: date) -> None:
    with transaction(session):
        engagement = session.get_one(Engagement, scene.engagement.id)
        engagement.begins_on = day
        session.add(engagement)


def makes(session, scene, now, key="diploma:10", **changed):
    wanted = {"actor": scene.as_coordinator, "engagement_id": scene.engagement.id, "key": key, "now": now}
    return make(session=session, **wanted | changed)


def file_of(session, actor, made) -> bytes:
    return certificate_file(session=session, actor=actor, certificate_id=made.id)
