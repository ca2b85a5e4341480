"""A list: each row is one link, and what is done about it a button at its end.

That is two elements a row, three where it unfolds. The parts of a row are different kinds of Markdown in the link's
label, so that the style sheet knows each and gives it its column; on a phone they follow each other.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlencode

import streamlit as st

from core.i18n import gettext as _
from pages.shell import theme as look
from pages.shell.navigation import link_to
from pages.shell.state import ScreenState
from pages.widgets.plain import plain

Some = TypeVar("Some", bound=Hashable)


@dataclass(frozen=True, slots=True)
class RowState:
    """How it stands with what a row is about: the words, and the colour and icon that help to find them.

    An icon is not read out, so `words`, or `when` of the row, say what its shape does.
    """

    words: str = ""
    colour: str = "gray"
    icon: str = ""


STATELESS = RowState()
NOTHING: Mapping[str, str] = {}


def row(
    path: str,
    id_: object,
    name: str,
    *,
    place: str = "",
    what: str = "",
    state: RowState = STATELESS,
    when: str = "",
    also: Mapping[str, str] = NOTHING,
) -> None:
    """A row that leads to the page under `path` of `id_`, with what the address holds `also`.

    All but `when` is plain text, which may mark with ** whose turn it is.

    One that belongs to the row before it has no `name`.
    """
    st.page_link(
        link_to(path),
        label=_label(name, place, what, state, when),
        icon=f":material/{state.icon}:" if state.icon else None,
        width="stretch",
        query_params={"id": str(id_), **also},
    )


@dataclass(frozen=True, slots=True)
class ToldRow:
    """What a row tells, all of it plain text; `minded` is whether `when` is the reader's own turn."""

    name: str = ""
    place: str = ""
    what: str = ""
    state: RowState = STATELESS
    when: str = ""
    minded: bool = False


@dataclass(frozen=True, slots=True)
class More:
    """What unfolds the rest of a row, or folds it away: its words, and the choice `value` of the unseen `press`."""

    words: str
    press: str
    value: str
    unfolded: bool


def unfolding_row(path: str, id_: object, told: ToldRow, more: More | None = None) -> None:
    """A row that leads to the page under `path` of `id_` and unfolds in place, in one element for both."""
    address = f"{link_to(path).url_path}?{urlencode({'id': str(id_)})}"
    look.draw("row", address=address, told=told, more=more)


def unfolding(values: Sequence[Some], pressed: ScreenState[Some | None], unfold: Callable[[Some], None]) -> None:
    """The list that `More` of each row presses a choice of, in one element however many they are; what is pressed is
    told to `unfold` before the page is drawn anew."""

    def chosen() -> None:
        one = pressed.get()
        pressed.set(None)
        if one is not None:
            unfold(one)

    with st.container(key="hs-pressed"):
        st.pills(_("More"), values, key=pressed.key, on_change=chosen)


def line(name: str, *, place: str = "", what: str = "", state: RowState = STATELESS, when: str = "") -> None:
    """The same about what has no page to lead to; what its icon says stands in the words."""
    st.markdown(_label(name, place, what, state, when))


def _label(name: str, place: str, what: str, state: RowState, when: str) -> str:
    told = (
        ("**{}**", plain(name)),
        (":small[{}]", plain(place)),
        (":gray[{}]", plain(what)),
        (f":{state.colour}-badge[{{}}]", plain(state.words)),
        ("_{}_", when),
    )
    return " ".join(kind.format(words) for kind, words in told if words)


def row_button(label: str, key: str, *, loud: bool = False, told: Callable[[], None] | None = None) -> bool:
    """What is done about the row before it; one on a page is `loud`.

    `told` is called when it is pressed, as the row stood when it was read, be it there any more or not.
    """
    return st.button(label, key=key, type="primary" if loud else "tertiary", wrap=True, on_click=told)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that waits elsewhere, in a sentence that leads there: to the page under `path`, with `query`.

    What is `loud` stands before the rest, in bold. The icon is not read out. All of it is plain text.
    """

    path: str
    words: str
    icon: str
    query: Mapping[str, str] = field(default_factory=dict)
    loud: str = ""

    @property
    def address(self) -> str:
        """Where it leads, as an address in the portal."""
        return link_to(self.path).url_path + (f"?{urlencode(self.query)}" if self.query else "")


def notices(told: Sequence[Notice], *, first: bool = False) -> None:
    """A list of them in one element, however many they are; those that stand `first` on a page take the least room."""
    if told:
        look.draw("notices", ways=told, first=first)


def row_ways(ways: Sequence[tuple[str, str]]) -> None:
    """How to reach whom the row before it is about, each way by its words and address, at the place of its button."""
    look.draw("ways", ways=ways)


def more_button(label: str, key: str) -> bool:
    """What unfolds the rest of the row before it, drawn before that row's own button."""
    return st.button(label, key=f"more-{key}", type="tertiary")


def row_menu(label: str, choices: Mapping[Some, str], key: str) -> Some | None:
    """What else can be done about the row before it, in one menu drawn before that row's own button; what is chosen."""
    return st.menu_button(label, [*choices], format_func=choices.__getitem__, key=f"more-{key}", type="tertiary")
