"""A device in somebody else's hands: one document at every address, and back to its owner with their passphrase."""

import re

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from core.access import guessing
from core.access.sessions import actor_for, begin
from core.documents.signing.together import hand_over
from core.i18n import utc_now
from db.documents import Consent, Document
from db.engine import transaction
from db.people import Account, Person
from pages.shell.entries import PAGES
from pages.shell.navigation import START
from tests.architecture import ROOT
from tests.builders import Scene, a_scene, an_account, look_again
from tests.core.documents.stories import a_letter, answer, sign
from tests.core.partnerships.builders import a_speaker, an_agreement, an_association
from tests.pages.as_volunteer import buttons, field, press, text, visit
from tests.pages.drawn import html_of

HOSTS, GUESTS = "lises lange adgang", "karens lange adgang"
READ, SIGN = "Jeg har læst det. Videre", "Jeg skriver under"
BACK, NOT_NOW = "Jeg er Lise Bach. Tag enheden tilbage", "Jeg vil ikke skrive under nu"


@pytest.fixture(autouse=True)
def _each_their_own_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    """bcrypt takes a third of a second on purpose; here a comparison stands in."""
    monkeypatch.setattr(guessing, "matches", lambda written, stored: stored is not None and written == stored)


@pytest.fixture
def scene(session: Session, now) -> Scene:
    made = a_scene(session, now)
    for person, login_name, passphrase in (
        (made.contact_person, "lise", HOSTS),
        (made.volunteer, "karen", GUESTS),
    ):
        account = an_account(session, person, now, login_name=login_name)
        with transaction(session):
            account.passphrase_hash = passphrase
            session.add(account)
    return made


@pytest.fixture
def document(session: Session, scene: Scene, now) -> Document:
    return a_letter(session, scene, now)


def lent(session: Session, scene: Scene, document: Document) -> str:
    """The token of the contact person's browser, in the volunteer's hands."""
    now = utc_now()
    with transaction(session):
        account = session.exec(select(Account).where(Account.person_id == scene.contact_person.id)).one()
        token = begin(session, account=account, device="", now=now).token
    host = actor_for(session=session, token=token, now=now)
    assert host
    hand_over(session=session, actor=host, token=token, document_id=document.id, capacity="volunteer", now=now)
    return token


