"""The keys of a deployment: made once, kept in the database wrapped by the secret, unwrapped at start."""

import secrets
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session, col, select

from db.crypto import NONCE_BYTES, hold, hold_for_evidence, wrapping_cipher
from db.engine import alone, transaction
from db.organisations import WrappedKey

# What is done with a key of each purpose, in the order in which they are made.
HOLD = {"data": hold, "evidence": hold_for_evidence}


class WrongSecret(RuntimeError):
    """The secret given is not the one this database was made with."""


def load(session: Session, *, secret: str, now: datetime) -> None:
    """Hold the database's keys in this process, making those that are not there yet.

    Raises `WrongSecret` when `secret` does not open them.
    """
    with transaction(session):
        alone(session.connection())
        cipher = wrapping_cipher(secret)
        found: dict[str, list[bytes]] = {purpose: [] for purpose in HOLD}
        for row in session.exec(select(WrappedKey).order_by(col(WrappedKey.created_at))):
            found[row.purpose].append(_unwrapped(cipher, row))
        for purpose, keys in found.items():
            if not keys:
                key, nonce = secrets.token_bytes(32), secrets.token_bytes(NONCE_BYTES)
                wrapped = nonce + cipher.encrypt(nonce, key, None)
                session.add(WrappedKey(wrapped=wrapped, purpose=purpose, created_at=now))
                keys.append(key)
            for key in keys:
                HOLD[purpose](key)


def mark(session: Session) -> UUID:
    """What tells this portal from every other, also when its secret is another: the id of the key for evidence."""
    return session.exec(select(WrappedKey.id).where(WrappedKey.purpose == "evidence")).one()


def _unwrapped(cipher: AESGCM, row: WrappedKey) -> bytes:
    try:
        return cipher.decrypt(row.wrapped[:NONCE_BYTES], row.wrapped[NONCE_BYTES:], None)
    except InvalidTag:
        raise WrongSecret("HANDSLAG_SECRET is not the secret this database was made with") from None
