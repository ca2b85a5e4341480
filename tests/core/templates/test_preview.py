from datetime import datetime

import pytest
from sqlmodel import Session

from core.access.permissions import Actor, Role
from core.documents.template.model import KINDS, shipped
from core.documents.text.exact import FrozenText
from core.errors import DomainError
from core.templates import rules
from core.templates.preview import preview
from core.templates.writing import Writing
from db.people import Membership
from tests.builders import Scene, a_scene, an_actor, an_organisation
from tests.core.templates.making import an_admin

LETTER = Writing.of(shipped()["welcome_letter"])


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return a_scene(session, now)


@pytest.fixture
def admin(session: Session, scene: Scene, now: datetime) -> Actor:
    return an_admin(session, scene, now)


def seen(session: Session, scene: Scene, actor: Actor, template=LETTER, language: str = "da", **choices) -> FrozenText:
    return preview(
        session=session,
        actor=actor,
        organisation_id=scene.organisation.id,
        template=template,
        language=language,
        **choices,
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_kind_reads_in_both_languages_with_invented_people(session, scene, admin, kind, language) -> None:
    text = seen(session, scene, admin, Writing.of(shipped()[kind]), language).canonical()
    assert "Birthe Eksempel" in text
    assert "Solbjerg Kommune" in text
    assert "Karen" not in text
    assert "{{" not in text


def test_a_programme_begins_with_its_own_points(session: Session, scene: Scene, admin: Actor) -> None:
    every = seen(session, scene, admin)
    chosen = seen(session, scene, admin, programme_id="laer_at_tackle")
    assert "no_care" in every.canonical()
    assert '"no_care"' not in chosen.canonical()


def test_a_real_volunteers_data_is_for_those_who_may_see_it(session: Session, scene: Scene, admin: Actor) -> None:
    both = Actor(
        admin.person_id,
        admin.account_id,
        admin.name,
        "da",
        (*admin.grants, *an_actor(scene.coordinator, scene.organisation, Role.COORDINATOR).grants),
    )
    assert "Karen Møller" in seen(session, scene, both, engagement_id=scene.engagement.id).canonical()
    with pytest.raises(DomainError) as refusal:
        seen(session, scene, admin, engagement_id=scene.engagement.id)
    assert refusal.value.code == "not_allowed"


def test_another_organisations_volunteer_is_not_found(session: Session, scene: Scene, now: datetime) -> None:
    other = an_organisation(session, now, name="Lunde Kommune")
    session.add(
        Membership(
            organisation_id=other.id, person_id=scene.coordinator.id, role=Role.ADMIN, created_at=now, workplace_id=None
        )
    )
    session.commit()
    stranger = an_actor(scene.coordinator, other, Role.ADMIN)
    with pytest.raises(DomainError) as refusal:
        preview(
            session=session,
            actor=stranger,
            organisation_id=other.id,
            template=LETTER,
            language="da",
            engagement_id=scene.engagement.id,
        )
    assert refusal.value.code == "not_found"


def test_what_is_unfinished_stands_as_it_is_written(session: Session, scene: Scene, admin: Actor) -> None:
    writing = rules.save_clause(LETTER, "effort", words={"da": {"text": "Ring til {{ volunteer.phone }}"}})
    assert "Ring til {{ volunteer.phone }}" in seen(session, scene, admin, writing).canonical()


@pytest.mark.parametrize("who", ["as_volunteer", "as_contact_person", "as_coordinator"])
def test_only_who_writes_templates_tries_them(session: Session, scene: Scene, who: str) -> None:
    with pytest.raises(DomainError) as refusal:
        seen(session, scene, getattr(scene, who))
    assert refusal.value.code == "not_allowed"
