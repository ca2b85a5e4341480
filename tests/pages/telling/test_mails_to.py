"""What was sent to a volunteer stands on their page, when somebody asks for it."""

from core.i18n import utc_now
from tests.builders import a_scene
from tests.core.documents.stories import a_letter
from tests.pages.as_colleague import said_in_rows, visit

PAGE = "register/volunteer"


def test_whoever_looks_after_a_volunteer_reads_which_mails_went_to_them(session):
    scene = a_scene(session, now := utc_now())
    a_letter(session, scene, now)
    page = visit(session, scene.contact_person, PAGE, id=str(scene.engagement.id))
    page.session_state[f"besides-{scene.engagement.id}"] = "mails"
    said = said_in_rows(page.run())
    assert "Der er noget til dig at læse fra Solbjerg Kommune" in said
    assert "På vej" in said
