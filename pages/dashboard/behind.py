"""The list behind a figure: what its address asks for, chosen as the reader would."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from core.courses.rules import Term


def take_workplace(key: str = "filter-workplace") -> None:
    """Choose the workplace the address names, as the reader would; before the choices are drawn."""
    asked = st.query_params.pop("workplace", None)
    if asked is not None:
        try:
            st.session_state[key] = UUID(asked)
        except ValueError:
            return


def take_term(known: Sequence[Term]) -> None:
    """Choose the term of courses the address names, as the reader would, where it is one of those `known`."""
    asked = st.query_params.pop("term", None)
    found = {f"{term.year}-{2 if term.autumn else 1}": term for term in known}
    if asked in found:
        st.session_state["courses-term"] = found[asked]
