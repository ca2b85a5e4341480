"""The pieces of a template in the making: which one is open, moved, added or removed, and what is wrong in them."""

from functools import partial
from uuid import UUID

import streamlit as st

from core.i18n import DEFAULT_LANGUAGE, LANGUAGES
from core.i18n import gettext as _
from core.templates import rules
from core.templates.checking import TemplateProblem, braces
from core.templates.reading import Draft
from core.templates.writing import Writing
from pages.shell.state import ScreenState
from pages.templates.pieces import do
from pages.templates.words import piece_name, problem_words
from pages.widgets.plain import plain

SHOWN = 12
# Of one kind of document: which piece is open, the one that was just added, and the language that is written in.
PIECE, ADDED = ScreenState("template-piece", rules.OPENING_PIECE), ScreenState("template-added", "")
LANGUAGE = ScreenState("template-language", DEFAULT_LANGUAGE)


def draw_problems(draft: Draft, found: list[TemplateProblem], language: str) -> None:
    """What keeps it from being published; each leads to its piece."""
    if not found:
        st.success(_("Nothing is wrong in it, so it can be published."), icon=":material/check_circle:")
        return
    label = _("To put right before it can be published: {count}").format(count=len(found))
    readable = draft.writing.readable()
    with (
        st.expander(label, icon=":material/error:", expanded=True, key=f"template:{draft.writing.kind}:problems"),
        st.container(key="hs-problems", gap=None),
    ):
        for number, problem in enumerate(found[:SHOWN]):
            st.button(
                problem_words(readable, problem, language),
                key=f"problem-{number}",
                type="tertiary",
                icon=":material/arrow_forward:",
                on_click=_open,
                args=(draft.writing.kind, problem.where, problem.language),
                wrap=True,
            )
        if len(found) > SHOWN:
            st.markdown(_("And {count} more.").format(count=len(found) - SHOWN))


def choose_language(kind: str) -> str:
    """The language whose words are written and read."""
    written = LANGUAGE.of(kind)
    written.first(DEFAULT_LANGUAGE)
    chosen = st.segmented_control(
        _("Write and read in"), [*LANGUAGES], format_func=LANGUAGES.__getitem__, required=True, key=written.key
    )
    return str(chosen)


def choose_piece(draft: Draft, language: str) -> str:
    """The piece that is open."""
    writing = draft.writing
    readable, pieces, opened = writing.readable(), rules.pieces(writing), PIECE.of(writing.kind)
    if opened.first(rules.OPENING_PIECE) not in pieces:
        opened.set(rules.OPENING_PIECE)
    chosen = st.selectbox(
        _("What do you want to work on?"),
        pieces,
        format_func=lambda name: piece_name(readable, name, language),
        key=opened.key,
        placeholder=_("Choose"),
    )
    return str(chosen)


def draw_moves(organisation_id: UUID, draft: Draft, piece: str, language: str) -> None:
    """Move or remove the piece, or add one to it."""
    kind, version = draft.writing.kind, draft.version
    with st.container(horizontal=True):
        if piece == rules.OPENING_PIECE:
            _add(organisation_id, draft, piece, language, _("Add a section"))
            return
        up, down = partial(rules.move, name=piece, by=-1), partial(rules.move, name=piece, by=1)
        for label, icon, change in ((_("Move up"), "arrow_upward", up), (_("Move down"), "arrow_downward", down)):
            if st.button(label, icon=f":material/{icon}:", key=f"move-{icon}"):
                do(organisation_id, kind, change, version)
        if piece.startswith("section:"):
            _add(organisation_id, draft, piece, language, _("Add a point"))
        elif piece.startswith("clause:"):
            _add(organisation_id, draft, piece, language, _("Add a question"))
        with st.popover(_("Remove"), icon=":material/delete:"):
            st.write(_("What belongs to it is removed with it. Documents made before keep theirs."))
            if st.button(_("Yes, remove it"), key="remove-piece"):
                do(organisation_id, kind, partial(rules.remove, name=piece), version)


def _add(organisation_id: UUID, draft: Draft, piece: str, language: str, label: str) -> None:
    writing = draft.writing
    with (
        st.popover(label, icon=":material/add:"),
        st.form(f"add-to-{piece}-{draft.version}", border=False, enter_to_submit=False),
    ):
        asked = _("What is it called, in {language}?").format(language=LANGUAGES[language])
        title = st.text_input(asked, key=f"add-{piece}-{draft.version}")
        if st.form_submit_button(_("Add")) and title.strip():
            own = rules.new_id(writing, title)
            new, change = _new(piece, own, title, language)
            do(
                organisation_id,
                writing.kind,
                change,
                draft.version,
                then=lambda: ADDED.of(writing.kind).set(new),
            )


def _new(piece: str, own: str, title: str, language: str) -> tuple[str, partial[Writing]]:
    above, _colon, name = piece.partition(":")
    if above == "section":
        words = {language: {"title": title}}
        return f"clause:{own}", partial(rules.save_clause, clause_id=own, section_id=name, words=words)
    if above == "clause":
        line = {code: {"line": braces(f"answers.{own}")} for code in LANGUAGES}
        line[language]["label"] = title
        return f"field:{own}", partial(rules.save_field, field_id=own, only_with=name, words=line)
    return f"section:{own}", partial(rules.save_section, section_id=own, words={language: {"title": title}})


def open_what_was_added(kind: str) -> None:
    """Before the pieces are drawn: open the one just added."""
    if new := ADDED.of(kind).take():
        PIECE.of(kind).set(new)


def _open(kind: str, piece: str, language: str) -> None:
    PIECE.of(kind).set(piece)
    if language in LANGUAGES:
        LANGUAGE.of(kind).set(language)


def draw_where(draft: Draft) -> None:
    """Who wrote last, so that two who write at once know of each other."""
    st.caption(_("Last changed by {name}").format(name=plain(draft.edited_by)))
