"""A colleague leaves in one whole: everything they looked after has somebody, and can come back for a day."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, SQLModel, select

from core.access.permissions import Actor, Role
from core.bulk.handing_over import NAMED_IN, Departure, Duty, Leaving, departure, hand_over, handovers, take_back
from core.documents.reading import read
from core.errors import DomainError
from core.i18n import local_day
from core.notices.service import waiting_notice
from core.people.colleagues import former_colleagues, give_role
from core.register.history import history_of
from core.supervision.service import SupervisionPlan, plan
from core.teams.reading import team_view
from core.teams.rules import TeamPart
from core.teams.service import say_accommodations
from core.worries.rules import WorryAbout
from core.worries.service import WorryDetails, answer_worry, tell_worry
from db.engine import transaction
from db.outbox import OutboxItem
from db.people import DutyHandover, Engagement, Membership
from tests.builders import Scene, a_member, a_scene, an_actor
from tests.core.documents.stories import a_letter, mails, sign
from tests.core.partnerships.builders import an_association
from tests.core.supervision.stories import ordered, teaching
from tests.core.teams.builders import a_team

# Columns that name a person whom nobody has to go on for, by the reason.
NO_DUTY = {
    "who did something, and that stays": """
        agreed_point.written_by_id agreement_signing.recorded_by_id agreement_text.written_by_id
        acknowledgement.recorded_by_id alignment.begun_by_id alignment.contact_person_id alignment_answer.filled_by_id
        answered_occasion.answered_by_id application.decided_by_id application.written_by_id approval.decided_by_id
        association.created_by_id certificate.made_by_id change_notice.made_by_id clarification_meeting.recorded_by_id
        clarification_point.recorded_by_id consent.host_person_id consent.person_id course_module.held_by_id
        cover_request.asked_by_id
        course_run.created_by_id document.created_by_id document.declined_by_id document.discussed_by_id
        document_answer.filled_by_id document_revision.begun_by_id document_version.frozen_by_id
        evaluation.entered_by_id evaluation_form.keyed_by_id expense_claim.decided_by_id
        guideline_version.published_by_id handover.handed_by_id handover.person_id import_run.imported_by_id
        invitation.created_by_id
        note.written_by_id offer.created_by_id
        offer_rhythm.created_by_id pair.created_by_id paper_record.recorded_by_id pause.recorded_by_id
        person_merge.merged_by_id programme_version.published_by_id recognition.created_by_id
        rhythm_turn.answered_by_id supervision.ordered_by_id talk.recorded_by_id task.created_by_id team.made_by_id
        template_draft.edited_by_id template_version.published_by_id training_plan.published_by_id
        training_preparation.done_by_id training_round.begun_by_id worry.recorded_by_id""",
    "what is one's own": """
        account.person_id acknowledgement.person_id application.person_id association_contact.person_id
        calendar_feed.person_id engagement.person_id expense_claim.person_id history_share.person_id
        invitation.person_id membership.person_id
        group_message_recipient.person_id mail_choice.person_id mail_key.person_id mention_choice.person_id
        need.person_id network_member.person_id offer_attendance.person_id outbox_item.person_id personal_log.person_id
        person.merged_into_id person_merge.kept_id person_merge.merged_id portal_operator.person_id
        recognised.person_id reminder.person_id saved_view.person_id
        support_talk.person_id wish.person_id worry.about_id worry.person_id""",
    "what nobody else reads until it is published": "guideline_writing.person_id",
    "what nobody else reads until it is sent": "group_message.sender_id unsent_form.person_id",
    "what nobody else reads until it comes in": "import_draft.person_id",
    "asked for what they alone know, until a day on which the question lapses": "assessment_view.person_id",
    "shown to them alone, and goes on to nobody": "shared_log_page.to_id",
    "goes on with what one is told is wrong": "worry.next_id",
}


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


def test_what_a_peer_let_a_colleague_read_is_not_read_by_who_comes_after_them(session: Session, now: datetime) -> None:
    house = a_team(session, now)
    scene, everybody = house.scene, [TeamPart.LEAD, TeamPart.PSYCHOLOGIST, TeamPart.WORKPLACE]
    say_accommodations(
        session=session,
        actor=house.as_peer,
        member_id=house.member.id,
        words="En pause om formiddagen.",
        shown_to=everybody,
        expected_version=house.member.version,
        now=now,
    )
    bo = a_member(session, scene.organisation, now, role=Role.CONTACT_PERSON, name="Bo Lind")
    handover = leave(session, scene, now, bo.id)
    as_bo = an_actor(bo, scene.organisation, Role.CONTACT_PERSON)

    def read_by(actor: Actor) -> str:
        return team_view(session=session, actor=actor, team_id=house.team.id).members[0].accommodations

    assert team_view(session=session, actor=as_bo, team_id=house.team.id).parts == {TeamPart.WORKPLACE}
    assert read_by(as_bo) == ""
    assert read_by(house.as_lead) == read_by(house.as_psychologist) == read_by(house.as_peer) != ""
    # Nor is it read again by itself by the one who comes back: their yes was taken, and is asked for anew.
    take_back(session=session, actor=scene.as_coordinator, handover_id=handover.id, now=now)
    assert read_by(scene.as_contact_person) == ""


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


def test_associations_and_what_is_told_to_be_wrong_go_on_too_and_come_back(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    association = an_association(session, scene, now)
    worry = tell_worry(
        session=session,
        actor=scene.as_volunteer,
        engagement_id=scene.engagement.id,
        told=WorryDetails(WorryAbout.COORDINATOR, words="Vi er ikke enige."),
        now=now,
    )
    assert worry.waits_for_id == scene.contact_person.id
    bo = a_member(session, scene.organisation, now, name="Bo Lind")
    held = asked(session, scene)
    assert held.held == {Duty.CONTACT: 1, Duty.ASSOCIATION: 1, Duty.WORRY: 1}
    handover = leave(session, scene, now, bo.id, tells=False)
    # Whoever it is about, here the coordinator who hands over, never gets it.
    assert (association.followed_by_id, worry.waits_for_id) == (bo.id, bo.id)
    assert told(session, "worry_told")[-1] == bo.id
    take_back(session=session, actor=scene.as_coordinator, handover_id=handover.id, now=now + timedelta(hours=2))
    assert {association.followed_by_id, worry.waits_for_id} == {scene.contact_person.id}
    answer_by = leave(session, scene, now + timedelta(hours=3), bo.id, tells=False)
    answer_worry(
        session=session,
        actor=an_actor(bo, scene.organisation, Role.COORDINATOR),
        worry_id=worry.id,
        words="Tak.",
        expected_version=worry.version,
        now=now + timedelta(hours=4),
    )
    take_back(session=session, actor=scene.as_coordinator, handover_id=answer_by.id, now=now + timedelta(hours=5))
    assert worry.waits_for_id == bo.id


def test_somebody_else_is_told_that_one_waits_where_the_next_to_know_leaves(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    worry = tell_worry(
        session=session,
        actor=scene.as_volunteer,
        engagement_id=scene.engagement.id,
        told=WorryDetails(WorryAbout.TASK, to_id=scene.contact_person.id, words="Der er for meget."),
        now=now,
    )
    assert worry.next_id == scene.coordinator.id
    kim = a_member(session, scene.organisation, now, role=Role.COORDINATOR, name="Kim Bo")
    roles = session.exec(select(Membership.id).where(Membership.person_id == scene.coordinator.id)).all()
    leaving = Leaving(scene.organisation.id, scene.coordinator.id, roles, dict.fromkeys(Duty, [kim.id]), False)
    hand_over(session=session, actor=an_actor(kim, scene.organisation, Role.COORDINATOR), leaving=leaving, now=now)
    assert (worry.waits_for_id, worry.next_id) == (scene.contact_person.id, kim.id)
    assert told(session, "worry_waits") == [scene.coordinator.id, kim.id]


def test_every_column_that_names_a_colleague_is_handed_over_or_is_known_to_be_no_duty() -> None:
    """A new column that names a person fails here until it stands in `NAMED_IN` or in `NO_DUTY` with its reason."""
    naming = {
        f"{table.name}.{key.parent.name}"
        for table in SQLModel.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "person"
    }
    handed = {f"{model.__tablename__}.{column}" for model, column in NAMED_IN.values()}
    no_duty = [each for columns in NO_DUTY.values() for each in columns.split()]
    assert len(no_duty) == len(set(no_duty))
    assert not handed & set(no_duty)
    assert naming == handed | set(no_duty)


def test_only_those_who_manage_colleagues_hand_over(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    leaving = Leaving(scene.organisation.id, scene.contact_person.id, roles_of(session, scene), {}, False)
    with pytest.raises(DomainError, match="not_allowed"):
        hand_over(session=session, actor=scene.as_contact_person, leaving=leaving, now=now)
