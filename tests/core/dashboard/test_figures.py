from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from sqlmodel import select

from core.access.permissions import Role
from core.courses.rules import Term, term_of
from core.dashboard.figures import figures, months_from, terms_around
from core.errors import DomainError
from core.programmes.publishing import newest
from db.access import Invitation
from db.courses import CourseRun
from db.documents import Document, TemplateVersion
from db.engine import transaction
from db.journey import EngagementNext
from db.people import Engagement
from tests.builders import a_member, a_person, a_scene, a_workplace, an_actor, an_organisation, look_again

TODAY = date(2026, 11, 2)


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


def _figures(session, scene, today=TODAY):
    return figures(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id, today=today)


def _another(session, scene, now, *, workplace=None, organisation=None):
    person = a_person(session, now, name="Nicoline Ø")
    with transaction(session):
        engagement = Engagement(
            organisation_id=(organisation or scene.organisation).id,
            person_id=person.id,
            programme_version_id=newest(session)["laer_at_tackle"],
            workplace_id=(workplace or scene.workplace).id,
            contact_person_id=scene.contact_person.id,
            coordinator_id=scene.coordinator.id,
            created_at=now,
        )
        session.add(engagement)
    return engagement


def _stands(session, engagement, stage, until=None):
    with transaction(session):
        session.merge(
            EngagementNext(
                engagement_id=engagement.id,
                organisation_id=engagement.organisation_id,
                sought="karen",
                urgency=1,
                made_on=date(2026, 11, 2),
                stage=stage,
                approved_until=until,
            )
        )


def _course(session, scene, now, first_on, *, workplace=None, place="", cancelled=False):
    with transaction(session):
        session.add(
            CourseRun(
                organisation_id=scene.organisation.id,
                workplace_id=workplace.id if workplace else None,
                programme="laer_at_tackle",
                name="Lær at tackle",
                place=place,
                first_on=first_on,
                last_on=first_on,
                cancelled_at=now if cancelled else None,
                created_by_id=scene.coordinator.id,
                created_at=now,
            )
        )


def _invited(session, engagement, at, *, signed_after=None, purpose="join"):
    with transaction(session):
        session.add(
            Invitation(
                organisation_id=engagement.organisation_id,
                person_id=engagement.person_id,
                purpose=purpose,
                token_hash=uuid4().hex,
                created_at=at,
                expires_at=at + timedelta(days=30),
            )
        )
        if signed_after is not None:
            _sealed(session, engagement, at + timedelta(days=signed_after))


def _sealed(session, engagement, at: datetime):
    with transaction(session):
        template = session.exec(select(TemplateVersion)).first()
        session.add(
            Document(
                organisation_id=engagement.organisation_id,
                engagement_id=engagement.id,
                kind=template.kind,
                number=uuid4().hex,
                template_version_id=template.id,
                signing_language="da",
                created_by_id=engagement.coordinator_id,
                created_at=at,
                sealed_at=at,
            )
        )


@pytest.mark.parametrize("year", range(2010, 2041))
def test_terms_follow_one_another_around_every_day(year: int) -> None:
    for day in (date(year, 1, 1), date(year, 7, 31), date(year, 8, 1), date(year, 12, 31)):
        terms = terms_around(day)
        assert terms[3] == term_of(day)
        assert all(before.last + timedelta(days=1) == after.first for before, after in pairwise(terms))


def test_months_go_on_into_the_next_year_and_back_into_the_last() -> None:
    assert months_from(TODAY, 3) == (date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1))
    assert months_from(date(2026, 1, 31), -2) == (date(2025, 12, 1), date(2026, 1, 1))


def test_volunteers_are_counted_by_stage_in_their_own_organisation(session, scene, now) -> None:
    other = an_organisation(session, now, name="Nabokommunen")
    _stands(session, scene.engagement, "papers")
    _stands(session, _another(session, scene, now), "papers")
    _stands(session, _another(session, scene, now), "approved")
    _stands(session, _another(session, scene, now, organisation=other), "papers")
    assert _figures(session, scene).stages == {"papers": 2, "approved": 1}


def test_an_approval_is_counted_in_the_month_it_runs_out(session, scene, now) -> None:
    for until in (date(2026, 11, 2), date(2026, 11, 30), date(2028, 10, 31), date(2028, 11, 1), date(2026, 11, 1)):
        _stands(session, _another(session, scene, now), "approved", until)
    found = _figures(session, scene).running_out
    assert len(found) == 24
    assert {month: count for month, count in found.items() if count} == {date(2026, 11, 1): 2, date(2028, 10, 1): 1}


