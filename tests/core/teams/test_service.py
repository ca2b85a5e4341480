"""A peer team: made by a coordinator, read by those in it and around it, and what a peer writes by those they chose."""

import json

import pytest
from sqlmodel import Session, select

from core.access.permissions import COLLEAGUES, Role
from core.approvals.ending import end_engagement
from core.errors import DomainError
from core.i18n import local_day
from core.teams.reading import own_teams, team_choices, team_view, teams, without_team, without_teams_yet
from core.teams.rules import TeamPart
from core.teams.service import (
    TeamDetails,
    change_team,
    end_team,
    leave_team,
    make_team,
    put_in_team,
    say_accommodations,
)
from db.audit import AuditEvent
from db.engine import transaction
from db.people import Engagement, Membership
from db.programmes import ProgrammeVersion
from db.teams import TeamMember
from tests.builders import a_member, a_scene, an_actor
from tests.core.teams.builders import TeamScene, a_peer, a_team, details_of

WORDS = "Jeg starter bedst efter kl. 9."


@pytest.fixture
def house(session: Session, now) -> TeamScene:
    return a_team(session, now)


def refused(does) -> str:
    with pytest.raises(DomainError) as told:
        does()
    return told.value.code


def say(session: Session, house: TeamScene, now, *shown_to: TeamPart, actor=None, words: str = WORDS, version=None):
    member = session.get_one(TeamMember, house.member.id)
    say_accommodations(
        session=session,
        actor=actor or house.as_peer,
        member_id=member.id,
        words=words,
        shown_to=shown_to,
        expected_version=version or member.version,
        now=now,
    )


def seen(session: Session, house: TeamScene, actor) -> str:
    return team_view(session=session, actor=actor, team_id=house.team.id).members[0].accommodations


def test_a_peer_who_is_chosen_to_lead_gets_the_role(session, house):
    held = session.exec(select(Membership.role).where(Membership.person_id == house.lead.id)).all()
    assert held == [Role.TEAM_LEAD]


def test_everybody_in_it_and_around_it_reads_it_and_nobody_else(session, house, now):
    scene = house.scene
    for actor, part in [
        (house.as_peer, TeamPart.PEER),
        (house.as_lead, TeamPart.LEAD),
        (house.as_psychologist, TeamPart.PSYCHOLOGIST),
        (scene.as_contact_person, TeamPart.WORKPLACE),
        (scene.as_coordinator, TeamPart.COORDINATOR),
    ]:
        view = team_view(session=session, actor=actor, team_id=house.team.id)
        assert view.parts == {part}
        assert [member.name for member in view.members] == ["Karen Møller"]
        assert view.around[TeamPart.LEAD].name == "Inger Lund"
        reaches = part in (TeamPart.LEAD, TeamPart.COORDINATOR)
        assert bool(view.members[0].phone) == reaches
    outside = an_actor(scene.coordinator, a_scene(session, now).organisation, Role.COORDINATOR)
    others = [an_actor(house.psychologist, scene.organisation, role) for role in COLLEAGUES]
    stranger = a_member(session, scene.organisation, now, role=Role.PSYCHOLOGIST, name="Ida Krag")
    for actor in [
        outside,
        an_actor(stranger, scene.organisation, Role.PSYCHOLOGIST),
        an_actor(stranger, scene.organisation, Role.TEAM_LEAD),
        *(each for each in others if each.roles() & {Role.ADMIN, Role.AUDITOR, Role.SUPERVISOR}),
    ]:
        assert refused(lambda by=actor: team_view(session=session, actor=by, team_id=house.team.id)) == "not_allowed"


def test_what_a_peer_wrote_is_read_by_those_they_chose_until_they_take_it_back(session, house, now):
    readers = {
        TeamPart.LEAD: house.as_lead,
        TeamPart.PSYCHOLOGIST: house.as_psychologist,
        TeamPart.WORKPLACE: house.scene.as_contact_person,
    }
    for chosen in [(), *((part,) for part in readers), tuple(readers)]:
        say(session, house, now, *chosen)
        assert seen(session, house, house.as_peer) == WORDS
        assert {part for part, actor in readers.items() if seen(session, house, actor)} == set(chosen)
        assert seen(session, house, house.scene.as_coordinator) == ""
    say(session, house, now, *readers, words=" ")
    assert session.get_one(TeamMember, house.member.id).shown_to == []


