"""Every mail is held to what its receiver chose: it goes, waits for the mail of the week, or is not sent."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import Session, select

from core.mail_choices.rules import KeptBack, MailKind, MailSort, Wanted, kept_back
from core.mail_choices.service import choose
from core.messages.invitations import TELLS_DAYS
from core.messages.mailed import MailedState, mails_to, my_kept_back
from core.messages.sorting import SORTS
from core.messages.texts import TEXTS
from core.organisations.held import row_to_change
from core.reminders.rules import ReminderPace
from core.reminders.sending import remind_all
from db import outbox
from db.engine import transaction
from db.organisations import Deployment
from db.outbox import OutboxItem
from db.people import Account
from db.reminders import OrganisationReminders
from tests.builders import Scene, a_scene, an_account
from tests.core.documents.stories import a_letter, sign
from tests.core.reminders.stories import Days, days_that_pass

FEEDBACK, THANKS, ASKED = (
    "Din tilbagemelding er klar",
    "En tak fra Solbjerg Kommune",
    "Der er et spørgsmål til et udlæg",
)


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    made = a_scene(session, now)
    an_account(session, made.volunteer, now)
    return made


@pytest.fixture
def days(portal, session: Session) -> Iterator[Days]:
    with days_that_pass(portal, session) as passing:
        yield passing


def leave(session: Session, scene: Scene, at: datetime, *messages: str) -> None:
    with transaction(session):
        for each in messages:
            outbox.mail(session, each, [scene.volunteer.id], organisation_id=scene.organisation.id, now=at)


def wants(session: Session, scene: Scene, wanted: Wanted, now: datetime) -> None:
    choose(session=session, actor=scene.as_volunteer, kind=MailKind.REMINDERS, wanted=wanted, now=now)


def states(session: Session, scene: Scene) -> dict[str, MailedState]:
    found = mails_to(session=session, actor=scene.as_contact_person, engagement_id=scene.engagement.id)
    return {each.about[0]: each.state for each in found}


def subjects(sent: list[str]) -> list[str]:
    return [each.partition(": ")[2] for each in sent]


def test_every_mail_is_sorted_and_only_those() -> None:
    assert set(SORTS) == set(TEXTS)


def test_a_mail_with_a_secret_link_a_code_or_a_day_is_never_kept_back() -> None:
    secret = {name for name, text in TEXTS.items() if "{token}" in text.path or "{code}" in text.body}
    assert {name for name in secret | TELLS_DAYS if SORTS[name] is not MailSort.ALWAYS} == set()


@pytest.mark.parametrize(
    ("sort", "at_once", "weekly", "needed"),
    [
        (MailSort.ALWAYS, None, None, None),
        (MailSort.AWAITED, None, KeptBack.WEEKLY, None),
        (MailSort.NEWS, None, KeptBack.WEEKLY, KeptBack.UNWANTED),
    ],
)
def test_what_becomes_of_a_mail_follows_from_what_it_is_and_what_somebody_chose(sort, at_once, weekly, needed) -> None:
    assert kept_back(sort, Wanted.AT_ONCE) is at_once
    assert kept_back(sort, Wanted.WEEKLY) is weekly
    assert kept_back(sort, Wanted.NEEDED) is needed


def test_who_chose_nothing_gets_news_at_once_with_a_way_to_get_less(session, now, scene, days):
    leave(session, scene, now, "feedback_ready", "expense_returned")
    assert sorted(subjects(days.pass_to(now))) == sorted([ASKED, FEEDBACK])
    offering = {str(mail["Subject"]): "List-Unsubscribe" in mail for mail in days.box.mails}
    assert offering == {FEEDBACK: True, ASKED: False}


def test_news_of_a_week_come_in_one_mail_with_the_reminders_and_never_again(session, now, scene, days):
    wants(session, scene, Wanted.WEEKLY, now)
    days.pass_to(now)
    letter = a_letter(session, scene, now)
    days.pass_to(now)
    leave(session, scene, now + timedelta(days=1), "feedback_ready")
    leave(session, scene, now + timedelta(days=2), "thanked", "expense_returned", "thanked")
    assert days.from_to(now + timedelta(days=1), 6) == []
    assert states(session, scene)[FEEDBACK] is MailedState.HELD
    sent = days.from_to(now + timedelta(days=7), 14)
    assert (0, "karen@example.dk: Ugen hos Solbjerg Kommune") in sent
    assert [day for day, _mail in sent if day < 7] == [0]
    body = " ".join(days.written(each) + str(each.get_body(("plain",)).get_content()) for each in days.box.mails)
    assert body.count("log-book?lang=da") == 1
    assert body.count("/invitations?lang=da") == 1, "two thanks are told once"
    assert f"document?id={letter.id}" in body
    assert "Vi vil gerne minde dig om det her:" in body
    assert "Det her er nyt:" in body
    assert {states(session, scene)[each] for each in (FEEDBACK, THANKS, ASKED)} == {MailedState.SENT}
    sign(session, scene.as_volunteer, letter.id, now + timedelta(days=21))
    later = [mail for _day, mail in days.from_to(now + timedelta(days=21), 14) if "karen" in mail]
    assert later == []


def test_one_piece_of_news_is_told_under_its_own_name_also_where_nobody_is_reminded(session, now, scene, days):
    with transaction(session):
        row = row_to_change(session, OrganisationReminders, scene.organisation.id, ReminderPace())
        row.sends = False
        session.add(row)
    wants(session, scene, Wanted.WEEKLY, now)
    days.pass_to(now)
    leave(session, scene, now, "feedback_ready")
    assert days.from_to(now, 10) == [(7, f"karen@example.dk: {FEEDBACK}")]
    assert "minde dig om" not in days.body()


def test_who_wants_only_what_is_needed_gets_what_others_wait_for_and_finds_the_rest_on_their_page(
    session, now, scene, days
):
    wants(session, scene, Wanted.NEEDED, now)
    leave(session, scene, now, "feedback_ready", "expense_returned")
    assert subjects(days.from_to(now, 10)[0][1:]) == [ASKED]
    assert states(session, scene) == {FEEDBACK: MailedState.UNWANTED, ASKED: MailedState.SENT}
    mine = my_kept_back(session=session, actor=scene.as_volunteer, now=now)
    assert [(each.about, each.state) for each in mine] == [((FEEDBACK,), MailedState.UNWANTED)]
    assert my_kept_back(session=session, actor=scene.as_coordinator, now=now) == []


@pytest.mark.parametrize(("then", "sent"), [(Wanted.AT_ONCE, [ASKED, FEEDBACK]), (Wanted.NEEDED, [ASKED])])
def test_what_waits_is_held_to_a_new_choice_at_once(session, now, scene, days, then, sent):
    wants(session, scene, Wanted.WEEKLY, now)
    leave(session, scene, now, "feedback_ready", "expense_returned")
    later = now + timedelta(days=1)
    assert days.pass_to(later) == []
    wants(session, scene, then, later)
    assert sorted(subjects(days.pass_to(later))) == sorted(sent)


def test_who_cannot_log_in_gets_by_itself_what_no_mail_of_the_week_told(session, now, days):
    scene = a_scene(session, now)
    wants(session, scene, Wanted.WEEKLY, now)
    leave(session, scene, now, "feedback_ready")
    assert days.from_to(now, 20) == [(9, f"karen@example.dk: {FEEDBACK}")]


def test_news_wait_for_the_morning_and_a_link_does_not(session, now, scene, days):
    night = now.replace(hour=22)
    leave(session, scene, night, "feedback_ready", "document_reminder")
    with transaction(session):
        for item in session.exec(select(OutboxItem)):
            item.params = {**item.params, "document_id": "x"}
            session.add(item)
    assert subjects(days.pass_to(night)) == ["Et dokument venter på dig"]
    assert subjects(days.pass_to(night + timedelta(hours=12))) == [FEEDBACK]


def test_two_workers_that_gather_at_once_leave_one_mail(portal, session, now, scene, days):
    wants(session, scene, Wanted.WEEKLY, now)
    days.pass_to(now)
    leave(session, scene, now, "feedback_ready")
    days.pass_to(now + timedelta(days=1))
    monday, begin = now + timedelta(days=7), Barrier(2)

    def look() -> None:
        with portal.session() as own:
            begin.wait()
            remind_all(own, monday)

    workers = [Thread(target=look) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert subjects(days.pass_to(monday)) == [FEEDBACK]
    assert days.pass_to(monday + timedelta(days=1)) == []


def test_a_demonstration_sends_no_mail_to_anybody_whatever_mail_server_it_has(session, now, scene, days):
    with transaction(session):
        deployment = session.get_one(Deployment, 1)
        deployment.demonstration, deployment.days_ahead = True, 30
        session.add(deployment)
        session.add(Account(person_id=scene.contact_person.id, login_name="lise", passphrase_hash="x", created_at=now))
    there = now + timedelta(days=30)
    leave(session, scene, there, "feedback_ready", "passphrase_chosen", "document_reminder", "thanked")
    assert days.from_to(now, 3) == []
    assert {item.done_at for item in session.exec(select(OutboxItem))} != {None}
    assert all(item.sent_at is None and item.done_at for item in session.exec(select(OutboxItem)))
    assert states(session, scene)[FEEDBACK] is MailedState.PRETENDED
