"""A message to a group as a coordinator meets it: begun where the group is seen, written, looked at, sent, undone."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from core.courses.rules import LeaderSpan
from core.i18n import utc_now
from core.offers.rules import OfferKind
from db.engine import transaction
from db.group_messages import GroupMessage
from db.outbox import OutboxItem
from tests.builders import Scene, a_scene, look_again
from tests.core.courses.builders import a_run, beside
from tests.core.group_messages.test_service import begun, send, write
from tests.core.offers.builders import an_offer, invited, says
from tests.pages.as_colleague import keys, only_button, rows, visit
from tests.pages.as_volunteer import field, leave, text

NOW = utc_now() - timedelta(hours=1)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session, NOW, programme="laer_at_tackle")


def test_somebody_chosen_in_the_register_is_written_to_and_it_can_be_taken_back(session, scene):
    page = visit(session, scene.coordinator, "register/volunteers")
    page = page.toggle(key="register-choosing").set_value(True).run()
    page = only_button(page, "choose-all").click().run()
    page = only_button(page, "write-to-chosen").click().run()
    assert not page.exception
    assert "Valgt enkeltvis" in text(page)
    look_again(session)
    message = session.exec(select(GroupMessage)).one()
    page = visit(session, scene.coordinator, "group_messages/message", id=message.id)
    page = leave(page, "Emne", "Sommerfest")
    page = leave(page, "Besked", "Kære {navn}")
    assert "{navn} ville blive sendt, som det står. Skriv {fornavn}" in text(page)
    page = leave(page, "Besked", "Kære {fornavn}\nKom *den* 3. juni.")
    # It is kept as it is left, so that a lost line loses nothing.
    look_again(session)
    session.refresh(message)
    assert (message.subject, message.words) == ("Sommerfest", "Kære {fornavn}\nKom *den* 3. juni.")
    assert "Kære Karen  \nKom \\*den\\* 3\\. juni\\." in text(page)
    page = only_button(page, "send-message").click().run()
    assert not page.exception
    assert "Den går til 1 person kl." in text(page)
    page = only_button(page, "take-message-back").click().run()
    assert "Emne" in [each.label for each in page.text_input]
    look_again(session)
    assert session.exec(select(OutboxItem)).all() == []


def test_who_has_no_address_is_listed_with_the_phone_and_the_others_can_be_left_out(session, scene):
    bo = beside(session, scene, NOW, "Bo Dahl")
    with transaction(session):
        scene.volunteer.email = ""
        session.add(scene.volunteer)
    message = begun(session, scene, NOW, scene.engagement.id, bo.engagement.id)
    page = visit(session, scene.coordinator, "group_messages/message", id=message.id)
    assert "Har ingen mailadresse" in rows(page)
    assert "20 30 40 50" in text(page)
    page = only_button(page, f"leave-out-{bo.volunteer.id}").click().run()
    assert "Bo Dahl" not in rows(page)
    assert only_button(page, "send-message").disabled
    page = only_button(page, "throw-away").click().run()
    assert not page.exception
    look_again(session)
    assert session.exec(select(GroupMessage)).all() == []


def test_what_was_written_last_and_refused_is_not_left_out_of_what_is_sent(session, scene):
    message = begun(session, scene, NOW, scene.engagement.id)
    page = visit(session, scene.coordinator, "group_messages/message", id=message.id)
    page = leave(page, "Emne", "Sommerfest")
    page = leave(page, "Besked", "Kære {fornavn}\nDen 3. juni.")
    # In one run, as a press takes the cursor out of the field.
    field(page, "Besked").set_value("Kære {navn}\nDen 4. juni.")
    page = only_button(page, "send-message").click().run()
    # Beside the button that asked for it: the open question lies over what stands below it.
    assert [said.value for said in page.get("popover")[0].error] == [
        "Noget her er ikke gemt endnu. Ret det først: ved feltet står der, hvad der er galt."
    ]
    look_again(session)
    assert session.exec(select(OutboxItem)).all() == []
    page = leave(page, "Besked", "Kære {fornavn}\nDen 4. juni.")
    page = only_button(page, "send-message").click().run()
    assert "Den går til 1 person kl." in text(page)


def test_what_is_missing_is_said_where_it_was_asked_to_be_sent(session, scene):
    message = begun(session, scene, NOW)
    page = visit(session, scene.coordinator, "group_messages/message", id=message.id)
    page = only_button(page, "send-message").click().run()
    assert not page.exception
    assert "Skriv et emne." in text(page)


def test_once_it_has_gone_everybody_reads_how_far_it_came(session, scene):
    message = write(session, scene, begun(session, scene, NOW), NOW)
    send(session, scene, message, NOW)
    page = visit(session, scene.coordinator, "group_messages/message", id=message.id)
    assert [each.proto.text for each in page.get("progress")] == ["0 af 1"]
    assert "take-message-back" not in keys(page)
    page = visit(session, scene.coordinator, "group_messages/messages")
    assert "Sommerfest" in rows(page)
    page = visit(session, scene.coordinator, "register/volunteer", id=scene.engagement.id)
    page.session_state[f"besides-{scene.engagement.id}"] = "messages"
    page = page.run()
    assert not page.exception
    assert "Kære Karen" in text(page)


def test_those_who_lead_a_course_and_those_who_come_to_an_offer_are_written_to_from_its_page(session, scene):
    run = a_run(session, scene, [LeaderSpan(scene.engagement.id)])
    page = visit(session, scene.coordinator, "courses/course", id=run.id)
    page = only_button(page, "write-to-course").click().run()
    assert not page.exception
    assert "Dem, der holder Lær at tackle, efterår" in text(page)
    offer = an_offer(session, scene, NOW, kind=OfferKind.TALK, title="Sang")
    assert "write-to-offer" not in keys(visit(session, scene.coordinator, "offers/offer", id=offer.id))
    invited(session, scene, offer, [scene.volunteer.id], NOW)
    says(session, scene, offer, scene.volunteer.id, NOW)
    page = visit(session, scene.coordinator, "offers/offer", id=offer.id)
    page = only_button(page, "write-to-offer").click().run()
    assert "Dem, der kommer til Sang" in text(page)


def test_the_volunteers_at_a_workplace_are_written_to_from_the_list_of_messages(session, scene):
    page = visit(session, scene.coordinator, "group_messages/messages")
    page = page.selectbox(key="message-workplace").set_value(scene.workplace.id).run()
    page = only_button(page, "write-to-workplace").click().run()
    assert not page.exception
    assert f"De frivillige på {scene.workplace.name}" in text(page)


def test_a_contact_person_sees_no_way_to_write_to_many(session, scene):
    run = a_run(session, scene, [LeaderSpan(scene.engagement.id)])
    page = visit(session, scene.contact_person, "courses/course", id=run.id)
    assert "write-to-course" not in keys(page)
