"""Encryption at rest: AES-256-GCM under data keys that are themselves wrapped by the deployment's secret.

One process serves one database, so the unwrapped data keys are held here once, put in by `db.keys.load`.
"""

import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_ID_BYTES = 4
NONCE_BYTES = 12
INDEX_BYTES = 8

_ciphers: dict[bytes, AESGCM] = {}
_unbound: set[bytes] = set()
_current: bytes | None = None
_index_key: bytes | None = None
_evidence_key: bytes | None = None


class KeyMissing(RuntimeError):
    """A value was written under a data key this process does not hold."""


def wrapping_cipher(secret: str) -> AESGCM:
    """The cipher that wraps data keys, derived from the deployment's secret."""
    return AESGCM(_derived(secret.encode(), b"haandslag key wrapping"))


def hold(key: bytes) -> None:
    """Keep an unwrapped 32-byte data key for this process and write with it from now on."""
    global _current, _index_key
    _current = _id_of(key)
    _index_key = _derived(key, b"haandslag blind index")
    _ciphers[_current] = AESGCM(key)


def hold_unbound(key: bytes) -> None:
    """Keep a data key from before values were bound to their place, to read them once more."""
    _ciphers[_id_of(key)] = AESGCM(key)
    _unbound.add(_id_of(key))


def let_go(key: bytes) -> None:
    """Hold a data key no more: nothing that is to be read was written with it."""
    _ciphers.pop(_id_of(key), None)
    _unbound.discard(_id_of(key))


def hold_for_evidence(key: bytes) -> None:
    """Keep the unwrapped key for digests of evidence. It stays the same when the others change: digests stay too."""
    global _evidence_key
    _evidence_key = key


def encrypt(plain: bytes, place: bytes) -> bytes:
    """Key id, nonce and ciphertext of `plain`, which can be read in its `place` alone."""
    if _current is None:
        raise KeyMissing("no data key is loaded")
    nonce = secrets.token_bytes(NONCE_BYTES)
    return _current + nonce + _ciphers[_current].encrypt(nonce, plain, place)


def decrypt(stored: bytes, place: bytes) -> bytes:
    """The plain bytes of what `encrypt` returned; raises `KeyMissing`, or InvalidTag where it was altered or stands in
    another place."""
    key_id = stored[:KEY_ID_BYTES]
    cipher = _ciphers.get(key_id)
    if cipher is None:
        raise KeyMissing("the data key of this value is not loaded")
    body = stored[KEY_ID_BYTES:]
    return cipher.decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], None if key_id in _unbound else place)


def blind_index(plain: str) -> str:
    """A keyed hash of `plain`, to find again what is encrypted: the same for the same, and nothing without the key."""
    if _index_key is None:
        raise KeyMissing("no data key is loaded")
    return hmac.digest(_index_key, plain.encode(), "sha256")[:INDEX_BYTES].hex()


def keyed_digest(content: bytes) -> str:
    """What shows that `content` is what it was, to whoever has the key; nobody else can make it, or learn anything."""
    if _evidence_key is None:
        raise KeyMissing("no key for evidence is loaded")
    return hmac.digest(_evidence_key, content, "sha256").hex()


def token_hash(token: str) -> str:
    """What is stored of a random token: enough to recognise it, useless to whoever reads the database."""
    return hashlib.sha256(token.encode()).hexdigest()


def _id_of(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()[:KEY_ID_BYTES]


def _derived(key: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key)
