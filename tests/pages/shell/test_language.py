"""Whoever reads another language from now on keeps what is chosen, and the browser is told its new words."""

import ast
from datetime import timedelta

import pytest
from sqlmodel import Session

from core.i18n import reading, utc_now
from core.offers.rules import Audience, OfferKind
from tests.architecture import ROOT, none_of, python_files, tree
from tests.builders import Scene, a_scene
from tests.pages.as_colleague import visit
from tests.pages.as_volunteer import press


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session, utc_now() - timedelta(hours=1))


def told(element) -> tuple[bool, str]:
    """Whether the browser is told what is chosen, and in which words."""
    return element.proto.set_value, element.proto.raw_value


def test_what_is_chosen_is_told_anew_in_the_language_that_is_read_now(session: Session, scene: Scene):
    page = visit(session, scene.coordinator, "offers/plan_offer")
    page.selectbox(key="offer-kind").set_value(OfferKind.NETWORK_MEETING)
    page.radio(key="offer-whom").set_value(Audience.VOLUNTEERS).run()
    page.text_input(key="offer-title").set_value("Kaffe").run()
    assert not page.selectbox(key="offer-kind").proto.set_value
    page = press(page, "English")
    assert told(page.selectbox(key="offer-kind")) == (True, "Network meeting")
    assert page.selectbox(key="offer-kind").value is OfferKind.NETWORK_MEETING
    assert told(page.radio(key="offer-whom")) == (True, page.radio(key="offer-whom").options[1])
    assert page.text_input(key="offer-title").value == "Kaffe"
    # All of them is a choice too, which stands for nothing.
    assert told(page.selectbox(key="offer-workplace")) == (True, "All")
    assert page.session_state["offer-workplace"] is None
    # What stands for a browser here says what is chosen in the language of whoever tests.
    with reading("en"):
        page = page.run()
    assert page.selectbox(key="offer-workplace").value is None
    assert not page.selectbox(key="offer-kind").proto.set_value


def test_a_list_nothing_is_chosen_in_is_left_alone(session: Session, scene: Scene):
    page = press(visit(session, scene.coordinator, "courses/plan_course"), "English")
    assert not page.exception
    assert page.selectbox(key="plan-workplace").value is None
    assert page.session_state["plan-workplace"] is None


def test_nothing_among_what_is_offered_is_asked_for_by_the_list_that_can_be_told_anew() -> None:
    none_of(
        f"{path.relative_to(ROOT)}:{node.lineno} offers None in a list of Streamlit’s own; one_of can be told anew"
        for path in python_files("pages")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "selectbox"
        and any(
            isinstance(given, ast.List)
            and any(isinstance(each, ast.Constant) and each.value is None for each in given.elts)
            for given in node.args
        )
    )
