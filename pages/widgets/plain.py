"""Words that somebody wrote, made safe to stand in Streamlit's Markdown: in text, labels, buttons and messages."""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from core.i18n import gettext as _

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Streamlit turns these into signs, icons or links after it has read the escapes, so an escape alone does not stop it.
# A word joiner, which is neither seen nor spoken, takes them apart.
MADE_LATER = re.compile(r":(?=[\w+-]+:)|:(?=//)|\bwww(?=\.)|-(?=[->])|<(?=[-=])|[>~](?==)", re.IGNORECASE)
HARMLESS = re.compile(r"(?!.*www\.)[^\W\d_](?:[^\W_]|[.,?] (?! )|[ .,?’'()](?! )|-(?![->]))*")
BEGINS_A_LIST = re.compile(r"^(\d+)\.(?= )")
WORD_JOINER = "\u2060"
# Where the handbooks send volunteers: benefits and insurance, duties towards others, certificates.
SITES = ("ast.dk", "borger.dk", "frivillighed.dk")
NAMED = re.compile(rf"(?<![\w.@/-])({'|'.join(map(re.escape, SITES))})(?![\w@/-]|\.\w)")


def plain(text: str) -> str:
    """`text` on one line, so that Markdown shows it letter by letter: no markup, formulas, colours, icons or links.

    An e-mail address may still be shown as one to write to: taken apart it could not be copied.
    """
    apart = MADE_LATER.sub(lambda found: found.group() + WORD_JOINER, " ".join(text.split()))
    return PUNCTUATION.sub(r"\\\1", apart)


def linked(text: str) -> Markup:
    """`text` as HTML, everything in it as it was written; a site of `SITES` opens beside the portal."""
    parts = NAMED.split(text)
    return Markup("").join(
        Markup('<a href="https://{0}" target="_blank" rel="noopener noreferrer">{0}</a>').format(part)
        if part in SITES
        else escape(part)
        for part in parts
    )


def plain_with_sites(text: str) -> str:
    """`plain` text in which the public sites that are known by name are links."""
    return "".join(f"[{part}](https://{part})" if part in SITES else _kept(part) for part in NAMED.split(text))


def _kept(part: str) -> str:
    """`part` made plain with the spaces around it, as it stands between others."""
    before, after = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
    return f"{before and ' '}{plain(part)}{after and ' '}"


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


def or_words(names: Iterable[str]) -> str:
    """One of these: "PDF, JPG or PNG"."""
    told = list(names)
    if len(told) < 2:
        return "".join(told)
    return _("{first} or {last}").format(first=", ".join(told[:-1]), last=told[-1])
