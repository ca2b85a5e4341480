"""Tasks in words: what a description says, how somebody is tied to it, and what follows from who runs it."""

from typing import NamedTuple

from core.i18n import N_, ngettext
from core.i18n import gettext as _
from core.tasks.rules import Attachment, RunBy, TaskPart
from db.tasks import VolunteerTask

PARTS = {
    TaskPart.WHAT: N_("What you do"),
    TaskPart.WHAT_NOT: N_("What you do not do"),
    TaskPart.HOURS: N_("Hours and days"),
    TaskPart.PLACE: N_("The place"),
    TaskPart.LED_BY: N_("Who is there for you"),
    TaskPart.ACCOMMODATIONS: N_("What we can adapt"),
    TaskPart.BENEFITS: N_("What you get"),
    TaskPart.WHOM: N_("Who we are looking for"),
}
# What helps whoever describes a task.
HINTS = {
    TaskPart.WHAT: N_("In plain words, as if you told a neighbour."),
    TaskPart.WHAT_NOT: N_("Such as care, medicine, or handling money."),
    TaskPart.HOURS: N_("Such as: Thursdays from 2 to 4, from August to May."),
    TaskPart.PLACE: N_("Where they meet up, and how one gets there."),
    TaskPart.LED_BY: N_("Who leads, who helps on the day, and how you follow up."),
    TaskPart.ACCOMMODATIONS: N_("Such as short turns, a good chair, or no stairs. Write “Ask us” if you do not know."),
    TaskPart.BENEFITS: N_("Such as training, a meal, company, and a proof of what they have done."),
    TaskPart.WHOM: N_("Former patients, relatives and neighbours often know best what helps."),
}
ATTACHMENTS = {
    Attachment.VOLUNTEER: N_("Volunteer"),
    Attachment.FEE_PAID: N_("Paid a fee"),
    Attachment.EMPLOYEE: N_("Employee"),
}
RUNNERS = {
    RunBy.MUNICIPALITY: N_("The municipality"),
    RunBy.ASSOCIATION: N_("An association"),
    RunBy.REGION: N_("The region"),
}
UNWISE = N_(
    "We advise against a fee for more than a single event. People who are paid by the time are tied more loosely: more "
    "of them leave, and what they know goes with them. For a long task choose volunteers, or an employee. You can "
    "still save this."
)


class Terms(NamedTuple):
    """What applies to a volunteer on insurance, benefits and allowances."""

    insurance: str
    benefits: str
    allowances: str


# It depends on who runs the activity, not on the place it is in.
TERMS = {
    RunBy.MUNICIPALITY: Terms(
        N_(
            "Unpaid work for a municipality may be covered by its insurance against work injuries. It may have "
            "insured you against other accidents and damage too. Ask which cover you have."
        ),
        N_(
            "Unemployment benefit and early retirement have stricter rules on work for a public authority than for an "
            "association. Ask your unemployment fund or job centre before you begin."
        ),
        N_("What you pay for the task, you get back against a receipt. Tax-free allowances are for associations only."),
    ),
    RunBy.ASSOCIATION: Terms(
        N_("You are covered by the association’s own insurance. Ask which it has, and check your own accident cover."),
        N_(
            "Unemployment benefit and early retirement have limits on hours of voluntary work. Ask your unemployment "
            "fund or job centre before you begin."
        ),
        N_("An association may pay tax-free allowances to unpaid volunteers, up to the rates of the year."),
    ),
    RunBy.REGION: Terms(
        N_(
            "As a rule you are covered by the region’s insurance against work injuries and damage. Check your own "
            "accident cover too."
        ),
        N_(
            "Unemployment benefit and early retirement have stricter rules on work for a public authority than for an "
            "association. Ask your unemployment fund or job centre before you begin."
        ),
        N_("What you pay for the task, you get back against a receipt. Tax-free allowances are for associations only."),
    ),
}
SOURCE = N_("Source: frivillighed.dk. Checked in November 2026.")


def is_short(task: VolunteerTask, has: int) -> bool:
    """Whether a task that says how many are wanted has fewer."""
    return has < task.wanted


def has_words(task: VolunteerTask, has: int) -> str:
    """How many have it, and how many it wants."""
    if not task.wanted:
        return ngettext("{has} has it, more are welcome", "{has} have it, more are welcome", has).format(has=has)
    return _("{has} of {wanted}").format(has=has, wanted=task.wanted)
