"""Thanks for several people at once, and for colleagues."""

from uuid import uuid4

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.errors import DomainError
from core.i18n import local_day
from core.recognition.planning import RecognitionPlan, plan_thanks, those_to_thank
from core.recognition.reading import my_recognitions
from core.recognition.rules import Gift
from db.engine import transaction
from db.recognition import Recognised, Recognition
from tests.builders import Scene, a_member, a_scene, an_actor, an_organisation
from tests.core.recognition.test_service import everything
from tests.core.register.test_documents import another


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


def plans(session, scene, now, *engagements, actor=None, **changed):
    whom = {
        "engagement_ids": [each.engagement.id for each in engagements],
        "colleague_ids": (),
    }
    whom |= {name: changed.pop(name) for name in list(changed) if name in whom}
    plan = {
        "gift": Gift.DINNER,
        "planned_on": local_day(now),
        "place": "  Kantinen ",
        "giver_id": scene.contact_person.id,
    }
    return plan_thanks(
        session=session,
        actor=actor or scene.as_coordinator,
        organisation_id=scene.organisation.id,
        plan=RecognitionPlan(**plan | changed),
        now=now,
        **whom,
    )


def rows(session, scene):
    return everything(session, scene.as_coordinator, scene.organisation.id)


def test_several_volunteers_and_colleagues_are_thanked_together(session, scene, now):
    bo = another(session, scene, now, name="Bo Dahl")
    plans(session, scene, now, scene, bo, colleague_ids=[scene.coordinator.id])
    (row,) = rows(session, scene)
    assert (row.gift, row.place, row.giver) == (Gift.DINNER, "Kantinen", "Lise Bach")
    assert row.people == ("Bo Dahl", "Jonas Holm", "Karen Møller")


def test_a_colleague_reads_what_they_were_given(session, scene, now):
    made = plans(session, scene, now, colleague_ids=[scene.coordinator.id])
    with transaction(session):
        made.given_on, made.words = local_day(now), "Tak"
        session.add(made)
    (row,) = my_recognitions(session=session, actor=scene.as_coordinator)
    assert row.words == "Tak"


def test_who_is_named_twice_is_thanked_once(session, scene, now):
    plans(session, scene, now, scene, scene)
    assert len(session.exec(select(Recognised)).all()) == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"engagement_ids": []}, "recognition_nobody"),
        ({"engagement_ids": [uuid4()]}, "not_found"),
        ({"planned_on": None}, "date_invalid"),
        ({"giver_id": uuid4()}, "contact_person_unknown"),
        ({"colleague_ids": [uuid4()]}, "contact_person_unknown"),
        ({"place": "x" * 1000}, "text_long"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_planned(session, scene, now, changed, code):
    with pytest.raises(DomainError, match=code):
        plans(session, scene, now, scene, **changed)
    assert session.exec(select(Recognition)).all() == []


def test_those_who_are_here_can_be_thanked_by_name(session, scene, now):
    another(session, scene, now, name="Åse Dahl")
    bo = another(session, scene, now, name="Bo Dahl")
    with transaction(session):
        bo.engagement.ended_at = now
        session.add(bo.engagement)
    found = those_to_thank(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)
    assert [(each.name, each.workplace, each.programme) for each in found] == [
        ("Karen Møller", "Birkehuset", "kommunal_frivillig"),
        ("Åse Dahl", "Birkehuset", "kommunal_frivillig"),
    ]


def test_nobody_from_elsewhere_plans_or_is_planned_for(session, scene, now):
    elsewhere = an_organisation(session, now, name="Havnby Kommune")
    stranger = an_actor(a_member(session, elsewhere, now, name="Bo"), elsewhere, Role.COORDINATOR)
    for actor in (stranger, scene.as_contact_person, scene.as_volunteer):
        with pytest.raises(DomainError, match="not_allowed"):
            plans(session, scene, now, scene, actor=actor)
        with pytest.raises(DomainError, match="not_allowed"):
            those_to_thank(session=session, actor=actor, organisation_id=scene.organisation.id)
