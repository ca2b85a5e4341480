"""Pairs: joined by a coordinator, answered alone, seen by both when both have answered, replaced by a new partner."""

from dataclasses import dataclass, replace
from datetime import datetime
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from core.access.permissions import Actor
from core.documents.reading import read
from core.documents.rules import DocumentState
from core.documents.sealing.service import seal_pending, sealed_file
from core.documents.signing.declining import record_discussed
from core.errors import DomainError
from core.i18n import local_day
from core.pairs.service import PairDetails, count_pairs, end_pair, instructors, make_pair, pairs
from core.people.search import ASKED_FOR
from core.startup import Portal
from db.documents import Document, DocumentFile
from db.engine import transaction
from db.pairs import Pair
from db.people import Engagement, Person
from tests.builders import Scene, a_person, a_scene, an_account, an_actor
from tests.core.documents.stories import answer, mails, sign, together


@dataclass
class Three:
    """A coordinator and three instructors."""

    scene: Scene
    engagements: tuple[UUID, ...]
    actors: tuple[Actor, ...]


def three(session: Session, now: datetime) -> Three:
    scene = a_scene(session, now, programme="laer_at_tackle")
    bo, ea = (beside(session, scene, now, name) for name in ("Bo Dahl", "Ea Vang"))
    actors = (scene.as_volunteer, *(an_actor(each.volunteer, scene.organisation) for each in (bo, ea)))
    return Three(scene, (scene.engagement.id, bo.engagement.id, ea.engagement.id), actors)


def beside(session: Session, scene: Scene, now: datetime, name: str) -> Scene:
    """One more volunteer beside the scene's own."""
    person = a_person(session, now, name=name, email=f"{name.split()[0].lower()}@example.dk")
    with transaction(session):
        own = scene.engagement
        engagement = Engagement(
            organisation_id=own.organisation_id,
            person_id=person.id,
            programme_version_id=own.programme_version_id,
            workplace_id=own.workplace_id,
            contact_person_id=own.contact_person_id,
            coordinator_id=own.coordinator_id,
            created_at=now,
        )
        session.add(engagement)
    return replace(scene, volunteer=person, engagement=engagement)


def join(session: Session, told: Three, now: datetime, *, first: int = 0, second: int = 1) -> Document:
    """Join two of the three; returns their agreement."""
    pair = make_pair(
        session=session,
        actor=told.scene.as_coordinator,
        details=PairDetails(
            first_id=told.engagements[first],
            second_id=told.engagements[second],
            begins_on=local_day(now),
            signing_language="da",
        ),
        now=now,
    )
    return session.exec(select(Document).where(Document.pair_id == pair.id)).one()


def answer_all(session: Session, told: Three, document: Document, now: datetime) -> None:
    for actor, who in ((told.actors[0], "volunteer"), (told.actors[1], "partner")):
        for question in ("support", "disagreement"):
            answer(session, actor, document.id, f"{question}_{who}", f"{actor.name}: {question}", now)


def seal(session: Session, told: Three, document: Document, now: datetime) -> DocumentFile:
    version = sign(session, told.actors[0], document.id, now).version_id
    sign(session, told.actors[1], document.id, now)
    sealed = seal_pending(session=session, version_id=version, now=now)
    assert sealed is not None
    return sealed


def test_joining_two_sends_both_their_agreement(session: Session, now: datetime):
    told = three(session, now)
    document = join(session, told, now)
    assert set(mails(session, "document_shared")) == {told.actors[0].person_id, told.actors[1].person_id}
    assert read(session=session, actor=told.actors[0], document_id=document.id).mine == "volunteer"
    assert read(session=session, actor=told.actors[1], document_id=document.id).mine == "partner"
    assert read(session=session, actor=told.scene.as_coordinator, document_id=document.id).mine is None
    with pytest.raises(DomainError, match="not_allowed"):
        read(session=session, actor=told.actors[2], document_id=document.id)


