"""The tool that kills processes tells a double that a kill explains from one that it does not, and what was lost from
what nobody needs any more."""

import asyncio
import random
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlmodel import Session, select

from core.mail_choices.rules import MailSort
from core.messages.sorting import SORTS
from core.startup import Portal
from db.engine import transaction
from db.outbox import OutboxItem
from tests.builders import a_scene
from tests.core.documents.stories import a_letter, sign
from tests.faults.counting import count
from tests.faults.filling import MESSAGE
from tests.faults.mailserver import Arrivals


def arrivals(*handed_over: tuple[str, str], killed: set[str]) -> Arrivals:
    """A mail server that took these: by whom, and which mail."""
    taken = Arrivals(random.Random(0))
    taken.killed = killed

    async def take() -> None:
        for sender, mail in handed_over:
            content = f"Message-ID: {mail}\r\n\r\n".encode()
            await taken.handle_DATA(None, SimpleNamespace(host_name=sender), SimpleNamespace(content=content))

    asyncio.run(take())
    return taken


@pytest.mark.parametrize(
    ("handed_over", "killed", "explained"),
    [
        # Killed before it could note the mail it had handed over, which the other then sent again.
        ((("one", "a"), ("two", "a")), {"one"}, True),
        # Nobody was killed.
        ((("one", "a"), ("two", "a")), set(), False),
        # The other one was.
        ((("one", "a"), ("two", "a")), {"two"}, False),
        # It had gone on to another mail, so this one was noted or should have been.
        ((("one", "a"), ("one", "b"), ("two", "a")), {"one"}, False),
        # It sent it twice itself.
        ((("one", "a"), ("one", "a")), {"one"}, False),
    ],
)
def test_only_a_kill_right_after_a_mail_explains_that_it_came_twice(
    handed_over: tuple[tuple[str, str], ...], killed: set[str], explained: bool
):
    taken = arrivals(*handed_over, killed=killed)
    assert taken.doubled() == ["a"]
    assert taken.explained("a") is explained


def test_what_is_left_to_send_needs_no_day():
    # By night and on a Sunday everything else would wait, and the run with it.
    assert SORTS[MESSAGE] is MailSort.ALWAYS


def test_a_mail_that_nobody_needs_any_more_is_not_lost_and_one_that_was_sent_and_never_came_is(
    portal: Portal, session: Session, now: datetime, tmp_path: Path
):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, letter.id, now)
    (tmp_path / "signed").touch()

    def counted() -> tuple[int, int, int]:
        with transaction(session):
            for item in session.exec(select(OutboxItem)):
                item.done_at = now
                session.add(item)
        found = count(
            portal,
            arrivals(killed=set()),
            tmp_path / "signed",
            organisation_id=scene.organisation.id,
            kills=0,
            signers_killed=0,
        )
        return found.mails, found.unneeded, found.lost

    # It was shared, and waits for the contact person, who has not signed: neither mail came.
    assert counted() == (2, 0, 2)
    sign(session, scene.as_contact_person, letter.id, now + timedelta(minutes=1))
    assert counted() == (1, 1, 1)
    with transaction(session):
        half_signed = next(
            item for item in session.exec(select(OutboxItem)) if item.params["message"] == "document_half_signed"
        )
        half_signed.sent_at = now
        session.add(half_signed)
    assert counted() == (2, 0, 2)
