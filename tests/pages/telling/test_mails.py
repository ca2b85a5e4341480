"""Mails that nobody got: told where a coordinator begins, and sent again from there."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from core.i18n import utc_now
from core.messages.sending import Lost
from db import outbox
from db.engine import transaction
from db.outbox import OutboxItem
from pages.widgets.plain import plain as plain_text
from tests.builders import Scene, a_scene, look_again
from tests.pages.as_colleague import only_button, visit
from tests.pages.as_volunteer import text

NOW = utc_now()


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session, NOW - timedelta(days=10))


def a_mail(session: Session, scene: Scene, **fate: object) -> OutboxItem:
    params = {"message": "document_shared", "person_id": str(scene.volunteer.id), "document_id": "1"}
    with transaction(session):
        item = outbox.post(
            session, kind="mail", params=params, organisation_id=scene.organisation.id, now=NOW - timedelta(days=9)
        )
        for name, value in fate.items():
            setattr(item, name, value)
        session.add(item)
    return item


@pytest.mark.parametrize("page", ["today/today", "documents/all_documents"])
def test_what_was_given_up_is_told_with_whom_it_was_to_reach_and_why(session: Session, scene: Scene, page: str) -> None:
    a_mail(session, scene, attempts=1, problem="ConnectionRefusedError")
    a_mail(session, scene, done_at=NOW)
    drawn = visit(session, scene.coordinator, page)
    assert "1 mail er ikke sendt endnu" in text(drawn)
    assert "Send igen" not in [button.label for button in drawn.button]
    for why in Lost:
        a_mail(session, scene, done_at=NOW, problem=why)
    drawn = visit(session, scene.coordinator, page)
    assert "Adressen tager ikke imod mails" in text(drawn)
    assert "Prøvet i en uge" in text(drawn)
    assert "Karen Møller" in text(drawn)
    assert plain_text("karen@example.dk") in text(drawn)


def test_it_is_sent_again_or_left_in_one_press(session: Session, scene: Scene) -> None:
    refused = a_mail(session, scene, done_at=NOW, problem=Lost.REFUSED)
    stale = a_mail(session, scene, done_at=NOW, problem=Lost.STALE)
    page = only_button(visit(session, scene.coordinator, "today/today"), f"mail-again-{refused.id}").click().run()
    # As everywhere else it is said where none will go: this portal has no mail server.
    assert [said.value for said in page.toast] == ["Der er ingen mailserver, så giv det selv videre."]
    page = only_button(page, f"more-mail-leave-{stale.id}").click().run()
    assert "Mails, der ikke kom frem" not in text(page)
    look_again(session)
    found = {item.id: item for item in session.exec(select(OutboxItem))}
    assert (found[refused.id].done_at, found[refused.id].problem) == (None, None)
    assert (found[stale.id].done_at is not None, found[stale.id].problem) == (True, None)
