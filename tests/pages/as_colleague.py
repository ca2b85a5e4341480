"""A colleague at a page of colleagues, without a browser."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session
from streamlit.testing.v1 import AppTest

from db.people import Person
from pages.widgets.dialogs import OPENED
from tests.pages import as_volunteer


def visit(session: Session, person: Person, page: str, **query: str | UUID) -> AppTest:
    """`person`, logged in, at `page` under pages/ with `query` in its address."""
    app = as_volunteer.visit(session, person, "access/account")
    app.switch_page(f"pages/{page}.py")
    for name, value in query.items():
        app.query_params[name] = str(value)
    return app.run()


def only_button(app: AppTest, key: str):
    """The button with `key`."""
    return next(button for button in app.button if button.key == key)


def opened(app: AppTest, key: str) -> AppTest:
    """The page with what stands folded behind `key` open."""
    app.session_state[key] = True
    return app.run()


def in_dialog(app: AppTest, key: str) -> AppTest:
    """The page with the dialog `key` open, as its button or menu opens it."""
    app.session_state[OPENED.key] = key
    return app.run()


def keys(app: AppTest) -> list[str]:
    """The keys of the buttons on the page, in reading order."""
    return [button.key for button in app.button if button.key]


def toggle(app: AppTest, label: str):
    """The switch of the point called `label`."""
    return next(each for each in app.toggle if label in each.label)


def choose(app: AppTest, label: str, value: object) -> AppTest:
    """Unfold what a list can be narrowed by, and choose `value` there."""
    app.session_state["filters"] = True
    app.run()
    return next(each for each in app.selectbox if each.label == label).set_value(value).run()


def named(app: AppTest) -> list[str]:
    """The names in a list, which lead to the volunteers; "" for what belongs to the one before."""
    links = [each.proto.label for each in app.get("page_link") if each.proto.query_string.startswith("id=")]
    # A row tells more than the name, which it begins with in bold.
    return [*(label.removeprefix("**").partition("**")[0] for label in links), *(each.name for each in unfolding(app))]


class UnfoldingRow(NamedTuple):
    """A row that unfolds in place, as it is read; `more` is what its button says and `value` what that presses."""

    name: str
    words: str
    more: str
    value: str


def unfolding(app: AppTest) -> list[UnfoldingRow]:
    """The rows that unfold in place, in reading order."""
    bodies = (each.proto.body for each in app.get("html") if 'class="hs-row"' in each.proto.body)
    return [UnfoldingRow(*_read(body)) for body in bodies]


def _read(body: str) -> Iterator[str]:
    name = re.search(r"<p><strong>(.*?)</strong>", body)
    yield unescape(name[1]) if name else ""
    link = re.search(r"<p>(.*?)</p>", body, re.S)
    yield unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", "", link[1]))) if link else ""
    more = re.search(r'data-value="([^"]*)"[^>]*>(.*?) <span', body)
    yield unescape(more[2]) if more else ""
    yield more[1] if more else ""


def unfold(app: AppTest, row: UnfoldingRow) -> AppTest:
    """The page after the button that unfolds `row`, or folds it away, was pressed."""
    pressed = next(each for each in app.pills if row.value in each.options)
    return pressed.set_value(UUID(row.value)).run()


def rows(app: AppTest) -> str:
    """What the rows of lists say, and what waits elsewhere, a line for each."""
    return "\n".join((*_links(app), *(each.words for each in unfolding(app)), *noticed(app)))


def _links(app: AppTest) -> list[str]:
    return [each.proto.label for each in app.get("page_link")]


def noticed(app: AppTest) -> list[str]:
    """What waits elsewhere, each as the sentence that leads there."""
    lists = (each.proto.body for each in app.get("html") if 'class="hs-notices' in each.proto.body)
    sentences = (re.findall(r"<span>(.*?)</span></a>", body) for body in lists)
    return [unescape(re.sub("<[^>]+>", "", sentence)) for found in sentences for sentence in found]


def said_in_rows(app: AppTest) -> str:
    """What all rows and other text say, read as it is shown: without the marks that keep words from being Markdown."""
    told = (*_links(app), *(each.words for each in unfolding(app)), as_volunteer.text(app))
    return "\n".join(told).replace("\\", "")
