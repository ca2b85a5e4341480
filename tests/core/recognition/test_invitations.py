"""Invitations answered, changed and too late; thanks afterwards; and no mention of who does not want it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from core.errors import DomainError
from core.i18n import local_day
from core.recognition.giving import ThanksDetails, call_off, change, give
from core.recognition.invitations import (
    answer_invitation,
    choose_mention,
    mention_chosen,
    my_invitations,
    participants,
    thank_afterwards,
)
from core.recognition.planning import RecognitionPlan, plan_thanks
from core.recognition.reading import my_recognitions
from core.recognition.rules import Gift
from db.engine import transaction
from db.outbox import OutboxItem
from db.recognition import MentionChoice, Recognised, Recognition
from tests.builders import Scene, a_scene
from tests.core.recognition.test_service import everything
from tests.core.register.test_documents import another


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


@pytest.fixture
def bo(session: Session, scene, now) -> Scene:
    return another(session, scene, now, name="Bo Dahl")


def plan(scene, now, **changed) -> RecognitionPlan:
    wanted = {
        "gift": Gift.OUTING,
        "planned_on": local_day(now) + timedelta(days=10),
        "giver_id": scene.contact_person.id,
        "title": "Skovtur",
        "invites": True,
    }
    return RecognitionPlan(**wanted | changed)


def planned(session, scene, bo, now, **changed) -> Recognition:
    return plan_thanks(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        plan=plan(scene, now, **changed),
        engagement_ids=[scene.engagement.id, bo.engagement.id],
        now=now,
    )


def answers(session, guest: Scene, made, now, *, comes=True, diet="Ingen nødder"):
    answer_invitation(
        session=session, actor=guest.as_volunteer, recognition_id=made.id, comes=comes, diet=diet, now=now
    )


def own(session, guest: Scene, now):
    return my_invitations(session=session, actor=guest.as_volunteer, today=local_day(now))


def who(session, scene, made):
    found = participants(session=session, actor=scene.as_coordinator, recognition_id=made.id)
    return [(each.name, each.comes, each.diet) for each in found]


def row(session, scene):
    (found,) = everything(session, scene.as_coordinator, scene.organisation.id)
    return found


def gives(session, scene, made, now):
    return give(
        session=session,
        actor=scene.as_coordinator,
        recognition_id=made.id,
        details=ThanksDetails(given_on=local_day(now), words="", cost=0),
        expected_version=made.version,
        now=now,
    )


def mails(session) -> list[str]:
    return [item.params["message"] for item in session.exec(select(OutboxItem)) if item.kind == "mail"]


def test_those_invited_hear_of_it_by_mail_and_on_their_page(session, scene, bo, now):
    before = len(mails(session))
    planned(session, scene, bo, now)
    assert mails(session)[before:] == ["invited", "invited"]
    (invitation,) = own(session, scene, now)
    assert (invitation.title, invitation.comes, invitation.open) == ("Skovtur", None, True)
    assert invitation.organisation == "Solbjerg Kommune"


def test_a_thank_you_without_invitation_is_a_surprise(session, scene, bo, now):
    before = len(mails(session))
    planned(session, scene, bo, now, invites=False)
    assert own(session, scene, now) == ()
    assert len(mails(session)) == before
    with pytest.raises(DomainError, match="not_found"):
        answers(session, scene, session.exec(select(Recognition)).one(), now)


def test_an_answer_is_counted_and_another_takes_its_place(session, scene, bo, now):
    made = planned(session, scene, bo, now)
    answers(session, scene, made, now)
    assert (row(session, scene).coming, row(session, scene).silent) == (1, 1)
    assert who(session, scene, made) == [("Karen Møller", True, "Ingen nødder"), ("Bo Dahl", None, "")]
    answers(session, scene, made, now, comes=False)
    assert who(session, scene, made) == [("Bo Dahl", None, ""), ("Karen Møller", False, "")]
    assert own(session, scene, now)[0].comes is False


def test_it_cannot_be_answered_too_late_or_by_whom_it_is_not_for(session, scene, bo, now):
    day = local_day(now)
    made = planned(session, scene, bo, now, answer_by=day + timedelta(days=3))
    with pytest.raises(DomainError, match="invitation_closed"):
        answers(session, scene, made, now + timedelta(days=4))
    assert own(session, scene, now + timedelta(days=4))[0].open is False
    with pytest.raises(DomainError, match="not_found"):
        answers(session, another(session, scene, now, name="Ea"), made, now)
    with pytest.raises(DomainError, match="answer_by_late"):
        planned(session, scene, bo, now, answer_by=day + timedelta(days=11))


def test_what_is_called_off_or_over_is_no_invitation(session, scene, bo, now):
    made = planned(session, scene, bo, now)
    assert own(session, scene, now + timedelta(days=11)) == ()
    call_off(
        session=session, actor=scene.as_coordinator, recognition_id=made.id, expected_version=made.version, now=now
    )
    assert own(session, scene, now) == ()


def test_only_who_plans_sees_who_comes(session, scene, bo, now):
    made = planned(session, scene, bo, now)
    for actor in (scene.as_volunteer, scene.as_contact_person):
        with pytest.raises(DomainError, match="not_allowed"):
            participants(session=session, actor=actor, recognition_id=made.id)
    with pytest.raises(DomainError, match="not_found"):
        participants(session=session, actor=scene.as_coordinator, recognition_id=uuid4())


def test_what_somebody_does_not_eat_is_forgotten_when_it_was_held(session, scene, bo, now):
    made = planned(session, scene, bo, now)
    answers(session, scene, made, now)
    gives(session, scene, made, now)
    assert {each.diet for each in session.exec(select(Recognised))} == {None}
    assert {each.comes for each in session.exec(select(Recognised))} == {True, None}


def thanks(session, scene, made, now, words="Tak for en god dag", **changed):
    wanted = {"actor": scene.as_coordinator, "expected_version": made.version}
    return thank_afterwards(session=session, recognition_id=made.id, words=words, now=now, **wanted | changed)


def test_those_who_came_are_thanked_afterwards(session, scene, bo, now):
    made = planned(session, scene, bo, now)
    answers(session, scene, made, now)
    answers(session, bo, made, now, comes=False)
    with pytest.raises(DomainError, match="recognition_not_given"):
        thanks(session, scene, made, now)
    gives(session, scene, made, now)
    before = len(mails(session))
    with pytest.raises(DomainError, match="text_missing"):
        thanks(session, scene, made, now, "  ")
    with pytest.raises(DomainError, match="not_allowed"):
        thanks(session, scene, made, now, actor=scene.as_contact_person)
    assert thanks(session, scene, made, now) == 1
    assert mails(session)[before:] == ["thanked"]
    assert my_recognitions(session=session, actor=scene.as_volunteer)[0].thanks == "Tak for en god dag"
    with pytest.raises(DomainError, match="changed_meanwhile"):
        thanks(session, scene, made, now, expected_version=made.version - 1)


def test_nobody_is_thanked_where_nobody_came(session, scene, bo, now):
    made = planned(session, scene, bo, now)
    gives(session, scene, made, now)
    with pytest.raises(DomainError, match="nobody_came"):
        thanks(session, scene, made, now)


def test_who_did_not_come_was_not_given_it(session, scene, bo, now):
    made = planned(session, scene, bo, now)
    answers(session, bo, made, now, comes=False)
    gives(session, scene, made, now)
    assert my_recognitions(session=session, actor=bo.as_volunteer) == ()
    assert len(my_recognitions(session=session, actor=scene.as_volunteer)) == 1


def test_what_is_planned_can_be_changed_until_it_is_given(session, scene, bo, now):
    made = planned(session, scene, bo, now)
    asked = {"session": session, "actor": scene.as_coordinator, "recognition_id": made.id, "now": now}
    change(**asked, plan=plan(scene, now, title="Havnetur", cost=5000), expected_version=made.version)
    assert (row(session, scene).title, row(session, scene).planned_cost) == ("Havnetur", 5000)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        change(**asked, plan=plan(scene, now), expected_version=1)
    gives(session, scene, made, now)
    with pytest.raises(DomainError, match="recognition_given"):
        change(**asked, plan=plan(scene, now), expected_version=made.version)


def test_nobody_is_mentioned_who_did_not_say_yes(session, scene, bo, now):
    assert mention_chosen(session=session, actor=scene.as_volunteer) is None
    with pytest.raises(DomainError, match="mention_refused") as refused:
        planned(session, scene, bo, now, gift=Gift.MENTION)
    assert "Karen Møller" in str(refused.value.details["names"])
    for _click in range(2):
        choose_mention(session=session, actor=scene.as_volunteer, may_mention=False, now=now)
    said = mention_chosen(session=session, actor=scene.as_volunteer)
    assert said is not None
    assert (said.allowed, said.said_at) == (False, now)
    with transaction(session):
        session.add(MentionChoice(person_id=bo.engagement.person_id, allowed=True, said_at=now))
    with pytest.raises(DomainError, match="mention_refused") as refused:
        planned(session, scene, bo, now, gift=Gift.MENTION)
    assert refused.value.details["names"] == "Karen Møller"
    made = planned(session, scene, bo, now)
    with pytest.raises(DomainError, match="mention_refused"):
        change(
            session=session,
            actor=scene.as_coordinator,
            recognition_id=made.id,
            plan=plan(scene, now, gift=Gift.MENTION),
            expected_version=made.version,
            now=now,
        )
    choose_mention(session=session, actor=scene.as_volunteer, may_mention=True, now=now)
    assert planned(session, scene, bo, now, gift=Gift.MENTION).gift == Gift.MENTION
