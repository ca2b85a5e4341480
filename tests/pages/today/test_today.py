"""The coordinator's morning: one line for each volunteer, done from the line."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.access.sessions import actor_for, log_in_demonstration
from core.i18n import local_day, on_date, utc_now
from core.journey.urgency import Urgency
from core.today.rules import When
from core.today.service import A_PAGE, Turn, morning
from db.access import Invitation
from db.courses import CourseModule
from db.documents import Document
from db.engine import transaction
from db.organisations import Organisation
from db.people import Account, Membership, Person
from db.talks import Talk
from tests.builders import a_member, a_scene, an_organisation
from tests.core.documents.stories import a_letter, a_sealed_letter, mails
from tests.core.register.test_documents import another
from tests.core.supervision.stories import teaching
from tests.core.today.test_service import a_line, quiet
from tests.pages.as_colleague import choose, keys, named, noticed, only_button, rows, unfold, unfolding, visit
from tests.pages.as_volunteer import text

NOW = utc_now()
TODAY = local_day(NOW)


@pytest.fixture
def scene(session: Session):
    return a_scene(session, NOW - timedelta(days=10))


def lines(page) -> list[str]:
    """The keys of the lines' buttons, in reading order."""
    return [key.removeprefix("today-") for key in keys(page) if key.startswith("today-") and key.count("-") == 5]


def test_an_empty_list_offers_to_add_the_first_volunteer(session):
    organisation = an_organisation(session, NOW)
    page = visit(session, a_member(session, organisation, NOW), "today/today")
    assert "Her er ingen endnu" in text(page)
    assert any(button.label == "Tilføj din første frivillige" for button in page.button)


def test_an_administrator_reads_what_can_wait_below_until_they_put_it_away(session, scene):
    page = visit(session, scene.coordinator, "today/today")
    assert "Når du får tid" not in text(page)
    session.add(
        Membership(
            person_id=scene.coordinator.id, organisation_id=scene.organisation.id, role=Role.ADMIN, created_at=NOW
        )
    )
    session.commit()
    page = visit(session, scene.coordinator, "today/today")
    assert "Når du får tid" in text(page)
    assert "Sæt jeres logo på dokumenterne" in rows(page)
    # The organisation has its address, and a colleague.
    assert "Inviter dine kolleger" not in rows(page)
    page = only_button(page, "later-away").click().run()
    assert "Listen er lagt væk." in page.toast[0].value
    assert "logo" not in rows(page)


def test_when_nothing_is_to_be_done_the_page_says_so(session, scene):
    quiet(session, scene)
    page = visit(session, scene.coordinator, "today/today")
    assert "nyd kaffen" in text(page)
    assert not lines(page)


def test_a_line_says_who_what_and_by_when_in_plain_words(session, scene):
    a_line(session, scene, due_on=TODAY - timedelta(days=3), urgency=Urgency.OURS_OVERDUE)
    long_ago = TODAY - timedelta(days=400)
    old = another(session, scene, NOW, name="Bo")
    a_line(session, old, name="Bo", due_on=long_ago, kind="review", urgency=Urgency.OURS_OVERDUE)
    far = TODAY + timedelta(days=800)
    a_line(session, another(session, scene, NOW, name="Åse Lund"), name="Åse Lund", due_on=far)
    page = visit(session, scene.coordinator, "today/today")
    assert named(page) == ["Bo", "Karen Møller", "Åse Lund"]
    assert "Klar til, at du tager stilling til godkendelsen" in rows(page)
    assert "3 dage over tiden" in rows(page)
    assert "400 dage over tiden" in rows(page)
    assert f"senest {on_date(far)}" in rows(page)
    assert "Birkehuset" in rows(page)
    assert "Din tur" in rows(page)
    assert [only_button(page, f"today-{key}").proto.type for key in lines(page)] == [
        "primary",
        "tertiary",
        "tertiary",
    ]


