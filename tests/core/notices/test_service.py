"""A change is told once, in ten minutes, before and after, to each in their language; until then it is undone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from core.courses.case import load, meeting_of
from core.courses.rules import on_day
from core.courses.service import cancel_course, change_course, move_modules, remove_module, undo_course_change
from core.errors import DomainError
from core.i18n import local_day
from core.messages.details import details_of
from core.notices.service import WAITS, waiting_notice
from db.courses import CourseRun
from db.notices import ChangeNotice
from db.outbox import OutboxItem
from tests.core.courses.stories import Four, four, plan
from tests.core.courses.stories import details_of as written


def moved(session: Session, told: Four, run: CourseRun, number: int, days: int, now: datetime, words: str = "") -> None:
    module = load(session, run.id).module(number)
    meeting = on_day(meeting_of(module), local_day(module.starts_at) + timedelta(days=days))
    move_modules(
        session=session,
        actor=told.coordinator,
        run_id=run.id,
        moved={number: meeting},
        expected_version=run.version,
        words=words,
        now=now,
    )


def waits(session: Session, told: Four, run: CourseRun, now: datetime):
    return waiting_notice(session=session, actor=told.coordinator, subject_id=run.id, now=now)


def mails(session: Session) -> list[OutboxItem]:
    kept = {str(each) for each in session.exec(select(ChangeNotice.id))}
    return [each for each in session.exec(select(OutboxItem)) if each.params.get("notice_id") in kept]


def test_two_changes_are_one_mail_that_says_what_was_known_before_both(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    moved(session, told, run, 3, 7, now, words="Salen er optaget")
    later = now + timedelta(minutes=5)
    change_course(
        session=session,
        actor=told.coordinator,
        run_id=run.id,
        details=replace(written(run), place="Hallen"),
        expected_version=run.version,
        now=later,
    )
    notice = session.exec(select(ChangeNotice)).one()
    assert notice.sends_at == later + WAITS
    assert {each.due_at for each in mails(session)} == {notice.sends_at}
    assert {each.params["message"] for each in mails(session)} == {"changed"}
    assert len(mails(session)) == 2
    said = details_of(session, notice)
    assert said.startswith("Tirsdagsholdet\nModul 3:\n  før: tirsdag")
    assert "Hallen" in said
    assert said.endswith("Jonas Holm skriver:\nSalen er optaget")
    assert waits(session, told, run, later).names == ("Bo Dahl", "Karen Møller")


def test_what_is_changed_back_is_told_nobody(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    moved(session, told, run, 3, 7, now)
    moved(session, told, run, 3, -7, now)
    assert waits(session, told, run, now) is None
    assert mails(session) == []


def test_a_course_that_was_called_off_goes_on_when_it_is_undone(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    cancel_course(
        session=session, actor=told.coordinator, run_id=run.id, expected_version=run.version, words="Desværre", now=now
    )
    assert {each.params["message"] for each in mails(session)} == {"called_off"}
    notice = waits(session, told, run, now)
    undo_course_change(session=session, actor=told.coordinator, run_id=run.id, notice_id=notice.notice_id, now=now)
    assert run.cancelled_at is None
    assert mails(session) == []


def test_a_removed_module_comes_back(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    before = [each.starts_at for each in load(session, run.id).modules]
    remove_module(session=session, actor=told.coordinator, run_id=run.id, expected_version=run.version, now=now)
    notice = waits(session, told, run, now)
    undo_course_change(session=session, actor=told.coordinator, run_id=run.id, notice_id=notice.notice_id, now=now)
    assert [each.starts_at for each in load(session, run.id).modules] == before


def test_what_was_sent_is_not_undone(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    moved(session, told, run, 3, 7, now)
    notice = waits(session, told, run, now)
    with pytest.raises(DomainError) as refused:
        undo_course_change(
            session=session, actor=told.coordinator, run_id=run.id, notice_id=notice.notice_id, now=now + WAITS
        )
    assert refused.value.code == "notice_sent"
