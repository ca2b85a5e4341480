"""One field that is saved as it is left, and says so beside it.

What is typed stays on screen until it is saved, also when it is refused, when somebody else was faster, or when the
reader goes to another page and comes back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

import streamlit as st

from core.documents.text.values import EARLIEST, LATEST
from core.error_codes import ErrorCode
from core.errors import DomainError, words
from core.i18n import clock, local_day, on_date
from core.i18n import gettext as _
from pages.shell.action import attempt
from pages.shell.context import current
from pages.shell.state import ScreenState

InputType = Literal["default", "phone", "email"]
INPUT_TYPES: Mapping[str, InputType] = {"phone": "phone", "email": "email"}


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database holds for a field: dates as "2026-12-24", choices as their ids, "" for nothing.

    `version` is what a service asks for to notice that somebody else was faster; `saved_at` where it is known.
    """

    value: str
    version: int | None = None
    saved_at: datetime | None = None


# Saves what was written over what the writer had seen, and returns what is stored now.
Save = Callable[[str, Stored], Stored]


@dataclass(frozen=True, slots=True)
class Question:
    """A field to draw. `key` is unique in the whole portal; `choices` are the labels by id where there are any.

    `warning` is said below what is stored, as when it cannot be printed.
    """

    key: str
    label: str
    kind: str = "text"
    help: str = ""
    optional: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    autocomplete: str | None = None
    warning: str = ""


@dataclass(slots=True)
class _Note:
    """What this browser knows of one field: what its writer last saw stored, and what was written and refused."""

    seen: Stored
    refused: DomainError | None = None
    written: str = ""


NOTES = ScreenState[dict[str, _Note]]("field-notes", {})  # by the key of each question


def saved_field(question: Question, stored: Stored, save: Save) -> None:
    """Draw `question` with what is `stored`; call `save` when the reader leaves it changed."""
    note = _note(question, stored)
    label = question.label
    if question.optional:
        label = _("{label} (optional)").format(label=label)
    _widget(question, label, _for_widget(question, stored.value), (question, save))
    if note.refused is None:
        _say_saved(question, note)
    elif note.refused.code == ErrorCode.CHANGED_MEANWHILE:
        _offer_both(question, stored, save)
    else:
        st.error(words(note.refused), icon=":material/error:")


def _note(question: Question, stored: Stored) -> _Note:
    """The note of this field, with the widget following what is stored for as long as its reader has not changed it."""
    note = NOTES.first({}).setdefault(question.key, _Note(stored))
    typed = _typed(question)
    if not typed.is_set():
        shown = stored.value if note.refused is None else note.written
        typed.set(_for_widget(question, shown))
    if _written(question) == note.seen.value or _written(question) == stored.value:
        if _written(question) != stored.value:
            typed.set(_for_widget(question, stored.value))
        known = stored.saved_at or (note.seen.saved_at if note.seen.value == stored.value else None)
        note.seen, note.refused = replace(stored, saved_at=known), None
    return note


def _widget(question: Question, label: str, stored: Any, args: tuple[Question, Save]) -> None:
    # What is stored is also the widget's own default. Were it only put into the state, a run that is cut short could
    # lose it on the way to a slow browser, which would then send an empty field back as its reader's wish.
    common: dict[str, Any] = {
        "key": question.key,
        "on_change": _left,
        "args": args,
        "label_visibility": "collapsed",
    }
    with st.container(gap=None):
        st.markdown(f"**{label}**")
        if question.help:
            st.markdown(question.help)
    match question.kind:
        case "long_text":
            st.text_area(label, stored, height=110, **common)
        case "date":
            st.date_input(label, stored, format="DD.MM.YYYY", min_value=EARLIEST, max_value=LATEST, **common)
        case "choice" | "yes_no":
            options = [*question.choices, *([""] if question.optional else [])]
            named = {**question.choices, "": _("No answer")}
            index = options.index(stored) if stored in options else None
            st.radio(label, options, index, format_func=named.__getitem__, **common)
        case "list":
            index = [*question.choices].index(stored) if stored in question.choices else None
            st.selectbox(label, [*question.choices], index, format_func=question.choices.__getitem__, **common)
        case kind:
            st.text_input(
                label,
                stored,
                type=INPUT_TYPES.get(kind, "default"),
                autocomplete=question.autocomplete,
                placeholder="\N{NO-BREAK SPACE}",  # else an American number is suggested
                **common,
            )


def _left(question: Question, save: Save) -> None:
    """The reader left the field changed. What is known is put down in one plain object, because Streamlit may stop
    this run at the next touch of its own state."""
    note = NOTES.get()[question.key]
    _store(question, note, _written(question), save)


def _store(question: Question, note: _Note, written: str, save: Save) -> None:
    stored = attempt(lambda: save(written, note.seen))
    if isinstance(stored, DomainError):
        note.refused, note.written = stored, written
        return
    note.seen, note.refused = stored, None
    if note.seen.value != written:
        _typed(question).set(_for_widget(question, note.seen.value))


def _say_saved(question: Question, note: _Note) -> None:
    """A line that is always there, so that nothing moves under the reader's finger when it changes."""
    if question.warning and note.seen.value:
        st.warning(question.warning, icon=":material/spellcheck:")
    elif note.seen.saved_at is not None:
        st.caption(f":material/check: {_saved_words(note.seen.saved_at)}")
    else:
        st.caption("\N{NO-BREAK SPACE}")


def _saved_words(saved_at: datetime) -> str:
    if local_day(saved_at) == current().today:
        return _("Saved at {time}").format(time=clock(saved_at))
    return _("Saved on {date}").format(date=on_date(local_day(saved_at)))


def _offer_both(question: Question, stored: Stored, save: Save) -> None:
    """Somebody else was faster: show theirs, keep the reader's, and let the reader choose."""
    theirs = question.choices.get(stored.value, stored.value) or _("nothing")
    st.warning(words(DomainError(ErrorCode.CHANGED_MEANWHILE)), icon=":material/group:")
    st.text(_("It says now: {theirs}").format(theirs=theirs))
    with st.container(horizontal=True):
        st.button(_("Save mine"), key=f"{question.key}:mine", on_click=_keep, args=(question, stored, save))
        st.button(_("Keep theirs"), key=f"{question.key}:theirs", on_click=_yield, args=(question, stored))


def _keep(question: Question, stored: Stored, save: Save) -> None:
    note = NOTES.get()[question.key]
    note.seen = stored
    _store(question, note, _written(question), save)


def _yield(question: Question, stored: Stored) -> None:
    note = NOTES.get()[question.key]
    note.seen, note.refused = stored, None
    _typed(question).set(_for_widget(question, stored.value))


def _typed(question: Question) -> ScreenState[Any]:
    """What stands in the widget, which keeps it under the question's key."""
    return ScreenState(question.key, None)


def _written(question: Question) -> str:
    """What stands in the widget, as services take it."""
    value = _typed(question).get()
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _for_widget(question: Question, value: str) -> Any:
    if question.kind == "date":
        return date.fromisoformat(value) if value else None
    return (value or ("" if question.optional else None)) if question.choices else value
