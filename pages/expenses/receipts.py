"""A receipt to look at: fetched when it is asked for."""

from uuid import UUID

import streamlit as st

from core.expenses.reading import receipt_of
from core.i18n import gettext as _
from core.scan import PDF
from pages.shell.context import Context, actor_of


def folded_receipt(context: Context, claim_id: UUID) -> None:
    """The receipt, folded away."""
    folded = st.expander(_("The receipt"), icon=":material/receipt_long:", on_change="rerun", key=f"seen-{claim_id}")
    if folded.open:
        with folded:
            receipt(context, claim_id)


def receipt(context: Context, claim_id: UUID) -> None:
    """The picture, or the PDF to download."""
    found = receipt_of(session=context.session, actor=actor_of(context), claim_id=claim_id)
    if found.media_type == PDF:
        st.download_button(
            _("Download the receipt"),
            data=found.content,
            file_name=f"{_('receipt')}.pdf",
            mime=PDF,
            icon=":material/download:",
            on_click="ignore",
            key=f"receipt-file-{claim_id}",
        )
    else:
        st.image(found.content, alt=_("The receipt"))
