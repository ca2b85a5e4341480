"""What was just done about a volunteer, in words."""

from datetime import datetime

from core.i18n import gettext as _
from core.i18n import ngettext
from core.today.just_done import Deed, JustDone


def done_words(done: JustDone, now: datetime) -> str:
    """What was done, by whom and how long ago, as plain text."""
    name = done.by.split()[0]
    match done.deed, done.mine:
        case Deed.SENT, True:
            said = _("You sent it")
        case Deed.SENT, False:
            said = _("{name} sent it").format(name=name)
        case Deed.REMINDED, True:
            said = _("You sent a reminder")
        case Deed.REMINDED, False:
            said = _("{name} sent a reminder").format(name=name)
        case _deed, True:
            said = _("You have talked with the two after the module")
        case _:
            said = _("{name} has talked with the two after the module").format(name=name)
    minutes = int((now - done.at).total_seconds() // 60)
    ago = ngettext("{count} minute ago", "{count} minutes ago", minutes).format(count=minutes)
    return f"{said}, {ago if minutes else _('just now')}"
