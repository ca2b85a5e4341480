"""What needs a coordinator today, read from the projection."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from core.access.permissions import Role
from core.errors import DomainError
from core.journey.doing import Do
from core.journey.urgency import Urgency
from core.talks.rules import TalkKind
from core.talks.service import plan_talk
from core.today.rules import When
from core.today.service import A_PAGE, EVERYTHING, Morning, TodayFilter, Turn, morning
from db.engine import transaction
from db.journey import EngagementNext
from tests.builders import Scene, a_member, a_scene, a_workplace, an_account, an_actor
from tests.core.documents.stories import a_draft
from tests.core.register.test_documents import another

TODAY = date(2026, 11, 2)


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


def a_line(session: Session, scene: Scene, *, name: str = "", **told) -> EngagementNext:
    """What comes next for the scene's volunteer; by default their contact person's turn, without a day."""
    values: dict[str, Any] = {
        "step": "decide",
        "kind": "decide",
        "status": "now",
        "owner": "coordinator",
        "reason": "",
        "subject_id": None,
        "due_on": None,
        "urgency": Urgency.OURS,
        "stage": "in_approval",
        "sought": (name or scene.volunteer.name).casefold(),
        "made_on": date.min,
        "valid_until": None,
    }
    with transaction(session):
        row = session.get_one(EngagementNext, scene.engagement.id)
        for field, value in (values | told).items():
            setattr(row, field, value)
        session.add(row)
        return row


def quiet(session: Session, scene: Scene) -> None:
    """Nobody has anything to do about the scene's volunteer."""
    a_line(session, scene, step="", kind="", owner="", urgency=Urgency.NOTHING)


def read(session: Session, scene: Scene, filtered_by: TodayFilter = EVERYTHING, **told) -> Morning:
    asked = {"actor": scene.as_coordinator, "organisation_id": scene.organisation.id, **told}
    return morning(session=session, filtered_by=filtered_by, **asked)


def names(found: Morning) -> list[str]:
    return [row.name for row in found.rows]


def test_the_most_urgent_comes_first_then_the_day_then_the_name(session, scene, now):
    for name, urgency, due_on in (
        ("Ea", 2, None),
        ("Bo", 2, TODAY + timedelta(days=3)),
        ("Åse", 1, TODAY + timedelta(days=9)),
        ("Ib", 2, TODAY + timedelta(days=3)),
    ):
        a_line(session, another(session, scene, now, name=name), name=name, urgency=urgency, due_on=due_on)
    quiet(session, scene)
    assert names(read(session, scene, now=now)) == ["Åse", "Bo", "Ib", "Ea"]


def test_a_line_tells_whose_it_is_what_and_by_when(session, scene, now):
    a_line(session, scene, due_on=TODAY - timedelta(days=2), urgency=Urgency.OURS_OVERDUE)
    (row,) = read(session, scene, now=now).rows
    assert (row.name, row.workplace, row.kind, row.when) == ("Karen Møller", "Birkehuset", "decide", When.OVERDUE)
    assert (row.my_turn, row.waits_for, row.do) == (True, "", Do.DECIDE)


def test_whom_a_line_waits_for_is_named(session, scene, now):
    a_line(session, scene, owner="contact_person")
    (row,) = read(session, scene, now=now).rows
    assert (row.my_turn, row.waits_for) == (False, "Lise Bach")


def test_a_planned_talk_is_a_line_that_leads_to_it(session, scene, now):
    plan_talk(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        kind=TalkKind.FOLLOW_UP,
        planned_on=TODAY,
        now=now,
    )
    (row,) = read(session, scene, now=now).rows
    assert (row.kind, row.do, row.due_on, row.my_turn) == ("talk", Do.TALK, TODAY, True)


@pytest.mark.parametrize("moment", When)
def test_the_counts_say_how_many_there_are_of_each_urgency_whichever_is_chosen(session, scene, now, moment):
    for urgency in Urgency:
        if urgency is not Urgency.OURS_OVERDUE:
            a_line(session, another(session, scene, now, name=urgency.name), name=urgency.name, urgency=urgency)
    a_line(session, scene, urgency=Urgency.OURS_OVERDUE)
    found = read(session, scene, TodayFilter(when=moment), now=now)
    assert dict(found.counts) == dict.fromkeys(When, 1) | {When.OVERDUE: 2, When.AHEAD: 2}
    assert {row.when for row in found.rows} == {moment}
    assert (len(found.rows), found.everybody) == (found.total, len(Urgency))
    assert found.total == found.counts[moment]


def test_about_whom_nothing_is_to_be_done_is_shown_when_asked_for(session, scene, now):
    quiet(session, scene)
    found = read(session, scene, now=now)
    assert (found.rows, found.total, found.everybody) == ((), 0, 1)
    assert names(read(session, scene, TodayFilter(search="karen"), now=now)) == ["Karen Møller"]
    (row,) = read(session, scene, TodayFilter(when=When.AHEAD), now=now).rows
    assert row.do is Do.OPEN


@pytest.mark.parametrize("search", ["åse", "ÅSE", "Ås", " søn ", "SØN", "e s"])
def test_a_name_is_found_in_small_or_capital_letters(session, scene, now, search):
    a_line(session, scene)
    a_line(session, another(session, scene, now, name="Åse Sønderby"), name="Åse Sønderby")
    assert names(read(session, scene, TodayFilter(search=search), now=now)) == ["Åse Sønderby"]


