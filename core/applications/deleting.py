"""Applications are deleted on their day, and what was noted of illness sooner, by the portal itself."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from core.i18n import local_day
from db.applications import Application
from db.assessments import Assessment
from db.engine import transaction


def delete_on_their_day(session: Session, now: datetime) -> int:
    """Delete every application whose day has come, with all that belongs to it; how many there were. What was noted of
    the criteria and the interview of others goes on its own day, sooner.

    Nothing tells of it but the number that is returned: a trace with an id would outlive what it names.
    """
    today = local_day(now)
    with transaction(session):
        for each in session.exec(select(Assessment).where(col(Assessment.criteria_until) <= today).with_for_update()):
            each.criteria, each.interview, each.criteria_until = "", "", None
            session.add(each)
        return session.exec(delete(Application).where(col(Application.delete_on) <= today)).rowcount
