"""That somebody waits for an answer to what they told, where a colleague begins the day."""

from uuid import UUID

from core.i18n import ngettext
from core.worries.reading import count_waiting
from pages.shell import addresses
from pages.shell.context import Context, actor_of
from pages.widgets.rows import Notice


def worries_wait(context: Context, organisation_id: UUID) -> list[Notice]:
    """The way to what waits for the reader, or for a colleague who has not answered; nothing where nothing does."""
    count = count_waiting(
        session=context.session, actor=actor_of(context), organisation_id=organisation_id, today=context.today
    )
    if not count:
        return []
    told = ngettext(
        "{count} person has told that something is wrong, and waits for an answer",
        "{count} people have told that something is wrong, and wait for an answer",
        count,
    )
    return [Notice(addresses.WORRIES, "", "support", loud=told.format(count=count))]
