"""What stands in a personal log book: pages of four kinds, each with its own questions (Q6, Q10, Q13)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

# How long a title made of a page's first words is.
TITLE = 60


class LogTool(StrEnum):
    """What somebody writes a page with."""

    FREE = "free"
    THREE_PS = "three_ps"  # private, personal, professional
    TIME_LINE = "time_line"  # one event, placed where it belongs in time
    SIGNS = "signs"  # early signs, and what helps


# The questions of each, by the names their words have.
QUESTIONS: Mapping[LogTool, tuple[str, ...]] = {
    LogTool.FREE: ("words",),
    LogTool.THREE_PS: ("situation", "private", "personal", "professional"),
    LogTool.TIME_LINE: ("when", "what", "helped", "now", "use"),
    LogTool.SIGNS: ("signs", "helps", "others", "call"),
}


@dataclass(frozen=True, slots=True)
class PersonalPage:
    """One page, open: `words` by question, what is not answered left out. `version` is 0 for one not stored yet."""

    page_id: UUID
    tool: LogTool
    written_on: date
    words: Mapping[str, str]
    version: int = 0

    @property
    def title(self) -> str:
        """Its first words, cut at the end of one; "" for a page with none."""
        first = next((said for question in QUESTIONS[self.tool] if (said := self.words.get(question, ""))), "")
        line = " ".join(first.split())
        if len(line) <= TITLE:
            return line
        return line[: TITLE + 1].rsplit(" ", 1)[0][:TITLE].rstrip(",.;:") + "…"


def as_bytes(page: PersonalPage) -> bytes:
    """What of a page is sealed."""
    told = {"tool": page.tool, "written_on": page.written_on.isoformat(), "words": dict(page.words)}
    return json.dumps(told, ensure_ascii=False).encode()


def from_bytes(page_id: UUID, stored: bytes, version: int) -> PersonalPage:
    """The page of what `as_bytes` gave."""
    told = json.loads(stored)
    return PersonalPage(
        page_id, LogTool(told["tool"]), date.fromisoformat(told["written_on"]), dict(told["words"]), version
    )


def in_order(pages: Iterable[PersonalPage]) -> list[PersonalPage]:
    """As they are read: the newest day first, and in one day always the same order."""
    return sorted(pages, key=lambda page: (page.written_on, page.page_id.hex), reverse=True)


def goes_on(stored: str, written: str) -> bool:
    """Whether `written` is what is stored with more behind it, so that storing it loses nothing."""
    return written.startswith(stored.rstrip())
