"""Where the reader is led: the cursor in a field that a button names, and what is read kept beside what is written.

Its files are served from the portal's own address, because the content policy lets no other script run.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple
from uuid import uuid4

from streamlit.components.v1 import declare_component

from pages.shell import theme as look
from pages.shell.state import ScreenState


class Led(NamedTuple):
    """The key of the widget to go to, and which press it was: each is followed once."""

    key: str
    press: str


def lead_to(led: ScreenState[Led | None], key: str) -> None:
    """Have `leads` take the reader to the widget of `key` when the page is drawn again."""
    led.set(Led(key, uuid4().hex))


def leads(led: Led | None, points: Mapping[str, str], key: str) -> None:
    """Draw what leads, unseen. `points` says which point of the text beside it each widget writes, by its key."""
    _component()(
        to=_class_of(led.key) if led else "",
        press=led.press if led else "",
        points={_class_of(widget): point for widget, point in points.items()},
        key=key,
    )


def _class_of(key: str) -> str:
    """The class Streamlit gives the element of a widget with this key."""
    return "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key.strip())


@cache
def _component() -> Any:
    # Declared in the first run and not when imported: Streamlit only serves what is declared inside a run.
    return declare_component("lead", path=look.ASSETS / "lead")
