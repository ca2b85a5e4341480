"""That somebody waits for an answer about a talk, where the day begins."""

from uuid import UUID

from core.access.permissions import Action, organisations_where
from core.i18n import ngettext
from core.support.reading import count_asked
from pages.shell import addresses
from pages.shell.context import Context, actor_of
from pages.widgets.rows import Notice


def talks_wait(context: Context, organisation_id: UUID) -> list[Notice]:
    """The way to those who wait for the reader; nothing where nobody does."""
    actor = actor_of(context)
    if organisation_id not in organisations_where(actor, Action.HOLD_TALKS):
        return []
    count = count_asked(session=context.session, actor=actor, organisation_id=organisation_id, now=context.now)
    if not count:
        return []
    told = ngettext(
        "{count} person would like to talk, and waits for your answer",
        "{count} people would like to talk, and wait for your answer",
        count,
    )
    return [Notice(addresses.SUPPORT_TALKS, "", "sms", loud=told.format(count=count))]
