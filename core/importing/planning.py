"""The dry run: what each row of a sheet would make or change here, or why it does not. It writes nothing."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.importing.choices import Decided, House, ImportChoices, Meaning, Meanings
from core.importing.columns import SheetField, columns, guess, layout, layout_at
from core.importing.held import HistoryHeld, history_held
from core.importing.history import TimeBefore, approval, new_days, refused
from core.importing.matching import EngagedHere, PeopleHere, PersonHere
from core.importing.partners import Partners
from core.importing.plan import ADDS, ROW, ImportPlan, MaybeSame, PlannedRow, RowKind
from core.importing.reading import SheetRead
from core.importing.remembering import remembered, with_remembered
from core.importing.rows import DETAILS, ENGAGEMENT_DAYS, Passed, RowNote, RowReader, RowReason, Written
from core.organisations.service import workplaces
from core.people.colleagues import contact_people
from core.people.known import TOLD, Alike, Described
from core.programmes.publishing import newest, programme_of
from db.people import Person
from db.sought import phone_mark

AT_ONCE = 500


def dry_run(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    sheet: SheetRead,
    choices: ImportChoices,
    today: date,
) -> ImportPlan:
    """What each row of `sheet` would do in the organisation, as it was chosen to be read.

    `unsaid` is what no column says and nobody chose, without which nothing comes in; `unknown` are the words for
    programmes, workplaces and contact people that nobody can tell the meaning of. Raises "not_allowed".
    """
    require(actor, Action.IMPORT_PEOPLE, Subject(organisation_id))
    kept = remembered(session, organisation_id)
    choices = with_remembered(choices, kept)
    laid = layout(sheet) if choices.heading_row is None else layout_at(sheet, choices.heading_row)
    found = columns(sheet, laid)
    mapped = guess(found, kept.columns) if choices.columns is None else choices.columns
    house = _house(session, actor, organisation_id)
    meanings = Meanings(house, choices)
    reader = RowReader(sheet, laid, mapped, meanings)
    planner = _Planner(session, meanings, choices, today)
    return ImportPlan(
        house,
        laid,
        found,
        mapped,
        tuple(planner.plan(reader)),
        {meaning: meanings.unknown(meaning, reader.cells(SheetField(meaning))) for meaning in Meaning},
        tuple(
            meaning
            for meaning in Meaning
            if meanings.usual(meaning) is None and not all(reader.cells(SheetField(meaning)))
        ),
    )


def _house(session: Session, actor: Actor, organisation_id: UUID) -> House:
    versions = newest(session, organisation_id)
    return House(
        organisation_id,
        {id_: programme_of(session, version) for id_, version in versions.items()},
        versions,
        {place.id: place.name for place in workplaces(session, organisation_id)},
        contact_people(session=session, actor=actor, organisation_id=organisation_id),
        actor.person_id,
        actor.language,
    )


class _Planner:
    """Goes through the rows from the top; later ones may be about whom an earlier one is about."""

    def __init__(self, session: Session, meanings: Meanings, choices: ImportChoices, today: date) -> None:
        self.session, self.meanings, self.choices, self.today = session, meanings, choices, today
        self.people = PeopleHere.read(session, meanings.house)
        self.before: dict[str, list[PlannedRow]] = {}

    def plan(self, reader: Iterable[Written | tuple[int, Passed]]) -> Iterator[PlannedRow]:
        rows = [self._row(each) for each in reader]
        self._look_at_known([row for row in rows if row.person_id is not None and row.kind in ADDS])
        self._look_at_repeated(rows)
        self._look_at_history([row for row in rows if row.kind in (*ADDS, RowKind.NEW)])
        Partners(self.people, self.meanings.house).find(rows)
        for row in rows:
            if row.kind is RowKind.SAME and (row.lacking or row.days or row.adds.fields):
                row.kind = RowKind.CHANGED
        yield from rows

    def _row(self, each: Written | tuple[int, Passed]) -> PlannedRow:
        if isinstance(each, tuple):
            return PlannedRow(each[0], RowKind.PASSED, passed=each[1])
        row = PlannedRow(each.number, RowKind.REFUSED, each.name, each, notes=tuple(each.notes))
        reasons = list(each.reasons)
        if not reasons:
            self._who(row, each)
        if row.kind is RowKind.REFUSED and not reasons:
            self._where(row, each, reasons)
        row.reasons = tuple(reasons)
        return row

    def _who(self, row: PlannedRow, each: Written) -> None:
        """Whether it is somebody who is known, which only one with the same name and mail or phone surely is."""
        decided = self.choices.decided.get(each.number)
        like = self.people.like(Described(each.name, each.details["email"], each.details["phone"]))
        surely = [person for person, alike in like if Alike.NAME in alike and len(alike) > 1]
        known = next((person for person, _alike in like if person.key == decided), None)
        if decided == Decided.LEFT:
            row.kind = RowKind.LEFT
        elif known is None and len(surely) == 1 and decided is None:
            known = surely[0]
        elif known is None and like and decided != Decided.NEW:
            row.kind = RowKind.DOUBTFUL
        row.candidates = tuple(self._candidate(*one) for one in like[:TOLD])
        if known is not None:
            row.person_id = known.id
            row.as_row = int(known.key.removeprefix(ROW)) if known.id is None else None

    def _candidate(self, person: PersonHere, alike: tuple[Alike, ...]) -> MaybeSame:
        house, there = self.meanings.house, self.people.engaged.get(person.id, ()) if person.id else ()
        places = tuple(house.workplaces.get(each.workplace_id, "") for each in there)
        return MaybeSame(person.key, person.name, alike, tuple(filter(None, places)))

    def _where(self, row: PlannedRow, each: Written, reasons: list[RowReason]) -> None:
        """Which engagement it is about; of somebody known the only one they have, where nothing else is written."""
        there = self.people.engaged.get(row.person_id, []) if row.person_id else []
        fits = [one for one in there if self._fits(one, each)]
        engaged = fits[0] if len(fits) == 1 else None
        found = {
            meaning: each.meant.get(meaning) or (self.meanings.usual(meaning) if engaged is None else "")
            for meaning in Meaning
        }
        for meaning, id_ in found.items():
            if id_ is None:
                reasons.append(RowReason(DomainError(UNSAID[meaning]), SheetField(meaning)))
        if reasons:
            return
        if engaged is None:
            row.programme = str(found[Meaning.PROGRAMME])
            row.workplace_id = UUID(str(found[Meaning.WORKPLACE]))
            row.contact_person_id = UUID(str(found[Meaning.CONTACT_PERSON]))
            engaged = next((one for one in there if self._is_there(one, row)), None)
        else:
            row.programme, row.workplace_id = engaged.programme, engaged.workplace_id
        theirs = (row.contact_person_id, self.meanings.house.coordinator_id)
        if engaged is None and row.person_id is not None and row.person_id in theirs:
            reasons.append(RowReason(DomainError(ErrorCode.OWN_CONTACT), SheetField.CONTACT_PERSON))
        programme = self.meanings.house.programmes[row.programme]
        wrong = refused(each.history, each.days.get(SheetField.TRAINED_ON), programme, self.today)
        reasons += [RowReason(error, column) for error, column in wrong]
        if reasons:
            return
        self._adds(row, each, engaged, reasons)

    def _adds(self, row: PlannedRow, each: Written, engaged: EngagedHere | None, reasons: list[RowReason]) -> None:
        notes = list(row.notes)
        days = {column: each.days[column] for column in ENGAGEMENT_DAYS if column in each.days}
        if engaged is not None:
            row.engagement_id = engaged.id
            row.days = {column: said for column, said in days.items() if engaged.days[column] is None}
            notes += [
                (RowNote.KEPT_AS_IT_IS, column)
                for column, said in days.items()
                if engaged.days[column] not in (None, said)
            ]
            row.kind = RowKind.CHANGED if row.days else RowKind.SAME
        else:
            row.days = days
            row.kind = RowKind.NEW if row.person_id is None and row.as_row is None else RowKind.CHANGED
            if row.kind is RowKind.CHANGED:
                notes.append((RowNote.ONE_MORE_ENGAGEMENT, None))
        if engaged is None and not self._once(row, reasons):
            row.kind = RowKind.REFUSED
            return
        row.notes = tuple(notes)
        if row.kind is RowKind.NEW:
            row.lacking = {name: said for name, said in each.details.items() if said}
            phone = each.details["phone"]
            marks = phone_mark(phone) if phone else ""
            self.people.add(PersonHere(f"{ROW}{row.number}", each.name, "", each.details["email"], marks))

    def _look_at_repeated(self, rows: list[PlannedRow]) -> None:
        """What a later row says of somebody new: what the first lacks is taken along with it, and the rest is told."""
        first = {row.number: row for row in rows}
        for row in rows:
            if row.as_row is None or row.kind not in ADDS or row.written is None:
                continue
            lacking, notes = first[row.as_row].lacking, list(row.notes)
            for name in DETAILS:
                said, held = row.written.details.get(name, ""), lacking.get(name, "")
                if said and not held:
                    lacking[name] = said
                    notes.append((RowNote.TAKEN_ALONG, _COLUMN_OF[name]))
                elif said and said != held:
                    notes.append((RowNote.FIRST_ROW_HOLDS, _COLUMN_OF[name]))
            row.notes = tuple(notes)

    def _look_at_history(self, rows: list[PlannedRow]) -> None:
        """What of the time before is not here yet."""
        for first in range(0, len(rows), AT_ONCE):
            some = rows[first : first + AT_ONCE]
            held = history_held(self.session, {row.engagement_id for row in some if row.engagement_id is not None})
            for row in some:
                if row.written is not None:
                    self._history(row, row.written.history, held.get(row.engagement_id) if row.engagement_id else None)

    def _history(self, row: PlannedRow, told: TimeBefore, held: HistoryHeld | None) -> None:
        held = held or HistoryHeld()
        approved = approval(told, self.meanings.house.programmes[row.programme])
        if approved is not None and held.decided:
            row.notes = (*row.notes, (RowNote.KEPT_AS_IT_IS, SheetField.APPROVED_ON))
            approved = None
        adds = row.adds
        adds.approved, adds.partner_held = approved, held.partner_id
        adds.supervised = new_days(told.supervised, held.supervised)
        adds.led = new_days(told.led, held.led)
        if told.thanked_on is not None and told.gift is not None and told.thanked_on not in held.thanked:
            adds.thanked = told.thanked_on, told.gift
        said = (
            (SheetField.APPROVED_ON, adds.approved),
            (SheetField.SUPERVISED_ON, adds.supervised),
            (SheetField.LED_ON, adds.led),
            (SheetField.THANKED_ON, adds.thanked),
        )
        adds.fields = [column for column, added in said if added]

    def _once(self, row: PlannedRow, reasons: list[RowReason]) -> bool:
        """Whether no earlier row makes the same engagement of the same person."""
        whom = str(row.person_id or f"{ROW}{row.as_row or row.number}")
        own = self.before.setdefault(whom, [])
        there = row.programme, row.workplace_id
        same = next((one for one in own if (one.programme, one.workplace_id) == there), None)
        if same is not None:
            reasons.append(RowReason(DomainError(ErrorCode.SHEET_TWICE, row=same.number)))
            return False
        own.append(row)
        return True

    def _fits(self, one: EngagedHere, each: Written) -> bool:
        place, programme = each.meant.get(Meaning.WORKPLACE), each.meant.get(Meaning.PROGRAMME)
        return (place is None or UUID(place) == one.workplace_id) and (programme is None or programme == one.programme)

    def _is_there(self, one: EngagedHere, row: PlannedRow) -> bool:
        return (one.workplace_id, one.programme) == (row.workplace_id, row.programme)

    def _look_at_known(self, rows: list[PlannedRow]) -> None:
        """What is lacking of those who are known; what they have stays as it is."""
        rows = [row for row in rows if row.written is not None]
        for first in range(0, len(rows), AT_ONCE):
            some = rows[first : first + AT_ONCE]
            ids = {row.person_id for row in some}
            found = {each.id: each for each in people_now(self.session, ids)}
            for row in some:
                assert row.person_id is not None
                assert row.written is not None
                person = found[row.person_id]
                for name in DETAILS:
                    said, held = row.written.details.get(name, ""), getattr(person, name)
                    if said and not held:
                        row.lacking[name] = said
                    elif said and said != held:
                        row.notes = (*row.notes, (RowNote.KEPT_AS_IT_IS, _COLUMN_OF[name]))


def people_now(session: Session, ids: Iterable[UUID | None]) -> Iterable[Person]:
    """These people, as they are now."""
    return session.exec(select(Person).where(col(Person.id).in_(list(ids))))


_COLUMN_OF = {name: SheetField(name) for name in DETAILS}
UNSAID = {
    Meaning.PROGRAMME: ErrorCode.PROGRAMME_UNKNOWN,
    Meaning.WORKPLACE: ErrorCode.WORKPLACE_UNKNOWN,
    Meaning.CONTACT_PERSON: ErrorCode.CONTACT_PERSON_UNKNOWN,
}
