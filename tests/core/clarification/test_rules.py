"""Whose turn a clarification meeting is, who reads what, and two sets of answers side by side."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clarification.content import meeting_sheet
from core.clarification.rules import (
    MeetingFacts,
    MeetingOutcome,
    MeetingSide,
    MeetingTurn,
    both_shown,
    compare,
    turn_of,
)
from core.i18n import LANGUAGES
from tests.core.journey.builders import DATES, some_meetings

TODAY = date(2026, 11, 27)
A_DAY = timedelta(days=1)
BOTH = frozenset(MeetingSide)
PROPOSED = MeetingFacts(UUID(int=1), on=TODAY + 7 * A_DAY)
ACCEPTED = replace(PROPOSED, accepted=True)
NOT_NOW = replace(ACCEPTED, held_on=TODAY, outcome=MeetingOutcome.NOT_NOW)
TOPICS = st.lists(st.sampled_from("abcdefg"), unique=True)
ANSWERS = st.dictionaries(st.sampled_from("abcdefghij"), st.text(max_size=3))


@pytest.mark.parametrize(
    ("meeting", "turn"),
    [
        (None, MeetingTurn.PLAN),
        (PROPOSED, MeetingTurn.ANSWER),
        (replace(PROPOSED, asked_another=True), MeetingTurn.ANOTHER_DAY),
        (replace(PROPOSED, asked_another=True, on=TODAY - A_DAY), MeetingTurn.ANOTHER_DAY),
        (ACCEPTED, MeetingTurn.PREPARE),
        (replace(ACCEPTED, ready=frozenset({MeetingSide.ORGANISATION})), MeetingTurn.PREPARE),
        (replace(ACCEPTED, ready=frozenset({MeetingSide.VOLUNTEER})), MeetingTurn.PREPARE_OURS),
        (replace(ACCEPTED, ready=BOTH), MeetingTurn.READY),
        (replace(PROPOSED, on=TODAY), MeetingTurn.HOLD),
        (replace(ACCEPTED, on=TODAY - A_DAY, ready=BOTH), MeetingTurn.HOLD),
        (replace(ACCEPTED, held_on=TODAY, outcome=MeetingOutcome.AGREED), MeetingTurn.HELD),
        (NOT_NOW, MeetingTurn.NOT_NOW),
        (replace(NOT_NOW, again_on=TODAY + A_DAY), MeetingTurn.NOT_NOW),
        (replace(NOT_NOW, again_on=TODAY), MeetingTurn.AGAIN),
    ],
)
def test_whose_turn_it_is_follows_from_the_meeting_and_the_day(meeting, turn):
    assert turn_of(meeting, TODAY) is turn


@pytest.mark.parametrize(
    ("meeting", "shown"),
    [
        (ACCEPTED, False),
        (replace(ACCEPTED, ready=frozenset({MeetingSide.VOLUNTEER})), False),
        (replace(ACCEPTED, ready=BOTH), True),
        (replace(ACCEPTED, on=TODAY), True),
        # Their day has come, but they do not meet on it.
        (replace(PROPOSED, on=TODAY, asked_another=True), False),
        (MeetingFacts(UUID(int=1), held_on=TODAY), True),
    ],
)
def test_nobody_reads_the_others_answers_before_both_have_finished_or_they_meet(meeting, shown):
    assert both_shown(meeting, TODAY) is shown


@given(st.none() | some_meetings, DATES)
def test_there_is_always_exactly_one_turn(meeting, today):
    assert turn_of(meeting, today) in MeetingTurn


@given(TOPICS, ANSWERS, ANSWERS)
def test_two_sets_of_answers_side_by_side_lose_nothing_and_are_the_same_from_either_side(topics, one, other):
    compared = compare(topics, one, other)
    ids = [each.topic for each in compared]
    assert ids[: len(topics)] == topics
    assert len(ids) == len(set(ids))
    assert set(ids) == {*topics, *one, *other}
    assert {each.topic: each.volunteer for each in compared if each.topic in one} == one
    assert {each.topic: each.organisation for each in compared if each.topic in other} == other
    turned = compare(topics, other, one)
    assert [(each.topic, each.organisation, each.volunteer) for each in turned] == [
        (each.topic, each.volunteer, each.organisation) for each in compared
    ]
    assert [{side.other for side in each.sides} for each in turned] == [set(each.sides) for each in compared]


def test_there_are_seven_points_and_twelve_topics_in_every_language_and_one_is_between_the_two():
    sheet = meeting_sheet()
    assert (len(sheet.agenda), len(sheet.topics)) == (7, 12)
    assert [topic.id for topic in sheet.topics if topic.health] == ["health"]
    said = [sheet.title, sheet.intro, *sheet.agenda]
    said += [words for topic in sheet.topics for words in (topic.title, topic.volunteer, topic.organisation)]
    assert all(set(words.languages) == set(LANGUAGES) for words in said)
