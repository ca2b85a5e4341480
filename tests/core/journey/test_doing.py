"""The one next thing about a row: who may do it, and how a document is brought on."""

import pytest

from core.documents.rules import DocumentState
from core.journey.doing import NEEDS, Do, Way, about_document, way_to, within_reach


@pytest.mark.parametrize(("do", "action"), NEEDS.items())
def test_whoever_may_not_do_it_is_led_to_the_volunteer(do, action):
    assert within_reach(do, lambda asked: asked is action) is do
    assert within_reach(do, lambda asked: asked is not action) is Do.OPEN


def test_only_what_is_looked_at_needs_no_more_than_seeing():
    assert set(Do) - set(NEEDS) == {Do.READ, Do.CALL, Do.OPEN}


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([], Way.MAIL),
        ([(True, False), (False, True)], Way.MAIL),
        ([(True, False), (False, False)], Way.PAPER),
        ([(False, True)], Way.TELL),
        ([(False, False)], Way.PAPER),
    ],
)
def test_mail_reaches_those_with_an_address_and_paper_those_without_a_login(people, expected):
    assert way_to(people) is expected


@pytest.mark.parametrize("state", [DocumentState.FILLING_IN, DocumentState.WAITING])
def test_nobody_reminds_themselves(state):
    """A coordinator can be a volunteer too, and then it is their own document."""
    assert about_document(state, my_turn=True) is Do.SIGN
    assert about_document(state) is Do.REMIND


@pytest.mark.parametrize("state", DocumentState)
def test_there_is_something_to_do_about_a_document_however_it_stands(state):
    assert about_document(state) in Do
