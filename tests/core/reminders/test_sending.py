"""Reminders as they go out: to whom, once, in their language, and with nothing about anybody."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import Session, col, select, update

from core.documents.drafting.service import remind
from core.i18n import local_day
from core.mail_choices.rules import MailKind, Wanted
from core.mail_choices.service import address_of, choose_at
from core.reminders.pace import ReminderPace, save_reminder_pace
from core.reminders.sending import remind_all
from core.startup import Portal
from db import outbox
from db.approvals import Approval, Pause
from db.courses import CourseModule
from db.documents import Document
from db.engine import transaction
from db.mail_choices import MailChoice
from db.organisations import Deployment
from db.outbox import OutboxItem
from db.people import Account, Person
from db.reminders import OrganisationReminders, Reminder, note_once
from db.supervision import Supervision
from tests.builders import Scene, a_scene, an_account
from tests.core.approvals.stories import a_course, a_supervision
from tests.core.courses.builders import beside
from tests.core.documents.stories import a_letter, sign
from tests.core.reminders.stories import Days, days_that_pass


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    """A volunteer and a contact person who can log in; she wants no mail in the morning."""
    made = a_scene(session, now)
    an_account(session, made.volunteer, now)
    with transaction(session):
        session.add(Account(person_id=made.contact_person.id, login_name="lise", passphrase_hash="x", created_at=now))
        session.add(MailChoice(person_id=made.contact_person.id, kind=MailKind.MORNING, wanted=Wanted.NO))
        session.execute(
            update(Person).where(col(Person.id) == made.contact_person.id).values(email="lise@solbjerg.example.dk")
        )
    return made


@pytest.fixture
def days(portal: Portal, session: Session) -> Iterator[Days]:
    with days_that_pass(portal, session) as passing:
        yield passing


def a_letter_that_waits(session: Session, scene: Scene, now: datetime) -> Document:
    """A letter the volunteer has been sent, whose first mail is no matter."""
    letter = a_letter(session, scene, now)
    _forget_mails(session, now)
    return letter


def _forget_mails(session: Session, now: datetime) -> None:
    with transaction(session):
        for item in session.exec(select(OutboxItem)):
            item.done_at = now
            session.add(item)


def chosen(session: Session, person_id, wanted: Wanted, now: datetime) -> None:
    with transaction(session):
        session.add(MailChoice(person_id=person_id, kind=MailKind.REMINDERS, wanted=wanted))


def test_a_document_that_waits_is_told_three_times_and_then_left_to_people(session, now, scene, days):
    letter = a_letter_that_waits(session, scene, now)
    sent = days.from_to(now, 60)
    assert sent == [(day, "karen@example.dk: Et dokument venter på dig") for day in (5, 12, 19)]
    body = days.body()
    assert "Et dokument har ventet på dig siden mandag 2. november 2026" in body
    assert f"http://portal.test/document?id={letter.id}&lang=da" in body
    assert scene.contact_person.name not in body
    assert session.get_one(Document, letter.id).reminded_at == now + timedelta(days=19)


def test_a_reminder_says_how_to_get_less_and_a_mail_program_can_do_it_in_one_press(session, now, scene, days):
    a_letter_that_waits(session, scene, now)
    days.pass_to(now + timedelta(days=5))
    secret = address_of(session, scene.volunteer.id, now)
    # As it stands on the wire: folded as a text an address would be none.
    head, _blank, _body = days.box.raw[-1].partition(b"\r\n\r\n")
    assert f"List-Unsubscribe: <http://portal.test/unsubscribe/{secret}/reminders>".encode() in head.split(b"\r\n")
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head.split(b"\r\n")
    assert f"http://portal.test/mails?t={secret}&k=reminders&lang=da" in days.body()
    choose_at(session=session, token=secret, kind=MailKind.REMINDERS, wanted=Wanted.WEEKLY, now=now)
    assert [day for day, _mail in days.from_to(now + timedelta(days=6), 14)] == [8]


def test_a_mail_that_somebody_must_have_offers_no_way_out(session, now, scene, days):
    a_letter(session, scene, now)
    days.pass_to(now)
    assert all(b"List-Unsubscribe" not in each for each in days.box.raw)
    assert days.box.mails


def test_who_has_signed_or_is_paused_or_cannot_log_in_is_not_reminded(session, now, scene, days):
    letter = a_letter_that_waits(session, scene, now)
    with transaction(session):
        pause = Pause(
            organisation_id=scene.organisation.id,
            engagement_id=scene.engagement.id,
            begins_on=local_day(now),
            recorded_by_id=scene.coordinator.id,
            created_at=now,
        )
        session.add(pause)
    assert days.pass_to(now + timedelta(days=5)) == []
    with transaction(session):
        session.delete(session.get_one(Pause, pause.id))
        session.execute(update(Account).where(col(Account.login_name) == "karen").values(passphrase_hash=""))
    assert days.pass_to(now + timedelta(days=7)) == []
    with transaction(session):
        session.execute(update(Account).where(col(Account.login_name) == "karen").values(passphrase_hash="x"))
    sign(session, scene.as_volunteer, letter.id, now + timedelta(days=7))
    _forget_mails(session, now)
    # It waits for the colleague alone from then on, who is reminded as anybody else.
    assert {mail for _day, mail in days.from_to(now + timedelta(days=8), 30)} == {
        "lise@solbjerg.example.dk: Et dokument venter på dig"
    }


def test_a_mail_that_is_on_its_way_when_the_document_is_signed_is_not_sent(session, now, scene, days):
    letter = a_letter_that_waits(session, scene, now)
    later = now + timedelta(days=5)
    assert remind_all(session, later) == 1
    sign(session, scene.as_volunteer, letter.id, later)
    assert [each for each in days.pass_to(later) if "venter på dig" in each] == []


def test_whom_a_colleague_has_reminded_by_hand_is_left_in_peace_for_as_long(session, now, scene, days):
    letter = a_letter_that_waits(session, scene, now)
    remind(session=session, actor=scene.as_contact_person, document_id=letter.id, now=now + timedelta(days=4))
    _forget_mails(session, now)
    assert [day for day, _mail in days.from_to(now, 10)] == [7]


def test_a_course_and_a_supervision_are_told_of_the_day_before_to_all_who_are_there(session, now, scene, days):
    today = local_day(now)
    a_course(session, scene, today + timedelta(days=3), held=False)
    supervision = a_supervision(session, scene, today + timedelta(days=3), held=False)
    sent = days.from_to(now, 6)
    assert sorted(sent) == [
        (2, "karen@example.dk: En påmindelse fra Solbjerg Kommune"),
        (2, "lise@solbjerg.example.dk: Der er vejledning torsdag 5. november 2026 kl. 17.00"),
    ]
    mine = next(each for each in days.box.mails if each["To"] == "karen@example.dk")
    body = mine.get_body(("plain",)).get_content()
    assert "Du har et kursus torsdag 5. november 2026 kl. 17.00." in body
    assert "/my-courses" in body
    assert "/log-book" in body
    assert "Lær at tackle" not in body
    assert f"/supervision?id={supervision.id}" in " ".join(
        each.get_body(("plain",)).get_content() for each in days.box.mails
    )


def test_what_is_moved_is_told_for_its_new_day_too_and_what_is_called_off_for_none(session, now, scene, days):
    run = a_course(session, scene, local_day(now) + timedelta(days=2), held=False)
    assert len(days.pass_to(now + timedelta(days=1))) == 1
    with transaction(session):
        for module in session.exec(select(CourseModule).where(CourseModule.course_run_id == run.id)):
            module.starts_at += timedelta(days=1)
            module.ends_at += timedelta(days=1)
            session.add(module)
    assert len(days.pass_to(now + timedelta(days=2))) == 1
    assert days.pass_to(now + timedelta(days=3)) == []


def test_a_supervision_without_a_day_is_told_to_who_is_to_hold_it(session, now, scene, days):
    row = a_supervision(session, scene, local_day(now), held=False)
    with transaction(session):
        session.execute(
            update(Supervision).where(col(Supervision.id) == row.id).values(planned_at=None, created_at=now)
        )
    sent = days.from_to(now, 60)
    assert sent == [(day, "lise@solbjerg.example.dk: En vejledning mangler en dag") for day in (14, 21, 28)]


def test_an_approval_is_told_of_ninety_and_thirty_days_before_it_runs_out(session, now, days):
    scene = a_scene(session, now, programme="laer_at_tackle")
    an_account(session, scene.volunteer, now)
    with transaction(session):
        session.add(
            Approval(
                organisation_id=scene.organisation.id,
                engagement_id=scene.engagement.id,
                decision="approved",
                decided_on=local_day(now) - timedelta(days=600),
                valid_until=local_day(now) + timedelta(days=95),
                decided_by_id=scene.coordinator.id,
                created_at=now,
            )
        )
    sent = [(day, mail) for day, mail in days.from_to(now, 70) if "godkendelse" in mail]
    assert [day for day, _mail in sent] == [5, 65]
    assert sent[0][1] == "karen@example.dk: Din godkendelse udløber fredag 5. februar 2027"


def test_on_the_first_morning_of_reminders_only_those_are_told_whose_mark_is_near_or_the_last(session, now, days):
    scene = a_scene(session, now, programme="laer_at_tackle")
    told_on = {88: [0, 58], 77: [0, 47], 60: [30], 20: [0], 2: [0]}
    for left in told_on:
        own = beside(session, scene, now, f"v{left}")
        an_account(session, own.volunteer, now, login_name=f"left{left}")
        with transaction(session):
            session.add(
                Approval(
                    organisation_id=scene.organisation.id,
                    engagement_id=own.engagement.id,
                    decision="approved",
                    decided_on=local_day(now) - timedelta(days=600),
                    valid_until=local_day(now) + timedelta(days=left),
                    decided_by_id=scene.coordinator.id,
                    created_at=now,
                )
            )
    sent = [(day, mail) for day, mail in days.from_to(now, 62) if "godkendelse" in mail]
    for left, on in told_on.items():
        assert [day for day, mail in sent if mail.startswith(f"v{left}@")] == on


def test_a_document_is_told_as_often_as_somebody_likes_and_never_more(session, now, scene, days):
    told_on = {Wanted.AT_ONCE: [5, 12, 19], Wanted.WEEKLY: [0, 7, 14], Wanted.NEEDED: [5, 12, 19]}
    for wanted in told_on:
        own = beside(session, scene, now, wanted)
        an_account(session, own.volunteer, now, login_name=wanted)
        a_letter_that_waits(session, own, now)
        chosen(session, own.volunteer.id, wanted, now)
    sent = days.from_to(now, 40)
    for wanted, on in told_on.items():
        assert [day for day, mail in sent if mail.startswith(f"{wanted}@")] == on


def test_an_organisation_that_wants_none_sends_none_and_its_own_numbers_hold(session, now, scene, days):
    a_letter_that_waits(session, scene, now)

    def keep(pace: ReminderPace, version: int) -> None:
        save_reminder_pace(
            session=session,
            actor=an_admin(scene),
            organisation_id=scene.organisation.id,
            pace=pace,
            expected_version=version,
            now=now,
        )

    keep(ReminderPace(sends=False), 0)
    assert days.from_to(now, 8) == []
    keep(ReminderPace(first_days=10, every_days=2, most=2), 1)
    assert [day for day, _mail in days.from_to(now + timedelta(days=8), 30)] == [2, 4]


def an_admin(scene: Scene):
    from core.access.permissions import Role
    from tests.builders import an_actor

    return an_actor(scene.coordinator, scene.organisation, Role.ADMIN)


def test_nobody_is_written_to_at_night_on_a_sunday_or_a_holiday_however_late_the_mail_server_comes_back(
    session, now, scene, days
):
    a_letter_that_waits(session, scene, now)
    saturday = now + timedelta(days=5)
    assert remind_all(session, saturday) == 1
    night, sunday = saturday.replace(hour=21), saturday + timedelta(days=1)
    assert days.pass_to(night) == []
    assert days.pass_to(sunday) == []
    monday = sunday + timedelta(days=1)
    assert days.pass_to(monday.replace(hour=5)) == []
    assert len(days.pass_to(monday.replace(hour=6))) == 1


def test_a_day_is_looked_at_once_from_the_hour_on_that_the_organisation_chose(session, now, scene, days):
    a_letter_that_waits(session, scene, now)
    saturday = now + timedelta(days=5)
    assert days.pass_to(saturday.replace(hour=6, minute=59)) == []
    assert len(days.pass_to(saturday.replace(hour=7, minute=0))) == 1
    row = session.get_one(OrganisationReminders, scene.organisation.id)
    assert row.reminded_for == local_day(saturday)
    # Whatever forgets that, the rows do not.
    with transaction(session):
        row.reminded_for = None
        session.add(row)
    assert days.pass_to(saturday) == []
    assert len(session.exec(select(Reminder)).all()) == 1


def test_in_a_demonstration_reminders_are_told_of_and_no_mail_is_sent(session, now, scene, days):
    a_letter_that_waits(session, scene, now)
    with transaction(session):
        deployment = session.get_one(Deployment, 1)
        deployment.demonstration, deployment.days_ahead = True, 5
        session.add(deployment)
    assert days.pass_to(now) == []
    (reminder,) = session.exec(select(Reminder)).all()
    assert reminder.day == local_day(now + timedelta(days=5))
    assert session.get_one(OutboxItem, reminder.item_id).done_at is not None


def test_what_was_told_is_not_noted_again_and_says_so(session, now, scene):
    with transaction(session):
        item = outbox.post(session, kind="mail", params={}, organisation_id=scene.organisation.id, now=now)
        noted = [
            note_once(
                session,
                Reminder(
                    organisation_id=scene.organisation.id,
                    person_id=scene.volunteer.id,
                    kind="sign",
                    cause="sign-1:2026-11-02",
                    day=local_day(now) + timedelta(days=later),
                    made_at=now,
                    item_id=item.id,
                ),
            )
            for later in (0, 0, 1)
        ]
    assert noted == [True, False, True]


def test_two_workers_that_look_at_the_same_day_at_once_leave_each_mail_once(portal, session, now, scene, days):
    a_letter_that_waits(session, scene, now)
    later, begin = now + timedelta(days=5), Barrier(2)

    def look() -> None:
        with portal.session() as own:
            begin.wait()
            remind_all(own, later)

    workers = [Thread(target=look) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    session.rollback()
    assert len(session.exec(select(Reminder)).all()) == 1
    assert len(days.pass_to(later)) == 1
