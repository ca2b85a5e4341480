"""Choose which points a document has and how they are said; each choice is saved as it is made.

What was chosen stays on screen when somebody else was faster, until its reader decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import streamlit as st

from core.documents.drafting.service import choose_points
from core.documents.reading import DocumentView
from core.documents.template.model import Clause, Section
from core.documents.text.compose import ClauseChoice
from core.error_codes import ErrorCode
from core.errors import DomainError, words
from core.i18n import clock, language, name_in_words
from core.i18n import gettext as _
from pages.shell.action import acting, attempt
from pages.shell.context import current
from pages.shell.state import ScreenState
from pages.widgets.plain import plain, plain_with_sites

# Of one point: whether it is chosen, its own words, and whether they are being written.
ON, WORDS, EDITING = ScreenState("point-on", False), ScreenState("point-words", ""), ScreenState("point-editing", False)
PARTS: tuple[ScreenState[Any], ...] = (ON, WORDS, EDITING)


@dataclass(slots=True)
class _PointsEdit:
    """What this browser knows of a document's points: as last seen stored, as chosen here, and what was refused.

    `unfolded` are the open sections: with a new count in its heading, Streamlit would fold a section again.
    """

    seen: dict[str, ClauseChoice]
    version: int
    mine: dict[str, ClauseChoice]
    unfolded: set[str]
    refused: DomainError | None = None
    saved_at: datetime | None = None

    def changes(self) -> dict[str, ClauseChoice]:
        """What was chosen here and is not stored."""
        return {clause_id: choice for clause_id, choice in self.mine.items() if self.seen.get(clause_id) != choice}


DESK = ScreenState[_PointsEdit | None]("points", None)


def has_choices(view: DocumentView) -> bool:
    """Whether there is anything to choose in this kind of document."""
    return any(not clause.mandatory or clause.rewordable for clause in view.template.clauses())


def draw_points(view: DocumentView) -> None:
    """The points by section, folded, each section saying how many of its points apply."""
    desk = _desk(view)
    if desk.refused is not None:
        _offer_both(view, desk)
    elif desk.saved_at is not None:
        st.markdown(f":small[:material/check: {_('Saved at {time}').format(time=clock(desk.saved_at))}]")
    for section in view.template.sections:
        chosen = sum(_applies(clause, desk) for clause in section.clauses)
        title = view.template.words(language()).sections[section.id].title
        label = _("{section} ({chosen} of {all})").format(section=title, chosen=chosen, all=len(section.clauses))
        key = _key(view.document.id, section.id, "open")
        folded = st.expander(plain(label), key=key, expanded=section.id in desk.unfolded, on_change="rerun")
        if folded.open:
            desk.unfolded.add(section.id)
            with folded:
                _section(view, desk, section)
        else:
            desk.unfolded.discard(section.id)


def _section(view: DocumentView, desk: _PointsEdit, section: Section) -> None:
    for clause in section.clauses:
        said = view.template.words(language()).clauses[clause.id]
        chosen = ON.of(view.document.id, clause.id)
        chosen.first(_applies(clause, desk))
        st.toggle(
            said.title + (f" — {_('always included')}" if clause.mandatory else ""),
            _applies(clause, desk),
            key=chosen.key,
            disabled=clause.mandatory,
            on_change=_chosen,
            args=(view.document.id, desk, clause),
        )
        st.markdown(f":small[{plain_with_sites(said.help)}]")
        if clause.rewordable and _applies(clause, desk):
            _wording(view, desk, clause)


def _wording(view: DocumentView, desk: _PointsEdit, clause: Clause) -> None:
    own = desk.mine.get(clause.id, ClauseChoice(True)).wording
    editing = EDITING.of(view.document.id, clause.id)
    if own is None and not editing.get():
        if st.button(_("Say it in other words"), key=f"{editing.key}-on", type="tertiary", icon=":material/edit:"):
            editing.set(True)
            st.rerun()
        return
    written = WORDS.of(view.document.id, clause.id)
    written.first(own if own is not None else view.standard_wording(clause.id))
    st.text_area(
        _("The words of this point ({language})").format(language=name_in_words(view.language)),
        own if own is not None else view.standard_wording(clause.id),
        key=written.key,
        height=140,
        on_change=_reworded,
        args=(view.document.id, desk, clause, view.standard_wording(clause.id)),
    )
    st.button(
        _("Back to the usual words"),
        key=f"{written.key}-back",
        type="tertiary",
        icon=":material/undo:",
        on_click=_restored,
        args=(view.document.id, desk, clause),
    )


# Callbacks come before the next run, when what the last one read from the database is closed: they get no view.


def _chosen(document_id: UUID, desk: _PointsEdit, clause: Clause) -> None:
    included = ON.of(document_id, clause.id).get()
    desk.mine[clause.id] = ClauseChoice(included, desk.mine.get(clause.id, ClauseChoice(included)).wording)
    _save(document_id, desk)


def _reworded(document_id: UUID, desk: _PointsEdit, clause: Clause, usual: str) -> None:
    written = WORDS.of(document_id, clause.id).get()
    desk.mine[clause.id] = ClauseChoice(True, None if written.strip() in ("", usual.strip()) else written)
    _save(document_id, desk)


def _restored(document_id: UUID, desk: _PointsEdit, clause: Clause) -> None:
    _forget(document_id, clause.id, WORDS, EDITING)
    desk.mine[clause.id] = ClauseChoice(desk.mine.get(clause.id, ClauseChoice(True)).included)
    _save(document_id, desk)


def _keep_mine(document_id: UUID, desk: _PointsEdit, stored: dict[str, ClauseChoice], version: int) -> None:
    """Put what was chosen here on top of what the other one chose."""
    mine = desk.changes()
    for clause_id in {*stored, *desk.mine} - set(mine):
        _forget(document_id, clause_id, *PARTS)
    desk.seen, desk.version, desk.mine = stored, version, {**stored, **mine}
    _save(document_id, desk)


def _follow(document_id: UUID, desk: _PointsEdit, stored: dict[str, ClauseChoice], version: int) -> None:
    """Let go of what was chosen here."""
    for clause_id in {*stored, *desk.mine}:
        _forget(document_id, clause_id, *PARTS)
    desk.seen, desk.version, desk.mine, desk.refused = stored, version, dict(stored), None


def _forget(document_id: UUID, clause_id: str, *parts: ScreenState[Any]) -> None:
    for part in parts:
        part.of(document_id, clause_id).forget()


def _save(document_id: UUID, desk: _PointsEdit) -> None:
    stored = attempt(
        lambda: choose_points(
            **acting(), document_id=document_id, choices=desk.changes(), expected_version=desk.version
        )
    )
    if isinstance(stored, DomainError):
        desk.refused = stored
    else:
        desk.seen, desk.version, desk.refused = dict(desk.mine), stored.version, None
        desk.saved_at = current().now


def _desk(view: DocumentView) -> _PointsEdit:
    """This browser's desk; where nothing on it is unsaved, it follows what is stored."""
    kept, stored = DESK.of(view.document.id), dict(view.choices)
    desk = kept.get()
    if desk is None:
        desk = _PointsEdit(stored, view.document.version, dict(stored), {view.template.sections[0].id})
        kept.set(desk)
    if desk.version != view.document.version and (not desk.changes() or desk.mine == stored):
        _follow(view.document.id, desk, stored, view.document.version)
    elif desk.version == view.document.version and desk.refused is None:
        # A wording is stored tidied, as without blanks around it.
        desk.seen, desk.mine = stored, dict(stored)
    return desk


