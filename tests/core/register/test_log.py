"""The log is searched, paged, and says in names what each entry is about."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from core.access.permissions import Actor, Role
from core.access.trail import trace
from core.errors import DomainError
from core.i18n import local_day
from core.people.colleagues import give_role
from core.register.log import LogFilter, LogPage, LogSubject, search_log
from db.engine import transaction
from tests.builders import Scene, a_member, a_scene, an_actor, an_organisation
from tests.core.documents.stories import a_draft
from tests.core.offers.builders import an_offer, says


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return a_scene(session, now)


@pytest.fixture
def auditor(session: Session, scene: Scene, now: datetime) -> Actor:
    person = a_member(session, scene.organisation, now, role=Role.AUDITOR, name="Ida Krag")
    return an_actor(person, scene.organisation, Role.AUDITOR)


def read(
    session: Session, scene: Scene, auditor: Actor, wanted: LogFilter | None = None, *, page: int = 1, at_once: int = 50
) -> LogPage:
    return search_log(
        session=session,
        actor=auditor,
        organisation_id=scene.organisation.id,
        wanted=wanted or LogFilter(),
        page=page,
        at_once=at_once,
    )


def happened(session: Session, scene: Scene, at: datetime, action: str = "person.changed") -> None:
    with transaction(session):
        trace(session, scene.organisation.id, scene.as_coordinator, action, "person", scene.volunteer.id, at, ["phone"])


def test_the_newest_come_first_a_page_at_a_time(session: Session, scene: Scene, auditor: Actor, now: datetime) -> None:
    for minute in range(5):
        happened(session, scene, now + timedelta(minutes=minute))
    second = read(session, scene, auditor, page=2, at_once=2)
    assert ([row.event.sequence for row in second.rows], second.total) == ([3, 2], 5)
    event = second.rows[0].event
    assert (event.actor_name, event.fields, event.at) == ("Jonas Holm", ("phone",), now + timedelta(minutes=2))


def test_a_role_is_told_with_its_name_and_whose_it_is(
    session: Session, scene: Scene, auditor: Actor, now: datetime
) -> None:
    bo = a_member(session, scene.organisation, now, role=Role.AUDITOR, name="Bo Lind")
    give_role(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        person_id=bo.id,
        role=Role.CONTACT_PERSON,
        workplace_id=scene.workplace.id,
        now=now,
    )
    (row,) = read(session, scene, auditor).rows
    assert row.subject == LogSubject(("Bo Lind",), called="Birkehuset", word="contact_person")


def test_a_document_is_told_by_its_kind_number_and_volunteer_and_leads_there(
    session: Session, scene: Scene, auditor: Actor, now: datetime
) -> None:
    document = a_draft(session, scene, now)
    (row,) = read(session, scene, auditor).rows
    assert row.subject == LogSubject(
        ("Karen Møller",), called=document.number, word="welcome_letter", page_of=("document", document.id)
    )


def test_a_no_that_somebody_wrote_down_is_told_with_whose_it_is(
    session: Session, scene: Scene, auditor: Actor, now: datetime
) -> None:
    offer = an_offer(session, scene, now)
    says(session, scene, offer, scene.volunteer.id, now, coming=True)
    says(session, scene, offer, scene.volunteer.id, now, coming=False)
    row = read(session, scene, auditor).rows[0]
    assert (row.event.action, row.event.actor_name) == ("offer.declined", "Jonas Holm")
    assert row.subject == LogSubject(("Karen Møller",), called=offer.title, page_of=("offer", offer.id))


def test_it_is_searched_by_person_kind_and_day(session: Session, scene: Scene, auditor: Actor, now: datetime) -> None:
    happened(session, scene, now - timedelta(days=3))
    a_draft(session, scene, now)
    happened(session, scene, now, "person.changed")

    def actions(**wanted) -> list[str]:
        return [row.event.action for row in read(session, scene, auditor, LogFilter(**wanted)).rows]

    everything = ["person.changed", "document.drafted", "person.changed"]
    assert actions(name="møller karen") == everything
    assert actions(name="lise") == ["document.drafted"]
    assert actions(name="holm") == ["person.changed", "person.changed"]
    assert actions(name="ingen") == []
    assert actions(actions=("document.",)) == ["document.drafted"]
    assert actions(first=local_day(now)) == everything[:2]
    assert actions(last=local_day(now - timedelta(days=1))) == everything[2:]


def test_it_takes_as_many_queries_for_many_lines_as_for_few(
    session: Session, scene: Scene, auditor: Actor, now: datetime, count_queries
) -> None:
    for minute in range(2):
        happened(session, scene, now + timedelta(minutes=minute))
    with count_queries() as few:
        read(session, scene, auditor)
    for minute in range(30):
        happened(session, scene, now + timedelta(hours=1, minutes=minute))
    with count_queries() as many:
        read(session, scene, auditor)
    assert many.total == few.total


def test_only_those_who_may_read_the_log_of_the_organisation_do(
    session: Session, scene: Scene, auditor: Actor, now: datetime
) -> None:
    other = an_organisation(session, now, name="Nyborg Kommune")
    for actor in (scene.as_volunteer, scene.as_contact_person, scene.as_coordinator):
        with pytest.raises(DomainError, match="not_allowed"):
            read(session, scene, actor)
    scene.organisation = other
    with pytest.raises(DomainError, match="not_allowed"):
        read(session, scene, auditor)
