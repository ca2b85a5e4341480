"""Pages of a personal log book: they come back as they were, in the order they are read in, with their first words."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.personal_log.rules import QUESTIONS, TITLE, LogTool, PersonalPage, as_bytes, from_bytes, goes_on, in_order

TEXTS = st.text(st.characters(codec="utf-8"), max_size=200)
PAGES = st.builds(
    PersonalPage,
    st.uuids(),
    st.sampled_from(LogTool),
    st.dates(),
    st.dictionaries(st.sampled_from(["words", "signs", "when"]), TEXTS),
    st.integers(0, 9),
)


@given(PAGES)
def test_a_page_comes_back_as_it_was(page):
    assert from_bytes(page.page_id, as_bytes(page), page.version) == page


@given(st.lists(PAGES, max_size=8), st.randoms())
def test_the_newest_day_is_first_however_they_lay_in_the_database(pages, random):
    shuffled = list(pages)
    random.shuffle(shuffled)
    found = in_order(shuffled)
    assert [page.written_on for page in found] == sorted((page.written_on for page in pages), reverse=True)
    assert {page.page_id for page in found} == {page.page_id for page in pages}


@given(PAGES)
def test_a_title_is_short_and_of_the_first_answer(page):
    said = next((page.words[name] for name in QUESTIONS[page.tool] if page.words.get(name)), "")
    assert len(page.title) <= TITLE + 1
    assert page.title.rstrip("…") in " ".join(said.split())


@pytest.mark.parametrize(
    ("stored", "written", "goes"),
    [
        ("", "", True),
        ("", "noget", True),
        ("Jeg gik", "Jeg gik en tur", True),
        ("Jeg gik \n", "Jeg gik en tur", True),
        ("Jeg gik en tur", "Jeg gik", False),
        ("Noget andet", "Jeg gik", False),
    ],
)
def test_more_behind_what_is_stored_loses_nothing(stored, written, goes):
    assert goes_on(stored, written) is goes


def test_pages_of_one_day_always_stand_in_the_same_order():
    day, first, last = date(2026, 11, 27), UUID(int=1), UUID(int=2)
    pages = [PersonalPage(first, LogTool.FREE, day, {}), PersonalPage(last, LogTool.FREE, day, {})]
    assert in_order(pages) == in_order(reversed(pages))
    newer = PersonalPage(uuid4(), LogTool.FREE, day + timedelta(days=1), {})
    assert in_order([*pages, newer])[0] == newer
