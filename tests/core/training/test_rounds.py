"""A plan in versions, and a round of it laid on days and moved."""

from datetime import time, timedelta

import pytest
from sqlmodel import Session, select

from core.access.permissions import COLLEAGUES, Role
from core.errors import DomainError, ManyRefused
from core.i18n import COPENHAGEN, days_later, local_day
from core.programmes.editing import adjust
from core.programmes.publishing import newest, programme_of
from core.teams.service import put_in_team
from core.training.editing import drop_draft, keep_draft, plan_view, publish_plan
from core.training.moving import call_off_round, move_day
from core.training.plan import shipped
from core.training.reading import training_view
from core.training.rounds import (
    RoundDetails,
    begin_round,
    join_round,
    lay_round,
    training_pace,
)
from core.training.rules import GatheringKind, Track
from db.engine import transaction
from db.organisations import ClosedPeriod
from db.training import TrainingDay, TrainingGathering, TrainingPlanVersion
from tests.builders import a_member, a_scene, an_actor
from tests.core.teams.builders import a_peer, a_team
from tests.core.training.builders import PLACE, WEEKDAYS, TrainingScene, a_training, details_for

WORDS = "Det var en god dag, men jeg blev træt."


@pytest.fixture
def training(session: Session, now) -> TrainingScene:
    return a_training(session, now, ago=10)


def refused(does) -> str:
    with pytest.raises(DomainError) as told:
        does()
    return told.value.code


def refused_at(does) -> dict[str, str]:
    with pytest.raises(ManyRefused) as told:
        does()
    return {field: error.code for field, error in told.value.by_field.items()}


def view_of(session, training: TrainingScene, actor, now):
    return training_view(session=session, actor=actor, team_id=training.house.team.id, now=now)


# --- the plan in versions


def test_an_organisation_follows_the_portals_plan_until_it_publishes_one_of_its_own(session, now):
    scene = a_scene(session, now, programme="peer_stoette")
    by = {"session": session, "actor": scene.as_coordinator, "organisation_id": scene.organisation.id}
    view = plan_view(**by)
    assert (view.holds.plan, view.holds.number, view.draft) == (shipped(), None, None)
    changed = view.shown.without_day("house")
    keep_draft(**by, plan=changed, expected_version=0, now=now)
    assert plan_view(**by).holds.plan == shipped()
    assert refused(lambda: keep_draft(**by, plan=changed, expected_version=0, now=now)) == "changed_meanwhile"
    publish_plan(**by, expected_version=1, now=now)
    view = plan_view(**by)
    assert (view.holds.plan, view.holds.number, view.holds.published_by, view.draft) == (
        changed,
        1,
        scene.coordinator.name,
        None,
    )
    keep_draft(**by, plan=changed, expected_version=0, now=now)
    assert refused(lambda: publish_plan(**by, expected_version=1, now=now)) == "training_unchanged"
    drop_draft(**by, expected_version=1, now=now)
    assert plan_view(**by).draft is None
    assert refused(lambda: publish_plan(**by, expected_version=0, now=now)) == "not_found"


def test_a_round_keeps_the_plan_it_began_under(session, training, now):
    scene = training.house.scene
    by = {"session": session, "actor": scene.as_coordinator, "organisation_id": scene.organisation.id}
    keep_draft(**by, plan=shipped().without_day("house"), expected_version=0, now=now)
    publish_plan(**by, expected_version=1, now=now)
    current = view_of(session, training, scene.as_coordinator, now).current
    assert "house" in [each.day.id for each in current.days]
    assert (current.number, plan_view(**by).holds.number) == (1, 2)


def test_the_plan_is_written_by_coordinators_alone(session, training):
    scene = training.house.scene
    for role in COLLEAGUES:
        actor = an_actor(scene.contact_person, scene.organisation, role)
        asked = lambda by=actor: plan_view(session=session, actor=by, organisation_id=scene.organisation.id)  # noqa: E731
        if role is Role.COORDINATOR:
            assert asked()
        else:
            assert refused(asked) == "not_allowed"


# --- a round


def test_a_round_lays_every_day_for_everybody_at_its_time_and_place(session, training):
    mine, leads = training.days(session), training.days(session, training.lead_engagement)
    assert [each.plan_day for each in mine] == [each.id for each in shipped().days]
    assert len(mine) == len(leads) == len(shipped().days)
    for day in mine:
        about = next(each for each in shipped().days if each.id == day.plan_day)
        assert day.starts_at.astimezone(COPENHAGEN).time() == time(9, 30)
        assert day.ends_at - day.starts_at == timedelta(hours=about.hours)
        at_work = about.track is Track.WORKPLACE
        assert day.place == (training.house.scene.workplace.name if at_work else PLACE)
    shared = {each.plan_day: each.starts_at for each in leads}
    assert all(shared[each.plan_day] == each.starts_at for each in mine)


def test_what_comes_again_is_laid_for_as_long_as_peers_stay(session, training):
    pace = training_pace(session, training.row.organisation_id)
    assert (pace.stay_most_months, pace.activity_months) == (24, 2)
    rows = session.exec(select(TrainingGathering)).all()
    counts = {kind: sum(each.kind == kind for each in rows) for kind in GatheringKind}
    assert counts[GatheringKind.AFTERNOON] in (22, 23)
    assert counts[GatheringKind.EXPERIENCE] in (22, 23)
    assert counts[GatheringKind.ACTIVITY] in (11, 12)
    last = max(each.starts_at for each in training.days(session))
    assert min(each.starts_at for each in rows) > last


