from pathlib import Path

from sqlmodel import SQLModel
from streamlit.testing.v1 import AppTest

from core.access.permissions import COLLEAGUES, Action
from core.access.roles import NAMES
from core.approvals.rules import EndReason
from core.i18n import gettext as _
from pages.public.kept import KEPT, READS
from tests.builders import an_organisation
from tests.conftest import NOW

ROOT = Path(__file__).parents[3]
# What no person stands in: settings, keys, places, money in all, and the end of the log.
ABOUT_NOBODY = {
    "audit_head",
    "closed_period",
    "deployment",
    "expense_rate",
    "import_memory",
    "organisation",
    "organisation_care",
    "organisation_reminders",
    "organisation_support",
    "recognition_budget",
    "reminder_wording",
    "sealing_key",
    "workplace",
    "wrapped_key",
}


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


def test_it_does_not_say_that_nothing_about_illness_is_kept(session):
    an_organisation(session, NOW)
    shown = words()
    # That it is illness is a word somebody may stop for, and criteria of applicants are about it.
    assert "illness" in set(EndReason)
    assert "også hvis det er sygdom" in shown
    assert "det om sygdom før" in shown
    assert "Dit helbred" not in shown


def about_somebody() -> set[str]:
    """The tables from which foreign keys lead to a person, however far."""
    found = {"person"}
    before: set[str] = set()
    while found != before:
        before = set(found)
        found |= {
            table.name
            for table in SQLModel.metadata.sorted_tables
            if any(key.column.table.name in before for key in table.foreign_keys)
        }
    return found


def test_every_table_that_leads_to_a_person_is_told_of_and_what_is_not_is_about_nobody() -> None:
    told = {table for group in KEPT for table in group.tables}
    assert about_somebody() - told == set()
    assert SQLModel.metadata.tables.keys() - told == ABOUT_NOBODY
    assert told <= SQLModel.metadata.tables.keys()


def test_every_action_that_lets_somebody_read_about_others_says_what_they_read() -> None:
    reading = {action for action in Action if action.startswith(("see_", "read_"))}
    assert reading - {action for action, _words in READS} == {
        Action.SEE_OWN_DOCUMENTS,
        Action.SEE_OWN_THANKS,
        Action.READ_GUIDELINES,
    }


def test_the_page_tells_all_that_is_kept_and_every_role_that_reads_it(portal) -> None:
    shown = words()
    for group in KEPT:
        assert _(group.words) in shown
    for role in COLLEAGUES:
        assert f"- {_(NAMES[role])}, " in shown, role
    assert "- Vejleder, kun for sine egne: instruktørers logbog og den feedback, de får." in shown


def test_it_promises_no_copy_and_no_deletion_that_the_portal_cannot_give(portal) -> None:
    shown = words()
    assert "ikke en knap til her endnu" in shown
    assert "Ingen andre bruger det" not in shown
