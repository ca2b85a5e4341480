from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from core.access.permissions import Actor, Grant, Role
from core.approvals.rules import Decision
from core.errors import DomainError
from core.sharing.service import (
    CourseLed,
    DecisionMade,
    SupervisionHeld,
    own_history,
    share_history,
    shared_history,
    shares_of,
    take_back,
)
from core.supervision.rules import SupervisionKind
from db import audit
from db.approvals import Approval, Pause
from db.courses import CourseInstructor, CourseModule, CourseRun
from db.engine import transaction
from db.people import Engagement
from db.supervision import Supervision, SupervisionSubject
from db.talks import HistoryShare, Note
from tests.builders import Scene, a_member, a_person, a_scene, a_workplace, an_actor, an_organisation, look_again

SECRET_WORDS = "noget, der er sagt"


@pytest.fixture
def scene(session, now):
    """Karen is an instructor in Solbjerg."""
    return a_scene(session, now, programme="laer_at_tackle")


@pytest.fixture
def elsewhere(session, scene, now):
    """She volunteers in Nabokommunen too."""
    organisation = an_organisation(session, now, name="Nabokommunen")
    workplace = a_workplace(session, organisation, name="Nabohuset")
    coordinator = a_member(session, organisation, now, name="Nina Nabo")
    with transaction(session):
        engagement = Engagement(
            organisation_id=organisation.id,
            person_id=scene.volunteer.id,
            programme_version_id=scene.engagement.programme_version_id,
            workplace_id=workplace.id,
            contact_person_id=coordinator.id,
            coordinator_id=coordinator.id,
            created_at=now,
        )
        session.add(engagement)
    return Scene(organisation, workplace, scene.volunteer, coordinator, coordinator, engagement)


@pytest.fixture
def karen(scene, elsewhere):
    grants = tuple(Grant(each.organisation.id, Role.VOLUNTEER) for each in (scene, elsewhere))
    actor = an_actor(scene.volunteer, scene.organisation)
    return Actor(actor.person_id, actor.account_id, actor.name, "da", grants)


@pytest.fixture
def _done(session, scene, now):
    """What she has done in Solbjerg, and what was said about it."""
    with transaction(session):
        run = CourseRun(
            organisation_id=scene.organisation.id,
            programme="laer_at_tackle",
            name="Lær at tackle kroniske smerter",
            first_on=date(2026, 9, 1),
            last_on=date(2026, 10, 6),
            improvements=SECRET_WORDS,
            created_by_id=scene.coordinator.id,
            created_at=now,
        )
        planned = CourseRun(
            organisation_id=scene.organisation.id,
            programme="laer_at_tackle",
            name="Foråret",
            first_on=date(2027, 2, 1),
            last_on=date(2027, 3, 1),
            created_by_id=scene.coordinator.id,
            created_at=now,
        )
        held = Supervision(
            organisation_id=scene.organisation.id,
            kind=SupervisionKind.FIRST,
            held_on=date(2026, 9, 8),
            ordered_by_id=scene.coordinator.id,
            created_at=now,
        )
        waiting = Supervision(
            organisation_id=scene.organisation.id,
            kind=SupervisionKind.EXTRA,
            ordered_by_id=scene.coordinator.id,
            created_at=now,
        )
        session.add_all([run, planned, held, waiting])
        session.flush()
        session.add(
            CourseModule(course_run_id=run.id, number=1, starts_at=now, ends_at=now + timedelta(hours=2), held_at=now)
        )
        session.add(CourseModule(course_run_id=planned.id, number=1, starts_at=now, ends_at=now + timedelta(hours=2)))
        for each in (run, planned):
            session.add(CourseInstructor(course_run_id=each.id, engagement_id=scene.engagement.id))
        for supervision in (held, waiting):
            session.add(
                SupervisionSubject(
                    supervision_id=supervision.id,
                    engagement_id=scene.engagement.id,
                    went_well=SECRET_WORDS,
                    work_on=SECRET_WORDS,
                    feedback_at=now,
                )
            )
        session.add(
            Approval(
                organisation_id=scene.organisation.id,
                engagement_id=scene.engagement.id,
                decision=Decision.APPROVED,
                decided_on=date(2026, 10, 10),
                valid_until=date(2028, 10, 10),
                reason=SECRET_WORDS,
                other_roles=SECRET_WORDS,
                decided_by_id=scene.coordinator.id,
                created_at=now,
            )
        )
        session.add(
            Pause(
                organisation_id=scene.organisation.id,
                engagement_id=scene.engagement.id,
                reason="health",
                begins_on=date(2026, 10, 20),
                recorded_by_id=scene.coordinator.id,
                created_at=now,
            )
        )
        session.add(
            Note(
                organisation_id=scene.organisation.id,
                engagement_id=scene.engagement.id,
                words=SECRET_WORDS,
                written_by_id=scene.coordinator.id,
                written_at=now,
            )
        )


