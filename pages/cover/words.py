"""What is said of who could come in, and of how far asking has come."""

from core.courses.rules import ModuleTime
from core.cover.finding import CoverCandidate
from core.cover.rules import CoverAnswer, CoverState, Nearness, Unfit
from core.i18n import N_, ngettext, on_date
from core.i18n import gettext as _
from pages.courses.words import meeting_words
from pages.widgets.rows import RowState

NEAR = {
    Nearness.SAME: N_("at the same workplace"),
    Nearness.NEAR: N_("near by"),
    Nearness.ELSEWHERE: "",
}
UNFIT = {
    Unfit.NOT_APPROVED: N_("Not approved on that day: {count}"),
    Unfit.NOT_FREE: N_("On a break, or elsewhere that day: {count}"),
}
ANSWERS = {
    CoverAnswer.YES: (N_("Said yes"), "green"),
    CoverAnswer.NO: (N_("Cannot"), "gray"),
}
STATES = {
    CoverState.OPEN: N_("Nobody comes in yet"),
    CoverState.TAKEN: N_("Somebody comes in"),
    CoverState.OVER: N_("Over, and nobody came in"),
    CoverState.CALLED_OFF: N_("Nobody is needed any more"),
}


def why_words(each: CoverCandidate) -> str:
    """What speaks for somebody, in words."""
    led = ""
    if each.led:
        led = ngettext("has led it {count} time", "has led it {count} times", each.led).format(count=each.led)
    elif each.led_others:
        led = _("has led other courses")
    part = _("leads another part of this course") if each.has_part else ""
    near = _(NEAR[each.nearness]) if NEAR[each.nearness] else ""
    mail = "" if each.mailable else _("no e-mail address, call {phone}").format(phone=each.phone or "–")
    approved = _("free, and approved until {day}").format(day=on_date(each.approved_until))
    return ", ".join(part for part in (part, led, near, approved, mail) if part)


def answer_badge(answer: CoverAnswer | None) -> RowState:
    """What somebody said, or that they have not answered."""
    words, colour = (N_("Has not answered"), "orange") if answer is None else ANSWERS[answer]
    return RowState(_(words), colour)


def module_line(number: int, meeting: ModuleTime) -> str:
    """A module with its day and hours."""
    when = meeting_words(meeting.starts_at, meeting.ends_at)
    return _("Module {number}: {when}").format(number=number, when=when)
