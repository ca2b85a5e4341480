"""A peer team on the screen: made by a coordinator, and met by a peer, the lead and the psychologist."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.i18n import local_day, utc_now
from core.teams.leaving import others_are_there
from core.teams.rules import TeamPart
from core.teams.service import say_accommodations
from db.applications import Application
from db.engine import transaction
from db.people import Membership, Person
from db.teams import Team, TeamMember
from pages.shell.entries import MY_TEAM
from pages.shell.navigation import home_of
from tests.builders import a_member, a_scene, look_again
from tests.core.tasks.builders import a_task
from tests.core.teams.builders import TeamScene, a_team
from tests.pages.as_colleague import in_dialog, only_button, rows, said_in_rows, visit
from tests.pages.as_volunteer import field, press, text
from tests.pages.drawn import html_of

NOW = utc_now() - timedelta(hours=1)
TEAMS, TEAM = "teams/teams", "teams/team"
WORDS = "Jeg starter *bedst* efter kl. 9."


@pytest.fixture
def house(session: Session) -> TeamScene:
    return a_team(session, NOW)


def shown(session: Session, house: TeamScene, *to: TeamPart) -> None:
    say_accommodations(
        session=session,
        actor=house.as_peer,
        member_id=house.member.id,
        words=WORDS,
        shown_to=to,
        expected_version=house.member.version,
        now=NOW,
    )


def test_a_team_is_made_with_all_that_it_lacks_told_at_once(session):
    scene = a_scene(session, NOW, programme="peer_stoette")
    page = in_dialog(visit(session, scene.coordinator, TEAMS), "team")
    assert "Der er ikke noget team endnu" in text(page)
    page = only_button(page, "team-make").click().run()
    assert html_of(page).count('hs-error"') >= 3
    field(page, "Hvad hedder teamet? (skal rettes)").set_value("Broholdet")
    for label, name in (("Hvem leder det?", "Karen Møller"), ("Hvem er der for teamet", "Lise Bach")):
        box = next(each for each in page.selectbox if each.label.startswith(label))
        box.set_value(session.exec(select(Person.id).where(Person.name == name)).one())
    page = only_button(page, "team-make").click().run()
    look_again(session)
    team = session.exec(select(Team)).one()
    assert (team.name, team.workplace_id) == ("Broholdet", scene.workplace.id)
    assert session.exec(select(Membership.role).where(Membership.person_id == scene.volunteer.id)).all() == [
        Role.TEAM_LEAD
    ]
    page = visit(session, scene.coordinator, TEAM, id=team.id)
    assert "Der er ingen i teamet endnu." in text(page)
    page.selectbox(key=f"team-add-{team.id}-0").set_value(scene.engagement.id).run()
    page = only_button(page, "team-put").click().run()
    assert "Karen Møller" in said_in_rows(page)


def test_a_peer_writes_how_they_work_best_and_chooses_who_reads_it(session, house):
    page = visit(session, house.scene.volunteer, TEAM)
    assert [each.value for each in page.title] == ["Broholdet"]
    page.text_area[0].set_value(WORDS)
    next(each for each in page.checkbox if "teamlederen, Inger Lund" in each.label).check()
    page = press(page, "Gem")
    assert "Kun dem, du har valgt, kan læse det." in str(page.toast[0].value)
    look_again(session)
    assert session.exec(select(TeamMember.shown_to)).one() == [TeamPart.LEAD]
    assert "bedst" in said_in_rows(visit(session, house.lead, TEAM))
    for person in (house.psychologist, house.scene.contact_person, house.scene.coordinator):
        told = visit(session, person, TEAM, id=house.team.id)
        assert "Karen Møller" in said_in_rows(told)
        assert "bedst" not in said_in_rows(told) + text(told)


def test_two_tabs_of_one_peer_do_not_write_over_each_other(session, house):
    page = visit(session, house.scene.volunteer, TEAM)
    shown(session, house, TeamPart.LEAD)
    page.text_area[0].set_value("Noget andet")
    page = press(page, "Gem")
    assert any("ændret" in error.value for error in page.error)
    look_again(session)
    assert session.exec(select(TeamMember)).one().accommodations == WORDS
    # What stands there now is shown, and what is written here is saved by one more press.
    assert "Nu står der:" in text(page)
    assert page.text_area[0].value == "Noget andet"
    page = press(page, "Gem")
    assert not page.error
    look_again(session)
    assert session.exec(select(TeamMember)).one().accommodations == "Noget andet"


def test_somebody_else_leads_while_a_peer_writes_and_their_yes_to_the_one_before_is_not_sent_to_them(session, house):
    shown(session, house, TeamPart.LEAD)
    page = visit(session, house.scene.volunteer, TEAM)
    another = a_member(session, house.scene.organisation, NOW, role=Role.TEAM_LEAD, name="Ove Ny")
    with transaction(session):
        team = session.get_one(Team, house.team.id)
        team.lead_id = another.id
        session.add(team)
        others_are_there(session, team, ["lead_id"])
    page.text_area[0].set_value("Noget andet")
    page = press(press(page, "Gem"), "Gem")
    look_again(session)
    member = session.exec(select(TeamMember)).one()
    assert (member.accommodations, member.shown_to) == ("Noget andet", [])


@pytest.mark.parametrize("who", ["lead", "psychologist"])
def test_who_leads_or_talks_with_them_begins_on_the_team_and_is_welcomed(session, house, who):
    person: Person = getattr(house, who)
    assert home_of(getattr(house, f"as_{who}")) is MY_TEAM
    page = visit(session, person, TEAM)
    assert [each.value for each in page.title] == ["Broholdet"]
    # The lead has the role since a moment ago.
    assert ("Velkommen, Inger" in text(page)) == (who == "lead")
    assert "Hvem har ansvar for hvad" in html_of(page)
    assert not [each for each in page.button if each.key and each.key.startswith("open-team")]


def test_a_psychologist_without_a_team_is_welcomed_too_and_told_what_is_theirs(session, house):
    new = a_member(session, house.scene.organisation, utc_now(), role=Role.PSYCHOLOGIST, name="Ruth Winther")
    with transaction(session):
        held = session.exec(select(Membership).where(Membership.person_id == new.id)).one()
        held.welcomed_at = None
        session.add(held)
    said = text(visit(session, new, TEAM))
    assert "Velkommen, Ruth" in said
    assert "**Psykolog.** Taler med teamlederen hver måned" in said
    assert "Herunder står" not in said
    assert "Du er ikke i et team lige nu" in said


def test_who_leaves_is_asked_about_first_and_what_they_wrote_is_gone(session, house):
    shown(session, house, TeamPart.LEAD)
    page = visit(session, house.scene.coordinator, TEAM, id=house.team.id)
    page = in_dialog(page, f"team-left-{house.member.id}")
    page = only_button(page, "team-left").click().run()
    look_again(session)
    row = session.exec(select(TeamMember)).one()
    assert (row.left_on is not None, row.accommodations) == (True, "")
    assert "Du er ikke i et team lige nu" in text(visit(session, house.scene.volunteer, TEAM))
    page = in_dialog(visit(session, house.scene.coordinator, TEAM, id=house.team.id), "team-end")
    only_button(page, "team-end").click().run()
    assert "Tidligere teams" in html_of(visit(session, house.scene.coordinator, TEAMS))


def test_who_stands_outside_is_refused_in_words(session, house):
    stranger = a_member(session, house.scene.organisation, NOW, role=Role.PSYCHOLOGIST, name="Ida Krag")
    page = visit(session, stranger, TEAM, id=house.team.id)
    assert page.error
    assert "Karen" not in text(page)


def test_who_is_there_at_the_workplace_finds_the_team_where_the_day_begins(session, house):
    assert "Dit peer-team: Broholdet" in rows(visit(session, house.scene.contact_person, "today/today"))
    assert "Dit peer-team" not in rows(visit(session, house.scene.coordinator, "today/today"))


def test_what_a_peer_wrote_when_they_applied_comes_into_the_team_by_their_own_press_alone(session, house):
    words = "Jeg har brug for *pauser*."
    task = a_task(session, house.scene, NOW)
    with transaction(session):
        session.add(
            Application(
                organisation_id=house.scene.organisation.id,
                task_id=task.id,
                language="da",
                accommodations=words,
                motivation="Det er mit eget.",
                begun_at=NOW,
                submitted_at=NOW,
                engagement_id=house.scene.engagement.id,
                delete_on=local_day(NOW) + timedelta(days=90),
            )
        )
    for other in (house.lead, house.psychologist, house.scene.contact_person):
        assert "pauser" not in text(visit(session, other, TEAM))
    page = visit(session, house.scene.volunteer, TEAM)
    assert "Da du søgte, skrev du" in text(page)
    assert "Det er mit eget" not in text(page)
    page = only_button(page, f"team-take-along-{house.member.id}").click().run()
    assert "Da du søgte, skrev du" not in text(page)
    assert field(page, "Hvad hjælper dig til at arbejde godt?").value == words
    look_again(session)
    assert (house.member.accommodations, house.member.shown_to) == (words, [])
    for other in (house.lead, house.psychologist, house.scene.contact_person):
        assert "pauser" not in text(visit(session, other, TEAM))
