"""The register: found, sorted and paged in the database."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.errors import DomainError
from core.journey.steps import Stage
from core.journey.urgency import Urgency
from core.register.choices import A_PAGE, Acts, Column, RegisterFilter, RegisterOrder
from core.register.service import EVERYBODY, Register, register, take_along
from core.today.rules import When
from db.audit import AuditEvent
from db.engine import transaction
from db.pairs import Pair
from tests.builders import Scene, a_member, a_scene, a_workplace, an_actor
from tests.core.register.test_documents import another
from tests.core.today.test_service import a_line

TODAY = date(2026, 11, 2)


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


def read(session: Session, scene: Scene, filtered_by: RegisterFilter = EVERYBODY, **told) -> Register:
    asked = {"actor": scene.as_coordinator, "organisation_id": scene.organisation.id, **told}
    return register(session=session, filtered_by=filtered_by, **asked)


def names(found: Register) -> list[str]:
    return [row.name for row in found.rows]


def stopped(session: Session, scene: Scene, now) -> None:
    with transaction(session):
        scene.engagement.ended_at = now
        session.add(scene.engagement)


def test_a_row_tells_who_where_and_what_comes_next(session, scene, now):
    a_line(session, scene, due_on=TODAY, urgency=Urgency.OURS_SOON, approved_until=date(2027, 5, 1), courses_missing=1)
    (row,) = read(session, scene, now=now).rows
    assert (row.name, row.workplace, row.programme) == ("Karen Møller", "Birkehuset", "kommunal_frivillig")
    assert (row.contact_person, row.phone, row.email) == ("Lise Bach", scene.volunteer.phone, scene.volunteer.email)
    assert (row.kind, row.due_on, row.when, row.my_turn) == ("decide", TODAY, When.SOON, True)
    assert (row.stage, row.approved_until, row.courses_missing) == ("in_approval", date(2027, 5, 1), 1)
    assert (row.partner, row.ended_on, row.version) == ("", None, 1)


def test_a_row_names_the_partner_of_either_of_a_pair(session, scene, now):
    other, former = (another(session, scene, now, name=name) for name in ("Bo Dahl", "Ea Vang"))
    with transaction(session):
        for second, ended_at in ((other, None), (former, now)):
            session.add(
                Pair(
                    organisation_id=scene.organisation.id,
                    first_id=scene.engagement.id,
                    second_id=second.engagement.id,
                    begins_on=TODAY,
                    created_by_id=scene.coordinator.id,
                    created_at=now,
                    ended_at=ended_at,
                )
            )
    found = {row.name: row.partner for row in read(session, scene, now=now).rows}
    assert found == {"Karen Møller": "Bo Dahl", "Bo Dahl": "Karen Møller", "Ea Vang": ""}


def test_the_rows_stand_in_the_order_that_is_chosen(session, scene, now):
    a_line(session, scene, urgency=Urgency.NOTHING, approved_until=date(2027, 9, 1))
    for days, name, urgency, until in ((1, "Ea", 1, date(2028, 1, 1)), (2, "Åse", 0, None), (3, "Bo", 2, TODAY)):
        other = another(session, scene, now, name=name)
        with transaction(session):
            other.engagement.created_at = now + timedelta(days=days)
            session.add(other.engagement)
        a_line(session, other, name=name, urgency=urgency, approved_until=until)
    ordered = {order: names(read(session, scene, order=order, now=now)) for order in RegisterOrder}
    assert ordered[RegisterOrder.NAME] == ["Bo", "Ea", "Karen Møller", "Åse"]
    assert ordered[RegisterOrder.URGENT] == ["Åse", "Ea", "Bo", "Karen Møller"]
    assert ordered[RegisterOrder.APPROVAL] == ["Bo", "Karen Møller", "Ea", "Åse"]
    assert ordered[RegisterOrder.NEWEST] == ["Bo", "Åse", "Ea", "Karen Møller"]


@pytest.mark.parametrize("former", [False, True])
@pytest.mark.parametrize("search", ["åse", "ÅSE", "Ås", " søn ", "SØN", "e s"])
def test_a_name_is_found_in_small_or_capital_letters(session, scene, now, search, former):
    other = another(session, scene, now, name="Åse Sønderby")
    if former:
        stopped(session, scene, now)
        stopped(session, other, now)
    assert names(read(session, scene, RegisterFilter(search=search, former=former), now=now)) == ["Åse Sønderby"]


@pytest.mark.parametrize("former", [False, True])
@pytest.mark.parametrize("search", ["%", "_", "\\"])
def test_signs_in_a_search_are_only_signs(session, scene, now, search, former):
    if former:
        stopped(session, scene, now)
    assert names(read(session, scene, RegisterFilter(search=search, former=former), now=now)) == []


def test_what_is_chosen_narrows_the_list(session, scene, now):
    place = a_workplace(session, scene.organisation, name="Egehuset")
    contact = a_member(session, scene.organisation, now, role=Role.CONTACT_PERSON, name="Mia", workplace=place)
    other = another(session, scene, now, name="Bo Krogh")
    with transaction(session):
        other.engagement.workplace_id, other.engagement.contact_person_id = place.id, contact.id
        other.engagement.coordinator_id = contact.id
        session.add(other.engagement)
    a_line(session, scene, owner="volunteer", stage=Stage.APPROVED, approved_until=TODAY)
    a_line(session, other, name="Bo Krogh", owner="coordinator", stage=Stage.LAPSED)
    for filtered_by, found in (
        (RegisterFilter(workplace_id=place.id), ["Bo Krogh"]),
        (RegisterFilter(contact_person_id=contact.id), ["Bo Krogh"]),
        (RegisterFilter(programme="peer_stoette"), []),
        (RegisterFilter(mine=True), ["Karen Møller"]),
        (RegisterFilter(stage=Stage.LAPSED), ["Bo Krogh"]),
        (RegisterFilter(acts=Acts.VOLUNTEER), ["Karen Møller"]),
        (RegisterFilter(acts=Acts.ME), []),
        (RegisterFilter(since=TODAY, before=TODAY), ["Karen Møller"]),
        (RegisterFilter(before=TODAY - timedelta(days=1)), []),
        (RegisterFilter(since=TODAY + timedelta(days=1)), []),
        (RegisterFilter(former=True), []),
    ):
        assert names(read(session, scene, filtered_by, now=now)) == found, filtered_by
    as_contact = an_actor(contact, scene.organisation, Role.CONTACT_PERSON, place)
    assert names(read(session, scene, actor=as_contact, now=now)) == ["Bo Krogh"]


def test_those_who_have_stopped_are_seen_apart(session, scene, now):
    another(session, scene, now, name="Bo Krogh")
    stopped(session, scene, now)
    assert names(read(session, scene, now=now)) == ["Bo Krogh"]
    (row,) = read(session, scene, RegisterFilter(former=True), now=now).rows
    assert (row.name, row.ended_on, row.stage, row.step) == ("Karen Møller", TODAY, "", "")
    for order in RegisterOrder:
        assert names(read(session, scene, RegisterFilter(former=True), order=order, now=now)) == ["Karen Møller"]


def test_pages_follow_on_each_other_and_the_last_is_the_end(session, scene, now):
    for number in range(A_PAGE + 1):
        another(session, scene, now, name=f"Anna {number:02}")
    first, last = (read(session, scene, page=page, now=now) for page in (1, 99))
    assert (len(first.rows), len(last.rows), first.total, last.page) == (A_PAGE, 2, A_PAGE + 2, 2)
    assert not set(names(first)) & set(names(last))
    everyone = take_along(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id, now=now)
    assert [row.name for row in everyone] == names(first) + names(last)


def test_what_leaves_the_portal_stands_in_the_log_with_its_columns_and_no_name(session, scene, now):
    take_along(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        columns=[Column.PHONE, Column.EMAIL],
        now=now,
    )
    (entry,) = session.exec(select(AuditEvent).where(AuditEvent.action == "volunteers.downloaded")).all()
    assert (entry.actor_id, entry.subject_id) == (scene.coordinator.id, scene.organisation.id)
    assert list(entry.fields) == ["email", "phone"]


def test_a_stranger_sees_nobody_and_whoever_has_no_right_is_told_so(session, scene, now):
    place = a_workplace(session, scene.organisation, name="Biblioteket")
    stranger = a_member(session, scene.organisation, now, role=Role.CONTACT_PERSON, name="Ida", workplace=place)
    actor = an_actor(stranger, scene.organisation, Role.CONTACT_PERSON, place)
    assert read(session, scene, actor=actor, now=now) == Register((), 0, 1)
    for role in (Role.VOLUNTEER, Role.ADMIN, Role.SUPERVISOR):
        with pytest.raises(DomainError, match="not_allowed"):
            read(session, scene, actor=an_actor(stranger, scene.organisation, role, place), now=now)


def test_what_another_day_says_is_written_anew_first(session, scene, now):
    a_line(session, scene, stage=Stage.LAPSED, valid_until=TODAY - timedelta(days=1))
    assert read(session, scene, RegisterFilter(stage=Stage.LAPSED), now=now).total == 0


def test_a_register_asks_as_often_however_many_there_are(session, scene, now, count_queries):
    counted = []
    for number in range(2):
        another(session, scene, now, name=f"Bo {number}")
        read(session, scene, now=now)
        actor, organisation_id = scene.as_coordinator, scene.organisation.id
        with count_queries() as asked:
            register(session=session, actor=actor, organisation_id=organisation_id, now=now)
        counted.append(asked.total)
    assert counted == [4, 4]


@pytest.mark.parametrize(
    ("order", "column"),
    [
        (RegisterOrder.WORKPLACE, "workplace"),
        (RegisterOrder.CONTACT_PERSON, "contact_person"),
        (RegisterOrder.PROGRAMME, "programme"),
        (RegisterOrder.STAGE, "stage"),
        (RegisterOrder.NAME, "name"),
    ],
)
@pytest.mark.parametrize("former", [False, True])
def test_each_heading_sorts_and_sorts_the_other_way_round(session, scene, now, order, column, former):
    place = a_workplace(session, scene.organisation, name="Aahuset")
    contact = a_member(session, scene.organisation, now, role=Role.CONTACT_PERSON, name="Anna", workplace=place)
    other = another(session, scene, now, name="Bo Krogh")
    with transaction(session):
        other.engagement.workplace_id, other.engagement.contact_person_id = place.id, contact.id
        session.add(other.engagement)
    if former:
        stopped(session, scene, now)
        stopped(session, other, now)
    told = {
        backwards: [
            getattr(row, column)
            for row in register(
                session=session,
                actor=scene.as_coordinator,
                organisation_id=scene.organisation.id,
                filtered_by=RegisterFilter(former=former),
                order=order,
                backwards=backwards,
                now=now,
            ).rows
        ]
        for backwards in (False, True)
    }
    assert len(told[False]) == 2
    assert told[False] == sorted(told[False])
    assert told[True] == sorted(told[False], reverse=True)
