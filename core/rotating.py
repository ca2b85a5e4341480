"""Another secret for a portal: what is encrypted is encrypted anew, and the former secret opens nothing any more."""

import secrets

from core import startup
from core.i18n import utc_now
from core.settings import Settings, SettingsRefused, checked_secret, portal_secret, secret_file, written_once
from db import keys
from db.engine import others_are_in

DONE = "{count} values are encrypted anew. The former secret opens nothing in this database any more."
SET_IT = (
    "Set HANDSLAG_SECRET to the new secret wherever the portal runs, remove HANDSLAG_NEW_SECRET, and start it again. "
    "Keep the former secret for as long as you keep older copies of the database: nothing else opens them."
)
IN_FILE = (
    "The new secret is in {file}; copy it to where you kept the former one, and start the portal again. The former one "
    "is in {former}: keep it for as long as you keep older copies of the database, then remove it."
)
BOTH_THE_SAME = "HANDSLAG_NEW_SECRET is the secret the portal has already. Give it another one."
DONE_BEFORE = "The database opens with the new secret already: nothing was left to encrypt."
RUNNING = (
    "The database is open elsewhere, and what is written there meanwhile could not be read. Stop the portal wherever "
    "it runs, and whatever else reads the database; then run this again."
)
NEITHER = "{refusal} HANDSLAG_NEW_SECRET does not open it either."


class NotRotated(RuntimeError):
    """It was not done, and says why and what to do."""


def rotate(chosen: Settings, new: str) -> list[str]:
    """Encrypt everything in the database of `chosen` with the secret `new`; what was done and what is next, in words.

    Where no setting names the secret, `new` may be "": one is made, and kept where the former was. What was cut off
    between the database and the file is finished. Raises `NotRotated`.
    """
    own = not chosen.secret and chosen.embedded
    next_file = secret_file(chosen.data).with_suffix(".next")
    try:
        if own:
            written_once(next_file, checked_secret(new or secrets.token_urlsafe(32)))
            new = next_file.read_text(encoding="ascii").strip()
        former = portal_secret(chosen)
        if checked_secret(new) == former:
            raise NotRotated(BOTH_THE_SAME)
    except SettingsRefused as refusal:
        raise NotRotated(str(refusal).replace("HANDSLAG_SECRET", "HANDSLAG_NEW_SECRET")) from None
    done = _rotated(chosen, former, new)
    if not own:
        return [done, SET_IT]
    current, before = secret_file(chosen.data), secret_file(chosen.data).with_suffix(".former")
    # Whatever is cut off in between, a secret stands under the name that the portal looks for.
    before.unlink(missing_ok=True)
    written_once(before, former)
    next_file.replace(current)
    return [done, IN_FILE.format(file=current, former=before)]


def _rotated(chosen: Settings, former: str, new: str) -> str:
    try:
        portal = startup.prepare(chosen)
    except SettingsRefused as refusal:
        try:
            startup.prepare(chosen.model_copy(update={"secret": new}))
        except SettingsRefused:
            raise NotRotated(NEITHER.format(refusal=refusal)) from None
        return DONE_BEFORE
    try:
        if others_are_in(portal.engine):
            raise NotRotated(RUNNING)
        with portal.session() as session:
            return DONE.format(count=keys.rotate(session, secret=former, new=new, now=utc_now()))
    finally:
        portal.engine.dispose()
