"""What somebody has written in a form and not sent is theirs alone, and is given up after a while."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from core.errors import DomainError
from core.unsent.service import KEPT_FOR, Fields, drop_unsent, forget_unsent, keep_unsent, unsent
from db.unsent import UnsentForm
from tests.builders import Scene, a_scene

WRITTEN: Fields = {"name": ("Mandagsholdet", ""), "first": ({"date": "2026-12-01"}, {"date": "2026-11-27"})}


def keep(session: Session, scene: Scene, now: datetime, fields: Fields = WRITTEN) -> None:
    keep_unsent(session=session, actor=scene.as_coordinator, form="plan", fields=fields, now=now)


def test_what_is_written_is_there_again_for_its_writer_alone(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    keep(session, scene, now, {"name": ("Man", "")})
    keep(session, scene, now)
    found = unsent(session=session, actor=scene.as_coordinator, form="plan")
    assert found is not None
    assert (found.fields, found.saved_at) == (WRITTEN, now)
    assert unsent(session=session, actor=scene.as_coordinator, form="another") is None
    assert unsent(session=session, actor=scene.as_contact_person, form="plan") is None
    assert len(session.exec(select(UnsentForm)).all()) == 1


def test_it_is_gone_once_it_is_sent_but_not_what_was_written_later(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    keep(session, scene, now)
    drop_unsent(session=session, actor=scene.as_coordinator, form="plan", now=now - timedelta(seconds=1))
    assert unsent(session=session, actor=scene.as_coordinator, form="plan") is not None
    drop_unsent(session=session, actor=scene.as_coordinator, form="plan", now=now)
    drop_unsent(session=session, actor=scene.as_coordinator, form="plan", now=now)
    assert unsent(session=session, actor=scene.as_coordinator, form="plan") is None


def test_it_is_forgotten_when_nobody_has_touched_it_for_a_month(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    keep(session, scene, now)
    forget_unsent(session, now + KEPT_FOR)
    assert unsent(session=session, actor=scene.as_coordinator, form="plan") is not None
    forget_unsent(session, now + KEPT_FOR + timedelta(seconds=1))
    assert unsent(session=session, actor=scene.as_coordinator, form="plan") is None


def test_a_cpr_number_is_not_kept_but_an_id_that_looks_like_one_is(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    with pytest.raises(DomainError, match="cpr_not_wanted"):
        keep(session, scene, now, {"note": ("Hendes er 010190-1234", "")})
    keep(session, scene, now, {"place": ({"id": "00000000-0000-0000-0000-010190123400"}, None)})
    assert unsent(session=session, actor=scene.as_coordinator, form="plan") is not None


def test_it_says_which_organisation_it_is_written_for_where_that_can_be_told(session: Session, now: datetime) -> None:
    here, there = a_scene(session, now), a_scene(session, now)
    keep(session, here, now)
    row = session.exec(select(UnsentForm)).one()
    assert row.organisation_id == here.organisation.id
    both = replace(here.as_coordinator, grants=(*here.as_coordinator.grants, *there.as_coordinator.grants))
    for wanted in (there, here):
        actor = both.working_in(wanted.organisation.id)
        keep_unsent(session=session, actor=actor, form="plan", fields=WRITTEN, now=now)
        assert row.organisation_id == wanted.organisation.id
    also = replace(here.as_coordinator, grants=(*here.as_coordinator.grants, *there.as_volunteer.grants))
    keep_unsent(session=session, actor=also, form="plan", fields=WRITTEN, now=now)
    assert row.organisation_id is None
