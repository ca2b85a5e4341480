"""Pure decisions about a document: where it stands, whom it waits for, what is refused, whose name is typed."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from core.error_codes import ErrorCode
from db.sought import folded

VOLUNTEER, PARTNER, ORGANISATION = "volunteer", "partner", "organisation"
CAPACITIES = (VOLUNTEER, PARTNER, ORGANISATION)
VOLUNTEERS = frozenset({VOLUNTEER, PARTNER})

# Where a letter asks for the first day; what all have signed is the engagement's.
START_DATE = "start_date"

# Crockford's alphabet: no I, L, O or U, so a number read aloud or off paper cannot be mistaken.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER_LENGTH = 12
LOOKALIKES = str.maketrans("OIL", "011")


class DocumentState(StrEnum):
    """Where a document stands; computed from the facts, never stored."""

    DRAFT = "draft"  # not sent yet
    FILLING_IN = "filling_in"  # sent, and something is missing before anybody can sign
    WAITING = "waiting"  # ready, and somebody has not signed
    SEALING = "sealing"  # signed by everyone, the file is being made
    SEALED = "sealed"  # signed by everyone, the file is there
    WITHDRAWN = "withdrawn"  # taken back before everyone had signed
    DECLINED = "declined"  # a party said no; the organisation changes it and sends it again, or withdraws it
    DISCUSSED = "discussed"  # talked through, and both chose not to sign it
    SUPERSEDED = "superseded"  # another one holds instead


@dataclass(frozen=True, slots=True)
class DocumentStanding:
    """What decides the state. `signers` are the capacities that must sign, in printed order.

    `signed` are those of them who signed the text as it is now; `missing_by` are the capacities that have something
    to fill in; `filed` is whether the sealed file is stored.
    """

    signers: tuple[str, ...]
    signed: frozenset[str] = frozenset()
    missing_by: frozenset[str] = frozenset()
    shared: bool = False
    withdrawn: bool = False
    filed: bool = False
    declined: bool = False
    discussed: bool = False
    superseded: bool = False

    @property
    def everyone_signed(self) -> bool:
        """Whether nothing more is needed from anybody; a document nobody signs never gets there."""
        return bool(self.signers) and self.signed.issuperset(self.signers)


def state_of(standing: DocumentStanding) -> DocumentState:
    """The one state of a document (L5, B0)."""
    if standing.withdrawn:
        return DocumentState.WITHDRAWN
    if standing.superseded:
        return DocumentState.SUPERSEDED
    if standing.discussed:
        return DocumentState.DISCUSSED
    if standing.filed:
        return DocumentState.SEALED
    if standing.everyone_signed:
        return DocumentState.SEALING
    if not standing.shared:
        return DocumentState.DRAFT
    if standing.declined:
        return DocumentState.DECLINED
    return DocumentState.FILLING_IN if standing.missing_by else DocumentState.WAITING


def waiting_for(standing: DocumentStanding) -> tuple[str, ...]:
    """The capacities whose turn it is; empty when it is nobody's.

    A draft waits for the organisation to send it, and one that was declined for it to answer.
    """
    match state_of(standing):
        case DocumentState.DRAFT | DocumentState.DECLINED:
            return (ORGANISATION,)
        case DocumentState.FILLING_IN:
            return tuple(capacity for capacity in CAPACITIES if capacity in standing.missing_by)
        case DocumentState.WAITING:
            return tuple(capacity for capacity in standing.signers if capacity not in standing.signed)
        case _:
            return ()


def change_refused(standing: DocumentStanding) -> ErrorCode | None:
    """Why nothing in the document can be changed any more, as the code of a `DomainError`; None where it can."""
    match state_of(standing):
        case DocumentState.WITHDRAWN:
            return ErrorCode.DOCUMENT_WITHDRAWN
        case DocumentState.SEALED | DocumentState.SEALING | DocumentState.SUPERSEDED:
            return ErrorCode.ALREADY_SEALED
        case DocumentState.DISCUSSED:
            return ErrorCode.DOCUMENT_DISCUSSED
        case _:
            return None


def signing_refused(standing: DocumentStanding) -> ErrorCode | None:
    """Why nobody can sign now, as the code of a `DomainError`; None where somebody can. Either party may be first."""
    if refused := change_refused(standing):
        return refused
    if not standing.shared:
        return ErrorCode.NOT_SHARED_YET
    if standing.declined:
        return ErrorCode.DOCUMENT_DECLINED
    return ErrorCode.ANSWERS_MISSING if standing.missing_by else None


def is_name(typed: str, names: Iterable[str]) -> bool:
    """Whether `typed` is one of `names`, as `name_meant` knows them."""
    return name_meant(typed, names) is not None


def name_meant(typed: str, names: Iterable[str]) -> str | None:
    """The one of `names` that was typed, in its own spelling; None where it is none of them.

    Capitals, spaces and accents do not matter: not every keyboard has them, and it is the same name.
    """
    known = [name for name in names if _plain(name)]
    exactly = (name for name in known if _plain(name) == _plain(typed))
    roughly = (name for name in known if _bare(typed) and _bare(name) == _bare(typed))
    return next(chain(exactly, roughly), None)


def _plain(name: str) -> str:
    # Case folding can undo the normal form, so it comes between two normalisations.
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def _bare(name: str) -> str:
    return " ".join(folded(_plain(name)).split())


def grouped(characters: str) -> str:
    """A document number as it is printed, in groups of four: "H7F3-K92Q-X4PT"."""
    return "-".join(characters[start : start + 4] for start in range(0, len(characters), 4))


def number_as_printed(written: str) -> str | None:
    """The document number somebody typed or scanned, in its printed spelling; None for what cannot be one."""
    characters = re.sub(r"[\s\-–]", "", written).upper().translate(LOOKALIKES)
    whole = len(characters) == NUMBER_LENGTH and set(characters) <= set(ALPHABET)
    return grouped(characters) if whole else None
