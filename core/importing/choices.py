"""What somebody chose of a sheet so far, as it is kept between two visits; and what words in its cells mean here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from uuid import UUID

from core.importing.columns import SheetField, plain
from core.programmes.programme import Programme
from core.strict import StrictModel

CLOSE = 0.84


class Meaning(StrEnum):
    """What a cell names that is here already."""

    PROGRAMME = "programme"
    WORKPLACE = "workplace"
    CONTACT_PERSON = "contact_person"


class Decided(StrEnum):
    """What is to become of a row that may be about somebody who is known; else the id of who it is."""

    NEW = "new"
    LEFT = "left"


class ImportChoices(StrictModel):
    """`sheet` is which of several, by its place; `heading_row` which of its rows has the headings, None as guessed.

    `columns` is what each column holds, by its place, None as guessed. `usual` is what holds where nothing is written,
    and `meant` what is meant by words that are no name here, each by its id; `answered` is whether somebody has
    answered that. `decided` is what becomes of doubtful rows, by their number.
    """

    sheet: int | None = None
    heading_row: int | None = None
    columns: dict[int, SheetField] | None = None
    usual: dict[Meaning, str] = {}
    meant: dict[Meaning, dict[str, str]] = {}
    decided: dict[int, str] = {}
    answered: bool = False


@dataclass(frozen=True, slots=True)
class House:
    """What is here that a sheet may name, by id: the programmes with their newest versions, workplaces, and who can be
    a contact person. `coordinator_id` is who looks after those who come in."""

    organisation_id: UUID
    programmes: Mapping[str, Programme]
    versions: Mapping[str, UUID]
    workplaces: Mapping[UUID, str]
    contacts: Mapping[UUID, str]
    coordinator_id: UUID
    language: str

    def named(self, meaning: Meaning) -> Mapping[str, tuple[str, ...]]:
        """What can be meant, by its id, and all it is called."""
        if meaning is Meaning.PROGRAMME:
            return {id_: (id_.replace("_", " "), *each.name.values()) for id_, each in self.programmes.items()}
        found = self.workplaces if meaning is Meaning.WORKPLACE else self.contacts
        return {str(id_): (name,) for id_, name in found.items()}


def meant_by(written: str, named: Mapping[str, tuple[str, ...]], chosen: Mapping[str, str]) -> str | None:
    """The id of what is meant: as somebody chose, else what is called so, else the only one called nearly so."""
    key = plain(written)
    if chosen.get(key) in named:
        return chosen[key]
    called = {id_: [plain(each) for each in names] for id_, names in named.items()}
    words = set(key.split())
    for fits in (
        lambda name: name == key,
        lambda name: bool(words) and (words <= set(name.split()) or set(name.split()) <= words),
        lambda name: SequenceMatcher(None, name, key).ratio() >= CLOSE,
    ):
        found = [id_ for id_, names in called.items() if any(map(fits, names))]
        if len(found) == 1:
            return found[0]
        if found:
            return None
    return None


class Meanings:
    """The same for many cells, each spelling worked out once."""

    def __init__(self, house: House, choices: ImportChoices) -> None:
        self.house, self.choices = house, choices
        self._named = {meaning: house.named(meaning) for meaning in Meaning}
        self._found: dict[tuple[Meaning, str], str | None] = {}

    def of(self, meaning: Meaning, written: str) -> str | None:
        """The id of what is meant by `written`, None where nobody can tell."""
        at = (meaning, written)
        if at not in self._found:
            self._found[at] = meant_by(written, self._named[meaning], self.choices.meant.get(meaning, {}))
        return self._found[at]

    def usual(self, meaning: Meaning) -> str | None:
        """What holds where nothing is written: as chosen, else the only one there is; a contact person is the
        coordinator, where they can be."""
        named, chosen = self._named[meaning], self.choices.usual.get(meaning)
        if chosen in named:
            return chosen
        if meaning is Meaning.CONTACT_PERSON and str(self.house.coordinator_id) in named:
            return str(self.house.coordinator_id)
        return next(iter(named)) if len(named) == 1 else None

    def unknown(self, meaning: Meaning, cells: Iterable[str]) -> dict[str, int]:
        """The spellings that nobody can tell the meaning of, each with how many rows have it."""
        found: dict[str, int] = {}
        for cell in cells:
            if cell and self.of(meaning, cell) is None:
                found[cell] = found.get(cell, 0) + 1
        return found
