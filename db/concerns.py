"""Which engagements a row is a fact of, declared beside the columns of its table as `__concerns__`.

Where an engagement stands is kept in rows of their own (`db.journey`), which follow from such facts. A session of
`db.engine` notes what is written, as objects and by statements, and whoever keeps those rows asks before the
transaction ends for the engagements that were concerned. So whoever changes a fact, or adds a table, looks here only.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, tuple_, union
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction
from sqlalchemy.orm.attributes import PASSIVE_NO_INITIALIZE, get_history
from sqlmodel import SQLModel

_NOTED = "concerned"


@dataclass(frozen=True, slots=True)
class Hop:
    """From what was found to the rows of `table` with it in `matching`, and on to what these have in `to`."""

    table: str
    matching: str
    to: str


@dataclass(frozen=True, slots=True)
class EngagementRoute:
    """From a row to the engagements it is a fact of: what stands in its `column`, and the hops from there.

    `occasions`: `db.journey.OccasionDays` follows from it too, not `EngagementNext` alone. A row with nothing in
    `column` is everybody's where `empty_is_everybodys`, else nobody's on this route.
    """

    column: str
    hops: tuple[Hop, ...] = ()
    occasions: bool = False
    empty_is_everybodys: bool = False


@dataclass(frozen=True, slots=True)
class Concerns:
    """What a table declares; `because` is why no engagement's path follows from it, where there is no way to one."""

    ways: tuple[EngagementRoute, ...] = ()
    because: str = ""


def way(column: str, *hops: Hop, occasions: bool = False, empty_is_everybodys: bool = False) -> EngagementRoute:
    """A way from `column` by `hops`, the last of which ends at an engagement; without any, `column` names one."""
    return EngagementRoute(column, hops, occasions, empty_is_everybodys)


def concerns(*ways: EngagementRoute) -> Concerns:
    """A row is a fact of all engagements that any of `ways` leads to."""
    return Concerns(ways)


def concerns_no_path(because: str) -> Concerns:
    """No engagement's path says anything else when a row of this table does."""
    return Concerns(because=because)


# What several topics go by. A volunteer stands in a document with the engagement it is about.
IN_DOCUMENT = Hop("document_party", "document_id", "engagement_id")
# What a document says of whoever looks after a volunteer, and where, comes from the engagement it stands under.
UNDER_ENGAGEMENT = Hop("document", "engagement_id", "id")
OF_PERSON = Hop("engagement", "person_id", "id")
IN_ORGANISATION = Hop("engagement", "organisation_id", "id")
# Thanks and certificates are a fact of the path of those alone who are about to stop.
SAYS_GOODBYE = Hop("goodbye", "engagement_id", "engagement_id")
LEADS_RUN = Hop("course_instructor", "course_run_id", "engagement_id")


@dataclass(slots=True)
class Noted:
    """What a transaction has written so far, by the hops that lead from there; looked up once, before it ends."""

    found: dict[tuple[Hop, ...], set[UUID]] = field(default_factory=dict)
    with_occasions: dict[tuple[Hop, ...], set[UUID]] = field(default_factory=dict)
    everybody: bool = False

    def add(self, each: EngagementRoute, value: UUID | None) -> None:
        """`value` stands or stood in the column of a row that was written."""
        if value is None:
            self.everybody = self.everybody or each.empty_is_everybodys
            return
        self.found.setdefault(each.hops, set()).add(value)
        if each.occasions:
            self.with_occasions.setdefault(each.hops, set()).add(value)


class NotFollowed(RuntimeError):
    """A statement would add rows that paths follow from, and nobody could tell whose; add them as objects."""


def noted(session: Session) -> Noted | None:
    """What was written since the last time this was asked, None for nothing that anybody's path follows from."""
    found: Noted | None = session.info.pop(_NOTED, None)
    return found if found is not None and (found.found or found.everybody) else None


def forget(session: Session) -> None:
    """What was noted did not happen."""
    session.info.pop(_NOTED, None)


def note_objects(session: Session, _context: UOWTransaction) -> None:
    """After a flush: note whose facts it has written, as they are now and as they were."""
    for row in _changed(session):
        declared: Concerns = row.__concerns__
        for each in declared.ways:
            values = {getattr(row, each.column), *get_history(row, each.column, PASSIVE_NO_INITIALIZE).deleted}
            for value in values:
                _noting(session).add(each, value)


def note_statement(state: ORMExecuteState) -> Any:
    """As a statement changes or deletes many rows at once: note whose facts they are, before and after.

    Raises `NotFollowed` where it would add some.
    """
    if not (state.is_insert or state.is_update or state.is_delete):
        return None
    statement: Any = state.statement
    table = SQLModel.metadata.tables[statement.table.name]
    declared = declarations()[table.name]
    if not declared.ways:
        return None
    if state.is_insert:
        raise NotFollowed(table.name)
    key = tuple_(*table.primary_key.columns)
    columns = [table.c[each.column] for each in declared.ways]
    which = [] if statement.whereclause is None else [statement.whereclause]
    # Held, so that what is noted is what the statement then finds.
    rows = state.session.execute(select(*table.primary_key.columns, *columns).where(*which).with_for_update()).all()
    if not rows:
        return None
    keys, before = [row[: -len(columns)] for row in rows], [row[-len(columns) :] for row in rows]
    result = state.invoke_statement()
    after = () if state.is_delete else state.session.execute(select(*columns).where(key.in_(keys))).all()
    for row in (*before, *after):
        for each, value in zip(declared.ways, row, strict=True):
            _noting(state.session).add(each, value)
    return result


def declarations() -> dict[str, Concerns]:
    """What every table declares, by its name."""
    classes: Any = (mapper.class_ for mapper in SQLModel._sa_registry.mappers)
    return {each.__tablename__: each.__concerns__ for each in classes}


def concerned(session: Session, written: dict[tuple[Hop, ...], set[UUID]]) -> set[UUID]:
    """The engagements that these ways lead to, in one query; in none where the rows name them themselves."""
    named = written.get((), set())
    questions = [_question(hops, values) for hops, values in written.items() if hops]
    if not questions:
        return named
    rows = session.execute(questions[0] if len(questions) == 1 else union(*questions)).scalars()
    return named | {each for each in rows if each is not None}


def _question(hops: tuple[Hop, ...], values: Collection[UUID]) -> Select[Any]:
    found: Any = values
    for hop in hops:
        table = SQLModel.metadata.tables[hop.table]
        found = select(table.c[hop.to]).where(table.c[hop.matching].in_(found))
    return found


def _noting(session: Session) -> Noted:
    found: Noted = session.info.setdefault(_NOTED, Noted())
    return found


def _changed(session: Session) -> Iterator[Any]:
    yield from session.new
    yield from session.deleted
    for row in session.dirty:
        if session.is_modified(row):
            yield row
