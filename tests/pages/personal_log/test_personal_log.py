"""A personal log book on the screen: nothing of it stands anywhere until its owner opens it."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from core.access.sessions import begin
from core.i18n import utc_now
from core.personal_log import locking
from core.personal_log.rules import LogTool
from core.personal_log.service import begin_log, open_log, pages
from db.engine import transaction
from db.people import Account
from db.personal_log import PersonalLog, SharedLogPage
from pages.personal_log.opening import OPEN, RESCUED, SEEN, WRONG
from tests.builders import look_again
from tests.core.teams.builders import TeamScene, a_team
from tests.pages.as_colleague import in_dialog, only_button, said_in_rows, visit
from tests.pages.as_volunteer import field, leave, press, text
from tests.pages.drawn import html_of

NOW = utc_now() - timedelta(hours=1)
PAGE, TEAM = "personal_log/personal_log", "teams/team"
PASSPHRASE = "fire grønne cykler i regn"
WORDS = "I dag gik det *godt*."


@pytest.fixture(autouse=True)
def _little_work(monkeypatch):
    monkeypatch.setattr(locking, "MEMORY_KIB", 64)


@pytest.fixture
def house(session: Session) -> TeamScene:
    return a_team(session, NOW)


def begun(session: Session, house: TeamScene) -> str:
    made = begin_log(session=session, actor=house.as_peer, passphrase=PASSPHRASE, again=PASSPHRASE, now=NOW)
    return made.code


def opened(app: AppTest) -> AppTest:
    field(app, "Logbogens adgangssætning").set_value(PASSPHRASE)
    return press(app, "Åbn logbogen")


def stored(session: Session, house: TeamScene) -> list[dict[str, str]]:
    look_again(session)
    key = open_log(session=session, actor=house.as_peer, passphrase=PASSPHRASE, now=utc_now())
    return [dict(page.words) for page in pages(session=session, actor=house.as_peer, key=key)]


def test_it_is_begun_with_a_code_that_is_shown_before_the_first_word(session, house):
    page = visit(session, house.scene.volunteer, PAGE)
    assert "Ingen andre kan læse den" in text(page)
    field(page, "En adgangssætning til logbogen").set_value(PASSPHRASE)
    page = press(page, "Begynd logbogen")
    assert "De to er ikke ens" in html_of(page)
    field(page, "Den samme igen").set_value(PASSPHRASE)
    page = press(page, "Begynd logbogen")
    assert "Skriv denne kode på papir nu" in text(page)
    assert not [each for each in page.button if each.label == "En side om dagen"]
    page = press(page, "Jeg har skrevet den ned")
    assert "Der står ikke noget endnu" in text(page)
    page = press(page, "En side om dagen")
    page = leave(page, "Hvad vil du skrive?", WORDS)
    assert "kun du kan læse det" in text(page)
    assert stored(session, house) == [{"words": WORDS}]
    page = press(page, "Alle sider")
    assert "gik det" in said_in_rows(page)
    page = press(page, "Lås den")
    assert "gik det" not in said_in_rows(page) + text(page)


def test_a_wrong_passphrase_is_told_and_a_code_opens_it_with_a_new_one(session, house):
    code = begun(session, house)
    page = visit(session, house.scene.volunteer, PAGE)
    field(page, "Logbogens adgangssætning").set_value("en helt anden sætning")
    page = press(page, "Åbn logbogen")
    assert "åbner den ikke" in html_of(page)
    field(page, "Logbogens adgangssætning (skal rettes)")
    assert not page.error
    page = in_dialog(page, "personal-log-forgotten")
    # All that is missing is told at once, and a wrong code at its own field, without what is put right by then.
    page = only_button(page, "personal-log-by-code").click().run()
    field(page, "Koden på papir (skal rettes)").set_value("AAAA-BBBB-CCCC-DDDD-EEEE-FFFF")
    for label in ("En adgangssætning til logbogen (skal rettes)", "Den samme igen"):
        field(page, label).set_value("syv blå både på fjorden")
    page = only_button(page, "personal-log-by-code").click().run()
    wrong = [each.label for each in page.text_input if "skal rettes" in each.label]
    assert wrong == ["Logbogens adgangssætning (skal rettes)", "Koden på papir (skal rettes)"]
    field(page, "Koden på papir (skal rettes)").set_value(code.lower())
    for label in ("En adgangssætning til logbogen", "Den samme igen"):
        field(page, label).set_value("syv blå både på fjorden")
    page = only_button(page, "personal-log-by-code").click().run()
    assert "Skriv denne kode på papir nu" in text(page)
    assert code not in html_of(page)
    # Whoever locks it again meets nothing of what was wrong before.
    page = press(press(page, "Jeg har skrevet den ned"), "Lås den")
    field(page, "Logbogens adgangssætning")


def test_it_locks_by_itself_when_it_is_not_used(session, house):
    begun(session, house)
    page = opened(visit(session, house.scene.volunteer, PAGE))
    assert "Dine sider" in html_of(page)
    held = page.session_state[OPEN.key]
    page.session_state[OPEN.key] = held._replace(used_at=utc_now() - timedelta(minutes=31))
    assert "Den er låst" in text(page.run())


@pytest.mark.parametrize("how", ["by hand", "by itself", "another login"])
def test_nothing_of_a_page_that_was_being_written_stands_there_once_it_is_locked(session, house, how):
    begun(session, house)
    page = opened(visit(session, house.scene.volunteer, PAGE))
    page = press(page, "Tidlige tegn, og hvad der hjælper mig")
    page_id = page.query_params["page"]
    page = leave(page, "Hvad hjælper dig så?", "En hemmelig gåtur")
    page = leave(page, "Hvem ringer du til?", "Inger, 010190-1234")
    if how == "by hand":
        page = press(page, "Lås den")
    elif how == "by itself":
        held = page.session_state[OPEN.key]
        page.session_state[OPEN.key] = held._replace(used_at=utc_now() - timedelta(minutes=31))
        page = page.run()
    else:
        page.session_state[OPEN.key] = page.session_state[OPEN.key]._replace(login="another")
        page = page.run()
    assert "Den er låst" in text(page)
    assert not page.text_area
    assert not page.query_params
    for each in (RESCUED, SEEN, WRONG):
        assert each.of(page_id).key not in page.session_state


def test_another_login_in_the_same_tab_meets_it_locked(session, house):
    begun(session, house)
    page = opened(visit(session, house.scene.volunteer, PAGE))
    assert "Dine sider" in html_of(page)
    account = session.exec(select(Account).where(Account.person_id == house.scene.volunteer.id)).one()
    with transaction(session):
        page.session_state["username"] = begin(session, account=account, device="", now=utc_now()).token
    assert "Den er låst" in text(page.run())


def test_what_is_refused_is_told_at_its_field_and_neither_it_nor_the_rest_is_lost(session, house):
    begun(session, house)
    page = opened(visit(session, house.scene.volunteer, PAGE))
    page = press(page, "Tidlige tegn, og hvad der hjælper mig")
    page = leave(page, "Hvad hjælper dig så?", "En gåtur")
    page = leave(page, "Hvem ringer du til?", "Inger, 010190-1234")
    assert "CPR" in html_of(page)
    page = leave(page, "Hvad må andre gøre eller sige, og hvad ikke?", "Ring gerne")
    assert stored(session, house) == [{"helps": "En gåtur", "others": "Ring gerne"}]
    # It is still there for who goes away from the page and comes back.
    page = press(press(page, "Alle sider"), "Åbn")
    assert field(page, "Hvem ringer du til? (skal rettes)").value == "Inger, 010190-1234"
    page = leave(page, "Hvem ringer du til? (skal rettes)", "Inger")
    assert "CPR" not in html_of(page)
    assert stored(session, house) == [{"helps": "En gåtur", "others": "Ring gerne", "call": "Inger"}]


def test_a_page_is_let_read_by_one_and_read_on_the_team_s_page(session, house):
    begun(session, house)
    page = opened(visit(session, house.scene.volunteer, PAGE))
    page = press(page, "Tidlige tegn, og hvad der hjælper mig")
    page = leave(page, "Hvordan mærker du først, at noget bliver svært?", "Jeg sover dårligt")
    assert "kun du kan læse det" in text(page)
    page = press(page, "Lad Inger Lund læse den")
    assert "Inger Lund" in said_in_rows(page)
    assert "kun du kan læse det" not in text(page)
    assert "Den siger hverken, hvad det er, eller hvem det er fra." in text(page)
    look_again(session)
    assert session.exec(select(SharedLogPage.to_id)).all() == [house.lead.id]
    assert "Jeg sover dårligt" in text(visit(session, house.lead, TEAM))
    for person in (house.psychologist, house.scene.contact_person, house.scene.coordinator, house.scene.volunteer):
        assert "Jeg sover dårligt" not in text(visit(session, person, TEAM, id=house.team.id))
    press(page, "Tag det tilbage")
    assert "Jeg sover dårligt" not in text(visit(session, house.lead, TEAM))


def test_all_of_it_goes_at_the_owner_s_word_also_when_it_is_locked(session, house):
    begun(session, house)
    page = in_dialog(visit(session, house.scene.volunteer, PAGE), "personal-log-delete")
    assert not [each for each in page.button if each.key == "personal-log-delete-it"]
    page.checkbox(key="personal-log-delete-sure").check().run()
    page = only_button(page, "personal-log-delete-it").click().run()
    look_again(session)
    assert session.exec(select(PersonalLog)).all() == []
    assert "Begynd logbogen" in [each.label for each in page.button]


@pytest.mark.parametrize("tool", LogTool)
def test_every_tool_asks_its_questions_and_keeps_what_was_written_elsewhere_meanwhile(session, house, tool):
    begun(session, house)
    page = opened(visit(session, house.scene.volunteer, PAGE))
    page = only_button(page, f"personal-log-tool-{tool}").click().run()
    for number, area in enumerate(page.text_area):
        area.set_value(f"Svar {number}").run()
    assert [len(each) for each in stored(session, house)] == [len(page.text_area)]


def test_who_logs_out_leaves_no_key_in_the_tab(session, house):
    begun(session, house)
    page = opened(visit(session, house.scene.volunteer, PAGE))
    assert OPEN.key in page.session_state
    page = press(page, "Log ud")
    assert OPEN.key not in page.session_state
