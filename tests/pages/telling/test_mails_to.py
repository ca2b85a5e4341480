"""What was sent to a volunteer stands on their page, when somebody asks for it."""

from core.i18n import utc_now
from tests.builders import a_scene, look_again
from tests.core.documents.stories import a_letter
from tests.pages.as_colleague import keys, only_button, said_in_rows, visit
from tests.pages.as_volunteer import text

PAGE = "register/volunteer"


def test_whoever_looks_after_a_volunteer_reads_which_mails_went_to_them(session):
    scene = a_scene(session, now := utc_now())
    a_letter(session, scene, now)
    page = visit(session, scene.contact_person, PAGE, id=str(scene.engagement.id))
    page.session_state[f"besides-{scene.engagement.id}"] = "mails"
    said = said_in_rows(page.run())
    assert "Der er noget til dig at læse fra Solbjerg Kommune" in said
    assert "På vej" in said


def test_a_coordinator_says_that_mails_come_back_and_the_volunteer_is_asked_whether_the_address_is_right(session):
    scene = a_scene(session, utc_now())
    page = visit(session, scene.coordinator, PAGE, id=str(scene.engagement.id))
    page.session_state[f"besides-{scene.engagement.id}"] = "mails"
    only_button(page.run(), f"returning-{scene.engagement.id}").click().run()
    look_again(session)
    page = visit(session, scene.contact_person, PAGE, id=str(scene.engagement.id))
    page.session_state[f"besides-{scene.engagement.id}"] = "mails"
    assert "Mails kommer retur fra" in said_in_rows(page.run())
    assert f"returning-{scene.engagement.id}" not in keys(page)
    assert "Er den skrevet rigtigt?" in text(visit(session, scene.volunteer, "people/my_details"))
