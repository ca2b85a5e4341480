"""The keys of a deployment: made once, kept in the database wrapped by the secret, unwrapped at start."""

import logging
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session, col, select

from db.crypto import NONCE_BYTES, hold, hold_for_evidence, hold_unbound, let_go, wrapping_cipher
from db.encrypting import encrypt_anew, index_anew
from db.engine import alone, transaction
from db.organisations import WrappedKey

log = logging.getLogger("haandslag")
Opened = list[tuple[WrappedKey, bytes]]
_OLDEST_FIRST = (col(WrappedKey.created_at), col(WrappedKey.id))
# What is done with a key of each purpose. Values were not bound to their places by the first kind, "data".
HOLD = {"data": hold_unbound, "bound": hold, "evidence": hold_for_evidence}
# Those that a portal has, in the order in which they are made.
MADE = ("bound", "evidence")


class WrongSecret(RuntimeError):
    """The secret given is not the one this database was made with."""


def load(session: Session, *, secret: str, now: datetime) -> None:
    """Hold the database's keys in this process, making those that are not there yet.

    Raises `WrongSecret` when `secret` does not open them.
    """
    with transaction(session):
        alone(session.connection())
        cipher = wrapping_cipher(secret)
        found = _opened(session, cipher)
        there = {row.purpose for row, _key in found}
        for row, key in found:
            HOLD[row.purpose](key)
        for purpose in MADE:
            if purpose not in there:
                HOLD[purpose](_make(session, cipher, purpose, now))
        _bind(session, [(row, key) for row, key in found if row.purpose == "data"])


def _bind(session: Session, unbound: Opened) -> None:
    """Bind to its place what is from before values were; nothing is read with those keys afterwards."""
    if unbound:
        log.warning("Encrypting anew what is in the database: %s values.", encrypt_anew(session))
        index_anew(session)
        _forget(session, unbound)


def _opened(session: Session, cipher: AESGCM) -> Opened:
    """Every key there is, oldest first."""
    rows = session.exec(select(WrappedKey).order_by(*_OLDEST_FIRST)).all()
    return [(row, _unwrapped(cipher, row)) for row in rows]


def _forget(session: Session, keys: Opened) -> None:
    for row, key in keys:
        session.delete(row)
        let_go(key)


def _make(session: Session, cipher: AESGCM, purpose: str, now: datetime) -> bytes:
    key = secrets.token_bytes(32)
    session.add(WrappedKey(wrapped=_wrapped(cipher, key), purpose=purpose, created_at=now))
    session.flush()
    return key


def rotate(session: Session, *, secret: str, new: str, now: datetime) -> int:
    """Encrypt every value anew with a new key, and wrap all keys with the secret `new`; how many values.

    One transaction: it is done, or nothing is. Nothing in the database can be read with the former secret afterwards.
    The key for evidence stays, so that its digests do. Raises `WrongSecret` when `secret` is not that of the database.
    """
    with transaction(session):
        alone(session.connection())
        found, cipher = _opened(session, wrapping_cipher(secret)), wrapping_cipher(new)
        for row, key in found:
            if row.purpose == "evidence":
                row.wrapped = _wrapped(cipher, key)
                session.add(row)
        hold(_make(session, cipher, "bound", now))
        count = encrypt_anew(session)
        index_anew(session)
        _forget(session, [(row, key) for row, key in found if row.purpose != "evidence"])
        return count


def bare(session: Session, *, secret: str) -> dict[UUID, bytes]:
    """Every key of the portal as it is, by the id of its row, to be locked by something else than the secret."""
    return {row.id: key for row, key in _opened(session, wrapping_cipher(secret))}


def take_in(rows: Iterable[dict[str, Any]], secret: str) -> Iterator[dict[str, Any]]:
    """Rows with keys as they are as rows of this portal's, wrapped with its `secret`; the process holds the keys."""
    cipher = wrapping_cipher(secret)
    for row in rows:
        HOLD[row["purpose"]](row["wrapped"])
        yield {**row, "wrapped": _wrapped(cipher, row["wrapped"])}


def mark(session: Session) -> UUID:
    """What tells this portal from every other, also when its secret is another: the id of the key for evidence."""
    return session.exec(select(WrappedKey.id).where(WrappedKey.purpose == "evidence")).one()


def _wrapped(cipher: AESGCM, key: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, key, None)


def _unwrapped(cipher: AESGCM, row: WrappedKey) -> bytes:
    try:
        return cipher.decrypt(row.wrapped[:NONCE_BYTES], row.wrapped[NONCE_BYTES:], None)
    except InvalidTag:
        raise WrongSecret("HANDSLAG_SECRET is not the secret this database was made with") from None
