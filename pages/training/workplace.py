"""The workplace's own list, ticked off by who is there for the team (Q2)."""

from core.i18n import gettext as _
from core.i18n import ngettext, on_date
from core.teams.rules import TeamPart
from core.training.preparing import tick
from core.training.reading import PointDone, RoundView, TrainingView
from pages.shell.action import act
from pages.widgets.headings import section
from pages.widgets.plain import plain
from pages.widgets.rows import RowState, line, row_button

DONE, LEFT = "check_circle", "radio_button_unchecked"


def workplace_list(training: TrainingView, round_: RoundView) -> None:
    """What is to be ready, and what is; nothing where the plan has no such list."""
    if not round_.points:
        return
    left = sum(each.done_on is None for each in round_.points)
    note = ngettext("{count} is left.", "{count} are left.", left).format(count=left) if left else _("All is ready.")
    ticks = bool(training.parts & {TeamPart.WORKPLACE, TeamPart.COORDINATOR})
    with section(_("The workplace prepares"), len(round_.points), note=note).rows("workplace"):
        for each in round_.points:
            _point(round_, each, ticks=ticks)


def _point(round_: RoundView, each: PointDone, *, ticks: bool) -> None:
    done = each.done_on is not None
    told = _("{name}, {day}").format(name=plain(each.done_by), day=on_date(each.done_on)) if each.done_on else ""
    state = RowState(_("Done"), "green", DONE) if done else RowState()
    line(each.point.called, place="" if done else each.point.holds, state=state, when=told)
    if ticks and row_button(_("Not after all") if done else _("It is done"), f"tick-{each.point.id}"):
        act(
            lambda by: tick(**by, round_id=round_.round_id, point=each.point.id, done=not done),
            _("Taken back.") if done else _("Thank you. It is ticked off."),
        )
