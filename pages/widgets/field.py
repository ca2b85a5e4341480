"""One field that is saved as it is left, and says so beside it.

What is typed stays on screen until it is saved, also when it is refused, when somebody else was faster, or when the
reader goes to another page and comes back.

After a break Streamlit may begin a new session, which takes what stands in the browser for its own beginning and calls
nobody. So beside each field stands, unseen, what its writer last saw stored: from the two a new session knows what was
typed and not saved, and whether somebody else has written meanwhile.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Literal

import streamlit as st

from core.error_codes import ErrorCode
from core.errors import DomainError, words
from core.i18n import clock, local_day, on_date
from core.i18n import gettext as _
from pages.shell.action import attempt
from pages.shell.again import draw_again
from pages.shell.context import current
from pages.shell.state import ScreenState
from pages.widgets.inputs import any_day

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


# What a writer saw whom somebody else has overtaken during a break: no service finds it stored.
OVERTAKEN = Stored("\N{NULL}", -1)


@dataclass(slots=True)
class _Note:
    """What this browser knows of one field: what its writer last saw stored, and what was written and refused.

    With `gives_way` what stands in the field is no longer its writer's, and what is stored takes its place.
    """

    seen: Stored
    refused: DomainError | None = None
    written: str = ""
    gives_way: bool = False


NOTES = ScreenState[dict[str, _Note]]("field-notes", {})  # by the key of each question


def saved_field(question: Question, stored: Stored, save: Save) -> None:
    """Draw `question` with what is `stored`; call `save` when the reader leaves it changed."""
    is_new = question.key not in NOTES.first({})
    note = _note(question, stored)
    label = question.label
    if question.optional:
        label = _("{label} (optional)").format(label=label)
    _widget(question, label, _for_widget(question, stored.value), (question, save))
    _after_break(question, note, stored, save, seen=_seen_by_browser(question, note), is_new=is_new)
    if note.refused is None:
        _say_saved(question, note)
    elif note.refused.code == ErrorCode.CHANGED_MEANWHILE:
        _offer_both(question, stored, save)
    else:
        st.error(words(note.refused), icon=":material/error:")


def check_saved(keys: str) -> None:
    """Before what was written goes out: raises "field_unsaved" while something stands in a field, whose key begins with
    `keys`, that was refused or that a colleague was faster than. What is stored would go instead, unseen."""
    if any(note.refused is not None for key, note in NOTES.first({}).items() if key.startswith(keys)):
        raise DomainError(ErrorCode.FIELD_UNSAVED)


def _note(question: Question, stored: Stored) -> _Note:
    """The note of this field, with the widget following what is stored for as long as its reader has not changed it."""
    notes = NOTES.first({})
    if question.key not in notes:
        # A new session, which may follow an old one: what the browser holds is looked at once the field is drawn.
        return notes.setdefault(question.key, _Note(stored))
    note, typed = notes[question.key], _typed(question)
    if not typed.is_set():
        shown = stored.value if note.refused is None else note.written
        typed.set(_for_widget(question, shown))
    written = _written(question)
    if note.gives_way or written in (note.seen.value, stored.value):
        if written != stored.value:
            typed.set(_for_widget(question, stored.value))
        known = stored.saved_at or (note.seen.saved_at if note.seen.value == stored.value else None)
        note.seen, note.refused, note.gives_way = replace(stored, saved_at=known), None, False
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
        case "long_text" | "letter" as kind:
            st.text_area(label, stored, height=280 if kind == "letter" else 110, **common)
        case "date":
            any_day(label, stored, **common)
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


def _seen_by_browser(question: Question, note: _Note) -> str:
    """Have the browser keep what the writer last saw stored, and return what it has kept until now: a digest."""
    seen = _digest(note.seen.value)
    kept = ScreenState(f"hs-seen-{question.key}", seen)
    if kept.get() != seen:
        kept.set(seen)
    return st.text_input("\N{MIDDLE DOT}", seen, key=kept.key, label_visibility="collapsed") or ""


def _digest(value: str) -> str:
    return sha256(value.encode()).hexdigest()[:16]


def _after_break(question: Question, note: _Note, stored: Stored, save: Save, *, seen: str, is_new: bool) -> None:
    """Save what stands in the field and was never told of, as after a break; where somebody else has written
    meanwhile, keep both."""
    written, shown = _written(question), _as_written(question, stored.value)
    if note.refused is not None or note.gives_way or written in (shown, note.seen.value):
        return
    if is_new and seen == _digest(written):
        note.gives_way = True
    elif is_new and seen != _digest(stored.value):
        note.seen, note.written = OVERTAKEN, written
        note.refused = DomainError(ErrorCode.CHANGED_MEANWHILE)
        return
    else:
        _store(question, note, written, save, drawn=True)
    if note.refused is None:
        draw_again()


def _left(question: Question, save: Save) -> None:
    """The reader left the field changed. What is known is put down in one plain object, because Streamlit may stop
    this run at the next touch of its own state."""
    note = NOTES.get()[question.key]
    _store(question, note, _written(question), save)


def _store(question: Question, note: _Note, written: str, save: Save, *, drawn: bool = False) -> None:
    stored = attempt(lambda: save(written, note.seen))
    if isinstance(stored, DomainError):
        note.refused, note.written = stored, written
        return
    note.seen, note.refused = stored, None
    if note.seen.value == written:
        return
    if drawn:
        note.gives_way = True
    else:
        _typed(question).set(_for_widget(question, note.seen.value))


def _say_saved(question: Question, note: _Note) -> None:
    """A line that is always there, so that nothing moves under the reader's finger when it changes."""
    if question.warning and note.seen.value:
        st.warning(question.warning, icon=":material/spellcheck:")
    elif note.seen.saved_at is not None:
        st.caption(f":material/check: {saved_words(note.seen.saved_at)}")
    else:
        st.caption("\N{NO-BREAK SPACE}")


def saved_words(saved_at: datetime) -> str:
    """When something was saved: the hour, and on another day that."""
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


def _as_written(question: Question, value: str) -> str:
    """What a field shows of a stored `value`: nothing of a choice that is none any more."""
    return value if not question.choices or value in question.choices else ""


def _for_widget(question: Question, value: str) -> Any:
    if question.kind == "date":
        return date.fromisoformat(value) if value else None
    return (value or ("" if question.optional else None)) if question.choices else value
