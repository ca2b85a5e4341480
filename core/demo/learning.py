"""What the demonstration's people learn and where they meet, told by learning.toml."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from core.calendar.rules import skip_closed
from core.calendar.service import calendar_of
from core.i18n import COPENHAGEN, local_day
from core.offers.attending import answer, invite, record_attendance
from core.offers.needs import answer_needs, wish_for
from core.offers.planning import OfferDetails, plan_offer
from core.offers.rhythm import RhythmDetails, set_rhythm
from core.offers.rules import Audience, NeedsQuestion, OfferKind

FILE = Path(__file__).parent / "learning.toml"


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def learn(
    session: Session, organisation_id: UUID, coordinator: Actor, people: Mapping[str, Actor], now: datetime
) -> None:
    """Plan, invite, answer and hold everything at its own time; `people` are by login."""
    for login, kinds in _told()["wishes"].items():
        wish_for(
            session=session,
            actor=people[login],
            organisation_id=organisation_id,
            kinds=[OfferKind(kind) for kind in kinds],
            now=now - timedelta(days=1),
        )
    for told in _told()["needs"]:
        answer_needs(
            session=session,
            actor=people[told["of"]],
            organisation_id=organisation_id,
            answers={question: told.get(question, "") for question in NeedsQuestion},
            expected_version=0,
            now=now,
        )
    for told in _told()["rhythm"]:
        set_rhythm(
            session=session,
            actor=coordinator,
            organisation_id=organisation_id,
            details=RhythmDetails(
                kind=OfferKind(told["kind"]),
                title=told["title"],
                first_on=local_day(now - timedelta(days=told["day"])),
                every_months=told["every_months"],
                whom=Audience(told["whom"]),
                programme=told.get("programme", ""),
            ),
            now=now - timedelta(days=told["set"]),
        )
    for told in _told()["offer"]:
        _offer(session, organisation_id, coordinator, people, told, now)


def _offer(
    session: Session,
    organisation_id: UUID,
    coordinator: Actor,
    people: Mapping[str, Actor],
    told: Mapping[str, Any],
    now: datetime,
) -> None:
    calendar, lasts = calendar_of(session, organisation_id), timedelta(days=told.get("lasts", 1) - 1)
    (first,) = skip_closed(
        [local_day(now - timedelta(days=told["day"]))],
        lambda day: calendar.is_closed(day) or calendar.is_closed(day + lasts),
        timedelta(days=-1 if told["day"] > 0 else 1),
    )
    last = first + lasts
    planned_at = now - timedelta(days=told["planned"])
    offer = plan_offer(
        session=session,
        actor=coordinator,
        organisation_id=organisation_id,
        details=OfferDetails(
            kind=OfferKind(told["kind"]),
            title=told["title"],
            about=told["about"],
            place=told["place"],
            starts_at=datetime.combine(first, time(told["begins"]), tzinfo=COPENHAGEN),
            ends_at=datetime.combine(last, time(told["ends"]), tzinfo=COPENHAGEN),
            whom=Audience(told["whom"]),
            programme=told.get("programme", ""),
            seats=told.get("seats", 0),
            sign_up_by=min(first, local_day(now - timedelta(days=told["sign_up_by"])))
            if "sign_up_by" in told
            else None,
            cost=told["cost"],
            material=told.get("material", ""),
        ),
        now=planned_at,
    )
    own: dict[str, Any] = {"session": session, "offer_id": offer.id}
    asked = [people[login].person_id for login in told.get("invited", ())]
    if asked:
        invite(**own, actor=coordinator, person_ids=asked, now=planned_at)
    said = [(login, True) for login in told.get("yes", ())] + [(login, False) for login in told.get("no", ())]
    for step, (login, coming) in enumerate(said, start=1):
        at = planned_at + timedelta(hours=step)
        answer(**own, actor=people[login], person_id=people[login].person_id, coming=coming, now=at)
    if "came" in told:
        came = [people[login].person_id for login in told["came"]]
        record_attendance(**own, actor=coordinator, came=came, expected_version=offer.version, now=offer.ends_at)
