"""What was lost, doubled or half, from what arrived and what the database holds."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlmodel import Session, col, select

from core.pdf.seal import inspect
from core.startup import Portal
from db.audit import first_break
from db.documents import Consent, Document, DocumentFile, DocumentParty, DocumentVersion, SealRecord
from db.outbox import OutboxItem
from tests.faults.filling import BY_DAY
from tests.faults.mailserver import Arrivals


@dataclass(frozen=True, slots=True)
class Count:
    """What a run found. `doubled_unexplained` are mails that came twice whose first sender was not killed
    between "OK" and the note; `unneeded` asked somebody to sign who had signed by then, and are not sent."""

    kills: int
    signers_killed: int
    mails: int
    unneeded: int
    lost: int
    doubled: int
    doubled_unexplained: int
    consents: int
    consents_lost: int
    consents_doubled: int
    seals: int
    unsealed: int
    seals_half: int
    chain: str

    @property
    def sound(self) -> bool:
        """Whether everything is as it must be."""
        wrong = (self.lost, self.doubled_unexplained, self.consents_lost, self.consents_doubled)
        return not any((*wrong, self.unsealed, self.seals_half, self.chain))

    def lines(self) -> Iterator[str]:
        """All of it in words."""
        yield f"kills     {self.kills} of two that send, {self.signers_killed} of one that signs"
        yield (
            f"mails     {self.mails} to send, {self.lost} lost, {self.doubled} came twice under one Message-ID, "
            f"{self.doubled_unexplained} of them without a kill that explains it; {self.unneeded} not needed any more"
        )
        yield f"consents  {self.consents} given, {self.consents_lost} lost, {self.consents_doubled} doubled"
        yield f"seals     {self.seals} made, {self.unsealed} missing, {self.seals_half} half or doubled"
        yield f"log       {self.chain or 'whole'}"


def count(
    portal: Portal, arrivals: Arrivals, signed: Path, *, organisation_id: UUID, kills: int, signers_killed: int
) -> Count:
    """Look at everything once all processes have ended."""
    with portal.session() as session:
        posted = session.exec(select(OutboxItem).where(OutboxItem.kind == "mail", col(OutboxItem.done_at).is_not(None)))
        all_posted = {f"<{item.id.hex}@solbjerg.example.dk>": item for item in posted}
        unneeded = _unneeded(session, all_posted, set(arrivals.senders_of))
        wanted = set(all_posted) - unneeded
        twice = arrivals.doubled()
        given = session.exec(select(Consent.id, Consent.version_id, Consent.party_id)).all()
        said = set(signed.read_text().split())
        signings = Counter((version_id, party_id) for _id, version_id, party_id in given)
        complete = _complete(session)
        sealed = set(session.exec(select(DocumentFile.version_id)))
        break_in_log = first_break(session, organisation_id)
        return Count(
            kills=kills,
            signers_killed=signers_killed,
            mails=len(wanted),
            unneeded=len(unneeded),
            lost=len(wanted - set(arrivals.senders_of)),
            doubled=len(twice),
            doubled_unexplained=sum(not arrivals.explained(each) for each in twice),
            consents=len(given),
            consents_lost=len(said - {str(consent_id) for consent_id, *_rest in given}),
            consents_doubled=sum(times > 1 for times in signings.values()),
            seals=len(sealed),
            unsealed=len(complete - sealed),
            seals_half=_half(session),
            chain=f"broken at {break_in_log}" if break_in_log else "",
        )


def _unneeded(session: Session, posted: dict[str, OutboxItem], arrived: set[str]) -> set[str]:
    """The Message-IDs of what nobody says was sent, and asked somebody to sign what they have signed themselves."""
    asked = (
        select(DocumentVersion.document_id, DocumentParty.person_id)
        .join(Consent, col(Consent.version_id) == DocumentVersion.id)
        .join(DocumentParty, col(DocumentParty.id) == Consent.party_id)
    )
    signed = {(str(document_id), person_id) for document_id, person_id in session.exec(asked)}
    return {
        message_id
        for message_id, item in posted.items()
        if item.params["message"] == BY_DAY
        and item.sent_at is None
        and message_id not in arrived
        and (item.params["document_id"], item.person_id) in signed
    }


def _complete(session: Session) -> set[UUID]:
    """The versions that all parties have signed."""
    parties = Counter(session.exec(select(DocumentParty.document_id)))
    signers: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for version_id, party_id in session.exec(select(Consent.version_id, Consent.party_id)):
        signers[version_id].add(party_id)
    versions = session.exec(select(DocumentVersion.id, DocumentVersion.document_id))
    return {version_id for version_id, document_id in versions if len(signers[version_id]) == parties[document_id]}


def _half(session: Session) -> int:
    """Sealed files that are not whole, have no record of their own, no moment on their document, or were not told of
    to each party once; and records without a file."""
    records = Counter(session.exec(select(SealRecord.sha256)))
    told = Counter(
        item.params["document_id"]
        for item in session.exec(select(OutboxItem).where(OutboxItem.kind == "mail"))
        if item.params["message"] == "document_sealed"
    )
    parties = Counter(session.exec(select(DocumentParty.document_id)))
    asked = (
        select(DocumentFile, Document)
        .join(DocumentVersion, col(DocumentVersion.id) == DocumentFile.version_id)
        .join(Document, col(Document.id) == DocumentVersion.document_id)
    )
    half = 0
    for file, document in session.exec(asked):
        found = inspect(file.content)
        whole = found.intact and found.whole_file and records.pop(file.sha256, 0) == 1
        half += not (whole and document.sealed_at and told[str(document.id)] == parties[document.id])
    return half + len(records)
