"""The rows that lists sort by always equal what the facts say."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from core.i18n import local_day, utc_now
from core.journey import projecting
from core.journey.facts import known
from core.journey.projecting import is_missing, rebuild, refresh
from core.journey.urgency import what_is_next
from core.people.service import save_own_details
from db.approvals import Approval, Pause
from db.courses import CourseInstructor, CourseModule, CourseRun, Evaluation
from db.engine import transaction
from db.journey import EngagementNext
from db.offers import Offer, OfferAttendance
from db.organisations import Organisation
from db.pairs import Pair
from db.people import Engagement, Person
from db.supervision import Supervision, SupervisionSubject
from db.talks import Talk
from tests.builders import Scene, a_person, a_scene
from tests.conftest import Counted

TODAY = local_day(utc_now())


def rows(session: Session) -> list[dict[str, object]]:
    """Every row as it is stored."""
    session.rollback()
    session.expire_all()
    found = session.exec(select(EngagementNext).order_by(col(EngagementNext.engagement_id)))
    return [row.model_dump() for row in found]


def row_of(session: Session, scene: Scene) -> EngagementNext:
    session.rollback()
    session.expire_all()
    return session.get_one(EngagementNext, scene.engagement.id)


def store(session: Session, make: Callable[[], object]) -> None:
    """Store what `make` makes or changes, in a transaction of its own."""
    with transaction(session):
        session.add(make())


def agrees(session: Session) -> bool:
    """Whether what is stored is what a rebuild would store."""
    before = rows(session)
    rebuild(session, TODAY)
    return bool(before) and before == rows(session)


def test_the_whole_demonstration_has_rows_equal_to_its_journeys(demonstration: Session):
    assert agrees(demonstration)
    stored = {row["engagement_id"]: row for row in rows(demonstration)}
    for each in known(demonstration, [col(Engagement.ended_at).is_(None)], TODAY):
        found = what_is_next(each.programme, each.facts, TODAY)
        row = stored[each.engagement.id]
        assert row["step"] == (found.step.id if found.step else "")
        assert (row["urgency"], row["more"], row["stage"]) == (found.urgency, found.more, found.stage)
        assert row["valid_until"] == found.valid_until


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session, utc_now(), programme="laer_at_tackle")


def test_every_kind_of_fact_rewrites_the_row_in_its_own_transaction(session: Session, scene: Scene):
    own, here, now = scene.engagement.id, scene.organisation.id, utc_now()
    by = scene.coordinator.id
    run = CourseRun(
        organisation_id=here,
        programme="laer_at_tackle",
        name="Kursus",
        first_on=TODAY - timedelta(days=3),
        last_on=TODAY - timedelta(days=3),
        created_by_id=by,
        created_at=now,
    )
    module = CourseModule(
        course_run_id=run.id, number=1, starts_at=now - timedelta(days=3), ends_at=now - timedelta(days=3, hours=-2)
    )
    supervision = Supervision(
        organisation_id=here, kind="first", course_run_id=run.id, ordered_by_id=by, created_at=now
    )
    subject = SupervisionSubject(supervision_id=supervision.id, engagement_id=own)
    partner = a_person(session, now, name="Makker")
    other = Engagement(
        organisation_id=here,
        person_id=partner.id,
        programme_version_id=scene.engagement.programme_version_id,
        workplace_id=scene.workplace.id,
        contact_person_id=scene.contact_person.id,
        coordinator_id=by,
        created_at=now,
    )
    store(session, lambda: other)

    def ticked_off() -> CourseModule:
        found = session.get_one(CourseModule, module.id)
        found.held_at = now
        return found

    def with_feedback() -> SupervisionSubject:
        found = session.get_one(SupervisionSubject, subject.id)
        found.feedback_at = now
        held = session.get_one(Supervision, supervision.id)
        held.held_on = TODAY
        session.add(held)
        return found

    def held_late() -> Talk:
        assert row_of(session, scene).kind == "talk"
        found = session.exec(select(Talk).where(col(Talk.held_on).is_(None))).one()
        found.held_on = TODAY
        return found

    def reviewed() -> CourseRun:
        found = session.get_one(CourseRun, run.id)
        found.reviewed_on = TODAY
        return found

    def trained() -> Engagement:
        found = session.get_one(Engagement, own)
        found.trained_on = TODAY
        return found

    def moved_person() -> Person:
        found = session.get_one(Person, scene.volunteer.id)
        found.name = "Øjvind Å"
        return found

    offer = Offer(
        organisation_id=here,
        kind="refresher",
        title="Temadag",
        starts_at=now - timedelta(days=2),
        ends_at=now - timedelta(days=2),
        whom="volunteers",
        created_by_id=by,
        created_at=now,
    )

    def was_there() -> OfferAttendance:
        found = session.exec(select(OfferAttendance)).one()
        found.standing = "attended"
        return found

    def called_off() -> Offer:
        found = session.get_one(Offer, offer.id)
        found.called_off_at = now
        return found

    story = [
        trained,
        lambda: Pair(
            organisation_id=here, first_id=own, second_id=other.id, begins_on=TODAY, created_by_id=by, created_at=now
        ),
        lambda: run,
        lambda: module,
        lambda: CourseInstructor(course_run_id=run.id, engagement_id=own),
        ticked_off,
        lambda: Talk(
            organisation_id=here,
            engagement_id=own,
            kind="after_module",
            held_on=TODAY,
            course_module_id=module.id,
            recorded_by_id=by,
            created_at=now,
        ),
        lambda: Talk(
            organisation_id=here,
            engagement_id=own,
            kind="follow_up",
            planned_on=TODAY - timedelta(days=900),
            recorded_by_id=by,
            created_at=now,
        ),
        held_late,
        lambda: Evaluation(course_run_id=run.id, entered_by_id=by, created_at=now, finished_at=now),
        reviewed,
        lambda: supervision,
        lambda: subject,
        with_feedback,
        lambda: offer,
        lambda: OfferAttendance(offer_id=offer.id, person_id=scene.volunteer.id, standing="signed_up", at=now),
        was_there,
        called_off,
        lambda: Pause(
            organisation_id=here,
            engagement_id=own,
            reason="leave",
            begins_on=TODAY,
            ends_on=TODAY,
            recorded_by_id=by,
            created_at=now,
        ),
        lambda: Approval(
            organisation_id=here,
            engagement_id=own,
            decision="approved",
            decided_on=TODAY,
            valid_until=TODAY + timedelta(days=730),
            decided_by_id=by,
            created_at=now,
        ),
        moved_person,
    ]
    for number, fact in enumerate(story):
        store(session, fact)
        assert agrees(session), number
    assert row_of(session, scene).sought == "øjvind å"
    assert row_of(session, scene).stage == "paused"


def test_who_has_ended_has_no_row(session: Session, scene: Scene):
    assert row_of(session, scene).organisation_id == scene.organisation.id

    def ended() -> Engagement:
        engagement = session.get_one(Engagement, scene.engagement.id)
        engagement.ended_at = utc_now()
        return engagement

    store(session, ended)
    assert rows(session) == []


def test_what_was_not_committed_leaves_the_row_as_it_was(session: Session, scene: Scene):
    before = rows(session)

    def fail() -> None:
        with transaction(session):
            engagement = session.get_one(Engagement, scene.engagement.id)
            engagement.trained_on = TODAY
            session.add(engagement)
            session.flush()
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="power"):
        fail()
    assert rows(session) == before
    store(session, lambda: session.get_one(Organisation, scene.organisation.id))
    assert rows(session) == before


def test_a_list_first_has_the_rows_of_another_day_written_anew(session: Session, scene: Scene):
    assert refresh(session, scene.organisation.id, TODAY) == 0
    much_later = TODAY + timedelta(days=400)
    assert refresh(session, scene.organisation.id, much_later) == 1
    assert row_of(session, scene).made_on == much_later
    assert refresh(session, scene.organisation.id, much_later) == 0
    # A demonstration can be set back again.
    assert refresh(session, scene.organisation.id, TODAY) == 1
    assert row_of(session, scene).made_on == TODAY


def test_an_engagement_without_a_row_is_noticed_and_mended(session: Session, scene: Scene):
    assert not is_missing(session)
    store_nothing = session.get_one(EngagementNext, scene.engagement.id)
    with transaction(session):
        session.delete(session.get_one(EngagementNext, store_nothing.engagement_id))
    assert is_missing(session)
    assert rebuild(session, TODAY) == 1
    assert not is_missing(session)


def test_writing_many_rows_takes_as_many_queries_as_writing_one(
    session: Session,
    scene: Scene,
    count_queries: Callable[[], AbstractContextManager[Counted]],
    now: datetime,
):
    def queries() -> int:
        ids = list(session.exec(select(Engagement.id)))
        with transaction(session), count_queries() as counted:
            projecting.write(session, ids, TODAY)
        return counted.total

    one = queries()
    for number in range(8):
        person = a_person(session, now, name=f"Nummer {number}")
        session.refresh(scene.engagement)
        copied = scene.engagement.model_dump(exclude={"id", "person_id", "begins_on"})
        another = Engagement(**copied, person_id=person.id, begins_on=date(2026, 11, 2))
        with transaction(session):
            session.add(another)
    # One statement updates the rows that changed.
    assert queries() <= one + 1


def test_a_saved_detail_rewrites_the_row(session: Session, scene: Scene, now: datetime):
    assert row_of(session, scene).stage == "invited"
    save_own_details(
        session=session,
        actor=scene.as_volunteer,
        changes={"name": "Karen Åse Møller"},
        expected_version=1,
        now=now,
    )
    assert row_of(session, scene).sought == "karen åse møller"