def _share(session, actor, scene, elsewhere, now):
    share_history(
        session=session,
        actor=actor,
        from_organisation_id=scene.organisation.id,
        to_organisation_id=elsewhere.organisation.id,
        now=now,
    )


def _take_back(session, actor, scene, elsewhere, now):
    take_back(
        session=session,
        actor=actor,
        from_organisation_id=scene.organisation.id,
        to_organisation_id=elsewhere.organisation.id,
        now=now,
    )


def _seen(session, elsewhere, actor=None):
    return shared_history(
        session=session, actor=actor or elsewhere.as_coordinator, engagement_id=elsewhere.engagement.id
    )


@pytest.mark.usefixtures("_done")
def test_nothing_is_seen_before_it_is_shared(session, scene, elsewhere) -> None:
    assert _seen(session, elsewhere) == []


@pytest.mark.usefixtures("_done")
def test_what_is_shared_is_dates_and_kinds_and_never_words(session, scene, elsewhere, karen, now) -> None:
    _share(session, karen, scene, elsewhere, now)
    (shared,) = _seen(session, elsewhere)
    assert (shared.organisation, shared.since) == ("Solbjerg Kommune", now)
    (history,) = shared.engagements
    assert history.programme == "laer_at_tackle"
    assert history.decisions == (DecisionMade(Decision.APPROVED, date(2026, 10, 10), date(2028, 10, 10)),)
    assert history.courses == (CourseLed("Lær at tackle kroniske smerter", date(2026, 9, 1), date(2026, 10, 6)),)
    assert history.supervisions == (SupervisionHeld(SupervisionKind.FIRST, date(2026, 9, 8)),)
    said = repr(shared)
    assert SECRET_WORDS not in said
    assert "health" not in said
    assert "2026, 10, 20" not in said


@pytest.mark.usefixtures("_done")
def test_it_goes_one_way_only(session, scene, elsewhere, karen, now) -> None:
    _share(session, karen, scene, elsewhere, now)
    assert shared_history(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id) == []


def test_what_is_taken_back_is_gone_at_once_and_can_be_given_again(session, scene, elsewhere, karen, now) -> None:
    _share(session, karen, scene, elsewhere, now)
    _take_back(session, karen, scene, elsewhere, now + timedelta(minutes=1))
    assert _seen(session, elsewhere) == []
    _take_back(session, karen, scene, elsewhere, now + timedelta(minutes=2))
    later = now + timedelta(days=1)
    _share(session, karen, scene, elsewhere, later)
    assert [each.since for each in _seen(session, elsewhere)] == [later]
    kept = session.exec(select(HistoryShare.taken_back_at).order_by(col(HistoryShare.given_at))).all()
    assert kept == [now + timedelta(minutes=1), None]


def test_both_organisations_have_it_in_their_log_once(session, scene, elsewhere, karen, now) -> None:
    for _click in range(2):
        _share(session, karen, scene, elsewhere, now)
    for _click in range(2):
        _take_back(session, karen, scene, elsewhere, now)
    for organisation in (scene.organisation, elsewhere.organisation):
        actions = session.exec(
            select(audit.AuditEvent.action)
            .where(
                audit.AuditEvent.organisation_id == organisation.id,
                col(audit.AuditEvent.action).startswith("history."),
            )
            .order_by(col(audit.AuditEvent.sequence))
        ).all()
        assert actions == ["history.shared", "history.taken_back"]