def test_courses_are_counted_where_and_when_they_begin(session, scene, now) -> None:
    place = a_workplace(session, scene.organisation, name="Havnen")
    for day in (date(2026, 8, 1), date(2026, 12, 31), date(2027, 2, 1)):
        _course(session, scene, now, day, workplace=place)
    _course(session, scene, now, date(2025, 1, 1), place="Biblioteket")
    _course(session, scene, now, date(2024, 12, 31), place="Biblioteket")
    _course(session, scene, now, date(2026, 9, 1), place="Biblioteket", cancelled=True)
    found = _figures(session, scene).places
    assert [(each.name, each.runs, each.workplace_id) for each in found] == [
        ("Havnen", {Term(2026, autumn=True): 2, Term(2027, autumn=False): 1}, place.id),
        ("Biblioteket", {Term(2025, autumn=False): 1}, None),
    ]


def test_places_beyond_ten_are_counted_together(session, scene, now) -> None:
    for number in range(12):
        _course(session, scene, now, TODAY, place=f"Sted {number:02}")
    found = _figures(session, scene).places
    assert len(found) == 11
    assert (found[-1].name, found[-1].runs) == ("", {Term(2026, autumn=True): 2})


def test_waiting_is_from_the_first_invitation_to_the_first_signed_agreement(session, scene, now) -> None:
    for days in (2, 4, 6, 20):
        _invited(session, _another(session, scene, now), now - timedelta(days=30), signed_after=days)
    slow = _another(session, scene, now)
    _invited(session, slow, now - timedelta(days=31))
    _invited(session, slow, now - timedelta(days=29))
    _invited(session, _another(session, scene, now), now - timedelta(days=400), signed_after=1)
    year = _figures(session, scene).waits
    october = next(each for each in year.months if each.month == date(2026, 10, 1))
    assert (october.signed, october.waiting, october.median) == (4, 1, 5)
    assert october.half == (3.5, 9.5)
    assert (year.signed, year.waiting, year.median, len(year.months)) == (4, 1, 5, 12)


def test_a_new_passphrase_is_no_invitation_and_what_was_signed_before_it_does_not_count(session, scene, now) -> None:
    _invited(session, scene.engagement, now - timedelta(days=3), purpose="passphrase")
    engagement = _another(session, scene, now)
    _sealed(session, engagement, now - timedelta(days=50))
    _invited(session, engagement, now - timedelta(days=10))
    year = _figures(session, scene).waits
    assert (year.signed, year.waiting, year.median) == (0, 1, None)


def test_workplaces_count_who_is_there_now(session, scene, now) -> None:
    place = a_workplace(session, scene.organisation, name="Havnen")
    _another(session, scene, now, workplace=place)
    _another(session, scene, now, workplace=place)
    gone = _another(session, scene, now, workplace=place)
    with transaction(session):
        gone.ended_at = now
        session.add(gone)
    look_again(session)
    found = _figures(session, scene).workplaces
    assert [(each.name, each.volunteers) for each in found] == [("Havnen", 2), ("Birkehuset", 1)]


def test_only_a_coordinator_of_the_organisation_sees_its_figures(session, scene, now) -> None:
    other = an_organisation(session, now, name="Nabokommunen")
    neighbour = an_actor(a_member(session, other, now, name="Nabo"), other, Role.COORDINATOR)
    for actor in (neighbour, scene.as_contact_person, scene.as_volunteer):
        with pytest.raises(DomainError, match="not_allowed"):
            figures(session=session, actor=actor, organisation_id=scene.organisation.id, today=TODAY)


def test_figures_ask_as_often_for_many_as_for_few(session, scene, now, count_queries) -> None:
    for _time in range(2):
        _figures(session, scene)
    with count_queries() as few:
        _figures(session, scene)
    for _each in range(20):
        engagement = _another(session, scene, now)
        _stands(session, engagement, "approved", date(2027, 1, 1))
        _invited(session, engagement, now - timedelta(days=9), signed_after=3)
        _course(session, scene, now, TODAY, workplace=scene.workplace)
    for _time in range(2):
        _figures(session, scene)
    with count_queries() as many:
        _figures(session, scene)
    assert many.total <= few.total == 7


def test_what_another_day_says_is_written_anew_before_it_is_counted(session, scene, now) -> None:
    _stands(session, scene.engagement, "approved", date(2026, 11, 1))
    with transaction(session):
        row = session.get_one(EngagementNext, scene.engagement.id)
        row.valid_until = TODAY - timedelta(days=1)
        session.add(row)
    assert "approved" not in _figures(session, scene).stages
