"""What stands above: the head of a page with its own actions, and the headings of its parts."""

from dataclasses import dataclass
from typing import NamedTuple, overload

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shell import theme as look


def page_head(title: str) -> DeltaGenerator:
    """The title of a page that takes all the room there is. What is drawn into what it gives stands at its right."""
    line = st.container(key="hs-head", horizontal=True, vertical_alignment="center", gap="small")
    line.title(title, anchor=False)
    return line


@dataclass(frozen=True, slots=True)
class CountedHeading:
    """A heading that is drawn and says how many things stand below it, as every list has one."""

    title: str
    count: int

    def rows(self, key: str) -> DeltaGenerator:
        """The list below it, that rows and their buttons are drawn into; `key` is its own on the page.

        A row is a link and no item of a list, so the heading is where somebody who does not see it hears how many.
        """
        return st.container(key=f"hs-list-{key}", gap=None)


class HeadingLine(NamedTuple):
    """Such a heading, and the place at its right end for quiet actions of the list."""

    acts: DeltaGenerator
    heading: CountedHeading


@overload
def section(title: str, count: None = None, *, note: str = "", unseen: bool = False) -> None: ...


@overload
def section(title: str, count: int, *, note: str = "", unseen: bool = False) -> CountedHeading: ...


def section(title: str, count: int | None = None, *, note: str = "", unseen: bool = False) -> CountedHeading | None:
    """The heading of a list or a chart, in one element: how many there are, and a sentence about them.

    It is read aloud and `unseen` where the page says the same to the eye.
    """
    look.draw("section", title=title, count=count, note=note, unseen=unseen)
    return None if count is None else CountedHeading(title, count)


def section_line(key: str, title: str, count: int) -> HeadingLine:
    """The same with quiet actions of the list."""
    acts = st.container(key=f"hs-section-{key}", horizontal=True, vertical_alignment="center", gap="small")
    with acts:
        heading = section(title, count)
    return HeadingLine(acts, heading)
