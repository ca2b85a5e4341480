"""What an operator does: makes organisations, each with its first administrator. Nobody in them is told of here."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.invitations import make_joining
from core.access.links import withdraw_open
from core.access.permissions import THE_PORTAL, Action, Actor, Role, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import DEFAULT_LANGUAGE, known
from core.organisations.service import (
    OrganisationDetails,
    check_name_free,
    claim,
    make_organisation,
    setup_code,
    state,
)
from db.access import Invitation
from db.engine import transaction
from db.organisations import Organisation
from db.people import Account, Membership, Person, PortalOperator


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody who is to get a link to join by: their name, how a mail reaches them, and the language they read."""

    name: str = field(repr=False)
    email: str = field(default="", repr=False)
    language: str = DEFAULT_LANGUAGE


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation as an operator sees it. `waits_for` is its first administrator while nobody there has joined."""

    id: UUID
    name: str
    made_at: datetime
    waits_for: UUID | None


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """An operator, for whoever runs the command line."""

    id: UUID
    name: str
    joined: bool


def add_organisation(
    *, session: Session, actor: Actor, name: str, administrator: Newcomer, now: datetime
) -> OrganisationRow:
    """A new organisation and its first administrator, who is its coordinator too and gets a link to join by.

    Raises what a name or an e-mail is refused for, and "organisation_exists".
    """
    with transaction(session):
        require(actor, Action.MAKE_ORGANISATION, THE_PORTAL)
        made, invitation = _make(session, actor, name, administrator, now)
        return OrganisationRow(made.id, made.name, made.created_at, invitation.person_id)


def add_from_command_line(*, session: Session, name: str, administrator: Newcomer, now: datetime) -> Invitation:
    """The same for whoever runs the command line; the link. Where nobody has set the portal up, it is in use now."""
    with transaction(session):
        _take_into_use(session, now)
        return _make(session, None, name, administrator, now)[1]


def _make(
    session: Session, actor: Actor | None, name: str, administrator: Newcomer, now: datetime
) -> tuple[Organisation, Invitation]:
    details = OrganisationDetails(name=name).checked()
    check_name_free(session, details.name)
    made = make_organisation(session, details, now=now)
    trace(session, made.id, actor, "organisation.made", "organisation", made.id, now)
    person = _new_person(session, administrator, now)
    for role in (Role.COORDINATOR, Role.ADMIN):
        session.add(Membership(organisation_id=made.id, person_id=person.id, role=role, created_at=now))
    session.flush()
    return made, make_joining(session, actor, person.id, made.id, now)


def _new_person(session: Session, newcomer: Newcomer, now: datetime) -> Person:
    person = Person(
        name=contact.name(newcomer.name),
        email=contact.email(newcomer.email),
        language=known(newcomer.language),
        created_at=now,
    )
    session.add(person)
    session.flush()
    return person


def _take_into_use(session: Session, now: datetime) -> None:
    if state(session) == "empty":
        claim(session, code=setup_code(session), demonstration=False, now=now)


def organisations_there(*, session: Session, actor: Actor) -> list[OrganisationRow]:
    """Every organisation of the portal, the newest first."""
    require(actor, Action.MAKE_ORGANISATION, THE_PORTAL)
    waiting = (
        select(Membership.organisation_id, Membership.person_id)
        .where(Membership.role == Role.ADMIN, col(Membership.ended_at).is_(None))
        .order_by(col(Membership.created_at).desc())
    )
    # Whoever administered it first comes last here, and is kept.
    first = dict(session.exec(waiting).all())
    begun = (
        select(Membership.organisation_id)
        .join(Account, col(Account.person_id) == col(Membership.person_id))
        .where(col(Membership.ended_at).is_(None))
    )
    joined = set(session.exec(begun.distinct()))
    rows = session.exec(
        select(Organisation.id, Organisation.name, Organisation.created_at).order_by(
            col(Organisation.created_at).desc(), col(Organisation.name)
        )
    ).all()
    return [
        OrganisationRow(id_, name, made_at, None if id_ in joined else first.get(id_)) for id_, name, made_at in rows
    ]


def add_operator(*, session: Session, newcomer: Newcomer, now: datetime) -> Invitation:
    """Somebody new who makes organisations, for whoever runs the command line; the link by which they join.

    Where nobody has set the portal up, it is in use now. Raises what a name or an e-mail is refused for.
    """
    with transaction(session):
        _take_into_use(session, now)
        person = _new_person(session, newcomer, now)
        operator = PortalOperator(person_id=person.id, created_at=now)
        session.add(operator)
        session.flush()
        trace(session, None, None, "operator.added", "portal_operator", operator.id, now)
        return make_joining(session, None, person.id, None, now)


def operators(*, session: Session) -> list[OperatorRow]:
    """Whoever is an operator now, by name, for whoever runs the command line."""
    rows = session.exec(
        select(PortalOperator.id, Person.name, Account.id)
        .join(Person, col(Person.id) == PortalOperator.person_id)
        .join(Account, col(Account.person_id) == Person.id, isouter=True)
        .where(col(PortalOperator.ended_at).is_(None))
        .order_by(Person.name)
    ).all()
    return [OperatorRow(id_, name, account_id is not None) for id_, name, account_id in rows]


def end_operator(*, session: Session, operator_id: UUID, now: datetime) -> None:
    """Somebody is an operator no more, and their open link ends; "not_found" for whoever is none."""
    with transaction(session):
        operator = session.exec(
            select(PortalOperator).where(PortalOperator.id == operator_id).with_for_update()
        ).one_or_none()
        if operator is None or operator.ended_at is not None:
            raise DomainError(ErrorCode.NOT_FOUND)
        operator.ended_at = now
        session.add(operator)
        withdraw_open(session, operator.person_id, now)
        trace(session, None, None, "operator.ended", "portal_operator", operator_id, now)
