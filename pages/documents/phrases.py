"""Where documents and volunteers stand, in the words a coordinator reads."""

from uuid import UUID

from core.documents.rules import DocumentState
from core.i18n import N_, local_day, ngettext, on_date
from core.i18n import gettext as _
from core.register.documents import DocumentRow
from core.register.rules import Joining
from pages.documents.status import word
from pages.journey.next_words import reminded_words
from pages.shell.context import current
from pages.widgets.plain import and_words, plain

STATE_BADGES = {
    DocumentState.DRAFT: ("gray", "edit_note"),
    DocumentState.FILLING_IN: ("orange", "arrow_circle_right"),
    DocumentState.WAITING: ("orange", "schedule"),
    DocumentState.SEALING: ("blue", "schedule"),
    DocumentState.SEALED: ("green", "check_circle"),
    DocumentState.WITHDRAWN: ("gray", "block"),
    DocumentState.DECLINED: ("orange", "do_not_disturb_on"),
    DocumentState.DISCUSSED: ("gray", "forum"),
    DocumentState.SUPERSEDED: ("gray", "history"),
}
JOINING = {
    Joining.NOT_INVITED: N_("Not invited yet"),
    Joining.INVITED: N_("Invited, has not joined yet"),
    Joining.EXPIRED: N_("The invitation has expired"),
    Joining.JOINED: N_("Has joined"),
}
JOINING_ICONS = {
    Joining.NOT_INVITED: "person_off",
    Joining.INVITED: "mail",
    Joining.EXPIRED: "timer_off",
    Joining.JOINED: "how_to_reg",
}


def state_badge(state: DocumentState) -> str:
    """A state as a badge within a line of text."""
    colour, icon = STATE_BADGES[state]
    return f":{colour}-badge[:material/{icon}: {word(state)}]"


def waits_words(row: DocumentRow, reader: UUID) -> str:
    """Whom a document waits for and since when: "Has waited for Karen for 5 days". `reader` is called "you"."""
    if not row.waiting_for:
        return ""
    names = and_words(_("you") if each.person_id == reader else plain(each.name.split()[0]) for each in row.waiting_for)
    sentence = ngettext("Has waited for {names} for {count} day", "Has waited for {names} for {count} days", row.days)
    if row.days == 0:
        sentence = _("Waits for {names} since today")
    said = sentence.format(names=f"**{names}**", count=row.days)
    return f"{said}, {reminded_words(row.reminded_on, current().today)}" if row.reminded_on else said


def since_words(row: DocumentRow) -> str:
    """Since when a document stands as it does."""
    return on_date(local_day(row.waiting_since))
