"""The principles that come with the portal, published as versions."""

from datetime import datetime

from sqlmodel import Session, col, select

from core.guidelines.text import shipped
from db.guidelines import GuidelineVersion


def publish_shipped(session: Session, *, now: datetime) -> None:
    """Publish each shipped set whose version is not there yet, inside the caller's transaction (E1, E3)."""
    published = set(
        session.exec(
            select(GuidelineVersion.kind, GuidelineVersion.number).where(
                col(GuidelineVersion.organisation_id).is_(None)
            )
        )
    )
    for each in shipped().values():
        if (each.kind, each.number) not in published:
            session.add(
                GuidelineVersion(
                    kind=each.kind,
                    number=each.number,
                    content=each.text.content_json(),
                    fingerprint=each.text.fingerprint(),
                    substance=each.substance,
                    published_at=now,
                )
            )
    session.flush()
