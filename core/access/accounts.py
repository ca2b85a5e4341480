"""Making the account a person logs in with."""

import unicodedata
from datetime import datetime

from sqlmodel import Session, select

from core.access.passphrase import check_new, hash_passphrase
from core.errors import DomainError
from db.people import Account, Person

SHORTEST_LOGIN_NAME, LONGEST_LOGIN_NAME = 3, 80


def login_key(written: str) -> str:
    """A login name in the one spelling it is stored and looked up by, so that capitals never matter."""
    return unicodedata.normalize("NFKC", written).strip().casefold()


def make_account(session: Session, *, person: Person, login_name: str, passphrase: str, now: datetime) -> Account:
    """An account for `person`, inside the caller's transaction.

    Raises "login_name_invalid", "login_name_taken" or what `check_new` refuses the passphrase for.
    """
    key = login_key(login_name)
    if not SHORTEST_LOGIN_NAME <= len(key) <= LONGEST_LOGIN_NAME or any(c.isspace() for c in key):
        raise DomainError("login_name_invalid")
    check_new(passphrase, login_name=key, name=person.name)
    if session.exec(select(Account.id).where(Account.login_name == key)).first() is not None:
        raise DomainError("login_name_taken")
    account = Account(
        person_id=person.id, login_name=key, passphrase_hash=hash_passphrase(passphrase), created_at=now
    )
    session.add(account)
    session.flush()
    return account
