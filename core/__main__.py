"""`python -m core`: what a person who runs the server does from the command line. Runs as the portal itself."""

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from core.access.invitations import link
from core.commands import Finding, all_documents, audit_findings, findings, journey_lines, sealed_bytes, today_of
from core.demo.service import load_without_code
from core.documents.sealing.verify import verify as verify_file
from core.errors import DomainError, words
from core.i18n import DEFAULT_LANGUAGE, LANGUAGES, use, utc_now
from core.importing.commanding import import_sheet
from core.journey.projecting import rebuild
from core.messages.sending import work_off
from core.messages.worker import keep_anchors
from core.organisations.operating import (
    Newcomer,
    add_from_command_line,
    add_operator,
    end_operator,
    operators,
)
from core.reminders.sending import remind_all
from core.reminders.tidying import tidy
from core.rotating import NotRotated, rotate
from core.safekeeping.refusing import NotOpened
from core.safekeeping.service import back_up, check, export, import_all, restore
from core.settings import SettingsRefused, read_settings, settings
from core.startup import Portal
from core.terminal import DATABASE, opened
from db.access import Invitation

MAIL = click.option("--mail", default="", help="Where the link is sent too, if mails go out.")
READS = click.option("--reads", type=click.Choice([*LANGUAGES]), default=DEFAULT_LANGUAGE, help="What they read.")


@click.group()
@click.option("--language", type=click.Choice([*LANGUAGES]), default="en", help="The language of the answers.")
def cli(language: str) -> None:
    """Commands of the Håndslag portal."""
    # The passphrase library imports Streamlit, which then complains that nothing is served.
    for name in ("caching.cache_data_api", "scriptrunner_utils.script_run_context"):
        logging.getLogger(f"streamlit.runtime.{name}").addFilter(lambda _record: False)
    use(language)


@cli.command()
@DATABASE
def demo(database: str | None) -> None:
    """Fill an unused database with the demonstration municipality."""
    with opened(database).session() as session:
        try:
            load_without_code(session=session, now=utc_now())
        except DomainError as error:
            raise click.ClickException(words(error)) from None
    click.echo("The demonstration is ready. Start the portal and choose a login.")


@cli.command()
@DATABASE
def migrate(database: str | None) -> None:
    """Bring the database to today's tables; does nothing when it already is."""
    opened(database)
    click.echo("The database is up to date.")


@cli.command()
@DATABASE
def documents(database: str | None) -> None:
    """List all documents: id, kind, state, and the id of the engagement they are about."""
    with opened(database).session() as session:
        for listed in all_documents(session):
            click.echo("\t".join((str(listed.id), listed.kind, listed.state, str(listed.subject_id))))


@cli.command()
@click.argument("document_id", type=click.UUID)
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where to write the PDF.")
@DATABASE
def document(document_id: UUID, out: Path, database: str | None) -> None:
    """Write the sealed PDF of one document to a file."""
    with opened(database).session() as session:
        content = sealed_bytes(session, document_id)
    if content is None:
        raise click.ClickException("There is no sealed document with that id.")
    out.write_bytes(content)
    click.echo(f"{out}: {len(content)} bytes")


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@DATABASE
def verify(file: Path, database: str | None) -> None:
    """Say whether a PDF was sealed here and is unchanged. Exits with 0 only when it is genuine."""
    with opened(database).session() as session:
        try:
            verdict = verify_file(session=session, data=file.read_bytes())
        except DomainError as error:
            raise click.ClickException(words(error)) from None
    click.echo(verdict.status)
    for what, value in (
        ("sealed at", verdict.sealed_at and verdict.sealed_at.isoformat(timespec="seconds")),
        ("by", verdict.organisation_name),
        ("kind", verdict.kind),
        ("template", verdict.template),
        ("version", verdict.version),
        ("number", verdict.number),
    ):
        if value:
            click.echo(f"{what}: {value}")
    sys.exit(0 if verdict.status == "genuine" else 1)


@cli.command()
@click.argument("engagement_id", type=click.UUID)
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Another day than today.")
@DATABASE
def journey(engagement_id: UUID, day: datetime | None, database: str | None) -> None:
    """Print the journey of one engagement: each step, its status, whose turn it is, and its day."""
    with opened(database).session() as session:
        lines = journey_lines(session, engagement_id, day.date() if day else today_of(session))
    if lines is None:
        raise click.ClickException("There is no engagement with that id.")
    for line in lines:
        click.echo(line)


@cli.command()
@DATABASE
def project(database: str | None) -> None:
    """Work out anew where every engagement stands; lists sort by it."""
    with opened(database).session() as session:
        count = rebuild(session, today_of(session))
    click.echo(f"{count} engagements")


