"""Guidelines as an editor writes them."""

from datetime import datetime

from sqlmodel import Session

from core.guidelines.editing import publish, text_to_edit
from core.guidelines.reading import Shelf
from core.guidelines.service import acknowledge, what_to_read
from core.guidelines.text import WORKPLACE, GuidelineDraft
from db.guidelines import GuidelineVersion
from tests.builders import Scene


def written(**changed) -> GuidelineDraft:
    """Whole words in both languages, with what the test changes."""
    words = {
        "title": {"da": "Frivillig i Birkehuset", "en": "Volunteering at Birkehuset"},
        "intro": {"da": "Godt, at du er her.", "en": "Good that you are here."},
        "points": [
            ("coffee", {"da": "Kaffe", "en": "Coffee"}, {"da": "Den står i køkkenet.", "en": "It is in the kitchen."})
        ],
        "made_by": "Lokal-MED",
    }
    return GuidelineDraft.model_validate(words | changed)


def shelf_of(scene: Scene) -> Shelf:
    """Where the guidelines of the scene's workplace stand."""
    return Shelf(scene.organisation.id, WORKPLACE, scene.workplace.id)


def publish_guidelines(
    session: Session, scene: Scene, now: datetime, *, substance: bool = True, **changed
) -> GuidelineVersion:
    """The next version of the workplace's guidelines, published by its contact person."""
    before = text_to_edit(session=session, actor=scene.as_contact_person, shelf=shelf_of(scene))
    return publish(
        session=session,
        actor=scene.as_contact_person,
        shelf=shelf_of(scene),
        written=written(**changed),
        substance=substance,
        expected_number=before.expected_number,
        now=now,
    )


def read_everything(session: Session, scene: Scene, now: datetime) -> None:
    """The volunteer has read and confirmed all that applies to them."""
    for each in what_to_read(session=session, actor=scene.as_volunteer):
        acknowledge(session=session, actor=scene.as_volunteer, version_id=each.reading.newest.id, now=now)
