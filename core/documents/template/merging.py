"""A document inside another one, to be read and signed as one: the task description in a welcome letter (L6). Pure."""

import re

from core.documents.template.model import Clause, Field, FieldText, Section, Template, TemplateText

BETWEEN = "__"
OWN_ANSWER = re.compile(r"\banswers\.(?=\w)")


class Merged(Template):
    """A document with another one inside; `attached` is that one's name."""

    attached: str

    def name(self) -> str:
        """Both kinds and versions: "welcome_letter 1 + task_description 1"."""
        return f"{super().name()} + {self.attached}"


def merged(whole: Template, part: Template) -> Merged:
    """`whole` with the points and questions of `part` after its own.

    The ids of `part` begin with its kind, so that they cannot clash; it is not numbered, because the numbers belong
    to `whole`. Its opening, declaration and parties are those of `whole`.
    """
    return Merged(
        kind=whole.kind,
        version=whole.version,
        attached=part.name(),
        parties=whole.parties,
        sections=whole.sections + tuple(_section(part.kind, section) for section in part.sections),
        fields=whole.fields + tuple(_field(part.kind, field) for field in part.fields),
        languages={
            language: _words(part.kind, whole.words(language), part.words(language))
            # One document is in one language; only where the two share none is it in two.
            for language in [each for each in whole.languages if each in part.languages] or whole.languages
        },
    )


def own_id(kind: str, identifier: str) -> str:
    """The id a part of the attached `kind` has inside the whole."""
    return f"{kind}{BETWEEN}{identifier}"


def _section(kind: str, section: Section) -> Section:
    clauses = tuple(_clause(kind, clause) for clause in section.clauses)
    return section.model_copy(update={"id": own_id(kind, section.id), "number": "", "clauses": clauses})


def _clause(kind: str, clause: Clause) -> Clause:
    return clause.model_copy(update={"id": own_id(kind, clause.id), "number": ""})


def _field(kind: str, field: Field) -> Field:
    only_with = own_id(kind, field.only_with) if field.only_with else None
    return field.model_copy(update={"id": own_id(kind, field.id), "only_with": only_with})


def _words(kind: str, whole: TemplateText, part: TemplateText) -> TemplateText:
    return whole.model_copy(
        update={
            "in_short": f"{whole.in_short} {part.in_short}",
            "sections": whole.sections | {own_id(kind, key): said for key, said in part.sections.items()},
            "clauses": whole.clauses | {own_id(kind, key): said for key, said in part.clauses.items()},
            "fields": whole.fields | {own_id(kind, key): _line(kind, said) for key, said in part.fields.items()},
        }
    )


def _line(kind: str, said: FieldText) -> FieldText:
    return said.model_copy(update={"line": OWN_ANSWER.sub(f"answers.{kind}{BETWEEN}", said.line)})
