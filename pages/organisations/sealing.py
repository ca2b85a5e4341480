"""Sealing: which certificate seals the organisation's documents, which did before, and another in its place."""

import streamlit as st

from core.access.permissions import Action
from core.i18n import gettext as _
from core.i18n import local_day, ngettext, on_date
from core.organisations.reading import SealingKeyRow, sealing_keys
from core.organisations.service import replace_sealing_key
from pages.shell.action import act
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.widgets.headings import page_head
from pages.widgets.plain import plain
from pages.widgets.upload import upload

REPLACED = ScreenState("sealing_replaced", 0)
LARGEST_MB = 1

context = require_actor(Action.MANAGE_SEALING_KEY)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.MANAGE_SEALING_KEY)


def sealed(row: SealingKeyRow) -> str:
    """How many documents it has sealed."""
    return ngettext("{count} document sealed", "{count} documents sealed", row.sealed).format(count=row.sealed)


def certificate(row: SealingKeyRow) -> None:
    """One certificate: whose, from whom, since when, and how to recognise it."""
    made_by = plain(row.issuer) if row.own else _("made by this portal")
    lines = [
        f"**{plain(row.holder)}** · {made_by}",
        _("Seals since {date}").format(date=on_date(local_day(row.since)))
        if row.until is None
        else _("Sealed from {first} to {last}").format(
            first=on_date(local_day(row.since)), last=on_date(local_day(row.until))
        ),
        _("The certificate expires on {date}").format(date=on_date(local_day(row.expires_at))) + f" · {sealed(row)}",
    ]
    with st.container(border=True):
        st.markdown("  \n".join(lines))
        st.caption(_("Fingerprint (SHA-256)"))
        st.code(row.fingerprint, language=None, wrap_lines=True)
        if row.until is None and row.expires_at <= context.now:
            st.error(_("The certificate has expired. Replace it below."), icon=":material/error:")


def replace() -> None:
    """Seal with the organisation's own certificate from now on."""
    st.write(
        _(
            "You can also seal with a certificate of your own from a supplier. What was sealed before can still be "
            "checked."
        )
    )
    pkcs12 = upload(
        _("The certificate with its key, as a PKCS#12 file (.p12 or .pfx)"),
        ["p12", "pfx"],
        key=f"sealing-file-{number}",
        most_mb=LARGEST_MB,
    )
    # In a form what is typed is kept as it is typed; outside one, Tab would lead to the eye and lose it.
    with st.form(f"sealing-{number}", border=False, enter_to_submit=False):
        passphrase = st.text_input(
            _("The file's password"), type="password", key=f"sealing-password-{number}", autocomplete="off"
        )
        sent = st.form_submit_button(_("Seal with this certificate"), disabled=pkcs12 is None)
    if not sent or pkcs12 is None:
        return
    act(
        lambda by: replace_sealing_key(**by, organisation_id=organisation_id, pkcs12=pkcs12, passphrase=passphrase),
        _("From now on documents are sealed with this certificate."),
        then=lambda _replaced: REPLACED.set(number + 1),
    )


show_flashes()
number = REPLACED.get()
page_head(_("Sealing"))
st.write(
    _(
        "When everyone has signed, the portal seals the PDF in the organisation's name. The seal shows that the file "
        "came from here and has not been changed since."
    )
)
current, *former = sealing_keys(session=context.session, actor=actor, organisation_id=organisation_id)
st.header(_("Seals now"))
certificate(current)
with st.expander(_("Replace the certificate"), icon=":material/swap_horiz:", key=f"replace-{number}"):
    replace()
if former:
    st.header(_("Sealed before"))
    for row in former:
        certificate(row)
