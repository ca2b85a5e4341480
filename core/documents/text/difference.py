"""What changed between two texts, in words a signer can read."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from typing import Literal

from core.documents.text.exact import FrozenClause, FrozenParty, FrozenSection, FrozenText

Kind = Literal["same", "added", "removed"]
Words = tuple[tuple[Kind, str], ...]
Key = tuple[str, ...]

WORD = re.compile(r"\s+|\w+|[^\w\s]")
FIELDS = ("kind", "language", "template", "organisation", "title", "in_short", "not_binding", "opening")
SIGNS = "✓"


@dataclass(frozen=True, slots=True)
class TextChange:
    """One place that differs. `where` is its heading, or the name of that part of the text; `words` are in order."""

    where: str
    kind: Literal["added", "removed", "changed"]
    words: Words


@dataclass(slots=True)
class Patience:
    """How many pairs of equal words are still looked at: about a second's worth, however long and alike two texts are.

    Without an end a page of one word over and over would take minutes.
    """

    left: int = 4_000_000


class _Matcher(SequenceMatcher[str]):
    """A matcher that gives up on what is left when its patience runs out."""

    def __init__(self, before: list[str], after: list[str], patience: Patience) -> None:
        self.patience, self.before = patience, before
        self.times = Counter(after)
        super().__init__(None, before, after, autojunk=False)

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        self.patience.left -= sum(self.times[word] for word in self.before[alo:ahi])
        if self.patience.left < 0:
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a text: where it stands, the words that are read, and all that may differ in it."""

    where: str
    words: str
    content: tuple[object, ...]


def differences(old: FrozenText, new: FrozenText) -> tuple[TextChange, ...]:
    """Every place where `new` says something else than `old`; empty exactly when they are the same text."""
    before, after = dict(_parts(old)), dict(_parts(new))
    patience = Patience()
    changes = [change for key in {**after, **before} if (change := _change(before.get(key), after.get(key), patience))]
    order_before = [key for key in before if key in after]
    order_after = [key for key in after if key in before]
    if order_before != order_after:
        headings = ["\n".join(parts[key].where for key in parts) for parts in (before, after)]
        changes.append(TextChange("order", "changed", compare(*headings, patience=patience)))
    return tuple(changes)


def compare(old: str, new: str, *, patience: Patience | None = None) -> Words:
    """`old` and `new` word by word: "same" and "removed" words make `old`, "same" and "added" words make `new`.

    Words that were replaced one after the other stay together, so that they read as a phrase. Where `patience` runs
    out, what is left is told as replaced.
    """
    before, after = WORD.findall(old), WORD.findall(new)
    runs: list[tuple[Kind, str]] = []
    removed = added = ""
    for what, left, right, start, end in _Matcher(before, after, patience or Patience()).get_opcodes():
        gone, come = "".join(before[left:right]), "".join(after[start:end])
        if what == "equal" and (gone.strip() or not (removed and added)):
            runs += [*_told(removed, added), ("same", gone)]
            removed = added = ""
        else:
            removed, added = removed + gone, added + come
    return (*runs, *_told(removed, added))


def _told(removed: str, added: str) -> Iterator[tuple[Kind, str]]:
    if removed:
        yield "removed", removed
    if added:
        yield "added", added


def _change(before: _Part | None, after: _Part | None, patience: Patience) -> TextChange | None:
    if before is None and after is not None:
        return TextChange(after.where, "added", compare("", after.words))
    if after is None and before is not None:
        return TextChange(before.where, "removed", compare(before.words, ""))
    if before is None or after is None or before.content == after.content:
        return None
    return TextChange(after.where, "changed", compare(before.words, after.words, patience=patience))


def _parts(text: FrozenText) -> Iterator[tuple[Key, _Part]]:
    """Everything a text says, in order. A part is known again by its ids, and by how many had the same id before it."""
    for field in FIELDS:
        yield (field,), _field(text, field)
    seen: Counter[Key] = Counter()
    for party in text.parties:
        place = _known(("party", party.capacity), seen)
        yield place, _party(party)
        if party.signs:
            yield (*place, "signs"), _Part(party.label or party.capacity, SIGNS, (SIGNS,))
    for section in text.sections:
        place = _known(("section", section.id), seen)
        yield place, _section(section)
        for clause in section.clauses:
            yield _known((*place, "clause", clause.id), seen), _clause(clause)
    yield ("declaration",), _field(text, "declaration")


def _known(key: Key, seen: Counter[Key]) -> Key:
    seen[key] += 1
    return (*key, str(seen[key]))


def _field(text: FrozenText, field: str) -> _Part:
    value = getattr(text, field)
    return _Part(field, value, (value,))


def _party(party: FrozenParty) -> _Part:
    content = (party.label, party.name, party.on_behalf_of, *party.lines)
    return _Part(party.label or party.capacity, _lines([*content]), content)


def _section(section: FrozenSection) -> _Part:
    heading = f"{section.number} {section.title}".strip()
    return _Part(
        section.title or section.id, _lines([heading, section.intro]), (section.number, section.title, section.intro)
    )


def _clause(clause: FrozenClause) -> _Part:
    heading = f"{clause.number} {clause.title}".strip()
    return _Part(clause.title or clause.number or clause.id, _lines([heading, clause.text]), (clause,))


def _lines(parts: list[str]) -> str:
    return "\n".join(part for part in parts if part)
