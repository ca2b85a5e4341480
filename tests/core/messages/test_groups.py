"""A message to a group as it arrives: to one alone, by name, with answers to whoever wrote it."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session

from core.group_messages.reading import group_message
from core.group_messages.rules import WAITS, MailStanding
from core.messages.sending import work_off
from core.messages.undelivered import lost_mails
from core.startup import Portal
from db.engine import transaction
from db.outbox import OutboxItem
from db.people import Person
from tests.builders import Scene, a_scene, look_again
from tests.core.courses.builders import beside, ids
from tests.core.group_messages.test_service import begun, mails, send, write
from tests.mailbox import mailbox, plain


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


def test_each_gets_it_alone_by_name_and_answers_go_to_whoever_wrote_it(
    portal: Portal, session: Session, scene: Scene, now: datetime
) -> None:
    bo = beside(session, scene, now, "Bo Dahl")
    message = write(session, scene, begun(session, scene, now, *ids(scene, bo)), now)
    send(session, scene, message, now)
    with mailbox() as box:
        chosen = {key.lower(): value for key, value in box.settings().items()} | {"smtp_port": box.port}
        mailing = replace(portal, settings=portal.settings.model_copy(update=chosen))
        work_off(mailing, clock=lambda: now, kinds=["mail"])
        assert box.mails == []
        look_again(session)
        with transaction(session):
            person = session.get_one(Person, scene.coordinator.id)
            person.email = "jonas.ny@solbjerg.example.dk"
            session.add(person)
        work_off(mailing, clock=lambda: now + WAITS, kinds=["mail"])
        received = {str(mail["To"]): mail for mail in box.mails}
    assert set(received) == {"karen@example.dk", "bo@example.dk"}
    for address, name in (("karen@example.dk", "Karen"), ("bo@example.dk", "Bo")):
        mail = received[address]
        assert str(mail["Subject"]) == "Sommerfest"
        # By which their mail program offers to say no to such mails.
        assert str(mail["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"
        assert str(mail["Reply-To"]) == "jonas.ny@solbjerg.example.dk"
        words = plain(mail).replace("\r\n", "\n")
        assert words.startswith(f"Kære {name}\n\nKom den 3. juni.")
        assert f"Venlig hilsen\n{scene.coordinator.name}\nSolbjerg Kommune" in words
        others = {"karen@example.dk", "bo@example.dk"} - {address}
        assert not any(other in str(mail) for other in others)
    look_again(session)
    view = group_message(session=session, actor=scene.as_coordinator, message_id=message.id, now=now + WAITS)
    assert {each.standing for each in view.people} == {MailStanding.SENT}


def test_a_mail_of_a_group_that_did_not_arrive_is_told_by_what_its_writer_called_it(
    session: Session, scene: Scene, now: datetime
) -> None:
    message = write(session, scene, begun(session, scene, now), now)
    send(session, scene, message, now)
    with transaction(session):
        item = session.get_one(OutboxItem, mails(session)[0].id)
        item.done_at, item.problem = now + WAITS, "address_refused"
        session.add(item)
    (lost,) = lost_mails(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)
    assert lost.subject == "Sommerfest"
    view = group_message(session=session, actor=scene.as_coordinator, message_id=message.id, now=now + WAITS)
    assert [each.standing for each in view.people] == [MailStanding.LOST]
