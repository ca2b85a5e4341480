"""How soon a line is, and the one thing that is done about it."""

import pytest

from core.access.permissions import Action
from core.journey.doing import Do
from core.journey.urgency import Urgency
from core.today.rules import OF_URGENCY, Line, what_to_do


def everything(_action: Action) -> bool:
    return True


def test_each_urgency_is_one_of_how_soon():
    assert sorted(OF_URGENCY) == sorted(Urgency)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (Line("draft", "contact_person", True), Do.MAKE),
        (Line("draft", "contact_person", True, has_document=True), Do.CONTINUE),
        (Line("fill_in", "contact_person", False, has_document=True), Do.FILL_IN),
        (Line("fill_in", "volunteer", False, has_document=True), Do.REMIND),
        (Line("fill_in", "volunteer", False, has_document=True, reminded=True), Do.READ),
        (Line("fill_in", "volunteer", False, has_document=True, mailable=False), Do.CALL),
        (Line("sign", "volunteer", False, has_document=True, mailable=False, joined=False), Do.PAPER),
        (Line("sign", "volunteer", False, has_document=True), Do.REMIND),
        (Line("sign", "contact_person", True, has_document=True), Do.SIGN),
        (Line("sign", "contact_person", False, has_document=True), Do.REMIND),
        (Line("sign", "contact_person", True, has_document=True, declined=True), Do.ANSWER),
        (Line("sign", "volunteer", False), Do.OPEN),
        (Line("joined", "volunteer", False), Do.INVITE),
        (Line("joined", "volunteer", False, invited=True), Do.CALL),
        (Line("details", "volunteer", False), Do.CALL),
        (Line("supervision", "coordinator", True, reason="order"), Do.PLAN),
        (Line("supervision", "supervisor", False, reason="plan"), Do.PLAN),
        (Line("course", "coordinator", True, reason="plan"), Do.PLAN_COURSE),
        (Line("courses", "coordinator", True, reason="2"), Do.PLAN_COURSE),
        (Line("supervision", "supervisor", False, reason="feedback"), Do.LOOK),
        (Line("re_evaluate", "coordinator", True, reason="order"), Do.PLAN),
        (Line("re_evaluate", "coordinator", True, reason="decide"), Do.DECIDE),
        (Line("re_evaluate", "coordinator", True, reason="lapsed"), Do.DECIDE),
        (Line("re_evaluate", "coordinator", False), Do.OPEN),
        (Line("decide", "coordinator", True), Do.DECIDE),
        (Line("closing", "coordinator", True, reason="plan"), Do.CLOSE),
        (Line("review", "coordinator", True), Do.REVIEW),
        (Line("contact", "coordinator", True), Do.CONTACT),
        (Line("something new", "coordinator", True), Do.OPEN),
    ],
)
def test_a_line_offers_the_one_thing_that_brings_it_on(line, expected):
    assert what_to_do(line, everything) is expected


def test_whoever_may_not_do_what_a_line_needs_is_led_to_the_volunteer():
    assert what_to_do(Line("decide", "coordinator", True), lambda _action: False) is Do.OPEN
