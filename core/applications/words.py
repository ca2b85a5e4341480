"""The questions of an application and their answers, in words: on the screen and on paper."""

from collections.abc import Mapping
from typing import Any

from core.applications.rules import Age, ApplicantQuestion, Beforehand, Benefit, HeardFrom
from core.i18n import N_

QUESTIONS = {
    ApplicantQuestion.AGE: N_("Are you 18 or over?"),
    ApplicantQuestion.MOTIVATION: N_("Why would you like to do this?"),
    ApplicantQuestion.HEARD_FROM: N_("Where did you hear of us?"),
    ApplicantQuestion.BEFOREHAND: N_("How well do you know the task?"),
    ApplicantQuestion.EXPERIENCE: N_("What have you been through yourself that others can use?"),
    ApplicantQuestion.ACCOMMODATIONS: N_("Is there anything we can adapt?"),
    ApplicantQuestion.BENEFIT: N_("Do you get a public benefit?"),
}
# What is said below each, before it is answered.
NOTES = {
    ApplicantQuestion.AGE: N_("Other rules apply to those under 18. You are welcome all the same."),
    ApplicantQuestion.MOTIVATION: N_("A few sentences are enough, and no answer is wrong."),
    ApplicantQuestion.HEARD_FROM: N_("It helps us to know where to look next. You may leave it blank."),
    ApplicantQuestion.BEFOREHAND: N_("You need not know it. Then we tell you more, before you say yes to anything."),
    ApplicantQuestion.EXPERIENCE: N_(
        "Write what you like to tell, in your own words, and no diagnoses. What you write is encrypted. Only the "
        "coordinators here can read it, and it is deleted with your application."
    ),
    ApplicantQuestion.ACCOMMODATIONS: N_("Such as short days, a good chair, or no stairs. You may leave it blank."),
    ApplicantQuestion.BENEFIT: N_(
        "Some benefits have rules on voluntary work. We decide nothing by your answer. Ask your job centre or your "
        "unemployment fund before you begin. You can read more at frivillighed.dk."
    ),
}
AGES = {Age.ADULT: N_("Yes, I am 18 or over"), Age.MINOR: N_("No, I am under 18")}
SOURCES = {
    HeardFrom.BASIC_COURSE: N_("At a basic course"),
    HeardFrom.PATIENT_ASSOCIATION: N_("From a patient association"),
    HeardFrom.VOLUNTEER_CENTRE: N_("From a volunteer centre"),
    HeardFrom.HEALTH_CENTRE: N_("At a health centre"),
    HeardFrom.OWN_ORGANISATION: N_("From somebody who works or volunteers here"),
    HeardFrom.LOCAL_PAPER: N_("In the local paper"),
    HeardFrom.JOB_BOARD: N_("On a job board for volunteers"),
    HeardFrom.SOCIAL_MEDIA: N_("On social media"),
    HeardFrom.SPECIAL_TERMS: N_("I work here on special terms"),
    HeardFrom.WAS_HERE: N_("I have been a patient or a relative here myself"),
}
KNOWN = {
    Beforehand.TOOK_COURSE: N_("I have taken the course myself"),
    Beforehand.KNOWS_TASK: N_("I know it from elsewhere"),
    Beforehand.NOT_YET: N_("I do not know it yet"),
}
BENEFITS = {
    Benefit.YES: N_("Yes"),
    Benefit.NO: N_("No"),
    Benefit.RATHER_NOT: N_("I would rather not say"),
}
CHOICES: dict[ApplicantQuestion, Mapping[Any, str]] = {
    ApplicantQuestion.AGE: AGES,
    ApplicantQuestion.HEARD_FROM: SOURCES,
    ApplicantQuestion.BEFOREHAND: KNOWN,
    ApplicantQuestion.BENEFIT: BENEFITS,
}
UNDER_AGE = N_(
    "When you are under 18, one of your parents must say yes too, and we talk with you both first. Some tasks and "
    "times of the day are not for those under 18. Send your application, and we find out together."
)
