"""The demonstration shows every state, and never meets real records."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import Session, col, select

from core.access.permissions import Role
from core.assessments.board import BoardFilter, board
from core.assessments.rules import BoardStage
from core.calendar.service import calendar_of
from core.commands import all_documents
from core.demo import service
from core.demo.service import demo_logins, load, load_without_code
from core.documents.rules import DocumentState
from core.errors import DomainError
from core.guidelines.reading import readings
from core.guidelines.rules import AcknowledgementState
from core.i18n import local_day, utc_now
from core.offers.rhythm import rhythms_of
from core.organisations.service import setup_code, state
from db.audit import AuditEvent, first_break
from db.courses import CourseModule
from db.documents import Document, DocumentFile, DocumentVersion
from db.offers import Offer
from db.organisations import Organisation
from db.outbox import OutboxItem
from db.people import Engagement, Membership, Person
from db.recognition import Recognition
from db.supervision import Supervision
from tests.builders import an_actor, an_organisation


def test_the_demonstration_has_every_state_both_languages_and_everybody(demonstration: Session):
    states = Counter(listed.state for listed in all_documents(demonstration))
    assert set(DocumentState) - set(states) <= {DocumentState.SEALING}
    assert len(demonstration.exec(select(Engagement)).all()) == 54
    assert {m.role for m in demonstration.exec(select(Membership))} >= {
        Role.COORDINATOR,
        Role.ADMIN,
        Role.CONTACT_PERSON,
    }
    assert {p.language for p in demonstration.exec(select(Person))} == {"da", "en"}
    organisation = demonstration.exec(select(Organisation)).one()
    assert first_break(demonstration, organisation.id) is None
    assert demonstration.exec(select(OutboxItem).where(col(OutboxItem.done_at).is_(None))).all() == []
    roles = {login.role for login in demo_logins(demonstration)}
    assert roles == set(Role) - {Role.FORMER}


def test_everybody_has_a_phone_and_a_next_of_kin_of_their_own_and_the_trail_goes_by_days(demonstration: Session):
    people = demonstration.exec(select(Person)).all()
    phones = [number for each in people for number in (each.phone, each.next_of_kin_phone) if number]
    assert len(phones) > len(people)
    assert len(set(phones)) == len(phones)
    assert len({each.next_of_kin_name for each in people if each.next_of_kin_name}) > len(people) / 3
    organisation = demonstration.exec(select(Organisation)).one()
    assert organisation.logo
    own = select(AuditEvent.at).where(AuditEvent.organisation_id == organisation.id)
    days = demonstration.exec(own.order_by(col(AuditEvent.sequence))).all()
    assert days == sorted(days)
    kinds = {listed.kind for listed in all_documents(demonstration)}
    assert "task_description" in kinds


def test_a_document_says_it_was_sealed_when_its_file_was_made_and_never_without_one(demonstration: Session):
    """Lists ask the document alone; whatever seals must tell it too."""
    files = demonstration.exec(
        select(DocumentVersion.document_id, DocumentFile.stored_at)
        .join(DocumentFile, col(DocumentFile.version_id) == col(DocumentVersion.id))
        .where(col(DocumentVersion.replaced_at).is_(None))
    ).all()
    documents = demonstration.exec(select(Document)).all()
    made_at = dict(files)
    assert len(made_at) == len(files)
    assert {each.id: each.sealed_at for each in documents} == {each.id: made_at.get(each.id) for each in documents}
    assert 0 < len(files) < len(documents)


def test_every_workplace_has_guidelines_and_one_newer_version_waits_to_be_read(demonstration: Session):
    engagements = demonstration.exec(select(Engagement)).all()
    own = [reading for each in readings(demonstration, engagements).values() for reading in each]
    at_workplaces = [reading for reading in own if reading.shelf.workplace_id]
    assert len(at_workplaces) == len(engagements)
    assert {reading.standing for reading in at_workplaces} == set(AcknowledgementState)
    assert len({reading.shelf for reading in own if reading.standing is AcknowledgementState.MOVED_ON}) == 1


# What is planned is told from the calendar alone: on one database, and without what volunteers have signed, which is
# most of the time that a demonstration takes to fill.
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("day", [(2026, 12, 22), (2027, 4, 3), (2027, 7, 28)])
def test_nothing_is_planned_on_a_holiday_or_a_closed_day(
    session: Session, day: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
):
    now = datetime(*day, 9, tzinfo=UTC)
    monkeypatch.setattr(service, "_document", lambda *_told: None)
    load_without_code(session=session, now=now)
    calendar = calendar_of(session, session.exec(select(Organisation.id)).one())
    days = [(module.starts_at, module.held_at) for module in session.exec(select(CourseModule))]
    assert days
    assert not any(calendar.is_closed(local_day(starts_at)) for starts_at, _held_at in days)
    assert all(held_at is None or held_at <= now for _starts_at, held_at in days)
    for planned in (
        [local_day(offer.starts_at) for offer in session.exec(select(Offer))],
        [made.planned_on for made in session.exec(select(Recognition))],
        [local_day(each.planned_at) for each in session.exec(select(Supervision)) if each.planned_at],
    ):
        assert planned
        assert not any(calendar.is_closed(at) for at in planned)


def test_a_stranger_without_the_code_cannot_fill_the_portal(session: Session, now: datetime):
    setup_code(session)
    with pytest.raises(DomainError, match="setup_code_wrong"):
        load(session=session, code="nej", now=now)
    assert state(session) == "empty"


def test_real_records_and_the_demonstration_never_meet(session: Session, now: datetime):
    an_organisation(session, now)
    with pytest.raises(DomainError, match="holds_real_records"):
        load_without_code(session=session, now=now)
    assert demo_logins(session) == []


def test_a_gathering_comes_up_by_itself_and_an_application_stands_at_every_stage_of_the_board(demonstration: Session):
    today = local_day(utc_now())
    organisation = demonstration.exec(select(Organisation)).one()
    person = demonstration.exec(select(Person).where(Person.name == "Mette Lund")).one()
    coordinator = an_actor(person, organisation, Role.COORDINATOR)
    asked: dict[str, Any] = {
        "session": demonstration,
        "actor": coordinator,
        "organisation_id": organisation.id,
        "today": today,
    }
    assert [row.due_on is None for row in rhythms_of(**asked)] == [False, True]
    counts = board(**asked, chosen=BoardFilter(), page=1).counts
    assert [stage for stage, count in counts.items() if not count] == []
    answered = board(**asked, chosen=BoardFilter(stage=BoardStage.ANSWERED), page=1)
    assert {row.decision for row in answered.rows} == {"yes", "no"}