@cli.command()
@DATABASE
def send(database: str | None) -> None:
    """Remind of what has its day, send mails and finish seals that were left over, and delete what has its day; meant
    for any scheduler."""
    portal = opened(database)
    with portal.session() as session:
        remind_all(session, utc_now())
    outcome = work_off(portal, clock=utc_now)
    with portal.session() as session:
        deleted = tidy(session, utc_now())
    _anchor(portal)
    click.echo(
        f"sealed {outcome.sealed}, sent {outcome.sent}, dropped {outcome.dropped}, left {outcome.failed}, "
        f"deleted {deleted}"
    )


cli.add_command(import_sheet)


@cli.group()
def organisation() -> None:
    """The organisations this portal serves."""


@organisation.command("add")
@click.argument("name")
@click.option("--administrator-name", required=True, help="Who administers it first.")
@MAIL
@READS
@DATABASE
def add_organisation(name: str, administrator_name: str, mail: str, reads: str, database: str | None) -> None:
    """Make an organisation and its first administrator, and print the link by which they join."""
    administrator = Newcomer(name=administrator_name, email=mail, language=reads)
    _invite(database, lambda by: add_from_command_line(**by, name=name, administrator=administrator))


@cli.group()
def operator() -> None:
    """Operators: whoever makes organisations in the portal, and sees nobody in them."""


@operator.command("add")
@click.argument("name")
@MAIL
@READS
@DATABASE
def new_operator(name: str, mail: str, reads: str, database: str | None) -> None:
    """Make an operator, and print the link by which they join."""
    newcomer = Newcomer(name=name, email=mail, language=reads)
    _invite(database, lambda by: add_operator(**by, newcomer=newcomer))


@operator.command("list")
@DATABASE
def list_operators(database: str | None) -> None:
    """List who is an operator: id, name, and whether they have joined."""
    with opened(database).session() as session:
        for each in operators(session=session):
            click.echo("\t".join((str(each.id), each.name, "joined" if each.joined else "invited")))


@operator.command("end")
@click.argument("operator_id", type=click.UUID)
@DATABASE
def no_operator(operator_id: UUID, database: str | None) -> None:
    """Let somebody be an operator no more; what they made stays."""
    with opened(database).session() as session:
        try:
            end_operator(session=session, operator_id=operator_id, now=utc_now())
        except DomainError as error:
            raise click.ClickException(words(error)) from None
    click.echo("They are an operator no more.")


def _invite(database: str | None, makes: Callable[[dict[str, Any]], Invitation]) -> None:
    """Print the link of the invitation that is made."""
    portal = opened(database)
    with portal.session() as session:
        try:
            click.echo(link(makes({"session": session, "now": utc_now()}), portal.settings.url))
        except DomainError as error:
            raise click.ClickException(words(error)) from None


@cli.command()
@DATABASE
def doctor(database: str | None) -> None:
    """Say what is configured, what is missing, and what that costs."""
    portal = opened(database)
    with portal.session() as session:
        found = findings(session, portal.settings)
    _tell(found)
    sys.exit(0 if all(finding.fine or finding.optional for finding in found) else 1)


@cli.command("rotate-secret")
@click.option("--stopped", is_flag=True, help="Do not ask whether the portal is stopped.")
@DATABASE
def rotate_secret(stopped: bool, database: str | None) -> None:
    """Encrypt everything anew with another secret: that of HANDSLAG_NEW_SECRET, else one that is asked for.

    Where the secret stands in the data folder, a new one is made there. Cut off, it has changed nothing, or is
    finished by the same command.
    """
    try:
        chosen = settings() if database is None else read_settings(DATABASE_URL=database)
    except SettingsRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    if not stopped:
        click.confirm("What a running portal writes meanwhile could not be read. Is it stopped everywhere?", abort=True)
    asked = not chosen.new_secret and (chosen.secret or not chosen.embedded)
    new = click.prompt("New secret", hide_input=True, confirmation_prompt=True) if asked else chosen.new_secret
    try:
        for line in rotate(chosen, new):
            click.echo(line)
    except NotRotated as refusal:
        raise click.ClickException(str(refusal)) from None


PASSPHRASE_IN = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Where the passphrase stands; else HANDSLAG_BACKUP_PASSPHRASE has it, or it is asked for.",
)
OUT = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
IN = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


