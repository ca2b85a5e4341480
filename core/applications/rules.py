"""Pure decisions about applications: what is asked, how far one has come, and the day it is deleted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from core.organisations.rules import OrganisationPace


class HeardFrom(StrEnum):
    """Where somebody heard that they are wanted: the nine sources (R2), and having been a patient or kin here (R14)."""

    BASIC_COURSE = "basic_course"
    PATIENT_ASSOCIATION = "patient_association"
    VOLUNTEER_CENTRE = "volunteer_centre"
    HEALTH_CENTRE = "health_centre"
    OWN_ORGANISATION = "own_organisation"
    LOCAL_PAPER = "local_paper"
    JOB_BOARD = "job_board"
    SOCIAL_MEDIA = "social_media"
    SPECIAL_TERMS = "special_terms"
    WAS_HERE = "was_here"


class Benefit(StrEnum):
    """Whether somebody gets a public benefit (R7). The portal draws nothing from the answer."""

    YES = "yes"
    NO = "no"
    RATHER_NOT = "rather_not"


class Age(StrEnum):
    """Whether somebody is of age; other rules apply to those who are not."""

    ADULT = "adult"
    MINOR = "minor"


class Beforehand(StrEnum):
    """How somebody knows what they go into: they took the basic course, or know the task otherwise, or not yet (R4)."""

    TOOK_COURSE = "took_course"
    KNOWS_TASK = "knows_task"
    NOT_YET = "not_yet"


class ApplicationState(StrEnum):
    """How far an application has come."""

    BEGUN = "begun"
    RECEIVED = "received"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class ApplicantQuestion(StrEnum):
    """What an applicant is asked, one at a time, in order; how they are reached comes before."""

    AGE = "age"
    MOTIVATION = "motivation"
    HEARD_FROM = "heard_from"
    BEFOREHAND = "beforehand"
    EXPERIENCE = "experience"
    ACCOMMODATIONS = "accommodations"
    BENEFIT = "benefit"


@dataclass(frozen=True, slots=True)
class ApplicationProgress:
    """Whether an application was sent, taken back and decided."""

    submitted: bool
    withdrawn: bool
    decided: bool


def state_of(progress: ApplicationProgress) -> ApplicationState:
    """How far it has come; what was taken back is over whatever else happened."""
    if progress.withdrawn:
        return ApplicationState.WITHDRAWN
    if progress.decided:
        return ApplicationState.DECIDED
    return ApplicationState.RECEIVED if progress.submitted else ApplicationState.BEGUN


def deletion_day(progress: ApplicationProgress, last_step_on: date, pace: OrganisationPace) -> date:
    """The day an application is deleted, from the day it was begun, sent or taken back on, whichever came last.

    One that nobody sends, and one that was taken back, have numbers of their own, as they are needed no more.
    """
    if progress.withdrawn:
        return last_step_on + timedelta(days=pace.application_withdrawn_days)
    if not progress.submitted:
        return last_step_on + timedelta(days=pace.application_unsent_days)
    return last_step_on + relativedelta(months=pace.application_months)


def questions_for(*, asks_experience: bool) -> tuple[ApplicantQuestion, ...]:
    """What is asked, in order; one's own experience is where the task needs it alone."""
    return tuple(each for each in ApplicantQuestion if asks_experience or each is not ApplicantQuestion.EXPERIENCE)


def unanswered(asked: Sequence[ApplicantQuestion], given: Mapping[ApplicantQuestion, str]) -> ApplicantQuestion | None:
    """The first of `asked` that nobody has answered or passed over yet; None when all is."""
    return next((each for each in asked if each not in given), None)
