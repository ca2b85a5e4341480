"""A page about one thing: its question at the top left, what is looked up beside it, everything else below."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shell import theme as look


class Beside(NamedTuple):
    """The places of such a page, in the order they are read; on a phone they follow each other."""

    question: DeltaGenerator
    facts: DeltaGenerator
    rest: DeltaGenerator


def beside() -> Beside:
    """Make the places. Columns of Streamlit's would put what is looked up after everything else on a phone."""
    both = st.container(key="hs-two")
    return Beside(*(both.container(key=f"hs-{place}", gap="small") for place in Beside._fields))


def parts(key: str, count: int) -> list[DeltaGenerator]:
    """Parts of a page that follow each other, and stand beside each other where there is room; `key` is the page's."""
    around = st.container(key=f"hs-parts-{key}")
    return [around.container(gap="small") for _part in range(count)]


def next_thing(title: str, note: str = "", *, state: str = "", late: str = "") -> DeltaGenerator:
    """The one box of a page: what comes next, where things stand, and by when. `late` is said in red as well.

    What is drawn into what it gives stands in it: the one loud button, and what else may be done.
    """
    box = st.container(key="hs-next", horizontal=True, vertical_alignment="center", gap="small")
    with box:
        look.draw("next", title=title, note=note, state=state, late=late)
    return box
