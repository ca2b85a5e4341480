"""A document before anyone is named in it: its points, its questions, its parties, and the words in each language.

Each kind has one file with what is the same in every language (`welcome_letter.toml`) and one file of words for each
language (`welcome_letter.da.toml`). A template is refused when the words of a language do not fit the structure, or
when a placeholder is not one that is known. It is read whatever languages the portal has: all of them are demanded
when it is published (`core.templates.checking`), and one that it lacks is read in another.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from pydantic import Field as Constrained
from pydantic import model_validator

from core.i18n import language as current_language
from core.i18n import spoken
from core.strict import StrictModel

FOLDER = Path(__file__).parent / "shipped"
KINDS = (
    "welcome_letter",
    "confidentiality_declaration",
    "cooperation_agreement",
    "task_description",
    "pair_agreement",
    "education_plan",
)
EDUCATION_PLAN = "education_plan"
# What two instructors agree with each other: made for a pair, never for one volunteer.
PAIR_KINDS = ("pair_agreement",)
# What can be part of another document instead of standing alone (L6).
ATTACHABLE = {"welcome_letter": ("task_description",)}


class Nature(StrEnum):
    """What signing a document is; screens, mails and cards speak accordingly."""

    AGREEMENT = "agreement"  # the parties say what they want to do for each other; it does not bind by law
    DECLARATION = "declaration"  # the signer says that they know a duty, which the law gives without it


NATURES = dict.fromkeys(KINDS, Nature.AGREEMENT) | {"confidentiality_declaration": Nature.DECLARATION}

ORGANISATION_PLACEHOLDERS = ("name", "address", "phone", "email")
PROGRAMME_PLACEHOLDERS = ("name", "supervisions", "first_courses", "courses_per_year", "approval_years")
PLACEHOLDERS = frozenset(
    {"workplace.name", "volunteer.name", "partner.name", "contact_person.name", "coordinator.name"}
    | {f"organisation.{name}" for name in ORGANISATION_PLACEHOLDERS}
    | {f"programme.{name}" for name in PROGRAMME_PLACEHOLDERS}
)

NAMES_IN_A_LINE = frozenset({"volunteer.name", "partner.name"})

environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)

Identifier = Annotated[str, Constrained(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Language = Annotated[str, Constrained(pattern=r"^[a-z]{2,3}(_[A-Za-z]{2,4})?$")]
Source = Literal[
    "person.address",
    "person.phone",
    "person.email",
    "person.next_of_kin_name",
    "person.next_of_kin_phone",
    "person.next_of_kin_relation",
    "partner.address",
    "partner.phone",
    "partner.email",
    "organisation.address",
    "contact_person.name",
    "contact_person.phone",
    "contact_person.email",
    "coordinator.name",
    "coordinator.phone",
    "coordinator.email",
]


class Party(StrictModel):
    """Someone named in the document. `role` says who stands there for the organisation; None is the organisation."""

    capacity: Literal["volunteer", "partner", "organisation"]
    role: Literal["contact_person", "coordinator"] | None = None
    signs: bool


class Clause(StrictModel):
    """One point. `default` names the programmes that begin with it on; a `mandatory` one is never left out.

    `source` is the row of docs/sources.md that asks for it. Only a `rewordable` one may be said otherwise for a person.
    """

    id: Identifier
    number: str = ""
    source: str
    default: Literal["all"] | tuple[Identifier, ...] = "all"
    mandatory: bool = False
    rewordable: bool = True


class Section(StrictModel):
    id: Identifier
    number: str = ""
    clauses: Annotated[tuple[Clause, ...], Constrained(min_length=1)]


class Field(StrictModel):
    """One question. With a `source` its answer is the person's contact details, so it is not asked in the document.

    `only_with` is the clause it belongs to: it is asked when that clause is chosen and printed below it. `twin` is the
    same question to the other instructor of a pair: neither answer is shown to anybody but its writer until both are
    there (B5).
    """

    id: Identifier
    type: Literal["text", "long_text", "date", "phone", "email", "choice", "yes_no"]
    filled_by: Literal["volunteer", "partner", "organisation"]
    required: bool = False
    choices: tuple[Identifier, ...] = ()
    source: Source | None = None
    only_with: Identifier | None = None
    twin: Identifier | None = None

    @model_validator(mode="after")
    def _choices_fit_type(self) -> Self:
        if (self.type == "choice") != bool(self.choices):
            raise ValueError(f"{self.id}: a choice, and only a choice, names its choices")
        return self

    def options(self) -> tuple[str, ...]:
        """The answers to choose between; empty where the answer is free."""
        return ("yes", "no") if self.type == "yes_no" else self.choices


class SectionText(StrictModel):
    title: str
    intro: str = ""


class ClauseText(StrictModel):
    """`help` tells who chooses the points when this one matters, with the law and when it was checked."""

    title: str
    text: str
    help: str


class FieldText(StrictModel):
    """`line` is how the answer is printed below its clause ("Du begynder: {{ answers.start_date }}")."""

    label: str
    help: str = ""
    line: str = ""
    choices: dict[Identifier, str] = {}


class TemplateText(StrictModel):
    """All words of one language; the keys are the ids of the structure."""

    title: str
    in_short: str
    not_binding: str
    opening: str
    declaration: str
    parties: dict[str, str]
    sections: dict[Identifier, SectionText]
    clauses: dict[Identifier, ClauseText]
    fields: dict[Identifier, FieldText] = {}


class Template(StrictModel):
    """One version of one kind of document in all its languages."""

    kind: Identifier
    version: Annotated[int, Constrained(ge=1)]
    parties: Annotated[tuple[Party, ...], Constrained(min_length=1)]
    sections: Annotated[tuple[Section, ...], Constrained(min_length=1)]
    fields: tuple[Field, ...] = ()
    languages: dict[Language, TemplateText]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        problems = [*_structure_problems(self), *_language_problems(self), *_placeholder_problems(self)]
        if problems:
            raise ValueError(f"{self.kind}: " + "; ".join(problems))
        return self

    def clauses(self) -> tuple[Clause, ...]:
        """Every clause in reading order."""
        return tuple(clause for section in self.sections for clause in section.clauses)

    def clause(self, clause_id: str) -> Clause:
        """KeyError where there is none of that id."""
        return {clause.id: clause for clause in self.clauses()}[clause_id]

    def field(self, field_id: str) -> Field:
        """KeyError where there is none of that id."""
        return {field.id: field for field in self.fields}[field_id]

    def spoken(self, language: str) -> str:
        """The language it is read in by whoever reads `language`: that one, or another where it lacks that."""
        return spoken(self.languages, language)

    def words(self, language: str) -> TemplateText:
        """The words for whoever reads `language`."""
        return self.languages[self.spoken(language)]

    def name(self) -> str:
        """Kind and version as they are kept with a signed text: "welcome_letter 1"."""
        return f"{self.kind} {self.version}"

    def content_json(self) -> str:
        """The one spelling of this version as JSON; what is stored when it is published.

        What is left at its default is left out, so that a template keeps its fingerprint when templates learn more.
        """
        stated = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(stated, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def fingerprint(self) -> str:
        """SHA-256 of `content_json()` as 64 hexadecimal digits."""
        return hashlib.sha256(self.content_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, stored: str) -> Self:
        """Read back what `content_json()` wrote; a pydantic ValidationError where it is not a whole template."""
        return cls.model_validate_json(stored)


def placeholders(text: str) -> set[str]:
    """The placeholders in `text`, as "organisation.name". ValueError where it holds anything but plain ones."""
    try:
        body = environment.parse(text).body
    except TemplateSyntaxError as error:
        raise ValueError(f"cannot be read: {error}") from error
    found = set()
    for output in body:
        for node in output.nodes if isinstance(output, nodes.Output) else [output]:
            if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
                found.add(f"{node.node.name}.{node.attr}")
            elif not isinstance(node, nodes.TemplateData):
                raise ValueError("only plain placeholders such as {{ organisation.name }} are allowed")
    return found


def _structure_problems(template: Template) -> Iterator[str]:
    clause_ids = [clause.id for clause in template.clauses()]
    named: dict[str, list[str]] = {
        "parties": [party.capacity for party in template.parties],
        "sections": [section.id for section in template.sections],
        "clauses": clause_ids,
        "clause numbers": [clause.number for clause in template.clauses() if clause.number],
        "fields": [field.id for field in template.fields],
    }
    for what, ids in named.items():
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            yield f"{what} named twice: {', '.join(twice)}"
    if not any(party.signs for party in template.parties):
        yield "nobody signs"
    for field in template.fields:
        if field.only_with is not None and field.only_with not in clause_ids:
            yield f"field {field.id} belongs to {field.only_with}, which is not a clause"
    twins = {field.id: field for field in template.fields if field.twin}
    for field in twins.values():
        other = twins.get(field.twin or "")
        if other is None or other.twin != field.id or {field.filled_by, other.filled_by} != {"volunteer", "partner"}:
            yield f"field {field.id} and its twin {field.twin} must name each other, one of each instructor"


def _language_problems(template: Template) -> Iterator[str]:
    if not template.languages:
        yield "words are missing in every language"
    for language, words in template.languages.items():
        yield from _differences(language, "parties", {party.capacity for party in template.parties}, set(words.parties))
        yield from _differences(language, "sections", {s.id for s in template.sections}, set(words.sections))
        yield from _differences(language, "clauses", {c.id for c in template.clauses()}, set(words.clauses))
        yield from _differences(language, "fields", {f.id for f in template.fields}, set(words.fields))
        for field in template.fields:
            if text := words.fields.get(field.id):
                yield from _differences(language, f"choices of {field.id}", set(field.options()), set(text.choices))
                if text.line and field.only_with is None:
                    yield f"{language}: field {field.id} has a line but no clause to print it below"


def _differences(language: str, what: str, wanted: set[str], found: set[str]) -> Iterator[str]:
    if missing := sorted(wanted - found):
        yield f"{language}: {what} missing: {', '.join(missing)}"
    if unknown := sorted(found - wanted):
        yield f"{language}: {what} unknown: {', '.join(unknown)}"


def _placeholder_problems(template: Template) -> Iterator[str]:
    for language, words in template.languages.items():
        for where, text, allowed in _texts(words):
            try:
                unknown = sorted(placeholders(text) - allowed)
            except ValueError as error:
                yield f"{language}: {where}: {error}"
                continue
            if unknown:
                yield f"{language}: {where}: unknown placeholder {', '.join(unknown)}"


def _texts(words: TemplateText) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every text with placeholders, and those it may hold.

    An answer is only ever printed on its own line: were it inside a clause, rewording the clause would lose it.
    """
    for name in ("title", "in_short", "not_binding", "opening", "declaration"):
        yield name, getattr(words, name), PLACEHOLDERS
    for section_id, section in words.sections.items():
        yield f"section {section_id}", section.title, PLACEHOLDERS
        yield f"section {section_id}", section.intro, PLACEHOLDERS
    for clause_id, clause in words.clauses.items():
        yield f"clause {clause_id}", clause.title, PLACEHOLDERS
        yield f"clause {clause_id}", clause.text, PLACEHOLDERS
    for field_id, field in words.fields.items():
        yield f"field {field_id}", field.line, NAMES_IN_A_LINE | {f"answers.{field_id}"}


def read(kind: str, folder: Path = FOLDER) -> Template:
    """The template of `kind` from its files in `folder`; a pydantic ValidationError says what does not fit."""
    structure = _toml(folder / f"{kind}.toml")
    words = {path.suffixes[-2][1:]: _toml(path) for path in sorted(folder.glob(f"{kind}.*.toml"))}
    return Template.model_validate({**structure, "languages": words})


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def shipped() -> Mapping[str, Template]:
    """The templates that come with the portal, by kind."""
    return {kind: read(kind) for kind in KINDS}


def kind_name(kind: str) -> str:
    """What a kind of document is called in the reader's language."""
    return shipped()[kind].words(current_language()).title
