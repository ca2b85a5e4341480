import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.widgets.plain import WORD_JOINER, day_first, plain, plain_label, plain_with_sites

PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
SPICE = st.sampled_from(
    [":red[", ":material/home:", "http://", "www.", "<b>", "$x$", "-> ", ":smile:", "\n# ", "    ", "* "]
)
WRITTEN = st.lists(st.one_of(SPICE, st.text(alphabet=st.characters(exclude_characters=WORD_JOINER)))).map("".join)


def as_read(escaped: str) -> str:
    """What a reader of Markdown sees: escapes are gone, and a word joiner shows nothing."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escaped)


@given(WRITTEN)
def test_the_reader_sees_what_was_written_on_one_line(written):
    assert as_read(plain(written)).replace(WORD_JOINER, "") == " ".join(written.split())


@given(WRITTEN)
def test_no_sign_that_markdown_knows_is_left_bare(written):
    pairs = re.sub(r"\\[!-/:-@\[-`{-~]", "", plain(written))
    assert not set(pairs) & set(PUNCTUATION)


@given(WRITTEN)
def test_nothing_is_left_that_streamlit_would_turn_into_something_after_the_escapes(written):
    seen = as_read(plain(written))
    assert not re.search(r":[\w+-]+:", seen)
    assert not re.search(r"https?://", seen, re.IGNORECASE)
    assert not re.search(r"\bwww\.", seen, re.IGNORECASE)
    assert not re.search(r"(?:^|\s)(<->|->|<-|--|>=|<=|~=)(?:\s|$)", seen)


@given(WRITTEN)
def test_it_stays_on_one_line_and_never_begins_with_a_space(written):
    assert "\n" not in plain(written)
    assert plain(written) == plain(written).strip()


@pytest.mark.parametrize("name", ["Søren Ågård Østergaard", "Zoë Łukasz", "Nguyễn Thị Ánh", "محمد"])
def test_letters_of_a_name_are_left_alone(name):
    assert plain(name) == name


def test_an_email_address_can_be_copied_as_it_was_written():
    assert as_read(plain("mette@fjordby.example")) == "mette@fjordby.example"


def test_a_name_as_a_label_has_no_marks_where_it_needs_none() -> None:
    assert plain_label("Inger-Marie O'Connor (Åse)") == "Inger-Marie O'Connor (Åse)"
    assert plain_label("Aftal med din makker, hvem der holder øje. Hvem siger til?") == (
        "Aftal med din makker, hvem der holder øje. Hvem siger til?"
    )
    for marked in ("*Karen*", "[x](http://y)", "a->b", ":material/x:", "Karen _x_", "1. Karen", "$x$", "Se www.x.dk"):
        assert plain_label(marked) == plain(marked)


def test_the_first_of_a_month_begins_no_list():
    assert day_first("1. december 2026 kl. 17.00") == "1\\. december 2026 kl. 17.00"
    assert day_first("Holdt den 1. december") == "Holdt den 1. december"


def test_a_public_site_is_a_link_and_no_other_address_is():
    shown = plain_with_sites(
        "Se *mere* på ast.dk. Kilde: borger.dk, ikke ond-borger.dk, borger.dk.ond.dk eller x@ast.dk."
    )
    assert re.findall(r"\[(\S+?)\]\((\S+?)\)", shown) == [
        ("ast.dk", "https://ast.dk"),
        ("borger.dk", "https://borger.dk"),
    ]
    assert as_read(shown).startswith("Se *mere* på [ast.dk](https://ast.dk). Kilde: [borger.dk]")
