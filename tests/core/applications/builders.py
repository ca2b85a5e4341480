"""Applications for the tests around them."""

from datetime import datetime, timedelta

from sqlmodel import Session

from core.access.guessing import UNTOLD, Caller
from core.applications.applying import Applicant, answer, begin, own_application, send
from core.applications.rules import ApplicantQuestion
from db.applications import Application
from db.tasks import TaskCall

ANSWERS = {
    ApplicantQuestion.AGE: "adult",
    ApplicantQuestion.MOTIVATION: "Jeg vil gerne ud blandt andre.",
    ApplicantQuestion.HEARD_FROM: "local_paper",
    ApplicantQuestion.BEFOREHAND: "not_yet",
    ApplicantQuestion.EXPERIENCE: "Min mor boede her.",
    ApplicantQuestion.ACCOMMODATIONS: "",
    ApplicantQuestion.BENEFIT: "rather_not",
}
A_WHILE = timedelta(minutes=5)


def begun(
    session: Session, call: TaskCall, now: datetime, email: str = "ib@example.dk", caller: Caller = UNTOLD
) -> str:
    """The token of an application that somebody has just begun."""
    who = Applicant(name="Ib Krogh", email=email, phone="20 30 40 50")
    return begin(session=session, address=call.address, applicant=who, language="da", now=now, caller=caller)


def answer_all(session: Session, token: str, now: datetime) -> None:
    """Every question it asks, answered."""
    for question in own_application(session=session, token=token, now=now).questions:
        answer(session=session, token=token, question=question, words=ANSWERS[question])


def sent(session: Session, call: TaskCall, now: datetime, email: str = "ib@example.dk") -> tuple[str, Application]:
    """The token and the row of an application that was begun a while ago and sent now."""
    token = begun(session, call, now - A_WHILE, email)
    answer_all(session, token, now)
    send(session=session, token=token, now=now)
    return token, own_application(session=session, token=token, now=now).row
