"""What those who are invited to something know of it, and telling them when it changes or is called off."""

from datetime import datetime, time
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Actor
from core.i18n import COPENHAGEN, end_of_day, local_day
from core.notices.rules import OFF, WHEN, Facts, NoticeSubject, span, spanned
from core.notices.service import Telling, tell
from core.recognition.rules import Answer
from db.recognition import AnsweredOccasion, Recognised, Recognition

OCCASIONS = "_occasions"


def facts_of(session: Session, made: Recognition) -> dict[str, str]:
    """What those who are invited know, and which occasions it answers."""
    occasions = session.exec(select(AnsweredOccasion.id).where(AnsweredOccasion.recognition_id == made.id)).all()
    facts = {
        "what": made.title,
        "place": made.place,
        "clock": made.clock,
        WHEN: span(datetime.combine(made.planned_on, time(), COPENHAGEN), end_of_day(made.planned_on)),
        OCCASIONS: ",".join(map(str, occasions)),
    }
    return facts if made.called_off_at is None else facts | {OFF: "1"}


def put_back(session: Session, made: Recognition, known: Facts) -> None:
    """Make it what it was by what was known, with the occasions it answered."""
    made.title, made.place, made.clock = known["what"], known["place"], known["clock"]
    made.planned_on, made.called_off_at = local_day(spanned(known[WHEN])[0]), None
    made.version += 1
    session.add(made)
    for id_ in filter(None, known[OCCASIONS].split(",")):
        answer = session.get(AnsweredOccasion, UUID(id_))
        if answer is not None and answer.recognition_id is None:
            answer.answer, answer.recognition_id = Answer.ACCEPTED, made.id
            answer.version += 1
            session.add(answer)


def tell_of(session: Session, actor: Actor, made: Recognition, before: Facts, words: str, now: datetime) -> None:
    """Tell those who are invited and have not said no what is other than `before`; nobody else knew of it."""
    coming = select(Recognised.person_id).where(
        Recognised.recognition_id == made.id, col(Recognised.comes).is_distinct_from(False)
    )
    people = dict.fromkeys(session.exec(coming), "invitations") if made.invites else {}
    after = facts_of(session, made)
    telling = Telling(NoticeSubject.EVENT, made.id, made.organisation_id, before, after, people, words)
    tell(session, actor, telling, now)
