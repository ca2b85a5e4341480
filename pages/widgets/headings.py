"""What stands above: the head of a page with its own actions, and the headings of its parts."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shell import theme as look


def page_head(title: str) -> DeltaGenerator:
    """The title of a page that takes all the room there is. What is drawn into what it gives stands at its right."""
    line = st.container(key="hs-head", horizontal=True, vertical_alignment="center", gap="small")
    line.title(title, anchor=False)
    return line


def section(title: str, count: int | None = None, *, note: str = "") -> None:
    """The heading of a list or a chart, in one element: how many there are, and a sentence about them."""
    look.draw("section", title=title, count=count, note=note)


def section_line(key: str, title: str, count: int | None = None, *, note: str = "") -> DeltaGenerator:
    """The same with quiet actions of the list: what is drawn into what it gives stands at the heading's right end."""
    acts = st.container(key=f"hs-section-{key}", horizontal=True, vertical_alignment="center", gap="small")
    with acts:
        section(title, count, note=note)
    return acts
