"""A page that is in no menu marks the entry it was reached from."""

from pages.shell.entries import PAGES
from pages.shell.under import UNDER


def test_what_stands_under_an_entry_is_in_no_menu_and_the_entry_is_in_one() -> None:
    sections = {entry.url_path: entry.section for entry in PAGES}
    assert {sections[page] for page in UNDER} == {None}
    assert None not in {sections[entry] for entry in UNDER.values()}
