"""Who could come in for an instructor, and how far asking has come: pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

POSTAL_CODE = re.compile(r"\b(\d{4})\s+[^\W\d_]")


class CoverAnswer(StrEnum):
    """What somebody says who is asked."""

    YES = "yes"
    NO = "no"


class CoverState(StrEnum):
    """How far it has come that somebody comes in."""

    OPEN = "open"
    TAKEN = "taken"
    OVER = "over"  # its modules are over, and nobody took it
    CALLED_OFF = "called_off"


class Nearness(StrEnum):
    """How near somebody is to where the course is held, as far as the portal knows."""

    SAME = "same"  # their workplace is where it is held
    NEAR = "near"  # their workplace, or they, have the same postal code
    ELSEWHERE = "elsewhere"


class Unfit(StrEnum):
    """Why somebody is not asked."""

    NOT_APPROVED = "not_approved"  # not for this kind of course, or not any more on that day
    NOT_FREE = "not_free"  # on a break, or elsewhere that day


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """What is known of somebody who might come in. `approved_until` is the last day of their approval for this kind of
    course, None for none; `busy` whether anything stands in their way on one of the days; `led` how often they have led
    a course of this name, and `led_others` of another."""

    engagement_id: UUID
    name: str
    approved_until: date | None
    busy: bool
    nearness: Nearness
    led: int = 0
    led_others: int = 0


def unfit(facts: CandidateFacts, days: Sequence[date]) -> Unfit | None:
    """Why they cannot come in on these days; None where they can."""
    if facts.approved_until is None or max(days) > facts.approved_until:
        return Unfit.NOT_APPROVED
    return Unfit.NOT_FREE if facts.busy else None


def who_could(candidates: Iterable[CandidateFacts], days: Sequence[date]) -> list[CandidateFacts]:
    """Those who can, the likeliest first: who knows the course, is near, and has led others; then by name."""
    near = [*Nearness]
    fit = [each for each in candidates if unfit(each, days) is None]
    return sorted(
        fit,
        key=lambda each: (not each.led, near.index(each.nearness), not each.led_others, each.name.casefold()),
    )


def nearness(*, same_place: bool, there: str, theirs: Sequence[str]) -> Nearness:
    """How near somebody is to the address `there`, of whose workplace and home the addresses are `theirs`."""
    if same_place:
        return Nearness.SAME
    code = postal_code(there)
    return Nearness.NEAR if code and code in map(postal_code, theirs) else Nearness.ELSEWHERE


def postal_code(address: str) -> str:
    """The Danish postal code in an address, "" for none: the last four figures that a name follows."""
    found = POSTAL_CODE.findall(address)
    return str(found[-1]) if found else ""


def cover_state(*, taken: bool, called_off: bool, last_ends_at: datetime, now: datetime) -> CoverState:
    """How far it has come; `last_ends_at` is when the last module of it ends."""
    if taken:
        return CoverState.TAKEN
    if called_off:
        return CoverState.CALLED_OFF
    return CoverState.OVER if last_ends_at <= now else CoverState.OPEN