def test_who_comes_after_does_not_read_what_was_shown_to_the_one_before(session, house, now):
    everybody = (TeamPart.LEAD, TeamPart.PSYCHOLOGIST, TeamPart.WORKPLACE)
    say(session, house, now, *everybody)
    another = a_member(session, house.scene.organisation, now, role=Role.TEAM_LEAD, name="Ove Ny")
    change_team(
        session=session,
        actor=house.scene.as_coordinator,
        team_id=house.team.id,
        details=details_of(house.scene, another, house.psychologist),
        expected_version=house.team.version,
        now=now,
    )
    assert seen(session, house, an_actor(another, house.scene.organisation, Role.TEAM_LEAD)) == ""
    # What they wrote is theirs, the others read on, and the next is let read it when they say so.
    assert seen(session, house, house.as_peer) == WORDS
    assert seen(session, house, house.as_psychologist) == WORDS
    say(session, house, now, *everybody)
    assert seen(session, house, an_actor(another, house.scene.organisation, Role.TEAM_LEAD)) == WORDS


def test_nobody_else_says_how_a_peer_works_best(session, house, now):
    for actor in (house.as_lead, house.as_psychologist, house.scene.as_coordinator, house.scene.as_contact_person):
        assert refused(lambda by=actor: say(session, house, now, actor=by)) == "not_allowed"
    assert refused(lambda: say(session, house, now, version=9)) == "changed_meanwhile"
    with pytest.raises(DomainError) as wrong:
        say(session, house, now, words="010190-1234")
    assert {name: error.code for name, error in wrong.value.by_field.items()} == {"words": "cpr_not_wanted"}  # type: ignore[attr-defined]


def test_it_is_encrypted_and_the_log_does_not_say_who_wrote(session, house, now):
    say(session, house, now, TeamPart.LEAD)
    stored = session.connection().exec_driver_sql("SELECT accommodations FROM team_member").scalars().all()
    assert all(b"starter" not in bytes(each) for each in stored)
    told = session.exec(select(AuditEvent).where(AuditEvent.subject_kind == "team")).all()
    assert [(each.action, each.actor_id == house.scene.coordinator.id) for each in told] == [
        ("team.made", True),
        ("team.joined", True),
        ("team.accommodations", False),
    ]
    assert told[-1].actor_id is None


def test_who_leaves_is_let_in_no_more_and_what_they_wrote_is_gone(session, house, now):
    say(session, house, now, TeamPart.LEAD)
    for _twice in range(2):
        leave_team(session=session, actor=house.scene.as_coordinator, member_id=house.member.id, now=now)
    row = session.get_one(TeamMember, house.member.id)
    assert (row.left_on, row.accommodations, row.shown_to) == (local_day(now), "", [])
    assert refused(lambda: team_view(session=session, actor=house.as_peer, team_id=house.team.id)) == "not_allowed"
    assert own_teams(session=session, actor=house.as_peer) == []
    assert refused(lambda: say(session, house, now)) == "not_found"
    put_in_team(
        session=session,
        actor=house.scene.as_coordinator,
        team_id=house.team.id,
        engagement_id=house.scene.engagement.id,
        now=now,
    )
    assert [each.name for each in own_teams(session=session, actor=house.as_peer)] == ["Broholdet"]


def test_who_stops_as_a_volunteer_leaves_the_team(session, house, now):
    say(session, house, now, TeamPart.LEAD)
    end_engagement(
        session=session,
        actor=house.scene.as_coordinator,
        engagement_id=house.scene.engagement.id,
        ended_on=local_day(now),
        reason=None,
        now=now,
    )
    row = session.get_one(TeamMember, house.member.id)
    assert (row.left_on, row.accommodations) == (local_day(now), "")


