"""Somebody comes in for an instructor: found, asked, and the first yes has it, once."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from core.courses.reading import runs_of
from core.courses.rules import LeaderSpan
from core.cover.finding import NewCover, candidates
from core.cover.reading import cover_question, covers_of, uncovered
from core.cover.rules import CoverAnswer, CoverState, Nearness, Unfit
from core.cover.service import answer_cover, answer_for, ask_for_cover, ask_more, call_cover_off
from core.errors import DomainError
from core.i18n import local_day
from core.messages.covers import cover_told
from core.startup import Portal
from db.approvals import Pause
from db.courses import CourseInstructor
from db.cover import CoverAsked
from db.engine import transaction
from db.outbox import OutboxItem
from tests.builders import Scene, a_scene, look_again
from tests.core.courses.builders import a_run, beside
from tests.core.cover.stories import a_course_ahead, able, approved, asked_for, asked_id, link_of, wanted


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now, programme="laer_at_tackle")


def mailed(session: Session, message: str) -> set[str]:
    return {row.params["person_id"] for row in session.exec(select(OutboxItem)) if row.params["message"] == message}


def leaders(session: Session, run_id) -> set[tuple]:
    rows = session.exec(select(CourseInstructor).where(CourseInstructor.course_run_id == run_id))
    return {(row.engagement_id, row.from_module, row.to_module, row.substitute) for row in rows}


def test_who_is_approved_and_free_is_found_with_what_speaks_for_them(session, scene, now):
    bo, eva, ida, uno = (able(session, scene, now, name) for name in ("Bo Dahl", "Eva Lund", "Ida Bro", "Uno Vig"))
    beside(session, scene, now, "Ny Uden")
    run = a_course_ahead(session, scene, now)
    a_run(session, scene, [LeaderSpan(eva.engagement.id)], held=3, name="Lær at tackle")
    a_run(session, scene, [LeaderSpan(ida.engagement.id)], held=3, name="Et andet kursus")
    day = local_day(now + timedelta(days=7))
    a_run(session, scene, [LeaderSpan(uno.engagement.id)], first_on=day, modules=1, name="Samme dag")
    found = candidates(session=session, actor=scene.as_coordinator, cover=wanted(run, scene), now=now)
    told = [(each.name, each.led, each.led_others, each.nearness) for each in found.candidates]
    assert told == [
        ("Eva Lund", 1, 0, Nearness.SAME),
        ("Ida Bro", 0, 1, Nearness.SAME),
        ("Bo Dahl", 0, 0, Nearness.SAME),
    ]
    assert found.unfit == {Unfit.NOT_APPROVED: 1, Unfit.NOT_FREE: 1}
    with transaction(session):
        session.add(
            Pause(
                organisation_id=scene.organisation.id,
                engagement_id=bo.engagement.id,
                begins_on=day,
                recorded_by_id=scene.coordinator.id,
                created_at=now,
            )
        )
    found = candidates(session=session, actor=scene.as_coordinator, cover=wanted(run, scene), now=now)
    assert "Bo Dahl" not in [each.name for each in found.candidates]


def test_the_first_yes_has_it_and_everybody_is_told(session, scene, now):
    approved(session, scene, now)
    partner = beside(session, scene, now, "Pia Makker")
    bo, eva, no = (able(session, scene, now, name) for name in ("Bo Dahl", "Eva Lund", "Nej Tak"))
    run = a_course_ahead(session, scene, now, partner)
    asked_for(session, scene, run, now, bo, eva, no)
    assert mailed(session, "cover_asked") == {str(each.volunteer.id) for each in (bo, eva, no)}
    assert answer_cover(session=session, token=link_of(session, no), answer=CoverAnswer.NO, now=now) is CoverState.OPEN
    token = link_of(session, eva)
    assert answer_cover(session=session, token=token, answer=CoverAnswer.YES, now=now) is CoverState.TAKEN
    assert (eva.engagement.id, 1, 1, True) in leaders(session, run.id)
    assert mailed(session, "cover_yours") == {str(eva.volunteer.id)}
    assert mailed(session, "cover_taken") == {str(bo.volunteer.id)}
    assert mailed(session, "cover_found") == {
        str(each) for each in (partner.volunteer.id, scene.volunteer.id, scene.coordinator.id, scene.contact_person.id)
    }
    late = link_of(session, bo)
    assert answer_cover(session=session, token=late, answer=CoverAnswer.YES, now=now) is CoverState.TAKEN
    question = cover_question(session=session, token=late, now=now)
    assert (question.yours, question.answer, question.state) == (False, CoverAnswer.YES, CoverState.TAKEN)
    assert cover_question(session=session, token=token, now=now).yours
    assert len(leaders(session, run.id)) == 3


def test_of_two_who_say_yes_at_once_one_has_it(portal: Portal, session, scene, now):
    bo, eva = able(session, scene, now, "Bo Dahl"), able(session, scene, now, "Eva Lund")
    run = a_course_ahead(session, scene, now)
    asked_for(session, scene, run, now, bo, eva)
    tokens = [link_of(session, each) for each in (bo, eva)]
    session.rollback()
    barrier, faults = Barrier(2), []

    def say_yes(token: str) -> None:
        with portal.session() as own:
            barrier.wait(10)
            try:
                answer_cover(session=own, token=token, answer=CoverAnswer.YES, now=now)
            except Exception as error:  # what a thread meets is told by the test
                faults.append(error)

    threads = [Thread(target=say_yes, args=(token,)) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    look_again(session)
    assert faults == []
    assert len(mailed(session, "cover_yours")) == 1
    assert sum(substitute for *_span, substitute in leaders(session, run.id)) == 1
    yours = [cover_question(session=session, token=token, now=now).yours for token in tokens]
    assert sorted(yours) == [False, True]


def test_what_is_said_on_the_phone_is_written_down_by_whoever_plans(session, scene, now):
    bo = able(session, scene, now, "Bo Dahl")
    run = a_course_ahead(session, scene, now)
    request = asked_for(session, scene, run, now, bo)
    told = {"asked_id": asked_id(session, bo), "answer": CoverAnswer.YES, "now": now}
    with pytest.raises(DomainError, match="not_allowed"):
        answer_for(session=session, actor=scene.as_contact_person, **told)
    assert answer_for(session=session, actor=scene.as_coordinator, **told) is CoverState.TAKEN
    (view,) = covers_of(session=session, actor=scene.as_coordinator, run_id=run.id, now=now)
    assert (view.request.id, view.taken_by, view.absent) == (request.id, "Bo Dahl", "Karen Møller")
    # Whoever wrote it down knows, and gets no mail.
    assert str(scene.coordinator.id) not in mailed(session, "cover_found")


def test_what_nobody_has_taken_is_urgent_until_somebody_has_or_it_is_called_off(session, scene, now):
    bo, eva = able(session, scene, now, "Bo Dahl"), able(session, scene, now, "Eva Lund")
    run = a_course_ahead(session, scene, now)

    def urgent(at=now) -> list[tuple]:
        rows = uncovered(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id, now=at)
        return [(each.name, each.from_module, each.asked, each.said_no) for each in rows]

    assert urgent() == []
    request = asked_for(session, scene, run, now, bo)
    answer_cover(session=session, token=link_of(session, bo), answer=CoverAnswer.NO, now=now)
    ask_more(
        session=session,
        actor=scene.as_coordinator,
        request_id=request.id,
        engagement_ids=[eva.engagement.id],
        now=now,
    )
    assert urgent() == [("Lær at tackle", 1, 2, 1)]
    assert urgent(now + timedelta(days=8)) == []
    assert uncovered(session=session, actor=scene.as_volunteer, organisation_id=scene.organisation.id, now=now) == []
    call_cover_off(session=session, actor=scene.as_coordinator, request_id=request.id, now=now)
    assert urgent() == []
    assert mailed(session, "cover_not_needed") == {str(eva.volunteer.id)}
    token = link_of(session, eva)
    assert answer_cover(session=session, token=token, answer=CoverAnswer.YES, now=now) is CoverState.CALLED_OFF
    assert (eva.engagement.id, 1, 1, True) not in leaders(session, run.id)
    with pytest.raises(DomainError, match="cover_over"):
        call_cover_off(session=session, actor=scene.as_coordinator, request_id=request.id, now=now)


def test_a_mail_that_asks_is_not_sent_once_somebody_has_it(session, scene, now):
    bo, eva = able(session, scene, now, "Bo Dahl"), able(session, scene, now, "Eva Lund")
    run = a_course_ahead(session, scene, now)
    asked_for(session, scene, run, now, bo, eva)
    mails = [row for row in session.exec(select(OutboxItem)) if row.params["message"] == "cover_asked"]
    told = cover_told(session, mails[0].params)
    assert told is not None
    assert told["what"].startswith("Lær at tackle\n")
    assert told["token"] in {link_of(session, bo), link_of(session, eva)}
    answer_cover(session=session, token=link_of(session, eva), answer=CoverAnswer.YES, now=now)
    assert [cover_told(session, mail.params) for mail in mails] == [None, None]


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(0, 1, "cover_modules"), (2, 1, "cover_modules"), (3, 4, "cover_modules")],
)
def test_only_modules_there_are_are_asked_for(session, scene, now, first, last, code):
    run = a_course_ahead(session, scene, now)
    with pytest.raises(DomainError, match=code):
        candidates(session=session, actor=scene.as_coordinator, cover=wanted(run, scene, first, last), now=now)


def test_nobody_is_asked_who_could_not_come_in_nor_twice_for_the_same(session, scene, now):
    bo, new = able(session, scene, now, "Bo Dahl"), beside(session, scene, now, "Ny Uden")
    run = a_course_ahead(session, scene, now)

    def ask(*whom: Scene, actor=scene.as_coordinator) -> None:
        ask_for_cover(
            session=session,
            actor=actor,
            cover=wanted(run, scene),
            engagement_ids=[each.engagement.id for each in whom],
            now=now,
        )

    for whom, code in (((), "cover_nobody"), ((new,), "cover_cannot"), ((scene,), "cover_cannot")):
        with pytest.raises(DomainError, match=code):
            ask(*whom)
    with pytest.raises(DomainError, match="not_allowed"):
        ask(bo, actor=scene.as_contact_person)
    ask(bo)
    with pytest.raises(DomainError, match="cover_asked_already"):
        ask(bo)
    empty = NewCover(run.id, None, 2, 3)
    ask_for_cover(session=session, actor=scene.as_coordinator, cover=empty, engagement_ids=[bo.engagement.id], now=now)


def test_a_link_that_was_never_made_leads_nowhere(session, scene, now):
    for does in (
        lambda: cover_question(session=session, token="x", now=now),
        lambda: answer_cover(session=session, token="x", answer=CoverAnswer.YES, now=now),
    ):
        with pytest.raises(DomainError, match="link_unusable"):
            does()
    with pytest.raises(DomainError, match="not_found"):
        call_cover_off(session=session, actor=scene.as_coordinator, request_id=uuid4(), now=now)


def test_a_no_on_the_phone_is_written_down_and_can_become_a_yes(session, scene, now):
    bo = able(session, scene, now, "Bo Dahl")
    run = a_course_ahead(session, scene, now)
    asked_for(session, scene, run, now, bo)
    asked = {"session": session, "actor": scene.as_coordinator, "asked_id": asked_id(session, bo), "now": now}
    assert answer_for(**asked, answer=CoverAnswer.NO) is CoverState.OPEN
    (view,) = covers_of(session=session, actor=scene.as_coordinator, run_id=run.id, now=now)
    assert [each.answer for each in view.asked] == [CoverAnswer.NO]
    assert answer_for(**asked, answer=CoverAnswer.YES) is CoverState.TAKEN


def test_who_has_a_part_of_the_course_can_be_asked_for_another(session, scene, now):
    bo, pia = able(session, scene, now, "Bo Dahl"), able(session, scene, now, "Pia Makker")
    run = a_course_ahead(session, scene, now, pia)
    request = asked_for(session, scene, run, now, bo)
    answer_cover(session=session, token=link_of(session, bo), answer=CoverAnswer.YES, now=now)

    def asked_who(first: int, last: int) -> list[tuple[str, bool]]:
        found = candidates(session=session, actor=scene.as_coordinator, cover=wanted(run, scene, first, last), now=now)
        return [(each.name, each.has_part) for each in found.candidates]

    # What is theirs already they are not asked for, nor is who leads all of it beside whoever cannot come.
    assert [asked_who(1, 1), asked_who(1, 3)] == [[], []]
    assert asked_who(3, 3) == [("Bo Dahl", True)]
    ask_for_cover(
        session=session,
        actor=scene.as_coordinator,
        cover=wanted(run, scene, 3, 3),
        engagement_ids=[bo.engagement.id],
        now=now,
    )
    token = session.exec(
        select(CoverAsked.token).where(
            CoverAsked.engagement_id == bo.engagement.id, CoverAsked.request_id != request.id
        )
    ).one()
    assert answer_cover(session=session, token=token, answer=CoverAnswer.YES, now=now) is CoverState.TAKEN
    parts = session.exec(select(CourseInstructor).where(CourseInstructor.engagement_id == bo.engagement.id)).all()
    assert sorted((each.from_module, each.to_module, each.substitute) for each in parts) == [
        (1, 1, True),
        (3, None, True),
    ]
    (led,) = runs_of(session, [bo.engagement.id])[bo.engagement.id]
    assert led.planned
    assert led.substitute
