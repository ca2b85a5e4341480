"""Choosing which mails one gets: logged in, or by the secret address that stands in each mail that can be chosen about.

An address opens nothing but that choice. It names no one, and is the same for as long as its owner is here.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Role, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.mail_choices.rules import CHOICES, KeptBack, MailKind, Wanted, wanted_of
from db.crypto import token_hash
from db.engine import transaction
from db.mail_choices import MailChoice, MailKey
from db.outbox import let_go
from db.people import Membership, Person

# Who has a morning with volunteers to look after.
HAVE_MORNINGS = (Role.COORDINATOR, Role.CONTACT_PERSON)


def my_choices(*, session: Session, actor: Actor) -> Mapping[MailKind, Wanted]:
    """What the person who asks gets of each kind that they may get."""
    require(actor, Action.USE_PORTAL)
    return _choices(session, actor.person_id)


def choose(*, session: Session, actor: Actor, kind: MailKind, wanted: Wanted, now: datetime) -> None:
    """Get no more than that of a kind from now on; "choice_invalid" for what is no choice of it."""
    with transaction(session):
        require(actor, Action.USE_PORTAL)
        _choose(session, actor.person_id, kind, wanted, now)


def choices_at(*, session: Session, token: str) -> Mapping[MailKind, Wanted]:
    """What whoever has this address gets of each kind; "not_found" for an address that is nobody's."""
    return _choices(session, _owner(session, token))


def choose_at(*, session: Session, token: str, kind: MailKind, wanted: Wanted, now: datetime) -> None:
    """`choose` of whoever has this address; "not_found" for an address that is nobody's."""
    with transaction(session):
        _choose(session, _owner(session, token), kind, wanted, now)


def address_of(session: Session, person_id: UUID, now: datetime) -> str:
    """The secret of a person's own address, made when it is first asked for."""
    made = session.exec(select(MailKey).where(MailKey.person_id == person_id)).one_or_none()
    if made is None:
        with transaction(session):
            session.exec(select(Person.id).where(Person.id == person_id).with_for_update()).one()
            made = session.exec(select(MailKey).where(MailKey.person_id == person_id)).one_or_none()
            if made is None:
                token = secrets.token_urlsafe(32)
                made = MailKey(person_id=person_id, token=token, token_hash=token_hash(token), made_at=now)
                session.add(made)
    return made.token


def _owner(session: Session, token: str) -> UUID:
    found = session.exec(select(MailKey.person_id).where(MailKey.token_hash == token_hash(token))).one_or_none()
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return found


def _choices(session: Session, person_id: UUID) -> Mapping[MailKind, Wanted]:
    chosen = select(MailChoice.kind, MailChoice.wanted).where(MailChoice.person_id == person_id)
    found = dict(session.exec(chosen).all())
    colleague = select(Membership.id).where(
        Membership.person_id == person_id,
        col(Membership.role).in_(HAVE_MORNINGS),
        col(Membership.ended_at).is_(None),
    )
    morning = session.exec(colleague).first() is not None
    kinds = [kind for kind in MailKind if morning or kind is not MailKind.MORNING]
    return {kind: wanted_of(kind, found.get(kind)) for kind in kinds}


def _choose(session: Session, person_id: UUID, kind: MailKind, wanted: Wanted, now: datetime) -> None:
    if wanted not in CHOICES[kind]:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    # The person is held, because at first there is no row yet to hold.
    session.exec(select(Person.id).where(Person.id == person_id).with_for_update()).one()
    row = session.exec(
        select(MailChoice)
        .where(MailChoice.person_id == person_id, MailChoice.kind == kind)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if (row.wanted if row else None) == wanted:
        return
    row = row or MailChoice(person_id=person_id, kind=kind, wanted=wanted)
    row.wanted = wanted
    session.add(row)
    if kind is MailKind.REMINDERS:
        let_go(session, person_id=person_id, why=KeptBack.WEEKLY, now=now)
    trace(session, None, person_id, "mails.chosen", "person", person_id, now)
