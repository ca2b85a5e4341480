"""`python -m tests.bench documents`: how fast the main job is, measured and printed, never asserted."""

import logging
import os
import platform
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from core import startup
from core.settings import Settings, settings
from core.startup import Portal
from tests.bench import applications, calendars, drawing, importing, pages, signing
from tests.bench import bulk as many
from tests.bench import clicks as waits
from tests.bench import diplomas as festive
from tests.bench import register as large
from tests.bench.report import Figure, line
from tests.bench.visits import Visit, visits
from tests.bench.years import written

SMALLER = 2000


@click.group()
def cli() -> None:
    """Benchmarks; each prints its figures with the ratio to their budget."""
    logging.disable(logging.WARNING)


@cli.command()
@click.option("--seconds", default=10.0, help="How long the drawing and sealing of documents is measured.")
@click.option("--database", default="", help="Another database than SQLite in a temporary folder; must be empty.")
@click.option("--profile", is_flag=True, help="Also print where the time of drawing and sealing goes.")
def documents(seconds: float, database: str, profile: bool) -> None:
    """Sealed agreements a second, bytes, the time from last consent to seal, and the CPU of a page."""
    click.echo(_machine())
    with TemporaryDirectory() as folder:
        portal = _portal(Path(folder), database)
        figures: list[Figure] = [*drawing.measure(seconds), *pages.measure(portal), *signing.measure(portal)]
        portal.engine.dispose()
    for figure in figures:
        click.echo(line(figure))
    if profile:
        click.echo(drawing.profile())


@cli.command()
@click.option("--count", default=many.DOCUMENTS, help="How many documents are made.")
@click.option("--database", default="", help="Another database than SQLite in a temporary folder; must be empty.")
def bulk(count: int, database: str) -> None:
    """Documents sealed and zipped a second, the memory it takes, and sending to many."""
    click.echo(_machine())
    with TemporaryDirectory() as folder:
        portal = _portal(Path(folder), database)
        for figure in many.measure(portal, count):
            click.echo(line(figure))
        portal.engine.dispose()


@cli.command()
@click.option("--count", default=festive.DIPLOMAS, help="How many diplomas are made.")
@click.option("--database", default="", help="Another database than SQLite in a temporary folder; must be empty.")
def diplomas(count: int, database: str) -> None:
    """Diplomas sealed and zipped a second, and the memory it takes."""
    click.echo(_machine())
    with TemporaryDirectory() as folder:
        portal = _portal(Path(folder), database)
        for figure in festive.measure(portal, count):
            click.echo(line(figure))
        portal.engine.dispose()


@cli.command()
@click.option("--events", default=calendars.EVENTS, help="How many events stand in it.")
@click.option("--database", default="", help="Another database than SQLite in a temporary folder; must be empty.")
def calendar(events: int, database: str) -> None:
    """The feed of somebody's calendar, from its address to its last byte."""
    click.echo(_machine())
    with TemporaryDirectory() as folder:
        portal = _portal(Path(folder), database)
        for figure in calendars.measure(portal, events):
            click.echo(line(figure))
        portal.engine.dispose()


@cli.command()
@click.option("--count", default=applications.APPLICATIONS, help="How many applications wait on it.")
@click.option("--database", default="", help="Another database than SQLite in a temporary folder; must be empty.")
def board(count: int, database: str) -> None:
    """The board of applications with very many on it."""
    click.echo(_machine())
    with TemporaryDirectory() as folder:
        portal = _portal(Path(folder), database)
        for figure in applications.measure_board(portal, count):
            click.echo(line(figure))
        portal.engine.dispose()


@cli.command()
@click.option("--count", default=applications.FORGED, help="How many applications are invented.")
@click.option("--senders", default=1, help="How many processes send them.")
@click.option("--seconds", default=0.0, help="For how long they send at most; 0 is as long as it takes.")
@click.option("--database", default="", help="Another database than SQLite in a temporary folder; must be empty.")
def floods(count: int, senders: int, seconds: float, database: str) -> None:
    """What very many invented applications do to others, from many addresses and from one."""
    click.echo(_machine())
    with TemporaryDirectory() as folder:
        portal = _portal(Path(folder), database)
        for figure in applications.measure_flood(portal, count, senders, seconds):
            click.echo(line(figure))
        portal.engine.dispose()


@cli.command("clicks")
@click.option("--times", default=waits.TIMES, help="How often each is measured.")
def measure_clicks(times: int) -> None:
    """What is waited for in a browser: from a press until its answer is drawn, a first visit and a login."""
    click.echo(_machine())
    for figure in waits.measure(times):
        click.echo(line(figure))


@cli.command("import")
@click.option("--rows", default=importing.ROWS, help="How many volunteers stand in the sheet.")
@click.option("--database", default="", help="Another database than SQLite in a temporary folder; must be empty.")
def import_sheet(rows: int, database: str) -> None:
    """A sheet read, tried, brought in and undone: seconds, rows a second, and the memory it takes."""
    click.echo(_machine())
    with TemporaryDirectory() as folder:
        portal = _portal(Path(folder), database)
        for figure in importing.measure(portal, rows):
            click.echo(line(figure))
        portal.engine.dispose()


@cli.command()
@click.option("--volunteers", default=SMALLER, help=f"How many; more than {SMALLER} are compared with {SMALLER}.")
@click.option("--database", default="", help="Only this: sqlite, postgresql, or an address; else the first two.")
@click.option(
    "--keep", type=click.Path(path_type=Path), help="A folder that keeps the organisations for the next call."
)
@click.option("--only", default="", help="Only some pages, as 'coordinator, pairs'.")
def register(volunteers: int, database: str, keep: Path | None, only: str) -> None:
    """A large organisation with five years of history: every page of every role, and the services of the largest."""
    click.echo(_machine())
    for each in (database,) if database else ("sqlite", "postgresql"):
        before: dict[tuple[str, str], Visit] = {}
        for count in sorted({min(volunteers, SMALLER), volunteers}):
            click.echo(f"{each}, {count} volunteers")
            with TemporaryDirectory(prefix="pg") as folder, ExitStack() as kept:
                place = (keep or Path(folder)) / f"{each.partition(':')[0]}-{count}"
                place.mkdir(parents=True, exist_ok=True)
                address = "" if each == "sqlite" else each
                if each == "postgresql":
                    address = kept.enter_context(large.postgresql(place / "server"))
                before = _register(_portal(place, address), count, only, before)


def _register(
    portal: Portal, count: int, only: str, before: Mapping[tuple[str, str], Visit]
) -> dict[tuple[str, str], Visit]:
    """Print the figures of one organisation, beside those of a smaller one, and give those of the pages."""
    for figure in large.measure(portal, count, services=not only):
        click.echo(line(figure))
    with portal.session() as session:
        organisation = written(session, count)
    assert organisation is not None
    found = {}
    for each in visits(portal, organisation, only):
        found[each.who, each.page] = each
        click.echo(each.line(before.get((each.who, each.page))))
    portal.engine.dispose()
    return found


def _machine() -> str:
    return f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores, {_processor()}"


def _portal(folder: Path, database: str) -> Portal:
    os.environ["HANDSLAG_DATA"] = str(folder)
    settings.cache_clear()
    portal = startup.prepare(Settings(DATABASE_URL=database, HANDSLAG_SECRET="Kun-til-maaling-7xQ2pL9vR4tW8zK1mN5b"))
    startup.use(portal)
    return portal


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return next((each.partition(":")[2].strip() for each in lines if each.startswith("model name")), platform.machine())


if __name__ == "__main__":
    cli(prog_name="python -m tests.bench")
