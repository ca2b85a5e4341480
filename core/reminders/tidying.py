"""What is deleted on its day: once a day by a portal that runs, and by the command that any scheduler calls."""

from datetime import datetime

from sqlmodel import Session

from core.applications.deleting import delete_on_their_day
from core.assessments.half_written import forget_questionnaire_drafts
from core.importing.drafts import forget_on_their_day
from core.support.deleting import forget_talks_on_their_day
from core.training.attending import forget_reflections
from core.unsent.service import forget_unsent


def tidy(session: Session, now: datetime) -> int:
    """Delete all whose day has come by `now`; returns how many applications there were among it."""
    deleted = delete_on_their_day(session, now)
    forget_on_their_day(session, now)
    forget_reflections(session, now)
    forget_unsent(session, now)
    forget_questionnaire_drafts(session, now)
    forget_talks_on_their_day(session, now)
    return deleted
