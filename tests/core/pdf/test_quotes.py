"""Every document has one kind of quotation marks, and nothing else of what was written is changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.pdf.quotes import typographic


@pytest.mark.parametrize(
    ("written", "danish", "english"),
    [
        ("other people's money", "other people’s money", "other people’s money"),
        ("the instructors' manual", "the instructors’ manual", "the instructors’ manual"),
        ('siger "vi" til', "siger »vi« til", "siger “vi” til"),
        ("siger »vi« til", "siger »vi« til", "siger “vi” til"),
        ("siger “vi” til", "siger »vi« til", "siger “vi” til"),
        ("a 'small' thing", "a ‘small’ thing", "a ‘small’ thing"),
        ("o'brien@example.dk", "o'brien@example.dk", "o'brien@example.dk"),
        ("5' 3\" høj", "5' 3\" høj", "5' 3\" høj"),
    ],
)
def test_quotation_marks_are_those_of_the_language(written: str, danish: str, english: str) -> None:
    assert (typographic(written, "da"), typographic(written, "en")) == (danish, english)
    assert typographic(written, "nb").replace("’", "'").replace("‘", "'") == written


@given(st.text(alphabet="ab1 '\"»«“”’@\n", max_size=30), st.sampled_from(["da", "en"]))
def test_nothing_but_marks_is_changed_and_none_is_lost(written: str, language: str) -> None:
    made = typographic(written, language)
    assert len(made) == len(written)
    assert all(old == new or old in "'\"»«“”" for old, new in zip(written, made, strict=True))
