"""Which words of a text stand together on a line, and which of them lead somewhere.

A line never parts a number from what it counts, a day from its month, the groups of a phone number or a section sign
from its number, and a paragraph's last line is never one word alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from babel import Locale

from core.i18n import LANGUAGES, N_, gettext, locale_of, reading

BOUND = "\u00a0"
MONTHS = [
    re.escape(month) for code in LANGUAGES for month in Locale.parse(locale_of(code)).months["format"]["wide"].values()
]
SHORTENED = [
    "kl\\.",
    "nr\\.",
    "ca\\.",
    "stk\\.",
    "art\\.",
    "tlf\\.",
    "kr\\.",
    "No\\.",
    "DKK",
    "EUR",
    "artikel",
    "article",
    "version",
]
BEFORE_NUMBERS = "|".join(
    [*(rf"(?<=\b{word} )" for word in (*MONTHS, *SHORTENED)), r"(?<=§ )", r"(?<=\d to )", r"(?<=\d til )"]
)
GLUE = re.compile(
    # The parts of a phone number or of a long one, and a number with its unit or its month: "2. år", "14 days". The
    # space comes first, by which a place is found quickly.
    r" (?:(?<=\d )(?=[\d%°a-zæøå])|(?<=\d\. )(?=[a-zæøå])"
    rf"|(?<=\d )(?=(?:{'|'.join(MONTHS)})\b)"
    rf"|(?=\d)(?:{BEFORE_NUMBERS}))"
)
NUMBER = re.compile(r"\d")
WORD = re.compile(r"[^ \t\r\n]+")
FEWEST = 4  # A paragraph of fewer words has no last line to fill.

LINK = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)])"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    rf"|(?P<phone>\+\d{{1,3}}(?:[{BOUND} ]?\d{{2,}}){{2,}})"
)
# What a link says of itself to those who do not see it.
LINK_WORDS = {"url": N_("Open {address}"), "mail": N_("Write to {address}"), "phone": N_("Call {address}")}
SCHEMES = {"url": "", "mail": "mailto:", "phone": "tel:"}


@dataclass(frozen=True, slots=True)
class Link:
    """Where words lead: `kind` of `LINK_WORDS`, and the whole address as it is read."""

    kind: str
    address: str

    def target(self) -> str:
        """The address a reader's program opens, in ASCII as a PDF wants it."""
        written = self.address.replace(" ", "") if self.kind == "phone" else self.address
        return SCHEMES[self.kind] + quote(written, safe="!#$%&'()*+,-./:;=?@[]_~")

    def told(self, language: str) -> str:
        """What it does, in words of `language`."""
        with reading(language):
            return gettext(LINK_WORDS[self.kind]).format(address=self.address)


Part = tuple[str, Link | None]


def paragraphs(text: str) -> Iterator[list[str]]:
    """The words of each paragraph of cleaned `text`. What may not be parted is one word, with `BOUND` inside."""
    numbered = NUMBER.search(text) is not None
    for paragraph in text.split("\n"):
        words = WORD.findall(GLUE.sub(BOUND, paragraph) if numbered else paragraph)
        if len(words) >= FEWEST:
            words[-2:] = [f"{words[-2]}{BOUND}{words[-1]}"]
        yield words


def least(text: str) -> list[str]:
    """What a column of cleaned `text` has to hold on one line: words, with what is held together as one, and the halves
    of mail addresses."""
    return [
        half.replace(BOUND, " ")
        for word in WORD.findall(GLUE.sub(BOUND, text))
        for half in (word.split("@", 1) if LINK.fullmatch(word) else [word])
    ]


def parts(word: str) -> list[Part]:
    """What a word consists of: its links, and what stands around them."""
    found: list[Part] = []
    end = 0
    for match in LINK.finditer(word):
        if match.start() > end:
            found.append((word[end : match.start()], None))
        found.append((match[0], Link(str(match.lastgroup), match[0].replace(BOUND, " "))))
        end = match.end()
    if end < len(word):
        found.append((word[end:], None))
    return found
