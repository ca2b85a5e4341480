"""Who works in several organisations does so in one at a time."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlmodel import Session

from core.access.permissions import Action, Actor, Grant, Role, Subject, may
from core.access.sessions import actor_for, log_in, work_in
from core.errors import DomainError
from db.engine import transaction
from db.people import Membership
from tests.builders import PASSPHRASE, a_scene, an_account

HERE, THERE, ELSEWHERE = UUID(int=1), UUID(int=2), UUID(int=3)


def somebody(*grants: Grant, chosen: UUID | None = None) -> Actor:
    return Actor(UUID(int=21), UUID(int=31), "Ida Krag", "da", grants, chosen)


def test_the_wanted_one_counts_then_the_one_last_chosen_then_the_first() -> None:
    both = (Grant(HERE, Role.COORDINATOR), Grant(THERE, Role.ADMIN))
    assert somebody(*both).working_in(THERE).employers() == (THERE,)
    assert somebody(*both, chosen=THERE).working_in().employers() == (THERE,)
    assert somebody(*both).working_in().employers() == (HERE,)
    assert somebody(*both).working_in(ELSEWHERE).employers() == (HERE,)
    assert somebody(*both).working_in(THERE).elsewhere == (HERE,)


def test_nothing_can_be_done_in_the_others_meanwhile_but_what_one_volunteers_for_stays() -> None:
    actor = somebody(
        Grant(HERE, Role.COORDINATOR), Grant(THERE, Role.COORDINATOR), Grant(ELSEWHERE, Role.VOLUNTEER)
    ).working_in(HERE)
    assert may(actor, Action.SEE_VOLUNTEERS, Subject(HERE))
    assert not may(actor, Action.SEE_VOLUNTEERS, Subject(THERE))
    assert may(actor, Action.SEE_OWN_DOCUMENTS, Subject(ELSEWHERE, frozenset({actor.person_id})))


def test_who_works_in_one_organisation_chooses_nothing() -> None:
    actor = somebody(Grant(HERE, Role.COORDINATOR), Grant(THERE, Role.VOLUNTEER))
    assert actor.working_in(THERE) is actor


def test_the_choice_is_remembered_and_is_only_among_their_own(session: Session, now: datetime) -> None:
    here, there, other = (a_scene(session, now) for _ in range(3))
    with transaction(session):
        session.add(
            Membership(
                organisation_id=there.organisation.id,
                person_id=here.coordinator.id,
                role=Role.COORDINATOR,
                created_at=now,
            )
        )
    an_account(session, here.coordinator, now, login_name="jonas")
    token = log_in(session=session, login_name="jonas", passphrase=PASSPHRASE, device="", now=now).token

    def who() -> Actor:
        found = actor_for(session=session, token=token, now=now)
        assert found
        return found.working_in()

    assert who().employers() == (here.organisation.id,)
    work_in(session=session, actor=who(), organisation_id=there.organisation.id, now=now)
    assert who().employers() == (there.organisation.id,)
    with pytest.raises(DomainError, match="not_allowed"):
        work_in(session=session, actor=who(), organisation_id=other.organisation.id, now=now)