def test_a_line_with_more_says_so_and_unfolds_in_place(session, scene):
    page = visit(session, scene.coordinator, "today/today")
    # Joining stands on the line; the two documents of the programme are to be made besides.
    (folded,) = unfolding(page)
    assert (folded.name, folded.more) == ("Karen Møller", "+2 mere")
    page = unfold(page, folded)
    first, *others = unfolding(page)
    assert first.more == "Skjul"
    assert [(each.name, each.more) for each in others] == [("", "")] * 2
    # Each of them has a button of its own, and what is unfolded stays so when something else is chosen.
    assert len([key for key in keys(page) if key.startswith(f"today-{scene.engagement.id}")]) == 3
    page = page.run()
    assert len(unfolding(page)) == 3
    assert named(unfold(page, first)) == ["Karen Møller"]


def test_the_same_in_english(session, scene):
    with transaction(session):
        coordinator = session.get_one(Person, scene.coordinator.id)
        coordinator.language = "en"
        session.add(coordinator)
    a_line(session, scene, due_on=TODAY, kind="supervision", step="supervision:3", owner="contact_person")
    page = visit(session, scene.coordinator, "today/today")
    told = rows(page)
    assert "Supervision 3 is to be ordered" in told
    assert "today" in told
    assert "Waits for Lise" in told


def test_a_reminder_goes_out_from_the_line(session, scene):
    letter = a_letter(session, scene, NOW - timedelta(days=5))
    a_line(session, scene, kind="sign", step="welcome_letter", owner="volunteer", subject_id=letter.id)
    page = visit(session, scene.coordinator, "today/today")
    button = only_button(page, f"today-{scene.engagement.id}")
    assert button.label == "Send en påmindelse"
    before = len(mails(session, "document_reminder"))
    page = button.click().run()
    session.rollback()
    assert scene.volunteer.id in mails(session, "document_reminder")[before:]
    assert "Påmindelse til" in page.toast[0].value
    # A colleague sees it too, and nobody reminds again a moment later.
    a_line(session, scene, kind="sign", step="welcome_letter", owner="volunteer", subject_id=letter.id)
    page = visit(session, scene.contact_person, "today/today")
    told = rows(page)
    assert f"{scene.coordinator.name.split()[0]} har sendt en påmindelse, lige nu" in told
    # Who is to sign it as well is led to that.
    assert only_button(page, f"today-{scene.engagement.id}").label == "Læs og skriv under"
    page = visit(session, scene.coordinator, "today/today")
    assert only_button(page, f"today-{scene.engagement.id}").label == "Åbn"


def test_that_the_two_were_talked_with_can_be_undone_for_a_while(session):
    told = teaching(session, NOW)
    with transaction(session):
        module = session.get_one(CourseModule, told.module.id)
        module.held_at = NOW
        session.add(module)
    who = told.scene.coordinator
    a_line(session, told.scene, kind="contact", step=f"contact:{told.module.id}", subject_id=told.module.id)
    page = only_button(visit(session, who, "today/today"), f"today-{told.scene.engagement.id}").click().run()
    assert "Du har talt med parret efter modulet" in rows(page)
    session.rollback()
    assert len(session.exec(select(Talk)).all()) == 2
    page = only_button(page, f"undo-{told.scene.engagement.id}").click().run()
    session.rollback()
    assert session.exec(select(Talk)).all() == []
    assert "har talt med parret" not in rows(page)


def test_what_is_undone_too_late_is_said_where_the_row_is_gone(session, monkeypatch):
    told = teaching(session, NOW)
    with transaction(session):
        module = session.get_one(CourseModule, told.module.id)
        module.held_at = NOW
        session.add(module)
    a_line(session, told.scene, kind="contact", step=f"contact:{told.module.id}", subject_id=told.module.id)
    page = visit(session, told.scene.coordinator, "today/today")
    page = only_button(page, f"today-{told.scene.engagement.id}").click().run()
    # The ten minutes are over.
    for where in ("core.today.just_done", "core.talks.service"):
        monkeypatch.setattr(f"{where}.UNDO_FOR", timedelta(0))
    page = only_button(page, f"undo-{told.scene.engagement.id}").click().run()
    assert "Det er for sent at fortryde" in page.toast[0].value
    assert f"undo-{told.scene.engagement.id}" not in keys(page)
    session.rollback()
    assert len(session.exec(select(Talk)).all()) == 2


