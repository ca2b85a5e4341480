"""A colleague leaves in one whole: everything they looked after has somebody, and can come back for a day."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.bulk.handing_over import Departure, Duty, Leaving, departure, hand_over, handovers, take_back
from core.documents.reading import read
from core.errors import DomainError
from core.i18n import local_day
from core.notices.service import waiting_notice
from core.people.colleagues import former_colleagues, give_role
from core.register.history import history_of
from core.supervision.service import SupervisionPlan, plan
from db.engine import transaction
from db.outbox import OutboxItem
from db.people import DutyHandover, Engagement, Membership
from tests.builders import Scene, a_member, a_scene
from tests.core.documents.stories import a_letter, mails, sign
from tests.core.supervision.stories import ordered, teaching


def roles_of(session: Session, scene: Scene) -> list[UUID]:
    return list(
        session.exec(
            select(Membership.id).where(
                Membership.person_id == scene.contact_person.id, Membership.organisation_id == scene.organisation.id
            )
        )
    )


def asked(session: Session, scene: Scene) -> Departure:
    return departure(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        person_id=scene.contact_person.id,
        membership_ids=roles_of(session, scene),
    )


def leave(session: Session, scene: Scene, now: datetime, *takers: UUID, tells: bool = True) -> DutyHandover:
    leaving = Leaving(
        scene.organisation.id,
        scene.contact_person.id,
        roles_of(session, scene),
        dict.fromkeys(Duty, takers),
        tells,
    )
    return hand_over(session=session, actor=scene.as_coordinator, leaving=leaving, now=now)


def told(session: Session, message: str) -> list[UUID]:
    rows = session.exec(select(OutboxItem).where(OutboxItem.kind == "mail")).all()
    return [UUID(row.params["person_id"]) for row in rows if row.params["message"] == message]


def test_nobody_leaves_while_something_has_nobody(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    a_letter(session, scene, now)
    assert asked(session, scene).held == {Duty.CONTACT: 1, Duty.SIGNATURE: 1}
    with pytest.raises(DomainError, match="nobody_takes_over"):
        leave(session, scene, now)
    auditor = a_member(session, scene.organisation, now, role=Role.AUDITOR, name="Ida Krag")
    with pytest.raises(DomainError, match="nobody_takes_over"):
        leave(session, scene, now, auditor.id)
    assert session.get_one(Engagement, scene.engagement.id).contact_person_id == scene.contact_person.id


def test_what_was_looked_after_goes_on_and_those_concerned_are_told(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, letter.id, now)
    bo = a_member(session, scene.organisation, now, name="Bo Lind")
    assert asked(session, scene).again == 1
    leave(session, scene, now, bo.id)
    view = read(session=session, actor=scene.as_volunteer, document_id=letter.id)
    assert ("Bo Lind" in view.text.canonical(), view.has_signed) == (True, False)
    assert session.get_one(Engagement, scene.engagement.id).contact_person_id == bo.id
    assert mails(session, "document_changed") == [scene.volunteer.id]
    assert told(session, "contact_person") == [scene.volunteer.id]
    assert told(session, "took_over") == [bo.id]
    (gone,) = former_colleagues(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)
    assert gone == (scene.contact_person, local_day(now))


def test_who_is_to_hold_a_supervision_and_those_it_concerns_hear_of_it_as_of_any_other_change(
    session: Session, now: datetime
) -> None:
    teaching_two = teaching(session, now)
    scene, supervision = teaching_two.scene, ordered(session, teaching_two, now)
    plan(
        session=session,
        actor=scene.as_coordinator,
        supervision_id=supervision.id,
        planned=SupervisionPlan(planned_at=now + timedelta(days=7), place="Salen"),
        expected_version=supervision.version,
        now=now,
    )
    iben = a_member(session, scene.organisation, now, role=Role.SUPERVISOR, name="Iben Sø")
    roles = session.exec(select(Membership.id).where(Membership.person_id == teaching_two.supervisor.id)).all()
    later = now + timedelta(hours=1)
    leaving = Leaving(scene.organisation.id, teaching_two.supervisor.id, roles, {Duty.SUPERVISION: [iben.id]}, False)
    hand_over(session=session, actor=scene.as_coordinator, leaving=leaving, now=later)
    assert supervision.supervisor_id == iben.id
    assert told(session, "supervision_yours")[-1] == iben.id
    assert iben.id not in told(session, "took_over")
    waiting = waiting_notice(session=session, actor=scene.as_coordinator, subject_id=supervision.id, now=later)
    assert waiting is not None
    assert {"Bodil Bro", scene.volunteer.name} <= {*waiting.names, *(name for name, _phone in waiting.by_phone)}


def test_a_new_contact_person_stands_in_the_history_of_the_volunteer(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    bo = a_member(session, scene.organisation, now, name="Bo Lind")
    leave(session, scene, now, bo.id)
    rows = history_of(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id, count=9)
    assert ("engagement.changed", ("contact_person_id",)) in [(row.action, row.fields) for row in rows]


def test_several_share(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    bo = a_member(session, scene.organisation, now, name="Bo Lind")
    with transaction(session):
        session.refresh(scene.engagement)
        session.add(Engagement(**scene.engagement.model_dump(exclude={"id"})))
    leave(session, scene, now, bo.id, scene.coordinator.id, tells=False)
    found = session.exec(select(Engagement.contact_person_id)).all()
    assert set(found) == {bo.id, scene.coordinator.id}
    assert told(session, "contact_person") == []


def test_it_comes_back_within_a_day_with_the_signatures_it_had(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, letter.id, now)
    handover = leave(session, scene, now, scene.coordinator.id)
    (row,) = handovers(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id, now=now)
    assert (row.name, row.by, row.count) == ("Lise Bach", "Jonas Holm", 2)
    with pytest.raises(DomainError, match="too_late"):
        take_back(
            session=session, actor=scene.as_coordinator, handover_id=handover.id, now=now + timedelta(days=1, minutes=1)
        )
    take_back(session=session, actor=scene.as_coordinator, handover_id=handover.id, now=now)
    assert session.get_one(Engagement, scene.engagement.id).contact_person_id == scene.contact_person.id
    assert read(session=session, actor=scene.as_volunteer, document_id=letter.id).has_signed
    assert handovers(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id, now=now) == []


def test_what_somebody_has_signed_or_changed_since_stays(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    handover = leave(session, scene, now, scene.coordinator.id)
    sign(session, scene.as_coordinator, letter.id, now)
    take_back(session=session, actor=scene.as_coordinator, handover_id=handover.id, now=now)
    assert read(session=session, actor=scene.as_coordinator, document_id=letter.id).has_signed


def test_the_same_person_is_given_the_same_role_again(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    leave(session, scene, now, scene.coordinator.id)
    give_role(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        person_id=scene.contact_person.id,
        role=Role.CONTACT_PERSON,
        workplace_id=scene.workplace.id,
        now=now,
    )
    assert len(roles_of(session, scene)) == 1


def test_only_those_who_manage_colleagues_hand_over(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    leaving = Leaving(scene.organisation.id, scene.contact_person.id, roles_of(session, scene), {}, False)
    with pytest.raises(DomainError, match="not_allowed"):
        hand_over(session=session, actor=scene.as_contact_person, leaving=leaving, now=now)
