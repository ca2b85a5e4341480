"""A file that a passphrase opens: its key by scrypt, its content by AES-256-GCM in portions.

In front stand what it is, the costs of the key and a salt, and a tag that tells a wrong passphrase from a damaged file.
Each portion is encrypted with its number and whether it is the last, so none can be changed, moved, left out or cut
off unnoticed. It is read anywhere without reading all that comes before, so nothing of it need be laid down open.
"""

import io
import secrets
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from core.safekeeping.refusing import NotOpened

TITLE = b"Haandslag, locked "
ZIPPED = b"PK\x03\x04"
FORMAT = 1
SALT, TAG, PORTION = 16, 16, 65_536
# 64 MB of memory and a fifth of a second, twice: what OWASP asks of scrypt on small machines.
COST, BLOCK, TIMES = 16, 8, 2
MOST_COST, MOST_TIMES = 20, 8
HEADER = len(TITLE) + 3 + SALT
CHECK = b"\xff" * 12
LEAST_PASSPHRASE = 12

WRONG = "The passphrase is not the one this file was locked with."
NEWER = "The file was written by a newer version of the portal. Bring the portal up to date first."
NOT_OURS = "This is no file that a passphrase of the portal has locked, or only the beginning of one."
EXPORTED = "This is an export, which is not encrypted whole. Take it in by python -m core import-all FILE."
CUT = "The file was cut off or changed. Take another copy of it."
SHORT = f"The passphrase needs at least {LEAST_PASSPHRASE} characters. It is all that protects the file."


def checked(passphrase: str) -> str:
    """`passphrase`, or `NotOpened` where it is too short to lock anything with."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise NotOpened(SHORT)
    return passphrase


def locked(content: Iterable[bytes], passphrase: str) -> Iterator[bytes]:
    """`content` locked with `passphrase`, piece by piece."""
    header = TITLE + bytes((FORMAT, COST, TIMES)) + secrets.token_bytes(SALT)
    cipher = _cipher(header, passphrase)
    yield header + cipher.encrypt(CHECK, b"", header)
    waiting, number = bytearray(), 0
    for piece in content:
        waiting += piece
        # The last one is told apart, so one is always kept back.
        while len(waiting) > PORTION:
            yield cipher.encrypt(_nonce(number, last=False), bytes(waiting[:PORTION]), header)
            del waiting[:PORTION]
            number += 1
    yield cipher.encrypt(_nonce(number, last=True), bytes(waiting), header)


def opened(file: BinaryIO, passphrase: str) -> io.BufferedReader:
    """What stands in a locked file, to be read and sought in. Raises `NotOpened`, at once or where it is read."""
    return io.BufferedReader(_Opened(file, passphrase), PORTION)


class _Opened(io.RawIOBase):
    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        super().__init__()
        self._file = file
        header = file.read(HEADER)
        if header.startswith(ZIPPED):
            raise NotOpened(EXPORTED)
        if len(header) < HEADER or not header.startswith(TITLE):
            raise NotOpened(NOT_OURS)
        if header[len(TITLE)] > FORMAT or header[len(TITLE) + 1] > MOST_COST or header[len(TITLE) + 2] > MOST_TIMES:
            raise NotOpened(NEWER)
        self._header, self._cipher = header, _cipher(header, passphrase)
        try:
            self._cipher.decrypt(CHECK, file.read(TAG), header)
        except InvalidTag:
            raise NotOpened(WRONG) from None
        length = file.seek(0, io.SEEK_END) - HEADER - TAG
        self._portions, rest = divmod(length, PORTION + TAG)
        if rest:
            self._portions += 1
        self._length, self._at = length - self._portions * TAG, 0
        if self._portions < 1 or self._length < 0:
            raise NotOpened(CUT)
        self._held: tuple[int, bytes] = (-1, b"")
        # One cut off where a portion ends would seem whole until it is read to its end.
        self._portion(self._portions - 1)

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be sought in."""
        return True

    def tell(self) -> int:
        """Where it is read on."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Read on elsewhere."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._length}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: "bytearray | memoryview", /) -> int:  # type: ignore[override]
        """Fill what there is of `buffer`; how much of it."""
        if self._at >= self._length or not len(buffer):
            return 0
        number, within = divmod(self._at, PORTION)
        found = self._portion(number)[within : within + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def _portion(self, number: int) -> bytes:
        if self._held[0] != number:
            self._file.seek(HEADER + TAG + number * (PORTION + TAG))
            stored = self._file.read(PORTION + TAG)
            try:
                plain = self._cipher.decrypt(_nonce(number, last=number == self._portions - 1), stored, self._header)
            except InvalidTag:
                raise NotOpened(CUT) from None
            self._held = number, plain
        return self._held[1]


def _cipher(header: bytes, passphrase: str) -> AESGCM:
    cost, times = header[len(TITLE) + 1], header[len(TITLE) + 2]
    scrypt = Scrypt(salt=header[-SALT:], length=32, n=2**cost, r=BLOCK, p=times)
    return AESGCM(scrypt.derive(passphrase.encode()))


def _nonce(number: int, *, last: bool) -> bytes:
    # Every file has a key of its own, so a number is used once with it.
    return number.to_bytes(11) + bytes((last,))
