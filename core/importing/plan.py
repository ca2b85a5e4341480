"""What comes of a sheet, row by row: the shape of a dry run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from core.importing.choices import House, Meaning
from core.importing.columns import Layout, SheetColumn, SheetField
from core.importing.history import ToAdd
from core.importing.rows import Passed, RowNote, RowReason, Written
from core.people.known import Alike

ROW = "row:"


class RowKind(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"
    LEFT = "left"
    PASSED = "passed"


ADDS = (RowKind.CHANGED, RowKind.SAME)


@dataclass(frozen=True, slots=True)
class MaybeSame:
    """Somebody a row may be about: a person, or an earlier row of the sheet, by `key`."""

    key: str
    name: str
    alike: tuple[Alike, ...]
    places: tuple[str, ...] = ()

    @property
    def row(self) -> int | None:
        """The number of the earlier row it is, None for a person."""
        return int(self.key.removeprefix(ROW)) if self.key.startswith(ROW) else None


@dataclass(slots=True)
class PlannedRow:
    """A row of the sheet and what becomes of it.

    Where it comes in, it is about `person_id`, or whoever `as_row` is about, or somebody new; it adds to
    `engagement_id`, or makes one. `lacking` is what is added of the person, and `days` and `adds` of the engagement.
    """

    number: int
    kind: RowKind
    name: str = ""
    written: Written | None = None
    reasons: tuple[RowReason, ...] = ()
    notes: tuple[tuple[RowNote, SheetField | None], ...] = ()
    passed: Passed | None = None
    candidates: tuple[MaybeSame, ...] = ()
    person_id: UUID | None = None
    as_row: int | None = None
    engagement_id: UUID | None = None
    programme: str = ""
    workplace_id: UUID | None = None
    contact_person_id: UUID | None = None
    lacking: dict[str, str] = field(default_factory=dict)
    days: dict[SheetField, date] = field(default_factory=dict)
    adds: ToAdd = field(default_factory=ToAdd)

    @property
    def comes_in(self) -> bool:
        return self.kind in (RowKind.NEW, RowKind.CHANGED)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The dry run of one sheet, and what it was read by."""

    house: House
    laid: Layout
    columns: tuple[SheetColumn, ...]
    mapped: Mapping[int, SheetField]
    rows: tuple[PlannedRow, ...]
    unknown: Mapping[Meaning, Mapping[str, int]]
    unsaid: tuple[Meaning, ...]

    def count(self, *kinds: RowKind) -> int:
        """How many rows become one of these."""
        return sum(row.kind in kinds for row in self.rows)

    @property
    def coming(self) -> int:
        """How many rows come in."""
        return self.count(RowKind.NEW, RowKind.CHANGED)
