"""What is only about working together is deleted after its day, by a press, and what is signed never."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from core.access.evidence import evidence_faults
from core.access.permissions import Role
from core.approvals.clearing import REACHED_BY, clear_away, count_to_clear, kept, to_clear
from core.approvals.ending import end_engagement
from core.approvals.goodbye import come_back, say_goodbye
from core.approvals.rules import EndReason, keep_until, last_day_over
from core.clarification.planning import new_meeting
from core.errors import DomainError
from core.i18n import local_day
from core.journey.belonging import former_engagements
from core.organisations.pace import left_months_of, pace_of, save_pace
from core.organisations.rules import LeftMonths
from core.talks.rules import TalkKind
from core.talks.service import record_talk, write_note
from db.approvals import Goodbye
from db.audit import AuditEvent
from db.clarification import ClarificationAnswer, ClarificationMeeting
from db.documents import DocumentFile
from db.engine import transaction
from db.people import Engagement, Person, PersonMerge
from db.talks import Note, Talk
from tests.builders import Scene, a_member, a_person, a_scene, an_actor, an_organisation
from tests.core.documents.stories import a_sealed_letter

MONTHS = relativedelta(months=24)


def stopped(session: Session, now) -> Scene:
    """Somebody who signed, was talked and written about, met before the training, and stopped today."""
    scene = a_scene(session, now)
    a_sealed_letter(session, scene, now)
    by = {"session": session, "actor": scene.as_coordinator, "engagement_id": scene.engagement.id, "now": now}
    record_talk(**by, kind=TalkKind.FAREWELL, held_on=local_day(now), words="Om helbredet.")
    write_note(**by, words="Ring efter klokken ti.")
    with transaction(session):
        meeting = new_meeting(scene.engagement, scene.as_coordinator, now)
        session.add(meeting)
        session.flush()
        answer = {"side": "volunteer", "topic": "illness", "words": "Ryggen.", "saved_at": now}
        session.add(ClarificationAnswer(meeting_id=meeting.id, **answer))
    say_goodbye(**by, last_day=local_day(now), reason=EndReason.ILLNESS)
    end_engagement(**by, ended_on=local_day(now), reason=EndReason.ILLNESS)
    return scene


def cleared(session: Session, scene: Scene, now, actor=None) -> None:
    clear_away(session=session, actor=actor or scene.as_coordinator, engagement_id=scene.engagement.id, now=now)


def waiting(session: Session, scene: Scene, day: date) -> int:
    return count_to_clear(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id, today=day)


def test_what_is_only_about_working_together_goes_and_what_is_signed_stays(session, now):
    scene = stopped(session, now)
    cleared(session, scene, now)
    for table in (Talk, Note, Goodbye, ClarificationMeeting, ClarificationAnswer):
        assert session.exec(select(table)).all() == []
    person = session.get_one(Person, scene.volunteer.id, populate_existing=True)
    assert person.name == "Karen Møller"
    assert {getattr(person, name) for name in REACHED_BY} == {""}
    engagement = session.get_one(Engagement, scene.engagement.id, populate_existing=True)
    assert (engagement.end_reason, engagement.cleared_on) == (None, local_day(now))
    assert len(session.exec(select(DocumentFile)).all()) == 1
    assert evidence_faults(session) == []
    told = session.exec(select(AuditEvent.action).where(AuditEvent.action == "engagement.cleared")).all()
    cleared(session, scene, now)
    assert len(told) == 1
    assert len(session.exec(select(AuditEvent).where(AuditEvent.action == "engagement.cleared")).all()) == 1


def test_whoever_is_in_something_else_is_still_reached(session, now):
    scene = stopped(session, now)
    same = (
        "organisation_id",
        "person_id",
        "programme_version_id",
        "workplace_id",
        "contact_person_id",
        "coordinator_id",
    )
    with transaction(session):
        session.add(Engagement(**{name: getattr(scene.engagement, name) for name in same}, created_at=now))
    before = session.get_one(Person, scene.volunteer.id).phone
    asked = {"session": session, "actor": scene.as_coordinator, "engagement_id": scene.engagement.id}
    assert not kept(**asked).reached
    cleared(session, scene, now)
    assert session.exec(select(Talk)).all() == []
    assert session.get_one(Person, scene.volunteer.id, populate_existing=True).phone == before != ""


def test_what_two_records_of_one_person_held_goes_with_them(session, now):
    scene = stopped(session, now)
    other = a_person(session, now, name="Karen M. Møller", email="karen@andet.example.dk")
    with transaction(session):
        other.merged_into_id, other.phone = scene.volunteer.id, "20304050"
        session.add(other)
        session.add(
            PersonMerge(
                organisation_id=scene.organisation.id,
                kept_id=scene.volunteer.id,
                merged_id=other.id,
                merged_by_id=scene.coordinator.id,
                merged_at=now,
                details='{"phone": ["20304050", "20304051"]}',
            )
        )
    cleared(session, scene, now)
    other = session.get_one(Person, other.id, populate_existing=True)
    assert (other.phone, other.email) == ("", "")
    assert session.exec(select(PersonMerge)).one().details == "{}"


def test_it_waits_from_the_day_after_the_last_and_no_more_once_it_is_done(session, now):
    scene = stopped(session, now)
    last = local_day(now) + MONTHS
    asked = {"session": session, "actor": scene.as_coordinator, "engagement_id": scene.engagement.id}
    assert kept(**asked).until == last
    assert [waiting(session, scene, last), waiting(session, scene, last + timedelta(days=1))] == [0, 1]
    rows = to_clear(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        today=last + timedelta(days=1),
        most=5,
    )
    assert [(each.name, each.ended_on) for each in rows] == [("Karen Møller", local_day(now))]
    cleared(session, scene, now)
    assert waiting(session, scene, last + timedelta(days=1)) == 0


def test_somebody_who_comes_back_is_kept_as_anybody(session, now):
    scene = stopped(session, now)
    cleared(session, scene, now)
    come_back(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id, now=now)
    assert session.get_one(Engagement, scene.engagement.id, populate_existing=True).cleared_on is None


def test_nobody_is_cleared_who_goes_on(session, now):
    scene = a_scene(session, now)
    with pytest.raises(DomainError, match="not_found"):
        cleared(session, scene, now)


def test_only_a_coordinator_of_the_organisation_deletes(session, now):
    scene = stopped(session, now)
    elsewhere = an_organisation(session, now, name="Sundby")
    for actor in (
        scene.as_volunteer,
        scene.as_contact_person,
        an_actor(a_member(session, elsewhere, now), elsewhere, Role.COORDINATOR),
    ):
        with pytest.raises(DomainError):
            cleared(session, scene, now, actor)
    assert len(session.exec(select(Talk)).all()) == 1


@given(today=st.dates(date(2001, 1, 1), date(2090, 1, 1)), months=st.integers(1, 120))
def test_the_last_day_that_is_over_is_the_very_last(today, months):
    last = last_day_over(today, months)
    assert keep_until(last, months) < today <= keep_until(last + timedelta(days=1), months)


def test_nobody_who_has_stopped_is_kept_longer_than_they_were_told_and_sooner_if_the_number_gets_smaller(session, now):
    scene = stopped(session, now)
    last_day = local_day(now)
    whose = {"session": session, "actor": scene.as_coordinator, "engagement_id": scene.engagement.id}
    admin = an_actor(a_member(session, scene.organisation, now, role=Role.ADMIN), scene.organisation, Role.ADMIN)

    def until(months: int, day: int) -> date:
        at = now + timedelta(days=day)
        pace = replace(pace_of(session, scene.organisation.id), left_months=months)
        save_pace(session=session, actor=admin, organisation_id=scene.organisation.id, pace=pace, now=at)
        found = kept(**whose).until
        own = former_engagements(session=session, actor=scene.as_volunteer)
        assert [each.kept_until for each in own] == [found]
        assert (waiting(session, scene, found), waiting(session, scene, found + timedelta(days=1))) == (0, 1)
        return found

    assert until(36, 1) == last_day + MONTHS
    assert until(12, 2) == last_day + relativedelta(months=12)
    # What was said meanwhile counts too, and later numbers hold for who stops later.
    assert until(18, 3) == last_day + relativedelta(months=12)
    told = left_months_of(session, scene.organisation.id)
    assert [told.of(last_day + timedelta(days=days)) for days in (0, 3, 4)] == [12, 12, 18]


@given(
    stopped_after=st.integers(-50, 50),
    changes=st.lists(st.tuples(st.integers(1, 40), st.integers(1, 120)), max_size=6),
)
def test_the_least_of_all_numbers_since_they_stopped_counts(stopped_after: int, changes: list[tuple[int, int]]) -> None:
    day, months = date(2026, 11, 2), LeftMonths(24)
    last_day = day + timedelta(days=stopped_after)
    counted = [24] if last_day <= day else []
    for days, number in changes:
        before, day = months.now, day + timedelta(days=days)
        months = months.changed(number, day)
        counted += [before] if last_day <= day else []
    assert months.of(last_day) == min([months.now, *counted])
