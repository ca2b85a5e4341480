"""What an applicant has written in the questionnaire and not saved: kept as it is written, and read by nobody else."""

import json
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from core import contact
from core.assessments.questioning import applied_by_link
from core.assessments.sheets import questionnaire
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.unsent.service import KEPT_FOR, Fields, HalfWritten
from db.assessments import QuestionnaireDraft
from db.engine import transaction

SHARE = "share"
"""What is chosen beside the answers: whether the coordinators may read them."""


def questionnaire_draft(*, session: Session, token: str) -> HalfWritten | None:
    """What the applicant has written and not saved, None for nothing. Raises "link_unusable"."""
    found = session.get(QuestionnaireDraft, applied_by_link(session, token).id)
    if found is None:
        return None
    return HalfWritten(
        {name: (here, before) for name, (here, before) in json.loads(found.content).items()}, found.saved_at
    )


def keep_questionnaire_draft(*, session: Session, token: str, fields: Fields, now: datetime) -> datetime:
    """Keep what the applicant has written, in place of what they wrote before; returns when.

    Raises "link_unusable", "choice_invalid" for what is no question, and what `contact.text` refuses of an answer.
    """
    with transaction(session):
        application = applied_by_link(session, token, lock=True)
        if set(fields) - {*questionnaire().ids, SHARE}:
            raise DomainError(ErrorCode.CHOICE_INVALID)
        for written, _before in fields.values():
            contact.text(written if isinstance(written, str) else "")
        found = session.get(QuestionnaireDraft, application.id) or QuestionnaireDraft(
            application_id=application.id, organisation_id=application.organisation_id, content="", saved_at=now
        )
        found.content, found.saved_at = json.dumps(fields, ensure_ascii=False), now
        session.add(found)
    return now


def drop_questionnaire_draft(*, session: Session, token: str, now: datetime) -> None:
    """Forget what the applicant had written by `now`: it is saved, or begun anew. Raises "link_unusable"."""
    with transaction(session):
        found = session.get(QuestionnaireDraft, applied_by_link(session, token, lock=True).id)
        if found is not None and found.saved_at <= now:
            session.delete(found)


def forget_questionnaire_drafts(session: Session, now: datetime) -> None:
    """Forget what nobody has touched for as long as any other form that is not sent."""
    with transaction(session):
        session.exec(delete(QuestionnaireDraft).where(col(QuestionnaireDraft.saved_at) < now - KEPT_FOR))
