"""A ZIP made while it is sent: what is written is fetched piece by piece, and the same contents give the same bytes."""

import hashlib
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from anyascii import anyascii

from core.i18n import COPENHAGEN

MANIFEST, SUMS = "manifest.csv", "SHA256SUMS"
READ_AT_ONCE = 100
LONGEST_NAME = 60
AS_WRITTEN_IN_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
BEGINNING_OF_ZIP = (1980, 1, 1, 0, 0, 0)

Moment = tuple[int, int, int, int, int, int]
"""A time as a ZIP writes it."""


class File(NamedTuple):
    """One file as it is put in: what it is called, when it was made, the SHA-256 of its content, and the content."""

    name: str
    at: datetime
    sha256: str
    content: bytes


def pieces(files: Iterable[File], manifest: Callable[[], bytes]) -> Iterator[bytes]:
    """A ZIP of `files` piece by piece, one held at a time; then the list that `manifest` writes when all are there,
    and the hashes of everything."""
    sink, sums, last = Sink(), list[str](), BEGINNING_OF_ZIP
    with zipfile.ZipFile(sink, "w") as zipped:
        for file in files:
            moment = in_zip(file.at)
            sums.append(f"{file.sha256}  {file.name}\n")
            last = max(last, moment)
            put(zipped, file.name, moment, file.content)
            yield sink.fetch()
        listed = manifest()
        sums.append(f"{hashlib.sha256(listed).hexdigest()}  {MANIFEST}\n")
        put(zipped, MANIFEST, last, listed)
        put(zipped, SUMS, last, "".join(sums).encode())
    yield sink.fetch()


def safe_name(*words: str) -> str:
    """`words` as a file's name that every system can keep: plain Latin letters and digits, with lines between."""
    spelled = (anyascii(word.translate(AS_WRITTEN_IN_DANISH)).lower() for word in words)
    slugs = (re.sub(r"[^a-z0-9]+", "-", word)[:LONGEST_NAME].strip("-") for word in spelled)
    return "-".join(slug for slug in slugs if slug)


class Sink:
    """Takes what the archive writes until it is fetched. It cannot be sought in, so nothing is written twice."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere."""

    def close(self) -> None:
        """Nothing is open."""

    def fetch(self) -> bytes:
        """What was written since the last time."""
        written = b"".join(self._written)
        self._written.clear()
        return written


def put(zipped: zipfile.ZipFile, name: str, at: Moment, content: bytes) -> None:
    """Add a file that looks the same wherever the portal runs."""
    entry = zipfile.ZipInfo(name, at)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    # What is in a PDF is packed already, and packing it again takes longer than all the rest. Deflated without packing
    # rather than stored, because a program that reads as it goes could not tell where a stored file ends.
    zipped.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=zlib.Z_NO_COMPRESSION)


def in_zip(at: datetime) -> Moment:
    """A time as it is written in a ZIP, in Danish time."""
    local = at.astimezone(COPENHAGEN)
    return local.year, local.month, local.day, local.hour, local.minute, local.second


def portions(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    """`ids` in lists that one query reads."""
    wanted = list(ids)
    return (wanted[start : start + READ_AT_ONCE] for start in range(0, len(wanted), READ_AT_ONCE))