def _passphrase(file: Path | None, *, new: bool) -> str:
    """The passphrase of a file, never from the command line, which others on the machine can read."""
    if file is not None:
        return file.read_text(encoding="utf-8").strip()
    return read_settings().backup_passphrase or str(
        click.prompt("Passphrase", hide_input=True, confirmation_prompt=new, err=True)
    )


@contextmanager
def _told() -> Iterator[None]:
    """A refusal as the command's own words."""
    try:
        yield
    except (NotOpened, SettingsRefused) as refusal:
        raise click.ClickException(str(refusal)) from None


@cli.command("export")
@OUT
@click.option("--organisation", "organisation_id", type=click.UUID, help="One alone, for reading; no passphrase.")
@click.option("--to-move", is_flag=True, help="That one for moving to a portal of its own, with a passphrase.")
@PASSPHRASE_IN
@DATABASE
def export_everything(
    file: Path, organisation_id: UUID | None, to_move: bool, passphrase_file: Path | None, database: str | None
) -> None:
    """Write all that the portal holds to FILE.zip, for reading without the portal and for moving to another.

    It is not encrypted, but for what opens or seals something and what is for very few to read: the passphrase is for
    that.
    """
    portal = opened(database)
    passphrase = "" if organisation_id and not to_move else _passphrase(passphrase_file, new=True)
    with _told():
        export(portal, file, organisation_id=organisation_id, passphrase=passphrase)
    click.echo(f"{file}: {file.stat().st_size} bytes. Whoever has it can read it: keep it safe.")


@cli.command("import-all")
@IN
@PASSPHRASE_IN
@DATABASE
def import_everything(file: Path, passphrase_file: Path | None, database: str | None) -> None:
    """Fill an empty portal from an export of a whole one, or of one organisation that moves."""
    _take_in(import_all, file, passphrase_file, database)


@cli.command("restore")
@IN
@PASSPHRASE_IN
@DATABASE
def restore_backup(file: Path, passphrase_file: Path | None, database: str | None) -> None:
    """Fill an empty portal from a backup."""
    _take_in(restore, file, passphrase_file, database)


@cli.command()
@OUT
@click.option("--check", "only_check", is_flag=True, help="Make none: say whether the one in FILE can be restored.")
@PASSPHRASE_IN
@DATABASE
def backup(file: Path, only_check: bool, passphrase_file: Path | None, database: str | None) -> None:
    """Write all that the portal holds to FILE, encrypted with a passphrase, while the portal is used."""
    with _told():
        if only_check:
            found = check(file, passphrase=_passphrase(passphrase_file, new=False))
        else:
            found = back_up(opened(database), file, passphrase=_passphrase(passphrase_file, new=True))
    click.echo(f"{file}: {found.rows} rows, made {found.made_at:%Y-%m-%d %H:%M} UTC, can be restored.")
    for each in found.unreadable:
        click.echo(f"MISS could not be read in the database: {each}")
    sys.exit(1 if found.unreadable else 0)


def _take_in(taken_in: Callable[..., int], file: Path, passphrase_file: Path | None, database: str | None) -> None:
    with _told():
        chosen = settings() if database is None else read_settings(DATABASE_URL=database)
        count = taken_in(chosen, file, passphrase=_passphrase(passphrase_file, new=False))
    click.echo(f"{count} rows are in. Start the portal, and see that all is well by: python -m core audit verify")


@cli.group()
def audit() -> None:
    """The log of what was done, and the evidence that stands under it."""


@audit.command("verify")
@DATABASE
def verify_audit(database: str | None) -> None:
    """Say whether every log is whole and all evidence as it was. Exits with 0 only then."""
    portal = opened(database)
    with portal.session() as session:
        found = audit_findings(session, portal.settings)
    _tell(found)
    sys.exit(0 if all(finding.fine for finding in found) else 1)


@audit.command("anchor")
@DATABASE
def anchor_audit(database: str | None) -> None:
    """Keep the newest hash of every log in today's file, and print it, to be kept elsewhere too."""
    click.echo(_anchor(opened(database)).read_text(encoding="utf-8"), nl=False)


def _anchor(portal: Portal) -> Path:
    with portal.session() as session:
        try:
            return keep_anchors(session, portal.settings, utc_now())
        except OSError as error:
            raise click.ClickException(
                f"The portal cannot write in {portal.settings.anchor_folder} ({type(error).__name__}). "
                "Set HANDSLAG_ANCHORS to a folder it may write in."
            ) from None


def _tell(found: Iterable[Finding]) -> None:
    for finding in found:
        click.echo(f"{'ok  ' if finding.fine else 'MISS'} {finding.what}: {finding.says}")


if __name__ == "__main__":
    cli(prog_name="python -m core")
