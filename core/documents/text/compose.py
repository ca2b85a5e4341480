"""From template to the text both parties read: facts, chosen points and answers put in their places. Pure.

What people write is put in as it is and never read as a template. What is not known yet shows as a gap, so a document
can be looked at from its first minute.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import SimpleNamespace

import jinja2
from babel.dates import format_date

from core.documents.template import model as form
from core.documents.template.placeholders import names
from core.documents.text.exact import FrozenClause, FrozenParty, FrozenSection, FrozenText
from core.i18n import locale_of

GAP = "…………"


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    name: str
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """`on_paper` is whether they have neither an account nor an e-mail address, so that everything is on paper."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    next_of_kin_name: str = ""
    next_of_kin_phone: str = ""
    next_of_kin_relation: str = ""
    on_paper: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What the document may say without asking. `programme_values` are `Programme.values()` in the same language."""

    organisation: OrganisationFacts
    workplace_name: str
    volunteer: PersonFacts
    contact_person: PersonFacts | None
    coordinator: PersonFacts | None
    programme_id: str
    programme_name: str
    programme_values: Mapping[str, str]
    partner: PersonFacts | None = None


@dataclass(frozen=True, slots=True)
class ClauseChoice:
    """Whether a point applies, and its own wording where one was written for this person."""

    included: bool
    wording: str | None = None


@dataclass(frozen=True, slots=True)
class MissingField:
    """A required field without a value; `source` says where it is given when that is not in the document."""

    field_id: str
    filled_by: str
    source: str | None

    def label(self, template: form.Template, language: str) -> str:
        """What the field is called, in `language`."""
        return template.words(language).fields[self.field_id].label


def default_choices(template: form.Template, programme_id: str) -> dict[str, ClauseChoice]:
    """The points a new document begins with in this programme (L5): every clause, on or off."""
    return {
        clause.id: ClauseChoice(clause.mandatory or clause.default == "all" or programme_id in clause.default)
        for clause in template.clauses()
    }


def is_included(clause: form.Clause, chosen: Mapping[str, ClauseChoice]) -> bool:
    """A clause applies when it is mandatory or chosen; one that `chosen` does not name is left out."""
    return clause.mandatory or chosen.get(clause.id, ClauseChoice(False)).included


def fields_to_ask(template: form.Template, chosen: Mapping[str, ClauseChoice]) -> tuple[form.Field, ...]:
    """The fields of the chosen points in reading order, with those that come from contact details (`source`)."""
    included = {clause.id for clause in template.clauses() if is_included(clause, chosen)}
    return tuple(field for field in template.fields if field.only_with is None or field.only_with in included)


def missing(
    template: form.Template, *, facts: Facts, chosen: Mapping[str, ClauseChoice], answers: Mapping[str, str]
) -> tuple[MissingField, ...]:
    """What must be given before anybody can sign, in reading order; empty when nothing is.

    A contact detail that several fields take is missing once.
    """
    found = {
        field.source or field.id: MissingField(field.id, field.filled_by, field.source)
        for field in reversed(fields_to_ask(template, chosen))
        if field.required and not value_of(field, facts, answers) and not _can_be_lacking(field, facts)
    }
    return tuple(reversed(found.values()))


def _can_be_lacking(field: form.Field, facts: Facts) -> bool:
    """Whether there may be nothing to write: somebody who does everything on paper may have no phone and no e-mail.

    Whoever writes for them has asked them (O4). Anybody else is asked on the screen, and there it is needed.
    """
    who, _dot, detail = (field.source or "").partition(".")
    person = {"person": facts.volunteer, "partner": facts.partner}.get(who)
    return person is not None and person.on_paper and detail in ("phone", "email")


def standard_wording(template: form.Template, language: str, clause_id: str, *, facts: Facts) -> str:
    """The clause as the template says it: where rewording begins, and what it goes back to."""
    return _fill(template.words(language).clauses[clause_id].text, _context(facts))


def compose(
    template: form.Template,
    language: str,
    *,
    facts: Facts,
    chosen: Mapping[str, ClauseChoice],
    answers: Mapping[str, str],
    open_lines: bool = True,
) -> FrozenText:
    """The whole document in `language` as it reads now; a form asks itself what is open, so it has no `open_lines`.

    Where the template lacks that language it says in which other one it is, so `facts` are best in that one.

    A reworded point stands as it was written in either language, marked `reworded`. Sections without a point vanish.
    """
    language = template.spoken(language)
    words = template.words(language)
    context = _context(facts)
    lines = _lines(template, language, facts, answers, open_lines=open_lines)
    sections = []
    for section in template.sections:
        clauses = tuple(
            _clause(clause, words.clauses[clause.id], chosen.get(clause.id), context, lines.get(clause.id, []))
            for clause in section.clauses
            if is_included(clause, chosen)
        )
        if clauses:
            said = words.sections[section.id]
            title, intro = _fill(said.title, context), _fill(said.intro, context)
            sections.append(FrozenSection(section.id, section.number, title, intro, clauses))
    return FrozenText(
        kind=template.kind,
        language=language,
        template=template.name(),
        organisation=facts.organisation.name,
        title=_fill(words.title, context),
        in_short=_fill(words.in_short, context),
        not_binding=_fill(words.not_binding, context),
        opening=_fill(words.opening, context),
        parties=tuple(_party(party, words.parties[party.capacity], facts) for party in template.parties),
        sections=tuple(sections),
        declaration=_fill(words.declaration, context),
    )


def answers_in(template: form.Template, text: FrozenText) -> dict[str, tuple[str, ...]]:
    """The answers at the end of each clause of `text`, by clause, so that they can be set apart.

    They are known by the words their lines begin with in `template`, or because they come after its own words, so
    that the same text always gives the same ones whatever has changed since. An answer without any words before it
    stays with a clause that was reworded.
    """
    words = template.words(template.spoken(text.language))
    names = {party.capacity: SimpleNamespace(name=party.name) for party in text.parties}
    begin: dict[str, list[str]] = {}
    for field in template.fields:
        if field.only_with and words.fields[field.id].line:
            begin.setdefault(field.only_with, []).extend(_beginnings(field, words.fields[field.id], names))
    found = {}
    for clause in (clause for section in text.sections for clause in section.clauses if clause.id in begin):
        known = tuple(each for each in begin[clause.id] if each)
        wordless = len(known) < len(begin[clause.id]) and not clause.reworded
        own = words.clauses[clause.id].text.count("\n") + 1
        answers: list[str] = []
        for number, line in enumerate(clause.text.split("\n")):
            if line.startswith(known) or (wordless and number == own):
                answers.append(line)
            elif answers:
                answers[-1] += f"\n{line}"
        if answers:
            found[clause.id] = tuple(answers)
    return found


def _beginnings(field: form.Field, words: form.FieldText, names: Mapping[str, SimpleNamespace]) -> list[str]:
    """What the line of an answer begins with: the words before it, with the answer where it is one of a few."""
    few = [*words.choices.values(), GAP] if words.choices else [""]
    filled = (_fill(words.line, {"answers": SimpleNamespace(**{field.id: f"\0{each}"}), **names}) for each in few)
    return [
        before + (answer if words.choices else "")
        for before, _mark, answer in (line.partition("\0") for line in filled)
    ]


def _clause(
    clause: form.Clause,
    words: form.ClauseText,
    choice: ClauseChoice | None,
    context: Mapping[str, SimpleNamespace],
    lines: list[str],
) -> FrozenClause:
    wording = choice.wording if choice and clause.rewordable and (choice.wording or "").strip() else None
    text = _fill(words.text, context) if wording is None else wording
    return FrozenClause(
        clause.id, clause.number, _fill(words.title, context), "\n".join([text, *lines]), reworded=wording is not None
    )


def _lines(
    template: form.Template, language: str, facts: Facts, answers: Mapping[str, str], *, open_lines: bool
) -> dict[str | None, list[str]]:
    """The answers as printed below each clause. An optional question nobody answered leaves no trace."""
    found: dict[str | None, list[str]] = {}
    for field in template.fields:
        words = template.words(language).fields[field.id]
        value = value_of(field, facts, answers)
        if words.line and (value or (field.required and open_lines)):
            printed = _printed(field, words, value, language) if value else GAP
            line = _fill(words.line, {"answers": SimpleNamespace(**{field.id: printed}), **_names(facts)})
            found.setdefault(field.only_with, []).append(line)
    return found


def _printed(field: form.Field, words: form.FieldText, value: str, language: str) -> str:
    if field.type == "date":
        try:
            return format_date(date.fromisoformat(value), "long", locale=locale_of(language))
        except ValueError:
            return value
    return words.choices.get(value, value)


def value_of(field: form.Field, facts: Facts, answers: Mapping[str, str]) -> str:
    """What is given for the field, "" for nothing; from the contact details where it has a `source`."""
    value = answers.get(field.id, "") if field.source is None else _from_facts(field.source, facts)
    return value if value.strip() else ""


def _from_facts(source: str, facts: Facts) -> str:
    """One contact detail. Who stands for the organisation without an own phone or e-mail is reached at its own."""
    who, detail = source.split(".")
    if who == "person":
        return str(getattr(facts.volunteer, detail))
    if who == "partner":
        return str(getattr(facts.partner, detail)) if facts.partner else ""
    if who == "organisation":
        return str(getattr(facts.organisation, detail))
    person = facts.contact_person if who == "contact_person" else facts.coordinator
    own = str(getattr(person, detail)) if person else ""
    return own if own or detail == "name" else str(getattr(facts.organisation, detail))


def _party(party: form.Party, label: str, facts: Facts) -> FrozenParty:
    house = facts.organisation
    person = {"volunteer": facts.volunteer, "partner": facts.partner}.get(party.capacity)
    if party.capacity != "organisation":
        known = (person.address, person.phone, person.email) if person else ()
        name, behalf, lines = person.name if person else "", "", known
    elif party.role is None:
        name, behalf, lines = house.name, "", (house.address, house.phone, house.email)
    else:
        name, phone, email = (_from_facts(f"{party.role}.{detail}", facts) for detail in ("name", "phone", "email"))
        behalf, lines = house.name, (house.address, phone, email)
    printed = tuple(line for line in lines if line.strip())
    return FrozenParty(party.capacity, label, name or GAP, behalf, printed, party.signs)


def _context(facts: Facts) -> dict[str, SimpleNamespace]:
    """Every known placeholder with a value, a gap where there is none yet."""
    house = facts.organisation
    programme = {"name": facts.programme_name, **facts.programme_values}
    return {
        "organisation": SimpleNamespace(
            **{name: getattr(house, name) or GAP for name in form.ORGANISATION_PLACEHOLDERS}
        ),
        "workplace": SimpleNamespace(name=facts.workplace_name or house.name or GAP),
        **_names(facts),
        "contact_person": SimpleNamespace(name=_from_facts("contact_person.name", facts) or GAP),
        "coordinator": SimpleNamespace(name=_from_facts("coordinator.name", facts) or GAP),
        "programme": SimpleNamespace(**{name: programme.get(name) or GAP for name in form.PROGRAMME_PLACEHOLDERS}),
    }


def _names(facts: Facts) -> dict[str, SimpleNamespace]:
    return {
        "volunteer": SimpleNamespace(name=facts.volunteer.name or GAP),
        "partner": SimpleNamespace(name=(facts.partner.name if facts.partner else "") or GAP),
    }


def _fill(text: str, context: Mapping[str, SimpleNamespace]) -> str:
    """`text` with its placeholders filled in; one with anything else between its braces stands as it was written."""
    compiled, wanted = _compiled(text)
    known = (name.split(".") for name in wanted)
    return compiled.render(context) if compiled and all(hasattr(context.get(a), b) for a, b in known) else text


@lru_cache(maxsize=1024)
def _compiled(text: str) -> tuple[jinja2.Template | None, frozenset[str]]:
    """`text` ready to fill in, and the placeholders it needs; None where it holds anything else between its braces.

    Compiling takes far longer than filling in, and the texts of published templates are few.
    """
    try:
        wanted = names(text)
    except ValueError:
        return None, frozenset()
    return form.environment.from_string(text), wanted
