"""The year's recognition, and invitations as a volunteer meets them."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from core.i18n import local_day, on_date, utc_now
from core.recognition.planning import RecognitionPlan, plan_thanks
from core.recognition.rules import Gift
from db.engine import transaction
from db.people import Engagement
from db.recognition import MentionChoice, Recognised, RecognitionBudget
from tests.builders import Scene, a_scene
from tests.pages.as_colleague import in_dialog, named, noticed, only_button, said_in_rows, visit
from tests.pages.as_volunteer import field, press, text
from tests.pages.as_volunteer import visit as own

NOW = utc_now() - timedelta(hours=1)


@pytest.fixture
def scene(session: Session) -> Scene:
    found = a_scene(session, NOW)
    with transaction(session):
        engagement = session.get_one(Engagement, found.engagement.id)
        engagement.begins_on = local_day(NOW) - timedelta(days=800)
        session.add(engagement)
    return found


def planned(session, scene, **changed):
    wanted = {
        "gift": Gift.OUTING,
        "planned_on": local_day(NOW) + timedelta(days=3),
        "giver_id": scene.contact_person.id,
        "title": "Skovtur",
        "invites": True,
    }
    return plan_thanks(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        plan=RecognitionPlan(**wanted | changed),
        engagement_ids=[scene.engagement.id],
        now=NOW,
    )


def stored(session, kind):
    session.rollback()
    session.expire_all()
    return session.exec(select(kind)).all()


def test_a_budget_is_set_and_what_is_left_is_told(session, scene):
    page = visit(session, scene.coordinator, "recognition/recognition_year")
    assert named(page) == ["Karen Møller"]
    page = only_button(page, "open-set-budget").click().run()
    field(page, "Kroner på året").set_value("1.500")
    page = only_button(page, "save-budget").click().run()
    assert not page.exception
    assert [row.amount for row in stored(session, RecognitionBudget)] == [150_000]
    assert [each.value.replace("\xa0", " ") for each in page.metric] == ["1.500 kr.", "0 kr.", "0 kr.", "1.500 kr."]


def test_an_amount_that_is_none_is_told_and_stays(session, scene):
    page = visit(session, scene.coordinator, "recognition/recognition_year")
    page = only_button(page, "open-set-budget").click().run()
    field(page, "Kroner på året").set_value("mange")
    page = only_button(page, "save-budget").click().run()
    assert "Skriv, hvad det kostede i kroner" in text(page)
    assert field(page, "Kroner på året").value == "mange"
    assert stored(session, RecognitionBudget) == []


def test_above_what_is_usual_for_gift_cards_there_is_a_gentle_word_and_no_refusal(session, scene):
    page = visit(session, scene.coordinator, "recognition/recognition")
    page = only_button(page, "open-thank-somebody").click().run()
    page.multiselect(key="thank-some-0").set_value([scene.engagement.id]).run()
    page.selectbox(key="gift-thank-0-how").set_value(Gift.GIFT_CARD).run()
    page.text_input(key="gift-thank-0-cost").set_value("1500").run()
    assert "kommer gavekort over 1400 kr. for Karen Møller" in text(page)
    page = only_button(page, "thank").click().run()
    assert not page.exception
    assert len(stored(session, Recognised)) == 1


def test_an_invitation_is_answered_in_one_tap_and_the_coordinator_sees_it(session, scene):
    planned(session, scene)
    assert any(
        "Du er inviteret" in each.proto.label
        for each in own(session, scene.volunteer, "journey/my_path").get("page_link")
    )
    page = own(session, scene.volunteer, "recognition/invitations")
    assert "Skovtur" in text(page)
    field(page, "Er der noget, du ikke spiser").set_value("Ingen nødder")
    page = press(page, "Ja, jeg kommer")
    assert not page.exception
    assert "Du kommer." in text(page)
    assert [(each.comes, each.diet) for each in stored(session, Recognised)] == [(True, "Ingen nødder")]
    assert not any(
        "Du er inviteret" in each.proto.label
        for each in own(session, scene.volunteer, "journey/my_path").get("page_link")
    )
    assert "1 kommer, 0 kommer ikke, 0 har ikke svaret" in said_in_rows(
        visit(session, scene.coordinator, "recognition/recognition")
    )


def test_somebody_without_invitations_is_told_so_and_says_yes_and_no_to_a_mention(session, scene):
    page = own(session, scene.volunteer, "recognition/invitations")
    assert "Du har ingen invitationer lige nu." in text(page)
    assert page.toggle[0].value is False
    assert "Ingen nævner dig, medmindre du siger ja her." in text(page)
    page.toggle[0].set_value(True).run()
    assert [choice.allowed for choice in stored(session, MentionChoice)] == [True]
    page = own(session, scene.volunteer, "recognition/invitations")
    page.toggle[0].set_value(False).run()
    page = own(session, scene.volunteer, "recognition/invitations")
    assert page.toggle[0].value is False
    assert f"Du har sagt nej siden den {on_date(local_day(utc_now()))}." in text(page)


def test_a_planned_thing_is_changed_where_it_stands(session, scene):
    made = planned(session, scene)
    page = visit(session, scene.coordinator, "recognition/recognition")
    page = in_dialog(page, f"change-{made.id}")
    page.text_input(key=f"gift-{made.id}-1-title").set_value("Havnetur")
    page = only_button(page, f"save-{made.id}").click().run()
    assert not page.exception
    assert "Havnetur" in said_in_rows(page)


@pytest.mark.parametrize(("days", "told"), [(7, True), (8, False)])
def test_today_leads_to_thanks_that_are_planned_within_a_week(session, scene, days, told):
    planned(session, scene, planned_on=local_day(utc_now()) + timedelta(days=days))
    page = visit(session, scene.coordinator, "today/today")
    assert not page.exception
    assert any("Tak, der er planlagt" in each for each in noticed(page)) is told


def test_who_is_next_to_be_thanked_is_planned_for_in_their_row(session, scene):
    page = visit(session, scene.coordinator, "recognition/recognition_year")
    assert "Ikke takket endnu" in said_in_rows(page)
    page = only_button(page, f"open-plan-{scene.engagement.id}").click().run()
    page = only_button(page, f"thank-{scene.engagement.id}").click().run()
    assert not page.exception
    assert [each.engagement_id for each in stored(session, Recognised)] == [scene.engagement.id]
