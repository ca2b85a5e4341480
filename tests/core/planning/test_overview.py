"""The month of whoever plans: of all or of one workplace, and who is twice whichever is looked at."""

from datetime import date

import pytest
from sqlmodel import Session

from core.courses.rules import LeaderSpan
from core.errors import DomainError
from core.i18n import local_day
from core.planning.overview import planned_month
from core.planning.overview_rules import ClashKind, EntryKind
from db.courses import CourseRun
from db.engine import transaction
from db.organisations import ClosedPeriod
from tests.builders import Scene, a_scene, a_workplace
from tests.core.approvals.stories import a_supervision
from tests.core.courses.builders import a_run, beside
from tests.core.offers.builders import an_offer

FIRST = date(2026, 11, 1)


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now, programme="laer_at_tackle")


def month(session: Session, scene: Scene, **asked):
    return planned_month(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        first=FIRST,
        **asked,
    )


def test_courses_supervisions_and_offers_stand_in_the_month_with_who_holds_them(session, scene, now):
    run = a_run(session, scene, [LeaderSpan(scene.engagement.id)], first_on=date(2026, 11, 10))
    a_run(session, scene, [], first_on=date(2026, 11, 10), cancelled=True)
    a_supervision(session, scene, date(2026, 11, 12), held=False)
    offer = an_offer(session, scene, now)
    found = month(session, scene)
    told = [(each.kind, each.about_id, each.day.day, [*each.people.values()]) for each in found.entries]
    karen, lise = scene.volunteer.name, scene.contact_person.name
    modules = [(EntryKind.MODULE, run.id, day, [karen]) for day in (10, 17, 24)]
    assert told[0] == modules[0]
    assert [each for each in told if each[0] is EntryKind.MODULE] == modules
    assert [set(each[3]) for each in told if each[0] is EntryKind.SUPERVISION] == [{karen, lise}]
    assert [(each[1], each[2]) for each in told if each[0] is EntryKind.OFFER] == [
        (offer.id, local_day(offer.starts_at).day)
    ]
    assert found.clashes == []


def test_who_is_twice_is_told_though_only_one_workplace_is_looked_at_and_so_are_closed_days(session, scene, now):
    elsewhere = a_workplace(session, scene.organisation, name="Havnen")
    day = date(2026, 11, 10)
    leads = [LeaderSpan(scene.engagement.id)]
    a_run(session, scene, leads, first_on=day, modules=1, name="Her")
    there = a_run(session, scene, leads, first_on=day, modules=1, name="Der")
    a_run(session, scene, [], first_on=day, modules=1, name="Uden")
    with transaction(session):
        other = session.get_one(CourseRun, there.id)
        other.workplace_id = elsewhere.id
        session.add(other)
        session.add(ClosedPeriod(organisation_id=scene.organisation.id, first_on=day, last_on=day, name="Personaledag"))
    found = month(session, scene, workplace_id=elsewhere.id)
    assert [each.title for each in found.entries] == ["Der"]
    told = {(each.kind, each.name, each.words) for each in found.clashes}
    assert told == {(ClashKind.TWICE, scene.volunteer.name, ""), (ClashKind.CLOSED, "", "Personaledag")}
    everywhere = {each.kind for each in month(session, scene).clashes}
    assert everywhere == {ClashKind.TWICE, ClashKind.CLOSED, ClashKind.NOBODY}


def test_it_takes_the_same_number_of_queries_however_much_is_planned(session, scene, count_queries):
    def asked() -> int:
        session.expire_all()
        with count_queries() as counted:
            month(session, scene)
        return int(counted.total)

    a_run(session, scene, [LeaderSpan(scene.engagement.id)], first_on=date(2026, 11, 10))
    before = asked()
    for number in range(5):
        other = beside(session, scene, scene.engagement.created_at, f"Bo {number}")
        a_run(session, scene, [LeaderSpan(other.engagement.id)], first_on=date(2026, 11, 3 + number))
    assert asked() == before


def test_only_whoever_plans_courses_reads_it(session, scene):
    for actor in (scene.as_volunteer, scene.as_contact_person):
        with pytest.raises(DomainError, match="not_allowed"):
            planned_month(session=session, actor=actor, organisation_id=scene.organisation.id, first=FIRST)
