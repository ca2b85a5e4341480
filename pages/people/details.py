"""Contact details and next of kin: kept once, written here or in a document that needs them (L5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import N_
from core.i18n import gettext as _
from core.journey.facts import details_missing
from core.pdf.fonts import unprintable
from core.people.service import save_own_details
from db.people import Person
from pages.shell.context import actor_of, current
from pages.widgets.field import Question, Stored, saved_field


@dataclass(frozen=True, slots=True)
class Detail:
    """How one contact detail is asked for; label and help are msgids."""

    label: str
    kind: str = "text"
    help: str = ""
    optional: bool = False
    autocomplete: str | None = None


DETAILS: Mapping[str, Detail] = {
    "name": Detail(N_("Your name"), autocomplete="name"),
    "latin_name": Detail(
        N_("Your name in Latin letters"),
        help=N_("This is how your name is printed in your documents. Your own spelling stays on the screen."),
    ),
    "phone": Detail(N_("Phone"), "phone", autocomplete="tel"),
    "email": Detail(N_("E-mail"), "email", optional=True, autocomplete="email"),
    "address": Detail(N_("Address"), "long_text", help=N_("Street and number, postcode and town.")),
    "next_of_kin_name": Detail(
        N_("Who should we call?"), help=N_("Somebody close to you, such as a partner or a friend.")
    ),
    "next_of_kin_phone": Detail(N_("Their phone"), "phone", autocomplete="off"),
    "next_of_kin_relation": Detail(
        N_("How do you know each other?"), help=N_("For instance spouse, son or neighbour."), optional=True
    ),
}
CONTACT = ("phone", "email", "address")
NEXT_OF_KIN = ("next_of_kin_name", "next_of_kin_phone", "next_of_kin_relation")


def missing_labels(person: Person) -> list[str]:
    """What the needed contact details are called that `person` has yet to give."""
    return [_(DETAILS[name].label) for name in details_missing(person)]


NAMES = ("name", "next_of_kin_name")


def own_person() -> Person:
    """The person logged in, as stored now."""
    context = current()
    return context.session.get_one(Person, actor_of(context).person_id)


# Saves changes of one person's details over the version that was seen.
Saver = Callable[[Mapping[str, str], int], Person]


def detail_key(person_id: UUID, name: str) -> str:
    """The key of the widget that holds a detail of this person."""
    return f"details:{person_id}:{name}"


def detail_field(name: str, person: Person, *, required: bool = False, save: Saver | None = None) -> None:
    """The field for one of `DETAILS` of the person logged in, or of another with how those are saved.

    `required` where a document cannot do without.
    """
    detail = DETAILS[name]
    written = getattr(person, name)
    question = Question(
        key=detail_key(person.id, name),
        label=_(detail.label),
        kind=detail.kind,
        help=_(detail.help) if detail.help else "",
        optional=detail.optional and not required,
        autocomplete=detail.autocomplete,
        warning="" if name == "name" and person.latin_name else spelling_warning(name, written),
    )
    saved_field(question, Stored(written, person.version), partial(_save, name, person.id, save or _save_own))


def name_fields(person: Person) -> None:
    """The name, and its Latin spelling for somebody whose own letters no document can print."""
    detail_field("name", person)
    if unprintable(person.name):
        detail_field("latin_name", person)


def spelling_warning(name: str, written: str) -> str:
    """What is said below a name that has letters no document can print; "" where it has none, and of other details."""
    letters = " ".join(unprintable(written)) if name in NAMES else ""
    if not letters:
        return ""
    if name == "name":
        return _(
            "These letters cannot be printed in your documents: {letters}. Write your name in Latin letters below, and "
            "we use that there."
        ).format(letters=letters)
    return _("These letters cannot be printed in your documents: {letters}. Write it in Latin letters.").format(
        letters=letters
    )


def _save_own(changes: Mapping[str, str], version: int) -> Person:
    context = current()
    return save_own_details(
        session=context.session, actor=actor_of(context), changes=changes, expected_version=version, now=context.now
    )


def _save(name: str, person_id: UUID, save: Saver, written: str, seen: Stored) -> Stored:
    """Save one detail. A change to another detail of the same person, here or elsewhere, is no conflict."""
    context = current()
    version = seen.version or 0
    while True:
        try:
            person = save({name: written}, version)
        except DomainError as error:
            stored = context.session.get_one(Person, person_id, populate_existing=True)
            if (
                error.code != ErrorCode.CHANGED_MEANWHILE
                or getattr(stored, name) != seen.value
                or stored.version == version
            ):
                raise
            version = stored.version
        else:
            return Stored(getattr(person, name), person.version, context.now)
