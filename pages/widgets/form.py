"""What is to be put right in a form: on top, each a way to its field, and in the same words at the field."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import streamlit as st

from core.i18n import gettext as _
from pages.shell import theme as look


def error_summary(wrong: Mapping[str, str]) -> None:
    """On top of a page, what must be put right, by field; nothing where there is nothing."""
    if wrong:
        look.draw("errors", title=_("There is something to put right"), wrong=wrong)


@contextmanager
def field(key: str, wrong: Mapping[str, str]) -> Iterator[str]:
    """Draw a field. Where it is `wrong`, the words stand above it, and what is given goes into its label: a screen
    reader says it there. It is no Markdown, because marks would be read out."""
    with st.container(key=f"hs-field-{key}", gap=None):
        if key in wrong:
            look.draw("error", key=key, words=wrong[key])
        yield f" ({_('to put right')})" if key in wrong else ""
