"""Somebody's own calendar: read in the portal, and at a secret address that they make, renew and close themselves."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete, exists, select

from core.access.permissions import Action, Actor, require
from core.access.trail import trace
from core.calendar_feed.events import CalendarEvent, events_of
from core.calendar_feed.ical import as_ics
from core.i18n import gettext as _
from core.i18n import known, reading
from db.calendar_feed import CalendarFeed
from db.crypto import token_hash
from db.engine import transaction
from db.people import Account, Person


def my_events(*, session: Session, actor: Actor, now: datetime) -> list[CalendarEvent]:
    """What the person has ahead and had in the last three months, in the language being read in."""
    require(actor, Action.FOLLOW_OWN_DAYS)
    return events_of(session, actor.person_id, now)


def my_feed(*, session: Session, actor: Actor) -> CalendarFeed | None:
    """The person's secret address, where they have one."""
    require(actor, Action.FOLLOW_OWN_DAYS)
    return session.exec(select(CalendarFeed).where(CalendarFeed.person_id == actor.person_id)).one_or_none()


def make_feed(*, session: Session, actor: Actor, now: datetime) -> None:
    """Make the person a secret address; one they had before is nobody's from now on."""
    with transaction(session):
        require(actor, Action.FOLLOW_OWN_DAYS)
        _close(session, actor)
        token = secrets.token_urlsafe(32)
        feed = CalendarFeed(person_id=actor.person_id, token=token, token_hash=token_hash(token), made_at=now)
        session.add(feed)
        session.flush()
        trace(session, None, actor, "calendar.opened", "person", actor.person_id, now)


def close_feed(*, session: Session, actor: Actor, now: datetime) -> None:
    """Close the person's secret address; nothing happens where there is none."""
    with transaction(session):
        require(actor, Action.FOLLOW_OWN_DAYS)
        if _close(session, actor):
            trace(session, None, actor, "calendar.closed", "person", actor.person_id, now)


def is_followed(session: Session, person_id: UUID) -> bool:
    """Whether somebody's calendar fetches their days by itself, or may."""
    return session.exec(select(CalendarFeed.id).where(CalendarFeed.person_id == person_id)).first() is not None


def feed_at(*, session: Session, token: str, portal: str, now: datetime) -> bytes | None:
    """The calendar file at a secret address, in its owner's language; None where the address is nobody's, or its owner
    can no longer log in. The address is the permission."""
    can_log_in = exists().where(col(Account.person_id) == Person.id, col(Account.passphrase_hash) != "")
    asked = (
        select(Person)
        .join(CalendarFeed, col(CalendarFeed.person_id) == Person.id)
        .where(CalendarFeed.token_hash == token_hash(token), can_log_in)
    )
    person = session.exec(asked).one_or_none()
    if person is None:
        return None
    with reading(known(person.language)):
        events = events_of(session, person.id, now)
        return as_ics(events, called=_("My days in Håndslag"), portal=portal, now=now)


def _close(session: Session, actor: Actor) -> bool:
    closed = session.execute(delete(CalendarFeed).where(col(CalendarFeed.person_id) == actor.person_id))
    return bool(closed.rowcount)  # type: ignore[attr-defined]
