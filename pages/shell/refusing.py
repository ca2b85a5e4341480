"""What stands at an address that is not for its reader."""

import streamlit as st

from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import gettext as _
from pages.shell.context import current, refused


def refuse() -> None:
    """Say that the page is not for this reader; kind words to somebody for whom no page is any more."""
    actor = current().actor
    if actor is not None and not actor.grants:
        st.title(_("You have no role here any more"), anchor=False)
        st.markdown(
            _(
                "Thank you for what you have done. What you looked after is with your colleagues now. "
                "If this is a mistake, ask one of them to give you your role again. It takes them a moment."
            )
        )
        return
    st.title(_("No access"), anchor=False)
    refused(DomainError(ErrorCode.NOT_ALLOWED))
