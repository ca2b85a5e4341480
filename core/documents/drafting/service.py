"""Making a document for a volunteer or a pair: drafted, its points chosen, sent, reminded of, withdrawn."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, exists, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.documents.case import DocumentCase, load_locked
from core.documents.drafting.aside import aside_of, keep_aside
from core.documents.drafting.changing import (
    mail,
    refuse_when_over,
    retire_when_changed,
    send_to_volunteers,
    trace_document,
)
from core.documents.drafting.known import known_answers, known_wordings
from core.documents.rules import (
    ALPHABET,
    NUMBER_LENGTH,
    PARTNER,
    VOLUNTEER,
    DocumentState,
    grouped,
    state_of,
    waiting_for,
)
from core.documents.template.model import Template
from core.documents.template.publishing import newest, templates
from core.documents.text.compose import ClauseChoice, default_choices, standard_wording
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import LANGUAGES, known, local_day, on_date
from core.programmes.publishing import programme_of
from db.documents import (
    Document,
    DocumentAnswer,
    DocumentFile,
    DocumentParty,
    DocumentPoint,
    DocumentVersion,
)
from db.engine import transaction
from db.pairs import Pair
from db.people import Engagement


def new_number() -> str:
    """A public check number that nobody can guess."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(NUMBER_LENGTH)))


def draft(
    *, session: Session, actor: Actor, engagement_id: UUID, kind: str, signing_language: str, now: datetime
) -> Document:
    """A new document of `kind` for an engagement, with the points its programme begins with (L5).

    Raises "choice_invalid" for a kind the programme does not use or an unknown language, and "document_exists" while
    one of the kind is under way.
    """
    with transaction(session):
        engagement = session.exec(
            select(Engagement).where(Engagement.id == engagement_id).with_for_update()
        ).one_or_none()
        if engagement is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.DRAFT_DOCUMENT, Subject.of(engagement))
        programme = programme_of(session, engagement.programme_version_id)
        published = newest(session, [kind], organisation_id=engagement.organisation_id, today=local_day(now)).get(kind)
        wanted = (*programme.documents, *programme.may_use)
        if published is None or kind not in wanted or signing_language not in LANGUAGES:
            raise DomainError(ErrorCode.CHOICE_INVALID)
        return store_draft(session, engagement, published, signing_language, actor=actor, now=now)


def store_draft(
    session: Session,
    engagement: Engagement,
    published: UUID,
    signing_language: str,
    *,
    pair: Pair | None = None,
    actor: Actor,
    now: datetime,
) -> Document:
    """A new draft from the template version `published`, inside the caller's transaction; between a `pair` if given.

    A language that the template lacks, or the portal has no more, gives way to the first. It supersedes the one of its
    kind that holds now, once it is sealed. Raises "document_exists" while one of the kind is under way.
    """
    template = templates(session, [published])[published]
    same = _same_subject(engagement, pair, template.kind)
    if _under_way(session, same):
        raise DomainError(ErrorCode.DOCUMENT_EXISTS)
    document = Document(
        organisation_id=engagement.organisation_id,
        engagement_id=engagement.id,
        pair_id=pair.id if pair else None,
        kind=template.kind,
        number=new_number(),
        template_version_id=published,
        signing_language=template.spoken(known(signing_language)),
        supersedes_id=_holding(session, same),
        created_by_id=actor.person_id,
        created_at=now,
    )
    session.add(document)
    session.flush()
    add_points(session, document.id, template, programme_of(session, engagement.programme_version_id).id)
    session.flush()
    _word_what_is_known(session, document, engagement)
    partner = session.get_one(Engagement, pair.second_id) if pair else None
    session.add_all(parties_of(document.id, template, engagement, partner))
    _answer_what_is_known(session, document, template, engagement, actor, now)
    session.flush()
    trace(session, engagement.organisation_id, actor, "document.drafted", "document", document.id, now)
    return document


