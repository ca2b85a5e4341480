"""Colleagues: invited with a role, given and relieved of roles, and who can be a volunteer's contact person."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from core import contact
from core.access.permissions import COLLEAGUES, Action, Actor, Role, Subject, require, require_in
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import DEFAULT_LANGUAGE, known, local_day
from core.people.rules import may_be_contact_person, may_lose_role
from db import outbox
from db.engine import transaction
from db.organisations import Workplace
from db.people import Account, Membership, Person


@dataclass(frozen=True, slots=True)
class ColleagueRow:
    """A colleague and the roles they hold now."""

    person: Person
    memberships: tuple[Membership, ...]
    account: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewColleague:
    """Somebody who is to work with the volunteers: who they are, and their first role with its workplace, if any."""

    name: str
    email: str = ""
    language: str = DEFAULT_LANGUAGE
    role: Role | None
    workplace_id: UUID | None = None


def add_colleague(
    *, session: Session, actor: Actor, organisation_id: UUID, colleague: NewColleague, now: datetime
) -> Person:
    """A new colleague with a first role. The invitation is a step of its own.

    Raises all that is refused at once, by the names of `NewColleague`: what the name and e-mail are refused for,
    "role_unknown" or "workplace_unknown"; and as `give_role`.
    """
    with transaction(session):
        with all_refused() as check:
            with check.at("name"):
                contact.name(colleague.name)
            with check.at("email"):
                contact.email(colleague.email)
            with check.at("role"):
                if colleague.role is None:
                    raise DomainError(ErrorCode.ROLE_UNKNOWN)
            with check.at("workplace_id"):
                if colleague.role is Role.CONTACT_PERSON or colleague.workplace_id is not None:
                    check_place(session, organisation_id, colleague.workplace_id)
        assert colleague.role is not None
        person = Person(
            name=contact.name(colleague.name),
            email=contact.email(colleague.email),
            language=known(colleague.language),
            created_at=now,
        )
        session.add(person)
        session.flush()
        give_role(
            session=session,
            actor=actor,
            organisation_id=organisation_id,
            person_id=person.id,
            role=colleague.role,
            workplace_id=colleague.workplace_id,
            now=now,
        )
        return person


def give_role(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    person_id: UUID,
    role: Role,
    workplace_id: UUID | None,
    now: datetime,
) -> Membership:
    """Give a colleague a role, and tell them; giving it twice changes nothing. Only an administrator makes
    administrators.

    A contact person belongs to a workplace: "workplace_unknown" without one.
    """
    with transaction(session):
        subject = Subject(organisation_id)
        require(actor, Action.MANAGE_COLLEAGUES, subject)
        if role not in COLLEAGUES:
            raise DomainError(ErrorCode.ROLE_UNKNOWN)
        if role is Role.ADMIN:
            require(actor, Action.EDIT_ORGANISATION, subject)
        if role is Role.CONTACT_PERSON or workplace_id is not None:
            check_place(session, organisation_id, workplace_id)
        held = _roles_of(session, organisation_id, person_id)
        for membership in held:
            if (membership.role, membership.workplace_id) == (role, workplace_id):
                return membership
        # Somebody who held it once holds it again; the same role at the same place is one row.
        membership = session.exec(
            select(Membership).where(
                Membership.organisation_id == organisation_id,
                Membership.person_id == person_id,
                Membership.role == role,
                col(Membership.workplace_id) == workplace_id
                if workplace_id
                else col(Membership.workplace_id).is_(None),
            )
        ).first() or Membership(
            organisation_id=organisation_id,
            person_id=person_id,
            role=role,
            workplace_id=workplace_id,
            created_at=now,
        )
        membership.ended_at = None
        session.add(membership)
        session.flush()
        tell_of_roles(session, actor, organisation_id, person_id, now)
        trace(session, organisation_id, actor, "role.given", "membership", membership.id, now, ["role"])
        return membership


def end_membership(*, session: Session, actor: Actor, membership_id: UUID, now: datetime) -> None:
    """Take a role, and tell whose it was; "last_admin" where nobody would be left to administer the organisation."""
    with transaction(session):
        membership = session.exec(
            select(Membership).where(Membership.id == membership_id).with_for_update()
        ).one_or_none()
        if membership is None or membership.ended_at is not None:
            raise DomainError(ErrorCode.NOT_FOUND)
        subject = Subject(membership.organisation_id)
        require(actor, Action.MANAGE_COLLEAGUES, subject)
        if membership.role == Role.ADMIN:
            require(actor, Action.EDIT_ORGANISATION, subject)
        held = session.exec(
            select(Membership)
            .where(Membership.organisation_id == membership.organisation_id, col(Membership.ended_at).is_(None))
            .with_for_update()
        ).all()
        if not may_lose_role(membership.role, [other.role for other in held]):
            raise DomainError(ErrorCode.LAST_ADMIN)
        membership.ended_at = now
        session.add(membership)
        tell_of_roles(session, actor, membership.organisation_id, membership.person_id, now)
        trace(session, membership.organisation_id, actor, "role.taken", "membership", membership.id, now, ["role"])


def tell_of_roles(session: Session, actor: Actor, organisation_id: UUID, person_id: UUID, now: datetime) -> None:
    """Leave a mail about the roles somebody holds now, inside the caller's transaction; who is still to join hears of
    them with the link."""
    joined = select(Account.person_id).where(Account.person_id == person_id, Account.person_id != actor.person_id)
    outbox.mail(
        session,
        "role_changed",
        session.exec(joined).all(),
        organisation_id=organisation_id,
        now=now,
        about={"organisation_id": organisation_id},
        gathers=True,
    )


def colleagues(*, session: Session, actor: Actor, organisation_id: UUID) -> list[ColleagueRow]:
    """The organisation's colleagues by name, each with the roles held now."""
    require(actor, Action.MANAGE_COLLEAGUES, Subject(organisation_id))
    rows = session.exec(
        select(Membership, Person, Account.id)
        .join(Person, col(Person.id) == Membership.person_id)
        .join(Account, col(Account.person_id) == Person.id, isouter=True)
        .where(Membership.organisation_id == organisation_id, col(Membership.ended_at).is_(None))
    ).all()
    found: dict[UUID, tuple[Person, list[Membership], bool]] = {}
    for membership, person, account_id in rows:
        found.setdefault(person.id, (person, [], account_id is not None))[1].append(membership)
    listed = [ColleagueRow(person, tuple(held), account) for person, held, account in found.values()]
    return sorted(listed, key=lambda row: row.person.name.casefold())


