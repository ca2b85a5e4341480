"""A volunteer who would like to stop says so themselves: answered, said otherwise, taken back, and whom it reaches."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from core.approvals.goodbye import say_goodbye
from core.approvals.guide import closing_guides, draw_guide, print_guide
from core.approvals.rules import EndReason
from core.approvals.stopping import (
    StopWish,
    answer_wish,
    own_stopping,
    stay_after_all,
    talk_support,
    wish_of,
    wish_to_stop,
)
from core.errors import DomainError
from core.i18n import local_day
from core.journey.doing import Do
from core.journey.goodbye_facts import goodbye_of
from core.journey.service import path_of
from core.journey.steps import StepKind, StepStatus
from core.today.service import line_of
from db.audit import AuditEvent
from db.engine import transaction
from db.outbox import OutboxItem
from db.tasks import VolunteerTask
from tests.builders import Scene, a_scene

WORDS = "Jeg kan ikke nå det mere."


@pytest.fixture
def scene(session, now) -> Scene:
    return a_scene(session, now)


def wish(session, scene, now, *, days: int = 20, reason=EndReason.ILLNESS, by=None):
    wish_to_stop(
        session=session,
        actor=by or scene.as_volunteer,
        engagement_id=scene.engagement.id,
        wish=StopWish(local_day(now) + timedelta(days=days), reason, WORDS),
        now=now,
    )


def refused(does) -> str:
    with pytest.raises(DomainError) as told:
        does()
    return told.value.code


def step(session, scene, now):
    path = path_of(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id, today=local_day(now))
    return next(each for each in path.steps if each.kind is StepKind.WISH)


def test_it_begins_a_goodbye_that_waits_for_an_answer_of_the_coordinator(session, scene, now):
    wish(session, scene, now)
    waits = step(session, scene, now)
    assert (waits.status, waits.owner, waits.due_on) == (
        StepStatus.WAITING,
        "coordinator",
        local_day(now) + timedelta(days=4),
    )
    at = {"session": session, "actor": scene.as_coordinator, "organisation_id": scene.organisation.id}
    line = line_of(**at, engagement_id=scene.engagement.id, now=now)
    assert line is not None
    assert (line.kind, line.my_turn, line.do) == (StepKind.WISH, True, Do.REPLY)
    mails = [each.params for each in session.exec(select(OutboxItem))]
    assert {each["person_id"] for each in mails} == {str(scene.coordinator.id), str(scene.contact_person.id)}
    own = {"session": session, "engagement_id": scene.engagement.id, "now": now}
    answer_wish(**own, actor=scene.as_coordinator, words="Lad os tale sammen.")
    assert step(session, scene, now).status is StepStatus.DONE
    (told,) = own_stopping(session=session, actor=scene.as_volunteer)
    assert (told.answered, told.answer, told.words) == (True, "Lad os tale sammen.", WORDS)
    wish(session, scene, now, days=30)
    assert step(session, scene, now).status is StepStatus.WAITING


def test_it_is_taken_back_and_the_log_holds_no_words(session, scene, now):
    wish(session, scene, now)
    stay_after_all(session=session, actor=scene.as_volunteer, engagement_id=scene.engagement.id, now=now)
    stay_after_all(session=session, actor=scene.as_volunteer, engagement_id=scene.engagement.id, now=now)
    assert goodbye_of(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id) is None
    events = session.exec(select(AuditEvent).where(AuditEvent.subject_id == scene.engagement.id)).all()
    assert [(each.action, each.fields) for each in events] == [
        ("goodbye.wished", []),
        ("goodbye.wish_taken_back", []),
    ]


def test_what_a_colleague_began_is_theirs_and_they_keep_what_the_volunteer_said(session, scene, now):
    saying = {"session": session, "engagement_id": scene.engagement.id, "now": now}
    day = local_day(now) + timedelta(days=9)
    say_goodbye(**saying, actor=scene.as_coordinator, last_day=day, reason=EndReason.MOVED)
    assert refused(lambda: wish(session, scene, now)) == "goodbye_begun"
    assert refused(lambda: stay_after_all(**saying, actor=scene.as_volunteer)) == "goodbye_begun"
    assert refused(lambda: answer_wish(**saying, actor=scene.as_coordinator, words="")) == "not_found"
    (told,) = own_stopping(session=session, actor=scene.as_volunteer)
    # Why they think somebody stops is not read to them.
    assert (told.last_day, told.wished_on, told.reason) == (day, None, None)


def test_a_day_gone_by_and_a_stranger_are_refused(session, scene, now):
    assert refused(lambda: wish(session, scene, now, days=-1)) == "goodbye_past"
    elsewhere = a_scene(session, now)
    for other in (elsewhere.as_volunteer, elsewhere.as_coordinator, scene.as_coordinator):
        assert refused(lambda by=other: wish(session, scene, now, by=by)) == "not_allowed"
    wish(session, scene, now)
    asked = {"session": session, "engagement_id": scene.engagement.id}
    for other in (elsewhere.as_coordinator, scene.as_contact_person, scene.as_volunteer):
        assert refused(lambda by=other: wish_of(**asked, actor=by)) == "not_allowed"
    assert refused(lambda: talk_support(**asked, actor=elsewhere.as_coordinator)) == "not_allowed"
    assert talk_support(**asked, actor=scene.as_coordinator).reason is EndReason.ILLNESS
    # A contact person holds the talk too, and does not read why.
    assert talk_support(**asked, actor=scene.as_contact_person).reason is None


def test_open_tasks_are_offered_and_closed_ones_not(session, scene, now):
    with transaction(session):
        for title, closed_at in (("Læse højt", None), ("Gå ture", now)):
            session.add(
                VolunteerTask(
                    organisation_id=scene.organisation.id,
                    workplace_id=scene.workplace.id,
                    programme="kommunal_frivillig",
                    title=title,
                    what="",
                    run_by="municipality",
                    attachment="volunteer",
                    created_by_id=scene.coordinator.id,
                    created_at=now,
                    closed_at=closed_at,
                )
            )
    support = talk_support(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id)
    assert [(task.title, task.workplace) for task in support.tasks] == [("Læse højt", "Birkehuset")]
    # Who moves is offered none here, and who was not approved none of the programme that said no.
    assert support.offered(None) == support.offered(EndReason.ILLNESS) == support.tasks
    assert support.offered(EndReason.MOVED) == support.offered(EndReason.NOT_APPROVED) == ()
    assert replace(support, programme="laer_at_tackle").offered(EndReason.NOT_APPROVED) == support.tasks


def test_every_reason_has_a_guide_that_is_printed_in_both_languages(session, scene, now):
    guides = closing_guides()
    own = {guide.reason for guide in guides.guides}
    assert set(EndReason) - own == {EndReason.OWN_WISH}
    assert guides.of(EndReason.OWN_WISH) is guides.of(None) is guides.of(EndReason.OTHER)
    for reason in EndReason:
        for language in ("da", "en"):
            drawn = draw_guide(reason, language, organisation="Solbjerg", when_ill="Ring til os.", made_at=now)
            assert drawn.startswith(b"%PDF")
    asked = {"session": session, "engagement_id": scene.engagement.id, "reason": None, "now": now}
    assert print_guide(**asked, actor=scene.as_contact_person, language="da").startswith(b"%PDF")
    assert refused(lambda: print_guide(**asked, actor=scene.as_contact_person, language="xx")) == "choice_invalid"
    assert refused(lambda: print_guide(**asked, actor=scene.as_volunteer, language="da")) == "not_allowed"
