"""Whoever logs in reads that a colleague made a link to their passphrase, and says with one press that they know."""

from datetime import timedelta
from pathlib import Path

from sqlmodel import Session
from streamlit.testing.v1 import AppTest

from core.access.invitations import accept, make_passphrase_link
from core.i18n import local_day, on_date, utc_now
from tests.builders import a_scene, an_account
from tests.core.documents.stories import a_letter, sign
from tests.pages.as_volunteer import buttons, press, text, visit

NOW = utc_now() - timedelta(hours=1)
ROOT = Path(__file__).parents[3]
TOLD, KNOWS = "har lavet et link til en ny adgangssætning til dig", "Det er i orden, jeg kender til det"
MARKED = "Karen Møller har ikke bekræftet det endnu"


def at(app: AppTest, page: str, **query: str) -> AppTest:
    app.switch_page(f"pages/{page}.py")
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def test_a_link_is_told_until_one_knows_of_it_and_what_was_signed_is_marked_until_then(session: Session) -> None:
    scene = a_scene(session, NOW)
    an_account(session, scene.volunteer, NOW)
    letter = a_letter(session, scene, NOW)
    made = make_passphrase_link(
        session=session,
        actor=scene.as_coordinator,
        person_id=scene.volunteer.id,
        organisation_id=scene.organisation.id,
        reason="Karen *ringede*",
        now=NOW,
    )
    by_link = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    by_link.session_state["username"] = accept(
        session=session,
        token=made.token or "",
        login_name="",
        passphrase="syv gule ballonner",
        device="",
        now=utc_now() - timedelta(minutes=5),
    ).token
    session.rollback()
    # In the login that the link opened it is told once, and nothing can be said to it.
    first = text(by_link.run())
    assert TOLD in first
    assert "Du kom ind med det her link" in first
    assert KNOWS not in buttons(by_link)
    assert TOLD not in text(at(by_link, "access/account"))
    sign(session, scene.as_volunteer, letter.id, utc_now())
    reads = visit(session, scene.coordinator, "documents/preparing/letter", id=letter.id)
    assert MARKED in text(reads)
    # At the next login it is told on every page.
    page = visit(session, scene.volunteer, "documents/signing/document", id=letter.id)
    told = text(page)
    assert f"{scene.coordinator.name} fra Solbjerg Kommune** {TOLD}" in told.replace(f" {TOLD}**", f"** {TOLD}")
    assert r"Begrundelsen er: »Karen \*ringede\*«. Det blev brugt" in told
    assert MARKED in told
    page = press(page, KNOWS)
    assert not page.exception
    assert TOLD not in text(page)
    assert f"Karen Møller bekræftede det {on_date(local_day(utc_now()))}" in text(page)
    assert MARKED not in text(reads.run())
