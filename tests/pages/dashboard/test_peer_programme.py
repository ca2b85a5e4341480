"""The peer programme in numbers on the screen, and on paper."""

from datetime import timedelta

from core.i18n import utc_now
from tests.core.teams.builders import a_team
from tests.pages.as_colleague import visit
from tests.pages.as_volunteer import text

NOW = utc_now() - timedelta(hours=1)


def test_whoever_pays_reads_it_in_sentences_and_nobody_is_named(session):
    house = a_team(session, NOW)
    page = visit(session, house.scene.coordinator, "dashboard/peer_programme")
    said = text(page)
    assert page.title[0].value == "Peer-indsatsen i tal"
    assert "Oplæring og peers" in said
    assert "Så tæller vi ikke samtaler" in said
    assert not any(each.name in said for each in (house.scene.volunteer, house.lead, house.psychologist))


def test_it_is_one_press_from_the_teams(session):
    house = a_team(session, NOW)
    page = visit(session, house.scene.coordinator, "teams/teams")
    assert any(link.proto.page.endswith("peer-programme") for link in page.get("page_link"))
