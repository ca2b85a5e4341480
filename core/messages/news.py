"""What is good to know and nobody waits for: something is ready, decided, paid, or said."""

from core.i18n import N_
from core.messages.text import Text

NEWS_TEXTS: dict[str, Text] = {
    "feedback_ready": Text(
        N_("Your feedback is ready"),
        N_("The feedback after your supervision is ready. You can read it in your log book:\n{link}"),
        "log-book",
    ),
    "contact_person": Text(
        N_("You have another contact person"),
        N_("Somebody else is there for you from now on. See who it is, and how you reach them:\n{link}"),
        "my-path",
    ),
    "module_words": Text(
        N_("A word from your partner"),
        N_("Your partner has written a word to you after a module. You can read it here:\n{link}"),
        "my-courses",
    ),
    "supervision_ordered": Text(
        N_("A supervision is on its way"),
        N_(
            "A supervision is ordered for you. Somebody watches a course of yours, and tells you what goes well and "
            "what you can work on. You are told when it has a day. Your log book is here:\n{link}"
        ),
        "log-book",
    ),
    "approval_decided": Text(
        N_("Your approval has been decided on"),
        N_(
            "Your approval as an instructor has been decided on. Read what was decided, and ask your coordinator "
            "about all you wonder about:\n{link}"
        ),
        "my-path",
    ),
    "expense_paid": Text(
        N_("An expense of yours is paid"),
        N_("What you paid for has been paid back to you. See what and when:\n{link}"),
        "my-expenses",
    ),
    "team_joined": Text(
        N_("You are in a peer team now"),
        N_("You are in a team now. See who is in it, who leads it, and who is there for you:\n{link}"),
        "team",
    ),
    "thanked": Text(
        N_("A thank-you from {organisation}"),
        N_("Somebody has written a thank-you to you. You can read it here:\n{link}"),
        "invitations",
    ),
}
