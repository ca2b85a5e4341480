"""What changed between two texts, in words a signer can read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from core.documents.text import FrozenText

Kind = Literal["same", "added", "removed"]
WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Change:
    """One place that differs. `where` is its heading, or the id of the part of the text; `words` are in order."""

    where: str
    kind: Literal["added", "removed", "changed"]
    words: tuple[tuple[Kind, str], ...]


def differences(old: FrozenText, new: FrozenText) -> tuple[Change, ...]:
    """Every place where `new` says something else than `old`; empty exactly when they are the same text."""
    before, after = _parts(old), _parts(new)
    order = [*after, *(key for key in before if key not in after)]
    changes = [
        Change(
            where=(after.get(key) or before[key])[0],
            kind=_kind(before.get(key), after.get(key)),
            words=compare(before[key][1] if key in before else "", after[key][1] if key in after else ""),
        )
        for key in order
        if before.get(key) != after.get(key)
    ]
    shared = [key for key in before if key in after]
    if not changes and shared != [key for key in after if key in before]:
        return (Change("order", "changed", compare("\n".join(before), "\n".join(after))),)
    return tuple(changes)


def compare(old: str, new: str) -> tuple[tuple[Kind, str], ...]:
    """`old` and `new` word by word: "same" and "removed" words make `old`, "same" and "added" words make `new`."""
    a, b = WORD.findall(old), WORD.findall(new)
    return tuple(_runs(a, b))


def _runs(a: list[str], b: list[str]) -> Iterator[tuple[Kind, str]]:
    for what, a_from, a_to, b_from, b_to in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "equal":
            yield "same", "".join(a[a_from:a_to])
            continue
        if a_to > a_from:
            yield "removed", "".join(a[a_from:a_to])
        if b_to > b_from:
            yield "added", "".join(b[b_from:b_to])


def _kind(before: tuple[str, str] | None, after: tuple[str, str] | None) -> Literal["added", "removed", "changed"]:
    if before is None:
        return "added"
    return "removed" if after is None else "changed"


def _parts(text: FrozenText) -> dict[tuple[str, ...], tuple[str, str]]:
    """Everything that is read, by where it stands: its heading, and its words."""
    parts: dict[tuple[str, ...], tuple[str, str]] = {}
    for name in ("kind", "language", "template", "organisation", "title", "in_short", "not_binding", "opening"):
        parts[(name,)] = (name, getattr(text, name))
    for position, party in enumerate(text.parties):
        lines = "\n".join((party.label, party.name, party.on_behalf_of, *party.lines))
        parts["party", party.capacity, str(position)] = (party.label or party.capacity, lines)
        parts["signs", party.capacity, str(position)] = (party.label or party.capacity, "✓" if party.signs else "")
    for place, section in enumerate(text.sections):
        key = ("section", section.id, str(place))
        parts[key] = (section.title or section.id, "\n".join((section.number, section.title, section.intro)))
        for position, clause in enumerate(section.clauses):
            where = clause.title or clause.number or clause.id
            words = "\n".join((clause.number, clause.title, clause.text))
            parts["clause", section.id, clause.id, str(position) if _repeats(section.clauses, clause.id) else ""] = (
                where,
                words,
            )
    parts["declaration",] = ("declaration", text.declaration)
    return parts


def _repeats(clauses: tuple[object, ...], clause_id: str) -> bool:
    return [clause.id for clause in clauses].count(clause_id) > 1  # type: ignore[attr-defined]
