"""Whether somebody who reads English is shown Danish."""

import re
from functools import cache

from core.documents.template.model import Template, shipped
from core.i18n import catalogue
from core.programmes.programme import shipped as programmes

SHORTEST = 3
_DANISH_WORD = re.compile(r"\w*[æøåÆØÅ]\w*")
# What is spelled in Danish in both languages: the portal's name, and those of programmes.
NAMES = {"Håndslag", *_DANISH_WORD.findall(" ".join(each.name["en"] for each in programmes().values()))}


def danish_in(text: str, *, names: frozenset[str] = frozenset()) -> list[str]:
    """The lines of `text` that are one of our Danish sentences, or hold a word with a letter that English has not.

    `names` are the words that somebody wrote themselves.
    """
    lines = {re.sub(r"\s+", " ", line).strip() for line in text.splitlines()}
    return sorted(line for line in lines if line in _sentences() or _foreign(line, names))


def _foreign(line: str, names: frozenset[str]) -> set[str]:
    return set(_DANISH_WORD.findall(line)) - NAMES - names


@cache
def _sentences() -> frozenset[str]:
    """All that the portal says in Danish alone, as far as nothing is filled in, and all that its documents say."""
    catalogued = catalogue("da")
    said = {form for forms in catalogued.values() for form in forms if "{" not in form}
    english = {*catalogued, *(words for template in shipped().values() for words in _words(template, "en"))}
    danish = said | {words for template in shipped().values() for words in _words(template, "da")}
    plain = {re.sub(r"\*\*|:\w+\[|\]", "", words) for words in danish - english}
    return frozenset(words for words in plain if len(words) >= SHORTEST)


def _words(template: Template, language: str) -> set[str]:
    """All strings of a document in `language`."""
    found, left = set(), [template.words(language).model_dump()]
    for part in left:
        for each in part.values():
            left += [each] if isinstance(each, dict) else []
            found |= {each} if isinstance(each, str) else set()
    return found
