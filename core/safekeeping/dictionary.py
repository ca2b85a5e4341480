"""What stands in a file of all that a portal holds, in words: for whoever opens it without the portal."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlmodel import SQLModel

from core.i18n import COPENHAGEN
from core.safekeeping.shapes import KeptColumn, KeptTable

README, DICTIONARY = "README.txt", "dictionary.csv"
HEADING = ("table", "column", "type", "may be empty", "points to", "what it holds")
IS_LOCKED = "Locked: stands in keys.locked alone."
TOLD = """Håndslag, {day}

Her er alt, hvad portalen gemmer, i filer som kan åbnes uden portalen.
  tables/         et regneark (CSV, UTF-8, komma) for hver tabel
  files/          underskrevne dokumenter (PDF), billeder og bilag; tabellerne siger, hvad der hører til hvad
  dictionary.csv  hvad hver tabel og kolonne holder
  manifest.json   antal rækker, og SHA-256 af hver fil
{keys}
Filen er ikke krypteret: navne, adresser, pårørende, noter og aftaler kan læses af enhver, der har den. Gem den et
sikkert sted, og slet den, når den har gjort sin nytte.

This is all that the portal holds, in files that open without it.
  tables/         a table each (CSV, UTF-8, commas); times are UTC. \\N is a text that nobody wrote. A text that begins
                  with ' had = + - @ \\ or ' after it, which a spreadsheet would have worked out
  files/          signed documents (PDF), pictures and receipts; the tables say what belongs to what
  dictionary.csv  what each table and column holds
  manifest.json   how many rows, and the SHA-256 of each file
{locked}
The file is not encrypted: names, addresses, next of kin, notes and agreements can be read by anybody who has it. Keep
it in a safe place, and delete it when it has done its work.
"""
KEYS = (
    "  keys.locked     det, der åbner eller forsegler noget, og det, som kun ganske få må læse. Det er låst med jeres\n"
    "                  adgangssætning, og en tom portal læser det med: python -m core import-all FIL\n"
)
NO_KEYS = (
    "Adgangssætninger, nøgler og det, som kun ganske få må læse, er ikke med. Skal I flytte til en anden portal,\n"
    "laver den, der driver serveren, en fil med det hele: python -m core export FIL, og med --organisation ID\n"
    "--to-move en organisations alene.\n"
)
LOCKED = (
    "  keys.locked     what opens or seals something, and what is for very few to read. It is locked with your\n"
    "                  passphrase, and an empty portal reads it by: python -m core import-all FILE\n"
)
NOT_LOCKED = (
    "Passphrases, keys, and what is for very few to read are left out. To move to another portal, whoever runs the\n"
    "server makes a file that has it all: python -m core export FILE, and with --organisation ID --to-move one\n"
    "organisation's alone.\n"
)


def read_me(now: datetime, *, locked: bool) -> str:
    """What is in it and how to read it, in Danish and in English."""
    return TOLD.format(
        day=f"{now.astimezone(COPENHAGEN):%Y-%m-%d %H:%M}",
        keys=KEYS if locked else NO_KEYS,
        locked=LOCKED if locked else NOT_LOCKED,
    )


def dictionary(shapes: Sequence[KeptTable], tables: Sequence[Table]) -> bytes:
    """A line for each table, and for each of its columns."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADING)
    for shape, table in zip(shapes, tables, strict=True):
        writer.writerow((shape.name, "", "", "", "", meaning(shape.name)))
        for column in shape.columns:
            empty = "yes" if table.c[column.name].nullable else "no"
            told = IS_LOCKED if column.locked else column_meaning(shape.name, column)
            writer.writerow((shape.name, column.name, column.kind, empty, column.refers, told))
    return text.getvalue().encode("utf-8-sig")


def meaning(table: str) -> str:
    """What a table holds: what is said of its model."""
    return _docs()[table]


def column_meaning(table: str, column: KeptColumn) -> str:
    """What a column holds: what its model says of it by name, else what follows from its own."""
    named = [each for each in _sentences(_docs()[table]) if f"`{column.name}`" in each]
    if named:
        return " ".join(named)
    if column.refers:
        return f"The {column.refers.partition('.')[0].replace('_', ' ')} it belongs to or names."
    if column.name == "id":
        return "What tells the row from all others."
    words = column.name.removesuffix("_at").removesuffix("_on").replace("_", " ")
    if column.name.endswith(("_at", "_on")):
        return f"When: {words}."
    return f"{words[0].upper()}{words[1:]}."


@cache
def _docs() -> dict[str, str]:
    classes: Any = (mapper.class_ for mapper in SQLModel._sa_registry.mappers)
    return {each.__tablename__: re.sub(r"\s+", " ", each.__doc__ or "").strip() for each in classes}


def _sentences(words: str) -> Iterator[str]:
    yield from re.split(r"(?<=[.;]) ", words)
