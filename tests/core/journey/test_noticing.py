"""A session notices whose facts are written, in whatever way, and every table a path is read from declares it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import Engine, delete, event, func, insert, update
from sqlmodel import Session, SQLModel, col, select

from core.i18n import local_day, utc_now
from core.journey.facts import known
from core.recognition import upcoming
from db.concerns import NotFollowed, concerned, declarations, noted
from db.documents import Document, DocumentAnswer, DocumentParty
from db.engine import transaction
from db.organisations import Workplace
from db.pairs import Pair
from db.people import Engagement, Person
from db.places import in_place
from db.talks import Note, Talk
from tests.builders import Scene, a_scene

TABLES = re.compile(r'(?:FROM|JOIN) "?(\w+)')
NEVER_CHANGED = {"programme_version"}
# What a path tells of, while no row does: it is never what comes next.
NEVER_NEXT = {"offer", "offer_attendance"}
# What is written, and what instructors' facts are read with though no occasion follows from it.
NOT_OCCASIONS = {"occasion_days", "supervision", "supervision_subject"}


@contextmanager
def tables_read(engine: Engine) -> Iterator[set[str]]:
    """The tables that statements name meanwhile."""
    read: set[str] = set()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        read.update(TABLES.findall(statement))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield read
    finally:
        event.remove(engine, "before_cursor_execute", note)


def declaring(*, occasions: bool) -> set[str]:
    """The tables that paths, or occasions too, are declared to follow from."""
    return {
        name
        for name, declared in declarations().items()
        if any(each.occasions or not occasions for each in declared.ways)
    }


def test_every_table_that_a_path_or_an_occasion_is_read_from_declares_whose_it_is(demonstration, engine):
    ids, today = list(demonstration.exec(select(Engagement.id))), local_day(utc_now())
    with tables_read(engine) as of_paths:
        assert known(demonstration, [col(Engagement.id).in_(ids)], today)
    with tables_read(engine) as of_occasions:
        upcoming.write(demonstration, ids, today)
    assert of_paths - NEVER_CHANGED - NEVER_NEXT == declaring(occasions=False)
    assert of_occasions - NEVER_CHANGED - NOT_OCCASIONS == declaring(occasions=True)


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return a_scene(session, now)


def a_talk(scene: Scene, now: datetime) -> Talk:
    return Talk(
        organisation_id=scene.organisation.id,
        engagement_id=scene.engagement.id,
        kind="follow_up",
        planned_on=local_day(now),
        recorded_by_id=scene.coordinator.id,
        created_at=now,
    )


def found(session: Session) -> set[UUID]:
    """The engagements concerned by what was written and not asked about since."""
    session.flush()
    written = noted(session)
    return set() if written is None else concerned(session, written.found)


def test_what_is_written_as_an_object_is_noted_with_what_stood_there_before(session, scene, now):
    with transaction(session):
        pair = Pair(
            organisation_id=scene.organisation.id,
            first_id=scene.engagement.id,
            second_id=scene.engagement.id,
            begins_on=local_day(now),
            created_by_id=scene.coordinator.id,
            created_at=now,
        )
        assert found(session) == set()
        session.add(pair)
        assert found(session) == {scene.engagement.id}
        other = another_engagement(session, scene)
        found(session)
        pair.second_id = other.id
        assert found(session) == {scene.engagement.id, other.id}
        assert found(session) == set()
        session.delete(pair)
        assert found(session) == {scene.engagement.id, other.id}


def another_engagement(session: Session, scene: Scene) -> Engagement:
    copied = session.get_one(Engagement, scene.engagement.id).model_dump(exclude={"id"})
    other = Engagement(**copied)
    session.add(other)
    session.flush()
    return other


def test_who_looks_after_one_is_named_in_what_both_have_agreed(demonstration):
    shared = (
        select(DocumentParty.document_id)
        .where(col(DocumentParty.engagement_id).is_not(None))
        .group_by(col(DocumentParty.document_id))
        .having(func.count() > 1)
    )
    document = demonstration.exec(select(Document).where(col(Document.id).in_(shared))).first()
    both = set(
        demonstration.exec(select(DocumentParty.engagement_id).where(DocumentParty.document_id == document.id))
    ) - {None}
    engagement = demonstration.get_one(Engagement, document.engagement_id)
    coordinator = demonstration.get_one(Person, engagement.coordinator_id)
    workplace = demonstration.get_one(Workplace, engagement.workplace_id)
    for row, changed in ((engagement, "version"), (coordinator, "version"), (workplace, "address")):
        with transaction(demonstration):
            setattr(row, changed, 2 * getattr(row, changed))
            demonstration.add(row)
            assert found(demonstration) >= both


def test_what_a_statement_changes_or_deletes_is_noted_before_and_after(session, scene, now):
    with transaction(session):
        other = another_engagement(session, scene)
        session.add(a_talk(scene, now))
        found(session)
        none = update(Talk).where(col(Talk.kind) == "no such").values(held_on=local_day(now))
        session.execute(none)
        assert found(session) == set()
        session.execute(update(Talk).values(held_on=local_day(now)))
        assert found(session) == {scene.engagement.id}
        session.execute(update(SQLModel.metadata.tables["talk"]).values(engagement_id=other.id))
        assert found(session) == {scene.engagement.id, other.id}
        session.exec(delete(Talk))
        assert found(session) == {other.id}
        assert session.exec(select(Talk)).all() == []


def test_a_statement_may_change_rows_with_a_key_of_two_columns(demonstration, now):
    answered = select(DocumentParty.engagement_id).join(
        DocumentAnswer, col(DocumentAnswer.document_id) == col(DocumentParty.document_id)
    )
    expected = set(demonstration.exec(answered)) - {None}
    with transaction(demonstration):
        demonstration.execute(update(DocumentAnswer).values(saved_at=now))
        assert found(demonstration) == expected
    assert len(expected) > 1


def test_a_statement_that_adds_facts_is_refused_and_any_other_is_not(session, scene, now):
    with pytest.raises(NotFollowed, match="talk"), transaction(session):
        session.execute(insert(Talk), [a_talk(scene, now).model_dump()])
    with transaction(session):
        note = Note(
            organisation_id=scene.organisation.id,
            engagement_id=scene.engagement.id,
            words="Kan om onsdagen.",
            written_by_id=scene.coordinator.id,
            written_at=now,
        )
        session.execute(insert(Note), [in_place(Note, note.model_dump())])
        assert found(session) == set()


def test_what_came_to_nothing_is_forgotten(session, scene, now):
    session.add(a_talk(scene, now))
    session.flush()
    session.rollback()
    assert noted(session) is None


def test_a_text_that_comes_with_the_portal_is_everybodys(session, scene):
    with transaction(session):
        session.execute(update(SQLModel.metadata.tables["template_version"]).values(fingerprint=""))
        written = noted(session)
        assert written is not None
        assert written.everybody