def _offer_both(view: DocumentView, desk: _PointsEdit) -> None:
    """Say what was refused; where somebody else was faster, let the reader choose between the two."""
    if desk.refused is None:
        return
    if desk.refused.code != ErrorCode.CHANGED_MEANWHILE:
        st.error(words(desk.refused), icon=":material/error:")
        return
    titles = [view.template.words(language()).clauses[clause_id].title for clause_id in _disputed(view, desk)]
    listed = "".join(f"\n- {plain(title)}" for title in titles)
    st.warning(f"{words(desk.refused)}\n{listed}", icon=":material/group:")
    args = (view.document.id, desk, dict(view.choices), view.document.version)
    with st.container(horizontal=True):
        st.button(
            _("Save my choices"), key=_key(view.document.id, "", "mine"), on_click=_keep_mine, args=args, type="primary"
        )
        st.button(_("Keep theirs"), key=_key(view.document.id, "", "theirs"), on_click=_follow, args=args)


def _disputed(view: DocumentView, desk: _PointsEdit) -> Iterator[str]:
    """The points that read otherwise here than they are stored now."""
    for clause in view.template.clauses():
        if desk.mine.get(clause.id) != view.choices.get(clause.id):
            yield clause.id


def _applies(clause: Clause, desk: _PointsEdit) -> bool:
    return clause.mandatory or desk.mine.get(clause.id, ClauseChoice(False)).included


def _key(document_id: UUID, what: str, part: str) -> str:
    return f"points:{document_id}:{what}:{part}"
