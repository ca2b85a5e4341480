"""A training stands in the calendars of those who have it and who plans, and they are told of it the day before."""

from datetime import timedelta

from sqlmodel import Session

from core.calendar_feed.service import my_events
from core.i18n import local_day, reading
from core.planning.overview import planned_month
from core.planning.overview_rules import EntryKind
from core.reminders.collecting import ReminderScope, causes
from core.reminders.rules import ReminderKind, ReminderPace, eve_of
from core.teams.service import leave_team
from core.training.moving import call_off_round
from core.training.plan import shipped
from tests.core.training.builders import TrainingScene, a_training


def events(session: Session, training: TrainingScene, now, *kinds: str):
    with reading("da"):
        found = my_events(session=session, actor=training.house.as_peer, now=now)
    return [each for each in found if each.kind in kinds]


def test_every_day_and_what_comes_again_stands_in_a_peers_calendar_and_says_not_what_it_holds(session, now):
    training = a_training(session, now, ago=10)
    days = events(session, training, now, "training")
    assert {each.title for each in days} == {"Oplæringsdag"}
    assert len(days) == len(shipped().days)
    assert {each.title for each in events(session, training, now, "gathering")} == {
        "Faglig eftermiddag",
        "Erfamøde med andre peers",
        "Noget sammen på arbejdspladsen",
    }


def test_who_leaves_the_team_has_nothing_of_it_ahead_and_a_training_called_off_is_in_no_calendar(session, now):
    training = a_training(session, now, ago=10)
    by = {"session": session, "actor": training.house.scene.as_coordinator, "now": now}
    leave_team(**by, member_id=training.house.member.id)
    assert events(session, training, now, "gathering") == []
    assert all(local_day(each.starts) <= local_day(now) for each in events(session, training, now, "training"))
    call_off_round(**by, round_id=training.row.id)
    assert all(local_day(each.starts) <= local_day(now) for each in events(session, training, now, "training"))


def test_a_peer_is_told_of_a_day_the_day_before(session, now):
    training = a_training(session, now, ago=10)
    day = next(each for each in training.days(session) if local_day(each.starts_at) > local_day(now))
    eve = eve_of(local_day(day.starts_at))
    scope = ReminderScope(training.row.organisation_id, ReminderPace(), now, eve, ahead=0)
    told = [each for each in causes(session, scope) if each.kind is ReminderKind.TRAINING and each.first_on == eve]
    assert training.house.scene.volunteer.id in {each.person_id for each in told}
    assert {each.path for each in told} == {"my-training"}


def test_whoever_plans_sees_a_day_once_with_all_who_have_it_together(session, now):
    training = a_training(session, now, ago=10)
    first = training.starts_on.replace(day=1)
    month = planned_month(
        session=session,
        actor=training.house.scene.as_coordinator,
        organisation_id=training.row.organisation_id,
        first=first,
    )
    found = [each for each in month.entries if each.kind is EntryKind.TRAINING]
    welcome = training.days(session)[0]
    (shared,) = [each for each in found if each.starts == welcome.starts_at]
    assert set(shared.people.values()) == {"Karen Møller", "Inger Lund"}
    assert shared.title == "Broholdet"
    assert shared.day - training.starts_on < timedelta(days=7)