def test_the_settings_are_the_programmes(session, training, now):
    scene = training.house.scene
    admin = a_member(session, scene.organisation, now, role=Role.ADMIN, name="Anna Admin")
    version = newest(session, scene.organisation.id)["peer_stoette"]
    adjust(
        session=session,
        actor=an_actor(admin, scene.organisation, Role.ADMIN),
        organisation_id=scene.organisation.id,
        programme="peer_stoette",
        changes={"training.days_a_week": 2},
        expected_number=programme_of(session, version).version,
        now=now,
    )
    assert training_pace(session, scene.organisation.id).days_a_week == 2


def test_closed_days_of_the_organisation_are_left_out(session, now):
    house = a_team(session, now)
    today = local_day(now)
    with transaction(session):
        session.add(
            ClosedPeriod(
                organisation_id=house.scene.organisation.id,
                first_on=today,
                last_on=today + timedelta(days=6),
                name="Ferie",
            )
        )
    laid = lay_round(
        session=session,
        actor=house.scene.as_coordinator,
        team_id=house.team.id,
        details=details_for({house.scene.engagement.id: WEEKDAYS}, today),
        today=today,
    )
    assert laid.days[house.scene.engagement.id][0].on > today + timedelta(days=6)
    assert session.exec(select(TrainingDay)).all() == []


def test_all_that_is_wrong_with_a_round_is_told_at_once(session, now):
    house = a_team(session, now)
    by = {"session": session, "actor": house.scene.as_coordinator, "team_id": house.team.id, "now": now}
    told = refused_at(lambda: begin_round(**by, details=RoundDetails(None, time(9), " ", {})))
    assert told == {"starts_on": "date_invalid", "place": "words_missing", "peers": "training_nobody"}
    past = details_for({house.scene.engagement.id: ()}, local_day(now) - timedelta(days=1))
    assert refused_at(lambda: begin_round(**by, details=past)) == {
        "starts_on": "call_past",
        "peers": "training_no_weekday",
    }
    stranger = a_peer(session, house.scene, now)
    asked = details_for({stranger.id: WEEKDAYS}, local_day(now))
    assert refused(lambda: begin_round(**by, details=asked)) == "not_found"
    assert session.exec(select(TrainingPlanVersion)).all() == []


def test_a_team_in_the_middle_of_its_plan_begins_no_other(session, training, now):
    asked = details_for(training.peers, local_day(now))
    by = {"session": session, "actor": training.house.scene.as_coordinator, "team_id": training.house.team.id}
    assert refused(lambda: begin_round(**by, details=asked, now=now)) == "training_goes_on"


def test_a_new_round_ends_what_the_earlier_one_had_coming_after_it(session, training, now):
    later = days_later(now, 370)
    begin_round(
        session=session,
        actor=training.house.scene.as_coordinator,
        team_id=training.house.team.id,
        details=details_for(training.peers, local_day(later)),
        now=later,
    )
    old = session.exec(select(TrainingGathering).where(TrainingGathering.round_id == training.row.id)).all()
    new = session.exec(select(TrainingGathering).where(TrainingGathering.round_id != training.row.id)).all()
    assert old
    assert max(each.starts_at for each in old) < min(each.starts_at for each in new)


def test_who_comes_later_gets_the_whole_plan_and_who_was_away_goes_on_where_they_were(session, training, now):
    house = training.house
    late = a_peer(session, house.scene, now)
    by = {"session": session, "actor": house.scene.as_coordinator, "now": now}
    put_in_team(**by, team_id=house.team.id, engagement_id=late.id)
    had = [each.plan_day for each in training.days(session) if each.starts_at <= now]
    first = local_day(now) + timedelta(days=30)
    asked = details_for({late.id: (0, 1, 2), house.scene.engagement.id: (3, 4)}, first)
    join_round(**by, round_id=training.row.id, details=asked)
    assert [each.plan_day for each in training.days(session, late)] == [each.id for each in shipped().days]
    mine = training.days(session)
    assert [each.plan_day for each in mine] == [each.id for each in shipped().days]
    ahead = [each for each in mine if each.plan_day not in had]
    assert all(local_day(each.starts_at) >= first for each in ahead)
    assert {local_day(each.starts_at).weekday() for each in ahead} <= {3, 4}


def test_a_day_is_moved_for_everybody_who_has_it_ahead(session, training, now):
    day = training.days(session)[-1]
    by = {"session": session, "actor": training.house.scene.as_coordinator, "round_id": training.row.id, "now": now}
    on = local_day(day.starts_at) + timedelta(days=1)
    moved = move_day(**by, plan_day=day.plan_day, on=on, begins_at=time(13), place="Salen")
    assert moved == 2
    again = training.days(session)[-1]
    assert (local_day(again.starts_at), again.place) == (on, "Salen")
    assert again.ends_at - again.starts_at == timedelta(hours=5)
    assert refused_at(lambda: move_day(**by, plan_day=day.plan_day, on=None, begins_at=time(13), place="")) == {
        "on": "date_invalid",
        "place": "words_missing",
    }
    first = training.days(session)[0].plan_day
    assert refused(lambda: move_day(**by, plan_day=first, on=on, begins_at=time(13), place="X")) == "not_found"


def test_a_round_that_is_called_off_keeps_what_was_and_has_nothing_ahead(session, training, now):
    by = {"session": session, "actor": training.house.scene.as_coordinator, "round_id": training.row.id, "now": now}
    call_off_round(**by)
    assert all(each.starts_at <= now for each in training.days(session))
    assert session.exec(select(TrainingGathering)).all() == []
    assert view_of(session, training, training.house.scene.as_coordinator, now).current is None
    assert refused(lambda: call_off_round(**by)) == "training_called_off"
