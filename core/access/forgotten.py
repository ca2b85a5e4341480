"""A new passphrase for whoever forgot theirs and asks for it themselves."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from core.access.guessing import Caller, count_one, refuse_too_many
from core.access.links import PASSPHRASE, mail_link, store_link
from core.access.rules import ASKING, LINK_BY_MAIL_LASTS, MAIL_AGAIN_AFTER, MAILS_A_DAY, login_key
from core.settings import settings
from db.access import Invitation
from db.engine import transaction
from db.people import Account, Person

ASKED = "asking for a new passphrase"


def ask_new_passphrase(*, session: Session, login_name: str, now: datetime) -> None:
    """Mail a link for a new passphrase to whoever has this login name or e-mail; the answer never tells who that is.

    One mail in ten minutes at most for each account, and five in a day.
    """
    key = login_key(login_name)
    if not key or not settings().mail_configured:
        return
    with transaction(session):
        people = session.exec(
            select(Person.id)
            .join(Account, col(Account.person_id) == col(Person.id))
            .where(
                or_(Account.login_name == key, func.lower(Person.email) == key),
                Person.email != "",
                col(Person.merged_into_id).is_(None),
            )
        ).all()
        for person_id in people:
            if not _asked_lately(session, person_id, now):
                made = store_link(session, person_id, None, None, PASSPHRASE, now=now, lasts=LINK_BY_MAIL_LASTS)
                mail_link(session, made, "passphrase", now)


def allow_asking(*, session: Session, caller: Caller, now: datetime) -> None:
    """Whether a name is known or not: one network asks so often in an hour, then "too_many_attempts"."""
    if caller.network:
        refuse_too_many(session, ASKED, ASKING, caller, now)
        with transaction(session):
            count_one(session, ASKED, ASKING, caller, now)


def _asked_lately(session: Session, person_id: UUID, now: datetime) -> bool:
    asked = session.exec(
        select(Invitation.created_at).where(
            Invitation.person_id == person_id,
            col(Invitation.created_by_id).is_(None),
            Invitation.purpose == PASSPHRASE,
            Invitation.created_at > now - timedelta(days=1),
        )
    ).all()
    return len(asked) >= MAILS_A_DAY or any(at > now - MAIL_AGAIN_AFTER for at in asked)
