"""Sealing: which certificate seals the organisation's documents, which did before, and another in its place."""

import streamlit as st

from core.access.permissions import Action
from core.documents.sealing.keys import SealingKeyRow, replace_sealing_key, seal_with_new_key, sealing_keys
from core.i18n import gettext as _
from core.i18n import local_day, ngettext, on_date
from pages.organisations.seal_notice import seal_notice
from pages.shell.action import act
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.facts import Fact, facts
from pages.widgets.headings import page_head, section
from pages.widgets.rows import line
from pages.widgets.upload import upload

LARGEST_MB = 1

context = require_actor(Action.MANAGE_SEALING_KEY)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.MANAGE_SEALING_KEY)


def sealed(row: SealingKeyRow) -> str:
    """How many documents it has sealed."""
    return ngettext("{count} document sealed", "{count} documents sealed", row.sealed).format(count=row.sealed)


def made_by(row: SealingKeyRow) -> str:
    """Who made it."""
    return row.issuer if row.own else _("this portal itself")


def seals_now(row: SealingKeyRow) -> None:
    """The certificate that seals: whose, from whom, since when, and how to recognise it."""
    facts(
        _("Seals now"),
        [
            Fact(_("Certificate of"), row.holder),
            Fact(_("Made by"), made_by(row)),
            Fact(_("Seals since"), on_date(local_day(row.since))),
            Fact(_("Expires on"), on_date(local_day(row.expires_at))),
            Fact(_("Has sealed"), sealed(row)),
        ],
    )
    st.caption(_("Fingerprint (SHA-256)"))
    st.code(row.fingerprint, language=None, wrap_lines=True)


def sealed_before(row: SealingKeyRow) -> None:
    """One that sealed before; what it sealed can still be checked."""
    days = _("Sealed from {first} to {last}").format(
        first=on_date(local_day(row.since)), last=on_date(local_day(row.until or row.since))
    )
    line(row.holder, place=made_by(row), what=f"{days} · {sealed(row)}")
    with st.expander(_("Fingerprint (SHA-256)"), key=f"print-{row.id}"):
        st.code(row.fingerprint, language=None, wrap_lines=True)


def own(_now: Context) -> None:
    """Seal with the organisation's own certificate from now on."""
    st.write(
        _(
            "A supplier delivers a certificate as a file with a password. It is tried on a document of each kind "
            "before it is used. What was sealed before can still be checked."
        )
    )
    pkcs12 = upload(
        _("The certificate with its key, as a PKCS#12 file (.p12 or .pfx)"),
        ["p12", "pfx"],
        key="sealing-file",
        most_mb=LARGEST_MB,
    )
    # In a form what is typed is kept as it is typed; outside one, Tab would lead to the eye and lose it.
    with st.form("sealing", border=False, enter_to_submit=False):
        passphrase = st.text_input(
            _("The file's password"), type="password", key="sealing-password", autocomplete="off"
        )
        sent = st.form_submit_button(_("Seal with this certificate"), type="primary", disabled=pkcs12 is None)
    if sent and pkcs12 is not None:
        act(
            lambda by: replace_sealing_key(**by, organisation_id=organisation_id, pkcs12=pkcs12, passphrase=passphrase),
            _("From now on documents are sealed with this certificate."),
            then=close_dialog,
        )


def new(_now: Context) -> None:
    """Seal with a new certificate that the portal makes."""
    st.write(
        _(
            "The portal makes a new certificate that holds for ten years, and seals with it from now on. What waits is "
            "sealed at once, and what was sealed before can still be checked."
        )
    )
    if st.button(_("Make a new certificate"), type="primary", key="sealing-new"):
        act(
            lambda by: seal_with_new_key(**by, organisation_id=organisation_id),
            _("From now on documents are sealed with the new certificate."),
            then=close_dialog,
        )


show_flashes()
page_head(_("Sealing"))
st.write(
    _(
        "When everyone has signed, the portal seals the PDF in the organisation's name. The seal shows that the file "
        "came from here and has not been changed since."
    )
)
seal_notice(context, organisation_id, leads_there=False)
current, *former = sealing_keys(session=context.session, actor=actor, organisation_id=organisation_id)
seals_now(current)
with st.container(horizontal=True, gap="small"):
    dialog_button(
        _("Use a certificate of your own"), "sealing-own", _("A certificate of your own"), own, icon=":material/upload:"
    )
    dialog_button(
        _("Let the portal make a new one"), "sealing-made", _("A new certificate"), new, icon=":material/autorenew:"
    )
if former:
    with section(_("Sealed before"), len(former)).rows("former"):
        for row in former:
            sealed_before(row)
