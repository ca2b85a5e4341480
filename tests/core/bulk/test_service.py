"""Sending to many: everybody once, whole documents only, and a word about everybody who was not reached."""

from uuid import UUID

import pytest
from sqlmodel import Session, select

from core.bulk.recipients import SendingStep, Unreached, kinds_for_many, recipients
from core.bulk.service import LATELY, renew_each, send_each, sent_lately
from core.documents.reading import read
from core.errors import DomainError
from core.i18n import local_day
from core.people.filter import EngagementFilter
from db.documents import Document, TemplateVersion
from db.engine import transaction
from db.people import Engagement
from tests.builders import Scene, a_scene, a_workplace, an_account
from tests.conftest import NOW
from tests.core.documents.stories import (
    a_draft,
    a_sealed_letter,
    mails,
    power_cut_at,
)
from tests.core.register.test_documents import another

LETTER = "welcome_letter"


@pytest.fixture
def scene(session, now):
    scene = a_scene(session, now)
    an_account(session, scene.volunteer, now)
    return scene


def asked(session: Session, scene: Scene, **more):
    return recipients(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        kind=LETTER,
        today=local_day(NOW),
        **more,
    )


def send(session: Session, scene: Scene, now, *engagements: Engagement, actor=None):
    return send_each(
        session=session,
        actor=actor or scene.as_coordinator,
        organisation_id=scene.organisation.id,
        engagement_ids=[each.id for each in engagements],
        kind=LETTER,
        now=now,
    )


def a_newer_version(session: Session, kind: str, now) -> UUID:
    """The same template under the next number."""
    former = session.exec(select(TemplateVersion).where(TemplateVersion.kind == kind)).one()
    with transaction(session):
        newer = TemplateVersion(
            kind=kind,
            number=former.number + 1,
            content=former.content,
            fingerprint="et andet",
            published_at=now,
        )
        session.add(newer)
    return newer.id


def no_mail(session: Session, scene: Scene) -> None:
    with transaction(session):
        person = session.get_one(type(scene.volunteer), scene.volunteer.id)
        person.email = ""
        session.add(person)


def test_how_far_a_sending_came_can_be_read_for_an_hour_by_whoever_sent_it(session, scene, now):
    others = [another(session, scene, now, name=name) for name in ("Bo Dahl", "Ea Vang")]
    coming = send(session, scene, now, *(other.engagement for other in others))
    next(coming)  # and then the power went

    def lately(actor=None, at=now, kind=LETTER) -> int:
        asked = {"session": session, "actor": actor or scene.as_coordinator, "organisation_id": scene.organisation.id}
        return sent_lately(**asked, kind=kind, now=at)

    assert lately() == 1
    list(send(session, scene, now, *(other.engagement for other in others)))
    assert lately() == 2
    assert (lately(scene.as_contact_person), lately(kind="task_description")) == (0, 0)
    assert lately(at=now + LATELY) == 0
    with pytest.raises(DomainError, match="not_allowed"):
        lately(scene.as_volunteer)


def test_before_sending_one_sees_who_gets_one_and_who_is_not_reached(session, scene, now):
    sent, quiet, sealed = (another(session, scene, now, name=name) for name in ("Bo Dahl", "Ea Vang", "Åse Bo"))
    a_draft(session, sent, now)
    no_mail(session, quiet)
    a_sealed_letter(session, sealed, now)
    found = {each.name: (each.step, each.unreached) for each in asked(session, scene)}
    assert found == {
        "Karen Møller": (SendingStep.NEW, None),
        "Bo Dahl": (SendingStep.UNDER_WAY, Unreached.NOT_JOINED),
        "Ea Vang": (SendingStep.NEW, Unreached.NO_EMAIL),
        "Åse Bo": (SendingStep.UP_TO_DATE, Unreached.NOT_JOINED),
    }
    a_newer_version(session, LETTER, now)
    assert {each.name: each.step for each in asked(session, scene)}["Åse Bo"] is SendingStep.RENEW


def test_only_those_asked_for_are_there(session, scene, now):
    another(session, scene, now)
    library = a_workplace(session, scene.organisation, name="Biblioteket")
    assert len(asked(session, scene, filtered_by=EngagementFilter(workplace_id=scene.workplace.id))) == 2
    assert asked(session, scene, filtered_by=EngagementFilter(workplace_id=library.id)) == []
    assert asked(session, scene, filtered_by=EngagementFilter(programme="laer_at_tackle")) == []
    assert LETTER in kinds_for_many(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)


def test_asking_costs_as_much_for_many_as_for_one(session, scene, now, count_queries):
    with count_queries() as one:
        asked(session, scene)
    for number in range(10):
        another(session, scene, now, name=f"Frivillig {number}")
    with count_queries() as many:
        assert len(asked(session, scene)) == 11
    assert many.total <= one.total


