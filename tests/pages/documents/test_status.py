import pytest
from streamlit.testing.v1 import AppTest

from core.documents.rules import DocumentState
from core.i18n import reading
from pages.documents import status
from tests.pages.drawn import html_of, shapes


def test_every_state_has_a_word_of_its_own_in_both_languages():
    for language in ("da", "en"):
        with reading(language):
            assert len({status.word(state) for state in DocumentState}) == len(DocumentState)


@pytest.mark.parametrize("state", list(DocumentState))
def test_a_badge_has_the_word_and_names_its_shape(state):
    def page(value):
        from core.documents.rules import DocumentState
        from pages.documents import status

        status.badge(DocumentState(value))

    shown = html_of(AppTest.from_function(page, kwargs={"value": state.value}).run())
    assert status.word(state) in shown
    assert f"hs-badge hs-{state.value}" in shown


def test_every_state_has_a_shape_of_its_own():
    assert len({shapes()[state.value] for state in DocumentState}) == len(DocumentState)
