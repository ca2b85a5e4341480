"""I would like to stop: from the page of the volunteer to the answer, the talk, and what is read afterwards."""

from datetime import timedelta
from typing import Any

from core.access.permissions import Role
from core.approvals.ending import end_engagement
from core.approvals.goodbye import say_goodbye
from core.approvals.rules import EndReason, keep_until
from core.approvals.stopping import StopWish, wish_to_stop
from core.i18n import days_later, local_day, on_date, utc_now
from core.organisations.care import CareDetails, save_care
from tests.builders import a_member, a_scene, an_actor
from tests.pages.as_colleague import keys, only_button, rows, said_in_rows, visit
from tests.pages.as_volunteer import buttons, press, text

STOPPING, VOLUNTEER = "approvals/stopping", "register/volunteer"


def test_it_is_said_answered_changed_and_taken_back(session):
    scene = a_scene(session, utc_now())
    assert "Jeg vil gerne stoppe" in rows(visit(session, scene.volunteer, "journey/my_path"))
    app = visit(session, scene.volunteer, STOPPING)
    assert app.date_input[0].value == local_day(utc_now()) + timedelta(days=14)
    app.button_group[0].set_value(EndReason.LOST_INTEREST).run()
    app.text_area[0].set_value("Jeg vil hellere *male*.")
    app = press(app, "Sig det")
    assert "Jonas Holm svarer dig snart" in said_in_rows(app)
    today = visit(session, scene.coordinator, "today/today")
    assert "Vil gerne stoppe" in rows(today)
    assert only_button(today, f"today-{scene.engagement.id}").label == "Svar"
    # That button leads to the answer itself, once.
    app = visit(session, scene.coordinator, VOLUNTEER, id=scene.engagement.id, do="reply")
    assert app.text_area(key=f"wish-words-{scene.engagement.id}").label
    assert "do" not in app.query_params
    app = visit(session, scene.coordinator, VOLUNTEER, id=scene.engagement.id)
    assert all(said in said_in_rows(app) for said in ("hellere *male*", "Vil hellere noget andet"))
    assert "male" not in said_in_rows(visit(session, scene.contact_person, VOLUNTEER, id=scene.engagement.id))
    answer = only_button(app, "next-step")
    assert (answer.label, answer.proto.type) == ("Svar", "primary")
    app = answer.click().run()
    app.text_area(key=f"wish-words-{scene.engagement.id}").set_value("Vi taler om det.")
    app = only_button(app, f"wish-answer-{scene.engagement.id}").click().run()
    assert not app.exception
    assert "wish-words" not in str([each.key for each in app.text_area])
    app = visit(session, scene.volunteer, STOPPING)
    assert "Vi taler om det." in said_in_rows(app)
    assert "Du har fået et svar" in text(visit(session, scene.volunteer, "journey/my_path"))
    app = press(app, "Jeg bliver alligevel")
    assert "Hvad vil du gerne sige" in app.text_area[0].label
    assert "Jeg bliver alligevel" not in buttons(app)
    assert "Din sidste dag er" not in text(app)
    assert "Vil gerne stoppe" not in rows(visit(session, scene.coordinator, "today/today"))


def test_in_illness_a_break_and_what_is_offered_are_told_to_both_and_the_guide_is_beside_the_talk(session):
    now = utc_now()
    scene = a_scene(session, now)
    admin = an_actor(
        a_member(session, scene.organisation, now, role=Role.ADMIN, name="Søren Ravn"), scene.organisation, Role.ADMIN
    )
    details = CareDetails(when_ill="Ring til Sundhedshuset.")
    at = {"session": session, "organisation_id": scene.organisation.id, "now": now}
    save_care(**at, actor=admin, details=details, expected_version=0)
    app = visit(session, scene.volunteer, STOPPING)
    app.button_group[0].set_value(EndReason.ILLNESS).run()
    assert "Sundhedshuset" in app.info[0].value
    wish_to_stop(
        session=session,
        actor=scene.as_volunteer,
        engagement_id=scene.engagement.id,
        wish=StopWish(local_day(now) + timedelta(days=3), EndReason.ILLNESS),
        now=now,
    )
    app = visit(session, scene.coordinator, VOLUNTEER, id=scene.engagement.id)
    app = only_button(app, "goodbye-talked").click().run()
    said = said_in_rows(app)
    assert all(words in said for words in ("Guide til det afsluttende møde", "Bak op om beslutningen", "Sundhedshuset"))


def test_afterwards_it_is_said_what_is_read_and_from_which_day_it_is_counted(session):
    now = utc_now()
    scene = a_scene(session, days_later(now, -30))
    end_engagement(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        ended_on=local_day(now),
        reason=EndReason.MOVED,
        now=now,
    )
    said = text(visit(session, scene.volunteer, "journey/my_path"))
    assert f"til og med {on_date(keep_until(local_day(now), 24))}" in said
    assert "Er noget galt?" in rows(visit(session, scene.volunteer, "journey/my_path"))


def test_who_was_not_thanked_before_the_last_day_is_thanked_from_the_page_about_them_afterwards(session):
    now = utc_now()
    scene = a_scene(session, days_later(now, -30))
    by: dict[str, Any] = {"session": session, "actor": scene.as_coordinator, "engagement_id": scene.engagement.id}
    say_goodbye(**by, last_day=local_day(now), reason=EndReason.MOVED, now=days_later(now, -3))
    end_engagement(**by, ended_on=local_day(now), reason=EndReason.MOVED, now=now)
    app = visit(session, scene.coordinator, VOLUNTEER, id=scene.engagement.id)
    # What only made sense before it is over is offered no more.
    assert not {"goodbye-handed_over", "goodbye-talked"} & set(keys(app))
    app = only_button(app, "goodbye-thanked").click().run()
    app = only_button(app, f"thank-{scene.engagement.id}").click().run()
    assert not app.exception
    assert "Planlagt" in rows(app) + said_in_rows(app)
    assert only_button(app, "goodbye-thanked").label == "Skriv det ned"
    assert only_button(app, "goodbye-proved").label == "Lav beviset"


def test_who_stopped_without_a_goodbye_is_thanked_from_the_page_about_them_too(session):
    now = utc_now()
    scene = a_scene(session, days_later(now, -30))
    by: dict[str, Any] = {"session": session, "actor": scene.as_coordinator, "engagement_id": scene.engagement.id}
    end_engagement(**by, ended_on=local_day(now), reason=EndReason.MOVED, now=now)
    app = visit(session, scene.coordinator, VOLUNTEER, id=scene.engagement.id)
    app.session_state[f"besides-{scene.engagement.id}"] = "recognition"
    app = only_button(app.run(), "thank-afterwards").click().run()
    app = only_button(app, f"thank-{scene.engagement.id}").click().run()
    assert not app.exception
    assert "aftalt" in said_in_rows(app)


def test_who_would_like_to_move_on_is_met_with_those_words_and_not_asked_whether_they_are_ill(session):
    scene = a_scene(session, utc_now())
    app = visit(session, scene.volunteer, STOPPING, to="on")
    assert app.title[0].value == "Jeg vil gerne videre"

    def whys(page) -> str:
        return str([each.content for each in page.get("button_group")[0].proto.options])

    assert "job" in whys(app)
    assert "syg" not in whys(app)
    assert "syg" in whys(visit(session, scene.volunteer, STOPPING))
