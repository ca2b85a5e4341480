"""A part of a page that Streamlit runs alone, as when something is chosen in a dialog."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import DomainError
from pages.shell import boundary
from pages.shell.context import begin, end, has_begun, refused


@contextmanager
def part_of_a_run() -> Iterator[None]:
    """Around what may be run alone: gives it a context and ends that, as `app.py` does for a whole run."""
    if has_begun():
        yield
        return
    try:
        begin()
        yield
    except DomainError as error:
        refused(error)
    except Exception as error:  # a boundary: nothing of it reaches a visitor but a reference
        boundary.show(error)
    finally:
        end()
