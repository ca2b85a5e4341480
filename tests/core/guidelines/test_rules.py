"""Which version is read, and when an acknowledgement still holds."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.guidelines.rules import (
    AcknowledgementState,
    PublishedText,
    acknowledgement_state,
    last_acknowledged,
    versions_in_line,
)

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def version(number: int, *, substance: bool = True, own: bool = True, day: int | None = None) -> PublishedText:
    at = BEGAN + timedelta(days=number if day is None else day)
    return PublishedText(UUID(int=number + (0 if own else 1000)), number, substance, at, own=own)


@pytest.mark.parametrize(
    ("substances", "acknowledged", "expected"),
    [
        ([True], [], AcknowledgementState.UNREAD),
        ([True], [1], AcknowledgementState.HOLDS),
        ([True, False], [1], AcknowledgementState.HOLDS),
        ([True, True], [1], AcknowledgementState.MOVED_ON),
        ([True, True, False], [1], AcknowledgementState.MOVED_ON),
        ([True, True, False], [2], AcknowledgementState.HOLDS),
        ([True, False, True], [1, 2], AcknowledgementState.MOVED_ON),
        ([True, False, True], [1, 3], AcknowledgementState.HOLDS),
        ([False], [], AcknowledgementState.UNREAD),
    ],
)
def test_an_acknowledgement_holds_until_a_later_version_says_something_else(substances, acknowledged, expected) -> None:
    versions = [version(number, substance=substance) for number, substance in enumerate(substances, start=1)]
    assert acknowledgement_state(versions, {UUID(int=number) for number in acknowledged}) is expected


histories = st.lists(st.booleans(), min_size=1, max_size=8).map(
    lambda told: [version(number, substance=substance) for number, substance in enumerate(told, start=1)]
)


@given(histories, st.data())
def test_whoever_acknowledged_the_newest_is_never_asked_again(versions: list[PublishedText], data) -> None:
    others = data.draw(st.sets(st.sampled_from([each.id for each in versions])))
    assert acknowledgement_state(versions, {*others, versions[-1].id}) is AcknowledgementState.HOLDS


@given(histories, st.data())
def test_a_new_version_in_substance_asks_everybody_and_any_other_asks_nobody(
    versions: list[PublishedText], data
) -> None:
    given_ = data.draw(st.sets(st.sampled_from([each.id for each in versions])))
    before = acknowledgement_state(versions, given_)
    number = len(versions) + 1
    assert acknowledgement_state([*versions, version(number, substance=False)], given_) is before
    after = acknowledgement_state([*versions, version(number)], given_)
    assert after is (AcknowledgementState.MOVED_ON if given_ else AcknowledgementState.UNREAD)


@given(histories, st.data())
def test_it_holds_exactly_when_no_substance_came_after_what_was_last_acknowledged(
    versions: list[PublishedText], data
) -> None:
    given_ = data.draw(st.sets(st.sampled_from([each.id for each in versions])))
    last = last_acknowledged(versions, given_)
    later = [] if last is None else versions[versions.index(last) + 1 :]
    holds = last is not None and not any(each.substance for each in later)
    assert (acknowledgement_state(versions, given_) is AcknowledgementState.HOLDS) is holds


def test_the_organisations_own_versions_follow_what_came_with_the_portal() -> None:
    came, own = [version(1, own=False, day=0)], [version(1, day=5), version(2, day=6)]
    assert versions_in_line([*reversed(own), *came]) == (*came, *own)


def test_a_later_version_of_the_portals_is_not_for_those_who_have_their_own() -> None:
    came = [version(1, own=False, day=0), version(2, own=False, day=9)]
    assert versions_in_line([*came, version(1, day=5)]) == (came[0], version(1, day=5))
    assert versions_in_line(came) == tuple(came)
