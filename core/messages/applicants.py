"""What the portal writes to people who apply: they have no login, so each link is to their own application."""

from sqlmodel import Session

from core.applications.applying import mail_key
from core.i18n import N_, on_date
from core.messages.text import Text
from db.applications import Application
from db.tasks import VolunteerTask

APPLICANT_TEXTS: dict[str, Text] = {
    "application_begun": Text(
        N_("Your application to {organisation}: go on whenever you like"),
        N_(
            "You have begun an application for a task: {task}.\n\n"
            "What you write is kept. With this link you can go on, on any phone or computer:\n{link}\n\n"
            "The link is yours alone. If you do not send your application, it is deleted on {day}.\n\n"
            "If it was not you, you need not do anything."
        ),
        "apply?t={token}&m={key}",
    ),
    "application_received": Text(
        N_("Thank you for your application to {organisation}"),
        N_(
            "Thank you for wanting to help with this task: {task}.\n\n"
            "Open the link, and we know that this address is yours. There you can also read what you wrote, and take "
            "it back:\n{link}\n\n"
            "A coordinator reads your application and answers you. It is deleted on {day}."
        ),
        "apply?t={token}&m={key}",
    ),
    "application_answered": Text(
        N_("There is an answer to your application to {organisation}"),
        N_(
            "We have read your application and written to you. You find our answer here:\n{link}\n\n"
            "You are welcome to call if you want to talk about it. Your application is deleted on {day}."
        ),
        "apply?t={token}&m={key}",
    ),
    "application_taken_back": Text(
        N_("You have taken your application to {organisation} back"),
        N_(
            "You have taken your application back, and what you wrote is gone. The rest is deleted on {day}.\n\n"
            "You are welcome to apply again. Here you can see that it is taken back:\n{link}"
        ),
        "apply?t={token}&m={key}",
    ),
}


def applicant_told(session: Session, row: Application) -> dict[str, str] | None:
    """What a mail about an application tells besides its words, in the current language; None without a link to it."""
    if not row.token:
        return None
    return {
        "token": row.token,
        "key": mail_key(row.token),
        "task": session.get_one(VolunteerTask, row.task_id).title,
        "day": on_date(row.delete_on),
    }
