"""What of an organisation's rows has a place in a portal of its own: what they point to comes along, or is let go."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, inspect

from core.safekeeping.shapes import KeptColumn, KeptTable

Row = dict[str, Any]


class Fitting:
    """The rows of an organisation as they are taken in, those that others point to first.

    What points to something of another organisation points to nothing; a row that is nothing without it is left out, as
    a history that was shown to another organisation, and so is what hangs on it.
    """

    def __init__(self, connection: Connection, shapes: Iterable[KeptTable]) -> None:
        self._connection = connection
        referred = (each.refers.split(".") for shape in shapes for each in shape.columns if each.refers)
        self._came: dict[tuple[str, str], set[Any]] = {(table, column): set() for table, column in referred}

    def of(self, shape: KeptTable, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows of a table that have a place."""
        told = inspect(self._connection).get_columns(shape.name)
        may_be_empty = {each["name"] for each in told if each["nullable"]}
        pointing = [each for each in shape.columns if each.refers and not _to_itself(shape, each)]
        for row in rows:
            lost = [each.name for each in pointing if not self._is_there(each, row[each.name])]
            if set(lost) <= may_be_empty:
                for name, came in self._kept_of(shape):
                    came.add(row[name])
                yield {**row, **dict.fromkeys(lost)}

    def within(self, shape: KeptTable, row: Row) -> Row:
        """A row of the table with what points to others of its own table, all of which came or did not."""
        own = [each for each in shape.columns if each.name in row and _to_itself(shape, each)]
        return {**row, **{each.name: None for each in own if not self._is_there(each, row[each.name])}}

    def _is_there(self, column: KeptColumn, value: Any) -> bool:
        table, name = column.refers.split(".")
        return value is None or value in self._came[table, name]

    def _kept_of(self, shape: KeptTable) -> Sequence[tuple[str, set[Any]]]:
        return [(name, came) for (table, name), came in self._came.items() if table == shape.name]


def _to_itself(shape: KeptTable, column: KeptColumn) -> bool:
    return column.refers.partition(".")[0] == shape.name
