"""What keeps a template in the making from being published: where it is, the line that is wrong, and why. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from unicodedata import category

from pydantic import ValidationError

from core import contact
from core.documents.rules import ORGANISATION
from core.documents.template import model as form
from core.documents.template.merging import BETWEEN
from core.documents.template.placeholders import marks
from core.i18n import LANGUAGES, N_
from core.i18n import gettext as _
from core.pdf.fonts import unprintable
from core.templates.rules import OPENING_PIECE, piece
from core.templates.writing import LONGEST_TEXT, LONGEST_TITLE, OPENING, TITLES, Writing

INVISIBLE = ("Cc", "Cf", "Cs")
# The names of the parts of a piece, as the editor calls them.
PARTS = {
    "title": N_("Heading"),
    "in_short": N_("In short"),
    "not_binding": N_("How binding it is"),
    "opening": N_("The opening"),
    "declaration": N_("What those who sign confirm"),
    "party": N_("What a party is called"),
    "intro": N_("Words below the heading"),
    "text": N_("The words of the point"),
    "help": N_("Help"),
    "label": N_("The question"),
    "line": N_("How the answer is printed"),
    "choice": N_("An answer to choose"),
}


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """One thing to put right. `where` is the piece (see `rules.pieces`); `what` is in the reader's language.

    `language`, `part` and `line` (from 1) say which text; `wrong` is that line as it is written. They are empty and 0
    where the problem is not in a text.
    """

    where: str
    what: str
    language: str = ""
    part: str = ""
    line: int = 0
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class _Text:
    """One text of the template: which piece, in which language, which part, what stands there."""

    where: str
    language: str
    part: str
    text: str
    known: frozenset[str] = frozenset()
    optional: bool = False


def problems(writing: Writing) -> list[TemplateProblem]:
    """Everything that keeps `writing` from being published, in reading order of its kind; empty when it can be."""
    found = [*_structure(writing)]
    for text in _texts(writing):
        found += _wrong_in(text)
    if not found:
        try:
            writing.published(writing.version)
        except ValidationError as refusal:
            found += [TemplateProblem(OPENING_PIECE, str(error["msg"])[:300]) for error in refusal.errors()]
    return found


def placeholders_for(writing: form.Template) -> tuple[str, ...]:
    """The placeholders that can be written in texts of this kind, by name."""
    capacities = {party.capacity for party in writing.parties}
    return tuple(
        sorted(name for name in form.PLACEHOLDERS if not name.startswith("partner.") or "partner" in capacities)
    )


def _structure(writing: Writing) -> Iterator[TemplateProblem]:
    capacities = {party.capacity for party in writing.parties}
    usual = {party.capacity for party in form.shipped()[writing.kind].parties}
    if capacities != usual or len(writing.parties) != len(usual):
        yield TemplateProblem(
            OPENING_PIECE, _("Those who take part must be the same as in the usual template of this kind.")
        )
    if not any(party.signs for party in writing.parties):
        yield TemplateProblem(OPENING_PIECE, _("Nobody signs. Choose at least one who does."))
    if any(party.signs and party.role is None and party.capacity == ORGANISATION for party in writing.parties):
        yield TemplateProblem(OPENING_PIECE, _("The organisation signs, but nobody is named to sign for it."))
    if not writing.sections:
        yield TemplateProblem(OPENING_PIECE, _("There are no points. Add a section with a point."))
    for section in writing.sections:
        if not section.clauses:
            yield TemplateProblem(
                piece("section", section.id), _("This section has no points. Add one, or remove the section.")
            )
    yield from _twice(writing)
    clauses = {clause.id for clause in writing.clauses()}
    for field in writing.fields:
        here = piece("field", field.id)
        if field.filled_by not in capacities:
            yield TemplateProblem(here, _("Nobody in this document can answer this question."))
        if field.only_with is not None and field.only_with not in clauses:
            yield TemplateProblem(here, _("The point this question belongs to is gone."))
        if field.only_with is None and any(_line(writing, language, field.id) for language in LANGUAGES):
            yield TemplateProblem(
                here, _("The answer would be printed below a point, but the question belongs to none.")
            )
        if field.type == "choice" and len(set(field.choices)) < 2:
            yield TemplateProblem(here, _("Write at least two answers to choose between."))
        if field.type != "choice" and field.choices:
            yield TemplateProblem(here, _("Only a question with a choice has answers to choose between."))
        if field.twin and not _are_twins(field, {other.id: other for other in writing.fields}.get(field.twin)):
            yield TemplateProblem(
                here, _("Each of the two instructors must be asked this once. Change both, or neither.")
            )
        if field.source is not None and field.source.startswith("partner.") and "partner" not in capacities:
            yield TemplateProblem(here, _("Nobody in this document can answer this question."))


def _are_twins(field: form.Field, other: form.Field | None) -> bool:
    both = {"volunteer", "partner"}
    return other is not None and other.twin == field.id and {field.filled_by, other.filled_by} == both


def _line(writing: Writing, language: str, field_id: str) -> str:
    words = writing.languages.get(language)
    said = words.fields.get(field_id) if words else None
    return said.line if said else ""


def _twice(writing: Writing) -> Iterator[TemplateProblem]:
    named = [piece("section", section.id) for section in writing.sections]
    named += [piece("clause", clause.id) for clause in writing.clauses()]
    named += [piece("field", field.id) for field in writing.fields]
    for name, times in Counter(named).items():
        if times > 1:
            yield TemplateProblem(name, _("This stands here twice. Remove one of them."))
        if BETWEEN in name:
            yield TemplateProblem(
                name, _("This has a name that only the portal itself gives. Remove it, and write it anew.")
            )
    numbers = Counter(clause.number for clause in writing.clauses() if clause.number)
    for clause in writing.clauses():
        if numbers[clause.number] > 1:
            yield TemplateProblem(
                piece("clause", clause.id),
                _("Another point has the number {number} too.").format(number=clause.number),
            )


def _texts(writing: Writing) -> Iterator[_Text]:
    """Every text, also those that are missing, in reading order and every language of the portal."""
    known = frozenset(placeholders_for(writing))
    said = writing.readable()
    for language in LANGUAGES:
        words = said.words(language)
        for name in OPENING:
            yield _Text(OPENING_PIECE, language, name, getattr(words, name), known)
        for label in words.parties.values():
            yield _Text(OPENING_PIECE, language, "party", label)
        for section in writing.sections:
            here, heading = piece("section", section.id), words.sections[section.id]
            yield _Text(here, language, "title", heading.title, known)
            yield _Text(here, language, "intro", heading.intro, known, optional=True)
        for clause in writing.clauses():
            here, point = piece("clause", clause.id), words.clauses[clause.id]
            yield _Text(here, language, "title", point.title, known)
            yield _Text(here, language, "text", point.text, known)
            yield _Text(here, language, "help", point.help)
        for field in writing.fields:
            here, question = piece("field", field.id), words.fields[field.id]
            yield _Text(here, language, "label", question.label)
            yield _Text(here, language, "help", question.help, optional=True)
            own = (form.NAMES_IN_A_LINE & known) | {f"answers.{field.id}"} if field.only_with else frozenset[str]()
            yield _Text(here, language, "line", question.line, own, optional=True)
            for option in field.options():
                yield _Text(here, language, "choice", question.choices[option])


def _wrong_in(text: _Text) -> Iterator[TemplateProblem]:
    def wrong(what: str, line: int = 0) -> TemplateProblem:
        stands = text.text.split("\n")[line - 1] if line else ""
        return TemplateProblem(text.where, what, text.language, text.part, line, stands)

    if not text.text.strip():
        if not text.optional:
            yield wrong(_("This is empty in {language}.").format(language=LANGUAGES[text.language]))
        return
    most = LONGEST_TITLE if text.part in (*TITLES, "party", "choice") else LONGEST_TEXT
    if len(text.text) > most:
        yield wrong(_("This is too long. Use at most {most} characters.").format(most=most))
    for mark in marks(text.text):
        if not mark.name:
            yield wrong(
                _("{written} cannot stand here. Only whole placeholders can, such as {example}.").format(
                    written=mark.written, example=braces("volunteer.name")
                ),
                mark.line,
            )
        elif mark.name not in text.known:
            yield wrong(_unknown(mark.written, mark.name, text.known), mark.line)
    for number, line in enumerate(text.text.split("\n"), start=1):
        if letters := unprintable(line):
            yield wrong(
                _("These letters cannot be printed in the document: {letters}.").format(letters=" ".join(letters)),
                number,
            )
        if any(category(letter) in INVISIBLE and letter not in contact.JOINERS for letter in line):
            yield wrong(_("There is an invisible sign in this line. Write the line anew."), number)
        if contact.CPR.search(line):
            yield wrong(_("That looks like a CPR number. We do not keep those. Please leave it out."), number)


def _unknown(written: str, name: str, known: frozenset[str]) -> str:
    near = get_close_matches(name, sorted(known), n=1, cutoff=0.6) or (sorted(known) if len(known) == 1 else [])
    if near:
        return _("{written} is not one we know. Did you mean {example}?").format(
            written=written, example=braces(near[0])
        )
    if not known:
        return _("{written} cannot stand here: this text has no placeholders.").format(written=written)
    return _("{written} is not one we know.").format(written=written)


def braces(name: str) -> str:
    """A placeholder as it is written: "{{ volunteer.name }}"."""
    return f"{{{{ {name} }}}}"
