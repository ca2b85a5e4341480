"""Making certificates and diplomas, one or many, and a proof of effort for a volunteer who asks for their own (H4)."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.clock import moment
from core.access.permissions import Action, Actor, require
from core.access.trail import trace
from core.approvals.case import engagement_for
from core.approvals.rules import Decision
from core.certificates.drawing import CertificateIssue, CertificateSigner, festive, letter
from core.certificates.reading import years_in
from core.certificates.text import CertificateKind, Effort, certificate_text
from core.courses.reading import hours_led
from core.documents.drafting.service import new_number
from core.documents.sealing.keys import sealing_material
from core.documents.sealing.service import verify_url
from core.documents.text.facts import printed_name
from core.documents.text.values import printable
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import known, local_day, words_in
from core.pdf.seal import seal
from core.programmes.publishing import programme_of
from core.recognition.facts import volunteer_facts
from core.recognition.rules import earned
from db.certificates import Certificate, CertificateFile, Signatory
from db.documents import SealRecord
from db.engine import transaction
from db.organisations import Organisation, Workplace
from db.people import Engagement, Person

# Two clicks in a row ask for one proof.
ONCE = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class CertificateOutcome:
    """What became of one certificate of many: `refused` is why nothing was made, None where it was."""

    engagement_id: UUID
    name: str
    certificate_id: UUID | None
    refused: DomainError | None


def make(
    *, session: Session, actor: Actor, engagement_id: UUID, key: str, again: bool = False, now: datetime
) -> Certificate:
    """The certificate or diploma that `key` names, sealed; the one that is there unless it is to be made `again`.

    Raises "certificate_not_earned", or "letters_unprintable" for a name without a Latin spelling.
    """
    engagement = engagement_for(session, actor, Action.RECOGNISE, engagement_id)
    if not again and (found := _newest(session, engagement_id, key)) is not None:
        return found
    facts = volunteer_facts(session, [engagement])[engagement_id]
    programme = programme_of(session, engagement.programme_version_id)
    occasion = next((each for each in earned(programme, facts, local_day(now)) if each.key == key), None)
    if occasion is None:
        raise DomainError(ErrorCode.CERTIFICATE_NOT_EARNED)
    return _store(session, actor, engagement, CertificateKind(occasion.kind.value), key, again=again, now=now)


def make_each(
    *, session: Session, actor: Actor, engagement_ids: Sequence[UUID], key: str, now: datetime
) -> Iterator[CertificateOutcome]:
    """Make what `key` names for these volunteers, one by one as the outcomes are fetched, each in its own transaction.

    What is there already is not made anew, so that asking twice makes nothing twice.
    """
    require(actor, Action.RECOGNISE)
    for engagement_id in engagement_ids:
        try:
            made = make(session=session, actor=actor, engagement_id=engagement_id, key=key, now=now)
        except DomainError as error:
            # Names are told only of those whom the actor may thank.
            hidden = error.code in (ErrorCode.NOT_ALLOWED, ErrorCode.NOT_FOUND)
            yield CertificateOutcome(engagement_id, "" if hidden else _name_of(session, engagement_id), None, error)
        else:
            yield CertificateOutcome(engagement_id, _name_of(session, engagement_id), made.id, None)
        session.rollback()


def prove(*, session: Session, actor: Actor, engagement_id: UUID, now: datetime) -> Certificate:
    """A proof of effort, made at once: role, place, period, courses and hours, and nothing about health.

    Everybody makes their own, and who thanks people makes it for somebody who stops. Raises "not_allowed" for others,
    and "proof_too_early" before the first day.
    """
    asked = session.get(Engagement, engagement_id)
    own = asked is not None and asked.person_id == actor.person_id
    action = Action.SEE_OWN_DOCUMENTS if own else Action.RECOGNISE
    engagement = engagement_for(session, actor, action, engagement_id)
    if (engagement.begins_on or local_day(engagement.created_at)) > local_day(now):
        raise DomainError(ErrorCode.PROOF_TOO_EARLY)
    key = f"proof:{local_day(now):%Y-%m-%d}"
    found = _newest(session, engagement_id, key)
    if found is not None and now - found.made_at < ONCE:
        return found
    return _store(session, actor, engagement, CertificateKind.PROOF, key, again=True, now=now)


def _store(
    session: Session,
    actor: Actor,
    engagement: Engagement,
    kind: CertificateKind,
    key: str,
    *,
    again: bool,
    now: datetime,
) -> Certificate:
    former = _newest(session, engagement.id, key)
    edition = former.edition + 1 if former else 1
    number, organisation_id = new_number(), engagement.organisation_id
    now = moment(session, organisation_id, now)
    effort, language = _effort(session, engagement, key, local_day(now))
    organisation = session.get_one(Organisation, organisation_id)
    issue = CertificateIssue(
        number=number,
        edition=edition,
        url=verify_url(number),
        made_at=now,
        language=language,
        organisation=organisation.name,
        logo=organisation.logo,
        signed=_signed(session, organisation),
    )
    key_id, material = sealing_material(session, organisation_id, now)
    drawn = (letter if kind is CertificateKind.PROOF else festive)(certificate_text(kind, effort, language), issue)
    sealed = seal(drawn, material, at=now)
    sha256 = hashlib.sha256(sealed).hexdigest()
    with transaction(session):
        session.exec(select(Engagement.id).where(Engagement.id == engagement.id).with_for_update()).one()
        newer = _newest(session, engagement.id, key)
        if newer is not None and (not again or newer.edition >= edition):
            return newer
        made = Certificate(
            organisation_id=organisation_id,
            engagement_id=engagement.id,
            kind=kind,
            key=key,
            edition=edition,
            number=number,
            made_by_id=actor.person_id,
            made_at=now,
        )
        session.add(made)
        session.flush()
        session.add(CertificateFile(certificate_id=made.id, content=sealed, sha256=sha256))
        session.add(
            SealRecord(
                sha256=sha256,
                number=number,
                organisation_id=organisation_id,
                sealing_key_id=key_id,
                kind=kind,
                template=kind,
                version=edition,
                sealed_at=now,
            )
        )
        trace(session, organisation_id, actor, "certificate.made", "engagement", engagement.id, now, [kind])
        return made


def _newest(session: Session, engagement_id: UUID, key: str) -> Certificate | None:
    asked = (
        select(Certificate)
        .where(Certificate.engagement_id == engagement_id, Certificate.key == key)
        .order_by(col(Certificate.edition).desc())
        .limit(1)
    )
    return session.exec(asked.execution_options(populate_existing=True)).one_or_none()


def _effort(session: Session, engagement: Engagement, key: str, today: date) -> tuple[Effort, str]:
    """What the volunteer did, and the language they read."""
    person = session.get_one(Person, engagement.person_id)
    language = known(person.language)
    facts = volunteer_facts(session, [engagement])[engagement.id]
    own = facts.instructor
    approved = (each.decided_on for each in own.approvals if each.decision is Decision.APPROVED)
    assert facts.began_on is not None
    effort = Effort(
        name=printable(printed_name(person)),
        organisation=session.get_one(Organisation, engagement.organisation_id).name,
        programme=words_in(programme_of(session, engagement.programme_version_id).name, language),
        workplace=session.get_one(Workplace, engagement.workplace_id).name,
        began_on=facts.began_on,
        ended_on=facts.ended_on if facts.ended_on and facts.ended_on <= today else None,
        approved_on=min((day for day in approved if day <= today), default=None),
        courses=sum(each.counts and each.last_on <= today for each in own.courses),
        hours=hours_led(session, engagement.id),
        years=years_in(key),
    )
    return effort, language


def _signed(session: Session, organisation: Organisation) -> CertificateSigner:
    found = session.get(Signatory, organisation.id)
    return (
        CertificateSigner(found.name, found.title, found.image) if found else CertificateSigner(organisation.name, "")
    )


def _name_of(session: Session, engagement_id: UUID) -> str:
    return session.exec(
        select(Person.name)
        .join(Engagement, col(Engagement.person_id) == col(Person.id))
        .where(Engagement.id == engagement_id)
    ).one()
