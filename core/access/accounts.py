"""The accounts people log in with: making one, and who has one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from core.access.passphrase import check_new, hash_passphrase
from core.access.rules import check_login_name
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from db.organisations import Organisation
from db.people import Account, Engagement, Membership, Person, PortalOperator


def make_account(session: Session, *, person: Person, login_name: str, passphrase: str, now: datetime) -> Account:
    """An account for `person`, inside the caller's transaction.

    Raises "login_name_taken" and what `checked_login` does.
    """
    key = checked_login(login_name, passphrase, person.name, names_around(session, person.id))
    return store_account(session, person=person, key=key, passphrase_hash=hash_passphrase(passphrase), now=now)


def account_called(login_name: str) -> SelectOfScalar[Account]:
    """The SELECT of the account with this login name; of a record that was merged into another there is none."""
    return (
        select(Account)
        .join(Person, col(Person.id) == col(Account.person_id))
        .where(Account.login_name == login_name, col(Person.merged_into_id).is_(None))
    )


def names_around(session: Session, person_id: UUID) -> list[str]:
    """The names of the organisations somebody belongs to, which is what a guesser tries."""
    works = select(Membership.organisation_id).where(Membership.person_id == person_id)
    helps = select(Engagement.organisation_id).where(Engagement.person_id == person_id)
    return list(session.exec(select(Organisation.name).where(col(Organisation.id).in_(works.union(helps)))))


def checked_login(login_name: str, passphrase: str, name: str, known: Iterable[str]) -> str:
    """The one spelling of a login name somebody called `name` chose; raises all that is refused at once:
    "login_name_invalid", and what `check_new` refuses of the passphrase of somebody around whom all know `known`."""
    key = ""
    with all_refused() as check:
        with check.at("login_name"):
            key = check_login_name(login_name)
        with check.at("passphrase"):
            check_new(passphrase, login_name=key, name=name, known=known)
    return key


def store_account(session: Session, *, person: Person, key: str, passphrase_hash: str, now: datetime) -> Account:
    """An account from what is already checked and hashed; raises "login_name_taken"."""
    with all_refused() as check, check.at("login_name"):
        if session.exec(select(Account.id).where(Account.login_name == key)).first() is not None:
            raise DomainError(ErrorCode.LOGIN_NAME_TAKEN)
    account = Account(person_id=person.id, login_name=key, passphrase_hash=passphrase_hash, created_at=now)
    session.add(account)
    session.flush()
    return account


def has_begun(session: Session, organisation_id: UUID) -> bool:
    """Whether anybody who works in the organisation can log in, so that it helps itself from there."""
    joined = (
        select(Account.id)
        .join(Membership, col(Membership.person_id) == col(Account.person_id))
        .where(Membership.organisation_id == organisation_id, col(Membership.ended_at).is_(None))
    )
    return session.exec(joined.limit(1)).first() is not None


def operates(session: Session, person_id: UUID) -> bool:
    """Whether the person is an operator of the portal."""
    held = select(PortalOperator.id).where(
        PortalOperator.person_id == person_id, col(PortalOperator.ended_at).is_(None)
    )
    return session.exec(held).first() is not None
