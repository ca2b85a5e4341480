"""What tests of pages may ask for: an office with somebody of each role that administers."""

from tests.pages.office import office  # noqa: F401
