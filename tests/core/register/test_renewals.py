"""What is to be looked at again: when its day comes near, until it is renewed, and for those it is for (V2)."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from core.documents.drafting.renewing import renew
from core.documents.drafting.service import withdraw
from core.errors import DomainError
from core.people.filter import EngagementFilter
from core.register.renewals import AHEAD, RenewalDue, to_look_at_again
from db.documents import Document
from tests.builders import Scene, a_scene
from tests.core.documents.stories import a_renewed_letter, a_sealed_letter

DAY = date(2027, 11, 2)  # the welcome letter of the scene is to be looked at a year after it is sealed


def due(session: Session, scene: Scene, today: date, **asked) -> list[RenewalDue]:
    return to_look_at_again(
        session=session,
        actor=asked.pop("actor", scene.as_coordinator),
        organisation_id=scene.organisation.id,
        today=today,
        **asked,
    )


@pytest.mark.parametrize(
    ("today", "shown"),
    [(DAY - AHEAD - timedelta(days=1), 0), (DAY - AHEAD, 1), (DAY, 1), (DAY + timedelta(days=400), 1)],
)
def test_it_is_shown_from_a_month_before_its_day(session: Session, now: datetime, today: date, shown: int):
    scene = a_scene(session, now)
    a_sealed_letter(session, scene, now)
    rows = due(session, scene, today)
    assert len(rows) == shown
    assert all((row.on, row.volunteer_name, row.partner_name) == (DAY, "Karen Møller", "") for row in rows)


def test_one_being_renewed_is_left_out_until_its_successor_is_withdrawn(session: Session, now: datetime):
    scene = a_scene(session, now)
    a_sealed_letter(session, scene, now)
    (former_id,) = session.exec(select(Document.id)).all()
    following = renew(session=session, actor=scene.as_coordinator, document_id=former_id, now=now)
    assert due(session, scene, DAY) == []
    withdraw(session=session, actor=scene.as_coordinator, document_id=following.id, now=now)
    assert [row.document_id for row in due(session, scene, DAY)] == [former_id]


def test_one_that_was_replaced_is_not_looked_at_again(session: Session, now: datetime):
    scene = a_scene(session, now)
    a_sealed_letter(session, scene, now)
    following = a_renewed_letter(session, scene, now)
    assert [row.document_id for row in due(session, scene, DAY)] == [following.id]


def test_the_reader_chooses_and_sees_only_what_is_theirs(session: Session, now: datetime):
    scene = a_scene(session, now)
    a_sealed_letter(session, scene, now)
    assert len(due(session, scene, DAY, actor=scene.as_contact_person)) == 1
    assert due(session, scene, DAY, filtered_by=EngagementFilter(programme="laer_at_tackle")) == []
    with pytest.raises(DomainError, match="not_allowed"):
        due(session, scene, DAY, actor=scene.as_volunteer)
