"""What each tool of a personal log book is for, in words."""

from core.i18n import N_
from core.personal_log.rules import LogTool

ICONS = {
    LogTool.FREE: ":material/edit_note:",
    LogTool.THREE_PS: ":material/filter_3:",
    LogTool.TIME_LINE: ":material/timeline:",
    LogTool.SIGNS: ":material/wb_twilight:",
}
ABOUT = {
    LogTool.FREE: N_("What filled the day, what went well, and what you would like to remember."),
    LogTool.THREE_PS: N_(
        "As a peer you work with what you have lived through. What stays yours alone, what may be known of you, and "
        "what helps the other person are three things. Look at one situation, and sort it."
    ),
    LogTool.TIME_LINE: N_(
        "Give something you have lived through its place in time. When it stands there with a day and an end, you can "
        "look at it from a distance, and choose what of it you use."
    ),
    LogTool.SIGNS: N_(
        "You know best how it begins when something gets hard. Written down on a good day it is there on another. You "
        "can show this page to your team lead."
    ),
}
