"""Recognition, diplomas, the year and a volunteer's page at two sizes: the same queries, and no more rows read."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, insert

from core.i18n import local_day, utc_now
from core.journey.projecting import rebuild
from db.approvals import Approval
from db.engine import transaction
from db.people import Engagement, Person
from db.places import in_place
from db.recognition import Recognised, Recognition
from tests.builders import Scene, a_scene
from tests.pages.as_colleague import visit

NOW = utc_now() - timedelta(hours=1)
TODAY = local_day(NOW)
PAGES = (
    "recognition/recognition",
    "certificates/diplomas",
    "recognition/recognition_year",
    "register/volunteer",
    "today/today",
    "dashboard/dashboard",
)
FEW, MANY = 30, 90


@pytest.fixture
def scene(session: Session) -> Scene:
    found = a_scene(session, NOW, programme="laer_at_tackle")
    more(session, found, FEW)
    return found


def more(session: Session, scene: Scene, count: int) -> None:
    """So many approved instructors of seven years, some of them thanked: everything of it in bulk."""
    people = [Person(name=f"Nummer {number:03}", created_at=NOW).model_dump() for number in range(count)]
    session.refresh(scene.engagement)
    like = scene.engagement.model_dump(exclude={"id", "person_id", "begins_on"})
    engaged = [
        Engagement(**like, person_id=person["id"], begins_on=TODAY - timedelta(days=7 * 365)).model_dump()
        for person in people
    ]
    parties = [_party(scene, given) for given in (TODAY, None) for _number in range(12)]
    with transaction(session):
        # Past the session: what follows from so many is written afterwards.
        connection = session.connection()
        connection.execute(insert(Person), [in_place(Person, each) for each in people])
        connection.execute(insert(Engagement), engaged)
        connection.execute(insert(Approval), [in_place(Approval, _approved(scene, each["id"])) for each in engaged])
        connection.execute(insert(Recognition), [in_place(Recognition, each) for each in parties])
        connection.execute(
            insert(Recognised),
            [
                Recognised(
                    recognition_id=party["id"], person_id=each["person_id"], engagement_id=each["id"]
                ).model_dump()
                for party in parties
                for each in engaged[::3]
            ],
        )
    rebuild(session, TODAY)


def _party(scene: Scene, given: date | None) -> dict[str, Any]:
    return Recognition(
        organisation_id=scene.organisation.id,
        gift="season_party",
        planned_on=TODAY,
        given_on=given,
        giver_id=scene.coordinator.id,
        cost=100,
        created_by_id=scene.coordinator.id,
        created_at=NOW,
    ).model_dump()


def _approved(scene: Scene, engagement_id: UUID) -> dict[str, Any]:
    return Approval(
        organisation_id=scene.organisation.id,
        engagement_id=engagement_id,
        decision="approved",
        decided_on=TODAY - timedelta(days=9),
        valid_until=TODAY + timedelta(days=700),
        decided_by_id=scene.coordinator.id,
        created_at=NOW,
    ).model_dump()


def asked(session: Session, scene: Scene, count_queries, page: str) -> tuple[int, int]:
    """The queries of a rerun of the page, and the rows read in it: the fewer of two, because once a minute one of them
    also notes when somebody was here last."""
    app = visit(session, scene.coordinator, page, id=scene.engagement.id)
    reruns = []
    for _number in range(2):
        with count_queries() as counted:
            app.run()
        assert not app.exception
        reruns.append((counted.total, counted.rows))
    return min(reruns)


def test_three_times_the_volunteers_cost_no_query_and_no_row_more(session: Session, scene: Scene, count_queries):
    few = {page: asked(session, scene, count_queries, page) for page in PAGES}
    more(session, scene, MANY - FEW)
    many = {page: asked(session, scene, count_queries, page) for page in PAGES}
    assert few == many
