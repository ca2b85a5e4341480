"""What a register shows: the choices of its reader, the orders it stands in, and the columns of a row."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.documents.rules import PARTNER, VOLUNTEER
from core.journey.steps import CONTACT_PERSON, COORDINATOR, SUPERVISOR, Stage
from core.people.filter import EngagementFilter

A_PAGE = 25


class Acts(StrEnum):
    """Who has the next thing to do: the reader, or whoever has this part."""

    ME = "me"
    COORDINATOR = COORDINATOR
    CONTACT_PERSON = CONTACT_PERSON
    VOLUNTEER = VOLUNTEER
    PARTNER = PARTNER
    SUPERVISOR = SUPERVISOR


class RegisterOrder(StrEnum):
    """What the register is sorted by."""

    NAME = "name"
    URGENT = "urgent"
    APPROVAL = "approval"  # the approval that runs out first; those without one last
    NEWEST = "newest"
    WORKPLACE = "workplace"
    PROGRAMME = "programme"
    CONTACT_PERSON = "contact_person"
    STAGE = "stage"
    BEGINS = "begins"


class Column(StrEnum):
    """What a row can tell besides the name."""

    STAGE = "stage"
    NEXT = "next"
    WORKPLACE = "workplace"
    PROGRAMME = "programme"
    CONTACT_PERSON = "contact_person"
    PHONE = "phone"
    EMAIL = "email"
    PARTNER = "partner"
    APPROVED_UNTIL = "approved_until"
    COURSES_MISSING = "courses_missing"
    BEGINS_ON = "begins_on"


SHOWN = (Column.STAGE, Column.NEXT, Column.WORKPLACE, Column.PROGRAMME)


@dataclass(frozen=True, slots=True)
class RegisterFilter(EngagementFilter):
    """Which volunteers; None, "" and False are all. `mine` are those the reader coordinates or is contact person of.

    `since` and `before` are the days an approval lasts until, both included. `former` asks for those who have ended,
    of whom nothing is next: with it `stage`, `acts`, `since` and `before` find nobody.
    """

    stage: Stage | None = None
    acts: Acts | None = None
    since: date | None = None
    before: date | None = None
    mine: bool = False
    former: bool = False
    search: str = ""


def page_of(page: int, total: int) -> int:
    """The nearest page there is, counted from 1, of `total` rows."""
    return min(max(1, page), pages_of(total))


def pages_of(total: int) -> int:
    """How many pages `total` rows take; one where there are none."""
    return max(1, -(-total // A_PAGE))
