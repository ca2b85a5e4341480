"""The peer programme in numbers on the screen, and on paper."""

import re
from datetime import timedelta

from core.dashboard.leaving import FLOOR
from core.i18n import local_day, utc_now
from tests.core.dashboard.test_peers import peers
from tests.core.teams.builders import a_team
from tests.pages.as_colleague import visit
from tests.pages.as_volunteer import text
from tests.pages.drawn import html_of

NOW = utc_now() - timedelta(hours=1)


def test_whoever_pays_reads_it_in_sentences_and_nobody_is_named(session):
    house = a_team(session, NOW)
    page = visit(session, house.scene.coordinator, "dashboard/peer_programme")
    said = text(page)
    assert page.title[0].value == "Peer-indsatsen i tal"
    assert "Oplæring og peers" in said
    assert "Så tæller vi ikke samtaler" in said
    assert not any(each.name in said for each in (house.scene.volunteer, house.lead, house.psychologist))


def test_of_a_year_with_too_few_no_talks_are_told_and_it_says_so_and_not_nought(session):
    house = a_team(session, NOW)
    peers(session, house, NOW, 1)
    peers(session, house, NOW, FLOOR - 2, joined_on=local_day(NOW).replace(month=1, day=1))
    page = visit(session, house.scene.coordinator, "dashboard/peer_programme")
    row = html_of(page).split("Samtaler, nogen bad om eller fik tilbudt")[1].split("</tr>")[0]
    assert [words for words in re.findall(r">([^<>]+)<", row) if words.strip()] == ["for få", "0"]


def test_it_is_one_press_from_the_teams(session):
    house = a_team(session, NOW)
    page = visit(session, house.scene.coordinator, "teams/teams")
    assert any(link.proto.page.endswith("peer-programme") for link in page.get("page_link"))
