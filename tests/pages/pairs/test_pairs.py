"""Joining two instructors on the page, and what becomes of their agreement."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from core.courses.rules import LeaderSpan
from core.documents.reading import read
from core.documents.rules import DocumentState
from core.i18n import local_day, utc_now
from db.documents import Document
from db.pairs import Pair
from tests.builders import a_scene
from tests.core.courses.builders import a_run
from tests.core.pairs.test_service import Three, join, three
from tests.pages.as_colleague import in_dialog, only_button, said_in_rows, visit
from tests.pages.as_volunteer import press, text

NOW = utc_now() - timedelta(hours=1)


@pytest.fixture
def told(session: Session) -> Three:
    return three(session, NOW)


def join_two(session, told):
    page = visit(session, told.scene.coordinator, "pairs/pairs")
    return only_button(page, "open-join").click().run()


def choose(page, first: str, second: str):
    for key, name in (("pair-first", first), ("pair-second", second)):
        box = page.selectbox(key=key)
        page = box.select(name).run()
    return page


def test_a_coordinator_joins_two_and_both_names_stand_on_the_page(session, told):
    page = join_two(session, told)
    page = press(choose(page, "Karen Møller", "Bo Dahl"), "Gør dem til makkere, og send aftalen")
    assert "**Karen Møller · Bo Dahl**" in said_in_rows(page)
    document = session.exec(select(Document)).one()
    assert document.shared_at is not None


def test_the_page_says_which_pair_ends_before_it_does(session, told):
    join(session, told, NOW)
    page = choose(join_two(session, told), "Karen Møller", "Ea Vang")
    assert "Karen Møller er makker med Bo Dahl nu" in text(page)


def test_choosing_nobody_or_the_same_person_is_said_plainly(session, told):
    page = press(join_two(session, told), "Gør dem til makkere, og send aftalen")
    assert "Vælg to forskellige personer." in text(page)
    page = press(choose(page, "Bo Dahl", "Bo Dahl"), "Gør dem til makkere, og send aftalen")
    assert "Vælg to forskellige personer." in text(page)
    assert session.exec(select(Document)).all() == []


def test_an_agreement_is_recorded_as_talked_through(session, told):
    document = join(session, told, NOW)
    page = visit(session, told.scene.coordinator, "pairs/pairs")
    (pair,) = session.exec(select(Pair)).all()
    page = press(in_dialog(page, f"discussed-{pair.id}"), "Notér det")
    assert not page.exception
    session.rollback()
    session.expire_all()
    view = read(session=session, actor=told.scene.as_coordinator, document_id=document.id)
    assert view.state is DocumentState.DISCUSSED


def test_an_ended_pair_moves_to_the_earlier_ones(session, told):
    join(session, told, NOW)
    page = visit(session, told.scene.coordinator, "pairs/pairs")
    (pair,) = session.exec(select(Pair)).all()
    page = press(in_dialog(page, f"end-{pair.id}"), "Ja, afslut det")
    assert [each.label for each in page.expander][-1] == "Tidligere makkerpar"


def test_with_nobody_to_join_the_page_says_when_it_can_be_used(session):
    scene = a_scene(session, NOW)
    page = visit(session, scene.coordinator, "pairs/pairs")
    assert "Når to frivillige er i et program med makkerpar" in text(page)


def test_the_page_says_who_is_free_who_has_taught_together_and_which_courses_an_end_concerns(session, told):
    join(session, told, NOW)
    pair = [LeaderSpan(each) for each in told.engagements[:2]]
    a_run(session, told.scene, pair, first_on=local_day(NOW) + timedelta(days=9), name="Kommende hold")
    a_run(session, told.scene, pair, first_on=local_day(NOW) - timedelta(days=90), held=3, name="Gammelt hold")
    page = visit(session, told.scene.coordinator, "pairs/pairs")
    page.session_state["taught-together"] = True
    page.session_state["free-to-pair"] = True
    page.run()
    said = said_in_rows(page)
    assert not page.exception
    assert "**Ea Vang**" in said
    assert "1 kursus sammen" in said
    pair = session.exec(select(Pair)).one()
    page = in_dialog(page, f"end-{pair.id}")
    links = [link.proto.label for link in page.get("page_link")]
    assert [label.split(" (")[0] for label in links if "hold" in label] == ["Kommende hold"]


def test_whom_the_address_names_stands_first_in_a_new_pair_and_in_a_new_course(session, told):
    asked = {"for": told.scene.engagement.id}
    page = visit(session, told.scene.coordinator, "pairs/pairs", **asked)
    assert page.selectbox(key="pair-first").value == told.scene.engagement.id
    join(session, told, NOW)
    page = visit(session, told.scene.coordinator, "courses/plan_course", **asked)
    assert page.selectbox(key="plan-instructor").value == told.scene.engagement.id
    assert page.selectbox(key=f"plan-second-{told.scene.engagement.id}").value is not None
