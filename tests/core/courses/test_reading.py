"""The runs of an engagement, as approvals count them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from uuid import uuid4

from sqlmodel import Session

from core.courses.reading import runs_of
from core.courses.rules import LeaderSpan
from tests.builders import a_scene
from tests.conftest import Counted
from tests.core.courses.builders import a_run, beside, ids


def test_a_run_counts_when_all_of_it_was_held_and_is_planned_before(session: Session, now: datetime):
    karen = a_scene(session, now, programme="laer_at_tackle")
    bo = beside(session, karen, now, "Bo Dahl")
    pair = [LeaderSpan(each) for each in ids(karen, bo)]
    done = a_run(session, karen, pair, held=3)
    coming = a_run(session, karen, pair, first_on=date(2027, 2, 2), held=1)
    found = runs_of(session, ids(karen, bo))
    assert found[karen.engagement.id] == found[bo.engagement.id]
    first, second = found[karen.engagement.id]
    assert (first.course_run_id, first.counts, first.planned, first.modules_held) == (done.id, True, False, 3)
    assert (first.first_on, first.last_on) == (date(2026, 9, 1), date(2026, 9, 15))
    assert (second.course_run_id, second.counts, second.planned, second.modules_held) == (coming.id, False, True, 1)


def test_who_could_not_finish_is_not_held_to_it_and_the_substitute_has_what_they_led(session: Session, now: datetime):
    karen = a_scene(session, now, programme="laer_at_tackle")
    bo, ea = (beside(session, karen, now, name) for name in ("Bo Dahl", "Ea Vang"))
    leading = [
        LeaderSpan(karen.engagement.id),
        LeaderSpan(bo.engagement.id, to_module=1, stopped=True),
        LeaderSpan(ea.engagement.id, 2, substitute=True),
    ]
    a_run(session, karen, leading, held=2)
    found = {name: runs_of(session, ids(each))[each.engagement.id][0] for name, each in (("bo", bo), ("ea", ea))}
    assert (found["bo"].counts, found["bo"].planned, found["bo"].modules_held) == (True, False, 1)
    assert found["bo"].stopped_on == date(2026, 9, 8)
    assert (found["ea"].counts, found["ea"].planned, found["ea"].substitute) == (False, True, True)
    assert found["ea"].modules_held == 1


def test_a_cancelled_run_is_nobodys(session: Session, now: datetime):
    karen = a_scene(session, now, programme="laer_at_tackle")
    a_run(session, karen, [LeaderSpan(karen.engagement.id)], held=3, cancelled=True)
    assert runs_of(session, [karen.engagement.id, strange := uuid4()]) == {karen.engagement.id: (), strange: ()}
    assert runs_of(session, []) == {}


def test_many_are_read_with_as_few_queries_as_one(
    session: Session, now: datetime, count_queries: Callable[[], AbstractContextManager[Counted]]
):
    karen = a_scene(session, now, programme="laer_at_tackle")
    others = [beside(session, karen, now, f"Ea {each}") for each in range(5)]
    for each in others:
        a_run(session, each, [LeaderSpan(each.engagement.id)], held=1)
    everybody = ids(karen, *others)
    with count_queries() as counted:
        runs_of(session, everybody)
    assert counted.total == 2
