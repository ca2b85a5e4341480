"""What a screen remembers in this browser between its runs: each thing named, typed, and owned by the file
that says it.

Each stands under a key of its own, and not all of a screen's in one object: a widget that is given a key writes what is
chosen there, and only what stands directly in the session's state. So a thing that a widget chooses and one that the
page keeps are read and changed in the same way, and who needs another screen's imports it from there.
"""

from collections.abc import Callable, Hashable, Iterator
from typing import Any, Generic, TypeVar

import streamlit as st

T = TypeVar("T")


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


def forget_all_but(*kept: ScreenState[Any]) -> None:
    """Remember nothing in this tab but these: what was chosen, typed and folded elsewhere concerns nobody here."""
    for key in set(st.session_state) - {each.key for each in kept}:
        del st.session_state[key]


def standing_under(prefix: str) -> Iterator[tuple[str, object]]:
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
