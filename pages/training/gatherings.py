"""What comes again and again after the plan, as a list; each moved or called off by who plans it."""

from collections.abc import Callable, Sequence
from datetime import date

from core.i18n import gettext as _
from core.training.reading import GatheringView
from core.training.rules import GATHERINGS
from pages.training.words import when_words
from pages.widgets.headings import section
from pages.widgets.rows import line


def come_again(
    ahead: Sequence[GatheringView], today: date, change: Callable[[GatheringView], None] | None = None
) -> None:
    """The next of it, each with what can be done about it; nothing where there is none."""
    if not ahead:
        return
    heading = section(
        _("What comes again"),
        len(ahead),
        note=_("The next meetings after the plan. They stand in the calendar too."),
    )
    with heading.rows("gatherings"):
        for each in ahead:
            line(_(GATHERINGS[each.kind]), place=each.place, when=when_words(each.starts_at, each.ends_at, today))
            if change is not None:
                change(each)
