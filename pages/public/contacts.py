"""Whom to ask: the organisations of this portal, by phone and in writing."""

import streamlit as st
from sqlmodel import Session, col, select

from core.i18n import gettext as _
from db.organisations import Organisation
from pages.widgets.plain import plain


def draw(session: Session) -> None:
    """Draw each organisation's name, phone, e-mail and address, as far as it has given them."""
    columns = (Organisation.name, Organisation.phone, Organisation.email, Organisation.address)
    found = session.exec(select(*columns).order_by(col(Organisation.name))).all()
    for name, phone, email, address in found:
        given = [
            label.format(value=plain(value))
            for label, value in (
                (_("Phone: {value}"), phone),
                (_("E-mail: {value}"), email),
                ("{value}", ", ".join(address.splitlines())),
            )
            if value
        ]
        st.markdown("  \n".join([f"**{plain(name)}**", *given]))
    if not found:
        st.markdown(_("No organisation has been set up here yet."))
