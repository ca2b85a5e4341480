"""The newest hash of every log, mailed once a day to whoever keeps it: then somebody outside holds it, whatever is done
to the folder beside the database. The mail holds the day, ids, numbers and hashes, and nothing about anybody."""

from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from core.access.anchors import anchor
from core.i18n import DEFAULT_LANGUAGE, gettext, local_day, on_date, reading
from core.messages.post import Mail
from core.settings import Settings
from db import outbox
from db.engine import transaction
from db.outbox import OutboxItem

LOG_ANCHOR = "log_anchor"


def keep_anchors(session: Session, chosen: Settings, now: datetime) -> Path:
    """Today's file, and where it is new a mail with it to the address of the settings. Raises OSError where the file
    cannot be written."""
    before = set(chosen.anchor_folder.glob("*.txt"))
    path = anchor(session, chosen.anchor_folder, now)
    if chosen.anchor_mail and path not in before:
        told = {"message": LOG_ANCHOR, "lines": path.read_text(encoding="utf-8")}
        with transaction(session):
            outbox.post(session, kind="mail", params=told, organisation_id=None, now=now)
    return path


def anchor_mail(chosen: Settings, item: OutboxItem, now: datetime) -> Mail | None:
    """The mail with that day's lines; None where nobody is to have it any more."""
    if not chosen.anchor_mail:
        return None
    with reading(DEFAULT_LANGUAGE):
        day = on_date(local_day(item.created_at))
        subject = gettext("Håndslag: the fingerprint of the log on {day}").format(day=day)
        body = gettext(
            "This is the newest fingerprint of each log in the portal. Keep the mail: it shows whether anything in a "
            "log is changed or taken away later. It holds nothing about anybody.\n\n"
            "Save the lines below as a text file in the folder of HANDSLAG_ANCHORS. Then python -m core audit verify "
            "holds them against the logs."
        )
    return Mail(
        id=item.id.hex,
        to=chosen.anchor_mail,
        subject=subject,
        body=f"{body}\n\n{item.params['lines']}",
        sent_at=now,
        language=DEFAULT_LANGUAGE,
    )
