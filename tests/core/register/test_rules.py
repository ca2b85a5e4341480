"""What the reader can do about a row, and since when it waits."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from core.documents.rules import DocumentStanding
from core.journey.doing import Do, Way
from core.register.rules import (
    Joining,
    days_between,
    joining,
    next_for_document,
    next_for_volunteer,
    waiting_since,
)

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
BOTH = ("volunteer", "organisation")
READER, OTHER = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("standing", "waits_for", "expected"),
    [
        (DocumentStanding(BOTH, missing_by=frozenset({"organisation"})), [READER], Do.CONTINUE),
        (DocumentStanding(BOTH, missing_by=frozenset({"volunteer"})), [READER], Do.SEND),
        (DocumentStanding(BOTH, missing_by=frozenset(BOTH), shared=True), [OTHER, READER], Do.FILL_IN),
        (DocumentStanding(BOTH, missing_by=frozenset({"volunteer"}), shared=True), [OTHER], Do.REMIND),
        (DocumentStanding(BOTH, shared=True), [OTHER, READER], Do.SIGN),
        (DocumentStanding(BOTH, shared=True), [OTHER], Do.REMIND),
        (DocumentStanding(BOTH, frozenset(BOTH), shared=True), [], Do.READ),
        (DocumentStanding(BOTH, frozenset(BOTH), shared=True, filed=True), [], Do.READ),
        (DocumentStanding(BOTH, shared=True, withdrawn=True), [], Do.READ),
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
        (("welcome_letter",), Joining.NOT_INVITED, Do.MAKE),
        (("welcome_letter",), Joining.JOINED, Do.MAKE),
        ((), Joining.NOT_INVITED, Do.INVITE),
        ((), Joining.EXPIRED, Do.INVITE),
        ((), Joining.INVITED, Do.OPEN),
        ((), Joining.JOINED, Do.OPEN),
    ],
)
def test_a_volunteer_first_needs_documents_and_then_a_way_in(undrafted, state, expected):
    assert next_for_volunteer(undrafted=undrafted, joining=state) is expected


@pytest.mark.parametrize(
    ("standing", "way", "expected"),
    [
        (DocumentStanding(("volunteer",)), Way.PAPER, Do.PAPER),
        (DocumentStanding(("volunteer",)), Way.TELL, Do.SEND),
        (DocumentStanding(("volunteer",), missing_by=frozenset({"organisation"})), Way.PAPER, Do.CONTINUE),
        (DocumentStanding(("volunteer",), shared=True), Way.PAPER, Do.PAPER),
        (DocumentStanding(("volunteer",), shared=True), Way.TELL, Do.CALL),
        (DocumentStanding(("volunteer",), shared=True, missing_by=frozenset({"volunteer"})), Way.PAPER, Do.PAPER),
    ],
)
def test_nobody_is_reminded_whom_no_mail_reaches(standing, way, expected):
    assert next_for_document(standing, reader=uuid4(), waits_for=[uuid4()], way=way) is expected


def test_a_link_on_paper_that_nobody_used_is_not_asked_for_again_and_again():
    assert next_for_volunteer(undrafted=(), joining=Joining.EXPIRED, mailable=False) is Do.OPEN
    assert next_for_volunteer(undrafted=(), joining=Joining.NOT_INVITED, mailable=False) is Do.INVITE