def add_points(session: Session, document_id: UUID, template: Template, programme_id: str) -> None:
    """The points `template` begins with in this programme, for those the document does not have yet."""
    there = set(session.exec(select(DocumentPoint.clause_id).where(DocumentPoint.document_id == document_id)))
    for clause_id, choice in default_choices(template, programme_id).items():
        if clause_id not in there:
            session.add(DocumentPoint(document_id=document_id, clause_id=clause_id, included=choice.included))


def choose_points(
    *,
    session: Session,
    actor: Actor,
    document_id: UUID,
    choices: Mapping[str, ClauseChoice],
    expected_version: int,
    now: datetime,
) -> Document:
    """Choose which of the named points apply and how they are worded; points not named stay as they are.

    A wording that is empty or the template's own goes back to the template. Choosing what is already chosen changes
    nothing. What somebody has signed is changed aside (`core.documents.drafting.aside`). Raises "changed_meanwhile"
    where somebody else chose since `expected_version`, "clause_mandatory", "clause_fixed", or what a wording is refused
    for.
    """
    with transaction(session):
        case = load_locked(session, document_id)
        require(actor, Action.DRAFT_DOCUMENT, case.subject)
        refuse_when_over(case)
        aside = aside_of(session, case)
        edited = aside or case
        wanted = {clause_id: _checked(edited, clause_id, choice) for clause_id, choice in choices.items()}
        changed = {clause_id: choice for clause_id, choice in wanted.items() if edited.choices.get(clause_id) != choice}
        if not changed:
            return case.document
        if case.document.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        case.document.version += 1
        session.add(case.document)
        if aside is not None:
            aside.choices.update(changed)
            keep_aside(session, case, aside, actor=actor, now=now)
            trace_document(session, case, actor, "document.changed_aside", now, changed)
            return case.document
        for clause_id, choice in changed.items():
            point = DocumentPoint(
                document_id=document_id, clause_id=clause_id, included=choice.included, wording=choice.wording
            )
            session.merge(point)
        case.choices.update(changed)
        case.changed()
        retire_when_changed(session, case, actor=actor, now=now)
        trace_document(session, case, actor, "document.points_chosen", now, changed)
        return case.document


def share(*, session: Session, actor: Actor, document_id: UUID, now: datetime) -> Document:
    """Send the document to the volunteer, or to both of a pair, to fill in and sign; sending it twice changes nothing.

    One that was declined is sent again.
    """
    with transaction(session):
        case = load_locked(session, document_id)
        require(actor, Action.DRAFT_DOCUMENT, case.subject)
        refuse_when_over(case)
        if case.document.shared_at is None or case.document.declined_at is not None:
            send_to_volunteers(session, case, actor=actor, now=now)
        return case.document


def withdraw(*, session: Session, actor: Actor, document_id: UUID, now: datetime) -> Document:
    """Take back a document not everyone has signed. It stays readable, and nothing in it can be changed."""
    with transaction(session):
        case = load_locked(session, document_id)
        require(actor, Action.DRAFT_DOCUMENT, case.subject)
        refuse_when_over(case)
        case.document.withdrawn_at = now
        session.add(case.document)
        trace_document(session, case, actor, "document.withdrawn", now)
        return case.document


def remind(*, session: Session, actor: Actor, document_id: UUID, now: datetime) -> tuple[UUID, ...]:
    """Remind by mail those the document waits for, other than oneself; returns them.

    Raises "not_shared_yet" for a draft, "email_missing" where nobody can be reached by mail, and "reminded_already"
    where they were reminded of the same within the days the programme names.
    """
    with transaction(session):
        case = load_locked(session, document_id)
        require(actor, Action.DRAFT_DOCUMENT, case.subject)
        refuse_when_over(case)
        standing = case.standing()
        if state_of(standing) is DocumentState.DRAFT:
            raise DomainError(ErrorCode.NOT_SHARED_YET)
        document, today = case.document, local_day(now)
        if document.reminded_at is not None and document.remind_from is not None and today < document.remind_from:
            raise DomainError(
                ErrorCode.REMINDED_ALREADY,
                day=on_date(local_day(document.reminded_at)),
                again=on_date(document.remind_from),
            )
        people = [person.id for capacity in waiting_for(standing) if (person := case.person_of(capacity))]
        reminded = mail(
            session, case, "document_reminder", [each for each in people if each != actor.person_id], now=now
        )
        if not reminded:
            raise DomainError(ErrorCode.EMAIL_MISSING)
        document.reminded_at = now
        document.remind_from = today + timedelta(days=case.programme.pace.remind_days)
        session.add(document)
        trace_document(session, case, actor, "document.reminded", now)
        return reminded


