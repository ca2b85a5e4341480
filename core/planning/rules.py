"""What stands in the way of people on the days one plans for: pure, and never a refusal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.approvals.rules import PauseFact, is_paused


class HindranceKind(StrEnum):
    """Why somebody can hardly be there."""

    PAUSED = "paused"
    APPROVAL_OVER = "approval_over"
    COURSE = "course"
    SUPERVISION = "supervision"
    OFFER = "offer"
    TRAINING = "training"  # a day of a peer's training
    TALK = "talk"
    MEETING = "meeting"  # the clarification meeting before a training


@dataclass(frozen=True, slots=True)
class PersonPlans:
    """What is known of somebody: breaks, the last day of the approval (None for none), and what they do on which day,
    by kind and name."""

    name: str
    pauses: Sequence[PauseFact] = ()
    approved_until: date | None = None
    busy: Mapping[date, Sequence[tuple[HindranceKind, str]]] | None = None


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Who, why, on which of the days, in order, and the name of what they do then; "" where it has none."""

    name: str
    kind: HindranceKind
    days: tuple[date, ...]
    what: str = ""


def hindrances(person: PersonPlans, days: Iterable[date]) -> list[Hindrance]:
    """All that stands in the way of somebody on these days, each once with its days."""
    found: dict[tuple[HindranceKind, str], list[date]] = {}
    for day in sorted(set(days)):
        reasons = [*(person.busy or {}).get(day, ())]
        if is_paused(person.pauses, day):
            reasons.append((HindranceKind.PAUSED, ""))
        if person.approved_until is not None and day > person.approved_until:
            reasons.append((HindranceKind.APPROVAL_OVER, ""))
        for reason in dict.fromkeys(reasons):
            found.setdefault(reason, []).append(day)
    return [Hindrance(person.name, kind, tuple(when), what) for (kind, what), when in found.items()]
