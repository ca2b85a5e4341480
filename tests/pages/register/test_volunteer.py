"""One volunteer's page: the next thing, the whole way, what ties them here, breaks, and who did what."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.approvals.ending import end_engagement
from core.approvals.rules import EndReason, GoodbyePart, keep_until
from core.i18n import local_day, on_date, reading, utc_now
from core.journey.goodbye_facts import goodbye_of
from core.people.service import EngagementDetails, change_engagement
from core.programmes.editing import adjust
from core.programmes.programme import shipped
from core.talks.service import write_note
from db.approvals import Pause
from db.engine import transaction
from db.people import Engagement
from db.talks import Note
from pages.register import ways_in
from tests.builders import Scene, a_member, a_scene, a_workplace, an_actor
from tests.core.documents.stories import a_letter
from tests.pages.as_colleague import in_dialog, keys, only_button, opened, visit
from tests.pages.as_volunteer import text

NOW = utc_now() - timedelta(hours=1)
WAY = "path-of"


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session, NOW)


def at(session: Session, scene: Scene, *unfolded: str, person=None):
    page = visit(session, person or scene.coordinator, "register/volunteer", id=scene.engagement.id)
    for name in unfolded:
        page.session_state[f"{name}-{scene.engagement.id}"] = True
    return page.run() if unfolded else page


def changing(session: Session, scene: Scene, person=None):
    """The page where whatever changes between them and the organisation is written down."""
    return visit(session, person or scene.coordinator, "register/changes", id=scene.engagement.id)


def stored(session: Session, scene: Scene) -> Engagement:
    session.rollback()
    return session.get_one(Engagement, scene.engagement.id, populate_existing=True)


def chosen(page, label: str):
    return next(each for each in page.selectbox if each.label == label)


def other_place(session: Session, scene: Scene, place):
    change_engagement(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        details=EngagementDetails(
            workplace_id=place.id, contact_person_id=scene.contact_person.id, begins_on=scene.engagement.begins_on
        ),
        expected_version=1,
        now=NOW,
    )


def test_the_next_thing_comes_first_and_the_whole_way_is_unfolded(session, scene):
    page = at(session, scene)
    assert "Inviteret" in text(page)
    assert "Velkomstbrev: skal laves" in text(page)
    assert "Retningslinjerne læst" not in way(page)
    assert "Første dag" in way(at(session, scene, WAY))


def way(page) -> str:
    return "".join(each.proto.body for each in page.get("html"))


def test_a_newer_version_of_the_programme_is_told_of_on_the_way(session, scene):
    def links():
        return [each.proto.label for each in at(session, scene, WAY).get("page_link")]

    assert not [each for each in links() if "nyere udgave" in each]
    admin = a_member(session, scene.organisation, NOW, role=Role.ADMIN, name="Søren Friis")
    adjust(
        session=session,
        actor=an_actor(admin, scene.organisation, Role.ADMIN),
        organisation_id=scene.organisation.id,
        programme="kommunal_frivillig",
        changes={"may_use": ()},
        expected_number=shipped()["kommunal_frivillig"].version,
        now=NOW,
    )
    assert [each for each in links() if "nyere udgave" in each]


def test_place_and_contact_person_are_changed_as_the_field_is_left(session, scene):
    place = a_workplace(session, scene.organisation, name="Biblioteket")
    page = changing(session, scene)
    page = chosen(page, "Arbejdsplads").set_value(str(place.id)).run()
    assert not page.exception
    assert "Gemt kl." in text(page)
    assert stored(session, scene).workplace_id == place.id
    page = chosen(page, "Kontaktperson").set_value(str(scene.coordinator.id)).run()
    assert stored(session, scene).contact_person_id == scene.coordinator.id
    assert stored(session, scene).version == 3


def test_who_was_slower_is_told_what_it_says_now_and_chooses(session, scene):
    place = a_workplace(session, scene.organisation, name="Biblioteket")
    theirs = a_workplace(session, scene.organisation, name="Svømmehallen")
    page = changing(session, scene)
    other_place(session, scene, theirs)
    page = chosen(page, "Arbejdsplads").set_value(str(place.id)).run()
    assert "Svømmehallen" in text(page)
    assert stored(session, scene).workplace_id == theirs.id
    key = f"facts:{scene.engagement.id}:workplace_id"
    page = only_button(page, f"{key}:mine").click().run()
    assert stored(session, scene).workplace_id == place.id


def test_another_field_changed_meanwhile_is_no_conflict(session, scene):
    theirs = a_workplace(session, scene.organisation, name="Svømmehallen")
    page = changing(session, scene)
    other_place(session, scene, theirs)
    page = chosen(page, "Kontaktperson").set_value(str(scene.coordinator.id)).run()
    found = stored(session, scene)
    assert (found.workplace_id, found.contact_person_id) == (theirs.id, scene.coordinator.id)


def test_who_did_what_is_unfolded_with_names_and_fields(session, scene):
    other_place(session, scene, a_workplace(session, scene.organisation, name="Svømmehallen"))
    page = at(session, scene)
    page.session_state[f"besides-{scene.engagement.id}"] = "history"
    said = text(page.run())
    assert f"**{scene.coordinator.name}** ændrede en frivilligs tilknytning (arbejdsplads)" in said


def test_a_contact_person_sees_the_way_and_neither_changes_nor_reads_the_log(session, scene):
    page = at(session, scene, WAY, person=scene.contact_person)
    assert not page.exception
    assert "Første dag" in way(page)
    assert "Hvem gjorde hvad hvornår" not in [label for each in page.get("button_group") for label in labels(each)]
    assert "to-changes" not in keys(page)


def labels(pills) -> list[str]:
    return [option.content for option in pills.proto.options]


def test_the_next_thing_is_the_one_loud_button_and_does_it(session, scene):
    page = at(session, scene)
    loud = [button for button in page.button if button.proto.type == "primary"]
    assert [button.label for button in loud] == ["Lav velkomstbrev"]
    page = loud[0].click().run()
    assert page.title[0].value.startswith("Velkomstbrev til Karen")


def test_a_break_begins_and_ends_and_says_no_more_than_somebody_chose(session, scene):
    page = only_button(in_dialog(changing(session, scene), "pause"), "pause-begin").click().run()
    assert not page.exception
    session.rollback()
    pause = session.exec(select(Pause)).one()
    assert (pause.begins_on, pause.ends_on, pause.reason) == (local_day(utc_now()), None, None)
    page = at(session, scene)
    assert [button.label for button in page.button if button.proto.type == "primary"] == ["I gang igen"]
    only_button(in_dialog(changing(session, scene), f"go-on-{pause.id}"), f"pause-end-{pause.id}").click().run()
    session.rollback()
    assert session.get_one(Pause, pause.id).ends_on == local_day(utc_now())


def test_somebody_stops_after_a_talk_and_no_reason_is_kept_that_nobody_chose(session, scene):
    a_letter(session, scene, NOW)
    page = opened(changing(session, scene), "stopped")
    assert "Det, som ikke alle har skrevet under på, trækkes tilbage." in text(page)
    assert not [each for each in ("Makkerparret", "vejledninger") if each in text(page)]
    assert only_button(page, "stop").disabled
    page.checkbox(key="stop-sure").check().run()
    page = only_button(page, "stop").click().run()
    assert [title.value for title in page.title] == [scene.volunteer.name]
    found = stored(session, scene)
    assert found.ended_at is not None
    assert (found.ended_on, found.end_reason) == (local_day(utc_now()), None)


def test_of_who_has_stopped_nothing_is_next_and_nothing_is_changed(session, scene):
    with transaction(session):
        scene.engagement.ended_at, scene.engagement.ended_on = NOW, date(2026, 11, 3)
        scene.engagement.end_reason = EndReason.MOVED
        session.add(scene.engagement)
    page = at(session, scene)
    assert not page.exception
    assert "Sidste dag var den 3. november 2026. Er flyttet." in text(page)
    theirs = text(at(session, scene, person=scene.contact_person))
    assert "Sidste dag var den 3. november 2026." in theirs
    assert "flyttet" not in theirs
    assert [each.label for each in page.expander if "kontaktperson" in each.label] == []


def session_of(session, scene):
    session.rollback()
    return goodbye_of(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id)


def ticked(page) -> list[str]:
    return [key.removeprefix("goodbye-") for key in keys(page) if key.startswith("goodbye-")]


def test_a_goodbye_is_begun_done_part_by_part_and_ended_and_they_come_back(session, scene):
    page = changing(session, scene)
    page = only_button(page, "goodbye-begin").click().run()
    assert len(page.error) == 1
    page.date_input(key="goodbye-day").set_value(local_day(utc_now()))
    page = only_button(page, "goodbye-begin").click().run()
    assert not page.exception
    page = at(session, scene)
    assert ticked(page) == [part.value for part in GoodbyePart]
    assert [button.label for button in page.button if button.proto.type == "primary"] == ["Det er gjort"]
    page = only_button(page, "next-step").click().run()
    # The closing talk is written down, and that is what says that it was held.
    page = only_button(page, "next-step").click().run()
    page = only_button(page, "record-talk").click().run()
    assert session_of(session, scene).done.keys() == {GoodbyePart.HANDED_OVER, GoodbyePart.TALKED}
    page = only_button(page, "next-step").click().run()
    page = only_button(page, f"thank-{scene.engagement.id}").click().run()
    assert "En tak er planlagt" in text(page)
    page = only_button(page, "goodbye-proved").click().run()
    assert not page.exception
    assert [each.label for each in page.get("download_button")] == ["Hent bevis for frivillig indsats"]
    assert session_of(session, scene).done.keys() == {*GoodbyePart} - {GoodbyePart.THANKED}
    page = only_button(page, "goodbye-handed_over").click().run()
    assert "Opgaver skal gives videre" in text(page)
    page = changing(session, scene)
    # On the last day that is the one thing to do here, and no break.
    loud = [button.label for button in page.button if button.proto.type == "primary"]
    assert loud == ["Skriv ned, at samarbejdet er slut"]
    page.checkbox(key="stop-sure").check().run()
    only_button(page, "stop").click().run()
    page = at(session, scene)
    said = text(page)
    assert "ikke længere frivillig" in said
    # Of the goodbye that alone is left which can still be done: the thank-you that is planned.
    assert ticked(page) == [GoodbyePart.THANKED]
    assert not {"to-changes", "next-step"} & set(keys(page))
    assert "Er med i portalen" not in said
    page = only_button(page, "come-back").click().run()
    assert stored(session, scene).ended_at is None
    assert "next-step" in keys(page)


def test_what_is_no_longer_needed_of_who_stopped_is_deleted_by_a_press_that_is_meant(session, scene) -> None:
    """Not to be pressed by mistake: in a dialog that says what goes and what stays, and only once it is sure."""
    by = {"session": session, "actor": scene.as_coordinator, "engagement_id": scene.engagement.id, "now": NOW}
    write_note(**by, words="Ring efter klokken ti.")
    end_engagement(**by, ended_on=local_day(NOW), reason=EndReason.MOVED)
    page = at(session, scene)
    until = on_date(keep_until(local_day(NOW), 24))
    assert f"bliver gemt til og med {until}" in text(page)
    page = in_dialog(page, f"clear-{scene.engagement.id}")
    assert only_button(page, "clear").disabled
    page = page.checkbox(key="clear-sure").check().run()
    only_button(page, "clear").click().run()
    page = at(session, scene)
    assert f"blev slettet {on_date(local_day(utc_now()))}" in text(page)
    assert stored(session, scene).cleared_on == local_day(utc_now())
    assert session.exec(select(Note)).all() == []


@pytest.mark.parametrize(
    ("state", "told"),
    [("real", "The mail waits to be sent."), ("demonstration", "A demonstration sends no mail to anybody.")],
)
def test_the_mail_of_an_invitation_waits_only_where_it_will_be_sent(state, told):
    here: Any = SimpleNamespace(portal=SimpleNamespace(settings=SimpleNamespace(mail_configured=True)), state=state)
    somebody: Any = SimpleNamespace(person=SimpleNamespace(email="karen@example.dk"))
    link: Any = SimpleNamespace(expires_at=None, sent_at=None)
    with reading("en"):
        assert ways_in._link_facts(here, somebody, link) == [told]
