"""A row of a sheet as what is to be known of one volunteer: every cell a value, or why it is none. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from core import contact
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.importing import values
from core.importing.choices import Meaning, Meanings
from core.importing.columns import Layout, SheetField, is_cpr, is_data, plain, told
from core.importing.history import TimeBefore, gift
from core.importing.reading import Cell, Row, SheetRead, is_withheld

SUMS = frozenset({"i alt", "ialt", "total", "subtotal", "sum", "samlet", "antal", "optalt", "in all"})
ENGAGEMENT_DAYS = (SheetField.BEGINS_ON, SheetField.TRAINED_ON)
DAYS = (*ENGAGEMENT_DAYS, SheetField.APPROVED_ON, SheetField.APPROVED_UNTIL, SheetField.THANKED_ON)
OF_SEVERAL_DAYS = (SheetField.SUPERVISED_ON, SheetField.LED_ON)
DETAILS = ("email", "phone", "address", "next_of_kin_name", "next_of_kin_phone", "next_of_kin_relation")


class Passed(StrEnum):
    """Why a row is about nobody."""

    SUM = "sum"
    HEADINGS = "headings"
    GROUP = "group"


class RowNote(StrEnum):
    """What is worth knowing of a row that comes in."""

    DAY_PARTLY = "day_partly"
    KEPT_AS_IT_IS = "kept_as_it_is"
    ONE_MORE_ENGAGEMENT = "one_more_engagement"
    PARTNER_UNKNOWN = "partner_unknown"
    TAKEN_ALONG = "taken_along"
    FIRST_ROW_HOLDS = "first_row_holds"


@dataclass(frozen=True, slots=True)
class RowReason:
    """Why a row does not come in, and the column it is about, if any."""

    error: DomainError
    column: SheetField | None = None


@dataclass(slots=True)
class Written:
    """What a row says of one volunteer. `programme`, `workplace` and `contact_person` are ids, None where nothing is
    written of them; `days` are by their column, `history` what was before. `reasons` are why it cannot come in."""

    number: int
    name: str = ""
    language: str = ""
    details: dict[str, str] = field(default_factory=dict)
    meant: dict[Meaning, str] = field(default_factory=dict)
    days: dict[SheetField, date] = field(default_factory=dict)
    history: TimeBefore = field(default_factory=TimeBefore)
    notes: list[tuple[RowNote, SheetField | None]] = field(default_factory=list)
    reasons: list[RowReason] = field(default_factory=list)

    @contextmanager
    def at(self, column: SheetField) -> Iterator[None]:
        """Read what stands in a column; where that is refused, go on with the others."""
        try:
            yield
        except DomainError as error:
            self.reasons.append(RowReason(error, column))


class RowReader:
    """Reads the rows of one sheet, whose `columns` are by their place."""

    def __init__(self, sheet: SheetRead, laid: Layout, columns: Mapping[int, SheetField], meanings: Meanings) -> None:
        self.sheet, self.laid, self.meanings = sheet, laid, meanings
        self._at: dict[SheetField, list[int]] = {}
        for at, column in sorted(columns.items()):
            if at < sheet.width:
                self._at.setdefault(column, []).append(at)
        self._cpr = [at for at, heading in enumerate(laid.headings) if is_cpr(heading)]
        self._mapped = sorted(at for places in self._at.values() for at in places)
        self._headings = [plain(each) for each in laid.headings]
        self._drawn_wide = {
            (each.first_row, each.first_column) for each in sheet.merged if each.last_column > each.first_column
        }
        self._turned = {
            column: values.month_first(
                row[at] for row in sheet.rows[laid.first_row :] for at in self._at.get(column, ())
            )
            for column in (*DAYS, *OF_SEVERAL_DAYS)
        }

    def __iter__(self) -> Iterator[Written | tuple[int, Passed]]:
        """Each row with anything in it, by its number in the sheet: what it says, or why it is about nobody."""
        for at, row in enumerate(self.sheet.rows[self.laid.first_row :], self.laid.first_row):
            if all(cell is None for cell in row):
                continue
            passed = self._passed(at, row)
            yield (at + 1, passed) if passed is not None else self._read(at + 1, row)

    def cells(self, column: SheetField) -> Iterator[str]:
        """What stands in a column, in words, of the rows that are about somebody."""
        for at, row in enumerate(self.sheet.rows[self.laid.first_row :], self.laid.first_row):
            if any(cell is not None for cell in row) and self._passed(at, row) is None:
                yield told(self._one(row, column))

    def _passed(self, number: int, row: Row) -> Passed | None:
        filled = [at for at, cell in enumerate(row) if cell is not None]
        first = plain(told(row[filled[0]]))
        if first.rstrip(" 0123456789") in SUMS and (len(filled) == 1 or not self._has_name(row, first)):
            return Passed.SUM
        if len(filled) > 1 and all(plain(told(row[at])) == self._headings[at] for at in filled):
            return Passed.HEADINGS
        named = set(self._at.get(SheetField.NAME, []) + self._at.get(SheetField.FIRST_NAME, []))
        lonely = len(filled) == 1 and len(self._mapped) > 1 and not is_data(row[filled[0]])
        if lonely and not (
            filled[0] in named and len(first.split()) > 1 and (number, filled[0]) not in self._drawn_wide
        ):
            return Passed.GROUP
        return None

    def _has_name(self, row: Row, first: str) -> bool:
        names = [row[at] for column in (SheetField.NAME, SheetField.FIRST_NAME) for at in self._at.get(column, ())]
        return any(isinstance(cell, str) and plain(cell) != first for cell in names)

    def _read(self, number: int, row: Row) -> Written:
        read = Written(number)
        withheld = [at for at, cell in enumerate(row) if is_withheld(cell) or (at in self._cpr and cell is not None)]
        for at in withheld:
            heading = self.laid.headings[at] or letter(at)
            read.reasons.append(RowReason(DomainError(ErrorCode.SHEET_CPR, column=heading)))
        if withheld:
            # The name of the column alone tells which row it is; what else stands there may say the number too.
            read.name = "" if set(withheld) & {at for c in NAMES for at in self._at.get(c, ())} else self._shown(row)
            return read
        with read.at(SheetField.NAME):
            read.name = values.name(*(self._one(row, column) for column in NAMES))
        if not read.name:
            read.name = self._shown(row)
        self._details(read, row)
        for meaning in Meaning:
            self._meant(read, row, meaning)
        for column in DAYS:
            with read.at(column):
                found = values.day(self._one(row, column), turned=self._turned[column])
                if found is not None:
                    read.days[column] = found.day
                    if found.partly:
                        read.notes.append((RowNote.DAY_PARTLY, column))
        self._history(read, row)
        return read

    def _details(self, read: Written, row: Row) -> None:
        with read.at(SheetField.EMAIL):
            read.details["email"] = values.email(self._all(row, SheetField.EMAIL))
        with read.at(SheetField.PHONE):
            read.details["phone"] = values.phone(self._all(row, SheetField.PHONE))
        with read.at(SheetField.ADDRESS):
            streets = self._all(row, SheetField.ADDRESS)
            read.details["address"] = values.address(
                streets, self._one(row, SheetField.POSTCODE), self._one(row, SheetField.TOWN)
            )
        with read.at(SheetField.KIN_NAME):
            kin = told(self._one(row, SheetField.KIN_NAME))
            read.details["next_of_kin_name"] = contact.name(kin) if kin else ""
        with read.at(SheetField.KIN_PHONE):
            read.details["next_of_kin_phone"] = values.phone(self._all(row, SheetField.KIN_PHONE))
        with read.at(SheetField.KIN_RELATION):
            read.details["next_of_kin_relation"] = contact.line(told(self._one(row, SheetField.KIN_RELATION)))
        with read.at(SheetField.LANGUAGE):
            read.language = values.language(self._one(row, SheetField.LANGUAGE), self.meanings.house.language)

    def _history(self, read: Written, row: Row) -> None:
        told_of = read.history
        told_of.approved_on = read.days.get(SheetField.APPROVED_ON)
        told_of.approved_until = read.days.get(SheetField.APPROVED_UNTIL)
        told_of.thanked_on = read.days.get(SheetField.THANKED_ON)
        with read.at(SheetField.SUPERVISED_ON):
            told_of.supervised = self._days(row, SheetField.SUPERVISED_ON)
        with read.at(SheetField.LED_ON):
            told_of.led = self._days(row, SheetField.LED_ON)
        with read.at(SheetField.PARTNER):
            partner = told(self._one(row, SheetField.PARTNER))
            told_of.partner = values.name(partner, None, None) if partner else ""
        with read.at(SheetField.THANKED_WITH):
            told_of.gift = gift(told(self._one(row, SheetField.THANKED_WITH)))

    def _days(self, row: Row, column: SheetField) -> tuple[date, ...]:
        return values.days(self._all(row, column), turned=self._turned[column])

    def _meant(self, read: Written, row: Row, meaning: Meaning) -> None:
        written = told(self._one(row, SheetField(meaning)))
        if not written:
            return
        found = self.meanings.of(meaning, written)
        if found is None:
            read.reasons.append(RowReason(DomainError(UNKNOWN[meaning], written=written), SheetField(meaning)))
        else:
            read.meant[meaning] = found

    def _shown(self, row: Row) -> str:
        """What a row is called whose name is none."""
        return " ".join(told(self._one(row, column)) for column in NAMES).strip()

    def _one(self, row: Row, column: SheetField) -> Cell:
        return next((row[at] for at in self._at.get(column, ()) if row[at] is not None), None)

    def _all(self, row: Row, column: SheetField) -> Sequence[Cell]:
        return [row[at] for at in self._at.get(column, ())]


NAMES = (SheetField.NAME, SheetField.FIRST_NAME, SheetField.LAST_NAME)
UNKNOWN = {
    Meaning.PROGRAMME: ErrorCode.SHEET_PROGRAMME,
    Meaning.WORKPLACE: ErrorCode.SHEET_WORKPLACE,
    Meaning.CONTACT_PERSON: ErrorCode.SHEET_CONTACT,
}


def letter(at: int) -> str:
    """What a spreadsheet calls the column at this place."""
    called = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        called = chr(ord("A") + rest) + called
    return called
