"""What points to something that did not come along is let go, or the row is."""

from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from core.safekeeping.fitting import Fitting
from core.safekeeping.shapes import kept
from core.startup import Portal

HERE, GONE = UUID(int=1), UUID(int=2)


def test_a_row_that_is_nothing_without_it_is_left_out_and_another_points_to_nothing(portal: Portal):
    tables = SQLModel.metadata.tables
    organisation, workplace, account, person = (
        kept(tables[each]) for each in ("organisation", "workplace", "account", "person")
    )
    with portal.engine.connect() as connection:
        fitting = Fitting(connection, (organisation, workplace, account, person))

        def of(shape: Any, *rows: dict[str, Any]) -> list[dict[str, Any]]:
            return list(fitting.of(shape, [dict.fromkeys(each.name for each in shape.columns) | row for row in rows]))

        of(organisation, {"id": HERE})
        ours, theirs = {"id": HERE, "organisation_id": HERE}, {"id": GONE, "organisation_id": GONE}
        assert [each["id"] for each in of(workplace, ours, theirs)] == [HERE]
        of(person, {"id": HERE})
        found = of(account, {"id": HERE, "person_id": HERE, "works_in_id": GONE}, {"id": GONE, "person_id": GONE})
        assert [(each["id"], each["works_in_id"]) for each in found] == [(HERE, None)]
        merged = {"id": HERE, "merged_into_id": GONE}
        assert fitting.within(person, merged) == {"id": HERE, "merged_into_id": None}
