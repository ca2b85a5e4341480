"""The coordinator's list: every state as the document itself has it, for those it is for, in few queries."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from core.access.permissions import Role
from core.documents.drafting.service import draft, withdraw
from core.documents.reading import read
from core.documents.rules import DocumentState
from core.documents.signing.declining import decline
from core.errors import DomainError
from core.i18n import local_day
from core.journey.doing import Do
from core.people.filter import EngagementFilter
from core.people.service import save_own_details
from core.register.documents import DocumentRow, documents_waiting, finished_documents
from db.engine import transaction
from db.people import Engagement
from tests.builders import Scene, a_member, a_person, a_scene, a_workplace, an_actor
from tests.core.documents.stories import (
    a_draft,
    a_letter,
    a_renewed_letter,
    a_sealed_letter,
    a_signed_letter,
    answer,
    sign,
)

DAY = timedelta(days=1)


def listed(session: Session, scene: Scene, now: datetime, actor=None, **asked) -> list[DocumentRow]:
    return documents_waiting(
        session=session,
        actor=actor or scene.as_coordinator,
        organisation_id=scene.organisation.id,
        today=local_day(now),
        **asked,
    )


def another(session: Session, scene: Scene, now: datetime, *, name: str = "Bo Dahl") -> Scene:
    """One more volunteer beside the scene's own."""
    person = a_person(session, now, name=name, email="bo@example.dk")
    with transaction(session):
        own = scene.engagement
        engagement = Engagement(
            organisation_id=own.organisation_id,
            person_id=person.id,
            programme_version_id=own.programme_version_id,
            workplace_id=own.workplace_id,
            contact_person_id=own.contact_person_id,
            coordinator_id=own.coordinator_id,
            begins_on=own.begins_on,
            created_at=now,
        )
        session.add(engagement)
    return Scene(scene.organisation, scene.workplace, person, scene.contact_person, scene.coordinator, engagement)


def every_state(session: Session, scene: Scene, now: datetime) -> None:
    """One document of each state, each for a volunteer of its own."""
    a_draft(session, scene, now)
    people = [another(session, scene, now, name=f"Frivillig {letter}") for letter in "ABCDEFGHI"]
    answered = a_letter(session, people[0], now)
    answer(session, people[0].as_coordinator, answered.id, "task", "", now)
    a_letter(session, people[1], now)
    half_signed = a_letter(session, people[2], now)
    sign(session, people[2].as_volunteer, half_signed.id, now)
    a_signed_letter(session, people[3], now)
    a_sealed_letter(session, people[4], now)
    taken_back = a_letter(session, people[5], now)
    withdraw(session=session, actor=scene.as_coordinator, document_id=taken_back.id, now=now)
    refused = a_letter(session, people[7], now)
    decline(session=session, actor=people[7].as_volunteer, document_id=refused.id, word="Ikke nu", now=now)
    a_sealed_letter(session, people[8], now)
    a_renewed_letter(session, people[8], now)
    changed = a_letter(session, people[6], now)
    sign(session, people[6].as_volunteer, changed.id, now)
    save_own_details(
        session=session,
        actor=people[6].as_volunteer,
        changes={"phone": "20 20 20 20"},
        expected_version=people[6].volunteer.version,
        now=now,
    )


def assert_as_each_document_says(session: Session, scene: Scene, rows: list[DocumentRow]) -> None:
    for row in rows:
        view = read(session=session, actor=scene.as_coordinator, document_id=row.document_id)
        assert (row.state, tuple(each.capacity for each in row.waiting_for)) == (view.state, view.waiting_for)


def test_every_state_is_the_one_the_document_itself_has(session: Session, now: datetime):
    scene = a_scene(session, now)
    every_state(session, scene, now)
    rows = listed(session, scene, now)
    assert {row.state for row in rows} == set(DocumentState) - {DocumentState.DISCUSSED}
    assert len(rows) == 11
    assert_as_each_document_says(session, scene, rows)
    assert_as_each_document_says(session, scene, listed(session, scene, now))


