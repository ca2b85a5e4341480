"""The tools of a personal log book, their questions, and the guide to it, in words (Q6, Q10, Q13)."""

from core.i18n import N_
from core.personal_log.rules import LogTool

TOOLS = {
    LogTool.FREE: N_("A page of the day"),
    LogTool.THREE_PS: N_("Private, personal, professional"),
    LogTool.TIME_LINE: N_("Something on my time line"),
    LogTool.SIGNS: N_("Early signs, and what helps me"),
}
# By tool and question, as `core.personal_log.rules.QUESTIONS` names them.
ASKED = {
    "free.words": N_("What do you want to write?"),
    "three_ps.situation": N_("What happened?"),
    "three_ps.private": N_("Private: what of it do you keep for yourself?"),
    "three_ps.personal": N_("Personal: what of you may be known, and what was it good for?"),
    "three_ps.professional": N_("Professional: what did the other person need of you, and what would you do again?"),
    "time_line.when": N_("When was it? A year is enough."),
    "time_line.what": N_("What happened, in a few words?"),
    "time_line.helped": N_("What helped you through?"),
    "time_line.now": N_("Where are you in your life now?"),
    "time_line.use": N_("What of it can you use for others, without it hurting?"),
    "signs.signs": N_("How do you notice first that something gets hard?"),
    "signs.helps": N_("What helps you then?"),
    "signs.others": N_("What may others do or say, and what not?"),
    "signs.call": N_("Whom do you call?"),
}
# The guide to the log book: a heading and what stands below it, on screen and on paper.
GUIDE = (
    (
        N_("It is yours"),
        N_(
            "Nobody else can read it: no colleague, no administrator, and nobody who runs the server. You write for "
            "yourself, as it comes. Nobody marks it, and you owe nobody a page."
        ),
    ),
    (
        N_("A little, often"),
        N_(
            "Five minutes after a working day are enough. Begin with what went well. Then take one thing you think "
            "about still. End with one thing you will try."
        ),
    ),
    (
        N_("Private, personal, professional"),
        N_(
            "Ask of a situation: what of it is mine alone? What may be known of me here? What helped the person I was "
            "there for? When somebody finds fault with the work, look where it belongs before you take it home."
        ),
    ),
    (
        N_("The time line"),
        N_(
            "Place what you have lived through in time: when it began, what helped, when it was over. From there you "
            "can use it without being back in it. Stop when it gets too close, and do something else."
        ),
    ),
    (
        N_("Early signs"),
        N_(
            "Write on a good day how it begins when something gets hard, what helps you, and whom you call. Show it to "
            "your team lead if you like. Then you need not find the words on a bad day."
        ),
    ),
    (
        N_("To share, or not"),
        N_(
            "Every page is yours alone until you show it to one person, and you can take it back. What they have read "
            "they have read. Write about others so that they could read it."
        ),
    ),
)
