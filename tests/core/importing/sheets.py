"""Sheets for tests, written as people write them."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from uuid import UUID

from sqlmodel import Session, SQLModel, select
from xlsxwriter import Workbook

from core.access.permissions import Actor
from core.i18n import local_day
from core.importing.choices import ImportChoices
from core.importing.making import SheetToImport, bring_in
from core.importing.plan import ImportPlan
from core.importing.planning import dry_run
from core.importing.reading import SheetRead, read
from db.importing import ImportRun
from tests.conftest import NOW


def csv(*rows: str) -> SheetRead:
    """A sheet of lines with semicolons."""
    (sheet,) = read("\n".join(rows).encode())
    return sheet


def workbook(rows: Sequence[Sequence[object]], *, merged: Sequence[str] = (), name: str = "Ark1") -> bytes:
    """A workbook of one sheet; days are days."""
    file = BytesIO()
    with Workbook(file) as book:
        sheet, day = book.add_worksheet(name), book.add_format({"num_format": "dd-mm-yyyy"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
                elif cell is not None:
                    sheet.write(number, column, cell)
        for cells in merged:
            first = cells.split(":")[0]
            sheet.merge_range(cells, str(rows[int(first[1:]) - 1][ord(first[0]) - ord("A")]))
    return file.getvalue()


def planned(
    session: Session, actor: Actor, organisation_id: UUID, sheet: SheetRead, choices: ImportChoices | None = None
) -> ImportPlan:
    """The dry run of a sheet."""
    return dry_run(
        session=session,
        actor=actor,
        organisation_id=organisation_id,
        sheet=sheet,
        choices=choices or ImportChoices(),
        today=local_day(NOW),
    )


def brought_in(
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    sheet: SheetRead,
    now: datetime,
    choices: ImportChoices | None = None,
) -> ImportRun:
    """A sheet that came in."""
    choices = choices or ImportChoices()
    coming = planned(session, actor, organisation_id, sheet, choices).coming
    wanted = SheetToImport(sheet, choices, coming)
    return bring_in(session=session, actor=actor, organisation_id=organisation_id, wanted=wanted, now=now)


# What is added to and taken from these is what was done, and not what is here.
TRAIL = frozenset({"audit_event", "audit_head", "import_run", "import_memory"})


def all_rows(session: Session) -> dict[str, list[str]]:
    """All that is kept in any table, but for how often a row was changed."""
    session.expire_all()
    return {
        name: sorted(str(row.model_dump(exclude={"version"})) for row in session.exec(select(model)))
        for model in (mapper.class_ for mapper in SQLModel._sa_registry.mappers)
        if (name := str(model.__tablename__)) not in TRAIL
    }
