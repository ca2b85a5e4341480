from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.builders import an_organisation
from tests.conftest import NOW

ROOT = Path(__file__).parents[3]


def words() -> str:
    run = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    run.switch_page("pages/public/accessibility.py").run()
    assert not run.exception
    return "\n".join(element.value for element in (*run.title, *run.header, *run.markdown, *run.caption))


def test_it_is_there_in_danish_before_anything_is_set_up(portal):
    shown = words()
    assert "Tilgængelighed" in shown
    assert "ikke oprettet nogen organisation" in shown


def test_the_statement_names_whom_to_ask_where_to_complain_and_when_it_was_gone_through(session):
    an_organisation(session, NOW)
    shown = words()
    assert "70 10 20 30" in shown
    assert "Mail: " in shown
    assert "Digitaliseringsstyrelsen" in shown
    assert "Sidst gennemgået 26. november 2026." in shown
