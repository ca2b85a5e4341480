"""Who signs diplomas and certificates, with a picture of the signature."""

from uuid import UUID

import streamlit as st

from core.certificates.signatory import save_signatory, save_signature, signatory
from core.i18n import gettext as _
from core.organisations.service import LARGEST_LOGO_MB
from core.pictures import ENDINGS
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.shell.state import ScreenState
from pages.widgets.form import EntryForm
from pages.widgets.upload import upload

ROUND = ScreenState("signature-round", 0)


def signatory_form(context: Context, organisation_id: UUID) -> None:
    """Name, title and signature; without them the organisation's name stands alone."""
    actor = actor_of(context)
    found = signatory(session=context.session, actor=actor, organisation_id=organisation_id)
    version = found.version if found else 0
    st.write(_("This stands at the bottom of diplomas and proofs."))
    form = EntryForm("signatory")
    with form.field("name") as said:
        name = st.text_input(
            _("Name") + said, found.name if found else "", key=f"signatory-name-{version}", autocomplete="off"
        )
    with form.field("title") as said:
        title = st.text_input(
            _("Title (may be left blank)") + said,
            found.title if found else "",
            key=f"signatory-title-{version}",
            autocomplete="off",
        )
    if st.button(_("Save who signs"), key="save-signatory"):
        form.send(
            lambda by: save_signatory(
                **by, organisation_id=organisation_id, name=name, title=title, expected_version=version
            ),
            _("It is saved. Diplomas made from now on carry it."),
        )
    if found is None:
        return
    if found.image:
        st.image(found.image, width=240, alt=_("The signature as it is printed"))
        if st.button(_("Remove the signature"), icon=":material/delete:"):
            _keep(organisation_id, None)
    # A new uploader with each picture, so that the one before is not taken again.
    key = f"signature-{ROUND.get()}"
    data = upload(_("A picture of the signature"), list(ENDINGS), key=key, most_mb=LARGEST_LOGO_MB)
    if data is not None:
        _keep(organisation_id, data)


def _keep(organisation_id: UUID, data: bytes | None) -> None:
    act(
        lambda by: save_signature(**by, organisation_id=organisation_id, data=data),
        _("The signature is saved.") if data else _("The signature is removed."),
        then=lambda _kept: _another_uploader(),
    )


def _another_uploader() -> None:
    ROUND.set(ROUND.get() + 1)
