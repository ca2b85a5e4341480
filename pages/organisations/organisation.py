"""The organisation: what stands in its documents, its logo and its workplaces."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.error_codes import ErrorCode
from core.i18n import gettext as _
from core.organisations.service import (
    LARGEST_LOGO_MB,
    OrganisationDetails,
    add_workplace,
    close_workplace,
    organisation_details,
    save_logo,
    save_organisation,
    save_workplace,
    workplaces,
)
from core.pictures import ENDINGS
from db.organisations import Organisation, Workplace
from pages.certificates.signatory import signatory_form
from pages.organisations.care import care_form
from pages.organisations.closing import closed_days
from pages.organisations.later import later
from pages.organisations.pace import pace_form
from pages.organisations.reminding import reminding_form
from pages.organisations.seal_notice import seal_notice
from pages.shell.action import act
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.support.settings import talks_form
from pages.widgets.beside import parts
from pages.widgets.dialogs import close_dialog, dialog, dialog_button, open_dialog
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head, section, section_line
from pages.widgets.plain import plain
from pages.widgets.rows import line, notices, row_button
from pages.widgets.upload import upload
from pages.worries.notice import worries_wait


def _workplace_list(context: Context, organisation_id: UUID) -> None:
    """Every open workplace with what can be done to it, and one more."""
    places = workplaces(context.session, organisation_id)
    acts, heading = section_line("places", _("Workplaces"), len(places))
    with acts:
        dialog_button(
            _("Add a workplace"),
            "place-new",
            _("Add a workplace"),
            lambda _now: _add(organisation_id, len(places)),
            icon=":material/add:",
        )
    if not places:
        st.write(_("There is no workplace yet. A volunteer needs one."))
    with heading.rows("places"):
        for place in places:
            _place(place)


def _place(place: Workplace) -> None:
    key = f"place-{place.id}"
    line(place.name, what=place.address)
    if row_button(_("Change"), f"open-{key}"):
        open_dialog(key)
    dialog(key, place.name, lambda _now: _edit(place))


def _edit(place: Workplace) -> None:
    form, name, address = _asked(f"place-{place.id}", place.name, place.address)
    if st.button(_("Save the workplace"), key=f"place-save-{place.id}", type="primary"):
        form.send(
            lambda by: save_workplace(**by, workplace_id=place.id, name=name, address=address),
            _("The workplace is saved."),
            then=lambda _saved: close_dialog(),
        )
    with st.expander(_("Close the workplace"), icon=":material/block:"):
        st.write(_("No volunteer can be attached to it any more. Documents that name it stay as they are."))
        if st.button(_("Yes, close it"), key=f"place-close-{place.id}"):
            _close(place)


def _close(place: Workplace) -> None:
    act(lambda by: close_workplace(**by, workplace_id=place.id), _("The workplace is closed."), then=close_dialog)


def _add(organisation_id: UUID, number: int) -> None:
    form, name, address = _asked(f"place-new-{number}")
    if st.button(_("Add the workplace"), key=f"place-add-{number}", type="primary"):
        form.send(
            lambda by: add_workplace(**by, organisation_id=organisation_id, name=name, address=address),
            _("The workplace is added."),
            then=lambda _added: close_dialog(),
        )


def _asked(key: str, name: str = "", address: str = "") -> tuple[EntryForm, str, str]:
    """What a workplace is called and where it is."""
    form = EntryForm(key)
    with form.field("name") as said:
        name = st.text_input(_("Name of the workplace") + said, name, key=f"{key}-name", autocomplete="off")
    with form.field("address") as said:
        address = st.text_input(_("Address") + said, address, key=f"{key}-address", autocomplete="off")
    return form, name, address


# The version the form was filled from, the one a save says it has seen, and how many logos were kept meanwhile.
SEEN, EXPECTED = ScreenState[int | None]("organisation_seen", None), ScreenState("organisation_expected", 0)
LOGOS = ScreenState("organisation_logos", 0)
NAME = ScreenState("organisation-name", "")

context = require_actor(Action.EDIT_ORGANISATION)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.EDIT_ORGANISATION)


def stored() -> Organisation:
    """The organisation as it is now."""
    return organisation_details(session=context.session, actor=actor, organisation_id=organisation_id)


def begin_form(organisation: Organisation) -> None:
    """Fill the form from what is stored, unless somebody is writing in it."""
    if not NAME.of(SEEN.get()).is_set():
        SEEN.set(organisation.version)
        EXPECTED.set(organisation.version)


def details(organisation: Organisation) -> None:
    """Name, address, phone and e-mail; what is written stays when somebody else was faster."""
    begin_form(organisation)
    seen = SEEN.get()
    form = EntryForm("organisation")
    with st.form(f"organisation-{seen}", border=False, enter_to_submit=False):
        with form.field("name") as said:
            name = st.text_input(_("Name of the organisation") + said, organisation.name, key=NAME.of(seen).key)
        with form.field("address") as said:
            address = st.text_area(_("Address") + said, organisation.address, key=f"organisation-address-{seen}")
        with form.field("phone") as said:
            phone = st.text_input(_("Phone") + said, organisation.phone, key=f"organisation-phone-{seen}")
        with form.field("email") as said:
            email = st.text_input(_("E-mail") + said, organisation.email, key=f"organisation-email-{seen}")
        if st.form_submit_button(_("Save"), type="primary"):
            save(form, OrganisationDetails(name=name, address=address, phone=phone, email=email))


def save(form: EntryForm, written: OrganisationDetails) -> None:
    """Save the form, or say why not and show what stands there now."""
    refusal = form.send(
        lambda by: save_organisation(
            **by, organisation_id=organisation_id, details=written, expected_version=EXPECTED.get()
        ),
        _("The organisation is saved."),
        then=lambda _saved: SEEN.forget(),
    )
    if refusal.code == ErrorCode.CHANGED_MEANWHILE:
        now_there = stored()
        EXPECTED.set(now_there.version)
        lines = (now_there.name, now_there.address, now_there.phone, now_there.email)
        st.markdown(_("It says now:") + "\n" + "\n".join(f"- {plain(line)}" for line in lines if line))


def keep_logo(data: bytes | None) -> None:
    """Keep or remove the logo. What is being written in the form above is not in its way."""
    act(
        lambda by: save_logo(**by, organisation_id=organisation_id, data=data),
        _("The logo is saved.") if data else _("The logo is removed."),
        then=lambda _kept: _logo_kept(),
    )


def _logo_kept() -> None:
    EXPECTED.set(stored().version)
    LOGOS.set(LOGOS.get() + 1)


def mails() -> None:
    """Whether mails go out, and what it takes."""
    chosen = context.portal.settings
    if chosen.mail_configured:
        st.write(_("The portal sends its mails from {address}.").format(address=plain(chosen.smtp_from)))
    else:
        st.write(
            _(
                "The portal sends no mails yet, so you copy each link and give it yourself. Whoever runs the server "
                "sets SMTP_HOST and SMTP_FROM; the README says how."
            )
        )


def logo(organisation: Organisation) -> None:
    """The logo as it is printed, and another one in its place."""
    if organisation.logo:
        st.image(organisation.logo, width=240, alt=_("Logo"))
        if st.button(_("Remove the logo"), icon=":material/delete:"):
            keep_logo(None)
    else:
        st.write(_("There is no logo yet. Documents carry the organisation's name instead."))
    key = f"organisation-logo-{LOGOS.get()}"
    data = upload(_("A picture"), list(ENDINGS), key=key, most_mb=LARGEST_LOGO_MB)
    if data is not None:
        keep_logo(data)


show_flashes()
page_head(_("Organisation"))
if not may(actor, Action.SEE_VOLUNTEERS):
    seal_notice(context, organisation_id)
    notices(worries_wait(context, organisation_id))
    later(context, organisation_id)
st.write(_("This is how the organisation stands in new documents. Documents already signed keep what they say."))
named, looks = parts("organisation", 2)
with named:
    here = stored()
    details(here)
    section(_("Mails"))
    mails()
    pace_form(stored())
    closed_days(context, organisation_id)
with looks:
    section(_("Logo"))
    logo(stored())
    section(_("Who signs diplomas"))
    signatory_form(context, organisation_id)
    care_form(context, organisation_id)
    talks_form(context, organisation_id)
    reminding_form(context, organisation_id)
_workplace_list(context, organisation_id)
