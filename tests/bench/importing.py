"""A sheet of ten thousand volunteers: read, tried and brought in, with the memory it takes, and undone again."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from os import times
from threading import Event, Thread
from time import perf_counter
from typing import Any, TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import update
from xlsxwriter import Workbook

from core.i18n import local_day, utc_now
from core.importing.choices import ImportChoices, Meaning
from core.importing.making import SheetToImport, bring_in
from core.importing.planning import dry_run
from core.importing.reading import read
from core.importing.undoing import undo_import
from core.startup import Portal
from db.engine import transaction
from db.organisations import Deployment
from tests.bench.bulk import resident_memory
from tests.bench.report import Figure
from tests.builders import a_scene

ROWS = 10_000
MOST_SECONDS = 60.0
# What may be held more at the end than after a tenth of it, in megabytes.
MOST_GROWN = 100.0
T = TypeVar("T")


def measure(portal: Portal, rows: int = ROWS) -> Iterator[Figure]:
    """CPU seconds of each part, rows a second of the whole and its ratio to reading alone, and the memory it takes."""
    data = sheet(rows)
    with portal.session() as session:
        now = utc_now()
        scene = a_scene(session, now, programme="laer_at_tackle")
        at: dict[str, Any] = {"session": session, "actor": scene.as_coordinator}
        organisation_id = scene.organisation.id
        gc.collect()
        before = resident_memory()
        (read_sheet,), reading = timed(lambda: read(data))
        choices = ImportChoices(usual={Meaning.PROGRAMME: "laer_at_tackle"})
        tried: dict[str, Any] = {"organisation_id": organisation_id, "sheet": read_sheet, "choices": choices}
        plan, trying = timed(lambda: dry_run(**at, **tried, today=local_day(now)))
        wanted = SheetToImport(read_sheet, choices, plan.coming)
        del plan
        held: list[float] = []
        begun = perf_counter()
        with others_write(portal) as others:
            run, bringing = timed(
                lambda: bring_in(
                    **at,
                    organisation_id=organisation_id,
                    wanted=wanted,
                    now=now,
                    progress=lambda _share: held.append(resident_memory()),
                )
            )
        lasted = perf_counter() - begun
        if run.new != rows:
            raise RuntimeError(f"{run.new} of {rows} rows came in")
        _none, undoing = timed(lambda: undo_import(**at, run_id=run.id, now=now))
    whole = reading + trying + bringing
    yield Figure(f"reading {rows} rows", "CPU s", [reading])
    yield Figure("the dry run", "CPU s", [trying])
    yield Figure("bringing them in, planned once more", "CPU s", [bringing])
    yield Figure("all three", "CPU s", [whole], MOST_SECONDS)
    yield Figure("bringing them in, by the clock", "s", [lasted])
    yield Figure("somebody else who writes meanwhile waits, at most", "s", [max(others.waited, default=0.0)])
    yield Figure("of those who write meanwhile are told to try again", "times", [others.refused])
    yield Figure("rows", "a CPU second", [rows / whole])
    yield Figure("all three, to reading alone", "times", [whole / reading])
    yield Figure("undoing it", "CPU s", [undoing])
    tenth = held[len(held) // 10]
    yield Figure("memory above that before, at most", "MB", [max(held) - before])
    yield Figure("memory grown while they come in, after a tenth", "MB", [max(held) - tenth], MOST_GROWN)


@dataclass
class Others:
    """How long each waited who wrote something else meanwhile, and how many were told that the portal is busy."""

    waited: list[float] = field(default_factory=list)
    refused: int = 0


@contextmanager
def others_write(portal: Portal) -> Iterator[Others]:
    """Somebody else, who writes something small again and again for as long as this lasts."""
    others, over = Others(), Event()

    def write() -> None:
        while not over.wait(0.05):
            begun = perf_counter()
            try:
                with portal.session() as session, transaction(session):
                    session.exec(update(Deployment).values(backed_up_at=utc_now()))
                others.waited.append(perf_counter() - begun)
            except OperationalError:
                others.refused += 1
                others.waited.append(perf_counter() - begun)

    thread = Thread(target=write)
    thread.start()
    try:
        yield others
    finally:
        over.set()
        thread.join()


def timed(does: Callable[[], T]) -> tuple[T, float]:
    """What comes of it, and the CPU seconds it took, with those of the process that reads."""
    begun = sum(times()[:4])
    return does(), sum(times()[:4]) - begun


def sheet(rows: int) -> bytes:
    """A workbook of so many volunteers with all that is usually known of one."""
    file, first = BytesIO(), date(2015, 1, 1)
    with Workbook(file, {"constant_memory": True}) as book:
        page, day = book.add_worksheet("Frivillige"), book.add_format({"num_format": "dd-mm-yyyy"})
        page.write_row(0, 0, ["Fornavn", "Efternavn", "E-mail", "Mobil", "Adresse", "Pårørende", "Uddannet", "Start"])
        for number in range(rows):
            begins = first + timedelta(days=number % 3600)
            page.write_row(
                number + 1,
                0,
                [
                    f"Åse {number}".translate(LETTERS),
                    "Møller",
                    f"aase{number}@example.dk",
                    20_000_000 + number,
                    f"Engvej {number % 90 + 1}, 4999 Solbjerg",
                    "Bo Møller",
                    f"{begins + timedelta(days=90):%d/%m-%Y}",
                ],
            )
            page.write_datetime(number + 1, 7, datetime(begins.year, begins.month, begins.day), day)  # noqa: DTZ001
    return file.getvalue()


# A name has no figures.
LETTERS = str.maketrans("0123456789", "bcdfghklmn")