def test_a_phone_number_changed_after_a_signature_asks_for_it_again(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, letter.id, now)
    (row,) = listed(session, scene, now)
    assert [each.capacity for each in row.waiting_for] == ["organisation"]
    save_own_details(
        session=session,
        actor=scene.as_volunteer,
        changes={"phone": "20 20 20 20"},
        expected_version=scene.volunteer.version,
        now=now,
    )
    (row,) = listed(session, scene, now)
    assert [each.capacity for each in row.waiting_for] == ["volunteer", "organisation"]


def test_an_answer_taken_back_shows_at_the_next_look(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    assert listed(session, scene, now)[0].state is DocumentState.WAITING
    answer(session, scene.as_coordinator, letter.id, "task", "", now)
    assert listed(session, scene, now)[0].state is DocumentState.FILLING_IN
    answer(session, scene.as_coordinator, letter.id, "task", "Læse højt", now)
    assert listed(session, scene, now)[0].state is DocumentState.WAITING


def test_longest_waiting_stands_first_and_the_finished_last_newest_first(session: Session, now: datetime):
    scene = a_scene(session, now)
    new, old = another(session, scene, now), another(session, scene, now, name="Ea Vang")
    done, just_done = another(session, scene, now), another(session, scene, now)
    a_letter(session, new, now - DAY)
    a_letter(session, old, now - 5 * DAY)
    a_sealed_letter(session, done, now - 9 * DAY)
    a_sealed_letter(session, just_done, now - 8 * DAY)
    rows = listed(session, scene, now)
    assert [row.engagement_id for row in rows] == [each.engagement.id for each in (old, new, just_done, done)]
    assert [row.days for row in rows[:2]] == [5, 1]


def test_a_row_says_whom_it_waits_for_and_what_the_reader_can_do(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, letter.id, now + DAY)
    (seen_by_coordinator,) = listed(session, scene, now + 3 * DAY)
    assert [(each.name, each.person_id) for each in seen_by_coordinator.waiting_for] == [
        (scene.contact_person.name, scene.contact_person.id)
    ]
    assert (seen_by_coordinator.mine, seen_by_coordinator.next) == (False, Do.REMIND)
    assert seen_by_coordinator.days == 2
    (seen_by_signer,) = listed(session, scene, now, actor=scene.as_contact_person)
    assert (seen_by_signer.mine, seen_by_signer.next) == (True, Do.SIGN)


def test_a_draft_waits_for_whoever_began_it(session: Session, now: datetime):
    scene = a_scene(session, now)
    a_draft(session, scene, now)
    (row,) = listed(session, scene, now)
    assert [each.name for each in row.waiting_for] == [scene.contact_person.name]
    assert row.next is Do.CONTINUE


def test_contact_persons_see_their_workplace_and_their_own_volunteers(session: Session, now: datetime):
    scene = a_scene(session, now)
    elsewhere = another(session, scene, now)
    followed = another(session, scene, now)
    library = a_workplace(session, scene.organisation, name="Biblioteket")
    stranger = a_member(session, scene.organisation, now, role=Role.CONTACT_PERSON, name="Ida Berg", workplace=library)
    with transaction(session):
        for each, contact in ((elsewhere, stranger), (followed, scene.contact_person)):
            each.engagement.workplace_id, each.engagement.contact_person_id = library.id, contact.id
            session.add(each.engagement)
    drafts = {
        name: draft(
            session=session,
            actor=scene.as_coordinator,
            engagement_id=each.engagement.id,
            kind="welcome_letter",
            signing_language="da",
            now=now,
        ).id
        for name, each in (("own", scene), ("elsewhere", elsewhere), ("followed", followed))
    }
    seen = {row.document_id for row in listed(session, scene, now, actor=scene.as_contact_person)}
    assert seen == {drafts["own"], drafts["followed"]}
    as_stranger = an_actor(stranger, scene.organisation, Role.CONTACT_PERSON, library)
    assert {row.document_id for row in listed(session, scene, now, actor=as_stranger)} == {
        drafts["elsewhere"],
        drafts["followed"],
    }


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.ADMIN, Role.AUDITOR, Role.SUPERVISOR])
def test_others_see_no_list(session: Session, now: datetime, role: Role):
    scene = a_scene(session, now)
    with pytest.raises(DomainError, match="not_allowed"):
        listed(session, scene, now, actor=an_actor(scene.coordinator, scene.organisation, role, scene.workplace))


