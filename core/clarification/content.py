"""What is talked about at a clarification meeting: the agenda and the topics (M2, M3). Pure but for its own file."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from core.strict import StrictModel, Words

FILE = Path(__file__).with_name("meeting.toml")

TopicId = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]


class MeetingTopic(StrictModel):
    """A topic, and what each side might think about beforehand. What is answered to one about `health` is read by the
    volunteer and the coordinator who follows them alone."""

    id: TopicId
    title: Words
    volunteer: Words
    organisation: Words
    health: bool = False


class MeetingSheet(StrictModel):
    """Everything a meeting is held by; the points of the `agenda` are in order."""

    title: Words
    intro: Words
    agenda: Annotated[tuple[Words, ...], Field(min_length=1)]
    topics: Annotated[tuple[MeetingTopic, ...], Field(min_length=1)]

    def titles(self, language: str) -> Mapping[str, str]:
        """What the topics are called, by their ids."""
        return {topic.id: topic.title.in_language(language) for topic in self.topics}


@cache
def meeting_sheet() -> MeetingSheet:
    """The sheet that comes with the portal."""
    return MeetingSheet.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
