"""What docs/how-to/move-peers-to-teams.md says is so, done from version 3 as it says."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from core.access.permissions import Role
from core.documents.template.model import EDUCATION_PLAN
from core.documents.template.model import shipped as shipped_documents
from core.i18n import DEFAULT_LANGUAGE, catalogue, local_day
from core.journey.moving import move, moving, what_would_change
from core.programmes.editing import adjust
from core.programmes.programme import shipped
from core.programmes.publishing import newest, programme_of
from core.teams.reading import without_team, without_teams_yet
from db.engine import transaction
from db.people import Engagement
from db.programmes import ProgrammeVersion
from tests.architecture import ROOT
from tests.builders import Scene, a_member, a_scene, an_actor

PAGE = (ROOT / "docs" / "how-to" / "move-peers-to-teams.md").read_text(encoding="utf-8")
PEERS = "peer_stoette"
LATER = {"teams", "along_the_way", "training"}


@pytest.fixture
def scene(session: Session, now) -> Scene:
    """Somebody who began under version 3 a year ago."""
    scene = a_scene(session, now, programme=PEERS)
    with transaction(session):
        content = {key: value for key, value in json.loads(shipped()[PEERS].content_json()).items() if key not in LATER}
        content |= {"version": 3, "may_use": ["task_description"]}
        content["validity"].pop(EDUCATION_PLAN, None)
        third = ProgrammeVersion(
            programme=PEERS, number=3, content=json.dumps(content), fingerprint="third", published_at=now
        )
        session.add(third)
        session.flush()
        row = session.get_one(Engagement, scene.engagement.id)
        row.programme_version_id, row.begins_on = third.id, local_day(now) - timedelta(days=365)
        session.add(row)
    return scene


def asked(session: Session, scene: Scene) -> dict[str, Any]:
    return {"session": session, "actor": scene.as_coordinator, "organisation_id": scene.organisation.id}


def moved(session: Session, scene: Scene, now) -> None:
    found = moving(**asked(session, scene), programme_id=PEERS)
    for each in found.behind:
        move(
            session=session,
            actor=scene.as_coordinator,
            engagement_id=each.engagement_id,
            to=found.to,
            expected_version=each.version,
            now=now,
        )


def test_who_never_changed_the_programme_sees_what_it_means_moves_them_and_has_peers_for_a_team(session, scene, now):
    assert without_teams_yet(**asked(session, scene)) == {PEERS: 1}
    assert without_team(**asked(session, scene)) == []
    found = moving(**asked(session, scene), programme_id=PEERS)
    ids = [each.engagement_id for each in found.behind]
    would = what_would_change(**asked(session, scene), engagement_ids=ids, to=found.to, today=local_day(now))
    coming = {each.after.id for each in would[scene.engagement.id] if each.after is not None}
    assert {"follow_up:12", EDUCATION_PLAN} <= coming
    moved(session, scene, now)
    assert without_teams_yet(**asked(session, scene)) == {}
    assert len(without_team(**asked(session, scene))) == 1


def test_a_version_of_their_own_stays_the_newest_until_what_is_new_is_taken_into_it(session, scene, now):
    admin = a_member(session, scene.organisation, now, role=Role.ADMIN, name="Søren Friis")
    by = {**asked(session, scene), "actor": an_actor(admin, scene.organisation, Role.ADMIN), "programme": PEERS}
    without: dict[str, Any] = {"teams": False, "along_the_way.months": (), "along_the_way.plan_months": None}
    number = shipped()[PEERS].version
    own = adjust(**by, changes=without, expected_number=number, now=now)
    assert newest(session, scene.organisation.id)[PEERS] == own.id
    moved(session, scene, now)
    assert (without_teams_yet(**asked(session, scene)), without_team(**asked(session, scene))) == ({}, [])
    taken: dict[str, Any] = {"teams": True, "along_the_way.months": (3, 6, 12), "along_the_way.plan_months": 12}
    made = adjust(**by, changes=taken, expected_number=own.number, now=now)
    assert programme_of(session, made.id).teams
    assert without_teams_yet(**asked(session, scene)) == {PEERS: 1}
    moved(session, scene, now)
    assert len(without_team(**asked(session, scene))) == 1


def test_what_the_page_says_is_pressed_and_filled_in_stands_on_a_screen():
    said = set(re.findall(r"“([^”]+)”", " ".join(PAGE.split())))
    on_screens = {*catalogue(DEFAULT_LANGUAGE), *(shipped_documents()[EDUCATION_PLAN].words("en").title,)}
    assert said - on_screens == set()
    assert len(said) > 5
