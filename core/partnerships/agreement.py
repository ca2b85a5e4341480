"""The framework agreement with an association: what it says and lacks, and that both signed it (X1, X2).

What is written here is what it would say now. What was signed in the browser is frozen in documents of its own
(`core.partnerships.signing`), and no change here touches it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, Subject, may, require
from core.access.trail import trace
from core.documents.drafting.changing import retire_when_changed
from core.documents.text.exact import FrozenText
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import DEFAULT_LANGUAGE, LANGUAGES, local_day
from core.partnerships.case import AssociationCase, load
from core.partnerships.document import as_signed_on_paper, load_agreement, under_way
from core.partnerships.rules import AgreementLacks, agreement_lacks, agreement_sheet, said_in
from core.partnerships.signed import AgreementLine, agreement_documents, frozen_text, holding
from db.engine import transaction
from db.organisations import Organisation
from db.partnerships import AgreementAsSigned, AgreementSigning, AgreementText


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSigning:
    """Who signed the printed agreement, when, and in which language: both managements, and the employees if they
    did."""

    signed_on: date
    ours: str
    theirs: str
    employees: str = ""
    language: str = DEFAULT_LANGUAGE


@dataclass(frozen=True, slots=True)
class AgreementView:
    """The agreement as both sides read it. `papers` are those that were told of on paper, each with the text as it was
    signed (None for one from before that was kept); `documents` are those that were sent to be signed in the browser.
    Both are newest first."""

    case: AssociationCase
    organisation: str
    texts: Mapping[str, AgreementText]
    papers: tuple[tuple[AgreementSigning, FrozenText | None], ...]
    documents: tuple[AgreementLine, ...]
    lacks: AgreementLacks
    manages: bool

    @property
    def under_way(self) -> AgreementLine | None:
        """The one that waits for a signature or its seal."""
        return next((each for each in self.documents if each.under_way), None)

    @property
    def holds(self) -> AgreementLine | None:
        """The sealed one that holds now."""
        return holding(self.documents)


def agreement(*, session: Session, actor: Actor, association_id: UUID) -> AgreementView:
    """The framework agreement with an association, or "not_found" / "not_allowed"."""
    case = load(session, association_id)
    require(actor, Action.SEE_PARTNERSHIP, case.subject)
    rows = session.exec(select(AgreementText).where(AgreementText.association_id == association_id)).all()
    texts = {each.topic_id: each for each in rows}
    papers = _papers(session, association_id)
    said = {key: each.words for key, each in texts.items() if each.words}
    documents = agreement_documents(session, actor, case)
    as_it_is = bool(papers) and _reads_as(*papers[0], rows, said)
    if (holds := holding(documents)) and not as_it_is:
        as_it_is = said_in(frozen_text(session, holds.document_id)) == said
    return AgreementView(
        case=case,
        organisation=session.get_one(Organisation, case.association.organisation_id).name,
        texts=texts,
        papers=papers,
        documents=documents,
        lacks=agreement_lacks(said, speakers=len(case.speakers), signed_as_it_is=as_it_is),
        manages=may(actor, Action.MANAGE_PARTNERSHIPS, case.subject) and case.association.ended_at is None,
    )


def _papers(session: Session, association_id: UUID) -> tuple[tuple[AgreementSigning, FrozenText | None], ...]:
    rows = session.exec(
        select(AgreementSigning, AgreementAsSigned)
        .join(AgreementAsSigned, col(AgreementAsSigned.signing_id) == AgreementSigning.id, isouter=True)
        .where(AgreementSigning.association_id == association_id)
        .order_by(col(AgreementSigning.recorded_at).desc())
    )
    return tuple((signing, FrozenText.from_canonical(text.content) if text else None) for signing, text in rows)


def _reads_as(
    signing: AgreementSigning, text: FrozenText | None, rows: Sequence[AgreementText], said: Mapping[str, str]
) -> bool:
    """Whether the agreement says today what was signed on paper."""
    if text is not None:
        return said_in(text) == said
    return all(each.saved_at <= signing.recorded_at for each in rows)


def write_topic(
    *,
    session: Session,
    actor: Actor,
    association_id: UUID,
    topic_id: str,
    words: str,
    expected_version: int,
    now: datetime,
) -> AgreementText:
    """Write what the agreement says of a topic; "" takes it out. `expected_version` is 0 where nothing stood there.

    Raises "not_found", "changed_meanwhile", and by field what `contact.text` refuses.
    """
    with transaction(session):
        association = load(session, association_id, lock=True).association
        at = association.organisation_id
        require(actor, Action.MANAGE_PARTNERSHIPS, Subject(at))
        if association.ended_at is not None or topic_id not in {each.id for each in agreement_sheet().topics}:
            raise DomainError(ErrorCode.NOT_FOUND)
        with all_refused() as check, check.at("words"):
            contact.text(words)
        found = session.get(AgreementText, (association_id, topic_id)) or AgreementText(
            association_id=association_id,
            topic_id=topic_id,
            words="",
            saved_at=now,
            written_by_id=actor.person_id,
            version=0,
        )
        if found.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        if found.words != contact.text(words):
            found.words, found.saved_at, found.written_by_id = contact.text(words), now, actor.person_id
            found.version += 1
            session.add(found)
            session.flush()
            trace(session, at, actor, "association.agreement_written", "association", association_id, now, [topic_id])
            _ask_anew(session, association_id, actor, now)
        return found


def _ask_anew(session: Session, association_id: UUID, actor: Actor, now: datetime) -> None:
    """What is being signed reads otherwise now: whoever has signed it is asked again, unless both had already."""
    sent = under_way(session, association_id)
    if sent is None:
        return
    case = load_agreement(session, sent, lock=True)
    if not case.standing().everyone_signed and case.document.declined_at is None:
        retire_when_changed(session, case, actor=actor, now=now)


def record_signing(
    *, session: Session, actor: Actor, association_id: UUID, signing: PaperSigning, now: datetime
) -> AgreementSigning:
    """Both managements have signed the printed agreement as it reads now: that text is frozen, and stays as it was
    whatever is written afterwards.

    Raises by field what the names are refused for, and "agreement_future" for a day that has not come;
    "agreement_empty" where it says nothing yet.
    """
    with transaction(session):
        association = load(session, association_id, lock=True).association
        at = association.organisation_id
        require(actor, Action.MANAGE_PARTNERSHIPS, Subject(at))
        if association.ended_at is not None:
            raise DomainError(ErrorCode.NOT_FOUND)
        said = session.exec(select(AgreementText).where(AgreementText.association_id == association_id)).all()
        if not any(each.words for each in said):
            raise DomainError(ErrorCode.AGREEMENT_EMPTY)
        with all_refused() as check:
            with check.at("signed_on"):
                if signing.signed_on > local_day(now):
                    raise DomainError(ErrorCode.AGREEMENT_FUTURE)
            with check.at("ours"):
                contact.name(signing.ours)
            with check.at("theirs"):
                contact.name(signing.theirs)
            with check.at("employees"):
                contact.line(signing.employees)
        if signing.language not in LANGUAGES:
            raise DomainError(ErrorCode.CHOICE_INVALID)
        recorded = AgreementSigning(
            association_id=association_id,
            signed_on=signing.signed_on,
            ours=contact.name(signing.ours),
            theirs=contact.name(signing.theirs),
            employees=contact.line(signing.employees),
            recorded_by_id=actor.person_id,
            recorded_at=now,
        )
        session.add(recorded)
        session.flush()
        text = as_signed_on_paper(session, association, recorded, signing.language)
        frozen = AgreementAsSigned(signing_id=recorded.id, content=text.canonical(), fingerprint=text.fingerprint())
        session.add(frozen)
        session.flush()
        trace(session, at, actor, "association.agreement_signed", "association", association_id, now)
        return recorded
