"""Applications are deleted on their day, by the portal itself."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from core.i18n import local_day
from db.applications import Application
from db.engine import transaction


def delete_on_their_day(session: Session, now: datetime) -> int:
    """Delete every application whose day has come, with all that belongs to it; how many there were.

    Nothing tells of it but the number that is returned: a trace with an id would outlive what it names.
    """
    with transaction(session):
        return session.exec(delete(Application).where(col(Application.delete_on) <= local_day(now))).rowcount