def test_a_peer_is_in_one_team_at_a_time_and_others_are_no_peers(session, house, now):
    scene, here = house.scene, {"session": session, "actor": house.scene.as_coordinator, "now": now}
    other = make_team(
        **here, organisation_id=scene.organisation.id, details=details_of(scene, house.lead, None, "Et andet")
    )
    put = {**here, "team_id": other.id}
    assert refused(lambda: put_in_team(**put, engagement_id=scene.engagement.id)) == "team_other"
    again = put_in_team(**here, team_id=house.team.id, engagement_id=scene.engagement.id)
    assert again.id == house.member.id
    municipal = a_scene(session, now)
    assert refused(lambda: put_in_team(**put, engagement_id=municipal.engagement.id)) == "not_found"
    choices = without_team(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)
    assert [each.name for each in choices] == ["Inger Lund"]
    bent = a_peer(session, scene, now)
    put_in_team(**put, engagement_id=bent.id)
    found = teams(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)
    assert [(row.name, row.lead, row.members) for row in found.rows] == [
        ("Broholdet", "Inger Lund", 1),
        ("Et andet", "Inger Lund", 1),
    ]
    end_team(**put)
    assert refused(lambda: put_in_team(**put, engagement_id=bent.id)) == "team_ended"
    assert refused(lambda: end_team(**put)) == "team_ended"
    (row,) = session.exec(select(TeamMember).where(TeamMember.engagement_id == bent.id)).all()
    assert row.left_on == local_day(now)


def test_all_that_a_team_lacks_is_told_at_once(session, house, now):
    scene = house.scene
    wrong = TeamDetails(" ", None, scene.coordinator.id, scene.volunteer.id, scene.coordinator.id)
    here = {"session": session, "actor": scene.as_coordinator, "now": now}
    with pytest.raises(DomainError) as told:
        make_team(**here, organisation_id=scene.organisation.id, details=wrong)
    assert {name: error.code for name, error in told.value.by_field.items()} == {  # type: ignore[attr-defined]
        "name": "words_missing",
        "workplace_id": "workplace_unknown",
        "lead_id": "team_lead_unknown",
        "contact_id": "team_contact_unknown",
        "psychologist_id": "team_psychologist_unknown",
    }
    details = details_of(scene, house.lead, None, "Nyt navn")
    change = {**here, "team_id": house.team.id, "details": details}
    change_team(**change, expected_version=1)
    assert refused(lambda: change_team(**change, expected_version=1)) == "changed_meanwhile"
    view = team_view(session=session, actor=scene.as_coordinator, team_id=house.team.id)
    assert (view.name, TeamPart.PSYCHOLOGIST in view.around) == ("Nyt navn", False)
    assert refused(lambda: team_view(session=session, actor=house.as_psychologist, team_id=house.team.id)) == (
        "not_allowed"
    )


def test_who_can_be_what_is_known_by_role_and_peers_can_lead(session, house, now):
    scene = house.scene
    found = team_choices(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)
    assert [each.name for each in found.leads] == ["Inger Lund", "Karen Møller"]
    assert [each.name for each in found.contacts] == ["Jonas Holm", "Lise Bach"]
    assert [each.name for each in found.psychologists] == ["Ruth Winther"]
    for actor in (house.as_lead, house.as_peer, scene.as_contact_person):
        asked = {"session": session, "actor": actor, "organisation_id": scene.organisation.id}
        assert refused(lambda ask=asked: team_choices(**ask)) == "not_allowed"
        assert refused(lambda ask=asked: teams(**ask)) == "not_allowed"


def test_a_team_is_read_in_three_queries_however_many_are_in_it(session, house, now, count_queries):
    for number in range(5):
        peer = a_peer(session, house.scene, now, name=f"Nr. {number}")
        put_in_team(
            session=session,
            actor=house.scene.as_coordinator,
            team_id=house.team.id,
            engagement_id=peer.id,
            now=now,
        )
    actor, team_id = house.as_lead, house.team.id
    session.expire_all()
    with count_queries() as counted:
        view = team_view(session=session, actor=actor, team_id=team_id)
    assert (len(view.members), counted.total) == (6, 2)


def test_who_is_on_a_version_from_before_there_were_teams_is_counted_until_they_are_moved(session, now):
    scene = a_scene(session, now, programme="peer_stoette")
    at = {"session": session, "actor": scene.as_coordinator, "organisation_id": scene.organisation.id}
    assert without_teams_yet(**at) == {}
    newer = session.get_one(ProgrammeVersion, scene.engagement.programme_version_id)
    with transaction(session):
        before = ProgrammeVersion(
            organisation_id=None,
            programme=newer.programme,
            number=1,
            content=json.dumps(json.loads(newer.content) | {"teams": False}),
            fingerprint="before",
            published_at=now,
        )
        session.add(before)
        session.flush()
        engagement = session.get_one(Engagement, scene.engagement.id)
        engagement.programme_version_id = before.id
        session.add(engagement)
    assert without_teams_yet(**at) == {"peer_stoette": 1}
    assert without_team(**at) == []
