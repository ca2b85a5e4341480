"""How hard a text is to read, and which of its sentences makes it so.

LIX is Björnsson's index: words a sentence plus the share of words over six letters, in per cent. Under 40 is what a
weekly magazine reads like. It counts no syllables, so one rule serves Danish and English.

What cannot be said in easier words is not counted: the name of a law with its section, where a fact was found, and
when it was checked. What is filled in counts as one short name, and so does a link.
"""

import re
from collections.abc import Iterator

LIMIT = 40
# LIX is an average. In a handful of words one "organisationen" doubles it, so a shorter text is read with its like.
ENOUGH_WORDS = 20
LONGEST_SENTENCE = 25
# One sentence may be harder than its text, but never what Björnsson calls very difficult.
HARDEST_SENTENCE = 60
SENTENCE_TO_JUDGE = 10

FILLED_IN = re.compile(r"\{\{.*?\}\}|\{\w*\}|https?://\S+")
LAW = re.compile(
    r"\b(?:\w+(?:loven|forordningen)|barnets lov|data protection regulation)(?: § ?\d+(?: [a-z]\b| M\b)?(?: ff\.)?)?",
    re.I,
)
SECTION = re.compile(r"\barti(?:kel|cle) \d+|§ ?\d+(?: [a-z]\b)?(?: ff\.)?")
REFERENCE = re.compile(r"\b(?:Kilde|Source): .*?(?=Kontrolleret|Checked|$)|\b(?:Kontrolleret|Checked) \w+ \d{4}\.")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
STOP = re.compile(r"(?<=[.!?:])[\"»«”)]*\s+|\n+")
# A full stop inside these ends no sentence.
SHORTENED = re.compile(r"\b(kl|nr|ff|evt|p\.m|a\.m|e\.g|No)\.(?=\s+[\w§])")


def easy_to_count(text: str) -> str:
    """`text` without what cannot be said in easier words."""
    without = SECTION.sub("Anne", LAW.sub("Anne", REFERENCE.sub("", text)))
    return SHORTENED.sub(r"\1", FILLED_IN.sub("Anne", without))


def words(text: str) -> list[str]:
    return WORD.findall(easy_to_count(text))


def sentences(text: str) -> list[str]:
    return [part.strip() for part in STOP.split(easy_to_count(text)) if part and WORD.search(part)]


def lix(text: str) -> float:
    """0 for a text without words."""
    counted = words(text)
    if not counted:
        return 0.0
    return len(counted) / len(sentences(text)) + 100 * sum(len(word) > 6 for word in counted) / len(counted)


def faults(text: str) -> Iterator[str]:
    """What is hard in `text`, each fault with the sentence that makes it so."""
    for sentence in sentences(text):
        length = len(WORD.findall(sentence))
        if length > LONGEST_SENTENCE:
            yield f"{length} words in: {sentence}"
        elif length >= SENTENCE_TO_JUDGE and lix(sentence) > HARDEST_SENTENCE:
            yield f"LIX {lix(sentence):.0f} in: {sentence}"
    if len(words(text)) >= ENOUGH_WORDS and lix(text) >= LIMIT:
        yield f"LIX {lix(text):.0f}, most in: {max(sentences(text), key=lix)}"
