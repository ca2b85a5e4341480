"""The facts about people that a document states without asking, and the names that need a Latin spelling."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from core.documents.rules import ORGANISATION, PARTNER, VOLUNTEER
from core.documents.template.model import Template
from core.documents.text.compose import Facts, MissingField, PersonFacts
from core.documents.text.exact import FrozenText
from core.i18n import gettext as _
from core.i18n import reading
from core.pdf.fonts import unprintable
from db.people import Person

PERSONAL = ("address", "email", "next_of_kin_name", "next_of_kin_relation")


@dataclass(frozen=True, slots=True)
class MissingSpelling(MissingField):
    """A name that has `letters` no document can print; `text` is as its owner writes it."""

    text: str
    letters: str

    def label(self, template: Template, language: str) -> str:  # noqa: ARG002
        """What is asked for, in `language`."""
        with reading(language):
            return _("Latin spelling of {text}").format(text=self.text)


class NamedPerson(Protocol):
    """A person with a name, and a Latin spelling of it where one was needed."""

    @property
    def name(self) -> str: ...

    @property
    def latin_name(self) -> str: ...


def printed_name(person: NamedPerson) -> str:
    """The name as documents print it: the Latin spelling where the person's own has letters that cannot be printed."""
    return person.latin_name if person.latin_name and unprintable(person.name) else person.name


def person_facts(person: Person, *, joined: bool = True) -> PersonFacts:
    """What a document may say of `person`; `joined` is whether they have an account."""
    return PersonFacts(
        name=printed_name(person),
        phone=person.phone,
        **{detail: getattr(person, detail) for detail in PERSONAL},
        next_of_kin_phone=person.next_of_kin_phone,
        on_paper=not joined and not person.email,
    )


def missing_spellings(facts: Facts, text: Callable[[], FrozenText]) -> Iterator[MissingSpelling]:
    """The names in `text` with letters it cannot be printed with; `text` is asked for only where there are some."""
    named = set()
    for filled_by, source, said in _stated(facts):
        letters = unprintable(said)
        if letters and said not in named and json.dumps(said, ensure_ascii=False)[1:-1] in text().canonical():
            named.add(said)
            yield MissingSpelling(source.rpartition(".")[2], filled_by, source, said, letters)


def _stated(facts: Facts) -> Iterator[tuple[str, str, str]]:
    """Every name a document may say that was not written for it: who gives it, where, and how it reads."""
    for who, filled_by, person in (
        ("person", VOLUNTEER, facts.volunteer),
        ("partner", PARTNER, facts.partner),
        ("contact_person", ORGANISATION, facts.contact_person),
        ("coordinator", ORGANISATION, facts.coordinator),
    ):
        if person is not None:
            yield filled_by, f"{who}.latin_name", person.name
            yield filled_by, f"{who}.next_of_kin_name", person.next_of_kin_name
    yield ORGANISATION, "organisation.name", facts.organisation.name
    yield ORGANISATION, "workplace.name", facts.workplace_name
