"""What somebody is found by: names and mail without their spelling, and the phone number as a blind index.

Names and mail are not encrypted, so what is made of them here tells nothing new. Of an encrypted phone number only a
keyed hash stands here: with the database alone nobody can read or guess it, and it shows no more than that two people
gave the same number.
"""

import re
import unicodedata
from collections.abc import Iterable

from db.crypto import blind_index

# Letters that no decomposition takes apart, as they are written without them.
LATIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i"})
# "Søren", "Soeren", "Sören" and "Soren" are one, and so are "Åse", "Aase" and "Ase": what stands in for a letter goes.
STANDS_IN = re.compile(r"a[ae]+|oe+|ue+")
# A hash is written in signs, so that no word and no number that is searched for is part of one by chance.
SIGNS = str.maketrans("0123456789abcdef", "!#$&*()[]{}<>;:=")
# An index of PostgreSQL takes so many letters of any kind beside a name.
LONGEST = 400


def folded(written: str) -> str:
    """`written` in small letters, without accents, and in one spelling of the letters that people write in several.

    The beginning of a word, folded, begins the folded word.
    """
    small = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", written).casefold().translate(LATIN))
    bare = "".join(c for c in small if not unicodedata.combining(c))
    return STANDS_IN.sub(lambda found: found.group()[0], bare)


def words_of(written: str) -> list[str]:
    """The words of `written`, folded, without what stands between them."""
    return re.findall(r"\w+", folded(written))


def phone_mark(phone: str) -> str:
    """The blind index of a number that begins with its country's, however its digits are set apart."""
    return blind_index(re.sub(r"\D", "", phone)).translate(SIGNS)


def found_by(names: Iterable[str], email: str, phone: str) -> str:
    """All that somebody is found by, each word after a blank. A name also stands in one word: Anne Marie, Annemarie."""
    words = [words_of(name) for name in names]
    together = [*(word for name in words for word in name), *("".join(name) for name in words if len(name) > 1)]
    marked = [phone_mark(phone)] if phone else []
    return " ".join(("", *marked, *folded(email).split(), *together))[:LONGEST]
