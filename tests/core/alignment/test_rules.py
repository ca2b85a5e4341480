"""Comparing two sets of answers, and when to look again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.alignment.form import AlignmentKind, form_of
from core.alignment.rules import (
    Accord,
    AgreedThen,
    AlignmentStage,
    AskedAbout,
    LookAgain,
    accord_of,
    agenda,
    compare,
    reasons_to_look_again,
    stage_of,
)
from core.i18n import LANGUAGES

DAY = date(2026, 11, 27)
IDS = st.sampled_from(["purpose", "goal", "leads", "meets", "gone"])
ANSWERS = st.dictionaries(IDS, st.sampled_from(["", " ", "Ja", "ja ", "nej", "Noget helt andet"]))
ASKED = st.lists(st.builds(AskedAbout, IDS, st.booleans()), unique_by=lambda each: each.id, max_size=5)


@given(ASKED, ANSWERS, ANSWERS)
def test_the_same_comes_of_it_whichever_side_is_asked_first(asked, ours, theirs):
    there, back = compare(asked, ours, theirs), compare(asked, theirs, ours)
    assert there == tuple(replace(each, ours=each.theirs, theirs=each.ours) for each in back)
    assert [each.question_id for each in agenda(there)] == [each.question_id for each in agenda(back)]


@given(ASKED, ANSWERS, ANSWERS)
def test_every_question_stands_once_and_nothing_anybody_wrote_is_lost(asked, ours, theirs):
    compared = compare(asked, ours, theirs)
    ids = [each.question_id for each in compared]
    assert ids[: len(asked)] == [each.id for each in asked]
    assert len(set(ids)) == len(ids)
    for said, side in ((ours, "ours"), (theirs, "theirs")):
        assert {key: value for key, value in said.items() if value} == {
            each.question_id: value for each in compared if (value := getattr(each, side))
        }
    talked_about, rest = agenda(compared), [each for each in compared if not each.to_talk_about]
    assert sorted(map(repr, [*talked_about, *rest])) == sorted(map(repr, compared))
    assert all(each.accord is Accord.SAME for each in rest)


@pytest.mark.parametrize(
    ("ours", "theirs", "chosen", "accord"),
    [
        ("both", "both", True, Accord.SAME),
        ("both", "public", True, Accord.DIFFERENT),
        ("Hver uge", "hver  UGE ", False, Accord.SAME),
        ("Hver uge", "Hver anden uge", False, Accord.WRITTEN),
        ("Hver uge", "", False, Accord.ONE),
        ("", "public", True, Accord.ONE),
        ("", " ", False, Accord.NEITHER),
    ],
)
def test_how_two_answers_meet(ours, theirs, chosen, accord):
    assert accord_of(ours, theirs, chosen=chosen) is accord


def test_where_they_differ_stands_first():
    asked = [AskedAbout(each, each != "b") for each in "abcde"]
    ours = {"a": "1", "b": "x", "d": "1", "e": "1"}
    compared = compare(asked, ours, {"a": "1", "b": "y", "c": "", "d": "", "e": "2"})
    assert [each.question_id for each in agenda(compared)] == ["e", "b", "d", "c"]


def test_it_is_looked_at_again_when_its_time_is_over_its_day_has_come_or_a_contact_changes():
    holds = AgreedThen(DAY, DAY + timedelta(days=1), our_contact_changed=False, their_contact_changed=False)
    assert reasons_to_look_again(holds, DAY) == ()
    assert reasons_to_look_again(holds, DAY + timedelta(days=1)) == (LookAgain.OVER, LookAgain.DAY)
    changed = replace(holds, our_contact_changed=True, their_contact_changed=True)
    assert reasons_to_look_again(changed, DAY) == (LookAgain.OUR_CONTACT, LookAgain.THEIR_CONTACT)
    assert (
        reasons_to_look_again(AgreedThen(None, None, our_contact_changed=False, their_contact_changed=False), DAY) == ()
    )


def test_a_round_waits_for_whoever_has_not_answered():
    stages = [
        stage_of(ours=ours, theirs=theirs, agreed=agreed)
        for ours, theirs, agreed in (
            (False, False, False),
            (True, False, False),
            (False, True, False),
            (True, True, False),
            (True, True, True),
        )
    ]
    assert stages == [
        AlignmentStage.BOTH,
        AlignmentStage.THEIRS,
        AlignmentStage.OURS,
        AlignmentStage.MEETING,
        AlignmentStage.AGREED,
    ]


@pytest.mark.parametrize("kind", AlignmentKind)
def test_what_is_asked_stands_in_every_language_and_each_question_once(kind):
    form = form_of(kind)
    ids = [each.id for each in form.questions]
    assert len(set(ids)) == len(ids)
    said = [form.title, form.intro, *(each.title for each in form.steps)]
    for question in form.questions:
        said += [question.words, *question.choices]
        assert len({each.id for each in question.choices}) == len(question.choices) != 1
    assert all(set(each.languages) >= set(LANGUAGES) for each in said)
    assert not [each for each in said if set(each.languages) - set(LANGUAGES) - {"id"}]
