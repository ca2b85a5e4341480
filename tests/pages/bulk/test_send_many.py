"""Sending to many, as a coordinator meets it: looked over first, then sent, then told who was not reached."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import col, select

from core.bulk.service import SendingOutcome
from core.i18n import utc_now
from db.documents import Document
from db.engine import transaction
from pages.bulk.sending import SendingBatch
from tests.builders import a_scene, an_account
from tests.core.documents.stories import a_draft
from tests.core.register.test_documents import another
from tests.pages.as_colleague import choose, only_button, visit
from tests.pages.as_volunteer import text

NOW = utc_now() - timedelta(hours=1)


@pytest.fixture
def scene(session):
    scene = a_scene(session, NOW)
    an_account(session, scene.volunteer, NOW)
    return scene


def test_everybody_is_counted_sent_to_and_the_unreached_are_named(session, scene):
    quiet, waiting = another(session, scene, NOW, name="Ea *Vang*"), another(session, scene, NOW, name="Bo Dahl")
    with transaction(session):
        quiet.volunteer.email = ""
        session.add(quiet.volunteer)
    a_draft(session, waiting, NOW)
    page = visit(session, scene.coordinator, "bulk/send_many")
    assert "**2** frivillige får det" in text(page)
    assert "har ingen mailadresse" not in text(page)
    page.session_state["forecast-quiet-fold"] = page.session_state["forecast-held-fold"] = True
    page = page.run()
    assert "**Ea \\*Vang\\***: har ingen mailadresse" in text(page)
    assert "**Bo Dahl**" in text(page)
    assert [each.label for each in page.expander[1:]] == ["Mailen er ikke nok (1)", "Får ikke noget nu (1)"]
    # One press asks, the second sends.
    assert [each.proto.popover.label for each in page.get("popover")][-1] == "Send til 2"
    assert "går til **2** frivillige. De, der har en mailadresse" in text(page)
    page = only_button(page, "send-to-many").click().run()
    assert not page.exception
    assert page.success[0].value == "Sendt til 2 frivillige."
    assert "Ea \\*Vang\\*" in text(page)
    assert "har ingen mailadresse" in text(page)
    session.rollback()
    assert len(session.exec(select(Document).where(col(Document.shared_at).is_not(None))).all()) == 2
    page = only_button(page, "sending-done").click().run()
    assert only_button(page, "send-to-many").disabled


def test_only_those_asked_for_get_it(session, scene):
    another(session, scene, NOW)
    page = visit(session, scene.coordinator, "bulk/send_many")
    page = choose(page, "Program", "laer_at_tackle")
    assert only_button(page, "send-to-many").disabled


def test_what_was_stopped_can_be_gone_on_with(session, scene):
    other = another(session, scene, NOW)
    page = visit(session, scene.coordinator, "bulk/send_many")
    job = SendingBatch(
        scene.coordinator.id,
        scene.organisation.id,
        (scene.engagement.id, other.engagement.id),
        kind="welcome_letter",
        outcomes=[SendingOutcome(scene.engagement.id, "Karen Møller", "", other.engagement.id, None, None)],
        waits_to_begin=False,
    )
    page.session_state["sending-to-many"] = job
    page.run()
    assert "Der mangler 1" in page.info[0].value
    page = only_button(page, "go-on").click().run()
    assert page.success[0].value == "Sendt til 1 frivillig."
    session.rollback()
    assert session.exec(select(Document)).one().engagement_id == other.engagement.id


def test_nobody_sees_what_another_reader_of_this_browser_sent(session, scene):
    page = visit(session, scene.coordinator, "bulk/send_many")
    page.session_state["sending-to-many"] = SendingBatch(
        scene.contact_person.id, scene.organisation.id, (), kind="welcome_letter", waits_to_begin=False
    )
    page.run()
    assert not page.success
    assert only_button(page, "send-to-many")


def test_a_stopped_sending_ends_the_one_at_hand_and_begins_no_other():
    begun = []

    def coming():
        for number in range(5):
            begun.append(number)
            yield SendingOutcome(None, str(number), "", None, None, None)

    job = SendingBatch(uuid4(), uuid4(), (), kind="welcome_letter")
    work = job.each(coming())
    assert [next(work), next(work)] == [1, 2]
    job.stopped.set()
    assert list(work) == []
    assert begun == [0, 1]
