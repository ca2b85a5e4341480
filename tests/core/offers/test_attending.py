"""Invited, signed up, waiting and there, on both databases."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import Session, col, select

from core.access.permissions import Role
from core.errors import DomainError
from core.i18n import local_day
from core.journey.service import my_path
from core.journey.steps import StepKind, StepStatus
from core.offers.attending import answer
from core.offers.reading import my_offers_ahead, years_of_offers
from core.offers.rules import Audience, Opening, Reason, SignUpState
from core.startup import Portal
from db.audit import AuditEvent
from db.offers import OfferAttendance
from tests.builders import Scene, a_member, a_scene, an_actor, an_organisation, look_again
from tests.core.offers.builders import an_offer, came, invited, mails, mine, says, standing


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now, programme="laer_at_tackle")


def test_the_invited_are_told_by_mail_once_and_read_why(session, scene, now):
    offer = an_offer(session, scene, now)
    people = [scene.volunteer.id, scene.contact_person.id]
    assert set(invited(session, scene, offer, people, now)) == set(people)
    assert invited(session, scene, offer, people, now) == ()
    assert sorted(mails(session)) == sorted(("offer_invitation", str(each)) for each in people)
    ((told,), _before) = mine(session, scene, now)
    assert (told.standing, told.reasons, told.opening) == (SignUpState.INVITED, (Reason.FIRST_YEAR,), Opening.OPEN)
    assert told.counts


def test_nobody_is_invited_to_what_is_not_for_them_or_is_over(session, scene, now):
    offer = an_offer(session, scene, now, whom=Audience.STAFF)
    for people, at, code in (
        ([], now, "offer_nobody"),
        ([scene.volunteer.id], now, "offer_not_for"),
        ([scene.contact_person.id], now + timedelta(days=10), "offer_begun"),
    ):
        with pytest.raises(DomainError, match=code):
            invited(session, scene, offer, people, at)
    assert mails(session) == []


def test_one_signs_oneself_up_and_says_no_again(session, scene, now):
    offer = an_offer(session, scene, now)
    as_volunteer, karen = scene.as_volunteer, scene.volunteer.id
    assert says(session, scene, offer, karen, now, actor=as_volunteer) is SignUpState.SIGNED_UP
    assert says(session, scene, offer, karen, now, actor=as_volunteer) is SignUpState.SIGNED_UP
    assert [each.standing for each in my_offers_ahead(session=session, actor=as_volunteer, now=now)] == [
        SignUpState.SIGNED_UP
    ]
    assert says(session, scene, offer, karen, now, actor=as_volunteer, coming=False) is SignUpState.DECLINED
    assert says(session, scene, offer, karen, now, actor=as_volunteer, coming=False) is SignUpState.DECLINED
    assert my_offers_ahead(session=session, actor=as_volunteer, now=now) == ()
    answers = select(OfferAttendance.id).where(OfferAttendance.offer_id == offer.id)
    actions = session.exec(select(AuditEvent.action).where(col(AuditEvent.subject_id).in_(answers))).all()
    assert sorted(actions) == ["offer.declined", "offer.signed_up"]


def test_a_freed_seat_goes_to_the_first_who_waits_and_they_are_told(session, scene, now):
    offer = an_offer(session, scene, now, seats=1)
    karen, lise, jonas = scene.volunteer.id, scene.contact_person.id, scene.coordinator.id
    assert says(session, scene, offer, lise, now) is SignUpState.SIGNED_UP
    assert says(session, scene, offer, karen, now) is SignUpState.WAITING
    assert says(session, scene, offer, jonas, now) is SignUpState.WAITING
    ((told,), _before) = mine(session, scene, now)
    assert (told.standing, told.place, told.left) == (SignUpState.WAITING, 1, 0)
    says(session, scene, offer, lise, now, coming=False)
    assert [standing(session, offer, each) for each in (lise, karen, jonas)] == [
        SignUpState.DECLINED,
        SignUpState.SIGNED_UP,
        SignUpState.WAITING,
    ]
    assert mails(session) == [("offer_seat", str(karen))]


def test_two_who_take_the_last_seat_at_once_get_one(portal: Portal, session, scene, now):
    offer = an_offer(session, scene, now, seats=1)
    offer_id = offer.id
    both = [
        an_actor(scene.volunteer, scene.organisation),
        an_actor(scene.contact_person, scene.organisation, Role.CONTACT_PERSON, scene.workplace),
    ]
    barrier, got = Barrier(2), []

    def try_it(actor) -> None:
        with portal.session() as own:
            barrier.wait()
            got.append(
                answer(session=own, actor=actor, offer_id=offer_id, person_id=actor.person_id, coming=True, now=now)
            )

    threads = [Thread(target=try_it, args=(actor,)) for actor in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [SignUpState.SIGNED_UP, SignUpState.WAITING]
    look_again(session)
    numbers = session.exec(select(OfferAttendance.number).order_by(col(OfferAttendance.number))).all()
    assert numbers == [1, 2]


def test_the_last_day_binds_everybody_but_the_coordinator(session, scene, now):
    offer = an_offer(session, scene, now, sign_up_by=local_day(now))
    late = now + timedelta(days=1)
    with pytest.raises(DomainError, match="offer_closed"):
        says(session, scene, offer, scene.volunteer.id, late, actor=scene.as_volunteer)
    assert says(session, scene, offer, scene.volunteer.id, late) is SignUpState.SIGNED_UP
    # One can always say that one cannot come after all, until it begins.
    says(session, scene, offer, scene.volunteer.id, late, actor=scene.as_volunteer, coming=False)
    with pytest.raises(DomainError, match="offer_begun"):
        says(session, scene, offer, scene.volunteer.id, now + timedelta(days=10))


def test_who_was_there_is_ticked_also_without_signing_up_and_can_be_put_right(session, scene, now):
    offer = an_offer(session, scene, now, cost=480_000)
    karen, lise, jonas = scene.volunteer.id, scene.contact_person.id, scene.coordinator.id
    says(session, scene, offer, karen, now)
    invited(session, scene, offer, [lise], now)
    with pytest.raises(DomainError, match="offer_ahead"):
        came(session, scene, offer, [karen], now)
    on_the_day = now + timedelta(days=10)
    came(session, scene, offer, [lise, jonas], on_the_day)
    assert [standing(session, offer, each) for each in (karen, lise, jonas)] == [
        SignUpState.ABSENT,
        SignUpState.ATTENDED,
        SignUpState.ATTENDED,
    ]
    with pytest.raises(DomainError, match="changed_meanwhile"):
        came(session, scene, offer, [karen], on_the_day)
    came(session, scene, offer, [karen, lise], on_the_day, version=2)
    assert standing(session, offer, jonas) is SignUpState.ABSENT
    _ahead, (been,) = mine(session, scene, now + timedelta(days=11))
    assert (been.standing, been.counts) == (SignUpState.ATTENDED, True)
    (year,) = years_of_offers(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)
    assert (year.year, year.count, year.attended, year.cost) == (2026, 1, 2, 480_000)
    stranger = a_member(session, an_organisation(session, now, name="Havnby Kommune"), now, name="Bo")
    with pytest.raises(DomainError, match="offer_not_for"):
        came(session, scene, offer, [stranger.id], on_the_day, version=3)


def test_having_been_there_is_a_step_of_the_path_that_is_done(session, scene, now):
    def learning() -> tuple[StepStatus, str]:
        (path,) = my_path(session=session, actor=scene.as_volunteer, today=local_day(now + timedelta(days=11)))
        (step,) = (each for each in path.steps if each.kind is StepKind.LEARN)
        return step.status, step.reason

    offer = an_offer(session, scene, now, starts_at=now + timedelta(days=12), ends_at=now + timedelta(days=13))
    assert learning() == (StepStatus.LATER, "")
    says(session, scene, offer, scene.volunteer.id, now)
    assert learning() == (StepStatus.LATER, "planned")
    earlier = an_offer(session, scene, now)
    came(session, scene, earlier, [scene.volunteer.id], now + timedelta(days=10))
    assert learning() == (StepStatus.DONE, "")
