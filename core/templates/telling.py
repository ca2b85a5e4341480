"""The differences between two versions of a template in words: its texts, and its settings as sentences. Pure."""

from core.documents.template.model import Clause, Field, FieldText, Template
from core.documents.text.difference import TextChange, differences
from core.documents.text.exact import FrozenClause, FrozenParty, FrozenSection, FrozenText
from core.i18n import gettext as _
from core.i18n import reading, words_in
from core.programmes.programme import shipped as programmes
from core.templates.writing import Writing

QUESTIONS = "questions"


def difference_from(former: Template, writing: Template, language: str) -> tuple[TextChange, ...]:
    """What `writing` says otherwise than `former`, place by place, in the texts of `language` and in its settings."""
    return differences(template_as_text(former, language), template_as_text(writing, language))


def template_as_text(template: Template, language: str) -> FrozenText:
    """The template as one text in `language`: placeholders as they are written, every point, setting and question."""
    readable = Writing.of(template).readable()
    words = readable.words(language)
    with reading(language):
        sections = [
            FrozenSection(
                section.id,
                section.number,
                words.sections[section.id].title,
                words.sections[section.id].intro,
                tuple(
                    FrozenClause(
                        clause.id,
                        clause.number,
                        words.clauses[clause.id].title,
                        _lines(
                            words.clauses[clause.id].text,
                            _("Help: {text}").format(text=words.clauses[clause.id].help),
                            _begins(clause, language),
                        ),
                    )
                    for clause in section.clauses
                ),
            )
            for section in readable.sections
        ]
        questions = tuple(
            FrozenClause(field.id, "", words.fields[field.id].label, _question(readable, field, language))
            for field in readable.fields
        )
        if questions:
            sections.append(FrozenSection(QUESTIONS, "", _("Questions"), "", questions))
    return FrozenText(
        kind=template.kind,
        language=language,
        template=template.kind,
        organisation="",
        title=words.title,
        in_short=words.in_short,
        not_binding=words.not_binding,
        opening=words.opening,
        parties=tuple(
            FrozenParty(party.capacity, words.parties[party.capacity], "", "", (), party.signs)
            for party in readable.parties
        ),
        sections=tuple(sections),
        declaration=words.declaration,
    )


def _begins(clause: Clause, language: str) -> str:
    wording = "" if clause.rewordable else _("Its words cannot be changed for a person.")
    if clause.mandatory:
        return _lines(_("Always included."), wording)
    if clause.default == "all":
        return _lines(_("Included from the start in every programme."), wording)
    known = programmes()
    named = [words_in(known[name].name, language) if name in known else name for name in clause.default]
    if not named:
        return _lines(_("Included only when it is chosen."), wording)
    return _lines(_("Included from the start in: {programmes}.").format(programmes=", ".join(named)), wording)


def _question(template: Template, field: Field, language: str) -> str:
    words: FieldText = template.words(language).fields[field.id]
    parties = template.words(language).parties
    points = template.words(language).clauses
    return _lines(
        words.help,
        _("Must be answered.") if field.required else _("Can be left empty."),
        _("Answered by: {party}").format(party=parties.get(field.filled_by, field.filled_by)),
        _("Belongs to: {point}").format(point=points[field.only_with].title) if field.only_with in points else "",
        _("Printed as: {line}").format(line=words.line) if words.line else "",
        *(f"– {words.choices[option]}" for option in field.options()),
    )


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
