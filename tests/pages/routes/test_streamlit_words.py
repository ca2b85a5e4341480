"""What Streamlit says in English, in the reader's language."""

from pages.routes.headers import content_policy
from pages.routes.scripts import IN_PAGE
from pages.routes.streamlit_words import put_into


def test_each_language_has_its_words_and_english_needs_none():
    put = put_into("const ALL = {};")
    assert '"da": {"App pages": "Portalens sider"' in put
    assert '"Remove {words}": "Fjern {words}"' in put
    assert '"en": {}' in put


def test_a_year_that_no_calendar_has_is_refused_in_the_readers_language():
    """The field says it twice: to who listens as one text, and below the pointer with its first word in bold."""
    put = put_into("const ALL = {};")
    refusal = ": Date set outside allowed range. Please select a date on or before {words}."
    assert f'"Error{refusal}": "Fejl: ' in put
    assert f'"{refusal}": ": ' in put


def test_the_page_carries_the_words_in_a_script_its_policy_knows():
    assert "Fjern {words}" in IN_PAGE
    assert content_policy().count("sha256-") >= IN_PAGE.count("<script>")
