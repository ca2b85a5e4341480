"""What is typed is text on the screen that follows, whether it was taken or refused: hostile words in every field of
every page and dialog, and each thing that can be sent from there is sent."""

import re
from collections.abc import Iterator

from sqlmodel import Session
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from core.access.permissions import may
from pages.shell.entries import PAGES
from pages.widgets.dialogs import OPENED
from tests.pages.test_text_is_text import HOSTILE, ID, addresses, at_home, interpreted, strings

# What a header of a mail would break at, and what Markdown makes of the beginning of a line.
LINES = f"{HOSTILE}\r\nBcc: alle@example.dk\n\n# overskrift\n- punkt"
BLOCK = re.compile(r"^ *(# overskrift|- punkt)", re.MULTILINE)


def test_what_is_typed_is_text_where_it_is_taken_and_where_it_is_refused(demonstration: Session) -> None:
    sent, faults, seen = set[str](), dict[str, list[str]](), set[str]()
    for login in ("mette", "soeren", "karen", "jonna", "lise", "ulla", "vibeke", "solvej"):
        actor, app = at_home(demonstration, login)
        for entry in PAGES:
            if entry.action is None or not may(actor, entry.action) or entry.path in seen:
                continue
            seen.add(entry.path)
            for named in addresses(demonstration, entry):
                dialogs, behind = dialogs_of(app, entry.path, named)
                for dialog in dialogs:
                    for key in typed_and_sent(app, (entry.path, named, dialog), behind, sent):
                        for fault in (*interpreted(app), *blocks(app)):
                            # Code is shown letter by letter.
                            if not fault.startswith("Code."):
                                faults.setdefault(fault, []).append(f"{login}: {key}")
    assert faults == {}
    assert len(sent) > 90


def dialogs_of(app: AppTest, path: str, named: dict[str, str]) -> tuple[list[str], set[str]]:
    """The page itself, as "", with the dialogs its buttons open, of which those that differ in ids only are one; and
    the keys of its own buttons, which nobody presses behind a dialog."""
    if not drawn(app, path, named):
        return [], set()
    keys = {button.key for button in app.button if button.key}
    found = [key.removeprefix("open-") for key in sorted(keys) if key.startswith("open-")]
    return ["", *{ID.sub("", each): each for each in found}.values()], keys


def typed_and_sent(
    app: AppTest, place: tuple[str, dict[str, str], str], behind: set[str], sent: set[str]
) -> Iterator[str]:
    """Type into all there is at `place` and press what sends it, one after another: the key of each, once its answer is
    drawn."""
    path, _named, dialog = place
    while drawn(app, *place) and fill(app):
        there = [button for button in sends(app) if not (dialog and button.key in behind)]
        new = [button for button in there if f"{path} {ID.sub('', button.key or button.label)}" not in sent]
        if not new:
            return
        alike = f"{path} {ID.sub('', new[0].key or new[0].label)}"
        sent.add(alike)
        new[0].click().run()
        assert not app.exception, (alike, app.exception[0].value)
        yield alike


def drawn(app: AppTest, path: str, named: dict[str, str], dialog: str = "") -> bool:
    app.query_params.clear()
    app.query_params.update(named)
    app.session_state[OPENED.key] = dialog
    app.switch_page(path).run()
    return not app.exception


def fill(app: AppTest) -> int:
    """Write into every field; how many there are."""
    fields = [*((each, HOSTILE) for each in app.text_input), *((each, LINES) for each in app.text_area)]
    fields = [(each, words) for each, words in fields if not each.disabled]
    for each, words in fields:
        each.set_value(words)
    return len(fields)


def sends(app: AppTest) -> list[Button]:
    """The buttons that send what stands in fields: those of a form, and the main ones of a page or dialog."""
    return [
        each
        for each in app.button
        if not each.disabled and (each.proto.is_form_submitter or each.proto.type == "primary")
    ]


def blocks(app: AppTest) -> Iterator[str]:
    """What of what was typed Markdown makes a heading or a list of."""
    for where, shown in strings(app._tree):
        if where == "Markdown.body" and BLOCK.search(shown):
            yield f"{where}: {shown[:100]}"
