"""What a builder wrote, written again as it was: the same rows without the services, at a tenth of the time.

Hundreds of tests begin with the same municipality, and with the same letter in it. The first of a process has them made
by the services; each of the others has a copy of the same database, in which the same statements leave the same rows.
What is built upon something else is written again only where nothing but what was built has been written since the
copy was made: whatever else a test writes first, what follows is made by the services.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import get_ident
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event
from sqlmodel import Session, SQLModel

from core.i18n import language
from core.organisations.service import state
from db import keys
from db.audit import PORTAL, end_of
from db.engine import transaction

WRITES = ("INSERT", "UPDATE", "DELETE")
Identity = tuple[type[SQLModel], Any]
Story = tuple[Hashable, ...]


@dataclass
class _Watched:
    """What happens to the database of a test: what was built in it so far, None where anything else was written too;
    and while something is built, by which thread and what it writes."""

    story: Story | None = None
    builder: int | None = None
    statements: list[tuple[str, Any]] = field(default_factory=list)
    # How many of those are not committed; and whether they are not all that stays, or not all of them are its own.
    open: int = 0
    unlike: bool = False

    def begin(self) -> None:
        self.builder, self.statements, self.open, self.unlike = get_ident(), [], 0, False

    def wrote(self, _c: Connection, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        if not statement.lstrip().startswith(WRITES):
            return
        if self.builder is None:
            self.story = None
        elif self.builder == get_ident():
            self.statements.append((statement, values))
            self.open += 1
        else:
            # A worker that a page started: what it wrote is nothing that was built.
            self.unlike = True

    def committed(self, _connection: Connection) -> None:
        self.open = 0

    def rolled_back(self, *_of: Any) -> None:
        self.unlike = self.unlike or self.open > 0


_watched: WeakKeyDictionary[Engine | Connection, _Watched] = WeakKeyDictionary()
_recorded: dict[Hashable, tuple[list[tuple[str, Any]], list[Identity]]] = {}


def copied(engine: Engine) -> None:
    """Its database is a fresh copy of one that a portal left: whatever is built first is built on that."""
    if engine not in _watched:
        watched = _watched[engine] = _Watched()
        event.listen(engine, "before_cursor_execute", watched.wrote)
        event.listen(engine, "commit", watched.committed)
        event.listen(engine, "rollback", watched.rolled_back)
        event.listen(engine, "rollback_savepoint", watched.rolled_back)
    _watched[engine].story = ()


def built_once(session: Session, which: Hashable, build: Callable[[], tuple[Any, ...]]) -> tuple[Any, ...]:
    """The rows that `build` makes; `which` says all that what it writes hangs on but for what was built before it.

    It is called where this process has not recorded it yet, or where something else was written before, in a portal
    that is set up.
    """
    watched = _watched.get(session.get_bind())
    # Inside a transaction of its caller's nobody knows whether what is written will stay.
    if watched is None or watched.builder is not None or session.info.get("depth", 0):
        return build()
    before = watched.story
    # What a portal begins with stands beside whatever else was written before anybody set it up.
    if before is None and state(session) != "empty":
        return build()
    story = (*(before or ()), which)
    # Copies of the same database have the same keys, and the same end of the log where nothing has happened in them.
    whole = (story, session.get_bind().dialect.name, keys.mark(session), language(), before or end_of(session, PORTAL))
    watched.begin()
    try:
        rows = _again(session, *_recorded[whole]) if whole in _recorded else build()
        if whole not in _recorded and not watched.unlike:
            _recorded[whole] = (watched.statements, [(type(row), row.id) for row in rows])
        watched.story = None if before is None or watched.unlike else story
    except BaseException:
        watched.story = None
        raise
    finally:
        watched.builder, watched.statements = None, []
    return rows


def _again(session: Session, statements: list[tuple[str, Any]], identities: list[Identity]) -> tuple[Any, ...]:
    with transaction(session):
        connection = session.connection()
        for statement, values in statements:
            connection.exec_driver_sql(statement, values)
        # Before the commit, as builders leave no transaction open: it would go on reading what is there now.
        return tuple(session.get(kind, key) for kind, key in identities)
