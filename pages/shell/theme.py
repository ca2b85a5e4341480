"""The look that the theme alone cannot give: our style sheet, and the fragments of HTML under assets/.

Fragments are Jinja templates that escape whatever is put into them; no other file writes HTML or CSS.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

import streamlit as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core.i18n import gettext as _
from core.i18n import language

ASSETS = Path(__file__).parent / "assets"
PAGE_CONFIG: dict[str, Any] = {
    "page_icon": str(ASSETS / "mark.svg"),
    "layout": "centered",
    "initial_sidebar_state": "collapsed",
}
_fragments = Environment(
    loader=FileSystemLoader(ASSETS),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


def fragment(name: str, /, **values: object) -> str:
    """The HTML of `assets/<name>.html` with `values` put in, escaped."""
    return _fragments.get_template(f"{name}.html").render(values)


def draw(name: str, /, *, width: Literal["stretch", "content"] = "stretch", **values: object) -> None:
    """Draw `fragment(name, **values)` on the page, `width` being that of the place it takes."""
    st.html(fragment(name, **values), width=width)


@cache
def _style_sheet() -> str:
    return "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in ("look.css", "widgets.css", "away.css"))


def _style() -> str:
    """The style sheets with the words in them that Streamlit has no setting for."""
    said = {
        "skip": _("Skip to the content"),
        "more": _("More"),
        "away": _("The connection is away. What is saved is safe, and what you have typed stays here. We keep trying."),
        "lost": _(
            "The connection was away when you pressed “{name}”. Look whether it has been done. If not, press again."
        ),
        "unsaved": _("Not saved yet"),
        "no-file": _("The file could not be made. Try again in a moment."),
        "language": language(),
    }
    # A string of CSS is written as one of JSON.
    words = "".join(f"--hs-word-{name}: {json.dumps(text, ensure_ascii=False)};" for name, text in said.items())
    return f"<style>:root {{{words}}}\n{_style_sheet()}</style>"


def apply() -> None:
    """Dress this run: page settings, style sheet and logo. The title of the browser's tab is the page's own."""
    st.set_page_config(**PAGE_CONFIG)
    st.html(_style())
    shade = "logo-dark" if st.context.theme.type == "dark" else "logo"
    st.logo(str(ASSETS / f"{shade}.svg"), size="large")


def header(organisation_name: str | None, demonstration: bool) -> None:
    """Whose portal this is; and, on every screen of a demonstration, that everything in it is invented."""
    if demonstration:
        with st.container(key="hs-demonstration"):
            draw("demonstration", title=_("Demonstration"), words=_("Everything here is invented."))
    if organisation_name:
        draw("organisation", name=organisation_name)


def footer() -> None:
    """Ways to what concerns everybody. Plain links, so that they also work where a page is not registered."""
    links = (("verify", _("Check a document")), ("privacy", _("Your data")), ("was", _("Accessibility")))
    draw("footer", label=_("About this portal"), links=links)
