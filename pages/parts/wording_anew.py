"""Whom to ask to agree anew: chosen from the list of those who signed a former version."""

from collections.abc import Sequence

import streamlit as st

from core.i18n import gettext as _
from core.i18n import local_day, on_date
from core.wording.anew import Former
from pages.parts.plain import plain, plain_label


def choose_whom(rows: Sequence[Former]) -> list[Former]:
    """The rows with a box each; who is asked already is told and cannot be chosen."""
    waiting = [row for row in rows if row.successor_id is None]
    everybody = False
    if waiting:
        everybody = st.checkbox(_("Choose all ({count})").format(count=len(waiting)), value=True, key="anew-all")
    chosen = []
    for row in rows:
        with st.container(gap=None):
            if row.successor_id is not None:
                st.markdown(f":material/schedule: **{plain(row.name)}** · {_('asked already')}")
            elif st.checkbox(plain_label(row.name), value=everybody, key=f"anew-{row.document_id}-{everybody}"):
                chosen.append(row)
            signed = _("signed {date}, version {number}").format(
                date=on_date(local_day(row.sealed_at)), number=row.number
            )
            st.markdown(f":small[{plain(row.workplace)} · {signed}]")
            if not row.email:
                st.markdown(f":small[:material/mail_off: {_('no e-mail address: say it yourself')}]")
    return chosen
