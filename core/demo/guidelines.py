"""The demonstration's guidelines: one text for each workplace, one with a newer version that waits to be read."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from core.guidelines.editing import publish
from core.guidelines.reading import Shelf
from core.guidelines.service import acknowledge, what_to_read
from core.guidelines.text import WORKPLACE, GuidelineDraft
from core.i18n import LANGUAGES, local_day, words_in


def publish_texts(
    session: Session, actor: Actor, organisation_id: UUID, places: Mapping[str, UUID], now: datetime, *, later: bool
) -> None:
    """Publish the first text of each workplace, or, when `later`, those that came after it."""
    before: dict[str, int] = {}
    for told in _texts():
        number = before.get(told["place"], 0)
        before[told["place"]] = number + 1
        if bool(number) is later:
            made_on = now - timedelta(days=told["days"] + 14)
            publish(
                session=session,
                actor=actor,
                shelf=Shelf(organisation_id, WORKPLACE, places[told["place"]]),
                written=_written(told, made_on),
                substance=told["substance"],
                expected_number=number,
                now=now - timedelta(days=told["days"]),
            )


def read_all(session: Session, actor: Actor, at: datetime) -> None:
    """The volunteer `actor` reads and confirms what applies to them."""
    for each in what_to_read(session=session, actor=actor):
        acknowledge(session=session, actor=actor, version_id=each.reading.newest.id, now=at)


def _written(told: Mapping[str, Any], made_on: datetime) -> GuidelineDraft:
    points = [(point["id"], _said(point["title"]), _said(point["text"])) for point in told["points"]]
    return GuidelineDraft(
        title=_said(told["title"]),
        intro=_said(told["intro"]),
        points=points,
        made_by=told["made_by"],
        made_on=local_day(made_on),
    )


def _said(words: Mapping[str, str]) -> dict[str, str]:
    """Every language of the portal, because publishing demands it; one the demonstration lacks has another's words."""
    return {language: words_in(words, language) for language in LANGUAGES}


@cache
def _texts() -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "guidelines.toml").read_text("utf-8"))["text"]
    return read
