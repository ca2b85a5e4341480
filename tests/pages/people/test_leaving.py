"""A colleague leaves: what they looked after goes to others, after a question, and comes back within a day."""

from datetime import datetime

from sqlmodel import Session, select

from core.worries.rules import WorryAbout
from core.worries.service import WorryDetails, tell_worry
from db.people import Engagement, Membership
from tests.builders import a_member
from tests.pages.as_admin import at_the_front, now_stored, press, text, visit
from tests.pages.office import Office

PAGE = "people/leaving.py"


def test_nobody_leaves_before_somebody_takes_over_and_it_can_be_undone(
    session: Session, office: Office, now: datetime
) -> None:
    scene = office.scene
    a_member(session, scene.organisation, now, name="Bo Lind")
    tell_worry(
        session=session,
        actor=scene.as_volunteer,
        engagement_id=scene.engagement.id,
        told=WorryDetails(WorryAbout.TASK, to_id=scene.contact_person.id, words="Der er for meget."),
        now=now,
    )
    app = visit(session, office.admin, PAGE, id=str(scene.contact_person.id))
    # What somebody was told is wrong is counted, and nobody chooses who reads it.
    assert "Det, Lise har fået at vide er galt (1)" in text(app)
    assert "for meget" not in text(app)
    assert "Vælg først, hvem der tager over" in text(app)
    assert not [button for button in app.button if button.key == "hand-over"]
    (contact,) = app.multiselect
    assert "Frivillige, som Lise er kontaktperson for (1)" in contact.label
    app = contact.set_value([scene.coordinator.id]).run()
    assert "De frivillige får en mail" in text(app)
    app = press(app, "Ja, giv det videre")
    kept = now_stored(session).get_one(Engagement, scene.engagement.id)
    assert kept.contact_person_id == scene.coordinator.id
    held = select(Membership).where(Membership.person_id == scene.contact_person.id)
    assert now_stored(session).exec(held).one().ended_at is not None
    app = visit(session, office.admin, "people/colleagues.py")
    assert "Har været kolleger (1)" in [each.label for each in app.expander]
    app = press(app, "Fortryd")
    assert now_stored(session).exec(held).one().ended_at is None
    assert now_stored(session).get_one(Engagement, scene.engagement.id).contact_person_id == scene.contact_person.id


def test_who_has_no_role_any_more_reads_kind_words(session: Session, office: Office, now: datetime) -> None:
    app = visit(session, office.admin, PAGE, id=str(office.auditor.id))
    press(app, "Ja, giv det videre")
    page = at_the_front(session, office.auditor)
    assert "Du har ikke nogen rolle her længere" in [title.value for title in page.title]
