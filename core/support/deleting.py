"""That a talk was held is forgotten after so many months as the organisation says, by the portal itself."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from core.i18n import local_day
from core.support.settings import support_of
from db.engine import transaction
from db.support import SupportTalk

A_MONTH = timedelta(days=365) / 12


def forget_talks_on_their_day(session: Session, now: datetime) -> None:
    """Delete every talk that was held longer ago than its organisation keeps it. No trace tells of it."""
    with transaction(session):
        held = select(SupportTalk.organisation_id).where(col(SupportTalk.held_on).is_not(None)).distinct()
        for organisation_id in session.exec(held).all():
            last = local_day(now - A_MONTH * support_of(session, organisation_id).kept_months)
            session.exec(
                delete(SupportTalk).where(
                    col(SupportTalk.organisation_id) == organisation_id, col(SupportTalk.held_on) < last
                )
            )