def opened(token: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.session_state["username"] = token
    return app.run()


def write_and_sign(page: AppTest, passphrase: str) -> AppTest:
    field(page, "Skriv dit navn").set_value("Karen Møller")
    field(page, "Din egen adgangssætning").set_value(passphrase)
    return press(page, SIGN)


def take_back(page: AppTest, passphrase: str = HOSTS) -> AppTest:
    field(page, "Lise Bach: skriv din egen").set_value(passphrase)
    return press(page, BACK)


def consents(session: Session) -> list[Consent]:
    look_again(session)
    return list(session.exec(select(Consent)))


def test_the_whole_way_on_a_borrowed_device(session: Session, scene: Scene, document: Document, now) -> None:
    sign(session, scene.as_contact_person, document.id, now)
    page = visit(session, scene.contact_person, "documents/signing/document", id=document.id)
    page = press(page, "Giv enheden til Karen")
    assert "Kære Karen Møller" in text(page)
    page = press(page, READ)
    page = write_and_sign(page, GUESTS)
    assert "Tak. Du har skrevet under." in text(page)
    assert "Kære Karen Møller" not in text(page)
    assert [given.how for given in consents(session)] == ["own_device", "together"]
    page = take_back(page)
    assert "Log ud" in buttons(page)
    assert "sammen med Lise Bach" in text(page)


def test_every_address_shows_the_hand_over_and_nothing_else(session: Session, scene: Scene, document: Document):
    """AppTest opens pages by file, and while a browser is handed over there is only this one."""
    token = lent(session, scene, document)
    app = opened(token)
    for entry in PAGES:
        if entry.path == "pages/documents/signing/together.py":
            continue
        with pytest.raises(ValueError, match="not found|Unable to find|Could not find"):
            app.switch_page(entry.path).run()
    app = opened(token)
    said = text(app)
    assert "Kære Karen Møller" in said
    for hidden in ("Log ud", "I dag", "Frivillige", "Jonas Holm", "Om portalen"):
        assert hidden not in buttons(app)
        assert hidden not in re.sub(r"(?s)<article.*?</article>", "", said)


def test_navigation_registers_every_address_with_the_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from pages.shell import navigation

    made: dict[str, list] = {}
    monkeypatch.setattr(navigation.st, "navigation", lambda pages, position: made.update(pages=pages))  # noqa: ARG005
    monkeypatch.setattr(navigation, "_page", lambda entry, target, **at: (entry, target, at))
    navigation.choose(type("Lent", (), {"handed": object(), "actor": None})(), "real")
    assert {(target.path, at["shown"]) for _, target, at in made["pages"]} == {
        ("pages/documents/signing/together.py", False)
    }
    assert [at["url_path"] for _, _, at in made["pages"]] == [START, *(entry.url_path for entry in PAGES)]


def test_another_passphrase_neither_signs_nor_opens(session: Session, scene: Scene, document: Document) -> None:
    page = press(opened(lent(session, scene, document)), READ)
    page = write_and_sign(page, HOSTS)
    assert "ikke den rigtige adgangssætning" in page.error[0].value
    assert consents(session) == []
    page = take_back(press(page, NOT_NOW), GUESTS)
    assert "ikke den rigtige adgangssætning" in page.error[0].value
    assert "Log ud" not in buttons(page)


def test_who_does_not_want_to_sign_gives_the_device_back(session: Session, scene: Scene, document: Document) -> None:
    page = press(opened(lent(session, scene, document)), NOT_NOW)
    assert "Der er ikke skrevet under" in text(page)
    assert "Kære Karen Møller" not in text(page)
    assert "Kære Karen Møller" in text(press(page, "Jeg vil læse videre"))
    page = take_back(press(page, NOT_NOW))
    assert "Log ud" in buttons(page)
    assert consents(session) == []


def test_a_host_who_forgot_can_log_out(session: Session, scene: Scene, document: Document) -> None:
    page = press(press(opened(lent(session, scene, document)), NOT_NOW), "Log Lise Bach ud her")
    assert "Log ind" in text(page)
    assert "Kære Karen Møller" not in text(page)


def test_a_text_that_changed_shows_what_is_new_before_it_is_signed(session, scene, document, now) -> None:
    page = press(opened(lent(session, scene, document)), READ)
    answer(session, scene.as_contact_person, document.id, "extent", "Hver eneste dag", now)
    page = write_and_sign(page, GUESTS)
    assert consents(session) == []
    assert "Teksten er ændret" in text(page)
    page = write_and_sign(press(page, "Jeg har læst det nye. Videre"), GUESTS)
    assert len(consents(session)) == 1


def test_the_volunteer_reads_in_their_own_language_and_the_host_keeps_theirs(session, scene, document) -> None:
    with transaction(session):
        person = session.get_one(Person, scene.volunteer.id)
        person.language = "en"
        session.add(person)
    page = opened(lent(session, scene, document))
    assert "I have read it. Continue" in buttons(page)
    page = press(page, "Dansk")
    assert READ in buttons(page)
    page = take_back(press(page, NOT_NOW))
    assert "Log ud" in buttons(page)
    look_again(session)
    assert session.get_one(Person, scene.contact_person.id).language == "da"
    assert session.get_one(Person, scene.volunteer.id).language == "en"


def test_a_volunteer_with_neither_login_nor_mail_is_pointed_to_paper(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    with transaction(session):
        person = session.get_one(Person, scene.volunteer.id)
        person.email = ""
        session.add(person)
    sign(session, scene.as_contact_person, document.id, now)
    page = visit(session, scene.contact_person, "documents/signing/document", id=document.id)
    assert "Skriv under på papir i stedet" in text(page)
    assert "Giv enheden til Karen" not in buttons(page)


def test_nobody_hands_over_to_a_volunteer_who_has_signed(session: Session, scene: Scene, document: Document, now):
    sign(session, scene.as_volunteer, document.id, now)
    page = visit(session, scene.contact_person, "documents/signing/document", id=document.id)
    assert "Giv enheden til Karen" not in buttons(page)


def test_the_association_reads_and_signs_the_framework_agreement_on_the_coordinators_device(
    session, scene, now
) -> None:
    association = an_association(session, scene, now)
    speaker = a_speaker(session, scene, association, now)
    for person, login_name, passphrase in ((scene.coordinator, "mette", HOSTS), (speaker, "bodil", GUESTS)):
        account = an_account(session, person, now, login_name=login_name)
        with transaction(session):
            account.passphrase_hash = passphrase
            session.add(account)
    agreement = an_agreement(session, scene, association, speaker, now)
    page = visit(session, scene.coordinator, "documents/signing/agreement", id=agreement.id)
    page = press(page, "Giv enheden til Bodil")
    assert "Besøgsvenner på Solgården." in html_of(page)
    assert scene.coordinator.name in text(page)
    page = press(page, READ)
    field(page, "Skriv dit navn").set_value("Bodil Friis")
    field(page, "Din egen adgangssætning").set_value(GUESTS)
    page = press(page, SIGN)
    assert "Tak. Du har skrevet under." in text(page)
    (given,) = consents(session)
    assert (given.person_id, given.how, given.host_person_id) == (speaker.id, "together", scene.coordinator.id)
