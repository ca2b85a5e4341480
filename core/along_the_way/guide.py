"""The five known challenges as a prompt for the talks along the way: on the screen, and to print (Q11, O4)."""

import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from core.access.permissions import Action, Actor
from core.approvals.case import engagement_for
from core.documents.printing.document import begun, feet, words_of
from core.pdf.style import BODY, NAME, WIDTH, room_to_write
from core.pdf.typeset import LEFT, Run
from core.programmes.publishing import programme_of
from core.strict import StrictModel, Words
from db.organisations import Organisation

FILE = Path(__file__).with_name("challenges.toml")
NOTE_LINES = 8


class Challenge(StrictModel):
    """One thing that can be hard: what it is, what the volunteer can think over, and what helps them."""

    title: Words
    words: Words
    ask: Words
    help: Words


class Challenges(StrictModel):
    """The known challenges, and what they have in common."""

    title: Words
    intro: Words
    to_others: Words
    notes: Words
    challenges: Annotated[tuple[Challenge, ...], Field(min_length=1)]


@cache
def known_challenges() -> Challenges:
    """The challenges as they are shipped."""
    return Challenges.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def prompt_of(*, session: Session, actor: Actor, engagement_id: UUID) -> str | None:
    """The name of the organisation whose talks with this volunteer the challenges are a prompt for; None where their
    programme has no talks along the way.

    "not_found" or "not_allowed" where the reader may not write down talks with them.
    """
    engagement = engagement_for(session, actor, Action.WRITE_NOTES, engagement_id)
    if not programme_of(session, engagement.programme_version_id).along_the_way.months:
        return None
    return session.get_one(Organisation, engagement.organisation_id).name


def draw_challenges(language: str, *, organisation: str, made_at: datetime) -> bytes:
    """The challenges as PDF/A-2u and PDF/UA-1, with room to write by hand; nobody's name stands in it."""
    words, known = words_of(language), known_challenges()
    called = known.title.in_language(language)
    sheet = begun(called, "", language, organisation=organisation, identifier=f"challenges-{language}", made_at=made_at)
    sheet.block([Run(known.intro.in_language(language), BODY)], LEFT, WIDTH)
    sheet.y += 4
    for each in known.challenges:
        sheet.block([Run(each.title.in_language(language), NAME)], LEFT, WIDTH)
        sheet.y += 1
        others = f"{known.to_others.in_language(language)} {each.help.in_language(language)}"
        for said in (each.words.in_language(language), each.ask.in_language(language), others):
            sheet.block([Run(said, BODY)], LEFT, WIDTH)
            sheet.y += 1
        sheet.y += 3
    room_to_write(sheet, known.notes.in_language(language), NOTE_LINES)
    feet(sheet, organisation, words, head=called)
    return sheet.pdf.finished()
