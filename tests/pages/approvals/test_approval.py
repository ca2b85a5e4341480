"""The approval page: the decision beside its evidence, breaks, and somebody who stops."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.access.permissions import Role
from core.approvals.pauses import PauseDetails, begin_pause
from core.approvals.rules import PauseReason
from core.approvals.service import ClosingMeeting, approve, say_no
from core.i18n import local_day, utc_now
from core.supervision.rules import SupervisionKind
from db.approvals import Approval
from db.people import Engagement
from tests.builders import a_member, a_scene, an_actor, look_again
from tests.core.approvals.stories import a_supervision, ready
from tests.core.courses.builders import beside
from tests.pages.as_colleague import in_dialog, only_button, opened, visit
from tests.pages.as_volunteer import buttons, text
from tests.pages.as_volunteer import visit as visit_own
from tests.pages.drawn import html_of, place_of


@pytest.fixture
def scene(session):
    return a_scene(session, utc_now(), programme="laer_at_tackle")


@pytest.fixture
def today():
    return local_day(utc_now())


def _open(session, scene):
    app = visit(session, scene.coordinator, "approvals/approval", id=scene.engagement.id)
    assert not app.exception
    assert "Noget gik galt" not in text(app)
    return app


def _no(session, scene):
    """The page with the form for a no open."""
    return in_dialog(_open(session, scene), f"no-{scene.engagement.id}")


def _decide(session, scene, actor=None):
    return approve(
        session=session,
        actor=actor or scene.as_coordinator,
        engagement_id=scene.engagement.id,
        after_id=None,
        valid_until=local_day(utc_now()) + timedelta(days=20),
        now=utc_now(),
    )


def test_the_decision_is_offered_beside_what_the_supervisor_wrote(session, scene, today) -> None:
    ready(session, scene, today)
    app = _open(session, scene)
    said = text(app)
    assert "Der var ro og plads til alle" in said
    assert "Hold pauserne" in said
    assert "Aftal tegn til pause" in said
    assert "approve" in [button.key for button in app.button]
    only_button(app, "approve").click().run()
    assert not app.exception
    look_again(session)
    made = session.exec(select(Approval)).one()
    assert made.valid_until is not None
    assert made.valid_until.year == today.year + 2
    assert "Godkend" not in buttons(app)


def test_what_one_decides_is_read_before_what_it_leans_on_which_stands_beside(session, scene, today) -> None:
    ready(session, scene, today)
    app = _open(session, scene)
    asked = place_of(app, "hs-question")
    assert "approve" in [each.key for each in asked.get("button")]
    leans_on = "".join(each.proto.body for each in place_of(app, "hs-facts").get("html"))
    assert "<h2>Det, du kan bygge på</h2>" in leans_on
    assert "<dt>Vejledninger, der er holdt</dt>\n<dd>3</dd>" in leans_on
    # On a phone and for whoever has it read aloud: what to decide, what it leans on, and then the whole of it.
    told = html_of(app)
    assert (
        told.index("Nu er det din beslutning")
        < told.index("Det, du kan bygge på")
        < told.index("<h2>Kurser, der er holdt")
    )


def test_who_decides_after_a_colleague_is_told_who_decided(session, scene, today) -> None:
    ready(session, scene, today)
    app = _open(session, scene)
    colleague = a_member(session, scene.organisation, utc_now(), role=Role.COORDINATOR, name="Vera Lund")
    _decide(session, scene, an_actor(colleague, scene.organisation, Role.COORDINATOR))
    only_button(app, "approve").click().run()
    assert ["Vera Lund har taget stilling" in each.value for each in app.warning] == [True]
    look_again(session)
    assert len(session.exec(select(Approval)).all()) == 1


def test_what_is_missing_is_said_and_nothing_is_offered(session, scene, today) -> None:
    app = _open(session, scene)
    said = text(app)
    assert "Instruktøruddannelsen er ikke gennemført endnu." in said
    assert "Vejledninger med feedback: 0 af 3." in said
    assert "approve" not in [button.key for button in app.button]


def test_training_is_recorded_from_the_page(session, scene, today) -> None:
    app = _open(session, scene)
    day = today - timedelta(days=9)
    next(each for each in app.date_input if each.label.startswith("Gennemført")).set_value(day).run()
    only_button(app, "save-training").click().run()
    look_again(session)
    assert session.get_one(Engagement, scene.engagement.id).trained_on == day


def test_the_later_of_two_coordinators_reads_what_the_first_decided(session, scene, today) -> None:
    ready(session, scene, today)
    app = _no(session, scene)
    other = a_member(session, scene.organisation, utc_now(), name="Ida Kjær")
    _decide(session, scene, an_actor(other, scene.organisation, Role.COORDINATOR))
    only_button(app, f"no-{scene.engagement.id}-record").click().run()
    assert not app.exception
    look_again(session)
    assert len(session.exec(select(Approval)).all()) == 1
    assert "besluttet af Ida Kjær" in text(app)


def test_a_no_takes_a_closing_meeting_and_other_roles(session, scene, today) -> None:
    app = _no(session, scene)
    next(each for each in app.text_area if each.label.startswith("Andre opgaver")).set_value("Finde deltagere").run()
    only_button(app, f"no-{scene.engagement.id}-record").click().run()
    assert not app.exception
    look_again(session)
    made = session.exec(select(Approval)).one()
    assert (made.decision, made.other_roles) == ("not_approved", "Finde deltagere")
    assert made.closing_on == today + timedelta(days=14)
    only_button(app, f"closing-{made.id}").click().run()
    look_again(session)
    assert session.get_one(Approval, made.id).closed_on == today


def test_a_refused_no_keeps_what_was_written(session, scene) -> None:
    app = _no(session, scene)
    next(each for each in app.text_area if each.label.startswith("Hvorfor")).set_value("010190-1234").run()
    only_button(app, f"no-{scene.engagement.id}-record").click().run()
    assert "CPR" in html_of(app)
    assert next(each for each in app.text_area if each.label.startswith("Hvorfor")).value == "010190-1234"
    assert session.exec(select(Approval)).all() == []


def test_an_approval_that_ran_out_says_the_way_back(session, scene, today) -> None:
    ready(session, scene, today - timedelta(days=100))
    early = utc_now() - timedelta(days=100)
    approve(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        after_id=None,
        valid_until=today - timedelta(days=2),
        now=early,
    )
    app = _open(session, scene)
    assert any("Bestil en revurdering" in each.value for each in app.warning)
    assert any(link.label == "Bestil en revurdering" for link in app.get("page_link"))
    assert "approve" not in [button.key for button in app.button]
    a_supervision(session, scene, today, kind=SupervisionKind.RE_EVALUATION)
    app.run()
    assert "Forny godkendelsen" in buttons(app)


def test_the_page_of_a_volunteer_says_where_they_stand(session, scene, today) -> None:
    ready(session, scene, today)
    _decide(session, scene)
    app = visit(session, scene.coordinator, "register/volunteer", id=scene.engagement.id)
    app = opened(app, f"path-of-{scene.engagement.id}")
    assert not app.exception
    assert "Godkendelsen udløber snart" in text(app)
    assert "Der er ikke holdt en revurdering med feedback endnu." in text(app)


def test_a_volunteer_reads_what_they_need(session, scene, today) -> None:
    app = visit_own(session, scene.volunteer, "journey/my_path")
    assert "En vejleder kommer 3 gange på dine første kurser. Du har haft besøg 0 gange." in text(app)
    ready(session, scene, today)
    _decide(session, scene)
    app = visit_own(session, scene.volunteer, "journey/my_path")
    assert not app.exception
    assert "Du mangler 2 kurser inden" in text(app)


def test_a_volunteer_on_a_break_or_with_a_no_reads_kind_words(session, scene, today) -> None:
    begin_pause(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        details=PauseDetails(reason=PauseReason.LEAVE, begins_on=today),
        now=utc_now(),
    )
    say_no(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        after_id=None,
        meeting=ClosingMeeting(on=today),
        now=utc_now(),
    )
    said = text(visit_own(session, scene.volunteer, "journey/my_path"))
    assert "Der er ikke noget, der udløber imens." in said
    assert "Din koordinator taler med dig" in said


def test_what_is_written_about_one_instructor_is_kept_and_never_stands_in_the_form_about_another(session, scene):
    app = _no(session, scene)
    next(each for each in app.text_area if each.label.startswith("Hvorfor")).set_value("Vi talte om det").run()
    app = _no(session, scene)
    assert next(each for each in app.text_area if each.label.startswith("Hvorfor")).value == "Vi talte om det"
    other = beside(session, scene, utc_now(), "Bo Dahl")
    app.query_params["id"] = str(other.engagement.id)
    app = in_dialog(app, f"no-{other.engagement.id}")
    assert next(each for each in app.text_area if each.label.startswith("Hvorfor")).value == ""
