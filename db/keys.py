"""The data key of a deployment: made once, kept in the database wrapped by the secret, unwrapped at start."""

import secrets
from datetime import datetime

from cryptography.exceptions import InvalidTag
from sqlmodel import Session, col, select

from db.crypto import NONCE_BYTES, hold, wrapping_cipher
from db.engine import alone, transaction
from db.organisations import WrappedKey


class WrongSecret(RuntimeError):
    """The secret given is not the one this database was made with."""


def load(session: Session, *, secret: str, now: datetime) -> None:
    """Hold the database's data keys in this process, making the first where there is none.

    Raises `WrongSecret` when `secret` does not open them.
    """
    with transaction(session):
        alone(session.connection())
        rows = session.exec(select(WrappedKey).order_by(col(WrappedKey.created_at))).all()
        cipher = wrapping_cipher(secret)
        if not rows:
            key, nonce = secrets.token_bytes(32), secrets.token_bytes(NONCE_BYTES)
            session.add(WrappedKey(wrapped=nonce + cipher.encrypt(nonce, key, None), created_at=now))
            hold(key)
        for row in rows:
            try:
                hold(cipher.decrypt(row.wrapped[:NONCE_BYTES], row.wrapped[NONCE_BYTES:], None))
            except InvalidTag:
                raise WrongSecret("HANDSLAG_SECRET is not the secret this database was made with") from None
