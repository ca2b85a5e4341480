"""How things are going, and the talk of the month, on the page of a team."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from core.i18n import local_day, utc_now
from core.support.following import agree_check_in, say_in_the_way
from core.support.rules import SupportKind
from db.support import SupportTalk, TeamFollowUp
from tests.builders import look_again
from tests.core.teams.builders import TeamScene, a_team
from tests.pages.as_colleague import in_dialog, only_button, rows, said_in_rows, visit
from tests.pages.as_volunteer import text

NOW = utc_now() - timedelta(days=3)
TEAM = "teams/team"
WORDS = "Nøglen mangler *altid*."


@pytest.fixture
def house(session: Session) -> TeamScene:
    return a_team(session, NOW)


def test_the_lead_agrees_on_a_check_in_and_it_is_done_in_one_press(session, house):
    key = str(house.member.id)
    page = in_dialog(visit(session, house.lead, TEAM), f"check-in-{key}")
    only_button(page, "check-in-save").click().run()
    look_again(session)
    row = session.exec(select(TeamFollowUp)).one()
    # A week from now, and no day of a weekend.
    in_days = (row.check_in_on - local_day(utc_now())).days
    assert (in_days in (7, 8, 9), row.check_in_on.weekday() in range(5), row.every_days) == (True, True, 14)
    by = {"session": session, "actor": house.as_lead, "member_id": house.member.id}
    agree_check_in(**by, on=local_day(NOW), every_days=14, expected_version=row.version, now=NOW)
    page = visit(session, house.lead, TEAM)
    assert "1 opfølgning er over sin dag" in text(page)
    only_button(page, f"checked-in-{key}").click().run()
    look_again(session)
    row = session.exec(select(TeamFollowUp)).one()
    assert row.checked_on == local_day(utc_now())


def test_a_peer_writes_what_stands_in_the_way_and_the_lead_alone_reads_it(session, house):
    key = str(house.member.id)
    page = in_dialog(visit(session, house.scene.volunteer, TEAM), f"in-the-way-{key}")
    page.text_area(key=f"in-the-way-words-{key}").set_value(WORDS)
    only_button(page, "in-the-way-save").click().run()
    look_again(session)
    assert "altid" in said_in_rows(visit(session, house.lead, TEAM))
    for person in (house.psychologist, house.scene.contact_person, house.scene.coordinator):
        told = visit(session, person, TEAM, id=house.team.id)
        assert "altid" not in said_in_rows(told) + text(told)
        assert "Sådan går det" not in str([each.value for each in told.header])


def test_what_was_written_meanwhile_is_not_written_over(session, house):
    key = str(house.member.id)
    page = in_dialog(visit(session, house.scene.volunteer, TEAM), f"in-the-way-{key}")
    by = {"session": session, "actor": house.as_lead, "member_id": house.member.id}
    say_in_the_way(**by, words=WORDS, expected_version=0, now=NOW)
    page.text_area(key=f"in-the-way-words-{key}").set_value("Noget andet")
    page = only_button(page, "in-the-way-save").click().run()
    look_again(session)
    assert session.exec(select(TeamFollowUp)).one().in_the_way == WORDS


def test_the_psychologist_plans_the_talk_of_the_month_and_the_lead_sees_it(session, house):
    assert "Det er tid til din samtale med Ruth Winther" in rows(visit(session, house.lead, TEAM))
    page = in_dialog(visit(session, house.psychologist, TEAM), f"monthly-{house.lead.id}")
    only_button(page, f"talk-at-1-{house.lead.id}").click().run()
    look_again(session)
    talk = session.exec(select(SupportTalk)).one()
    assert (talk.kind, talk.person_id) == (SupportKind.MONTHLY, house.lead.id)
    assert talk.starts_at is not None
    assert "Din næste samtale med Ruth Winther er" in rows(visit(session, house.lead, TEAM))
