"""Which mails somebody gets is theirs to say, logged in or by the address in a mail, and opens nothing else."""

import pytest
from sqlmodel import select

from core.errors import DomainError
from core.mail_choices.reading import choices_of
from core.mail_choices.rules import MailKind, Wanted
from core.mail_choices.service import address_of, choices_at, choose, choose_at, my_choices
from db.audit import AuditEvent
from db.mail_choices import MailChoice, MailKey
from tests.builders import a_scene


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


def test_who_chose_nothing_gets_all_and_only_who_has_a_morning_is_asked_about_it(session, scene):
    assert my_choices(session=session, actor=scene.as_volunteer) == {
        MailKind.REMINDERS: Wanted.AT_ONCE,
        MailKind.GROUPS: Wanted.YES,
    }
    assert my_choices(session=session, actor=scene.as_coordinator) == {
        MailKind.REMINDERS: Wanted.AT_ONCE,
        MailKind.MORNING: Wanted.YES,
        MailKind.GROUPS: Wanted.YES,
    }


def test_a_choice_holds_by_whichever_way_it_was_made_and_stands_once(session, now, scene):
    person = scene.volunteer.id
    token = address_of(session, person, now)
    assert address_of(session, person, now) == token
    choose(session=session, actor=scene.as_volunteer, kind=MailKind.REMINDERS, wanted=Wanted.WEEKLY, now=now)
    assert choices_at(session=session, token=token)[MailKind.REMINDERS] is Wanted.WEEKLY
    for _ in range(2):
        choose_at(session=session, token=token, kind=MailKind.REMINDERS, wanted=Wanted.NEEDED, now=now)
    assert choices_of(session, [person, scene.coordinator.id], MailKind.REMINDERS) == {
        person: Wanted.NEEDED,
        scene.coordinator.id: Wanted.AT_ONCE,
    }
    assert len(session.exec(select(MailChoice)).all()) == 1
    traced = session.exec(select(AuditEvent.actor_id).where(AuditEvent.action == "mails.chosen")).all()
    assert traced == [person, person]
    (key,) = session.exec(select(MailKey)).all()
    assert token not in (key.token_hash,)


@pytest.mark.parametrize("token", ["", "x", "0" * 43])
def test_an_address_that_is_nobodys_tells_and_changes_nothing(session, now, scene, token):
    address_of(session, scene.volunteer.id, now)
    for asked in (
        lambda: choices_at(session=session, token=token),
        lambda: choose_at(session=session, token=token, kind=MailKind.GROUPS, wanted=Wanted.NO, now=now),
    ):
        with pytest.raises(DomainError, match="not_found"):
            asked()
    assert session.exec(select(MailChoice)).all() == []


def test_what_is_no_choice_of_a_kind_is_refused(session, now, scene):
    with pytest.raises(DomainError, match="choice_invalid"):
        choose(session=session, actor=scene.as_volunteer, kind=MailKind.GROUPS, wanted=Wanted.WEEKLY, now=now)