def test_nobody_but_its_writer_sees_an_answer_until_both_have_answered(session: Session, now: datetime):
    told = three(session, now)
    document = join(session, told, now)
    answer(session, told.actors[0], document.id, "support_volunteer", "Ring til mig om aftenen", now)
    for reader in (told.actors[1], told.scene.as_coordinator):
        view = read(session=session, actor=reader, document_id=document.id)
        assert "support_volunteer" not in view.answers
        assert view.value(view.template.field("support_volunteer")) == ""
        assert "om aftenen" not in view.text.canonical() + view.in_language("en").canonical()
    own = read(session=session, actor=told.actors[0], document_id=document.id)
    assert "om aftenen" in own.text.canonical()
    answer(session, told.actors[1], document.id, "support_partner", "Sig det lige ud", now)
    for reader in (*told.actors[:2], told.scene.as_coordinator):
        said = read(session=session, actor=reader, document_id=document.id).text.canonical()
        assert "om aftenen" in said
        assert "lige ud" in said


def test_each_answers_for_themself_alone(session: Session, now: datetime):
    told = three(session, now)
    document = join(session, told, now)
    an_account(session, session.get_one(Person, told.actors[1].person_id), now, login_name="bo.dahl")
    with pytest.raises(DomainError, match="not_allowed"):
        answer(session, told.actors[0], document.id, "support_partner", "Nej", now)
    with pytest.raises(DomainError, match="not_allowed"):
        answer(session, told.scene.as_coordinator, document.id, "support_partner", "Nej", now)


def test_whoever_writes_down_an_answer_for_somebody_without_a_login_sees_it(session: Session, now: datetime):
    told = three(session, now)
    document = join(session, told, now)
    answer(session, told.scene.as_coordinator, document.id, "support_partner", "Sagt i telefonen", now)
    view = read(session=session, actor=told.scene.as_coordinator, document_id=document.id)
    assert view.answers["support_partner"].value == "Sagt i telefonen"
    other = read(session=session, actor=told.actors[0], document_id=document.id)
    assert "support_partner" not in other.answers


def test_two_consents_seal_it_and_both_hold_the_same_file(session: Session, now: datetime):
    told = three(session, now)
    document = join(session, told, now)
    answer_all(session, told, document, now)
    sealed = seal(session, told, document, now)
    for actor in (*told.actors[:2], told.scene.as_coordinator):
        assert sealed_file(session=session, actor=actor, document_id=document.id) == sealed.content


def asked_here(session: Session, told: Three) -> dict[str, Any]:
    return {"session": session, "actor": told.scene.as_coordinator, "organisation_id": told.scene.organisation.id}


def test_a_new_partner_takes_the_place_of_the_former_one(session: Session, now: datetime):
    told = three(session, now)
    first = join(session, told, now)
    answer_all(session, told, first, now)
    seal(session, told, first, now)
    second = join(session, told, now, second=2)
    assert read(session=session, actor=told.actors[1], document_id=first.id).state is DocumentState.SUPERSEDED
    assert second.supersedes_id is None
    here: dict[str, Any] = {
        "session": session,
        "actor": told.scene.as_coordinator,
        "organisation_id": told.scene.organisation.id,
    }
    (row,), (former,) = pairs(**here), pairs(**here, former=True)
    assert (row.second_name, row.ended_at is None) == ("Ea Vang", True)
    assert (former.second_name, former.ended_at is None) == ("Bo Dahl", False)
    assert (count_pairs(**here), count_pairs(**here, former=True)) == (1, 1)


def test_pairs_and_instructors_are_found_by_a_part_of_the_name(session: Session, now: datetime):
    told = three(session, now)
    join(session, told, now)
    here: dict[str, Any] = {
        "session": session,
        "actor": told.scene.as_coordinator,
        "organisation_id": told.scene.organisation.id,
    }
    assert [row.second_name for row in pairs(**here, search="DAH")] == ["Bo Dahl"]
    assert [row.first_name for row in pairs(**here, search="møller")] == ["Karen Møller"]
    assert pairs(**here, search="vang") == []
    assert count_pairs(**here, search="vang") == 0
    assert [(each.name, each.partner) for each in instructors(**here, search=" MØL ")] == [("Karen Møller", "Bo Dahl")]
    assert [each.name for each in instructors(**here, engagement_ids=[told.engagements[2]])] == ["Ea Vang"]
    assert instructors(**here, search="%") == []


