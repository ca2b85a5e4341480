from streamlit.testing.v1 import AppTest

from tests.builders import an_organisation
from tests.conftest import NOW


def contacts() -> str:
    def page():
        from pages.public import contacts
        from pages.shell.context import begin, end

        contacts.draw(begin().session)
        end()

    run = AppTest.from_function(page).run()
    assert not run.exception
    return "\n".join(element.value for element in run.markdown)


def test_every_organisation_can_be_called_and_written_to(session):
    an_organisation(session, NOW)
    an_organisation(session, NOW, name="Aftenlyset *Syd*")
    shown = contacts()
    assert shown.index("Aftenlyset \\*Syd\\*") < shown.index("Solbjerg Kommune")
    assert "70 10 20 30" in shown
    assert "Torvet 1\\, 4999 Solbjerg" in shown
    assert "solbjerg\\.example\\.dk" in shown


def test_what_an_organisation_has_not_given_is_left_out(session):
    organisation = an_organisation(session, NOW)
    organisation.phone = organisation.address = ""
    session.add(organisation)
    session.commit()
    shown = contacts()
    assert "Telefon" not in shown
    assert not shown.endswith("\n")


def test_a_portal_that_is_not_set_up_says_so(portal):
    assert "ikke oprettet nogen organisation" in contacts()
