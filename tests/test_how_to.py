"""The pages that say how to do something name only what is there."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import ROOT

PAGES = sorted((ROOT / "docs" / "how-to").glob("*.md"))
IN_BACKTICKS = re.compile(r"`([^`\n]+)`")
NAME_IN_A_FILE = re.compile(r"`([A-Za-z_]\w*)` in `([\w./-]+)`")


def paths_named(page: Path) -> Iterator[str]:
    """Every path a page names; "<language>" stands for one that is there, Danish."""
    for named in IN_BACKTICKS.findall(page.read_text(encoding="utf-8")):
        if "/" in named and " " not in named:
            yield named.replace("<language>", "da")


def test_every_path_that_a_page_names_is_there():
    assert [f"{page.name}: {path}" for page in PAGES for path in paths_named(page) if not (ROOT / path).exists()] == []


def test_every_name_stands_in_the_file_it_is_said_to_stand_in():
    found = [
        (page.name, name, path)
        for page in PAGES
        for name, path in NAME_IN_A_FILE.findall(" ".join(page.read_text(encoding="utf-8").split()))
    ]
    assert ("add-a-language.md", "LANGUAGES", "core/i18n.py") in found
    missing = [each for each in found if not re.search(rf"\b{each[1]}\b", (ROOT / each[2]).read_text(encoding="utf-8"))]
    assert missing == []
