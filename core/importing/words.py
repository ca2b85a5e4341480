"""What columns, rows and what becomes of them are called."""

from collections.abc import Iterable

from core.errors import words
from core.i18n import N_
from core.i18n import gettext as _
from core.importing.choices import Meaning
from core.importing.columns import SheetField
from core.importing.plan import MaybeSame, PlannedRow, RowKind
from core.importing.rows import Passed, RowNote
from core.people.known import ALIKE_CALLED

FIELDS = {
    SheetField.NAME: N_("Name"),
    SheetField.FIRST_NAME: N_("First name"),
    SheetField.LAST_NAME: N_("Last name"),
    SheetField.EMAIL: N_("E-mail"),
    SheetField.PHONE: N_("Phone"),
    SheetField.ADDRESS: N_("Address"),
    SheetField.POSTCODE: N_("Postcode"),
    SheetField.TOWN: N_("Town"),
    SheetField.LANGUAGE: N_("The language they read"),
    SheetField.KIN_NAME: N_("Next of kin: name"),
    SheetField.KIN_PHONE: N_("Next of kin: phone"),
    SheetField.KIN_RELATION: N_("Next of kin: relation"),
    SheetField.PROGRAMME: N_("Programme"),
    SheetField.WORKPLACE: N_("Workplace"),
    SheetField.CONTACT_PERSON: N_("Contact person"),
    SheetField.BEGINS_ON: N_("First day"),
    SheetField.TRAINED_ON: N_("Training completed"),
    SheetField.APPROVED_ON: N_("Approved on"),
    SheetField.APPROVED_UNTIL: N_("Approved until"),
    SheetField.SUPERVISED_ON: N_("Supervision held on"),
    SheetField.LED_ON: N_("Course led on"),
    SheetField.PARTNER: N_("Partner in a pair"),
    SheetField.THANKED_ON: N_("Thanked on"),
    SheetField.THANKED_WITH: N_("Thanked with"),
}
MEANINGS = {
    Meaning.PROGRAMME: N_("Programme"),
    Meaning.WORKPLACE: N_("Workplace"),
    Meaning.CONTACT_PERSON: N_("Contact person"),
}
KINDS = {
    RowKind.DOUBTFUL: N_("Doubtful"),
    RowKind.REFUSED: N_("Refused"),
    RowKind.NEW: N_("New"),
    RowKind.CHANGED: N_("Added to"),
    RowKind.SAME: N_("As here"),
    RowKind.LEFT: N_("Left out"),
    RowKind.PASSED: N_("About nobody"),
}
PASSED = {
    Passed.SUM: N_("a sum"),
    Passed.HEADINGS: N_("the headings once more"),
    Passed.GROUP: N_("a heading over a group"),
}
NOTES = {
    RowNote.DAY_PARTLY: N_("{column}: only a month or a year is written, so its first day is used"),
    RowNote.KEPT_AS_IT_IS: N_("{column}: something else stands here already, and stays"),
    RowNote.PARTNER_UNKNOWN: N_("{column}: no one person in a programme with pairs is called so, so no pair is made"),
    RowNote.TAKEN_ALONG: N_("{column}: taken along with the first row about them"),
    RowNote.FIRST_ROW_HOLDS: N_("{column}: the first row about them says something else, and that is taken"),
    RowNote.ONE_MORE_ENGAGEMENT: N_("known here, and begins at one more place"),
}


def why(row: PlannedRow) -> str:
    """What is worth knowing of a row: why it is refused, who it may be about, or what is added."""
    return ". ".join(each.rstrip(".") for each in _why(row))


def _why(row: PlannedRow) -> Iterable[str]:
    if row.passed is not None:
        yield _(PASSED[row.passed])
    for reason in row.reasons:
        said = words(reason.error)
        yield f"{_(FIELDS[reason.column])}: {said}" if reason.column else said
    if row.kind is RowKind.DOUBTFUL:
        yield _("May be {somebody}").format(somebody="; ".join(who(each) for each in row.candidates))
    added = [_(FIELDS[SheetField(name)]) for name in (*row.lacking, *row.days, *row.adds.fields)]
    if row.kind is RowKind.CHANGED and added:
        yield _("Adds {what}").format(what=_and(added))
    for note, column in row.notes:
        yield _(NOTES[note]).format(column=_(FIELDS[column]) if column else "")


def who(candidate: MaybeSame) -> str:
    """Somebody a row may be about, and what is the same."""
    same = _("same {what}").format(what=_and(_(ALIKE_CALLED[each]) for each in candidate.alike))
    if candidate.row is not None:
        return _("{name} in row {number} ({same})").format(name=candidate.name, number=candidate.row, same=same)
    return f"{candidate.name} ({', '.join((*candidate.places, same))})"


def _and(names: Iterable[str]) -> str:
    """Names in a row, as pages have them."""
    told = list(names)
    return _("{first} and {last}").format(first=", ".join(told[:-1]), last=told[-1]) if len(told) > 1 else "".join(told)
