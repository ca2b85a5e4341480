"""A round between two sides: each answers alone, both see it when both have, and what is settled holds until a day."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text as sql
from sqlmodel import Session, select

from core.access.trail import trace
from core.alignment.reading import (
    alignment,
    alignments,
    alignments_with,
    count_alignments_to_look_at,
    own_alignments,
)
from core.alignment.rules import AlignmentSide, AlignmentStage, LookAgain, SettledHow
from core.alignment.service import (
    NewPoint,
    Settlement,
    add_point,
    answer_on_paper,
    begin_with_association,
    begin_with_volunteer,
    finish_side,
    remove_point,
    save_expectation,
    settle,
    tick_point,
)
from core.errors import DomainError, ManyRefused
from core.i18n import local_day, on_date
from core.partnerships.service import end_partnership, end_speaker
from db.alignment import AlignmentAsAgreed
from db.audit import AuditEvent
from db.engine import transaction
from db.evidence import faults
from db.outbox import OutboxItem
from db.partnerships import AssociationContact
from tests.builders import Scene, a_scene
from tests.core.alignment.builders import a_round, a_short_round, answer, settled
from tests.core.partnerships.builders import a_speaker, an_association, as_speaker

OURS, THEIRS = AlignmentSide


class Two:
    """An association and a municipality with a round between them."""

    def __init__(self, session: Session, now) -> None:
        self.session, self.now = session, now
        self.scene: Scene = a_scene(session, now)
        self.association = an_association(session, self.scene, now)
        self.speaker = as_speaker(self.scene, a_speaker(session, self.scene, self.association, now))
        self.round = a_round(session, self.scene, self.association, now)

    def asked(self, actor, **more):
        return {"session": self.session, "actor": actor, "alignment_id": self.round.id, "now": self.now, **more}

    def seen_by(self, actor):
        return alignment(session=self.session, actor=actor, alignment_id=self.round.id, today=local_day(self.now))

    def both_answer(self) -> None:
        answer(self.session, self.scene.as_coordinator, self.round.id, OURS, {"leads": "both", "goal": "Ro"}, self.now)
        answer(self.session, self.speaker, self.round.id, THEIRS, {"leads": "public"}, self.now)


@pytest.fixture
def two(session: Session, now) -> Two:
    return Two(session, now)


def refused(does: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as error:
        does()
    return error.value.code


def test_each_answers_alone_and_sees_the_others_when_both_have_finished(two):
    ours, theirs = two.scene.as_coordinator, two.speaker
    answer(two.session, ours, two.round.id, OURS, {"leads": "both", "goal": "Ro"}, two.now)
    answer(two.session, theirs, two.round.id, THEIRS, {"leads": "public"}, two.now, finished=False)
    for actor, side in ((ours, OURS), (theirs, THEIRS)):
        view = two.seen_by(actor)
        assert (view.side, set(view.answers), view.compared) == (side, {side}, ())
    other = two.asked(theirs, side=OURS, question_id="leads", value="both", expected_version=1)
    assert refused(lambda: save_expectation(**other)) == "not_allowed"
    own = two.asked(ours, side=OURS, question_id="leads", value="public", expected_version=1)
    assert refused(lambda: save_expectation(**own)) == "alignment_finished"
    # Until the other has finished too, one may change one's mind.
    finish_side(**two.asked(ours, side=OURS, finished=False))
    save_expectation(**own)
    finish_side(**two.asked(ours, side=OURS))
    assert refused(lambda: add_point(**two.asked(ours, point=NewPoint(words="Kaffe")))) == "alignment_waits"
    finish_side(**two.asked(theirs, side=THEIRS))
    assert refused(lambda: finish_side(**two.asked(ours, side=OURS, finished=False))) == "alignment_both"
    compared = [two.seen_by(actor).compared for actor in (ours, theirs)]
    assert compared[0] == compared[1]
    assert {each.question_id: (each.ours, each.theirs) for each in compared[0] if each.ours or each.theirs} == {
        "leads": ("public", "public"),
        "goal": ("Ro", ""),
    }
    entries = two.session.exec(select(AuditEvent).where(AuditEvent.action == "alignment.answered")).all()
    assert len(entries) == 4
    assert not [each for each in entries if "Ro" in str(each)]


def test_whoever_is_on_neither_side_sees_and_changes_nothing(two):
    elsewhere = a_scene(two.session, two.now, volunteer="Per Lund")
    other = an_association(two.session, two.scene, two.now, name="Andre Venner")
    strangers = (
        elsewhere.as_coordinator,
        two.scene.as_volunteer,
        as_speaker(two.scene, a_speaker(two.session, two.scene, other, two.now)),
    )
    two.both_answer()
    point = add_point(**two.asked(two.speaker, point=NewPoint(words="Kaffe")))
    day = local_day(two.now)
    settlement = Settlement(met_on=day, how=SettledHow.ORAL, valid_until=None, look_again_on=None)
    for actor in strangers:
        for does in (
            lambda actor=actor: two.seen_by(actor),
            lambda actor=actor: finish_side(**two.asked(actor, side=THEIRS)),
            lambda actor=actor: add_point(**two.asked(actor, point=NewPoint(words="Te"))),
            lambda actor=actor: settle(**two.asked(actor, settlement=settlement)),
            lambda actor=actor: answer_on_paper(**two.asked(actor)),
            lambda actor=actor: remove_point(session=two.session, actor=actor, point_id=point.id, now=two.now),
            lambda actor=actor: alignments_with(
                session=two.session, actor=actor, association_id=two.association.id, today=day
            ),
        ):
            assert refused(does) == "not_allowed"
    # Who speaks for the association neither settles it nor writes down what others said on paper.
    assert refused(lambda: settle(**two.asked(two.speaker, settlement=settlement))) == "not_allowed"
    assert refused(lambda: answer_on_paper(**two.asked(two.speaker))) == "not_allowed"
    lists = [
        alignments(session=two.session, actor=actor, organisation_id=two.scene.organisation.id, today=day).total
        for actor in (two.scene.as_coordinator, two.scene.as_contact_person, two.speaker, two.scene.as_volunteer)
    ]
    assert lists == [1, 1, 1, 0]


def test_what_is_agreed_is_settled_once_and_looked_at_again(two):
    two.both_answer()
    ours = two.scene.as_coordinator
    with pytest.raises(ManyRefused):
        add_point(**two.asked(ours, point=NewPoint(words=" ")))
    day = local_day(two.now)
    kept = add_point(**two.asked(two.speaker, point=NewPoint(words="Kaffe", owner=THEIRS, due_on=day)))
    gone = add_point(**two.asked(ours, point=NewPoint(words="Te")))
    by = {"session": two.session, "actor": ours, "now": two.now}
    remove_point(**by, point_id=gone.id)
    wrong = Settlement(
        met_on=day + timedelta(days=1), how=SettledHow.ORAL, valid_until=day, look_again_on=day - timedelta(days=1)
    )
    with pytest.raises(ManyRefused) as error:
        settle(**two.asked(ours, settlement=wrong))
    assert list(error.value.by_field) == ["met_on", "valid_until", "look_again_on"]
    settled(two.session, two.scene, two.round.id, two.now)
    assert refused(lambda: settled(two.session, two.scene, two.round.id, two.now)) == "alignment_settled"
    assert refused(lambda: remove_point(**by, point_id=kept.id)) == "alignment_settled"
    assert [tick_point(**by, point_id=kept.id, done=done).done_at is None for done in (True, True, False)] == [
        False,
        False,
        True,
    ]
    assert two.seen_by(ours).stage is AlignmentStage.AGREED
    assert refused(lambda: add_point(**two.asked(ours, point=NewPoint(words="Mere")))) == "alignment_settled"

    def count(later: int) -> int:
        return count_alignments_to_look_at(
            session=two.session,
            actor=ours,
            organisation_id=two.scene.organisation.id,
            today=day + timedelta(days=later),
        )

    assert [count(later) for later in (0, 181, 182, 400)] == [0, 0, 1, 1]
    # A new round takes its place, and ends the reminding.
    later = two.now + timedelta(days=1)
    again = begin_with_association(session=two.session, actor=ours, association_id=two.association.id, now=later)
    assert again.id != two.round.id
    twice = begin_with_association(session=two.session, actor=ours, association_id=two.association.id, now=later)
    assert twice.id == again.id
    assert count(400) == 0


def test_a_change_of_contact_on_either_side_is_told_and_an_ended_partnership_is_not(two):
    two.both_answer()
    settled(two.session, two.scene, two.round.id, two.now)
    ours, day = two.scene.as_coordinator, local_day(two.now)
    later = two.now + timedelta(hours=1)
    assert two.seen_by(ours).reasons == ()
    with transaction(two.session):
        two.association.followed_by_id = two.scene.coordinator.id
        two.session.add(two.association)
    assert two.seen_by(ours).reasons == (LookAgain.OUR_CONTACT,)
    contact = two.session.exec(select(AssociationContact)).one()
    end_speaker(session=two.session, actor=ours, contact_id=contact.id, now=later)
    assert two.seen_by(ours).reasons == (LookAgain.OUR_CONTACT, LookAgain.THEIR_CONTACT)
    asked = {"session": two.session, "actor": ours, "organisation_id": two.scene.organisation.id, "today": day}
    assert [each.alignment_id for each in alignments(**asked, again=True).rows] == [two.round.id]
    end_partnership(session=two.session, actor=ours, association_id=two.association.id, now=later)
    assert (alignments(**asked, again=True).total, alignments(**asked).total) == (0, 1)


def test_what_the_others_answered_on_paper_is_written_down_by_a_colleague(two):
    ours = two.scene.as_coordinator
    on_paper = two.asked(ours, side=THEIRS, question_id="goal", value="Fællesskab", expected_version=None)
    assert refused(lambda: save_expectation(**on_paper)) == "not_allowed"
    answer_on_paper(**two.asked(ours))
    save_expectation(**on_paper)
    assert set(two.seen_by(ours).answers) == {OURS, THEIRS}
    assert two.seen_by(two.speaker).answers[THEIRS]["goal"].filled_by_id == two.scene.coordinator.id
    slower = two.asked(two.speaker, side=THEIRS, question_id="goal", value="Ro", expected_version=None)
    assert refused(lambda: save_expectation(**slower)) == "changed_meanwhile"
    unknown = two.asked(ours, side=OURS, question_id="leads", value="ingen", expected_version=None)
    assert refused(lambda: save_expectation(**unknown)) == "choice_invalid"
    assert refused(lambda: finish_side(**two.asked(ours, side=OURS))) == "alignment_nothing"


def test_a_volunteer_and_the_workplace_align_theirs_in_the_short_form(two):
    scene, day = two.scene, local_day(two.now)
    begun = {"session": two.session, "engagement_id": scene.engagement.id, "now": two.now}
    made = begin_with_volunteer(**begun, actor=scene.as_volunteer)
    assert begin_with_volunteer(**begun, actor=scene.as_contact_person).id == made.id
    answer(two.session, scene.as_volunteer, made.id, THEIRS, {"often": "weekly"}, two.now)
    answer(two.session, scene.as_contact_person, made.id, OURS, {"often": "monthly"}, two.now)
    assert refused(lambda: begin_with_volunteer(**begun, actor=two.speaker)) == "not_allowed"
    assert [each.stage for each in own_alignments(session=two.session, actor=scene.as_volunteer, today=day)] == [
        AlignmentStage.MEETING
    ]
    settled(two.session, scene, made.id, two.now)
    with transaction(two.session):
        scene.engagement.contact_person_id = scene.coordinator.id
        two.session.add(scene.engagement)
    found = alignment(session=two.session, actor=scene.as_coordinator, alignment_id=made.id, today=day)
    assert found.reasons == (LookAgain.OUR_CONTACT,)


def test_whoever_is_on_the_other_side_gets_a_mail_that_leads_to_the_round_and_names_nobody(session, now):
    scene = a_scene(session, now)
    association = an_association(session, scene, now)
    speaker = a_speaker(session, scene, association, now)
    a_round(session, scene, association, now)
    own = a_round(session, scene, association, now)
    ours = a_short_round(session, scene, now)
    theirs = a_scene(session, now)
    begun = begin_with_volunteer(
        session=session, actor=theirs.as_volunteer, engagement_id=theirs.engagement.id, now=now
    )
    told = [
        (item.params["person_id"], item.params["alignment_id"])
        for item in session.exec(select(OutboxItem))
        if item.params["message"] == "alignment_begun"
    ]
    assert sorted(told) == sorted(
        (str(person.id), str(made.id))
        for person, made in ((speaker, own), (scene.volunteer, ours), (theirs.contact_person, begun))
    )


def test_what_was_agreed_by_word_of_mouth_is_frozen_as_it_read_that_day(two):
    two.both_answer()
    ours = two.scene.as_coordinator
    day = local_day(two.now)
    add_point(**two.asked(two.speaker, point=NewPoint(words="Kaffe", owner=THEIRS, due_on=day)))
    assert two.seen_by(ours).text is None
    settled(two.session, two.scene, two.round.id, two.now)
    text = two.seen_by(two.speaker).text
    assert text is not None
    agreed, *steps = text.sections
    assert [(each.title, each.text) for each in agreed.clauses] == [
        ("Fjordens Venner", f"Kaffe (senest {on_date(day)})")
    ]
    said = {clause.id: clause.text for step in steps for clause in step.clauses}
    name = two.scene.organisation.name
    assert said["leads"] == f"{name}: Begge\nFjordens Venner: Kommunen eller regionen"
    assert (said["goal"], said["purpose"]) == (f"{name}: Ro", "Har ikke svaret")
    with transaction(two.session):
        two.association.name = "Et andet navn"
        two.session.add(two.association)
    assert two.seen_by(ours).text == text
    assert not [each for each in faults(two.session) if each.row.startswith("alignment")]
    with transaction(two.session):
        two.session.execute(sql("UPDATE alignment_as_agreed SET fingerprint = 'another'"))
    assert [each.problem for each in faults(two.session) if each.row.startswith("alignment")] == ["changed"]


def test_of_one_settled_before_its_text_was_kept_nothing_is_made_up(two):
    two.both_answer()
    settled(two.session, two.scene, two.round.id, two.now)
    with transaction(two.session):
        two.session.delete(two.session.get_one(AlignmentAsAgreed, two.round.id))
        trace(two.session, two.scene.organisation.id, None, "alignment.settled", "alignment", two.round.id, two.now)
    assert two.seen_by(two.speaker).text is None
