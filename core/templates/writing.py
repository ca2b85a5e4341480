"""A template while somebody is writing it: the same shape, and allowed to be unfinished or wrong.

`core.templates.checking.problems` says what keeps it from being published.
"""

from typing import Self

from pydantic import model_validator

from core.documents.template import model as form
from core.i18n import LANGUAGES

MOST_SECTIONS, MOST_CLAUSES, MOST_FIELDS, MOST_CHOICES = 30, 120, 80, 20
LONGEST_TITLE, LONGEST_TEXT = 200, 4000
OPENING = ("title", "in_short", "not_binding", "opening", "declaration")
TITLES = ("title", "label", "number", "source")


class DraftSection(form.Section):
    """A section that may have no points yet."""

    clauses: tuple[form.Clause, ...] = ()


class DraftField(form.Field):
    """A question whose choices may be missing yet."""

    @model_validator(mode="after")
    def _choices_fit_type(self) -> Self:
        return self


class Writing(form.Template):
    """A template in the making; nothing in it need fit together."""

    sections: tuple[DraftSection, ...] = ()
    fields: tuple[DraftField, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        return self

    @classmethod
    def of(cls, template: form.Template) -> Self:
        """`template` to be written on."""
        return cls.model_validate(template.model_dump())

    def published(self, version: int) -> form.Template:
        """The template as it is published; a pydantic ValidationError where `problems` were left.

        It is published in the languages of the portal. Another, that was switched off or came along in a file, is
        left out: nobody could keep it up to date.
        """
        content = self.model_dump()
        spoken = {code: words for code, words in content["languages"].items() if code in LANGUAGES}
        return form.Template.model_validate({**content, "languages": spoken, "version": version})

    def readable(self) -> "Writing":
        """With an empty text wherever words are missing, so that it can be composed at any time; words of nothing
        are left out."""
        content = self.model_dump()
        content["languages"] = {code: self._said(code) for code in LANGUAGES}
        return Writing.model_validate(content)

    def _said(self, language: str) -> dict[str, object]:
        words = self.languages.get(language)
        return {
            **{name: getattr(words, name, "") for name in OPENING},
            "parties": {
                party.capacity: words.parties.get(party.capacity, "") if words else "" for party in self.parties
            },
            "sections": {
                section.id: found.model_dump()
                if words and (found := words.sections.get(section.id))
                else {"title": "", "intro": ""}
                for section in self.sections
            },
            "clauses": {
                clause.id: point.model_dump()
                if words and (point := words.clauses.get(clause.id))
                else {"title": "", "text": "", "help": ""}
                for clause in self.clauses()
            },
            "fields": {
                field.id: _field_words(field, words.fields.get(field.id) if words else None) for field in self.fields
            },
        }


def _field_words(field: form.Field, words: form.FieldText | None) -> dict[str, object]:
    said = words.model_dump() if words else {"label": "", "help": "", "line": ""}
    choices = words.choices if words else {}
    return {**said, "choices": {option: choices.get(option, "") for option in field.options()}}
