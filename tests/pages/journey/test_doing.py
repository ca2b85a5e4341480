"""The one button of a row: every action has a word, and does something or leads to a page."""

from functools import partial
from types import SimpleNamespace
from uuid import uuid4

import pytest

from core.i18n import LANGUAGES, reading
from core.journey.doing import Do
from pages.journey import doing
from pages.journey.doing import DOINGS, RowSubject, button_words, carry_out
from pages.shell import addresses
from pages.shell.entries import PAGES

ABOUT = RowSubject(uuid4(), uuid4(), "welcome_letter")
# Done at once, by a service; the others lead to where it is done.
AT_ONCE = {Do.MAKE, Do.SEND, Do.REMIND, Do.CONTACT}


def _note(done: list[str], what: str, *_given: object, **_named: object) -> None:
    done.append(what)


@pytest.fixture
def pressed(monkeypatch):
    """What is done by a button, and the pages it leads to, instead of doing it."""
    done: list[str] = []
    for name in ("make", "make_link", "act"):
        monkeypatch.setattr(doing, name, partial(_note, done, "done"))
    monkeypatch.setattr(doing, "_person_of", lambda _engagement_id: SimpleNamespace(language="da"))
    monkeypatch.setattr(doing.st, "switch_page", partial(_note, done))
    return done


def test_every_action_has_an_entry():
    assert set(DOINGS) == set(Do)


@pytest.mark.parametrize("do", Do)
def test_every_action_has_a_word_in_every_language(do):
    for language in LANGUAGES:
        with reading(language):
            assert button_words(do, "welcome_letter")
            assert "{" not in button_words(do)


@pytest.mark.parametrize("do", Do)
def test_every_action_is_done_at_once_or_leads_to_a_page_that_is_there(do, pressed):
    carry_out(do, ABOUT)
    assert pressed
    assert {each for each in pressed if each != "done"} <= {entry.path for entry in PAGES}
    assert ("done" in pressed) == (do in AT_ONCE | {Do.INVITE})


@pytest.mark.parametrize("do", sorted(set(Do) - {Do.MAKE}))
def test_a_row_that_is_about_nothing_in_particular_still_leads_somewhere(do, pressed):
    carry_out(do, RowSubject(uuid4()))
    assert pressed[-1] in {entry.path for entry in PAGES}


@pytest.mark.parametrize(("to_sign", "page"), [(True, addresses.ON_PAPER), (False, addresses.LETTER)])
def test_paper_is_filled_in_before_it_is_signed(to_sign, page, pressed):
    carry_out(Do.PAPER, RowSubject(uuid4(), uuid4(), to_sign=to_sign))
    assert pressed[0] == page
