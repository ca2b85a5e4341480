"""A document as each reader sees it, at a fixed cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlmodel import Session

from core.access.permissions import Actor, Role
from core.documents.case import gather
from core.documents.drafting.service import withdraw
from core.documents.reading import DocumentView, read
from core.documents.sealing.service import seal_pending
from core.errors import DomainError
from core.startup import Portal
from db.documents import Document
from tests.builders import a_member, a_scene, a_workplace, an_account, an_actor
from tests.core.documents.stories import (
    a_draft,
    a_letter,
    a_signed_letter,
    answer,
    change_signed,
    sign,
    version_id,
)

MOST_QUERIES = 12


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """The queries made meanwhile."""
    made: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            made.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield made
    finally:
        event.remove(engine, "before_cursor_execute", note)


def seen(session: Session, actor: Actor, document: Document) -> DocumentView:
    return read(session=session, actor=actor, document_id=document.id)


def look_at_everything(view: DocumentView) -> None:
    assert view.text
    assert view.in_language("en").language == "en"
    assert [(view.value(field), view.can_answer(field)) for field in view.fields]
    assert view.parties
    assert view.missing == ()
    assert view.changes() == () or view.previous_text is not None
    assert view.aid_is_exact


def test_who_may_read_it_and_who_may_not(session: Session, now: datetime) -> None:
    scene, stranger = a_scene(session, now), a_scene(session, now)
    document = a_draft(session, scene, now)
    elsewhere = a_workplace(session, scene.organisation, name="Biblioteket")
    other = a_member(session, scene.organisation, now, role=Role.CONTACT_PERSON, name="Bo Lind", workplace=elsewhere)
    refused = {
        "not_shared_yet": [scene.as_volunteer],
        "not_allowed": [
            stranger.as_volunteer,
            stranger.as_coordinator,
            an_actor(other, scene.organisation, Role.CONTACT_PERSON, elsewhere),
            an_actor(scene.coordinator, scene.organisation, Role.ADMIN),
        ],
    }
    for code, actors in refused.items():
        for actor in actors:
            with pytest.raises(DomainError) as error:
                seen(session, actor, document)
            assert error.value.code == code
    for actor in (scene.as_contact_person, scene.as_coordinator):
        assert seen(session, actor, document).state == "draft"


def test_a_document_that_is_not_there_is_not_found(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    with pytest.raises(DomainError) as error:
        read(session=session, actor=scene.as_coordinator, document_id=uuid4())
    assert error.value.code == "not_found"


def test_each_reader_can_do_what_is_theirs(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    an_account(session, scene.volunteer, now)
    document = a_letter(session, scene, now)
    rights = {}
    for name, actor in (
        ("volunteer", scene.as_volunteer),
        ("contact_person", scene.as_contact_person),
        ("coordinator", scene.as_coordinator),
    ):
        view = seen(session, actor, document)
        mine = {field.id for field in view.fields if view.can_answer(field)}
        rights[name] = (
            view.mine,
            view.can_sign,
            view.can_draft,
            view.can_edit_points,
            "wishes" in mine,
            "task" in mine,
        )
    assert rights == {
        "volunteer": ("volunteer", True, False, False, True, False),
        "contact_person": ("organisation", True, True, True, False, True),
        "coordinator": (None, False, True, True, False, True),
    }


def test_nothing_can_be_done_to_a_document_that_is_over(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    signed = a_signed_letter(session, scene, now)
    withdrawn = a_letter(session, scene, now, kind="confidentiality_declaration")
    withdraw(session=session, actor=scene.as_coordinator, document_id=withdrawn.id, now=now)
    for document in (signed, withdrawn):
        for actor in (scene.as_volunteer, scene.as_contact_person):
            view = seen(session, actor, document)
            assert not view.can_sign
            assert not view.can_edit_points
            assert not any(view.can_answer(field) for field in view.fields)


def test_the_other_language_is_read_beside_the_one_that_is_signed(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, document.id, now)
    view = seen(session, scene.as_volunteer, document)
    assert (view.text.language, view.in_language("en").language) == ("da", "en")
    assert view.in_language("da") is view.text
    assert view.in_language("en").fingerprint() != view.text.fingerprint()
    assert view.aid_is_exact


def test_who_has_signed_stands_beside_their_name(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    given = sign(session, scene.as_contact_person, document.id, now)
    volunteer, organisation = seen(session, scene.as_coordinator, document).parties
    assert (volunteer.name, volunteer.person, volunteer.consent) == ("Karen Møller", scene.volunteer, None)
    assert organisation.consent is not None
    assert (organisation.name, organisation.on_behalf_of) == ("Lise Bach", "Solbjerg Kommune")
    assert organisation.consent.id == given.id


def test_the_text_before_the_change_is_the_readers_own_last_signed(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    assert seen(session, scene.as_volunteer, document).previous_text is None
    sign(session, scene.as_volunteer, document.id, now)
    change_signed(session, scene.as_contact_person, document.id, "meetings", "Hver mandag.", now)
    sign(session, scene.as_contact_person, document.id, now)
    change_signed(session, scene.as_contact_person, document.id, "meetings", "Hver tirsdag.", now)
    before_volunteer = seen(session, scene.as_volunteer, document).previous_text
    before_contact = seen(session, scene.as_contact_person, document).previous_text
    assert before_volunteer is not None
    assert before_contact is not None
    assert "Hver mandag." not in before_volunteer.canonical()
    assert "Hver mandag." in before_contact.canonical()
    said = [text for change in seen(session, scene.as_volunteer, document).changes() for _kind, text in change.words]
    assert "tirsdag" in "".join(said)


def test_reading_costs_the_same_few_queries_at_every_stage(portal: Portal, session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document_id = a_letter(session, scene, now).id
    actor, colleague = scene.as_volunteer, scene.as_contact_person

    def half() -> None:
        sign(session, colleague, document_id, now)

    def changed() -> None:
        answer(session, actor, document_id, "wishes", "Gerne ture", now)

    def signed() -> None:
        sign(session, actor, document_id, now)
        sign(session, colleague, document_id, now)

    def sealed() -> None:
        seal_pending(session=session, version_id=version_id(session, scene, document_id), now=now)

    costs = []
    for step in (half, changed, signed, sealed):
        step()
        with portal.session() as fresh, counted(fresh) as queries:
            look_at_everything(read(session=fresh, actor=actor, document_id=document_id))
        costs.append(len(queries))
    assert len(set(costs)) == 1
    assert costs[0] <= MOST_QUERIES


def test_many_documents_cost_as_many_queries_as_one(portal: Portal, session: Session, now: datetime) -> None:
    ids = [a_letter(session, a_scene(session, now), now).id for _ in range(4)]
    session.rollback()
    with portal.session() as fresh, counted(fresh) as for_one:
        gather(fresh, ids[:1])
    with portal.session() as fresh, counted(fresh) as for_all:
        found = [case.document.id for case in gather(fresh, [*ids, uuid4()])]
    assert found == ids
    assert len(for_all) == len(for_one)


def test_reading_never_loads_the_file_or_the_logo(portal: Portal, session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document_id = a_signed_letter(session, scene, now).id
    seal_pending(session=session, version_id=version_id(session, scene, document_id), now=now)
    actor = scene.as_volunteer
    session.rollback()
    with portal.session() as fresh, counted(fresh) as queries:
        look_at_everything(read(session=fresh, actor=actor, document_id=document_id))
    assert not [query for query in queries if "document_file.content" in query or "organisation.logo" in query]
