"""What an administrator is told of the seal: documents that wait for it and why, a certificate that runs out."""

from datetime import datetime
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.documents.sealing.waiting import SealHealth, Trouble, seal_health
from core.i18n import N_, at_time, local_day, ngettext, on_date
from core.i18n import gettext as _
from pages.shell import addresses
from pages.shell.context import Context, actor_of
from pages.widgets.rows import row_button

# Why documents wait, and what helps.
WHY: dict[Trouble, str] = {
    Trouble.EXPIRED: N_("The certificate that seals has expired. Put another in its place, and what waits is sealed."),
    Trouble.KEY: N_(
        "The key that seals cannot be read, perhaps because the database was moved without its secret. Let the portal "
        "make a new one, and what waits is sealed."
    ),
    Trouble.CLOCK: N_(
        "The portal's clock is behind, or it was ahead when this was signed. Whoever runs the portal should set it. "
        "What waits is sealed then, or once that time has come."
    ),
    Trouble.FONT: N_(
        "A font that documents are printed with is missing or broken. Whoever runs the portal should install it anew."
    ),
    Trouble.STORAGE: N_(
        "The sealed file could not be stored. Whoever runs the portal should look at the disk and the database."
    ),
    Trouble.NOT_TRIED: N_("Nothing has tried to seal yet. Whoever runs the portal can run “python -m core send”."),
    Trouble.OTHER: N_(
        "Something went wrong that the portal does not know. Whoever runs the portal finds in its log what it was."
    ),
}


def seal_notice(context: Context, organisation_id: UUID, *, leads_there: bool = True) -> None:
    """Say what is wrong with the seal, to whoever can mend it; nothing for others and where all is well."""
    if not may(context.actor, Action.MANAGE_SEALING_KEY, Subject(organisation_id)):
        return
    found = seal_health(
        session=context.session, actor=actor_of(context), organisation_id=organisation_id, now=context.now
    )
    if found.fine(context.now):
        return
    box = st.container(border=True, key="seal-notice")
    with box:
        for words in _told(found, context.now):
            st.markdown(words)
        if leads_there and row_button(_("Look at the seal"), "seal-notice-there"):
            st.switch_page(addresses.SEALING)


def _told(found: SealHealth, now: datetime) -> list[str]:
    told = []
    if found.waiting and found.since is not None and found.trouble is not None:
        waiting = ngettext(
            "**{count} document is signed by everybody and waits for its seal** since {since}.",
            "**{count} documents are signed by everybody and wait for their seal**, the first since {since}.",
            found.waiting,
        ).format(count=found.waiting, since=at_time(found.since))
        calm = _("What waits can be read as always, and is sealed by itself once it is mended.")
        told.append(f":material/lock_clock: {waiting} {_(WHY[found.trouble])} {calm}")
    if found.written_later is not None:
        words = _(
            "The portal's clock says {clock}, but something was written here {newest}. Nobody can sign until it is "
            "right: whoever runs the portal should set it."
        )
        told.append(f":material/schedule: {words.format(clock=at_time(now), newest=at_time(found.written_later))}")
    if found.expired(now):
        told.append(f":material/event_busy: {_('The certificate has expired. Documents wait until there is another.')}")
    elif found.expires_soon(now):
        words = _("The certificate that seals expires on {date}. Put another in its place before.")
        told.append(f":material/event: {words.format(date=on_date(local_day(found.expires_at)))}")
    return told
