from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.builders import an_organisation
from tests.conftest import NOW

ROOT = Path(__file__).parents[3]


def words() -> str:
    run = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    run.switch_page("pages/public/privacy.py").run()
    assert not run.exception
    return "\n".join(element.value for element in (*run.title, *run.header, *run.markdown, *run.caption))


def test_it_is_there_in_danish_before_anything_is_set_up(portal):
    shown = words()
    assert "Dine oplysninger" in shown
    assert "ikke oprettet nogen organisation" in shown


def test_it_says_what_is_never_kept_how_long_a_login_lasts_and_whom_to_ask(session):
    an_organisation(session, NOW)
    shown = words()
    assert "CPR-nummer" in shown
    assert "14 dage" in shown
    assert "Datatilsynet" in shown
    assert "70 10 20 30" in shown