def test_a_search_gives_a_few_and_tells_that_there_are_more(session: Session, now: datetime):
    told = three(session, now)
    for number in range(ASKED_FOR):
        beside(session, told.scene, now, f"Ib Holm {number:02}")
    here: dict[str, Any] = {
        "session": session,
        "actor": told.scene.as_coordinator,
        "organisation_id": told.scene.organisation.id,
    }
    found = instructors(**here, search="holm")
    assert [each.name for each in found] == [f"Ib Holm {number:02}" for number in range(ASKED_FOR)]
    assert len(instructors(**here)) == ASKED_FOR


def test_what_was_not_signed_is_withdrawn_when_the_pair_ends(session: Session, now: datetime):
    told = three(session, now)
    document = join(session, told, now)
    pair_id = document.pair_id
    assert pair_id is not None
    for _twice in range(2):
        end_pair(session=session, actor=told.scene.as_coordinator, pair_id=pair_id, now=now)
    assert read(session=session, actor=told.actors[0], document_id=document.id).state is DocumentState.WITHDRAWN


def test_an_agreement_can_be_talked_through_and_left_unsigned(session: Session, now: datetime):
    told = three(session, now)
    document = join(session, told, now)
    record_discussed(
        session=session,
        actor=told.scene.as_coordinator,
        document_id=document.id,
        discussed_on=local_day(now),
        now=now,
    )
    view = read(session=session, actor=told.actors[0], document_id=document.id)
    assert (view.state, view.can_sign, view.waiting_for) == (DocumentState.DISCUSSED, False, ())
    with pytest.raises(DomainError, match="document_discussed"):
        answer(session, told.actors[0], document.id, "support_volunteer", "For sent", now)
    second = join(session, told, now, second=2)
    assert second.id != document.id
    assert read(session=session, actor=told.actors[0], document_id=document.id).state is DocumentState.SUPERSEDED


@pytest.mark.parametrize(
    ("first", "second", "code"), [(0, 0, "pair_same_person"), (0, 1, "pair_exists"), (1, 0, "pair_exists")]
)
def test_two_who_cannot_be_joined_are_refused(
    session: Session, now: datetime, first: int, second: int, code: str
) -> None:
    told = three(session, now)
    join(session, told, now)
    with pytest.raises(DomainError, match=code):
        join(session, told, now, first=first, second=second)


def test_volunteers_of_a_programme_without_pairs_cannot_be_joined(session: Session, now: datetime):
    scene = a_scene(session, now)
    other = beside(session, scene, now, "Bo Dahl")
    with pytest.raises(DomainError, match="pair_programme"):
        join(session, Three(scene, (scene.engagement.id, other.engagement.id), ()), now)
    found = instructors(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)
    assert found == []


def test_only_a_coordinator_joins_ends_and_lists(session: Session, now: datetime):
    told = three(session, now)
    document = join(session, told, now)
    assert document.pair_id is not None
    for actor in (told.actors[0], told.scene.as_contact_person):
        with pytest.raises(DomainError, match="not_allowed"):
            end_pair(session=session, actor=actor, pair_id=document.pair_id, now=now)
        with pytest.raises(DomainError, match="not_allowed"):
            pairs(session=session, actor=actor, organisation_id=told.scene.organisation.id)


def test_two_clicks_at_once_make_one_pair(portal: Portal, now: datetime):
    with portal.session() as session:
        told = three(session, now)
        coordinator = told.scene.as_coordinator
    refused = []

    def click() -> None:
        with portal.session() as own:
            try:
                make_pair(
                    session=own,
                    actor=coordinator,
                    details=PairDetails(
                        first_id=told.engagements[0],
                        second_id=told.engagements[1],
                        begins_on=local_day(now),
                        signing_language="da",
                    ),
                    now=now,
                )
            except DomainError as error:
                refused.append(error.code)

    together(Thread(target=click), Thread(target=click))
    with portal.session() as session:
        assert len(session.exec(select(Pair)).all()) == 1
    assert refused == ["pair_exists"]
