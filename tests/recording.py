"""What a builder wrote, written again as it was: the same rows without the services, at a tenth of the time.

Hundreds of tests begin with the same municipality. The first of a process has it made by the services; each of the
others has a copy of the same database, in which the same statements leave the same rows.
"""

from collections.abc import Callable, Hashable
from typing import Any

from sqlalchemy import Connection, event
from sqlmodel import Session, SQLModel

from core.organisations.service import state
from db import keys
from db.audit import PORTAL, end_of
from db.engine import transaction

WRITES = ("INSERT", "UPDATE", "DELETE")
Identity = tuple[type[SQLModel], Any]

_recorded: dict[Hashable, tuple[list[tuple[str, Any]], list[Identity]]] = {}


def built_once(session: Session, which: Hashable, build: Callable[[], tuple[Any, ...]]) -> tuple[Any, ...]:
    """The rows that `build` makes in a portal that nobody has set up; `which` says all that what it writes hangs on.

    It is called where this process has not recorded it yet, and in a portal that is set up.
    """
    if state(session) != "empty":
        return build()
    # The same copy: its keys are the same, and nothing has happened in it.
    whole = (which, session.get_bind().dialect.name, keys.mark(session), end_of(session, PORTAL))
    if whole not in _recorded:
        return _record(session, whole, build)
    statements, identities = _recorded[whole]
    with transaction(session):
        connection = session.connection()
        for statement, values in statements:
            connection.exec_driver_sql(statement, values)
        # Before the commit, as builders leave no transaction open: it would go on reading what is there now.
        return tuple(session.get(kind, key) for kind, key in identities)


def _record(session: Session, whole: Hashable, build: Callable[[], tuple[Any, ...]]) -> tuple[Any, ...]:
    statements: list[tuple[str, Any]] = []

    def note(_c: Connection, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        if statement.startswith(WRITES):
            statements.append((statement, values))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        rows = build()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    _recorded[whole] = (statements, [(type(row), row.id) for row in rows])
    return rows
