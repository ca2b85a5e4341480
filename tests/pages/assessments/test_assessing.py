"""From the board to somebody who is invited: what a coordinator presses, and what those read who are asked."""

from sqlmodel import Session, select

from core.access.invitations import open_invitation_of
from core.assessments.rules import ViewAnswer
from core.i18n import utc_now
from db.applications import Application
from db.assessments import AssessmentView
from db.engine import transaction
from tests.builders import a_scene, look_again
from tests.core.assessments.stories import a_supervisor, applied, asked
from tests.core.tasks.builders import a_task
from tests.pages.as_colleague import only_button, rows, said_in_rows, visit
from tests.pages.as_volunteer import field, press, text


def test_a_coordinator_asks_notes_decides_reads_the_letter_and_invites_in_one_press(session: Session):
    now = utc_now()
    scene = a_scene(session, now, programme="laer_at_tackle")
    application = applied(
        session, scene, a_task(session, scene, now, programme="laer_at_tackle"), now, phone="20 30 40 99"
    )
    board = visit(session, scene.coordinator, "assessments/board")
    assert "Ib Krogh" in rows(board)
    assert "Kom i dag" in rows(board)
    assert "Nye" in text(board)
    vera = a_supervisor(session, scene, now)
    asked(session, scene, application, now, scene.volunteer.id, vera.id)
    # Where each of them begins the day, and not in a mail alone.
    for person, begins in ((scene.volunteer, "journey/my_path"), (vera, "supervision/my_supervisions")):
        assert "Du er spurgt om 1, der gerne vil være frivillig" in rows(visit(session, person, begins))
    own = visit(session, scene.volunteer, "assessments/views")
    assert "Ib Krogh" in text(own)
    assert "Jeg vil gerne ud." not in text(own)
    mine = select(AssessmentView).where(AssessmentView.person_id == scene.volunteer.id)
    view = session.exec(mine).one()
    field(own, "Hvad synes du?").set_value(ViewAnswer.GLADLY).run()
    press(own, "Send mit svar")
    look_again(session)
    assert session.get_one(AssessmentView, view.id).answer == ViewAnswer.GLADLY
    assert "Du er spurgt" not in rows(visit(session, scene.volunteer, "journey/my_path"))
    page = visit(session, scene.coordinator, "assessments/applicant", id=application.id)
    assert "Vil gerne arbejde sammen med dem" in said_in_rows(page)
    assert "Jeg vil gerne ud." in text(page)
    only_button(page, "to-criteria").click().run()
    next(each for each in page.radio if each.key == "criterion-wants_to").set_value("met")
    press(page, "Gem")
    assert "På plads" in said_in_rows(page)
    page.query_params["do"] = "decide"
    page.run()
    next(each for each in page.radio if (each.key or "").endswith("-verdict")).set_value("yes").run()
    press(page, "Videre til brevet")
    page = visit(session, scene.coordinator, "assessments/applicant", id=application.id, do="letter")
    assert "Kære Ib Krogh" in text(page)
    next(each for each in page.selectbox if each.key == "invite-contact").set_value(scene.contact_person.id)
    press(page, "Gør brevet færdigt, og inviter")
    look_again(session)
    person_id = session.get_one(Application, application.id).person_id
    assert person_id is not None
    assert open_invitation_of(session, person_id) is not None


def test_what_applies_under_18_and_what_was_kept_aside_is_told_to_who_answers(session: Session):
    now = utc_now()
    scene = a_scene(session, now)
    application = applied(session, scene, a_task(session, scene, now), now, age="minor")
    page = visit(session, scene.coordinator, "assessments/applicant", id=application.id)
    assert "En af forældrene skal også sige ja" in text(page)
    page.query_params["do"] = "decide"
    assert "En af forældrene skal også sige ja" in text(page.run())
    assert "lagt til side" not in rows(visit(session, scene.coordinator, "assessments/board"))
    with transaction(session):
        application.set_aside_at = now
        session.add(application)
    assert "1 lagt til side" in rows(visit(session, scene.coordinator, "assessments/board"))
