"""The associations that the demonstration's municipality works together with, and who speaks for them."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor, Grant, Role
from core.demo.expectations import ask_a_volunteer, expect
from core.partnerships.service import (
    AssociationDetails,
    NewSpeaker,
    add_association,
    add_members,
    add_speaker,
    show_name,
)
from core.tasks.rules import RunBy
from db.people import Engagement, Person

SHOWS = "bent"


def work_together(
    session: Session,
    organisation_id: UUID,
    told: Mapping[str, Any],
    actors: Mapping[str, Actor],
    engagements: Mapping[str, Engagement],
    gives_login: Callable[[Person, str, datetime], None],
    now: datetime,
) -> None:
    """The associations that are `told` of, each with those who speak for it and those who come from it."""
    mette = actors["mette"]
    for number, each in enumerate(told["association"]):
        at = now - timedelta(days=200 - number)
        association = add_association(
            session=session,
            actor=mette,
            organisation_id=organisation_id,
            details=AssociationDetails(
                name=each["name"],
                address=f"Foreningsvej {number + 1}\n9998 Fjordby",
                phone=f"70 00 31 0{number}",
                email=f"forening{number + 1}@example.dk",
                followed_by_id=actors[each["followed_by"]].person_id,
                run_by=RunBy(each["run_by"]),
            ),
            now=at,
        )
        for speaker in each["speakers"]:
            login = speaker.get("id", "")
            added = add_speaker(
                session=session,
                actor=mette,
                association_id=association.id,
                speaker=NewSpeaker(name=speaker["name"], email=f"{login}@example.dk" if login else ""),
                now=(at := at + timedelta(hours=2)),
            )
            if login:
                person = session.get_one(Person, added.person_id)
                gives_login(person, login, at)
                grant = Grant(organisation_id, Role.ASSOCIATION)
                theirs = Actor(person.id, UUID(int=0), person.name, person.language, (grant,))
                expect(session, association.id, mette, theirs, now)
        if each["volunteers"]:
            ids = [engagements[login].id for login in each["volunteers"]]
            add_members(session=session, actor=mette, association_id=association.id, engagement_ids=ids, now=at)
        if SHOWS in each["volunteers"]:
            ask_a_volunteer(session, engagements[SHOWS], mette, now)
            own = engagements[SHOWS].id
            show_name(session=session, actor=actors[SHOWS], engagement_id=own, shown=True, now=at)