def test_a_press_does_what_the_row_said_when_it_was_read_and_nothing_else(session, scene):
    a_line(session, scene, kind="draft", step="welcome_letter", owner="contact_person")
    page = visit(session, scene.coordinator, "today/today")
    assert only_button(page, f"today-{scene.engagement.id}").label == "Lav velkomstbrev"
    # A colleague was faster, and now the very button makes a link.
    a_line(session, scene, kind="joined", step="joined", owner="volunteer")
    page = only_button(page, f"today-{scene.engagement.id}").click().run()
    assert "Det har ændret sig imens" in page.toast[0].value
    session.rollback()
    assert session.exec(select(Document)).all() == []
    assert session.exec(select(Invitation)).all() == []
    # Pressed again, it does what it says now.
    page = only_button(page, f"today-{scene.engagement.id}").click().run()
    session.rollback()
    assert session.exec(select(Invitation)).all() != []
    page = visit(session, scene.coordinator, "today/today")
    pressed = only_button(page, f"today-{scene.engagement.id}")
    quiet(session, scene)
    page = pressed.click().run()
    assert "Det har ændret sig imens" in page.toast[0].value


def test_a_document_is_begun_from_the_line(session, scene):
    a_line(session, scene, kind="draft", step="welcome_letter", owner="contact_person")
    page = visit(session, scene.coordinator, "today/today")
    button = only_button(page, f"today-{scene.engagement.id}")
    assert button.label == "Lav velkomstbrev"
    assert button.click().run().title[0].value.startswith("Velkomstbrev til Karen")


def test_a_link_to_join_is_made_from_the_line(session, scene):
    a_line(session, scene, kind="joined", step="joined", owner="volunteer")
    page = visit(session, scene.coordinator, "today/today")
    page = only_button(page, f"today-{scene.engagement.id}").click().run()
    session.rollback()
    assert session.exec(select(Invitation).where(Invitation.person_id == scene.volunteer.id)).one()
    assert page.title[0].value == "Karen Møller"


def test_what_is_unknown_to_the_page_leads_to_the_volunteer(session, scene):
    a_line(session, scene, kind="a kind of another day")
    page = visit(session, scene.coordinator, "today/today")
    assert "Der er noget at gøre" in rows(page)
    page = only_button(page, f"today-{scene.engagement.id}").click().run()
    assert page.title[0].value == "Karen Møller"


def test_the_counts_are_choices(session, scene):
    a_line(session, scene, due_on=TODAY - timedelta(days=1), urgency=Urgency.OURS_OVERDUE)
    bo = another(session, scene, NOW, name="Bo")
    a_line(session, bo, name="Bo", owner="volunteer", urgency=Urgency.OTHERS)
    page = visit(session, scene.coordinator, "today/today")
    choice = page.pills[0]
    assert choice.options == [
        "Over tiden **1**",
        "Denne uge **0**",
        "Uden hast **0**",
        "Andres tur **1**",
        "Intet lige nu **0**",
    ]
    page = choice.set_value(When.OTHERS).run()
    assert named(page) == ["Bo"]
    page = page.pills[0].set_value(When.SOON).run()
    assert "Her er intet, der passer" in text(page)


def test_a_name_is_searched_and_found_whatever_its_letters(session, scene):
    a_line(session, scene)
    a_line(session, another(session, scene, NOW, name="Åse Ørsted"), name="Åse Ørsted")
    page = visit(session, scene.coordinator, "today/today")
    search = next(each for each in page.text_input if each.label == "Søg på navn")
    assert named(search.set_value("åSE ø").run()) == ["Åse Ørsted"]