def test_everybody_gets_one_in_their_own_language_and_a_mail(session, scene, now):
    other = another(session, scene, now)
    with transaction(session):
        person = session.get_one(type(other.volunteer), other.volunteer.id)
        person.language = "en"
        session.add(person)
    outcomes = list(send(session, scene, now, scene.engagement, other.engagement))
    assert all(each.sent for each in outcomes)
    languages = dict(session.exec(select(Document.engagement_id, Document.signing_language)).all())
    assert languages == {scene.engagement.id: "da", other.engagement.id: "en"}
    assert set(mails(session, "document_shared")) == {scene.volunteer.id, other.volunteer.id}


def test_sending_twice_sends_nothing_twice(session, scene, now):
    assert [each.sent for each in send(session, scene, now, scene.engagement, scene.engagement)] == [True]
    (again,) = send(session, scene, now, scene.engagement)
    assert (again.sent, again.refused) == (False, "document_exists")
    assert len(session.exec(select(Document)).all()) == 1


def test_two_at_once_send_one(session, scene, now):
    first, second = (send(session, scene, now, scene.engagement) for _each in range(2))
    assert next(first).sent
    assert next(second).refused == "document_exists"
    assert len(session.exec(select(Document)).all()) == 1


def test_stopping_leaves_what_was_sent_and_nothing_begun(session, scene, now):
    people = [another(session, scene, now, name=f"Frivillig {letter}") for letter in "ABC"]
    outcomes = send(session, scene, now, *(each.engagement for each in people))
    first = next(outcomes)
    outcomes.close()
    assert first.document_id is not None
    documents = session.exec(select(Document)).all()
    assert [(each.id, each.shared_at) for each in documents] == [(first.document_id, now)]
    rest = list(send(session, scene, now, *(each.engagement for each in people)))
    assert [each.sent for each in rest] == [False, True, True]


def test_a_crash_between_making_and_sending_leaves_no_draft(session, scene, now):
    with power_cut_at(session, "outbox_item"):
        list(send(session, scene, now, scene.engagement))
    session.rollback()
    assert session.exec(select(Document)).all() == []


def test_who_has_no_mail_gets_it_and_is_named(session, scene, now):
    no_mail(session, scene)
    (outcome,) = send(session, scene, now, scene.engagement)
    assert outcome.sent
    assert (outcome.unreached, outcome.phone) == (Unreached.NO_EMAIL, scene.volunteer.phone)


def test_an_older_version_is_renewed_with_its_answers(session, scene, now):
    a_sealed_letter(session, scene, now)
    former = session.exec(select(Document)).one()
    newer = a_newer_version(session, LETTER, now)
    (outcome,) = send(session, scene, now, scene.engagement)
    assert outcome.document_id is not None
    following = session.get_one(Document, outcome.document_id)
    assert (following.supersedes_id, following.template_version_id) == (former.id, newer)
    view = read(session=session, actor=scene.as_coordinator, document_id=following.id)
    assert view.answers
    assert view.missing == ()


def test_sealed_ones_are_renewed_once_and_the_others_say_why(session, scene, now):
    a_sealed_letter(session, scene, now)
    sealed = session.exec(select(Document)).one().id
    open_one = a_draft(session, another(session, scene, now), now).id
    foreign = a_scene(session, now)
    a_sealed_letter(session, foreign, now)
    theirs = session.exec(select(Document.id).where(Document.engagement_id == foreign.engagement.id)).one()
    ids = [sealed, open_one, theirs]
    found = list(renew_each(session=session, actor=scene.as_coordinator, document_ids=ids, now=now))
    assert [each.refused for each in found] == [None, "not_sealed_by_all", "not_allowed"]
    assert [each.name for each in found] == ["Karen Møller", "Bo Dahl", ""]
    (again,) = renew_each(session=session, actor=scene.as_coordinator, document_ids=[sealed], now=now)
    assert again.refused == "document_exists"


def test_nobody_sends_to_volunteers_who_are_not_theirs(session, scene, now):
    foreign = a_scene(session, now)
    (outcome,) = send(session, scene, now, foreign.engagement)
    assert (outcome.name, outcome.refused) == ("", "not_allowed")
    with pytest.raises(DomainError, match="not_allowed"):
        send(session, scene, now, scene.engagement, actor=scene.as_volunteer)
    with pytest.raises(DomainError, match="not_allowed"):
        renew_each(session=session, actor=scene.as_volunteer, document_ids=[], now=now)
    assert session.exec(select(Document)).all() == []
