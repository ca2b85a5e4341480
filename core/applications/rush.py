"""Many applications at once: nobody is refused by them, and nobody's drowns among them.

One network begins so many in an hour; then it waits a few minutes. What is sent faster than anybody reads, or while
very many are sent, is kept aside until its applicant opens the link from the mail, or a colleague takes it in. So a
flood of invented ones costs coordinators nothing, and whoever means it is through by one tap. There is no picture
puzzle, and nobody else is asked who somebody is.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.guessing import Caller, count_one, refuse_too_many
from core.access.rules import Budget
from db.applications import Application
from db.engine import transaction

BEGINNING = "beginning an application"
# A library or a whole town hall may be one network.
BY_ONE_NETWORK = Budget(20, timedelta(seconds=30), timedelta(minutes=5), timedelta(hours=1))
LOOKS_BACK = timedelta(hours=1)
# More than these in an hour are no longer people who have read a poster.
SENT_IN_A_RUSH, BEGUN_IN_A_RUSH = 40, 120
# Mails are wanted by nobody whose address was invented, so even in a rush there is an end to them.
MAILED_IN_A_RUSH = 1_000
# Nobody reads and answers so many questions faster.
TOO_QUICK = timedelta(seconds=20)


def allow_beginning(*, session: Session, caller: Caller, now: datetime) -> None:
    """One more is begun from there, in a transaction of its own; "too_many_attempts" after very many in an hour."""
    if caller.network:
        refuse_too_many(session, BEGINNING, BY_ONE_NETWORK, caller, now)
        with transaction(session):
            count_one(session, BEGINNING, BY_ONE_NETWORK, caller, now)


def is_to_be_set_aside(session: Session, row: Application, now: datetime) -> bool:
    """Whether an application that is sent now waits for the link in its mail to be opened."""
    if row.confirmed_at is not None:
        return False
    return now - row.begun_at < TOO_QUICK or sent_lately(session, row.organisation_id, now, SENT_IN_A_RUSH)


def sent_lately(session: Session, organisation_id: UUID, now: datetime, most: int) -> bool:
    """Whether `most` were sent to the organisation in the last hour, or more."""
    return _lately(session, organisation_id, col(Application.submitted_at), now, most)


def begun_lately(session: Session, organisation_id: UUID, now: datetime, most: int) -> bool:
    """The same of those that were begun."""
    return _lately(session, organisation_id, col(Application.begun_at), now, most)


def _lately(session: Session, organisation_id: UUID, moment: Any, now: datetime, most: int) -> bool:
    # No more rows are read than it takes to know.
    found = select(Application.id).where(Application.organisation_id == organisation_id, moment > now - LOOKS_BACK)
    return session.exec(select(func.count()).select_from(found.limit(most).subquery())).one() >= most