def test_two_clicks_at_once_share_once(portal, session, scene, elsewhere, karen, now) -> None:
    from_id, to_id = scene.organisation.id, elsewhere.organisation.id
    session.rollback()

    def click(_number: int) -> None:
        with portal.session() as own:
            share_history(session=own, actor=karen, from_organisation_id=from_id, to_organisation_id=to_id, now=now)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(click, range(2)))
    assert len(session.exec(select(HistoryShare)).all()) == 1


def test_only_where_one_volunteers_in_both(session, scene, elsewhere, karen, now) -> None:
    third = an_organisation(session, now, name="Tredje")
    with pytest.raises(DomainError, match="not_allowed"):
        share_history(
            session=session,
            actor=karen,
            from_organisation_id=scene.organisation.id,
            to_organisation_id=third.id,
            now=now,
        )
    for from_id in (third.id, elsewhere.organisation.id):
        with pytest.raises(DomainError, match="not_found"):
            share_history(
                session=session,
                actor=karen,
                from_organisation_id=from_id,
                to_organisation_id=elsewhere.organisation.id,
                now=now,
            )


def test_nobody_shares_for_somebody_else(session, scene, elsewhere, now) -> None:
    for actor in (elsewhere.as_coordinator, scene.as_coordinator, scene.as_contact_person):
        with pytest.raises(DomainError, match="not_allowed"):
            _share(session, actor, scene, elsewhere, now)
        with pytest.raises(DomainError, match="not_allowed"):
            _take_back(session, actor, scene, elsewhere, now)


def test_only_the_coordinators_of_the_second_organisation_see_it(session, scene, elsewhere, karen, now) -> None:
    _share(session, karen, scene, elsewhere, now)
    contact_person = an_actor(
        a_member(session, elsewhere.organisation, now, role=Role.CONTACT_PERSON, name="Kontakt"),
        elsewhere.organisation,
        Role.CONTACT_PERSON,
        elsewhere.workplace,
    )
    for actor in (scene.as_coordinator, contact_person, karen):
        with pytest.raises(DomainError, match="not_allowed"):
            _seen(session, elsewhere, actor)


def test_it_is_seen_no_longer_once_the_engagement_there_has_ended(session, scene, elsewhere, karen, now) -> None:
    _share(session, karen, scene, elsewhere, now)
    with transaction(session):
        engagement = session.get_one(Engagement, elsewhere.engagement.id)
        engagement.ended_at = now
        session.add(engagement)
    assert _seen(session, elsewhere) == []
    assert [each.since for each in shares_of(session=session, actor=karen)] == [now, None]
    _take_back(session, karen, scene, elsewhere, now)


def test_somebody_who_has_left_one_place_can_share_it_with_the_next(session, scene, elsewhere, karen, now) -> None:
    with transaction(session):
        engagement = session.get_one(Engagement, scene.engagement.id)
        engagement.ended_at = now
        session.add(engagement)
    ways = shares_of(session=session, actor=karen)
    assert [(each.from_name, each.to_name) for each in ways] == [("Solbjerg Kommune", "Nabokommunen")]
    _share(session, karen, scene, elsewhere, now)
    assert len(_seen(session, elsewhere)) == 1


def test_somebody_in_one_organisation_has_nothing_to_share(session, scene) -> None:
    assert shares_of(session=session, actor=scene.as_volunteer) == []


@pytest.mark.usefixtures("_done")
def test_one_sees_beforehand_what_the_others_will_see(session, scene, elsewhere, karen, now) -> None:
    before = own_history(session=session, actor=karen, organisation_id=scene.organisation.id)
    _share(session, karen, scene, elsewhere, now)
    (shared,) = _seen(session, elsewhere)
    assert shared.engagements == before
    stranger = a_person(session, now, name="En anden")
    look_again(session)
    other = an_actor(stranger, scene.organisation)
    assert own_history(session=session, actor=other, organisation_id=scene.organisation.id) == ()
