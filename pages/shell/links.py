"""Links in our own HTML, which name the address of a page and not its file."""

from uuid import UUID

from pages.shell.entries import PAGES


def address_of(path: str, id_: UUID | None = None) -> str:
    """The address of the page of this file; `id_` is what it is about."""
    entry = next(each for each in PAGES if each.path == path)
    return f"{entry.url_path}?id={id_}" if id_ else entry.url_path
