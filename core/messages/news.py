"""What is good to know: something is ready, decided, paid, or said; and that a training has its days."""

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
    "training_laid": Text(
        N_("Your training has its days"),
        N_(
            "There are days for your training now, or some of them have been laid anew. See when and where they are, "
            "and what each is about:\n{link}"
        ),
        "my-training",
    ),
    "training_begun": Text(
        N_("A team you are there for is to be trained"),
        N_(
            "A team that you lead, or are there for at the workplace, is to be trained. See the days, and the list of "
            "what is to be ready when they come:\n{link}"
        ),
        "training?id={team_id}",
    ),
    "training_off": Text(
        N_("A training is called off"),
        N_(
            "A training in a team that you are in, or are there for, is called off. The days that lay ahead are gone. "
            "Your own days are here:\n{link}"
        ),
        "my-calendar",
    ),
}
