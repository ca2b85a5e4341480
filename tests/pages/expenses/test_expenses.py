"""Expenses as a volunteer and a coordinator meet them."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from core.expenses.service import approve
from core.i18n import local_day, on_date, utc_now
from db.expenses import ExpenseClaim, ExpenseRate
from pages.widgets.plain import plain
from tests.builders import Scene, a_scene
from tests.core.expenses.test_service import RECEIPT, handled, reports
from tests.pages.as_colleague import in_dialog, only_button, said_in_rows, visit
from tests.pages.as_volunteer import field, press, text
from tests.pages.as_volunteer import visit as own

NOW = utc_now() - timedelta(hours=1)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session, NOW)


def stored(session) -> list[ExpenseClaim]:
    session.rollback()
    session.expire_all()
    return list(session.exec(select(ExpenseClaim)))


def links(page) -> list[str]:
    return [each.proto.label for each in page.get("page_link")]


def test_an_expense_is_sent_with_a_receipt(session, scene):
    page = own(session, scene.volunteer, "expenses/my_expenses")
    assert "Hvorfor er der ingen sats for kilometer?" in [each.label for each in page.expander]
    field(page, "Hvor meget").set_value("149,50")
    page.file_uploader[0].upload("kvittering.png", RECEIPT, "image/png")
    page = only_button(page.run(), "send-expense").click().run()
    assert not page.exception
    assert [(claim.amount, claim.standing) for claim in stored(session)] == [(14950, "sent")]
    assert "149,50" in text(page)


def test_what_is_missing_is_told_and_what_was_written_stays(session, scene):
    page = own(session, scene.volunteer, "expenses/my_expenses")
    field(page, "Hvor meget").set_value("149,50")
    page = only_button(page, "send-expense").click().run()
    assert "Tilføj et billede eller en PDF af kvitteringen." in text(page)
    assert field(page, "Hvor meget").value == "149,50"
    assert stored(session) == []


def test_one_that_came_back_is_told_on_the_path_and_sent_again(session, scene):
    claim = reports(session, scene, NOW)
    page = in_dialog(visit(session, scene.coordinator, "expenses/expenses"), f"return-{claim.id}")
    field(page, "Dit ord til Karen").set_value("Hvor stod beløbet?")
    page = only_button(page, f"returned-{claim.id}").click().run()
    assert not page.exception
    assert "Et udlæg er kommet tilbage med et ord" in links(own(session, scene.volunteer, "journey/my_path"))
    page = own(session, scene.volunteer, "expenses/my_expenses")
    assert [each.value for each in page.info] == [plain("Hvor stod beløbet?")]
    field(page, "Hvor meget").set_value("95")
    page = only_button(page, f"again-{claim.id}").click().run()
    assert not page.exception
    assert [(each.amount, each.standing) for each in stored(session)] == [(9500, "sent")]
    assert "Et udlæg er kommet tilbage med et ord" not in links(own(session, scene.volunteer, "journey/my_path"))


def test_one_is_taken_back(session, scene):
    claim = reports(session, scene, NOW)
    page = own(session, scene.volunteer, "expenses/my_expenses")
    page = press(in_dialog(page, f"change-{claim.id}"), "Tag det tilbage")
    assert [each.standing for each in stored(session)] == ["withdrawn"]
    assert "96 kr." not in text(page).replace("\xa0", " ")


def test_one_is_approved_and_several_are_paid_in_one_go(session, scene):
    first, second = reports(session, scene, NOW), reports(session, scene, NOW)
    approve(session=session, **handled(scene, second, NOW))
    page = visit(session, scene.coordinator, "expenses/expenses")
    page = only_button(page, f"approve-{first.id}").click().run()
    assert "Ingen udlæg venter på jer." in text(page)
    page.segmented_control(key="expense-standing").set_value("approved").run()
    assert f"af {scene.coordinator.name} den {on_date(local_day(utc_now()))}" in said_in_rows(page)
    page = only_button(only_button(page, "open-pay-all").click().run(), "paid-all").click().run()
    assert not page.exception
    assert {each.standing for each in stored(session)} == {"paid"}


def test_the_receipt_is_shown_when_it_is_asked_for(session, scene):
    claim = reports(session, scene, NOW)
    page = visit(session, scene.coordinator, "expenses/expenses")
    assert not page.image
    assert in_dialog(page, f"receipt-{claim.id}").image


def test_a_rate_is_written_with_its_source(session, scene):
    page = only_button(visit(session, scene.coordinator, "expenses/expenses"), "open-rate").click().run()
    field(page, "Kroner pr. kilometer").set_value("2,23")
    field(page, "Hvor står den").set_value("Skatterådet, bekendtgørelse om rejse- og befordringsgodtgørelse")
    page = only_button(page, "save-rate").click().run()
    assert not page.exception
    assert [rate.ore for rate in session.exec(select(ExpenseRate))] == [223]
    assert "2,23 kr./km" in said_in_rows(page)
