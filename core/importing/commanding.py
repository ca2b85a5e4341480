"""`python -m core import`: a sheet brought in from the command line, in the name of a coordinator."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from sqlmodel import Session, col, select

from core.access.permissions import Actor, Grant, Role
from core.error_codes import ErrorCode
from core.errors import DomainError, words
from core.i18n import gettext as _
from core.i18n import local_day, utc_now
from core.importing.choices import House, ImportChoices, Meaning, meant_by
from core.importing.columns import plain
from core.importing.making import SheetToImport, bring_in
from core.importing.plan import ImportPlan, RowKind
from core.importing.planning import dry_run
from core.importing.reading import SheetRead, read
from core.importing.rows import UNKNOWN
from core.importing.words import KINDS, why
from core.organisations.service import state_and_days_ahead
from core.terminal import DATABASE, opened
from db.organisations import Organisation
from db.people import Membership, Person


@dataclass(frozen=True, slots=True)
class SheetCommand:
    """What was said on the command line, "" where nothing was: names, as they are written here."""

    organisation: str = ""
    coordinator: str = ""
    sheet: str = ""
    programme: str = ""
    workplace: str = ""
    contact_person: str = ""
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class SheetOutcome:
    """What came of it: a line for each count, one for each row that stays out, and whether all of it came in."""

    lines: tuple[str, ...]
    whole: bool


def import_from_command_line(*, session: Session, data: bytes, said: SheetCommand, now: datetime) -> SheetOutcome:
    """Try a sheet and bring it in, unless it is only to be tried or any row stays out: then nothing comes in.

    The coordinator looks after those who come in, and the log has it in their name. Raises "sheet_for_whom"
    where it is not one coordinator that is meant, "sheet_which" where it is not one sheet, and what reading raises.
    """
    actor = _coordinator(session, said)
    organisation_id = actor.grants[0].organisation_id
    sheet = _sheet(read(data), said.sheet)
    today = local_day(now) + timedelta(days=state_and_days_ahead(session)[1])

    def tried(choices: ImportChoices) -> ImportPlan:
        return dry_run(
            session=session, actor=actor, organisation_id=organisation_id, sheet=sheet, choices=choices, today=today
        )

    plan = tried(ImportChoices())
    choices = ImportChoices(usual=_usual(plan.house, said))
    plan = tried(choices)
    stays = [row for row in plan.rows if row.kind in (RowKind.REFUSED, RowKind.DOUBTFUL)]
    lines = [f"{_(KINDS[kind])}: {plan.count(kind)}" for kind in KINDS if plan.count(kind)]
    lines += [f"{_('Row {number}').format(number=row.number)}: {_(KINDS[row.kind])}: {why(row)}" for row in stays]
    if not stays and plan.coming and not said.dry_run:
        bring_in(
            session=session,
            actor=actor,
            organisation_id=organisation_id,
            wanted=SheetToImport(sheet, choices, plan.coming),
            now=now,
        )
    return SheetOutcome(tuple(lines), not stays)


def _coordinator(session: Session, said: SheetCommand) -> Actor:
    rows = session.exec(
        select(Organisation.id, Organisation.name, Person)
        .join(Membership, col(Membership.organisation_id) == Organisation.id)
        .join(Person, col(Person.id) == Membership.person_id)
        .where(Membership.role == Role.COORDINATOR, col(Membership.ended_at).is_(None))
        .order_by(col(Membership.created_at))
    )
    there = {(organisation_id, person.id): (name, person) for organisation_id, name, person in rows}
    found = [
        (organisation_id, person)
        for (organisation_id, _person_id), (name, person) in there.items()
        if _is(said.organisation, name) and _is(said.coordinator, person.name)
    ]
    if len(found) != 1:
        names = "; ".join(f"{name}: {person.name}" for name, person in there.values())
        raise DomainError(ErrorCode.SHEET_FOR_WHOM, names=names)
    ((organisation_id, person),) = found
    grant = Grant(organisation_id, Role.COORDINATOR)
    return Actor(person.id, UUID(int=0), person.name, person.language, (grant,))


def _sheet(sheets: Sequence[SheetRead], called: str) -> SheetRead:
    found = [each for each in sheets if _is(called, each.name)]
    if len(found) != 1:
        raise DomainError(ErrorCode.SHEET_WHICH, names=", ".join(each.name for each in sheets))
    return found[0]


def _usual(house: House, said: SheetCommand) -> dict[Meaning, str]:
    usual = {}
    for meaning, written in (
        (Meaning.PROGRAMME, said.programme),
        (Meaning.WORKPLACE, said.workplace),
        (Meaning.CONTACT_PERSON, said.contact_person),
    ):
        found = meant_by(written, house.named(meaning), {}) if written else None
        if found is not None:
            usual[meaning] = found
        elif written:
            raise DomainError(UNKNOWN[meaning], written=written)
    return usual


def _is(said: str, name: str) -> bool:
    return not said or plain(said) == plain(name)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would become of each row.")
@click.option("--organisation", default="", help="Which, where there are several.")
@click.option("--coordinator", default="", help="Who looks after them, where there are several; it is in their name.")
@click.option("--sheet", default="", help="Which, where the file has several.")
@click.option("--programme", default="", help="Which, where the sheet does not say.")
@click.option("--workplace", default="", help="Which, where the sheet does not say.")
@click.option("--contact-person", default="", help="Who, where the sheet does not say; else the coordinator.")
@DATABASE
def import_sheet(file: Path, database: str | None, **said: Any) -> None:
    """Bring volunteers in from a spreadsheet: all of it, or nothing where a row is refused or doubtful.

    Exits with 0 only where no row is.
    """
    with opened(database).session() as session:
        try:
            outcome = import_from_command_line(
                session=session, data=file.read_bytes(), said=SheetCommand(**said), now=utc_now()
            )
        except DomainError as error:
            raise click.ClickException(words(error)) from None
    for line in outcome.lines:
        click.echo(line)
    sys.exit(0 if outcome.whole else 1)
