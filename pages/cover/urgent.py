"""Modules that nobody has taken yet, where a coordinator begins the day."""

from uuid import UUID

from core.cover.reading import UncoveredRow, uncovered
from core.i18n import clock, local_day, ngettext, on_weekday
from core.i18n import gettext as _
from pages.shell import addresses
from pages.shell.context import Context, actor_of
from pages.widgets.headings import section
from pages.widgets.rows import RowState, row


def uncovered_modules(context: Context, organisation_id: UUID) -> None:
    """Each with the way to who was asked; nothing where all have somebody."""
    found = uncovered(
        session=context.session, actor=actor_of(context), organisation_id=organisation_id, now=context.now
    )
    if not found:
        return
    with section(_("Nobody comes in yet"), len(found)).rows("uncovered"):
        for each in found:
            row(
                addresses.COVER,
                each.run_id,
                each.name,
                place=_numbers(each),
                what=_answers(each),
                state=RowState(_("Urgent"), "red", "error"),
                when=f"{on_weekday(local_day(each.starts_at))}, {clock(each.starts_at)}",
            )


def _numbers(each: UncoveredRow) -> str:
    if each.from_module == each.to_module:
        return _("Module {number}").format(number=each.from_module)
    return _("Module {first} to {last}").format(first=each.from_module, last=each.to_module)


def _answers(each: UncoveredRow) -> str:
    told = ngettext("{count} is asked, {no} cannot", "{count} are asked, {no} cannot", each.asked)
    return told.format(count=each.asked, no=each.said_no)
