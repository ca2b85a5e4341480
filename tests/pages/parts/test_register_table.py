"""The table of volunteers that leaves the portal."""

from types import SimpleNamespace
from typing import Any

from sqlmodel import Session

from core.i18n import utc_now
from core.overview.register_rules import Column, Order, Sought
from pages.parts.register_choices import Choices
from pages.parts.register_table import _table
from tests.builders import a_scene


def test_a_name_that_looks_like_a_formula_is_none_and_the_columns_are_in_the_order_chosen(session: Session):
    scene = a_scene(session, utc_now(), volunteer="=Karen")
    chosen = Choices(Sought(), Order.NAME, (Column.PHONE, Column.WORKPLACE, Column.NEXT))
    actor, organisation_id = scene.as_coordinator, scene.organisation.id
    session.commit()
    portal: Any = SimpleNamespace(session=lambda: Session(session.get_bind()))
    heading, line = _table(portal, actor, organisation_id, chosen, {}, "da").decode("utf-8-sig").splitlines()
    assert heading == "Navn;Telefon;Arbejdsplads;Hvad der så skal ske"
    assert line.startswith("'=Karen;'+45 20 30 40 50;Birkehuset;Velkomstbrev")
