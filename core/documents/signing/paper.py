"""A signature on paper: recorded by a colleague, shown by a scan or seen by a witness, sealed like any other (O4)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, require
from core.documents.case import DocumentCase, load, load_locked, require_reader
from core.documents.drafting.changing import refuse_when_over, retire_when_changed
from core.documents.rules import is_name, signing_refused
from core.documents.signing.service import GivenConsent, SigningWay, freeze, give
from core.documents.text.values import EARLIEST, printable
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import local_day
from core.scan import Scan, cleaned
from db.documents import DocumentParty, PaperRecord, PaperScan
from db.engine import transaction


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """What is told of a signed paper: who signed it (`capacities`), when, and a scan of it or who saw it signed.

    `fingerprint` is that of the text whoever tells it has before them.
    """

    capacities: Collection[str]
    signed_on: date | None
    fingerprint: str
    witness: str = ""
    scan: bytes | None = None


@dataclass(frozen=True, slots=True)
class PaperView:
    """A signed paper as a page tells of it; `scan_type` is the media type of its scan, "" where it was witnessed."""

    id: UUID
    signed_on: date
    scan_type: str


def record_paper(
    *, session: Session, actor: Actor, document_id: UUID, paper: SignedPaper, now: datetime
) -> PaperRecord:
    """Record that parties signed on paper; none of them needs an account. The others sign as they like (O4).

    The text is frozen as it reads now; a document that was never sent was handed over on paper, and counts as sent. The
    last consent leaves the seal to be made. Raises all that is refused of the paper at once, by its names
    ("paper_nobody", "paper_date", "paper_proof", "paper_witness" and what `core.scan.cleaned` and `core.contact`
    refuse), "answers_missing", "text_changed", and what `signing.give` raises.
    """
    with transaction(session):
        case = load_locked(session, document_id)
        require(actor, Action.DRAFT_DOCUMENT, case.subject)
        refuse_when_over(case)
        parties, signed_on, witness, scan = _checked(case, paper, now)
        case = _ready(session, case, paper.fingerprint, actor, now)
        record = PaperRecord(
            version_id=case.versions[-1].id,
            signed_on=signed_on,
            witness=witness,
            recorded_by_id=actor.person_id,
            recorded_at=now,
        )
        session.add(record)
        session.flush()
        if scan is not None:
            session.add(
                PaperScan(paper_id=record.id, content=scan.content, media_type=scan.media_type, sha256=scan.sha256)
            )
        for party in parties:
            given = GivenConsent(
                fingerprint=paper.fingerprint,
                typed_name=case.people[party.person_id].name,
                how=SigningWay.PAPER,
                paper_id=record.id,
            )
            # Read anew for each, so that the last one is known as the last.
            give(session, load(session, document_id), party, given, actor=actor, now=now)
        return record


def scan_of(*, session: Session, actor: Actor, document_id: UUID, paper_id: UUID) -> PaperScan:
    """The scan of a paper, for whoever may read the document; "no_scan" where it was witnessed instead."""
    case = load(session, document_id)
    require_reader(actor, case)
    versions = [version.id for version in case.versions]
    found = session.exec(
        select(PaperScan)
        .join(PaperRecord, col(PaperRecord.id) == PaperScan.paper_id)
        .where(PaperScan.paper_id == paper_id, col(PaperRecord.version_id).in_(versions))
    ).one_or_none()
    if found is None:
        raise DomainError(ErrorCode.NO_SCAN)
    return found


def papers(*, session: Session, actor: Actor, document_id: UUID) -> dict[UUID, PaperView]:
    """The papers on which the document was signed, by id, for whoever may read it."""
    case = load(session, document_id)
    require_reader(actor, case)
    rows = session.exec(
        select(PaperRecord.id, PaperRecord.signed_on, PaperScan.media_type)  # type: ignore[call-overload]
        .join(PaperScan, col(PaperScan.paper_id) == PaperRecord.id, isouter=True)
        .where(col(PaperRecord.version_id).in_([version.id for version in case.versions]))
        .order_by(col(PaperRecord.recorded_at))
    )
    return {paper_id: PaperView(paper_id, signed_on, media_type or "") for paper_id, signed_on, media_type in rows}


def _may_still_sign(case: DocumentCase) -> tuple[DocumentParty, ...]:
    """The parties whose signature is still to come, in no matter which way."""
    signed = case.standing().signed
    return tuple(party for party in case.parties if party.required and party.capacity not in signed)


def _signers(case: DocumentCase, capacities: Collection[str]) -> tuple[DocumentParty, ...]:
    parties = tuple(party for party in _may_still_sign(case) if party.capacity in capacities)
    if not parties or len(parties) != len(set(capacities)):
        raise DomainError(ErrorCode.PAPER_NOBODY)
    return parties


def _checked(
    case: DocumentCase, paper: SignedPaper, now: datetime
) -> tuple[tuple[DocumentParty, ...], date, str, Scan | None]:
    """Who signed, when, who saw it and the scan made harmless."""
    parties: tuple[DocumentParty, ...] = ()
    scan, witness = None, ""
    with all_refused() as check:
        with check.at("capacities"):
            parties = _signers(case, paper.capacities)
        with check.at("signed_on"):
            # What was signed before the portal came is recorded too, so it may be before the document was made here.
            if paper.signed_on is None or not EARLIEST <= paper.signed_on <= local_day(now):
                raise DomainError(ErrorCode.PAPER_DATE)
        with check.at("scan"):
            scan = None if paper.scan is None else cleaned(paper.scan)
            if scan is None and not paper.witness.strip():
                raise DomainError(ErrorCode.PAPER_PROOF)
        with check.at("witness"):
            witness = printable(contact.name(paper.witness)) if paper.witness.strip() else ""
            people = [case.people[party.person_id] for party in parties]
            if any(is_name(witness, (person.name, person.latin_name)) for person in people):
                raise DomainError(ErrorCode.PAPER_WITNESS)
    assert paper.signed_on is not None
    return parties, paper.signed_on, witness, scan


def _ready(session: Session, case: DocumentCase, fingerprint: str, actor: Actor, now: datetime) -> DocumentCase:
    """The case with its text frozen as it reads now, and sent."""
    if case.composed().fingerprint() != fingerprint:
        raise DomainError(ErrorCode.TEXT_CHANGED)
    if case.document.shared_at is None:
        case.document.shared_at = now
        session.add(case.document)
    if code := signing_refused(case.standing()):
        raise DomainError(code)
    if case.current is None or case.outdated():
        retire_when_changed(session, case, actor=actor, now=now)
        freeze(session, case, actor=actor, now=now)
        return load(session, case.document.id)
    return case
