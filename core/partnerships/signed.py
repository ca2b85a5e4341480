"""Reading framework agreements that were sent to be signed: one of them, all of a partnership, and its sealed PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, may, require
from core.access.rules import OpenedLogin
from core.documents.printing.marks import drawings_of
from core.documents.rules import DocumentState, signing_refused, state_of
from core.documents.sealing.service import file_of
from core.documents.sealing.waiting import try_to_seal
from core.documents.signing.opened_by_others import logins_opened
from core.documents.signing.together import Guest, guests_of
from core.documents.text.difference import TextChange, differences
from core.documents.text.exact import FrozenParty, FrozenText
from core.partnerships.case import AssociationCase
from core.partnerships.document import AgreementCase, load_agreement
from db.documents import Consent, Document, DocumentParty, DocumentVersion


@dataclass(frozen=True, slots=True)
class AgreementSigner:
    """One side in the agreement's text, and its yes to the text as it is now; None while there is none."""

    party: FrozenParty
    consent: Consent | None


@dataclass(frozen=True, slots=True)
class AgreementDocument:
    """An agreement that was sent to be signed, for one of its readers.

    `mine` is as whom the reader signs, None for one who does not. `changes` is what is new since the reader signed it,
    empty where nothing is. `guests` can sign on the device of the reader, who manages the partnership. By consent:
    `drawings`, and `logins` that a colleague's link had opened.
    """

    case: AgreementCase
    state: DocumentState
    text: FrozenText
    signers: tuple[AgreementSigner, ...]
    drawings: Mapping[UUID, bytes]
    logins: Mapping[UUID, OpenedLogin]
    mine: str | None
    can_sign: bool
    manages: bool
    changes: tuple[TextChange, ...]
    guests: tuple[Guest, ...]

    @property
    def document(self) -> Document:
        """The document itself."""
        return self.case.document

    @property
    def open(self) -> bool:
        """Whether it can still be signed or taken back."""
        return self.state in (DocumentState.WAITING, DocumentState.DECLINED)

    @property
    def said_no(self) -> str:
        """The name of whoever said no to it; "" where nobody did."""
        who = self.case.people.get(self.document.declined_by_id) if self.document.declined_by_id else None
        return who.name if who is not None else ""

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The names of those who have not signed the text as it is now."""
        waits = self.state is DocumentState.WAITING
        return tuple(each.party.name for each in self.signers if each.consent is None) if waits else ()


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement in a list: one that waits, holds, held before, was taken back, or that somebody said no to.
    `my_turn` is whether the reader is to sign it and has not."""

    document_id: UUID
    number: str
    sent_at: datetime
    sealed_at: datetime | None
    withdrawn: bool
    declined: bool
    superseded: bool
    my_turn: bool

    @property
    def under_way(self) -> bool:
        """Whether not everything is done about it."""
        return self.sealed_at is None and not self.withdrawn


def agreement_document(*, session: Session, actor: Actor, agreement_id: UUID, now: datetime) -> AgreementDocument:
    """One agreement, for whoever sees the partnership; one that both have signed and that has no file is sealed on the
    way. Raises "not_found" and "not_allowed"."""
    case = load_agreement(session, agreement_id)
    require(actor, Action.SEE_PARTNERSHIP, case.between.subject)
    if state_of(case.standing()) is DocumentState.SEALING and case.current is not None:
        try_to_seal(session=session, version_id=case.current.id, now=now)
        case = load_agreement(session, agreement_id)
    return _view(session, actor, case)


def agreement_documents(session: Session, actor: Actor, case: AssociationCase) -> tuple[AgreementLine, ...]:
    """Every agreement with an association that was sent to be signed, newest first; whoever calls asks the table."""
    own, version = aliased(DocumentParty), aliased(DocumentVersion)
    rows = session.exec(
        select(Document, own.id, Consent.id)
        .outerjoin(own, (col(own.document_id) == col(Document.id)) & (col(own.person_id) == actor.person_id))
        .outerjoin(version, (col(version.document_id) == col(Document.id)) & col(version.replaced_at).is_(None))
        .outerjoin(
            Consent,
            (col(Consent.version_id) == col(version.id))
            & (col(Consent.party_id) == col(own.id))
            & col(Consent.taken_back_at).is_(None),
        )
        .where(Document.association_id == case.association.id)
        .order_by(col(Document.created_at).desc(), col(Document.id))
    ).all()
    return tuple(
        AgreementLine(
            document_id=document.id,
            number=document.number,
            sent_at=document.created_at,
            sealed_at=document.sealed_at,
            withdrawn=document.withdrawn_at is not None,
            declined=document.declined_at is not None,
            superseded=document.superseded_at is not None,
            my_turn=party_id is not None and consent_id is None and document.declined_at is None,
        )
        for document, party_id, consent_id in rows
    )


def holding(documents: Sequence[AgreementLine]) -> AgreementLine | None:
    """The sealed one that holds now."""
    return next((each for each in documents if each.sealed_at is not None and not each.superseded), None)


def frozen_text(session: Session, document_id: UUID) -> FrozenText:
    """What stands in one that was sealed; whoever calls this asks the table."""
    asked = select(DocumentVersion.text).where(
        DocumentVersion.document_id == document_id, col(DocumentVersion.replaced_at).is_(None)
    )
    return FrozenText.from_canonical(session.exec(asked).one())


def agreement_file(*, session: Session, actor: Actor, agreement_id: UUID) -> bytes:
    """The sealed PDF, for whoever sees the partnership; "not_sealed_yet" before there is one."""
    case = load_agreement(session, agreement_id)
    require(actor, Action.SEE_PARTNERSHIP, case.between.subject)
    return file_of(session, case)


def _view(session: Session, actor: Actor, case: AgreementCase) -> AgreementDocument:
    standing = case.standing()
    # What both have signed, or what was taken back, stands as it was; what waits is read as it would be signed now.
    stands = standing.everyone_signed or standing.withdrawn or not case.outdated()
    version = case.current if stands else None
    text = FrozenText.from_canonical(version.text) if version else case.composed()
    capacities = {party.id: party.capacity for party in case.parties}
    given = {capacities[each.party_id]: each for each in case.given(version.id)} if version else {}
    mine = next((party.capacity for party in case.parties if party.person_id == actor.person_id), None)
    signs = mine is not None and mine not in standing.signed and signing_refused(standing) is None
    manages = may(actor, Action.MANAGE_PARTNERSHIPS, case.between.subject)
    return AgreementDocument(
        case=case,
        state=state_of(standing),
        text=text,
        signers=tuple(AgreementSigner(party, given.get(party.capacity)) for party in text.parties),
        drawings=drawings_of(session, [*given.values()]),
        logins=logins_opened(session, given.values()),
        mine=mine,
        can_sign=signs and may(actor, Action.SIGN_PARTNERSHIP, case.between.subject),
        manages=manages,
        changes=_changes(case, actor, text) if signs else (),
        guests=guests_of(session, case, actor) if manages else (),
    )


def _changes(case: AgreementCase, actor: Actor, text: FrozenText) -> tuple[TextChange, ...]:
    """What is new since the last text the reader signed, which counts no longer."""
    for version in reversed(case.versions):
        if any(each.person_id == actor.person_id for each in case.given(version.id)):
            return differences(FrozenText.from_canonical(version.text), text)
    return ()
