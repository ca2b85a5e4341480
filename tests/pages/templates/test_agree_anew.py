from datetime import datetime

import pytest
from sqlmodel import Session, select

from core.access.permissions import Actor
from db.documents import Document, DocumentVersion
from db.engine import transaction
from tests.builders import Scene, a_scene
from tests.core.documents.stories import a_letter, a_sealed_letter, mails, sign
from tests.core.templates.making import KIND, an_admin, published, saying
from tests.pages.as_admin import now_stored, text
from tests.pages.as_colleague import keys, only_button, visit

ALL = "Bed 1 frivillig om at sige ja igen"


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return a_scene(session, now)


@pytest.fixture
def admin(session: Session, scene: Scene, now: datetime) -> Actor:
    return an_admin(session, scene, now)


@pytest.fixture
def former(session: Session, scene: Scene, admin: Actor, now: datetime) -> Document:
    """A sealed letter that says what a former version said."""
    sealed = a_sealed_letter(session, scene, now)
    published(session, scene, admin, now, saying("Du pynter op til jul."))
    return session.get_one(Document, session.get_one(DocumentVersion, sealed.version_id).document_id)


def newer(session: Session, former: Document) -> Document | None:
    return now_stored(session).exec(select(Document).where(Document.supersedes_id == former.id)).one_or_none()


def test_those_of_a_former_version_are_asked_in_one_action(session: Session, scene: Scene, former: Document) -> None:
    app = visit(session, scene.coordinator, "templates/agree_anew", kind=KIND)
    # One press asks, the second sends.
    assert ALL in [each.proto.popover.label for each in app.get("popover")]
    app = only_button(app, "ask-anew").click().run()
    assert not app.exception
    document = newer(session, former)
    assert document is not None
    assert document.shared_at is not None
    assert mails(session, "document_shared")[-1] == scene.volunteer.id
    assert app.success
    app = only_button(app, "sending-done").click().run()
    assert "er allerede spurgt" in text(app)


def test_whoever_is_not_chosen_is_not_asked(session: Session, scene: Scene, former: Document) -> None:
    app = visit(session, scene.coordinator, "templates/agree_anew", kind=KIND)
    next(box for box in app.checkbox if box.label == "Karen Møller").uncheck()
    app = app.run()
    assert only_button(app, "ask-anew").disabled
    assert newer(session, former) is None


def test_who_gets_no_mail_is_told_by_name(session: Session, scene: Scene, former: Document) -> None:
    with transaction(session):
        scene.volunteer.email = ""
        session.add(scene.volunteer)
    app = visit(session, scene.coordinator, "templates/agree_anew", kind=KIND)
    assert "ingen mailadresse" in text(app)
    app = only_button(app, "ask-anew").click().run()
    assert "Karen Møller" in text(app)
    assert "har ingen mailadresse" in text(app)
    assert newer(session, former) is not None


def test_nobody_has_to_where_everybody_has_signed_what_is_in_force(session: Session, scene: Scene, now) -> None:
    a_sealed_letter(session, scene, now)
    app = visit(session, scene.coordinator, "templates/agree_anew", kind=KIND)
    assert len(app.info) == 1
    assert "ask-anew" not in keys(app)


def test_a_draft_says_that_its_template_has_moved_on_and_moves_along(session, scene, admin, now) -> None:
    document = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, document.id, now)
    app = visit(session, scene.contact_person, "documents/preparing/letter", id=document.id)
    assert "move-along" not in keys(app)
    published(session, scene, admin, now, saying("Du pynter op til jul."))
    app = visit(session, scene.contact_person, "documents/preparing/letter", id=document.id)
    assert "Skabelonen er kommet i en ny udgave" in text(app)
    assert "skal skrive under igen" in text(app)
    app = only_button(app, "move-along").click().run()
    assert not app.exception
    assert "move-along" not in keys(app)
    assert mails(now_stored(session), "document_changed") == [scene.volunteer.id]


def test_a_volunteer_does_not_get_there(session: Session, scene: Scene, former: Document) -> None:
    with pytest.raises(ValueError, match="not found|Unable to find|Could not find"):
        visit(session, scene.volunteer, "templates/agree_anew", kind=KIND)
