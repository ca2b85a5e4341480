"""Writing on one piece of a template: its words in one language, and how it behaves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

import streamlit as st

from core.documents.rules import ORGANISATION, PARTNER, VOLUNTEER
from core.documents.template.model import Template
from core.i18n import LANGUAGES, N_, words_in
from core.i18n import gettext as _
from core.i18n import language as readers_language
from core.programmes.programme import shipped as programmes
from core.templates import rules
from core.templates.checking import TemplateProblem, braces, placeholders_for
from core.templates.reading import Draft
from core.templates.service import edit
from core.templates.writing import OPENING, Writing
from pages.shell.action import act
from pages.templates.words import forget, seen
from pages.widgets.form import field
from pages.widgets.paper import PLACES
from pages.widgets.plain import plain

Change = Callable[[Writing], Writing]
PARTIES = {VOLUNTEER: N_("The volunteer"), PARTNER: N_("The partner"), ORGANISATION: N_("The organisation")}
TYPES = ("text", "long_text", "date", "phone", "email", "choice", "yes_no")


@dataclass(frozen=True, slots=True)
class _PieceAsked:
    """The texts of one piece in one language: `key` is the beginning of their widgets' own, and `problems` what is
    wrong in what is kept of them, which is said at its field as well as in the list on top."""

    key: str
    problems: Sequence[TemplateProblem]

    def line(self, part: str, label: str, value: str, *, own: str = "") -> str:
        """A text of one line."""
        wrong, at = self._wrong(part, value), self._at(own or part)
        with field(at, {at: wrong} if wrong else {}) as said:
            return st.text_input(label + said, value, key=f"{self.key}:{own or part}")

    def area(self, part: str, label: str, value: str, *, height: int, own: str = "", help: str | None = None) -> str:
        """A text of several lines."""
        wrong, at = self._wrong(part, value), self._at(own or part)
        with field(at, {at: wrong} if wrong else {}) as said:
            return st.text_area(label + said, value, key=f"{self.key}:{own or part}", height=height, help=help)

    def _at(self, name: str) -> str:
        return f"{self.key}:{name}".replace(":", "-")

    def _wrong(self, part: str, value: str) -> str:
        """What is wrong in a text; that it is still empty stands on top alone, as nobody has come to it yet."""
        found = (each.what for each in self.problems if each.part == part and value.strip() and each.wrong in value)
        return " ".join(dict.fromkeys(found))


def draw_form(
    organisation_id: UUID, draft: Draft, piece: str, language: str, problems: Sequence[TemplateProblem]
) -> None:
    """The form of a piece. What is typed stays when somebody else was faster; what is wrong is said at its field."""
    kind, readable = draft.writing.kind, draft.writing.readable()
    here = seen(kind, piece, draft)
    what, _colon, own = piece.partition(":")
    forms = {"section": _section, "clause": _clause, "field": _field}
    with st.form(f"template-{piece}-{language}-{here.form}", border=False, enter_to_submit=False):
        asked = _PieceAsked(
            f"template:{kind}:{piece}:{language}:{here.form}",
            [each for each in problems if (each.where, each.language) == (piece, language)],
        )
        change = forms[what](readable, own, language, asked) if what in forms else _opening(readable, language, asked)
        saved = st.form_submit_button(_("Save"), type="primary", icon=":material/save:")
    if saved:
        do(organisation_id, kind, change, here.version, _("Saved."), then=lambda: forget(kind, piece))
        # What somebody else wrote was just shown on the right; saving again puts this in its place.
        here.version, here.content = draft.version, rules.content_of(draft.writing, piece)
    with st.expander(_("What can stand between double braces"), icon=":material/data_object:"):
        st.write(_("The portal puts in the right words for each document. Copy one into a text:"))
        names = [f"answers.{own}"] if what == "field" else placeholders_for(draft.writing)
        st.code("\n".join(braces(name) for name in names), language=None, wrap_lines=True)


def do(
    organisation_id: UUID,
    kind: str,
    change: Change,
    expected_version: int,
    said: str = "",
    *,
    then: Callable[[], None] = lambda: None,
) -> None:
    """Do `change` to the version begun and draw the page anew; on the way back it was refused, and is said."""
    act(
        lambda by: edit(
            **by, organisation_id=organisation_id, kind=kind, change=change, expected_version=expected_version
        ),
        said,
        then=lambda _edited: then(),
    )


def _opening(template: Template, language: str, asked: _PieceAsked) -> Change:
    words = template.words(language)
    said = {"title": asked.line("title", _(PLACES["title"]), words.title)}
    for name in OPENING[1:]:
        said[name] = asked.area(name, _(PLACES[name]), getattr(words, name), height=120)
    labels: dict[str, str] = {}
    signs: dict[str, bool] = {}
    for party in template.parties:
        label = words.parties[party.capacity]
        labels[party.capacity] = asked.line(
            "party",
            _("What is this party called? ({party})").format(party=_(PARTIES[party.capacity])),
            label,
            own=f"party:{party.capacity}",
        )
        signs[party.capacity] = st.checkbox(
            _("{party} signs").format(party=_(PARTIES[party.capacity])),
            party.signs,
            key=f"{asked.key}:signs:{party.capacity}",
        )
    role = _role(template, asked.key)
    return partial(rules.save_opening, words={language: said}, parties={language: labels}, signs=signs, role=role)


def _role(template: Template, key: str) -> str | None:
    """Who stands there for the organisation, in the kinds of document where somebody does."""
    named = {"contact_person": _("Contact person"), "coordinator": _("Coordinator")}
    now = [party.role for party in template.parties if party.capacity == ORGANISATION and party.role]
    if not now:
        return None
    return st.radio(
        _("Who signs for the organisation?"),
        [*named],
        [*named].index(now[0]),
        format_func=named.__getitem__,
        key=f"{key}:role",
    )


def _section(template: Template, own: str, language: str, asked: _PieceAsked) -> Change:
    words = template.words(language).sections[own]
    section = {section.id: section for section in template.sections}[own]
    said = {
        "title": asked.line("title", _("Heading"), words.title),
        "intro": asked.area("intro", _("Words below the heading (optional)"), words.intro, height=100),
    }
    number = st.text_input(_("Number (optional)"), section.number, key=f"{asked.key}:number")
    return partial(rules.save_section, section_id=own, words={language: said}, number=number)


def _clause(template: Template, own: str, language: str, asked: _PieceAsked) -> Change:
    words, clause, key = template.words(language).clauses[own], template.clause(own), asked.key
    said = {
        "title": asked.line("title", _("Heading"), words.title),
        "text": asked.area("text", _("The words of the point"), words.text, height=200),
        "help": asked.area(
            "help", _("Help to who chooses the points: when does this one matter?"), words.help, height=100
        ),
    }
    number = st.text_input(_("Number (optional)"), clause.number, key=f"{key}:number")
    mandatory = st.checkbox(_("Always included"), clause.mandatory, key=f"{key}:mandatory")
    rewordable = st.checkbox(_("Its words may be changed for one person"), clause.rewordable, key=f"{key}:rewordable")
    known = {name: words_in(programme.name, readers_language()) for name, programme in programmes().items()}
    begins = list(known) if clause.default == "all" else list(clause.default)
    chosen = st.multiselect(
        _("Included from the start in these programmes"),
        [*dict.fromkeys([*known, *begins])],
        begins,
        format_func=lambda name: known.get(name, name),
        placeholder=_("In none: only when it is chosen"),
        key=f"{key}:default",
    )
    default: str | tuple[str, ...] = "all" if set(known) <= set(chosen) else tuple(chosen)
    return partial(
        rules.save_clause,
        clause_id=own,
        words={language: said},
        number=number.strip(),
        mandatory=mandatory,
        rewordable=rewordable,
        default=default,
    )


def _field(template: Template, own: str, language: str, asked: _PieceAsked) -> Change:
    words, question, key = template.words(language).fields[own], template.field(own), asked.key
    types = {
        "text": _("A line"),
        "long_text": _("Several lines"),
        "date": _("A date"),
        "phone": _("A phone number"),
        "email": _("An e-mail address"),
        "choice": _("One of several answers"),
        "yes_no": _("Yes or no"),
    }
    said = {
        "label": asked.line("label", _("The question"), words.label),
        "help": asked.area("help", _("Help to who answers (optional)"), words.help, height=80),
        "line": asked.area("line", _("How the answer is printed below its point (optional)"), words.line, height=80),
    }
    required = st.checkbox(_("Must be answered before anybody can sign"), question.required, key=f"{key}:required")
    if question.source is not None:
        st.info(_("The answer comes from contact details, so it is not asked here."), icon=":material/contact_page:")
        return partial(rules.save_field, field_id=own, words={language: said}, required=required)
    options = [words.choices[option] for option in question.options()]
    lines = asked.area(
        "choice",
        _("The answers to choose between, one on each line, in {language}").format(language=LANGUAGES[language]),
        "\n".join(options),
        own="choices",
        height=110,
        help=_("Only for a question with several answers, or yes or no."),
    )
    chosen = st.selectbox(
        _("What kind of answer?"), TYPES, TYPES.index(question.type), format_func=types.__getitem__, key=f"{key}:type"
    )
    parties = template.words(language).parties
    capacities = [*dict.fromkeys([*parties, question.filled_by])]
    filled_by = st.radio(
        _("Who answers?"),
        capacities,
        capacities.index(question.filled_by),
        format_func=lambda capacity: plain(parties.get(capacity) or capacity),
        key=f"{key}:filled_by",
    )
    return partial(
        _save_field,
        own=own,
        words={language: said},
        language=language,
        lines=lines,
        required=required,
        type_=chosen,
        filled_by=filled_by,
    )


def _save_field(
    writing: Writing,
    *,
    own: str,
    words: rules.Words,
    language: str,
    lines: str,
    required: bool,
    type_: str,
    filled_by: str,
) -> Writing:
    after = rules.save_field(writing, own, words=words, required=required, type=type_, filled_by=filled_by, choices={})
    if type_ not in ("choice", "yes_no"):
        return after
    choices = rules.choices_from_lines(writing, own, language, lines)
    if type_ == "yes_no":
        both = [*choices.values(), {}, {}][:2]
        choices = dict(zip(("yes", "no"), both, strict=True))
    return rules.save_field(after, own, words={}, choices=choices)
