"""Passphrases: what may be one, and its bcrypt hash by streamlit-authenticator.

The only file in core that reaches Streamlit, through that library, so it loads it when a passphrase is first handled.
"""

import base64
import hashlib

from core.access.rules import check_passphrase as check_new
from core.access.rules import passphrase_key

# What a passphrase is compared with when there is no account: the same work, and nothing matches it.
NOBODY = "$2b$12$C6UzMDM.H6dfI/f/IKcEeO7ZcFxGHR0yh0Q3hOGzC2pVYlmqT1x3K"

__all__ = ["check_new", "hash_passphrase", "matches"]


def _material(passphrase: str) -> str:
    # bcrypt refuses more than 72 bytes, which forty times "å" already is.
    return base64.b64encode(hashlib.sha256(passphrase_key(passphrase).encode()).digest()).decode()


def hash_passphrase(passphrase: str) -> str:
    """The bcrypt hash to store; about a quarter of a second of work."""
    from streamlit_authenticator.utilities.hasher import Hasher

    return Hasher.hash(_material(passphrase))


def matches(passphrase: str, stored_hash: str | None) -> bool:
    """Whether `passphrase` is the one hashed; without a hash the same work, and never."""
    from streamlit_authenticator.utilities.hasher import Hasher

    right = Hasher.check_pw(_material(passphrase), stored_hash or NOBODY)
    return right and bool(stored_hash)
