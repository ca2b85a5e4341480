"""A coordinator's structured view of an applicant: the criteria in words, what was handed out, and the interview."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from core import contact
from core.access.permissions import Actor
from core.access.trail import trace
from core.assessments.case import assessed
from core.assessments.rules import check_criteria
from core.assessments.sheets import handouts
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import local_day
from db.assessments import Assessment
from db.engine import transaction


def mark_criteria(
    *,
    session: Session,
    actor: Actor,
    application_id: UUID,
    said: Mapping[str, str],
    expected_version: int,
    now: datetime,
) -> Assessment:
    """How it stands with the criteria, each by its id in a word (R5); what is left out was not asked.

    Raises "changed_meanwhile", "choice_invalid", "application_withdrawn" or "application_answered".
    """
    with transaction(session):
        _application, found = assessed(session, actor, application_id, now)
        _check_version(found, expected_version)
        found.criteria = json.dumps(check_criteria(said))
        _note(session, found)
        trace(session, found.organisation_id, actor, "assessment.marked", "application", application_id, now)
        return found


def hand_out(
    *, session: Session, actor: Actor, application_id: UUID, handout: str, day: date | None, now: datetime
) -> None:
    """Something was given to the applicant on `day` (R6); None takes that back.

    Raises "choice_invalid" for what there is not, and "handout_future" for a day to come.
    """
    with transaction(session):
        _application, found = assessed(session, actor, application_id, now)
        if handout not in {each.id for each in handouts()}:
            raise DomainError(ErrorCode.CHOICE_INVALID)
        if day is not None and day > local_day(now):
            raise DomainError(ErrorCode.HANDOUT_FUTURE)
        kept = {each: given for each, given in found.handed_out.items() if each != handout}
        found.handed_out = kept | ({handout: day.isoformat()} if day is not None else {})
        _note(session, found)
        trace(session, found.organisation_id, actor, "assessment.handed_out", "application", application_id, now)


def hold_interview(
    *,
    session: Session,
    actor: Actor,
    application_id: UUID,
    held_on: date | None,
    notes: str,
    expected_version: int,
    now: datetime,
) -> Assessment:
    """The interview was held on a day, and this was noted (R13); a second time corrects it.

    Raises all that is refused at once, by field: "date_invalid", "talk_held_future", or what the notes are refused for;
    "changed_meanwhile", "application_withdrawn" or "application_answered".
    """
    with transaction(session):
        _application, found = assessed(session, actor, application_id, now)
        _check_version(found, expected_version)
        with all_refused() as check:
            with check.at("held_on"):
                if held_on is None:
                    raise DomainError(ErrorCode.DATE_INVALID)
                if held_on > local_day(now):
                    raise DomainError(ErrorCode.TALK_HELD_FUTURE)
            with check.at("notes"):
                contact.text(notes)
        found.interview_on, found.interview = held_on, contact.text(notes)
        _note(session, found)
        trace(session, found.organisation_id, actor, "assessment.interviewed", "application", application_id, now)
        return found


def _check_version(found: Assessment, expected_version: int) -> None:
    # Nothing is noted yet where somebody begins, and the first note is version 1.
    if found.version != max(1, expected_version):
        raise DomainError(ErrorCode.CHANGED_MEANWHILE)


def _note(session: Session, found: Assessment) -> None:
    found.version += 1
    session.add(found)
