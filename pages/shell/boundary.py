"""The one place where what nobody expected ends: in the log with a reference, and on screen as that reference."""

import logging
import secrets
import traceback

import streamlit as st
from cryptography.exceptions import InvalidTag

from core.error_codes import ErrorCode
from core.errors import DomainError, words
from core.i18n import LANGUAGES, reading
from core.i18n import gettext as _
from core.settings import SettingsRefused
from db.crypto import KeyMissing
from db.engine import is_busy, takes_nothing

log = logging.getLogger("haandslag")


def report(error: BaseException) -> str:
    """Log where `error` came from, without its message, which may hold what somebody wrote. Returns the reference."""
    reference = secrets.token_hex(4).upper()
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        where = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))
        log.error("Error %s: %s at %s", reference, type(error).__qualname__, where)
        error = error.__cause__ or error.__context__  # type: ignore[assignment]
    return reference


def unwritten(error: BaseException) -> DomainError | None:
    """Why the database did not take something that can be tried again, in words; None where it is something else."""
    if is_busy(error):
        log.warning("The database was held for too long.")
        return DomainError(ErrorCode.PORTAL_BUSY)
    if takes_nothing(error):
        log.error("The database takes nothing: its disk is full or failing, or its file may only be read.")
        return DomainError(ErrorCode.PORTAL_FULL)
    return None


def show(error: BaseException) -> None:
    """Say that something went wrong, log it, and say by which reference to ask about it."""
    if (refusal := unwritten(error)) is not None:
        st.warning(words(refusal), icon=":material/hourglass_top:")
        return
    reference = report(error)
    if isinstance(error, InvalidTag | KeyMissing):
        st.error(
            _(
                "Something kept here cannot be read any more, so it is not shown. Tell whoever runs the portal this "
                "reference: {reference}"
            ).format(reference=reference)
        )
        return
    st.error(
        _(
            "Something went wrong on our side. What you had saved is still saved. Try again in a moment. "
            "If it keeps happening, tell us this reference: {reference}"
        ).format(reference=reference)
    )


def not_started(refusal: SettingsRefused) -> None:
    """Say to whoever deploys the portal why it does not start, in every language: nobody has chosen one yet."""
    for language in LANGUAGES:
        with reading(language):
            st.header(_("The portal cannot start yet"), anchor=False)
            st.write(_("Whoever runs the portal has to do this first:"))
            st.error(refusal.words(), icon=":material/build:")


def on_script_error(error: Exception) -> bool:
    """For errors in widget callbacks, which run before the page; True tells Streamlit that it has been shown."""
    show(error)
    return True


# What stands after these in an address is a secret, or leads to a person.
SECRET_ADDRESSES = ("/calendar/", "/archive/", "/certificates/", "/everything/", "/unsubscribe/")


class _WithoutTraces(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return record.exc_info is None


class _WithoutSecrets(logging.Filter):
    """Cuts off what an address carries where a server logs each request, as `uvicorn app:app` does."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_without_secrets(arg) if isinstance(arg, str) else arg for arg in record.args)
        return True


def _without_secrets(address: str) -> str:
    path = address.partition("?")[0]
    return next((start for start in SECRET_ADDRESSES if path.startswith(start)), path)


def keep_values_out_of_logs() -> None:
    """Streamlit would log each uncaught error in full, with the values in its message; ours is logged by `report`. A
    server would log the secrets of links."""
    for name, kept_out in (("streamlit.error_util", _WithoutTraces), ("uvicorn.access", _WithoutSecrets)):
        logger = logging.getLogger(name)
        if not any(isinstance(present, kept_out) for present in logger.filters):
            logger.addFilter(kept_out())
