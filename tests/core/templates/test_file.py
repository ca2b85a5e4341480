import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.documents.template.model import KINDS, shipped
from core.errors import DomainError
from core.templates import file, rules
from core.templates.writing import Writing

LETTER = Writing.of(shipped()["welcome_letter"])


def refused(data: bytes) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        file.imported(data)
    return refusal.value


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_comes_back_from_its_file_as_it_was(kind: str) -> None:
    assert file.imported(file.exported(shipped()[kind])) == Writing.of(shipped()[kind])


@settings(max_examples=60)
@given(st.text(max_size=200), st.sampled_from([clause.id for clause in LETTER.clauses()]))
def test_whatever_was_written_comes_back(text: str, clause_id: str) -> None:
    content = LETTER.model_dump()
    content["languages"]["da"]["clauses"][clause_id]["text"] = text
    writing = Writing.model_validate(content)
    assert file.imported(file.exported(writing)) == writing


@settings(max_examples=100)
@given(st.binary(max_size=400))
def test_a_strangers_file_is_refused_in_words(data: bytes) -> None:
    assert refused(data).code in ("template_unreadable", "template_foreign")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"x" * (2 * 1024 * 1024), "upload_too_large"),
        (b"\xff\xfe", "template_unreadable"),
        (b"x = " + b"[" * 5000, "template_unreadable"),
        (b"x = " + b"{a=" * 5000, "template_unreadable"),
        (b"kind = 'welcome_letter'", "template_foreign"),
        (b"handslag_template = 1\nkind = 'passport'", "template_foreign"),
        (b"handslag_template = 2\nkind = 'welcome_letter'", "template_foreign"),
        (b"handslag_template = 1\nkind = ['welcome_letter']", "template_foreign"),
        (b"handslag_template = 1\nkind = 'welcome_letter'", "template_shape"),
        (b"handslag_template = 1\nextra = 1\nkind = 'welcome_letter'", "template_shape"),
    ],
)
def test_what_is_no_template_of_ours_is_refused(data: bytes, code: str) -> None:
    assert refused(data).code == code


@pytest.mark.parametrize("key", ["a.", '"a".', '"\\"".', "'a' . "])
@pytest.mark.parametrize("form", ["{}a = 1", "[{}a]", "x = {{ {}a = 1 }}"])
def test_a_key_made_to_keep_us_busy_is_refused_at_once(key: str, form: str) -> None:
    data = form.format(key * 50_000).encode()
    began = time.monotonic()
    assert refused(data).code == "template_unreadable"
    assert time.monotonic() - began < 2


def test_a_place_that_does_not_fit_is_named() -> None:
    data = file.exported(LETTER).replace(b"mandatory = true", b"mandatory = 'maybe, maybe not'", 1)
    error = refused(data)
    assert error.code == "template_shape"
    assert str(error.details["place"]).startswith("sections.0.clauses.0.mandatory")


def test_words_for_what_is_not_in_it_are_left_out() -> None:
    content = LETTER.model_dump()
    content["languages"]["da"]["clauses"]["gone"] = {"title": "x", "text": "{{ config }}", "help": "x"}
    assert file.imported(file.exported(Writing.model_validate(content))) == LETTER


def test_a_file_with_something_wrong_in_it_can_be_gone_on_with() -> None:
    writing = rules.save_clause(LETTER, "effort", words={"da": {"text": "{{ wrong"}})
    assert file.imported(file.exported(writing)) == writing
