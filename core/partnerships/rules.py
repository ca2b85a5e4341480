"""What a framework agreement still lacks (X3). Pure but for its own file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from core.strict import StrictModel, Words

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
    """All that a framework agreement says."""

    groups: Annotated[tuple[TopicGroup, ...], Field(min_length=1)]

    @property
    def topics(self) -> tuple[AgreementTopic, ...]:
        """Every topic, in order."""
        return tuple(topic for group in self.groups for topic in group.topics)


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


@cache
def agreement_sheet() -> AgreementSheet:
    """The topics that come with the portal."""
    return AgreementSheet.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def agreement_lacks(said: Mapping[str, str], *, speakers: int, signed_as_it_is: bool) -> AgreementLacks:
    """What is missing of an agreement that says `said`, by topic."""
    missing = tuple(each.id for each in agreement_sheet().topics if not said.get(each.id, "").strip())
    return AgreementLacks(missing, speaker=not speakers, signature=not signed_as_it_is)
