"""Who sees a training, who was there, what they told of it, what the workplace prepares, and the next round."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.errors import DomainError, ManyRefused
from core.i18n import days_later, local_day
from core.teams.rules import TeamPart
from core.teams.service import leave_team
from core.training.attending import forget_reflections, note_attendance, tell_of_day
from core.training.plan import shipped
from core.training.preparing import tick, workplaces_waiting
from core.training.proposing import rounds_proposed
from core.training.reading import own_training, training_view
from core.training.rules import Attendance
from db.audit import AuditEvent
from db.engine import transaction
from db.people import Engagement
from db.training import TrainingDay
from tests.builders import a_member, a_scene, an_actor
from tests.core.teams.builders import a_peer
from tests.core.training.builders import TrainingScene, a_training

WORDS = "Det var en god dag, men jeg blev træt."


@pytest.fixture
def training(session: Session, now) -> TrainingScene:
    return a_training(session, now, ago=10)


def refused(does) -> str:
    with pytest.raises(DomainError) as told:
        does()
    return told.value.code


def refused_at(does) -> dict[str, str]:
    with pytest.raises(ManyRefused) as told:
        does()
    return {field: error.code for field, error in told.value.by_field.items()}


def view_of(session, training: TrainingScene, actor, now):
    return training_view(session=session, actor=actor, team_id=training.house.team.id, now=now)


# --- who reads what, and who was there


def test_everybody_with_a_part_in_it_sees_it_and_nobody_else(session, training, now):
    house, scene = training.house, training.house.scene
    for actor, parts in [
        (house.as_peer, {TeamPart.PEER}),
        (house.as_lead, {TeamPart.PEER, TeamPart.LEAD}),
        (scene.as_contact_person, {TeamPart.WORKPLACE}),
        (scene.as_coordinator, {TeamPart.COORDINATOR}),
    ]:
        assert view_of(session, training, actor, now).parts == parts
    assert refused(lambda: view_of(session, training, house.as_psychologist, now)) == "not_allowed"
    outside = an_actor(scene.coordinator, a_scene(session, now).organisation, Role.COORDINATOR)
    assert refused(lambda: view_of(session, training, outside, now)) == "not_allowed"


def test_the_peer_the_lead_and_a_coordinator_note_who_was_there_and_nobody_else(session, training, now):
    house, scene = training.house, training.house.scene
    day, last = training.days(session)[0], training.days(session)[-1]
    for actor, attendance in [
        (house.as_peer, Attendance.CAME),
        (house.as_lead, Attendance.AWAY),
        (scene.as_coordinator, Attendance.NOT_YET),
    ]:
        note_attendance(session=session, actor=actor, day_id=day.id, attendance=attendance, now=now)
        session.refresh(day)
        assert day.attendance == attendance
    for actor in (scene.as_contact_person, house.as_psychologist):
        by = {"session": session, "actor": actor, "day_id": day.id, "attendance": Attendance.CAME}
        assert refused(lambda by=by: note_attendance(**by, now=now)) == "not_allowed"
    ahead = {"session": session, "actor": house.as_peer, "day_id": last.id}
    assert refused(lambda: note_attendance(**ahead, attendance=Attendance.CAME, now=now)) == "training_ahead"
    leads = training.days(session, training.lead_engagement)[0]
    assert (
        refused(
            lambda: note_attendance(
                session=session, actor=house.as_peer, day_id=leads.id, attendance=Attendance.CAME, now=now
            )
        )
        == "not_allowed"
    )


def told(session, training: TrainingScene, actor, now) -> list[str]:
    days = view_of(session, training, actor, now).current.days[0].peers
    return [each.reflection for each in days if each.name == "Karen Møller"]


def test_what_a_peer_tells_of_a_day_is_read_by_the_lead_alone_and_can_be_taken_back(session, training, now):
    house, scene = training.house, training.house.scene
    day = training.days(session)[0]

    def tell(words: str, actor=house.as_peer, version: int | None = None) -> None:
        held = session.get_one(TrainingDay, day.id)
        tell_of_day(
            session=session,
            actor=actor,
            day_id=day.id,
            words=words,
            expected_version=held.version if version is None else version,
            now=now,
        )

    tell(WORDS)
    assert told(session, training, house.as_lead, now) == [WORDS]
    for actor in (scene.as_coordinator, scene.as_contact_person):
        assert told(session, training, actor, now) == [""]
    for actor in (house.as_lead, scene.as_coordinator):
        assert refused(lambda by=actor: tell("Mine", by)) == "not_allowed"
    assert refused(lambda: tell("Igen", version=1)) == "changed_meanwhile"
    assert refused_at(lambda: tell("x" * 601)) == {"words": "text_long"}
    event = session.exec(select(AuditEvent).where(AuditEvent.action == "training.told")).one()
    assert event.actor_id is None
    tell("")
    assert told(session, training, house.as_lead, now) == [""]


def test_what_was_told_goes_with_the_peer_who_leaves_and_so_do_their_days_ahead(session, training, now):
    house = training.house
    day = training.days(session)[0]
    tell_of_day(session=session, actor=house.as_peer, day_id=day.id, words=WORDS, expected_version=1, now=now)
    leave_team(session=session, actor=house.scene.as_coordinator, member_id=house.member.id, now=now)
    left = training.days(session)
    assert left
    assert all(local_day(each.starts_at) <= local_day(now) for each in left)
    assert not any(each.reflection for each in left)
    assert len(training.days(session, training.lead_engagement)) == len(shipped().days)


def test_what_was_told_is_gone_a_while_after_the_plan(session, training, now):
    day = training.days(session)[0]
    tell_of_day(session=session, actor=training.house.as_peer, day_id=day.id, words=WORDS, expected_version=1, now=now)
    last = training.days(session)[-1].ends_at
    forget_reflections(session, days_later(last, 89))
    assert training.days(session)[0].reflection == WORDS
    forget_reflections(session, days_later(last, 91))
    assert training.days(session)[0].reflection == ""


def test_a_peer_reads_their_own_days_with_what_they_hold(session, training, now):
    mine = own_training(session=session, actor=training.house.as_peer, now=now)
    assert mine is not None
    assert (mine.team, mine.lead) == ("Broholdet", "Inger Lund")
    assert [each.day.id for each in mine.days] == [each.id for each in shipped().days]
    assert mine.ahead
    loner = a_peer(session, training.house.scene, now, name="Ida Alene")
    actor = an_actor(session.get_one(type(training.house.lead), loner.person_id), training.house.scene.organisation)
    assert own_training(session=session, actor=actor, now=now) is None


# --- the workplace, and the next round


def test_the_workplace_ticks_its_list_until_nothing_is_left(session, training, now):
    scene, points = training.house.scene, shipped().preparations
    by = {"session": session, "round_id": training.row.id, "now": now}

    def left(actor) -> list[int]:
        asked = {"session": session, "actor": actor, "organisation_id": scene.organisation.id}
        return [each.left for each in workplaces_waiting(**asked)]

    assert left(scene.as_contact_person) == left(scene.as_coordinator) == [len(points)]
    tick(**by, actor=scene.as_contact_person, point=points[0].id, done=True)
    tick(**by, actor=scene.as_contact_person, point=points[0].id, done=True)
    assert left(scene.as_contact_person) == [len(points) - 1]
    done = view_of(session, training, scene.as_coordinator, now).current.points[0]
    assert (done.done_by, done.done_on) == (scene.contact_person.name, local_day(now))
    tick(**by, actor=scene.as_coordinator, point=points[0].id, done=False)
    assert left(scene.as_coordinator) == [len(points)]
    for point in points:
        tick(**by, actor=scene.as_contact_person, point=point.id, done=True)
    assert left(scene.as_contact_person) == left(scene.as_coordinator) == []
    assert refused(lambda: tick(**by, actor=training.house.as_lead, point=points[0].id, done=True)) == "not_allowed"
    assert refused(lambda: tick(**by, actor=scene.as_coordinator, point="nothing", done=True)) == "not_found"
    other = a_member(session, scene.organisation, now, role=Role.CONTACT_PERSON, name="Ole Anden")
    assert left(an_actor(other, scene.organisation, Role.CONTACT_PERSON)) == []


def test_a_new_round_is_proposed_a_year_after_the_last_to_who_plans_it(session, training, now):
    scene = training.house.scene

    def proposed(actor, day):
        return rounds_proposed(session=session, actor=actor, organisation_id=scene.organisation.id, today=day)

    year = training.starts_on + timedelta(days=365)
    assert proposed(scene.as_coordinator, year - timedelta(days=1)) == []
    (found,) = proposed(scene.as_coordinator, year)
    assert (found.team, found.last_on, found.why.soon) == ("Broholdet", training.starts_on, 2)
    assert proposed(scene.as_contact_person, year) == []


def test_who_has_stopped_has_no_training(session, training, now):
    engagement = session.get_one(Engagement, training.house.scene.engagement.id)
    with transaction(session):
        engagement.ended_at = now
        session.add(engagement)
    assert own_training(session=session, actor=training.house.as_peer, now=now) is None
