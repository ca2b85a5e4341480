"""How a personal log book is locked: with a key of its own that nobody else has, neither the portal nor its secret.

The key is random. It is kept locked by what Argon2id makes of the passphrase, and by what HKDF makes of the code on
paper, which is random itself and so needs no slow derivation. Each page is sealed with AES-256-GCM and bound to its
place; its length is rounded up, so that it tells little of how much was written.
"""

import secrets
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.access.rules import passphrase_key

KEY_BYTES, SALT_BYTES, NONCE_BYTES = 32, 16, 12
# The second choice of RFC 9106: 64 MiB, three passes, four lanes; about a fifth of a second.
MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 4
# Letters and digits that nobody mixes up on paper; 24 of them are 120 random bits.
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH, CODE_GROUP = 24, 4
# A page is filled up to a multiple of so many bytes.
FILLED_TO = 512
_END = b"\x01"


class WrongKey(Exception):
    """The passphrase, the code or the key does not open it, or it was altered or stands in another's place."""


@dataclass(frozen=True, slots=True)
class LogKey:
    """The key of one log book, as long as it is open. It is never shown, logged or stored."""

    log_id: UUID
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyLocks:
    """What is kept of a key: locked by a passphrase with its `salt`, and by the code on paper."""

    salt: bytes
    by_passphrase: bytes
    by_code: bytes


def new_key(log_id: UUID) -> LogKey:
    """A key for a new log book."""
    return LogKey(log_id, secrets.token_bytes(KEY_BYTES))


def new_code() -> str:
    """A code to write down on paper, in groups."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _each in range(CODE_LENGTH))
    return "-".join(letters[start : start + CODE_GROUP] for start in range(0, CODE_LENGTH, CODE_GROUP))


def locked_by_passphrase(key: LogKey, passphrase: str) -> tuple[bytes, bytes]:
    """A new salt, and the key locked by the passphrase with it."""
    salt = secrets.token_bytes(SALT_BYTES)
    return salt, _seal(_from_passphrase(passphrase, salt), key.secret, _place(key.log_id, "passphrase"))


def locked_by_code(key: LogKey, code: str) -> bytes:
    """The key locked by the code on paper."""
    return _seal(_from_code(code), key.secret, _place(key.log_id, "code"))


def opened_by_passphrase(log_id: UUID, locks: KeyLocks, passphrase: str) -> LogKey:
    """The key; `WrongKey` for another passphrase."""
    opener = _from_passphrase(passphrase, locks.salt)
    return LogKey(log_id, _open(opener, locks.by_passphrase, _place(log_id, "passphrase")))


def opened_by_code(log_id: UUID, locks: KeyLocks, code: str) -> LogKey:
    """The key; `WrongKey` for another code. How it is written in groups, or in small letters, does not matter."""
    return LogKey(log_id, _open(_from_code(code), locks.by_code, _place(log_id, "code")))


def seal_page(key: LogKey, page_id: UUID, content: bytes) -> bytes:
    """`content` sealed, to be read in this page of this log book alone."""
    filled = content + _END
    filled += bytes(-len(filled) % FILLED_TO)
    return _seal(key.secret, filled, _place(key.log_id, str(page_id)))


def open_page(key: LogKey, page_id: UUID, sealed: bytes) -> bytes:
    """What `seal_page` was given; `WrongKey` for another key, page or log book."""
    filled = _open(key.secret, sealed, _place(key.log_id, str(page_id)))
    return filled.rstrip(b"\x00")[: -len(_END)]


def _place(log_id: UUID, what: str) -> bytes:
    return f"haandslag personal log {log_id} {what}".encode()


def _from_passphrase(passphrase: str, salt: bytes) -> bytes:
    derived = Argon2id(salt=salt, length=KEY_BYTES, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB)
    return derived.derive(passphrase_key(passphrase).encode())


def _from_code(code: str) -> bytes:
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"haandslag personal log code")
    return derived.derive(letters.encode())


def _seal(key: bytes, plain: bytes, place: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place)


def _open(key: bytes, sealed: bytes, place: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
    except (InvalidTag, ValueError):
        raise WrongKey from None
