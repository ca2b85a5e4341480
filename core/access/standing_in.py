"""Somebody else could have been in: a colleague made a link to another's passphrase, and its owner says they know.

Until then a signature given since the link was used says so where the document is read
(`core/documents/signing/opened_by_others.py`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from core.access.links import PASSPHRASE
from core.access.permissions import Actor
from core.access.rules import OpenedLogin
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.access import Invitation, LoginSession
from db.crypto import token_hash
from db.engine import transaction
from db.organisations import Organisation
from db.people import Person


@dataclass(frozen=True, slots=True)
class ToldLink:
    """A link to the reader's own passphrase, made by `by`, that they have not confirmed; `used_at` is None where nobody
    has used it. `here` is whether it opened the very login it is read in."""

    by: str
    organisation: str
    reason: str
    made_at: datetime
    used_at: datetime | None
    here: bool


def of_colleagues() -> ColumnElement[bool]:
    """Those links by which somebody else could choose a passphrase."""
    return and_(
        col(Invitation.purpose) == PASSPHRASE,
        col(Invitation.created_by_id).is_not(None),
        col(Invitation.created_by_id) != col(Invitation.person_id),
    )


def unconfirmed() -> ColumnElement[bool]:
    """Those of them whose owner has not said that they know of it as it is now: made, and perhaps used since."""
    confirmed_at = col(Invitation.confirmed_at)
    return and_(of_colleagues(), or_(confirmed_at.is_(None), col(Invitation.used_at) > confirmed_at))


def told_links(*, session: Session, actor: Actor, token: str) -> tuple[ToldLink, ...]:
    """What the actor is to be told of links to their own passphrase, the newest first; `token` is that of the login
    they read it in."""
    rows = session.exec(
        select(Invitation, Person.name, Organisation.name)
        .join(Person, col(Person.id) == col(Invitation.created_by_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Invitation.organisation_id))
        .where(Invitation.person_id == actor.person_id, unconfirmed())
        .order_by(col(Invitation.created_at).desc())
    ).all()
    began_by = _began_by(session, actor, token)
    return tuple(
        ToldLink(by, organisation or "", link.reason or "", link.created_at, link.used_at, link.id == began_by)
        for link, by, organisation in rows
    )


def confirm_links(*, session: Session, actor: Actor, token: str, now: datetime) -> None:
    """The actor says that they know of the links to their own passphrase. It takes a login that none of them opened:
    whoever made one could be the one who used it. Raises "not_allowed" there."""
    with transaction(session):
        began_by = _began_by(session, actor, token)
        found = session.exec(
            select(Invitation).where(Invitation.person_id == actor.person_id, unconfirmed()).with_for_update()
        ).all()
        if any(link.id == began_by for link in found):
            raise DomainError(ErrorCode.NOT_ALLOWED)
        for link in found:
            link.confirmed_at = now
            session.add(link)
            trace(session, link.organisation_id, actor, "passphrase.confirmed", "account", actor.account_id, now)


def _began_by(session: Session, actor: Actor, token: str) -> UUID | None:
    """The link that this login of the actor began by."""
    return session.exec(
        select(LoginSession.link_id).where(
            LoginSession.token_hash == token_hash(token), LoginSession.account_id == actor.account_id
        )
    ).one_or_none()


def opened_logins(session: Session, person_ids: Collection[UUID]) -> Mapping[UUID, list[OpenedLogin]]:
    """For each of these people whose login somebody else's link has opened: when, and when they confirmed it."""
    rows = session.exec(
        select(Invitation.person_id, Invitation.used_at, Invitation.confirmed_at, Person.name)
        .join(Person, col(Person.id) == col(Invitation.created_by_id))
        .where(col(Invitation.person_id).in_(person_ids), of_colleagues(), col(Invitation.used_at).is_not(None))
        .order_by(col(Invitation.used_at))
    ).all()
    found: dict[UUID, list[OpenedLogin]] = {}
    for person_id, used_at, confirmed_at, by in rows:
        if used_at is not None:
            found.setdefault(person_id, []).append(OpenedLogin(by, used_at, confirmed_at))
    return found
