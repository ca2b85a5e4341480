"""The board: each application where the rules say it stands, counted, paged, and for coordinators alone."""

from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest

from core.assessments.board import A_PAGE, BoardFilter, board, waiting_for_us
from core.assessments.case import facts_of
from core.assessments.rules import OPEN_STAGES, BoardStage, stage_of
from core.errors import DomainError
from core.i18n import local_day
from db.assessments import Assessment
from db.engine import transaction
from tests.builders import a_scene
from tests.core.assessments.stories import applied
from tests.core.tasks.builders import a_task

EVERYTHING = BoardFilter()


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


def _board(session, scene, now, chosen=EVERYTHING, page=1):
    return board(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        chosen=chosen,
        page=page,
        today=local_day(now),
    )


def test_every_application_stands_on_the_board_where_the_rules_put_it(session, scene, now):
    task, today = a_task(session, scene, now), local_day(now)
    expected = {}
    for withdrawn, begun, asked, until, decided, answered in product(
        (0, 1), (0, 1), (0, 1), (None, today, today - timedelta(days=1)), (0, 1), (0, 1)
    ):
        if not begun and (asked or until or decided or answered):
            continue
        application = applied(session, scene, task, now)
        with transaction(session):
            application.withdrawn_at = now if withdrawn else None
            session.add(application)
            if begun:
                session.add(
                    Assessment(
                        application_id=application.id,
                        organisation_id=scene.organisation.id,
                        begun_at=now,
                        asked_at=now if asked else None,
                        verdict="no" if decided else "",
                        views_until=until,
                        answered_at=now if answered else None,
                    )
                )
        expected[application.id] = stage_of(facts_of(application, session.get(Assessment, application.id)), today)
    found: dict[UUID, BoardStage] = {}
    for stage in BoardStage:
        page = _board(session, scene, now, BoardFilter(stage=stage))
        assert page.total == page.counts[stage] == list(expected.values()).count(stage)
        found |= {row.application_id: row.stage for row in page.rows}
        found |= {
            row.application_id: row.stage for row in _board(session, scene, now, BoardFilter(stage=stage), 2).rows
        }
    assert found == expected
    ours = [each for each in expected.values() if each in OPEN_STAGES and each is not BoardStage.ASKED]
    assert session.exec(waiting_for_us(scene.organisation.id, today)).one() == len(ours)


def test_who_has_waited_longest_comes_first_a_page_at_a_time_and_two_queries_are_enough(
    session, scene, now, count_queries
):
    walks, reads = a_task(session, scene, now), a_task(session, scene, now, title="Læseven")
    for number in range(A_PAGE + 2):
        applied(session, scene, walks, now - timedelta(days=number), name=f"Ib Krogh {number}")
    applied(session, scene, reads, now, name="Ea Lund")
    _board(session, scene, now)
    with count_queries() as counted:
        first = _board(session, scene, now)
    assert counted.total == 2
    assert [row.days for row in first.rows[:3]] == [26, 25, 24]
    assert (first.rows[0].late, first.rows[-1].late) == (True, False)
    assert (first.total, len(first.rows), first.page) == (28, A_PAGE, 1)
    assert _board(session, scene, now, page=9).page == 2
    assert list(first.tasks.values()) == ["Gåtur om søen", "Læseven"]
    only = _board(session, scene, now, BoardFilter(task_id=reads.id))
    assert [row.name for row in only.rows] == ["Ea Lund"]
    assert only.counts[BoardStage.RECEIVED] == 1
    assert only.tasks == first.tasks


def test_nobody_else_sees_the_board(session, scene, now):
    for actor in (scene.as_contact_person, scene.as_volunteer):
        with pytest.raises(DomainError, match="not_allowed"):
            board(
                session=session,
                actor=actor,
                organisation_id=scene.organisation.id,
                chosen=EVERYTHING,
                page=1,
                today=local_day(now),
            )