@pytest.mark.parametrize("search", ["%", "_", "\\"])
def test_signs_in_a_search_are_only_signs(session, scene, now, search):
    a_line(session, scene)
    assert names(read(session, scene, TodayFilter(search=search), now=now)) == []


def test_what_is_chosen_narrows_the_list(session, scene, now):
    a_line(session, scene, owner="volunteer")
    place = a_workplace(session, scene.organisation, name="Egehuset")
    other = another(session, scene, now, name="Bo Krogh")
    contact = a_member(session, scene.organisation, now, role=Role.CONTACT_PERSON, name="Mia", workplace=place)
    with transaction(session):
        other.engagement.workplace_id, other.engagement.contact_person_id = place.id, contact.id
        other.engagement.coordinator_id = contact.id
        session.add(other.engagement)
    a_line(session, other, name="Bo Krogh")
    assert names(read(session, scene, TodayFilter(workplace_id=place.id), now=now)) == ["Bo Krogh"]
    assert names(read(session, scene, TodayFilter(contact_person_id=scene.contact_person.id), now=now)) == [
        "Karen Møller"
    ]
    assert names(read(session, scene, TodayFilter(programme="peer_stoette"), now=now)) == []
    assert names(read(session, scene, TodayFilter(mine=True), now=now)) == ["Karen Møller"]
    assert names(read(session, scene, TodayFilter(turn=Turn.ME), now=now)) == []
    assert len(read(session, scene, TodayFilter(turn=Turn.OTHERS), now=now).rows) == 2
    as_contact = an_actor(contact, scene.organisation, Role.CONTACT_PERSON, place)
    assert names(read(session, scene, actor=as_contact, now=now)) == ["Bo Krogh"]


def test_a_contact_person_sees_the_own_workplace_and_does_what_they_may(session, scene, now):
    a_line(session, scene)
    (row,) = read(session, scene, actor=scene.as_contact_person, now=now).rows
    assert row.do is Do.OPEN
    a_line(session, scene, kind="draft", step="welcome_letter", owner="contact_person")
    (row,) = read(session, scene, actor=scene.as_contact_person, now=now).rows
    assert (row.do, row.my_turn) == (Do.MAKE, True)


def test_nobody_else_sees_the_list(session, scene, now):
    for actor in (scene.as_volunteer, replace(scene.as_coordinator, grants=())):
        with pytest.raises(DomainError, match="not_allowed"):
            read(session, scene, actor=actor, now=now)


def test_another_organisation_is_not_seen(session, scene, now):
    a_line(session, scene)
    other = a_scene(session, now)
    with pytest.raises(DomainError, match="not_allowed"):
        read(session, scene, organisation_id=other.organisation.id, now=now)
    (row,) = read(session, other, now=now).rows
    assert row.engagement_id == other.engagement.id


def test_a_draft_somebody_began_is_gone_on_with(session, scene, now):
    a_line(session, scene, kind="draft", step="welcome_letter", owner="contact_person")
    (row,) = read(session, scene, now=now).rows
    assert row.do is Do.MAKE
    draft = a_draft(session, scene, now)
    (row,) = read(session, scene, now=now).rows
    assert (row.do, row.subject_id) == (Do.CONTINUE, draft.id)


def test_a_page_holds_twenty_five_and_one_beyond_the_last_is_the_last(session, scene, now):
    quiet(session, scene)
    told = [f"Frivillig {number:02}" for number in range(A_PAGE + 3)]
    for name in told:
        a_line(session, another(session, scene, now, name=name), name=name)
    assert names(read(session, scene, now=now)) == told[:A_PAGE]
    last = read(session, scene, page=99, now=now)
    assert (names(last), last.page, last.total) == (told[A_PAGE:], 2, A_PAGE + 3)


def test_a_longer_list_asks_no_more_often(session, scene, now, count_queries):
    an_account(session, scene.volunteer, now)
    a_line(session, scene, kind="draft", step="welcome_letter")
    a_line(session, another(session, scene, now, name="Bo"), name="Bo", kind="joined", step="joined")
    actor = scene.as_coordinator
    organisation_id = scene.organisation.id
    with count_queries() as few:
        morning(session=session, actor=actor, organisation_id=organisation_id, now=now)
    for _ in range(9):
        a_line(session, another(session, scene, now), kind="draft", step="welcome_letter", urgency=Urgency.OURS)
        a_line(session, another(session, scene, now), kind="joined", step="joined", urgency=Urgency.OURS)
    with count_queries() as many:
        morning(session=session, actor=actor, organisation_id=organisation_id, now=now)
    assert many.total == few.total == 5


def test_somebody_with_a_link_is_called_and_somebody_without_is_invited(session, scene, now):
    from core.access.invitations import invite

    a_line(session, scene, kind="joined", step="joined", owner="volunteer")
    (row,) = read(session, scene, now=now).rows
    assert row.do is Do.INVITE
    invite(
        session=session,
        actor=scene.as_coordinator,
        person_id=scene.volunteer.id,
        organisation_id=scene.organisation.id,
        now=now,
    )
    (row,) = read(session, scene, now=now).rows
    assert row.do is Do.CALL
    (row,) = read(session, scene, now=now + timedelta(days=90)).rows
    assert row.do is Do.INVITE


def test_what_another_day_says_otherwise_is_written_anew(session, scene, now):
    (row,) = read(session, scene, now=now).rows
    assert row.when is When.LATER
    (row,) = read(session, scene, now=now + timedelta(days=60)).rows
    assert row.when is When.OVERDUE
    (row,) = read(session, scene, now=now).rows
    assert row.when is When.LATER
