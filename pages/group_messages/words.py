"""What is said of messages to groups: how it stands with each mail, and whom a message is for."""

from core.group_messages.rules import GroupKind, MailStanding, MessageState
from core.i18n import N_
from core.i18n import gettext as _
from pages.widgets.rows import RowState

STANDINGS = {
    MailStanding.WAITS: N_("Waits to be sent"),
    MailStanding.SENT: N_("Sent"),
    MailStanding.LOST: N_("Did not arrive"),
    MailStanding.NO_EMAIL: N_("Has no e-mail address"),
    MailStanding.SAID_NO: N_("Wants no such mails"),
}
COLOURS = {
    MailStanding.WAITS: "gray",
    MailStanding.SENT: "green",
    MailStanding.LOST: "red",
    MailStanding.NO_EMAIL: "orange",
    MailStanding.SAID_NO: "gray",
}
STATES = {
    MessageState.DRAFT: N_("Not sent yet"),
    MessageState.WAITS: N_("Can still be taken back"),
    MessageState.SENT: N_("Sent"),
}
GROUPS = {
    GroupKind.CHOSEN: N_("Chosen one by one"),
    GroupKind.COURSE: N_("Those who lead {name}"),
    GroupKind.OFFER: N_("Those who come to {name}"),
    GroupKind.WORKPLACE: N_("The volunteers at {name}"),
}


def standing_badge(standing: MailStanding) -> RowState:
    """How it stands with the mail to one."""
    return RowState(_(STANDINGS[standing]), COLOURS[standing])


def group_words(kind: GroupKind, name: str) -> str:
    """Whom a message is for."""
    return _(GROUPS[kind]).format(name=name)
