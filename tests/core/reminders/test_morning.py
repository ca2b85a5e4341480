"""A coordinator's morning in one mail: how much waits, nobody's name, and none where nothing does."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from core.i18n import local_day
from core.mail_choices.rules import MailKind, Wanted
from core.mail_choices.service import address_of, choose_at
from core.reminders.morning import MorningCounts
from core.reminders.rules import ReminderKind
from core.reminders.sending import remind_all
from db.engine import transaction
from db.expenses import ExpenseClaim
from db.outbox import OutboxItem
from db.people import Account, Engagement
from db.reminders import Reminder, ReminderWording
from tests.builders import a_scene
from tests.core.reminders.stories import Days, days_that_pass

MORNING = "jonas@solbjerg.example.dk: Det venter på dig i dag"


@pytest.fixture
def scene(session, now):
    """One whose contact person is the coordinator, who can log in."""
    made = a_scene(session, now)
    with transaction(session):
        session.add(Account(person_id=made.coordinator.id, login_name="jonas", passphrase_hash="x", created_at=now))
        session.execute(
            update(Engagement)
            .where(col(Engagement.id) == made.engagement.id)
            .values(contact_person_id=made.coordinator.id)
        )
    return made


@pytest.fixture
def days(portal, session) -> Iterator[Days]:
    with days_that_pass(portal, session) as passing:
        yield passing


def test_a_morning_says_how_much_waits_and_nobodys_name_each_day_but_sunday_until_it_is_done(session, now, scene, days):
    sent = days.from_to(now, 14)
    # The documents of a newcomer are due within two weeks, so there is something from the second on; Sunday is quiet.
    assert sent
    assert {mail for _day, mail in sent} == {MORNING}
    assert 6 not in {day for day, _mail in sent}
    assert len(sent) == len({day for day, _mail in sent})
    body = days.body()
    assert "http://portal.test/today?lang=da" in body
    assert "1 skridt" in body
    assert scene.volunteer.name not in body
    assert b"/morning>" in days.box.raw[-1]


def test_who_has_nothing_to_do_hears_nothing(session, now, scene, days):
    assert days.pass_to(now) == []


def test_a_morning_that_is_unsubscribed_is_the_last_and_what_is_done_meanwhile_is_not_written(
    session, now, scene, days
):
    with transaction(session):
        claim = ExpenseClaim(
            organisation_id=scene.organisation.id,
            engagement_id=scene.engagement.id,
            person_id=scene.volunteer.id,
            asked_as=scene.volunteer.id,
            kind="other",
            amount=2000,
            spent_on=local_day(now),
            standing="sent",
            sent_at=now,
        )
        session.add(claim)
    assert days.pass_to(now) == [MORNING]
    assert "1 udlæg venter" in days.body()
    tomorrow = now + timedelta(days=1)
    assert remind_all(session, tomorrow) == 1
    with transaction(session):
        session.execute(update(ExpenseClaim).values(standing="paid"))
    assert days.pass_to(tomorrow) == []
    with transaction(session):
        session.execute(update(ExpenseClaim).values(standing="sent"))
    secret = address_of(session, scene.coordinator.id, now)
    choose_at(session=session, token=secret, kind=MailKind.MORNING, wanted=Wanted.NO, now=now)
    assert days.from_to(now + timedelta(days=2), 5) == []


def test_a_morning_is_left_once_a_day_whatever_forgets_that_it_was(session, now, scene, days):
    later = now + timedelta(days=10)
    assert remind_all(session, later) == 1
    with transaction(session):
        from db.reminders import OrganisationReminders

        session.execute(update(OrganisationReminders).values(reminded_for=None))
    assert remind_all(session, later) == 0
    assert len(session.exec(select(Reminder)).all()) == len(session.exec(select(OutboxItem)).all()) == 1


def test_nothing_at_all_is_no_reason_to_write():
    assert not MorningCounts().anything
    assert all(MorningCounts(**{name: 1}).anything for name in MorningCounts.__dataclass_fields__)


def test_a_morning_is_in_the_organisations_own_words_where_it_has_some(session, now, scene, days):
    with transaction(session):
        session.add(
            ReminderWording(
                organisation_id=scene.organisation.id,
                kind=ReminderKind.MORNING,
                language="da",
                subject="Din dag, {dag}",
                says="Hej igen. Vi mangler dig her:",
            )
        )
    sent = days.from_to(now, 14)
    assert sent
    assert all("Din dag, " in mail for _day, mail in sent)
    assert "Hej igen. Vi mangler dig her: - 1 skridt" in days.body()
    assert "Godmorgen" not in days.body()
