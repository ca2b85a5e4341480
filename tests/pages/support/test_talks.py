"""A talk on the screen: asked for in two taps by a peer, answered in two by whoever is asked."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.i18n import local_day, utc_now
from core.support.rules import SupportKind
from core.support.service import ask_for_talk, talk_was_held
from core.support.settings import SupportDetails, save_support
from db.support import OrganisationSupport, SupportTalk
from tests.builders import a_member, an_actor, look_again
from tests.core.teams.builders import TeamScene, a_team
from tests.pages.as_colleague import in_dialog, only_button, rows, said_in_rows, visit
from tests.pages.as_volunteer import field, press, text

NOW = utc_now() - timedelta(minutes=5)
TALK, TALKS, TEAM, TODAY, PATH = "support/talk", "support/talks", "teams/team", "today/today", "journey/my_path"
ORGANISATION = "organisations/organisation"


@pytest.fixture
def house(session: Session) -> TeamScene:
    scene = a_team(session, NOW)
    admin = a_member(session, scene.scene.organisation, NOW, role=Role.ADMIN, name="Søren Ravn")
    # Somebody answers at every hour, so that the story is the same whenever it is told.
    save_support(
        session=session,
        actor=an_actor(admin, scene.scene.organisation, Role.ADMIN),
        organisation_id=scene.scene.organisation.id,
        details=SupportDetails(from_hour=0, to_hour=24, every_day=True, acute_phone="70 00 99 21"),
        expected_version=0,
        now=NOW,
    )
    return scene


def asked(session: Session, house: TeamScene, hours_ago: int = 0) -> SupportTalk:
    return ask_for_talk(
        session=session,
        actor=house.as_peer,
        team_id=house.team.id,
        kind=SupportKind.CRISIS,
        now=NOW - timedelta(hours=hours_ago),
    )


def test_a_peer_asks_in_two_taps_and_reads_who_answers_by_when_and_whom_to_call(session, house):
    for first in (TEAM, PATH):
        assert "Jeg har brug for at tale med nogen" in rows(visit(session, house.scene.volunteer, first))
    page = visit(session, house.scene.volunteer, TALK)
    page = press(page, "Jeg har brug for at tale med nogen snart")
    shown = text(page)
    assert "Ruth Winther** svarer senest **" in shown
    assert "bliver Inger Lund spurgt" in shown
    for number in ("tel:112", "tel:+4570009921"):
        assert number in shown
    # What goes on is not asked for again; the other can be.
    assert [each.label for each in page.button if (each.key or "").startswith("ask-")] == [
        "Der er noget, jeg gerne vil tale igennem"
    ]
    page = press(page, "Jeg har ikke brug for den længere")
    look_again(session)
    assert session.exec(select(SupportTalk)).all() == []


def test_whoever_is_asked_answers_with_a_time_in_two_taps(session, house):
    asked(session, house)
    page = visit(session, house.psychologist, TEAM)
    assert "1 vil gerne tale med nogen" in rows(page)
    page = visit(session, house.psychologist, TALKS)
    assert "Karen Møller" in text(page)
    first = next(each for each in page.button if (each.key or "").startswith("talk-at-0"))
    page = first.click().run()
    assert "Karen Møller kan se tiden" in str(page.toast[0].value)
    look_again(session)
    talk = session.exec(select(SupportTalk)).one()
    assert talk.answered_by_id == house.psychologist.id
    shown = text(visit(session, house.scene.volunteer, TALK))
    assert "med Ruth Winther" in shown
    page = in_dialog(visit(session, house.psychologist, TALKS), f"talk-time-{talk.id}")
    page.date_input[0].set_value(local_day(NOW) + timedelta(days=9))
    page = only_button(page, "talk-save").click().run()
    look_again(session)
    assert local_day(session.exec(select(SupportTalk.starts_at)).one()) == local_day(NOW) + timedelta(days=9)
    # Not before its day has come.
    assert "Vi har talt sammen" not in [each.label for each in visit(session, house.psychologist, TALKS).button]


def test_whoever_calls_at_once_says_that_they_talked(session, house):
    asked(session, house)
    press(visit(session, house.psychologist, TALKS), "Vi har talt sammen")
    look_again(session)
    assert session.exec(select(SupportTalk)).one().held_on is not None


def test_it_comes_to_the_next_and_to_a_coordinators_today_when_nobody_has_answered(session, house):
    asked(session, house, hours_ago=3)
    assert "1 vil gerne tale med nogen" in rows(visit(session, house.lead, TEAM))
    assert "vil gerne tale med nogen og" not in rows(visit(session, house.scene.coordinator, TODAY))
    shown = text(visit(session, house.scene.volunteer, TALK))
    assert "Ruth Winther skulle have svaret" in shown
    assert "længere end lovet" in text(visit(session, house.psychologist, TALKS))
    page = press(visit(session, house.lead, TALKS), "Jeg kan ikke. Spørg den næste")
    assert "Ingen venter på svar fra dig." in text(page)
    assert "1 vil gerne tale med nogen" in rows(visit(session, house.scene.coordinator, TODAY))


def test_what_was_held_stands_with_its_day_and_nothing_else(session, house):
    talk = asked(session, house)
    talk_was_held(session=session, actor=house.as_psychologist, talk_id=talk.id, held_on=local_day(NOW), now=utc_now())
    page = visit(session, house.scene.volunteer, TALK)
    assert "Ruth Winther" in said_in_rows(page)
    assert "Krise" not in text(page) + said_in_rows(page)


def test_who_is_in_no_team_reads_when_they_can_ask(session, house):
    outside = a_member(session, house.scene.organisation, NOW, role=Role.TEAM_LEAD, name="Ida Krag")
    assert "så snart du er i et team" in text(visit(session, outside, TALK))


def test_an_administrator_writes_what_is_promised(session, house):
    admin = a_member(session, house.scene.organisation, NOW, role=Role.ADMIN, name="Ea Lund")
    page = visit(session, admin, ORGANISATION)
    next(each for each in page.number_input if each.label.startswith("Timer, til den")).set_value(4)
    field(page, "En telefonrådgivning").set_value("70 20 12 01")
    page = press(page, "Gem det, der gælder for samtaler")
    look_again(session)
    held = session.exec(select(OrganisationSupport)).one()
    assert (held.crisis_hours, held.helpline_phone) == (4, "+45 70 20 12 01")
