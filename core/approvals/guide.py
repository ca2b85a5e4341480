"""A short guide to the closing talk, by the reason somebody stops for: on the screen, and to print (O1–O3, O4)."""

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
from core.approvals.rules import EndReason
from core.documents.printing.document import begun, feet, words_of
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import LANGUAGES
from core.organisations.care import care_of
from core.pdf.style import BODY, NAME, WIDTH, room_to_write
from core.pdf.typeset import LEFT, Run
from core.strict import StrictModel, Words
from db.organisations import Organisation

FILE = Path(__file__).with_name("closing_guide.toml")
NOTE_LINES = 8


class ClosingGuide(StrictModel):
    """How the talk can begin, what to talk about, and what can be offered, where somebody stops for this reason."""

    reason: EndReason
    begin: Words
    points: Annotated[tuple[Words, ...], Field(min_length=1)]
    offer: Words


class ClosingGuides(StrictModel):
    """The guides that come with the portal, and what they have in common."""

    title: Words
    intro: Words
    notes: Words
    guides: Annotated[tuple[ClosingGuide, ...], Field(min_length=1)]

    def of(self, reason: EndReason | None) -> ClosingGuide:
        """The guide for a reason; that for something else where it has none of its own, or nobody said why."""
        by_reason = {guide.reason: guide for guide in self.guides}
        return by_reason.get(reason or EndReason.OTHER, by_reason[EndReason.OTHER])


@cache
def closing_guides() -> ClosingGuides:
    """The guides as they are shipped."""
    return ClosingGuides.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def print_guide(
    *,
    session: Session,
    actor: Actor,
    engagement_id: UUID,
    reason: EndReason | None,
    language: str,
    now: datetime,
) -> bytes:
    """The guide with room to write, for who talks with the volunteer; no name stands in it.

    "not_found", "not_allowed", or "choice_invalid" for an unknown language.
    """
    engagement = engagement_for(session, actor, Action.WRITE_NOTES, engagement_id)
    if language not in LANGUAGES:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    organisation = session.get_one(Organisation, engagement.organisation_id).name
    when_ill = care_of(session, engagement.organisation_id).when_ill if reason is EndReason.ILLNESS else ""
    return draw_guide(reason, language, organisation=organisation, when_ill=when_ill, made_at=now)


def draw_guide(
    reason: EndReason | None, language: str, *, organisation: str, when_ill: str, made_at: datetime
) -> bytes:
    """The guide as PDF/A-2u and PDF/UA-1."""
    words, shared = words_of(language), closing_guides()
    guide, called = shared.of(reason), shared.title.in_language(language)
    sheet = begun(
        called,
        "",
        language,
        organisation=organisation,
        identifier=f"closing-{guide.reason}-{language}",
        made_at=made_at,
    )
    for said in (shared.intro, guide.begin):
        sheet.block([Run(said.in_language(language), BODY)], LEFT, WIDTH)
        sheet.y += 3
    for point in guide.points:
        sheet.block([Run(point.in_language(language), NAME)], LEFT, WIDTH)
        sheet.y += 3
    for told in (guide.offer.in_language(language), when_ill):
        if told:
            sheet.block([Run(told, BODY)], LEFT, WIDTH)
            sheet.y += 3
    room_to_write(sheet, shared.notes.in_language(language), NOTE_LINES)
    feet(sheet, organisation, words, head=called)
    return sheet.pdf.finished()