def test_the_list_is_turned_page_by_page_and_begins_anew_when_something_else_is_chosen(session, scene):
    quiet(session, scene)
    for number in range(A_PAGE + 1):
        name = f"Frivillig {number:02}"
        a_line(session, another(session, scene, NOW, name=name), name=name)
    page = visit(session, scene.coordinator, "today/today")
    assert len(lines(page)) == A_PAGE
    assert "1–25 af 26" in text(page)
    page = only_button(page, "today-page-further").click().run()
    assert named(page) == ["Frivillig 25"]
    assert "26–26 af 26" in text(page)
    page.session_state["filters"] = True
    page.run()
    page = next(each for each in page.toggle if each.label == "Kun dem, jeg følger").set_value(True).run()
    assert len(lines(page)) == A_PAGE
    page = choose(page, "Hvis tur det er", Turn.OTHERS)
    assert not lines(page)


def test_a_contact_person_sees_those_at_the_own_workplace(session, scene):
    a_line(session, scene)
    stranger = a_member(session, scene.organisation, NOW, role=Role.CONTACT_PERSON, name="Mia Kjær")
    assert named(visit(session, scene.contact_person, "today/today")) == ["Karen Møller"]
    page = visit(session, stranger, "today/today")
    assert not named(page)
    assert "gør dig til kontaktperson" in text(page)


def test_the_page_is_not_there_for_a_volunteer(session, scene):
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        visit(session, scene.volunteer, "today/today")


def test_agreements_to_look_at_again_are_found_from_here(session, scene):
    a_line(session, scene)
    assert "skal ses på igen" not in str(links(session, scene))
    a_sealed_letter(session, scene, NOW)
    with transaction(session):
        letter = session.exec(select(Document)).one()
        letter.look_again_on = TODAY
        session.add(letter)
    assert "1 aftale skal ses på igen" in links(session, scene)


def links(session: Session, scene) -> list[str]:
    """What waits elsewhere, as the page says it."""
    return noticed(visit(session, scene.coordinator, "today/today"))


@pytest.mark.parametrize("login", ["mette", "jonas", "lise"])
def test_the_one_loud_button_is_that_of_the_first_line_that_waits_for_the_reader(demonstration: Session, login):
    person_id = demonstration.exec(select(Account.person_id).where(Account.login_name == login)).one()
    person = demonstration.get_one(Person, person_id)
    organisation = demonstration.exec(select(Organisation)).one()
    token = log_in_demonstration(session=demonstration, login_name=login, device="", now=utc_now()).token
    actor = actor_for(session=demonstration, token=token, now=utc_now())
    assert actor
    found = morning(session=demonstration, actor=actor, organisation_id=organisation.id, now=utc_now())
    first = next((row.engagement_id for row in found.rows if row.my_turn), None)
    page = visit(demonstration, person, "today/today")
    loud = [each.key for each in page.button if each.proto.type == "primary" and (each.key or "").startswith("today-")]
    assert loud == ([f"today-{first}"] if first else [])


def test_whoever_stopped_long_ago_stands_there_once_their_day_has_come(session, scene):
    """Named where it is unfolded, each a way to the page where it is done; before that day not a word."""
    past, gone = TODAY - timedelta(days=800), another(session, scene, NOW).engagement
    with transaction(session):
        gone.ended_at, gone.ended_on = NOW - timedelta(days=800), past
        session.add(gone)
    page = visit(session, scene.coordinator, "today/today")
    told = "1 er stoppet for så længe siden, at det, der ikke skal bruges mere, kan slettes"
    assert told in {each.label for each in page.expander}
    page.session_state["to-clear"] = True
    assert f"Bo Dahl, stoppede {on_date(past)}" in rows(page.run())
    with transaction(session):
        gone.ended_on = TODAY
        session.add(gone)
    page = visit(session, scene.coordinator, "today/today")
    assert told not in {each.label for each in page.expander}
