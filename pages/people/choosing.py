"""Choosing somebody among many: a list of the few whose name fits, and where there are more, a field that searches."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from core.i18n import gettext as _
from core.i18n import ngettext
from core.people.search import SHOWN
from pages.shell.state import ScreenState
from pages.widgets.plain import plain_label


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody, or two, who can be chosen; `about` is said of those who share a name."""

    id: UUID
    name: str
    about: str = ""


Find = Callable[[str], Iterable[Choice]]


def choose_person(
    label: str,
    find: Find,
    *,
    key: str,
    chosen: Choice | None = None,
    but: Collection[UUID] = (),
    empty: str = "",
    help: str | None = None,
) -> UUID | None:
    """Whoever is chosen of those `find` finds by a part of the name, None for nobody, said as `empty`.

    `chosen` is who stands chosen at first; those of `but` are not offered.
    """
    kept = ScreenState[UUID | None](key, None).get()
    offered, told = _offered(label, find, key, [kept] if kept else [], [chosen] if chosen else [], but)
    return st.selectbox(
        label,
        [*offered],
        format_func=offered.__getitem__,
        index=[*offered].index(chosen.id) if chosen and chosen.id in offered else None,
        placeholder=told or empty or _("Choose a person"),
        key=key,
        help=help,
    )


def choose_people(
    label: str,
    find: Find,
    *,
    key: str,
    chosen: Sequence[Choice] = (),
    but: Collection[UUID] = (),
    empty: str = "",
    most: int | None = None,
) -> list[UUID]:
    """Those who are chosen, at most `most`; else as `choose_person`."""
    kept = ScreenState[Sequence[UUID]](key, ()).get()
    offered, told = _offered(label, find, key, kept or (), chosen, but)
    return st.multiselect(
        label,
        [*offered],
        default=[each.id for each in chosen if each.id in offered],
        format_func=offered.__getitem__,
        max_selections=most,
        placeholder=told or empty or _("Choose a person"),
        key=key,
    )


def forget(*keys: str) -> None:
    """Begin anew: nobody is chosen, and nothing is searched for."""
    for key in keys:
        for each in (key, f"{key}-search", f"{key}-offered"):
            ScreenState(each, None).forget()


def _offered(
    label: str, find: Find, key: str, kept: Sequence[UUID], chosen: Sequence[Choice], but: Collection[UUID]
) -> tuple[dict[UUID, str], str]:
    """What the list holds: who is chosen, and the first of those found; and how many a search found, in words.

    Whoever was chosen stays in the list, whatever is searched for afterwards.
    """
    searched = ScreenState(f"{key}-search", "").get().strip()
    found = list(find(searched))
    more = len(found) > SHOWN
    if more or searched:
        st.text_input(
            _("{label}: search by name").format(label=label.partition(" (")[0].rstrip("?")),
            key=f"{key}-search",
            placeholder=_("A part of the name"),
            autocomplete="off",
        )
        _say(len(found), searched)
    offered = ScreenState[dict[UUID, Choice]](f"{key}-offered", {})
    before = offered.get()
    choices = {each: before[each] for each in kept if each in before}
    choices |= {each.id: each for each in (*chosen, *found[:SHOWN]) if each.id not in but}
    offered.set(choices)
    shared = Counter(each.name for each in choices.values())
    told = ngettext("{count} found: choose", "{count} found: choose one", len(found)).format(count=len(found))
    return {
        each.id: plain_label(f"{each.name} ({each.about})" if each.about and shared[each.name] > 1 else each.name)
        for each in choices.values()
    }, told if searched and found and not more else ""


def _say(count: int, searched: str) -> None:
    """What the search came to, where the list does not show it by itself."""
    if count > SHOWN and searched:
        st.caption(_("More than {count} fit. Write more of the name.").format(count=SHOWN))
    elif count > SHOWN:
        st.caption(_("The list holds the first {count}. Search by name to find the others.").format(count=SHOWN))
    elif not count:
        st.caption(_("Nobody found. Write less of the name, or check how it is spelled."))
