"""Words that somebody wrote, made safe to stand in Streamlit's Markdown: in text, labels, buttons and messages."""

import re
from collections.abc import Iterable

from core.i18n import gettext as _

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Streamlit turns these into signs, icons or links after it has read the escapes, so an escape alone does not stop it.
# A word joiner, which is neither seen nor spoken, takes them apart.
MADE_LATER = re.compile(r":(?=[\w+-]+:)|:(?=//)|\bwww(?=\.)|-(?=[->])|<(?=[-=])|[>~](?==)", re.IGNORECASE)
HARMLESS = re.compile(r"(?!.*www\.)[^\W\d_](?:[^\W_]|[.,?] (?! )|[ .,?’'()](?! )|-(?![->]))*")
BEGINS_A_LIST = re.compile(r"^(\d+)\.(?= )")
WORD_JOINER = "\u2060"


def plain(text: str) -> str:
    """`text` on one line, so that Markdown shows it letter by letter: no markup, formulas, colours, icons or links.

    An e-mail address may still be shown as one to write to: taken apart it could not be copied.
    """
    apart = MADE_LATER.sub(lambda found: found.group() + WORD_JOINER, " ".join(text.split()))
    return PUNCTUATION.sub(r"\\\1", apart)


def day_first(line: str) -> str:
    """`line`, which may begin with a day: "1. december" would become a list in Markdown."""
    return BEGINS_A_LIST.sub(r"\1\\.", line)


def plain_label(text: str) -> str:
    """`text` as a widget's label, which is also read out as it is written: without marks where it needs none."""
    return text if HARMLESS.fullmatch(text) else plain(text)


def and_words(names: Iterable[str]) -> str:
    """Names in a row: "Karen, Bo and Ea"."""
    told = list(names)
    if len(told) < 2:
        return "".join(told)
    return _("{first} and {last}").format(first=", ".join(told[:-1]), last=told[-1])