def _same_subject(engagement: Engagement, pair: Pair | None, kind: str) -> list[Any]:
    """SQL conditions: the documents of this kind that are about the same volunteer, or the same pair."""
    about = Document.pair_id == pair.id if pair else Document.engagement_id == engagement.id
    return [about, Document.kind == kind, col(Document.withdrawn_at).is_(None)]


def _sealed() -> Any:
    return exists().where(
        col(DocumentVersion.document_id) == Document.id, col(DocumentFile.version_id) == DocumentVersion.id
    )


def _under_way(session: Session, same: list[Any]) -> bool:
    """Whether one is neither withdrawn nor ended nor sealed. A sealed one may be followed by a new one."""
    is_open = (col(Document.discussed_on).is_(None), col(Document.superseded_at).is_(None), ~_sealed())
    return session.exec(select(Document.id).where(*same, *is_open)).first() is not None


def _holding(session: Session, same: list[Any]) -> UUID | None:
    """The sealed one that holds now."""
    return session.exec(select(Document.id).where(*same, col(Document.superseded_at).is_(None), _sealed())).first()


def parties_of(
    document_id: UUID, template: Template, engagement: Engagement, partner: Engagement | None
) -> list[DocumentParty]:
    """Who stands in the document; nobody where it is the organisation itself."""
    volunteers = {VOLUNTEER: engagement, PARTNER: partner}
    colleagues = {"contact_person": engagement.contact_person_id, "coordinator": engagement.coordinator_id}
    found = []
    for party in template.parties:
        volunteer = volunteers.get(party.capacity)
        person_id = volunteer.person_id if volunteer else colleagues.get(party.role or "")
        if person_id:
            found.append(
                DocumentParty(
                    document_id=document_id,
                    capacity=party.capacity,
                    person_id=person_id,
                    required=party.signs,
                    engagement_id=volunteer.id if volunteer else None,
                )
            )
    return found


def _answer_what_is_known(
    session: Session, document: Document, template: Template, engagement: Engagement, actor: Actor, now: datetime
) -> None:
    for field_id, value in known_answers(session, document, template, engagement).items():
        session.add(
            DocumentAnswer(
                document_id=document.id, field_id=field_id, value=value, filled_by_id=actor.person_id, saved_at=now
            )
        )


def _word_what_is_known(session: Session, document: Document, engagement: Engagement) -> None:
    wordings = known_wordings(session, document, engagement)
    for point in session.exec(
        select(DocumentPoint).where(
            DocumentPoint.document_id == document.id, col(DocumentPoint.clause_id).in_(wordings)
        )
    ):
        point.wording = wordings[point.clause_id]
        session.add(point)


def _checked(case: DocumentCase, clause_id: str, choice: ClauseChoice) -> ClauseChoice:
    try:
        clause = case.template.clause(clause_id)
    except KeyError:
        raise DomainError(ErrorCode.NOT_FOUND) from None
    if clause.mandatory and not choice.included:
        raise DomainError(ErrorCode.CLAUSE_MANDATORY)
    wording = contact.text(choice.wording or "")
    language = case.language
    if wording in ("", standard_wording(case.template, language, clause_id, facts=case.facts(language)).strip()):
        return ClauseChoice(choice.included)
    if not clause.rewordable:
        raise DomainError(ErrorCode.CLAUSE_FIXED)
    return ClauseChoice(choice.included, wording)
