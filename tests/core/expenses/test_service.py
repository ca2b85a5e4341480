"""Expenses asked for, returned, sent again, approved and paid; rates; and payroll, on both databases."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image
from sqlmodel import Session, select

from core.errors import DomainError
from core.expenses.reading import (
    claims,
    for_payroll,
    my_claims,
    payers,
    rates,
    receipt_of,
    returned_to_me,
)
from core.expenses.rules import ExpenseKind, ExpenseState
from core.expenses.service import (
    ExpenseDetails,
    RateDetails,
    approve,
    mark_paid,
    report,
    save_rate,
    send_again,
    send_back,
    withdraw,
)
from core.i18n import local_day
from core.programmes.programme import Expenses, Programme
from core.programmes.publishing import programme_of
from db.engine import transaction
from db.expenses import ExpenseClaim, ExpenseReceipt
from db.outbox import OutboxItem
from db.people import Engagement
from db.programmes import ProgrammeVersion
from tests.builders import Scene, a_member, a_scene, an_actor, an_organisation
from tests.core.register.test_documents import another


def a_receipt(side: int = 300) -> bytes:
    Image.new("RGB", (side, side), "white").save(out := BytesIO(), "PNG")
    return out.getvalue()


RECEIPT = a_receipt()


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


def written(now, **changed) -> ExpenseDetails:
    wanted: dict[str, Any] = {
        "kind": ExpenseKind.TRANSPORT,
        "spent_on": local_day(now),
        "amount": 9600,
        "note": "Tog",
        "receipt": RECEIPT,
    }
    return ExpenseDetails(**wanted | changed)


def reports(session, scene, now, *, asked_as: UUID | None = None, actor=None, **changed) -> ExpenseClaim:
    return report(
        session=session,
        actor=actor or scene.as_volunteer,
        engagement_id=scene.engagement.id,
        asked_as=asked_as or uuid4(),
        written=written(now, **changed),
        now=now,
    )


def handled(scene, claim, now, actor=None):
    return {
        "actor": actor or scene.as_coordinator,
        "claim_id": claim.id,
        "expected_version": claim.version,
        "now": now,
    }


def pays(session, scene, now, *found, actor=None, **changed):
    wanted = {"paid_on": local_day(now), "now": now}
    return mark_paid(
        session=session,
        actor=actor or scene.as_coordinator,
        versions={each.id: each.version for each in found},
        **wanted | changed,
    )


def listed(session, scene, standing=None, year=None, page=1):
    return claims(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        standing=standing,
        year=year,
        page=page,
    )


def own(session, scene):
    return my_claims(session=session, actor=scene.as_volunteer)


def test_an_expense_is_sent_with_its_receipt_made_harmless(session, scene, now):
    claim = reports(session, scene, now)
    (row,) = own(session, scene)
    assert (row.amount, row.kind, row.standing, row.note, row.receipt) == (
        9600,
        ExpenseKind.TRANSPORT,
        ExpenseState.SENT,
        "Tog",
        True,
    )
    for actor in (scene.as_volunteer, scene.as_coordinator):
        found = receipt_of(session=session, actor=actor, claim_id=claim.id)
        assert (found.media_type, found.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")


def test_a_double_click_asks_once(session, scene, now):
    asked_as = uuid4()
    assert len({reports(session, scene, now, asked_as=asked_as).id for _click in range(3)}) == 1
    assert len(own(session, scene)) == 1


def test_what_is_wrong_is_refused_and_nothing_is_kept(session, scene, now):
    for changed, code in (
        ({"receipt": None}, "expense_receipt"),
        ({"receipt": b"no picture"}, "scan_kind"),
        ({"amount": 0}, "expense_amount"),
        ({"kind": ExpenseKind.KILOMETRES, "metres": 5000}, "expense_kind"),
        ({"note": "cpr 010203-1234"}, "cpr_not_wanted"),
    ):
        with pytest.raises(DomainError, match=code):
            reports(session, scene, now, **changed)
    assert session.exec(select(ExpenseClaim)).all() == []


def test_only_the_volunteer_asks_and_only_the_two_see_the_receipt(session, scene, now):
    claim = reports(session, scene, now)
    elsewhere = an_organisation(session, now, name="Fjernby")
    stranger = an_actor(a_member(session, elsewhere, now), elsewhere)
    other = another(session, scene, now, name="Bo Dahl").as_volunteer
    for actor in (scene.as_contact_person, scene.as_coordinator, stranger, other):
        with pytest.raises(DomainError, match="not_allowed"):
            reports(session, scene, now, actor=actor)
    for actor in (scene.as_contact_person, stranger, other):
        with pytest.raises(DomainError, match="not_allowed"):
            receipt_of(session=session, actor=actor, claim_id=claim.id)
        with pytest.raises(DomainError, match="not_allowed"):
            approve(session=session, **handled(scene, claim, now, actor))


def test_one_is_returned_with_a_word_sent_again_approved_and_paid(session, scene, now):
    claim = reports(session, scene, now)
    with pytest.raises(DomainError, match="text_missing"):
        send_back(session=session, **handled(scene, claim, now), word=" ")
    send_back(session=session, **handled(scene, claim, now), word="Hvor stod beløbet?")
    assert returned_to_me(session=session, actor=scene.as_volunteer) == 1
    mails = [item.params for item in session.exec(select(OutboxItem)) if item.kind == "mail"]
    assert mails[-1] == {"message": "expense_returned", "person_id": str(scene.volunteer.id)}
    send_again(
        session=session,
        **handled(scene, claim, now, scene.as_volunteer),
        written=written(now, amount=100, receipt=None),
    )
    (row,) = own(session, scene)
    assert (row.amount, row.standing, row.word, row.receipt) == (100, ExpenseState.SENT, "", True)
    approve(session=session, **handled(scene, claim, now))
    assert pays(session, scene, now, claim) == 1
    assert pays(session, scene, now, claim) == 0
    (row,) = own(session, scene)
    assert (row.standing, row.paid_on, row.decided_by) == (ExpenseState.PAID, local_day(now), "Jonas Holm")


def test_nothing_goes_on_that_has_gone_on_meanwhile(session, scene, now):
    claim = reports(session, scene, now)
    before = handled(scene, claim, now)
    approve(session=session, **before)
    with pytest.raises(DomainError, match="expense_standing"):
        approve(session=session, **before)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        send_back(session=session, **before, word="Vent")
    with pytest.raises(DomainError, match="expense_standing"):
        withdraw(session=session, **handled(scene, claim, now, scene.as_volunteer))
    with pytest.raises(DomainError, match="expense_standing"):
        send_again(session=session, **handled(scene, claim, now, scene.as_volunteer), written=written(now))


def test_several_are_paid_all_or_none(session, scene, now):
    first, second = reports(session, scene, now), reports(session, scene, now)
    approve(session=session, **handled(scene, first, now))
    with pytest.raises(DomainError, match="expense_standing"):
        pays(session, scene, now, first, second)
    assert listed(session, scene, ExpenseState.PAID).count == 0
    for day in (None, local_day(now) + timedelta(days=1)):
        with pytest.raises(DomainError, match="date_invalid"):
            pays(session, scene, now, first, paid_on=day)


def test_one_that_came_back_is_not_too_old_for_having_come_back(session, scene, now):
    day = local_day(now) - timedelta(days=179)
    claim = reports(session, scene, now, spent_on=day)
    later = now + timedelta(days=9)
    send_back(session=session, **handled(scene, claim, later), word="Hvad var det?")
    send_again(session=session, **handled(scene, claim, later, scene.as_volunteer), written=written(now, spent_on=day))
    assert own(session, scene)[0].standing is ExpenseState.SENT
    with pytest.raises(DomainError, match="expense_old"):
        reports(session, scene, later, spent_on=day)


def test_what_was_changed_meanwhile_is_not_paid_unseen(session, scene, now):
    claim = reports(session, scene, now)
    approve(session=session, **handled(scene, claim, now))
    seen = claim.version
    send_back(session=session, **handled(scene, claim, now), word="Vent")
    again = written(now, amount=400_000)
    send_again(session=session, **handled(scene, claim, now, scene.as_volunteer), written=again)
    approve(session=session, **handled(scene, claim, now))
    with pytest.raises(DomainError, match="changed_meanwhile"):
        mark_paid(
            session=session,
            actor=scene.as_coordinator,
            versions={claim.id: seen},
            paid_on=local_day(now),
            now=now,
        )


def test_what_is_taken_back_is_gone_from_the_lists(session, scene, now):
    claim = reports(session, scene, now)
    withdraw(session=session, **handled(scene, claim, now, scene.as_volunteer))
    assert own(session, scene) == ()
    assert listed(session, scene).count == 0


def test_nobody_handles_an_expense_of_their_own(session, scene, now):
    claim = reports(session, scene, now)
    with transaction(session):
        stored = session.get_one(ExpenseClaim, claim.id)
        stored.person_id = scene.coordinator.id
        session.add(stored)
    with pytest.raises(DomainError, match="expense_own"):
        approve(session=session, **handled(scene, claim, now))
    with pytest.raises(DomainError, match="expense_own"):
        send_back(session=session, **handled(scene, claim, now), word="Nej")
    with pytest.raises(DomainError, match="expense_own"):
        pays(session, scene, now, claim)
    assert listed(session, scene).rows[0].own


def test_a_list_is_paged_summed_and_as_quick_for_many(session, scene, now, count_queries):
    reports(session, scene, now)
    listed(session, scene, ExpenseState.SENT)
    with count_queries() as one:
        listed(session, scene, ExpenseState.SENT)
    for day in range(1, 27):
        reports(session, scene, now + timedelta(minutes=day), spent_on=local_day(now) - timedelta(days=day))
    listed(session, scene, ExpenseState.SENT)
    with count_queries() as many:
        page = listed(session, scene, ExpenseState.SENT, page=9)
    assert (page.count, page.pages, len(page.rows), page.amount) == (27, 2, 2, 27 * 9600)
    assert many.total <= one.total
    assert listed(session, scene, year=local_day(now).year - 5).rows == ()


def test_payroll_gets_all_that_fit_and_nobody_else_does(session, scene, now):
    reports(session, scene, now)
    asked = {"organisation_id": scene.organisation.id, "standing": None, "year": None}
    assert len(for_payroll(session=session, actor=scene.as_coordinator, **asked)) == 1
    with pytest.raises(DomainError, match="not_allowed"):
        for_payroll(session=session, actor=scene.as_contact_person, **asked)


@pytest.fixture
def association(session, scene, now) -> Scene:
    """The same volunteer in a programme of an association, which offers kilometres."""
    with transaction(session):
        engagement = session.get_one(Engagement, scene.engagement.id)
        found = programme_of(session, engagement.programme_version_id)
        offering = Programme(**{**found.model_dump(), "principles": None, "expenses": Expenses(kilometres=True)})
        version = ProgrammeVersion(
            organisation_id=scene.organisation.id,
            programme=offering.id,
            number=99,
            content=offering.content_json(),
            fingerprint=offering.fingerprint(),
            published_at=now,
        )
        session.add(version)
        session.flush()
        engagement.programme_version_id = version.id
        session.add(engagement)
    return scene


def rate(session, scene, now, *, ore=223, source="Skatterådet", version=0, actor=None):
    save_rate(
        session=session,
        actor=actor or scene.as_coordinator,
        organisation_id=scene.organisation.id,
        details=RateDetails(year=local_day(now).year, ore=ore, source=source),
        expected_version=version,
        now=now,
    )


def test_kilometres_are_worth_the_rate_of_their_year_where_they_are_offered(session, association, now):
    (place,) = payers(session=session, actor=association.as_volunteer)
    assert ExpenseKind.KILOMETRES in place.kinds
    drive: dict[str, Any] = {"kind": ExpenseKind.KILOMETRES, "metres": 12_400, "amount": 0, "receipt": None}
    with pytest.raises(DomainError, match="expense_no_rate"):
        reports(session, association, now, **drive)
    rate(session, association, now)
    claim = reports(session, association, now, **drive)
    assert claim.amount == 2765
    rate(session, association, now, ore=400, version=1)
    assert own(session, association)[0].amount == 2765


def test_a_rate_has_a_source_and_two_who_write_it_notice_each_other(session, scene, now):
    for wrong, code in (
        ({"source": " "}, "rate_source"),
        ({"ore": 0}, "rate_invalid"),
        ({"ore": 10_000}, "rate_invalid"),
    ):
        with pytest.raises(DomainError, match=code):
            rate(session, scene, now, **wrong)
    rate(session, scene, now)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        rate(session, scene, now)
    with pytest.raises(DomainError, match="not_allowed"):
        rate(session, scene, now, actor=scene.as_contact_person)
    (found,) = rates(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)
    assert (found.ore, found.source) == (223, "Skatterådet")


def test_a_receipt_goes_with_no_list(session, scene, now):
    claim = reports(session, scene, now)
    assert session.get_one(ExpenseReceipt, claim.id).content
    with pytest.raises(DomainError, match="not_found"):
        receipt_of(session=session, actor=scene.as_coordinator, claim_id=uuid4())