def test_another_organisation_is_out_of_reach(session: Session, now: datetime):
    scene, foreign = a_scene(session, now), a_scene(session, now)
    a_draft(session, foreign, now)
    assert listed(session, scene, now) == []
    with pytest.raises(DomainError, match="not_allowed"):
        listed(session, scene, now, actor=foreign.as_coordinator)


def test_the_reader_chooses_what_to_see(session: Session, now: datetime):
    scene = a_scene(session, now)
    a_draft(session, scene, now)
    other = a_workplace(session, scene.organisation, name="Biblioteket")
    assert len(listed(session, scene, now, filtered_by=EngagementFilter(workplace_id=scene.workplace.id))) == 1
    assert listed(session, scene, now, filtered_by=EngagementFilter(workplace_id=other.id)) == []
    assert len(listed(session, scene, now, filtered_by=EngagementFilter(programme="kommunal_frivillig"))) == 1
    assert listed(session, scene, now, filtered_by=EngagementFilter(programme="peer_stoette")) == []
    assert (
        len(listed(session, scene, now, filtered_by=EngagementFilter(contact_person_id=scene.contact_person.id))) == 1
    )
    assert listed(session, scene, now, filtered_by=EngagementFilter(contact_person_id=scene.coordinator.id)) == []
    assert listed(session, scene, now, engagement_id=another(session, scene, now).engagement.id) == []


def test_the_finished_can_be_asked_for_and_counted_alone(session: Session, now: datetime):
    scene = a_scene(session, now)
    every_state(session, scene, now)
    finished = listed(session, scene, now, finished=True)
    assert {row.state for row in finished} == {
        DocumentState.SEALED,
        DocumentState.WITHDRAWN,
        DocumentState.SUPERSEDED,
    }
    waiting = listed(session, scene, now, finished=False)
    assert {row.document_id for row in [*waiting, *finished]} == {
        row.document_id for row in listed(session, scene, now)
    }
    assert not any(row.finished for row in waiting)
    count = finished_documents(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)
    assert count == len(finished) == 4


def statements_of_a_look(session: Session, scene: Scene, now: datetime) -> list[str]:
    """Every SQL statement of one look at the list."""
    actor, organisation_id = scene.as_coordinator, scene.organisation.id
    session.rollback()
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    with Session(engine) as fresh:
        documents_waiting(session=fresh, actor=actor, organisation_id=organisation_id, today=local_day(now))
    event.remove(engine, "before_cursor_execute", note)
    return seen


def test_many_documents_take_no_more_queries_than_one_and_no_text_or_file_is_read(session: Session, now: datetime):
    scene = a_scene(session, now)
    a_sealed_letter(session, scene, now)
    for_one = statements_of_a_look(session, scene, now)
    every_state(session, another(session, scene, now), now)
    first_look = listed(session, scene, now)
    for_all = statements_of_a_look(session, scene, now)
    assert listed(session, scene, now) == first_look
    assert len(for_all) == len(for_one)
    assert not any("document_version.text" in each or "document_file.content" in each for each in for_all)


def test_the_first_look_at_open_documents_takes_a_fixed_number_of_queries_too(session: Session, now: datetime):
    scene = a_scene(session, now)
    a_letter(session, scene, now)
    for_one = statements_of_a_look(session, scene, now)
    for letter in "ABCD":
        a_letter(session, another(session, scene, now, name=f"Frivillig {letter}"), now)
    assert len(statements_of_a_look(session, scene, now)) == len(for_one)
