"""The words of guidelines: plain, bounded, whole in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from core.guidelines.text import LONGEST_POINT, MOST_POINTS, Guideline, GuidelineDraft, changes, checked, shipped
from core.i18n import LANGUAGES
from tests import readability
from tests.core.guidelines.samples import written


def test_both_sets_of_principles_are_shipped_with_neglect_and_no_barrier_among_their_points() -> None:
    assert set(shipped()) == {"principles_municipal", "principles_regional"}
    for each in shipped().values():
        assert {"neglect", "no_barrier"} <= {point.id for point in each.text.points}


@pytest.mark.parametrize(("kind", "principles"), [("principles_municipal", 8), ("principles_regional", 9)])
def test_a_set_has_as_many_principles_as_its_source(kind: str, principles: int) -> None:
    assert len(shipped()[kind].text.points) == principles + 2


@pytest.mark.parametrize("kind", shipped())
def test_words_survive_being_stored(kind: str) -> None:
    text = shipped()[kind].text
    assert Guideline.from_json(text.content_json()) == text


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": {"da": "Sådan", "en": " "}}, "guideline_title_missing"),
        ({"points": []}, "guideline_points_missing"),
        ({"points": [("a", {"da": "", "en": ""}, {"da": " ", "en": ""})]}, "guideline_points_missing"),
        ({"points": [("a", {"da": "Kun dansk", "en": ""}, {"da": "", "en": ""})]}, "guideline_point_missing"),
        (
            {"points": [(f"p{n}", {"da": "A", "en": "B"}, {"da": "", "en": ""}) for n in range(MOST_POINTS + 1)]},
            "guideline_points_many",
        ),
        ({"intro": {"da": "x" * (LONGEST_POINT + 1), "en": ""}}, "text_long"),
        ({"title": {"da": "x" * 200, "en": "y"}}, "text_long"),
        ({"intro": {"da": "Ring til 010190-1234", "en": ""}}, "cpr_not_wanted"),
    ],
)
def test_what_is_not_whole_is_refused_with_its_reason(changed, code: str) -> None:
    with pytest.raises(DomainError, match=code):
        checked(written(**changed))


def test_an_emptied_point_is_left_out() -> None:
    empty = {"da": "", "en": ""}
    text = checked(written(points=[("a", {"da": "Et", "en": "One"}, empty), ("b", empty, empty)]))
    assert [point.id for point in text.points] == ["a"]


def test_changes_are_told_point_by_point_in_the_readers_language() -> None:
    points = [("a", {"da": "Kaffe", "en": "Coffee"}, {"da": "Bryg kl. 9", "en": "Brew at 9"})]
    old = checked(written(points=[*points, ("b", {"da": "Nøgler", "en": "Keys"}, {"da": "", "en": ""})]))
    later = [("a", {"da": "Kaffe", "en": "Coffee"}, {"da": "Bryg kl. 10", "en": "Brew at 9"})]
    new = checked(written(points=[*later, ("c", {"da": "Have", "en": "Garden"}, {"da": "", "en": ""})]))
    assert [(each.where, each.kind) for each in changes(old, new, "da")] == [
        ("Kaffe", "changed"),
        ("Have", "added"),
        ("Nøgler", "removed"),
    ]
    assert [each.where for each in changes(old, new, "en")] == ["Garden", "Keys"]


def test_points_in_another_order_are_a_change() -> None:
    empty = {"da": "", "en": ""}
    points = [("a", {"da": "Et", "en": "One"}, empty), ("b", {"da": "To", "en": "Two"}, empty)]
    found = changes(checked(written(points=points)), checked(written(points=points[::-1])), "da")
    assert [each.where for each in found] == ["order"]


pairs = st.fixed_dictionaries({language: st.text(max_size=60) for language in LANGUAGES})


@given(pairs, pairs, st.lists(st.tuples(pairs, pairs), max_size=4))
def test_whatever_is_written_is_refused_in_words_or_made_whole(title, intro, points) -> None:
    told = [(f"p{number}", titles, texts) for number, (titles, texts) in enumerate(points)]
    try:
        text = checked(GuidelineDraft(title=title, intro=intro, points=told))
    except DomainError:
        return
    assert (
        checked(
            GuidelineDraft(title=text.title, intro=text.intro, points=[(p.id, p.title, p.text) for p in text.points])
        )
        == text
    )
    assert all(changes(text, text, language) == () for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", shipped())
def test_the_shipped_principles_read_easily(kind: str, language: str) -> None:
    text = shipped()[kind].text
    said = [text.title[language], text.intro[language]]
    said += [words[language] for point in text.points for words in (point.title, point.text)]
    assert [fault for words in said for fault in readability.faults(words)] == []
    assert readability.lix("\n".join(said)) < readability.LIMIT
