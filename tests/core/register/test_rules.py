"""What the reader can do about a row, and since when it waits."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from core.documents.rules import DocumentStanding
from core.register.rules import (
    Joining,
    NextThing,
    Way,
    days_between,
    joining,
    next_for_document,
    next_for_volunteer,
    waiting_since,
    way_to,
)

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
BOTH = ("volunteer", "organisation")
READER, OTHER = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("standing", "waits_for", "expected"),
    [
        (DocumentStanding(BOTH, missing_by=frozenset({"organisation"})), [READER], NextThing.CONTINUE),
        (DocumentStanding(BOTH, missing_by=frozenset({"volunteer"})), [READER], NextThing.SEND),
        (DocumentStanding(BOTH, missing_by=frozenset(BOTH), shared=True), [OTHER, READER], NextThing.FILL_IN),
        (DocumentStanding(BOTH, missing_by=frozenset({"volunteer"}), shared=True), [OTHER], NextThing.REMIND),
        (DocumentStanding(BOTH, shared=True), [OTHER, READER], NextThing.SIGN),
        (DocumentStanding(BOTH, shared=True), [OTHER], NextThing.REMIND),
        (DocumentStanding(BOTH, frozenset(BOTH), shared=True), [], NextThing.OPEN),
        (DocumentStanding(BOTH, frozenset(BOTH), shared=True, filed=True), [], NextThing.OPEN),
        (DocumentStanding(BOTH, shared=True, withdrawn=True), [], NextThing.OPEN),
    ],
)
def test_the_next_thing_follows_from_whom_a_document_waits_for(standing, waits_for, expected):
    assert next_for_document(standing, reader=READER, waits_for=waits_for) is expected


def test_a_document_waits_since_it_last_changed_hands():
    drafted, sent, signed = NOW, NOW + timedelta(hours=2), NOW + timedelta(days=3)
    assert waiting_since(created_at=drafted, shared_at=None) == drafted
    assert waiting_since(created_at=drafted, shared_at=sent, handed_over=[None]) == sent
    assert waiting_since(created_at=drafted, shared_at=sent, handed_over=[None, signed]) == signed


def test_days_are_those_of_the_calendar_in_copenhagen():
    before_midnight_in_copenhagen = datetime(2026, 11, 1, 22, 50, tzinfo=UTC)
    after_midnight_in_copenhagen = datetime(2026, 11, 1, 23, 10, tzinfo=UTC)
    assert days_between(before_midnight_in_copenhagen, date(2026, 11, 2)) == 1
    assert days_between(after_midnight_in_copenhagen, date(2026, 11, 2)) == 0
    assert days_between(NOW + timedelta(days=1), date(2026, 11, 2)) == 0


@pytest.mark.parametrize(
    ("joined", "expires_at", "expected"),
    [
        (True, None, Joining.JOINED),
        (True, NOW - timedelta(days=1), Joining.JOINED),
        (False, None, Joining.NOT_INVITED),
        (False, NOW + timedelta(seconds=1), Joining.INVITED),
        (False, NOW, Joining.EXPIRED),
    ],
)
def test_how_far_a_volunteer_is(joined, expires_at, expected):
    assert joining(joined=joined, expires_at=expires_at, now=NOW) is expected


@pytest.mark.parametrize(
    ("undrafted", "state", "expected"),
    [
        (("welcome_letter",), Joining.NOT_INVITED, NextThing.MAKE_DOCUMENT),
        (("welcome_letter",), Joining.JOINED, NextThing.MAKE_DOCUMENT),
        ((), Joining.NOT_INVITED, NextThing.INVITE),
        ((), Joining.EXPIRED, NextThing.INVITE),
        ((), Joining.INVITED, NextThing.OPEN),
        ((), Joining.JOINED, NextThing.OPEN),
    ],
)
def test_a_volunteer_first_needs_documents_and_then_a_way_in(undrafted, state, expected):
    assert next_for_volunteer(undrafted=undrafted, joining=state) is expected


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


@pytest.mark.parametrize(
    ("standing", "way", "expected"),
    [
        (DocumentStanding(("volunteer",)), Way.PAPER, NextThing.PAPER),
        (DocumentStanding(("volunteer",)), Way.TELL, NextThing.SEND),
        (DocumentStanding(("volunteer",), missing_by=frozenset({"organisation"})), Way.PAPER, NextThing.CONTINUE),
        (DocumentStanding(("volunteer",), shared=True), Way.PAPER, NextThing.PAPER),
        (DocumentStanding(("volunteer",), shared=True), Way.TELL, NextThing.TELL),
        (
            DocumentStanding(("volunteer",), shared=True, missing_by=frozenset({"volunteer"})),
            Way.PAPER,
            NextThing.PAPER,
        ),
    ],
)
def test_nobody_is_reminded_whom_no_mail_reaches(standing, way, expected):
    assert next_for_document(standing, reader=uuid4(), waits_for=[uuid4()], way=way) is expected


def test_a_link_on_paper_that_nobody_used_is_not_asked_for_again_and_again():
    assert next_for_volunteer(undrafted=(), joining=Joining.EXPIRED, mailable=False) is NextThing.OPEN
    assert next_for_volunteer(undrafted=(), joining=Joining.NOT_INVITED, mailable=False) is NextThing.INVITE
