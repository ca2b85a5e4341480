"""The exact text of a document as both parties read it, and its fingerprint.

A `FrozenText` is everything the reader sees before signing: no placeholder is left in it and nothing is looked up
when it is drawn, so the page, the PDF and the fingerprint can never disagree.
"""

import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class FrozenClause:
    """One point as it stands in the text. `number` is the printed number ("1.4") or "" where the kind has none."""

    id: str
    number: str
    title: str
    text: str
    reworded: bool = False


@dataclass(frozen=True, slots=True)
class FrozenSection:
    """A heading with its clauses. `number` is "" where the kind does not number its sections."""

    id: str
    number: str
    title: str
    intro: str
    clauses: tuple[FrozenClause, ...]


@dataclass(frozen=True, slots=True)
class FrozenParty:
    """Someone named in the document. `lines` are address, phone and e-mail as printed, in that order."""

    capacity: str
    label: str
    name: str
    on_behalf_of: str
    lines: tuple[str, ...]
    signs: bool


@dataclass(frozen=True, slots=True)
class FrozenText:
    """A whole document in one language.

    `title` heads it, `in_short` says in plain words what it means, `not_binding` that it does not bind legally,
    `declaration` is the sentence each signing party confirms.
    """

    kind: str
    language: str
    template: str
    organisation: str
    title: str
    in_short: str
    not_binding: str
    opening: str
    parties: tuple[FrozenParty, ...]
    sections: tuple[FrozenSection, ...]
    declaration: str

    def canonical(self) -> str:
        """The one spelling of this text as JSON; what is stored, and what the fingerprint is taken of."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def fingerprint(self) -> str:
        """SHA-256 of `canonical()` as 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    @classmethod
    def from_canonical(cls, stored: str) -> "FrozenText":
        """Read back what `canonical()` wrote."""
        raw = json.loads(stored)
        return cls(
            **{key: value for key, value in raw.items() if key not in ("parties", "sections")},
            parties=tuple(FrozenParty(**{**party, "lines": tuple(party["lines"])}) for party in raw["parties"]),
            sections=tuple(
                FrozenSection(**{**section, "clauses": tuple(FrozenClause(**clause) for clause in section["clauses"])})
                for section in raw["sections"]
            ),
        )
