"""What Streamlit says in English, in the reader's language."""

from pages.routes.headers import content_policy
from pages.routes.scripts import IN_PAGE
from pages.routes.streamlit_words import put_into


def test_each_language_has_its_words_and_english_needs_none():
    put = put_into("const ALL = {};")
    assert '"da": {"App pages": "Portalens sider"' in put
    assert '"Remove {words}": "Fjern {words}"' in put
    assert '"en": {}' in put


def test_the_page_carries_the_words_in_a_script_its_policy_knows():
    assert "Fjern {words}" in IN_PAGE
    assert content_policy().count("sha256-") >= IN_PAGE.count("<script>")
