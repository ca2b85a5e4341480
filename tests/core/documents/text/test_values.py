"""Answers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents.template.model import Field
from core.documents.text.values import checked, printable
from core.errors import DomainError, words
from core.i18n import reading


def a_field(kind: str, choices: tuple[str, ...] = ()) -> Field:
    return Field.model_validate({"id": "f", "type": kind, "filled_by": "volunteer", "choices": choices})


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("text", "  to   timer\n om ugen ", "to timer om ugen"),
        ("long_text", " Gå ture.\r\nDrikke kaffe. ", "Gå ture.\nDrikke kaffe."),
        ("long_text", "A\u030ase", "Åse"),
        ("text", "A\u030ase", "Åse"),
        ("text", "kaffe ☕ → 本", "kaffe ☕ → 本"),
        ("date", "24.12.2026", "2026-12-24"),
        ("date", "1/2-2027", "2027-02-01"),
        ("date", "24. 12. 2026", "2026-12-24"),
        ("date", "2026-12-24", "2026-12-24"),
        ("phone", "20 30 40 50", "+45 20 30 40 50"),
        ("email", " karen@example.dk ", "karen@example.dk"),
        ("yes_no", "yes", "yes"),
        ("yes_no", "", ""),
        ("date", " ", ""),
        ("text", " ", ""),
    ],
)
def test_an_answer_is_kept_in_one_spelling(kind: str, written: str, kept: str) -> None:
    assert checked(a_field(kind), written) == kept


@pytest.mark.parametrize(
    ("kind", "written", "code"),
    [
        ("text", "x" * 301, "text_long"),
        ("long_text", "x" * 4001, "text_long"),
        ("long_text", "født 010203-1234", "cpr_not_wanted"),
        ("date", "31.2.2026", "date_invalid"),
        ("date", "i morgen", "date_invalid"),
        ("date", "24.12.26", "date_invalid"),
        ("date", "24.12.0026", "date_invalid"),
        ("phone", "123", "phone_invalid"),
        ("email", "karen(at)example.dk", "email_invalid"),
        ("yes_no", "maybe", "choice_invalid"),
    ],
)
def test_an_answer_that_cannot_be_kept_is_refused(kind: str, written: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        checked(a_field(kind), written)
    assert refused.value.code == code


def test_the_letters_of_a_name_that_cannot_be_printed_are_named() -> None:
    assert printable("Ida ☕ Наталія") == "Ida ☕ Наталія"
    with pytest.raises(DomainError) as refused:
        printable("Ida ☕ 本")
    assert refused.value.details["letters"] == "本"


def test_a_choice_is_one_of_those_offered() -> None:
    field = a_field("choice", ("own", "both"))
    assert checked(field, "both") == "both"
    with pytest.raises(DomainError):
        checked(field, "yes")


@given(st.sampled_from(["text", "long_text", "date", "phone", "email", "yes_no"]), st.text())
def test_what_is_kept_is_kept_again_unchanged(kind: str, written: str) -> None:
    try:
        kept = checked(a_field(kind), written)
    except DomainError:
        return
    assert checked(a_field(kind), kept) == kept


@pytest.mark.parametrize("written", ["اسمي علي", "שלום לכולם", "สวัสดีทุกคน", "你好，世界", "こんにちは", "안녕하세요"])
def test_running_text_in_any_script_is_kept_and_a_name_asks_for_a_latin_spelling_in_words(written: str) -> None:
    for kind in ("text", "long_text"):
        assert checked(a_field(kind), written) == written
    with pytest.raises(DomainError) as refused:
        printable(written)
    for language, said in (("da", "med latinske bogstaver"), ("en", "Latin spelling")):
        with reading(language):
            assert said in words(refused.value)
            assert written[0] in words(refused.value)
