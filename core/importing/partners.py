"""Who works with whom, by the names in a sheet: another row of it, or somebody who is here."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from core.importing.choices import House
from core.importing.columns import SheetField
from core.importing.matching import PeopleHere, name_keys
from core.importing.plan import PlannedRow, RowKind
from core.importing.rows import RowNote
from core.people.known import Alike, Described

Whose = UUID | int


class Partners:
    """Finds the one that each row names; each of two says the same, and is in one pair."""

    def __init__(self, people: PeopleHere, house: House) -> None:
        self.people, self.house = people, house
        self.taken: set[Whose] = set()
        self.pairs: set[frozenset[Whose]] = set()

    def find(self, rows: Sequence[PlannedRow]) -> None:
        """Say of each row that names a partner who it is, or that nobody can tell."""
        comes = [row for row in rows if row.kind in (RowKind.NEW, RowKind.CHANGED, RowKind.SAME) and self._pairs(row)]
        by_name: dict[str, list[PlannedRow]] = {}
        for row in comes:
            for key in set(name_keys(row.name)):
                by_name.setdefault(key, []).append(row)
        for row in comes:
            if row.written is not None and row.written.history.partner:
                self._of(row, row.written.history.partner, by_name)

    def _of(self, row: PlannedRow, partner: str, by_name: dict[str, list[PlannedRow]]) -> None:
        theirs = {one.number: one for key in name_keys(partner) for one in by_name.get(key, ()) if one is not row}
        found: list[Whose] = [one.engagement_id or one.number for one in theirs.values()]
        if not found:
            found = list(self._here(partner))
        own = row.engagement_id or row.number
        if len(found) != 1 or found[0] == own:
            row.notes = (*row.notes, (RowNote.PARTNER_UNKNOWN, SheetField.PARTNER))
            return
        (other,) = found
        held = row.adds.partner_held
        if held == other or row.adds.partner == other or frozenset((own, other)) in self.pairs:
            return
        if held is not None or {own, other} & self.taken:
            row.notes = (*row.notes, (RowNote.KEPT_AS_IT_IS, SheetField.PARTNER))
            return
        self.taken |= {own, other}
        self.pairs.add(frozenset((own, other)))
        row.adds.partner = other
        row.adds.fields.append(SheetField.PARTNER)

    def _here(self, partner: str) -> Iterable[UUID]:
        """The engagements in programmes with pairs of those here who are called so."""
        for person, alike in self.people.like(Described(partner)):
            if person.id is not None and Alike.NAME in alike:
                for one in self.people.engaged.get(person.id, ()):
                    if self.house.programmes[one.programme].pairs:
                        yield one.id

    def _pairs(self, row: PlannedRow) -> bool:
        return self.house.programmes[row.programme].pairs
