"""How a volunteer gets in: the link to copy, send again, withdraw, or one for a new passphrase."""

from typing import Literal
from uuid import UUID

import segno
import streamlit as st

from core.access.invitations import withdraw
from core.i18n import gettext as _
from core.i18n import known, local_day, on_date, reading
from core.people.service import VolunteerView
from core.register.joining import WayIn, way_in
from core.register.rules import Joining
from db.organisations import Organisation
from pages.access.passphrase_link import ask_for_link
from pages.documents.phrases import JOINING, JOINING_ICONS
from pages.journey.doing import make_link
from pages.shell import theme as look
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.shell.flash import mail_words
from pages.widgets.copying import copy_button, link_to_copy
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.headings import section
from pages.widgets.plain import plain


def way_of(context: Context, view: VolunteerView) -> WayIn:
    """How the volunteer gets in, and what the reader may do about it."""
    return way_in(
        session=context.session,
        actor=actor_of(context),
        engagement_id=view.engagement.id,
        base_url=context.portal.settings.url,
        now=context.now,
    )


def draw_way_in(context: Context, view: VolunteerView, way: WayIn) -> None:
    """Whether the volunteer has joined, and what can be done about it."""
    section(_("Access to the portal"), unseen=bool(way.link))
    with st.container(border=True, gap="xsmall"):
        st.markdown(f":material/{JOINING_ICONS[way.state]}: **{_(JOINING[way.state])}**")
        if way.link:
            _give_link(context, view, way)
        with st.container(key="hs-give", horizontal=True, vertical_alignment="center", gap="small"):
            if way.link:
                _ways_to_give(context, view, way)
            if way.may_invite:
                _buttons(context, view, way)


def _give_link(context: Context, view: VolunteerView, way: WayIn) -> None:
    """The link, to copy, and until when it can be used."""
    name = view.person.name.split()[0]
    purpose = _("With this link {name} joins:")
    if way.for_passphrase:
        purpose = _("With this link {name} chooses a new passphrase:")
    st.text(purpose.format(name=name))
    link_to_copy(way.link, key="copy-link")
    st.markdown(f":small[{plain(' '.join(_link_facts(context, view, way)))}]")


def _ways_to_give(context: Context, view: VolunteerView, way: WayIn) -> None:
    """Two more ways to hand it on: shown to somebody beside the reader, or in a text of ours."""
    name = view.person.name.split()[0]
    shown = st.expander(
        _("Show a QR code to {name}").format(name=plain(name)), icon=":material/qr_code:", on_change="rerun", key="qr"
    )
    if shown.open:
        with shown:
            st.write(_("{name} points the phone's camera at it.").format(name=plain(name)))
            picture = segno.make_qr(way.link).png_data_uri(scale=8, border=3)
            look.draw("qr", picture=picture, told=_("QR code of the link"))
    if way.for_passphrase:
        return
    ready = st.expander(
        _("A text for a message or a letter"), icon=":material/sms:", on_change="rerun", key="invitation-text"
    )
    if ready.open:
        with ready:
            written = _text(context, view, way)
            st.text(written)
            copy_button(_("Copy the text"), written, key="copy-text")


def _text(context: Context, view: VolunteerView, way: WayIn) -> str:
    """What a coordinator may send along with the link, in the volunteer's language."""
    organisation = context.session.get_one(Organisation, view.engagement.organisation_id)
    with reading(known(view.person.language)):
        return _(
            "Hello {name}. {organisation} would like to make an agreement with you. Open this link to see who invites "
            "you and what it is about: {link} The link is yours alone, and it works once."
        ).format(name=view.person.name.split()[0], organisation=organisation.name, link=way.link)


def _link_facts(context: Context, view: VolunteerView, way: WayIn) -> list[str]:
    told = []
    if way.expires_at is not None:
        told.append(_("It can be used once, until {day}.").format(day=on_date(local_day(way.expires_at))))
    if way.sent_at is not None:
        told.append(_("It was sent by mail {day}.").format(day=on_date(local_day(way.sent_at))))
    elif view.person.email and context.portal.settings.mail_configured and context.state != "demonstration":
        told.append(_("The mail waits to be sent."))
    else:
        told.append(mail_words(context, view.person.email))
    return told


def _buttons(context: Context, view: VolunteerView, way: WayIn) -> None:
    # Beside a link the ways to another one are quiet.
    quiet: Literal["secondary", "tertiary"] = "tertiary" if way.link else "secondary"
    if way.state is not Joining.JOINED:
        fresh = way.state is Joining.NOT_INVITED
        mailed = bool(view.person.email) and context.portal.settings.mail_configured
        again = _("Send again with a new link") if mailed else _("Make a new link")
        label = _("Make the link") if fresh else again
        if st.button(label, icon=":material/forward_to_inbox:", key="invite", type=quiet):
            make_link(view.engagement.id)
            st.rerun()
    else:
        label = _("Make a link for a new passphrase")
        dialog_button(label, "passphrase-link", label, lambda now: _ask(now, view), icon=":material/key:")
    if (
        way.link
        and way.invitation_id
        and st.button(_("Withdraw the link"), icon=":material/link_off:", key="withdraw-link", type="tertiary")
    ):
        _withdraw(way.invitation_id)


def _ask(context: Context, view: VolunteerView) -> None:
    ask_for_link(context, view.person, view.engagement.organisation_id, then=close_dialog)


def _withdraw(invitation_id: UUID) -> None:
    act(
        lambda by: withdraw(**by, invitation_id=invitation_id),
        _("The link no longer works."),
        icon=":material/link_off:",
        redraw_refused=True,
    )
