"""A sheet comes in: all that its dry run says, in one transaction, or nothing."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import inspect
from sqlmodel import Session, SQLModel, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace, trace_all
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.importing.choices import ImportChoices
from core.importing.columns import SheetField
from core.importing.drafts import forget_draft
from core.importing.facts import FactMaker
from core.importing.plan import ImportPlan, PlannedRow, RowKind
from core.importing.planning import dry_run
from core.importing.reading import SheetRead
from core.importing.remembering import remember
from core.journey.projecting import write_so_far
from db.audit import AuditDeed
from db.engine import transaction
from db.importing import ImportRun
from db.people import Engagement, Membership, Person
from db.tables import METADATA

AT_ONCE = 250
# As many come in as are measured on two busy processors (docs/performance.md), and how long nobody notices.
ROWS_A_SECOND, UNNOTICED = 300, 2


@dataclass(frozen=True, slots=True)
class SheetToImport:
    """A sheet, how it is to be read, and how many rows were to come in when somebody looked at its dry run."""

    sheet: SheetRead
    choices: ImportChoices
    expected: int


def bring_in(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    wanted: SheetToImport,
    now: datetime,
    progress: Callable[[float], object] = lambda _share: None,
) -> ImportRun:
    """Make all that the rows say that come in; those that are refused, doubtful or left out stay out.

    `progress` is told the share that is done. It is planned anew first: "sheet_otherwise" where something else comes
    of it by now, as when somebody was added meanwhile, and "sheet_nothing" where nothing comes in. "not_allowed".
    """
    with transaction(session):
        require(actor, Action.IMPORT_PEOPLE, Subject(organisation_id))
        plan = dry_run(
            session=session,
            actor=actor,
            organisation_id=organisation_id,
            sheet=wanted.sheet,
            choices=wanted.choices,
            today=local_day(now),
        )
        if not plan.coming:
            raise DomainError(ErrorCode.SHEET_NOTHING)
        if plan.coming != wanted.expected:
            raise DomainError(ErrorCode.SHEET_OTHERWISE)
        run = ImportRun(
            organisation_id=organisation_id,
            imported_by_id=actor.person_id,
            imported_at=now,
            new=plan.count(RowKind.NEW),
            changed=plan.count(RowKind.CHANGED),
        )
        maker = _Maker(session, actor, plan, now)
        maker.make(progress)
        run.made, run.filled = maker.made, json.dumps(maker.filled)
        session.add(run)
        if plan.laid.heading_row is not None:
            remember(session, organisation_id, plan.columns, plan.mapped, wanted.choices)
        forget_draft(session, actor, organisation_id)
        session.flush()
        trace(session, organisation_id, actor, "import.made", "import_run", run.id, now)
        return run


def holds_up(coming: int) -> int:
    """For about how many seconds nobody else in the organisation can save anything while so many rows come in, as all
    of them do or none; 0 where nobody notices."""
    seconds = round(coming / ROWS_A_SECOND)
    return seconds if seconds > UNNOTICED else 0


class _Maker:
    """Writes rows, so many at a time that memory stays flat: as objects, so that paths follow from them."""

    def __init__(self, session: Session, actor: Actor, plan: ImportPlan, now: datetime) -> None:
        self.session, self.actor, self.plan, self.now = session, actor, plan, now
        self.made: list[list[Any]] = []
        self.filled: list[list[Any]] = []
        self.person_of: dict[int, UUID] = {}
        self.new: dict[str, list[SQLModel]] = {}
        self.facts = FactMaker(plan.house.organisation_id, actor, now)
        self.engagement_of: dict[int, UUID] = {}
        # Two partners in one sheet have led the same courses on the same days.
        self.runs: dict[int, dict[date, UUID]] = {}

    def make(self, progress: Callable[[float], object]) -> None:
        """All of it, with its traces."""
        rows = [row for row in self.plan.rows if row.comes_in]
        self._join_courses(rows)
        done = 0
        for some in batched_rows(rows):
            known = self._known_people(some)
            engaged = self._known_engagements(some)
            told = [each for row in some for each in self._row(row, known, engaged)]
            self._write(told, known)
            done += len(some)
            progress(done / len(rows))
        for some in batched_rows([row for row in rows if row.adds.partner is not None]):
            self._write([self._pair(row) for row in some], {})

    def _write(self, told: list[AuditDeed], known: dict[UUID, Person]) -> None:
        self._write_made()
        for organisation_id, of_one in self._by_organisation(told, known).items():
            trace_all(self.session, organisation_id, self.actor, of_one, self.now)
        write_so_far(self.session)

    def _join_courses(self, rows: Sequence[PlannedRow]) -> None:
        by_engagement = {row.engagement_id or row.number: row.number for row in self.plan.rows}
        for row in rows:
            if row.adds.partner in by_engagement:
                together: dict[date, UUID] = {}
                self.runs[row.number] = self.runs[by_engagement[row.adds.partner]] = together

    def _pair(self, row: PlannedRow) -> AuditDeed:
        other = row.adds.partner
        assert other is not None
        first_id = row.engagement_id or self.engagement_of[row.number]
        second_id = self.engagement_of[other] if isinstance(other, int) else other
        begins = row.days.get(SheetField.BEGINS_ON) or local_day(self.now)
        pair, told = self.facts.pair(first_id, second_id, begins)
        self._add(pair)
        return told

    def _row(self, row: PlannedRow, known: dict[UUID, Person], engaged: dict[UUID, Engagement]) -> Iterator[AuditDeed]:
        person_id = row.person_id or (self.person_of[row.as_row] if row.as_row is not None else None)
        if person_id is None:
            person_id = self._person(row)
            self.person_of[row.number] = person_id
        elif person_id in known and row.lacking:
            person = known[person_id]
            self._fill(person, row.lacking)
            yield AuditDeed("person.changed", "person", person_id, [*row.lacking])
        if row.engagement_id is None:
            engagement = self._engagement(row, person_id)
            self.engagement_of[row.number] = engagement.id
            yield AuditDeed("volunteer.added", "engagement", engagement.id)
        elif row.engagement_id not in engaged:
            return
        elif row.days:
            engagement = engaged[row.engagement_id]
            self._fill(engagement, {column.value: said for column, said in row.days.items()})
            if SheetField.BEGINS_ON in row.days:
                yield AuditDeed("engagement.changed", "engagement", engagement.id, [SheetField.BEGINS_ON])
        else:
            engagement = engaged[row.engagement_id]
        if SheetField.TRAINED_ON in row.days:
            yield AuditDeed("engagement.trained", "engagement", engagement.id, [SheetField.TRAINED_ON])
        programme = self.plan.house.programmes[row.programme]
        for fact in self.facts.history(engagement, programme, row.adds, self.runs.setdefault(row.number, {})):
            if isinstance(fact, AuditDeed):
                yield fact
            else:
                self._add(fact)

    def _person(self, row: PlannedRow) -> UUID:
        assert row.written is not None
        details: dict[str, Any] = {**row.lacking}
        person = Person(name=row.name, language=row.written.language, created_at=self.now, **details)
        self._add(person)
        return person.id

    def _engagement(self, row: PlannedRow, person_id: UUID) -> Engagement:
        assert row.workplace_id is not None
        assert row.contact_person_id is not None
        house = self.plan.house
        engagement = Engagement(
            organisation_id=house.organisation_id,
            person_id=person_id,
            programme_version_id=house.versions[row.programme],
            workplace_id=row.workplace_id,
            contact_person_id=row.contact_person_id,
            coordinator_id=house.coordinator_id,
            begins_on=row.days.get(SheetField.BEGINS_ON),
            trained_on=row.days.get(SheetField.TRAINED_ON),
            created_at=self.now,
        )
        self._add(engagement)
        return engagement

    def _add(self, made: SQLModel) -> None:
        self.new.setdefault(str(made.__tablename__), []).append(made)
        (key,) = inspect(made).mapper.primary_key
        self.made.append([str(made.__tablename__), str(getattr(made, key.name))])

    def _write_made(self) -> None:
        """What rows point to before what points to it, and of each table all at once."""
        for table in METADATA.sorted_tables:
            if some := self.new.pop(table.name, None):
                self.session.add_all(some)
                self.session.flush()
        self.session.flush()

    def _fill(self, row: Person | Engagement, values: dict[str, Any]) -> None:
        """Write values where there are none; who undoes it finds what it was."""
        for name, value in values.items():
            self.filled.append([str(row.__tablename__), str(row.id), name, _told(getattr(row, name)), _told(value)])
            setattr(row, name, value)
        row.version += 1
        self.session.add(row)

    def _known_people(self, rows: Sequence[PlannedRow]) -> dict[UUID, Person]:
        return self._locked(Person, {row.person_id for row in rows if row.person_id and row.lacking})

    def _known_engagements(self, rows: Sequence[PlannedRow]) -> dict[UUID, Engagement]:
        return self._locked(
            Engagement, {row.engagement_id for row in rows if row.engagement_id and (row.days or row.adds.fields)}
        )

    def _locked(self, model: Any, ids: set[UUID]) -> dict[UUID, Any]:
        if not ids:
            return {}
        return {row.id: row for row in self.session.exec(select(model).where(model.id.in_(ids)).with_for_update())}

    def _by_organisation(self, told: list[AuditDeed], known: dict[UUID, Person]) -> dict[UUID, list[AuditDeed]]:
        """What is to be traced where: what was changed of a person stands in the log of each organisation of theirs."""
        found: dict[UUID, list[AuditDeed]] = {self.plan.house.organisation_id: told}
        if known:
            theirs = {each.subject_id: each for each in told if each.action == "person.changed"}
            for model in (Engagement, Membership):
                asked = (
                    select(model.person_id, model.organisation_id)
                    .where(
                        col(model.person_id).in_(theirs), col(model.organisation_id) != self.plan.house.organisation_id
                    )
                    .distinct()
                )
                for person_id, organisation_id in self.session.exec(asked):
                    of_one = found.setdefault(organisation_id, [])
                    if theirs[person_id] not in of_one:
                        of_one.append(theirs[person_id])
        return found


def batched_rows(rows: Sequence[PlannedRow]) -> Iterator[Sequence[PlannedRow]]:
    """Some rows at a time."""
    return (rows[first : first + AT_ONCE] for first in range(0, len(rows), AT_ONCE))


def _told(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else value.isoformat()
