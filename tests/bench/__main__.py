"""`python -m tests.bench documents`: how fast the main job is, measured and printed, never asserted."""

import logging
import os
import platform
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from core import startup
from core.settings import Settings, settings
from core.startup import Portal
from tests.bench import bulk as many
from tests.bench import diplomas as festive
from tests.bench import drawing, pages, signing
from tests.bench import register as large
from tests.bench.report import Figure, line


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
@click.option("--count", default=2000, help="How many volunteers the organisation has.")
@click.option("--database", default="", help="Only this database, which must be empty; else SQLite, then PostgreSQL.")
def register(count: int, database: str) -> None:
    """A large organisation with five years of history: Today, the register, a search, the dashboard, a volunteer."""
    click.echo(_machine())
    if database:
        _measure_register(count, database)
        return
    click.echo("SQLite")
    _measure_register(count, "")
    click.echo("PostgreSQL")
    with large.postgresql() as address:
        _measure_register(count, address)


def _measure_register(count: int, database: str) -> None:
    with TemporaryDirectory() as folder:
        portal = _portal(Path(folder), database)
        for figure in large.measure(portal, count):
            click.echo(line(figure))
        portal.engine.dispose()


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