def former_colleagues(*, session: Session, actor: Actor, organisation_id: UUID) -> list[tuple[Person, date]]:
    """Those who held a role here and hold none now, with the day it ended; who left last comes first."""
    require(actor, Action.MANAGE_COLLEAGUES, Subject(organisation_id))
    still = select(Membership.person_id).where(
        Membership.organisation_id == organisation_id, col(Membership.ended_at).is_(None)
    )
    rows = session.exec(
        select(Person, func.max(Membership.ended_at))
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(Membership.organisation_id == organisation_id, col(Person.id).not_in(still))
        .group_by(col(Person.id))
        .order_by(func.max(Membership.ended_at).desc())
    ).all()
    return [(person, local_day(ended_at)) for person, ended_at in rows if ended_at is not None]


def contact_people(*, session: Session, actor: Actor, organisation_id: UUID) -> dict[UUID, str]:
    """The names of the colleagues a volunteer can have as contact person, who are contact persons and coordinators, in
    the order of the names."""
    require_in(actor, Action.SEE_VOLUNTEERS, organisation_id)
    rows = session.exec(
        select(Person.id, Person.name, Membership.role)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(Membership.organisation_id == organisation_id, col(Membership.ended_at).is_(None))
    ).all()
    found = {person_id: name for person_id, name, role in rows if may_be_contact_person(role)}
    return dict(sorted(found.items(), key=lambda each: each[1].casefold()))


def _roles_of(session: Session, organisation_id: UUID, person_id: UUID) -> list[Membership]:
    return list(
        session.exec(
            select(Membership).where(
                Membership.organisation_id == organisation_id,
                Membership.person_id == person_id,
                col(Membership.ended_at).is_(None),
            )
        )
    )


def check_place(session: Session, organisation_id: UUID, workplace_id: UUID | None) -> None:
    """Refuse a workplace that is not an open one of the organisation: "workplace_unknown"."""
    workplace = session.get(Workplace, workplace_id) if workplace_id else None
    if workplace is None or workplace.organisation_id != organisation_id or workplace.closed_at is not None:
        raise DomainError(ErrorCode.WORKPLACE_UNKNOWN)


def check_colleague(session: Session, organisation_id: UUID, person_id: UUID | None) -> None:
    """Refuse somebody who cannot be a volunteer's contact person there: "contact_person_unknown"."""
    held = _roles_of(session, organisation_id, person_id) if person_id is not None else []
    if not any(may_be_contact_person(each.role) for each in held):
        raise DomainError(ErrorCode.CONTACT_PERSON_UNKNOWN)
