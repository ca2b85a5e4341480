"""Which version is read, and whether somebody's acknowledgement of it still holds. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PublishedText:
    """One published version of guidelines or principles. `own` is whether the organisation wrote it; otherwise it came
    with the portal."""

    id: UUID
    number: int
    substance: bool
    published_at: datetime
    own: bool = True


class AcknowledgementState(StrEnum):
    """Whether a person's acknowledgement of a text holds: it does, they read an earlier version that says something
    else, or they have read none."""

    HOLDS = "holds"
    MOVED_ON = "moved_on"
    UNREAD = "unread"


def versions_in_line(versions: Collection[PublishedText]) -> tuple[PublishedText, ...]:
    """The versions that follow each other for the people of one organisation, oldest first (L7, E1, E3).

    Its own versions replace those that come with the portal: a later one of the portal's is not for its people.
    """
    own = sorted((version for version in versions if version.own), key=lambda version: version.number)
    came = sorted((version for version in versions if not version.own), key=lambda version: version.number)
    if own:
        came = [version for version in came if version.published_at <= own[0].published_at]
    return (*came, *own)


def acknowledgement_state(versions: Sequence[PublishedText], acknowledged: Collection[UUID]) -> AcknowledgementState:
    """Whether the acknowledgements in `acknowledged` hold for `versions`, which are oldest first and at least one.

    The newest is what is read. An earlier acknowledgement holds as long as no version since then says something else.
    """
    for version in reversed(versions):
        if version.id in acknowledged:
            return AcknowledgementState.HOLDS
        if version.substance:
            break
    return AcknowledgementState.MOVED_ON if last_acknowledged(versions, acknowledged) else AcknowledgementState.UNREAD


def last_acknowledged(versions: Sequence[PublishedText], acknowledged: Collection[UUID]) -> PublishedText | None:
    """The newest of `versions` that was acknowledged, None for none."""
    return next((version for version in reversed(versions) if version.id in acknowledged), None)
