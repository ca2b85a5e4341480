"""The log tells of every row of evidence, and each that is not as it was is found."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import LargeBinary, literal, text, update
from sqlmodel import Session, col, delete, select

from core.access import evidence
from core.access.evidence import begin, chains, evidence_faults
from core.documents.signing.declining import take_back
from db.audit import PORTAL, AuditEvent, AuditHead
from db.documents import ConsentDrawing
from db.engine import transaction
from db.evidence import EvidenceUntold
from db.tables import METADATA
from tests.builders import a_scene, look_again
from tests.core.documents.stories import a_letter, a_sealed_letter, answer, sign

# What whoever can write to the database does to it, past the portal; and what is then said of which table.
TAMPERED: list[tuple[str, dict[str, Any] | None, str]] = [
    ("consent", {"given_at": datetime.fromisoformat("2026-10-01T00:00:00+00:00")}, "changed"),
    ("consent", {"how": "paper"}, "changed"),
    ("consent", {"typed_name": literal(b"nothing that was ever encrypted", LargeBinary)}, "changed"),
    ("consent", None, "gone"),
    ("document_version", {"frozen_at": datetime.fromisoformat("2026-10-01T00:00:00+00:00")}, "changed"),
    ("document_version", {"fingerprint": "0" * 64}, "changed"),
    ("document_file", {"stored_at": datetime.fromisoformat("2026-10-01T00:00:00+00:00")}, "changed"),
    ("document_file", None, "gone"),
    ("seal_record", {"sealed_at": datetime.fromisoformat("2026-10-01T00:00:00+00:00")}, "changed"),
    ("seal_record", {"sha256": "0" * 64}, "gone"),
    ("seal_record", None, "gone"),
]


def whole(session: Session) -> bool:
    look_again(session)
    return not evidence_faults(session) and all(chain.broken_at is None for chain in chains(session))


def test_all_that_proves_an_agreement_stands_under_the_log_and_each_change_to_it_is_found(
    session: Session, now: datetime
) -> None:
    scene = a_scene(session, now)
    a_sealed_letter(session, scene, now)
    assert whole(session)
    told = set().union(*(each or {} for each in session.exec(select(AuditEvent.evidence))))
    assert {name.partition(":")[0] for name in told} == {"document_version", "consent", "document_file", "seal_record"}
    for name, values, problem in TAMPERED:
        session.rollback()
        session.expunge_all()
        # Past the session, as from a shell; undone by the next turn.
        table = METADATA.tables[name]
        past = table.delete() if values is None else update(table).values(values)
        session.connection().execute(past)
        found = evidence_faults(session)
        assert (name, problem) in {(each.row.partition(":")[0], each.problem) for each in found}, (name, values)
        assert all(each.sequence for each in found if each.problem != "untold")
    session.rollback()
    assert whole(session)


def test_a_consent_put_in_past_the_portal_is_found(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    given = sign(session, scene.as_volunteer, letter.id, now)
    values = given.model_dump()
    with transaction(session):
        session.connection().execute(text("DELETE FROM consent"))
        put_in = METADATA.tables["consent"].insert().values(values | {"given_at": now - timedelta(days=9)})
        session.connection().execute(put_in)
    assert [each.problem for each in evidence_faults(session)] == ["changed"]


def test_what_is_changed_by_the_portal_is_told_too(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, letter.id, now)
    take_back(session=session, actor=scene.as_volunteer, document_id=letter.id, now=now)
    assert whole(session)
    sign(session, scene.as_volunteer, letter.id, now)
    answer(session, scene.as_contact_person, letter.id, "extent", "Onsdag", now)
    answer(session, scene.as_contact_person, letter.id, "extent", "To timer om ugen", now)
    assert whole(session)


def test_evidence_that_no_entry_tells_of_is_not_stored(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    given = sign(session, scene.as_volunteer, letter.id, now)
    with pytest.raises(EvidenceUntold, match="consent_drawing"), transaction(session):
        session.add(ConsentDrawing(consent_id=given.id, image=b"a picture"))
    assert session.exec(select(ConsentDrawing)).all() == []
    assert whole(session)


def test_what_was_there_before_is_brought_under_the_log_once_and_it_says_from_when(
    session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = a_scene(session, now)
    a_sealed_letter(session, scene, now)
    monkeypatch.setattr(evidence, "AT_ONCE", 2)
    with transaction(session):
        # As a database from before: nothing carries a digest, and nothing has begun.
        session.execute(update(AuditEvent).values(evidence=None))
        session.execute(delete(AuditEvent).where(col(AuditEvent.organisation_id) == PORTAL))
        session.execute(delete(AuditHead).where(col(AuditHead.organisation_id) == PORTAL))
    later = now + timedelta(days=3)
    with transaction(session):
        assert begin(session, now=later) == 5
        assert begin(session, now=later) == 0
    entries = session.exec(select(AuditEvent).where(AuditEvent.organisation_id == PORTAL)).all()
    assert {(each.action, each.at) for each in entries} == {("evidence.begun", later)}
    assert len(entries) == 3
    assert evidence_faults(session) == []
