"""The tasks of one volunteer, on the page about them: what they have, and what they had and passed on (R10)."""

from uuid import UUID

from core.access.permissions import Action, may
from core.i18n import gettext as _
from core.i18n import ngettext, on_date
from core.tasks.holders import HeldTask, tasks_of
from pages.shell import addresses
from pages.shell.context import Context, actor_of
from pages.widgets.headings import section
from pages.widgets.rows import RowState, row
from pages.widgets.show_more import first_ones, more_button


def draw(context: Context, engagement_id: UUID, *, leaves: bool) -> None:
    """Nothing where there are none. For who `leaves`, what they still have is said to be handed over first."""
    if not may(context.actor, Action.SEE_TASKS):
        return
    found = tasks_of(session=context.session, actor=actor_of(context), engagement_id=engagement_id)
    if not found:
        return
    still = sum(each.until is None for each in found)
    note = ""
    if leaves and still:
        note = ngettext(
            "Open it and hand it over, so that nothing is lost.",
            "Open each and hand it over, so that nothing is lost.",
            still,
        )
    with section(_("Tasks"), len(found), note=note).rows("of-tasks"):
        for each in first_ones(found, "tasks-of"):
            _task_row(each, leaves=leaves)
    more_button(found, "tasks-of")


def _task_row(each: HeldTask, *, leaves: bool) -> None:
    if each.until is None:
        state = RowState(_("To be handed over"), "orange") if leaves else RowState()
        row(
            addresses.TASK, each.task_id, each.title, state=state, when=_("since {day}").format(day=on_date(each.since))
        )
        return
    to = _("handed to {name}").format(name=each.handed_to) if each.handed_to else _("handed to nobody")
    row(addresses.TASK, each.task_id, each.title, place=to, when=_("until {day}").format(day=on_date(each.until)))
