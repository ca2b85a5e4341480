"""What is asked of the database: how many statements, and how many rows came back to Python."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import current_thread
from typing import Any

from sqlalchemy import CursorResult, Engine, event
from sqlalchemy.engine.cursor import CursorFetchStrategy

from core.messages.worker import Worker

NOT_A_QUESTION = ("BEGIN", "COMMIT", "ROLLBACK")


@dataclass
class Counted:
    """How many statements were sent to the database, and how many rows were fetched from it."""

    total: int = 0
    rows: int = 0


class _Counting(CursorFetchStrategy):
    """Fetches as SQLAlchemy does by itself, and counts the rows."""

    __slots__ = ("_counted",)

    def __init__(self, counted: Counted) -> None:
        self._counted = counted

    def fetchone(self, result: CursorResult[Any], dbapi_cursor: Any, hard_close: bool = False) -> Any:
        row = super().fetchone(result, dbapi_cursor, hard_close)
        self._counted.rows += row is not None
        return row

    def fetchmany(self, result: CursorResult[Any], dbapi_cursor: Any, size: int | None = None) -> Any:
        return self._of(super().fetchmany(result, dbapi_cursor, size))

    def fetchall(self, result: CursorResult[Any], dbapi_cursor: Any) -> Any:
        return self._of(super().fetchall(result, dbapi_cursor))

    def yield_per(self, result: CursorResult[Any], dbapi_cursor: Any, num: int) -> None:
        """Rows that are asked for in portions go on through here, so that they are counted too."""

    def _of(self, rows: Sequence[Any]) -> Sequence[Any]:
        self._counted.rows += len(rows)
        return rows


@contextmanager
def counting(engine: Engine) -> Iterator[Counted]:
    """What `engine` is asked meanwhile; BEGIN and COMMIT are not counted."""
    counted = Counted()

    def count(_connection: object, _cursor: Any, statement: str, _values: object, context: Any, _many: object) -> None:
        # What the workers of a portal ask in the background comes when it comes, and is no page's.
        if statement.startswith(NOT_A_QUESTION) or isinstance(current_thread(), Worker):
            return
        counted.total += 1
        if statement.startswith(("SELECT", "WITH")):
            context.cursor_fetch_strategy = _Counting(counted)

    event.listen(engine, "after_cursor_execute", count)
    try:
        yield counted
    finally:
        event.remove(engine, "after_cursor_execute", count)
