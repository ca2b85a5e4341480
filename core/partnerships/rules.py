"""What a framework agreement says in exact words, and what it still lacks (X3). Pure but for its own file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from core.documents.rules import ORGANISATION
from core.documents.text.exact import FrozenClause, FrozenParty, FrozenSection, FrozenText
from core.strict import StrictModel, Words

KIND = "framework_agreement"
ASSOCIATION = "association"
FILE = Path(__file__).with_name("agreement.toml")


class AgreementTopic(StrictModel):
    """Something the agreement says; `id` is what its words are kept under."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    title: Words
    hint: Words


class TopicGroup(StrictModel):
    """A question of the checklist with the topics that belong to it."""

    title: Words
    topics: Annotated[tuple[AgreementTopic, ...], Field(min_length=1)]


class AgreementSheet(StrictModel):
    """All that a framework agreement says: its topics, and around them what it is called, what it means in short, how
    it stands to the law, what those confirm who sign, and for whom each signs."""

    number: int
    title: Words
    in_short: Words
    not_binding: Words
    declaration: Words
    ours: Words
    theirs: Words
    groups: Annotated[tuple[TopicGroup, ...], Field(min_length=1)]

    @property
    def topics(self) -> tuple[AgreementTopic, ...]:
        """Every topic, in order."""
        return tuple(topic for group in self.groups for topic in group.topics)


@dataclass(frozen=True, slots=True)
class AgreementSide:
    """One side as the agreement names it: what it is called, the lines that tell how to reach it, and who signs."""

    name: str
    lines: tuple[str, ...]
    signer: str


@dataclass(frozen=True, slots=True)
class AgreementLacks:
    """What is still missing: topics without a word by their id, somebody who speaks for the association, a signature of
    the text as it is now."""

    topics: tuple[str, ...]
    speaker: bool
    signature: bool

    @property
    def count(self) -> int:
        """How many things there are."""
        return len(self.topics) + self.speaker + self.signature

    @property
    def ready(self) -> bool:
        """Whether a signature is all that is missing."""
        return self.count == self.signature == 1


@cache
def agreement_sheet() -> AgreementSheet:
    """The topics that come with the portal."""
    return AgreementSheet.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def agreement_lacks(said: Mapping[str, str], *, speakers: int, signed_as_it_is: bool) -> AgreementLacks:
    """What is missing of an agreement that says `said`, by topic."""
    missing = tuple(each.id for each in agreement_sheet().topics if not said.get(each.id, "").strip())
    return AgreementLacks(missing, speaker=not speakers, signature=not signed_as_it_is)


def agreement_text(ours: AgreementSide, theirs: AgreementSide, said: Mapping[str, str], language: str) -> FrozenText:
    """The agreement as both read and sign it: what it says of each topic, by the topic's id. One without a word leaves
    no trace, nor does a question none of whose topics has one."""
    sheet = agreement_sheet()
    sections: list[FrozenSection] = []
    for group in sheet.groups:
        topics = [each for each in group.topics if said.get(each.id, "").strip()]
        if topics:
            number = len(sections) + 1
            clauses = tuple(
                FrozenClause(topic.id, f"{number}.{at}", topic.title.in_language(language), said[topic.id])
                for at, topic in enumerate(topics, 1)
            )
            title = group.title.in_language(language)
            sections.append(FrozenSection(f"group_{number}", str(number), title, "", clauses))
    return FrozenText(
        kind=KIND,
        language=language,
        template=f"{KIND} {sheet.number}",
        organisation=ours.name,
        title=sheet.title.in_language(language),
        in_short=sheet.in_short.in_language(language).format(organisation=ours.name, association=theirs.name),
        not_binding=sheet.not_binding.in_language(language),
        opening="",
        parties=tuple(
            FrozenParty(capacity, label.in_language(language), side.signer, side.name, side.lines, signs=True)
            for capacity, label, side in ((ORGANISATION, sheet.ours, ours), (ASSOCIATION, sheet.theirs, theirs))
        ),
        sections=tuple(sections),
        declaration=sheet.declaration.in_language(language),
    )


def said_in(text: FrozenText) -> dict[str, str]:
    """What a text that was signed says, by topic."""
    return {clause.id: clause.text for section in text.sections for clause in section.clauses}
