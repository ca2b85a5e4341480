"""Signing: the text is frozen, and each party says yes to exactly that text (A0, L5)."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, require
from core.documents.case import Case, load_locked, require_reader
from core.documents.changing import record, retire_when_changed
from core.documents.rules import is_name, signing_refused
from core.errors import DomainError
from db import outbox
from db.documents import Consent, DocumentParty, DocumentVersion
from db.engine import transaction


def begin_signing(*, session: Session, actor: Actor, document_id: UUID, now: datetime) -> DocumentVersion:
    """Freeze the text as it reads now, and return the version to sign; the same version while nothing changes.

    A text that reads otherwise than the one frozen before replaces it, and who had signed that is told. Raises
    "answers_missing" while something is missing, "not_shared_yet", "document_withdrawn" or "not_a_party".
    """
    with transaction(session):
        case = load_locked(session, document_id)
        party_of(actor, case)
        standing = case.standing()
        current = case.current
        if current is not None and standing.everyone_signed and not standing.withdrawn:
            return current
        if code := signing_refused(standing):
            raise DomainError(code)
        if current is not None and not case.outdated():
            return current
        retire_when_changed(session, case, actor=actor, now=now)
        text = case.composed()
        version = DocumentVersion(
            document_id=document_id,
            number=len(case.versions) + 1,
            text=text.canonical(),
            fingerprint=text.fingerprint(),
            frozen_by_id=actor.person_id,
            frozen_at=now,
        )
        session.add(version)
        session.flush()
        record(session, case, actor, "document.frozen", now)
        return version


def consent(
    *, session: Session, actor: Actor, document_id: UUID, fingerprint: str, typed_name: str, now: datetime
) -> Consent:
    """The actor's yes to the text with `fingerprint`; a second click returns the first consent.

    The last consent leaves the seal to be made, in the same transaction. Raises "text_changed" where the text now
    reads otherwise than what was read, "typed_name_missing" or "typed_name_differs", and what `begin_signing` raises.
    """
    with transaction(session):
        case = load_locked(session, document_id)
        party = party_of(actor, case)
        current = case.current
        for given in case.consents[current.id] if current else ():
            if given.party_id == party.id and given.fingerprint == fingerprint and not _outdated(case):
                return given
        standing = case.standing()
        if code := signing_refused(standing):
            raise DomainError(code)
        if current is None or current.fingerprint != fingerprint or case.outdated():
            raise DomainError("text_changed")
        _refuse_other_name(case, party, typed_name)
        given = Consent(
            version_id=current.id,
            party_id=party.id,
            person_id=actor.person_id,
            typed_name=" ".join(typed_name.split()),
            fingerprint=fingerprint,
            given_at=now,
        )
        session.add(given)
        session.flush()
        if standing.signed | {party.capacity} >= set(standing.signers):
            outbox.post(
                session,
                kind="seal",
                params={"version_id": str(current.id)},
                organisation_id=case.document.organisation_id,
                now=now,
            )
        record(session, case, actor, "document.consented", now)
        return given


def party_of(actor: Actor, case: Case) -> DocumentParty:
    """As whom `actor` signs. Nobody signs for another: "not_a_party" for a reader who is none of the signers."""
    require_reader(actor, case)
    own = [party for party in case.parties if party.person_id == actor.person_id and party.required]
    if not own:
        raise DomainError("not_a_party")
    require(actor, Action.SIGN_DOCUMENT, case.subject)
    return own[0]


def _outdated(case: Case) -> bool:
    return not case.standing().everyone_signed and case.outdated()


def _refuse_other_name(case: Case, party: DocumentParty, typed_name: str) -> None:
    person = case.people[party.person_id]
    if not typed_name.strip():
        raise DomainError("typed_name_missing")
    if not is_name(typed_name, (person.name, person.latin_name)):
        raise DomainError("typed_name_differs", name=person.name)
