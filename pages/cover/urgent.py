"""Modules that nobody has taken yet, where a coordinator begins the day."""

from uuid import UUID

from core.cover.reading import UncoveredRow, uncovered
from core.i18n import clock, day_and_month, local_day, ngettext
from core.i18n import gettext as _
from pages.shell import addresses
from pages.shell.context import Context, actor_of
from pages.widgets.rows import Notice


def uncovered_modules(context: Context, organisation_id: UUID) -> list[Notice]:
    """The way to who was asked for each, in a line; nothing where all have somebody."""
    found = uncovered(
        session=context.session, actor=actor_of(context), organisation_id=organisation_id, now=context.now
    )
    return [
        Notice(
            addresses.COVER,
            " · ".join((each.name, _numbers(each), _at(each, context), _answers(each))),
            "error",
            {"id": str(each.run_id)},
            f"{_('Nobody comes in yet')}:",
        )
        for each in found
    ]


def _at(each: UncoveredRow, context: Context) -> str:
    return f"{day_and_month(local_day(each.starts_at), context.today)}, {clock(each.starts_at)}"


def _numbers(each: UncoveredRow) -> str:
    if each.from_module == each.to_module:
        return _("Module {number}").format(number=each.from_module)
    return _("Module {first} to {last}").format(first=each.from_module, last=each.to_module)


def _answers(each: UncoveredRow) -> str:
    told = ngettext("{count} is asked, {no} cannot", "{count} are asked, {no} cannot", each.asked)
    return told.format(count=each.asked, no=each.said_no)
