"""A clock that was set back is noticed, and nothing is signed or sealed before what it follows."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from core.access.clock import APART, moment
from core.access.trail import trace
from core.documents.drafting.service import withdraw
from core.documents.sealing.service import seal_pending
from core.documents.sealing.waiting import Trouble, health_of, sealed_or_why
from core.documents.signing.service import TypedSignature, begin_signing, consent
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.audit import PORTAL
from db.documents import Consent, DocumentFile, DocumentVersion, SealRecord
from db.engine import transaction
from db.organisations import Deployment
from tests.builders import a_scene
from tests.core.documents.stories import a_letter, sign, version_id

BACK, A_LITTLE = timedelta(hours=3), timedelta(minutes=2)


def test_nobody_signs_while_the_clock_is_behind_and_a_little_is_made_even(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    with pytest.raises(DomainError) as refused:
        begin_signing(session=session, actor=scene.as_volunteer, document_id=letter.id, now=now - BACK)
    assert refused.value.code == ErrorCode.CLOCK_BEHIND
    assert refused.value.details == {"clock": "2. november 2026 kl. 07.30", "newest": "2. november 2026 kl. 10.30"}
    assert session.exec(select(DocumentVersion)).all() == []
    version = begin_signing(session=session, actor=scene.as_volunteer, document_id=letter.id, now=now)
    signature = TypedSignature(version.fingerprint, scene.volunteer.name)
    with pytest.raises(DomainError, match="clock_behind"):
        consent(session=session, actor=scene.as_volunteer, document_id=letter.id, signature=signature, now=now - BACK)
    with transaction(session):
        # Something else is written meanwhile, as the clock says: the log alone knows nothing of what came before.
        trace(session, scene.organisation.id, None, "portal.set_up", "portal", PORTAL, now - BACK)
    with pytest.raises(DomainError, match="written_later") as told:
        consent(session=session, actor=scene.as_volunteer, document_id=letter.id, signature=signature, now=now - BACK)
    assert told.value.details == refused.value.details
    assert session.exec(select(Consent)).all() == []
    given = consent(
        session=session, actor=scene.as_volunteer, document_id=letter.id, signature=signature, now=now - A_LITTLE
    )
    assert given.given_at == version.frozen_at == now


def test_a_seal_waits_for_the_clock_and_the_administrator_is_told_why(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, letter.id, now)
    sign(session, scene.as_contact_person, letter.id, now)
    version = version_id(session, scene, letter.id)
    assert sealed_or_why(session=session, version_id=version, now=now - BACK) is Trouble.CLOCK
    assert session.exec(select(DocumentFile)).all() == []
    told = health_of(session, scene.organisation.id, now - BACK)
    assert (told.written_later, told.fine(now - BACK)) == (now, False)
    assert health_of(session, scene.organisation.id, now - APART).written_later is None
    seal_pending(session=session, version_id=version, now=now - A_LITTLE)
    assert session.exec(select(SealRecord.sealed_at)).one() == now


def test_what_was_written_while_the_clock_was_ahead_can_be_withdrawn_and_sent_anew(
    session: Session, now: datetime
) -> None:
    scene = a_scene(session, now)
    ahead = now + timedelta(days=400)
    letter = a_letter(session, scene, now)
    begin_signing(session=session, actor=scene.as_volunteer, document_id=letter.id, now=ahead)
    with transaction(session):
        trace(session, scene.organisation.id, None, "portal.set_up", "portal", PORTAL, now)
    with pytest.raises(DomainError, match="written_later"):
        sign(session, scene.as_contact_person, letter.id, now)
    withdraw(session=session, actor=scene.as_contact_person, document_id=letter.id, now=now)
    anew = a_letter(session, scene, now)
    for party in (scene.as_volunteer, scene.as_contact_person):
        sign(session, party, anew.id, now)
    seal_pending(session=session, version_id=version_id(session, scene, anew.id), now=now)
    assert session.exec(select(SealRecord.sealed_at)).one() == now


def test_the_day_of_a_demonstration_goes_back_and_forth(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    a_letter(session, scene, now)
    with transaction(session):
        deployment = session.exec(select(Deployment)).one()
        deployment.demonstration = True
        session.add(deployment)
    assert moment(session, scene.organisation.id, now - BACK) == now - BACK
