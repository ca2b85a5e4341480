"""What is new is told word by word, and nothing that is new is left out."""

import time
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.documents.text.difference import TextChange, Words, compare, differences
from core.documents.text.exact import FrozenClause, FrozenParty, FrozenSection, FrozenText
from tests.core.documents.samples import a_text

WORDS = st.text(alphabet="ab æøå,.\n✓жώ", max_size=12)
IDS = st.sampled_from(["a", "b"])
CLAUSES = st.builds(FrozenClause, id=IDS, number=WORDS, title=WORDS, text=WORDS, reworded=st.booleans())
SECTIONS = st.builds(
    FrozenSection, id=IDS, number=WORDS, title=WORDS, intro=WORDS, clauses=st.lists(CLAUSES, max_size=3).map(tuple)
)
PARTIES = st.builds(
    FrozenParty,
    capacity=IDS,
    label=WORDS,
    name=WORDS,
    on_behalf_of=WORDS,
    lines=st.lists(WORDS, max_size=2).map(tuple),
    signs=st.booleans(),
)
FIELDS = ("kind", "language", "template", "organisation", "title", "in_short", "not_binding", "opening", "declaration")
TEXTS = st.builds(
    FrozenText,
    **dict.fromkeys(FIELDS, WORDS),
    parties=st.lists(PARTIES, max_size=3).map(tuple),
    sections=st.lists(SECTIONS, max_size=3).map(tuple),
)


def old_words(words: Words) -> str:
    return "".join(word for kind, word in words if kind != "added")


def new_words(words: Words) -> str:
    return "".join(word for kind, word in words if kind != "removed")


def with_first_clause(text: FrozenText, words: str) -> FrozenText:
    section = text.sections[0]
    clause = replace(section.clauses[0], text=words)
    section = replace(section, clauses=(clause, *section.clauses[1:]))
    return replace(text, sections=(section, *text.sections[1:]))


@given(TEXTS, TEXTS)
@settings(max_examples=300)
def test_nothing_differs_exactly_when_the_fingerprints_are_equal(old: FrozenText, new: FrozenText) -> None:
    assert (differences(old, new) == ()) == (old.fingerprint() == new.fingerprint())


@given(TEXTS, st.data())
@settings(max_examples=200)
def test_one_small_change_anywhere_is_seen(text: FrozenText, data: st.DataObject) -> None:
    field = data.draw(st.sampled_from([*FIELDS, "parties", "sections"]))
    value = getattr(text, field)
    changes: dict[str, Any] = {field: value[::-1] if isinstance(value, tuple) else value + "b"}
    changed = replace(text, **changes)
    assert bool(differences(text, changed)) == (text.fingerprint() != changed.fingerprint())
    assert differences(text, text) == ()


@given(WORDS, WORDS)
def test_the_words_give_back_both_texts(old: str, new: str) -> None:
    words = compare(old, new)
    assert (old_words(words), new_words(words)) == (old, new)
    assert all(word for _kind, word in words)


@given(WORDS)
def test_the_same_words_are_told_as_the_same(text: str) -> None:
    assert compare(text, text) == ((("same", text),) if text else ())


def test_a_changed_clause_is_told_under_its_own_heading() -> None:
    text = a_text()
    before = text.sections[0].clauses[0].text
    (change,) = differences(text, with_first_clause(text, before.replace("seks", "otte")))
    assert (change.where, change.kind) == ("Opgaven", "changed")
    assert ("removed", "seks") in change.words
    assert ("added", "otte") in change.words
    assert old_words(change.words) == f"1.1 Opgaven\n{before}"


def test_words_replaced_together_read_as_a_phrase() -> None:
    assert compare("to uger efter", "tre dage efter") == (
        ("removed", "to uger"),
        ("added", "tre dage"),
        ("same", " efter"),
    )


def test_a_new_and_a_lost_clause_are_told_whole() -> None:
    text = a_text()
    section = text.sections[0]
    fewer = replace(text, sections=(replace(section, clauses=section.clauses[1:]), *text.sections[1:]))
    said = "1.1 Opgaven\n" + section.clauses[0].text
    assert differences(text, fewer) == (TextChange("Opgaven", "removed", (("removed", said),)),)
    assert differences(fewer, text) == (TextChange("Opgaven", "added", (("added", said),)),)


def test_another_name_is_told_with_the_party() -> None:
    (change,) = differences(a_text(name="Søren Holm"), a_text(name="Søren Lund"))
    assert change.where == "Frivillig"
    assert ("removed", "Holm") in change.words
    assert ("added", "Lund") in change.words


def test_somebody_who_no_longer_signs_is_told() -> None:
    text = a_text()
    fewer = replace(text, parties=(text.parties[0], replace(text.parties[1], signs=False)))
    assert differences(text, fewer) == (TextChange("Kontaktperson", "removed", (("removed", "✓"),)),)


def test_points_in_another_order_are_told() -> None:
    text = a_text()
    assert [change.where for change in differences(text, replace(text, sections=text.sections[::-1]))] == ["order"]


def test_fields_are_named_so_that_the_page_can_say_what_they_are() -> None:
    text = a_text()
    changed = replace(text, in_short="Kort.", declaration="Ja.")
    assert [change.where for change in differences(text, changed)] == ["in_short", "declaration"]


def test_a_text_of_one_word_over_and_over_is_told_in_a_moment() -> None:
    old, new = "a " * 2000, "b a " * 1000
    began = time.monotonic()
    words = compare(old, new)
    assert time.monotonic() - began < 20, "it took minutes"
    assert "".join(said for kind, said in words if kind != "added") == old
    assert "".join(said for kind, said in words if kind != "removed") == new
