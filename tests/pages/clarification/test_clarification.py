"""A clarification meeting on the pages of its two sides, from a proposed day to the agreement or a not now."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.clarification.content import meeting_sheet
from core.clarification.rules import MeetingOutcome, MeetingSide
from core.i18n import utc_now
from db.clarification import ClarificationMeeting, ClarificationPoint
from db.documents import Document
from tests.builders import a_scene, an_account, look_again
from tests.core.clarification.stories import accepted, finished, proposed, written
from tests.pages import as_volunteer
from tests.pages.as_colleague import only_button, opened, visit
from tests.pages.as_volunteer import field, text
from tests.pages.drawn import html_of

NOW = utc_now() - timedelta(hours=1)
VOLUNTEER, ORGANISATION = MeetingSide.VOLUNTEER, MeetingSide.ORGANISATION


@pytest.fixture
def scene(session):
    made = a_scene(session, NOW, programme="laer_at_tackle")
    an_account(session, made.volunteer, NOW)
    return made


def theirs(session, scene):
    return as_volunteer.visit(session, scene.volunteer, "clarification/my_clarification", id=scene.engagement.id)


def ours(session, scene):
    return visit(session, scene.coordinator, "clarification/clarification", id=scene.engagement.id)


def the_meeting(session) -> ClarificationMeeting:
    look_again(session)
    return session.exec(select(ClarificationMeeting)).one()


def test_a_coordinator_proposes_a_day_and_the_volunteer_says_yes_writes_and_finishes(session, scene):
    page = only_button(ours(session, scene), "meeting-plan").click().run()
    page = only_button(page, "propose-0").click().run()
    assert "er spurgt, om dagen passer" in text(page)
    page = only_button(theirs(session, scene), "meeting-yes-1").click().run()
    assert "dagen passer dig" in text(page)
    labels = [topic.title.in_language("da") for topic in meeting_sheet().topics]
    assert [each.label for each in page.text_area] == labels[:4]
    page = field(page, labels[1]).set_value("Pauser, og ikke *hver* morgen.").run()
    assert "Gemt kl." in text(page)
    for _part in range(2):
        page = only_button(page, "meeting-on").click().run()
    assert [each.label for each in page.text_area] == labels[8:]
    page = only_button(page, "meeting-ready").click().run()
    assert the_meeting(session).volunteer_ready_at is not None
    page = opened(theirs(session, scene), f"meeting-words-{the_meeting(session).id}")
    assert field(page, labels[1]).value == "Pauser, og ikke *hver* morgen."


def test_nobody_has_said_yes_to_a_day_who_was_not_said_to_have(session):
    """Also of somebody who has a link and has not come in yet: they would read that they had said it."""
    scene = a_scene(session, NOW, programme="laer_at_tackle", full=False)
    page = only_button(ours(session, scene), "meeting-plan").click().run()
    only_button(page, "propose-0").click().run()
    assert the_meeting(session).accepted_at is None
    an_account(session, scene.volunteer, NOW)
    page = as_volunteer.visit(session, scene.volunteer, "journey/my_path")
    # Their details come first, and the day does not wait for them.
    assert "hvis dagen passer dig. Du kan se på det allerede nu." in text(page) + html_of(page)


def test_a_wish_for_another_day_stands_above_the_form_that_proposes_one(session, scene):
    meeting = proposed(session, scene, NOW)
    page = only_button(theirs(session, scene), "meeting-another").click().run()
    field(page, "Hvilke dage").set_value("Torsdag er *bedst*.")
    page = only_button(page, "meeting-ask-1").click().run()
    assert "Du har bedt om en anden dag" in text(page)
    assert the_meeting(session).wish == "Torsdag er *bedst*."
    assert "Torsdag er *bedst*." in text(ours(session, scene))
    assert meeting.id == the_meeting(session).id


def test_what_both_wrote_stands_side_by_side_for_both_and_for_nobody_before(session, scene):
    meeting = accepted(session, scene, NOW)
    written(session, scene, meeting, VOLUNTEER, NOW, partners="Gerne Bo.")
    written(session, scene, meeting, ORGANISATION, NOW, partners="Bo eller Ida.")
    finished(session, scene, meeting, VOLUNTEER, NOW)
    assert "Gerne Bo." not in text(ours(session, scene))
    assert "Bo eller Ida." not in text(theirs(session, scene))
    finished(session, scene, meeting, ORGANISATION, NOW)
    for page in (ours(session, scene), theirs(session, scene)):
        assert all(words in text(page) for words in ("Gerne Bo.", "Bo eller Ida."))


def test_what_was_agreed_and_how_it_ended_lead_on_to_the_agreement_in_one_press(session, scene):
    accepted(session, scene, NOW)
    page = only_button(ours(session, scene), "meeting-point").click().run()
    page = only_button(page, "point-save").click().run()
    field(page, "Hvad aftalte I?").set_value("Vi ringer hver måned.")
    page = only_button(page, "point-save").click().run()
    assert len(session.exec(select(ClarificationPoint)).all()) == 1
    page = only_button(page, "meeting-close").click().run()
    page = only_button(page, "close-save-2").click().run()
    # Nothing is assumed about an honorarium (A3.3).
    assert the_meeting(session).outcome == ""
    field(page, "Er der et honorar?").set_value(False)
    page = only_button(page, "close-save-2").click().run()
    assert the_meeting(session).outcome == MeetingOutcome.AGREED
    assert "Vi ringer hver måned" in text(page)
    only_button(page, "meeting-agreement").click().run()
    look_again(session)
    assert session.exec(select(Document.kind)).all() == ["cooperation_agreement"]


def test_not_now_is_said_kindly_to_both_and_a_new_day_can_be_proposed(session, scene):
    accepted(session, scene, NOW)
    page = only_button(ours(session, scene), "meeting-close").click().run()
    page = field(page, "Hvordan endte det?").set_value(MeetingOutcome.NOT_NOW).run()
    page = only_button(page, "close-save-2").click().run()
    assert the_meeting(session).outcome == ""
    field(page, "Hvorfor ikke nu?").set_value("timing")
    page = only_button(page, "close-save-2").click().run()
    for seen in (page, theirs(session, scene)):
        assert "Døren står åben" in text(seen)
    assert "meeting-plan" in [button.key for button in page.button]


def test_both_pages_ask_the_database_a_known_number_of_times(session, scene, count_queries):
    meeting = accepted(session, scene, NOW)
    for side in (VOLUNTEER, ORGANISATION):
        written(session, scene, meeting, side, NOW, **{topic.id: "Ja." for topic in meeting_sheet().topics})
        finished(session, scene, meeting, side, NOW)
    asked = []
    for page in (theirs(session, scene), ours(session, scene)):
        with count_queries() as counted:
            page.run()
        asked.append(counted.total)
    assert asked == [11, 10]


def test_a_yes_to_a_day_that_was_changed_meanwhile_is_none(session, scene):
    proposed(session, scene, NOW)
    page = theirs(session, scene)
    proposed(session, scene, NOW, expected_version=1, starts_at=NOW + timedelta(days=20))
    page = only_button(page, "meeting-yes-1").click().run()
    assert the_meeting(session).accepted_at is None
    assert "meeting-yes-2" in [button.key for button in page.button]


def test_a_proposed_day_waits_ten_minutes_and_is_undone_on_the_page_of_the_meeting(session, scene):
    meeting = proposed(session, scene, utc_now())
    page = ours(session, scene)
    assert "Karen Møller får en mail kl." in text(page)
    page = next(each for each in page.button if each.label == "Fortryd").click().run()
    assert not page.exception
    look_again(session)
    assert session.get_one(ClarificationMeeting, meeting.id).starts_at is None
    assert "Fortryd" not in [each.label for each in ours(session, scene).button]
