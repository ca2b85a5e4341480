"""What a screen remembers in this browser between its runs: each thing named, typed, and owned by the file
that says it.

Each stands under a key of its own, and not all of a screen's in one object: a widget that is given a key writes what is
chosen there, and only what stands directly in the session's state. So a thing that a widget chooses and one that the
page keeps are read and changed in the same way, and who needs another screen's imports it from there.
"""

from collections.abc import Callable, Hashable, Iterator
from typing import Any, Generic, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

T = TypeVar("T")
# What stands for None for as long as a browser is told the words of that choice.
NONE = ""
# How Streamlit sends what is chosen among words, be it one or several.
SENT_AS_WORDS = ("string_value", "string_array_value")


class ScreenState(Generic[T]):
    """One thing that is remembered. `key` is what a widget is given that chooses it; `default` holds until then."""

    __slots__ = ("default", "key")

    def __init__(self, key: str, default: T) -> None:
        self.key, self.default = key, default

    def of(self, *whom: object) -> "ScreenState[T]":
        """The same about one of several, such as one document's."""
        return ScreenState(":".join((self.key, *(str(each) for each in whom))), self.default)

    def get(self) -> T:
        """What is remembered, or the default."""
        found: T = st.session_state.get(self.key, self.default)
        return found

    def set(self, value: T) -> None:
        """Remember this from now on. What a widget chooses can be set until the widget is drawn."""
        st.session_state[self.key] = value

    def first(self, value: T) -> T:
        """What is remembered; where nothing is yet, `value` from now on. For what is changed in place, as a dict is."""
        found: T = st.session_state.setdefault(self.key, value)
        return found

    def swap(self, value: T) -> T:
        """What was remembered until now, `value` itself where nothing was; from now on it is `value`."""
        before = self.first(value)
        self.set(value)
        return before

    def take(self) -> T:
        """What is remembered, for the last time."""
        found: T = st.session_state.pop(self.key, self.default)
        return found

    def forget(self) -> None:
        """Remember nothing."""
        st.session_state.pop(self.key, None)

    def forget_all(self) -> None:
        """Remember nothing about any of several either, nor what widgets keep under such keys."""
        for key in [key for key in st.session_state if str(key).startswith(f"{self.key}:")]:
            del st.session_state[key]

    def is_set(self) -> bool:
        """Whether anything is remembered."""
        return self.key in st.session_state


# How many runs this tab has had, and the lists in which None is a choice, each with the run that drew it last. A press
# on a language is a run of its own, and draws no list.
RUN = ScreenState("runs", 0)
OFFER_NONE = ScreenState[dict[str, int]]("offer-none", {})
DRAWN_WITHIN = 2


def forget_all_but(*kept: ScreenState[Any]) -> None:
    """Remember nothing in this tab but these: what was chosen, typed and folded elsewhere concerns nobody here."""
    for key in set(st.session_state) - {each.key for each in kept}:
        del st.session_state[key]


def say_choices_anew() -> None:
    """Have the browser told anew what is chosen everywhere, in the language that is read from this run on.

    It knows a choice by its words and not by what they stand for. In another language it would show the former words,
    and send them with the next press, where they are no choice any more: a page got words for what it had offered.
    """
    context = get_script_run_ctx()
    if context is None:
        return
    # There is no other way to learn which keys are of widgets, and of which; each still reads as in the run before.
    state = context.session_state._state
    for key in [*st.session_state]:
        chosen = st.session_state[key]
        if chosen is None:
            if OFFER_NONE.get().get(str(key), 0) >= RUN.get() - DRAWN_WITHIN:
                st.session_state[key] = NONE
            continue
        about = state.get_widget_metadata(state.get_widget_id_from_key(str(key)) or "")
        if about is not None and about.value_type in SENT_AS_WORDS:
            st.session_state[key] = chosen


def one_more_run() -> None:
    """Count a run; what was to be read as None in the one before, and was not drawn, is None again."""
    RUN.set(RUN.get() + 1)
    for key in OFFER_NONE.get():
        if st.session_state.get(key) == NONE:
            st.session_state[key] = None


def offers_none(key: str) -> None:
    """Remember that None is a choice of the list `key`, with words of its own."""
    OFFER_NONE.first({})[key] = RUN.get()


def read_as_none(key: str) -> None:
    """Read `NONE` as None from now on, once the browser has been told of it."""
    context = get_script_run_ctx()
    if context is not None:
        context.session_state.reset_state_value(key, None)


def standing_under(prefix: str) -> Iterator[tuple[str, Any]]:
    """What is remembered under keys that begin with `prefix`, each by the rest of its key: the fields of a form."""
    for key in sorted(map(str, st.session_state)):
        if key.startswith(prefix):
            yield key.removeprefix(prefix), st.session_state[key]


def kept(state: ScreenState[tuple[Hashable, T] | None], holds_for: Hashable, count: Callable[[], T]) -> T:
    """What this tab counted before for the same, else what `count` finds now. It is the tab's own: what one reader may
    see is never shown to another."""
    before = state.get()
    if before is not None and before[0] == holds_for:
        return before[1]
    found = count()
    state.set((holds_for, found))
    return found
