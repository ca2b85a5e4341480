"""The quotation marks and apostrophes running text is printed with, whichever ones it was written with.

Only how a text looks on paper is chosen here: what is stored and what its fingerprint is taken of never changes. Names
and addresses of their own are printed as they are.
"""

import re

# Inch marks and straight quotes are one sign, so a straight one needs its pair; a mail address keeps its own.
IN_WORD = re.compile(r"(?<=[^\W\d_])'(?!\S*@)")
SINGLE = re.compile(r"(?<!\w)'([^'\n]+)'(?!\w)")
DOUBLE = re.compile(r"\"([^\"\n]+)\"|»([^«»\n]+)«|“([^“”\n]+)”")
# As each language of the texts writes them; in another one they stand as they were written.
MARKS = {"da": ("»", "«"), "en": ("“", "”")}


def typographic(text: str, language: str) -> str:
    """`text` with curly apostrophes and the quotation marks of `language`."""
    if "'" in text:
        text = IN_WORD.sub("’", SINGLE.sub(r"‘\1’", text))
    if language not in MARKS or DOUBLE.search(text) is None:
        return text
    begin, end = MARKS[language]
    return DOUBLE.sub(lambda found: f"{begin}{found[1] or found[2] or found[3]}{end}", text)
