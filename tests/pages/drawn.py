"""What a run of a page has drawn as HTML, which AppTest has no name for; and the shapes that the style sheet knows."""

import re

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from pages.shell.theme import ASSETS


def html_of(run: AppTest) -> str:
    """All HTML drawn by `run`, in order; a run that failed fails the test."""
    assert not run.exception, [error.value for error in run.exception]
    return "\n".join(element.proto.body for element in run.get("html"))


def places_of(run: AppTest, name: str) -> list[Block]:
    """The containers of that key in `run`, with what it has drawn there."""
    blocks = [each for each in run.main if isinstance(each, Block)]
    return [each for each in blocks if str(getattr(each.proto, "id", "")).endswith(f"-{name}")]


def place_of(run: AppTest, name: str) -> Block:
    """The one container of that key."""
    (one,) = places_of(run, name)
    return one


def links_to_copy(run: AppTest) -> list[str]:
    """The links that `run` shows to be handed on."""
    return re.findall(r'<p class="hs-link">(.*?)</p>', html_of(run))


def shapes() -> dict[str, str]:
    """The shape of each status, by its name."""
    sheet = (ASSETS / "look.css").read_text(encoding="utf-8")
    rules = re.findall(r"^([^\n{]*) \{\n  --hs-shape: (.*);$", sheet, re.MULTILINE)
    return {name: shape for names, shape in rules for name in re.findall(r"hs-(\w+)", names)}
