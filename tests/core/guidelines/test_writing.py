"""What somebody writes on a text is theirs alone, kept until it is published or undone."""

from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from core.errors import DomainError
from core.guidelines.reading import Shelf
from core.guidelines.text import WORKPLACE, GuidelineDraft
from core.guidelines.writing import drop_writing, keep_writing, writing_of
from db.guidelines import GuidelineWriting
from tests.builders import Scene, a_scene
from tests.core.guidelines.samples import publish_guidelines

WRITTEN = GuidelineDraft(
    title={"da": "Hos os", "en": "With us"},
    intro={"da": "", "en": ""},
    points=[("p1", {"da": "Kaffe", "en": "Coffee"}, {"da": "", "en": ""})],
    made_by="Lokal-MED",
    made_on=date(2026, 10, 1),
)


def shelf_of(scene: Scene) -> Shelf:
    return Shelf(scene.organisation.id, WORKPLACE, scene.workplace.id)


def keep(session: Session, scene: Scene, now: datetime, written: GuidelineDraft = WRITTEN) -> None:
    keep_writing(
        session=session, actor=scene.as_contact_person, shelf=shelf_of(scene), written=written, follows=0, now=now
    )


def test_what_is_written_is_there_again_for_its_writer_alone(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    keep(session, scene, now, WRITTEN.model_copy(update={"made_by": ""}))
    keep(session, scene, now)
    kept = writing_of(session=session, actor=scene.as_contact_person, shelf=shelf_of(scene))
    assert kept is not None
    assert (kept.written, kept.follows, kept.saved_at) == (WRITTEN, 0, now)
    assert writing_of(session=session, actor=scene.as_coordinator, shelf=shelf_of(scene)) is None
    assert len(session.exec(select(GuidelineWriting)).all()) == 1


def test_it_is_gone_once_it_is_undone_or_published(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    keep(session, scene, now)
    drop_writing(session=session, actor=scene.as_contact_person, shelf=shelf_of(scene), now=now)
    assert writing_of(session=session, actor=scene.as_contact_person, shelf=shelf_of(scene)) is None
    keep(session, scene, now)
    publish_guidelines(session, scene, now)
    assert writing_of(session=session, actor=scene.as_contact_person, shelf=shelf_of(scene)) is None


def test_a_cpr_number_is_not_kept_and_volunteers_keep_nothing(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    with pytest.raises(DomainError, match="cpr_not_wanted"):
        keep(session, scene, now, WRITTEN.model_copy(update={"made_by": "010190-1234"}))
    with pytest.raises(DomainError, match="not_allowed"):
        writing_of(session=session, actor=scene.as_volunteer, shelf=shelf_of(scene))
