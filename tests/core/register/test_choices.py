"""What a register can show."""

import pytest

from core.register.choices import page_of, pages_of


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (25, 1), (26, 2), (2000, 80)])
def test_there_are_as_many_pages_as_the_rows_take(total, pages):
    assert pages_of(total) == pages


@pytest.mark.parametrize(("page", "shown"), [(-3, 1), (0, 1), (1, 1), (2, 2), (9, 3)])
def test_a_page_that_is_not_there_is_the_nearest(page, shown):
    assert page_of(page, 60) == shown
