"""What a person writes to a group, and what stands around their words."""

from core.i18n import N_
from core.messages.text import Text

GROUP_TEXTS: dict[str, Text] = {
    "group_message": Text(
        N_("{subject}"),
        N_("{words}"),
        "",
        sender=N_("Kind regards\n{sender}\n{organisation}"),
        below=N_("If you answer this mail, your answer goes to {sender} alone. Your own pages are here:\n{link}"),
    ),
}
