"""A clarification meeting in words."""

from core.clarification.rules import DoneBy, MeetingTurn, NotNowReason
from core.i18n import N_, clock, local_day, on_date
from core.i18n import gettext as _
from db.clarification import ClarificationMeeting

# What a coordinator reads at the top, "{name}" being the volunteer, and what there is to know about it.
TURNS: dict[MeetingTurn, tuple[str, str]] = {
    MeetingTurn.PLAN: (
        N_("Find a day with {name}"),
        N_("You meet before the training and talk about what you expect of each other."),
    ),
    MeetingTurn.ANSWER: (N_("{name} is asked whether the day suits"), N_("You can prepare your side meanwhile.")),
    MeetingTurn.ANOTHER_DAY: (N_("{name} would like another day"), ""),
    MeetingTurn.PREPARE: (N_("{name} is preparing the meeting"), N_("You can prepare your side meanwhile.")),
    MeetingTurn.PREPARE_OURS: (N_("{name} has prepared. Now it is your turn"), ""),
    MeetingTurn.READY: (N_("You have both prepared"), N_("Below you see what you both wrote.")),
    MeetingTurn.HOLD: (N_("The day is here"), N_("Write down what you agreed, and how it ended.")),
    MeetingTurn.HELD: (N_("You have met, and go on together"), ""),
    MeetingTurn.NOT_NOW: (N_("Not now, you both found"), N_("The way back is open: propose a new day when it suits.")),
    MeetingTurn.AGAIN: (N_("You agreed to ask again now"), N_("Call {name}, and propose a new day if it suits.")),
}
DONE_BY = {
    DoneBy.VOLUNTEER: N_("The volunteer"),
    DoneBy.ORGANISATION: N_("The coordinator"),
    DoneBy.BOTH: N_("The two of them"),
}
REASONS = {
    NotNowReason.TIMING: N_("The time does not suit"),
    NotNowReason.OTHER_TASK: N_("Another task suits better"),
    NotNowReason.EXPECTATIONS: N_("We expect different things"),
    NotNowReason.OTHER: N_("Something else"),
}


def when_and_where(meeting: ClarificationMeeting) -> str:
    """When it is and where, "" where it has no day. The place stands as it was written."""
    if meeting.starts_at is None:
        return ""
    day, at = on_date(local_day(meeting.starts_at)), clock(meeting.starts_at)
    when = _("{day} at {time}").format(day=day, time=at)
    return " · ".join(part for part in (when, meeting.place) if part)
