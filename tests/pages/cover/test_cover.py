"""Asking for a stand-in as a coordinator meets it, and answering by a link in two taps without a login."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session
from streamlit.testing.v1 import AppTest

from core.cover.rules import CoverAnswer
from core.cover.service import answer_cover, ask_for_cover
from core.i18n import utc_now
from tests.builders import Scene, a_scene
from tests.core.cover.stories import a_course_ahead, able, asked_for, link_of, wanted
from tests.pages.as_colleague import keys, only_button, rows, visit
from tests.pages.as_volunteer import text

NOW = utc_now() - timedelta(hours=1)
ROOT = Path(__file__).parents[3]


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session, NOW, programme="laer_at_tackle")


def by_link(token: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    app.switch_page("pages/cover/come_in.py")
    app.query_params["t"] = token
    return app.run()


def test_a_coordinator_sees_who_could_come_in_and_why_and_asks_them(session, scene):
    bo = able(session, scene, NOW, "Bo *Dahl*")
    run = a_course_ahead(session, scene, NOW)
    page = visit(session, scene.coordinator, "cover/cover", id=run.id)
    assert not page.exception
    page = page.selectbox(key="cover-absent").set_value(str(scene.engagement.id)).run()
    (choice,) = [each for each in page.button_group if "Bo" in str(each.options)]
    assert "Bo \\*Dahl\\*" in choice.options[0]
    assert "på samme arbejdsplads\\, ledig og godkendt til" in choice.options[0]
    page = only_button(page, "ask-for-cover").click().run()
    assert not page.exception
    assert "Mangler en afløser" in text(page)
    assert "Har ikke svaret" in text(page)
    today = visit(session, scene.coordinator, "today/today")
    assert "Mangler en afløser: Lær at tackle" in rows(today)
    answer_cover(session=session, token=link_of(session, bo), answer=CoverAnswer.YES, now=NOW)
    page = visit(session, scene.coordinator, "cover/cover", id=run.id)
    assert "træder til" in text(page)
    assert "Mangler en afløser" not in rows(visit(session, scene.coordinator, "today/today"))


def test_others_can_be_asked_while_somebody_is_sought_for_another_place_too(session, scene):
    bo, _eva = able(session, scene, NOW, "Bo Dahl"), able(session, scene, NOW, "Eva Lund")
    run = a_course_ahead(session, scene, NOW)
    asked_for(session, scene, run, NOW, bo)
    page = visit(session, scene.coordinator, "cover/cover", id=run.id)
    page = page.selectbox(key="cover-absent").set_value(str(scene.engagement.id)).run()
    assert not page.exception
    choices = [str(each.options) for each in page.button_group if "Eva" in str(each.options)]
    assert len(choices) == 2


def test_whoever_is_asked_says_yes_in_two_taps_and_the_other_is_told_kindly(session, scene):
    bo, eva = able(session, scene, NOW, "Bo Dahl"), able(session, scene, NOW, "Eva Lund")
    run = a_course_ahead(session, scene, NOW)
    asked_for(session, scene, run, NOW, bo, eva)
    first, second = (link_of(session, each) for each in (bo, eva))
    shown = by_link(first)
    assert "Lær at tackle" in text(shown)
    assert "Biblioteket" in text(shown)
    late = by_link(second)
    shown = only_button(shown, "cover-yes").click().run()
    assert not shown.exception
    assert "Det er dit. Tusind tak!" in text(shown)
    assert "cover-yes" not in keys(shown)
    late = only_button(late, "cover-yes").click().run()
    assert "En anden var hurtigere" in text(late)


def test_a_no_can_become_a_yes_while_nobody_has_it(session, scene):
    bo = able(session, scene, NOW, "Bo Dahl")
    run = a_course_ahead(session, scene, NOW)
    asked_for(session, scene, run, NOW, bo)
    shown = only_button(by_link(link_of(session, bo)), "cover-no").click().run()
    assert "Tak for dit svar" in text(shown)
    shown = only_button(shown, "cover-yes").click().run()
    assert "Det er dit" in text(shown)


def test_it_is_called_off_and_the_link_says_so(session, scene):
    bo = able(session, scene, NOW, "Bo Dahl")
    run = a_course_ahead(session, scene, NOW)
    request = asked_for(session, scene, run, NOW, bo)
    page = visit(session, scene.coordinator, "cover/cover", id=run.id)
    page = only_button(page, f"call-off-{request.id}").click().run()
    assert not page.exception
    shown = by_link(link_of(session, bo))
    assert "Der er ikke brug for nogen der mere" in text(shown)
    assert "cover-yes" not in keys(shown)


def test_a_link_that_was_never_made_leads_nowhere_and_says_so(scene):
    assert "Det kan vi ikke finde" in text(by_link("x"))


def test_a_page_with_several_requests_tells_of_each(session, scene):
    bo, eva = able(session, scene, NOW, "Bo Dahl"), able(session, scene, NOW, "Eva Lund")
    run = a_course_ahead(session, scene, NOW)
    asked_for(session, scene, run, NOW, bo)
    answer_cover(session=session, token=link_of(session, bo), answer=CoverAnswer.YES, now=NOW)
    for first, whom in ((2, bo), (3, eva)):
        cover = wanted(run, scene, first, first)
        ask_for_cover(
            session=session, actor=scene.as_coordinator, cover=cover, engagement_ids=[whom.engagement.id], now=NOW
        )
    page = visit(session, scene.coordinator, "cover/cover", id=run.id)
    assert not page.exception
    assert text(page).count("Mangler en afløser") == 2
    assert "Bo Dahl træder til" in text(page)
